//! Where conditions stand: what each question and outcome asks about the walk when it is come to.

use rustc_hash::FxHashSet;

use super::atoms::{AtomId, Atoms};
use crate::text::Span;
use crate::tree::graph::targets;
use crate::tree::{
    Cond, Date, Expr, Kind, Next, Note, Num, Outcome, OutcomeId, Piece, Place, Question, QuestionId, Read, ScoreId,
    Target, Template, Tree, ValueId, ValueRule,
};

/// Everything read at one place of the tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Site {
    /// Atoms read when the walk arrives, before an answer.
    pub(crate) before: Vec<AtomId>,
    /// Atoms read when the answer is there.
    pub(crate) after: Vec<AtomId>,
    /// Scores compared by a ranking that the place leads to.
    pub(crate) scores: Vec<ScoreId>,
}

/// The sites of a tree's questions and outcomes.
pub(crate) struct Sites {
    pub(crate) questions: Vec<Site>,
    pub(crate) outcomes: Vec<Site>,
}

/// What is looked at besides what decides where walks go.
#[derive(Clone, Copy)]
pub(crate) enum Sight<'l> {
    /// Nothing.
    Routes,
    /// Nothing, and not to which of the outcomes they go either.
    Lengths,
    /// Which notes are shown, which holes come to nothing, which promises are kept.
    Texts,
    /// Which part a value comes from, wherever something reads it.
    Part(&'l crate::explore::findings::dead_entries::Readers),
    /// Whether the promise with this number speaks of the walk.
    Promise(usize),
    /// What outcomes show that may differ between two versions of a tree with the same ids.
    Differing(&'l Differing),
}

/// Where two versions of a tree with the same ids may show something else after the same answers.
#[derive(Debug, Default)]
pub(crate) struct Differing {
    /// The notes of this outcome have other conditions.
    pub(crate) notes: Option<OutcomeId>,
    /// These values and scores may come to something else.
    pub(crate) reads: FxHashSet<Read>,
    /// What stands in the one version and not in the other: by value, the rule that says it; 0 without rules.
    pub(crate) parts: FxHashSet<(ValueId, usize)>,
    /// Answers to this question add another amount to a score.
    pub(crate) amounts: Option<(QuestionId, Vec<u32>)>,
    /// Values and scores are told apart by themselves, wherever a walk stops.
    pub(crate) alone: bool,
}

impl Differing {
    /// Whether a note may be shown by one of the versions only.
    pub(crate) fn note(&self, id: OutcomeId, note: &Note) -> bool {
        self.notes == Some(id) || note.when.as_ref().is_some_and(|when| self.any(|see| when.reads(see)))
    }

    /// Whether a hole may show something else.
    pub(crate) fn hole(&self, expr: &Expr) -> bool {
        self.any(|see| expr.reads(see))
    }

    /// The values that may come to something else.
    pub(crate) fn values(&self) -> impl Iterator<Item = ValueId> {
        self.reads.iter().filter_map(|read| if let Read::Value(id) = read { Some(*id) } else { None })
    }

    /// Whether what somebody is told whose answer is refused may differ, the reason itself aside.
    pub(crate) fn refusal(&self, question: &Question) -> bool {
        refusal_exprs(question).any(|expr| self.hole(expr))
    }

    /// Whether something reads what may differ.
    pub(crate) fn any(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        let mut found = false;
        reads(&mut |read| found |= self.reads.contains(&read));
        found
    }
}

/// Collects what decides where walks go and, if wanted, also what decides what they show.
pub(crate) fn sites<'t>(tree: &'t Tree, atoms: &mut Atoms<'t>, sight: Sight) -> Sites {
    let texts = matches!(sight, Sight::Texts);
    let mut questions: Vec<Site> = tree.questions().map(|(id, _)| question(tree, id, atoms, sight)).collect();
    let mut outcomes: Vec<Site> = tree.outcomes().map(|(id, _)| outcome(tree, id, atoms, sight)).collect();
    if texts {
        for promise in tree.promises() {
            let mut read = Vec::new();
            if let Some(when) = &promise.when {
                atoms.of_cond(when, &mut read);
            }
            for place in promise.never.iter().chain(&promise.always) {
                if let Place::Question(id) = place {
                    read.push(atoms.asked(*id));
                }
            }
            // Where it cannot be broken, nobody needs to know whether it speaks of the walk.
            for ((id, _), site) in tree.outcomes().zip(&mut outcomes) {
                site.before.extend(promise.may_break(id).then_some(&read).into_iter().flatten());
            }
        }
    }
    if let Sight::Promise(number) = sight
        && let Some(when) = tree.promises().get(number).and_then(|promise| promise.when.as_ref())
    {
        let mut read = Vec::new();
        atoms.of_cond(when, &mut read);
        outcomes.iter_mut().for_each(|site| site.before.extend(&read));
    }
    if let Sight::Part(readers) = sight {
        readers.add(tree, atoms, &mut questions, &mut outcomes);
    }
    if let Sight::Differing(differing) = sight {
        for ((_, question), site) in tree.questions().zip(&mut questions) {
            for expr in refusal_exprs(question).filter(|expr| differing.hole(expr)) {
                site.after.push(atoms.whole(|see| expr.reads(see)));
            }
        }
        if differing.alone {
            let mut read = Vec::new();
            differing.values().for_each(|id| of_value(tree, id, differing, atoms, &mut read));
            questions.iter_mut().chain(&mut outcomes).for_each(|site| site.before.extend(&read));
        }
    }
    for site in questions.iter_mut().chain(&mut outcomes) {
        for list in [&mut site.before, &mut site.after] {
            list.sort_unstable();
            list.dedup();
        }
        site.scores.sort_unstable();
        site.scores.dedup();
    }
    Sites { questions, outcomes }
}

fn question<'t>(tree: &'t Tree, id: QuestionId, atoms: &mut Atoms<'t>, sight: Sight) -> Site {
    let question = tree.question(id);
    let texts = matches!(sight, Sight::Texts);
    let ends = matches!(sight, Sight::Lengths) && surely_ends(tree, id);
    let mut site = Site::default();
    let cond = |cond: Option<&'t Cond>, found: &mut Vec<AtomId>, atoms: &mut Atoms<'t>| {
        if let Some(cond) = cond {
            atoms.of_cond(cond, found);
        }
    };
    cond(question.when.as_deref(), &mut site.before, atoms);
    for option in question.kind.options() {
        cond(option.when.as_deref(), &mut site.before, atoms);
        if texts {
            holes(option.label.as_ref(), &mut site.before, atoms);
            holes(option.help.as_ref(), &mut site.before, atoms);
        }
    }
    for limit in limits(&question.kind) {
        let mut moves = false;
        limit.reads(&mut |read| moves |= !matches!(read, Read::Today));
        if moves {
            site.before.push(atoms.limit(id, |see| limit.reads(see)));
        }
    }
    if texts {
        holes(Some(&question.ask), &mut site.before, atoms);
        holes(question.help.as_ref(), &mut site.before, atoms);
        // Shown before an answer is taken, though it sees the one that is not.
        holes(question.pattern_because(), &mut site.before, atoms);
    }
    for reject in &question.rejects {
        atoms.of_cond(&reject.when, &mut site.after);
        if texts {
            holes(Some(&reject.because), &mut site.after, atoms);
        }
    }
    if let Next::Rules(rules) = &question.next
        && !ends
    {
        for rule in rules {
            cond(rule.when.as_ref(), &mut site.after, atoms);
        }
    }
    for target in targets(tree, id) {
        if let Target::BestOf(ranked) = target
            && !matches!(sight, Sight::Lengths)
        {
            site.scores.extend(ranked.iter().filter_map(|outcome| tree.score_of(*outcome)));
        }
    }
    site
}

/// Whether every walk that leaves a question ends in an outcome there.
fn surely_ends(tree: &Tree, id: QuestionId) -> bool {
    let caught = match &tree.question(id).next {
        Next::Rules(rules) => rules.last().is_some_and(|rule| rule.when.is_none()),
        Next::Always(_) | Next::Nowhere => true,
    };
    caught && targets(tree, id).all(|target| !matches!(target, Target::Question(_)))
}

/// What chooses between the parts of a value, and those parts that stand in the one of two versions only: a part that
/// stands in both comes to something else only where a value does that it reads.
fn of_value<'t>(tree: &'t Tree, id: ValueId, differing: &Differing, atoms: &mut Atoms<'t>, found: &mut Vec<AtomId>) {
    let part = |index: usize, expr: &'t Expr, atoms: &mut Atoms<'t>, found: &mut Vec<AtomId>| match expr {
        Expr::Cond(cond) => atoms.of_cond(cond, found),
        other if differing.parts.contains(&(id, index)) => found.push(atoms.whole(|see| other.reads(see))),
        _ => {}
    };
    match &tree.value(id).rule {
        ValueRule::One(expr) => part(0, expr, atoms, found),
        ValueRule::Rules(rules) => {
            for (index, (when, is)) in rules.iter().enumerate() {
                when.iter().for_each(|when| atoms.of_cond(when, found));
                part(index, is, atoms, found);
            }
        }
        ValueRule::Table(_) => found.push(atoms.part(id)),
    }
}

/// A limit of a question.
pub(crate) enum Limit<'t> {
    Num(&'t Num),
    Date(&'t Date),
}

impl Limit<'_> {
    pub(crate) fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Num(num) => num.reads(see),
            Self::Date(date) => date.reads(see),
        }
    }
}

pub(crate) fn limits(kind: &Kind) -> Vec<Limit<'_>> {
    match kind {
        Kind::Number { min, max, .. } | Kind::Many { min, max, .. } => {
            [min, max].into_iter().flatten().map(Limit::Num).collect()
        }
        Kind::Date { min, max, .. } => [min, max].into_iter().flatten().map(Limit::Date).collect(),
        _ => Vec::new(),
    }
}

fn outcome<'t>(tree: &'t Tree, id: OutcomeId, atoms: &mut Atoms<'t>, sight: Sight) -> Site {
    let mut site = Site::default();
    let outcome = tree.outcome(id);
    let found = &mut site.before;
    match sight {
        Sight::Routes | Sight::Lengths | Sight::Part(_) | Sight::Promise(_) => {}
        Sight::Texts => {
            holes(Some(&outcome.title), found, atoms);
            holes(outcome.text.as_ref(), found, atoms);
            for note in &outcome.notes {
                if let Some(when) = &note.when {
                    atoms.of_cond(when, found);
                }
                holes(Some(&note.text), found, atoms);
            }
        }
        Sight::Differing(differing) => {
            for note in outcome.notes.iter().filter(|note| differing.note(id, note)) {
                if let Some(when) = &note.when {
                    atoms.of_cond(when, found);
                }
            }
            for expr in shown_exprs(outcome).filter(|expr| differing.hole(expr)) {
                found.push(atoms.whole(|see| expr.reads(see)));
            }
        }
    }
    site
}

/// The expressions in all holes of an outcome: its title, its text, its notes.
pub(crate) fn shown_exprs(outcome: &Outcome) -> impl Iterator<Item = &Expr> {
    let texts = [Some(&outcome.title), outcome.text.as_ref()].into_iter();
    texts.chain(outcome.notes.iter().map(|note| Some(&note.text))).flat_map(all_holes)
}

/// The expressions in what somebody is told whose answer is refused: the reasons, and the labels of answers that
/// exclude others.
fn refusal_exprs(question: &Question) -> impl Iterator<Item = &Expr> {
    let labels = question.kind.options().iter().filter(|option| option.alone).map(|option| option.label.as_ref());
    question.rejects.iter().map(|reject| Some(&reject.because)).chain(labels).flat_map(all_holes)
}

/// The expressions in a text's holes.
pub(crate) fn all_holes(template: Option<&Template>) -> impl Iterator<Item = &Expr> {
    placed_holes(template).map(|(expr, _)| expr)
}

/// The same, and where they stand.
fn placed_holes(template: Option<&Template>) -> impl Iterator<Item = (&Expr, Span)> {
    let pieces: &[Piece] = match template {
        Some(Template::Mixed(pieces)) => pieces,
        _ => &[],
    };
    pieces.iter().filter_map(|piece| if let Piece::Hole(expr, span) = piece { Some((expr, *span)) } else { None })
}

fn holes<'t>(template: Option<&'t Template>, found: &mut Vec<AtomId>, atoms: &mut Atoms<'t>) {
    for (expr, _) in hole_exprs(template) {
        found.push(atoms.known(expr));
    }
}

/// The expressions in a text's holes and where they stand, leaving out conditions, which always come to something.
pub(crate) fn hole_exprs(template: Option<&Template>) -> impl Iterator<Item = (&Expr, Span)> {
    placed_holes(template).filter(|(expr, _)| !matches!(expr, Expr::Cond(_)))
}

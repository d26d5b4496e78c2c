//! Where conditions stand: what each question and outcome asks about the walk when it is come to.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::atoms::{AtomId, Atoms, Judged};
use crate::engine::Touches;
use crate::text::Span;
use crate::tree::graph::edges;
use crate::tree::{
    Cond, Expr, Kind, Look, Moment, Next, OutcomeId, Question, QuestionId, Read, ScoreId, Shown, Site as Place, Target,
    Template, Tree, ValueId, ValueRule,
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
#[derive(Debug, Default)]
pub(crate) struct Sites {
    pub(crate) questions: Vec<Site>,
    pub(crate) outcomes: Vec<Site>,
}

/// What is looked at besides what decides where walks go.
#[derive(Clone, Copy)]
pub(crate) enum Sight<'l, 't> {
    /// Nothing.
    Routes,
    /// Nothing, and not to which of the outcomes they go either.
    Lengths,
    /// Which notes are shown, which holes come to nothing, which promises are kept.
    Texts,
    /// The same of some places alone: a few at a time, where all at once are too many to tell apart.
    Sites(&'l Slice),
    /// Which part each of some values comes from, wherever something reads it; with what texts show, if that is wanted.
    Parts {
        /// Where values are looked at.
        touches: &'l Touches<'t>,
        /// Whether it is one of those values.
        of: &'l dyn Fn(ValueId) -> bool,
        /// Whether it is as for [`Sight::Texts`], besides.
        texts: bool,
    },
    /// Whether the promise with this number speaks of the walk.
    Promise(usize),
    /// Which answers exactly the conditions of a question look at, where those are choices, besides.
    Choices,
    /// What outcomes show that may differ between two versions of a tree with the same ids.
    Differing(&'l Differing),
}

/// A few places that are looked at together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slice {
    pub(crate) sites: FxHashSet<Place>,
    /// The questions of whose rules it has to be known which one leads on, whatever is seen of them.
    pub(crate) ordered: FxHashSet<QuestionId>,
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
    /// Answers to a question add to these scores by other rules.
    pub(crate) counted: Vec<ScoreId>,
    /// Values and scores are told apart by themselves, wherever a walk stops.
    pub(crate) alone: bool,
}

impl Differing {
    /// Whether what an outcome shows under this condition may be shown by one of the versions only.
    pub(crate) fn shows(&self, id: OutcomeId, when: Option<&Cond>) -> bool {
        self.notes == Some(id) || when.is_some_and(|when| self.any(|see| when.reads(see)))
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
    let mut questions: Vec<Site> = tree.questions().map(|(id, _)| question(tree, id, atoms, sight)).collect();
    let mut outcomes: Vec<Site> = tree.outcomes().map(|(id, _)| outcome(tree, id, atoms, sight)).collect();
    for (number, promise) in tree.promises().iter().enumerate() {
        if sight.sees(Place::Promise(number)) {
            let mut read = Vec::new();
            if let Some(when) = &promise.when {
                atoms.of_cond(when, &mut read);
            }
            for place in promise.never.iter().chain(&promise.always) {
                if let crate::tree::Place::Question(id) = place {
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
    if let Sight::Parts { touches, of, .. } = sight {
        parts(tree, touches, of, atoms, (&mut questions, &mut outcomes));
    }
    if let Sight::Choices = sight {
        for ((id, _), site) in tree.questions().zip(&mut questions) {
            if let Some(read) = choices_read(tree, id).filter(|read| !read.is_empty()) {
                site.before.push(atoms.whole(|see| read.iter().for_each(|id| see(Read::Question(*id)))));
            }
        }
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
            for site in questions.iter_mut().chain(&mut outcomes) {
                site.before.extend(&read);
                site.scores.extend(&differing.counted);
            }
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

impl Sight<'_, '_> {
    /// Whether what a condition or a text comes to is looked at for its own sake.
    pub(crate) fn sees(self, at: Place) -> bool {
        match self {
            Self::Texts | Self::Parts { texts: true, .. } => true,
            Self::Sites(slice) => slice.sites.contains(&at),
            _ => false,
        }
    }

    /// Which of a question's rules are told apart though they lead to the same place; all, where none are named.
    fn apart(self, id: QuestionId) -> Option<Rc<[usize]>> {
        match self {
            Self::Routes | Self::Lengths => Some(Rc::default()),
            Self::Sites(slice) if !slice.ordered.contains(&id) => {
                let rules = slice.sites.iter().filter_map(|at| match at {
                    Place::Rule(own, rule) if *own == id => Some(*rule),
                    _ => None,
                });
                Some(rules.collect())
            }
            _ => None,
        }
    }
}

/// The questions that the conditions of another read, itself aside, by way of values too; none where one of them is no
/// choice, or a score is read.
pub(crate) fn choices_read(tree: &Tree, id: QuestionId) -> Option<Box<[QuestionId]>> {
    let (mut found, mut others) = (Vec::new(), false);
    tree.question(id).looks(id, &mut |_, look| {
        if look.decides() {
            tree.all_reads(|see| look.reads(tree, see), &mut |read| match read {
                Read::Question(id) if matches!(tree.question(id).kind, Kind::Choice(_)) => found.push(id),
                Read::Question(_) | Read::Score(_) => others = true,
                Read::Value(_) | Read::Today => {}
            });
        }
    });
    found.retain(|read| *read != id);
    found.sort_unstable();
    found.dedup();
    (!others).then(|| found.into())
}

/// What tells which part values come from, at the places where something looks at them.
fn parts<'t>(
    tree: &'t Tree,
    touches: &Touches,
    of: &dyn Fn(ValueId) -> bool,
    atoms: &mut Atoms<'t>,
    (questions, outcomes): (&mut [Site], &mut [Site]),
) {
    let mut known: FxHashMap<ValueId, Vec<AtomId>> = FxHashMap::default();
    let mut add = |values: &[ValueId], found: &mut Vec<AtomId>| {
        for &id in values.iter().filter(|id| of(**id)) {
            let own = known.entry(id).or_insert_with(|| {
                let mut own = Vec::new();
                match &tree.value(id).rule {
                    // Which rule it is hangs on the truth of their conditions alone.
                    ValueRule::Rules(rules) => {
                        let whens = rules.iter().filter_map(|(when, _)| when.as_ref());
                        whens.for_each(|when| atoms.of_cond(when, &mut own));
                    }
                    _ => own.push(atoms.part(id)),
                }
                own
            });
            found.extend(own.iter());
        }
    };
    for ((id, _), site) in tree.questions().zip(questions) {
        add(touches.before(id), &mut site.before);
        add(touches.after(id), &mut site.after);
    }
    for ((id, _), site) in tree.outcomes().zip(outcomes) {
        add(touches.ends(id), &mut site.before);
    }
}

fn question<'t>(tree: &'t Tree, id: QuestionId, atoms: &mut Atoms<'t>, sight: Sight) -> Site {
    let ends = matches!(sight, Sight::Lengths) && surely_ends(tree, id);
    let mut site = Site::default();
    tree.question(id).looks(id, &mut |at, look| {
        let found = match at.moment() {
            // What is told to those who do not match is told before an answer is taken, though it sees the one that is
            // not.
            Moment::After(_) if !matches!(at, Place::Mismatch(_)) => &mut site.after,
            _ => &mut site.before,
        };
        match look {
            Look::Cond(cond) if sight.sees(at) => {
                let answered = matches!(at.moment(), Moment::After(_));
                atoms.judged(cond, Judged { at: crate::tree::Place::Question(id), answered }, found);
            }
            // Which of the rules leads on is all that matters of them.
            Look::Cond(_) if matches!(at, Place::Rule(..)) => {}
            Look::Cond(cond) => atoms.of_cond(cond, found),
            Look::Num(_) | Look::Date(_) => {
                let mut moves = false;
                look.reads(tree, &mut |read| moves |= !matches!(read, Read::Today));
                if moves {
                    found.push(atoms.limit(id, |see| look.reads(tree, see)));
                }
            }
            Look::Text(text) if sight.sees(at) => holes(text, found, atoms),
            _ => {}
        }
    });
    // Where all rules are seen, so is the first that is true.
    if !ends && !matches!(sight, Sight::Texts | Sight::Parts { texts: true, .. }) {
        atoms.chain(id, sight.apart(id), &mut site.after);
    }
    for edge in edges(tree, id) {
        if let Target::BestOf(ranked) = edge.to
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
    caught && edges(tree, id).all(|edge| !matches!(edge.to, Target::Question(_)))
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

fn outcome<'t>(tree: &'t Tree, id: OutcomeId, atoms: &mut Atoms<'t>, sight: Sight) -> Site {
    let mut site = Site::default();
    let outcome = tree.outcome(id);
    let found = &mut site.before;
    match sight {
        Sight::Texts | Sight::Parts { texts: true, .. } | Sight::Sites(_) => {
            for Shown { text, when, .. } in outcome.shows(id).filter(|shown| sight.sees(shown.at)) {
                // A hole is looked at where the text is shown.
                when.into_iter().for_each(|when| atoms.of_cond(when, found));
                holes(text, found, atoms);
            }
            outcome.looks(id, &mut |at, look| match look {
                Look::Cond(cond) if sight.sees(at) => {
                    let at = crate::tree::Place::Outcome(id);
                    atoms.judged(cond, Judged { at, answered: true }, found);
                }
                _ => {}
            });
        }
        Sight::Differing(differing) => {
            for Shown { text, when, .. } in outcome.shows(id) {
                when.into_iter().filter(|_| differing.shows(id, when)).for_each(|when| atoms.of_cond(when, found));
                for (expr, _) in text.holes().filter(|(expr, _)| differing.hole(expr)) {
                    found.push(atoms.whole(|see| expr.reads(see)));
                }
            }
        }
        _ => {}
    }
    site
}

/// The expressions in what somebody is told whose answer is refused: the reasons, and the labels of answers that
/// exclude others.
fn refusal_exprs(question: &Question) -> impl Iterator<Item = &Expr> {
    let labels =
        question.kind.options().iter().filter(|option| option.alone).filter_map(|option| option.label.as_ref());
    let texts = question.rejects.iter().map(|reject| &reject.because).chain(labels);
    texts.flat_map(Template::holes).map(|(expr, _)| expr)
}

fn holes<'t>(text: &'t Template, found: &mut Vec<AtomId>, atoms: &mut Atoms<'t>) {
    for (expr, _) in hole_exprs(text) {
        found.push(atoms.known(expr));
    }
}

/// The expressions in a text's holes and where they stand, leaving out conditions, which always come to something.
pub(crate) fn hole_exprs(template: &Template) -> impl Iterator<Item = (&Expr, Span)> {
    template.holes().filter(|(expr, _)| !matches!(expr, Expr::Cond(_)))
}

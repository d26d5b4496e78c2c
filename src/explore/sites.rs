//! Where conditions stand: what each question and outcome asks about the walk when it is come to.

use super::atoms::{AtomId, Atoms};
use crate::tree::graph::targets;
use crate::tree::{
    Cond, Date, Expr, Kind, Num, OutcomeId, Piece, Place, QuestionId, Read, ScoreId, Target, Template, Tree,
};

/// Everything read at one place of the tree.
#[derive(Debug, Clone, Default)]
pub(super) struct Site {
    /// Atoms read when the walk arrives, before an answer.
    pub(super) before: Vec<AtomId>,
    /// Atoms read when the answer is there.
    pub(super) after: Vec<AtomId>,
    /// Scores compared by a ranking that the place leads to.
    pub(super) scores: Vec<ScoreId>,
    /// A limit depends on other answers.
    pub(super) moving_limits: bool,
}

/// The sites of a tree's questions and outcomes.
pub(super) struct Sites {
    pub(super) questions: Vec<Site>,
    pub(super) outcomes: Vec<Site>,
}

/// Collects what decides where walks go (`routes`) and, if wanted, also what decides what they show.
pub(super) fn sites<'t>(tree: &'t Tree, atoms: &mut Atoms<'t>, texts: bool) -> Sites {
    let mut questions: Vec<Site> = tree.questions().map(|(id, _)| question(tree, id, atoms, texts)).collect();
    let mut outcomes: Vec<Site> = tree.outcomes().map(|(id, _)| outcome(tree, id, atoms, texts)).collect();
    if texts {
        let mut everywhere = Vec::new();
        for promise in tree.promises() {
            if let Some(when) = &promise.when {
                atoms.of_cond(when, &mut everywhere);
            }
            for place in promise.never.iter().chain(&promise.always) {
                if let Place::Question(id) = place {
                    everywhere.push(atoms.asked(*id));
                }
            }
        }
        outcomes.iter_mut().for_each(|site| site.before.extend(&everywhere));
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

fn question<'t>(tree: &'t Tree, id: QuestionId, atoms: &mut Atoms<'t>, texts: bool) -> Site {
    let question = tree.question(id);
    let mut site = Site::default();
    let cond = |cond: &'t Option<Cond>, found: &mut Vec<AtomId>, atoms: &mut Atoms<'t>| {
        if let Some(cond) = cond {
            atoms.of_cond(cond, found);
        }
    };
    cond(&question.when, &mut site.before, atoms);
    for option in question.kind.options() {
        cond(&option.when, &mut site.before, atoms);
        if texts {
            holes(option.label.as_ref(), &mut site.before, atoms);
            holes(option.help.as_ref(), &mut site.before, atoms);
        }
    }
    for limit in limits(&question.kind) {
        let mut moves = false;
        limit.reads(&mut |read| moves |= !matches!(read, Read::Today));
        if moves {
            site.moving_limits = true;
            site.before.push(atoms.whole(|see| limit.reads(see)));
        }
    }
    if texts {
        holes(Some(&question.ask), &mut site.before, atoms);
        holes(question.help.as_ref(), &mut site.before, atoms);
    }
    for reject in &question.rejects {
        atoms.of_cond(&reject.when, &mut site.after);
        if texts {
            holes(Some(&reject.because), &mut site.after, atoms);
        }
    }
    if let crate::tree::Next::Rules(rules) = &question.next {
        for rule in rules {
            cond(&rule.when, &mut site.after, atoms);
        }
    }
    for target in targets(tree, id) {
        if let Target::BestOf(ranked) = target {
            site.scores.extend(ranked.iter().filter_map(|outcome| tree.score_of(*outcome)));
        }
    }
    site
}

/// A limit of a question.
enum Limit<'t> {
    Num(&'t Num),
    Date(&'t Date),
}

impl Limit<'_> {
    fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Num(num) => num.reads(see),
            Self::Date(date) => date.reads(see),
        }
    }
}

fn limits(kind: &Kind) -> Vec<Limit<'_>> {
    match kind {
        Kind::Number { min, max, .. } | Kind::Many { min, max, .. } => {
            [min, max].into_iter().flatten().map(Limit::Num).collect()
        }
        Kind::Date { min, max, .. } => [min, max].into_iter().flatten().map(Limit::Date).collect(),
        _ => Vec::new(),
    }
}

fn outcome<'t>(tree: &'t Tree, id: OutcomeId, atoms: &mut Atoms<'t>, texts: bool) -> Site {
    let mut site = Site::default();
    if texts {
        let outcome = tree.outcome(id);
        holes(Some(&outcome.title), &mut site.before, atoms);
        holes(outcome.text.as_ref(), &mut site.before, atoms);
        for note in &outcome.notes {
            if let Some(when) = &note.when {
                atoms.of_cond(when, &mut site.before);
            }
            holes(Some(&note.text), &mut site.before, atoms);
        }
    }
    site
}

fn holes<'t>(template: Option<&'t Template>, found: &mut Vec<AtomId>, atoms: &mut Atoms<'t>) {
    for expr in hole_exprs(template) {
        found.push(atoms.known(expr));
    }
}

/// The expressions in a text's holes, leaving out conditions, which always come to something.
pub(super) fn hole_exprs(template: Option<&Template>) -> impl Iterator<Item = &Expr> {
    let pieces: &[Piece] = match template {
        Some(Template::Mixed(pieces)) => pieces,
        _ => &[],
    };
    pieces.iter().filter_map(|piece| match piece {
        Piece::Hole(expr) if !matches!(expr, Expr::Cond(_)) => Some(expr),
        _ => None,
    })
}

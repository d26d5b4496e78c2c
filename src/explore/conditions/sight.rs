//! What is looked at of walks: where they go, what they are shown, or what of that may differ between two versions.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::atoms::AtomId;
use crate::engine::Touches;
use crate::tree::{Cond, Expr, Question, QuestionId, Read, ScoreId, Site as Place, Template, Tree, ValueId};

/// Everything read at one place of the tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Site {
    /// Atoms read when the walk arrives, before an answer.
    pub(crate) before: Vec<AtomId>,
    /// Atoms read when the answer is there.
    pub(crate) after: Vec<AtomId>,
    /// Scores compared by a ranking that the place leads to.
    pub(crate) scores: Vec<ScoreId>,
    /// Those of its atoms that only its notes and its feedback read, of a question: they lead nobody anywhere.
    pub(super) told: Vec<AtomId>,
}

impl Site {
    /// The atoms that decide where walks go.
    pub(crate) fn leading(&self) -> impl Iterator<Item = &AtomId> {
        self.before.iter().chain(&self.after).filter(|atom| self.told.binary_search(atom).is_err())
    }
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
    /// Whether the promises with these numbers speak of the walk.
    Promises(&'l [usize]),
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
    /// The notes of this outcome, or the notes and the feedback of this question, have other conditions.
    pub(crate) notes: Option<crate::tree::Place>,
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
    /// Whether what a place shows under this condition may be shown by one of the versions only.
    pub(crate) fn shows(&self, at: crate::tree::Place, when: Option<&Cond>) -> bool {
        self.notes == Some(at) || when.is_some_and(|when| self.any(|see| when.reads(see)))
    }

    /// Whether what a question tells, by its notes or its feedback, may differ.
    pub(crate) fn tells(&self, tree: &Tree, id: QuestionId) -> bool {
        let mut found = self.notes == Some(crate::tree::Place::Question(id));
        if found || self.reads.is_empty() {
            return found;
        }
        tree.question(id).looks(id, &mut |at, look| {
            found = found || at.is_told() && self.any(|see| look.reads(tree, see));
        });
        found
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
    pub(super) fn apart(self, id: QuestionId) -> Option<Rc<[usize]>> {
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

/// The expressions in what somebody is told whose answer is refused: the reasons, and the labels of answers that
/// exclude others.
pub(super) fn refusal_exprs(question: &Question) -> impl Iterator<Item = &Expr> {
    let labels =
        question.kind.options().iter().filter(|option| option.alone).filter_map(|option| option.label.as_ref());
    let texts = question.rejects.iter().map(|reject| &reject.because).chain(labels);
    texts.flat_map(Template::holes).map(|(expr, _)| expr)
}

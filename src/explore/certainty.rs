//! How sure it is what a look at all walks tells: proved, or why it is not.

use super::bound::Bound;
use crate::tree::QuestionId;

/// A reason why what is told is not proved of all walks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inexact {
    /// Not all states were visited: nothing is told of all walks.
    Unfinished(Bound),
    /// Walks are asked these questions, and only some of their answers were tried.
    Tried(Vec<QuestionId>),
    /// The same in the new version of two that are compared.
    TriedInNew(Vec<QuestionId>),
    /// There was more to look for than the work that is allowed.
    Work,
}

/// How sure it is what is told of all walks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certainty(Vec<Inexact>);

impl Certainty {
    /// What ended the look before its end, and the questions of whose answers only some were tried.
    pub(crate) fn new(bound: Option<Bound>, tried: Vec<QuestionId>) -> Self {
        Self(bound.map(Inexact::Unfinished).into_iter().collect()).and(Inexact::Tried(tried))
    }

    /// One reason more, if it is one.
    pub(crate) fn and(mut self, reason: Inexact) -> Self {
        if !matches!(&reason, Inexact::Tried(ids) | Inexact::TriedInNew(ids) if ids.is_empty()) {
            self.0.push(reason);
        }
        self
    }

    /// True if all is proved: every answer that the tree can tell apart was looked at.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.0.is_empty()
    }

    /// The reasons why not all is proved; none where it is.
    #[must_use]
    pub fn inexact(&self) -> &[Inexact] {
        &self.0
    }

    /// False if the look ended before its end: then nothing is told of all walks.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.bound().is_none()
    }

    /// What ended it, if something did.
    #[must_use]
    pub fn bound(&self) -> Option<Bound> {
        self.0.iter().find_map(|reason| if let Inexact::Unfinished(bound) = reason { Some(*bound) } else { None })
    }

    /// The questions that walks are asked and of whose answers only some were tried.
    #[must_use]
    pub fn tried(&self) -> &[QuestionId] {
        let tried = self.0.iter().find_map(|reason| if let Inexact::Tried(ids) = reason { Some(ids) } else { None });
        tried.map_or(&[], Vec::as_slice)
    }
}

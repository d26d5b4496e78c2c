//! States: what can still matter of a walk's past at one place, and the facts that this comes to.

use std::rc::Rc;

use rust_decimal::Decimal;

use crate::tree::{ScoreId, Tree};

/// What can still matter of a walk's past: the questions of its circle that it passed, a block for each
/// question that is looked at ahead, and the scores that are.
pub(crate) type State = Rc<[u64]>;

/// What is remembered on arrival at one place.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// How many words say which questions of the circle were passed.
    pub(crate) circle: usize,
    /// The views, by question ascending.
    pub(crate) views: Vec<u32>,
    pub(crate) scores: Vec<ScoreId>,
    /// The relations of typed answers that may be complete and must be kept as they are, ascending.
    pub(crate) relations: Vec<u32>,
}

impl Layout {
    /// The words of a state that say which questions of the circle were passed, its scores, and its relations.
    pub(crate) fn words<'s>(&self, state: &'s [u64]) -> (&'s [u64], &'s [u64], &'s [u64]) {
        let (circle, rest) = state.split_at(self.circle.min(state.len()));
        let (_, rest) = rest.split_at(self.views.len().min(rest.len()));
        let (scores, relations) = rest.split_at(self.scores.len().min(rest.len()));
        (circle, scores, relations)
    }
}

/// How many decimal places all scores of the tree need; none if a sum might not fit.
pub(crate) fn scale(tree: &Tree) -> Option<u32> {
    let amounts = || tree.questions().flat_map(|(_, question)| question.amounts().map(|(_, amount)| amount));
    let scale = amounts().map(|amount| amount.normalize().scale()).max().unwrap_or(0);
    let mut sum: i128 = 0;
    for amount in amounts() {
        sum = sum.checked_add(scaled(amount, scale)?.abs())?;
    }
    (sum < i128::from(i64::MAX)).then_some(scale)
}

/// An amount as a whole number of the smallest steps; none if it has more places, or is too large.
pub(crate) fn scaled(amount: Decimal, scale: u32) -> Option<i128> {
    let amount = amount.normalize();
    amount.mantissa().checked_mul(10_i128.checked_pow(scale.checked_sub(amount.scale())?)?)
}

//! Values that have been worked out, until an answer changes.

use super::facts::Val;
use rust_decimal::Decimal;

use crate::tree::{ScoreId, ValueId};

/// Values by their ids, and which of them are there: most walks need few of a large tree's.
#[derive(Debug, Clone)]
pub(super) struct Known {
    values: Vec<Option<Val>>,
    there: Vec<ValueId>,
    /// All scores, once several were asked for.
    scores: Option<Vec<Option<Decimal>>>,
    /// How many scores were asked for one by one.
    asked_for: usize,
}

/// How many scores are summed up one by one before all of them are.
const FEW: usize = 8;

impl Known {
    /// Nothing is known of so many values.
    pub(super) fn new(count: usize) -> Self {
        Self { values: vec![None; count], there: Vec::new(), scores: None, asked_for: 0 }
    }

    pub(super) fn get(&self, id: ValueId) -> Option<&Val> {
        self.values.get(id.index())?.as_ref()
    }

    pub(super) fn add(&mut self, id: ValueId, value: Val) {
        if let Some(slot) = self.values.get_mut(id.index()) {
            *slot = Some(value);
            self.there.push(id);
        }
    }

    /// A score: summed up by `one`, or looked up among those that `all` sums up at once.
    pub(super) fn score(
        &mut self,
        id: ScoreId,
        one: impl FnOnce() -> Option<Decimal>,
        all: impl FnOnce() -> Vec<Option<Decimal>>,
    ) -> Option<Decimal> {
        if self.scores.is_none() && self.asked_for < FEW {
            self.asked_for += 1;
            return one();
        }
        self.scores.get_or_insert_with(all).get(id.index()).copied().flatten()
    }

    pub(super) fn forget(&mut self) {
        self.scores = None;
        self.asked_for = 0;
        for id in self.there.drain(..) {
            if let Some(slot) = self.values.get_mut(id.index()) {
                *slot = None;
            }
        }
    }
}

//! The scores of a walk, and what they could have come to, kept up answer by answer: a long walk may be asked for one at
//! every question.

use rust_decimal::Decimal;

use crate::tree::ScoreId;

/// The sum of what answers add to each score; none past 28 digits.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Sums {
    now: Vec<Option<Decimal>>,
    /// What answers changed, and from what, the last at the end.
    before: Vec<(ScoreId, Option<Decimal>)>,
    /// By answer: how many changes came before its own.
    answers: Vec<usize>,
}

impl Sums {
    /// Nothing was added to so many scores.
    pub(in crate::engine) fn new(count: usize) -> Self {
        Self { now: vec![Some(Decimal::ZERO); count], before: Vec::new(), answers: Vec::new() }
    }

    pub(in crate::engine) fn get(&self, id: ScoreId) -> Option<Decimal> {
        self.now.get(id.index()).copied().flatten()
    }

    /// Adds what one answer adds.
    pub(in crate::engine) fn add(&mut self, amounts: impl IntoIterator<Item = (ScoreId, Decimal)>) {
        self.answers.push(self.before.len());
        for (id, amount) in amounts {
            if let Some(sum) = self.now.get_mut(id.index()) {
                self.before.push((id, *sum));
                *sum = sum.and_then(|sum| sum.checked_add(amount));
            }
        }
    }

    /// Takes back what the last answer has changed.
    pub(super) fn take_back(&mut self) {
        let first = self.answers.pop().unwrap_or(0);
        for (id, before) in self.before.drain(first..).rev() {
            if let Some(sum) = self.now.get_mut(id.index()) {
                *sum = before;
            }
        }
    }

    /// Takes back what all answers have changed.
    pub(in crate::engine) fn clear(&mut self) {
        self.answers.clear();
        self.take_back();
    }
}

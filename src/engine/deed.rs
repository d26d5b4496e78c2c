//! What a question does with whoever comes to it: all of it that the rest of a walk depends on.

use rust_decimal::Decimal;

use super::fault::{Fault, Refusal};
use super::known::facts::Facts;
use crate::tree::{Answer, QuestionId, ScoreId, Target};

/// What a question does with whoever comes to it. Where two versions of one question do the same, a walk goes on alike
/// in both, what the question tells aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed<'t> {
    /// It is skipped, and leads there; nowhere if none of its rules is true.
    Skips(Option<&'t Target>),
    /// It is asked, and nobody can answer it.
    Shuts(Fault),
    /// It is asked, and no answer is at hand.
    Waits,
    /// It refuses the answer.
    Refuses(Refusal),
    /// It takes the answer, adds these to scores, and leads there.
    Takes(Vec<(ScoreId, Decimal)>, Option<&'t Target>),
}

impl<'t> Facts<'t> {
    /// What a question does with whoever comes to it and has this answer. The facts are those of a walk that stands
    /// before it, and are so again.
    pub(crate) fn deed(&mut self, id: QuestionId, answer: Option<&Answer>) -> Deed<'t> {
        let lead = |facts: &Self, chosen| facts.lead(id, chosen).map(|lead| lead.target);
        if self.is_skipped(id) {
            return Deed::Skips(lead(self, None));
        }
        if let Err(fault) = self.can_be_answered(id) {
            return Deed::Shuts(fault);
        }
        let Some(answer) = answer else { return Deed::Waits };
        if let Err(refusal) = self.check(id, answer) {
            return Deed::Refuses(refusal);
        }
        let chosen = answer.choice();
        let mut adds: Vec<(ScoreId, Decimal)> = self.most(id).collect();
        self.add(id, answer.clone());
        adds.extend(self.amounts(id));
        let deed = match self.rejection(id) {
            Some(because) => Deed::Refuses(Refusal::Because(because)),
            None => Deed::Takes(adds, lead(self, chosen)),
        };
        self.remove_last();
        deed
    }
}

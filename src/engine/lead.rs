//! Where a question leads given what is known (format: Where a question leads), and who wins a ranking.

use rust_decimal::Decimal;

use super::known::facts::Facts;
use crate::tree::{Next, OutcomeId, QuestionId, Target};

/// Where a question leads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lead<'t> {
    /// The position of the rule of `next` that was taken, if one was.
    pub(crate) rule: Option<usize>,
    /// Where it leads.
    pub(crate) target: &'t Target,
}

impl<'t> Facts<'t> {
    /// True if the question's `when` is false.
    pub(crate) fn is_skipped(&self, id: QuestionId) -> bool {
        self.tree.question(id).when.as_ref().is_some_and(|when| !self.cond(when))
    }

    /// Where a question leads: the chosen answer's target, else its `next`; none if no rule is true.
    pub(crate) fn lead(&self, id: QuestionId, chosen: Option<u32>) -> Option<Lead<'t>> {
        let question = self.tree.question(id);
        let own = chosen.and_then(|index| question.kind.options().get(index as usize)?.goto.as_ref());
        if let Some(target) = own {
            return Some(Lead { rule: None, target });
        }
        match &question.next {
            Next::Always(target) => Some(Lead { rule: None, target }),
            Next::Rules(rules) => rules
                .iter()
                .enumerate()
                .find(|(_, rule)| self.holds(rule.when.as_ref()))
                .map(|(index, rule)| Lead { rule: Some(index), target: &rule.goto }),
            Next::Nowhere => None,
        }
    }

    /// The position of the first `reject` that refuses the answer, which must be among the facts.
    pub(crate) fn refusal(&self, id: QuestionId) -> Option<usize> {
        self.tree.question(id).rejects.iter().position(|reject| self.cond(&reject.when))
    }

    /// What the author tells somebody whose answer, which must be among the facts, is refused.
    pub(crate) fn rejection(&self, id: QuestionId) -> Option<String> {
        let rejects = &self.tree.question(id).rejects;
        rejects.iter().find(|reject| self.cond(&reject.when)).map(|reject| self.fill(&reject.because))
    }
}

/// The outcome with the highest score, the earliest in the list on a tie; none of an empty list.
pub(crate) fn best(ranked: &[OutcomeId], score: impl Fn(OutcomeId) -> Decimal) -> Option<OutcomeId> {
    let mut best: Option<(OutcomeId, Decimal)> = None;
    for &id in ranked {
        let own = score(id);
        if best.is_none_or(|(_, most)| own > most) {
            best = Some((id, own));
        }
    }
    best.map(|(id, _)| id)
}

//! Whether all that a question could be answered is refused, where that is soon known.

use super::fault::Fault;
use super::walk::{At, Walk};
use crate::tree::{Answer, Kind};

/// Of so many boxes all sets are looked at, to see whether one is taken.
const FEW: usize = 12;

impl Walk<'_> {
    /// What keeps everybody from answering the question that waits, where that is soon known: each of its answers is
    /// refused. Limits that leave none stop a walk before.
    #[must_use]
    pub fn dead_end(&self) -> Option<Fault> {
        let At::Question(id) = *self.at() else { return None };
        let question = self.facts.tree.question(id);
        if question.rejects.is_empty() {
            return None;
        }
        let answers: Box<dyn Iterator<Item = Answer>> = match &question.kind {
            Kind::Choice(options) => Box::new((0_u32..).zip(options.iter()).map(|(index, _)| Answer::Choice(index))),
            Kind::Many { options, .. } if options.len() <= FEW => Box::new(
                (0_u32..1 << options.len())
                    .map(|bits| Answer::Many((0..u32::BITS).filter(|index| bits >> index & 1 == 1).collect())),
            ),
            _ => return None,
        };
        let answers = answers.chain(question.optional.then_some(Answer::Empty));
        let mut facts = self.facts.clone();
        let mut taken = answers.filter(|answer| self.facts.check(id, answer).is_ok()).filter(|answer| {
            facts.add(id, answer.clone());
            let taken = facts.refusal(id).is_none();
            facts.remove_last();
            taken
        });
        taken.next().is_none().then_some(Fault::AllRefused(id))
    }
}

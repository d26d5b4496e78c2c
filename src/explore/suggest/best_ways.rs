//! The best ways from the start to all places, and the walks that they are.

use super::ground::{Ground, NEVER, Refusal, Sure, materialise};
use super::replay::{End, Trail, follow};
use crate::explore::states::space::{SKIP, Stand};
use crate::tree::{Answer, QuestionId};

/// The best way to one node in one phase of the aim that is made sure of.
#[derive(Clone, Copy)]
pub(crate) struct Best {
    pub(crate) worth: i64,
    pub(crate) from: u32,
    pub(crate) phase: u8,
    pub(crate) class: u32,
}

/// Best ways to all nodes.
pub(crate) struct Spread<'s, 'g, 't> {
    pub(crate) ground: &'s Ground<'g, 't>,
    /// By node and phase.
    pub(crate) best: Vec<Best>,
    pub(crate) phases: usize,
    pub(crate) sure: Sure,
    pub(crate) unmet: Vec<bool>,
}

impl Spread<'_, '_, '_> {
    fn at(&self, node: u32, phase: u8) -> Option<Best> {
        let phase = Some(usize::from(phase)).filter(|phase| *phase < self.phases)?;
        self.best.get(node as usize * self.phases + phase).copied().filter(|best| best.worth > NEVER)
    }

    pub(crate) fn worth(&self, node: u32, phase: u8) -> i64 {
        self.at(node, phase).map_or(NEVER, |best| best.worth)
    }

    /// The best walk to an outcome that ends in a phase.
    pub(crate) fn to_end(&self, wanted: u8) -> Option<Trail> {
        let mut ends: Option<(i64, u32, u8)> = None;
        for (number, node) in (0_u32..).zip(&self.ground.space.nodes) {
            if !matches!(node.stand, Stand::Ended(..)) {
                continue;
            }
            let label = self.ground.seen.at(number);
            let own = label.map_or(0, |label| self.ground.reached(label, &self.unmet));
            for phase in [0, 1, 2] {
                let Some(best) = self.at(number, phase) else { continue };
                let then = self.ground.phase_at(self.sure, phase, label);
                let worth = best.worth + own;
                if then == wanted && ends.is_none_or(|(most, ..)| worth > most) {
                    ends = Some((worth, number, phase));
                }
            }
        }
        let (_, node, phase) = ends?;
        follow(self.ground.aims, &self.way(node, phase)).filter(|trail| matches!(trail.end, End::Outcome(_)))
    }

    /// A walk that has reached the aim that is made sure of, as far as the next question.
    pub(crate) fn to_question(&self) -> Option<Trail> {
        let mut best: Option<(i64, u32, u8)> = None;
        for &node in self.ground.space.order.iter().filter(|node| self.ground.asked(**node).is_some()) {
            for phase in [0, 1, 2] {
                let Some(here) = self.at(node, phase) else { continue };
                let then = self.ground.phase_at(self.sure, phase, self.ground.seen.at(node));
                if then == 2 && best.is_none_or(|(most, ..)| here.worth > most) {
                    best = Some((here.worth, node, phase));
                }
            }
        }
        let (_, node, phase) = best?;
        follow(self.ground.aims, &self.way(node, phase))
    }

    pub(crate) fn to_refusal(&self, place: &Refusal, phase: u8) -> Option<Trail> {
        let question = self.ground.asked(place.node)?;
        self.at(place.node, phase)?;
        let mut steps = self.way(place.node, phase);
        steps.push((question, place.answer.clone()));
        follow(self.ground.aims, &steps)
    }

    /// The answers of the best way to a node.
    fn way(&self, node: u32, phase: u8) -> Vec<(QuestionId, Answer)> {
        let mut steps = Vec::new();
        let (mut node, mut phase) = (node, phase);
        while let Some(best) = self.at(node, phase).filter(|best| best.from != SKIP) {
            let question = self.ground.space.node(best.from).and_then(|node| node.stand.question());
            if let Some((id, class)) = question.and_then(|id| Some((id, self.ground.class(id, best.class)?))) {
                steps.push((id, materialise(self.ground.aims, id, class, &self.unmet)));
            }
            (node, phase) = (best.from, best.phase);
        }
        steps.reverse();
        steps
    }
}

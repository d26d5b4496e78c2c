//! A tree's states with all that they reach, and what a way through them is worth.

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::boundaries::Point;
use super::goals::{Aim, Aims};
use super::goals_by_state::Seen;
use super::reached::Label;
use crate::engine::Fault;
use crate::explore::cancel::Cancel;
use crate::explore::classes::class::{Class, Domain};
use crate::explore::states::space::{Space, Stand};
use crate::tree::{Answer, Part, QuestionId};

/// What reaching an aim is worth, beside a step that it costs.
const REACHED: i64 = 1 << 34;
/// What the hope is worth that an answer decides at a limit further on.
const HOPED: i64 = 1 << 16;

/// A tree's states with all that they reach.
#[derive(Clone)]
pub(crate) struct Ground<'g, 't> {
    pub(crate) aims: &'g Aims<'t>,
    pub(crate) space: &'g Space,
    pub(crate) seen: &'g Seen<'g, 't>,
    pub(crate) domains: &'g [Domain],
    /// Makes some aims worth a little more than others, each number in its own way; 0 makes them all alike.
    pub(crate) salt: u64,
    /// How much was looked at so far, in answers and places.
    pub(crate) spent: Cell<usize>,
    /// How much may be.
    pub(crate) most_work: usize,
    /// Ends it.
    pub(crate) cancel: &'g Cancel,
}

/// Where an answer is refused that reaches an aim by that.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) node: u32,
    pub(crate) answer: Answer,
    /// Only where an earlier answer was the one that the aim is about.
    pub(crate) later: bool,
}

/// An aim that is made sure of: first its answer is given, then its limit decides.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sure {
    pub(crate) aim: Option<usize>,
}

/// What no way to a place is worth.
pub(crate) const NEVER: i64 = i64::MIN / 2;
/// How many phases making sure of an aim has.
pub(crate) const PHASES: usize = 3;

impl<'g, 't> Ground<'g, 't> {
    pub(crate) fn class(&self, id: QuestionId, number: u32) -> Option<&'g Class> {
        self.domains.get(id.index())?.classes.get(number as usize)
    }

    pub(crate) fn label(&self, number: u32) -> Option<&'g Label> {
        self.seen.labels.get(number as usize)
    }

    pub(crate) fn spend(&self, work: usize) {
        self.spent.set(self.spent.get().saturating_add(work));
    }

    /// True if no further work is allowed.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent.get() > self.most_work || self.cancel.is_cancelled()
    }

    /// By aim: false if no walk can reach it, for no place and no answer does.
    pub(crate) fn possible(&self) -> Vec<bool> {
        let mut possible = vec![false; self.aims.list.len()];
        let mut decides = FxHashSet::default();
        for label in &self.seen.labels {
            for aim in &label.aims {
                possible.get_mut(*aim as usize).into_iter().for_each(|slot| *slot = true);
            }
            decides.extend(label.decides.iter().map(|limit| *limit as usize));
        }
        self.spend(self.seen.labels.iter().map(|label| label.aims.len() + label.decides.len()).sum());
        let asked: FxHashSet<QuestionId> = self.space.order.iter().filter_map(|node| self.asked(*node)).collect();
        for (aim, slot) in self.aims.list.iter().zip(&mut possible) {
            *slot |= match aim {
                Aim::Near(limit, _, question, _) => decides.contains(limit) && asked.contains(question),
                Aim::Part(Part::Answer(question, _)) => asked.contains(question),
                _ => false,
            };
        }
        possible
    }

    /// The phase of an aim after what happens at a place.
    pub(crate) fn phase_at(&self, sure: Sure, phase: u8, label: Option<&Label>) -> u8 {
        let (Some(aim), Some(label)) = (sure.aim, label) else { return phase };
        let reached = u32::try_from(aim).is_ok_and(|aim| label.aims.binary_search(&aim).is_ok());
        let decided = || match self.aims.list.get(aim) {
            Some(Aim::Near(limit, ..)) => {
                u32::try_from(*limit).is_ok_and(|limit| label.decides.binary_search(&limit).is_ok())
            }
            _ => false,
        };
        if reached || (phase == 1 && decided()) { 2 } else { phase }
    }

    /// The phase of an aim after a class of answers is given.
    pub(crate) fn phase_given(&self, sure: Sure, phase: u8, id: QuestionId, class: &Class) -> u8 {
        let Some(aim) = sure.aim.filter(|_| phase == 0) else { return phase };
        match self.aims.list.get(aim) {
            Some(Aim::Near(_, _, question, point)) if *question == id && point.is(&class.answer) => 1,
            Some(Aim::Part(Part::Answer(question, index))) if *question == id => {
                let has = |list: &[u32]| list.iter().any(|own| *own as usize == *index);
                if has(class.options()) || has(&class.also) { 2 } else { phase }
            }
            _ => phase,
        }
    }

    /// What an aim is worth.
    pub(crate) fn worth(&self, aim: usize) -> i64 {
        let mut mixed = self.salt.wrapping_mul(aim as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        REACHED + i64::try_from(mixed >> 32).unwrap_or(0)
    }

    /// What a label's aims are worth that are still to be reached.
    pub(crate) fn reached(&self, label: &Label, unmet: &[bool]) -> i64 {
        let left = label.aims.iter().map(|aim| *aim as usize).filter(|aim| unmet.get(*aim) == Some(&true));
        left.map(|aim| self.worth(aim)).sum()
    }

    /// What the answers of each class are worth by themselves.
    pub(crate) fn worths(&self, unmet: &[bool]) -> Vec<Vec<i64>> {
        let mut hopes: FxHashMap<(QuestionId, &Answer), i64> = FxHashMap::default();
        let mut ticks: FxHashMap<(QuestionId, usize), i64> = FxHashMap::default();
        for (_, aim) in self.aims.list.iter().enumerate().filter(|(aim, _)| unmet.get(*aim) == Some(&true)) {
            match aim {
                Aim::Near(_, _, id, Point::Answer(answer)) => *hopes.entry((*id, answer)).or_default() += 1,
                Aim::Near(_, _, id, Point::Ticked(count)) => *ticks.entry((*id, *count)).or_default() += 1,
                _ => {}
            }
        }
        let mut looked = self.aims.list.len();
        let mut each = |id: QuestionId, class: &Class| {
            looked += 1 + class.options().len() + class.also.len();
            let wanted = |index: &&u32| unmet.get(self.aims.answer(id, **index)) == Some(&true);
            let chosen = materialise(self.aims, id, class, unmet);
            let own = chosen.chosen().iter().filter(wanted);
            let own: i64 = own.map(|index| self.worth(self.aims.answer(id, *index))).sum();
            let hoped = hopes.get(&(id, &class.answer)).copied().unwrap_or(0);
            let counted = if let Answer::Many(chosen) = &class.answer { ticks.get(&(id, chosen.len())) } else { None };
            own + (hoped + counted.copied().unwrap_or(0)) * HOPED
        };
        let questions = self.aims.tree.questions();
        let all = questions
            .map(|(id, _)| {
                let classes = self.domains.get(id.index()).map_or(&[][..], |domain| &domain.classes);
                classes.iter().map(|class| each(id, class)).collect()
            })
            .collect();
        self.spend(looked);
        all
    }

    /// The question that waits for an answer at a node, even if it takes none.
    pub(crate) fn asked(&self, node: u32) -> Option<QuestionId> {
        match self.space.node(node).filter(|_| self.seen.waits(node))?.stand {
            Stand::Asked(id) | Stand::Stopped(Fault::NoAnswerAllowed(id) | Fault::AllRefused(id)) => Some(id),
            _ => None,
        }
    }

    /// Where answers are refused that reach an aim by that.
    pub(crate) fn refused(&self, aim: usize) -> Vec<Refusal> {
        let places = |list: Option<&Vec<(u32, Answer)>>, later: bool| -> Vec<Refusal> {
            let place = |(node, answer): &(u32, Answer)| Refusal { node: *node, answer: answer.clone(), later };
            list.into_iter().flatten().map(place).collect()
        };
        let mut found = places(self.seen.refused.get(&aim), false);
        match self.aims.list.get(aim) {
            Some(Aim::Near(limit, ..)) => found.extend(places(self.seen.refused_later.get(limit), true)),
            Some(Aim::Outside(question, _, answer)) => {
                self.spend(self.space.order.len());
                let asked = self.space.order.iter().filter(|node| self.asked(**node) == Some(*question));
                found.extend(asked.map(|node| Refusal { node: *node, answer: answer.clone(), later: false }));
            }
            _ => {}
        }
        self.spend(found.len());
        found
    }

    pub(crate) fn sure(aim: usize) -> Sure {
        Sure { aim: Some(aim) }
    }
}

/// An answer of a class, for sets the one of those that are alike that reaches most.
pub(crate) fn materialise(aims: &Aims, id: QuestionId, class: &Class, unmet: &[bool]) -> Answer {
    let Answer::Many(chosen) = &class.answer else { return class.answer.clone() };
    if class.also.is_empty() {
        return class.answer.clone();
    }
    let (free, named): (Vec<u32>, Vec<u32>) = chosen.iter().partition(|index| class.also.contains(index));
    let any =
        class.also.len() > 1 && class.ways.number() == (num_bigint::BigUint::from(1_u8) << class.also.len()) - 1_u8;
    let count = if any { class.also.len() } else { free.len() };
    let mut also = class.also.to_vec();
    crate::text::sort_by_key(&mut also, |index| unmet.get(aims.answer(id, *index)) != Some(&true));
    let mut chosen: Vec<u32> = named.into_iter().chain(also.into_iter().take(count)).collect();
    chosen.sort_unstable();
    Answer::Many(chosen.into())
}

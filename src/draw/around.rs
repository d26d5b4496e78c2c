//! Drawing a part of a tree: what stands around a question or an outcome.

use super::plan::{Place, Plan};
use crate::tree::{OutcomeId, QuestionId};

/// A place in a tree, and how far around it to draw.
#[derive(Debug, Clone)]
pub struct Around {
    place: Place,
    depth: usize,
}

/// More than can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// How many boxes there would be.
    pub parts: usize,
    /// How many are drawn at most.
    pub most: usize,
}

/// The arrows reach further than anybody could follow them, or wait until they are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

impl Around {
    /// What is come to from a question, and leads there, in so many steps.
    #[must_use]
    pub fn question(id: QuestionId, depth: usize) -> Self {
        Self { place: Place::Question(id), depth }
    }

    /// What leads to an outcome in so many steps.
    #[must_use]
    pub fn outcome(id: OutcomeId, depth: usize) -> Self {
        Self { place: Place::Outcome(id), depth }
    }

    /// What is left of a plan, and at which places something was cut off.
    pub(super) fn cut(&self, plan: Plan) -> (Plan, Vec<bool>) {
        let count = plan.places.len();
        let Some(start) = plan.number(&self.place) else { return (plan, vec![false; count]) };
        let mut keep = vec![false; count];
        let (mut on, mut back) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (from, to) in &plan.arrows {
            on.get_mut(*from).into_iter().for_each(|list| list.push(*to));
            back.get_mut(*to).into_iter().for_each(|list| list.push(*from));
        }
        spread(start, self.depth, &on, &mut keep);
        spread(start, self.depth, &back, &mut keep);
        let is_kept = |number: &usize| keep.get(*number).copied().unwrap_or(false);
        let beside = |number: usize| on.get(number).into_iter().chain(back.get(number)).flatten();
        let cut = (0..count).filter(is_kept).map(|number| !beside(number).all(is_kept)).collect();
        (plan.only(&keep), cut)
    }
}

/// Keeps all that is come to in so many steps.
fn spread(start: usize, depth: usize, ways: &[Vec<usize>], keep: &mut [bool]) {
    let mut seen = vec![false; keep.len()];
    let mut here = vec![start];
    for left in (0..=depth).rev() {
        let mut next = Vec::new();
        for number in here {
            if let Some(slot) = seen.get_mut(number).filter(|slot| !**slot) {
                *slot = true;
                keep.get_mut(number).into_iter().for_each(|slot| *slot = true);
                next.extend(ways.get(number).into_iter().flatten().copied().filter(|_| left > 0));
            }
        }
        here = next;
        if here.is_empty() {
            break;
        }
    }
}

//! The boxes of a picture, and the arrows between them, before anything is said about them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::tree::graph::edges;
use crate::tree::{OutcomeId, QuestionId, Target, Tree};

/// A box, as the tree knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Question(QuestionId),
    Outcome(OutcomeId),
    /// All questions that lead to the same ranking share it.
    Ranking(Box<[OutcomeId]>),
}

impl From<&Target> for Place {
    fn from(target: &Target) -> Self {
        match target {
            Target::Question(id) => Self::Question(*id),
            Target::Outcome(id) => Self::Outcome(*id),
            Target::BestOf(ids) => Self::Ranking(ids.clone()),
        }
    }
}

/// Boxes and the arrows between them, before anything is said about them.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) places: Vec<Place>,
    numbers: FxHashMap<Place, usize>,
    /// Where each arrow starts and ends.
    pub(super) arrows: Vec<(usize, usize)>,
}

impl Plan {
    /// All of a tree, in the order in which it is read: a question before what it leads to, and what nothing leads to
    /// at the end.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut plan = Self::default();
        let all = tree.questions().map(|(id, _)| Place::Question(id));
        let ends = tree.outcomes().map(|(id, _)| Place::Outcome(id));
        for place in [Place::Question(tree.start())].into_iter().chain(all).chain(ends) {
            plan.follow(tree, place);
        }
        let mut arrows = FxHashSet::default();
        for (number, place) in plan.places.iter().enumerate() {
            let behind = behind(tree, place);
            let to = behind.iter().filter_map(|place| plan.numbers.get(place));
            plan.arrows.extend(to.map(|to| (number, *to)).filter(|arrow| arrows.insert(*arrow)));
        }
        plan
    }

    fn follow(&mut self, tree: &Tree, place: Place) {
        let mut waiting = vec![place];
        while let Some(place) = waiting.pop() {
            if self.numbers.contains_key(&place) {
                continue;
            }
            waiting.extend(behind(tree, &place).into_iter().rev());
            self.numbers.insert(place.clone(), self.places.len());
            self.places.push(place);
        }
    }

    pub(super) fn number(&self, place: &Place) -> Option<usize> {
        self.numbers.get(place).copied()
    }

    /// Only these of its places.
    pub(super) fn only(self, keep: &[bool]) -> Self {
        let kept = |number: usize| keep.get(number).copied().unwrap_or(false);
        let mut numbers = FxHashMap::default();
        let mut new: Vec<usize> = Vec::new();
        let mut places = Vec::new();
        for (number, place) in self.places.into_iter().enumerate() {
            new.push(places.len());
            if kept(number) {
                numbers.insert(place.clone(), places.len());
                places.push(place);
            }
        }
        let moved = |number: usize| new.get(number).copied().unwrap_or(0);
        let arrows = self.arrows.into_iter().filter(|(from, to)| kept(*from) && kept(*to));
        Self { arrows: arrows.map(|(from, to)| (moved(from), moved(to))).collect(), places, numbers }
    }
}

/// Where a place leads, each once, in the tree's order.
fn behind(tree: &Tree, place: &Place) -> Vec<Place> {
    match place {
        Place::Question(id) => edges(tree, *id).map(|edge| Place::from(edge.to)).collect(),
        Place::Ranking(ids) => ids.iter().map(|id| Place::Outcome(*id)).collect(),
        Place::Outcome(_) => Vec::new(),
    }
}

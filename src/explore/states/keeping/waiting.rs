//! The states that wait at one place, each with its node, in the order in which they were come to.

use rustc_hash::FxHashMap;

use super::state::State;
use crate::explore::bound::{ENTRY, HEAP};

/// So few states are looked through one by one: at most questions there are no more.
const FEW: usize = 8;

/// The states that wait at one place.
#[derive(Debug, Clone, Default)]
pub(in crate::explore::states) struct Waiting {
    list: Vec<(State, u32)>,
    /// The same by state, where they are many.
    nodes: FxHashMap<State, u32>,
}

impl Waiting {
    /// The node of a state, which is this one if it did not wait yet.
    pub(in crate::explore::states) fn node(&mut self, state: State, new: u32) -> u32 {
        if self.list.len() <= FEW {
            if let Some((_, node)) = self.list.iter().find(|(known, _)| *known == state) {
                return *node;
            }
            if self.list.len() == FEW {
                self.nodes = self.list.iter().cloned().collect();
            }
        } else if let Some(node) = self.nodes.get(&state) {
            return *node;
        }
        if self.list.len() >= FEW {
            self.nodes.insert(state.clone(), new);
        }
        self.list.push((state, new));
        new
    }

    /// Takes out those of which something is true.
    pub(in crate::explore::states) fn take(&mut self, mut wanted: impl FnMut(&State) -> bool) -> Vec<(State, u32)> {
        if self.list.iter().all(|(state, _)| wanted(state)) {
            self.nodes = FxHashMap::default();
            return std::mem::take(&mut self.list);
        }
        let list = std::mem::take(self).list.into_iter();
        let (taken, left): (Vec<_>, Vec<_>) = list.partition(|(state, _)| wanted(state));
        left.into_iter().for_each(|(state, node)| _ = self.node(state, node));
        taken
    }
}

/// What a state takes that is still to be visited: in a table, and in a list when its turn comes.
pub(in crate::explore::states) fn bytes(state: &State) -> usize {
    size_of_val(&**state) + HEAP + 2 * (size_of::<(State, u32)>() + ENTRY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_one_node_and_they_are_taken_in_the_order_in_which_they_came() {
        let mut waiting = Waiting::default();
        let state = |word: u64| -> State { [word].into() };
        for round in 0..2 {
            for word in 0..40_u64 {
                let number = u32::try_from(word * 7 % 40).unwrap_or(0);
                let node = waiting.node(state(word * 7 % 40), if round == 0 { number } else { 99 });
                assert_eq!(node, number);
            }
        }
        let odd = waiting.take(|state| state.first().is_some_and(|word| word % 2 == 1));
        let order = |list: &[(State, u32)]| list.iter().map(|(_, node)| *node).collect::<Vec<_>>();
        let came = |odd: u32| (0..40).map(|word| word * 7 % 40).filter(|word| word % 2 == odd).collect::<Vec<_>>();
        assert_eq!(order(&odd), came(1));
        assert_eq!(waiting.node(state(3), 50), 50);
        assert_eq!(waiting.node(state(4), 51), 4);
        let rest = waiting.take(|_| true);
        assert_eq!(order(&rest), [came(0), vec![50]].concat());
        assert!(waiting.take(|_| true).is_empty());
    }
}

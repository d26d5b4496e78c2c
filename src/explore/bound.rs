//! How far a look at all walks may go, in states, in memory and in work, and which of these ended it.

/// What ended a look at all walks before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Bound {
    /// As many states as are allowed were visited.
    States,
    /// What has to be kept of the states visited fills the memory allowed.
    Memory,
    /// The tree looks at too much at once, or its scores are too large or too fine. No option allows more.
    Tree,
    /// Somebody outside ended it, see [`Cancel`](crate::explore::Cancel).
    Cancelled,
}

impl Bound {
    /// Its word in reports for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::States => "states",
            Self::Memory => "memory",
            Self::Tree => "tree",
            Self::Cancelled => "cancelled",
        }
    }
}

/// So many bytes are allowed for each state that is.
const STATE: usize = 360;
/// Fewer states than this have the memory of so many: what bounds small numbers is the number.
const LEAST: usize = 100_000;

/// How many bytes may be taken where so many states are allowed.
#[must_use]
pub fn memory_for(states: usize) -> usize {
    states.max(LEAST).saturating_mul(STATE)
}

/// What a list, or a number of any size, takes beside what it holds.
pub(crate) const HEAP: usize = 16;
/// What an entry of a table takes beside what it holds, with room to grow.
pub(crate) const ENTRY: usize = 32;

/// The memory that states take while all of them are gone through, and what going through them again will take.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Memory {
    /// How much is allowed.
    pub(crate) most: usize,
    /// What stays to the end.
    pub(crate) kept: usize,
    /// What those take that are still to be visited, and how many they are.
    pub(crate) waiting: usize,
    pub(crate) states: usize,
    /// The most that ever waited at once: so many counts there are at once.
    pub(crate) most_states: usize,
    /// What the count of the walks to one state takes.
    pub(crate) count: usize,
    /// What is needed later, when nothing waits any more.
    pub(crate) later: usize,
}

impl Memory {
    /// A state that is still to be visited.
    pub(crate) fn wait(&mut self, bytes: usize) {
        self.waiting += bytes;
        self.states += 1;
        self.most_states = self.most_states.max(self.states);
    }

    /// A state that is visited.
    pub(crate) fn visit(&mut self, bytes: usize) {
        self.waiting = self.waiting.saturating_sub(bytes);
        self.states = self.states.saturating_sub(1);
    }

    /// How much is left beside `more` that others hold; none if it is all used up.
    pub(crate) fn left(&self, more: usize) -> Option<usize> {
        let later = self.later.saturating_add(self.most_states.saturating_mul(self.count));
        let used = self.kept.saturating_add(self.waiting.max(later)).saturating_add(more);
        self.most.checked_sub(used)
    }
}

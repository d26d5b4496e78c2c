//! Which questions a walk may still come to from which, conditions aside; found when asked for.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::tree::QuestionId;
use crate::tree::graph::{Exits, Groups};

/// The ways between the questions of a tree.
pub(crate) struct Reach {
    exits: Vec<Vec<QuestionId>>,
    /// By question: its group; ways lead to the same group or to one with a lesser number.
    groups: Vec<usize>,
    known: FxHashMap<QuestionId, FxHashSet<QuestionId>>,
}

impl Reach {
    pub(crate) fn new(exits: &[Exits], groups: &Groups) -> Self {
        let exits = exits.iter().map(|exits| exits.questions.clone()).collect();
        Self { exits, groups: groups.of.clone(), known: FxHashMap::default() }
    }

    /// Whether a walk that comes to one question may be asked the other, now or later.
    pub(crate) fn may_come_to(&mut self, from: QuestionId, to: QuestionId) -> bool {
        let group = |id: QuestionId| self.groups.get(id.index()).copied().unwrap_or(0);
        if from == to || group(from) < group(to) {
            return from == to;
        }
        if let Some(known) = self.known.get(&from) {
            return known.contains(&to);
        }
        let mut found: FxHashSet<QuestionId> = FxHashSet::default();
        let mut waiting = vec![from];
        while let Some(id) = waiting.pop() {
            for &next in self.exits.get(id.index()).into_iter().flatten() {
                if found.insert(next) {
                    waiting.push(next);
                }
            }
        }
        let comes = found.contains(&to);
        self.known.insert(from, found);
        comes
    }
}

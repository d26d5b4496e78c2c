//! Values that have been worked out, until an answer that they read changes.

use std::sync::Arc;

use crate::tree::{QuestionId, Read, Tree, ValueId};

/// Values by their ids, and which of them are there: most walks need few of a large tree's.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Known<V> {
    values: Vec<Option<V>>,
    there: Vec<ValueId>,
    /// By value: what it reads, once something of that has changed.
    reads: Option<Arc<[Bits]>>,
    /// Some were worked out amid a round of changes.
    amid: bool,
}

/// Questions, each of which stands for some others too, and whether scores are among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::engine) struct Bits {
    questions: u64,
    scores: bool,
}

impl Bits {
    pub(super) const SCORES: Self = Self { questions: 0, scores: true };

    pub(in crate::engine) fn add(&mut self, question: QuestionId) {
        self.questions |= 1 << (question.index() % 64);
    }

    pub(in crate::engine) fn join(&mut self, other: Self) {
        self.questions |= other.questions;
        self.scores |= other.scores;
    }

    fn meets(self, other: Self) -> bool {
        self.questions & other.questions != 0 || self.scores && other.scores
    }

    /// By value of a tree: what it reads, by way of others too.
    fn read(tree: &Tree) -> Arc<[Self]> {
        let mut all = vec![Self::default(); tree.values().len()];
        for id in tree.value_order() {
            let mut own = Self::default();
            tree.value(*id).rule.reads(&mut |read| match read {
                Read::Question(question) => own.add(question),
                Read::Score(_) => own.join(Self::SCORES),
                Read::Value(other) => own.join(all.get(other.index()).copied().unwrap_or_default()),
                Read::Today => {}
            });
            all.get_mut(id.index()).into_iter().for_each(|slot| *slot = own);
        }
        all.into()
    }
}

impl<V: Clone> Known<V> {
    /// Nothing is known of so many values.
    pub(in crate::engine) fn new(count: usize) -> Self {
        Self { values: vec![None; count], there: Vec::new(), reads: None, amid: false }
    }

    /// True if no value is there.
    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.there.is_empty()
    }

    pub(in crate::engine) fn get(&self, id: ValueId) -> Option<&V> {
        self.values.get(id.index())?.as_ref()
    }

    /// Takes note of a value, which was worked out `between` rounds of changes, or amid one.
    pub(in crate::engine) fn add(&mut self, id: ValueId, value: V, between: bool) {
        self.amid |= !between;
        if let Some(slot) = self.values.get_mut(id.index()) {
            *slot = Some(value);
            self.there.push(id);
        }
    }

    pub(in crate::engine) fn forget(&mut self) {
        self.amid = false;
        for id in self.there.drain(..) {
            if let Some(slot) = self.values.get_mut(id.index()) {
                *slot = None;
            }
        }
    }

    /// Forgets those that read some of this.
    pub(super) fn forget_reading(&mut self, changed: Bits, tree: &Tree) {
        if self.amid {
            return self.forget();
        }
        if self.there.is_empty() || changed == Bits::default() {
            return;
        }
        let Self { values, there, reads, .. } = self;
        let reads = reads.get_or_insert_with(|| Bits::read(tree));
        there.retain(|id| {
            let stays = reads.get(id.index()).is_some_and(|read| !read.meets(changed));
            if !stays {
                values.get_mut(id.index()).into_iter().for_each(|slot| *slot = None);
            }
            stays
        });
    }
}

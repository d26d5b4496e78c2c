//! Values that have been worked out, until an answer changes.

use crate::tree::ValueId;

/// Values by their ids, and which of them are there: most walks need few of a large tree's.
#[derive(Debug, Clone)]
pub(super) struct Known<V> {
    values: Vec<Option<V>>,
    there: Vec<ValueId>,
}

impl<V: Clone> Known<V> {
    /// Nothing is known of so many values.
    pub(super) fn new(count: usize) -> Self {
        Self { values: vec![None; count], there: Vec::new() }
    }

    pub(super) fn get(&self, id: ValueId) -> Option<&V> {
        self.values.get(id.index())?.as_ref()
    }

    pub(super) fn add(&mut self, id: ValueId, value: V) {
        if let Some(slot) = self.values.get_mut(id.index()) {
            *slot = Some(value);
            self.there.push(id);
        }
    }

    pub(super) fn forget(&mut self) {
        for id in self.there.drain(..) {
            if let Some(slot) = self.values.get_mut(id.index()) {
                *slot = None;
            }
        }
    }
}

//! How much may be worked out: so much, and nothing more once somebody outside has ended the look.

use std::cell::Cell;

use crate::explore::cancel::Cancel;

/// What is left of the work that is allowed.
#[derive(Debug, Default)]
pub(crate) struct Work {
    left: Cell<u64>,
    cancel: Cancel,
}

impl Work {
    /// So much.
    pub(crate) fn of(most: u64) -> Self {
        Self { left: Cell::new(most), cancel: Cancel::default() }
    }

    /// As long as the look goes on.
    pub(crate) fn until(&mut self, cancel: &Cancel) {
        self.cancel = cancel.clone();
    }

    /// Does something for which it takes no more than so much.
    pub(crate) fn within<R>(&self, most: u64, of: impl FnOnce(&Self) -> R) -> R {
        let most = most.min(self.left.get());
        let own = Self { left: Cell::new(most), cancel: self.cancel.clone() };
        let found = of(&own);
        self.left.set(self.left.get() - (most - own.left.get()));
        found
    }

    /// How much is left.
    #[cfg(test)]
    pub(crate) fn left(&self) -> u64 {
        self.left.get()
    }

    /// Takes some of it; none where that is more than is left.
    pub(crate) fn take(&self, much: u64) -> Option<()> {
        if self.cancel.is_cancelled() {
            return None;
        }
        self.left.set(self.left.get().checked_sub(much)?);
        Some(())
    }
}

//! Where there are no pseudo-terminals, prompts read the terminal themselves.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::{For, Why};

/// The keys of a session.
#[derive(Clone)]
pub(in super::super) struct Keys;

impl Keys {
    pub(in super::super) fn open() -> Self {
        Self
    }

    pub(in super::super) fn close(&self) {}

    pub(in super::super) fn tells_of_windows(&self) -> bool {
        false
    }

    pub(in super::super) fn strays(&self) -> Arc<AtomicBool> {
        Arc::new(AtomicBool::new(false))
    }

    pub(in super::super) fn left(&self) -> bool {
        false
    }

    pub(in super::super) fn begin(&self, _: For, _: bool) -> io::Result<Option<Why>> {
        Ok(None)
    }

    pub(in super::super) fn go_on(&self) {}

    pub(in super::super) fn why(&self) -> Option<Why> {
        None
    }

    pub(in super::super) fn suspend(&self) -> io::Result<()> {
        Ok(())
    }

    pub(in super::super) fn end(&self) {}
}

/// Gives the terminal back as it was found.
pub(in super::super::super) fn restore() -> bool {
    false
}

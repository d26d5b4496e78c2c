//! Ends the prompts of a session from outside.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A handle that ends the prompt that waits, and every later one; the session then ends with
/// [`Ended::FromOutside`](super::Ended::FromOutside). Its clones are the same handle, for other threads.
///
/// It acts at once in a terminal. Where the terminal's keys cannot be had before the prompts get them (on Windows, or
/// without pseudo-terminals), a list, check boxes and the calendar end at the next key; plain lines after the next line.
#[derive(Clone, Default)]
pub struct Stop(Arc<Inner>);

#[derive(Default)]
struct Inner {
    asked: AtomicBool,
    wake: Mutex<Option<Box<dyn Fn() + Send>>>,
}

impl Stop {
    /// A handle that has not been used yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the session.
    pub fn stop(&self) {
        self.0.asked.store(true, Ordering::SeqCst);
        if let Some(wake) = self.0.wake.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            wake();
        }
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// What wakes a prompt that waits for keys.
    pub(super) fn wakes(&self, wake: impl Fn() + Send + 'static) {
        *self.0.wake.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(wake));
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stop").field(&self.is_asked()).finish()
    }
}

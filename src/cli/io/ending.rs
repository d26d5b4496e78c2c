//! Ctrl-C during a look at all walks ends the look, and what is known by then is told before the program ends.

use super::signals;
use crate::cli::Exit;
use crate::explore::Cancel;

/// A look at all walks that somebody may end.
pub(crate) struct Ending {
    cancel: Cancel,
}

impl Ending {
    /// From here on Ctrl-C ends the look, and only what takes too long after it the program.
    pub(crate) fn start() -> Self {
        let cancel = Cancel::new();
        signals::watch();
        signals::cancel_first(Some(cancel.clone()));
        Self { cancel }
    }

    /// Nobody ends it by itself: Ctrl-C ends the program, as it does everywhere else.
    pub(crate) fn idle() -> Self {
        Self { cancel: Cancel::new() }
    }

    /// What ends the look.
    pub(crate) fn cancel(&self) -> Cancel {
        self.cancel.clone()
    }

    /// Whether somebody has ended it so far.
    pub(crate) fn is_ended(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// The look is over, and Ctrl-C ends the program again: what it comes to, and otherwise what that would be.
    pub(crate) fn exit(&self, otherwise: Exit) -> Exit {
        if self.is_ended() { Exit::Interrupted } else { otherwise }
    }

    /// The look is over, whether somebody ended it or not: what is told of it may take as long as it likes.
    pub(crate) fn over(&self) {
        signals::cancel_first(None);
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.over();
    }
}

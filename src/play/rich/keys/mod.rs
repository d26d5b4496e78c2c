//! Every key passes through here before a prompt gets it.
//!
//! `inquire` reads the terminal by itself and cannot be told anything while it waits: it types the letter of a control
//! key into a filter, knows nothing of Ctrl-Z or of another size of the window, and cannot be ended. So where the
//! system has pseudo-terminals the prompts read from one of those (`pump`), and what was typed is sorted first (`sift`).
//! Elsewhere they read the terminal itself.

mod sift;

#[cfg(not(unix))]
mod direct;
#[cfg(unix)]
mod pump;

#[cfg(not(unix))]
use self::direct as system;
#[cfg(unix)]
use self::pump as system;

pub(super) use self::sift::For;
pub(super) use self::system::Keys;
pub(in super::super) use self::system::restore;

/// Why a prompt was broken off, other than by the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// The window has another size, or the person wants to see everything anew.
    Redraw,
    /// The person wants the program suspended.
    Suspend,
    /// Somebody outside ends the session.
    Stop,
    /// The terminal is gone.
    Closed,
}

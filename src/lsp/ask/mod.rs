//! What an editor asks, one question a file.

pub(super) mod actions;
pub(super) mod completion;
pub(super) mod cursor;
pub(super) mod fits;
pub(super) mod formatting;
pub(super) mod hints;
pub(super) mod hover;
pub(super) mod label;
pub(super) mod names;
pub(super) mod outline;
pub(super) mod rename;
pub(super) mod signature;
pub(super) mod unread;
pub(super) mod witness;
mod words;

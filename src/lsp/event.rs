//! What a server is told, from outside and by its own work.

use std::sync::Arc;

use super::document::Proved;
use super::protocol::transport::Frame;

/// Something that has come up.
#[derive(Debug)]
pub(super) enum Event {
    /// The client sent something.
    Frame(Frame),
    /// The client sends nothing any more, for this reason, if it did not just end.
    Closed(Option<String>),
    /// All walks of a tree were gone through, or that was ended.
    Done(Done),
}

/// What came of going through all walks of a tree; nothing where it was ended.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) uri: String,
    /// The state of the document that it is about.
    pub(super) serial: u64,
    pub(super) proved: Option<Arc<Proved>>,
}

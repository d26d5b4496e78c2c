//! What follows from all walks, and how it is said.

pub(crate) mod all;
pub(crate) mod dead_entries;
pub(crate) mod seen;
pub(crate) mod ties;
pub(crate) mod unreachable;
pub(crate) mod unused;
pub(crate) mod vacuous_promise;
pub(crate) mod why;
pub(crate) mod witness;
pub(crate) mod words;

//! The files that a command reads: found, named, kept, and looked at again.

pub(crate) mod builtin;
pub(crate) mod files;
pub(crate) mod git;
pub(crate) mod ignored;
pub(crate) mod inputs;
pub(crate) mod passed_over;
pub(crate) mod paths;
pub(crate) mod polled;

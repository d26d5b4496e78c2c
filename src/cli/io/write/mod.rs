//! The files that a command writes: whole or not at all, and never over what somebody else has written.

pub(crate) mod add;
pub(crate) mod put;
pub(crate) mod record;
pub(crate) mod replace;
pub(crate) mod save;
pub(crate) mod target;

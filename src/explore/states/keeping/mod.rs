//! What a state keeps of a walk's past, and which states are the same for all that lies ahead.

pub(crate) mod alike;
pub(crate) mod followed;
pub(super) mod laying_out;
pub(crate) mod merge;
pub(crate) mod packing;
pub(crate) mod projection;
pub(crate) mod state;
pub(crate) mod sums;
pub(super) mod waiting;

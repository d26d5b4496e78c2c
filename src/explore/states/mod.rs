//! States of walks and the graph of them all: each state once, however many walks come to it.

pub(crate) mod asking;
pub(crate) mod chance;
pub(crate) mod hanging;
pub(crate) mod keeping;
pub(crate) mod order;
pub(crate) mod round;
pub(crate) mod slices;
pub(crate) mod space;
pub(crate) mod telling;
pub(crate) mod transitions;

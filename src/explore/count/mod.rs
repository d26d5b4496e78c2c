//! What the graph of states adds up to: how many walks, how likely, how long, which is the shortest.

pub(crate) mod onward;
pub(crate) mod shortest;
pub(crate) mod walks;

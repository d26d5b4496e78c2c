//! Few walks that touch what other walks leave untouched.

pub(crate) mod best_ways;
pub(crate) mod boundaries;
pub(crate) mod choose;
pub(crate) mod climb;
pub(crate) mod cover;
pub(crate) mod fitting;
pub(crate) mod goals;
pub(crate) mod goals_by_state;
pub(crate) mod ground;
pub(crate) mod lower_bound;
pub(crate) mod minimize;
pub(crate) mod reached;
pub(crate) mod replay;
pub(crate) mod sample;
pub(crate) mod words;

//! Two versions of one tree, walked by the same people.

pub(crate) mod affected;
pub(crate) mod arrivals;
mod beside;
pub(crate) mod common_classes;
pub(crate) mod diff;
pub(crate) mod equivalence;
pub(crate) mod on_a_walk;
pub(crate) mod partings;
pub(crate) mod product;
mod replay;
pub(crate) mod seen;
pub(crate) mod stands;

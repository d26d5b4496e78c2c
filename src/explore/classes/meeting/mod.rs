//! Typed answers that meet others: which comparisons these are, what they come down to, and where something is missing.

pub(crate) mod comparisons;
pub(crate) mod differences;
pub(crate) mod flowing;
pub(crate) mod leaves;
pub(crate) mod left;
pub(crate) mod members;
pub(crate) mod missing;
pub(crate) mod reach;
pub(crate) mod relations;

//! The answers that a tree can tell apart: one class of answers for each way in which a walk can go on.

pub(crate) mod class;
pub(crate) mod columns;
pub(crate) mod comparisons;
pub(crate) mod differences;
pub(crate) mod domain;
pub(crate) mod extent;
pub(crate) mod firsts;
pub(crate) mod flow;
pub(crate) mod halving;
pub(crate) mod leaves;
pub(crate) mod limits;
pub(crate) mod missing;
pub(crate) mod monotone;
pub(crate) mod number_line;
pub(crate) mod patterns;
pub(crate) mod ranges;
pub(crate) mod ranges_by_leaves;
pub(crate) mod ranges_in_values;
pub(crate) mod reach;
pub(crate) mod relations;
pub(crate) mod score_sums;
pub(crate) mod sources;
pub(crate) mod spread;
pub(crate) mod texts;
pub(crate) mod truths;
pub(crate) mod value_sets;

//! Numbers and dates are cut into the ranges that conditions can tell apart, also through values, tables and sums.

pub(crate) mod extent;
pub(crate) mod flow;
pub(crate) mod halving;
pub(crate) mod monotone;
pub(crate) mod number_line;
pub(crate) mod ranges;
pub(crate) mod ranges_by_leaves;
pub(crate) mod ranges_in_values;
pub(crate) mod score_sums;
pub(crate) mod sources;
pub(crate) mod spread;
pub(crate) mod value_sets;

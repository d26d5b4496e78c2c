//! What is left of a condition once some of its answers are known: two pasts that leave the same of everything ahead
//! are one state, whatever was answered.

pub(crate) mod boxes;
pub(crate) mod build;
pub(crate) mod cuts;
pub(crate) mod leaves;
pub(crate) mod put;
pub(crate) mod term;

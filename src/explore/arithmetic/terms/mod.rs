//! What is compared, as it is solved: what an expression comes to while some answers are variables.

pub(crate) mod choosing;
pub(crate) mod kept;
pub(super) mod months;
pub(crate) mod reading;
pub(super) mod standing;
pub(crate) mod term;

//! Sums, shares and products between bounds: answers with which they are as wanted, or that there are none.

pub(crate) mod bisect;
pub(crate) mod diving;
pub(crate) mod enclose;
pub(crate) mod linear;
pub(super) mod near_bounds;
pub(crate) mod nearly;
pub(crate) mod products;
pub(crate) mod quotient;
pub(crate) mod ratio;
pub(crate) mod relaxed;
pub(crate) mod simplex;

//! Whether comparisons of several typed answers can be true and false together, and answers with which they are.

pub(crate) mod bisect;
pub(crate) mod choosing;
pub(crate) mod enclose;
pub(crate) mod kept;
pub(crate) mod linear;
mod months;
mod near_bounds;
pub(crate) mod nearly;
pub(crate) mod products;
pub(crate) mod quotient;
pub(crate) mod ratio;
pub(crate) mod reading;
pub(crate) mod relaxed;
pub(crate) mod simplex;
pub(crate) mod solve;
mod standing;
pub(crate) mod term;
#[cfg(test)]
mod tests;
pub(crate) mod wanted;
pub(crate) mod work;

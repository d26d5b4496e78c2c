//! Whether comparisons of several typed answers can be true and false together, and answers with which they are.

pub(crate) mod bisect;
mod choosing;
pub(crate) mod enclose;
pub(crate) mod linear;
pub(crate) mod loose;
pub(crate) mod ratio;
pub(crate) mod reading;
pub(crate) mod simplex;
pub(crate) mod solve;
pub(crate) mod term;
#[cfg(test)]
mod tests;
pub(crate) mod wanted;
pub(crate) mod work;

//! Whether comparisons of several typed answers can be true and false together, and answers with which they are.

pub(crate) mod solve;
pub(crate) mod solving;
pub(crate) mod terms;
#[cfg(test)]
mod tests;
pub(crate) mod wanted;
pub(crate) mod work;

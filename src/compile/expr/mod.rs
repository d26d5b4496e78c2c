//! Expressions: names are looked up, kinds are checked, and what is left is ready to be worked out.

pub(crate) mod compare;
pub(crate) mod functions;
pub(crate) mod lower;
pub(crate) mod pattern;
pub(crate) mod words;
pub(crate) mod words_counted;

//! What commands print: text, JSON, JUnit.

pub(crate) mod account;
pub(crate) mod checked;
pub(crate) mod compared;
pub(crate) mod diff;
pub(crate) mod fixed;
pub(crate) mod formatted;
pub(crate) mod inexact;
pub(crate) mod play_json;
pub(crate) mod sought;
pub(crate) mod test;
pub(crate) mod walk;
pub(crate) mod watched;
pub(crate) mod way;

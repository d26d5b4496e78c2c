//! What commands print: text, JSON, JUnit.

pub(crate) mod accept;
pub(crate) mod account;
pub(crate) mod checked;
pub(crate) mod compared;
pub(crate) mod coverage_page;
pub(crate) mod diff;
pub(crate) mod fixed;
pub(crate) mod formatted;
pub(crate) mod inexact;
pub(crate) mod mutants;
pub(crate) mod mutants_words;
pub(crate) mod play_json;
pub(crate) mod sought;
pub(crate) mod suggest;
pub(crate) mod suggest_json;
pub(crate) mod test;
pub(crate) mod test_json;
pub(crate) mod test_junit;
pub(crate) mod tested;
pub(crate) mod walk;
pub(crate) mod watched;
pub(crate) mod way;

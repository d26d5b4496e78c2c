//! The tree as it is written: nodes become questions, answers, rules and outcomes, names not yet looked up.

pub(crate) mod answers;
pub(crate) mod ast;
pub(crate) mod fields;
mod folded;
pub(crate) mod ids;
pub(crate) mod keys;
mod language;
mod not_nested;
mod notes;
mod points;
pub(crate) mod question;
pub(crate) mod targets;
pub(crate) mod tree;
pub(crate) mod words;
mod words_keys;
pub(crate) mod words_lists;
mod words_notes;
mod words_points;
mod words_targets;

//! Answers that hang together as relations say: which of these a state knows, and answers with which they are as they must be.

pub(crate) mod blocks;
pub(crate) mod models;
pub(crate) mod relations;
pub(crate) mod stuck;
pub(crate) mod together;
pub(crate) mod typed_texts;

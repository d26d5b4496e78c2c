//! Walk files as they are written: read, added to, and what they say and name.

pub(super) mod append;
pub(super) mod no_tree;
pub(super) mod reading;
pub(super) mod saved;
pub(super) mod script;
pub(super) mod told;
pub(super) mod uses;
pub(super) mod words;
pub(super) mod words_numbers;
pub(super) mod write;

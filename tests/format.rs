//! The table of the format is what the reader, the mender of layout mistakes, conditions and the reference go by.
//!
//! `SNAPSHOTS=overwrite cargo test --test format` writes the tables in the book anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "format/functions.rs"]
mod functions;
#[path = "common/key_files.rs"]
mod key_files;
#[path = "format/keys.rs"]
mod keys;
#[path = "format/lists.rs"]
mod lists;
#[path = "format/mistakes.rs"]
mod mistakes;
#[path = "common/pages.rs"]
#[allow(dead_code, reason = "only the pages are needed")]
mod pages;
#[path = "format/reference.rs"]
mod reference;
#[path = "common/source.rs"]
mod source;

//! The schemas of trees and walk files: fresh, complete, of one verdict with the reader, and what a real editor makes of
//! them.
//!
//! `SNAPSHOTS=overwrite cargo test --test schema` writes the files in `schema/` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::print_stderr, reason = "what is skipped is said")]

#[path = "schema/client.rs"]
mod client;
#[path = "schema/editor.rs"]
mod editor;
#[path = "schema/files.rs"]
mod files;
#[path = "common/key_files.rs"]
mod key_files;
#[path = "schema/made.rs"]
mod made;
#[path = "schema/needed.rs"]
mod needed;
#[path = "common/size.rs"]
mod size;
#[path = "schema/verdict.rs"]
mod verdict;

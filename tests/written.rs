//! What the project has in files: pages and their examples, tables, snapshots, and the source itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is skipped is said")]
#![allow(missing_docs, unreachable_pub, reason = "a test has no users")]

mod book;
mod codes;
mod diagnostics;
mod docs;
mod figures;
mod format;
mod formats;
#[path = "common/key_files.rs"]
mod key_files;
mod layers;
mod limits;
#[path = "common/pages.rs"]
mod pages;
#[path = "../examples/picture.rs"]
#[allow(dead_code, reason = "its `main` is for `cargo run --example picture`")]
mod picture;
mod proofs;
mod readme;
mod release;
mod schema;
#[path = "common/size.rs"]
mod size;
#[path = "common/source.rs"]
mod source;

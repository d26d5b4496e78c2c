//! Formatting changes where things stand and nothing else: every tree and walk file of the project, what is hard about
//! YAML, and files with anything in them, read before and after by this reader and by another one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "fmt/files.rs"]
mod files;
#[path = "fmt/hard.rs"]
mod hard;
#[path = "fmt/same.rs"]
mod same;
#[path = "common/size.rs"]
mod size;
#[path = "common/small_trees.rs"]
mod small_trees;

use onread::fmt::{Style, Unformatted, fmt};
use onread::text::SourceFile;

/// Formats a text, keys sorted or not.
fn set(name: &str, text: &str, sort_keys: bool) -> Result<String, Unformatted> {
    fmt(&SourceFile::new(name, text), Style::default().sort_keys(sort_keys))
}

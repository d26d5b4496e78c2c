//! Formatting changes where things stand and nothing else: every tree and walk file of the project, what is hard about
//! YAML, and files with anything in them, read before and after by this reader and by another one.

mod files;
mod hard;
mod same;

use crate::size;
use crate::small_trees;
use onread::fmt::{Style, Unformatted, fmt};
use onread::text::SourceFile;

/// Formats a text, keys sorted or not.
fn set(name: &str, text: &str, sort_keys: bool) -> Result<String, Unformatted> {
    fmt(&SourceFile::new(name, text), Style::default().sort_keys(sort_keys))
}

//! Walks as they stand in walk files.

use crate::engine::entry;
use crate::text::visible;
use crate::tree::{Answer, QuestionId, Tree};

/// A walk as the `answers` of a walk file.
pub(crate) fn walk(steps: &[(QuestionId, Answer)], tree: &Tree, indent: &str) -> String {
    let entries = steps.iter().map(|(question, answer)| entry(tree, *question, answer));
    entries.map(|entry| format!("{indent}{}\n", visible(&entry))).collect()
}

//! A session as a walk file, to be resumed, sent or made into a test.

use std::fmt::Write;

use crate::engine::{At, Walk, entry, scalar, written_entry};
use crate::walk::sessions::kept::Kept;

/// The first line of every saved session: only a file that starts with it is ever written over.
pub const SAVED: &str = "# A session saved by onread; go on with: onread play TREE --walk THIS-FILE";

/// The session as the text of a walk file; `kept` has its answers that are not on the walk, and may have those that
/// are; `tree` is what its `tree:` says.
#[must_use]
pub fn to_yaml(walk: &Walk, kept: &Kept, tree: &str) -> String {
    let mut out = format!("{SAVED}\ntree: {}\ntoday: {}\nwalks:\n  - answers:", scalar(tree), walk.today());
    if walk.asked().is_empty() {
        out.push_str(" {}");
    }
    for &question in walk.asked() {
        let Some(answer) = walk.answer_to(question) else { continue };
        let _ = write!(out, "\n      {}", entry(walk.tree(), question, answer));
    }
    out.push('\n');
    let mut beside = kept.beside(walk).peekable();
    if beside.peek().is_some() {
        out.push_str("    kept:\n");
    }
    for (question, answer) in beside {
        let _ = writeln!(out, "      {}", written_entry(&scalar(question), answer));
    }
    if let At::Outcome(id, _) = walk.at() {
        let _ = writeln!(out, "    outcome: {}", scalar(&walk.tree().outcome(*id).id));
    }
    out
}

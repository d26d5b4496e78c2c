//! What `onread new` says.

use std::path::{Path, PathBuf};

use crate::FileKind;
use crate::cli::io::read::paths::shell;
use crate::text::{quoted, visible};

/// How a new tree is named.
pub(super) const FORM: &str = "`onread new supper` makes supper.yaml and supper.walks.yaml";

/// What was made, the tree and its walks first, and what can be done with it.
pub(super) fn made(made: &[PathBuf]) -> String {
    let names: Vec<String> = made.iter().map(|path| shell(path)).collect();
    let [tree, walks, ..] = names.as_slice() else { return String::new() };
    let all = match names.split_last() {
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    let rows = [
        (format!("onread play {tree}"), "answer it"),
        (format!("onread check {tree}"), "prove that nobody gets stuck"),
        (format!("onread test {walks}"), "run its walks"),
        (format!("onread draw {tree}"), "see it"),
    ];
    let width = rows.iter().map(|(command, _)| command.chars().count()).max().unwrap_or(0);
    let rows = rows.iter().map(|(command, why)| format!("  {command:width$}  {why}\n")).collect::<String>();
    let text = format!(
        "made {all}\n\nNext:\n{rows}\nOpen {tree} in an editor: its comments say what is what, and \
         how to go on.\nWhere the editor understands YAML, it completes the keys.\n"
    );
    visible(&text).into_owned()
}

/// A schema that stands beside a new tree and is not this version's.
pub(super) fn other_schema(path: &Path, kind: FileKind) -> String {
    let which = match kind {
        FileKind::Tree => "tree",
        FileKind::Walks => "walks",
    };
    format!(
        "{} is there already, differs from this version's and is left as it is; `onread schema {which} > {}` writes \
         this version's over it",
        quoted(&path.display().to_string()),
        shell(path)
    )
}

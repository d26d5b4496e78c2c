//! What `onread new` says.

use std::path::Path;

use crate::text::visible;

/// How a new tree is named.
pub(super) const FORM: &str = "`onread new supper` makes supper.yaml and supper.walks.yaml";

/// What was made, and what can be done with it.
pub(super) fn made(tree: &Path, walks: &Path) -> String {
    let [tree, walks] = [tree, walks].map(shell);
    let rows = [
        (format!("onread play {tree}"), "answer it"),
        (format!("onread check {tree}"), "prove that nobody gets stuck"),
        (format!("onread test {walks}"), "run its walks"),
        (format!("onread draw {tree}"), "see it"),
    ];
    let width = rows.iter().map(|(command, _)| command.chars().count()).max().unwrap_or(0);
    let rows = rows.iter().map(|(command, why)| format!("  {command:width$}  {why}\n")).collect::<String>();
    let text = format!(
        "made {tree} and {walks}\n\nNext:\n{rows}\nOpen {tree} in an editor: its comments say what is what, and \
         how to go on.\n"
    );
    visible(&text).into_owned()
}

/// A path as a shell reads it.
fn shell(path: &Path) -> String {
    let name = path.display().to_string();
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if name.chars().all(safe) { name } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

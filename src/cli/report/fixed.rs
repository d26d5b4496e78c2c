//! How it is said what `check --fix` has mended.

use crate::diagnostic::{Diagnostic, Edit};
use crate::text::{SourceFile, one_line, quoted, visible};

/// What is mended, in a line: the place in the file as it was, the mistake, and what was done.
pub(crate) fn line(found: &Diagnostic, file: &SourceFile) -> String {
    let place = file.place(found.span.start);
    let edits = found.fix.as_ref().map_or(&[][..], |fix| &fix.edits);
    let done = match edits {
        [one] => change(one, file),
        more => format!("{} places are changed", more.len()),
    };
    let line = format!("fixed {}:{}:{}: {}: {done}", file.name(), place.line, place.column, found.message);
    visible(&line).into_owned()
}

fn change(Edit { span, text }: &Edit, file: &SourceFile) -> String {
    let old = file.slice(*span);
    if (old.to_owned() + text).trim().is_empty() {
        return match text.len().cmp(&old.len()) {
            _ if text.contains('\n') => "a line starts here now".to_owned(),
            _ if old.is_empty() && !file.before(span.start).trim_end_matches(' ').ends_with(['\n']) => {
                "a space is put in".to_owned()
            }
            // A tab is as wide as whoever looks at it likes.
            _ if old.contains('\t') => "there are spaces now".to_owned(),
            std::cmp::Ordering::Less => "it stands further left".to_owned(),
            std::cmp::Ordering::Greater => "it stands further right".to_owned(),
            std::cmp::Ordering::Equal => "there are spaces now".to_owned(),
        };
    }
    match (one_line(old), one_line(text)) {
        (old, new) if old.is_empty() => format!("{} is put in", quoted(new.trim())),
        (old, new) if new.is_empty() => format!("{} is taken out", quoted(old.trim())),
        (old, new) => format!("{} is now {}", quoted(old.trim()), quoted(new.trim())),
    }
}

/// How much is mended; nothing where that is nothing.
pub(crate) fn sum(fixed: usize) -> String {
    match fixed {
        0 => String::new(),
        1 => "1 mistake fixed\n".to_owned(),
        _ => format!("{fixed} mistakes fixed\n"),
    }
}

/// Why something that could be mended is not.
pub(crate) fn in_doubt(name: &str, all: bool) -> String {
    let what = if all { "is left as it is" } else { "has mistakes that are left as they are" };
    format!("`{name}` {what}: what would mend them is not known to leave fewer mistakes")
}

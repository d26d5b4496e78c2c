//! A session as a walk file, to be resumed, sent or made into a test.

use std::fmt::Write;

use crate::engine::{At, Walk, Written, written};

/// The first line of every saved session: only a file that starts with it is ever written over.
pub const SAVED: &str = "# A session saved by onread; go on with: onread play TREE --walk THIS-FILE";

/// The session as the text of a walk file; `tree` is what its `tree:` says.
#[must_use]
pub fn to_yaml(walk: &Walk, tree: &str) -> String {
    let mut out = format!("{SAVED}\ntree: {}\ntoday: {}\nwalks:\n  - answers:", scalar(tree), walk.today());
    if walk.asked().is_empty() {
        out.push_str(" {}");
    }
    for &question in walk.asked() {
        let Some(answer) = walk.answer_to(question) else { continue };
        let _ = write!(out, "\n      {}:", walk.tree().question(question).id);
        match written(walk.tree(), question, answer) {
            Written::One(text) => {
                let _ = write!(out, " {}", scalar(&text));
            }
            Written::List(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| scalar(id)).collect();
                let _ = write!(out, " [{}]", ids.join(", "));
            }
            Written::Nothing => {}
        }
    }
    out.push('\n');
    if let At::Outcome(id, _) = walk.at() {
        let _ = writeln!(out, "    outcome: {}", scalar(&walk.tree().outcome(*id).id));
    }
    out
}

/// A text as a YAML scalar: as it stands where that is safe, else in double quotes.
fn scalar(text: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let plain = text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/'))
        && text.chars().all(safe)
        && !text.starts_with("...");
    if plain || is_negative_number(text) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn is_negative_number(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

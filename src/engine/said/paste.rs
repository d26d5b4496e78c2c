//! Answers as YAML that can be pasted into a walk file and is read back as the same answers.

use std::fmt::Write;

use super::show::{Written, written};
use crate::text::steers;
use crate::tree::{Answer, QuestionId, Tree};

/// One answer behind its question's id, as an entry of a walk's `answers`.
#[must_use]
pub fn entry(tree: &Tree, question: QuestionId, answer: &Answer) -> String {
    written_entry(&tree.question(question).id, &written(tree, question, answer))
}

/// An answer in a walk file's words behind an id, whatever a tree makes of them.
#[must_use]
pub fn written_entry(id: &str, answer: &Written) -> String {
    match answer {
        Written::One(text) => format!("{id}: {}", scalar(text)),
        Written::List(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| scalar(id)).collect();
            format!("{id}: [{}]", ids.join(", "))
        }
        Written::Nothing => format!("{id}:"),
    }
}

/// A text as a YAML scalar: as it stands where that is safe, else in double quotes.
#[must_use]
pub fn scalar(text: &str) -> String {
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
            c if steers(c) || matches!(c, '\u{fffe}' | '\u{ffff}') => {
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

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn only_what_is_safe_stands_without_quotes() {
        for (text, written) in [
            ("yes", "yes"),
            ("-5.2", "-5.2"),
            ("2024-02-29", "2024-02-29"),
            ("hong-kong-(bno)", "\"hong-kong-(bno)\""),
            ("a: \"b\"", "\"a: \\\"b\\\"\""),
            ("3+", "\"3+\""),
            ("", "\"\""),
            ("a\u{202e}b", "\"a\\U0000202eb\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }
}

//! How labels that look the same, or show themselves, are said.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::quoted;
use crate::text::Span;

pub(crate) fn same_label(span: Span, first: Span, label: &str) -> Diagnostic {
    Diagnostic::new(Code::SameLabel, span, format!("two answers of this question are shown as {}", quoted(label)))
        .label(first, "the first one")
        .help("give one of them another `label`, so that people can tell which is which")
}

/// A hole in a label; `by` is the question by way of whose labels it comes back.
pub(crate) fn shows_itself(hole: Span, by: Option<&str>) -> Diagnostic {
    let way = by.map(|by| format!(", by way of the answers to {}", quoted(by))).unwrap_or_default();
    Diagnostic::new(Code::ShowsItself, hole, format!("this label shows itself{way}"))
        .help("put words there; a label can show answers that were given before")
}

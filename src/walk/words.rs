//! How mistakes in walk files are said.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::{meant, quoted};
use crate::text::Span;

pub(super) fn not_a_walk_file(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "a walk file is a map with `tree:` and `walks:`")
}

pub(super) fn not_a_date(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} is not a date", quoted(text)))
        .help("write it as year-month-day, such as 2026-01-31")
}

pub(super) fn not_a_number(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} is not a number", quoted(text)))
}

pub(super) fn text_wanted(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a text", quoted(key)))
}

pub(super) fn list_wanted(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a list", quoted(key)))
        .help("write it in brackets: [a, b]")
}

pub(super) fn map_wanted(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a map", quoted(key))).help("write it in braces: {a: 1}")
}

pub(super) fn walks_wanted(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "`walks` takes a list of maps")
        .help("write it like this: `- answers: {question: answer}` and under it `outcome: …`")
}

pub(super) fn outcome_and_rejects(span: Span, outcome: Span) -> Diagnostic {
    Diagnostic::new(Code::WalkExpects, span, "a walk that ends with a refused answer reaches no outcome")
        .label(outcome, "this outcome")
        .help("keep one of `outcome` and `rejects`")
}

pub(super) fn named_or_not(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "some answers name their question, and this one does not")
        .help("name all of them, or none")
}

pub(super) fn answer_is_a_map(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("the answer to {} is a map", quoted(key)))
        .help("an answer is a text, a number, a date, or a list of ids")
}

pub(super) fn one_rejection(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WalkExpects, span, "a walk can end with one refused answer only")
}

pub(super) fn unknown<'a>(
    span: Span,
    what: &str,
    id: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let any = known.clone().into_iter().next().is_some();
    Diagnostic::new(Code::UnknownName, span, format!("the tree has no {what} {}", quoted(id)))
        .maybe_help(any.then(|| meant(id, known)))
}

pub(super) fn answer(span: Span, question: &str, refusal: &str) -> Diagnostic {
    Diagnostic::new(Code::WalkAnswer, span, format!("{} cannot take this: {refusal}", quoted(question)))
}

/// The tree that a walk file names cannot be used.
pub(crate) fn tree(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::WalkTree, span, reason)
}

pub(super) fn no_such_walk(name: Option<&str>, count: usize, names: &[&str]) -> Diagnostic {
    let message = match name {
        Some(name) => format!("the file has no walk {}", quoted(name)),
        None if count == 0 => "the file has no walk".to_owned(),
        None => format!("the file has {count} walks; say which: FILE#NAME"),
    };
    let help = (!names.is_empty()).then(|| meant(name.unwrap_or(""), names.iter().copied()));
    Diagnostic::new(Code::UnknownName, Span::default(), message).maybe_help(help)
}

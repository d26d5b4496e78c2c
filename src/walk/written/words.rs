//! How mistakes in walk files are said.

use super::no_tree::NoTree;
use crate::diagnostic::{Code, Diagnostic, Shown};
use crate::engine::Refusal;
use crate::syntax::words::{listed, literal, meaning, meant_and_answers, named_if, near, quoted};
use crate::syntax::written::words_lists::in_brackets;
use crate::syntax::yaml::nodes::Node;
use crate::text::{Span, meant_date, meant_digits, written_date};

pub(super) fn not_a_walk_file(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "a walk file is a map with `tree:` and `walks:`")
        .help("start with `tree: …`, without a dash, in the first column")
}

pub(super) fn not_a_date(span: Span, text: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::BadValue, span, format!("{} is not a date", quoted(text)));
    literal(found, meant_date(text).map(written_date), "write it as year-month-day, such as 2026-01-31")
}

pub(in crate::walk) fn not_a_number(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} is not a number", quoted(text)))
        .help("write it in digits, such as 12 or -0.5")
}

pub(in crate::walk) fn nothing_here(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("nothing stands behind {}", quoted(key)))
        .help("give it a value, or take the line out")
}

pub(in crate::walk) fn text_wanted(span: Span, key: &str, source: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::WrongShape, span, format!("{} takes one text", quoted(key)));
    match source
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .filter(|inside| !inside.contains([',', '\n']))
    {
        Some(inside) => diagnostic.help(format!("write it without brackets: {inside}")).suggest(span, inside),
        None => diagnostic.help(format!("write it behind the colon: `{key}: …`")),
    }
}

pub(in crate::walk) fn list_wanted(key: Node, node: Node) -> Diagnostic {
    let message = format!("{} takes a list", quoted(key.text()));
    in_brackets(Diagnostic::new(Code::WrongShape, node.shown_at(key), message), node)
}

pub(super) fn answers_wanted(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "`answers` takes the answers by question, or in the order asked")
        .help("write `answers: {question: answer}`, or `answers: [answer, answer]`")
}

/// A question's id among the keys of a walk.
pub(super) fn answer_outside(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey, span, format!("a walk has no key {}", quoted(key)))
        .help(format!("answers stand under `answers`: `answers: {{{key}: …}}`"))
}

pub(super) fn answered_twice(span: Span, first: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, span, format!("{} is answered twice", quoted(key)))
        .label(first, "the first time")
        .help("a question is asked at most once in a walk: keep one of them")
}

pub(super) fn one_question_an_entry(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "an entry of this list names one question, and this is a second")
        .help("put a dash before it, or take out all dashes")
}

pub(in crate::walk) fn map_wanted(span: Span, key: &str) -> Diagnostic {
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

pub(in crate::walk) fn asserts_nothing(span: Span) -> Diagnostic {
    Diagnostic::new(Code::AssertsNothing, span, "this walk says nothing about what must come of it").help(
        "say where it ends with `outcome`, or what it comes to with `asks`, `rejects`, `shows`, `told`, `score`, `values` or `about`",
    )
}

/// An empty text among those that must be shown, or must not.
pub(in crate::walk) fn blank_text(span: Span, key: &str) -> Diagnostic {
    let message = match key {
        "shows" | "told" => "this says nothing: an empty text is shown everywhere",
        _ => "this never holds: an empty text is shown everywhere",
    };
    Diagnostic::new(Code::AssertsNothing, span, message).help("write the words that are meant, or take it out")
}

pub(in crate::walk) fn no_walks(span: Span) -> Diagnostic {
    Diagnostic::new(Code::AssertsNothing, span, "there is no walk here")
        .help("`onread test --suggest` writes some that fit the tree")
}

pub(super) fn named_or_not(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "some answers name their question, and this one does not")
        .help("name all of them, or none")
}

pub(super) fn answer_is_a_map(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("the answer to {} is a map", quoted(key)))
        .help("an answer is an id, a text, a number, a date, or a list of ids")
}

pub(super) fn one_rejection(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WalkExpects, span, "a walk can end with one refused answer only")
        .help("write a walk of its own for the other")
}

pub(super) fn one_rejected(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "`rejects` takes one question")
        .help("write its id, or `{question: part of what it says}`")
}

pub(in crate::walk) fn unknown<'a>(
    span: Span,
    what: &str,
    id: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let any = known.clone().into_iter().next().is_some();
    let found = Diagnostic::new(Code::UnknownName, span, format!("the tree has no {what} {}", quoted(id)));
    if any { meaning(found, id, known) } else { found }
}

/// An answer that its question cannot take, and the `word` that is written there; `ids` are the question's answers, if it has some.
pub(in crate::walk) fn answer(span: Span, word: &str, question: &str, refusal: &Refusal, ids: &[&str]) -> Diagnostic {
    let found = |message: String| Diagnostic::new(Code::WalkAnswer, span, message);
    let (all, ids) = (ids, listed(ids.iter().copied()));
    match refusal {
        Refusal::NoSuchAnswer { given, near: Some(meant) } => {
            let found = found(format!("{} is not an answer of {}", quoted(given), quoted(question)))
                .help(meant_and_answers(meant, &ids));
            match near(word, all.iter().copied()) {
                // A walk may be right where the tree is misspelt.
                Some(near) => named_if(Shown::RightBeside, found, word, near, all.iter().copied()),
                None => found,
            }
        }
        Refusal::NoSuchAnswer { given, near: None } => {
            found(format!("{} is not an answer of {}", quoted(given), quoted(question)))
                .help(format!("its answers are {ids}"))
        }
        Refusal::ListWanted { given } => {
            let found = found(format!("{} takes a list of answers", quoted(question)));
            let list =
                format!("[{}]", given.split([' ', ',']).filter(|id| !id.is_empty()).collect::<Vec<_>>().join(", "));
            // Of an answer over several lines only the first is underlined.
            match span.range().len() >= given.len() {
                true => found.help(format!("write `{list}`")).suggest(span, list),
                false => found.help("write the answers in brackets: [answer, answer]"),
            }
        }
        Refusal::OneWanted => found(format!("{} takes one answer, not a list", quoted(question)))
            .help("write the answer without brackets"),
        Refusal::Empty if ids.is_empty() => found(format!("{} needs an answer", quoted(question)))
            .help("give it one, or take it out of the walk if it is not asked"),
        Refusal::Empty => found(format!("{} needs an answer", quoted(question))).help(format!("its answers are {ids}")),
        Refusal::NotADate { given } if given.len() == 10 && given.bytes().filter(|byte| *byte == b'-').count() == 2 => {
            found(format!("there is no date {}", quoted(given)))
                .help("dates are written year-month-day, such as 2024-02-29")
        }
        Refusal::NotANumber { given, hint: "" } => {
            let found = found(format!("{} is not a number", quoted(given)));
            literal(found, meant_digits(given), "write it in digits, such as 12 or 0.5")
        }
        other => {
            let found = found(format!("{} cannot take this: {}", quoted(question), other.reason()));
            let meant = match other {
                Refusal::NotANumber { given, .. } => meant_digits(given),
                Refusal::NotADate { given } => meant_date(given).map(written_date),
                _ => None,
            };
            match meant {
                Some(meant) => literal(found, Some(meant), ""),
                None => found.maybe_help(other.help().map(str::to_owned)),
            }
        }
    }
}

/// The tree that a walk file names cannot be used.
pub(crate) fn tree(span: Span, none: &NoTree) -> Diagnostic {
    let found = Diagnostic::new(Code::WalkTree, span, none.reason()).maybe_help(none.help());
    match none {
        NoTree::Backslashes(_, meant) => found.fix(span, meant.as_str()).said(),
        _ => found,
    }
}

pub(in crate::walk) fn no_such_walk(file: Span, name: Option<&str>, count: usize, names: &[&str]) -> Diagnostic {
    let message = match name {
        Some(name) => format!("the file has no walk {}", quoted(name)),
        None if count == 0 => "the file has no walk".to_owned(),
        None => format!("the file has {count} walks; say which: FILE#NAME"),
    };
    let found = Diagnostic::new(Code::UnknownName, Span { end: file.start, ..file }, message);
    let found = if names.is_empty() { found } else { meaning(found, name.unwrap_or(""), names.iter().copied()) };
    // No place in the file is wrong.
    Diagnostic { fix: None, ..found }
}

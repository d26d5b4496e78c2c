//! How mistakes in the shape of a tree are said.

use super::nodes::Shape;
use super::words::{listed, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Span, nearest};

fn found(shape: Shape) -> &'static str {
    match shape {
        Shape::Map => "a map",
        Shape::List => "a list",
        Shape::Nothing => "nothing",
        _ => "a text",
    }
}

pub(super) fn nothing_here(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("nothing stands behind {}", quoted(key)))
        .help("give it a value, or take the line out")
}

pub(super) fn nothing_before_colon(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "nothing stands before this colon")
}

pub(super) fn text_wanted(span: Span, key: &str, shape: Shape) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a text, not {}", quoted(key), found(shape)))
}

pub(super) fn condition_wanted(span: Span, key: &str, shape: Shape) -> Diagnostic {
    let help = match shape {
        Shape::List => "join conditions with `and` or `or`; quote one that starts with `[`",
        _ => "write the condition without braces",
    };
    Diagnostic::new(Code::WrongShape, span, format!("{} takes one condition, not {}", quoted(key), found(shape)))
        .help(help)
}

pub(super) fn flag_wanted(span: Span, key: &str, value: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} takes `true` or `false`, not {}", quoted(key), quoted(value)))
}

pub(super) fn number_wanted(span: Span, key: &str, value: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} takes a number, not {}", quoted(key), quoted(value)))
        .help("write a plain number of at most 28 digits, such as 12 or -0.5")
}

pub(super) fn whole_number_wanted(span: Span, key: &str, value: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} takes a whole number from 1, not {}", quoted(key), quoted(value)))
}

pub(super) fn list_wanted(span: Span, key: &str, shape: Shape) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a list, not {}", quoted(key), found(shape)))
        .help("write it in brackets: [a, b]")
}

pub(super) fn list_wanted_like(span: Span, key: &str, shape: Shape, example: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a list, not {}", quoted(key), found(shape)))
        .help(format!("write it like this: {example}"))
}

pub(super) fn item_wanted(span: Span, key: &str, shape: Shape) -> Diagnostic {
    let span = if shape == Shape::Nothing { span } else { Span { end: span.start + 1, ..span } };
    Diagnostic::new(
        Code::WrongShape,
        span,
        format!("{} takes a list of texts, and here is {}", quoted(key), found(shape)),
    )
}

pub(super) fn map_wanted(span: Span, key: &str, shape: Shape, example: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a map, not {}", quoted(key), found(shape)))
        .help(format!("write it like this: {example}"))
}

pub(super) fn map_item_wanted(span: Span, key: &str, shape: Shape, example: &str) -> Diagnostic {
    Diagnostic::new(
        Code::WrongShape,
        span,
        format!("{} takes a list of maps, and here is {}", quoted(key), found(shape)),
    )
    .help(format!("write it like this: {example}"))
}

pub(super) fn unclosed_hole(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, "`{{` is opened here and never closed")
        .help("put `}}` behind the name; for a literal `{{` write `\\{{`")
}

pub(super) fn empty_hole(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, "nothing stands between `{{` and `}}`")
}

/// A key that a map of this sort does not have.
pub(crate) fn unknown_key(span: Span, key: &str, what: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownKey, span, format!("{what} has no key {}", quoted(key)));
    match nearest(key, known.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean {}?", quoted(near))),
        None => diagnostic.help(format!("its keys are {}", listed(known.iter().copied()))),
    }
}

pub(super) fn best_of_outside(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey, span, "an answer has no key `best_of`")
        .help("put it under `goto`: `goto: {best_of: [a, b]}`")
}

/// A key that must be there and is not.
pub(crate) fn missing_key(span: Span, what: &str, key: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, span, format!("{what} needs the key {}", quoted(key)))
}

pub(super) fn unknown_kind(span: Span, kind: &str, known: &[&str]) -> Diagnostic {
    let near = nearest(kind, known.iter().copied());
    Diagnostic::new(Code::BadValue, span, format!("there is no kind of question {}", quoted(kind))).help(match near {
        Some(near) => format!("did you mean {}?", quoted(near)),
        None => format!("the kinds are {}", listed(known.iter().copied())),
    })
}

pub(super) fn key_not_for_kind(span: Span, key: &str, kind: &str, which: &str) -> Diagnostic {
    Diagnostic::new(Code::KeyNotForKind, span, format!("a question of kind `{kind}` has no {}", quoted(key)))
        .help(format!("{} goes with kind {which}", quoted(key)))
}

pub(super) fn goto_of_many(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::KeyNotForKind,
        span,
        "an answer of kind `many` leads nowhere by itself, several may be chosen",
    )
    .help("give the question a `next`, with rules such as `when: any(question, answer)`")
}

pub(super) fn goto_under_when(span: Span, when: Span) -> Diagnostic {
    Diagnostic::new(Code::KeyNotForKind, span, "an answer leads somewhere, but its question may be skipped")
        .label(when, "skipped while this is false")
        .help("give the question a `next` instead: it is taken when the question is skipped, too")
}

pub(super) fn alone_in_choice(span: Span) -> Diagnostic {
    Diagnostic::new(Code::KeyNotForKind, span, "`alone` goes with kind `many`; in a choice every answer stands alone")
}

pub(super) fn unknown_format(span: Span, value: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("this program reads format 1, not {}", quoted(value)))
        .help("write `format: 1`")
}

pub(super) fn bad_id(span: Span, what: &str, id: &str, rule: &str, mended: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::BadId, span, format!("{} cannot be the id of {what}", quoted(id)));
    match mended {
        Some(mended) => diagnostic.help(format!("{rule}; {} would do", quoted(&mended))),
        None => diagnostic.help(rule),
    }
}

pub(super) fn nothing_in_it(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} holds nothing", quoted(key)))
}

pub(super) fn walks_here(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongFile, span, "this is a walk file, and a tree is wanted")
        .help("name the tree that its `tree:` names; `onread test` runs walk files")
}

pub(crate) fn tree_here(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongFile, span, "this is a tree, and a walk file is wanted")
        .help("a walk file has `tree` and `walks`")
}

pub(super) fn not_a_map(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "a tree is a map of keys such as `title:` and `questions:`")
}

pub(super) fn promise_says_nothing(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, span, "a promise needs the key `never` or `always`")
}

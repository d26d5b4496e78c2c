//! How mistakes in the writing of a condition are said.

use super::words::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

fn condition(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, message)
}

pub(super) fn empty(span: Span) -> Diagnostic {
    condition(span, "a condition is missing here")
}

pub(super) fn foreign(span: Span, sign: &str, ours: &str) -> Diagnostic {
    condition(span, format!("{} is not a sign of this language", quoted(sign))).help(format!("write `{ours}`"))
}

pub(super) fn unclosed_text(span: Span) -> Diagnostic {
    condition(Span { end: span.start + 1, ..span }, "this quote is never closed")
        .help("put the same quote at the end of the text")
}

pub(super) fn number_word(span: Span, word: &str) -> Diagnostic {
    let exponent = word.to_lowercase().split_once('e').is_some_and(|(a, b)| {
        !b.is_empty() && (a.to_owned() + b).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    });
    let message = format!("{} is neither a number nor a word", quoted(word));
    condition(span, message).help(if exponent {
        "write the number out in digits".to_owned()
    } else {
        format!("quote an id that starts with a digit: '{word}'")
    })
}

pub(super) fn strange(span: Span, c: char) -> Diagnostic {
    let help = match c {
        '’' | '‘' | '“' | '”' | '„' | '`' | '´' => "use straight quotes: '…' or \"…\"",
        '−' | '–' | '—' => "use the plain minus sign, `-`",
        '×' => "write `*`",
        '÷' => "write `/`",
        '%' => "write a share as a number: 20 % is 0.2",
        '{' | '}' => "inside a condition, names stand without braces",
        '$' | '£' | '€' => "write amounts as plain numbers",
        _ => "conditions are made of names, numbers, dates, quoted texts and operators",
    };
    condition(span, format!("{} means nothing in a condition", quoted(&c.to_string()))).help(help)
}

pub(super) fn ends_early(span: Span, wanted: &str) -> Diagnostic {
    condition(span, format!("the condition ends here, and {wanted} should follow"))
}

pub(super) fn unexpected(span: Span, wanted: &str) -> Diagnostic {
    condition(span, format!("this does not go on from what stands before it; {wanted} should stand here"))
}

pub(super) fn unclosed(span: Span, open: char, close: char) -> Diagnostic {
    condition(span, format!("`{open}` is opened here and never closed")).help(format!("put a `{close}` at its end"))
}

pub(super) fn too_deep(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, "this condition is nested too deeply")
        .help(format!("conditions may be nested {most} deep; give parts of it names under `values`"))
}

pub(super) fn too_long(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, format!("this condition has more than {most} parts"))
        .help("give parts of it names under `values`, or test against a list")
}

pub(super) fn chained(span: Span, first: Span) -> Diagnostic {
    condition(span, "comparisons cannot be chained")
        .label(first, "the first comparison")
        .help("join two with `and`: `1 < x and x < 5`")
}

pub(super) fn not_needs_parentheses(span: Span) -> Diagnostic {
    condition(span, "`not` cannot stand inside a comparison or a sum")
        .help("put it before the whole comparison, or use parentheses")
}

pub(super) fn too_many_digits(span: Span) -> Diagnostic {
    condition(span, "this number has more than 28 digits")
}

pub(super) fn no_such_date(span: Span, text: &str) -> Diagnostic {
    condition(span, format!("there is no date {}", quoted(text)))
        .help("dates are written year-month-day, such as 2024-02-29")
}

pub(super) fn score_form(span: Span) -> Diagnostic {
    condition(span, "`score` needs the name of a score")
        .help("write `score.total`, or `score['5']` where the name is no word")
}

pub(super) fn score_number(span: Span, name: &str) -> Diagnostic {
    condition(span, format!("{} is no word", quoted(name))).help(format!("write `score['{name}']`"))
}

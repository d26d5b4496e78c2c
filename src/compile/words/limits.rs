//! How limits that no answer meets, and defaults that are refused, are said.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::quoted;
use crate::text::Span;
use crate::tree::Grid;

/// `max` is below `min`, of dates before it.
pub(crate) fn limits_meet(max: Span, min: Span, below: &str) -> Diagnostic {
    Diagnostic::new(Code::NoAnswer, max, format!("no answer meets these limits: `max` is {below} `min`"))
        .label(min, "`min`")
        .help("exchange the two, or take one of them out")
}

/// Between fractions there is no whole number.
pub(crate) fn no_whole_between(max: Span, min: Span) -> Diagnostic {
    Diagnostic::new(Code::NoAnswer, max, "no answer meets these limits: no whole number is between them")
        .label(min, "`min`")
        .help("write whole numbers here, or limits that are further apart")
}

/// A literal `min` that nobody can give, since it is no multiple of `step`.
pub(crate) fn min_off_step(span: Span, min: Decimal, grid: Grid, at: Span) -> Diagnostic {
    let next =
        |up| grid.position(min, up).and_then(|at| grid.number(at)).map(|next| quoted(&next.normalize().to_string()));
    let message = format!("`min` is no multiple of `step`, so nobody can answer {}", min.normalize());
    let found = Diagnostic::new(Code::BadValue, span, message).label(at, "`step`, counted from 0");
    found.maybe_help(
        next(false)
            .zip(next(true))
            .map(|(below, above)| format!("the nearest that can be given are {below} and {above}")),
    )
}

/// Between limits there is no multiple of `step`; with `whole`, none that is whole.
pub(crate) fn no_multiple_between(max: Span, min: Span, step: Decimal, common: Decimal) -> Diagnostic {
    let whole = if step.normalize() == common.normalize() { "" } else { "whole " };
    let message = format!("no answer meets these limits: no {whole}multiple of {} is between them", step.normalize());
    Diagnostic::new(Code::NoAnswer, max, message)
        .label(min, "`min`")
        .help(format!("write multiples of {} here, or limits that are further apart", common.normalize()))
}

pub(crate) fn fewer_than_none(max: Span) -> Diagnostic {
    Diagnostic::new(Code::NoAnswer, max, "no answer meets this limit: nobody can choose fewer than none")
        .help("`max` is how many may be chosen at most")
}

/// More are wanted than there are answers, or than go with others.
pub(crate) fn more_than_there_are(min: Span, all: usize, together: Option<usize>) -> Diagnostic {
    let answers = |count: usize| if count == 1 { "1 answer".to_owned() } else { format!("{count} answers") };
    let message = match together {
        Some(together) => format!("no answer meets this limit: only {} can be chosen together", answers(together)),
        None => format!("no answer meets this limit: the question has only {}", answers(all)),
    };
    Diagnostic::new(Code::NoAnswer, min, message).help("`min` is how many must be chosen at least")
}

pub(crate) fn fits_nothing(pattern: Span) -> Diagnostic {
    Diagnostic::new(Code::NoAnswer, pattern, "no answer meets this pattern: there is no text that it fits")
        .help("`.+` fits any text; without `pattern`, any text is taken")
}

pub(crate) fn fits_blanks_only(pattern: Span) -> Diagnostic {
    Diagnostic::new(Code::NoAnswer, pattern, "no answer meets this pattern: it fits blank texts only")
        .help("an answer has a sign that shows; `.+` fits any text, and `optional: true` lets people leave it empty")
}

pub(crate) fn fits_nothing_so_short(pattern: Span, least: u64, longest: u32) -> Diagnostic {
    let message = format!(
        "no answer meets this pattern: what it fits has at least {least} characters, and {longest} are allowed"
    );
    Diagnostic::new(Code::NoAnswer, pattern, message).help("raise `max_length`, or take it out")
}

/// The question would refuse its own default.
pub(crate) fn default_refused(span: Span, because: &str, limit: Option<Span>, key: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::BadValue, span, format!("the question would refuse this default: {because}"));
    let found = match limit {
        Some(limit) => found.label(limit, format!("`{key}`")),
        None => found,
    };
    found.help("write a default that somebody could give as an answer, or take it out")
}

//! A text or condition that YAML reads otherwise, in quotes; what is wrong in its conditions is mended with it, as
//! nobody has been told of that.

use super::condition::choose;
use super::condition::parse::parse_expr;
use super::line::in_quotes;
use super::locate::Locator;
use super::words::quoted;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, edited};
use crate::text::{SourceFile, Span, one_line};

/// A finding about a text or condition that YAML reads otherwise, with the same in quotes.
pub(crate) fn quoting(found: Diagnostic, what: &str, whole: Span, text: &str) -> Diagnostic {
    quoting_as(found, &format!("quote the {what}"), what, whole, text)
}

/// The same with a help that starts otherwise.
pub(crate) fn quoting_as(found: Diagnostic, start: &str, what: &str, whole: Span, text: &str) -> Diagnostic {
    let Rewritten { text, sure, choice, left } =
        if what == "condition" { mended_condition(text, 0) } else { mended_holes(text) };
    if choice {
        let place = if what == "condition" { "here" } else { "between `{{` and `}}`" };
        return found.help(format!(
            "what depends on a condition is a value with rules: give it a name under `values`, and write that name {place}"
        ));
    }
    if let Some(message) = left {
        return found.help(format!("{message}: mend that, and {start}"));
    }
    let shown = if text.contains('\n') { in_quotes(&one_line(&text)) } else { in_quotes(&text) };
    let found = found.help(format!("{start}: {shown}")).fix(whole, in_quotes(&text));
    if sure { found } else { found.unsure() }
}

/// A text, its conditions mended as far as that makes them right.
struct Rewritten {
    text: String,
    /// All that was mended may be mended unseen.
    sure: bool,
    /// One of them is a choice as other languages write it.
    choice: bool,
    /// What is wrong in a hole and cannot be mended.
    left: Option<String>,
}

/// How many mistakes of one condition are mended.
const MOST: usize = 10;

/// A condition that starts at a byte of a text: in a hole, behind its braces.
fn mended_condition(text: &str, start: usize) -> Rewritten {
    let (mut mended, mut sure, mut first) = (text.to_owned(), true, None);
    for _ in 0..MOST {
        let mut out = Diagnostics::default();
        parse_expr(mended.get(start..).unwrap_or(""), start, &Locator::verbatim(0), &mut out);
        if !out.has_errors() {
            return Rewritten { text: mended, sure, choice: false, left: None };
        }
        first.get_or_insert_with(|| out.iter().next().map(|found| found.message.clone()));
        let Some(fix) = out.fixes().next() else { break };
        sure &= fix.unseen;
        let Some(next) = edited(&SourceFile::new("", mended.as_str()), &fix.edits) else { break };
        mended = next;
    }
    let left = first.flatten().filter(|_| start > 0);
    Rewritten {
        text: text.to_owned(),
        sure: true,
        left,
        choice: choose::rules(text.get(start..).unwrap_or("")).is_some(),
    }
}

fn mended_holes(text: &str) -> Rewritten {
    let mut all = Rewritten { text: String::new(), sure: true, choice: false, left: None };
    let mut at = 0;
    while let Some((before, _)) = text.get(at..).and_then(|rest| rest.split_once("{{")) {
        let inside = at + before.len() + 2;
        all.text.push_str(before);
        if before.ends_with('\\') {
            all.text.push_str("{{");
            at = inside;
            continue;
        }
        let Some(close) = end_of_hole(text, inside) else {
            at = inside - 2;
            break;
        };
        let inside = text.get(inside..close).unwrap_or("");
        let hole = mended_condition(&format!("{{{{{inside}"), 2);
        all.text.push_str(&hole.text);
        all.text.push_str("}}");
        all.sure &= hole.sure;
        all.choice |= hole.choice;
        all.left = all.left.or(hole.left);
        at = close + 2;
    }
    all.text.push_str(text.get(at..).unwrap_or(""));
    all
}

/// A tag; in a condition the `!` of other languages, else the start of a text, which is the `whole` value.
pub(super) fn tag(span: Span, text: &str, condition: bool, whole: Option<(Span, &str)>) -> Diagnostic {
    let found =
        Diagnostic::new(Code::QuoteThis, span, format!("YAML reads {} as a tag, and trees have no tags", quoted(text)));
    match (text.strip_prefix('!').filter(|rest| condition && !rest.is_empty()), whole) {
        (Some(rest), _) => found.help(format!("write `not {rest}`")).fix(span, format!("not {rest}")),
        (None, Some((place, whole))) => quoting(found, "text", place, whole),
        (None, None) => found.help("quote this: a text that starts with `!` needs quotes"),
    }
}

pub(super) fn cut_by_comma(span: Span, condition: bool, whole: &str) -> Diagnostic {
    let what = if condition { "condition" } else { "text" };
    let number = whole.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && whole.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'-'));
    let found = Diagnostic::new(Code::CommaInBraces, span, format!("inside {{ }}, a comma cuts this {what} in two"));
    if number {
        let point = whole.replace(',', ".");
        return found.help(format!("write the fraction with a point: {point}")).suggest(span, point);
    }
    quoting(found, what, span, &one_line(whole))
}

/// Where the `}}` stands that ends a hole; quotes inside the hole may hold one, unless it is very long.
pub(crate) fn end_of_hole(text: &str, from: usize) -> Option<usize> {
    const LONG: usize = 4096;
    let mut quote = None;
    for (at, c) in text.get(from..)?.char_indices().take(LONG) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '\'' || c == '"' => quote = Some(c),
            None if text.get(from + at..)?.starts_with("}}") => return Some(from + at),
            None => {}
        }
    }
    // An apostrophe that is no quote must not swallow the rest of the text.
    text.get(from..)?.find("}}").map(|at| from + at)
}

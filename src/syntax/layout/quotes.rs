//! Quotes that are never closed, and what stands behind those that are.

use super::levels;
use super::mistake::{Mistake, char_at, rest_of_line};
use super::repair::Mend;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{takes_condition, takes_text};
use crate::syntax::condition::{choose, words};
use crate::syntax::line::{Line, in_quotes, quote_end, without_comment};
use crate::syntax::quoting::quoting_as;
use crate::text::Span;

/// A comma at the end of a line behind a quoted text or a closed bracket, as in JSON.
pub(crate) fn comma_behind(text: &str, at: usize) -> Option<Mistake> {
    let rest = text.get(at..Line::at(text, at).end)?;
    let before = text.get(..at)?.trim_end_matches([' ', '\t']).chars().next_back()?;
    let alone = rest.starts_with(',') && without_comment(rest.get(1..)?).trim().is_empty();
    (alone && matches!(before, '\'' | '"' | '}' | ']')).then(|| {
        let comma = Span::new(at, at + 1);
        let code = if matches!(before, '\'' | '"') { Code::BehindQuote } else { Code::Yaml };
        let found = Diagnostic::new(code, comma, "a comma stands behind this value, as in JSON");
        Mistake::new(found.help("take the comma out"), Mend::instead(comma, ""))
    })
}

/// A comma in braces or brackets that nothing stands before; `list` is the bracket that opens a list in braces. Right
/// behind that, before another key of the braces, it was to stand behind an empty list.
pub(super) fn comma_behind_nothing(text: &str, at: usize, list: Option<usize>) -> (Diagnostic, Option<Mend>) {
    let comma = Span::new(at, at + 1);
    if let Some(bracket) = list
        && text.get(bracket + 1..at).is_some_and(|between| between.trim().is_empty())
        && text.get(at + 1..).is_some_and(|rest| rest.split([',', '}', ']', '\n']).next().unwrap_or("").contains(": "))
    {
        let list = Span::new(bracket, bracket + 1);
        let found = Diagnostic::new(Code::Unclosed, list, "`[` is opened here and never closed");
        return (found.help("write `[]` for an empty list"), Some(Mend::instead(list, "[]")));
    }
    let found = Diagnostic::new(Code::Yaml, comma, "nothing stands before this comma");
    (found.help("take the comma out"), Some(Mend::instead(comma, "")))
}

/// A quote that is opened and not closed, or only by the next quote of another text.
pub(crate) fn unclosed_quote(open: Span, closed_by: Option<Span>) -> Diagnostic {
    let found = Diagnostic::new(Code::Unclosed, open, "this quote is never closed")
        .help("put the same quote at the end of the text; inside '…', write '' for an apostrophe");
    match closed_by {
        Some(span) => found.label(span, "YAML takes this one for its end"),
        None => found,
    }
}

/// The same with the quote that closes the text at the end of its line, where the line shows that it ends there.
pub(crate) fn closed_at_its_line(text: &str, open: usize, found: Diagnostic) -> Diagnostic {
    let line = Line::at(text, open);
    let below = line.behind(text).find(|next| !next.is_blank(text));
    let ends =
        below.is_none_or(|next| next.indent(text) <= line.indent(text) || next.key.is_some() || next.dash.is_some());
    let quote = text.get(open..).and_then(|rest| rest.chars().next());
    let value = text.get(open + 1..line.end).unwrap_or("");
    let Some(quote) = quote.filter(|quote| ends && !value.contains(*quote) && !value.contains(" #")) else {
        return found;
    };
    found.fix(Span::new(line.end, line.end), quote.to_string())
}

/// Where the quoted text starts that ends just before `at` (if it is `closed`), or is still open there.
pub(crate) fn opening_quote(text: &str, line: Line, at: usize, closed: bool) -> Option<usize> {
    const LINES: usize = 2000;
    let ends_here = |open: usize| match quote_end(text, open) {
        None => !closed,
        Some(end) => !closed && end > at || text.get(end..at).is_some_and(|between| between.trim().is_empty()),
    };
    let mut lines = std::iter::once(line).chain(line.before(text).take(LINES));
    lines.find_map(|line| {
        let open = line.value.start as usize;
        let quoted = text.get(line.value.range()).is_some_and(|value| value.starts_with(['\'', '"']));
        (quoted && open < at && ends_here(open)).then_some(open)
    })
}

pub(crate) const BEHIND: &str = "YAML ends the text at its closing quote, so this cannot follow";

/// Something stands behind a closing quote: `when: '5' in fat`.
pub(crate) fn behind_quote(text: &str, at: usize, line: Line) -> Mistake {
    let open = opening_quote(text, line, at, true).unwrap_or(at);
    let first = Line::at(text, open);
    let end = quote_end(text, open).unwrap_or(at);
    if first.start != line.start {
        let last = char_at(text, end.saturating_sub(1));
        let found = unclosed_quote(char_at(text, open), Some(last));
        return Mistake::new(closed_at_its_line(text, open, found), rest_of_line(text, open));
    }
    let behind = without_comment(text.get(at..line.end).unwrap_or(""));
    let value = Span::new(open, at + behind.len());
    let whole = text.get(value.range()).unwrap_or("");
    let behind = Span::new(at, at + behind.len());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = text.get(open + 1..end.saturating_sub(1)).and_then(|inside| inside.chars().next_back());
    if whole.starts_with('\'') && end == at && letter(before) && letter(text.get(at..).and_then(|s| s.chars().next())) {
        let inside = whole.trim_matches('\'').replace("''", "'");
        let text = in_quotes(&inside);
        let found = Diagnostic::new(Code::BehindQuote, Span::new(end - 1, end), "this apostrophe ends the quoted text")
            .help(format!("use double quotes: {text}"))
            .fix(Span::new(open, open + whole.len()), text);
        return Mistake::new(found, Mend::unknown(value));
    }
    if let Some(rules) = choose::rules(whole).filter(|_| levels::is_value(text, line)) {
        return Mistake::new(words::choice(value, value, rules), Mend::unknown(value));
    }
    let found = Diagnostic::new(Code::BehindQuote, behind, BEHIND);
    let key = line.key_text(text);
    let what = if takes_condition(key) { "condition" } else { "text" };
    let place = Span::new(open, open + whole.len());
    let list = !takes_text(key) && text.get(at..).is_some_and(|rest| rest.starts_with(','));
    let found = match list {
        true => found.help(format!("write a list in brackets: [{whole}]")).fix(place, format!("[{whole}]")),
        false => quoting_as(found, &format!("put the whole {what} in quotes"), what, place, whole),
    };
    let found = if what == "condition" { found } else { found.unsure() };
    Mistake::new(found, Mend::unknown(value))
}

//! A line of YAML as its author sees it: how far it is indented, its key, its value. For lines that YAML cannot read.

use std::ops::Range;

use crate::text::{SourceFile, Span};

/// How many lines are looked at for what a line belongs to.
pub(crate) const LINES: usize = 2000;

/// One line and its parts, counted in bytes from the start of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) start: usize,
    /// Its end, without the line break and white space before it.
    pub(crate) end: usize,
    /// Where its first word stands, behind dashes.
    pub(crate) content: usize,
    /// The last of its dashes.
    pub(crate) dash: Option<usize>,
    /// The key and the place behind its colon.
    pub(crate) key: Option<(Span, usize)>,
    /// What stands behind the key, or behind the dashes where there is no key; a comment is left out.
    pub(crate) value: Span,
}

impl Line {
    /// The line that holds a byte.
    pub(crate) fn at(text: &str, offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or("");
        Self::from(text, before.rfind('\n').map_or(0, |newline| newline + 1))
    }

    /// The line that starts at a byte; a byte-order mark stands before the first.
    pub(crate) fn from(text: &str, start: usize) -> Self {
        let mark = start == 0 && text.starts_with('\u{feff}');
        let start = if mark { '\u{feff}'.len_utf8() } else { start };
        let rest = text.get(start..).unwrap_or("");
        let end = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or("").trim_end();
        let end = start + line.len();
        let mut content = start + (line.len() - line.trim_start_matches([' ', '\t', '\u{feff}']).len());
        let mut dash = None;
        while text.get(content..end).is_some_and(|rest| rest == "-" || rest.starts_with("- ")) {
            dash = Some(content);
            let rest = text.get(content + 1..end).unwrap_or("");
            content += 1 + rest.len() - rest.trim_start().len();
        }
        let key = key(text.get(content..end).unwrap_or("")).map(|(len, colon)| {
            let span = Span::new(content, content + len);
            (span, content + colon + 1)
        });
        let from = key.map_or(content, |(_, behind)| behind);
        let value = text.get(from..end).unwrap_or("");
        let from = from + (value.len() - value.trim_start().len());
        let value = without_comment(value.trim_start());
        Self { start, end, content, dash, key, value: Span::new(from, from + value.len()) }
    }

    /// The key that stands in it; empty where there is none.
    pub(crate) fn key_text(self, text: &str) -> &str {
        self.key.and_then(|(key, _)| text.get(key.range())).unwrap_or("")
    }

    /// The lines before this one, nearest first.
    pub(crate) fn before(self, text: &str) -> impl Iterator<Item = Self> {
        let mut start = self.start;
        std::iter::from_fn(move || {
            let newline = start.checked_sub(1)?;
            let line = Self::at(text, newline);
            (line.start < std::mem::replace(&mut start, line.start)).then_some(line)
        })
    }

    /// The lines behind this one.
    pub(crate) fn behind(self, text: &str) -> impl Iterator<Item = Self> {
        let mut at = self.start;
        std::iter::from_fn(move || {
            let newline = text.get(at..)?.find('\n')?;
            at += newline + 1;
            (at < text.len()).then(|| Self::from(text, at))
        })
    }

    /// How many characters stand before its first word or dash.
    pub(crate) fn indent(self, text: &str) -> usize {
        let line = text.get(self.start..self.end).unwrap_or("");
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    /// True if nothing but a comment stands in it.
    pub(crate) fn is_blank(self, text: &str) -> bool {
        self.content >= self.end || text.get(self.content..).is_some_and(|rest| rest.starts_with('#'))
    }
}

/// The length of a key and where its colon stands, if a line has one.
fn key(text: &str) -> Option<(usize, usize)> {
    let first = text.chars().next()?;
    if matches!(first, '{' | '[' | '#' | '|' | '>') {
        return None;
    }
    let from = match first {
        '\'' | '"' => 1 + text.get(1..)?.find(first)? + 1,
        _ => 0,
    };
    let rest = text.get(from..)?;
    let colon = match (rest.find(": "), rest.find(":\t")) {
        (Some(space), Some(tab)) => Some(space.min(tab)),
        (space, tab) => space.or(tab),
    };
    let colon = colon.or_else(|| rest.strip_suffix(':').map(str::len))?;
    let between = rest.get(..colon)?;
    if from > 0 && !between.trim().is_empty() || between.contains(" #") {
        return None;
    }
    let key = text.get(..from + colon)?.trim_end();
    (!key.is_empty()).then_some((key.len(), from + colon))
}

/// A value without the comment behind it.
pub(crate) fn without_comment(value: &str) -> &str {
    if value.starts_with(['\'', '"']) {
        return value;
    }
    let cut = if value.starts_with('#') { Some(0) } else { value.find(" #").or_else(|| value.find("\t#")) };
    value.get(..cut.unwrap_or(value.len())).unwrap_or(value).trim_end()
}

/// What a comment that allows findings starts with, before its colon.
pub(crate) const SIGN: &str = "onread";

/// True if a comment may have been meant as text: nothing stands between it and its `#`, and it allows no finding.
pub(crate) fn may_be_text(comment: &str) -> bool {
    let glued = comment.chars().nth(1).is_some_and(|c| !c.is_whitespace() && c != '#');
    let said = comment.get(1..).and_then(|rest| rest.strip_prefix(SIGN));
    glued && !said.is_some_and(|rest| rest.starts_with(':'))
}

/// What goes where a key and its value in one line are taken out: the line where they stand alone in it, else the
/// comma before them, too.
pub(crate) fn without_entry(file: &SourceFile, entry: Span) -> Option<Span> {
    let (text, Range { start, end }) = (file.text(), file.range(entry));
    let line = Line::at(text, start);
    if line.content == start && line.dash.is_none() && line.end <= end {
        let rest = text.get(end..)?;
        let end = rest.find('\n').map_or(text.len(), |newline| end + newline + 1);
        return Some(file.span_of(line.start..end));
    }
    let before = text.get(..start)?.trim_end();
    before.ends_with(',').then(|| file.span_of(before.len() - 1..end))
}

/// A text in quotes for YAML, in those that need no escape where that is possible.
pub(crate) fn in_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// Behind the closing quote of a text that is opened at a byte; none where it is never closed.
pub(crate) fn quote_end(text: &str, open: usize) -> Option<usize> {
    let quote = text.get(open..)?.chars().next()?;
    let mut chars = text.get(open + 1..)?.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if quote == '"' && c == '\\' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
                continue;
            }
            return Some(open + 1 + at + 1);
        }
    }
    None
}

/// A text as it stands in the file, in quotes where it needs some.
pub(crate) fn plain(text: String, flow: bool) -> String {
    if stands_alone(&text, flow) { text } else { in_quotes(&text) }
}

/// True for a text that YAML reads as it stands, without quotes.
pub(crate) fn stands_alone(text: &str, flow: bool) -> bool {
    let bracket = |c: char| flow && ",[]{}".contains(c);
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    let starts = match first {
        None => false,
        Some('-' | '?' | ':') => second.is_some_and(|c| !c.is_whitespace() && !bracket(c)),
        Some(c) => !c.is_whitespace() && !"#,[]{}&*!|>'\"%@`".contains(c),
    };
    let cut = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    starts && !cut && !text.contains(bracket)
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn parts(line: &str) -> (&str, Option<&str>, &str) {
        let found = Line::at(line, line.len());
        let slice = |span: Span| line.get(span.range()).unwrap_or("?");
        (line.get(..found.content).unwrap_or("?"), found.key.map(|(key, _)| slice(key)), slice(found.value))
    }

    #[test]
    fn a_line_has_a_key_and_a_value() {
        assert_eq!(parts("  ask: Really: now? # yes"), ("  ", Some("ask"), "Really: now?"));
        assert_eq!(parts("x\n - - when: '5' in a"), ("x\n - - ", Some("when"), "'5' in a"));
        assert_eq!(parts("\"a: b\" : c"), ("", Some("\"a: b\""), "c"));
        assert_eq!(parts("ask:Are you"), ("", None, "ask:Are you"));
        assert_eq!(parts("- {when: a, goto: b}"), ("- ", None, "{when: a, goto: b}"));
        assert_eq!(parts("answers:\r"), ("", Some("answers"), ""));
        assert_eq!(parts("text: \"a # b\""), ("", Some("text"), "\"a # b\""));
    }

    #[test]
    fn a_mark_is_no_part_of_the_first_line() {
        let text = "\u{feff}a: b\nc: d";
        let second = Line::at(text, 8);
        let first: Vec<Line> = second.before(text).collect();
        assert_eq!(first.iter().map(|line| (line.start, line.content)).collect::<Vec<_>>(), [(3, 3)]);
        assert_eq!(first[0].behind(text).collect::<Vec<_>>(), [second]);
    }

    #[test]
    fn quotes_are_followed_to_their_end() {
        assert_eq!(quote_end("x 'it''s' y", 2), Some(9));
        assert_eq!(quote_end("\"a \\\" b\" c", 0), Some(8));
        assert_eq!(quote_end("'a", 0), None);
    }
}

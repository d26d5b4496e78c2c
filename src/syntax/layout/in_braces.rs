//! How a mistake between braces or brackets is told: as far as a text was meant to go, and what stands in its way.

use super::braces::{Entry, Scan, WithMend};
use super::mistake::Mistake;
use super::quotes::BEHIND;
use super::repair::Mend;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{may_follow, takes_condition, takes_text};
use crate::syntax::condition::{choose, words};
use crate::syntax::line::{Line, quote_end};
use crate::syntax::quoting::quoting_as;
use crate::syntax::words::quoted;
use crate::text::Span;

impl<'t> Scan<'t> {
    pub(super) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The key of the entry that is being read; empty in a list.
    pub(super) fn key(&self) -> &'t str {
        self.key_of(&self.entry)
    }

    fn key_of(&self, entry: &Entry) -> &'t str {
        let end = entry.value.map_or(entry.start, |value| value - 1);
        self.text.get(entry.start..end).unwrap_or("").trim()
    }

    /// What was probably meant as one value: up to a comma or a closing bracket that is not its own.
    pub(super) fn meant(&self, from: usize) -> Span {
        let mut depth = 0_usize;
        let mut at = from;
        while let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth > 0 => depth -= 1,
                ',' | ']' | '}' if depth == 0 => break,
                '\n' if !self.goes_on_below(at) => break,
                '\'' | '"' => {
                    let line_end = self.text.get(at..).and_then(|rest| rest.find('\n')).map(|len| at + len);
                    let end = quote_end(self.text, at).filter(|end| line_end.is_none_or(|line| *end <= line));
                    at = end.map_or(at, |end| end - 1);
                }
                _ => {}
            }
            at += c.len_utf8();
        }
        let len = self.text.get(from..at).unwrap_or("").trim_end().len();
        Span::new(from, from + len)
    }

    /// True if the line behind a line break goes on with a text, as far as it shows.
    fn goes_on_below(&self, at: usize) -> bool {
        let next = Line::at(self.text, at).behind(self.text).next();
        next.is_some_and(|next| {
            let whole = self.text.get(next.content..next.end).unwrap_or("");
            let starts_anew = whole.contains(": ") || whole.starts_with(['{', '[', '}', ']', '\'', '"']);
            !next.is_blank(self.text) && !starts_anew && next.dash.is_none() && next.key.is_none()
        })
    }

    pub(super) fn bracket_in_text(&self, from: usize, hole: bool) -> WithMend {
        let whole = self.meant(from);
        if hole {
            let at = Span::new(self.at, self.at + 2);
            let found = Diagnostic::new(Code::QuoteThis, at, "inside { }, a text that holds `{{` needs quotes");
            return (self.quoting(found, "text", whole), None);
        }
        let what = self.what();
        let message = format!("inside {{ }} and [ ], a bracket ends the {what} before it");
        (self.quoting(Diagnostic::new(Code::CommaInBraces, whole, message), what, whole), None)
    }

    /// What stands behind the key of the entry, in a word.
    fn what(&self) -> &'static str {
        if takes_condition(self.key()) { "condition" } else { "text" }
    }

    /// A finding with what it is about in quotes. Where neither a text nor a condition stands, a comma may be lost.
    pub(super) fn quoting(&self, found: Diagnostic, what: &str, whole: Span) -> Diagnostic {
        self.quoting_as(found, &format!("quote the {what}"), what, whole)
    }

    fn quoting_as(&self, found: Diagnostic, start: &str, what: &str, whole: Span) -> Diagnostic {
        let found = quoting_as(found, start, what, whole, self.slice(whole));
        let sure = takes_text(self.key()) || takes_condition(self.key()) || self.is_value();
        if sure { found } else { found.unsure() }
    }

    /// True for an entry under `values`.
    fn is_value(&self) -> bool {
        let holder = match &*self.open {
            [(_, at, _)] => {
                let line = Line::at(self.text, *at);
                line.key.filter(|_| line.value.start as usize == *at).and_then(|(key, _)| self.text.get(key.range()))
            }
            [.., (_, _, outer)] => Some(self.key_of(outer)),
            [] => None,
        };
        holder == Some("values")
    }

    /// A quoted text or a collection is followed by something else than a comma.
    pub(super) fn goes_on(&self) -> WithMend {
        let end = self.entry.complete.unwrap_or(self.at);
        let from = self.began(self.entry.part.unwrap_or(end));
        let whole = self.meant(from);
        if let Some(found) = self.choice(whole) {
            return found;
        }
        let next = self.text.get(self.at..).unwrap_or("");
        let word = next.split(|c: char| c == ':' || c.is_whitespace()).next().unwrap_or("");
        let is_key = next.get(word.len()..).is_some_and(|rest| rest.starts_with(':')) && !word.is_empty();
        if is_key || next.starts_with(['\'', '"', '{', '[']) {
            let found = self.comma_missing(end, Span::new(self.at, self.at + word.len().max(1)));
            return (found.diagnostic, Some(found.mend));
        }
        let behind = Span::new(self.at, whole.end as usize);
        let found = Diagnostic::new(Code::BehindQuote, behind, BEHIND);
        let what = self.what();
        (self.quoting_as(found, &format!("put the whole {what} in quotes"), what, whole), None)
    }

    /// A choice between values as other languages write it, where no text stands.
    fn choice(&self, whole: Span) -> Option<WithMend> {
        let rules = choose::rules(self.slice(whole)).filter(|_| !takes_text(self.key()))?;
        let found = match self.is_value() {
            true => words::choice(whole, whole, rules),
            false => words::choice_in_place(whole),
        };
        Some((found, Some(Mend::unknown(whole))))
    }

    /// Where a text began that a comma between its parentheses cuts: `{when: any(q, 'a'), goto: c}`.
    fn began(&self, from: usize) -> usize {
        let before = self.text.get(Line::at(self.text, from).start..from).unwrap_or("");
        let value = before.rfind(": ").map(|colon| from - before.len() + colon + 2);
        let count = |part: &str, signs: &[char]| part.matches(signs).count();
        let cut = |at: &usize| {
            let part = self.text.get(*at..from).unwrap_or("");
            self.entry.value.is_none() && count(part, &['(', '[']) > count(part, &[')', ']'])
        };
        let in_map =
            self.open.last().is_some_and(|(open, at, _)| *open == '{' && value.is_some_and(|value| *at < value));
        value.filter(|_| in_map).filter(cut).unwrap_or(from)
    }

    fn comma_missing(&self, end: usize, before: Span) -> Mistake {
        let message = format!("a comma is missing before {}", quoted(self.slice(before)));
        let found = Diagnostic::new(Code::Yaml, before, message).help("put a comma between two entries");
        Mistake::new(found, Mend::instead(Span::new(end, end), ","))
    }

    /// `yes: eat no: wait` or `title: Eat: now`.
    pub(super) fn second_colon(&self) -> WithMend {
        let value = self.entry.part.unwrap_or(self.at);
        let before = self.text.get(value..self.at).unwrap_or("");
        let (first, word) = before.trim_end().rsplit_once(char::is_whitespace).unwrap_or(("", before));
        let is_text = takes_text(self.key());
        let start = value + before.len() - before.trim_start().len();
        let whole = self.meant(start);
        if let Some(found) = self.choice(whole).filter(|_| self.entry.part.is_some()) {
            return found;
        }
        let several_lines = before.contains('\n');
        let glued = before.ends_with(|c: char| !c.is_whitespace()) && first.ends_with(|c: char| !is_sign(c));
        let may_be_key = may_follow(self.key(), word);
        if !first.is_empty() && (may_be_key || several_lines || !is_text && glued && !word.contains(['\'', '"'])) {
            let end = value + first.trim_end().len();
            let start = value + before.trim_end().len() - word.len();
            let found = self.comma_missing(end, Span::new(start, start + word.len()));
            // In a text, the word may be one of it.
            let found = if is_text { found.unsure() } else { found };
            return (found.diagnostic, Some(found.mend));
        }
        let colon = Span::new(self.at, self.at + 1);
        let found = Diagnostic::new(Code::ColonInText, colon, "a colon and a space inside an unquoted text");
        (self.quoting(found, "text", whole), None)
    }
}

/// True for what joins two parts of an expression, so that no key follows.
fn is_sign(c: char) -> bool {
    matches!(c, '?' | '=' | '<' | '>' | '+' | '-' | '*' | '/' | '(' | '&' | '|')
}

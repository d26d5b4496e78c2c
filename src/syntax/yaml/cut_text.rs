//! What a comma or a `#` cuts off from the text or condition before it.

use super::nodes::{Shape, VERBATIM};
use super::read::Reader;
use crate::format::{takes_condition, takes_text};
use crate::syntax::line::may_be_text;
use crate::syntax::words;
use crate::text::Span;

impl Reader<'_, '_> {
    /// A comment behind an unquoted text, without a space after `#`: probably meant as part of the text.
    pub(crate) fn comment(&mut self, place: Span) {
        let text = self.file.text();
        let comment = self.file.slice(place);
        self.tape.comments.push(place);
        let Some(last) = self.tape.nodes.last() else { return };
        if last.shape != Shape::Plain || comment.starts_with("#!") || !may_be_text(comment) {
            return;
        }
        let between = text.get(last.span.end as usize..place.start as usize).unwrap_or("\n");
        if !between.is_empty() && between.chars().all(|c| c == ' ' || c == '\t') && self.is_text_value() {
            let whole = last.span.to(place);
            self.out.push(words::cut_by_comment(place, comment, whole, self.file.slice(whole)));
        }
    }

    /// True if the node just read is the value of a key that takes a text.
    fn is_text_value(&self) -> bool {
        let Some(open) = self.open.last().filter(|open| open.map && open.key_next) else { return false };
        let key = self.tape.nodes.len().checked_sub(2).and_then(|at| u32::try_from(at).ok());
        key.filter(|&at| at > open.at).and_then(|at| self.document().scalar_text(at)).is_some_and(takes_text)
    }

    /// A value between braces that goes on behind a comma: `{when: any(q, a, b), goto: c}`.
    pub(crate) fn cut_by_comma(&mut self, at: u32) {
        let document = self.tape.document(self.file);
        let text = self.file.text();
        let opens_with_brace = document.node(at).span().start as usize;
        if !text.get(opens_with_brace..).is_some_and(|rest| rest.starts_with('{')) {
            return;
        }
        let mut pairs = document.pairs(at).peekable();
        let mut found = Vec::new();
        while let Some((key, value)) = pairs.next() {
            let name = document.scalar_text(key).unwrap_or("");
            let (mut whole, start) = (document.node(value).span(), document.node(value).span().start);
            if document.node(value).shape() != Shape::Plain {
                continue;
            }
            let mut cut = Vec::new();
            while let Some(&(next, nothing)) = pairs.peek() {
                let node = document.node(next);
                let goes_on = document.node(nothing).shape() == Shape::Nothing
                    && node.is_scalar()
                    && node.has_no_colon()
                    && self.belongs_to(name, whole, node.span(), node.text());
                if !goes_on {
                    break;
                }
                whole = Span { start, end: node.span().end };
                cut.push(next);
                pairs.next();
            }
            if !cut.is_empty() {
                found.push((whole, takes_condition(name), value, cut));
            }
        }
        drop(pairs);
        for (whole, condition, value, cut) in found {
            self.out.push(crate::syntax::quoting::cut_by_comma(whole, condition, self.file.slice(whole)));
            for (at, shape) in cut.into_iter().map(|at| (at, Shape::Repeated)).chain([(value, Shape::Bad)]) {
                if let Some(node) = self.tape.nodes.get_mut(at as usize) {
                    (node.shape, node.text) = (shape, VERBATIM);
                }
            }
        }
    }

    /// Whether a word behind a comma belongs to the value before it.
    fn belongs_to(&self, key: &str, value: Span, word: Span, text: &str) -> bool {
        let before = self.file.slice(value);
        let between = self.file.slice(Span { start: value.end, end: word.start });
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let open = |sign: &[char]| before.matches(sign).count();
        (between == "," && digit(before.chars().next_back()) && digit(text.chars().next()))
            || (takes_condition(key) && open(&['(', '[']) > open(&[')', ']']))
            || (takes_text(key)
                && (text.contains(' ') || text.ends_with(['.', '!', '?']) || open(&['(']) > open(&[')'])))
    }
}

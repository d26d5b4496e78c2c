//! Another text in place of one that stands in a walk file: in its quotes, or in the form of its list.

use crate::diagnostic::Edit;
use crate::engine::{Written, scalar};
use crate::text::{SourceFile, Span, line_end, steers};
use crate::walk::written::script::{Value, Word};

/// The text of a walk file, and what is put into it.
pub(super) struct Writing<'f> {
    file: &'f SourceFile,
    text: &'f str,
    pub(super) edits: Vec<Edit>,
}

impl<'f> Writing<'f> {
    pub(super) fn new(file: &'f SourceFile) -> Self {
        Self { file, text: file.text(), edits: Vec::new() }
    }

    fn slice(&self, span: Span) -> &'f str {
        self.file.slice(span)
    }

    /// How many bytes of the text stand before a place: all else here counts from the start of the text.
    fn at(&self, offset: u32) -> usize {
        self.file.offset(offset)
    }

    fn put(&mut self, start: usize, end: usize, text: impl Into<String>) {
        self.edits.push(Edit { span: self.file.span_of(start..end), text: text.into() });
    }

    /// Puts a text in place of another, in the same quotes if it can stand in them.
    pub(super) fn text(&mut self, old: Span, new: &str) {
        // A text of many lines stands below its sign, and takes no quotes; its place is its first line.
        if let Some((start, end)) = self.below_sign(old) {
            return self.put(start, end, new);
        }
        let own = self.slice(old).trim_end();
        self.put(self.at(old.start), self.at(old.start) + own.len(), like(own, new));
    }

    /// From its first line to its last, a text that stands below a sign, further in than that; none if it is no such text.
    fn below_sign(&self, first: Span) -> Option<(usize, usize)> {
        let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let from = self.at(first.start);
        let above = self.text.get(..from)?.trim_end_matches([' ', '\r', '\n']);
        let line = above.get(above.rfind('\n').map_or(0, |at| at + 1)..)?;
        let is_sign =
            line.trim_end_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']).ends_with(['|', '>']);
        if !is_sign || !self.text.get(above.len()..from)?.contains('\n') {
            return None;
        }
        let (mut at, mut end) = (from, from);
        for (number, own) in self.text.get(from..)?.split_inclusive('\n').enumerate() {
            if number > 0 && !own.trim().is_empty() && depth(own) <= depth(line) {
                break;
            }
            end = if own.trim().is_empty() { end } else { at + own.trim_end().len() };
            at += own.len();
        }
        Some((from, end))
    }

    /// Puts a value in place of another, behind the same key.
    ///
    /// Returns `None` where there is no way to write it.
    pub(super) fn value(&mut self, key: &Word, old: &Value, new: &Written) -> Option<()> {
        match (old, new) {
            (Value::One(word), Written::One(text)) => self.text(word.span, text),
            (Value::List(words, span), Written::List(ids)) => return self.list(words, ids, *span),
            (Value::Bad(_), _) => return None,
            (old, new) => {
                let text = match new {
                    Written::One(text) => scalar(text),
                    Written::List(ids) => flow(ids),
                    Written::Nothing => String::new(),
                };
                if let Value::Nothing(_) = old {
                    // Where nothing stands, only the key has a place.
                    let behind = self.text.get(self.at(key.span.end)..)?;
                    let colon =
                        behind.find(':').filter(|at| behind.get(..*at).is_some_and(|gap| gap.trim().is_empty()))?;
                    let at = self.at(key.span.end) + colon + 1;
                    self.put(at, at, format!(" {text}"));
                } else {
                    let span = old.span();
                    self.put(self.at(span.start), self.at(span.start) + self.slice(span).trim_end().len(), text);
                }
            }
        }
        Some(())
    }

    /// Makes a list say something else: what stays in it stays as it is.
    ///
    /// Returns `None` where a comment would go with what is taken out, or the list is set in another way.
    pub(super) fn list(&mut self, old: &[Word], new: &[String], span: Span) -> Option<()> {
        let same = |(one, other): &(&Word, &String)| *one.text == ***other;
        let front = old.iter().zip(new).take_while(same).count();
        let left = old.len().min(new.len()) - front;
        let back = old.iter().rev().zip(new.iter().rev()).take(left).take_while(same).count();
        let (gone, come) = (old.get(front..old.len() - back)?, new.get(front..new.len() - back)?);
        gone.iter().zip(come).for_each(|(word, text)| self.text(word.span, text));
        let both = gone.len().min(come.len());
        let (at, end) = (front + both, front + gone.len());
        let is_flow = self.slice(span).starts_with('[');
        if let Some(more) = come.get(both..).filter(|more| !more.is_empty()) {
            return if is_flow { self.more_in_brackets(old, at, more, span) } else { self.more_lines(old, at, more) };
        }
        if at < end {
            return if is_flow { self.less_in_brackets(old, at, end) } else { self.less_lines(old, at, end) };
        }
        Some(())
    }

    fn more_in_brackets(&mut self, old: &[Word], at: usize, more: &[String], span: Span) -> Option<()> {
        let more: Vec<String> = more.iter().map(|text| like("", text)).collect();
        let more = more.join(", ");
        match (at.checked_sub(1).and_then(|before| old.get(before)), old.get(at)) {
            (Some(before), _) => self.put(self.at(before.span.end), self.at(before.span.end), format!(", {more}")),
            (None, Some(next)) => self.put(self.at(next.span.start), self.at(next.span.start), format!("{more}, ")),
            (None, None) => self.put(self.at(span.start), self.at(span.end), format!("[{more}]")),
        }
        Some(())
    }

    fn less_in_brackets(&mut self, old: &[Word], at: usize, end: usize) -> Option<()> {
        let last = self.at(old.get(end.checked_sub(1)?)?.span.end);
        let (from, to) = match (at.checked_sub(1).and_then(|before| old.get(before)), old.get(end)) {
            (Some(before), _) => (self.at(before.span.end), last),
            (None, Some(next)) => (self.at(old.get(at)?.span.start), self.at(next.span.start)),
            (None, None) => (self.at(old.get(at)?.span.start), last),
        };
        self.take_out(from, to)
    }

    fn more_lines(&mut self, old: &[Word], at: usize, more: &[String]) -> Option<()> {
        let line_end = line_end(self.text);
        let (first, indent) = self.dash(old.first()?)?;
        let lines: Vec<String> = more.iter().map(|text| format!("{indent}- {}", like("", text))).collect();
        let lines = lines.join(line_end);
        match at.checked_sub(1) {
            None => self.put(first, first, format!("{lines}{line_end}")),
            Some(before) => {
                let end = self.at(old.get(before)?.span.end);
                let rest = self.text.get(end..)?;
                let end = end + rest.find(['\r', '\n']).unwrap_or(rest.len());
                self.put(end, end, format!("{line_end}{lines}"));
            }
        }
        Some(())
    }

    fn less_lines(&mut self, old: &[Word], at: usize, end: usize) -> Option<()> {
        let last = self.at(old.get(end.checked_sub(1)?)?.span.end);
        let (from, _) = self.dash(old.get(at)?)?;
        if end - at == old.len() {
            // An empty list stands behind its key.
            let before = self.text.get(..from)?.trim_end();
            return (before.ends_with(':')).then(|| self.put(before.len(), last, " []"));
        }
        let rest = self.text.get(last..)?;
        self.take_out(from, last + rest.find('\n').map_or(rest.len(), |end| end + 1))
    }

    /// Takes a part of the text out, unless a comment would go with it.
    fn take_out(&mut self, from: usize, to: usize) -> Option<()> {
        let gone = self.text.get(from..to)?;
        (!gone.contains('#')).then(|| self.put(from, to, ""))
    }

    /// Where the line of a list's entry starts, and what stands before its dash.
    fn dash(&self, word: &Word) -> Option<(usize, &'f str)> {
        let before = self.text.get(..self.at(word.span.start))?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.get(start..)?;
        let indent = line.get(..line.len() - line.trim_start_matches(' ').len())?;
        (line.trim() == "-").then_some((start, indent))
    }
}

fn flow(ids: &[String]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| scalar(id)).collect();
    format!("[{}]", ids.join(", "))
}

/// A text in the quotes that another one stands in, as far as it can stand in them.
fn like(old: &str, new: &str) -> String {
    let is_seen = |c: char| !steers(c) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '(' | ')');
    if old.starts_with('\'') && new.chars().all(is_seen) {
        return format!("'{}'", new.replace('\'', "''"));
    }
    let quoted = scalar(new);
    if old.starts_with('"') && !quoted.starts_with('"') {
        return format!("\"{quoted}\"");
    }
    let is_plain = new.chars().all(plain) && new.starts_with(char::is_alphabetic) && !new.ends_with(' ');
    if !old.starts_with('"') && is_plain { new.to_owned() } else { quoted }
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn a_text_stays_in_its_quotes() {
        for (old, new, wanted) in [
            ("curry", "eggs", "eggs"),
            ("'curry'", "eggs", "'eggs'"),
            ("\"curry\"", "eggs", "\"eggs\""),
            ("two words", "three more words", "three more words"),
            ("a: b", "a: 'b'", "\"a: 'b'\""),
            ("'a'", "it's", "'it''s'"),
            ("'a'", "\u{1b}", "\"\\U0000001b\""),
            ("\"a\"", "say \"b\"", "\"say \\\"b\\\"\""),
            ("a", "x, y", "\"x, y\""),
            ("1", "20 minutes", "\"20 minutes\""),
        ] {
            assert_eq!(like(old, new), wanted);
        }
    }
}

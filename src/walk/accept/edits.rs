//! Another text in place of one that stands in a walk file: in its quotes, or in the form of its list.

use crate::diagnostic::Edit;
use crate::engine::{Written, scalar};
use crate::text::{Span, steers};
use crate::walk::script::{Value, Word};

/// The text of a walk file, and what is put into it.
pub(super) struct Writing<'f> {
    pub(super) text: &'f str,
    pub(super) edits: Vec<Edit>,
}

impl<'f> Writing<'f> {
    fn slice(&self, span: Span) -> &'f str {
        self.text.get(span.range()).unwrap_or("")
    }

    fn put(&mut self, start: usize, end: usize, text: impl Into<String>) {
        self.edits.push(Edit { span: Span::new(start, end), text: text.into() });
    }

    /// Puts a text in place of another, in the same quotes if it can stand in them.
    pub(super) fn text(&mut self, old: Span, new: &str) {
        // A text of many lines stands below its sign, and takes no quotes; its place is its first line.
        if let Some((start, end)) = self.below_sign(old) {
            return self.put(start, end, new);
        }
        let own = self.slice(old).trim_end();
        self.put(old.start as usize, old.start as usize + own.len(), like(own, new));
    }

    /// From its first line to its last, a text that stands below a sign, further in than that; none if it is no such text.
    fn below_sign(&self, first: Span) -> Option<(usize, usize)> {
        let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let from = first.start as usize;
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
                    let behind = self.text.get(key.span.end as usize..)?;
                    let colon =
                        behind.find(':').filter(|at| behind.get(..*at).is_some_and(|gap| gap.trim().is_empty()))?;
                    let at = key.span.end as usize + colon + 1;
                    self.put(at, at, format!(" {text}"));
                } else {
                    let span = old.span();
                    self.put(span.start as usize, span.start as usize + self.slice(span).trim_end().len(), text);
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
            (Some(before), _) => self.put(before.span.end as usize, before.span.end as usize, format!(", {more}")),
            (None, Some(next)) => self.put(next.span.start as usize, next.span.start as usize, format!("{more}, ")),
            (None, None) => self.put(span.start as usize, span.end as usize, format!("[{more}]")),
        }
        Some(())
    }

    fn less_in_brackets(&mut self, old: &[Word], at: usize, end: usize) -> Option<()> {
        let last = old.get(end.checked_sub(1)?)?.span.end as usize;
        let (from, to) = match (at.checked_sub(1).and_then(|before| old.get(before)), old.get(end)) {
            (Some(before), _) => (before.span.end as usize, last),
            (None, Some(next)) => (old.get(at)?.span.start as usize, next.span.start as usize),
            (None, None) => (old.get(at)?.span.start as usize, last),
        };
        self.take_out(from, to)
    }

    fn more_lines(&mut self, old: &[Word], at: usize, more: &[String]) -> Option<()> {
        let line_end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let (first, indent) = self.dash(old.first()?)?;
        let lines: Vec<String> = more.iter().map(|text| format!("{indent}- {}", like("", text))).collect();
        let lines = lines.join(line_end);
        match at.checked_sub(1) {
            None => self.put(first, first, format!("{lines}{line_end}")),
            Some(before) => {
                let end = old.get(before)?.span.end as usize;
                let rest = self.text.get(end..)?;
                let end = end + rest.find(['\r', '\n']).unwrap_or(rest.len());
                self.put(end, end, format!("{line_end}{lines}"));
            }
        }
        Some(())
    }

    fn less_lines(&mut self, old: &[Word], at: usize, end: usize) -> Option<()> {
        let last = old.get(end.checked_sub(1)?)?.span.end as usize;
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
        let before = self.text.get(..word.span.start as usize)?;
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

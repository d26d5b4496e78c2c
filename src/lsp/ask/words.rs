//! The words of an expression around a place: what is being written, what it is compared with, and in which call.

use crate::format::{Argument, Function};

/// What is being written in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lsp) struct Written<'t> {
    /// The part of the word before the place, from this byte of the expression on.
    pub(in crate::lsp) from: usize,
    /// `score` or `possible`, where the word stands behind its point.
    pub(in crate::lsp) counted: Option<&'t str>,
    /// The name whose answers may stand here.
    pub(in crate::lsp) beside: Option<&'t str>,
    /// It is between quotes.
    pub(in crate::lsp) quoted: bool,
}

/// A call around a place: the function's name, and which of its arguments the place is in, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lsp) struct Call<'t> {
    pub(in crate::lsp) name: &'t str,
    pub(in crate::lsp) argument: usize,
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// The word that a text ends in; where it starts.
pub(in crate::lsp) fn last_word(text: &str) -> usize {
    text.char_indices().rev().take_while(|(_, c)| in_word(*c)).last().map_or(text.len(), |(at, _)| at)
}

/// Where the expression of a hole starts that is open at the end of a text.
pub(in crate::lsp) fn hole(text: &str) -> Option<usize> {
    let open = text.rfind("{{")?;
    let inside = text.get(open + 2..)?;
    (!inside.contains("}}") && !text.get(..open)?.ends_with('\\')).then_some(open + 2)
}

/// What is being written at the end of an expression's beginning.
pub(in crate::lsp) fn written(text: &str) -> Written<'_> {
    let quote = open_quote(text);
    let from = quote.map_or_else(|| last_word(text), |quote| quote + 1);
    let before = text.get(..quote.unwrap_or(from)).unwrap_or("");
    let counted = before.strip_suffix('.').map(|before| before.get(last_word(before)..).unwrap_or(""));
    let counted = counted.filter(|word| matches!(*word, "score" | "possible"));
    Written { from, counted, beside: beside(before), quoted: quote.is_some() }
}

/// The quote that is open at the end of a text.
fn open_quote(text: &str) -> Option<usize> {
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match open {
            Some((_, quote)) if c == quote => open = None,
            None if matches!(c, '\'' | '"') => open = Some((at, c)),
            _ => {}
        }
    }
    open.map(|(at, _)| at)
}

/// The name with which something is compared that stands behind a text.
fn beside(text: &str) -> Option<&str> {
    let text = text.trim_end();
    if let Some(before) = text.strip_suffix("==").or_else(|| text.strip_suffix("!=")) {
        return name_at_end(before);
    }
    if let Some(list) = open_bracket(text, '[', ']') {
        let before = text.get(..list)?.trim_end().strip_suffix("in")?;
        let before = before.trim_end();
        return name_at_end(before.strip_suffix("not").unwrap_or(before));
    }
    let call = call(text)?;
    let takes = Function::named(call.name)?.signature().parameter(call.argument);
    let first = call.argument > 0 && matches!(takes, Some(Argument::Answers | Argument::Alike));
    let arguments = text.get(open_bracket(text, '(', ')')? + 1..)?;
    first.then(|| arguments.split(',').next().map(str::trim)).flatten().filter(|name| name.chars().all(in_word))
}

fn name_at_end(text: &str) -> Option<&str> {
    let text = text.trim_end();
    text.get(last_word(text)..).filter(|name| !name.is_empty())
}

/// The bracket that is open at the end of a text.
fn open_bracket(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        if c == close {
            depth += 1;
        } else if c == open {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            }
        }
    }
    None
}

/// The call that is open at the end of a text.
pub(in crate::lsp) fn call(text: &str) -> Option<Call<'_>> {
    let open = open_bracket(text, '(', ')')?;
    let name = name_at_end(text.get(..open)?)?;
    let (mut depth, mut argument) = (0_usize, 0);
    for c in text.get(open + 1..)?.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => argument += 1,
            _ => {}
        }
    }
    Some(Call { name, argument })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_word_is_compared_with_is_known() {
        for (text, word, wanted) in [
            ("a == ye", "ye", Some("a")),
            ("x and a != ", "", Some("a")),
            ("a in [yes, n", "n", Some("a")),
            ("a not in [", "", Some("a")),
            ("any(q, ham, ol", "ol", Some("q")),
            ("any(", "", None),
            ("count(q) > 1 and a == 'fi", "fi", Some("a")),
            ("a + b", "b", None),
            ("age(born, to", "to", None),
        ] {
            let found = written(text);
            assert_eq!((text.get(found.from..), found.beside), (Some(word), wanted), "{text}");
        }
        assert_eq!(written("score.to").counted, Some("score"));
        assert_eq!(written("x.to").counted, None);
        assert_eq!(call("age(born, add_days(a, 1), to"), Some(Call { name: "age", argument: 2 }));
        assert_eq!(hole("a {{ b }} c {{ d"), Some(14));
        assert_eq!((hole("a {{ b }}"), hole(r"a \{{ b")), (None, None));
    }
}

//! Markdown lists in texts whose lines YAML joins: as `>` does, and lines without any mark.

use super::words;
use crate::diagnostic::Diagnostics;
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::Span;

/// Reports the first line of a list that is no line any more.
pub(crate) fn check(key: Node, node: Node, out: &mut Diagnostics) {
    let source = node.source();
    if !node.is_scalar() || node.shape() == Shape::Literal || !source.contains('\n') {
        return;
    }
    let mut kept = node.text().lines().map(str::trim).filter(|line| is_item(line)).peekable();
    let (mut items, mut joined, mut before) = (0, None, "");
    let mut at = node.span().start as usize;
    for (number, line) in source.split_inclusive('\n').enumerate() {
        let quote = usize::from(number == 0 && node.is_quoted());
        let words = line.get(quote..).unwrap_or("");
        let (start, words) = (at + line.len() - words.trim_start().len(), words.trim());
        at += line.len();
        if is_item(words) {
            items += 1;
            // A line that stays one begins as it stands here, as far as quotes have no signs of their own.
            let begins = words.split(['\\', '\'']).next().unwrap_or(words);
            if kept.peek().is_some_and(|line| line.starts_with(begins)) {
                kept.next();
            } else if joined.is_none() {
                joined = Some((Span::new(start, start + words.len()), before.ends_with(':')));
            }
        }
        if !words.is_empty() {
            before = words;
        }
    }
    // A single line that begins so may be a dash or a year among words.
    if let Some((span, _)) = joined.filter(|(_, announced)| *announced || items > 1) {
        out.push(words::folded_list(span, key, node));
    }
}

/// True for a line that is an item of a Markdown list.
fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+']),
        1..=3 => line.get(digits..).and_then(|rest| rest.strip_prefix(['.', ')'])),
        _ => None,
    };
    rest.is_some_and(|rest| rest.starts_with(' ') && !rest.trim().is_empty())
}

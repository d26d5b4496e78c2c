//! Keys that were not indented, and so stand beside the key under which they belong: one message for all of them.

use super::words;
use crate::diagnostic::Diagnostics;
use crate::syntax::layout::levels::word;
use crate::syntax::line::Line;
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::Span;

/// Watches the entries of a map for a key with nothing under it that is followed by what belongs there.
#[derive(Default)]
pub(crate) struct Lost<'t> {
    /// The key that has nothing under it, until the first lost key is reported.
    above: Option<(&'t str, Span)>,
    passing: bool,
}

impl<'t> Lost<'t> {
    /// True if nothing stands under a key, and the next one belongs there.
    pub(crate) fn nothing_under(
        &mut self,
        key: Node<'_, 't>,
        value: Node,
        next: Option<&(Node, Node)>,
        belongs: impl Fn(&str) -> bool,
    ) -> bool {
        let lost = value.shape() == Shape::Nothing
            && next
                .is_some_and(|(key, value)| key.is_scalar() && belongs(key.text()) && value.shape() != Shape::Nothing);
        if lost {
            self.above = Some((key.text(), key.span()));
        }
        lost
    }

    /// True for a key that belongs under the one before it; the first is reported.
    pub(crate) fn is_passed_over(&mut self, key: Node, out: &mut Diagnostics, belongs: impl Fn(&str) -> bool) -> bool {
        let belongs = &belongs;
        if let Some((above, span)) = self.above.take() {
            out.push(words::not_nested(key, above, span, &lines(key, belongs)));
            self.passing = true;
        }
        self.passing = self.passing && belongs(key.text());
        self.passing
    }
}

/// What a key and the lines under it are indented by, line by line; none where the key starts no line.
pub(super) fn lines_of(key: Node) -> Vec<Span> {
    let column = Line::at(key.file().text(), key.file().offset(key.span().start)).indent(key.file().text());
    let indentation = |start: Span| Span::new(start.start as usize, start.start as usize + column);
    lines(key, |_| false).into_iter().map(indentation).collect()
}

/// Where the lines start that belong under the key above: this one, those that hang under it, and its like below.
fn lines(key: Node, belongs: impl Fn(&str) -> bool) -> Vec<Span> {
    let (file, text) = (key.file(), key.file().text());
    let start = file.offset(key.span().start);
    let first = Line::at(text, start);
    if first.content != start {
        return Vec::new();
    }
    let column = first.indent(text);
    let goes_on = |line: &Line| {
        line.is_blank(text) || line.indent(text) > column || line.indent(text) == column && belongs(word(text, *line))
    };
    // A line that starts with `#` may be one of a text.
    let is_moved = |line: &Line| !line.is_blank(text) || line.content < line.end && line.indent(text) > column;
    let below = first.behind(text).take_while(goes_on).filter(is_moved);
    std::iter::once(first).chain(below).map(|line| file.span_of(line.start..line.start)).collect()
}

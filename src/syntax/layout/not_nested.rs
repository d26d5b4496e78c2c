//! Keys that were not indented, and so stand beside the key under which they belong: one message for all of them.

use crate::diagnostic::Diagnostics;
use crate::syntax::written::words;
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
        if let Some((above, span)) = self.above.take() {
            out.push(words::not_nested(key.span(), key.text(), above, span));
            self.passing = true;
        }
        self.passing = self.passing && belongs(key.text());
        self.passing
    }
}

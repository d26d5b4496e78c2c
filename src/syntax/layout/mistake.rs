//! A mistake of layout, the place it is at, and how to read on behind it.

use super::repair::Mend;
use crate::diagnostic::Diagnostic;
use crate::syntax::line::Line;
use crate::text::Span;

/// A mistake that YAML cannot read over, and how to read on behind it.
pub(crate) struct Mistake {
    pub(crate) diagnostic: Diagnostic,
    /// Empty where nothing sure can be said about the rest of the file.
    pub(crate) mend: Mend,
}

impl Mistake {
    pub(crate) fn new(diagnostic: Diagnostic, mend: Mend) -> Self {
        Self { diagnostic, mend }
    }

    /// The same; the author should look at what mends it.
    pub(crate) fn unsure(self) -> Self {
        let mut found = self.diagnostic;
        if found.fix.is_none() {
            let edits = self.mend.edits().into_iter().flatten();
            found = edits.fold(found, |found, edit| found.fix(edit.span, edit.text));
        }
        Self { diagnostic: found.unsure(), ..self }
    }
}

/// What the parser knows when it gives up.
pub(crate) struct Scene<'t> {
    pub(crate) text: &'t str,
    /// Where it gave up.
    pub(crate) at: usize,
    /// The last scalar that was read whole: YAML often notices a mistake only behind it.
    pub(crate) last: Option<Span>,
    /// The outermost map or list in braces or brackets that is open.
    pub(crate) flow: Option<usize>,
}

/// The one character at an offset, or the end of the text before it.
pub(crate) fn char_at(text: &str, at: usize) -> Span {
    let len = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| !matches!(c, '\n' | '\r'));
    Span::new(at, at + len.map_or(0, char::len_utf8))
}

/// What stands from here to the end of the line is passed over.
pub(crate) fn rest_of_line(text: &str, from: usize) -> Mend {
    Mend::unknown(Span::new(from, Line::at(text, from).end))
}

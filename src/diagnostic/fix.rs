//! What mends a mistake: exact edits of its file, and whether they may be made with nobody looking.

use super::Diagnostic;
use crate::text::{SourceFile, Span};

/// Another text in place of a part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; where it is empty, the text is put in.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Edits that belong together: with all of them the mistake is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The edits, in no order; none changes what another does.
    pub edits: Vec<Edit>,
    /// May be made with nobody looking. What is only likely to be meant is for the author to decide.
    pub unseen: bool,
    /// The texts are what a value says, not how that stands in the file: `syntax::settle` writes that.
    pub(crate) said: bool,
    /// A name in place of one that is spelt otherwise: unseen only where the file shows which of the two has slipped.
    pub(crate) slip: Option<Shown>,
}

/// What of a file shows that it is a use of a name that is misspelt, and not its declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// It stands there once: a finger does not slip twice alike.
    Once,
    /// Beside that, the right name stands there as well: it is declared in another file.
    RightBeside,
}

impl Diagnostic {
    /// The same with an edit that mends it, beside those that it has, and that may be made unseen.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        let fix = self.fix.get_or_insert_with(|| Fix { edits: Vec::new(), unseen: true, said: false, slip: None });
        fix.edits.push(Edit { span, text: text.into() });
        self
    }

    /// The same with an edit that mends it, to be looked at before it is made.
    #[must_use]
    pub fn suggest(self, span: Span, text: impl Into<String>) -> Self {
        self.fix(span, text).unsure()
    }

    /// The same; what mends it is to be looked at.
    #[must_use]
    pub fn unsure(mut self) -> Self {
        self.fix.iter_mut().for_each(|fix| fix.unseen = false);
        self
    }

    /// The same; its edits say what a text or condition should say, whatever quotes stand around it.
    #[must_use]
    pub(crate) fn said(mut self) -> Self {
        self.fix.iter_mut().for_each(|fix| fix.said = true);
        self
    }

    /// The same; its edit is one name in place of another, of which either may be misspelt.
    #[must_use]
    pub(crate) fn slip(mut self, shown: Shown) -> Self {
        self.fix.iter_mut().for_each(|fix| fix.slip = Some(shown));
        self
    }
}

/// The text of a file with edits made; none where they do not fit it, or one changes what another does.
#[must_use]
pub fn edited(file: &SourceFile, edits: &[Edit]) -> Option<String> {
    let text = file.text();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    crate::text::sort_by_key(&mut edits, |edit| (edit.span.start, edit.span.end));
    let apart = |pair: &[&Edit]| matches!(pair, [one, other] if one.span.end <= other.span.start && one.span.start < other.span.start);
    if !edits.windows(2).all(apart) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = file.span().start;
    for edit in edits {
        let kept = Span { start: at, end: edit.span.start };
        out.push_str(text.get(file.range(kept)).filter(|_| at <= edit.span.start)?);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(file.offset(at)..)?);
    Some(out)
}

/// Where a byte of the edited text stood before.
#[must_use]
pub fn before(edits: &[Edit], offset: u32) -> u32 {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    crate::text::sort_by_key(&mut edits, |edit| edit.span.start);
    let (mut old, mut new) = (0, 0);
    for edit in edits {
        let start = new + (edit.span.start - old);
        let end = start + u32::try_from(edit.text.len()).unwrap_or(u32::MAX);
        if offset < end {
            return if offset < start { old + (offset - new) } else { edit.span.start };
        }
        (old, new) = (edit.span.end, end);
    }
    old + (offset - new)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn edits_are_made_in_the_order_of_their_places() {
        let edits = [edit(4, 5, ""), edit(0, 1, "xyz")];
        let file = |text: &str| SourceFile::new("f", text);
        let abc = file("abcdef");
        assert_eq!(edited(&abc, &edits).unwrap(), "xyzbcdf");
        assert_eq!([0, 2, 3, 5, 6, 7].map(|at| before(&edits, at)), [0, 0, 1, 3, 5, 6]);
        assert_eq!(edited(&abc, &[edit(0, 2, ""), edit(1, 3, "")]), None, "both change `b`");
        assert_eq!(edited(&abc, &[edit(2, 2, "x"), edit(2, 2, "y")]), None, "which of them comes first?");
        assert_eq!(edited(&file("é"), &[edit(1, 2, "x")]), None, "half a character");
        assert_eq!(edited(&file("ab"), &[edit(2, 9, "x")]), None, "behind the end");
    }

    #[test]
    fn edits_count_from_where_their_file_stands() {
        let file = SourceFile::new("f", "abcdef").at(1000);
        let edits = [edit(1004, 1005, ""), edit(1000, 1001, "xyz")];
        assert_eq!(edited(&file, &edits).unwrap(), "xyzbcdf");
        assert_eq!([1000, 1002, 1003, 1005, 1007].map(|at| before(&edits, at)), [1000, 1000, 1001, 1003, 1006]);
        assert_eq!(edited(&file, &[edit(999, 1001, "")]), None, "in the file before");
        assert_eq!(edited(&file, &[edit(0, 1, "")]), None, "in another file");
    }
}

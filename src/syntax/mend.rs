//! Small changes under which a file with a mistake can be read on, so that its other mistakes are met as well.
//!
//! Nothing of this reaches a tree: a file that had to be mended has an error.

use std::borrow::Cow;

use crate::text::Span;

/// How often one file is mended.
const MOST: usize = 50;
/// How many bytes are read again in all.
const BUDGET: usize = 100_000_000;

/// What is read in place of a part of the file.
#[derive(Debug, Clone)]
pub(super) struct Change {
    place: Span,
    text: Cow<'static, str>,
    /// What stands here cannot be known: a node that holds it is bad.
    unknown: bool,
}

/// The changes that mend one mistake.
#[derive(Debug, Clone, Default)]
pub(super) struct Mend(Vec<Change>);

impl Mend {
    /// A value that cannot be read: some text stands for it, and is not looked at.
    pub(super) fn unknown(place: Span) -> Self {
        Self(vec![Change { place, text: Cow::Borrowed("x"), unknown: true }])
    }

    /// Other characters in place of a few that only shape the file.
    pub(super) fn instead(place: Span, text: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Change { place, text: text.into(), unknown: false }])
    }

    /// Both.
    pub(super) fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// True if nothing is changed.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// All changes to one file, in the order of their places.
#[derive(Debug, Default)]
pub(super) struct Mends {
    changes: Vec<Change>,
    count: usize,
}

impl Mends {
    /// Adds a mend; false if it would change what was changed before, or there were enough.
    pub(super) fn add(&mut self, mend: Mend, text: &str) -> bool {
        self.count += 1;
        if self.count > MOST || self.count.saturating_mul(text.len()) > BUDGET || mend.is_empty() {
            return false;
        }
        for change in mend.0 {
            let at = self.changes.partition_point(|other| other.place.start < change.place.start);
            let apart = |other: Option<&Change>| {
                other.is_none_or(|other| other.place.end <= change.place.start || change.place.end <= other.place.start)
            };
            let before = at.checked_sub(1).and_then(|at| self.changes.get(at));
            if !apart(before) || !apart(self.changes.get(at)) {
                return false;
            }
            self.changes.insert(at, change);
        }
        true
    }

    /// The text to read.
    pub(super) fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.changes.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for change in &self.changes {
            out.push_str(text.get(at..change.place.start as usize).unwrap_or(""));
            out.push_str(&change.text);
            at = change.place.end as usize;
        }
        out.push_str(text.get(at..).unwrap_or(""));
        Cow::Owned(out)
    }

    /// Where a byte of the text that is read stands in the file.
    pub(super) fn place(&self, offset: usize) -> usize {
        self.original(offset, false)
    }

    /// `end`: the offset is the end of something, so that what was taken out behind it does not belong to it.
    fn original(&self, offset: usize, end: bool) -> usize {
        let mut shift = 0_isize;
        for Change { place, text, .. } in &self.changes {
            let (from, to) = (place.start as usize, place.end as usize);
            let read_from = from.saturating_add_signed(shift);
            if offset < read_from || (end && offset == read_from) {
                break;
            }
            if offset <= read_from + text.len() {
                return if offset == read_from + text.len() { to } else { from };
            }
            shift += text.len().cast_signed() - (to - from).cast_signed();
        }
        offset.saturating_add_signed(-shift)
    }

    /// Where a part of the text that is read stands in the file.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        if self.changes.is_empty() {
            return Span::new(start, end);
        }
        Span::new(self.original(start, false), self.original(end, true))
    }

    /// True if nothing was changed.
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// True if something that cannot be known stands here.
    pub(super) fn is_unknown(&self, span: Span) -> bool {
        let inside = |change: &Change| change.place.start < span.end && span.start < change.place.end;
        self.changes.iter().any(|change| change.unknown && inside(change))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn places_go_through_changes_and_back() {
        let text = "ask Why: now?\n\tnext: x\n";
        let mut mends = Mends::default();
        assert!(mends.add(Mend::instead(Span::new(3, 4), ": "), text));
        assert!(mends.add(Mend::unknown(Span::new(4, 13)), text));
        assert!(mends.add(Mend::instead(Span::new(14, 15), "  "), text));
        assert!(!mends.add(Mend::unknown(Span::new(5, 6)), text), "changed before");
        let read = mends.apply(text);
        assert_eq!(read, "ask: x\n  next: x\n");
        assert_eq!(mends.span(0, 3), Span::new(0, 3));
        let x = read.find('x').unwrap();
        assert_eq!(mends.span(x, x + 1), Span::new(4, 13));
        assert!(mends.is_unknown(mends.span(x, x + 1)) && !mends.is_unknown(mends.span(0, 3)));
        let next = read.find("next").unwrap();
        assert_eq!(mends.span(next, next + 4), Span::new(15, 19));
    }
}

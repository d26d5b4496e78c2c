//! Small changes under which a file with a mistake can be read on, so that its other mistakes are met as well.
//!
//! Nothing of this reaches a tree: a file that had to be mended has an error.

use std::borrow::Cow;

use crate::diagnostic::Edit;
use crate::text::Span;

/// How often one file is mended.
const MOST: usize = 200;
/// How many bytes are read again in all.
const BUDGET: usize = 100_000_000;

/// What is read in place of a part of the file.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    place: Span,
    text: Cow<'static, str>,
    /// What stands here cannot be known: a node that holds it is bad.
    unknown: bool,
    /// What stands here is only read over: no author should take it out unseen.
    passes: bool,
}

/// The changes that mend one mistake.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mend(Vec<Change>);

impl Mend {
    /// A value that cannot be read: some text stands for it, and is not looked at.
    pub(crate) fn unknown(place: Span) -> Self {
        Self(vec![Change { place, text: Cow::Borrowed("x"), unknown: true, passes: true }])
    }

    /// Other characters in place of a few that only shape the file.
    pub(crate) fn instead(place: Span, text: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Change { place, text: text.into(), unknown: false, passes: false }])
    }

    /// A line that has no place in the file: it is read over, whatever it was meant to say.
    pub(crate) fn without(place: Span) -> Self {
        Self(vec![Change { place, text: Cow::Borrowed(""), unknown: false, passes: true }])
    }

    /// The changes as edits of the author's file; none where something is read over.
    pub(crate) fn edits(&self) -> Option<Vec<Edit>> {
        let known = !self.0.is_empty() && !self.0.iter().any(|change| change.passes);
        let edit = |change: &Change| Edit { span: change.place, text: change.text.clone().into_owned() };
        known.then(|| self.0.iter().map(edit).collect())
    }

    /// Both.
    pub(crate) fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// True if nothing is changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// All changes to one file, in the order of their places.
#[derive(Debug, Default)]
pub(crate) struct Mends {
    changes: Vec<Change>,
    /// Where each change starts in the text that is read.
    starts: Vec<usize>,
    /// What cannot be known.
    unknown: Vec<Span>,
    count: usize,
}

impl Mends {
    /// Adds a mend; false if it would change what was changed before, or there were enough.
    pub(crate) fn add(&mut self, mend: Mend, text: &str) -> bool {
        self.count += 1;
        if self.are_enough(text) || mend.is_empty() {
            return false;
        }
        self.changes.extend(mend.0);
        crate::text::sort_by_key(&mut self.changes, |change| change.place.start);
        let mut apart = true;
        let (mut end, mut read) = (0, 0);
        self.starts.clear();
        self.unknown.clear();
        for Change { place, text, unknown, .. } in &self.changes {
            apart &= place.start >= end;
            read += place.start.saturating_sub(end) as usize;
            self.starts.push(read);
            read += text.len();
            end = place.end;
            self.unknown.extend(unknown.then_some(*place));
        }
        apart
    }

    /// True if a file was mended as often as it may be.
    pub(crate) fn are_enough(&self, text: &str) -> bool {
        self.count > MOST || self.count.saturating_mul(text.len()) > BUDGET
    }

    /// The text to read.
    pub(crate) fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
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
    pub(crate) fn place(&self, offset: usize) -> usize {
        self.original(offset, false)
    }

    /// `end`: the offset is the end of something, so that what was taken out behind it does not belong to it.
    fn original(&self, offset: usize, end: bool) -> usize {
        let count = self.starts.partition_point(|start| *start < offset || (!end && *start == offset));
        let before = count.checked_sub(1).and_then(|at| Some((self.changes.get(at)?, *self.starts.get(at)?)));
        let Some((Change { place, text, .. }, start)) = before else { return offset };
        match (offset - start).checked_sub(text.len()) {
            Some(behind) => place.end as usize + behind,
            None => place.start as usize,
        }
    }

    /// Where a part of the text that is read stands in the file.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        if self.changes.is_empty() {
            return Span::new(start, end);
        }
        Span::new(self.original(start, false), self.original(end, true))
    }

    /// True if nothing was changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// True if something is changed from one byte to another.
    pub(crate) fn changes(&self, start: usize, end: usize) -> bool {
        self.changes.iter().any(|change| (change.place.start as usize) < end && start < change.place.end as usize)
    }

    /// True if something that cannot be known stands here.
    pub(crate) fn is_unknown(&self, span: Span) -> bool {
        self.unknown.iter().any(|place| place.start < span.end && span.start < place.end)
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
        let read = mends.apply(text);
        assert_eq!(read, "ask: x\n  next: x\n");
        assert_eq!(mends.span(0, 3), Span::new(0, 3));
        let x = read.find('x').unwrap();
        assert_eq!(mends.span(x, x + 1), Span::new(4, 13));
        assert!(mends.is_unknown(mends.span(x, x + 1)) && !mends.is_unknown(mends.span(0, 3)));
        let next = read.find("next").unwrap();
        assert_eq!(mends.span(next, next + 4), Span::new(15, 19));
        assert!(!mends.add(Mend::unknown(Span::new(5, 6)), text), "changed before");
    }
}

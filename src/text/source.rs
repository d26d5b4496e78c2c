//! A file's text with its name, and the way from a byte offset to line and column.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A range of bytes in a [`SourceFile`]: `start` included, `end` not.
///
/// Offsets count from where the file starts in its offset space: from 0 for a file by itself. The files of a
/// [`Sources`](super::Sources) stand behind each other in one space, so that a span alone says which file it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// No place in any file: for what does not stand anywhere.
    pub const NOWHERE: Self = Self { start: u32::MAX, end: u32::MAX };

    /// The span from `start` to `end`, both byte offsets.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        // Larger files are refused before they are read, see `SourceFile::MAX_BYTES`, and so are more of them at once.
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range of byte offsets; [`SourceFile::range`] counts them from the start of the text.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same so many bytes further on; nowhere stays nowhere.
    #[must_use]
    pub(crate) fn shifted(self, by: u32) -> Self {
        if self == Self::NOWHERE {
            return self;
        }
        Self { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }
}

/// What ends the lines of a text: where some end as on Windows, those that are added do, too.
pub(crate) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A place as people count: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1; a byte-order mark does not count.
    pub column: usize,
}

/// The text of one file and the name it goes by in messages.
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: String,
    /// Where it starts in its offset space.
    base: u32,
    body: Arc<Body>,
}

/// What stands in a file, whatever it is called. All its offsets count from its start.
#[derive(Debug)]
pub(super) struct Body {
    text: String,
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters start before each block of [`BLOCK`] bytes: a file may be one long line.
    chars_before: OnceLock<Vec<u32>>,
}

/// How many bytes are counted through at most to find a column.
const BLOCK: usize = 4096;

impl SourceFile {
    /// The largest file that is read, in bytes: offsets are kept in 32 bits.
    pub const MAX_BYTES: u64 = 1 << 30;

    /// A source file with this name (as shown in messages) and text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (line_starts, chars_before) = (OnceLock::new(), OnceLock::new());
        let body = Body { text: text.into(), line_starts, chars_before };
        Self { name: name.into(), base: 0, body: Arc::new(body) }
    }

    /// The same file under another name, as it may be named in several ways; its text is shared.
    #[must_use]
    pub fn called(&self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self.clone() }
    }

    /// The same file at another place of an offset space; its text is shared.
    #[must_use]
    pub(crate) fn at(&self, base: u32) -> Self {
        Self { base, ..self.clone() }
    }

    /// A file of the same name and at the same place, with another text.
    #[must_use]
    pub(crate) fn rewritten(&self, text: impl Into<String>) -> Self {
        Self::new(self.name.as_str(), text).at(self.base)
    }

    /// The name it goes by in messages, usually its path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, a byte-order mark included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// What stands in it, whatever it is called.
    pub(super) fn body(&self) -> &Arc<Body> {
        &self.body
    }

    /// The whole file as a span: where it stands in its offset space.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span_of(0..self.text().len())
    }

    /// True for a place in the file, whose end is one, too.
    pub(crate) fn holds(&self, span: Span) -> bool {
        let own = self.span();
        own.start <= span.start && span.end <= own.end
    }

    /// The text under a span; empty where the span is not within the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        if span.start < self.base { "" } else { self.text().get(self.range(span)).unwrap_or("") }
    }

    /// The text before an offset; empty where that is not within the text.
    pub(crate) fn before(&self, offset: u32) -> &str {
        self.text().get(..self.offset(offset)).unwrap_or("")
    }

    /// The text from an offset on; empty where that is not within the text.
    pub(crate) fn behind(&self, offset: u32) -> &str {
        self.text().get(self.offset(offset)..).unwrap_or("")
    }

    /// How many bytes of the text stand before an offset.
    #[must_use]
    pub fn offset(&self, offset: u32) -> usize {
        offset.saturating_sub(self.base) as usize
    }

    /// The bytes of the text that a span is about.
    #[must_use]
    pub fn range(&self, span: Span) -> Range<usize> {
        self.offset(span.start)..self.offset(span.end)
    }

    /// The span of a range of bytes of the text.
    #[must_use]
    pub fn span_of(&self, range: Range<usize>) -> Span {
        Span::new(range.start, range.end).shifted(self.base)
    }

    /// Line and column of an offset; of one that is not in the file, those of its start.
    #[must_use]
    pub fn place(&self, offset: u32) -> Place {
        let start = Place { line: 1, column: 1 };
        let Some(offset) = offset.checked_sub(self.base).filter(|at| *at as usize <= self.text().len()) else {
            return start;
        };
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let (start, end) = (start as usize, offset as usize);
        if !self.body.text.is_char_boundary(end) {
            return Place { line, column: 1 };
        }
        let marks = self
            .body
            .text
            .get(start..end)
            .map_or(0, |before| before.len() - before.trim_start_matches('\u{feff}').len());
        Place { line, column: self.chars_until(end).saturating_sub(self.chars_until(start + marks)) + 1 }
    }

    /// How many characters start before a byte.
    fn chars_until(&self, offset: usize) -> usize {
        let text = &self.body.text;
        // A block may begin within a character, which starts before it.
        let count = |from: usize, to: usize| {
            let [from, to] = [from, to].map(|at| text.ceil_char_boundary(at.min(text.len())));
            text.get(from..to).map_or(0, |part| part.chars().count())
        };
        let blocks = self.body.chars_before.get_or_init(|| {
            let mut sum = 0;
            let starts = (0..text.len()).step_by(BLOCK).map(|from| {
                let before = sum;
                sum += u32::try_from(count(from, from + BLOCK)).unwrap_or(0);
                before
            });
            starts.collect()
        });
        let block = (offset / BLOCK).min(blocks.len().saturating_sub(1));
        blocks.get(block).map_or(0, |before| *before as usize) + count(block * BLOCK, offset)
    }

    /// The lines from `first` to `last` (from 1, both included, clamped to the file).
    #[must_use]
    pub fn lines(&self, first: usize, last: usize) -> Span {
        let starts = self.line_starts();
        let at = |line: usize| starts.get(line).map_or(self.body.text.len(), |&start| start as usize);
        let start = at(first.saturating_sub(1));
        self.span_of(start..at(last).max(start))
    }

    fn line_starts(&self) -> &[u32] {
        self.body.line_starts.get_or_init(|| {
            let newlines = self.body.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(newlines.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let file = SourceFile::new("f", "\u{feff}ab\r\néx🦀y\n");
        assert_eq!(file.place(3), Place { line: 1, column: 1 });
        let crab = file.text().find('🦀').unwrap_or(0);
        assert_eq!(file.place(u32::try_from(crab).unwrap_or(0)), Place { line: 2, column: 3 });
        assert_eq!(file.place(file.text().len() as u32), Place { line: 3, column: 1 });
    }

    #[test]
    fn offsets_count_from_where_the_file_stands() {
        let file = SourceFile::new("f", "ab\ncd\n");
        let moved = file.at(1000);
        assert_eq!((file.span(), moved.span()), (Span::new(0, 6), Span::new(1000, 1006)));
        let span = moved.span_of(3..5);
        assert_eq!((span, moved.slice(span), moved.range(span)), (Span::new(1003, 1005), "cd", 3..5));
        assert_eq!((moved.before(1003), moved.behind(1004)), ("ab\n", "d\n"));
        assert_eq!(moved.lines(2, 2), Span::new(1003, 1006));
        assert_eq!(moved.place(1004), Place { line: 2, column: 2 });
        for elsewhere in [0, 999, 1007, u32::MAX] {
            assert_eq!(moved.place(elsewhere), Place { line: 1, column: 1 });
        }
        assert_eq!([Span::new(0, 2), Span::new(998, 1002), Span::NOWHERE].map(|span| moved.slice(span)), [""; 3]);
    }

    #[test]
    fn columns_of_a_long_line_are_those_of_its_characters() {
        let text = format!("{}\n{}", "é🦀x".repeat(3000), "aé".repeat(5000));
        let file = SourceFile::new("f", text.as_str());
        let mut place = Place { line: 1, column: 1 };
        for (at, c) in text.char_indices() {
            assert_eq!(file.place(at as u32), place);
            place = if c == '\n' { Place { line: 2, column: 1 } } else { Place { column: place.column + 1, ..place } };
        }
        assert_eq!(file.place(text.len() as u32), place);
    }
}

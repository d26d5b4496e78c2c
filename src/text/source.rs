//! A file's text with its name, and the way from a byte offset to line and column.

use std::sync::{Arc, OnceLock};

/// A range of bytes in one [`SourceFile`]: `start` included, `end` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, both byte offsets.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        // Files past 4 GiB are refused before they are read, see `SourceFile::MAX_BYTES`.
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range of byte offsets.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
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
    body: Arc<Body>,
}

/// What stands in a file, whatever it is called.
#[derive(Debug)]
struct Body {
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
        Self { name: name.into(), body: Arc::new(Body { text: text.into(), line_starts, chars_before }) }
    }

    /// The same file under another name, as it may be named in several ways; its text is shared.
    #[must_use]
    pub fn called(&self, name: impl Into<String>) -> Self {
        Self { name: name.into(), body: Arc::clone(&self.body) }
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

    /// The text under a span; empty where the span is not within the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.body.text.get(span.range()).unwrap_or("")
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn place(&self, offset: u32) -> Place {
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

    /// The byte range of the lines from `first` to `last` (from 1, both included, clamped to the file).
    #[must_use]
    pub fn lines(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let at = |line: usize| starts.get(line).map_or(self.body.text.len(), |&start| start as usize);
        let start = at(first.saturating_sub(1));
        start..at(last).max(start)
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

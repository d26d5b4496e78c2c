//! Between bytes of a text and the positions of the protocol: lines from 0, and columns in the units that were agreed on.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::text::{SourceFile, Span};

/// What columns are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::lsp) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, as where nothing is agreed on.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The first of those that a client names that is known here; bytes need no counting and win.
    pub(in crate::lsp) fn agreed<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Self {
        let known = [("utf-8", Self::Utf8), ("utf-16", Self::Utf16), ("utf-32", Self::Utf32)];
        let named = |(name, _): &(&str, Self)| names.clone().any(|other| other == *name);
        known.into_iter().find(named).map_or(Self::Utf16, |(_, encoding)| encoding)
    }

    /// How it is called.
    pub(in crate::lsp) fn name(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            // One byte, one unit: most lines are so.
            _ if text.is_ascii() => text.len(),
            _ => text.chars().map(|c| self.width(c)).sum(),
        }
    }

    /// How many bytes of a line stand before a column; of one within a character, or behind the end, those before that.
    fn bytes(self, line: &str, column: usize) -> usize {
        if self == Self::Utf8 || line.is_ascii() {
            return line.floor_char_boundary(column.min(line.len()));
        }
        let mut left = column;
        for (at, c) in line.char_indices() {
            match left.checked_sub(self.width(c)) {
                Some(rest) if left > 0 => left = rest,
                _ => return at,
            }
        }
        line.len()
    }
}

/// Where the lines of a text start, as the protocol counts them: a carriage return alone ends one, too.
#[derive(Debug, Clone)]
pub(in crate::lsp) struct Lines {
    starts: Vec<u32>,
    encoding: Encoding,
}

impl Lines {
    /// The lines of a text.
    pub(in crate::lsp) fn of(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)));
        Self { starts: starts.collect(), encoding }
    }

    /// A line of the text without its end, and where it starts.
    fn line<'t>(&self, text: &'t str, line: usize) -> (usize, &'t str) {
        let start = self.starts.get(line).map_or(text.len(), |start| *start as usize);
        let end = self.starts.get(line + 1).map_or(text.len(), |next| *next as usize);
        let whole = text.get(start..end).unwrap_or("");
        let ended = line + 1 < self.starts.len();
        let bare = if ended { whole.strip_suffix("\r\n").or(whole.strip_suffix(['\n', '\r'])) } else { None };
        (start, bare.unwrap_or(whole))
    }

    /// The byte at a position; what lies behind a line is its end, and behind the text the end of that.
    pub(in crate::lsp) fn offset(&self, text: &str, position: Position) -> usize {
        let (start, line) = self.line(text, position.line as usize);
        start + self.encoding.bytes(line, position.character as usize)
    }

    /// The position of a byte of the text.
    pub(in crate::lsp) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1);
        let (start, whole) = self.line(text, line);
        let before = whole.get(..offset.saturating_sub(start)).unwrap_or(whole);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { line: number(line), character: number(self.encoding.length(before)) }
    }

    /// The range of a place of a file.
    pub(in crate::lsp) fn range(&self, file: &SourceFile, span: Span) -> Range {
        let bytes = file.range(span);
        let [start, end] = [bytes.start, bytes.end].map(|at| self.position(file.text(), at));
        Range { start, end }
    }

    /// The place in a file of a position.
    pub(in crate::lsp) fn place(&self, file: &SourceFile, position: Position) -> u32 {
        let at = self.offset(file.text(), position);
        file.span_of(at..at).start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn positions_and_bytes_are_each_others_way_back() {
        let text = "\u{feff}a: é\r\n🦀x: \t'👩‍👧'\rlast\n\nend 🦀";
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let lines = Lines::of(text, encoding);
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let position = lines.position(text, offset);
                let within = text.get(..offset).is_some_and(|before| {
                    before.ends_with('\r') && text.get(offset..).is_some_and(|rest| rest.starts_with('\n'))
                });
                if !within {
                    assert_eq!(lines.offset(text, position), offset, "{encoding:?} {position:?}");
                }
            }
        }
        let lines = Lines::of(text, Encoding::Utf16);
        let crab = text.find('🦀').unwrap_or(0);
        assert_eq!(lines.position(text, crab), at(1, 0));
        assert_eq!(lines.position(text, crab + 4), at(1, 2));
        assert_eq!(lines.offset(text, at(1, 1)), crab, "half a character is its start");
        assert_eq!(lines.offset(text, at(0, 99)), text.find('\r').unwrap_or(0), "behind a line");
        assert_eq!(lines.offset(text, at(99, 0)), text.len(), "behind the text");
        assert_eq!(Lines::of(text, Encoding::Utf8).offset(text, at(1, 3)), crab);
        assert_eq!(Lines::of(text, Encoding::Utf32).position(text, crab + 4), at(1, 1));
    }
}

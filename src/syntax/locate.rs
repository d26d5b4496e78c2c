//! From an offset in a decoded YAML text back to the place in the file.

use crate::text::Span;

/// What a node is, and for a scalar how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Map,
    List,
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
    /// Nothing stands after the colon or the dash.
    Nothing,
    /// Something is wrong here and has been reported: say nothing more about it.
    Bad,
    /// A second key of the same name, reported; it and its value are passed over.
    Repeated,
}

/// The way from byte offsets in one scalar's decoded text to byte offsets in its file.
#[derive(Debug)]
pub(crate) enum Locator {
    /// The decoded text stands in the file as it is, from this offset on.
    Verbatim(u32),
    /// Pieces of the decoded text, in order; the last one is its end.
    Aligned(Vec<Piece>),
}

/// A piece of decoded text that stands in the file as it is, or one character that does not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// Where it starts in the decoded text.
    at: u32,
    /// Where it starts in the file.
    from: u32,
    /// How many bytes one character takes in the file; none for a piece that stands there as it is.
    len: Option<u32>,
}

impl Locator {
    pub(crate) fn verbatim(start: u32) -> Self {
        Self::Verbatim(start)
    }

    /// Walks the source and the decoded text side by side. YAML's folding and indentation only ever
    /// change white space, so every other character is found exactly; escapes are read as YAML does.
    pub(crate) fn aligned(source: &str, span: Span, shape: Shape, decoded: &str) -> Self {
        let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let place = |at: usize| span.start.saturating_add(small(at)).min(span.end);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = usize::from(matches!(shape, Shape::SingleQuoted | Shape::DoubleQuoted));
        for (index, c) in decoded.char_indices() {
            if !c.is_whitespace() {
                at += white_space(source.get(at..).unwrap_or(""), shape);
            }
            let len = match unit(source.get(at..).unwrap_or(""), shape) {
                Some((read, len)) if read == c => len,
                // White space that folding made: it stands for the line break, which stays ahead.
                _ => 0,
            };
            let (index, from) = (small(index), place(at));
            let goes_on = |piece: &Piece| piece.len.is_none() && piece.from + (index - piece.at) == from;
            if len != c.len_utf8() || !source.get(at..).is_some_and(|rest| rest.starts_with(c)) {
                pieces.push(Piece { at: index, from, len: Some(place(at + len) - from) });
            } else if !pieces.last().is_some_and(goes_on) {
                pieces.push(Piece { at: index, from, len: None });
            }
            at += len;
        }
        pieces.push(Piece { at: small(decoded.len()), from: place(at), len: Some(0) });
        Self::Aligned(pieces)
    }

    /// The place of a range of decoded bytes.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        match self {
            Self::Verbatim(base) => Span::new(*base as usize + start, *base as usize + end.max(start)),
            Self::Aligned(pieces) => {
                let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
                let piece = |at: u32| {
                    let behind = pieces.partition_point(|piece| piece.at <= at);
                    behind.checked_sub(1).and_then(|last| pieces.get(last)).copied()
                };
                let first = |at: u32| {
                    piece(at).map_or(0, |piece| piece.from + if piece.len.is_none() { at - piece.at } else { 0 })
                };
                let behind = |at: u32| {
                    piece(at).map_or(0, |piece| piece.from + piece.len.unwrap_or(at.saturating_sub(piece.at) + 1))
                };
                let (start, end) = (small(start), small(end));
                let from = first(start);
                Span { start: from, end: if end > start { behind(end - 1).max(from) } else { from } }
            }
        }
    }
}

/// How many bytes of white space (between double quotes, of escaped white space, too) come next.
fn white_space(source: &str, shape: Shape) -> usize {
    let mut at = 0;
    while let Some(rest) = source.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let escaped = if shape == Shape::DoubleQuoted && c == '\\' { escape(rest) } else { None };
        at += match escaped {
            Some((c, len)) if c.is_whitespace() => len,
            None if c.is_whitespace() || c == '\u{feff}' => c.len_utf8(),
            _ => break,
        };
    }
    at
}

/// The next decoded character of the source and how many bytes it takes.
fn unit(source: &str, shape: Shape) -> Option<(char, usize)> {
    let first = source.chars().next()?;
    match shape {
        Shape::SingleQuoted if source.starts_with("''") => Some(('\'', 2)),
        Shape::DoubleQuoted if first == '\\' => escape(source),
        _ if source.starts_with("\r\n") => Some(('\n', 2)),
        _ => Some((first, first.len_utf8())),
    }
}

/// A double-quoted escape: the character it stands for and its length in the source.
fn escape(source: &str) -> Option<(char, usize)> {
    let kind = source.chars().nth(1)?;
    let hex = |digits: usize| {
        let code = u32::from_str_radix(source.get(2..2 + digits)?, 16).ok()?;
        Some((code, 2 + digits))
    };
    let (code, len) = match kind {
        'x' => hex(2)?,
        'u' => hex(4)?,
        'U' => hex(8)?,
        '0' => (0, 2),
        'a' => (7, 2),
        'b' => (8, 2),
        't' | '\t' => (9, 2),
        'n' => (10, 2),
        'v' => (11, 2),
        'f' => (12, 2),
        'r' => (13, 2),
        'e' => (27, 2),
        'N' => (0x85, 2),
        '_' => (0xa0, 2),
        'L' => (0x2028, 2),
        'P' => (0x2029, 2),
        other => (u32::from(other), 1 + other.len_utf8()),
    };
    if (0xd800..0xdc00).contains(&code) {
        // A surrogate pair, as JSON writes characters past the basic plane.
        let low = u32::from_str_radix(source.get(8..12)?, 16).ok()?;
        let c = char::from_u32(0x10000 + ((code - 0xd800) << 10) + low.checked_sub(0xdc00)?)?;
        return Some((c, 12));
    }
    Some((char::from_u32(code)?, len))
}

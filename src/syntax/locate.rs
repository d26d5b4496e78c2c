//! From an offset in a decoded YAML text back to the place in the file.

use super::nodes::Shape;
use crate::text::Span;

/// The way from byte offsets in one scalar's decoded text to byte offsets in its file.
#[derive(Debug)]
pub(crate) enum Locator {
    /// The decoded text stands in the file as it is, from this offset on.
    Verbatim(u32),
    /// For each byte of the decoded text the place of its character, then the place of the end.
    Aligned(Vec<Span>),
}

impl Locator {
    pub(super) fn verbatim(start: u32) -> Self {
        Self::Verbatim(start)
    }

    /// Walks the source and the decoded text side by side. YAML's folding and indentation only ever
    /// change white space, so every other character is found exactly; escapes are read as YAML does.
    pub(super) fn aligned(source: &str, span: Span, shape: Shape, decoded: &str) -> Self {
        let mut map = Vec::with_capacity(decoded.len() + 1);
        let place = |from: usize, to: usize| {
            let base = span.start as usize;
            Span::new((base + from).min(span.end as usize), (base + to).min(span.end as usize))
        };
        let mut at = usize::from(matches!(shape, Shape::SingleQuoted | Shape::DoubleQuoted));
        for c in decoded.chars() {
            if !c.is_whitespace() {
                at += white_space(source.get(at..).unwrap_or(""), shape);
            }
            let len = match unit(source.get(at..).unwrap_or(""), shape) {
                Some((read, len)) if read == c => len,
                // White space that folding made: it stands for the line break, which stays ahead.
                _ => 0,
            };
            map.extend(std::iter::repeat_n(place(at, at + len), c.len_utf8()));
            at += len;
        }
        map.push(place(at, at));
        Self::Aligned(map)
    }

    /// The place of a range of decoded bytes.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        match self {
            Self::Verbatim(base) => Span::new(*base as usize + start, *base as usize + end.max(start)),
            Self::Aligned(map) => {
                let get = |at: usize| map.get(at).or(map.last()).copied().unwrap_or_default();
                let first = get(start);
                if end > start { first.to(get(end - 1)) } else { Span { end: first.start, ..first } }
            }
        }
    }
}

/// How many bytes of white space (and, between double quotes, escaped line breaks) come next.
fn white_space(source: &str, shape: Shape) -> usize {
    let mut at = 0;
    while let Some(rest) = source.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        if shape == Shape::DoubleQuoted && rest.starts_with("\\\n") {
            at += 2;
        } else if shape == Shape::DoubleQuoted && rest.starts_with("\\\r\n") {
            at += 3;
        } else if c.is_whitespace() || c == '\u{feff}' {
            at += c.len_utf8();
        } else {
            break;
        }
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

//! A text with its holes filled, which knows what was put in: that is text, whatever stands around it
//! (format: Conditions, holes).

use std::fmt;
use std::ops::{Deref, Range};

/// A text of the author's with its holes filled.
///
/// It reads as a `str`. Whoever takes the text for Markdown takes [`Filled::pieces`]: what came out of a hole is not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    text: String,
    /// Where holes were, in order.
    holes: Vec<Range<usize>>,
}

/// A part of a filled text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling<'f> {
    /// The author's words.
    Author(&'f str),
    /// What came out of a hole.
    Hole(&'f str),
}

impl Filled {
    pub(crate) fn author(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn hole(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.holes.push(start..self.text.len());
    }

    /// The author's words and what came out of the holes, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Filling<'_>> {
        let piece = |range: Range<usize>| self.text.get(range).unwrap_or("");
        let starts = std::iter::once(0).chain(self.holes.iter().map(|hole| hole.end));
        let ends = self.holes.iter().map(|hole| hole.start).chain(std::iter::once(self.text.len()));
        let authors = starts.zip(ends).map(move |(start, end)| Filling::Author(piece(start..end)));
        let holes = self.holes.iter().map(move |hole| Some(Filling::Hole(piece(hole.clone()))));
        authors.zip(holes.chain(std::iter::once(None))).flat_map(|(author, hole)| std::iter::once(author).chain(hole))
    }
}

impl Deref for Filled {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<&str> for Filled {
    /// A text without holes.
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), holes: Vec::new() }
    }
}

impl From<Filled> for String {
    fn from(filled: Filled) -> Self {
        filled.text
    }
}

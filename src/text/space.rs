//! An offset space for files that come and go.

use std::sync::{Arc, Weak};

use super::source::{Body, SourceFile, Span};
use super::sources::{END, NoRoom, fits, no_room};

/// An offset space: of the files that are there at once, each has a place of its own in it.
#[derive(Debug)]
pub(crate) struct Space {
    /// Where files stand or stood, in order.
    taken: Vec<(Span, Weak<Body>)>,
    /// How many of them were there when those that are gone were last looked for.
    looked_at: usize,
    end: u32,
}

impl Default for Space {
    fn default() -> Self {
        Self::until(END)
    }
}

impl Space {
    /// A space with this last offset.
    pub(crate) fn until(end: u32) -> Self {
        Self { taken: Vec::new(), looked_at: 0, end }
    }

    /// The file at a place of its own, which it keeps for as long as somebody has its text.
    ///
    /// # Errors
    /// If there is no room for it beside the others.
    pub(crate) fn settle(&mut self, file: &SourceFile) -> Result<SourceFile, NoRoom> {
        // Looked through only where their number has doubled, so that many files do not take the square of their time.
        if self.taken.len() > 2 * self.looked_at + 16 {
            self.let_go();
        }
        let last = self.taken.last().map_or(0, |(span, _)| span.end.saturating_add(1));
        if last <= self.end && fits(file, self.end - last) {
            return Ok(self.put(self.taken.len(), file.at(last)));
        }
        self.let_go();
        let mut from = 0;
        for at in 0..=self.taken.len() {
            let next = self.taken.get(at).map(|(span, _)| *span);
            // One offset more than the text is long: its end is a place, too.
            let room = next.map_or(self.end.checked_sub(from), |next| next.start.checked_sub(from + 1));
            if room.is_some_and(|room| fits(file, room)) {
                return Ok(self.put(at, file.at(from)));
            }
            from = next.map_or(from, |next| next.end.saturating_add(1));
        }
        Err(no_room(file))
    }

    fn let_go(&mut self) {
        self.taken.retain(|(_, body)| body.strong_count() > 0);
        self.looked_at = self.taken.len();
    }

    fn put(&mut self, at: usize, file: SourceFile) -> SourceFile {
        self.taken.insert(at, (file.span(), Arc::downgrade(file.body())));
        file
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn file(name: &str, length: usize) -> SourceFile {
        SourceFile::new(name, "x".repeat(length))
    }

    #[test]
    fn the_place_of_a_file_is_free_when_nobody_has_it_any_more() {
        let mut space = Space::until(30);
        let settled: Vec<SourceFile> = (0..3).map(|_| space.settle(&file("f", 9)).unwrap()).collect();
        assert_eq!(settled.iter().map(|file| file.span().start).collect::<Vec<_>>(), [0, 10, 20]);
        assert_eq!(space.settle(&file("g", 1)).unwrap_err(), no_room(&file("g", 1)));
        let [first, second, third] = <[SourceFile; 3]>::try_from(settled).unwrap();
        let kept = second.called("another name");
        drop((first, second));
        assert!(space.settle(&file("g", 10)).is_err(), "its end would stand where the next starts");
        let g = space.settle(&file("g", 9)).unwrap();
        assert_eq!((g.span().start, kept.span().start, third.span().start), (0, 10, 20));
        drop(kept);
        let (one, other) = (space.settle(&file("h", 4)).unwrap(), space.settle(&file("i", 4)).unwrap());
        assert_eq!([one.span().start, other.span().start], [10, 15]);
    }

    #[test]
    fn files_that_are_gone_are_forgotten() {
        let mut space = Space::default();
        for _ in 0..10_000 {
            space.settle(&file("f", 1)).unwrap();
        }
        assert!(space.taken.len() < 100);
    }
}

//! Several files in one offset space: where each stands in it, and which of them a place is in.

use super::source::{SourceFile, Span};

/// Files that are looked at together, such as a tree and its walk files. They stand behind each other in one offset
/// space, so that a span alone says which of them it is in.
///
/// A space holds 4 GiB: a `Sources` is meant for one tree and what belongs to it, and is let go with them.
#[derive(Debug, Clone)]
pub struct Sources {
    first: SourceFile,
    /// All of them, in the order in which they stand.
    files: Vec<SourceFile>,
}

/// A file that does not fit into an offset space any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` finds no room beside the files that are still in use; give fewer or smaller ones at a time")]
pub struct NoRoom {
    name: String,
}

impl Sources {
    /// A file with its places as they are; others may be added.
    #[must_use]
    pub fn new(file: SourceFile) -> Self {
        Self { files: vec![file.clone()], first: file }
    }

    /// Adds a file, at a place of its own behind all others.
    ///
    /// # Errors
    /// If the offset space ends before the file does.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> Result<SourceFile, NoRoom> {
        self.add_until(SourceFile::new(name, text), END)
    }

    fn add_until(&mut self, file: SourceFile, end: u32) -> Result<SourceFile, NoRoom> {
        let last = self.files.last().map_or(0, behind);
        let file = if last <= end && fits(&file, end - last) { file.at(last) } else { return Err(no_room(&file)) };
        self.files.push(file.clone());
        Ok(file)
    }

    /// The same with another file that has its place in the space already. One that stands where another does could not
    /// be told from that, and is left out.
    #[must_use]
    pub(crate) fn with(mut self, file: &SourceFile) -> Self {
        let at = self.files.partition_point(|other| other.span().start <= file.span().start);
        let before = at.checked_sub(1).and_then(|before| self.files.get(before));
        let free = before.is_none_or(|before| behind(before) <= file.span().start)
            && self.files.get(at).is_none_or(|next| behind(file) <= next.span().start);
        if free {
            self.files.insert(at, file.clone());
        }
        self
    }

    /// The files, in the order in which they stand.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The file that a place is in; none for a place in no file of these.
    #[must_use]
    pub fn find(&self, span: Span) -> Option<&SourceFile> {
        let behind = self.files.partition_point(|file| file.span().start <= span.start);
        self.files.get(behind.checked_sub(1)?).filter(|file| file.holds(span))
    }

    /// The file that a finding at a place is about: the first for one that is in no file of these.
    pub(crate) fn about(&self, span: Span) -> &SourceFile {
        self.find(span).unwrap_or(&self.first)
    }
}

impl From<&SourceFile> for Sources {
    fn from(file: &SourceFile) -> Self {
        Self::new(file.clone())
    }
}

/// The last offset of a space; what lies behind is nowhere.
pub(super) const END: u32 = u32::MAX - 1;

/// The first offset that is free behind a file: its end is a place in it, too.
fn behind(file: &SourceFile) -> u32 {
    file.span().end.saturating_add(1)
}

/// True if a file ends within so many offsets.
pub(super) fn fits(file: &SourceFile, room: u32) -> bool {
    u32::try_from(file.text().len()).is_ok_and(|length| length <= room)
}

pub(super) fn no_room(file: &SourceFile) -> NoRoom {
    NoRoom { name: super::escape::one_line(file.name()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn file(name: &str, length: usize) -> SourceFile {
        SourceFile::new(name, "x".repeat(length))
    }

    #[test]
    fn a_span_says_which_file_it_is_in() {
        let mut sources = Sources::new(file("tree", 10));
        let walks = sources.add("walks", "a: b\n").unwrap();
        let nothing = sources.add("nothing", "").unwrap();
        assert_eq!([walks.span(), nothing.span()], [Span::new(11, 16), Span::new(17, 17)]);
        let name = |start, end| sources.find(Span::new(start, end)).map(SourceFile::name);
        assert_eq!(
            [name(0, 3), name(10, 10), name(11, 12), name(16, 16)],
            [Some("tree"), Some("tree"), Some("walks"), Some("walks")]
        );
        assert_eq!([name(17, 17), name(18, 18), name(9, 12)], [Some("nothing"), None, None]);
        assert_eq!(sources.find(Span::NOWHERE).map(SourceFile::name), None);
        assert_eq!(sources.about(Span::NOWHERE).name(), "tree");
    }

    #[test]
    fn what_stands_in_the_place_of_another_is_left_out() {
        let sources = Sources::new(file("a", 10).at(20)).with(&file("b", 9).at(10)).with(&file("c", 5).at(31));
        let name = |at| sources.find(Span::new(at, at)).map(SourceFile::name);
        assert_eq!(
            [10, 19, 20, 30, 31, 36, 37].map(name),
            [Some("b"), Some("b"), Some("a"), Some("a"), Some("c"), Some("c"), None]
        );
        for over in [file("d", 10).at(20), file("d", 10).at(0), file("d", 0).at(30), file("d", 3).at(17)] {
            assert_eq!(sources.clone().with(&over).files.len(), 3, "{:?}", over.span());
        }
    }

    #[test]
    fn a_file_past_the_end_of_the_space_is_refused() {
        let mut sources = Sources::new(file("a", 10));
        assert_eq!(
            sources.add_until(file("b\n", 10), 20).unwrap_err().to_string(),
            concat!(
                "`b` finds no room beside the files that are still in use; ",
                "give fewer or smaller ones at a time"
            )
        );
        assert_eq!(sources.add_until(file("b", 9), 20).unwrap().span(), Span::new(11, 20));
        assert!(sources.add_until(file("c", 0), 20).is_err());
    }
}

//! How it is said why a text is not set in the one form.

use crate::text::SourceFile;

/// Why a text is not set anew, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
#[non_exhaustive]
pub struct Unformatted {
    /// The line, from 1.
    pub line: usize,
    /// The reason.
    pub why: Why,
}

/// Why a text is not set anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Why {
    /// It cannot be read without mistakes of its layout.
    #[error("there is a mistake, which is mended first; `onread check` tells it")]
    Mistakes,
    /// It is neither a tree nor a walk file.
    #[error("this is neither a tree nor a walk file")]
    Foreign,
    /// It is too long.
    #[error("the file is longer than 2 MiB, which is the most that is formatted")]
    TooLarge,
    /// Some lines end with a carriage return that has no line feed behind it.
    #[error("there is a carriage return without a line feed; save the file with line feeds")]
    Returns,
    /// A block of text begins with a tab or another sign that is no space.
    #[error("a tab stands before the first word of a block of text; write spaces, or the text between double quotes")]
    Tab,
    /// What sets texts cannot read it.
    #[error("this cannot be set anew; write it in one line, or each key in a line of its own")]
    Unset,
    /// What sets texts broke down over it.
    #[error("what formats it broke down over this file; this is a bug in onread, please report it with the file")]
    Broken,
    /// It would change with every time that it is set.
    #[error("the file would look otherwise each time it is formatted; this is a bug in onread, please report it")]
    Restless,
    /// It would be read otherwise.
    #[error("this would be read otherwise; write it in one line, or each key in a line of its own")]
    Otherwise,
    /// A comment would stand elsewhere.
    #[error("the comment would stand elsewhere; put it in a line of its own, above the key that it is about")]
    Comment,
    /// A comment that allows a finding would stand in another line than what it allows.
    #[error(
        "what is allowed here would stand in another line; put the comment above its key, each key in a line of its own"
    )]
    Allowance,
    /// It has anchors or merges, whose order counts.
    #[error("what is repeated from here would stand behind what repeats it; leave --sort-keys out")]
    Anchors,
}

impl Why {
    /// The reason, at an offset in the file.
    pub(super) fn at(self, file: &SourceFile, offset: u32) -> Unformatted {
        self.at_line(file, file.place(offset).line)
    }

    /// The reason, at a line of the file; one behind its end is its last.
    pub(super) fn at_line(self, file: &SourceFile, line: usize) -> Unformatted {
        Unformatted { line: line.min(file.text().lines().count()).max(1), why: self }
    }
}

//! One file: its text as the client has it, and what is known of it.

use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::{Position, Range};
use serde::Deserialize;

use super::position::{Encoding, Lines};
use crate::diagnostic::Diagnostic;
use crate::explore::{Passes, Proof};
use crate::load::Examined;
use crate::syntax::{FileKind, Foreign};
use crate::text::{SourceFile, Span};
use crate::walk::WalkFile;

/// How the addresses of trees begin that are part of the program.
pub(super) const BUILT_IN: &str = "onread:///trees/";

/// A text that a client has open.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: String,
    /// What messages call it.
    pub(super) name: String,
    /// Its path without links, where it has one.
    pub(super) path: Option<PathBuf>,
    /// What the client says that it is.
    pub(super) meant: Option<FileKind>,
    pub(super) version: i32,
    /// No other state of any document has this number.
    pub(super) serial: u64,
    pub(super) text: String,
    /// What is known of it as it stands now.
    pub(super) known: Option<Arc<Known>>,
    /// It as it stood when it last was a tree without errors.
    pub(super) good: Option<Arc<Known>>,
    /// What all its walks tell, once they were gone through.
    pub(super) proved: Option<Arc<Proved>>,
}

/// What going through all walks of an open tree told.
#[derive(Debug)]
pub(super) struct Proved {
    pub(super) proof: Proof,
    /// What is said of it.
    pub(super) told: Vec<Diagnostic>,
    /// Where walks pass.
    pub(super) passes: Passes,
}

/// Another text in place of a part of a document, or of all of it.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    range: Option<Range>,
    text: String,
}

impl Document {
    /// A text as it was opened.
    pub(super) fn new(
        uri: &str,
        name: String,
        path: Option<PathBuf>,
        meant: Option<FileKind>,
        (version, serial): (i32, u64),
        text: String,
    ) -> Self {
        Self { uri: uri.to_owned(), name, path, meant, version, serial, text, known: None, good: None, proved: None }
    }

    /// Makes changes, one behind the other.
    pub(super) fn change(&mut self, changes: Vec<Change>, encoding: Encoding, (version, serial): (i32, u64)) {
        for Change { range, text } in changes {
            let Some(range) = range else {
                self.text = text;
                continue;
            };
            let lines = Lines::of(&self.text, encoding);
            let [one, other] = [range.start, range.end].map(|at| lines.offset(&self.text, at));
            self.text.replace_range(one.min(other)..one.max(other), &text);
        }
        (self.version, self.serial) = (version, serial);
        (self.known, self.proved) = (None, None);
    }
}

/// What a file is.
#[derive(Debug)]
pub(super) enum What {
    /// A tree, or as much of one as could be read.
    Tree(Examined),
    /// A walk file.
    Walks(WalkFile),
    /// Something of another program.
    Other(Foreign),
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) uri: String,
    pub(super) path: Option<PathBuf>,
    pub(super) file: SourceFile,
    pub(super) lines: Lines,
    pub(super) what: What,
}

impl Known {
    /// What was read of a file.
    pub(super) fn new(uri: &str, file: SourceFile, path: Option<PathBuf>, what: What, encoding: Encoding) -> Self {
        let lines = Lines::of(file.text(), encoding);
        Self { uri: uri.to_owned(), path, file, lines, what }
    }

    /// The tree that could be read of it, if it is one.
    pub(super) fn tree(&self) -> Option<&Examined> {
        if let What::Tree(examined) = &self.what { Some(examined) } else { None }
    }

    /// The walk file that it is.
    pub(super) fn walks(&self) -> Option<&WalkFile> {
        if let What::Walks(walks) = &self.what { Some(walks) } else { None }
    }

    /// Whether it is a part of the program, and no file.
    pub(super) fn is_built_in(&self) -> bool {
        self.uri.starts_with(BUILT_IN)
    }

    /// Whether both are one file.
    pub(super) fn is_same_file(&self, other: &Self) -> bool {
        self.uri == other.uri || self.path.is_some() && self.path == other.path
    }

    /// The range of a place.
    pub(super) fn range(&self, span: Span) -> Range {
        self.lines.range(&self.file, span)
    }

    /// The place at a position.
    pub(super) fn place(&self, position: Position) -> u32 {
        self.lines.place(&self.file, position)
    }
}

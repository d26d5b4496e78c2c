//! One file: its text as the client has it, and what is known of it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use gen_lsp_types::{Position, Range};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::protocol::position::{Encoding, Lines};
use crate::diagnostic::Diagnostic;
use crate::explore::{Passes, Proof};
use crate::load::Examined;
use crate::syntax::{FileKind, Foreign};
use crate::text::{SourceFile, Span};
use crate::tree::Place;
use crate::walk::WalkFile;

/// How long a text is, in bytes, that is not read anew at every key: one of some hundred questions takes milliseconds.
const LARGE: usize = 50_000;

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
    /// What was known of it before the last changes, while they all stand in one line: that.
    before: Option<(Arc<Known>, Option<u32>)>,
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
    /// By which walks places are reached that somebody has asked for, in words.
    ways: Mutex<FxHashMap<Place, Option<String>>>,
}

impl Proved {
    /// What was told.
    pub(super) fn new(proof: Proof, told: Vec<Diagnostic>, passes: Passes) -> Self {
        Self { proof, told, passes, ways: Mutex::default() }
    }

    /// By which walk a place is reached, looked for once.
    pub(super) fn way(&self, place: Place, look: impl FnOnce() -> Option<String>) -> Option<String> {
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        ways.entry(place).or_insert_with(look).clone()
    }
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
        Self {
            uri: uri.to_owned(),
            name,
            path,
            meant,
            version,
            serial,
            text,
            known: None,
            before: None,
            good: None,
            proved: None,
        }
    }

    /// Makes changes, one behind the other.
    pub(super) fn change(&mut self, changes: Vec<Change>, encoding: Encoding, (version, serial): (i32, u64)) {
        if let Some(known) = self.known.take() {
            self.before = Some((known, None));
        }
        for Change { range, text } in changes {
            let in_line = range.filter(|range| range.start.line == range.end.line && !text.contains(['\n', '\r']));
            let line = in_line.map(|range| range.start.line);
            self.before = self.before.take().filter(|(_, own)| line.is_some() && (own.is_none() || *own == line));
            if let Some((_, own)) = &mut self.before {
                *own = line;
            }
            let Some(range) = range else {
                self.text = text;
                continue;
            };
            let lines = Lines::of(&self.text, encoding);
            let [one, other] = [range.start, range.end].map(|at| lines.offset(&self.text, at));
            self.text.replace_range(one.min(other)..one.max(other), &text);
        }
        (self.version, self.serial) = (version, serial);
        self.proved = None;
    }

    /// What is known of it as it stands now.
    pub(super) fn learn(&mut self, known: &Arc<Known>) {
        (self.known, self.before) = (Some(Arc::clone(known)), None);
        if known.tree().is_some_and(|examined| examined.tree.is_some()) {
            self.good = Some(Arc::clone(known));
        }
    }

    /// Whether it is to be read yet, which takes a while.
    pub(super) fn is_unread(&self) -> bool {
        self.known.is_none() && self.text.len() >= LARGE
    }

    /// What was known of a text that is to be read yet, if only one of its lines has changed since then: all names that
    /// stand in others are there.
    pub(super) fn known_before(&self) -> Option<&Known> {
        let (known, _) = self.before.as_ref().filter(|_| self.is_unread())?;
        (!matches!(*known.what, What::Other(_))).then_some(known)
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
    pub(super) what: Arc<What>,
}

impl Known {
    /// What was read of a file.
    pub(super) fn new(uri: &str, file: SourceFile, path: Option<PathBuf>, what: Arc<What>, encoding: Encoding) -> Self {
        let lines = Lines::of(file.text(), encoding);
        Self { uri: uri.to_owned(), path, file, lines, what }
    }

    /// The tree that could be read of it, if it is one.
    pub(super) fn tree(&self) -> Option<&Examined> {
        if let What::Tree(examined) = &*self.what { Some(examined) } else { None }
    }

    /// The walk file that it is.
    pub(super) fn walks(&self) -> Option<&WalkFile> {
        if let What::Walks(walks) = &*self.what { Some(walks) } else { None }
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

//! The trees and walk files of the tests: those that are right, and those that are not, with what is wrong with their
//! shape.

use std::fs;
use std::path::{Path, PathBuf};

use onread::diagnostic::{Code, Diagnostic, Severity};
use onread::text::SourceFile;
use onread::walk::{NoTree, WalkFile, check_file};

/// A file of the tests.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

impl Case {
    pub(crate) fn is_walks(&self) -> bool {
        self.path.to_string_lossy().contains(".walks.")
    }

    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// What the reader finds wrong with its shape.
    pub(crate) fn faults(&self) -> Vec<Diagnostic> {
        faults(&errors(&self.text, self.is_walks()))
    }
}

/// The errors that the reader finds before any name is looked up.
pub(crate) fn errors(text: &str, walks: bool) -> Vec<Diagnostic> {
    let file = SourceFile::new("t", text);
    let mut found = match walks {
        // Without its tree, nothing is looked up.
        true => check_file(&WalkFile::read(file), Err(&NoTree::Unread("none".to_owned(), None))),
        false => onread::shape(&file),
    };
    found.retain(|found| found.severity == Severity::Error && found.code != Code::WalkTree);
    found
}

/// Those about the shape of the file: about keys, or about what kind of thing stands behind them.
pub(crate) fn faults(errors: &[Diagnostic]) -> Vec<Diagnostic> {
    use Code::{BadId, BadValue, KeyNotForKind, MissingKey, UnknownKey, WrongFile, WrongShape};
    let about_shape = |found: &Diagnostic| {
        matches!(found.code, UnknownKey | MissingKey | WrongShape | BadValue | KeyNotForKind | BadId | WrongFile)
    };
    errors.iter().filter(|found| about_shape(found)).cloned().collect()
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder in Unicode.
fn of(folder: &Path) -> Vec<Case> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    paths.sort();
    let texts = paths.into_iter().map(|path| (fs::read_to_string(&path), path));
    texts.filter_map(|(text, path)| Some(Case { text: text.ok()?, path })).collect()
}

/// Every file that the reader takes: those of the project, and those beside it.
pub(crate) fn right() -> Vec<Case> {
    let folders = [
        "trees",
        "tests/walks",
        "tests/real",
        "tests/draw/small",
        "tests/properties",
        "tests/diagnostics",
        "tests/diagnostics/ok",
        // Their mistakes are those of their walks.
        "tests/proofs/ok",
        "tests/proofs/err",
        "../shared/trees",
        "../shared/world",
    ];
    folders.iter().flat_map(|folder| of(&top().join(folder))).collect()
}

/// Every file that shows a mistake.
pub(crate) fn wrong() -> Vec<Case> {
    of(&top().join("tests/diagnostics/err"))
}

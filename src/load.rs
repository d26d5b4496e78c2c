//! From a file's text to what it is: a tree, a walk file or neither; and to a tree, or to all that is wrong with it.

use std::sync::Arc;

use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::references::References;
use crate::syntax;
use crate::syntax::{FileKind, Foreign, Tape};
use crate::text::{SourceFile, Span};
use crate::tree::Tree;
use crate::walk::{NoTree, WalkFile};

/// A tree, and what is odd about it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The tree.
    pub tree: Arc<Tree>,
    /// Warnings, in the order of their places.
    pub warnings: Vec<Diagnostic>,
    /// The comments that may allow findings.
    pub(crate) comments: Vec<Span>,
}

/// A file that is no tree: everything that is wrong with it, in the order of the places.
#[derive(Debug, thiserror::Error)]
#[error("{}", summary(.diagnostics))]
#[non_exhaustive]
pub struct LoadError {
    /// Errors and warnings; at least one is an error.
    pub diagnostics: Vec<Diagnostic>,
}

impl LoadError {
    /// Why a walk file cannot walk the tree of this file.
    pub(crate) fn for_walks(&self, file: &SourceFile) -> NoTree {
        let first = self.diagnostics.iter().find(|d| d.severity == Severity::Error);
        let line = first.map_or(1, |first| file.place(first.span.start).line);
        NoTree::Unusable(format!("the tree cannot be used: {self} (line {line})"), file.name().to_owned())
    }
}

fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let first = diagnostics.iter().find(|d| d.severity == Severity::Error).map_or("", |d| &d.message);
    match errors {
        1 => format!("the tree has an error: {first}"),
        _ => format!("the tree has {errors} errors, first: {first}"),
    }
}

/// A YAML file that was read: what it is.
#[derive(Debug)]
#[non_exhaustive]
pub enum Content {
    /// A tree, not loaded yet.
    Tree(Unloaded),
    /// A walk file.
    Walks(WalkFile),
    /// Neither.
    Neither(Foreign),
}

/// A tree's file that was read, and can be loaded without being read again.
#[derive(Debug)]
pub struct Unloaded {
    file: Arc<SourceFile>,
    tape: Tape,
    found: Diagnostics,
}

impl Unloaded {
    /// Loads the tree.
    ///
    /// # Errors
    /// If the file is no tree in the format, with everything that is wrong.
    pub fn load(self) -> Result<Loaded, LoadError> {
        of(&self.file, self.tape, self.found)
    }

    /// What can be made of it, whatever is wrong with it, as [`examine`] tells.
    #[must_use]
    pub fn examine(self) -> Examined {
        examined(&self.file, self.tape, self.found)
    }
}

/// Reads a YAML file, once, as what it is; one that is neither a tree nor a walk file as what it is `meant` to be, if
/// that is said.
#[must_use]
pub fn read(file: &Arc<SourceFile>, meant: Option<FileKind>) -> Content {
    if meant.is_none() && syntax::is_foreign_at_a_glance(file) {
        return Content::Neither(Foreign::OtherKeys);
    }
    let (tape, found) = syntax::read(file);
    match syntax::kind(file, &tape, &found).or_else(|foreign| meant.ok_or(foreign)) {
        Ok(FileKind::Tree) => Content::Tree(Unloaded { file: Arc::clone(file), tape, found }),
        Ok(FileKind::Walks) => Content::Walks(WalkFile::of(Arc::clone(file), tape, found)),
        Err(foreign) => Content::Neither(foreign),
    }
}

/// Reads a tree.
///
/// # Errors
/// If the text is no tree in the format, with everything that is wrong.
pub fn load(file: &SourceFile) -> Result<Loaded, LoadError> {
    let (tape, found) = syntax::read(file);
    of(file, tape, found)
}

/// The tree whose nodes these are.
fn of(file: &SourceFile, tape: Tape, mut found: Diagnostics) -> Result<Loaded, LoadError> {
    let comments = syntax::may_allow(file, tape.comments());
    let tree = compile(file, tape, None, &mut found);
    let diagnostics = found.into_sorted();
    match tree {
        Some(tree) => Ok(Loaded { tree: Arc::new(tree), warnings: diagnostics, comments }),
        None => Err(LoadError { diagnostics }),
    }
}

/// What could be made of a tree's file, whatever is wrong with it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Examined {
    /// The tree, if there is no error.
    pub tree: Option<Arc<Tree>>,
    /// Errors and warnings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// Its outline, and where each name in it is declared and used, as far as it could be read.
    pub references: References,
    /// The comments that may allow findings.
    comments: Vec<Span>,
}

impl Examined {
    /// The same as [`load`] gives; none where there is an error.
    #[must_use]
    pub fn loaded(&self) -> Option<Loaded> {
        let (tree, warnings) = (Arc::clone(self.tree.as_ref()?), self.diagnostics.clone());
        Some(Loaded { tree, warnings, comments: self.comments.clone() })
    }
}

/// Reads a tree as [`load`] does, and gives also of a tree with errors what could be read of it: for editors, which have
/// to know their way in a tree while it is written.
#[must_use]
pub fn examine(file: &SourceFile) -> Examined {
    let (tape, found) = syntax::read(file);
    examined(file, tape, found)
}

fn examined(file: &SourceFile, tape: Tape, mut found: Diagnostics) -> Examined {
    let mut references = References::default();
    let comments = syntax::may_allow(file, tape.comments());
    let tree = compile(file, tape, Some(&mut references), &mut found);
    Examined { tree: tree.map(Arc::new), diagnostics: found.into_sorted(), references, comments }
}

/// What is wrong with a tree's shape: what is found while its file is read, before any name in it is looked up.
#[must_use]
pub fn shape(file: &SourceFile) -> Vec<Diagnostic> {
    let (tape, mut found) = syntax::read(file);
    let _ = syntax::tree(tape.document(file), &mut found);
    found.into_sorted()
}

/// Reads a tree from text; `name` is what messages call it. Warnings are dropped.
///
/// # Errors
/// As [`load`].
pub fn load_str(name: &str, text: &str) -> Result<Tree, LoadError> {
    load(&SourceFile::new(name, text)).map(|loaded| Arc::unwrap_or_clone(loaded.tree))
}

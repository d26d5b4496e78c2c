//! From a file's text to a tree, or to all that is wrong with it.

use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::text::SourceFile;
use crate::tree::Tree;

/// A tree, and what is odd about it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The tree.
    pub tree: Tree,
    /// Warnings, in the order of their places.
    pub warnings: Vec<Diagnostic>,
}

/// A file that is no tree: everything that is wrong with it, in the order of the places.
#[derive(Debug, thiserror::Error)]
#[error("{}", summary(.diagnostics))]
#[non_exhaustive]
pub struct LoadError {
    /// Errors and warnings; at least one is an error.
    pub diagnostics: Vec<Diagnostic>,
}

fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let first = diagnostics.iter().find(|d| d.severity == Severity::Error).map_or("", |d| &d.message);
    match errors {
        1 => format!("the tree has an error: {first}"),
        _ => format!("the tree has {errors} errors, first: {first}"),
    }
}

/// Reads a tree.
///
/// # Errors
/// If the text is no tree in the format, with everything that is wrong.
pub fn load(file: &SourceFile) -> Result<Loaded, LoadError> {
    let mut out = Diagnostics::default();
    let tree = compile(file, &mut out);
    let diagnostics = out.into_sorted();
    match tree {
        Some(tree) => Ok(Loaded { tree, warnings: diagnostics }),
        None => Err(LoadError { diagnostics }),
    }
}

/// Reads a tree from text; `name` is what messages call it. Warnings are dropped.
///
/// # Errors
/// As [`load`].
pub fn load_str(name: &str, text: &str) -> Result<Tree, LoadError> {
    load(&SourceFile::new(name, text)).map(|loaded| loaded.tree)
}

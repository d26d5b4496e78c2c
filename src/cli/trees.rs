//! Trees that walk files name, read once each.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::files;
use crate::diagnostic::Severity;
use crate::tree::Tree;

/// Trees that walk files name, each read once.
#[derive(Default)]
pub(super) struct Trees {
    read: HashMap<PathBuf, Result<&'static Tree, String>>,
}

impl Trees {
    /// The tree that a walk file's `tree:` names: a file beside it, or a built-in tree.
    ///
    /// Trees live until the program ends, which is right after the last walk.
    pub(super) fn find(&mut self, walk_file: &str, name: &str) -> Result<&'static Tree, String> {
        let path = files::beside(walk_file, name);
        self.read.entry(path.clone()).or_insert_with(|| read_tree(&path, name)).clone()
    }
}

fn read_tree(path: &Path, name: &str) -> Result<&'static Tree, String> {
    let file = match (path.exists(), super::builtin::find(name)) {
        (false, Some(file)) => file,
        _ => files::read(path).map_err(|reason| format!("{reason}{}", files::near_tree(path, name)))?,
    };
    match crate::load(&file) {
        Ok(loaded) => Ok(Box::leak(Box::new(loaded.tree))),
        Err(error) => {
            let first = error.diagnostics.iter().find(|d| d.severity == Severity::Error);
            let place = first.map_or(1, |first| file.place(first.span.start).line);
            Err(format!("the tree cannot be used: {error} (line {place}); `onread check {}` tells all", file.name()))
        }
    }
}

//! Trees that walk files name, read once each as long as they are small together.

use std::cell::OnceCell;
use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files;
use crate::diagnostic::Severity;
use crate::tree::Tree;

/// How many bytes the files of the trees may have that are kept: those read last.
const KEPT: usize = 4 << 20;

/// Trees that walk files name, each read once, or again where others took its place.
#[derive(Default)]
pub(crate) struct Trees {
    read: HashMap<PathBuf, Result<Arc<Tree>, String>>,
    /// Those that are kept, the oldest first, with the lengths of their files.
    kept: VecDeque<(PathBuf, usize)>,
}

impl Trees {
    /// The tree that a walk file's `tree:` names: a file beside it, or a built-in tree.
    pub(crate) fn find(&mut self, walk_file: &str, name: &str) -> Result<Arc<Tree>, String> {
        let path = files::beside(walk_file, name);
        if let Some(known) = self.read.get(&path) {
            return known.clone();
        }
        let read = read_tree(&path, name);
        let found = read.map(|(tree, length)| {
            self.kept.push_back((path.clone(), length));
            tree
        });
        self.read.insert(path, found.clone());
        while self.kept.len() > 1 && self.kept.iter().map(|(_, length)| length).sum::<usize>() > KEPT {
            self.kept.pop_front().iter().for_each(|(oldest, _)| drop(self.read.remove(oldest)));
        }
        found
    }

    /// The same, for as long as `slot` lives, which is for one walk file.
    pub(crate) fn lend<'s>(
        &mut self,
        slot: &'s OnceCell<Arc<Tree>>,
        walk_file: &str,
        name: &str,
    ) -> Result<&'s Tree, String> {
        let tree = self.find(walk_file, name)?;
        Ok(&**slot.get_or_init(|| tree))
    }
}

fn read_tree(path: &Path, name: &str) -> Result<(Arc<Tree>, usize), String> {
    let file = match (path.exists(), super::builtin::find(name)) {
        (false, Some(file)) => file,
        _ => files::read(path).map_err(|reason| format!("{reason}{}", files::near_tree(path, name)))?,
    };
    match crate::load(&file) {
        Ok(loaded) => Ok((Arc::new(loaded.tree), file.text().len())),
        Err(error) => {
            let first = error.diagnostics.iter().find(|d| d.severity == Severity::Error);
            let place = first.map_or(1, |first| file.place(first.span.start).line);
            Err(format!("the tree cannot be used: {error} (line {place}); `onread check {}` tells all", file.name()))
        }
    }
}

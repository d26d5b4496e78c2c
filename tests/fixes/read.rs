//! What loading a file tells, as `check --quick` does, without a process for each.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use onread::diagnostic::Diagnostic;
use onread::text::SourceFile;
use onread::tree::Tree;
use onread::walk::{self, NoTree};
use onread::{Content, FileKind};

/// What is wrong with a text that stands in a file of this name; a walk file finds its tree beside it.
pub(crate) fn told(path: &Path, text: &str) -> Vec<Diagnostic> {
    told_of(&SourceFile::new(path.display().to_string(), text))
}

/// What is wrong with a file.
pub(crate) fn told_of(file: &SourceFile) -> Vec<Diagnostic> {
    match onread::read(&Arc::new(file.clone()), Some(FileKind::Tree)) {
        Content::Walks(walks) => {
            let tree = tree(Path::new(file.name()), walks.tree().unwrap_or(""));
            walk::check_file(&walks, tree.as_deref())
        }
        _ => match onread::load(file) {
            Ok(loaded) => loaded.warnings,
            Err(error) => error.diagnostics,
        },
    }
}

type Read = Result<Arc<Tree>, NoTree>;
static TREES: Mutex<Option<HashMap<PathBuf, Read>>> = Mutex::new(None);

/// Trees are kept for as long as the tests run: they are few.
fn tree(path: &Path, name: &str) -> Read {
    let path = path.with_file_name("").join(name);
    let mut trees = TREES.lock().unwrap_or_else(PoisonError::into_inner);
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).map_err(|_| NoTree::Unread("there is no such file".to_owned(), None))?;
        let tree = onread::load_str(name, &text).map_err(|error| NoTree::Unread(error.to_string(), None))?;
        Ok(Arc::new(tree))
    };
    trees.get_or_insert_default().entry(path).or_insert_with_key(read).clone()
}

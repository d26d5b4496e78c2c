//! What loading a file tells, as `check --quick` does, without a process for each.

use std::fs;
use std::path::Path;

use onread::diagnostic::Diagnostic;
use onread::text::SourceFile;
use onread::tree::Tree;
use onread::walk::{self, Kind};

/// What is wrong with a text that stands in a file of this name; a walk file finds its tree beside it.
pub fn told(path: &Path, text: &str) -> Vec<Diagnostic> {
    let file = SourceFile::new(path.display().to_string(), text);
    if walk::kind_of(&file) == Kind::Tree {
        return match onread::load(&file) {
            Ok(loaded) => loaded.warnings,
            Err(error) => error.diagnostics,
        };
    }
    let slot = std::cell::OnceCell::new();
    walk::check_file(&file, &mut |name| match tree(path, name) {
        Ok(tree) => Ok(&*slot.get_or_init(|| tree)),
        Err(reason) => Err(reason),
    })
}

fn tree(path: &Path, name: &str) -> Result<Tree, String> {
    let path = path.with_file_name(name);
    let text = fs::read_to_string(&path).map_err(|_| "there is no such file".to_owned())?;
    onread::load_str(name, &text).map_err(|error| error.to_string())
}

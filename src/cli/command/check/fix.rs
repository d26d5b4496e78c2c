//! `onread check --fix`: what may be mended with nobody looking is mended, and said.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use crate::cli::io::output;
use crate::cli::io::read::files::{self, Found};
use crate::cli::io::read::inputs::{Inputs, tree_of};
use crate::cli::io::write::add::{self, Doing};
use crate::cli::report::fixed;
use crate::diagnostic::{Mended, mend, to_json};
use crate::text::SourceFile;
use crate::walk::{self, WalkFile};
use crate::{Content, FileKind};

/// What is done, for those who are told.
pub(super) struct Fixed {
    /// What was mended, as records.
    pub(super) records: Vec<Value>,
    /// The same in words, a line each.
    pub(super) lines: Vec<String>,
    /// Some file that should be written is not.
    pub(super) failed: bool,
}

/// Mends the files among paths: the trees first, since walk files are read beside them.
pub(super) fn run(paths: &[PathBuf]) -> Fixed {
    let mut done = Fixed { records: Vec::new(), lines: Vec::new(), failed: false };
    // What is not there, or cannot be read, is said by the check behind this.
    let (found, _) = files::search_all(paths);
    let (mut trees, mut walks) = (Vec::new(), Vec::new());
    for found in found {
        let Some(file) = read(&found) else { continue };
        match crate::read(&Arc::new(file), found.named.then_some(FileKind::Tree)) {
            Content::Tree(_) => trees.push(found),
            Content::Walks(_) => walks.push(found),
            Content::Neither(_) => {}
        }
    }
    for file in trees.iter().filter_map(read) {
        let told = &mut |file: &SourceFile| match crate::load(file) {
            Ok(loaded) => loaded.warnings,
            Err(error) => error.diagnostics,
        };
        write(&file, mend(&file, told), &mut done);
    }
    // The trees as they are now.
    let mut beside = Inputs::default();
    for file in walks.iter().filter_map(read) {
        let told = &mut |file: &SourceFile| {
            let walks = WalkFile::read(file.clone());
            let tree = beside.tree_of(&walks);
            walk::check_file(&walks, tree_of(&tree))
        };
        write(&file, mend(&file, told), &mut done);
    }
    done
}

fn read(found: &Found) -> Option<SourceFile> {
    files::read(&found.path).ok()
}

/// Puts what is mended in the place of a file, and notes what was done.
fn write(file: &SourceFile, mended: Mended, done: &mut Fixed) {
    let Mended { text, made, in_doubt } = mended;
    if in_doubt {
        output::note(&fixed::in_doubt(file.name(), made.is_empty()));
    }
    if made.is_empty() {
        return;
    }
    if let Err(reason) = add::replace(file.name().as_ref(), file.text(), &text, Doing::Fixing) {
        output::error(&reason);
        done.failed = true;
        return;
    }
    let files = file.into();
    for found in &made {
        done.records.extend(serde_json::to_value(to_json(found, &files).fixed()).ok());
        done.lines.push(fixed::line(found, file));
    }
}

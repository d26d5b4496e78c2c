//! `onread check --fix`: what may be mended with nobody looking is mended, and said.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::io::add::{self, Doing};
use crate::cli::io::files::{self, Found};
use crate::cli::io::output;
use crate::cli::io::trees::Trees;
use crate::cli::report::fixed;
use crate::diagnostic::{Mended, mend, to_json};
use crate::text::SourceFile;
use crate::walk::{self, Kind};

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
        match read(&found).map(|file| walk::kind_of(&file)) {
            Some(Kind::Tree) => trees.push(found),
            Some(Kind::Walks) => walks.push(found),
            None => {}
        }
    }
    let mut beside = Trees::default();
    for found in trees.iter().chain(&walks) {
        if let Some(file) = read(found) {
            one(&file, &mut beside, &mut done);
        }
    }
    done
}

fn read(found: &Found) -> Option<SourceFile> {
    files::read(&found.path).ok().filter(|file| found.named || super::check::is_ours(file))
}

fn one(file: &SourceFile, trees: &mut Trees, done: &mut Fixed) {
    let mended = match walk::kind_of(file) {
        Kind::Tree => mend(file, &mut |file| match crate::load(file) {
            Ok(loaded) => loaded.warnings,
            Err(error) => error.diagnostics,
        }),
        Kind::Walks => mend(file, &mut |file| {
            let tree = OnceCell::new();
            walk::check_file(file, &mut |name| trees.lend(&tree, file.name(), name))
        }),
    };
    let Mended { text, made, in_doubt } = mended;
    if in_doubt {
        output::note(&fixed::in_doubt(file.name(), made.is_empty()));
    }
    if made.is_empty() {
        return;
    }
    if has_other_names(file.name().as_ref()) {
        let name = file.name();
        output::error(&format!(
            "`{name}` is not fixed: it has another name by a hard link, which would keep the old text"
        ));
        done.failed = true;
        return;
    }
    if let Err(reason) = add::replace(file.name().as_ref(), file.text(), &text, Doing::Fixing) {
        output::error(&reason);
        done.failed = true;
        return;
    }
    for found in &made {
        done.records.extend(serde_json::to_value(to_json(found, file).fixed()).ok());
        done.lines.push(fixed::line(found, file));
    }
}

/// True for a file that stands in more than one place: a new one would take only one of them.
#[cfg(unix)]
fn has_other_names(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).is_ok_and(|kind| kind.nlink() > 1)
}

#[cfg(not(unix))]
fn has_other_names(_: &Path) -> bool {
    false
}

//! `onread check --fix`: what may be mended with nobody looking is mended, and said.

use std::path::PathBuf;

use serde_json::Value;

use crate::cli::io::output;
use crate::cli::io::read::files::{self, Found};
use crate::cli::io::read::inputs::{Input, Inputs, TreeFile, Wanted, is_walks, tree_of};
use crate::cli::io::write::add::{self, Doing};
use crate::cli::report::fixed;
use crate::diagnostic::{Mended, can_mend, mend, to_json};
use crate::text::SourceFile;
use crate::walk::{self, WalkFile};
use crate::{LoadError, Loaded};

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
pub(super) fn run(paths: &[PathBuf], inputs: &mut Inputs) -> Fixed {
    let mut done = Fixed { records: Vec::new(), lines: Vec::new(), failed: false };
    // What is not there, or cannot be read, is said by the check behind this.
    let (found, _) = files::search_all(paths);
    let (mut walks, others): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|found| is_walks(&found.path));
    for found in others {
        match inputs.open(&found, Wanted::Both) {
            Ok(Input::Tree(file, tree)) => mend_tree(&found, &file, &tree, inputs, &mut done),
            Ok(Input::Walks(_)) => walks.push(found),
            Err(_) => {}
        }
    }
    for found in walks {
        match inputs.open(&found, Wanted::Both) {
            Ok(Input::Tree(file, tree)) => mend_tree(&found, &file, &tree, inputs, &mut done),
            Ok(Input::Walks(file)) => mend_walks(&found, &file, inputs, &mut done),
            Err(_) => {}
        }
    }
    inputs.second_look();
    done
}

fn mend_tree(found: &Found, file: &SourceFile, tree: &TreeFile, inputs: &mut Inputs, done: &mut Fixed) {
    let told = |loaded: &Result<Loaded, LoadError>| match loaded {
        Ok(loaded) => loaded.warnings.clone(),
        Err(error) => error.diagnostics.clone(),
    };
    if can_mend(&told(&tree.loaded)) {
        let mended = mend(file, &mut |file| told(&crate::load(file)));
        write(found, file, mended, inputs, done);
    }
}

fn mend_walks(found: &Found, walks: &WalkFile, inputs: &mut Inputs, done: &mut Fixed) {
    let mut told = |walks: &WalkFile| {
        let tree = inputs.tree_of(walks);
        walk::check_file(walks, tree_of(&tree))
    };
    if can_mend(&told(walks)) {
        let mended = mend(walks.source(), &mut |file| told(&WalkFile::read(file.clone())));
        write(found, walks.source(), mended, inputs, done);
    }
}

/// Puts what is mended in the place of a file, and notes what was done.
fn write(found: &Found, file: &SourceFile, mended: Mended, inputs: &mut Inputs, done: &mut Fixed) {
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
    inputs.rewritten(found, &file.rewritten(text));
    let files = file.into();
    for found in &made {
        done.records.extend(serde_json::to_value(to_json(found, &files).fixed()).ok());
        done.lines.push(fixed::line(found, file));
    }
}

//! Saved walks on two versions of a tree: which of them the new version breaks, and which renames mend that.

use rayon::prelude::*;

use super::changed::Tests;
use super::file::WalkFile;
use super::rename::{Rename, apply, renames};
use super::report::{Trouble, trouble};
use crate::diagnostic::Diagnostic;
use crate::engine::{At, Walk};
use crate::text::Span;
use crate::tree::Tree;
use crate::walk::running::run::run;
use crate::walk::written::script::Script;

/// A walk that passes with the old version and fails with the new one.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its place in the walk file.
    pub span: Span,
    /// How it fails with the new version.
    pub trouble: Trouble,
    /// The renames with which it passes again, as few as possible; none if there are none.
    pub renames: Vec<Rename>,
}

/// The walks of one file on two versions of its tree.
#[derive(Debug, Clone, Default)]
pub struct Against {
    /// Those that the new version breaks, in the order of the file.
    pub broken: Vec<Broken>,
    /// How many pass with both.
    pub both: usize,
    /// How many pass with the new version only.
    pub gained: usize,
    /// How many fail with both.
    pub neither: usize,
}

/// Runs the walks of a file with the old version of a tree and with the new one.
///
/// # Errors
/// If the file is no walk file, with what is wrong.
pub fn against(test: &Tests, old: &Tree, new: &Tree) -> Result<Against, Vec<Diagnostic>> {
    let walks = test.file.usable()?;
    let today = walks.today.unwrap_or(test.today);
    let renames = renames(old, new);
    let wanted = |script: &&Script| (test.wanted)(script.called());
    let scripts: Vec<&Script> = walks.walks.iter().filter(wanted).collect();
    let each = |(old, new): &mut (Walk, Walk), script: &&Script| one(test.file, script, old, new, &renames);
    let results: Vec<Came> = scripts
        .par_iter()
        .map_init(|| (Walk::new(old, today), Walk::new(new, today)), |walks, script| each(walks, script))
        .collect();
    let mut found = Against::default();
    for result in results {
        match result {
            Came::Both => found.both += 1,
            Came::Gained => found.gained += 1,
            Came::Neither => found.neither += 1,
            Came::Broken(broken) => found.broken.push(*broken),
        }
    }
    Ok(found)
}

/// What came of one walk.
enum Came {
    Both,
    Gained,
    Neither,
    Broken(Box<Broken>),
}

fn one(file: &WalkFile, script: &Script, old: &mut Walk, new: &mut Walk, renames: &[Rename]) -> Came {
    let passed = run(old, script).is_none();
    match (passed, run(new, script)) {
        (true, None) => Came::Both,
        (false, None) => Came::Gained,
        (false, Some(_)) => Came::Neither,
        (true, Some(failure)) => {
            let trouble = trouble(*failure, new, file);
            let renames = mending(script, old, new, renames);
            let name = script.name.as_ref().map(|name| name.text.to_string());
            Came::Broken(Box::new(Broken { name, span: script.span, trouble, renames }))
        }
    }
}

/// The fewest of some renames with which a walk passes: none can be left out.
fn mending(script: &Script, old: &Walk, new: &mut Walk, renames: &[Rename]) -> Vec<Rename> {
    let tree = old.tree();
    let here = if let At::Question(id) = old.at() { Some(*id) } else { None };
    let asked: Vec<&str> = old.asked().iter().copied().chain(here).map(|id| &*tree.question(id).id).collect();
    let mut passes = |renames: &[&Rename]| {
        let new_tree = new.tree();
        run(new, &apply(script, renames, &asked, new_tree)).is_none()
    };
    let mut needed: Vec<&Rename> = renames.iter().collect();
    if needed.is_empty() || !passes(&needed) {
        return Vec::new();
    }
    for rename in renames {
        let without: Vec<&Rename> = needed.iter().copied().filter(|other| *other != rename).collect();
        if passes(&without) {
            needed = without;
        }
    }
    needed.into_iter().cloned().collect()
}

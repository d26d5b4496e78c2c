//! Walks that fail, with what would have to stand in their file for them to pass: as snapshots are taken anew.
//!
//! Only what a walk expects is written anew. A walk whose answers no longer fit its tree is left alone.

mod changes;
mod edits;
mod near;
mod words;

use chrono::NaiveDate;

pub use words::LeftAlone;

use super::file::WalkFile;
use crate::diagnostic::{Edit, edited};
use crate::engine::Walk;
use crate::text::{SourceFile, Span};
use crate::tree::Tree;
use crate::walk::running::run::run;
use crate::walk::written::told::{script, told};

/// A walk that fails, and what it would have to expect to pass.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Acceptable {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its place in the walk file.
    pub span: Span,
    /// Where it fails.
    pub failed: Span,
    /// Why it fails.
    pub message: String,
    /// Its expectations that are another now; none where it is left alone.
    pub changes: Vec<Change>,
    /// Why it is left alone, if it is.
    pub left: Option<LeftAlone>,
    /// Its position among the walks of the file.
    at: usize,
    edits: Vec<Edit>,
}

impl Acceptable {
    /// Its position among the walks of the file.
    #[must_use]
    pub fn position(&self) -> usize {
        self.at
    }
}

/// An expectation that is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Its key, and the name behind it: `outcome`, `score eco`.
    pub key: String,
    /// Its place in the walk file.
    pub span: Span,
    /// What stands there.
    pub old: String,
    /// What the walk comes to; none for a text that is no longer hidden, and is taken out.
    pub new: Option<String>,
}

/// The walks of a file that fail. `wanted` says by name which are looked at; none of a file that cannot be used.
#[must_use]
pub fn acceptable(file: &WalkFile, tree: &Tree, today: NaiveDate, wanted: &dyn Fn(&str) -> bool) -> Vec<Acceptable> {
    let Ok(walks) = file.usable() else { return Vec::new() };
    let mut walk = Walk::new(tree, walks.today.unwrap_or(today));
    let scripts = walks.walks.iter().enumerate().filter(|(_, script)| wanted(script.called()));
    let mut all: Vec<Acceptable> =
        scripts.filter_map(|(at, script)| changes::look(file, at, script, &mut walk)).collect();
    let mut open: Vec<&mut Acceptable> = all.iter_mut().filter(|one| one.left.is_none()).collect();
    leave_unwritable(file, tree, today, &mut open);
    all
}

/// Leaves alone what cannot be written so that it is read as it is meant: found by halves, since files are long.
fn leave_unwritable(file: &WalkFile, tree: &Tree, today: NaiveDate, all: &mut [&mut Acceptable]) {
    let chosen: Vec<&Acceptable> = all.iter().map(|one| &**one).collect();
    if chosen.is_empty() || accepted(file, tree, today, &chosen).is_some() {
        return;
    }
    if let [only] = all {
        only.left = Some(LeftAlone::Unwritable("it".to_owned()));
        only.changes.clear();
        only.edits.clear();
        return;
    }
    let (one, other) = all.split_at_mut(all.len() / 2);
    leave_unwritable(file, tree, today, one);
    leave_unwritable(file, tree, today, other);
}

/// The file's text with what these walks expect written anew. It has been read again: they pass, and nothing else says
/// anything else. None where that cannot be had.
#[must_use]
pub fn accepted(file: &WalkFile, tree: &Tree, today: NaiveDate, chosen: &[&Acceptable]) -> Option<String> {
    let edits: Vec<Edit> = chosen.iter().flat_map(|one| one.edits.iter().cloned()).collect();
    let text = edited(file.source(), &edits)?;
    let after = WalkFile::read(SourceFile::new(file.source().name(), text.as_str()));
    let (old, new) = (told(file)?, told(&after)?);
    let mut changed = vec![false; old.len()];
    // The head stands first.
    for one in chosen {
        if let Some(slot) = changed.get_mut(one.at + 1) {
            *slot = true;
        }
    }
    let mut all = old.iter().zip(&new).zip(&changed);
    if old.len() != new.len() || !all.all(|((old, new), changed)| *changed || old == new) {
        return None;
    }
    let mut walk = Walk::new(tree, after.today().unwrap_or(today));
    let passes = |one: &&Acceptable| {
        let (before, after) = (file.scripts().get(one.at)?, after.scripts().get(one.at)?);
        let same = script(&changes::bare(before)) == script(&changes::bare(after)) && expects_as_much(before, after);
        (same && run(&mut walk, after).is_none()).then_some(())
    };
    chosen.iter().map(passes).collect::<Option<()>>().map(|()| text)
}

/// Whether a walk still says something under each key, but for texts that it hides.
fn expects_as_much(
    before: &crate::walk::written::script::Script,
    after: &crate::walk::written::script::Script,
) -> bool {
    let counts = |script: &crate::walk::written::script::Script| {
        (
            script.asks.is_some(),
            script.outcome.is_some(),
            script.rejects.as_ref().map(|(_, part)| part.is_some()),
            script.told.len(),
            script.shows.len(),
            script.score.iter().map(|(name, ..)| name.text.clone()).collect::<Vec<_>>(),
            script.values.iter().chain(&script.about).map(|(name, _)| name.text.clone()).collect::<Vec<_>>(),
        )
    };
    counts(before) == counts(after)
}

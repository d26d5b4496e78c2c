//! From a loaded tree to all that its walks tell, less what the author allows.

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Diagnostics, settle};
use crate::explore::{Explored, Options, diagnose, explore};
use crate::load::Loaded;
use crate::syntax::allowances;
use crate::text::SourceFile;

/// What going through all walks of a tree tells.
#[derive(Debug)]
pub struct Proof {
    /// All walks; its findings are those before anything was allowed.
    pub explored: Explored,
    /// The findings that no comment allows, and comments that allow nothing, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Goes through all walks of a tree that was loaded from `file`; `today` is what the tree calls `today`.
#[must_use]
pub fn prove(file: &SourceFile, loaded: &Loaded, today: NaiveDate, options: &Options) -> Proof {
    let explored = explore(&loaded.tree, today, options);
    let found = explored.findings.iter().map(|finding| diagnose(&loaded.tree, finding)).collect();
    let (allowed, mut odd) = allowances(file);
    let (left, idle) = settle(&allowed, found, file);
    odd.extend(left);
    // Where not every answer was told apart, what was not found may be there all the same.
    if explored.exact {
        odd.extend(idle);
    }
    Proof { explored, diagnostics: sorted(odd) }
}

/// What can be said about the comments of a file that allow something, without going through its walks.
#[must_use]
pub fn comments(file: &SourceFile) -> Vec<Diagnostic> {
    allowances(file).1
}

fn sorted(list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut out = Diagnostics::default();
    list.into_iter().for_each(|diagnostic| out.push(diagnostic));
    out.into_sorted()
}

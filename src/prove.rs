//! From a loaded tree to all that its walks tell, less what the author allows.

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Diagnostics, settle};
use crate::explore;
use crate::explore::{Certainty, Options};
use crate::load::Loaded;
use crate::syntax::allowances;
use crate::text::SourceFile;

/// What going through all walks of a tree tells.
#[derive(Debug)]
#[non_exhaustive]
pub struct Proved {
    /// How far it went, and all findings, before anything was allowed.
    pub proof: explore::Proof,
    /// The findings that are told, see [`told`].
    pub diagnostics: Vec<Diagnostic>,
}

/// Goes through all walks of a tree that was loaded from `file`; `today` is what the tree calls `today`.
#[must_use]
pub fn prove(file: &SourceFile, loaded: &Loaded, today: NaiveDate, options: &Options) -> Proved {
    let proof = explore::prove(&loaded.tree, today, options);
    let diagnostics = told(file, loaded, &proof.findings, &proof.certainty);
    Proved { proof, diagnostics }
}

/// The findings that no comment in the tree's file allows, and comments that allow nothing, in the order of their
/// places.
#[must_use]
pub fn told(file: &SourceFile, loaded: &Loaded, findings: &[Diagnostic], certainty: &Certainty) -> Vec<Diagnostic> {
    let (allowed, mut odd) = allowances(file, &loaded.comments);
    let (left, idle) = settle(&allowed, findings.to_vec(), file);
    odd.extend(left);
    // Where not all is proved, what was not found may be there all the same.
    if certainty.is_exact() {
        odd.extend(idle);
    }
    let mut out = Diagnostics::of(file);
    odd.into_iter().for_each(|diagnostic| out.push(diagnostic));
    out.into_sorted()
}

/// What is wrong with the comments of a file that allow findings, without going through its walks.
#[must_use]
pub fn comments(file: &SourceFile, loaded: &Loaded) -> Vec<Diagnostic> {
    allowances(file, &loaded.comments).1
}

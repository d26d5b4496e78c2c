//! Which findings an author's comments silence, and which of these comments silence nothing.

use rustc_hash::FxHashSet;

use super::{Code, Diagnostic};
use crate::text::{SourceFile, Span};

/// One code that a comment allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// What is allowed.
    pub code: Code,
    /// The code's name in the comment.
    pub span: Span,
    /// The line of the comment, from 1.
    pub line: usize,
    /// The first line below it that holds more than a comment.
    pub below: usize,
}

/// The findings that are left, and a finding for each allowance that silences none.
///
/// An allowance speaks for its own line, and where there is nothing to silence, for the line below.
#[must_use]
pub fn settle(
    allowances: &[Allowance],
    found: Vec<Diagnostic>,
    file: &SourceFile,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    if allowances.is_empty() {
        return (found, Vec::new());
    }
    let place = |found: &Diagnostic| (found.code, file.place(found.span.start).line);
    let places: FxHashSet<_> = found.iter().filter(|found| found.code.is_about_walks()).map(place).collect();
    let mut silenced = FxHashSet::default();
    let mut idle = Vec::new();
    for allowance in allowances {
        let lines = [(allowance.code, allowance.line), (allowance.code, allowance.below)];
        match lines.into_iter().find(|line| places.contains(line)) {
            Some(line) => {
                silenced.insert(line);
            }
            None => idle.push(unused(allowance)),
        }
    }
    let left = found.into_iter().filter(|found| !silenced.contains(&place(found))).collect();
    (left, idle)
}

fn unused(allowance: &Allowance) -> Diagnostic {
    let message = format!("nothing is allowed here: there is no finding `{}` in this line or the next", allowance.code);
    Diagnostic::new(Code::Allowance, allowance.span, message)
        .help("take the comment away, or put it above the line that the finding names")
}

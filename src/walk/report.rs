//! The door to walk files: from a file's text to reports about each of its walks.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::check;
use super::file::{TreeOf, WalkFile};
use crate::diagnostic::{Diagnostic, Label};
use crate::engine::{Toucher, Touches, Walk, Written, written};
use crate::syntax;
use crate::text::Span;
use crate::tree::Part;
use crate::walk::running::coverage::Coverage;
use crate::walk::running::failure::Failure;
use crate::walk::running::run::run_to;
use crate::walk::written::script::Script;

/// What came of one walk.
#[derive(Debug, Clone)]
pub struct WalkReport {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its place in the walk file: its name or its first key.
    pub span: Span,
    /// What went wrong; none if it passed. Boxed, since few walks fail and files of them are long.
    pub failure: Option<Box<Trouble>>,
}

/// Why a walk failed.
#[derive(Debug, Clone)]
pub struct Trouble {
    /// The place in the walk file.
    pub span: Span,
    /// What happened.
    pub message: String,
    /// What the script says.
    pub expected: Option<String>,
    /// What the walk did.
    pub reached: Option<String>,
    /// A way to mend it.
    pub help: Option<String>,
    /// Questions asked and answers given until then, by id.
    pub so_far: Vec<(String, String)>,
    /// What of the tree led to it, in the tree's file, where that and the walk file stand in one offset space.
    pub labels: Vec<Label>,
}

/// What came of a walk file.
#[derive(Debug)]
pub struct Report {
    /// What is wrong with the file itself; with an error in it no walk was run.
    pub diagnostics: Vec<Diagnostic>,
    /// Its walks, in the order of the file.
    pub walks: Vec<WalkReport>,
    /// What they touched.
    pub coverage: Option<Coverage>,
}

impl Report {
    /// All labels of what is wrong, which may be in the tree's file.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &Label> {
        let troubles = self.walks.iter().filter_map(|walk| walk.failure.as_ref());
        let own = self.diagnostics.iter().flat_map(|found| &found.labels);
        own.chain(troubles.flat_map(|trouble| &trouble.labels))
    }
}

/// Checks a walk file: its shape, its names, its answers. Walks nothing.
///
/// What stands in the tree's file is pointed to if that and the walk file are of one [`Sources`](crate::text::Sources).
#[must_use]
pub fn check_file(file: &WalkFile, tree: TreeOf) -> Vec<Diagnostic> {
    let mut out = file.found();
    if let Some((walks, tree)) = file.with_tree(tree, &mut out) {
        check::check(file, walks, tree, &mut out);
        // A session is kept to go on with it; and what could not be read may have said something.
        if !is_session(file) && !out.has_errors() {
            walks.walks.iter().for_each(|script| check::check_asserts(script, &mut out));
        }
    }
    syntax::settle(file.source(), &mut out);
    out.into_sorted()
}

/// Whether a file is a session that was saved, and no test.
fn is_session(file: &WalkFile) -> bool {
    file.source().text().starts_with(crate::walk::written::write::SAVED)
}

/// Runs the walks of a file, in parallel. `wanted` says by name which to run; `stop` ends at the first failure.
#[must_use]
pub fn run_file(
    file: &WalkFile,
    tree: TreeOf,
    today: NaiveDate,
    wanted: &(dyn Fn(&str) -> bool + Sync),
    stop: bool,
) -> Report {
    let mut out = file.found();
    let (Some((walks, tree)), false) = (file.with_tree(tree, &mut out), out.has_errors()) else {
        syntax::settle(file.source(), &mut out);
        return Report { diagnostics: out.into_sorted(), walks: Vec::new(), coverage: None };
    };
    let today = walks.today.unwrap_or(today);
    let scripts: Vec<_> = walks.walks.iter().filter(|script| wanted(script.called())).collect();
    let touches = Touches::of(tree);
    let one = |script: &Script, walk: &mut Walk, seen: &mut Toucher, coverage: &mut Coverage| {
        let mut refused = None;
        let failure = run_to(walk, script, &mut refused);
        coverage.add(seen, walk, refused.as_ref());
        let failure = failure.map(|failure| Box::new(trouble(*failure, walk, file)));
        WalkReport { name: script.name.as_ref().map(|name| name.text.to_string()), span: script.span, failure }
    };
    let mut coverage = Coverage::new(&touches);
    let reports = if stop {
        let mut reports = Vec::new();
        let (mut walk, mut seen) = (Walk::new(tree, today), Toucher::new(&touches, today));
        for script in &scripts {
            reports.push(one(script, &mut walk, &mut seen, &mut coverage));
            if reports.last().is_some_and(|report| report.failure.is_some()) {
                break;
            }
        }
        reports
    } else {
        // Long files are cut into pieces, a few for each processor, and each has a walk and a coverage of its own.
        let length = scripts.len().div_ceil(rayon::current_num_threads() * 4).max(64);
        let pieces: Vec<(Vec<WalkReport>, Coverage)> = scripts
            .par_chunks(length)
            .map(|piece| {
                let (mut walk, mut seen) = (Walk::new(tree, today), Toucher::new(&touches, today));
                let mut touched = Coverage::new(&touches);
                (piece.iter().map(|script| one(script, &mut walk, &mut seen, &mut touched)).collect(), touched)
            })
            .collect();
        let mut reports = Vec::with_capacity(scripts.len());
        for (piece, touched) in pieces {
            coverage.merge(&touched);
            reports.extend(piece);
        }
        reports
    };
    Report { diagnostics: out.into_sorted(), walks: reports, coverage: Some(coverage) }
}

pub(super) fn trouble(failure: Failure, walk: &Walk, file: &WalkFile) -> Trouble {
    let tree = walk.tree();
    let seen = failure.seen.filter(|_| tree.is_apart_from(file.source()));
    let label = |(part, text): (Part, String)| Label { span: part.span(tree), text };
    let so_far = walk.asked().iter().filter_map(|&id| {
        let answer = match written(tree, id, walk.answer_to(id)?) {
            Written::One(text) => text,
            Written::List(ids) => format!("[{}]", ids.join(", ")),
            Written::Nothing => String::new(),
        };
        Some(((*tree.question(id).id).to_owned(), answer))
    });
    Trouble {
        so_far: so_far.collect(),
        span: failure.span,
        message: failure.message,
        expected: failure.expected,
        reached: failure.reached,
        help: failure.help,
        labels: seen.into_iter().map(label).collect(),
    }
}

//! The door to walk files: from a file's text to reports about each of its walks.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::coverage::Coverage;
use super::run::{Failure, run};
use super::script::{Script, WalkFile, read};
use super::{check, words};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::engine::{Walk, Written, written};
use crate::syntax;
use crate::syntax::Document;
use crate::text::{SourceFile, Span};
use crate::tree::Tree;

/// What a YAML file seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A tree.
    Tree,
    /// A walk file.
    Walks,
}

/// What a file seems to be, from its name and its top-level keys.
#[must_use]
pub fn kind_of(file: &SourceFile) -> Kind {
    if file.name().ends_with(".walks.yaml") || file.name().ends_with(".walks.yml") {
        return Kind::Walks;
    }
    let starts =
        |key: &str| file.text().lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')));
    if starts("walks") && !starts("questions") { Kind::Walks } else { Kind::Tree }
}

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

/// A tree as the walk file's `tree:` names it, or why there is none.
pub type Find<'f, 't> = dyn FnMut(&str) -> Result<&'t Tree, String> + 'f;

/// Checks a walk file: its shape, its names, its answers. Walks nothing.
pub fn check_file(file: &SourceFile, find: &mut Find) -> Vec<Diagnostic> {
    let mut out = Diagnostics::default();
    let (nodes, texts) = syntax::read(file, &mut out).into_parts();
    let document = Document::new(file, &nodes, &texts);
    if let Some(walks) = read(document, &mut out)
        && let Some(tree) = tree_of(&walks, find, &mut out)
    {
        check::check(&walks, tree, &mut out);
        // A session is kept to go on with it; and what could not be read may have said something.
        if !is_session(file) && !out.has_errors() {
            walks.walks.iter().for_each(|script| check::check_asserts(script, &mut out));
        }
    }
    syntax::settle(file, &mut out);
    out.into_sorted()
}

/// Whether a file is a session that was saved, and no test.
fn is_session(file: &SourceFile) -> bool {
    file.text().starts_with(super::write::SAVED)
}

fn tree_of<'t>(walks: &WalkFile, find: &mut Find<'_, 't>, out: &mut Diagnostics) -> Option<&'t Tree> {
    let name = walks.tree?;
    let found = find(name.text);
    // On other systems a backslash is a part of a file's name.
    let plain = name.text.replace('\\', "/");
    let other = (found.is_err() && plain != name.text).then(|| find(&plain).is_ok());
    let told = |reason: String| match other {
        Some(true) => {
            words::tree(name.span, &reason).help(format!("write it with `/`: {plain}")).fix(name.span, &*plain).said()
        }
        _ => words::tree(name.span, &reason),
    };
    found.map_err(|reason| out.push(told(reason))).ok()
}

/// Runs the walks of a file, in parallel. `wanted` says by name which to run; `stop` ends at the first failure.
pub fn run_file(
    file: &SourceFile,
    today: NaiveDate,
    find: &mut Find,
    wanted: &(dyn Fn(&str) -> bool + Sync),
    stop: bool,
) -> Report {
    let mut out = Diagnostics::default();
    let (nodes, texts) = syntax::read(file, &mut out).into_parts();
    let document = Document::new(file, &nodes, &texts);
    let walks = read(document, &mut out);
    let tree = walks.as_ref().and_then(|walks| tree_of(walks, find, &mut out));
    let (Some(walks), Some(tree), false) = (walks, tree, out.has_errors()) else {
        syntax::settle(file, &mut out);
        return Report { diagnostics: out.into_sorted(), walks: Vec::new(), coverage: None };
    };
    let today = walks.today.unwrap_or(today);
    let scripts: Vec<_> =
        walks.walks.iter().filter(|script| wanted(script.name.map_or("", |name| name.text))).collect();
    let one = |script: &Script, walk: &mut Walk, coverage: &mut Coverage| {
        let failure = run(walk, script);
        coverage.add(walk);
        let failure = failure.map(|failure| Box::new(trouble(*failure, walk)));
        WalkReport { name: script.name.map(|name| name.text.to_owned()), span: script.span, failure }
    };
    let mut coverage = Coverage::new(tree);
    let reports = if stop {
        let mut reports = Vec::new();
        let mut walk = Walk::new(tree, today);
        for script in &scripts {
            reports.push(one(script, &mut walk, &mut coverage));
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
                let (mut walk, mut touched) = (Walk::new(tree, today), Coverage::new(tree));
                (piece.iter().map(|script| one(script, &mut walk, &mut touched)).collect(), touched)
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

pub(super) fn trouble(failure: Failure, walk: &Walk) -> Trouble {
    let tree = walk.tree();
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
    }
}

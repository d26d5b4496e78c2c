//! Running walk files, one after the other.

use std::sync::Arc;

use chrono::NaiveDate;

use super::test_arguments::Arguments;
use crate::cli::io::files;
use crate::cli::io::sources::{Input, Named, Sources, Wanted, tree_of, tree_path, walks_first};
use crate::cli::report::tested::{Covered, Tested};
use crate::walk::{self, WalkFile};

/// What running walk files came to, besides what each did.
pub(super) struct Ran {
    /// How many there were, with how many walks.
    pub(super) files: usize,
    pub(super) walks: usize,
    pub(super) failed: usize,
    /// What was touched, if that is asked for.
    pub(super) covered: Vec<Covered>,
}

/// Runs one file after the other: each is read, run, handed on and let go.
///
/// # Errors
/// If one cannot be read.
pub(super) fn walk_all(
    arguments: &Arguments,
    today: NaiveDate,
    sources: &mut Sources,
    mut each: impl FnMut(Tested),
) -> Result<Ran, String> {
    let mut ran = Ran { files: 0, walks: 0, failed: 0, covered: Vec::new() };
    for found in walks_first(files::search(&arguments.paths)?) {
        let Some(Input::Walks(file)) = sources.only(&found, Wanted::Walks)? else { continue };
        let one = run_file(arguments, file, today, sources, &mut ran.covered);
        ran.failed += one.failed();
        ran.walks += one.report.walks.len();
        let fails = one.failed() > 0;
        // A file of which the filter left nothing is not worth a line.
        if arguments.filter.is_none() || fails || !one.report.walks.is_empty() {
            ran.files += 1;
            each(one);
        }
        if fails && arguments.fail_fast {
            break;
        }
    }
    Ok(ran)
}

fn run_file(
    arguments: &Arguments,
    file: WalkFile,
    today: NaiveDate,
    sources: &mut Sources,
    covered: &mut Vec<Covered>,
) -> Tested {
    let named = sources.tree_of(&file);
    let report = {
        let wanted = arguments.wanted(file.source().name());
        walk::run_file(&file, tree_of(&named), today, &wanted, arguments.fail_fast)
    };
    let path = tree_path(&file);
    if let (Some(_), Some(path), Ok(Named { tree, .. }), Some(coverage)) =
        (arguments.coverage, &path, &named, report.coverage.as_ref())
    {
        match covered.iter_mut().find(|other| other.path == *path) {
            Some(other) => other.coverage.merge(coverage),
            None => covered.push(Covered { path: path.clone(), tree: tree.clone(), coverage: coverage.clone() }),
        }
    }
    let source = Arc::clone(file.source());
    Tested {
        file: source,
        tree: path,
        again: named.ok().filter(|_| arguments.mutants || arguments.watch).map(|tree| (file, tree)),
        report,
    }
}

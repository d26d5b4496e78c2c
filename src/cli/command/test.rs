//! `onread test`: runs scripted walks and reports.

use std::io;
use std::sync::Arc;

use super::test_arguments::Arguments;
use super::test_suggest::{self, Wanted};
use super::{test_accept, test_against, test_mutants};
use crate::cli::io::files;
use crate::cli::io::sources::{Input, Named, Sources, Wanted as Of, tree_of, tree_path, walks_first};
use crate::cli::io::{clock, colour, output};
use crate::cli::report::tested::{Covered, Format, Tested};
use crate::cli::report::{test, test_json, test_junit};
use crate::cli::{Done, Exit};
use crate::explore::Options;
use crate::walk::{self, WalkFile};

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let today = arguments.today.unwrap_or_else(clock::today);
    if let Some(old) = &arguments.against {
        return test_against::run(arguments, old, today, color);
    }
    if let Some(how) = arguments.suggest {
        let Arguments { paths, format, max_states, .. } = arguments;
        if *format == Format::Junit {
            return Err("`--suggest` writes no JUnit; use `--format json`".to_owned());
        }
        let max_states = max_states.unwrap_or(Options::MOST_STATES);
        return test_suggest::run(&Wanted { paths, how, json: *format == Format::Json, today, max_states });
    }
    if let Some(how) = arguments.accept {
        return test_accept::run(arguments, how, today, color);
    }
    let mut sources = Sources::default();
    // One file after the other is read, run, told of and let go, unless all are needed together.
    let mut tested: Vec<Tested> = Vec::new();
    let mut lines = test::Lines::new(arguments.format == Format::Text && color.decide(&io::stdout()));
    let mut records = test_json::Records::default();
    let (mut files, mut walks, mut failed) = (0, 0, 0);
    let mut covered: Vec<Covered> = Vec::new();
    for found in walks_first(files::search(&arguments.paths)?) {
        let Some(Input::Walks(file)) = sources.only(&found, Of::Walks)? else { continue };
        let one = run_file(arguments, file, today, &mut sources, &mut covered);
        failed += one.failed();
        walks += one.report.walks.len();
        let fails = one.failed() > 0;
        // A file of which the filter left nothing is not worth a line.
        if arguments.filter.is_none() || fails || !one.report.walks.is_empty() {
            files += 1;
            match arguments.format {
                Format::Text => lines.add(&one),
                Format::Json => records.add(&one),
                Format::Junit => {}
            }
            if arguments.mutants || arguments.format == Format::Junit {
                tested.push(one);
            }
        }
        if fails && arguments.fail_fast {
            break;
        }
    }
    // Nothing was tested, which must not look like success.
    let nothing = failed == 0 && walks == 0;
    if arguments.mutants {
        if nothing {
            return sources.passed_over.nothing(&arguments.nothing_found(files == 0));
        }
        if arguments.format == Format::Junit {
            return Err("`--mutants` has no JUnit report; use `--format json`".to_owned());
        }
        // What is broken already says nothing about what is changed: as without `--mutants`, the failures come first.
        if failed == 0 {
            let unnoticed = test_mutants::run(arguments, &tested, today, &sources.passed_over);
            return Ok(if unnoticed { Exit::Findings } else { Exit::Fine });
        }
        output::remark("changes are tried only where all walks pass");
    }
    let (touched, all) =
        covered.iter().map(|covered| covered.coverage.total()).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    // Exact: 99.9 % are not 100.
    let too_low = arguments.coverage.is_some_and(|least| touched * 100 < all * usize::from(least));
    let covered = arguments.coverage.map(|least| (covered, least));
    match arguments.format {
        Format::Text => output::result(&lines.end(covered.as_ref())),
        Format::Json => output::json(&records.end(covered.as_ref(), &sources.passed_over)),
        Format::Junit => output::result(&test_junit::report(&tested)?),
    }
    if nothing {
        return sources.passed_over.nothing(&arguments.nothing_found(files == 0));
    }
    sources.passed_over.tell();
    Ok(if failed > 0 || too_low { Exit::Findings } else { Exit::Fine })
}

fn run_file(
    arguments: &Arguments,
    file: WalkFile,
    today: chrono::NaiveDate,
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
        again: named.ok().filter(|_| arguments.mutants).map(|tree| (file, tree)),
        report,
    }
}

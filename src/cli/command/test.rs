//! `onread test`: runs scripted walks and reports.

use std::io;

use super::test_arguments::Arguments;
use super::test_suggest::{self, Wanted};
use super::test_walks::{Ran, walk_all};
use super::{test_accept, test_against, test_mutants, test_watch};
use crate::cli::io::sources::Sources;
use crate::cli::io::{clock, colour, output};
use crate::cli::report::tested::{Format, Tested};
use crate::cli::report::{test, test_json, test_junit};
use crate::cli::{Done, Exit};
use crate::explore::Options;

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
    if arguments.watch {
        return test_watch::run(arguments, today, color);
    }
    let mut sources = Sources::default();
    let mut tested: Vec<Tested> = Vec::new();
    let mut lines = test::Lines::new(arguments.format == Format::Text && color.decide(&io::stdout()));
    let mut records = test_json::Records::default();
    let Ran { files, walks, failed, covered } = walk_all(arguments, today, &mut sources, |one| {
        match arguments.format {
            Format::Text => lines.add(&one),
            Format::Json => records.add(&one),
            Format::Junit => {}
        }
        if arguments.mutants || arguments.format == Format::Junit {
            tested.push(one);
        }
    })?;
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

//! `onread test`: runs scripted walks and reports.

pub(crate) mod accept;
pub(crate) mod against;
pub(crate) mod arguments;
pub(crate) mod mutants;
mod run;
pub(crate) mod suggest;
pub(crate) mod suggest_jobs;
mod watch;

use std::path::Path;

use arguments::Arguments;
use run::Run;

use crate::cli::Done;
use crate::cli::io::read::inputs::Inputs;
use crate::cli::io::{clock, colour, output};
use crate::cli::report::test::junit;
use crate::cli::report::test::tested::{Format, Tested};

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let today = arguments.today.unwrap_or_else(clock::today);
    if let Some(old) = &arguments.against {
        return against::run(arguments, old, today, color);
    }
    if let Some(how) = arguments.accept {
        return accept::run(arguments, how, today, color);
    }
    if arguments.coverage_html.as_deref() == Some(Path::new("-")) {
        return Err("`--coverage-html` writes a file beside the report; name one, such as `coverage.html`".to_owned());
    }
    if let Some(how) = arguments.suggest {
        return suggest::run(arguments, how, today, color);
    }
    if arguments.watch {
        return watch::run(arguments, today, color);
    }
    let mut inputs = Inputs::default();
    let mut run = Run::new(arguments, today, color);
    let mut tested: Vec<Tested> = Vec::new();
    run.all(&mut inputs, |file, named, one| {
        if arguments.mutants {
            tested.push(Tested { again: named.ok().map(|tree| (file, tree)), ..one });
        } else if arguments.format == Format::Junit {
            tested.push(one);
        }
    })?;
    if arguments.mutants {
        if let Some(reason) = run.nothing() {
            return inputs.passed_over.nothing(&reason);
        }
        if arguments.format == Format::Junit {
            return Err("`--mutants` has no JUnit report; use `--format json`".to_owned());
        }
        // What is broken already says nothing about what is changed: as without `--mutants`, the failures come first.
        if run.failed == 0 {
            return Ok(mutants::run(arguments, &tested, today, &inputs.passed_over));
        }
        output::remark("changes are tried only where all walks pass");
    }
    match arguments.format {
        Format::Text => output::result(&run.text()),
        Format::Json => output::json(&run.record(&inputs.passed_over)),
        Format::Junit => output::result(&junit::report(&tested)?),
    }
    if let Some(reason) = run.nothing() {
        return inputs.passed_over.nothing(&reason);
    }
    inputs.passed_over.tell();
    run.write_page()?;
    Ok(run.exit())
}

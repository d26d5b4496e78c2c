//! `onread test --accept`: what failing walks expect is written anew, where somebody says so.

use std::io;
use std::path::Path;

use chrono::NaiveDate;

use super::arguments::Arguments;
use crate::cli::io::read::files;
use crate::cli::io::read::inputs::{Input, Inputs, Wanted as Of, tree_of, walks_first};
use crate::cli::io::write::add::{self, Doing};
use crate::cli::io::{ask, colour, output, signals};
use crate::cli::report::test::accept::{self, Counts};
use crate::cli::report::test::tested::{Accept, Format, Review};
use crate::cli::{Done, Exit};
use crate::diagnostic::{Look, to_text};
use crate::text::{Sources, visible};
use crate::walk::{self, Acceptable, WalkFile};

pub(crate) fn run(arguments: &Arguments, how: Accept, today: NaiveDate, color: colour::When) -> Done {
    let json = match arguments.format {
        Format::Text => false,
        Format::Json => true,
        Format::Junit => return Err("`--accept` has no JUnit report; use `--format json`".to_owned()),
    };
    let look = Look { color: !json && color.decide(&io::stdout()), width: colour::width() };
    let mut inputs = Inputs::default();
    let (mut all, mut broken): (Vec<Review>, Vec<String>) = (Vec::new(), Vec::new());
    for found in walks_first(files::search(&arguments.paths)?) {
        let Some(Input::Walks(file)) = inputs.only(&found, Of::Walks)? else { continue };
        match review(arguments, file, today, &mut inputs, look) {
            Ok(review) => all.push(review),
            Err((file, said)) => {
                if !json {
                    output::remark(&said);
                }
                broken.push(file);
            }
        }
    }
    if all.iter().all(|review| review.passed + review.walks.len() == 0) && broken.is_empty() {
        return inputs.passed_over.nothing(&arguments.nothing_found(all.is_empty()));
    }
    let asks = how == Accept::Ask && !json && ask::somebody_is_there();
    if asks {
        signals::watch();
    }
    decide(&mut all, how, asks, json);
    // Nothing is written before the last answer, and each file whole.
    let trouble = write(&mut all, today);
    let counts = Counts::of(&all, broken.len());
    if json {
        output::json(&accept::record(&all, counts, &broken, &inputs.passed_over));
    } else {
        output::result(&format!("{}\n", output::wrapped(&counts.sentence(how == Accept::Ask && !asks))));
        inputs.passed_over.tell();
    }
    trouble.iter().for_each(|reason| output::error(reason));
    Ok(match (trouble.is_empty(), counts.is_fine()) {
        (false, _) => Exit::Cannot,
        (true, true) => Exit::Fine,
        (true, false) => Exit::Findings,
    })
}

/// Runs the walks of a file.
///
/// # Errors
/// With the file's name and what is wrong if it cannot be run.
fn review(
    arguments: &Arguments,
    file: WalkFile,
    today: NaiveDate,
    inputs: &mut Inputs,
    look: Look,
) -> Result<Review, (String, String)> {
    let named = inputs.tree_of(&file);
    let wanted = arguments.wanted(file.source().name());
    let report = walk::run_file(&file, tree_of(&named), today, &wanted, false);
    let passed = report.walks.iter().filter(|walk| walk.failure.is_none()).count();
    let fails = passed < report.walks.len();
    match (named, report.coverage) {
        (Ok(named), Some(_)) => {
            let walks = if fails { walk::acceptable(&file, &named.tree, today, &wanted) } else { Vec::new() };
            drop(wanted);
            Ok(Review { walks: walks.into_iter().map(|walk| (walk, false)).collect(), tree: named.tree, file, passed })
        }
        _ => {
            let mut said = format!("FAIL {}", visible(file.source().name()));
            let files = Sources::from(&**file.source());
            for found in &report.diagnostics {
                said.push_str(&format!("\n\n{}\n", to_text(found, &files, look)));
            }
            Err((file.source().name().to_owned(), said))
        }
    }
}

/// Shows each walk that fails, and finds out which are accepted.
fn decide(all: &mut [Review], how: Accept, asks: bool, json: bool) {
    let (mut rest, mut open) = (how == Accept::All, asks);
    for review in all {
        for (walk, accepted) in &mut review.walks {
            if !json {
                output::result(&format!("{}\n", accept::walk(walk, review.file.source())));
            }
            if walk.left.is_some() {
                continue;
            }
            if open && !rest {
                match ask::one_of("Write that?", &["yes", "no", "all", "quit"]) {
                    Some(0) => *accepted = true,
                    Some(1) => {}
                    Some(2) => rest = true,
                    // What was accepted before that stays accepted.
                    _ => open = false,
                }
                output::remark("");
            }
            *accepted |= rest;
        }
    }
}

/// Writes what is accepted; why some file could not be written. What is not written is not accepted.
fn write(all: &mut [Review], today: NaiveDate) -> Vec<String> {
    let mut trouble = Vec::new();
    for review in all {
        if let Err(reason) = write_one(review, today) {
            review.walks.iter_mut().for_each(|(_, accepted)| *accepted = false);
            trouble.push(reason);
        }
    }
    trouble
}

fn write_one(review: &Review, today: NaiveDate) -> Result<(), String> {
    let chosen = review.accepted();
    if chosen.is_empty() {
        return Ok(());
    }
    let source = review.file.source();
    let (path, before) = (Path::new(source.name()), source.text());
    let cannot = || format!("`{}` cannot be written so that these walks pass; it is left as it was", source.name());
    let text = walk::accepted(&review.file, &review.tree, today, &chosen).ok_or_else(cannot)?;
    add::replace(path, before, &text, Doing::Accepting)?;
    // What stands there now is what counts.
    let is_there = files::read(path).is_ok_and(|file| file.text() == text && pass(file.into(), review, today, &chosen));
    if is_there {
        return Ok(());
    }
    add::replace(path, &text, before, Doing::Accepting)?;
    Err(cannot())
}

/// Whether these walks pass in a file that was read again.
fn pass(
    file: std::sync::Arc<crate::text::SourceFile>,
    review: &Review,
    today: NaiveDate,
    chosen: &[&Acceptable],
) -> bool {
    let report = walk::run_file(&WalkFile::read(file), Ok(&review.tree), today, &|_| true, false);
    chosen.iter().all(|walk| report.walks.get(walk.position()).is_some_and(|walk| walk.failure.is_none()))
}

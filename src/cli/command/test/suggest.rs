//! `onread test --suggest`: walks that touch what the walks that are there leave untouched.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

use super::arguments::Arguments;
use super::run::Run;
use super::suggest_jobs::jobs;
use crate::cli::io::ending::Ending;
use crate::cli::io::progress::Progress;
use crate::cli::io::read::files;
use crate::cli::io::read::inputs::Named;
use crate::cli::io::write::add::{self, Doing};
use crate::cli::io::{colour, output};
use crate::cli::report::test::suggest as words;
use crate::cli::report::test::suggest_json::record;
use crate::cli::report::test::tested::{Format, How, Job, Plan, new_walks};
use crate::cli::{Done, Exit};
use crate::explore::{Options, reads_today, suggest};
use crate::text::visible;
use crate::walk::{append, items, new_file};

/// How `--suggest` was asked for.
struct Wanted {
    json: bool,
    today: NaiveDate,
    max_states: usize,
}

pub(crate) fn run(arguments: &Arguments, how: How, today: NaiveDate, color: colour::When) -> Done {
    let json = match arguments.format {
        Format::Text => false,
        Format::Json => true,
        Format::Junit => return Err("`--suggest` writes no JUnit; use `--format json`".to_owned()),
    };
    let (jobs, passed_over) = jobs(&arguments.paths, today)?;
    if jobs.is_empty() {
        return passed_over.nothing(&files::nothing_found("trees or walk files"));
    }
    let mut run = arguments.counts().then(|| counted(arguments, &jobs, today, color));
    if let Some(run) = run.as_mut().filter(|_| !json) {
        output::result(&run.text());
    }
    let wanted = Wanted { json, today, max_states: arguments.max_states.unwrap_or(Options::MOST_STATES) };
    let ending = Ending::start();
    let plans: Vec<Plan> = jobs.into_iter().map(|job| plan(job, &wanted, &ending)).collect();
    ending.over();
    // All is looked at before anything is written, and half a set of walks is not.
    let how = if ending.is_ended() { How::Print } else { how };
    if how == How::Write {
        plans.iter().try_for_each(may_write)?;
        plans.iter().try_for_each(write)?;
    }
    if json {
        let mut report = match &mut run {
            Some(run) => run.record(&passed_over),
            None => json!({ "passed_over": passed_over.record() }),
        };
        if let Some(report) = report.as_object_mut() {
            report.insert("files".into(), plans.iter().map(|plan| record(plan, how)).collect());
        }
        output::json(&report);
    } else if how == How::Print {
        output::result(&printed(&plans, run.is_some()));
    }
    for plan in &plans {
        output::remark(&words::summary(plan, how, reads_today(&plan.job.tree) && no_today(&plan.job)));
    }
    if run.is_some() && how == How::Write && plans.iter().any(|plan| !plan.suggested.walks.is_empty()) {
        output::remark("the coverage that is told is that before these walks were added");
    }
    // With `--coverage`, what is told of the walks that are there decides, as it does alone.
    if let Some(reason) = run.as_ref().and_then(Run::nothing) {
        return passed_over.nothing(&reason);
    }
    passed_over.tell();
    let Some(run) = run else { return Ok(ending.exit(Exit::Fine)) };
    run.write_page()?;
    Ok(ending.exit(run.exit()))
}

/// What the walks that are there touch.
fn counted<'a>(arguments: &'a Arguments, jobs: &[Job], today: NaiveDate, color: colour::When) -> Run<'a> {
    let mut run = Run::new(arguments, today, color);
    for job in jobs {
        let named = Ok(Named { file: job.file.clone(), tree: Arc::clone(&job.tree) });
        for (file, _) in &job.files {
            run.file(file, &named);
        }
    }
    run
}

/// True if the tree has a walk file, and that does not say what day it is.
fn no_today(job: &Job) -> bool {
    job.files.first().is_some_and(|(file, _)| file.today().is_none())
}

fn plan(job: Job, wanted: &Wanted, ending: &Ending) -> Plan {
    let first = job.files.first();
    let today = first.and_then(|(file, _)| file.today()).unwrap_or(wanted.today);
    let covered: Vec<_> = job.files.iter().flat_map(|(_, taken)| taken.walks.iter().cloned()).collect();
    let names: Vec<&str> = job.files.iter().flat_map(|(file, _)| file.names()).collect();
    let progress = Progress::start(!wanted.json);
    let tell = |states| progress.tick(states);
    let (most_states, cancel) = (wanted.max_states, ending.cancel());
    let options = Options { most_states, cancel, progress: Some(&tell), ..Options::default() };
    let suggested = suggest(&job.tree, today, &covered, &names, &options);
    progress.end();
    let new = new_walks(&suggested, &job.tree);
    let target = first.map_or_else(|| job.new_file(), |(file, _)| PathBuf::from(file.source().name()));
    let text = match first {
        Some((file, _)) => append(file, &job.tree, &new),
        None => {
            let day = reads_today(&job.tree).then_some(today);
            let text = new_file(&job.tree, &job.name(), day, &new);
            Some((text.clone(), text))
        }
    };
    Plan { job, target, suggested, today, most_states: wanted.max_states, text }
}

fn may_write(plan: &Plan) -> Result<(), String> {
    if plan.suggested.walks.is_empty() {
        return Ok(());
    }
    if plan.job.files.len() > 1 {
        return Err(words::several(plan));
    }
    if reads_today(&plan.job.tree) && no_today(&plan.job) {
        return Err(words::no_today(plan));
    }
    plan.text.as_ref().map(|_| ()).ok_or_else(|| words::no_place(plan))
}

fn write(plan: &Plan) -> Result<(), String> {
    let Some((text, _)) = plan.text.as_ref().filter(|_| !plan.suggested.walks.is_empty()) else { return Ok(()) };
    match plan.job.files.first() {
        Some((file, _)) => add::replace(Path::new(file.source().name()), file.source().text(), text, Doing::Adding),
        None => add::create(&plan.target, text),
    }
}

/// The new walks as they stand in their files; of several files, and behind something else, each under its name.
fn printed(plans: &[Plan], behind: bool) -> String {
    let mut out = String::new();
    for plan in plans.iter().filter(|plan| !plan.suggested.walks.is_empty()) {
        if behind {
            out.push('\n');
        }
        if behind || plans.len() > 1 {
            out.push_str(&format!("# {}\n", visible(&plan.target.display().to_string())));
        }
        match &plan.text {
            Some((_, new)) => out.push_str(new.trim_start_matches(['\r', '\n'])),
            None => out.push_str(&items(&plan.job.tree, &new_walks(&plan.suggested, &plan.job.tree), 2)),
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

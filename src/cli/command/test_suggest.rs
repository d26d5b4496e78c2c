//! `onread test --suggest`: walks that touch what the walks that are there leave untouched.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::json;

use super::test_suggest_jobs::jobs;
use crate::cli::io::add::{self, Doing};
use crate::cli::io::progress::Progress;
use crate::cli::io::{files, output};
use crate::cli::report::suggest as words;
use crate::cli::report::suggest_json::record;
use crate::cli::report::tested::{How, Job, Plan, new_walks};
use crate::cli::{Done, Exit};
use crate::explore::{Options, reads_today, suggest};
use crate::text::visible;
use crate::walk::{append, items, new_file};

/// How `--suggest` was asked for.
pub(crate) struct Wanted<'a> {
    pub(crate) paths: &'a [PathBuf],
    pub(crate) how: How,
    pub(crate) json: bool,
    pub(crate) today: NaiveDate,
    pub(crate) max_states: usize,
}

pub(crate) fn run(wanted: &Wanted) -> Done {
    let (jobs, passed_over) = jobs(wanted.paths, wanted.today)?;
    if jobs.is_empty() {
        return passed_over.nothing(&files::nothing_found("trees or walk files"));
    }
    let plans: Vec<Plan> = jobs.into_iter().map(|job| plan(job, wanted)).collect();
    // All is looked at before anything is written.
    if wanted.how == How::Write {
        plans.iter().try_for_each(may_write)?;
        plans.iter().try_for_each(write)?;
    }
    if wanted.json {
        let files: Vec<_> = plans.iter().map(|plan| record(plan, wanted.how)).collect();
        output::json(&json!({ "files": files, "passed_over": passed_over.record() }));
    } else if wanted.how == How::Print {
        output::result(&printed(&plans));
    }
    for plan in &plans {
        output::remark(&words::summary(plan, wanted.how, reads_today(&plan.job.tree) && no_today(&plan.job)));
    }
    passed_over.tell();
    Ok(Exit::Fine)
}

/// True if the tree has a walk file, and that does not say what day it is.
fn no_today(job: &Job) -> bool {
    job.files.first().is_some_and(|(file, _)| file.today().is_none())
}

fn plan(job: Job, wanted: &Wanted) -> Plan {
    let first = job.files.first();
    let today = first.and_then(|(file, _)| file.today()).unwrap_or(wanted.today);
    let covered: Vec<_> = job.files.iter().flat_map(|(_, taken)| taken.walks.iter().cloned()).collect();
    let names: Vec<&str> = job.files.iter().flat_map(|(file, _)| file.names()).collect();
    let progress = Progress::start(!wanted.json);
    let tell = |states| progress.tick(states);
    let options = Options { most_states: wanted.max_states, progress: Some(&tell), ..Options::default() };
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

/// The new walks as they stand in their files; of several files each under its name.
fn printed(plans: &[Plan]) -> String {
    let mut out = String::new();
    for plan in plans.iter().filter(|plan| !plan.suggested.walks.is_empty()) {
        if plans.len() > 1 {
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

//! `onread check`: everything that reading trees and walk files can tell, and that all walks of the trees can.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::Value;

use super::check_fix::Fixed;
use crate::cli::io::files::{self, Found};
use crate::cli::io::passed_over::PassedOver;
use crate::cli::io::progress::Progress;
use crate::cli::io::sources::{Input, NoInput, Sources, TreeFile, Wanted, tree_of};
use crate::cli::io::{colour, complete, output};
use crate::cli::report::account::{Account, Limits, many};
use crate::cli::report::fixed as words;
use crate::cli::{CODES, Done, Exit};
use crate::diagnostic::{Code, Diagnostic, Look, Severity, sarif_result, to_github, to_json, to_sarif, to_text};
use crate::explore::{Bound, Options};
use crate::text::{SourceFile, visible};
use crate::walk;
use crate::{Loaded, Proved};

const EXAMPLES: &str = "Examples:
  onread check                     all trees and walk files from here down
  onread check --fix supper.yaml   mends what can be mended without asking
  onread check --format=sarif      for code hosts";

#[derive(Debug, clap::Args)]
#[command(override_usage = "onread check [OPTIONS] [PATH]...   (files, folders; without any, here)")]
#[command(after_help = format!("{EXAMPLES}\n{CODES}"))]
pub(crate) struct Arguments {
    /// Trees, walk files, folders; without any, from here down
    #[arg(value_name = "PATH", add = complete::yaml(), hide = true)]
    paths: Vec<PathBuf>,
    /// How to print: text, json, github or sarif
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    format: Format,
    /// warnings: exit with 1 where there are any
    #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true)]
    deny: Option<Deny>,
    /// Mend what can be mended unseen, write it, check then
    #[arg(long)]
    fix: bool,
    /// Leave out the proof over all walks
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    limits: Limits,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    // The words underlined in their lines
    #[default]
    Text,
    // A list for programs
    Json,
    // Annotations for GitHub Actions
    Github,
    // SARIF 2.1.0 for code hosts and editors
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    // Exit with 1 where there are warnings, too
    Warnings,
}

/// A file, and what was found in it.
struct Checked {
    file: SourceFile,
    /// What came of loading it, where it is a tree.
    tree: Option<Arc<TreeFile>>,
    diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// The tree, where the file is one and loads.
    fn loaded(&self) -> Option<&Loaded> {
        self.tree.as_ref()?.loaded.as_ref().ok()
    }

    /// Adds findings to those that loading gave.
    fn add(&mut self, more: Vec<Diagnostic>) {
        self.diagnostics.extend(more);
        // What says that there is more stays last.
        self.diagnostics.sort_by_key(|d| (d.code == Code::TooMany, d.span.start, d.severity, d.span.end));
    }
}

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let fixed = arguments.fix.then(|| super::check_fix::run(&arguments.paths));
    let (found, missing) = files::search_all(&arguments.paths);
    missing.iter().for_each(|reason| output::error(reason));
    let mut unread = !missing.is_empty();
    let mut sources = Sources::default();
    let mut told = Told::new(arguments, color);
    let unwritten = fixed.as_ref().is_some_and(|fixed| fixed.failed);
    fixed.into_iter().for_each(|fixed| told.fixed(fixed));
    let mut account = Account::of(&arguments.limits);
    // A few files at a time are read, looked at, told of and let go: a folder may hold any number of large ones.
    for few in files::batches(found) {
        let mut checked = load(few, &mut sources, &mut unread);
        if arguments.quick {
            for one in &mut checked {
                let comments = one.loaded().map(|loaded| crate::comments(&one.file, loaded));
                one.add(comments.unwrap_or_default());
            }
        } else {
            prove(&mut checked, &arguments.limits, arguments.format == Format::Text, &mut account);
        }
        checked.iter().for_each(|one| told.add(one));
    }
    // What cannot be read hides nothing about the others, and where there are none it says enough.
    if told.files > 0 || !unread {
        told.end(&account, &sources.passed_over);
    }
    if unread || unwritten {
        return Ok(Exit::Cannot);
    }
    if told.files == 0 {
        return sources.passed_over.nothing(&files::nothing_found("trees or walk files"));
    }
    let denied = arguments.deny == Some(Deny::Warnings) && told.count(Severity::Warning) > 0;
    Ok(if told.count(Severity::Error) > 0 || denied { Exit::Findings } else { Exit::Fine })
}

/// Reads files, and what loading them tells; what somebody named and cannot be read is said.
fn load(found: Vec<Found>, sources: &mut Sources, unread: &mut bool) -> Vec<Checked> {
    let mut checked = Vec::new();
    for found in found {
        checked.push(match sources.open(&found, Wanted::Both) {
            Ok(Input::Tree(file, tree)) => {
                let told = match &tree.loaded {
                    Ok(loaded) => &loaded.warnings,
                    Err(error) => &error.diagnostics,
                };
                Checked { file, diagnostics: told.clone(), tree: Some(tree) }
            }
            Ok(Input::Walks(walks)) => {
                let tree = sources.tree_of(&walks);
                let diagnostics = walk::check_file(&walks, tree_of(&tree));
                Checked { file: SourceFile::clone(walks.source()), tree: None, diagnostics }
            }
            Err(NoInput::PassedOver) => continue,
            Err(NoInput::Closed(reason)) => {
                output::error(&reason);
                continue;
            }
            Err(NoInput::Unread(reason)) => {
                output::error(&reason);
                *unread = true;
                continue;
            }
        });
    }
    checked
}

/// How many states each of several trees may take while others are gone through at the same time.
const AT_ONCE: usize = 100_000;

/// Goes through all walks of the trees that load.
fn prove(checked: &mut [Checked], limits: &Limits, shown: bool, account: &mut Account) {
    let progress = Progress::start(shown);
    let tell = |states| progress.tick(states);
    let (options, today) = (limits.options(&tell), limits.today());
    let one = |checked: &Checked, most_states: usize| -> Option<Proved> {
        let options = Options { most_states, ..options.clone() };
        checked.loaded().map(|loaded| crate::prove(&checked.file, loaded, today, &options))
    };
    let most = limits.max_states;
    let several = checked.iter().filter(|one| one.loaded().is_some()).count() > 1;
    // Small trees side by side; a large one has all the memory for itself.
    let first = if several { most.min(AT_ONCE) } else { most };
    let proofs: Vec<Option<Proved>> = checked.par_iter().map(|checked| one(checked, first)).collect();
    for (checked, proof) in checked.iter_mut().zip(proofs) {
        let bound = proof.as_ref().and_then(|proof| proof.proof.certainty.bound());
        let unfinished = first < most && bound.is_some_and(|bound| bound != Bound::Tree);
        let proof = if unfinished { one(checked, most) } else { proof };
        match (proof, checked.loaded()) {
            (Some(proof), Some(loaded)) => {
                account.add(&proof.proof, &loaded.tree);
                checked.add(proof.diagnostics);
            }
            _ if checked.tree.is_some() => account.add_broken(),
            _ => {}
        }
    }
}

/// What was found so far: told at once, or kept for a record of all.
struct Told {
    format: Format,
    look: Look,
    files: usize,
    counts: [usize; 3],
    /// The codes of errors.
    codes: BTreeSet<Code>,
    records: Vec<Value>,
}

impl Told {
    fn new(arguments: &Arguments, color: colour::When) -> Self {
        let look = match arguments.format {
            Format::Text => Look { color: color.decide(&io::stdout()), width: colour::width() },
            _ => Look { color: false, width: 0 },
        };
        let (counts, codes, records) = ([0; 3], BTreeSet::new(), Vec::new());
        Self { format: arguments.format, look, files: 0, counts, codes, records }
    }

    fn add(&mut self, checked: &Checked) {
        self.files += 1;
        let file = &checked.file;
        for found in &checked.diagnostics {
            if let Some(count) = SEVERITIES.iter().position(|own| *own == found.severity) {
                self.counts.iter_mut().skip(count).take(1).for_each(|count| *count += 1);
            }
            if found.severity == Severity::Error {
                self.codes.insert(found.code);
            }
            match self.format {
                Format::Text => output::result(&format!("{}\n\n", to_text(found, file, self.look))),
                Format::Github => output::result(&(to_github(found, file) + "\n")),
                Format::Json => self.records.extend(serde_json::to_value(to_json(found, file)).ok()),
                Format::Sarif => self.records.push(sarif_result(found, file)),
            }
        }
    }

    /// What was mended before the files were looked at.
    fn fixed(&mut self, fixed: Fixed) {
        match self.format {
            Format::Text => {
                let lines = fixed.lines.iter().map(|line| format!("{line}\n")).collect::<String>();
                let gap = if lines.is_empty() { "" } else { "\n" };
                output::result(&format!("{lines}{}{gap}", words::sum(fixed.lines.len())));
            }
            Format::Json => self.records.extend(fixed.records),
            // Programs read these, and they have no place for what is no more.
            Format::Github | Format::Sarif => fixed.lines.iter().for_each(|line| output::remark(line)),
        }
    }

    fn count(&self, severity: Severity) -> usize {
        SEVERITIES.iter().zip(self.counts).filter(|(own, _)| **own == severity).map(|(_, count)| count).sum()
    }

    fn end(&mut self, account: &Account, passed_over: &PassedOver) {
        let records = std::mem::take(&mut self.records);
        // What stands in the report of a format is that format's, and the rest is said beside it.
        if self.format != Format::Text {
            passed_over.tell();
        }
        match self.format {
            Format::Json => output::json(&records),
            Format::Github => {}
            Format::Sarif => output::json(&to_sarif(records, passed_over.all())),
            Format::Text if self.files == 0 => {}
            Format::Text => {
                let notes = passed_over.lines().into_iter().map(|line| format!("note: {}\n", visible(&line)));
                output::result(&notes.collect::<String>());
                output::result(&more(&self.codes));
                output::result(&closing(self.files, self.counts, &account.sentence()));
            }
        }
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// Where more is told about the errors; nothing where there is none.
fn more(codes: &BTreeSet<Code>) -> String {
    match codes.first() {
        None => String::new(),
        Some(code) if codes.len() == 1 => format!("`onread explain {code}` tells more\n"),
        Some(_) => "`onread explain CODE` tells more about each code\n".to_owned(),
    }
}

fn closing(files: usize, [errors, warnings, notes]: [usize; 3], proved: &str) -> String {
    let mut found = Vec::new();
    if errors + warnings == 0 {
        found.push("no mistakes found".to_owned());
    }
    for (count, one) in [(errors, "error"), (warnings, "warning"), (notes, "note")] {
        if count > 0 {
            found.push(many(count, one));
        }
    }
    let proved = if proved.is_empty() { String::new() } else { format!("; {proved}") };
    let line = format!("{} checked: {}{proved}", many(files, "file"), found.join(", "));
    format!("{}\n", output::wrapped(&line))
}

//! `onread check`: everything that reading trees and walk files can tell, and that all walks of the trees can.

use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::files::{self, Found};
use super::progress::Progress;
use super::prove::{Account, Limits, many};
use super::trees::Trees;
use super::{Done, Exit, colour, output};
use crate::diagnostic::{Code, Diagnostic, Look, Severity, to_github, to_json, to_sarif, to_text};
use crate::explore::Options;
use crate::text::SourceFile;
use crate::walk::{self, Kind};
use crate::{Loaded, Proved};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Trees, walk files and folders to search; without any, from here down
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// Treat these as errors
    #[arg(long, value_name = "WHAT", value_enum)]
    deny: Option<Deny>,
    /// Leave out the proof: what follows from all walks of a tree
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    limits: Limits,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// The words underlined in their lines
    #[default]
    Text,
    /// A list for programs
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// SARIF 2.1.0 for code hosts and editors
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    /// Exit with 1 where there are warnings, too
    Warnings,
}

/// A file, and what was found in it.
struct Checked {
    file: SourceFile,
    kind: Kind,
    /// The tree, where the file is one and loads.
    loaded: Option<Loaded>,
    diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Adds findings to those that loading gave.
    fn add(&mut self, more: Vec<Diagnostic>) {
        self.diagnostics.extend(more);
        // What says that there is more stays last.
        self.diagnostics.sort_by_key(|d| (d.code == Code::TooMany, d.span.start, d.severity, d.span.end));
    }
}

pub(super) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let (mut checked, unread) = load(&arguments.paths)?;
    let proved = if arguments.quick {
        for one in checked.iter_mut().filter(|one| one.loaded.is_some()) {
            one.add(crate::comments(&one.file));
        }
        String::new()
    } else {
        prove(&mut checked, &arguments.limits, arguments.format == Format::Text)
    };
    let count = |severity| {
        let all = checked.iter().flat_map(|one| &one.diagnostics);
        all.filter(|found: &&Diagnostic| found.severity == severity).count()
    };
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let all = || checked.iter().flat_map(|one| one.diagnostics.iter().map(|found| (found, &one.file)));
    match arguments.format {
        Format::Json => output::json(&all().map(|(found, file)| to_json(found, file)).collect::<Vec<_>>()),
        Format::Github => {
            output::result(&all().map(|(found, file)| to_github(found, file) + "\n").collect::<String>());
        }
        Format::Sarif => output::json(&to_sarif(all())),
        Format::Text => {
            let look = Look { color: color.decide(&io::stdout()), width: colour::width() };
            for (found, file) in all() {
                output::result(&format!("{}\n\n", to_text(found, file, look)));
            }
            output::result(&more(all().map(|(found, _)| found)));
            if !checked.is_empty() {
                output::result(&closing(checked.len(), [errors, warnings, notes], &proved));
            }
        }
    }
    if checked.is_empty() {
        return Err(files::nothing_found("trees or walk files"));
    }
    if unread {
        return Ok(Exit::Cannot);
    }
    let denied = arguments.deny == Some(Deny::Warnings) && warnings > 0;
    Ok(if errors > 0 || denied { Exit::Findings } else { Exit::Fine })
}

/// Reads all files, and what loading them tells; and whether some could not be read that somebody named, which has
/// been said. One that cannot be read hides nothing about the others.
fn load(paths: &[PathBuf]) -> Result<(Vec<Checked>, bool), String> {
    let (found, mut reasons) = files::search_all(paths);
    let mut trees = Trees::default();
    let mut checked = Vec::new();
    for Found { path, named } in found {
        let file = match files::read(&path) {
            Ok(file) => file,
            Err(reason) if named => {
                reasons.push(reason);
                continue;
            }
            Err(reason) => {
                output::error(&reason);
                continue;
            }
        };
        if !named && !is_ours(&file) {
            continue;
        }
        let kind = walk::kind_of(&file);
        let (loaded, diagnostics) = match kind {
            Kind::Tree => match crate::load(&file) {
                Ok(mut loaded) => {
                    let warnings = std::mem::take(&mut loaded.warnings);
                    (Some(loaded), warnings)
                }
                Err(error) => (None, error.diagnostics),
            },
            Kind::Walks => (None, walk::check_file(&file, &mut |name| trees.find(file.name(), name))),
        };
        checked.push(Checked { file, kind, loaded, diagnostics });
    }
    let last = if checked.is_empty() { reasons.pop() } else { None };
    reasons.iter().for_each(|reason| output::error(reason));
    match last {
        Some(reason) => Err(reason),
        None => Ok((checked, !reasons.is_empty())),
    }
}

/// How many states each of several trees may take while others are gone through at the same time.
const AT_ONCE: usize = 100_000;

/// Goes through all walks of the trees that load; returns what was proved, in a sentence.
fn prove(checked: &mut [Checked], limits: &Limits, shown: bool) -> String {
    let progress = Progress::start(shown);
    let tell = |states| progress.tick(states);
    let (options, today) = (limits.options(&tell), limits.today());
    let one = |checked: &Checked, most_states: usize| -> Option<Proved> {
        let options = Options { most_states, ..options.clone() };
        checked.loaded.as_ref().map(|loaded| crate::prove(&checked.file, loaded, today, &options))
    };
    let most = limits.max_states;
    let several = checked.iter().filter(|one| one.loaded.is_some()).count() > 1;
    // Small trees side by side; a large one has all the memory for itself.
    let first = if several { most.min(AT_ONCE) } else { most };
    let proofs: Vec<Option<Proved>> = checked.par_iter().map(|checked| one(checked, first)).collect();
    let broken = checked.iter().filter(|one| one.kind == Kind::Tree && one.loaded.is_none()).count();
    let mut account = Account::with_broken(broken);
    for (checked, proof) in checked.iter_mut().zip(proofs) {
        let unfinished = first < most && proof.as_ref().is_some_and(|proof| !proof.proof.complete);
        let proof = if unfinished { one(checked, most) } else { proof };
        if let (Some(proof), Some(loaded)) = (proof, &checked.loaded) {
            account.add(&proof.proof, &loaded.tree);
            checked.add(proof.diagnostics);
        }
    }
    account.sentence()
}

/// Where more is told about the errors; nothing where there is none.
fn more<'d>(found: impl Iterator<Item = &'d Diagnostic>) -> String {
    let mut codes: Vec<_> = found.filter(|found| found.severity == Severity::Error).map(|found| found.code).collect();
    codes.sort_unstable();
    codes.dedup();
    match codes[..] {
        [] => String::new(),
        [code] => format!("`onread explain {code}` tells more\n"),
        _ => "`onread explain CODE` tells more about each code\n".to_owned(),
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

/// Whether a YAML file found in a folder is one of ours: other programs keep their files there, too.
fn is_ours(file: &SourceFile) -> bool {
    if walk::kind_of(file) == Kind::Walks {
        return true;
    }
    let has = |key: &str| file.text().lines().any(|line| line.trim_start_matches('\u{feff}').starts_with(key));
    has("questions:") || has("outcomes:")
}

//! `onread check`: everything that reading trees and walk files can tell.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, Found};
use super::{Done, Exit, colour, output};
use crate::diagnostic::{Diagnostic, Look, Severity, to_github, to_json, to_sarif, to_text};
use crate::text::SourceFile;
use crate::tree::Tree;
use crate::walk::{self, Kind};

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

pub(super) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let found = files::search(&arguments.paths)?;
    let mut trees = Trees::default();
    let mut checked = Vec::new();
    for Found { path, named } in found {
        let file = match files::read(&path) {
            Ok(file) => file,
            Err(reason) if named => return Err(reason),
            Err(reason) => {
                output::error(&reason);
                continue;
            }
        };
        if !named && !is_ours(&file) {
            continue;
        }
        let diagnostics = match walk::kind_of(&file) {
            Kind::Tree => tree_diagnostics(&file),
            Kind::Walks => walk::check_file(&file, &mut |name| trees.find(file.name(), name)),
        };
        checked.push((file, diagnostics));
    }
    let count =
        |severity| checked.iter().flat_map(|(_, list)| list).filter(|d: &&Diagnostic| d.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match arguments.format {
        Format::Json => {
            let list: Vec<_> =
                checked.iter().flat_map(|(file, list)| list.iter().map(move |d| to_json(d, file))).collect();
            output::json(&list);
        }
        Format::Github => {
            let lines = checked.iter().flat_map(|(file, list)| list.iter().map(move |d| to_github(d, file) + "\n"));
            output::result(&lines.collect::<String>());
        }
        Format::Sarif => {
            output::json(&to_sarif(checked.iter().flat_map(|(file, list)| list.iter().map(move |d| (d, file)))));
        }
        Format::Text => {
            let look = Look { color: color.decide(&io::stdout()), width: colour::width() };
            print(&checked, look);
            output::result(&more(checked.iter().flat_map(|(_, list)| list)));
            output::result(&closing(checked.len(), errors, warnings));
        }
    }
    let denied = arguments.deny == Some(Deny::Warnings) && warnings > 0;
    Ok(if errors > 0 || denied { Exit::Findings } else { Exit::Fine })
}

fn print(checked: &[(SourceFile, Vec<Diagnostic>)], look: Look) {
    for (file, diagnostics) in checked {
        for diagnostic in diagnostics {
            output::result(&format!("{}\n\n", to_text(diagnostic, file, look)));
        }
    }
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

fn closing(files: usize, errors: usize, warnings: usize) -> String {
    let many = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let checked = format!("{} checked", many(files, "file"));
    match (errors, warnings) {
        _ if files == 0 => "no trees or walk files found\n".to_owned(),
        (0, 0) => format!("{checked}: no mistakes found\n"),
        (_, 0) => format!("{checked}: {}\n", many(errors, "error")),
        (0, _) => format!("{checked}: {}\n", many(warnings, "warning")),
        _ => format!("{checked}: {}, {}\n", many(errors, "error"), many(warnings, "warning")),
    }
}

/// What reading a tree tells.
fn tree_diagnostics(file: &SourceFile) -> Vec<Diagnostic> {
    match crate::load(file) {
        Ok(loaded) => loaded.warnings,
        Err(error) => error.diagnostics,
    }
}

/// Whether a YAML file found in a folder is one of ours: other programs keep their files there, too.
fn is_ours(file: &SourceFile) -> bool {
    if walk::kind_of(file) == Kind::Walks {
        return true;
    }
    let has = |key: &str| file.text().lines().any(|line| line.trim_start_matches('\u{feff}').starts_with(key));
    has("questions:") || has("outcomes:")
}

/// Trees that walk files name, each read once.
#[derive(Default)]
pub(super) struct Trees {
    read: HashMap<PathBuf, Result<&'static Tree, String>>,
}

impl Trees {
    /// The tree that a walk file's `tree:` names: a file beside it, or a built-in tree.
    ///
    /// Trees live until the program ends, which is right after the last walk.
    pub(super) fn find(&mut self, walk_file: &str, name: &str) -> Result<&'static Tree, String> {
        let path = files::beside(walk_file, name);
        self.read.entry(path.clone()).or_insert_with(|| read_tree(&path, name)).clone()
    }
}

fn read_tree(path: &Path, name: &str) -> Result<&'static Tree, String> {
    let file = match (path.exists(), super::builtin::find(name)) {
        (false, Some(file)) => file,
        _ => files::read(path).map_err(|reason| format!("{reason}{}", files::near_tree(path, name)))?,
    };
    match crate::load(&file) {
        Ok(loaded) => Ok(Box::leak(Box::new(loaded.tree))),
        Err(error) => {
            let first = error.diagnostics.iter().find(|d| d.severity == Severity::Error);
            let place = first.map_or(1, |first| file.place(first.span.start).line);
            Err(format!("the tree cannot be used: {error} (line {place}); `onread check {}` tells all", file.name()))
        }
    }
}

//! `onread test`: runs scripted walks and reports.

use std::io;
use std::path::PathBuf;

use super::files::{self, Found};
use super::suggest::{self, How, Wanted};
use super::trees::Trees;
use super::{Done, Exit, colour, output, report, report_json, report_junit};
use crate::explore::Options;
use crate::text::SourceFile;
use crate::tree::Tree;
use crate::walk::{self, Coverage, Kind, Report};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Walk files and folders to search; without any, from here down
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// Say what no walk touched; with a number, fail below that many percent
    #[arg(long, value_name = "PERCENT", num_args = 0..=1, require_equals = true, default_missing_value = "0", value_parser = clap::value_parser!(u8).range(0..=100))]
    coverage: Option<u8>,
    /// Run only walks whose name, or whose file's name, holds this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Stop at the first walk that fails
    #[arg(long)]
    fail_fast: bool,
    /// Suggest walks that touch what these leave untouched; with `write`, add them to the walk file
    #[arg(long, value_name = "HOW", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "print", conflicts_with_all = ["coverage", "filter", "fail_fast"])]
    suggest: Option<How>,
    /// How many states --suggest may visit at most
    #[arg(long, value_name = "NUMBER", default_value_t = Options::MOST_STATES, requires = "suggest")]
    max_states: usize,
    /// What trees call `today` where the walk file does not say
    #[arg(long, value_name = "DATE", value_parser = super::play::date)]
    today: Option<chrono::NaiveDate>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Lines for people
    #[default]
    Text,
    /// A record for programs
    Json,
    /// JUnit XML for build servers
    Junit,
}

/// A walk file and what came of it.
pub(super) struct Tested {
    pub(super) file: SourceFile,
    /// The tree's file, as far as it is known.
    pub(super) tree: Option<PathBuf>,
    pub(super) report: Report,
}

impl Tested {
    pub(super) fn passed(&self) -> usize {
        self.report.walks.iter().filter(|walk| walk.failure.is_none()).count()
    }

    /// Walks that failed; a file that could not be run counts as one.
    pub(super) fn failed(&self) -> usize {
        let failed = self.report.walks.len() - self.passed();
        failed + usize::from(self.is_broken())
    }

    /// True if the file could not be run at all.
    pub(super) fn is_broken(&self) -> bool {
        self.report.coverage.is_none()
    }
}

/// What all walks together touched of one tree.
pub(super) struct Covered {
    pub(super) path: PathBuf,
    pub(super) tree: &'static Tree,
    pub(super) coverage: Coverage,
}

pub(super) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let today = arguments.today.unwrap_or_else(|| chrono::Local::now().date_naive());
    if let Some(how) = arguments.suggest {
        let Arguments { paths, format, max_states, .. } = arguments;
        if *format == Format::Junit {
            return Err("`--suggest` writes no JUnit; use `--format json`".to_owned());
        }
        return suggest::run(&Wanted { paths, how, json: *format == Format::Json, today, max_states: *max_states });
    }
    let mut trees = Trees::default();
    let mut tested: Vec<Tested> = Vec::new();
    let mut covered: Vec<Covered> = Vec::new();
    for Found { path, named } in files::search(&arguments.paths)? {
        let is_walks =
            path.to_string_lossy().ends_with(".walks.yaml") || path.to_string_lossy().ends_with(".walks.yml");
        if !named && !is_walks {
            continue;
        }
        let file = files::read(&path)?;
        if walk::kind_of(&file) == Kind::Tree {
            return Err(format!("`{}` is not a walk file; a walk file has `tree:` and `walks:`", file.name()));
        }
        let one = run_file(arguments, file, today, &mut trees, &mut covered);
        let failed = one.failed() > 0;
        // A file of which the filter left nothing is not worth a line.
        if arguments.filter.is_none() || failed || !one.report.walks.is_empty() {
            tested.push(one);
        }
        if failed && arguments.fail_fast {
            break;
        }
    }
    let failed: usize = tested.iter().map(Tested::failed).sum();
    let (touched, all) =
        covered.iter().map(|covered| covered.coverage.total()).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    // Exact: 99.9 % are not 100.
    let too_low = arguments.coverage.is_some_and(|least| touched * 100 < all * usize::from(least));
    let covered = arguments.coverage.map(|least| (covered, least));
    match arguments.format {
        Format::Text => {
            let color = color.decide(&io::stdout());
            output::result(&report::text(&tested, covered.as_ref(), color));
        }
        Format::Json => output::json(&report_json::report(&tested, covered.as_ref())),
        Format::Junit => output::result(&report_junit::report(&tested)?),
    }
    if tested.is_empty() && arguments.format == Format::Text {
        output::remark(match arguments.filter {
            Some(_) => "no walk has a name that holds this text",
            None => "no walk files found: their names end in .walks.yaml",
        });
    }
    Ok(if failed > 0 || too_low { Exit::Findings } else { Exit::Fine })
}

fn run_file(
    arguments: &Arguments,
    file: SourceFile,
    today: chrono::NaiveDate,
    trees: &mut Trees,
    covered: &mut Vec<Covered>,
) -> Tested {
    let wanted = |name: &str| {
        arguments.filter.as_ref().is_none_or(|text| name.contains(text.as_str()) || file.name().contains(text.as_str()))
    };
    let mut found: Option<(PathBuf, &'static Tree)> = None;
    let mut path = None;
    let mut report = {
        let mut find = |name: &str| {
            let beside = files::beside(file.name(), name);
            path = Some(beside.clone());
            let tree = trees.find(file.name(), name)?;
            found = Some((beside, tree));
            Ok(tree)
        };
        walk::run_file(&file, today, &mut find, &wanted, arguments.fail_fast)
    };
    if let (Some((path, tree)), Some(coverage)) = (found, report.coverage.as_mut()) {
        match covered.iter_mut().find(|other| std::ptr::eq(other.tree, tree)) {
            Some(other) => other.coverage.merge(coverage),
            None => covered.push(Covered { path, tree, coverage: coverage.clone() }),
        }
    }
    Tested { file, tree: path, report }
}

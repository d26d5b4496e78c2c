//! `onread test`: runs scripted walks and reports.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::test_suggest::{self, How, Wanted};
use super::{test_against, test_mutants};
use crate::cli::io::files;
use crate::cli::io::sources::{Input, Named, Sources, Wanted as Of, tree_of, tree_path, walks_first};
use crate::cli::io::{clock, colour, output};
use crate::cli::report::{test, test_json, test_junit};
use crate::cli::{Done, Exit};
use crate::explore::Options;
use crate::text::{SourceFile, quoted};
use crate::tree::Tree;
use crate::walk::{self, Coverage, Report, WalkFile};

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("counted").args(["suggest", "mutants"]).multiple(true))]
pub(crate) struct Arguments {
    /// Walk files and folders to search; without any, from here down
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Say what no walk touched; with a number, fail below that many percent
    #[arg(long, value_name = "PERCENT", num_args = 0..=1, require_equals = true, default_missing_value = "0", value_parser = percent)]
    coverage: Option<u8>,
    /// Run only walks whose name, or whose file's name, holds this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Stop at the first walk that fails
    #[arg(long)]
    fail_fast: bool,
    /// Suggest walks that touch what these leave untouched; with `write`, add them to the walk file
    #[arg(long, value_name = "HOW", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "print", conflicts_with_all = ["coverage", "filter", "fail_fast", "mutants", "against"])]
    suggest: Option<How>,
    /// What trees call `today` where the walk file does not say
    #[arg(long, value_name = "DATE", value_parser = super::play::date)]
    today: Option<chrono::NaiveDate>,
    /// Change the tree one small thing at a time, and name the changes that no walk notices
    #[arg(long, conflicts_with_all = ["coverage", "fail_fast"])]
    mutants: bool,
    /// Name the walks that pass with this older version of the tree and fail with the present one
    #[arg(long, value_name = "TREE", conflicts_with_all = ["mutants", "coverage", "fail_fast"])]
    against: Option<PathBuf>,
    /// How many states may be visited at most: by --suggest [default: 5000000], or by --mutants for each change that
    /// no walk notices [default: 200000]
    #[arg(long, value_name = "NUMBER", requires = "counted")]
    pub(crate) max_states: Option<usize>,
}

impl Arguments {
    /// What to say where no walk was looked at; `no_files` if there was no walk file, either.
    pub(crate) fn nothing_found(&self, no_files: bool) -> String {
        match (&self.filter, no_files) {
            (Some(text), _) => {
                files::nothing_found(&format!("walk whose name, or whose file's name, holds {}", quoted(text)))
            }
            (None, true) => format!("{}: they have `tree:` and `walks:`", files::nothing_found("walk files")),
            (None, false) => files::nothing_found("walks in these files"),
        }
    }

    /// Which walks of a file are run, by name.
    pub(crate) fn wanted(&self, file: &str) -> impl Fn(&str) -> bool + Sync {
        move |name| self.filter.as_ref().is_none_or(|text| name.contains(text.as_str()) || file.contains(text.as_str()))
    }
}

fn percent(text: &str) -> Result<u8, String> {
    text.parse().ok().filter(|percent| *percent <= 100).ok_or_else(|| "write a whole number from 0 to 100".to_owned())
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Lines for people
    #[default]
    Text,
    /// A record for programs
    Json,
    /// JUnit XML for build servers
    Junit,
}

/// A walk file and what came of it.
pub(crate) struct Tested {
    pub(crate) file: Arc<SourceFile>,
    /// The tree's file, as far as it is known.
    pub(crate) tree: Option<PathBuf>,
    /// What was run and the tree, if they are needed later.
    pub(crate) again: Option<(WalkFile, Named)>,
    pub(crate) report: Report,
}

impl Tested {
    pub(crate) fn passed(&self) -> usize {
        self.report.walks.iter().filter(|walk| walk.failure.is_none()).count()
    }

    /// Walks that failed; a file that could not be run counts as one.
    pub(crate) fn failed(&self) -> usize {
        let failed = self.report.walks.len() - self.passed();
        failed + usize::from(self.is_broken())
    }

    /// True if the file could not be run at all.
    pub(crate) fn is_broken(&self) -> bool {
        self.report.coverage.is_none()
    }
}

/// What all walks together touched of one tree.
pub(crate) struct Covered {
    pub(crate) path: PathBuf,
    pub(crate) tree: Arc<Tree>,
    pub(crate) coverage: Coverage,
}

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

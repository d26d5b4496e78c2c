//! How `onread test` is asked.

use std::path::PathBuf;

use crate::cli::CODES;
use crate::cli::io::read::files;
use crate::cli::io::{clock, complete};
use crate::cli::report::test::tested::{Accept, Format, How};
use crate::text::quoted;

const EXAMPLE: &str = "Example: onread test --suggest=write   adds walks for what none touches";

#[derive(Debug, clap::Args)]
#[command(override_usage = "onread test [OPTIONS] [PATH]...   (walk files, folders; without any, here)")]
#[command(after_help = format!("{EXAMPLE}\n{CODES}"))]
#[command(group = clap::ArgGroup::new("counted").args(["suggest", "mutants"]).multiple(true))]
pub(crate) struct Arguments {
    /// Walk files and folders; without any, from here down
    #[arg(value_name = "PATH", add = complete::yaml(), hide = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print: text, json or junit
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    pub(crate) format: Format,
    /// Say what no walk touched; fail below PERCENT
    #[arg(long, value_name = "PERCENT", num_args = 0..=1, require_equals = true, default_missing_value = "0", value_parser = percent)]
    pub(crate) coverage: Option<u8>,
    /// Draw that into a page for a browser
    #[arg(long, value_name = "FILE", conflicts_with_all = ["mutants", "against", "accept"])]
    pub(crate) coverage_html: Option<PathBuf>,
    /// Only walks whose own or file's name holds this
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Stop at the first walk that fails
    #[arg(long)]
    pub(crate) fail_fast: bool,
    /// Walks for what is untouched; `write` adds them
    #[arg(long, value_name = "HOW", value_enum, hide_possible_values = true, num_args = 0..=1, require_equals = true, default_missing_value = "print", conflicts_with_all = ["filter", "fail_fast", "mutants", "against"])]
    pub(crate) suggest: Option<How>,
    /// Show what failing walks would have to expect; `all` writes it
    #[arg(long, value_name = "HOW", value_enum, hide_possible_values = true, num_args = 0..=1, require_equals = true, default_missing_value = "ask", conflicts_with_all = ["coverage", "fail_fast", "mutants", "against", "suggest"])]
    pub(crate) accept: Option<Accept>,
    /// What trees call `today` if the file does not say
    #[arg(long, value_name = "DATE", value_parser = clock::date)]
    pub(crate) today: Option<chrono::NaiveDate>,
    /// Name small changes that no walk notices
    #[arg(long, conflicts_with_all = ["coverage", "fail_fast"])]
    pub(crate) mutants: bool,
    /// Name the walks that passed with this older version
    #[arg(long, value_name = "TREE", add = complete::trees(), conflicts_with_all = ["mutants", "coverage", "fail_fast"])]
    pub(crate) against: Option<PathBuf>,
    /// Run again whenever a file is saved; say what changed
    #[arg(long, conflicts_with_all = ["suggest", "mutants", "against", "accept"])]
    pub(crate) watch: bool,
    /// States visited at most
    #[arg(long, value_name = "NUMBER", requires = "counted")]
    pub(crate) max_states: Option<usize>,
}

impl Arguments {
    /// Whether it is counted what walks touch.
    pub(crate) fn counts(&self) -> bool {
        self.coverage.is_some() || self.coverage_html.is_some()
    }

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

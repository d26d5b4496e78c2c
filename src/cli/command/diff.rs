//! `onread diff`: whether another version of a tree leads anybody elsewhere.

use chrono::NaiveDate;

use crate::cli::io::complete;
use crate::cli::io::ending::Ending;
use crate::cli::io::output::Format;
use crate::cli::io::read::{files, git};
use crate::cli::report::account::Limits;
use crate::cli::report::compared::{Compared, Version};
use crate::cli::report::diff as report;
use crate::cli::{CODES, Done, Exit};
use crate::explore::{Options, diff};
use crate::text::SourceFile;
use crate::tree::text_changes;

const EXAMPLES: &str = "Examples:
  onread diff old.yaml new.yaml
  onread diff --git HEAD supper.yaml    what was changed since the last commit";

#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n{CODES}"))]
pub(crate) struct Arguments {
    /// The old version and the new one; with --git only that
    #[arg(value_name = "TREE", add = complete::trees(), required = true, num_args = 1..=2)]
    trees: Vec<String>,
    /// Read the old version from git, at this revision
    #[arg(long, value_name = "REVISION")]
    git: Option<String>,
    #[command(flatten)]
    limits: Limits,
    /// How to print: text or json
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let (old, new) = match (&arguments.trees[..], &arguments.git) {
        ([new], Some(revision)) => (git::file_in(revision, new)?, files::tree(new)?),
        ([old, new], None) => (files::tree(old)?, files::tree(new)?),
        ([_], None) => return Err("`diff` compares two trees; name the old and the new one, or use --git".to_owned()),
        _ => return Err("with --git, name the new tree alone: the old one is read from git".to_owned()),
    };
    let (old, new) = (version(old)?, version(new)?);
    let ending = Ending::start();
    let options = Options { most_states: arguments.limits.max_states, cancel: ending.cancel(), ..Options::default() };
    let compared = compared(old, new, arguments.limits.today(), &options)?;
    ending.over();
    report::print(&compared, arguments.format == Format::Json);
    let same = compared.routes.certainty.is_complete() && compared.routes.moved.iter().all(|moved| !moved.changed);
    Ok(ending.exit(if same { Exit::Fine } else { Exit::Findings }))
}

/// Compares two versions; the states of `options` are joint ones.
///
/// # Errors
/// If their scores cannot be kept.
pub(super) fn compared(old: Version, new: Version, today: NaiveDate, options: &Options) -> Result<Compared, String> {
    let routes = diff(&old.tree, &new.tree, today, options)
        .ok_or("the scores of these trees add up to more than can be compared")?;
    let texts = text_changes(&old.tree, &new.tree);
    Ok(Compared { old, new, routes, texts, most_states: options.most_states })
}

pub(crate) fn version(file: SourceFile) -> Result<Version, String> {
    match crate::load(&file) {
        Ok(loaded) => Ok(Version { file, tree: loaded.tree }),
        Err(error) => Err(format!("`{}` cannot be compared: {error}; `onread check` tells all", file.name())),
    }
}

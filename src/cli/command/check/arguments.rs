//! How `onread check` is asked.

use std::path::PathBuf;

use crate::cli::CODES;
use crate::cli::io::complete;
use crate::cli::report::account::Limits;
use crate::cli::report::checked::Format;

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
    pub(super) paths: Vec<PathBuf>,
    /// How to print: text, json, github or sarif
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    pub(super) format: Format,
    /// warnings: exit with 1 where there are any
    #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true)]
    pub(super) deny: Option<Deny>,
    /// Mend what can be mended unseen, write it, check then
    #[arg(long, conflicts_with = "watch")]
    pub(super) fix: bool,
    /// Check again whenever a file is saved; say what changed
    #[arg(long)]
    pub(super) watch: bool,
    /// Leave out the proof over all walks
    #[arg(long)]
    pub(super) quick: bool,
    #[command(flatten)]
    pub(super) limits: Limits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Deny {
    // Exit with 1 where there are warnings, too
    Warnings,
}

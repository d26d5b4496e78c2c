//! `onread schema`: what an editor has to be told so that it knows the format.

use crate::FileKind;
use crate::cli::io::output;
use crate::cli::{Done, Exit};
use crate::schema;

const EXAMPLES: &str = "Examples:
  onread schema tree > onread-tree.json

A tree then points editors there in its first line:
  # yaml-language-server: $schema=./onread-tree.json

`onread new` writes both.";

#[derive(Debug, clap::Args)]
#[command(override_usage = "onread schema KIND   (tree or walks)", after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Of which files: tree or walks
    #[arg(value_name = "KIND", value_enum, hide_possible_values = true)]
    of: Of,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Of {
    Tree,
    Walks,
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let kind = match arguments.of {
        Of::Tree => FileKind::Tree,
        Of::Walks => FileKind::Walks,
    };
    output::result(&schema::text(kind));
    Ok(Exit::Fine)
}

//! `onread fmt`: trees and walk files set in the one form, or told where they are not.

use std::path::PathBuf;

use crate::cli::io::output::Format;
use crate::cli::io::read::files::{self, Found};
use crate::cli::io::read::inputs::{Input, Inputs, NoInput, Wanted};
use crate::cli::io::write::add::{self, Doing};
use crate::cli::io::{complete, output, reading};
use crate::cli::report::formatted::{Formatted, Outcome};
use crate::cli::{CODES, Done, Exit};
use crate::fmt::{MAX_BYTES, Style, first_change, fmt};
use crate::text::SourceFile;

const EXAMPLES: &str = "Examples:
  onread fmt                       all trees and walk files from here down
  onread fmt --check               says which are not formatted, for gates
  onread fmt - < supper.yaml       from standard input to standard output";

#[derive(Debug, clap::Args)]
#[command(override_usage = "onread fmt [OPTIONS] [PATH]...   (files, folders, or -; without any, here)")]
#[command(after_help = format!("{EXAMPLES}\n{CODES}"))]
pub(crate) struct Arguments {
    /// Trees, walk files, folders, or - for standard input; without any, from here down
    #[arg(value_name = "PATH", add = complete::yaml(), hide = true)]
    paths: Vec<PathBuf>,
    /// Write nothing; exit with 1 where a file is not formatted
    #[arg(long)]
    check: bool,
    /// Put the keys of each part in the order of the format
    #[arg(long)]
    sort_keys: bool,
    /// How to print: text or json
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let style = Style::default().sort_keys(arguments.sort_keys);
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        if arguments.paths.len() > 1 {
            return Err("`-` stands for standard input, and goes with no other file".to_owned());
        }
        return of_input(arguments, style);
    }
    let (found, missing) = files::search_all(&arguments.paths);
    missing.iter().for_each(|reason| output::error(reason));
    let mut told = Formatted::new(arguments.check, missing.len());
    let mut inputs = Inputs::default();
    for found in found {
        if let Some(outcome) = one(&found, &mut inputs, style, arguments.check) {
            told.add(found.path.display().to_string(), outcome);
        }
    }
    if told.is_empty() {
        return inputs.passed_over.nothing(&files::nothing_found("trees or walk files"));
    }
    inputs.passed_over.tell();
    told.print(arguments.format);
    Ok(told.exit())
}

/// Formats a file; nothing comes of one that is not ours.
fn one(found: &Found, inputs: &mut Inputs, style: Style, check: bool) -> Option<Outcome> {
    let file = match inputs.open(found, Wanted::Both) {
        Ok(Input::Tree(file, _)) => file,
        Ok(Input::Walks(walks)) => SourceFile::clone(walks.source()),
        Err(NoInput::PassedOver) => return None,
        Err(NoInput::Closed(reason) | NoInput::Unread(reason)) => return Some(Outcome::Unread(reason)),
    };
    let text = match fmt(&file, style) {
        Ok(text) => text,
        Err(why) => return Some(Outcome::Refused(why)),
    };
    let Some(line) = first_change(file.text(), &text) else { return Some(Outcome::Fine) };
    if !check && let Err(reason) = add::replace(&found.path, file.text(), &text, Doing::Formatting) {
        return Some(Outcome::Unread(reason));
    }
    Some(Outcome::Changed(line))
}

/// What stands for standard input in messages.
const INPUT: &str = "standard input";

/// Formats what comes in; what goes out is all of it, or nothing.
fn of_input(arguments: &Arguments, style: Style) -> Done {
    let text = reading::input(MAX_BYTES).map_err(|why| format!("`{INPUT}` {why}"))?;
    let file = SourceFile::new(INPUT, text);
    let set = fmt(&file, style).map_err(|why| format!("{INPUT}: {why}"))?;
    let line = first_change(file.text(), &set);
    if arguments.check || arguments.format == Format::Json {
        let mut told = Formatted::new(arguments.check, 0);
        told.add(INPUT.to_owned(), line.map_or(Outcome::Fine, Outcome::Changed));
        told.print(arguments.format);
        return Ok(told.exit());
    }
    output::result(&set);
    Ok(Exit::Fine)
}

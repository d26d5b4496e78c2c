//! `onread explain`: the page about one code, or all codes.

use std::io;

use crate::cli::io::{colour, complete, output};
use crate::cli::{Done, Exit};
use crate::diagnostic::Code;
use crate::play::{Look, markdown};
use crate::text::{did_you_mean, nearest, quoted};

const EXAMPLES: &str = "Examples:
  onread explain unknown-target
  onread explain                   names all codes";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The code behind `error` or `warning`; without one, all are named
    #[arg(value_name = "CODE", add = complete::codes())]
    code: Option<String>,
}

/// The codes that have a word which was probably meant, or where all are named.
fn alike<'c>(name: &str, names: impl Iterator<Item = &'c str> + Clone) -> String {
    let words = names.clone().flat_map(|name| name.split('-')).filter(|word| word.len() > 3);
    let meant: Vec<&str> =
        name.split('-').filter(|word| word.len() > 3).filter_map(|word| nearest(word, words.clone())).collect();
    let alike: Vec<String> =
        names.filter(|name| meant.iter().any(|word| name.split('-').any(|own| own == *word))).map(quoted).collect();
    match &alike[..] {
        [] => "`onread explain` names all codes".to_owned(),
        _ => format!("like it are {}", alike.join(", ")),
    }
}

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let Some(name) = &arguments.code else {
        let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
        for code in Code::ALL {
            output::result(&format!("{:width$}  {}\n", code.name(), code.summary()));
        }
        return Ok(Exit::Fine);
    };
    let Some(code) = Code::named(name) else {
        let names = Code::ALL.iter().map(|code| code.name());
        let hint = match nearest(name, names.clone()) {
            Some(near) => did_you_mean(name, near),
            None => alike(name, names),
        };
        return Err(format!("there is no code {}; {hint}", quoted(name)));
    };
    let look = Look::of_terminal(color.decide(&io::stdout()));
    output::result(&format!("{}\n", markdown(&code.page().into(), &look)));
    Ok(Exit::Fine)
}

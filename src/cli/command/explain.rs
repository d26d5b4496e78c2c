//! `onread explain`: the page about one code, or all codes.

use std::io;

use crate::cli::io::{colour, output};
use crate::cli::{Done, Exit};
use crate::diagnostic::Code;
use crate::play::{Look, markdown};
use crate::text::{did_you_mean, nearest, quoted};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The code in brackets behind `error` or `warning`; without one, all are named
    #[arg(value_name = "CODE")]
    code: Option<String>,
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
        let hint = match nearest(name, names) {
            Some(near) => did_you_mean(name, near),
            None => "`onread explain` names all codes".to_owned(),
        };
        return Err(format!("there is no code {}; {hint}", quoted(name)));
    };
    let look = Look::of_terminal(color.decide(&io::stdout()));
    output::result(&format!("{}\n", markdown(&code.page().into(), &look)));
    Ok(Exit::Fine)
}

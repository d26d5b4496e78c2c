//! `onread man`: manual pages, made from what `--help` is made from.

use clap_mangen::Man;

use crate::cli::io::output;
use crate::cli::{Done, EXIT_CODES, Exit};
use crate::text::{did_you_mean, nearest, quoted};

const EXAMPLES: &str = "Examples:
  onread man | man -l -                                reads it
  onread man check > ~/.local/share/man/man1/onread-check.1";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The command; without one, the page of `onread` itself
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, command: clap::Command) -> Done {
    let mut all = command.disable_help_subcommand(true);
    all.build();
    let page = match &arguments.command {
        None => all,
        Some(name) => {
            let names: Vec<&str> = all.get_subcommands().map(clap::Command::get_name).collect();
            let Some(found) = all.find_subcommand(name) else {
                let hint = match nearest(name, names.iter().copied()) {
                    Some(near) => did_you_mean(name, near),
                    None => format!("its commands are {}", names.join(", ")),
                };
                return Err(format!("there is no command {}; {hint}", quoted(name)));
            };
            // The page is called as git's are: onread-check(1).
            found.clone()
        }
    };
    let mut text = Vec::new();
    // Here is room for all.
    Man::new(page.mut_args(|argument| argument.hide(false)))
        .render(&mut text)
        .map_err(|error| format!("the page cannot be made: {error}"))?;
    let codes =
        EXIT_CODES.iter().map(|(code, meaning)| format!(".TP\n\\fB{code}\\fR\n{}\n", meaning.replace('-', "\\-")));
    output::result(&format!("{}.SH EXIT STATUS\n{}", String::from_utf8_lossy(&text), codes.collect::<String>()));
    Ok(Exit::Fine)
}

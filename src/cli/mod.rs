//! The command line: one command a file, the only room that knows all others.

pub(crate) mod command;
mod exit;
pub(crate) mod io;
pub(crate) mod report;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use exit::Exit;

use crate::text::visible;

/// Exit codes and what they mean.
pub(crate) const EXIT_CODES: [(u8, &str); 8] = [
    (0, "fine"),
    (1, "findings, failed walks, or a walk that ran into an error"),
    (2, "cannot do what was asked: a wrong option, a missing file, nothing found, unsaved answers"),
    (3, "the walk stops at a question (quit, end of input, or --format json)"),
    (101, "a bug in onread, which it asks you to report"),
    (129, "the terminal was closed (SIGHUP)"),
    (130, "interrupted with Ctrl-C (SIGINT)"),
    (143, "told to end (SIGTERM)"),
];

/// The same on one line.
const CODES: &str = "Exit codes: 0 fine, 1 found, 2 cannot, 3 stopped, 101 bug, 129 130 143 signals";

const EXAMPLE: &str = "Without a command, onread plays its own tree. Example: onread new supper";

/// Decision trees you can trust: play them, check them, test them.
#[derive(Debug, Parser)]
#[command(name = "onread", version, after_help = format!("{EXAMPLE}\n{CODES}"), args_conflicts_with_subcommands = true, override_usage = "onread [COMMAND] [OPTIONS]   (--help behind a command tells its options)",
    help_template = "{about-with-newline}\n{usage-heading} {usage}\n\nCommands:\n{subcommands}{after-help}")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    // They are those of `onread play`, whose help has them.
    #[command(flatten)]
    play: command::play::Flags,
    /// Colour: auto, always or never
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true, hide_possible_values = true)]
    color: io::colour::When,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer a tree's questions and be walked to the outcome that fits
    Play(command::play::Arguments),
    /// Make a tree to start from, and its walks
    New(command::new::Arguments),
    /// Name the trees that are built in
    List(command::list::Arguments),
    /// Look for mistakes in trees and walk files
    Check(command::check::arguments::Arguments),
    /// Tell more about a code that `check` names, or name all codes
    Explain(command::explain::Arguments),
    /// Set trees and walk files in one form
    Fmt(command::fmt::Arguments),
    /// Count all walks of a tree, exactly, and find who gets stuck
    Explore(command::explore::Arguments),
    /// Say whom another version of a tree leads elsewhere
    Diff(command::diff::Arguments),
    /// Draw a tree: as text, SVG, or for Mermaid and Graphviz
    Draw(command::draw::Arguments),
    /// Run scripted walks and say which pass
    Test(command::test::arguments::Arguments),
    /// Print the JSON Schema of trees or walk files, for editors
    Schema(command::schema::Arguments),
    /// Serve an editor: what it shows while a tree is written
    Lsp(command::lsp::Arguments),
    /// Print what a shell needs to complete what is typed
    Completions(command::completions::Arguments),
    /// Print a manual page
    Man(command::man::Arguments),
}

/// The command line. Whoever plays the tree of `onread` itself finds the options where those of `play` are told.
fn command() -> clap::Command {
    Arguments::command().mut_args(|argument| {
        let hidden = argument.get_id() != "help";
        argument.hide(hidden)
    })
}

/// Runs the program with the process's arguments.
#[must_use]
pub fn main() -> Exit {
    if command::completions::answered(command) {
        return Exit::Fine;
    }
    let arguments = match command().try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    let color = arguments.color;
    io::signals::watch_for_bugs();
    io::signals::at_last(io::signals::Last { give_up: io::write::replace::give_up, unsaved: io::write::save::unsaved });
    let done = match arguments.command {
        None => command::play::run(
            &command::play::Arguments { tree: Some(io::read::builtin::FLAGSHIP.to_owned()), flags: arguments.play },
            color,
        ),
        Some(Command::Play(arguments)) => command::play::run(&arguments, color),
        Some(Command::New(arguments)) => command::new::run(&arguments, color),
        Some(Command::List(arguments)) => command::list::run(&arguments),
        Some(Command::Check(arguments)) => command::check::run(&arguments, color),
        Some(Command::Explain(arguments)) => command::explain::run(&arguments, color),
        Some(Command::Fmt(arguments)) => command::fmt::run(&arguments),
        Some(Command::Explore(arguments)) => command::explore::run(&arguments, color),
        Some(Command::Diff(arguments)) => command::diff::run(&arguments),
        Some(Command::Draw(arguments)) => command::draw::run(&arguments, color),
        Some(Command::Test(arguments)) => command::test::run(&arguments, color),
        Some(Command::Schema(arguments)) => command::schema::run(&arguments),
        Some(Command::Lsp(arguments)) => command::lsp::run(&arguments),
        Some(Command::Completions(arguments)) => command::completions::run(&arguments),
        Some(Command::Man(arguments)) => command::man::run(&arguments, command()),
    };
    match done {
        Ok(exit) => match io::output::lost() {
            None => exit,
            Some(reason) => {
                io::output::error(&format!("the result cannot be written: {reason}"));
                Exit::Cannot
            }
        },
        Err(reason) => {
            io::output::error(&reason);
            Exit::Cannot
        }
    }
}

/// Says what is wrong with the process's arguments, or shows the help they ask for.
fn refused(error: &clap::Error) -> Exit {
    let mut text = error.render().to_string();
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && (word.ends_with(".yaml") || word.ends_with(".yml"))
    {
        text.push_str(&format!("\n  tip: to play a tree: onread play {word}"));
        io::output::remark(&visible(&text));
        return Exit::Cannot;
    }
    let shown = visible(&text);
    if *shown == *text {
        error.exit();
    }
    // A file's name may hold anything, and may stand where an option is wanted.
    io::output::remark(shown.trim_end());
    Exit::Cannot
}

/// What a command comes to, or why it cannot do what was asked.
type Done = Result<Exit, String>;

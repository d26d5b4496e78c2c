//! A person answers a tree at a terminal, or a pipe does: the only room besides `cli` that talks to one.
//!
//! [`play_rich`] draws prompts with arrow keys, check boxes and a calendar; [`play_plain`] asks line by line and
//! writes no escape code at all, for pipes, dumb terminals and screen readers. Both run the same dialogue
//! (`session`) over a `Prompter`.

mod bars;
mod lines;
mod look;
mod markdown;
mod outcome;
mod plain;
mod prompter;
mod reading;
mod rich;
mod session;
mod stop;
mod words;
mod wrap;

use std::io::{self, BufRead, Write};

use chrono::NaiveDate;

use crate::engine::{Fault, Walk};
use crate::tree::{Answer, QuestionId, Tree};

pub use look::Look;
pub use markdown::markdown;
pub use stop::Stop;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The walk came to an outcome, and it was shown.
    Outcome,
    /// The person quit before that.
    Quit,
    /// The person pressed Ctrl-C.
    Interrupted,
    /// The input ended while this question was waiting.
    OutOfInput(QuestionId),
    /// The tree left the person no way on; nothing has been said about it yet.
    Stopped(Fault),
    /// Somebody outside ended it: see [`Stop`].
    FromOutside,
}

/// What a session starts from.
#[derive(Debug, Clone)]
pub struct Options {
    /// How wide, how high, with colour or without; [`play_plain`] does not look at it.
    pub look: Look,
    /// What the tree calls `today`.
    pub today: NaiveDate,
    /// Answers given in advance: used where they are asked for, without asking again.
    pub given: Vec<(QuestionId, Answer)>,
    /// What ends the session from outside.
    pub stop: Stop,
}

/// What saves a session.
pub trait Save {
    /// Called after every answer, and after going back; does nothing unless saving was asked for.
    ///
    /// # Errors
    /// If it could not be saved, with a sentence for the person.
    fn after_answer(&mut self, walk: &Walk) -> Result<(), String>;

    /// Saves to a path that the person typed. Returns what to say about it.
    ///
    /// # Errors
    /// If it could not be saved, with a sentence for the person.
    fn save_as(&mut self, walk: &Walk, path: &str) -> Result<String, String>;

    /// The file name that is offered.
    fn suggested(&self) -> String;
}

/// Plays a tree at a terminal: the dialogue on standard error, the outcome on standard output.
///
/// # Errors
/// If the terminal cannot be read or written.
pub fn play_rich(tree: &Tree, options: &Options, save: &mut dyn Save) -> io::Result<Ended> {
    session::run(tree, options, &mut rich::Rich::new(options.look, options.today, options.stop.clone()), save)
}

/// Gives the terminal back as [`play_rich`] found it: for signals that end the program.
pub fn restore_terminal() {
    rich::restore_terminal();
}

/// Plays a tree line by line, without escape codes; ends at the outcome.
///
/// # Errors
/// If the input cannot be read or the output cannot be written.
pub fn play_plain(
    tree: &Tree,
    options: &Options,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    save: &mut dyn Save,
) -> io::Result<Ended> {
    session::run(tree, options, &mut plain::Plain::new(input, output), save)
}

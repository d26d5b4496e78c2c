//! A person answers a tree at a terminal, or a pipe does: the only room besides `cli` that talks to one.
//!
//! [`play_rich`] draws prompts with arrow keys, check boxes and a calendar; [`play_lines`] asks line by line and
//! writes no escape code at all, for pipes, dumb terminals and screen readers. Both run the same dialogue
//! (`session`) over a `Prompter`.

mod look;
mod meant;
mod not_taken;
mod plain;
mod prompter;
mod reading;
mod rich;
mod session;
mod shown;
mod stop;
mod words;
mod words_earlier;

use std::io::{self, BufRead, Write};

use chrono::NaiveDate;

use crate::engine::{Ahead, Fault, Walk};
use crate::text::SourceFile;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::{Earlier, Kept};

pub use look::Look;
pub use shown::markdown::markdown;
pub use stop::Stop;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
pub struct Options<'a> {
    /// How wide, how high, with colour or without; plain lines only look at how wide.
    pub look: Look,
    /// What the tree calls `today`.
    pub today: NaiveDate,
    /// Answers given in advance: used where they are asked for, without asking again.
    pub given: Vec<(QuestionId, Answer)>,
    /// An earlier session: its answers are used, too, where no others are given; what it keeps is offered.
    pub session: Earlier,
    /// Who knows how many questions still come.
    pub ahead: Option<&'a dyn Ahead>,
    /// The tree's file, where it is to be said after each answer which rule was taken, and why.
    pub trace: Option<&'a SourceFile>,
    /// What ends the session from outside.
    pub stop: Stop,
    /// Only the answers are wanted: it ends at the outcome, which is not shown, and where there is nothing to do.
    pub form: bool,
}

/// Why a session could not be saved, in words for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SaveError(pub String);

/// What a walk that is to be recorded may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// The name that is offered; nothing else is called so.
    pub suggested: String,
    /// The names that are taken.
    pub taken: Vec<String>,
    /// Somebody has said it already, so nobody is asked.
    pub is_named: bool,
}

/// What saves a session: the walk with its answers, and the last answer to every question that is not on it now.
pub trait Save {
    /// Called after every answer, after going back and after starting over; does nothing unless saving was asked for.
    /// `kept` may have the answers of the walk as well.
    ///
    /// # Errors
    /// If it could not be saved.
    fn after_answer(&mut self, walk: &Walk, kept: &Kept) -> Result<(), SaveError>;

    /// Saves to a path that the person typed. Returns what to say about it, a sentence a line.
    ///
    /// # Errors
    /// If it could not be saved.
    fn save_as(&mut self, walk: &Walk, kept: &Kept, path: &str) -> Result<String, SaveError>;

    /// The file name that is offered.
    fn suggested(&self) -> String;

    /// What a walk may be called that is recorded at its end; none unless recording was asked for.
    fn recording(&self, _walk: &Walk) -> Option<Recording> {
        None
    }

    /// Records a walk that has come to its end under a name. Returns what to say about it.
    ///
    /// # Errors
    /// If it could not be recorded; whoever asked for it is told when the session has ended.
    fn record(&mut self, _walk: &Walk, _name: &str) -> Result<String, SaveError> {
        Ok(String::new())
    }
}

/// Plays a tree at a terminal: the dialogue on standard error, and the outcome on standard output if that goes elsewhere.
///
/// # Errors
/// If the terminal cannot be read or written.
pub fn play_rich(tree: &Tree, options: &Options, save: &mut dyn Save) -> io::Result<Ended> {
    session::run(tree, options, &mut rich::Rich::new(options.look, options.today, options.stop.clone()), save)
}

/// Gives the terminal back as [`play_rich`] found it: for signals that end the program. Returns whether the cursor
/// stands in the row of a prompt's hint, which may be cleared.
pub fn restore_terminal() -> bool {
    rich::restore_terminal()
}

/// Where plain lines come from and go to.
pub struct Lines<'io> {
    /// What is typed.
    pub input: &'io mut dyn BufRead,
    /// Gets the dialogue.
    pub output: &'io mut dyn Write,
    /// Gets the outcome that counts in the end, where the dialogue goes elsewhere.
    pub result: Option<&'io mut dyn Write>,
    /// Somebody types at a terminal: lines are as wide as it is at the moment, what could be meant in two ways is
    /// asked, and there is a menu at the outcome. A pipe ends there.
    pub person: bool,
}

/// Plays a tree line by line, without escape codes, for a pipe; ends at the outcome.
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
    play_lines(tree, options, Lines { input, output, result: None, person: false }, save)
}

/// Plays a tree line by line, without escape codes.
///
/// # Errors
/// If the input cannot be read or the output cannot be written.
pub fn play_lines(tree: &Tree, options: &Options, lines: Lines, save: &mut dyn Save) -> io::Result<Ended> {
    session::run(tree, options, &mut plain::Plain::new(lines, options.look), save)
}

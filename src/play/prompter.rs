//! What the dialogue needs from whatever asks the person.

use std::io;

use crate::engine::{Ending, Filled, Progress, Prompt, Refusal, Walk, plain};
use crate::text::{meant_date, meant_number, written_date};
use crate::tree::{Answer, QuestionId};

/// A question that is to be asked.
pub(super) struct Asking {
    /// The question with its texts filled in.
    pub(super) prompt: Prompt,
    /// What the prompt starts with: an answer given before, or the author's default. It would be taken.
    pub(super) start: Option<Answer>,
    /// How far the walk has come.
    pub(super) progress: Progress,
    /// It was on the screen just now.
    pub(super) again: bool,
}

impl Asking {
    /// Where one stands: "Question 3 of 4 to 7".
    pub(super) fn place(&self) -> String {
        let Progress { asked, least, most, exact } = self.progress;
        let (number, about) = (asked + 1, if exact { "" } else { "about " });
        if least == most {
            // No walk to an outcome has another number, proved or not that there is one.
            format!("Question {number} of {most}")
        } else {
            format!("Question {number} of {about}{least} to {most}")
        }
    }
}

/// What the person did at a question.
pub(super) enum Reply {
    /// Answered it.
    Answer(Answer),
    /// Went back.
    Back,
    /// Quit.
    Quit,
    /// Pressed Ctrl-C.
    Interrupted,
    /// There is no more input.
    OutOfInput,
    /// Somebody outside ended the session.
    FromOutside,
}

/// What the person did at the outcome.
pub(super) enum After {
    /// Reads the outcome again.
    ReadAgain,
    /// Goes back to this question.
    Change(QuestionId),
    /// Starts over; what was answered stays in the file.
    StartOver,
    /// Starts over and forgets what was answered, in the file too; has not been asked yet whether that is meant.
    Forget,
    /// Saves to this path.
    Save(String),
    /// Goes back to the last question.
    Back,
    /// Has done.
    Quit,
    /// Pressed Ctrl-C.
    Interrupted,
    /// Somebody outside ended the session.
    FromOutside,
}

/// What the person said to a question whether something is meant.
pub(super) enum Confirmed {
    /// It is.
    Yes,
    /// It is not, or nothing was said.
    No,
    /// Pressed Ctrl-C.
    Interrupted,
    /// Somebody outside ended the session.
    FromOutside,
}

/// What the person said that a walk is called.
pub(super) enum Name {
    /// It is called so.
    Given(String),
    /// Nothing: they want to go back.
    Back,
    /// Pressed Ctrl-C.
    Interrupted,
    /// Somebody outside ended the session.
    FromOutside,
}

/// Whatever asks the person.
pub(super) trait Prompter {
    /// Shows the tree's title and intro (Markdown).
    fn open(&mut self, title: &str, intro: Option<&Filled>) -> io::Result<()>;
    /// Asks a question until there is an answer that would be taken, or something else happens.
    fn ask(&mut self, walk: &Walk, asking: &Asking) -> io::Result<Reply>;
    /// Shows a question that had its answer in advance.
    fn echo(&mut self, ask: &str, answer: &str) -> io::Result<()>;
    /// Shows what there is to say to the answer that was given last (Markdown).
    fn feedback(&mut self, texts: &[Filled]) -> io::Result<()>;
    /// Says a sentence.
    fn say(&mut self, sentence: &str) -> io::Result<()>;
    /// Shows what came of an answer: a heading, and a line for each thing that happened.
    fn trace(&mut self, lines: &[String]) -> io::Result<()>;
    /// Shows an outcome.
    fn show(&mut self, ending: &Ending) -> io::Result<()>;
    /// Asks what to do at the outcome; `suggested` is the file name offered for saving.
    fn after(&mut self, walk: &Walk, suggested: &str) -> io::Result<After>;
    /// Asks whether something is meant that cannot be taken back.
    fn confirm(&mut self, question: &str) -> io::Result<Confirmed>;
    /// Asks what the walk is called; `suggested` is offered.
    fn name(&mut self, suggested: &str) -> io::Result<Name>;
    /// The person has done with this outcome.
    fn leave(&mut self, ending: &Ending) -> io::Result<()>;
}

/// A refusal as a sentence for the person. What the author wrote stays as it is.
pub(super) fn sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Because(because) => because.clone(),
        other => {
            let meant = match other {
                Refusal::NotADate { given } => {
                    meant_date(given).map(|day| format!("write it as year-month-day: {}", written_date(day)))
                }
                Refusal::NotANumber { given, .. } => {
                    meant_number(given).map(|number| format!("write it with a point: {}", plain(number)))
                }
                _ => None,
            };
            as_sentence(&meant.map_or_else(|| other.to_string(), |meant| format!("{}; {meant}", other.reason())))
        }
    }
}

/// A message with a capital letter and a full stop.
pub(super) fn as_sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// A question and its answer on one line.
pub(super) fn asked_and_answered(ask: &str, answer: &str) -> String {
    let colon = if ask.ends_with(char::is_alphanumeric) { ":" } else { "" };
    format!("{ask}{colon} {answer}")
}

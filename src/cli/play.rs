//! `onread play`: somebody answers a tree's questions.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::save::Saver;
use super::{Done, Exit, colour, files, output, play_json};
use crate::diagnostic::{Look as DiagnosticLook, to_text};
use crate::engine::{Given, Refusal, read_answer};
use crate::play::{Ended, Look, Options, Stop, play_plain, play_rich, restore_terminal};
use crate::text::{iso_date, nearest};
use crate::tree::{Answer, Kind, QuestionId, Tree};
use crate::walk;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A tree's file, or the name of a built-in one
    #[arg(value_name = "TREE")]
    pub(super) tree: String,
    #[command(flatten)]
    pub(super) flags: Flags,
}

#[derive(Debug, clap::Args)]
pub(super) struct Flags {
    /// Numbered lines instead of prompts: for pipes and screen readers
    #[arg(long)]
    plain: bool,
    /// An answer in advance; several of a set with commas, none with nothing behind `=`
    #[arg(long = "answer", value_name = "ID=VALUE")]
    answers: Vec<String>,
    /// Answers in advance from a walk file, or a session to go on with
    #[arg(long, value_name = "FILE[#NAME]")]
    walk: Option<String>,
    /// Keep the session in this walk file, after every answer
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// What the tree calls `today`
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<NaiveDate>,
    /// Ask, or only say as JSON where the given answers lead
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Ask
    #[default]
    Text,
    /// Ask nothing, print where the given answers lead
    Json,
}

/// A date on the command line.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    iso_date(text).ok_or_else(|| "write a date as year-month-day, such as 2026-01-31".to_owned())
}

/// An answer given in advance that cannot be used.
pub(super) struct Wrong {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) question: Option<String>,
}

pub(super) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let flags = &arguments.flags;
    let json = flags.format == Format::Json;
    let file = files::tree(&arguments.tree)?;
    let tree = match crate::load(&file) {
        Ok(loaded) => loaded.tree,
        Err(error) if json => return Ok(play_json::broken_tree(&error, &file)),
        Err(error) => {
            let look = DiagnosticLook { color: color.decide(&io::stderr()), width: colour::width() };
            error.diagnostics.iter().for_each(|found| output::remark(&format!("{}\n", to_text(found, &file, look))));
            output::error(&format!("`{}` cannot be played: {error}", file.name()));
            return Ok(Exit::Findings);
        }
    };
    let (mut given, session_today) = match &flags.walk {
        Some(walk) => from_walk(walk, &tree, color)?,
        None => (Vec::new(), None),
    };
    let today = flags.today.or(session_today).unwrap_or_else(|| chrono::Local::now().date_naive());
    for text in &flags.answers {
        match from_option(text, &tree) {
            Ok((question, answer)) => {
                given.retain(|(other, _)| *other != question);
                given.push((question, answer));
            }
            Err(wrong) if json => return Ok(play_json::wrong_answer(&wrong)),
            Err(wrong) => return Err(wrong.message),
        }
    }
    if json {
        return Ok(play_json::run(&tree, &given, today));
    }
    let mut saver = Saver::new(flags.save.clone(), &arguments.tree, &tree)?;
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let plain = flags.plain || dumb || !io::stdin().is_terminal() || !io::stderr().is_terminal();
    let color = !plain && color.decide(&io::stderr());
    let options = Options { look: Look::of_terminal(color), today, given, stop: Stop::new() };
    interruptible();
    let ended = if plain {
        colored::control::set_override(false);
        play_plain(&tree, &options, &mut io::stdin().lock(), &mut io::stdout().lock(), &mut saver)
    } else {
        play_rich(&tree, &options, &mut saver)
    };
    let id = |question: QuestionId| &*tree.question(question).id;
    match ended {
        Ok(Ended::Outcome | Ended::Quit | Ended::FromOutside) => Ok(Exit::Fine),
        Ok(Ended::Interrupted) => Ok(Exit::Interrupted),
        Ok(Ended::OutOfInput(question)) => {
            output::error(&format!("the input ended before an outcome: question `{}` has no answer", id(question)));
            Ok(Exit::Question)
        }
        Ok(Ended::Stopped(fault)) => {
            output::error(&format!("{}; this is a mistake in the tree", fault.message(id(fault.question()))));
            Ok(Exit::Findings)
        }
        // Whoever read the output has gone away: nothing is left to say to them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Fine),
        Err(error) => Err(format!("the terminal cannot be used: {}", files::reason(&error))),
    }
}

/// A signal leaves the terminal as it was found.
fn interruptible() {
    let _ = ctrlc::set_handler(|| {
        restore_terminal();
        let _ = crossterm::terminal::disable_raw_mode();
        if io::stderr().is_terminal() {
            let _ = crossterm::execute!(io::stderr(), crossterm::cursor::Show, crossterm::event::DisableBracketedPaste);
        }
        std::process::exit(i32::from(Exit::Interrupted.code()));
    });
}

type Advance = (Vec<(QuestionId, Answer)>, Option<NaiveDate>);

/// The answers of a walk file: `FILE`, or `FILE#NAME` where it holds several walks.
fn from_walk(walk: &str, tree: &Tree, color: colour::When) -> Result<Advance, String> {
    let (path, name) = match walk.rsplit_once('#') {
        Some((path, name)) if !Path::new(walk).exists() => (path, Some(name)),
        _ => (walk, None),
    };
    let path = Path::new(path);
    let file = files::read(path).map_err(|reason| format!("{reason}{}", files::near_file(path)))?;
    match walk::session(&file, name, tree) {
        Ok(session) => Ok((session.answers, session.today)),
        Err(diagnostics) => {
            let look = DiagnosticLook { color: color.decide(&io::stderr()), width: colour::width() };
            diagnostics.iter().for_each(|found| output::remark(&format!("{}\n", to_text(found, &file, look))));
            Err(format!("the answers in `{}` cannot be used", file.name()))
        }
    }
}

/// `id=value` from the command line.
pub(super) fn from_option(text: &str, tree: &Tree) -> Result<(QuestionId, Answer), Wrong> {
    let Some((id, value)) = text.split_once('=').filter(|(id, _)| !id.is_empty()) else {
        let what = if text.contains('=') { "names no question" } else { "says no answer" };
        let form = match text.split_once(':').filter(|(id, answer)| !id.is_empty() && !answer.is_empty()) {
            Some((id, answer)) => format!("{}={}", id.trim(), answer.trim()),
            None => "question=answer".to_owned(),
        };
        let message = format!("`--answer {text}` {what}; write `--answer {form}`");
        return Err(Wrong { code: "bad-answer", message, question: None });
    };
    let Some(question) = tree.question_named(id) else {
        let ids: Vec<&str> = tree.questions().map(|(_, question)| &*question.id).collect();
        let hint = match nearest(id, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "its questions are {}",
                ids.iter().take(12).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        let message = format!("the tree has no question `{id}`; {hint}");
        return Err(Wrong { code: "unknown-question", message, question: Some(id.to_owned()) });
    };
    let options = tree.question(question).kind.options();
    let read = match &tree.question(question).kind {
        Kind::Many { .. } => {
            let ids: Vec<&str> = value.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
            read_answer(tree, question, Given::List(&ids))
        }
        _ if value.is_empty() => read_answer(tree, question, Given::Nothing),
        _ => read_answer(tree, question, Given::One(value)),
    };
    read.map(|answer| (question, answer)).map_err(|refusal| {
        let mut message = format!("`{id}` cannot take this answer: {refusal}");
        if matches!(refusal, Refusal::NoSuchAnswer { near: None, .. } | Refusal::Empty) && !options.is_empty() {
            let ids: Vec<String> = options.iter().map(|option| format!("`{}`", tree.symbol(option.id))).collect();
            message.push_str(&format!("; its answers are {}", ids.join(", ")));
        }
        Wrong { code: "refused", message, question: Some(id.to_owned()) }
    })
}

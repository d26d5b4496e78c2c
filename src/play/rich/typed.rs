//! Typing an answer: numbers, texts and dates, and the name of a file.

use std::io;
use std::time::Duration;

use crossterm::event::{self, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::{execute, terminal};

use super::super::look::{Look, Style};
use super::super::not_taken::NotTaken;
use super::super::shown::wrap;
use super::super::{reading, words};
use super::keys::For;
use super::line::{Did, Line};
use super::stage::Stage;
use super::{Got, Left, MESSAGE, frame, room};
use crate::engine::{Prompt, Walk, Wanted, Written, written};
use crate::text::one_line;
use crate::tree::Answer;

/// The rows of the prompt, with its help.
pub(super) const ROWS: usize = 3;

/// As many rows of a long answer are shown once it is given.
const LONG: usize = 6;

/// Keys that come within this time are taken in before the line is drawn. It cannot be nothing: then crossterm would
/// not even look at what it has read.
const AT_ONCE: Duration = Duration::from_millis(1);

/// What a typed prompt shows.
pub(super) struct Typing<'a> {
    pub(super) message: &'a str,
    /// The help beneath it for a window.
    pub(super) help: &'a dyn Fn(Look) -> Option<String>,
    /// Whether Tab and the down arrow open something.
    pub(super) opens: bool,
}

/// What came of typing.
pub(super) enum Typed<T> {
    /// An answer.
    Answer(T),
    /// Tab or the down arrow: something is to be opened at what was typed so far.
    Open,
    /// Ctrl-D on an empty line.
    End,
}

/// Asks for a line until it is one that would be taken; the line stays as it was typed for whoever asks again.
pub(super) fn line<T>(
    stage: &mut Stage,
    typing: &Typing,
    line: &mut Line,
    read: impl Fn(&str) -> Result<T, NotTaken>,
    shown: impl Fn(&T) -> String,
) -> io::Result<Got<Typed<T>>> {
    let mut refused = None;
    stage.make_room(|look| 1 + room::help_rows((typing.help)(look).as_deref()))?;
    stage.prompt(For::Line, |stage| {
        terminal::enable_raw_mode()?;
        let got = edit(stage, typing, line, (&read, &shown), &mut refused);
        terminal::disable_raw_mode()?;
        got
    })
}

fn edit<T>(
    stage: &mut Stage,
    typing: &Typing,
    line: &mut Line,
    (read, shown): (&impl Fn(&str) -> Result<T, NotTaken>, &impl Fn(&T) -> String),
    refused: &mut Option<String>,
) -> io::Result<Got<Typed<T>>> {
    execute!(io::stderr(), EnableBracketedPaste)?;
    loop {
        let look = stage.look();
        frame::draw(look, typing.message, line.halves(), &beneath(look, typing, refused.as_deref()))?;
        let did = next(stage, line, typing.opens)?;
        match did {
            Did::Enter => match read(line.text()) {
                Ok(answer) => {
                    let shown = fit(look, typing.message, &shown(&answer));
                    frame::clear()?;
                    stage.write_answered(typing.message, Some(&shown))?;
                    return Ok(Got::Value(Typed::Answer(answer)));
                }
                Err(refusal) => {
                    *refused = Some(refusal.to_string());
                    stage.keys.go_on();
                }
            },
            Did::Escape => {
                frame::clear()?;
                stage.write_answered(typing.message, None)?;
                return Ok(Got::Escaped);
            }
            Did::End => {
                frame::clear()?;
                return Ok(Got::Value(Typed::End));
            }
            Did::Open => {
                frame::clear()?;
                return Ok(Got::Value(Typed::Open));
            }
            Did::Interrupt => {
                // The session may end here: what was typed stays, what was said about it goes.
                frame::draw(look, typing.message, line.halves(), &[])?;
                return Ok(Got::Left(Left::Interrupted));
            }
            Did::Suspend => {
                frame::clear()?;
                terminal::disable_raw_mode()?;
                stage.suspend()?;
                terminal::enable_raw_mode()?;
                execute!(io::stderr(), EnableBracketedPaste)?;
            }
            Did::Redraw => stage.redraw()?,
            Did::Edited => {}
        }
    }
}

/// Takes in everything that has been typed, up to the first key that does more than edit.
fn next(stage: &Stage, line: &mut Line, opens: bool) -> io::Result<Did> {
    loop {
        let event = event::read()?;
        // What comes behind such a key waits until it is known whose it is, so this is said of no other key.
        let waits = matches!(&event, Event::Key(key) if may_end(key));
        let did = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => line.key(key),
            Event::Paste(text) => {
                line.insert(&text);
                Did::Edited
            }
            Event::Resize(..) if !stage.keys.tells_of_windows() => Did::Redraw,
            _ => Did::Edited,
        };
        match did {
            Did::Open if opens => return Ok(did),
            Did::Edited | Did::Open => {}
            did => return Ok(did),
        }
        if waits {
            stage.keys.go_on();
        }
        if !event::poll(AT_ONCE)? {
            return Ok(Did::Edited);
        }
    }
}

/// Whether a key is one that may end the prompt, though it does not always.
fn may_end(key: &KeyEvent) -> bool {
    match key.code {
        KeyCode::Tab | KeyCode::Down => key.modifiers.is_empty(),
        KeyCode::Char('d') => key.modifiers == KeyModifiers::CONTROL,
        _ => false,
    }
}

/// The rows beneath the line: what was said to it, and the help.
fn beneath(look: Look, typing: &Typing, refused: Option<&str>) -> Vec<String> {
    let mut rows = Vec::new();
    if let Some(refused) = refused {
        let most = look.height.saturating_sub(4).clamp(1, 4);
        let text = format!("! {}", room::refusal(look, refused, most));
        rows.extend(text.lines().map(|row| look.paint(row, Style::ALARM)));
    }
    if let Some(help) = (typing.help)(look) {
        rows.extend(format!("[{help}]").lines().map(str::to_owned));
    }
    rows
}

/// An answer as it stands behind its message.
fn fit(look: Look, message: &str, answer: &str) -> String {
    let first = textwrap::core::display_width(message) + 3;
    let width = look.width.saturating_sub(1);
    let columns = width.saturating_sub(2).max(1) * LONG;
    let shown: String = answer.chars().take(columns).collect();
    let shown = if shown.len() < answer.len() { format!("{shown}…") } else { shown };
    wrap::hanging(&shown, width, first, 2)
}

/// What a question's prompt starts with.
pub(super) fn start(walk: &Walk, prompt: &Prompt, start: Option<&Answer>) -> String {
    match start.map(|answer| written(walk.tree(), prompt.question, answer)) {
        Some(Written::One(text)) => one_line(&text),
        Some(Written::List(_) | Written::Nothing) | None => String::new(),
    }
}

/// Asks for a number or a text that would be taken.
pub(super) fn ask(stage: &mut Stage, walk: &Walk, prompt: &Prompt, text: &mut Line) -> io::Result<Got<Answer>> {
    let message = match &prompt.wanted {
        Wanted::Number { unit: Some(unit), .. } => format!("Your answer, in {}:", one_line(unit)),
        _ => MESSAGE.to_owned(),
    };
    let what = words::wanted(&prompt.wanted);
    let skip = if prompt.optional { ", or leave it empty to skip" } else { "" };
    let short = if prompt.optional { ", or empty" } else { "" };
    let variants = [
        format!("{what}{skip}; Enter confirms, Esc goes back"),
        format!("{what}{skip}; Esc goes back"),
        format!("{what}{short}; Esc back"),
        format!("{what}{skip}"),
        format!("{what}{short}"),
        "Enter, or Esc to go back".to_owned(),
    ];
    let help = |look| room::help(look, &variants, 1);
    let typing = Typing { message: &message, help: &help, opens: false };
    Ok(match answer(stage, walk, prompt, &typing, text)? {
        Got::Value(Typed::Answer(answer)) => Got::Value(answer),
        Got::Value(Typed::End) => Got::Left(Left::OutOfInput),
        Got::Value(Typed::Open) | Got::Escaped | Got::Again => Got::Escaped,
        Got::Left(left) => Got::Left(left),
    })
}

/// Asks for a line until it is an answer to the question that would be taken.
pub(super) fn answer(
    stage: &mut Stage,
    walk: &Walk,
    prompt: &Prompt,
    typing: &Typing,
    text: &mut Line,
) -> io::Result<Got<Typed<Answer>>> {
    let shown = |answer: &Answer| match answer {
        Answer::Empty => "left empty".to_owned(),
        answer => walk.echo(prompt.question, answer),
    };
    line(stage, typing, text, |text| reading::typed(walk, text.trim()), shown)
}

/// Asks for a file name; empty means none.
pub(super) fn file_name(stage: &mut Stage, suggested: &str) -> io::Result<Got<String>> {
    name(stage, "File name:", "Enter saves, Esc goes back", suggested)
}

/// Asks what a walk is called that is recorded; empty means what is suggested.
pub(super) fn name_of_walk(stage: &mut Stage, suggested: &str) -> io::Result<Got<String>> {
    name(stage, "Name of the walk:", "Enter records it, Esc goes back", suggested)
}

fn name(stage: &mut Stage, message: &str, help: &str, suggested: &str) -> io::Result<Got<String>> {
    let variants = [help.to_owned(), "Enter, Esc".to_owned()];
    let help = |look| room::help(look, &variants, 1);
    let typing = Typing { message, help: &help, opens: false };
    let mut text = Line::new(&one_line(suggested));
    Ok(match line(stage, &typing, &mut text, |text| Ok(text.to_owned()), |name| one_line(name))? {
        Got::Value(Typed::Answer(name)) => Got::Value(name),
        Got::Value(Typed::End | Typed::Open) | Got::Escaped | Got::Again => Got::Escaped,
        Got::Left(left) => Got::Left(left),
    })
}

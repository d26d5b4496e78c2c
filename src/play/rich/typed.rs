//! Typing an answer: numbers, texts, and dates where a calendar does not fit.

use std::io;

use inquire::Text;
use inquire::validator::Validation;

use super::super::look::Look;
use super::super::reading;
use super::super::words;
use super::room;
use super::{Got, MESSAGE, got, theme};
use crate::engine::{Prompt, Walk, Wanted, Written, written};
use crate::text::one_line;
use crate::tree::Answer;

/// Asks for a line and reads it as an answer that would be taken.
pub(super) fn ask(look: Look, walk: &Walk, prompt: &Prompt, start: Option<&Answer>) -> io::Result<Got<Answer>> {
    let message = match &prompt.wanted {
        Wanted::Number { unit: Some(unit), .. } => format!("Your answer, in {}:", one_line(unit)),
        _ => MESSAGE.to_owned(),
    };
    let what = match &prompt.wanted {
        Wanted::Date { .. } => format!("{}, such as 2024-02-29", words::wanted(&prompt.wanted)),
        wanted => words::wanted(wanted),
    };
    let skip = if prompt.wanted.is_optional() { ", or leave it empty to skip" } else { "" };
    let short = if prompt.wanted.is_optional() { ", or empty" } else { "" };
    let variants = [
        format!("{what}{skip}; Enter confirms, Esc goes back"),
        format!("{what}{skip}; Esc goes back"),
        format!("{what}{skip}"),
        format!("{what}{short}"),
        "Enter, or Esc to go back".to_owned(),
    ];
    let help = room::help(look, &variants, 1);
    let initial = start.map(|answer| match written(walk.tree(), prompt.question, answer) {
        Written::One(text) => one_line(&text),
        Written::List(_) | Written::Nothing => String::new(),
    });
    let rows = look.height.saturating_sub(4).clamp(1, 4);
    let validator = |line: &str| {
        Ok(match reading::typed(walk, line) {
            Ok(_) => Validation::Valid,
            Err(refusal) => Validation::Invalid(room::refusal(look, &refusal, rows).into()),
        })
    };
    let shown = |line: &str| {
        reading::typed(walk, line).map_or_else(|_| one_line(line), |answer| walk.echo(prompt.question, &answer))
    };
    let mut text = Text::new(&message).with_render_config(theme::theme(look)).with_validator(validator);
    text.formatter = &shown;
    text.initial_value = initial.as_deref();
    text.help_message = help.as_deref();
    Ok(match got(text.prompt())? {
        // The validator has let it through.
        Got::Value(line) => reading::typed(walk, &line).map_or(Got::Escaped, Got::Value),
        Got::Escaped => Got::Escaped,
        Got::Interrupted => Got::Interrupted,
    })
}

/// Asks for a file name; empty means none.
pub(super) fn file_name(look: Look, suggested: &str) -> io::Result<Got<String>> {
    let variants = ["Enter saves, Esc goes back".to_owned(), "Enter, Esc".to_owned()];
    let help = room::help(look, &variants, 1);
    let suggested = one_line(suggested);
    let shown = |line: &str| one_line(line);
    let mut text = Text::new("File name:").with_render_config(theme::theme(look)).with_initial_value(&suggested);
    text.formatter = &shown;
    text.help_message = help.as_deref();
    got(text.prompt())
}

//! Picking a date from a calendar, or typing it where the window is too small for one.

use std::io;

use chrono::{NaiveDate, Weekday};
use inquire::DateSelect;
use inquire::ui::StyleSheet;
use inquire::validator::Validation;

use super::super::look::Look;
use super::super::prompter::{Asking, sentence};
use super::choose::{self, List};
use super::{Got, MESSAGE, got, judge, room, theme, typed};
use crate::engine::{Walk, Wanted};
use crate::text::written_date;
use crate::tree::Answer;

/// The rows and columns that a calendar takes with its prompt and help.
const CALENDAR: (usize, usize) = (10, 24);

/// Asks for a date that would be taken.
pub(super) fn ask(look: Look, walk: &Walk, asking: &Asking, today: NaiveDate, above: usize) -> io::Result<Got<Answer>> {
    let Wanted::Date { min, max, optional } = asking.prompt.wanted else { return Ok(Got::Escaped) };
    let start = asking.start.as_ref();
    // A refusal takes a row, and one stays free.
    if look.height < CALENDAR.0 + 2 || look.width < CALENDAR.1 {
        return typed::ask(look, walk, &asking.prompt, start);
    }
    loop {
        if optional {
            let entries = vec![("Give a date", None), ("Leave it empty", None)];
            let cursor = usize::from(start == Some(&Answer::Empty));
            let list = List { message: MESSAGE, entries, start: cursor, above, escape: "goes back" };
            match choose::one(look, list)? {
                Got::Value(0) => {}
                Got::Value(_) => return Ok(Got::Value(Answer::Empty)),
                Got::Escaped => return Ok(Got::Escaped),
                Got::Interrupted => return Ok(Got::Interrupted),
            }
        }
        let from = match start {
            Some(Answer::Date(date)) => *date,
            _ => today,
        };
        match calendar(look, walk, (min, max), from, today)? {
            Got::Value(date) => return Ok(Got::Value(Answer::Date(date))),
            // One step back is to the choice that was made on the way here.
            Got::Escaped if optional => {}
            Got::Escaped => return Ok(Got::Escaped),
            Got::Interrupted => return Ok(Got::Interrupted),
        }
    }
}

fn calendar(
    look: Look,
    walk: &Walk,
    (min, max): (Option<NaiveDate>, Option<NaiveDate>),
    from: NaiveDate,
    today: NaiveDate,
) -> io::Result<Got<NaiveDate>> {
    // Outside the years that the engine knows a step further would be an error.
    let min = min.or_else(|| NaiveDate::from_ymd_opt(1, 1, 1)).unwrap_or(from);
    let max = max.or_else(|| NaiveDate::from_ymd_opt(9999, 12, 31)).unwrap_or(from);
    let help = room::help(
        look,
        &[
            "arrows: day and week, PgUp PgDn or [ ] month, { } year; Enter confirms, Esc goes back".to_owned(),
            "arrows: day, week; PgUp PgDn or [ ] month; { } year; Enter; Esc goes back".to_owned(),
            "arrows day, week; [ ] month; { } year; Enter, Esc".to_owned(),
            "[ ] month, { } year, Enter, Esc".to_owned(),
            "[ ] month, { } year".to_owned(),
        ],
        1,
    );
    let refused_rows = look.height.saturating_sub(CALENDAR.0 + 1).clamp(1, 3);
    let would_take = |date| walk.would_take(Answer::Date(date)).map_err(|refusal| sentence(&refusal));
    let date = judge::prompt(would_take, |judge| {
        let validator = move |date: NaiveDate| {
            Ok(match judge.ask(date) {
                Ok(()) => Validation::Valid,
                Err(refusal) => Validation::Invalid(room::refusal(look, &refusal, refused_rows).into()),
            })
        };
        let mut theme = theme::theme(look);
        if today != chrono::Local::now().date_naive() {
            // The prompt marks the computer's own date, which is not the one that this walk goes by.
            theme.calendar.today_date = StyleSheet::empty();
        }
        let mut prompt = DateSelect::new(MESSAGE)
            .with_render_config(theme)
            .with_week_start(Weekday::Mon)
            .with_starting_date(from.max(min).min(max))
            .with_min_date(min)
            .with_max_date(max)
            .with_validator(validator);
        prompt.formatter = &written_date;
        prompt.help_message = help.as_deref();
        prompt.prompt()
    })?;
    got(date)
}

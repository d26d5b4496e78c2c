//! Typing a date, or picking it from a calendar that opens at what was typed so far.

use std::io;

use chrono::{NaiveDate, Weekday};
use inquire::DateSelect;
use inquire::ui::StyleSheet;
use inquire::validator::Validation;

use super::super::look::Look;
use super::super::not_taken::NotTaken;
use super::super::prompter::Asking;
use super::super::words;
use super::keys::For;
use super::line::Line;
use super::stage::Stage;
use super::typed::{self, Typed, Typing};
use super::{Got, Left, MESSAGE, erase_rows, got, judge, room, theme};
use crate::engine::{Prompt, Walk, Wanted};
use crate::text::written_date;
use crate::tree::Answer;

/// The rows and columns that a calendar takes with its prompt and help.
const CALENDAR: (usize, usize) = (10, 24);

/// Whether a calendar fits: a refusal takes a row, and one stays free.
fn fits(look: Look) -> bool {
    look.height >= CALENDAR.0 + 2 && look.width >= CALENDAR.1
}

/// Asks for a date that would be taken.
pub(super) fn ask(
    stage: &mut Stage,
    walk: &Walk,
    asking: &Asking,
    line: &mut Line,
    today: NaiveDate,
) -> io::Result<Got<Answer>> {
    let Wanted::Date { min, max, .. } = asking.prompt.wanted else { return Ok(Got::Escaped) };
    let start = asking.start.as_ref();
    let help = |look| help(look, &asking.prompt);
    let typing = Typing { message: MESSAGE, help: &help, opens: true };
    loop {
        match typed::answer(stage, walk, &asking.prompt, &typing, line)? {
            Got::Value(Typed::Answer(answer)) => return Ok(Got::Value(answer)),
            Got::Value(Typed::End) => return Ok(Got::Left(Left::OutOfInput)),
            Got::Value(Typed::Open) if !fits(stage.look()) => {}
            Got::Value(Typed::Open) => {
                let from =
                    typed_so_far(line.text()).or(if let Some(Answer::Date(date)) = start { Some(*date) } else { None });
                match calendar(stage, walk, (min, max), from.unwrap_or(today), today)? {
                    Got::Value(date) => return Ok(Got::Value(Answer::Date(date))),
                    // Back to the line, which is as it was.
                    Got::Escaped | Got::Again => {}
                    Got::Left(left) => return Ok(Got::Left(left)),
                }
            }
            Got::Escaped | Got::Again => return Ok(Got::Escaped),
            Got::Left(left) => return Ok(Got::Left(left)),
        }
    }
}

/// The help beneath the line: the form of a date, and how the calendar is opened where one fits.
fn help(look: Look, prompt: &Prompt) -> Option<String> {
    let what = words::wanted(&prompt.wanted);
    let skip = if prompt.optional { ", or leave it empty to skip" } else { "" };
    let short = if prompt.optional { ", or empty" } else { "" };
    let form = "such as 2024-02-29";
    let mut variants = vec![
        format!("{what}, {form}{skip}; Enter confirms, Esc goes back"),
        format!("{what}, {form}{skip}; Esc goes back"),
        format!("{what}, {form}{short}; Esc back"),
        format!("{what}, {form}{short}"),
        format!("{form}{short}"),
        form.to_owned(),
    ];
    if fits(look) {
        variants = vec![
            format!("{what}, {form}{skip}; Tab or ↓ opens a calendar, Enter confirms, Esc goes back"),
            format!("{what}, {form}{short}; Tab or ↓: calendar, Esc back"),
            format!("{what}, {form}{skip}; Tab or ↓ opens a calendar"),
            format!("{what}, {form}{short}; Tab or ↓: calendar"),
            format!("{form}{short}; Tab or ↓: calendar"),
            format!("{form}; Tab: calendar"),
            form.to_owned(),
        ];
    }
    room::help(look, &variants, if look.height < 15 { 1 } else { 2 })
}

/// The day that a calendar opens at: `2026-03` is the first one of March.
fn typed_so_far(text: &str) -> Option<NaiveDate> {
    let mut parts = text.trim().split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let part = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
    let month = part(parts.next()).filter(|month| (1..=12).contains(month)).unwrap_or(1);
    let day = part(parts.next()).unwrap_or(1);
    NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, month, 1))
}

fn calendar(
    stage: &mut Stage,
    walk: &Walk,
    (min, max): (Option<NaiveDate>, Option<NaiveDate>),
    from: NaiveDate,
    today: NaiveDate,
) -> io::Result<Got<NaiveDate>> {
    // Outside the years that the engine knows a step further would be an error.
    let min = min.or_else(|| NaiveDate::from_ymd_opt(1, 1, 1)).unwrap_or(from);
    let max = max.or_else(|| NaiveDate::from_ymd_opt(9999, 12, 31)).unwrap_or(from);
    // The window may become too small for it.
    let keys = |stage: &mut Stage| fits(stage.look()).then_some(For::Calendar);
    let chosen = stage.prompt_for(keys, &mut |stage: &mut Stage| {
        let look = stage.look();
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
        let would_take = |date| walk.would_take(Answer::Date(date)).map_err(NotTaken::from);
        let keys = stage.keys.clone();
        let date = judge::prompt(would_take, |judge| {
            let validator = move |date: NaiveDate| {
                Ok(match judge.ask(date) {
                    Ok(()) => Validation::Valid,
                    Err(refusal) => {
                        keys.go_on();
                        Validation::Invalid(room::refusal(look, &refusal.to_string(), refused_rows).into())
                    }
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
        let got = got(date)?;
        if matches!(got, Got::Escaped) {
            erase_rows(1)?;
        }
        Ok(got)
    })?;
    if let Got::Value(date) = &chosen {
        stage.answered(MESSAGE, Some(&written_date(*date)));
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_opens_at_what_was_typed() {
        let opens = |text| typed_so_far(text).map(|date| date.to_string()).unwrap_or_default();
        for (typed, day) in [
            ("2026", "2026-01-01"),
            ("2026-03", "2026-03-01"),
            ("2026-3-", "2026-03-01"),
            ("2026-03-14", "2026-03-14"),
            (" 2026-03-1", "2026-03-01"),
            ("2026-02-31", "2026-02-01"),
            ("2026-13", "2026-01-01"),
            ("", ""),
            ("202", ""),
            ("tomorrow", ""),
        ] {
            assert_eq!(opens(typed), day, "{typed}");
        }
    }
}

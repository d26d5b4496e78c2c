//! Choosing from a list: one answer with the arrow keys, or several with check boxes.

use std::cell::Cell;
use std::io;
use std::sync::Arc;

use inquire::list_option::ListOption;
use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select};

use super::super::look::{Look, Style};
use super::super::not_taken::NotTaken;
use super::super::{words, wrap};
use super::entry::{self, Entry, Note, Unfit};
use super::keys::For;
use super::room::{self, Room};
use super::stage::Stage;
use super::{Got, MESSAGE, erase_last_row, got, judge, theme};
use crate::engine::Offer;
use crate::tree::Answer;

/// An answer as it stands behind its prompt's mark and message.
fn answered(text: &str, look: Look, message: &str) -> String {
    let first = textwrap::core::display_width(message) + 3;
    wrap::hanging(text, look.width.saturating_sub(1), first, 2)
}

/// How a list is set for a window.
struct Set {
    entries: Vec<Entry>,
    help: Option<String>,
    page: usize,
    /// Where typing narrows the list down: what says that nothing fits.
    unfit: Option<Unfit>,
}

/// What is known about a list before its window.
struct Setting<'a> {
    entries: &'a [(&'a str, Option<&'a str>)],
    above: usize,
    /// The columns in front of a label.
    indent: usize,
    /// The rows of a refusal.
    refused: usize,
    help_rows: usize,
    /// What the help says, and what it says where typing filters.
    keys: &'a [String],
    filter: &'a [String],
    /// What is said to letters that do nothing.
    note: &'a str,
}

impl Setting<'_> {
    /// Sets a list. Only one that is longer than the window is narrowed down by typing, and only if that can be said;
    /// it stays as it was when the window changes.
    fn set(&self, stage: &Stage, look: Look, filtered: &Cell<Option<bool>>) -> Set {
        let plain = self.of(look, room::help(look, self.keys, self.help_rows));
        let help = room::help(look, self.filter, self.help_rows);
        let longer = plain.page < plain.entries.len() && help.is_some();
        if !filtered.get().unwrap_or(longer) {
            filtered.set(Some(false));
            return self.with_note(stage, look, plain);
        }
        filtered.set(Some(true));
        let mut set = self.of(look, help);
        let unfit = Unfit::new(self.room(look, set.help.as_deref()), self.indent);
        set.entries.push(Entry::unfit(unfit.clone()));
        set.unfit = Some(unfit);
        set
    }

    fn room(&self, look: Look, help: Option<&str>) -> Room {
        Room::for_list(look, self.above, 1 + room::help_rows(help) + self.refused, self.indent)
    }

    fn of(&self, look: Look, help: Option<String>) -> Set {
        let room = self.room(look, help.as_deref());
        let make = |(label, told): &(&str, Option<&str>)| Entry::new(label, *told, look, room, self.indent);
        let entries: Vec<Entry> = self.entries.iter().map(make).collect();
        let page = room.page(entries.iter().map(Entry::height));
        Set { entries, help, page, unfit: None }
    }

    /// Where there is a row to spare, letters that do nothing are told so.
    fn with_note(&self, stage: &Stage, look: Look, mut set: Set) -> Set {
        let taken: usize = set.entries.iter().map(Entry::height).sum();
        let others = 1 + room::help_rows(set.help.as_deref()) + self.refused;
        let rows = wrap::lines(self.note, look.width.saturating_sub(3));
        if taken + others + rows.len() < look.height
            && let Some(last) = set.entries.last_mut()
        {
            let start = if look.color { "\x1b[0m" } else { "" };
            let rows: Vec<String> = rows.iter().map(|row| look.paint(row, Style::ALARM)).collect();
            let text = format!("{start}{} {}", look.paint("!", Style::ALARM), rows.join("\n  "));
            last.with_note(Note { typed: stage.keys.strays(), text });
        }
        set
    }
}

/// A list to choose one entry from.
pub(super) struct List<'a> {
    pub(super) message: &'a str,
    pub(super) entries: Vec<(&'a str, Option<&'a str>)>,
    pub(super) start: usize,
    /// What Esc does.
    pub(super) escape: &'a str,
}

/// Asks for one entry of a list; returns its position.
pub(super) fn one(stage: &mut Stage, list: List) -> io::Result<Got<usize>> {
    let keys = [format!("↑↓ and Enter to choose, Esc {}", list.escape), "↑↓, Enter, Esc".to_owned()];
    let filter = [
        format!("type to filter, ↑↓ and Enter to choose, Esc {}", list.escape),
        "type to filter, ↑↓, Enter, Esc".to_owned(),
        "type to filter".to_owned(),
    ];
    let filtered = Cell::new(None);
    let setting = |stage: &Stage, look| {
        let (above, note) = (stage.above(look), "Nothing comes of typing here: ↑↓ and Enter choose an answer.");
        let entries = &list.entries;
        Setting { entries, above, indent: 2, refused: 0, help_rows: 1, keys: &keys, filter: &filter, note }
            .set(stage, look, &filtered)
    };
    let is_filtered = |stage: &mut Stage| {
        let look = stage.look();
        Some(For::List { filter: setting(stage, look).unfit.is_some(), boxes: false })
    };
    // What was typed that nothing fits: it stays where it was.
    let mut typed = String::new();
    let got = stage.prompt_for(is_filtered, &mut |stage: &mut Stage| {
        let look = stage.look();
        let Set { entries, help, page, unfit } = setting(stage, look);
        let scorer = entry::scorer(&entries);
        let start = list.start.min(entries.len().saturating_sub(1));
        let before = std::mem::take(&mut typed);
        let mut select = Select::new(list.message, entries)
            .with_render_config(theme::theme(look))
            .with_page_size(page)
            .with_starting_cursor(start)
            .with_scorer(&scorer)
            .with_sorter(&|found| found.sort_by_key(|(position, _)| *position))
            .without_help_message();
        select.starting_filter_input = Some(&before);
        if unfit.is_none() {
            select = select.without_filtering();
        }
        let shown = |chosen: ListOption<&Entry>| answered(&chosen.value.label, look, list.message);
        select.formatter = &shown;
        select.help_message = help.as_deref();
        let chosen = match got(select.raw_prompt())? {
            Got::Value(chosen) => chosen,
            Got::Escaped => return Ok(Got::Escaped),
            Got::Again => return Ok(Got::Again),
            Got::Left(left) => return Ok(Got::Left(left)),
        };
        if chosen.value.is_unfit() {
            erase_last_row()?;
            typed = unfit.and_then(|unfit| unfit.typed()).unwrap_or_default();
            return Ok(Got::Again);
        }
        Ok(Got::Value((chosen.index, answered(&chosen.value.label, look, list.message))))
    })?;
    match &got {
        Got::Value((_, shown)) => stage.answered(list.message, Some(shown)),
        Got::Escaped => stage.answered(list.message, None),
        Got::Again | Got::Left(_) => {}
    }
    Ok(got.map(|(position, _)| position))
}

/// Asks for a set of answers; returns their positions among the offers.
pub(super) fn several(
    stage: &mut Stage,
    offers: &[Offer],
    (min, max): (Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>),
    start: &[usize],
    would_take: impl Fn(Arc<[u32]>) -> Result<(), NotTaken>,
) -> io::Result<Got<Arc<[u32]>>> {
    let message = |look: Look| match words::how_many(min, max) {
        Some(many) if look.width < 40 => format!("Tick {many}:"),
        Some(many) => format!("Your answers, {many}:"),
        None => "Your answers:".to_owned(),
    };
    let variants = |filter: &str| {
        let keys = format!("{filter}Space ticks, Enter confirms, Esc goes back");
        let mut variants = Vec::new();
        if let Some(alone) = words::alone(offers) {
            variants.push(format!("{alone}; {keys}"));
            variants.push(format!("{alone}; {filter}Space, Enter"));
        }
        variants.extend([keys, format!("{filter}Space ticks, Enter confirms"), format!("{filter}Space, Enter, Esc")]);
        variants
    };
    let (keys, filter) = (variants(""), variants("type to filter, "));
    let entries: Vec<(&str, Option<&str>)> =
        offers.iter().map(|offer| (offer.label.as_str(), offer.help.as_deref())).collect();
    // A refusal stands above the prompt; it gets less room where there is little.
    let refused_rows = |look: Look| (look.height / 6).clamp(1, 3);
    let filtered = Cell::new(None);
    let setting = |stage: &Stage, look: Look| {
        let (above, refused) = (stage.above(look), refused_rows(look));
        let help_rows = if look.height < 15 { 1 } else { 2 };
        let note = "Nothing comes of typing here: Space ticks an answer, Enter confirms.";
        Setting { entries: &entries, above, indent: 6, refused, help_rows, keys: &keys, filter: &filter, note }
            .set(stage, look, &filtered)
    };
    let is_filtered = |stage: &mut Stage| {
        let look = stage.look();
        Some(For::List { filter: setting(stage, look).unfit.is_some(), boxes: true })
    };
    let indices: Arc<[u32]> = offers.iter().map(|offer| offer.index).collect();
    let got = stage.prompt_for(is_filtered, &mut |stage: &mut Stage| {
        let look = stage.look();
        let (message, refused_rows) = (message(look), refused_rows(look));
        let Set { entries, help, page, unfit } = setting(stage, look);
        let scorer = entry::scorer(&entries);
        let (keys, indices) = (stage.keys.clone(), Arc::clone(&indices));
        let chosen = judge::prompt(&would_take, |judge| {
            let (theirs, unfit_now) = (Arc::clone(&indices), unfit.clone());
            let validator = move |chosen: &[ListOption<&Entry>]| {
                let chosen = chosen.iter().filter_map(|entry| theirs.get(entry.index).copied()).collect();
                let verdict = match unfit_now.as_ref().filter(|unfit| unfit.typed().is_some()) {
                    Some(unfit) => Err(NotTaken::NothingFits(unfit.sentence())),
                    None => judge.ask(chosen),
                };
                Ok(match verdict {
                    Ok(()) => Validation::Valid,
                    Err(refusal) => {
                        keys.go_on();
                        Validation::Invalid(room::refusal(look, &refusal.to_string(), refused_rows).into())
                    }
                })
            };
            let shown = |chosen: &[ListOption<&Entry>]| shown(chosen.iter().map(|entry| entry.value), look, &message);
            let mut prompt = MultiSelect::new(&message, entries)
                .with_render_config(theme::theme(look))
                .with_page_size(page)
                .with_default(start)
                // What was typed to find one answer hides the others: it goes once that one is ticked.
                .with_keep_filter(false)
                .with_scorer(&scorer)
                .with_validator(validator);
            if unfit.is_none() {
                prompt = prompt.without_filtering();
            }
            prompt.formatter = &shown;
            prompt.help_message = help.as_deref();
            let chosen = prompt.raw_prompt()?;
            let told = self::shown(chosen.iter().map(|entry| &entry.value), look, &message);
            let chosen: Arc<[u32]> = chosen.iter().filter_map(|entry| indices.get(entry.index).copied()).collect();
            Ok::<_, InquireError>((chosen, told))
        })?;
        got(chosen)
    })?;
    let message = message(stage.look());
    match &got {
        Got::Value((_, shown)) => stage.answered(&message, Some(shown)),
        Got::Escaped => stage.answered(&message, None),
        Got::Again | Got::Left(_) => {}
    }
    Ok(got.map(|(chosen, _)| chosen))
}

/// The answers that were ticked, as they stand behind the message.
fn shown<'a>(chosen: impl Iterator<Item = &'a Entry>, look: Look, message: &str) -> String {
    let labels: Vec<&str> = chosen.filter(|entry| !entry.is_unfit()).map(|entry| entry.label.as_str()).collect();
    let text = if labels.is_empty() { "none".to_owned() } else { labels.join(", ") };
    answered(&text, look, message)
}

/// Asks for one of the answers on offer; where the question may be left empty, that is the last entry.
pub(super) fn offer(
    stage: &mut Stage,
    offers: &[Offer],
    optional: bool,
    start: Option<&Answer>,
) -> io::Result<Got<Answer>> {
    let mut entries: Vec<(&str, Option<&str>)> =
        offers.iter().map(|offer| (offer.label.as_str(), offer.help.as_deref())).collect();
    if optional {
        entries.push((words::WITHOUT, None));
    }
    let start = match start {
        Some(Answer::Empty) => offers.len(),
        Some(Answer::Choice(index)) => offers.iter().position(|offer| offer.index == *index).unwrap_or(0),
        _ => 0,
    };
    let position = one(stage, List { message: MESSAGE, entries, start, escape: "goes back" })?;
    let answer = |position: usize| offers.get(position).map_or(Answer::Empty, |offer| Answer::Choice(offer.index));
    Ok(position.map(answer))
}

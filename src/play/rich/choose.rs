//! Choosing from a list: one answer with the arrow keys, or several with check boxes.

use std::cell::Cell;
use std::io;
use std::sync::Arc;

use inquire::list_option::ListOption;
use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select};

use super::super::look::{Look, Style};
use super::super::not_taken::NotTaken;
use super::super::shown::wrap;
use super::super::words;
use super::entry::{self, Entry, Note, Unfit};
use super::keys::For;
use super::room::{self, Above, Room};
use super::stage::Stage;
use super::{Got, MESSAGE, erase_rows, got, judge, theme};
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
    entries: &'a [Shown<'a>],
    above: Above,
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
        let make = |(label, told): &Shown| Entry::new(label, *told, look, room, self.indent);
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

/// An answer's label, and what is told about it.
pub(super) type Shown<'a> = (&'a str, Option<&'a str>);

/// The rows that a refusal may take above check boxes; fewer where there is little room.
fn refused_rows(look: Look) -> usize {
    (look.height / 6).clamp(1, 3)
}

/// The rows of a list with its prompt: all of it where that fits below so many rows, else as little as it is squeezed
/// into.
pub(super) fn rows(look: Look, entries: &[Shown], above: usize, boxes: bool) -> usize {
    // A refusal comes later, when what stands above has been read.
    let (indent, others) = if boxes { (6, 3) } else { (2, 2) };
    let room = Room::for_list(look, Above { rows: 0, unread: 0 }, others, indent);
    let all = entries.iter().map(|(label, told)| Entry::new(label, *told, look, room, indent).height()).sum();
    others + if above + others + all < look.height { all } else { room::LEAST.min(all) }
}

/// Labels that nothing is told about.
pub(super) fn labels<L: AsRef<str>>(labels: &[L]) -> Vec<Shown<'_>> {
    labels.iter().map(|label| (label.as_ref(), None)).collect()
}

/// The answers on offer as they stand in a list; where the question may be left empty, that is the last entry.
pub(super) fn entries(offers: &[Offer], optional: bool) -> Vec<Shown<'_>> {
    let without = optional.then_some((words::WITHOUT, None));
    offers.iter().map(|offer| (offer.label.as_str(), offer.help.as_deref())).chain(without).collect()
}

/// A list to choose one entry from.
pub(super) struct List<'a> {
    pub(super) message: &'a str,
    pub(super) entries: Vec<Shown<'a>>,
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
    stage.make_room(|look| rows(look, &list.entries, look.height, false))?;
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
            Got::Escaped => {
                stage.answered(list.message, None);
                return Ok(Got::Escaped);
            }
            Got::Again => return Ok(Got::Again),
            Got::Left(left) => return Ok(Got::Left(left)),
        };
        if chosen.value.is_unfit() {
            erase_rows(1)?;
            typed = unfit.and_then(|unfit| unfit.typed()).unwrap_or_default();
            return Ok(Got::Again);
        }
        Ok(Got::Value((chosen.index, answered(&chosen.value.label, look, list.message))))
    })?;
    if let Got::Value((_, shown)) = &got {
        stage.answered(list.message, Some(shown));
    }
    Ok(got.map(|(position, _)| position))
}

/// Asks for a set of answers; returns their positions among the offers. `ticked` are those that are ticked: at the
/// start, and when the person goes back.
pub(super) fn several(
    stage: &mut Stage,
    offers: &[Offer],
    (min, max): (Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>),
    ticked: &mut Vec<usize>,
    would_take: impl Fn(Arc<[u32]>) -> Result<(), NotTaken>,
) -> io::Result<Got<Arc<[u32]>>> {
    let message = |look: Look| match words::how_many(min, max) {
        Some(many) if look.width < 40 => format!("Tick {many}:"),
        Some(many) => format!("Your answers, {many}:"),
        None => "Your answers:".to_owned(),
    };
    let variants = |filter: &str| {
        let keys = [
            "Space ticks, Enter confirms, Esc goes back",
            "Space ticks, Enter confirms, Esc back",
            "Space ticks, Enter, Esc",
        ];
        let alone = words::alone(offers).map(|alone| format!("{alone}; "));
        let fronts = alone.into_iter().chain([String::new()]);
        let mut variants: Vec<String> =
            fronts.flat_map(|front| keys.map(|keys| format!("{front}{filter}{keys}"))).collect();
        variants.push(format!("{filter}Space, Enter, Esc"));
        variants
    };
    let (keys, filter) = (variants(""), variants("type to filter, "));
    let entries = entries(offers, false);
    stage.make_room(|look| rows(look, &entries, look.height, true))?;
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
        let (keys, start) = (stage.keys.clone(), ticked.clone());
        let chosen = judge::prompt(&would_take, |judge| {
            let (keys, theirs, unfit_now) = (keys, Arc::clone(&indices), unfit.clone());
            let validator = move |chosen: &[ListOption<&Entry>]| {
                if keys.left() {
                    return Ok(Validation::Valid);
                }
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
                .with_default(&start)
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
            Ok::<_, InquireError>((chosen.iter().map(|entry| entry.index).collect::<Vec<_>>(), told))
        })?;
        Ok(match got(chosen)? {
            Got::Value((chosen, told)) if stage.keys.left() => {
                *ticked = chosen;
                erase_rows(told.lines().count().max(1))?;
                stage.write_answered(&message, None)?;
                Got::Escaped
            }
            Got::Escaped => {
                stage.answered(&message, None);
                Got::Escaped
            }
            got => got,
        })
    })?;
    if let Got::Value((_, shown)) = &got {
        stage.answered(&message(stage.look()), Some(shown));
    }
    Ok(got.map(|(chosen, _)| chosen.iter().filter_map(|at| indices.get(*at).copied()).collect()))
}

/// The answers that were ticked, as they stand behind the message.
fn shown<'a>(chosen: impl Iterator<Item = &'a Entry>, look: Look, message: &str) -> String {
    let labels: Vec<&str> = chosen.filter(|entry| !entry.is_unfit()).map(|entry| entry.label.as_str()).collect();
    let text = if labels.is_empty() { "none".to_owned() } else { labels.join(", ") };
    answered(&text, look, message)
}

/// Asks for one of the answers on offer.
pub(super) fn offer(
    stage: &mut Stage,
    offers: &[Offer],
    optional: bool,
    start: Option<&Answer>,
) -> io::Result<Got<Answer>> {
    let entries = entries(offers, optional);
    let start = match start {
        Some(Answer::Empty) => offers.len(),
        Some(Answer::Choice(index)) => offers.iter().position(|offer| offer.index == *index).unwrap_or(0),
        _ => 0,
    };
    let position = one(stage, List { message: MESSAGE, entries, start, escape: "goes back" })?;
    let answer = |position: usize| offers.get(position).map_or(Answer::Empty, |offer| Answer::Choice(offer.index));
    Ok(position.map(answer))
}

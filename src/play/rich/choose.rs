//! Choosing from a list: one answer with the arrow keys, or several with check boxes.

use std::fmt;
use std::io;
use std::sync::Arc;

use inquire::list_option::ListOption;
use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select};

use super::super::look::{Look, Style};
use super::super::{words, wrap};
use super::room::{self, Room};
use super::{Got, MESSAGE, got, judge, theme};
use crate::engine::Offer;
use crate::text::one_line;

/// From so many entries on, the help line says that typing filters.
const LONG: usize = 10;

/// One entry of a list.
pub(super) struct Entry {
    shown: String,
    label: String,
    lower: String,
}

impl Entry {
    /// An entry of at most so many rows: its label and, where there is room, what is told about it.
    fn new(label: &str, help: Option<&str>, look: Look, room: Room, indent: usize) -> Self {
        let label = one_line(label);
        let margin = format!("\n{}", " ".repeat(indent));
        let mut rows = wrap::lines_at_most(&label, room.width, room.rows);
        let told = help.map(|help| wrap::lines(&one_line(help), room.width)).unwrap_or_default();
        if rows.len() + told.len() <= room.rows {
            rows.extend(told.iter().map(|line| look.paint(line, Style::DIM)));
        }
        Self { shown: rows.join(&margin), lower: label.to_lowercase(), label }
    }

    fn height(&self) -> usize {
        self.shown.lines().count()
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// Whether an entry stays while this is typed: every word stands somewhere in its label. The order stays as it is.
fn matches(typed: &str, entry: &Entry, position: usize) -> Option<i64> {
    let typed = typed.to_lowercase();
    let found = typed.split_whitespace().all(|word| entry.lower.contains(word));
    found.then(|| i64::try_from(position).map_or(i64::MIN, |position| -position))
}

fn answered(text: &str, look: Look, message: &str) -> String {
    // Behind the prompt's mark and message.
    let first = textwrap::core::display_width(message) + 3;
    wrap::hanging(text, look.width.saturating_sub(1), first, 2)
}

/// A list to choose one entry from.
pub(super) struct List<'a> {
    pub(super) message: &'a str,
    pub(super) entries: Vec<(&'a str, Option<&'a str>)>,
    pub(super) start: usize,
    /// Rows of text above that should stay on the screen.
    pub(super) above: usize,
    /// What Esc does.
    pub(super) escape: &'a str,
}

/// Asks for one entry of a list; returns its position.
pub(super) fn one(look: Look, list: List) -> io::Result<Got<usize>> {
    let keys = format!("↑↓ and Enter to choose, Esc {}", list.escape);
    let mut variants = vec![keys, "↑↓, Enter, Esc".to_owned()];
    if list.entries.len() >= LONG {
        let filter = format!("type to filter, ↑↓ and Enter to choose, Esc {}", list.escape);
        variants.splice(0..0, [filter, "type to filter, ↑↓, Enter, Esc".to_owned(), "type to filter".to_owned()]);
    }
    let help = room::help(look, &variants, 1);
    let room = Room::for_list(look, list.above, 1 + room::help_rows(help.as_deref()), 2);
    let make = |(label, told): &(&str, Option<&str>)| Entry::new(label, *told, look, room, 2);
    let entries: Vec<Entry> = list.entries.iter().map(make).collect();
    let page = room.page(entries.iter().map(Entry::height));
    let start = list.start.min(entries.len().saturating_sub(1));
    let mut select = Select::new(list.message, entries)
        .with_render_config(theme::theme(look))
        .with_page_size(page)
        .with_starting_cursor(start)
        .with_scorer(&|typed, entry, _, position| matches(typed, entry, position))
        .with_sorter(&|found| found.sort_by_key(|(position, _)| *position))
        .without_help_message();
    let shown = |chosen: ListOption<&Entry>| answered(&chosen.value.label, look, list.message);
    select.formatter = &shown;
    select.help_message = help.as_deref();
    got(select.raw_prompt().map(|chosen| chosen.index))
}

/// Asks for a set of answers; returns their positions among the offers.
pub(super) fn several(
    look: Look,
    offers: &[Offer],
    (min, max): (Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>),
    start: Vec<usize>,
    above: usize,
    would_take: impl Fn(Arc<[u32]>) -> Result<(), String>,
) -> io::Result<Got<Arc<[u32]>>> {
    let message = match words::how_many(min, max) {
        Some(many) if look.width < 40 => format!("Tick {many}:"),
        Some(many) => format!("Your answers, {many}:"),
        None => "Your answers:".to_owned(),
    };
    let mut variants = Vec::new();
    let filter = if offers.len() >= LONG { "type to filter, " } else { "" };
    let keys = format!("{filter}Space ticks, Enter confirms, Esc goes back");
    if let Some(alone) = words::alone(offers) {
        variants.push(format!("{alone}; {keys}"));
        variants.push(format!("{alone}; Space, Enter"));
    }
    variants.extend([keys, "Space ticks, Enter confirms".to_owned(), "Space, Enter, Esc".to_owned()]);
    let help = room::help(look, &variants, if look.height < 15 { 1 } else { 2 });
    // A refusal stands above the prompt; it gets less room where there is little.
    let refused_rows = (look.height / 6).clamp(1, 3);
    let room = Room::for_list(look, above, 1 + room::help_rows(help.as_deref()) + refused_rows, 6);
    let make = |offer: &Offer| Entry::new(&offer.label, offer.help.as_deref(), look, room, 6);
    let entries: Vec<Entry> = offers.iter().map(make).collect();
    let indices: Arc<[u32]> = offers.iter().map(|offer| offer.index).collect();
    let page = room.page(entries.iter().map(Entry::height));
    let chosen = judge::prompt(would_take, |judge| {
        let theirs = Arc::clone(&indices);
        let validator = move |chosen: &[ListOption<&Entry>]| {
            let chosen = chosen.iter().filter_map(|entry| theirs.get(entry.index).copied()).collect();
            Ok(match judge.ask(chosen) {
                Ok(()) => Validation::Valid,
                Err(refusal) => Validation::Invalid(room::refusal(look, &refusal, refused_rows).into()),
            })
        };
        let shown = |chosen: &[ListOption<&Entry>]| {
            let labels: Vec<&str> = chosen.iter().map(|entry| entry.value.label.as_str()).collect();
            let text = if labels.is_empty() { "none".to_owned() } else { labels.join(", ") };
            answered(&text, look, &message)
        };
        let mut prompt = MultiSelect::new(&message, entries)
            .with_render_config(theme::theme(look))
            .with_page_size(page)
            .with_default(&start)
            // What was typed to find one answer hides the others: it goes once that one is ticked.
            .with_keep_filter(false)
            .with_scorer(&|typed, entry, _, position| matches(typed, entry, position))
            .with_validator(validator);
        prompt.formatter = &shown;
        prompt.help_message = help.as_deref();
        let chosen = prompt.raw_prompt()?;
        Ok::<Arc<[u32]>, InquireError>(chosen.iter().filter_map(|entry| indices.get(entry.index).copied()).collect())
    })?;
    got(chosen)
}

/// Asks for one of the answers on offer.
pub(super) fn offer(look: Look, offers: &[Offer], start: Option<u32>, above: usize) -> io::Result<Got<u32>> {
    let entries = offers.iter().map(|offer| (offer.label.as_str(), offer.help.as_deref())).collect();
    let start = offers.iter().position(|offer| Some(offer.index) == start).unwrap_or(0);
    let list = List { message: MESSAGE, entries, start, above, escape: "goes back" };
    Ok(match one(look, list)? {
        Got::Value(position) => offers.get(position).map_or(Got::Escaped, |offer| Got::Value(offer.index)),
        Got::Escaped => Got::Escaped,
        Got::Interrupted => Got::Interrupted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filtering_matches_anywhere_in_any_case() {
        let look = Look { color: true, width: 20, height: 24 };
        let entry = Entry::new("Côte d'Ivoire, West Africa", Some("help"), look, Room { width: 17, rows: 9 }, 2);
        assert_eq!(entry.shown, "Côte d'Ivoire,\n  West Africa\n  \x1b[2mhelp\x1b[0m");
        for typed in ["", "CÔTE", "africa ivoire", "west"] {
            assert_eq!(matches(typed, &entry, 3), Some(-3), "{typed}");
        }
        assert_eq!(matches("help", &entry, 3), None);
        let low = Entry::new("a b c d e f", Some("help"), look, Room { width: 3, rows: 2 }, 2);
        assert_eq!(low.shown, "a b\n  c …");
    }
}

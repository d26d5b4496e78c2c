//! The entries of a list, and the two things that a list says about typing.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::look::{Look, Style};
use super::room::Room;
use crate::play::shown::wrap;
use crate::text::one_line;

/// One entry of a list.
pub(super) struct Entry {
    shown: String,
    pub(super) label: String,
    lower: String,
    note: Option<Note>,
    unfit: Option<Unfit>,
}

/// What is said beneath the last entry once letters were typed that do nothing.
pub(super) struct Note {
    pub(super) typed: Arc<AtomicBool>,
    pub(super) text: String,
}

/// What was typed that nothing fits, where that is so; the list and its one entry for that share it.
#[derive(Clone)]
pub(super) struct Unfit {
    typed: Arc<Mutex<Option<String>>>,
    room: Room,
    indent: usize,
}

impl Unfit {
    pub(super) fn new(room: Room, indent: usize) -> Self {
        Self { typed: Arc::default(), room, indent }
    }

    /// What was typed, if nothing fits it.
    pub(super) fn typed(&self) -> Option<String> {
        self.typed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, typed: Option<&str>) {
        *self.typed.lock().unwrap_or_else(PoisonError::into_inner) = typed.map(str::to_owned);
    }

    /// Says so, and how to get the list back.
    pub(super) fn sentence(&self) -> String {
        let typed = self.typed().unwrap_or_default();
        let short: String = one_line(&typed).chars().take(20).collect();
        let more = if short.len() < one_line(&typed).len() { "…" } else { "" };
        format!("Nothing fits “{short}{more}”; Backspace brings the list back")
    }
}

impl Entry {
    /// An entry of at most so many rows: its label and, where there is room, what is told about it.
    pub(super) fn new(label: &str, help: Option<&str>, look: Look, room: Room, indent: usize) -> Self {
        let label = one_line(label);
        let margin = format!("\n{}", " ".repeat(indent));
        let mut rows = wrap::lines_at_most(&label, room.width, room.rows);
        let told = help.map(|help| wrap::lines(&one_line(help), room.width)).unwrap_or_default();
        if rows.len() + told.len() <= room.rows {
            rows.extend(told.iter().map(|line| look.paint(line, Style::DIM)));
        }
        Self { shown: rows.join(&margin), lower: label.to_lowercase(), label, note: None, unfit: None }
    }

    /// The entry that stands there when nothing fits.
    pub(super) fn unfit(unfit: Unfit) -> Self {
        Self { shown: String::new(), label: String::new(), lower: String::new(), note: None, unfit: Some(unfit) }
    }

    pub(super) fn is_unfit(&self) -> bool {
        self.unfit.is_some()
    }

    pub(super) fn with_note(&mut self, note: Note) {
        self.note = Some(note);
    }

    pub(super) fn height(&self) -> usize {
        self.shown.lines().count()
    }
}

/// Whether every word that was typed stands somewhere in a label. A space cannot be typed where it ticks, so the words
/// may also stand together.
fn fits(typed: &str, lower: &str) -> bool {
    let typed = typed.to_lowercase();
    let together = || lower.split_whitespace().collect::<String>().contains(typed.as_str());
    typed.split_whitespace().all(|word| lower.contains(word)) || together()
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(unfit) = &self.unfit {
            let margin = format!("\n{}", " ".repeat(unfit.indent));
            return f
                .write_str(&wrap::lines_at_most(&unfit.sentence(), unfit.room.width, unfit.room.rows).join(&margin));
        }
        f.write_str(&self.shown)?;
        match &self.note {
            Some(note) if note.typed.load(Ordering::SeqCst) => write!(f, "\n{}", note.text),
            _ => Ok(()),
        }
    }
}

/// Which entries stay while something is typed; the order stays as it is. Where none does, the one that says so stands
/// there.
pub(super) fn scorer(entries: &[Entry]) -> impl Fn(&str, &Entry, &str, usize) -> Option<i64> + use<> {
    let labels: Vec<String> =
        entries.iter().filter(|entry| !entry.is_unfit()).map(|entry| entry.lower.clone()).collect();
    move |typed, entry, _, position| {
        let stays = match &entry.unfit {
            None => fits(typed, &entry.lower),
            Some(unfit) => {
                let none = !labels.iter().any(|label| fits(typed, label));
                unfit.set(none.then_some(typed));
                none
            }
        };
        stays.then(|| i64::try_from(position).map_or(i64::MIN, |position| -position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filtering_matches_anywhere_in_any_case() {
        let look = Look { color: true, width: 20, height: 24 };
        let entry = Entry::new("Côte d'Ivoire, West Africa", Some("help"), look, Room { width: 17, rows: 9 }, 2);
        assert_eq!(entry.shown, "Côte d'Ivoire,\n  West Africa\n  \x1b[2mhelp\x1b[0m");
        let room = Room { width: 17, rows: 9 };
        let unfit = Unfit::new(room, 2);
        let entries = [entry, Entry::unfit(unfit.clone())];
        let matches = scorer(&entries);
        for typed in ["", "CÔTE", "africa ivoire", "west", "westafrica"] {
            assert_eq!(matches(typed, &entries[0], "", 3), Some(-3), "{typed}");
            assert_eq!(matches(typed, &entries[1], "", 4), None, "{typed}");
            assert_eq!(unfit.typed(), None);
        }
        assert_eq!(matches("help", &entries[0], "", 3), None);
        assert_eq!(matches("help", &entries[1], "", 4), Some(-4));
        assert_eq!(unfit.sentence(), "Nothing fits “help”; Backspace brings the list back");
        assert_eq!(entries[1].to_string(), "Nothing fits\n  “help”; Backspace\n  brings the list\n  back");
        let low = Entry::new("a b c d e f", Some("help"), look, Room { width: 3, rows: 2 }, 2);
        assert_eq!(low.shown, "a b\n  c …");
    }
}

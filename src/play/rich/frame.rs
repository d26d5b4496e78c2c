//! How a typed prompt is drawn: the line in a window that moves along with the cursor, and what is said beneath it.

use std::borrow::Cow;
use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveUp, RestorePosition, SavePosition, Show};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType};
use textwrap::core::display_width;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::super::look::{Look, Style};
use crate::text::{steers, visible};

/// Fewer columns than these for the line, and the message in front of it goes.
const FEWEST: usize = 10;

/// A sign as it is shown: none that steers the terminal comes through.
fn shown(sign: &str) -> (Cow<'_, str>, usize) {
    if sign.chars().any(steers) {
        let shown = sign.chars().filter(|letter| *letter != '\t').collect::<String>();
        let shown = visible(&shown).replace('\n', " ");
        let width = shown.width();
        return (Cow::Owned(shown), width);
    }
    (Cow::Borrowed(sign), sign.width())
}

/// What is shown before and behind the cursor in so many columns, with a mark where more of the line follows.
fn window(before: &str, behind: &str, columns: usize) -> (String, String) {
    // The cursor behind the last sign takes a column, too.
    let columns = columns.saturating_sub(1);
    // Where all of it fits there is nothing to cut; where not, the cursor keeps some of what follows in sight.
    let some = |text: &str, most: usize| -> usize {
        let mut width = 0;
        for sign in text.graphemes(true) {
            width += shown(sign).1;
            if width > most {
                return most;
            }
        }
        width
    };
    let right = some(behind, columns / 3);
    let mut left_room = columns.saturating_sub(right);
    let mut left: Vec<Cow<str>> = Vec::new();
    let mut cut = false;
    for sign in before.graphemes(true).rev() {
        let (sign, width) = shown(sign);
        if width > left_room {
            cut = true;
            break;
        }
        left_room -= width;
        left.push(sign);
    }
    left.reverse();
    let mut left: String = left.concat();
    if cut && columns > 2 {
        while left_room < 1 {
            let first = left.graphemes(true).next().unwrap_or_default().to_owned();
            if first.is_empty() {
                break;
            }
            left_room += first.width();
            left.drain(..first.len());
        }
        left.insert(0, '…');
        left_room = left_room.saturating_sub(1);
    }
    let mut right_room = right + left_room;
    let mut text = String::new();
    for sign in behind.graphemes(true) {
        let (sign, width) = shown(sign);
        if width > right_room {
            while right_room < 1 {
                let Some((at, last)) = text.grapheme_indices(true).next_back() else { break };
                right_room += last.width();
                text.truncate(at);
            }
            if right_room > 0 {
                text.push('…');
            }
            break;
        }
        right_room -= width;
        text.push_str(&sign);
    }
    (left, text)
}

/// Draws a prompt from the beginning of its row on: the line, and beneath it these rows. The cursor stands in the line
/// afterwards, wherever the terminal itself has put it: not every terminal knows how wide a sign is.
pub(super) fn draw(look: Look, message: &str, halves: (&str, &str), beneath: &[String]) -> io::Result<()> {
    let mut columns = look.width.saturating_sub(display_width(message) + 4);
    let mut message = format!("{message} ");
    if columns < FEWEST {
        columns = look.width.saturating_sub(3);
        message.clear();
    }
    let mark = if look.color { look.paint("?", Style::BOLD.and(Style::ACCENT)) } else { "?".to_owned() };
    let (before, behind) = window(halves.0, halves.1, columns);
    let mut out = io::stderr().lock();
    queue!(out, Hide, Print("\r"))?;
    // Room is made first: the place of the cursor would not move along with the rows.
    if let Ok(rows @ 1..) = u16::try_from(beneath.len()) {
        queue!(out, Print("\n".repeat(rows.into())), MoveUp(rows))?;
    }
    queue!(out, Print(format!("{mark} {message}{before}")), SavePosition, Print(behind))?;
    for row in beneath {
        queue!(out, Clear(ClearType::UntilNewLine), Print(format!("\r\n{row}")))?;
    }
    queue!(out, Clear(ClearType::FromCursorDown), RestorePosition, Show)?;
    out.flush()
}

/// Takes the prompt from the screen.
pub(super) fn clear() -> io::Result<()> {
    let mut out = io::stderr().lock();
    queue!(out, Print("\r"), Clear(ClearType::FromCursorDown))?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_moves_along_with_the_cursor() {
        let cut = |before: &str, behind: &str, columns| {
            let (before, behind) = window(before, behind, columns);
            format!("{before}|{behind}")
        };
        assert_eq!(cut("abc", "def", 7), "abc|def");
        assert_eq!(cut("abcdefghij", "", 7), "…fghij|");
        assert_eq!(cut("", "abcdefghij", 7), "|abcde…");
        assert_eq!(cut("abcdefghij", "klmnop", 10), "…fghij|kl…");
        assert_eq!(cut("日本語日本語", "", 7), "…本語|");
        assert_eq!(cut("e\u{301}e\u{301}", "", 5), "e\u{301}e\u{301}|");
        assert_eq!(cut("a\u{1b}[2J\u{202e}", "", 40), "a\\u{1b}[2J\\u{202e}|");
        for columns in 0..12 {
            for at in 0..=8 {
                let text = "日a本b語c日d";
                let (before, behind): (String, String) =
                    (text.chars().take(at).collect(), text.chars().skip(at).collect());
                let (before, behind) = window(&before, &behind, columns);
                assert!(before.width() + behind.width() <= columns, "{before}|{behind} in {columns}");
            }
        }
    }
}

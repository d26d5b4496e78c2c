//! How much of a prompt fits on the screen: a frame that is taller than the screen comes out garbled.

use textwrap::core::display_width;

use super::super::look::{Look, Style};
use crate::play::shown::wrap;

/// The rows and columns that are left for a part of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) width: usize,
    pub(super) rows: usize,
}

/// What stands above a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Above {
    /// The rows that are to stay there if they can.
    pub(super) rows: usize,
    /// Those of them that nobody has had the time to read: they must.
    pub(super) unread: usize,
}

/// As few rows as a list of answers is squeezed into before the question above it scrolls away.
const FEWEST: usize = 5;

/// As few as it is squeezed into before what nobody has had the time to read does.
pub(super) const LEAST: usize = 3;

impl Room {
    /// What is left for a list below a question, beside `others` rows of the prompt itself.
    pub(super) fn for_list(look: Look, above: Above, others: usize, indent: usize) -> Self {
        // One row stays free, and one column: a terminal may put the cursor there.
        let screen = look.height.saturating_sub(others + 1);
        let beside_question = screen.saturating_sub(above.rows);
        let beside_unread = screen.saturating_sub(above.unread).min(FEWEST);
        let rows = beside_question.max(beside_unread).max(screen.min(LEAST)).max(1);
        Self { width: look.width.saturating_sub(indent + 1).max(1), rows }
    }

    /// How many entries of these heights may stand on a page, whichever ones they are.
    pub(super) fn page(self, heights: impl IntoIterator<Item = usize>) -> usize {
        let mut heights: Vec<usize> = heights.into_iter().collect();
        heights.sort_unstable_by(|left, right| right.cmp(left));
        let mut rows = 0;
        let fitting = heights.iter().take_while(|height| {
            rows += **height;
            rows <= self.rows
        });
        fitting.count().max(1)
    }
}

/// The help below a prompt: the first of these that fits on so many rows, if any does.
pub(super) fn help(look: Look, variants: &[String], rows: usize) -> Option<String> {
    // On a very low screen every row is needed.
    if look.height < 6 {
        return None;
    }
    // Two brackets and a free column; what comes after the first row stands below it, behind the bracket.
    let width = look.width.saturating_sub(3);
    let fits = |text: &&String| display_width(text) <= width || wrap::lines(text, width).len() <= rows && width > 20;
    let lines = wrap::lines(variants.iter().find(fits)?, width);
    Some(lines.iter().map(|line| look.paint(line, Style::DIM)).collect::<Vec<_>>().join("\n "))
}

/// The rows that the help takes.
pub(super) fn help_rows(help: Option<&str>) -> usize {
    help.map_or(0, |help| help.lines().count())
}

/// A refusal above a prompt, in so many rows at most.
pub(super) fn refusal(look: Look, text: &str, rows: usize) -> String {
    wrap::lines_at_most(text, look.width.saturating_sub(3), rows).join("\n  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(width: usize, height: usize) -> Look {
        Look { color: false, width, height }
    }

    #[test]
    fn a_page_fits_beside_its_question_or_at_least_on_the_screen() {
        let above = |rows| Above { rows, unread: 0 };
        assert_eq!(Room::for_list(look(80, 24), above(4), 2, 2), Room { width: 77, rows: 17 });
        assert_eq!(Room::for_list(look(80, 10), above(6), 2, 2).rows, 5);
        assert_eq!(Room::for_list(look(80, 10), Above { rows: 6, unread: 3 }, 2, 2).rows, 4);
        assert_eq!(Room::for_list(look(80, 10), Above { rows: 6, unread: 6 }, 2, 2).rows, 3);
        assert_eq!(Room::for_list(look(80, 6), above(6), 2, 2).rows, 3);
        assert_eq!(Room::for_list(look(1, 1), above(6), 2, 6), Room { width: 1, rows: 1 });
        let room = Room { width: 80, rows: 5 };
        assert_eq!(room.page([1, 1, 1]), 3);
        assert_eq!(room.page([1, 1, 1, 1, 1, 1]), 5);
        assert_eq!(room.page([1, 2, 2, 2]), 2);
        assert_eq!(room.page([9, 9]), 1);
    }

    #[test]
    fn help_is_as_long_as_fits() {
        let variants = ["a longer one".to_owned(), "short".to_owned()];
        assert_eq!(help(look(15, 24), &variants, 1).as_deref(), Some("a longer one"));
        assert_eq!(help(look(14, 24), &variants, 1).as_deref(), Some("short"));
        assert_eq!(help(look(7, 24), &variants, 1), None);
        let long = ["a much longer one that goes over two rows".to_owned()];
        assert_eq!(help(look(30, 24), &long, 1), None);
        assert_eq!(help(look(30, 24), &long, 2).as_deref(), Some("a much longer one that goes\n over two rows"));
        assert_eq!(help_rows(help(look(30, 24), &long, 2).as_deref()), 2);
        assert_eq!(refusal(look(13, 24), "one two three", 3), "one two\n  three");
    }
}

//! What was told, as the pages that somebody reads it in.

use std::collections::VecDeque;

use super::super::look::Look;
use crate::play::shown::page;

/// More of what was told is not kept: no window is so high.
const KEPT: usize = 500;

/// Something that was told, set for a window.
type Told = Box<dyn Fn(Look) -> String>;

/// All that was told, the last page of which is before the reader.
pub(super) struct Pages {
    told: VecDeque<Told>,
    /// Where the page begins: in what was told, and at which row of that.
    top: (usize, usize),
    /// As many rows of it stand on the screen.
    shown: usize,
    /// The window that it was begun in.
    look: Look,
}

fn rows(told: &Told, look: Look) -> Vec<String> {
    let text = told(look);
    page::rows(text.strip_suffix('\n').unwrap_or(&text))
}

impl Pages {
    pub(super) fn new(look: Look) -> Self {
        Self { told: VecDeque::new(), top: (0, 0), shown: 0, look }
    }

    pub(super) fn push(&mut self, told: impl Fn(Look) -> String + 'static) {
        self.told.push_back(Box::new(told));
        while self.told.len() > KEPT && self.top.0 > 0 {
            self.told.pop_front();
            self.top.0 -= 1;
        }
    }

    /// The rows of the page, and all that come after it.
    fn rows(&self) -> Vec<String> {
        let all = self.told.iter().skip(self.top.0).flat_map(|told| rows(told, self.look));
        all.skip(self.top.1).collect()
    }

    /// All that is not on the screen yet.
    pub(super) fn rest(&self) -> Vec<String> {
        self.rows().into_iter().skip(self.shown).collect()
    }

    /// What goes on the page now, and how many rows must wait for the next one.
    pub(super) fn coming(&mut self) -> (Vec<String>, usize) {
        let mut shown = self.rows();
        let mut coming = shown.split_off(self.shown.min(shown.len()));
        let count = page::fitting(&coming, self.look, page::height(&shown, self.look));
        let later = coming.split_off(count.min(coming.len()));
        self.shown += coming.len();
        (coming, page::ended(&later).len())
    }

    /// The rows of the window that the page takes.
    pub(super) fn taken(&self) -> usize {
        page::height(self.rows().iter().take(self.shown), self.look)
    }

    /// The next page begins.
    pub(super) fn turn(&mut self, look: Look) {
        let mut row = self.top.1 + self.shown;
        while let Some(height) = self.told.get(self.top.0).map(|told| rows(told, self.look).len())
            && row >= height
        {
            row -= height;
            self.top.0 += 1;
        }
        let row = if look.width == self.look.width { row } else { 0 };
        (self.top.1, self.shown, self.look) = (row, 0, look);
    }

    /// Nothing more has to be read: the next page begins behind all that was told.
    pub(super) fn finish(&mut self, look: Look) {
        *self = Self { told: std::mem::take(&mut self.told), ..Self::new(look) };
        self.top.0 = self.told.len();
    }

    /// The page begins again, in a window that may be another one: then no row is where it was.
    pub(super) fn again(&mut self, look: Look) {
        self.shown = 0;
        self.top.1 = if look.width == self.look.width { self.top.1 } else { 0 };
        self.look = look;
    }

    /// The last rows that fit in a window, beside one.
    pub(super) fn tail(&self, look: Look) -> Vec<String> {
        let mut tail = VecDeque::new();
        let mut room = look.height.saturating_sub(1);
        for row in self.told.iter().rev().flat_map(|told| rows(told, look).into_iter().rev()) {
            room = match room.checked_sub(page::height([&row], look)) {
                Some(room) => room,
                None => break,
            };
            tail.push_front(row);
        }
        tail.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(width: usize, height: usize) -> Look {
        Look { color: false, width, height }
    }

    #[test]
    fn every_row_comes_once_and_in_order() {
        for height in 4..20 {
            let mut pages = Pages::new(look(80, height));
            let mut read = Vec::new();
            for piece in 0..9 {
                let text: Vec<String> = (0..piece * 2 + 1).map(|row| format!("{piece}.{row}")).collect();
                pages.push(move |_| text.join("\n") + "\n");
                loop {
                    let (rows, later) = pages.coming();
                    read.extend(rows);
                    assert!(pages.taken() < height);
                    if later == 0 {
                        break;
                    }
                    pages.turn(look(80, height));
                }
            }
            let all: Vec<String> =
                (0..9).flat_map(|piece| (0..piece * 2 + 1).map(move |row| format!("{piece}.{row}"))).collect();
            assert_eq!(read, all, "{height}");
        }
    }

    #[test]
    fn a_page_is_set_anew_for_another_window() {
        let mut pages = Pages::new(look(80, 5));
        pages.push(|look| vec!["row"; look.width / 10].join("\n"));
        assert_eq!(pages.coming(), (vec!["row".to_owned(); 4], 4));
        pages.turn(look(80, 5));
        assert_eq!(pages.coming(), (vec!["row".to_owned(); 4], 0));
        pages.again(look(80, 4));
        assert_eq!(pages.coming(), (vec!["row".to_owned(); 3], 1), "the same page, lower");
        pages.again(look(60, 5));
        assert_eq!(pages.coming(), (vec!["row".to_owned(); 4], 2), "from its beginning");
        assert_eq!(pages.tail(look(90, 9)).len(), 8);
    }
}

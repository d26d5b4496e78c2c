//! Plain lines as they are written and read, page by page where somebody sits at a terminal.

use std::io::{self, Write};

use super::lines::{LONGEST, Line, read_line};
use crate::play::Lines;
use crate::play::look::Look;
use crate::play::shown::{page, wrap};

/// The lines that are written, and those that are typed.
pub(super) struct Talk<'io> {
    lines: Lines<'io>,
    look: Look,
    /// As many rows were written since something was typed last.
    taken: usize,
    /// What was typed at the end of a page, and is meant for whatever is asked next: until then nothing is read.
    ahead: Option<Line>,
    /// A page was turned since `was_turned` was asked.
    turned: bool,
}

impl<'io> Talk<'io> {
    pub(in crate::play) fn new(lines: Lines<'io>, look: Look) -> Self {
        Self { lines, look, taken: 0, ahead: None, turned: false }
    }

    /// Whether somebody types at a terminal.
    pub(super) fn is_person(&self) -> bool {
        self.lines.person
    }

    /// Where the outcome goes that counts in the end, if not where the dialogue goes.
    pub(in crate::play) fn result(&mut self) -> Option<&mut (dyn Write + 'io)> {
        self.lines.result.as_deref_mut()
    }

    /// How wide and high the page is: a window may have changed its size.
    fn look(&self) -> Look {
        if self.lines.person { self.look.measured() } else { self.look }
    }

    /// How wide lines are.
    pub(in crate::play) fn width(&self) -> usize {
        self.look().width
    }

    /// Whether a page was turned since this was asked.
    pub(in crate::play) fn was_turned(&mut self) -> bool {
        std::mem::take(&mut self.turned)
    }

    pub(in crate::play) fn flush(&mut self) -> io::Result<()> {
        self.lines.output.flush()
    }

    /// Writes a text that ends its line.
    pub(in crate::play) fn tell(&mut self, text: &str) -> io::Result<()> {
        let text = wrap::whole_words(text, self.width());
        self.write(&text)
    }

    /// Writes lines that are set for the width already, the last one with its end.
    pub(in crate::play) fn write(&mut self, text: &str) -> io::Result<()> {
        let rows = page::rows(text);
        let mut rows = rows.as_slice();
        while !rows.is_empty() && self.ahead.is_none() {
            let look = self.look();
            let count = if self.lines.person { page::fitting(rows, look, self.taken) } else { rows.len() };
            let (now, later) = rows.split_at(count.min(rows.len()));
            for row in now {
                writeln!(self.lines.output, "{row}")?;
            }
            self.taken += page::height(now, look);
            let more = page::ended(later).len();
            // Empty rows at the end of a page are gone when it is turned.
            if more == 0 {
                break;
            }
            self.turn(more)?;
            rows = later;
        }
        Ok(())
    }

    /// Waits before rows that would push away what nobody has had the time to read.
    pub(in crate::play) fn make_room(&mut self, rows: &[String]) -> io::Result<()> {
        let look = self.look();
        let crowded = || page::is_crowded(look, self.taken, page::height(rows, look));
        if self.lines.person && self.ahead.is_none() && crowded() { self.turn(0) } else { Ok(()) }
    }

    /// Waits at the end of a page.
    fn turn(&mut self, more: usize) -> io::Result<()> {
        let more = if more > 0 { format!(" ({})", page::lines(more)) } else { String::new() };
        write!(self.lines.output, "Enter goes on{more}: ")?;
        self.lines.output.flush()?;
        (self.taken, self.turned) = (0, true);
        let line = read_line(self.lines.input)?;
        if line == Line::End {
            writeln!(self.lines.output)?;
        }
        self.ahead = match line {
            Line::Text(line) => {
                let word = line.trim().trim_start_matches(':').to_lowercase();
                // With a colon it is no answer anywhere.
                ["back", "quit"].contains(&word.as_str()).then(|| Line::Text(format!(":{word}")))
            }
            Line::End => Some(Line::End),
            Line::TooLong | Line::NotText => None,
        };
        Ok(())
    }

    /// Writes what is wanted and reads the line that is typed behind it; none at the end of the input.
    pub(in crate::play) fn typed(&mut self, wanted: &str) -> io::Result<Option<String>> {
        loop {
            // A column stays free for the space behind the colon.
            let wanted = wrap::whole_words(&format!("{wanted}:"), self.width().saturating_sub(1));
            self.make_room(&page::rows(&wanted))?;
            let read = match self.ahead.take() {
                Some(line) => line,
                None => {
                    write!(self.lines.output, "{wanted} ")?;
                    self.lines.output.flush()?;
                    let read = read_line(self.lines.input)?;
                    // Ends the line where nobody typed Enter on a screen, and leaves one free where somebody did.
                    writeln!(self.lines.output)?;
                    read
                }
            };
            self.taken = 0;
            match read {
                Line::Text(line) => return Ok(Some(line)),
                Line::End => return Ok(None),
                Line::TooLong => self.tell(&format!("That line is too long: {} KiB are the most.", LONGEST / 1024))?,
                Line::NotText => self.tell("That line is not readable as text (it is not UTF-8).")?,
            }
        }
    }

    /// Asks what can only be answered with yes or no; none at the end of the input.
    pub(super) fn yes_or_no(&mut self, question: &str) -> io::Result<Option<bool>> {
        loop {
            let Some(line) = self.typed(&format!("{question} yes or no"))? else { return Ok(None) };
            match line.trim().to_lowercase().as_str() {
                "y" | "yes" => return Ok(Some(true)),
                "n" | "no" => return Ok(Some(false)),
                _ => self.tell("Type yes or no.")?,
            }
        }
    }
}

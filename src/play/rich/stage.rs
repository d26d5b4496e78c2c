//! What stands on the screen, so that it can be set up anew: after another size of the window, and after `fg`.

use std::collections::VecDeque;
use std::io::{self, Write};

use crossterm::cursor::{MoveTo, Show};
use crossterm::event::DisableBracketedPaste;
use crossterm::terminal::{Clear, ClearType};
use crossterm::{execute, queue};

use super::super::look::{Look, Style};
use super::super::notes;
use super::super::stop::Stop;
use super::super::wrap;
use super::keys::{For, Keys, Why};
use super::{Got, Left};
use crate::engine::Noted;

/// More rows of what was told are not kept: no window is higher.
const KEPT: usize = 500;

/// A question as it stands above its prompt.
pub(super) struct Block {
    pub(super) place: String,
    pub(super) ask: String,
    pub(super) help: Option<String>,
    pub(super) notes: Vec<Noted>,
}

impl Block {
    fn rows(&self, look: Look) -> Vec<String> {
        let look = look.prose();
        let mut rows = vec![String::new(), look.paint(&self.place, Style::DIM)];
        rows.extend(wrap::lines(&self.ask, look.width).iter().map(|line| look.paint(line, Style::BOLD)));
        if let Some(help) = &self.help {
            rows.extend(wrap::lines(help, look.width).iter().map(|line| look.paint(line, Style::DIM)));
        }
        for note in &self.notes {
            rows.extend(notes::rich(note, look).lines().map(|row| row.trim_end().to_owned()));
        }
        rows
    }
}

/// The screen, and the keys that come from it.
pub(super) struct Stage {
    look: Look,
    pub(super) keys: Keys,
    stop: Stop,
    told: VecDeque<String>,
    /// The question that is asked, with how many rows were told since.
    block: Option<(Block, usize)>,
}

impl Stage {
    pub(super) fn new(look: Look, stop: Stop) -> Self {
        let keys = Keys::open();
        let theirs = keys.clone();
        stop.wakes(move || theirs.end());
        Self { look, keys, stop, told: VecDeque::new(), block: None }
    }

    /// The terminal as it is now.
    pub(super) fn look(&self) -> Look {
        self.look.measured()
    }

    /// Writes lines, the last one with its end.
    pub(super) fn tell(&mut self, text: &str) -> io::Result<()> {
        self.remember(text);
        write(text)
    }

    /// Keeps in mind what somebody else has written.
    pub(super) fn remember(&mut self, text: &str) {
        for row in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.told.push_back(row.to_owned());
            if let Some((_, since)) = &mut self.block {
                *since += 1;
            }
        }
        while self.told.len() > KEPT {
            self.told.pop_front();
        }
    }

    /// Writes a question, unless it stands on the screen already.
    pub(super) fn ask(&mut self, block: Block, again: bool) -> io::Result<()> {
        if again && self.block.is_some() {
            return Ok(());
        }
        let text = block.rows(self.look()).join("\n") + "\n";
        self.settle();
        self.block = Some((block, 0));
        write(&text)
    }

    /// The rows that the question takes.
    pub(super) fn above(&self, look: Look) -> usize {
        self.block.as_ref().map_or(0, |(block, _)| block.rows(look).len())
    }

    /// The question is over: it is one of the things that were told.
    pub(super) fn settle(&mut self) {
        if let Some((block, since)) = self.block.take() {
            let at = self.told.len().saturating_sub(since);
            let rows = block.rows(self.look());
            let later = self.told.split_off(at);
            self.told.extend(rows);
            self.told.extend(later);
        }
    }

    /// A prompt was answered with this, or left with Esc: what stands there now.
    pub(super) fn answered(&mut self, message: &str, answer: Option<&str>) {
        let line = answered(self.look(), message, answer);
        self.remember(&line);
    }

    /// Runs a prompt until the person or somebody outside ends it. It is run again where the screen was set up anew.
    pub(super) fn prompt<T>(
        &mut self,
        keys: For,
        mut run: impl FnMut(&mut Self) -> io::Result<Got<T>>,
    ) -> io::Result<Got<T>> {
        self.prompt_for(|_| Some(keys), &mut run)
    }

    /// The same where the sort of prompt depends on the window; there may be no room for it. That is found out before
    /// the keys of the prompt that it takes the place of are said again: nobody else may get them.
    pub(super) fn prompt_for<T>(
        &mut self,
        keys: impl Fn(&mut Self) -> Option<For>,
        run: &mut impl FnMut(&mut Self) -> io::Result<Got<T>>,
    ) -> io::Result<Got<T>> {
        let mut again = false;
        loop {
            if self.stop.is_asked() {
                return Ok(Got::Left(Left::FromOutside));
            }
            let Some(prompt) = keys(self) else { return Ok(Got::Escaped) };
            if let Some(why) = self.keys.begin(prompt, again)? {
                if let Some(left) = self.anew(why)? {
                    return Ok(Got::Left(left));
                }
                continue;
            }
            match run(self)? {
                Got::Left(Left::Interrupted) => match self.keys.why() {
                    Some(why) => {
                        // The cursor of a list stands below it already.
                        if why == Why::Stop && prompt == For::Line {
                            write("\n")?;
                        }
                        if let Some(left) = self.anew(why)? {
                            return Ok(Got::Left(left));
                        }
                        again = true;
                    }
                    None => {
                        // Whatever comes next starts below the prompt, not on its last row.
                        write("\n")?;
                        return Ok(Got::Left(Left::Interrupted));
                    }
                },
                Got::Again => again = false,
                got => return Ok(got),
            }
        }
    }

    /// Sets the screen up anew, or says how the session ends.
    fn anew(&mut self, why: Why) -> io::Result<Option<Left>> {
        match why {
            Why::Redraw => self.redraw()?,
            Why::Suspend => self.suspend()?,
            Why::Stop => return Ok(Some(Left::FromOutside)),
            Why::Closed => return Ok(Some(Left::OutOfInput)),
        }
        Ok(None)
    }

    /// Suspends the program; the question stands on the screen again when it goes on.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        execute!(io::stderr(), DisableBracketedPaste, Show)?;
        write("\n")?;
        self.keys.suspend()?;
        let look = self.look();
        match &self.block {
            Some((block, _)) => write(&(block.rows(look).join("\n") + "\n")),
            None => Ok(()),
        }
    }

    /// Clears the window and writes again what was told. Where the rows of a prompt stand after another size, no
    /// program can know: some terminals set them anew, some cut them off.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        let look = self.look();
        let mut rows: Vec<String> = self.told.iter().cloned().collect();
        if let Some((block, since)) = &self.block {
            let at = rows.len().saturating_sub(*since);
            let later = rows.split_off(at);
            rows.extend(block.rows(look));
            rows.extend(later);
        }
        let mut out = io::stderr().lock();
        // Row by row: some terminals keep for scrolling back what is cleared at once.
        for row in 0..u16::try_from(look.height).unwrap_or(u16::MAX) {
            queue!(out, MoveTo(0, row), Clear(ClearType::CurrentLine))?;
        }
        queue!(out, MoveTo(0, 0))?;
        let mut room = look.height.saturating_sub(1);
        let fitting = rows.iter().rev().take_while(|row| {
            let height = textwrap::core::display_width(row).div_ceil(look.width.max(1)).max(1);
            let fits = height <= room;
            room = room.saturating_sub(height);
            fits
        });
        let from = rows.len() - fitting.count();
        for row in rows.iter().skip(from) {
            write!(out, "{row}\r\n")?;
        }
        out.flush()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.keys.close();
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut screen = io::stderr();
    screen.write_all(text.as_bytes())?;
    screen.flush()
}

/// What stands in place of a prompt that was answered, or left with Esc.
pub(super) fn answered(look: Look, message: &str, answer: Option<&str>) -> String {
    let Some(answer) = answer else {
        let mark = if look.color { look.paint("?", Style::BOLD.and(Style::ACCENT)) } else { "?".to_owned() };
        return format!("{mark} {message} (back)");
    };
    let mark = if look.color { look.paint("✓", Style::ACCENT) } else { ">".to_owned() };
    let rows: Vec<String> = answer.split('\n').map(|row| look.paint(row, Style::ACCENT)).collect();
    format!("{mark} {message} {}", rows.join("\n"))
}

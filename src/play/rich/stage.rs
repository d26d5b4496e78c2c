//! What stands on the screen, so that it can be set up anew: after another size of the window, and after `fg`.

use std::io::{self, Write};
use std::rc::Rc;

use crossterm::cursor::{MoveTo, Show};
use crossterm::event::DisableBracketedPaste;
use crossterm::terminal::{Clear, ClearType};
use crossterm::{execute, queue};

use super::super::look::{Look, Style};
use super::super::prompter::Asking;
use super::super::shown::{notes, page, wrap};
use super::super::stop::Stop;
use super::keys::{For, Keys, Why};
use super::more::{self, Turned};
use super::pages::Pages;
use super::room::Above;
use super::{Got, Left};
use crate::engine::Noted;

/// Stands in front of an answer that was given.
pub(super) const GIVEN: &str = "✓";

/// A question as it stands above its prompt.
pub(super) struct Block {
    place: String,
    ask: String,
    help: Option<String>,
    notes: Vec<Noted>,
}

impl Block {
    pub(super) fn new(asking: &Asking) -> Self {
        let prompt = &asking.prompt;
        let (ask, help, notes) = (prompt.ask.clone(), prompt.help.clone(), prompt.notes.clone());
        Self { place: asking.place(), ask, help, notes }
    }

    fn rows(&self, look: Look) -> Vec<String> {
        [self.place(look), self.text(look)].concat()
    }

    fn place(&self, look: Look) -> Vec<String> {
        vec![String::new(), look.paint(&self.place, Style::DIM)]
    }

    fn text(&self, look: Look) -> Vec<String> {
        let look = look.prose();
        let ask = wrap::lines(&self.ask, look.width);
        let mut rows: Vec<String> = ask.iter().map(|line| look.paint(line, Style::BOLD)).collect();
        if let Some(help) = &self.help {
            rows.extend(wrap::lines(help, look.width).iter().map(|line| look.paint(line, Style::DIM)));
        }
        for note in &self.notes {
            rows.extend(notes::rich(note, look).lines().map(|row| row.trim_end().to_owned()));
        }
        rows
    }
}

/// What the reader of a page wants of the prompt that follows.
enum Away {
    Back,
    Left(Left),
}

/// The screen, and the keys that come from it.
pub(super) struct Stage {
    look: Look,
    pub(super) keys: Keys,
    stop: Stop,
    pages: Pages,
    /// The question that is asked.
    block: Option<Rc<Block>>,
    /// How the reader has left a page that goes on: what comes before the next prompt is not read, and it ends so.
    turned_away: Option<Away>,
    /// A page was turned since `was_turned` was asked.
    turned: bool,
}

impl Stage {
    pub(super) fn new(look: Look, stop: Stop) -> Self {
        let keys = Keys::open();
        let theirs = keys.clone();
        stop.wakes(move || theirs.end());
        let pages = Pages::new(look.measured());
        Self { look, keys, stop, pages, block: None, turned_away: None, turned: false }
    }

    /// The terminal as it is now.
    pub(super) fn look(&self) -> Look {
        self.look.measured()
    }

    /// Writes lines, the last one with its end, and waits wherever they would not be read.
    pub(super) fn tell(&mut self, told: impl Fn(Look) -> String + 'static) -> io::Result<()> {
        self.pages.push(told);
        self.catch_up()
    }

    /// The same for what may scroll away at the top of a page.
    pub(super) fn head(&mut self, told: impl Fn(Look) -> String + 'static) -> io::Result<()> {
        let is_first = self.pages.taken() == 0;
        self.tell(told)?;
        if is_first {
            self.pages.finish(self.look());
        }
        Ok(())
    }

    /// Keeps in mind what a prompt has left on the screen. Whoever has answered it has read what stands above.
    fn remember(&mut self, row: String) {
        self.pages.push(move |_| row.clone());
        self.pages.finish(self.look());
    }

    /// Writes a question with a prompt of so many rows below it, unless it stands on the screen already.
    pub(super) fn ask(&mut self, block: Block, again: bool, prompt: impl Fn(Look, usize) -> usize) -> io::Result<()> {
        if again && self.block.is_some() {
            return Ok(());
        }
        self.settle();
        self.make_room(|look| {
            let rows = block.rows(look).len();
            rows + prompt(look, rows)
        })?;
        let block = Rc::new(block);
        let (place, text) = (Rc::clone(&block), Rc::clone(&block));
        self.head(move |look| place.place(look).join("\n"))?;
        self.tell(move |look| text.text(look).join("\n"))?;
        self.block = Some(block).filter(|_| self.turned_away.is_none());
        Ok(())
    }

    /// What stands above a prompt.
    pub(super) fn above(&self, look: Look) -> Above {
        let (question, unread) = (self.block.as_ref().map_or(0, |block| block.rows(look).len()), self.pages.taken());
        Above { rows: question.max(unread), unread }
    }

    /// The question is over.
    pub(super) fn settle(&mut self) {
        self.block = None;
    }

    /// A prompt was answered with this, or left with Esc: what stands there now.
    pub(super) fn answered(&mut self, message: &str, answer: Option<&str>) {
        self.remember(answered(self.look(), message, answer));
    }

    /// The same where it does not stand there yet.
    pub(super) fn write_answered(&mut self, message: &str, answer: Option<&str>) -> io::Result<()> {
        self.answered(message, answer);
        write(&(answered(self.look(), message, answer) + "\n"))
    }

    /// Whether a page was turned since this was asked.
    pub(super) fn was_turned(&mut self) -> bool {
        std::mem::take(&mut self.turned)
    }

    /// Waits before something of so many rows that would push away what nobody has had the time to read.
    pub(super) fn make_room(&mut self, rows: impl Fn(Look) -> usize) -> io::Result<()> {
        loop {
            self.catch_up()?;
            let look = self.look();
            if self.turned_away.is_some() || !page::is_crowded(look, self.pages.taken(), rows(look)) {
                return Ok(());
            }
            self.turn(0)?;
        }
    }

    /// Writes what has not been written yet, and waits wherever a page is full.
    fn catch_up(&mut self) -> io::Result<()> {
        loop {
            if self.turned_away.is_some() {
                self.pages.finish(self.look());
                return Ok(());
            }
            let (rows, later) = self.pages.coming();
            write_rows(&rows)?;
            if later == 0 {
                return Ok(());
            }
            self.turn(later)?;
        }
    }

    /// Waits until the page is turned; it begins again where the screen was set up anew.
    fn turn(&mut self, more: usize) -> io::Result<()> {
        self.turned = true;
        if self.stop.is_asked() {
            self.turned_away = Some(Away::Left(Left::FromOutside));
            return Ok(());
        }
        let mut why = self.keys.begin(For::More, false)?;
        if why.is_none() {
            match more::wait(self.look(), more, self.keys.tells_of_windows())? {
                Turned::On => self.pages.turn(self.look()),
                Turned::ToEnd => {
                    self.pages.turn(self.look());
                    write_rows(&self.pages.rest())?;
                    self.pages.finish(self.look());
                }
                Turned::Back => self.turned_away = Some(Away::Back),
                Turned::Redraw => why = Some(Why::Redraw),
                Turned::Suspend => why = Some(Why::Suspend),
                Turned::Interrupted => {
                    why = self.keys.why();
                    self.turned_away = why.is_none().then_some(Away::Left(Left::Interrupted));
                }
            }
        }
        match why {
            None => {}
            Some(Why::Redraw) => {
                clear(self.look())?;
                self.pages.again(self.look());
            }
            Some(Why::Suspend) => {
                self.sleep()?;
                self.pages.again(self.look());
            }
            Some(Why::Stop) => self.turned_away = Some(Away::Left(Left::FromOutside)),
            Some(Why::Closed) => self.turned_away = Some(Away::Left(Left::OutOfInput)),
        }
        Ok(())
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
        match self.turned_away.take() {
            None => {}
            Some(Away::Back) => return Ok(Got::Escaped),
            Some(Away::Left(left)) => return Ok(Got::Left(left)),
        }
        let got = self.run(keys, run)?;
        // Whoever has answered has read what stands above.
        self.pages.finish(self.look());
        Ok(got)
    }

    fn run<T>(
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
        self.sleep()?;
        match &self.block {
            Some(block) => write(&(block.rows(self.look()).join("\n") + "\n")),
            None => Ok(()),
        }
    }

    fn sleep(&self) -> io::Result<()> {
        execute!(io::stderr(), DisableBracketedPaste, Show)?;
        write("\n")?;
        self.keys.suspend()
    }

    /// Clears the window and writes again what was told. Where the rows of a prompt stand after another size, no
    /// program can know: some terminals set them anew, some cut them off.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        let look = self.look();
        clear(look)?;
        self.pages.finish(look);
        write_rows(&self.pages.tail(look))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.keys.close();
    }
}

/// Clears the window.
fn clear(look: Look) -> io::Result<()> {
    let mut out = io::stderr().lock();
    // Row by row: some terminals keep for scrolling back what is cleared at once.
    for row in 0..u16::try_from(look.height).unwrap_or(u16::MAX) {
        queue!(out, MoveTo(0, row), Clear(ClearType::CurrentLine))?;
    }
    queue!(out, MoveTo(0, 0))?;
    out.flush()
}

fn write_rows(rows: &[String]) -> io::Result<()> {
    write(&rows.iter().map(|row| format!("{row}\r\n")).collect::<String>())
}

fn write(text: &str) -> io::Result<()> {
    let mut screen = io::stderr();
    screen.write_all(text.as_bytes())?;
    screen.flush()
}

/// What stands in place of a prompt that was answered, or left with Esc.
fn answered(look: Look, message: &str, answer: Option<&str>) -> String {
    let Some(answer) = answer else {
        return format!("{} {message} (back)", look.paint("?", Style::BOLD.and(Style::ACCENT)));
    };
    let rows: Vec<String> = answer.split('\n').map(|row| look.paint(row, Style::ACCENT)).collect();
    format!("{} {message} {}", look.paint(GIVEN, Style::ACCENT), rows.join("\n"))
}

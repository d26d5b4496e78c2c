//! Asks at a terminal, with arrow keys, check boxes and a calendar, which are drawn by `inquire`, and with typed lines.

mod choose;
mod date;
mod entry;
mod frame;
mod judge;
mod keys;
mod line;
mod room;
mod stage;
mod theme;
mod typed;

use std::io::{self, IsTerminal, Write};

use chrono::NaiveDate;
use crossterm::cursor::MoveUp;
use crossterm::execute;
use crossterm::terminal::{Clear, ClearType};
use inquire::InquireError;
use inquire::error::InquireResult;

use self::choose::List;
pub(super) use self::keys::restore as restore_terminal;
use self::stage::{Block, Stage};
use super::look::{Look, Style};
use super::not_taken::NotTaken;
use super::prompter::{After, Asking, Confirmed, Name, Prompter, Reply, asked_and_answered};
use super::stop::Stop;
use super::{markdown, notes, outcome, wrap};
use crate::engine::{Ending, Filled, Walk, Wanted};
use crate::text::one_line;
use crate::tree::{Answer, QuestionId};

/// What stands in front of an answer while it is given and behind it ever after.
const MESSAGE: &str = "Your answer:";

/// What came of a prompt.
pub(super) enum Got<T> {
    /// An answer.
    Value(T),
    /// Esc.
    Escaped,
    /// Nothing yet: it is asked again.
    Again,
    /// The session ends here.
    Left(Left),
}

/// How a session was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// By Ctrl-C.
    Interrupted,
    /// By Ctrl-D, or because the terminal is gone.
    OutOfInput,
    /// By somebody outside.
    FromOutside,
}

fn got<T>(result: InquireResult<T>) -> io::Result<Got<T>> {
    match result {
        Ok(value) => Ok(Got::Value(value)),
        Err(InquireError::OperationCanceled) => Ok(Got::Escaped),
        Err(InquireError::OperationInterrupted) => Ok(Got::Left(Left::Interrupted)),
        Err(InquireError::IO(error)) => Err(error),
        Err(other) => Err(io::Error::other(other.to_string())),
    }
}

/// Takes from the screen the one row that a prompt has left there.
fn erase_last_row() -> io::Result<()> {
    execute!(io::stderr(), MoveUp(1), Clear(ClearType::FromCursorDown))
}

/// The prompter for terminals.
pub(super) struct Rich {
    stage: Stage,
    today: NaiveDate,
    /// Whether the outcome goes to the screen that the dialogue is on.
    to_screen: bool,
    /// What was written last is a question answered in advance.
    echoing: bool,
}

impl Rich {
    pub(super) fn new(look: Look, today: NaiveDate, stop: Stop) -> Self {
        Self { stage: Stage::new(look, stop), today, to_screen: io::stdout().is_terminal(), echoing: false }
    }

    /// Asks which answer to change.
    fn change(&mut self, walk: &Walk) -> io::Result<Got<QuestionId>> {
        let asked = walk.asked();
        let lines: Vec<String> = asked
            .iter()
            .map(|question| {
                let ask = one_line(&walk.fill(&walk.tree().question(*question).ask));
                let answer = walk.answer_to(*question).map(|answer| walk.echo(*question, answer));
                asked_and_answered(&ask, &answer.unwrap_or_default())
            })
            .collect();
        let list = List {
            message: "Change:",
            entries: lines.iter().map(|line| (line.as_str(), None)).collect(),
            start: lines.len().saturating_sub(1),
            escape: "goes back",
        };
        let position = choose::one(&mut self.stage, list)?;
        Ok(position.and_then(|position| asked.get(position).map_or(Got::Escaped, |question| Got::Value(*question))))
    }
}

impl Prompter for Rich {
    fn open(&mut self, title: &str, intro: Option<&Filled>) -> io::Result<()> {
        let look = self.stage.look().prose();
        let title: Vec<String> =
            wrap::lines(title, look.width).iter().map(|line| look.paint(line, Style::BOLD)).collect();
        let intro = intro.map(|intro| format!("\n\n{}", markdown(intro, &look))).unwrap_or_default();
        self.stage.tell(&format!("\n{}{intro}\n", title.join("\n")))
    }

    fn ask(&mut self, walk: &Walk, asking: &Asking) -> io::Result<Reply> {
        self.echoing = false;
        let prompt = &asking.prompt;
        let (ask, help, notes) = (prompt.ask.clone(), prompt.help.clone(), prompt.notes.clone());
        let block = Block { place: asking.place(), ask, help, notes };
        self.stage.ask(block, asking.again)?;
        let start = asking.start.as_ref();
        let answer = match &prompt.wanted {
            Wanted::Choice(offers) => choose::offer(&mut self.stage, offers, prompt.optional, start)?,
            Wanted::Many { offers, min, max } => {
                let ticked: &[u32] = if let Some(Answer::Many(chosen)) = start { chosen } else { &[] };
                let ticked = offers.iter().enumerate().filter(|(_, offer)| ticked.contains(&offer.index));
                let ticked: Vec<usize> = ticked.map(|(position, _)| position).collect();
                let would_take = |chosen| walk.would_take(Answer::Many(chosen)).map_err(NotTaken::from);
                choose::several(&mut self.stage, offers, (*min, *max), &ticked, would_take)?.map(Answer::Many)
            }
            Wanted::Date { .. } => date::ask(&mut self.stage, walk, asking, self.today)?,
            Wanted::Number { .. } | Wanted::Text { .. } => typed::ask(&mut self.stage, walk, prompt, start)?,
        };
        Ok(match answer {
            Got::Value(answer) => Reply::Answer(answer),
            Got::Escaped | Got::Again => Reply::Back,
            Got::Left(Left::Interrupted) => Reply::Interrupted,
            Got::Left(Left::OutOfInput) => Reply::OutOfInput,
            Got::Left(Left::FromOutside) => Reply::FromOutside,
        })
    }

    fn echo(&mut self, ask: &str, answer: &str) -> io::Result<()> {
        let look = self.stage.look();
        let mark = if look.color { look.paint("✓", Style::ACCENT) } else { ">".to_owned() };
        let text = wrap::hanging(&asked_and_answered(ask, answer), look.prose().width, 2, 2);
        let gap = if std::mem::replace(&mut self.echoing, true) { "" } else { "\n" };
        self.stage.tell(&format!("{gap}{mark} {text}\n"))
    }

    fn feedback(&mut self, texts: &[Filled]) -> io::Result<()> {
        self.echoing = false;
        let look = self.stage.look().prose();
        self.stage.tell(&format!("{}\n", notes::feedback(texts, look)))
    }

    fn say(&mut self, sentence: &str) -> io::Result<()> {
        let look = self.stage.look().prose();
        self.stage.tell(&format!("{}\n", wrap::lines(sentence, look.width).join("\n")))
    }

    fn trace(&mut self, lines: &[String]) -> io::Result<()> {
        self.echoing = false;
        let look = self.stage.look();
        let mut rows = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let (text, indent) = if at == 0 { (format!("  {line}:"), 4) } else { (format!("  - {line}"), 4) };
            rows.extend(wrap::hanging(&text, look.width, 0, indent).lines().map(|row| look.paint(row, Style::DIM)));
        }
        self.stage.tell(&format!("{}\n", rows.join("\n")))
    }

    fn show(&mut self, ending: &Ending) -> io::Result<()> {
        let look = self.stage.look();
        let rule = look.paint(&"─".repeat(look.prose().width.min(40)), Style::DIM);
        let page = format!("\n{rule}\n\n{}\n", outcome::rich(ending, look));
        self.stage.settle();
        if !self.to_screen {
            return self.stage.tell(&page);
        }
        self.stage.remember(&page);
        let mut out = io::stdout();
        out.write_all(page.as_bytes())?;
        out.flush()
    }

    fn after(&mut self, walk: &Walk, suggested: &str) -> io::Result<After> {
        let mut doing = vec!["Start over", "Save this walk", "Start over and forget", "Quit"];
        if !walk.asked().is_empty() {
            doing.insert(0, "Change an answer");
        }
        loop {
            self.stage.tell("\n")?;
            let entries = doing.iter().map(|label| (*label, None)).collect();
            let list = List { message: "What now?", entries, start: 0, escape: "goes back" };
            let position = match choose::one(&mut self.stage, list)? {
                Got::Value(position) => position,
                Got::Escaped | Got::Again => return Ok(After::Back),
                Got::Left(left) => return Ok(after(left)),
            };
            match doing.get(position).copied().unwrap_or("Quit") {
                "Change an answer" => match self.change(walk)? {
                    Got::Value(question) => return Ok(After::Change(question)),
                    Got::Escaped | Got::Again => {}
                    Got::Left(left) => return Ok(after(left)),
                },
                "Start over and forget" => return Ok(After::Forget),
                "Start over" => return Ok(After::StartOver),
                "Save this walk" => match typed::file_name(&mut self.stage, suggested)? {
                    Got::Value(path) if path.trim().is_empty() => {}
                    Got::Value(path) => return Ok(After::Save(path.trim().to_owned())),
                    Got::Escaped | Got::Again => {}
                    Got::Left(left) => return Ok(after(left)),
                },
                _ => return Ok(After::Quit),
            }
        }
    }

    fn confirm(&mut self, question: &str) -> io::Result<Confirmed> {
        let entries = ["No", "Yes"].map(|label| (label, None)).to_vec();
        let list = List { message: question, entries, start: 0, escape: "goes back" };
        Ok(match choose::one(&mut self.stage, list)? {
            Got::Value(1) => Confirmed::Yes,
            Got::Value(_) | Got::Escaped | Got::Again | Got::Left(Left::OutOfInput) => Confirmed::No,
            Got::Left(Left::Interrupted) => Confirmed::Interrupted,
            Got::Left(Left::FromOutside) => Confirmed::FromOutside,
        })
    }

    fn name(&mut self, suggested: &str) -> io::Result<Name> {
        Ok(match typed::name_of_walk(&mut self.stage, suggested)? {
            Got::Value(name) if name.trim().is_empty() => Name::Given(suggested.to_owned()),
            Got::Value(name) => Name::Given(one_line(&name)),
            Got::Escaped | Got::Again => Name::Back,
            Got::Left(Left::OutOfInput) => Name::Given(suggested.to_owned()),
            Got::Left(Left::Interrupted) => Name::Interrupted,
            Got::Left(Left::FromOutside) => Name::FromOutside,
        })
    }

    fn leave(&mut self, ending: &Ending) -> io::Result<()> {
        if self.to_screen {
            return Ok(());
        }
        // Whatever reads standard output gets the one outcome that counts.
        let mut out = io::stdout();
        writeln!(out, "{}", outcome::plain(ending, Look::without_terminal().width))?;
        out.flush()
    }
}

/// How a session ends at its outcome. There is an outcome: whoever has no more to say has done.
fn after(left: Left) -> After {
    match left {
        Left::Interrupted => After::Interrupted,
        Left::OutOfInput => After::Quit,
        Left::FromOutside => After::FromOutside,
    }
}

impl<T> Got<T> {
    fn map<U>(self, make: impl FnOnce(T) -> U) -> Got<U> {
        self.and_then(|value| Got::Value(make(value)))
    }

    fn and_then<U>(self, make: impl FnOnce(T) -> Got<U>) -> Got<U> {
        match self {
            Self::Value(value) => make(value),
            Self::Escaped => Got::Escaped,
            Self::Again => Got::Again,
            Self::Left(left) => Got::Left(left),
        }
    }
}

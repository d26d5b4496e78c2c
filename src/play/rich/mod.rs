//! Asks at a terminal, with arrow keys, check boxes and a calendar: the prompts are drawn by `inquire`.

mod choose;
mod date;
mod judge;
mod room;
mod theme;
mod typed;

use std::io::{self, IsTerminal, Write};

use chrono::NaiveDate;
use inquire::InquireError;
use inquire::error::InquireResult;

use self::choose::List;
use super::look::{Look, Style};
use super::prompter::{After, Asking, Confirmed, Prompter, Reply, asked_and_answered, sentence};
use super::{markdown, outcome, wrap};
use crate::engine::{Ending, Filled, Walk, Wanted};
use crate::text::one_line;
use crate::tree::{Answer, QuestionId};

/// What stands in front of an answer while it is given and behind it ever after.
const MESSAGE: &str = "Your answer:";

/// What came of a prompt.
pub(super) enum Got<T> {
    Value(T),
    Escaped,
    Interrupted,
}

fn got<T>(result: InquireResult<T>) -> io::Result<Got<T>> {
    match result {
        Ok(value) => Ok(Got::Value(value)),
        Err(InquireError::OperationCanceled) => Ok(Got::Escaped),
        Err(InquireError::OperationInterrupted) => {
            // Whatever comes next starts below the prompt, not on its last row.
            writeln!(io::stderr())?;
            Ok(Got::Interrupted)
        }
        Err(InquireError::IO(error)) => Err(error),
        Err(other) => Err(io::Error::other(other.to_string())),
    }
}

/// The prompter for terminals.
pub(super) struct Rich {
    look: Look,
    today: NaiveDate,
    /// Whether the outcome goes to the screen that the dialogue is on.
    to_screen: bool,
    /// What was written last is a question answered in advance.
    echoing: bool,
}

impl Rich {
    pub(super) fn new(look: Look, today: NaiveDate) -> Self {
        Self { look, today, to_screen: io::stdout().is_terminal(), echoing: false }
    }

    fn look(&self) -> Look {
        self.look.measured()
    }

    fn tell(&self, text: &str) -> io::Result<()> {
        let mut screen = io::stderr();
        screen.write_all(text.as_bytes())?;
        screen.flush()
    }

    /// Writes a question above its prompt; returns how many rows it takes.
    fn question(&self, asking: &Asking) -> io::Result<usize> {
        let look = self.look().prose();
        let mut rows = vec![String::new(), look.paint(&asking.place(), Style::DIM)];
        rows.extend(wrap::lines(&asking.prompt.ask, look.width).iter().map(|line| look.paint(line, Style::BOLD)));
        if let Some(help) = &asking.prompt.help {
            rows.extend(wrap::lines(help, look.width).iter().map(|line| look.paint(line, Style::DIM)));
        }
        if !asking.again {
            self.tell(&format!("{}\n", rows.join("\n")))?;
        }
        Ok(rows.len())
    }

    /// Asks which answer to change.
    fn change(&self, walk: &Walk) -> io::Result<Got<QuestionId>> {
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
            above: 0,
            escape: "goes back",
        };
        Ok(match choose::one(self.look(), list)? {
            Got::Value(position) => asked.get(position).map_or(Got::Escaped, |question| Got::Value(*question)),
            Got::Escaped => Got::Escaped,
            Got::Interrupted => Got::Interrupted,
        })
    }
}

impl Prompter for Rich {
    fn open(&mut self, title: &str, intro: Option<&Filled>) -> io::Result<()> {
        let look = self.look().prose();
        let title: Vec<String> =
            wrap::lines(title, look.width).iter().map(|line| look.paint(line, Style::BOLD)).collect();
        let intro = intro.map(|intro| format!("\n\n{}", markdown(intro, &look))).unwrap_or_default();
        self.tell(&format!("\n{}{intro}\n", title.join("\n")))
    }

    fn ask(&mut self, walk: &Walk, asking: &Asking) -> io::Result<Reply> {
        self.echoing = false;
        let above = self.question(asking)?;
        let (look, prompt, start) = (self.look(), &asking.prompt, asking.start.as_ref());
        let answer = match &prompt.wanted {
            Wanted::Choice(offers) => {
                let cursor = if let Some(Answer::Choice(index)) = start { Some(*index) } else { None };
                choose::offer(look, offers, cursor, above)?.map(Answer::Choice)
            }
            Wanted::Many { offers, min, max } => {
                let ticked: &[u32] = if let Some(Answer::Many(chosen)) = start { chosen } else { &[] };
                let ticked = offers.iter().enumerate().filter(|(_, offer)| ticked.contains(&offer.index));
                let ticked = ticked.map(|(position, _)| position).collect();
                let would_take = |chosen| walk.would_take(Answer::Many(chosen)).map_err(|refusal| sentence(&refusal));
                choose::several(look, offers, (*min, *max), ticked, above, would_take)?.map(Answer::Many)
            }
            Wanted::Date { .. } => date::ask(look, walk, asking, self.today, above)?,
            Wanted::Number { .. } | Wanted::Text { .. } => typed::ask(look, walk, prompt, start)?,
        };
        Ok(match answer {
            Got::Value(answer) => Reply::Answer(answer),
            Got::Escaped => Reply::Back,
            Got::Interrupted => Reply::Interrupted,
        })
    }

    fn echo(&mut self, ask: &str, answer: &str) -> io::Result<()> {
        let look = self.look();
        let mark = if look.color { look.paint("✓", Style::ACCENT) } else { ">".to_owned() };
        let text = wrap::hanging(&asked_and_answered(ask, answer), look.prose().width, 2, 2);
        let gap = if std::mem::replace(&mut self.echoing, true) { "" } else { "\n" };
        self.tell(&format!("{gap}{mark} {text}\n"))
    }

    fn say(&mut self, sentence: &str) -> io::Result<()> {
        let look = self.look().prose();
        self.tell(&format!("{}\n", wrap::lines(sentence, look.width).join("\n")))
    }

    fn show(&mut self, ending: &Ending) -> io::Result<()> {
        let look = self.look();
        let rule = look.paint(&"─".repeat(look.prose().width.min(40)), Style::DIM);
        let page = format!("\n{rule}\n\n{}\n", outcome::rich(ending, look));
        if !self.to_screen {
            return self.tell(&page);
        }
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
            self.tell("\n")?;
            let entries = doing.iter().map(|label| (*label, None)).collect();
            let list = List { message: "What now?", entries, start: 0, above: 0, escape: "goes back" };
            let position = match choose::one(self.look(), list)? {
                Got::Value(position) => position,
                Got::Escaped => return Ok(After::Back),
                Got::Interrupted => return Ok(After::Interrupted),
            };
            match doing.get(position).copied().unwrap_or("Quit") {
                "Change an answer" => match self.change(walk)? {
                    Got::Value(question) => return Ok(After::Change(question)),
                    Got::Escaped => {}
                    Got::Interrupted => return Ok(After::Interrupted),
                },
                "Start over and forget" => return Ok(After::Forget),
                "Start over" => return Ok(After::StartOver),
                "Save this walk" => match typed::file_name(self.look(), suggested)? {
                    Got::Value(path) if path.trim().is_empty() => {}
                    Got::Value(path) => return Ok(After::Save(path.trim().to_owned())),
                    Got::Escaped => {}
                    Got::Interrupted => return Ok(After::Interrupted),
                },
                _ => return Ok(After::Quit),
            }
        }
    }

    fn confirm(&mut self, question: &str) -> io::Result<Confirmed> {
        let entries = ["No", "Yes"].map(|label| (label, None)).to_vec();
        let list = List { message: question, entries, start: 0, above: 0, escape: "goes back" };
        Ok(match choose::one(self.look(), list)? {
            Got::Value(1) => Confirmed::Yes,
            Got::Value(_) | Got::Escaped => Confirmed::No,
            Got::Interrupted => Confirmed::Interrupted,
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

impl<T> Got<T> {
    fn map<U>(self, make: impl FnOnce(T) -> U) -> Got<U> {
        match self {
            Self::Value(value) => Got::Value(make(value)),
            Self::Escaped => Got::Escaped,
            Self::Interrupted => Got::Interrupted,
        }
    }
}

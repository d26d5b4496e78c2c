//! Asks at a terminal, with arrow keys, check boxes and a calendar, which are drawn by `inquire`, and with typed lines.

mod choose;
mod date;
mod entry;
mod frame;
mod judge;
mod keys;
mod line;
mod more;
mod pages;
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
use rustc_hash::FxHashMap;

use self::choose::List;
pub(super) use self::keys::restore as restore_terminal;
use self::line::Line;
use self::stage::{Block, GIVEN, Stage};
use super::look::{Look, Style};
use super::not_taken::NotTaken;
use super::prompter::{After, Asking, Confirmed, Name, Prompter, Reply, asked_and_answered};
use super::shown::markdown::markdown;
use super::shown::{notes, outcome, wrap};
use super::stop::Stop;
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

/// Takes from the screen the rows that a prompt has left there.
fn erase_rows(rows: usize) -> io::Result<()> {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    execute!(io::stderr(), MoveUp(rows), Clear(ClearType::FromCursorDown))
}

/// The prompter for terminals.
pub(super) struct Rich {
    stage: Stage,
    today: NaiveDate,
    /// Whether the outcome goes to the screen that the dialogue is on.
    to_screen: bool,
    /// What was written last is a question answered in advance.
    echoing: bool,
    /// What was ticked or typed, and not confirmed, where the person went back.
    drafts: FxHashMap<QuestionId, Draft>,
    /// The outcome is longer than the window.
    is_long: bool,
}

/// An answer that was not confirmed.
enum Draft {
    /// What was ticked, among all of the question's answers.
    Ticks(Vec<u32>),
    /// What was typed.
    Line(String),
}

impl Rich {
    pub(super) fn new(look: Look, today: NaiveDate, stop: Stop) -> Self {
        Self {
            stage: Stage::new(look, stop),
            today,
            to_screen: io::stdout().is_terminal(),
            echoing: false,
            drafts: FxHashMap::default(),
            is_long: false,
        }
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
            entries: choose::labels(&lines),
            start: lines.len().saturating_sub(1),
            escape: "goes back",
        };
        let position = choose::one(&mut self.stage, list)?;
        Ok(position.and_then(|position| asked.get(position).map_or(Got::Escaped, |question| Got::Value(*question))))
    }
}

impl Prompter for Rich {
    fn open(&mut self, title: &str, intro: Option<&Filled>) -> io::Result<()> {
        let (title, intro) = (title.to_owned(), intro.cloned());
        self.stage.tell(move |look| {
            let look = look.prose();
            let title: Vec<String> =
                wrap::lines(&title, look.width).iter().map(|line| look.paint(line, Style::BOLD)).collect();
            let intro = intro.as_ref().map(|intro| format!("\n\n{}", markdown(intro, &look))).unwrap_or_default();
            format!("\n{}{intro}\n", title.join("\n"))
        })
    }

    fn ask(&mut self, walk: &Walk, asking: &Asking) -> io::Result<Reply> {
        self.echoing = false;
        let prompt = &asking.prompt;
        let entries = choose::entries(prompt.wanted.offers(), prompt.optional);
        self.stage.ask(Block::new(asking), asking.again, |look, above| match prompt.wanted {
            Wanted::Choice(_) => choose::rows(look, &entries, above, false),
            Wanted::Many { .. } => choose::rows(look, &entries, above, true),
            Wanted::Date { .. } | Wanted::Number { .. } | Wanted::Text { .. } => typed::ROWS,
        })?;
        let start = asking.start.as_ref();
        let draft = self.drafts.remove(&prompt.question);
        let mut line = match (&draft, &prompt.wanted) {
            (Some(Draft::Line(line)), _) => Line::new(line),
            // A text is more often gone on with.
            (_, Wanted::Text { .. }) => Line::new(&typed::start(walk, prompt, start)),
            _ => Line::suggested(&typed::start(walk, prompt, start)),
        };
        let answer = match &prompt.wanted {
            Wanted::Choice(offers) => choose::offer(&mut self.stage, offers, prompt.optional, start)?,
            Wanted::Many { offers, min, max } => {
                let ticked: &[u32] = match (&draft, start) {
                    (Some(Draft::Ticks(ticked)), _) => ticked,
                    (_, Some(Answer::Many(chosen))) => chosen,
                    _ => &[],
                };
                let ticked = offers.iter().enumerate().filter(|(_, offer)| ticked.contains(&offer.index));
                let mut ticked: Vec<usize> = ticked.map(|(position, _)| position).collect();
                let would_take = |chosen| walk.would_take(Answer::Many(chosen)).map_err(NotTaken::from);
                let chosen = choose::several(&mut self.stage, offers, (*min, *max), &mut ticked, would_take)?;
                if let Got::Escaped = chosen {
                    let ticks = ticked.iter().filter_map(|position| offers.get(*position)).map(|offer| offer.index);
                    self.drafts.insert(prompt.question, Draft::Ticks(ticks.collect()));
                }
                chosen.map(Answer::Many)
            }
            Wanted::Date { .. } => date::ask(&mut self.stage, walk, asking, &mut line, self.today)?,
            Wanted::Number { .. } | Wanted::Text { .. } => typed::ask(&mut self.stage, walk, prompt, &mut line)?,
        };
        let is_typed = matches!(prompt.wanted, Wanted::Date { .. } | Wanted::Number { .. } | Wanted::Text { .. });
        if is_typed && !line.is_suggested() && matches!(answer, Got::Escaped) {
            self.drafts.insert(prompt.question, Draft::Line(line.text().to_owned()));
        }
        Ok(match answer {
            Got::Value(answer) => Reply::Answer(answer),
            Got::Escaped | Got::Again => Reply::Back,
            Got::Left(Left::Interrupted) => Reply::Interrupted,
            Got::Left(Left::OutOfInput) => Reply::OutOfInput,
            Got::Left(Left::FromOutside) => Reply::FromOutside,
        })
    }

    fn echo(&mut self, ask: &str, answer: &str) -> io::Result<()> {
        let gap = if std::mem::replace(&mut self.echoing, true) { "" } else { "\n" };
        let text = asked_and_answered(ask, answer);
        self.stage.tell(move |look| {
            let text = wrap::hanging(&text, look.prose().width, 2, 2);
            format!("{gap}{} {text}\n", look.paint(GIVEN, Style::ACCENT))
        })
    }

    fn feedback(&mut self, texts: &[Filled]) -> io::Result<()> {
        self.echoing = false;
        let texts = texts.to_vec();
        self.stage.tell(move |look| notes::feedback(&texts, look.prose()) + "\n")
    }

    fn say(&mut self, sentence: &str) -> io::Result<()> {
        let sentence = sentence.to_owned();
        self.stage.tell(move |look| wrap::lines(&sentence, look.prose().width).join("\n") + "\n")
    }

    fn trace(&mut self, lines: &[String]) -> io::Result<()> {
        self.echoing = false;
        let lines = lines.to_vec();
        self.stage.tell(move |look| {
            let mut rows = Vec::new();
            for (at, line) in lines.iter().enumerate() {
                let text = if at == 0 { format!("  {line}:") } else { format!("  - {line}") };
                rows.extend(wrap::hanging(&text, look.width, 0, 4).lines().map(|row| look.paint(row, Style::DIM)));
            }
            rows.join("\n") + "\n"
        })
    }

    fn show(&mut self, ending: &Ending) -> io::Result<()> {
        let ending = ending.clone();
        self.stage.settle();
        self.stage.was_turned();
        self.is_long = false;
        self.stage.head(|look| {
            let rule = look.paint(&"─".repeat(look.prose().width.min(40)), Style::DIM);
            format!("\n{rule}\n\n")
        })?;
        self.stage.tell(move |look| outcome::rich(&ending, look))
    }

    fn after(&mut self, walk: &Walk, suggested: &str) -> io::Result<After> {
        let mut doing = vec!["Start over", "Save these answers", "Start over and forget", "Quit"];
        if !walk.asked().is_empty() {
            doing.insert(0, "Change an answer");
        }
        // With its prompt, its help and the free row above: it is not squeezed in below what has not been read.
        self.stage.make_room(|_| doing.len() + 3)?;
        self.is_long |= self.stage.was_turned();
        if self.is_long {
            doing.insert(doing.len() - 1, "Read it again");
        }
        loop {
            self.stage.tell(|_| "\n".to_owned())?;
            let list = List { message: "What now?", entries: choose::labels(&doing), start: 0, escape: "goes back" };
            let position = match choose::one(&mut self.stage, list)? {
                Got::Value(position) => position,
                Got::Escaped | Got::Again => return Ok(After::Back),
                Got::Left(left) => return Ok(after(left)),
            };
            match doing.get(position).copied().unwrap_or("Quit") {
                "Read it again" => return Ok(After::ReadAgain),
                "Change an answer" => match self.change(walk)? {
                    Got::Value(question) => return Ok(After::Change(question)),
                    Got::Escaped | Got::Again => {}
                    Got::Left(left) => return Ok(after(left)),
                },
                "Start over and forget" => return Ok(After::Forget),
                "Start over" => {
                    self.drafts.clear();
                    return Ok(After::StartOver);
                }
                "Save these answers" => match typed::file_name(&mut self.stage, suggested)? {
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
        let list = List { message: question, entries: choose::labels(&["No", "Yes"]), start: 0, escape: "goes back" };
        Ok(match choose::one(&mut self.stage, list)? {
            Got::Value(1) => {
                self.drafts.clear();
                Confirmed::Yes
            }
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

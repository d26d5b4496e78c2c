//! Asks line by line, with no escape code and no cursor movement: for pipes, dumb terminals and screen readers.

use std::io::{self, BufRead, Write};
use std::sync::Arc;

use super::lines::{LONGEST, Line, read_line};
use super::look::Look;
use super::prompter::{After, Asking, Confirmed, Prompter, Reply, asked_and_answered, sentence};
use super::reading::Naming;
use super::{markdown, outcome, words};
use crate::engine::{Ending, Given, Prompt, Walk, Wanted, Written, written};
use crate::text::{one_line, visible};
use crate::tree::Answer;

/// The line-based prompter.
pub(super) struct Plain<'io> {
    input: &'io mut dyn BufRead,
    output: &'io mut dyn Write,
}

/// A line that is no answer but a wish.
enum Command {
    Back,
    Quit,
    Again,
    Nothing,
}

impl<'io> Plain<'io> {
    pub(super) fn new(input: &'io mut dyn BufRead, output: &'io mut dyn Write) -> Self {
        Self { input, output }
    }

    fn question(&mut self, asking: &Asking) -> io::Result<()> {
        let prompt = &asking.prompt;
        writeln!(self.output, "{}: {}", asking.place(), visible(prompt.ask.trim()))?;
        if let Some(help) = &prompt.help {
            writeln!(self.output, "{}", visible(help.trim_end()))?;
        }
        let naming = Naming::new(prompt.wanted.offers());
        for (at, offer) in prompt.wanted.offers().iter().enumerate() {
            let help = offer.help.as_ref().map(|help| format!(" - {}", one_line(help))).unwrap_or_default();
            writeln!(self.output, "{} {}{help}", naming.mark(at), one_line(&offer.label))?;
        }
        Ok(())
    }

    /// What is wanted, on the line that the answer is typed on.
    fn line(&mut self, walk: &Walk, asking: &Asking) -> io::Result<()> {
        let wanted = &asking.prompt.wanted;
        let numbered = Naming::new(wanted.offers()).numbered;
        let mut line = match wanted {
            Wanted::Choice(_) if numbered => "Number or id".to_owned(),
            Wanted::Choice(_) => "What stands in front, or the label".to_owned(),
            Wanted::Many { offers, min, max } => {
                let names = if numbered { "Numbers or ids" } else { "What stands in front" };
                let many = words::how_many(*min, *max).map(|many| format!(", {many}")).unwrap_or_default();
                let alone = words::alone(offers).map(|alone| format!(", {alone}")).unwrap_or_default();
                format!("{names} with commas{many}{alone}")
            }
            Wanted::Number { unit, .. } => {
                let unit = unit.as_ref().map(|unit| format!(" ({})", one_line(unit))).unwrap_or_default();
                format!("{}{unit}", words::wanted(wanted))
            }
            Wanted::Date { .. } => format!("{}, such as 2024-02-29", words::wanted(wanted)),
            Wanted::Text { .. } => words::wanted(wanted),
        };
        // Where Enter means nothing anyway, nothing need be said about what was there before.
        let is_something =
            |answer: &&Answer| !matches!(answer, Answer::Empty) && **answer != Answer::Many(Arc::default());
        let start = asking.start.as_ref().filter(is_something).map(|answer| in_words(walk, &asking.prompt, answer));
        let nothing = nothing_is_called(&asking.prompt);
        match (start, wanted) {
            (Some(start), Wanted::Many { min, .. }) if words::how_many(*min, None).is_none() => {
                line.push_str(&format!(" [Enter for {start}, {nothing} for none]"));
            }
            (Some(start), _) if wanted.is_optional() => {
                line.push_str(&format!(" [Enter for {start}, {nothing} to leave it empty]"));
            }
            (Some(start), _) => line.push_str(&format!(" [Enter for {start}]")),
            (None, Wanted::Many { min, .. }) if words::how_many(*min, None).is_none() => {
                line.push_str(", empty for none");
            }
            (None, _) if wanted.is_optional() => line.push_str(", empty to skip"),
            (None, _) => {}
        }
        write!(self.output, "{line}: ")?;
        self.output.flush()
    }

    /// The next line as an answer that would be taken, or as a wish, or what is wrong with it.
    fn read(walk: &Walk, asking: &Asking, line: &str) -> Result<Answer, String> {
        let typed = line.trim();
        if typed.is_empty()
            && let Some(start) = &asking.start
        {
            return Ok(start.clone());
        }
        let answer = match &asking.prompt.wanted {
            Wanted::Choice(_) if typed.is_empty() => walk.read(Given::Nothing).map_err(|refusal| sentence(&refusal))?,
            Wanted::Choice(offers) => Answer::Choice(Naming::new(offers).one(typed)?.index),
            Wanted::Many { offers, .. } => {
                let chosen = Naming::new(offers).several(typed)?;
                Answer::Many(chosen.iter().map(|offer| offer.index).collect::<Arc<[u32]>>())
            }
            _ => walk.read(Given::One(typed)).map_err(|refusal| sentence(&refusal))?,
        };
        taken(walk, answer)
    }
}

impl Prompter for Plain<'_> {
    fn open(&mut self, title: &str, intro: Option<&str>) -> io::Result<()> {
        writeln!(self.output, "{title}")?;
        if let Some(intro) = intro {
            writeln!(self.output, "\n{}", markdown(intro, &Look::unwrapped()))?;
        }
        writeln!(self.output, "\nType back, quit or ? at any question, and :back, :quit or :? where text is asked.\n")
    }

    fn ask(&mut self, walk: &Walk, asking: &Asking) -> io::Result<Reply> {
        if !asking.again {
            self.question(asking)?;
        }
        loop {
            self.line(walk, asking)?;
            let read = read_line(self.input)?;
            // Ends the line where nobody typed Enter on a screen, and leaves one free where somebody did.
            writeln!(self.output)?;
            let line = match read {
                Line::Text(line) => line,
                Line::End => return Ok(Reply::OutOfInput),
                Line::TooLong => {
                    self.say(&format!("That line is too long: {} KiB are the most.", LONGEST / 1024))?;
                    continue;
                }
                Line::NotText => {
                    self.say("That line is not readable as text (it is not UTF-8).")?;
                    continue;
                }
            };
            let answer = match command(&line, &asking.prompt) {
                Some(Command::Back) => return Ok(Reply::Back),
                Some(Command::Quit) => return Ok(Reply::Quit),
                Some(Command::Again) => {
                    self.question(asking)?;
                    continue;
                }
                Some(Command::Nothing) => match &asking.prompt.wanted {
                    Wanted::Many { .. } => taken(walk, Answer::Many(Arc::default())),
                    _ => taken(walk, Answer::Empty),
                },
                None => Self::read(walk, asking, &line),
            };
            match answer {
                Ok(answer) => return Ok(Reply::Answer(answer)),
                Err(refusal) => self.say(&refusal)?,
            }
        }
    }

    fn echo(&mut self, ask: &str, answer: &str) -> io::Result<()> {
        writeln!(self.output, "{}\n", asked_and_answered(ask, answer))
    }

    fn say(&mut self, sentence: &str) -> io::Result<()> {
        writeln!(self.output, "{}", one_line(sentence))
    }

    fn show(&mut self, ending: &Ending) -> io::Result<()> {
        writeln!(self.output, "\n{}", outcome::plain(ending))?;
        self.output.flush()
    }

    fn after(&mut self, _: &Walk, _: &str) -> io::Result<After> {
        // A pipe must end.
        Ok(After::Quit)
    }

    fn confirm(&mut self, question: &str) -> io::Result<Confirmed> {
        write!(self.output, "{} Type yes or no: ", one_line(question))?;
        self.output.flush()?;
        let read = read_line(self.input)?;
        writeln!(self.output)?;
        Ok(match read {
            Line::Text(line) if matches!(line.trim().to_lowercase().as_str(), "y" | "yes") => Confirmed::Yes,
            _ => Confirmed::No,
        })
    }

    fn leave(&mut self, _: &Ending) -> io::Result<()> {
        Ok(())
    }
}

fn taken(walk: &Walk, answer: Answer) -> Result<Answer, String> {
    walk.would_take(answer.clone()).map(|()| answer).map_err(|refusal| sentence(&refusal))
}

/// An answer as the prompt offers it: by label, number, date or text.
fn in_words(walk: &Walk, prompt: &Prompt, answer: &Answer) -> String {
    let chosen: &[u32] = match answer {
        Answer::Choice(index) => std::slice::from_ref(index),
        Answer::Many(chosen) => chosen,
        other => {
            return match written(walk.tree(), prompt.question, other) {
                Written::One(text) => one_line(&text),
                Written::List(_) | Written::Nothing => String::new(),
            };
        }
    };
    let offers = prompt.wanted.offers().iter().filter(|offer| chosen.contains(&offer.index));
    offers.map(|offer| one_line(&offer.label)).collect::<Vec<_>>().join(", ")
}

/// A wish, if the line is one. Words without a colon are answers where an answer is called so, and where text is asked.
fn command(line: &str, prompt: &Prompt) -> Option<Command> {
    let typed = line.trim().to_lowercase();
    let bare =
        !matches!(prompt.wanted, Wanted::Text { .. }) && Naming::new(prompt.wanted.offers()).find(&typed).is_none();
    let word = match typed.strip_prefix(':') {
        Some(word) => word,
        None if bare => typed.as_str(),
        None => return None,
    };
    match word {
        "back" => Some(Command::Back),
        "<" if bare => Some(Command::Back),
        "quit" => Some(Command::Quit),
        "?" => Some(Command::Again),
        "none" if matches!(prompt.wanted, Wanted::Many { .. }) || prompt.wanted.is_optional() => Some(Command::Nothing),
        _ => None,
    }
}

/// The word for choosing nothing, where an empty line already means something else.
fn nothing_is_called(prompt: &Prompt) -> &'static str {
    if matches!(command("none", prompt), Some(Command::Nothing)) { "none" } else { ":none" }
}

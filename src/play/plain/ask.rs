//! Asks line by line, with no escape code and no cursor movement: for pipes, dumb terminals and screen readers.

use std::io;
use std::sync::Arc;

use super::menu;
use super::talk::Talk;
use crate::engine::{Ending, Filled, Given, Prompt, Walk, Wanted, Written, written};
use crate::play::look::Look;
use crate::play::not_taken::NotTaken;
use crate::play::prompter::{After, Asking, Confirmed, Name, Prompter, Reply, asked_and_answered};
use crate::play::reading::{self, Naming, taken};
use crate::play::shown::{markdown, notes, outcome, page, wrap};
use crate::play::{Lines, words};
use crate::text::one_line;
use crate::tree::Answer;

/// The line-based prompter.
pub(in crate::play) struct Plain<'io> {
    pub(super) talk: Talk<'io>,
    /// The outcome is longer than the window.
    pub(in crate::play) is_long: bool,
}

/// A line that is no answer but a wish.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::play) enum Command {
    Back,
    Quit,
    Help,
    Nothing,
}

impl<'io> Plain<'io> {
    pub(in crate::play) fn new(lines: Lines<'io>, look: Look) -> Self {
        Self { talk: Talk::new(lines, look), is_long: false }
    }

    /// Whether a word that could be a wish is what somebody answers where text is asked; none at the end of the input.
    pub(in crate::play) fn is_meant(&mut self, word: &str, command: Command) -> io::Result<Option<bool>> {
        let wish = if command == Command::Back { "to go back" } else { "to quit" };
        self.talk.yes_or_no(&format!("Is “{}” your answer, and not a wish {wish}?", one_line(word)))
    }

    fn question(&mut self, walk: &Walk, asking: &Asking) -> io::Result<()> {
        let prompt = &asking.prompt;
        let width = self.talk.width();
        let mut texts = vec![format!("{}: {}", asking.place(), prompt.ask.trim())];
        texts.extend(prompt.help.clone());
        let mut texts: Vec<String> = texts.iter().map(|text| wrap::whole_words(text, width)).collect();
        texts.extend(prompt.notes.iter().map(|note| notes::plain(note, width)));
        let naming = Naming::new(prompt.wanted.offers());
        for (at, offer) in prompt.wanted.offers().iter().enumerate() {
            let help = offer.help.as_ref().map(|help| format!(" - {}", one_line(help))).unwrap_or_default();
            texts.push(wrap::whole_words(&format!("{} {}{help}", naming.mark(at), one_line(&offer.label)), width));
        }
        let text = texts.join("\n");
        let rows = format!("{text}\n{}", wrap::whole_words(&wanted(walk, asking), width));
        self.talk.make_room(&page::rows(&rows))?;
        self.talk.write(&text)
    }

    /// The line as an answer that would be taken, or what is wrong with it; says how it was understood if it does not
    /// say so itself.
    fn read(&mut self, walk: &Walk, asking: &Asking, line: &str) -> io::Result<Result<Answer, NotTaken>> {
        let typed = line.trim();
        if typed.is_empty()
            && let Some(start) = &asking.start
        {
            return Ok(Ok(start.clone()));
        }
        let (answer, clear) = match understood(walk, &asking.prompt, typed) {
            Ok(understood) => understood,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if !clear {
            self.say(&format!("Taken as {}.", as_taken(walk, &asking.prompt, &answer)))?;
        }
        Ok(Ok(answer))
    }
}

/// An answer as it was understood: by labels in quotes, or a number with its unit.
fn as_taken(walk: &Walk, prompt: &Prompt, answer: &Answer) -> String {
    match chosen(answer) {
        Some(chosen) => {
            let offers = prompt.wanted.offers().iter().filter(|offer| chosen.contains(&offer.index));
            words::listed(offers.map(|offer| format!("“{}”", one_line(&offer.label))))
        }
        None => walk.echo(prompt.question, answer),
    }
}

/// A typed line as an answer that would be taken, and whether it says by itself which one.
fn understood(walk: &Walk, prompt: &Prompt, typed: &str) -> Result<(Answer, bool), NotTaken> {
    Ok(match &prompt.wanted {
        Wanted::Choice(_) if typed.is_empty() => {
            (walk.read(Given::Nothing).and_then(|answer| walk.would_take(answer.clone()).map(|()| answer))?, true)
        }
        Wanted::Choice(offers) => {
            let naming = Naming::new(offers);
            (taken(walk, Answer::Choice(naming.one(typed)?.index))?, naming.is_called(typed))
        }
        Wanted::Many { offers, .. } => {
            let naming = Naming::new(offers);
            let chosen = naming.several(typed)?.iter().map(|offer| offer.index).collect::<Arc<[u32]>>();
            (taken(walk, Answer::Many(chosen))?, naming.are_called(typed))
        }
        Wanted::Number { .. } => (reading::typed(walk, typed)?, walk.read(Given::One(typed)).is_ok()),
        Wanted::Date { .. } | Wanted::Text { .. } => (reading::typed(walk, typed)?, true),
    })
}

impl Prompter for Plain<'_> {
    fn open(&mut self, title: &str, intro: Option<&Filled>) -> io::Result<()> {
        self.talk.tell(title)?;
        if let Some(intro) = intro {
            let intro = markdown::plain(intro, self.talk.width());
            self.talk.write(&format!("\n{intro}"))?;
        }
        self.talk.tell(&format!("\n{}", words::HINT))?;
        self.talk.write("")
    }

    fn ask(&mut self, walk: &Walk, asking: &Asking) -> io::Result<Reply> {
        if !asking.again {
            self.question(walk, asking)?;
        }
        loop {
            let Some(line) = self.talk.typed(&wanted(walk, asking))? else { return Ok(Reply::OutOfInput) };
            let mut command = command(&line, &asking.prompt);
            if let Some(wish @ (Command::Back | Command::Quit)) = spelled(&line)
                && command.is_none()
                && self.talk.is_person()
                && matches!(asking.prompt.wanted, Wanted::Text { .. })
            {
                // What would not be taken as an answer is none.
                let meant = match understood(walk, &asking.prompt, line.trim()) {
                    Ok(_) => self.is_meant(line.trim(), wish)?,
                    Err(_) => Some(false),
                };
                match meant {
                    Some(true) => {}
                    Some(false) => command = Some(wish),
                    None => return Ok(Reply::OutOfInput),
                }
            }
            let answer = match command {
                Some(Command::Back) => return Ok(Reply::Back),
                Some(Command::Quit) => return Ok(Reply::Quit),
                Some(Command::Help) => {
                    self.talk.tell(&help(asking))?;
                    self.talk.tell("")?;
                    self.question(walk, asking)?;
                    continue;
                }
                Some(Command::Nothing) => match &asking.prompt.wanted {
                    Wanted::Many { .. } => taken(walk, Answer::Many(Arc::default())),
                    _ => taken(walk, Answer::Empty),
                },
                None => self.read(walk, asking, &line)?,
            };
            match answer {
                Ok(answer) => return Ok(Reply::Answer(answer)),
                Err(refusal) => self.say(&refusal.to_string())?,
            }
        }
    }

    fn echo(&mut self, ask: &str, answer: &str) -> io::Result<()> {
        self.talk.tell(&asked_and_answered(ask, answer))?;
        self.talk.write("")
    }

    fn feedback(&mut self, texts: &[Filled]) -> io::Result<()> {
        let feedback = notes::plain_feedback(texts, self.talk.width());
        self.talk.write(&format!("{feedback}\n"))
    }

    fn say(&mut self, sentence: &str) -> io::Result<()> {
        self.talk.tell(&one_line(sentence))
    }

    fn trace(&mut self, lines: &[String]) -> io::Result<()> {
        for (at, line) in lines.iter().enumerate() {
            self.talk.tell(&if at == 0 { format!("{line}:") } else { format!("- {line}") })?;
        }
        self.talk.write("")
    }

    fn show(&mut self, ending: &Ending) -> io::Result<()> {
        let page = outcome::plain(ending, self.talk.width());
        self.talk.was_turned();
        self.is_long = false;
        self.talk.write(&format!("\n{page}"))?;
        self.talk.flush()
    }

    fn after(&mut self, walk: &Walk, suggested: &str) -> io::Result<After> {
        // A pipe must end.
        if self.talk.is_person() { menu::after(self, walk, suggested) } else { Ok(After::Quit) }
    }

    fn confirm(&mut self, question: &str) -> io::Result<Confirmed> {
        // Who has gone away has not said yes.
        Ok(match self.talk.yes_or_no(question)? {
            Some(true) => Confirmed::Yes,
            Some(false) | None => Confirmed::No,
        })
    }

    fn name(&mut self, suggested: &str) -> io::Result<Name> {
        // A pipe is not asked, and who has gone away has nothing against it.
        if !self.talk.is_person() {
            return Ok(Name::Given(suggested.to_owned()));
        }
        let wanted = format!("Name of the walk [Enter for {}, :back for the menu]", one_line(suggested));
        let Some(line) = self.talk.typed(&wanted)? else { return Ok(Name::Given(suggested.to_owned())) };
        Ok(match line.trim() {
            "" => Name::Given(suggested.to_owned()),
            ":back" => Name::Back,
            name => Name::Given(one_line(name)),
        })
    }

    fn leave(&mut self, ending: &Ending) -> io::Result<()> {
        match self.talk.result() {
            None => Ok(()),
            Some(result) => {
                writeln!(result, "{}", outcome::plain(ending, Look::without_terminal().width))?;
                result.flush()
            }
        }
    }
}

/// What is wanted, on the line that the answer is typed on.
fn wanted(walk: &Walk, asking: &Asking) -> String {
    let wanted = &asking.prompt.wanted;
    let numbered = Naming::new(wanted.offers()).numbered;
    let mut line = match wanted {
        // There is only one thing to do.
        Wanted::Choice(offers) if offers.is_empty() => return "No answer is on offer; Enter goes on".to_owned(),
        Wanted::Choice(_) if numbered => "Number or id".to_owned(),
        Wanted::Choice(_) => "What stands in front, or the label".to_owned(),
        Wanted::Many { offers, min, max } => {
            let names = if numbered { "Numbers or ids" } else { "What stands in front" };
            let many = words::how_many(*min, *max).map(|many| format!(", {many}")).unwrap_or_default();
            let alone = words::alone(offers).map(|alone| format!(", {alone}")).unwrap_or_default();
            format!("{names} with commas{many}{alone}")
        }
        Wanted::Number { unit, .. } => {
            let unit = unit.as_deref().map(one_line).filter(|unit| !unit.is_empty());
            let unit = unit.map(|unit| format!(" ({unit})")).unwrap_or_default();
            format!("{}{unit}", words::wanted(wanted))
        }
        Wanted::Date { .. } => format!("{}, such as 2024-02-29", words::wanted(wanted)),
        Wanted::Text { .. } => words::wanted(wanted),
    };
    let start = start(asking).map(|answer| in_words(walk, &asking.prompt, answer));
    let nothing = name("none", &asking.prompt);
    let none_will_do = matches!(wanted, Wanted::Many { min, .. } if words::how_many(*min, None).is_none());
    match start {
        Some(start) if none_will_do => line.push_str(&format!(" [Enter for {start}, {nothing} for none]")),
        Some(start) if asking.prompt.optional => {
            line.push_str(&format!(" [Enter for {start}, {nothing} to leave it empty]"));
        }
        Some(start) => line.push_str(&format!(" [Enter for {start}]")),
        None if none_will_do => line.push_str(", empty for none"),
        None if asking.prompt.optional => line.push_str(", empty to skip"),
        None => {}
    }
    line
}

/// What Enter alone answers; none where that means nothing anyway.
fn start(asking: &Asking) -> Option<&Answer> {
    let is_something = |answer: &&Answer| !matches!(answer, Answer::Empty) && **answer != Answer::Many(Arc::default());
    asking.start.as_ref().filter(is_something)
}

/// What can be typed at a question.
fn help(asking: &Asking) -> String {
    let prompt = &asking.prompt;
    let mut help = vec![words::typed(&prompt.wanted, Naming::new(prompt.wanted.offers()).numbered)];
    let may_be_nothing = matches!(command(":none", prompt), Some(Command::Nothing));
    match (start(asking), may_be_nothing) {
        (Some(_), true) => {
            help.push("Enter alone takes what stands in brackets.".to_owned());
            help.push(format!("Type {} for nothing at all.", name("none", prompt)));
        }
        (Some(_), false) => help.push("Enter alone takes what stands in brackets.".to_owned()),
        (None, true) if matches!(prompt.wanted, Wanted::Many { .. }) => {
            help.push("Enter alone ticks nothing.".to_owned());
        }
        (None, true) => help.push("Enter alone leaves it empty.".to_owned()),
        (None, false) => {}
    }
    help.push(format!("Type {} to go back one question; your answer is kept there.", name("back", prompt)));
    help.push(format!("Type {} to stop.", name("quit", prompt)));
    help.push(format!("Type {} for this and the question again.", name("?", prompt)));
    help.join("\n")
}

/// An answer as the prompt offers it: by label, number, date or text.
fn in_words(walk: &Walk, prompt: &Prompt, answer: &Answer) -> String {
    if let Some(chosen) = chosen(answer) {
        let offers = prompt.wanted.offers().iter().filter(|offer| chosen.contains(&offer.index));
        return offers.map(|offer| one_line(&offer.label)).collect::<Vec<_>>().join(", ");
    }
    match written(walk.tree(), prompt.question, answer) {
        Written::One(text) => one_line(&text),
        Written::List(_) | Written::Nothing => String::new(),
    }
}

/// The answers on offer that an answer chooses; none where nothing is on offer.
fn chosen(answer: &Answer) -> Option<&[u32]> {
    match answer {
        Answer::Choice(index) => Some(std::slice::from_ref(index)),
        Answer::Many(chosen) => Some(chosen),
        _ => None,
    }
}

/// A wish, if the line is one. Words without a colon are answers where an answer is called so, and where text is asked.
fn command(line: &str, prompt: &Prompt) -> Option<Command> {
    let typed = line.trim();
    let bare = !matches!(prompt.wanted, Wanted::Text { .. }) && !Naming::new(prompt.wanted.offers()).is_called(typed);
    let word = match typed.strip_prefix(':') {
        Some(word) => word,
        None if bare => typed,
        None => return None,
    };
    let can_be_nothing = matches!(prompt.wanted, Wanted::Many { .. }) || prompt.optional;
    match spelled(word) {
        None if word == "<" && bare => Some(Command::Back),
        Some(Command::Nothing) if !can_be_nothing => None,
        command => command,
    }
}

/// The wish that a word says.
pub(in crate::play) fn spelled(word: &str) -> Option<Command> {
    match word.trim().to_lowercase().as_str() {
        "back" => Some(Command::Back),
        "quit" => Some(Command::Quit),
        "?" => Some(Command::Help),
        "none" => Some(Command::Nothing),
        _ => None,
    }
}

/// A wish as it is typed at this question: with a colon where the word alone could be an answer.
fn name(word: &str, prompt: &Prompt) -> String {
    if command(word, prompt).is_some() { word.to_owned() } else { format!(":{word}") }
}

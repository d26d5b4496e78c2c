//! What can be done at the outcome, asked line by line.

use std::io;

use super::ask::{Command, Plain, spelled};
use crate::engine::{Offer, Walk};
use crate::play::prompter::{After, Prompter, asked_and_answered};
use crate::play::reading::Naming;
use crate::play::words;
use crate::text::one_line;
use crate::tree::QuestionId;

/// What came of a question about what to do.
enum Got<T> {
    Value(T),
    Back,
    Quit,
}

/// Asks what to do at the outcome. Where the input ends, nothing more is to be done.
pub(in crate::play) fn after(plain: &mut Plain, walk: &Walk, suggested: &str) -> io::Result<After> {
    let mut doing = vec![
        ("over", "Start over"),
        ("save", "Save these answers"),
        ("forget", "Start over and forget"),
        ("quit", "Quit"),
    ];
    if !walk.asked().is_empty() {
        doing.insert(0, ("change", "Change an answer"));
        doing.insert(doing.len() - 1, ("back", "Back to the last question"));
    }
    // A row each, with the question and what is wanted.
    plain.talk.make_room(&vec![String::new(); doing.len() + 3])?;
    plain.is_long |= plain.talk.was_turned();
    if plain.is_long {
        doing.insert(doing.len() - 1, ("read", "Read it again"));
    }
    let doing = offers(doing.iter().map(|(id, label)| ((*id).to_owned(), (*label).to_owned())));
    loop {
        plain.talk.tell("\nWhat now?")?;
        let at = match chosen(plain, &doing, words::MENU)? {
            Got::Value(at) => at,
            Got::Back => return Ok(After::Back),
            Got::Quit => return Ok(After::Quit),
        };
        match doing.get(at).map(|offer| offer.id.as_str()) {
            Some("change") => match question(plain, walk)? {
                Got::Value(question) => return Ok(After::Change(question)),
                Got::Back => {}
                Got::Quit => return Ok(After::Quit),
            },
            Some("read") => return Ok(After::ReadAgain),
            Some("over") => return Ok(After::StartOver),
            Some("forget") => return Ok(After::Forget),
            Some("save") => match file_name(plain, suggested)? {
                Got::Value(path) => return Ok(After::Save(path)),
                Got::Back => {}
                Got::Quit => return Ok(After::Quit),
            },
            Some("back") => return Ok(After::Back),
            _ => return Ok(After::Quit),
        }
    }
}

fn offers(names: impl Iterator<Item = (String, String)>) -> Vec<Offer> {
    let offer = |(index, (id, label))| Offer { index, id, label, help: None, alone: false };
    (0..).zip(names).map(offer).collect()
}

/// Asks for one of these; returns its position.
fn chosen(plain: &mut Plain, offers: &[Offer], wanted: &str) -> io::Result<Got<usize>> {
    let naming = Naming::new(offers);
    let mut list = true;
    loop {
        if std::mem::take(&mut list) {
            for (at, offer) in offers.iter().enumerate() {
                plain.talk.tell(&format!("{} {}", naming.mark(at), offer.label))?;
            }
        }
        let Some(line) = plain.talk.typed(wanted)? else { return Ok(Got::Quit) };
        let word = line.trim();
        match spelled(word.strip_prefix(':').unwrap_or(word)) {
            Some(Command::Back) => return Ok(Got::Back),
            Some(Command::Quit) => return Ok(Got::Quit),
            Some(Command::Help) => {
                plain.say(words::MENU_HELP)?;
                list = true;
                continue;
            }
            _ => {}
        }
        match naming.one(word) {
            Ok(offer) => return Ok(Got::Value(offers.iter().position(|other| other == offer).unwrap_or(0))),
            Err(_) if word.is_empty() => plain.say(words::MENU_HELP)?,
            Err(refusal) => plain.say(&refusal.to_string())?,
        }
    }
}

/// Asks which answer to change.
fn question(plain: &mut Plain, walk: &Walk) -> io::Result<Got<QuestionId>> {
    let line = |question: &QuestionId| {
        let asked = walk.tree().question(*question);
        let answer = walk.answer_to(*question).map(|answer| walk.echo(*question, answer)).unwrap_or_default();
        ((*asked.id).to_owned(), asked_and_answered(&one_line(&walk.fill(&asked.ask)), &answer))
    };
    let list = offers(walk.asked().iter().map(line));
    plain.talk.tell("Which answer?")?;
    Ok(match chosen(plain, &list, words::WHICH)? {
        Got::Value(at) => walk.asked().get(at).map_or(Got::Back, |question| Got::Value(*question)),
        Got::Back => Got::Back,
        Got::Quit => Got::Quit,
    })
}

/// Asks where to save.
fn file_name(plain: &mut Plain, suggested: &str) -> io::Result<Got<String>> {
    let wanted = format!("File name [Enter for {}, :back for none]", one_line(suggested));
    let Some(line) = plain.talk.typed(&wanted)? else { return Ok(Got::Quit) };
    let name = line.trim();
    let command = match name.strip_prefix(':').map(spelled) {
        Some(command) => command,
        // A file may be called so.
        None => match spelled(name) {
            Some(command @ (Command::Back | Command::Quit)) => match plain.is_meant(name, command)? {
                Some(true) => None,
                Some(false) => Some(command),
                None => return Ok(Got::Quit),
            },
            _ => None,
        },
    };
    Ok(match command {
        Some(Command::Quit) => Got::Quit,
        Some(_) => Got::Back,
        None if name.is_empty() => Got::Value(suggested.to_owned()),
        None => Got::Value(name.to_owned()),
    })
}

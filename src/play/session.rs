//! The dialogue: asks question after question, goes back, changes answers, shows the outcome, saves.

use std::io;

use rustc_hash::FxHashMap;

use super::prompter::{After, Asking, Prompter, Reply, as_sentence, sentence};
use super::{Ended, Options, Save};
use crate::engine::{At, Outlook, Walk};
use crate::text::one_line;
use crate::tree::{Answer, QuestionId, Tree};

/// Runs a session to its end.
pub(super) fn run(
    tree: &Tree,
    options: &Options,
    prompter: &mut dyn Prompter,
    save: &mut dyn Save,
) -> io::Result<Ended> {
    let mut session = Session {
        walk: Walk::new(tree, options.today),
        outlook: Outlook::new(tree),
        given: options.given.iter().cloned().collect(),
        kept: FxHashMap::default(),
        prompter,
        save,
        trouble: None,
    };
    let title = one_line(&session.walk.fill(&tree.about().title));
    let intro = tree.about().intro.as_ref().map(|intro| session.walk.fill(intro));
    session.prompter.open(&title, intro.as_deref())?;
    loop {
        if options.stop.is_asked() {
            return Ok(Ended::FromOutside);
        }
        let ended = match *session.walk.at() {
            At::Question(question) => session.question(question)?,
            At::Outcome(..) => session.outcome()?,
            At::Stopped(fault) => Some(Ended::Stopped(fault)),
        };
        if let Some(ended) = ended {
            return Ok(ended);
        }
    }
}

struct Session<'t, 'p> {
    walk: Walk<'t>,
    outlook: Outlook,
    /// Answers given in advance that have not come up yet.
    given: FxHashMap<QuestionId, Answer>,
    /// Answers taken back: offered where they still apply, never given without the person.
    kept: FxHashMap<QuestionId, Answer>,
    prompter: &'p mut dyn Prompter,
    save: &'p mut dyn Save,
    /// Why saving failed, as it was said last: said once, not after every answer.
    trouble: Option<String>,
}

impl Session<'_, '_> {
    /// Gets one question answered; says how the session ended if it did.
    fn question(&mut self, question: QuestionId) -> io::Result<Option<Ended>> {
        if let Some(answer) = self.given.remove(&question) {
            return self.give_in_advance(question, answer).map(|()| None);
        }
        let mut again = false;
        loop {
            let Some(asking) = self.asking(again) else { return Ok(None) };
            match self.prompter.ask(&self.walk, &asking)? {
                Reply::Answer(answer) => {
                    if let Err(refusal) = self.walk.answer(answer) {
                        self.prompter.say(&sentence(&refusal))?;
                        again = true;
                        continue;
                    }
                    self.saved()?;
                }
                Reply::Back if !self.back() => {
                    self.prompter.say("This is the first question.")?;
                    again = true;
                    continue;
                }
                Reply::Back => self.saved()?,
                Reply::Quit => return Ok(Some(Ended::Quit)),
                Reply::Interrupted => return Ok(Some(Ended::Interrupted)),
                Reply::OutOfInput => return Ok(Some(Ended::OutOfInput(question))),
                Reply::FromOutside => return Ok(Some(Ended::FromOutside)),
            }
            return Ok(None);
        }
    }

    /// The question that waits, and what its prompt starts with.
    fn asking(&self, again: bool) -> Option<Asking> {
        let prompt = self.walk.prompt()?;
        let applies = |answer: &&Answer| self.walk.would_take((*answer).clone()).is_ok();
        let kept = self.kept.get(&prompt.question).filter(applies);
        let start = kept.or_else(|| prompt.default.as_ref().filter(applies)).cloned();
        let number = self.walk.asked().len() + 1;
        Some(Asking { prompt, start, number, of: self.outlook.of_walk(&self.walk), again })
    }

    fn give_in_advance(&mut self, question: QuestionId, answer: Answer) -> io::Result<()> {
        let ask = self.walk.prompt().map(|prompt| one_line(&prompt.ask)).unwrap_or_default();
        if let Err(refusal) = self.walk.answer(answer) {
            return self.prompter.say(&format!("{ask} The answer given in advance is refused. {}", sentence(&refusal)));
        }
        let words = self.walk.answer_in_words(question).unwrap_or_default();
        self.prompter.echo(&ask, &one_line(&words))?;
        self.saved()
    }

    /// Goes back one question and keeps its answer as an offer; false if there is none.
    fn back(&mut self) -> bool {
        let taken = self.walk.back();
        let any = taken.is_some();
        self.kept.extend(taken);
        any
    }

    /// Shows the outcome and what can be done there.
    fn outcome(&mut self) -> io::Result<Option<Ended>> {
        let Some(ending) = self.walk.ending() else { return Ok(None) };
        self.prompter.show(&ending)?;
        loop {
            match self.prompter.after(&self.walk, &self.save.suggested())? {
                After::Change(question) => {
                    while *self.walk.at() != At::Question(question) && self.back() {}
                    self.saved()?;
                }
                After::Back if !self.back() => {
                    self.prompter.say("Nothing was asked, so there is nothing to go back to.")?;
                    continue;
                }
                After::Back => self.saved()?,
                After::StartOver => {
                    self.walk = Walk::new(self.walk.tree(), self.walk.today());
                    // Who starts over wants to be asked everything, without a trace of before.
                    self.given.clear();
                    self.kept.clear();
                    self.saved()?;
                }
                After::Save(path) => {
                    let said = self.save.save_as(&self.walk, &path);
                    self.prompter.say(&said.unwrap_or_else(|trouble| as_sentence(&trouble)))?;
                    continue;
                }
                After::Quit => {
                    self.prompter.leave(&ending)?;
                    return Ok(Some(Ended::Outcome));
                }
                After::Interrupted => return Ok(Some(Ended::Interrupted)),
                After::FromOutside => return Ok(Some(Ended::FromOutside)),
            }
            return Ok(None);
        }
    }

    fn saved(&mut self) -> io::Result<()> {
        match self.save.after_answer(&self.walk) {
            Ok(()) => self.trouble = None,
            Err(trouble) => {
                if self.trouble.as_ref() != Some(&trouble) {
                    self.prompter.say(&as_sentence(&trouble))?;
                }
                self.trouble = Some(trouble);
            }
        }
        Ok(())
    }
}

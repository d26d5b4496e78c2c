//! The dialogue: asks question after question, goes back, changes answers, shows the outcome, saves.

use std::io;

use super::memory::{Advance, Memory};
use crate::engine::{Ahead, At, Outlook, Refusal, Walk};
use crate::play::prompter::{After, Asking, Confirmed, Name, Prompter, Reply, as_sentence, sentence};
use crate::play::shown::trace;
use crate::play::{Ended, Options, Recording, Save, SaveError, words_earlier as words};
use crate::text::{SourceFile, one_line};
use crate::tree::{Answer, QuestionId, Tree};

/// Runs a session to its end.
pub(in crate::play) fn run(
    tree: &Tree,
    options: &Options,
    prompter: &mut dyn Prompter,
    save: &mut dyn Save,
) -> io::Result<Ended> {
    let mut session = Session {
        walk: Walk::new(tree, options.today),
        outlook: Outlook::new(tree),
        ahead: options.ahead,
        memory: Memory::new(tree, &options.session, &options.given),
        changing: None,
        // What was given at the start stands in no file yet.
        unsaved: !options.given.is_empty(),
        prompter,
        save,
        form: options.form,
        trouble: None,
        traced: options.trace.map(|file| Traced { file, lines: Vec::new() }),
    };
    let title = one_line(&session.walk.fill(&tree.about().title));
    let intro = tree.about().intro.as_ref().map(|intro| session.walk.filled(intro));
    session.prompter.open(&title, intro.as_ref())?;
    for sentence in words::unasked(&options.session.unasked) {
        session.prompter.say(&sentence)?;
    }
    if let Some(traced) = &mut session.traced {
        traced.lines.push(trace::lines(&session.walk.trace_of_start(), tree, traced.file));
    }
    loop {
        session.tell_trace()?;
        if options.stop.is_asked() {
            return Ok(Ended::FromOutside);
        }
        let ended = match *session.walk.at() {
            At::Question(question) => session.question(question)?,
            At::Outcome(..) => session.outcome()?,
            At::Stopped(fault) => {
                session.saved()?;
                Some(Ended::Stopped(fault))
            }
        };
        if let Some(ended) = ended {
            return Ok(ended);
        }
    }
}

struct Session<'t, 'p> {
    walk: Walk<'t>,
    outlook: Outlook,
    ahead: Option<&'p dyn Ahead>,
    memory: Memory,
    /// An answer is being changed: what still holds behind it is given without asking.
    changing: Option<Changing>,
    /// Something was answered or taken back since the session was saved.
    unsaved: bool,
    prompter: &'p mut dyn Prompter,
    save: &'p mut dyn Save,
    form: bool,
    /// Why saving failed, as it was said last: said once, not after every answer.
    trouble: Option<SaveError>,
    /// What came of each answer, where that is to be said.
    traced: Option<Traced<'p>>,
}

/// What came of answers, and has not been said yet.
struct Traced<'p> {
    /// The tree's file, for its author's words.
    file: &'p SourceFile,
    lines: Vec<Vec<String>>,
}

/// A change of one answer, on the way to the next outcome.
struct Changing {
    /// The question that is asked again, whatever it was answered.
    question: QuestionId,
    /// How many answers behind it still hold.
    held: usize,
}

impl Session<'_, '_> {
    /// Gets one question answered; says how the session ended if it did.
    fn question(&mut self, question: QuestionId) -> io::Result<Option<Ended>> {
        if self.hold(question) {
            return Ok(None);
        }
        let refused = match self.memory.in_advance(question) {
            None => None,
            Some(advance) => match self.give_in_advance(question, advance)? {
                Given::Taken => return Ok(None),
                Given::Refused(refusal) => refusal.map(|refusal| words::refused(&refusal)),
            },
        };
        self.saved()?;
        if let Some(remark) = refused.or_else(|| self.memory.remark(&self.walk, question)) {
            self.prompter.say(&format!("{} {remark}", self.ask()))?;
        }
        if let Some(fault) = self.walk.dead_end() {
            return Ok(Some(Ended::Stopped(fault)));
        }
        let mut again = false;
        loop {
            let Some(asking) = self.asking(again) else { return Ok(None) };
            match self.prompter.ask(&self.walk, &asking)? {
                Reply::Answer(answer) => {
                    if let Err(refusal) = self.give(question, answer) {
                        self.prompter.say(&sentence(&refusal))?;
                        again = true;
                        continue;
                    }
                    self.feedback()?;
                }
                Reply::Back if !self.back() => {
                    self.prompter.say("This is the first question.")?;
                    again = true;
                    continue;
                }
                Reply::Back => {}
                Reply::Quit => return Ok(Some(Ended::Quit)),
                Reply::Interrupted => return Ok(Some(Ended::Interrupted)),
                Reply::OutOfInput => return Ok(Some(Ended::OutOfInput(question))),
                Reply::FromOutside => return Ok(Some(Ended::FromOutside)),
            }
            // At once: whoever goes away at the next question has it in the file.
            self.saved()?;
            return Ok(None);
        }
    }

    /// The question that waits, and what its prompt starts with.
    fn asking(&self, again: bool) -> Option<Asking> {
        let prompt = self.walk.prompt()?;
        let applies = |answer: &&Answer| self.walk.would_take((*answer).clone()).is_ok();
        let before = self.memory.start(&self.walk, prompt.question);
        let start = before.or_else(|| prompt.default.as_ref().filter(applies)).cloned();
        Some(Asking { prompt, start, progress: self.outlook.of_walk(&self.walk, self.ahead), again })
    }

    /// What the question that waits asks, in one line.
    fn ask(&self) -> String {
        self.walk.prompt().map(|prompt| one_line(&prompt.ask)).unwrap_or_default()
    }

    /// What any question asks, in one line.
    fn text_of(&self, question: QuestionId) -> String {
        one_line(&self.walk.fill(&self.walk.tree().question(question).ask))
    }

    /// Gives an answer to the question that waits; if it is taken it is the last one to it.
    fn give(&mut self, question: QuestionId, answer: Answer) -> Result<(), Refusal> {
        let before = self.traced.as_ref().map(|_| self.walk.clone());
        self.walk.answer(answer.clone())?;
        if let (Some(before), Some(traced)) = (before, &mut self.traced) {
            traced.lines.push(trace::lines(&self.walk.trace(&before), self.walk.tree(), traced.file));
        }
        self.memory.answered(self.walk.tree(), question, answer);
        self.unsaved = true;
        Ok(())
    }

    fn give_in_advance(&mut self, question: QuestionId, advance: Advance) -> io::Result<Given> {
        let ask = self.ask();
        let (answer, at_start) = match advance {
            Advance::Given(answer) => (answer, true),
            Advance::Resumed(answer) => (answer, false),
        };
        if let Err(refusal) = self.give(question, answer) {
            if at_start {
                self.memory.refused(self.walk.tree(), question);
            }
            return Ok(Given::Refused(at_start.then_some(refusal)));
        }
        let words = self.walk.answer_to(question).map(|answer| self.walk.echo(question, answer));
        self.prompter.echo(&ask, &words.unwrap_or_default())?;
        // Whoever goes on with a session has seen it.
        if at_start {
            self.feedback()?;
        }
        Ok(Given::Taken)
    }

    /// Shows what there is to say to the last answer.
    fn feedback(&mut self) -> io::Result<()> {
        let feedback = self.walk.feedback();
        if feedback.is_empty() { Ok(()) } else { self.prompter.feedback(&feedback) }
    }

    /// While an answer is being changed: gives the question that waits the answer that it had, if that still holds.
    fn hold(&mut self, question: QuestionId) -> bool {
        let Some(changing) = self.changing.as_ref().filter(|changing| changing.question != question) else {
            return false;
        };
        let changing = Changing { held: changing.held + 1, ..*changing };
        let Some(answer) = self.memory.offered(question).cloned() else { return false };
        if self.give(question, answer).is_err() {
            return false;
        }
        self.changing = Some(changing);
        true
    }

    /// Goes back one question, whose answer is offered from now on; false if there is none.
    fn back(&mut self) -> bool {
        let any = self.walk.back().is_some();
        if any {
            // Whoever goes back step by step is asked step by step.
            self.changing = None;
            self.unsaved = true;
        }
        any
    }

    /// Goes back to a question, to be asked it and then only what has to be asked anew.
    fn change(&mut self, question: QuestionId) {
        let mut walk = Walk::new(self.walk.tree(), self.walk.today());
        for &asked in self.walk.asked().iter().take_while(|asked| **asked != question) {
            // What was taken once is taken again: nothing that it depends on has changed.
            let Some(answer) = self.walk.answer_to(asked) else { break };
            if walk.answer(answer.clone()).is_err() {
                break;
            }
        }
        self.walk = walk;
        self.changing = Some(Changing { question, held: 0 });
        self.unsaved = true;
    }

    fn start_over(&mut self) {
        self.walk = Walk::new(self.walk.tree(), self.walk.today());
        self.unsaved = true;
    }

    /// Shows the outcome and what can be done there.
    fn outcome(&mut self) -> io::Result<Option<Ended>> {
        self.saved()?;
        if self.form {
            return Ok(Some(Ended::Outcome));
        }
        let Some(ending) = self.walk.ending() else { return Ok(None) };
        if let Some(held) = self.changing.take().and_then(|changing| words::held(changing.held)) {
            self.prompter.say(&held)?;
        }
        let left: Vec<String> = self.memory.left_aside().into_iter().map(|id| self.text_of(id)).collect();
        if let Some(left) = words::left_aside(&left) {
            self.prompter.say(&left)?;
        }
        self.prompter.show(&ending)?;
        loop {
            match self.prompter.after(&self.walk, &self.save.suggested())? {
                After::ReadAgain => {
                    self.prompter.show(&ending)?;
                    continue;
                }
                After::Change(question) => self.change(question),
                After::Back if !self.back() => {
                    self.prompter.say("Nothing was asked, so there is nothing to go back to.")?;
                    continue;
                }
                After::Back => {}
                After::StartOver => {
                    self.start_over();
                    // Who starts over wants to be asked everything, without a trace of before; the file forgets nothing.
                    self.memory.sleep();
                }
                After::Forget => match self.prompter.confirm(words::FORGET)? {
                    Confirmed::Yes => {
                        self.start_over();
                        self.memory.forget();
                    }
                    Confirmed::No => continue,
                    Confirmed::Interrupted => return Ok(Some(Ended::Interrupted)),
                    Confirmed::FromOutside => return Ok(Some(Ended::FromOutside)),
                },
                After::Save(path) => {
                    let said = self.save.save_as(&self.walk, self.memory.kept(), &path);
                    let said = said.unwrap_or_else(|trouble| as_sentence(&trouble.to_string()));
                    said.lines().try_for_each(|sentence| self.prompter.say(sentence))?;
                    continue;
                }
                After::Quit => {
                    match self.record()? {
                        Recorded::Done => {}
                        Recorded::NotYet => continue,
                        Recorded::Ended(ended) => return Ok(Some(ended)),
                    }
                    self.prompter.leave(&ending)?;
                    return Ok(Some(Ended::Outcome));
                }
                After::Interrupted => return Ok(Some(Ended::Interrupted)),
                After::FromOutside => return Ok(Some(Ended::FromOutside)),
            }
            self.saved()?;
            return Ok(None);
        }
    }

    /// Records the walk that came to its end, if that is wanted, under a name that nothing else has there.
    fn record(&mut self) -> io::Result<Recorded> {
        let Some(Recording { suggested, taken, is_named }) = self.save.recording(&self.walk) else {
            return Ok(Recorded::Done);
        };
        let name = loop {
            let given = if is_named { Name::Given(suggested.clone()) } else { self.prompter.name(&suggested)? };
            match given {
                Name::Given(given) if taken.contains(&given) => {
                    self.prompter
                        .say(&format!("There is a walk called “{given}” already; give this one another name."))?;
                }
                Name::Given(given) => break given,
                Name::Back => return Ok(Recorded::NotYet),
                Name::Interrupted => return Ok(Recorded::Ended(Ended::Interrupted)),
                Name::FromOutside => return Ok(Recorded::Ended(Ended::FromOutside)),
            }
        };
        // Why it could not be done is said last of all, together with the walk.
        if let Ok(said) = self.save.record(&self.walk, &name) {
            self.prompter.say(&said)?;
        }
        Ok(Recorded::Done)
    }

    /// Says what came of the answers since this was said last.
    fn tell_trace(&mut self) -> io::Result<()> {
        let told = self.traced.as_mut().map(|traced| std::mem::take(&mut traced.lines)).unwrap_or_default();
        told.iter().filter(|lines| !lines.is_empty()).try_for_each(|lines| self.prompter.trace(lines))
    }

    fn saved(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.unsaved) {
            return Ok(());
        }
        match self.save.after_answer(&self.walk, self.memory.kept()) {
            Ok(()) => self.trouble = None,
            Err(trouble) => {
                if self.trouble.as_ref() != Some(&trouble) {
                    self.prompter.say(&as_sentence(&trouble.to_string()))?;
                }
                self.trouble = Some(trouble);
            }
        }
        Ok(())
    }
}

/// What became of a walk that was to be recorded.
enum Recorded {
    /// It is recorded, or cannot be, or nobody wants that.
    Done,
    /// The person goes back to what can be done at the outcome.
    NotYet,
    /// The session ends instead.
    Ended(Ended),
}

/// What became of an answer given in advance.
enum Given {
    Taken,
    /// It is refused; why, where it is no answer of an earlier session.
    Refused(Option<Refusal>),
}

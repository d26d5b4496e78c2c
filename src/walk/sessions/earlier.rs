//! A session that is gone on with: what of it fits the tree is given, and nothing of the rest is lost.

use chrono::NaiveDate;

use super::kept::{Kept, read_as};
use super::meant;
use crate::diagnostic::Diagnostic;
use crate::engine::{At, Walk, Written};
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::file::WalkFile;
use crate::walk::written::script::{Answers, Script};
use crate::walk::written::words;

/// What a walk file gives in advance, as far as its tree can take it: the tree may have changed since.
#[derive(Debug, Default, Clone)]
pub struct Earlier {
    /// The answers that their questions can read, in the order of the file.
    pub answers: Vec<(QuestionId, Answer)>,
    /// All answers that the file holds, those that were not on the walk too, as they stand there.
    pub kept: Kept,
    /// The answers of the walk that belong to no question of the tree, and to none that may be meant.
    pub unasked: Vec<Unasked>,
    /// What the prompt of a question may start with: an answer that another question or another answer stood for.
    pub meant: Vec<(QuestionId, Answer)>,
    /// What the file calls today.
    pub today: Option<NaiveDate>,
    /// The answers of the walk that belong to no question of the tree.
    strange: Vec<Unasked>,
}

/// An answer of a walk that belongs to no question of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unasked {
    /// What its question is called; none if the file does not say.
    pub question: Option<String>,
    /// What its question asked, where an old version of the tree is known.
    pub ask: Option<String>,
    /// The answer.
    pub answer: Written,
}

impl Earlier {
    /// Answers that were kept, by the id of their question; of two to one question the first counts.
    pub(crate) fn of<'a>(tree: &Tree, today: NaiveDate, answers: impl IntoIterator<Item = (&'a str, Written)>) -> Self {
        let mut earlier = Self { today: Some(today), ..Self::default() };
        for (question, answer) in answers {
            if earlier.kept.get(question).is_none() {
                earlier.add(tree, question, answer);
            }
        }
        earlier.look_for_what_is_meant(tree, None);
        earlier
    }

    /// The answers of a session in one version of a tree, and what it keeps, for the version that takes its place.
    pub(crate) fn moved<'a>(
        [old, tree]: [&Tree; 2],
        today: NaiveDate,
        answers: impl IntoIterator<Item = (&'a str, Written)>,
        kept: &Kept,
    ) -> Self {
        let mut earlier = Self::of(tree, today, answers);
        for (question, answer) in kept.iter() {
            if earlier.kept.get(question).is_none() {
                earlier.kept.set(question, answer.clone());
            }
        }
        earlier.against(old, tree);
        earlier
    }

    /// Forgets the answer to a question.
    pub(crate) fn forget(&mut self, tree: &Tree, question: QuestionId) {
        self.answers.retain(|(other, _)| *other != question);
        self.kept.remove(&tree.question(question).id);
    }

    /// Looks at an old version of the tree as well, for what the session's questions and answers are called now.
    pub fn against(&mut self, old: &Tree, tree: &Tree) {
        let walk = Walk::new(old, self.today.unwrap_or_default());
        for unasked in &mut self.strange {
            let question = unasked.question.as_deref().and_then(|id| old.question_named(id));
            unasked.ask = question.map(|question| walk.fill(&old.question(question).ask));
        }
        self.look_for_what_is_meant(tree, Some(old));
    }

    fn look_for_what_is_meant(&mut self, tree: &Tree, old: Option<&Tree>) {
        let found = meant::meant(&self.kept, tree, old, self.today.unwrap_or_default());
        self.meant = found.answers;
        let placed = |one: &&Unasked| one.question.as_ref().is_some_and(|id| found.placed.contains(id));
        self.unasked = self.strange.iter().filter(|one| !placed(one)).cloned().collect();
    }

    /// Adds the answers of a script.
    fn take(&mut self, script: &Script, tree: &Tree) {
        match &script.answers {
            Answers::Named(list) => {
                for (name, value) in list {
                    self.add(tree, &name.text, value.written());
                }
            }
            Answers::Ordered(list) => {
                let mut walk = Walk::new(tree, self.today.unwrap_or_default());
                let mut goes_on = true;
                for value in list {
                    let answer = value.written();
                    match *walk.at() {
                        At::Question(id) if goes_on => {
                            goes_on = crate::walk::running::run::give(&mut walk, value).is_ok();
                            self.add(tree, &tree.question(id).id, answer);
                        }
                        // Whose answer it is cannot be told.
                        _ => self.strange.push(Unasked { question: None, ask: None, answer }),
                    }
                }
            }
        }
        for (name, value) in &script.kept {
            // Where the question is on the walk its answer there counts.
            if self.kept.get(&name.text).is_none() {
                self.kept.set(&name.text, value.written());
            }
        }
    }

    fn add(&mut self, tree: &Tree, question: &str, answer: Written) {
        match tree.question_named(question) {
            Some(id) => {
                // What cannot be read is asked anew, and stays among what is kept.
                let read = read_as(tree, id, &answer);
                self.answers.extend(read.ok().map(|read| (id, read)));
            }
            None => {
                let question = Some(question.to_owned());
                self.strange.push(Unasked { question, ask: None, answer: answer.clone() });
            }
        }
        self.kept.set(question, answer);
    }
}

/// The answers of the walk `name` in a walk file, or of its only walk. What does not fit the tree is no error.
///
/// # Errors
/// If the file is no walk file, or has no such walk or several.
pub fn earlier(file: &WalkFile, name: Option<&str>, tree: &Tree) -> Result<Earlier, Vec<Diagnostic>> {
    let script = pick(file, name)?;
    let mut earlier = Earlier { today: file.today(), ..Earlier::default() };
    earlier.take(script, tree);
    earlier.look_for_what_is_meant(tree, None);
    Ok(earlier)
}

/// The walk `name` of a walk file, or its only walk.
pub(in crate::walk) fn pick<'w>(file: &'w WalkFile, name: Option<&str>) -> Result<&'w Script, Vec<Diagnostic>> {
    let walks = file.usable()?;
    let script = match name {
        Some(name) => walks.walks.iter().find(|script| script.name.as_ref().is_some_and(|own| *own.text == *name)),
        None => walks.walks.first().filter(|_| walks.walks.len() == 1),
    };
    script.ok_or_else(|| {
        let names: Vec<&str> = file.names().collect();
        let mut out = file.found();
        out.push(words::no_such_walk(file.source().span(), name, walks.walks.len(), &names));
        out.into_sorted()
    })
}

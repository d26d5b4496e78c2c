//! What a session knows of its answers besides the walk: those still to be given, those on offer, the last ones.

use rustc_hash::FxHashMap;

use crate::engine::{Refusal, Walk, Written, written};
use crate::play::words_earlier as words;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::{Earlier, Kept};

/// Answers of before, by what may be done with them.
pub(in crate::play) struct Memory {
    /// Of an earlier session, and not come up yet: given without asking.
    resumed: FxHashMap<QuestionId, Answer>,
    /// Given by whoever started the program, and not come up yet: likewise, and they win.
    given: FxHashMap<QuestionId, Answer>,
    /// What those took the place of.
    replaced: FxHashMap<QuestionId, Written>,
    /// Offered where they still apply.
    offers: FxHashMap<QuestionId, Answer>,
    /// What stood for something else, and may be meant: offered where nothing better is.
    meant: FxHashMap<QuestionId, Answer>,
    /// Of an earlier session, and their questions cannot read them: nothing can be offered of them.
    unread: FxHashMap<QuestionId, Refusal>,
    /// The last answer to each question, whether it is offered or not: a saved file loses none.
    kept: Kept,
}

/// An answer given in advance.
pub(super) enum Advance {
    /// In an earlier session.
    Resumed(Answer),
    /// By whoever started the program.
    Given(Answer),
}

impl Memory {
    /// What an earlier session and other answers in advance, which win over it, bring.
    pub(in crate::play) fn new(tree: &Tree, session: &Earlier, given: &[(QuestionId, Answer)]) -> Self {
        let mut memory = Self {
            resumed: session.answers.iter().cloned().collect(),
            given: given.iter().cloned().collect(),
            replaced: FxHashMap::default(),
            offers: FxHashMap::default(),
            meant: session.meant.iter().cloned().collect(),
            unread: FxHashMap::default(),
            kept: session.kept.clone(),
        };
        for (question, answer) in given {
            let id = &tree.question(*question).id;
            memory.replaced.extend(session.kept.get(id).map(|before| (*question, before.clone())));
            memory.kept.set(id, written(tree, *question, answer));
        }
        for (question, _) in tree.questions() {
            if !memory.given.contains_key(&question) {
                memory.read(tree, question);
            }
        }
        memory
    }

    /// Offers what is kept of a question, if that can be read.
    fn read(&mut self, tree: &Tree, question: QuestionId) {
        match self.kept.read(tree, question) {
            None => {}
            Some(Ok(answer)) => drop(self.offers.insert(question, answer)),
            Some(Err(refusal)) => drop(self.unread.insert(question, refusal)),
        }
    }

    pub(in crate::play) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// The answer to be given in advance to a question, once.
    pub(super) fn in_advance(&mut self, question: QuestionId) -> Option<Advance> {
        let resumed = self.resumed.remove(&question).map(Advance::Resumed);
        self.given.remove(&question).map(Advance::Given).or(resumed)
    }

    /// An answer that was given at the start is refused: what it took the place of is there again.
    pub(in crate::play) fn refused(&mut self, tree: &Tree, question: QuestionId) {
        if let Some(before) = self.replaced.remove(&question) {
            self.kept.set(&tree.question(question).id, before);
            self.read(tree, question);
        }
    }

    /// The questions of an earlier session's answers that have not come up, once.
    pub(in crate::play) fn left_aside(&mut self) -> Vec<QuestionId> {
        let mut left: Vec<QuestionId> = self.resumed.drain().map(|(question, _)| question).collect();
        left.sort_unstable_by_key(|question| question.index());
        left
    }

    /// An answer was given.
    pub(in crate::play) fn answered(&mut self, tree: &Tree, question: QuestionId, answer: Answer) {
        self.kept.set(&tree.question(question).id, written(tree, question, &answer));
        // Whoever goes back to it is asked.
        self.resumed.remove(&question);
        self.given.remove(&question);
        self.meant.remove(&question);
        self.unread.remove(&question);
        self.offers.insert(question, answer);
    }

    /// The answer of before to a question, whether it still applies or not.
    pub(in crate::play) fn offered(&self, question: QuestionId) -> Option<&Answer> {
        self.offers.get(&question)
    }

    /// The answer of before to the question that waits, if it still applies.
    fn holding(&self, walk: &Walk, question: QuestionId) -> Option<&Answer> {
        self.offered(question).filter(|answer| walk.would_take((*answer).clone()).is_ok())
    }

    /// What the prompt of the question that waits may start with: an answer of before, or one that may be meant.
    pub(in crate::play) fn start(&self, walk: &Walk, question: QuestionId) -> Option<&Answer> {
        let meant = || self.meant.get(&question).filter(|answer| walk.would_take((*answer).clone()).is_ok());
        self.holding(walk, question).or_else(meant)
    }

    /// Nothing of before is given or offered any more; what is kept stays.
    pub(in crate::play) fn sleep(&mut self) {
        self.resumed.clear();
        self.given.clear();
        self.offers.clear();
        self.meant.clear();
        self.unread.clear();
    }

    /// Nothing of before was ever there.
    pub(in crate::play) fn forget(&mut self) {
        self.sleep();
        self.kept.clear();
    }

    /// What has to be said of answers of before when a question is asked: one that cannot be used, or one that stood
    /// for something else and is offered.
    pub(in crate::play) fn remark(&self, walk: &Walk, question: QuestionId) -> Option<String> {
        let tree = walk.tree();
        let unfit =
            |answer: &Written, refusal: &Refusal| words::unfit(&words::earlier(walk, question, answer), refusal);
        if let Some(refusal) = self.refusal(walk, question) {
            return self.kept.get(&tree.question(question).id).map(|answer| unfit(answer, &refusal));
        }
        let meant = self.meant.get(&question).filter(|_| self.holding(walk, question).is_none())?;
        let shown = written(tree, question, meant);
        Some(match walk.would_take(meant.clone()) {
            Ok(()) => words::from_elsewhere(&words::earlier(walk, question, &shown)),
            Err(refusal) => unfit(&shown, &refusal),
        })
    }

    /// Why the answer of before to the question that waits cannot be used; none if it can, or if there is none.
    fn refusal(&self, walk: &Walk, question: QuestionId) -> Option<Refusal> {
        match self.offers.get(&question) {
            Some(answer) => walk.would_take(answer.clone()).err(),
            None => self.unread.get(&question).cloned(),
        }
    }
}

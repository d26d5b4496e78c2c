//! What a session knows besides its walk: the last answer to each question, as a walk file writes it.

use rustc_hash::FxHashMap;

use crate::engine::{Given, Refusal, Walk, Written, read_answer};
use crate::tree::{Answer, QuestionId, Tree};

/// The last answer to each question that one was ever given to, by the question's id and in a walk file's words, so
/// that nothing is lost of what no longer fits the tree.
///
/// Answers that are on the walk may be among them: what a file keeps beside a walk is what [`Kept::beside`] says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// In the order in which the questions first had one.
    list: Vec<(String, Written)>,
    places: FxHashMap<String, usize>,
}

impl Kept {
    /// The last answer to a question.
    #[must_use]
    pub fn get(&self, question: &str) -> Option<&Written> {
        self.places.get(question).and_then(|at| self.list.get(*at)).map(|(_, answer)| answer)
    }

    /// An answer was given to a question: it is the last one now.
    pub fn set(&mut self, question: &str, answer: Written) {
        if let Some((_, slot)) = self.places.get(question).and_then(|at| self.list.get_mut(*at)) {
            *slot = answer;
            return;
        }
        self.places.insert(question.to_owned(), self.list.len());
        self.list.push((question.to_owned(), answer));
    }

    /// Forgets the answer to a question.
    pub(in crate::walk) fn remove(&mut self, question: &str) {
        let Some(at) = self.places.remove(question) else { return };
        self.list.remove(at);
        self.places.values_mut().filter(|place| **place > at).for_each(|place| *place -= 1);
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.list.clear();
        self.places.clear();
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Written)> {
        self.list.iter().map(|(question, answer)| (question.as_str(), answer))
    }

    /// The last answer to a question as its tree reads it; none if there is none.
    #[must_use]
    pub fn read(&self, tree: &Tree, question: QuestionId) -> Option<Result<Answer, Refusal>> {
        self.get(&tree.question(question).id).map(|answer| read_as(tree, question, answer))
    }

    /// Those to questions that have no answer on a walk.
    pub fn beside(&self, walk: &Walk) -> impl Iterator<Item = (&str, &Written)> {
        let tree = walk.tree();
        self.iter().filter(move |(question, _)| {
            tree.question_named(question).is_none_or(|question| walk.answer_to(question).is_none())
        })
    }
}

/// An answer in a walk file's words as a question reads it, whatever its limits.
pub(in crate::walk) fn read_as(tree: &Tree, question: QuestionId, answer: &Written) -> Result<Answer, Refusal> {
    match answer {
        Written::One(text) => read_answer(tree, question, Given::One(text)),
        Written::Nothing => read_answer(tree, question, Given::Nothing),
        Written::List(ids) => {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            read_answer(tree, question, Given::List(&ids))
        }
    }
}

//! What was read of values, kept for all states in which all that they read is of the same classes.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::term::{Gap, Term};
use crate::tree::{Num, QuestionId};

/// A number where the answers that it reads are of these classes.
pub(in crate::explore::arithmetic) type Of = (Num, Box<[u32]>);

/// Of how many numbers it is kept what was read.
const MOST_KEPT: usize = 20_000;

/// What was read, for all readings of one tree.
#[derive(Default)]
pub(crate) struct Kept {
    questions: RefCell<FxHashMap<Num, Rc<[QuestionId]>>>,
    pub(in crate::explore::arithmetic) terms: RefCell<FxHashMap<Of, Result<Term, Gap>>>,
    /// Those that stand for themselves, by number.
    pub(in crate::explore::arithmetic) standing: RefCell<FxHashMap<Of, u32>>,
    /// The class of each answer that there is.
    pub(in crate::explore::arithmetic) classes: RefCell<FxHashMap<QuestionId, u32>>,
}

impl Kept {
    /// What is read from now on is of these classes.
    pub(crate) fn where_answers_are(&self, classes: &FxHashMap<QuestionId, u32>) {
        self.classes.borrow_mut().clone_from(classes);
    }

    pub(in crate::explore::arithmetic) fn questions(
        &self,
        num: &Num,
        find: impl FnOnce() -> Rc<[QuestionId]>,
    ) -> Rc<[QuestionId]> {
        if let Some(known) = self.questions.borrow().get(num) {
            return known.clone();
        }
        let found = find();
        self.questions.borrow_mut().insert(num.clone(), found.clone());
        found
    }

    /// Keeps what was read of one.
    pub(in crate::explore::arithmetic) fn keep(&self, of: Of, found: Result<Term, Gap>) {
        let mut terms = self.terms.borrow_mut();
        if terms.len() >= MOST_KEPT {
            terms.clear();
        }
        terms.insert(of, found);
    }
}

//! Questions whose answers differ in what is shown behind them.

use crate::tree::{Question, QuestionId, Tree};

/// What is shown behind answers.
pub(in crate::explore::states) struct Told {
    /// By question: there is something to say to its answers.
    tells: Vec<bool>,
    /// Behind the first answer to the question at hand, as numbers; none before it.
    first: Option<Vec<i128>>,
    /// By question: something else was shown behind another.
    apart: Vec<bool>,
}

impl Told {
    /// Nothing was seen so far.
    pub(in crate::explore::states) fn of(tree: &Tree) -> Self {
        let own = |question: &Question| question.kind.options().iter().any(|option| option.feedback.is_some());
        let tells = tree.questions().map(|(_, question)| !question.feedback.is_empty() || own(question));
        Self { tells: tells.collect(), first: None, apart: vec![false; tree.questions().len()] }
    }

    /// Whether answers to a question differ in what is shown behind them.
    pub(in crate::explore::states) fn is_apart(&self, id: QuestionId) -> bool {
        self.apart.get(id.index()).copied().unwrap_or(false)
    }

    /// Whether there is something to say to answers to a question.
    pub(in crate::explore::states) fn tells(&self, id: QuestionId) -> bool {
        self.tells.get(id.index()).copied().unwrap_or(false)
    }

    /// A question is asked.
    pub(in crate::explore::states) fn asks(&mut self) {
        self.first = None;
    }

    /// This is shown behind an answer to it; some of the answers that this one stands for may differ in that.
    pub(in crate::explore::states) fn hears(&mut self, id: QuestionId, shown: Vec<i128>, differ: bool) {
        let differs = differ || self.first.as_ref().is_some_and(|first| *first != shown);
        self.first.get_or_insert(shown);
        if differs {
            self.apart.get_mut(id.index()).into_iter().for_each(|slot| *slot = true);
        }
    }

    /// Takes over what was seen in another round.
    pub(in crate::explore::states) fn add(&mut self, other: &Self) {
        self.apart.iter_mut().zip(&other.apart).for_each(|(own, other)| *own |= other);
    }
}

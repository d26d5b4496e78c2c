//! The tree itself: immutable, every name resolved, valid by construction. Only `compile` builds one, and only a
//! [`Change`] alters one, in place and to be taken back.

mod change;
mod counted;
mod expr;
pub mod graph;
mod grid;
mod ids;
mod model;
mod parts;
mod reads;
mod sites;
mod texts;
mod values;
mod write;

#[doc(hidden)]
pub use change::{Change, Changed, Down, Said};
pub use expr::{Arithmetic, Choice, Cond, Date, DateUnit, Elapsed, Expr, Num, Order, Pattern, Set, Text};
pub(crate) use grid::{Grid, divisor};
pub use ids::{AnswerRef, OutcomeId, QuestionId, ScoreId, Symbol, ValueId};
pub(crate) use model::Names;
pub use model::{
    About, Answer, AnswerOption, Feedback, Kind, Named, Next, Note, Outcome, Piece, Place, Points, Promise, Question,
    Reject, Rule, Target, Template,
};
pub use parts::{Part, Parts, Path, Touch};
pub use reads::Read;
pub(crate) use reads::{DEEPEST, Reads, used};
pub use sites::{Look, Moment, Shown, Site};
pub use texts::{TextChange, text_changes};
pub use values::{Cell, Entry, Key, Rows, Table, Type, Value, ValueRule};
pub(crate) use write::{answer_called, possible_called, score_called};

/// A tree that can be walked.
#[derive(Debug, Clone)]
pub struct Tree {
    /// Where its file stands.
    pub(crate) file: crate::text::Span,
    pub(crate) about: About,
    pub(crate) start: QuestionId,
    pub(crate) questions: Vec<Question>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) values: Vec<Value>,
    pub(crate) value_order: Vec<ValueId>,
    pub(crate) scores: Vec<Box<str>>,
    /// Where each score is added to first.
    pub(crate) score_places: Vec<crate::text::Span>,
    /// The scores of which something asks what they could have come to.
    pub(crate) possible: Box<[ScoreId]>,
    /// For each outcome the score of its name, if an answer adds to one.
    pub(crate) outcome_scores: Vec<Option<ScoreId>>,
    pub(crate) symbols: Vec<Box<str>>,
    pub(crate) promises: Vec<Promise>,
    /// The lists that nothing names, and their places in the file.
    pub(crate) idle_lists: Vec<(Box<str>, crate::text::Span)>,
    pub(crate) names: Names,
}

// Ids are only made by `compile` and only for this tree, so they are in range.
#[allow(clippy::indexing_slicing, reason = "an id is always in range for the tree it came from")]
impl Tree {
    /// Title, author and the like.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The question that is asked first.
    #[must_use]
    pub fn start(&self) -> QuestionId {
        self.start
    }

    /// A question of this tree.
    #[must_use]
    #[inline]
    pub fn question(&self, id: QuestionId) -> &Question {
        &self.questions[id.index()]
    }

    /// All questions in the order of the file.
    pub fn questions(&self) -> impl ExactSizeIterator<Item = (QuestionId, &Question)> {
        self.questions.iter().enumerate().map(|(index, question)| (QuestionId::at(index), question))
    }

    /// An outcome of this tree.
    #[must_use]
    pub fn outcome(&self, id: OutcomeId) -> &Outcome {
        &self.outcomes[id.index()]
    }

    /// All outcomes in the order of the file.
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = (OutcomeId, &Outcome)> {
        self.outcomes.iter().enumerate().map(|(index, outcome)| (OutcomeId::at(index), outcome))
    }

    /// The notes that are shown at a place.
    #[must_use]
    pub fn notes(&self, at: Place) -> &[Note] {
        match at {
            Place::Question(id) => &self.question(id).notes,
            Place::Outcome(id) => &self.outcome(id).notes,
        }
    }

    /// A value of this tree.
    #[must_use]
    pub fn value(&self, id: ValueId) -> &Value {
        &self.values[id.index()]
    }

    /// All values in the order of the file.
    pub fn values(&self) -> impl ExactSizeIterator<Item = (ValueId, &Value)> {
        self.values.iter().enumerate().map(|(index, value)| (ValueId::at(index), value))
    }

    /// All values, each behind those that it reads.
    #[must_use]
    pub fn value_order(&self) -> &[ValueId] {
        &self.value_order
    }

    /// The name of a score; what it could have come to has the same.
    #[must_use]
    pub fn score(&self, id: ScoreId) -> &str {
        &self.scores[self.counted(id).index()]
    }

    /// What stands for the most that a score could have come to: what is `possible.NAME` in conditions (format: Scores,
    /// values, lists). It is counted along a walk as a score is.
    #[must_use]
    pub fn possible(&self, score: ScoreId) -> ScoreId {
        ScoreId::at(self.scores.len() + score.index())
    }

    /// True for what stands for the most that a score could have come to.
    #[must_use]
    pub fn is_possible(&self, id: ScoreId) -> bool {
        id.index() >= self.scores.len()
    }

    /// The score itself, also of what it could have come to.
    #[must_use]
    pub fn counted(&self, id: ScoreId) -> ScoreId {
        ScoreId::at(id.index() % self.scores.len().max(1))
    }

    /// How many numbers are counted along a walk: the scores, and what they could have come to.
    pub(crate) fn sums(&self) -> usize {
        self.scores.len() * if self.possible.is_empty() { 1 } else { 2 }
    }

    /// All scores in the order in which answers first add to them.
    pub fn scores(&self) -> impl ExactSizeIterator<Item = (ScoreId, &str)> {
        self.scores.iter().enumerate().map(|(index, name)| (ScoreId::at(index), &**name))
    }

    /// The score named like an outcome, if an answer adds to one.
    #[must_use]
    pub fn score_of(&self, id: OutcomeId) -> Option<ScoreId> {
        self.outcome_scores[id.index()]
    }

    /// The text of an answer's id.
    #[must_use]
    pub fn symbol(&self, symbol: Symbol) -> &str {
        &self.symbols[symbol.index()]
    }

    /// An answer that a question offers; none if the question has no such position.
    #[must_use]
    pub fn option(&self, answer: AnswerRef) -> Option<&AnswerOption> {
        self.question(answer.question).kind.options().get(answer.index as usize)
    }

    /// The author's promises.
    #[must_use]
    pub fn promises(&self) -> &[Promise] {
        &self.promises
    }

    /// Whether its places can be told from those of a file: both stand in one offset space, each at a place of its own.
    pub(crate) fn is_apart_from(&self, file: &crate::text::SourceFile) -> bool {
        let other = file.span();
        self.file.end < other.start || other.end < self.file.start
    }

    /// The lists that nothing in the tree uses, with their places in the file.
    #[must_use]
    pub fn idle_lists(&self) -> &[(Box<str>, crate::text::Span)] {
        &self.idle_lists
    }

    /// What an id of the common namespace names: a question, an outcome, a value or a list.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<Named> {
        self.names.get(id).copied()
    }

    /// The question with this id.
    #[must_use]
    pub fn question_named(&self, id: &str) -> Option<QuestionId> {
        match self.named(id) {
            Some(Named::Question(question)) => Some(question),
            _ => None,
        }
    }

    /// The outcome with this id.
    #[must_use]
    pub fn outcome_named(&self, id: &str) -> Option<OutcomeId> {
        match self.named(id) {
            Some(Named::Outcome(outcome)) => Some(outcome),
            _ => None,
        }
    }

    /// The score with this name.
    #[must_use]
    pub fn score_named(&self, name: &str) -> Option<ScoreId> {
        self.scores.iter().position(|score| **score == *name).map(ScoreId::at)
    }
}

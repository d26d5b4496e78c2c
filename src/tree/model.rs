//! The parts of a tree: questions, answers, outcomes, promises.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::expr::{Cond, Date, Expr, Num, Pattern};
use super::grid::divisor;
use super::ids::{OutcomeId, QuestionId, ScoreId, Symbol, ValueId};
use crate::format::QuestionKind;
use crate::text::Span;

/// A text with holes (format: Conditions, at its end).
#[derive(Debug, Clone)]
pub enum Template {
    /// A text without holes.
    Plain(Box<str>),
    /// Pieces of text and the expressions between them.
    Mixed(Box<[Piece]>),
}

/// A piece of a [`Template`].
#[derive(Debug, Clone)]
pub enum Piece {
    /// Text as it stands.
    Literal(Box<str>),
    /// A value to insert, and where it stands in the file.
    Hole(Expr, Span),
}

/// An answer that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The answer at this position among the question's answers.
    Choice(u32),
    /// The answers at these positions, ascending.
    Many(Arc<[u32]>),
    /// A number.
    Number(Decimal),
    /// A date.
    Date(NaiveDate),
    /// A line of text.
    Text(Arc<str>),
    /// An optional question left empty.
    Empty,
}

impl Answer {
    /// The position of the one answer of a choice.
    pub(crate) fn choice(&self) -> Option<u32> {
        if let Self::Choice(index) = self { Some(*index) } else { None }
    }

    /// The positions of the answers that it chooses, ascending; none of what is typed or left empty.
    #[must_use]
    pub fn chosen(&self) -> &[u32] {
        match self {
            Self::Choice(index) => std::slice::from_ref(index),
            Self::Many(chosen) => chosen,
            _ => &[],
        }
    }
}

/// Where a question, an answer or a rule leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// To a question.
    Question(QuestionId),
    /// To an outcome.
    Outcome(OutcomeId),
    /// To the one of these with the highest score, the earliest on a tie.
    BestOf(Box<[OutcomeId]>),
}

/// Where a question leads when the answer itself does not say (format: Where a question leads).
#[derive(Debug, Clone)]
pub enum Next {
    /// Every answer has a target of its own.
    Nowhere,
    /// Always there; also the question that follows in the file.
    Always(Target),
    /// The first rule that is true.
    Rules(Box<[Rule]>),
}

/// One rule of `next`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rule {
    /// Its condition; none catches the rest.
    pub when: Option<Cond>,
    /// The condition's place in the file; the rule's, where there is none.
    pub when_span: Span,
    /// Where it leads.
    pub goto: Target,
    /// Its place in the file.
    pub span: Span,
}

/// One answer that a question offers.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AnswerOption {
    /// Its id.
    pub id: Symbol,
    /// Its label; none means the id in words.
    pub label: Option<Template>,
    /// What is told about it.
    pub help: Option<Template>,
    /// Where it leads, if it says so itself.
    pub goto: Option<Target>,
    /// What it adds to which score.
    pub scores: Box<[(ScoreId, Decimal)]>,
    /// Hidden while this is false. Few have one, so it stands apart.
    pub when: Option<Box<Cond>>,
    /// In a set: excludes the others.
    pub alone: bool,
    /// Its id's place in the file.
    pub span: Span,
    /// The place of its condition; that of the id, where there is none.
    pub when_span: Span,
    /// What is shown at once to who chose it, in Markdown. Few have one, so it stands apart.
    pub feedback: Option<Box<Template>>,
}

/// What sort of answer a question takes (format: Kinds of question).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Kind {
    /// One of its answers.
    Choice(Box<[AnswerOption]>),
    /// Any set of its answers.
    Many {
        /// The answers.
        options: Box<[AnswerOption]>,
        /// How many at least.
        min: Option<Num>,
        /// How many at most.
        max: Option<Num>,
    },
    /// An exact decimal.
    Number {
        /// The least allowed.
        min: Option<Num>,
        /// The greatest allowed.
        max: Option<Num>,
        /// Whole numbers only.
        whole: bool,
        /// Multiples of this only, which is above 0.
        step: Option<Decimal>,
        /// What it is counted in.
        unit: Option<Box<str>>,
    },
    /// A calendar date.
    Date {
        /// The first allowed.
        min: Option<Date>,
        /// The last allowed.
        max: Option<Date>,
    },
    /// A line of text.
    Text {
        /// How many characters at most.
        max_length: Option<u32>,
        /// What the whole line must match.
        pattern: Option<Pattern>,
        /// What to tell who does not match it, in the author's words.
        because: Option<Template>,
    },
}

impl Kind {
    /// The kind's name in the format.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let kind = match self {
            Self::Choice(_) => QuestionKind::Choice,
            Self::Many { .. } => QuestionKind::Many,
            Self::Number { .. } => QuestionKind::Number,
            Self::Date { .. } => QuestionKind::Date,
            Self::Text { .. } => QuestionKind::Text,
        };
        kind.name()
    }

    /// The answers it offers; none for numbers, dates and texts.
    #[must_use]
    pub fn options(&self) -> &[AnswerOption] {
        match self {
            Self::Choice(options) | Self::Many { options, .. } => options,
            _ => &[],
        }
    }

    /// What its numbers are multiples of, if it takes no others: with `whole`, the least whole multiple of its step.
    #[must_use]
    pub fn step(&self) -> Option<Decimal> {
        match self {
            Self::Number { whole: true, step: Some(step), .. } => {
                let step = step.normalize();
                let (mantissa, unit) = (step.mantissa(), 10_i128.checked_pow(step.scale())?);
                Decimal::try_from_i128_with_scale(mantissa / divisor(mantissa, unit), 0).ok()
            }
            Self::Number { whole: true, .. } => Some(Decimal::ONE),
            Self::Number { step, .. } => *step,
            _ => None,
        }
    }
}

/// A condition under which an answer is refused.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reject {
    /// Refused while this is true.
    pub when: Cond,
    /// The condition's place in the file.
    pub when_span: Span,
    /// What to tell the person.
    pub because: Template,
}

/// A rule by which a question adds to scores, whatever its kind (format: Scores, values, lists).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Points {
    /// Its condition, which sees the answer; none catches the rest.
    pub when: Option<Cond>,
    /// The condition's place in the file; the rule's, where there is none.
    pub when_span: Span,
    /// What it adds to which score.
    pub add: Box<[(ScoreId, Decimal)]>,
    /// Its place in the file.
    pub span: Span,
}

/// A rule of a question's `feedback`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Feedback {
    /// Its condition, which sees the answer; none catches the rest.
    pub when: Option<Cond>,
    /// The condition's place in the file; the rule's, where there is none.
    pub when_span: Span,
    /// What is shown at once behind the answer, in Markdown.
    pub text: Template,
    /// Its place in the file.
    pub span: Span,
}

/// One question.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Question {
    /// Its id.
    pub id: Box<str>,
    /// What is asked.
    pub ask: Template,
    /// What is told about it.
    pub help: Option<Template>,
    /// What sort of answer it takes.
    pub kind: Kind,
    /// May be left empty; never true of `many`, where no answer is the empty set.
    pub optional: bool,
    /// Skipped while this is false. Few have one, so it stands apart.
    pub when: Option<Box<Cond>>,
    /// The condition's place in the file; the question's, where there is none.
    pub when_span: Span,
    /// What the prompt starts with.
    pub default: Option<Answer>,
    /// Which answers are refused.
    pub rejects: Box<[Reject]>,
    /// What the question adds to scores besides its answers: the first rule that is true counts.
    pub points: Box<[Points]>,
    /// What is shown with it when it is asked.
    pub notes: Box<[Note]>,
    /// Of these the first that is true is shown behind its answer.
    pub feedback: Box<[Feedback]>,
    /// Where it leads.
    pub next: Next,
    /// Its id's place in the file.
    pub span: Span,
}

impl Question {
    /// Whether some answer, being left empty included, is led on by `next` (format: Where a question leads).
    #[must_use]
    pub fn needs_next(&self) -> bool {
        let options = self.kind.options();
        self.optional || options.is_empty() || options.iter().any(|option| option.goto.is_none())
    }

    /// All that answers to it may add to which scores, by themselves and by rules.
    pub fn amounts(&self) -> impl Iterator<Item = (ScoreId, Decimal)> {
        let options = self.kind.options().iter().flat_map(|option| &option.scores);
        options.chain(self.points.iter().flat_map(|rule| &rule.add)).copied()
    }

    /// What the author tells who does not match the question's `pattern`.
    #[must_use]
    pub fn pattern_because(&self) -> Option<&Template> {
        if let Kind::Text { because, .. } = &self.kind { because.as_ref() } else { None }
    }
}

/// A note of a question or an outcome.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Note {
    /// Shown while this is true; none means always.
    pub when: Option<Cond>,
    /// The condition's place in the file; the note's, where there is none.
    pub when_span: Span,
    /// Its title, which is no Markdown.
    pub title: Option<Template>,
    /// Its text, in Markdown.
    pub text: Template,
    /// Its place in the file.
    pub span: Span,
}

/// One outcome.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// Its id.
    pub id: Box<str>,
    /// Its title.
    pub title: Template,
    /// Its text, in Markdown.
    pub text: Option<Template>,
    /// Its notes.
    pub notes: Box<[Note]>,
    /// Its id's place in the file.
    pub span: Span,
}

/// Where a walk may come to; what a promise speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A question being asked.
    Question(QuestionId),
    /// An outcome being reached.
    Outcome(OutcomeId),
}

/// A statement of the author's about every walk (format: Promises).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Promise {
    /// Its name.
    pub name: Option<Box<str>>,
    /// Which walks it speaks of, judged at their end; none means all.
    pub when: Option<Cond>,
    /// None of these is come to.
    pub never: Box<[Place]>,
    /// One of these at least is come to, where there are any.
    pub always: Box<[Place]>,
    /// Its place in the file.
    pub span: Span,
}

impl Promise {
    /// Whether a walk that ends at this outcome can break the promise at all.
    #[must_use]
    pub fn may_break(&self, outcome: OutcomeId) -> bool {
        let here = |place: &Place| *place == Place::Outcome(outcome);
        let avoids = self.never.iter().any(|place| here(place) || matches!(place, Place::Question(_)));
        avoids || (!self.always.is_empty() && !self.always.iter().any(here))
    }
}

/// What is told about a tree besides its questions.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct About {
    /// Its title.
    pub title: Template,
    /// Shown before the first question.
    pub intro: Option<Template>,
    /// Who wrote it.
    pub author: Option<Box<str>>,
    /// Under which licence.
    pub license: Option<Box<str>>,
    /// Where it comes from.
    pub source: Option<Box<str>>,
    /// Its language (BCP 47).
    pub language: Option<Box<str>>,
    /// Its tags.
    pub tags: Box<[Box<str>]>,
}

/// What an id of the common namespace names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A question.
    Question(QuestionId),
    /// An outcome.
    Outcome(OutcomeId),
    /// A value.
    Value(ValueId),
    /// A list.
    List,
}

pub(crate) type Names = HashMap<Box<str>, Named, rustc_hash::FxBuildHasher>;

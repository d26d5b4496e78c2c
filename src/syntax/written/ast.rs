//! A tree as it is written: every part with its place, no name looked up yet.

use std::borrow::Cow;

use rust_decimal::Decimal;

pub(crate) use crate::format::QuestionKind;
use crate::syntax::condition::ast::Expr;
use crate::text::Span;

/// A text of the author's as it stands, and its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name<'a> {
    pub(crate) text: &'a str,
    pub(crate) span: Span,
}

/// A text that may hold `{{ }}` (format: Conditions, at its end).
#[derive(Debug, Clone)]
pub(crate) enum Text<'a> {
    Plain(&'a str),
    Mixed(Vec<Part<'a>>),
}

/// A piece of a text.
#[derive(Debug, Clone)]
pub(crate) enum Part<'a> {
    Literal(Cow<'a, str>),
    Hole(Expr<'a>),
}

/// A condition or another expression, with what is needed to explain a mistake in it.
#[derive(Debug, Clone)]
pub(crate) struct Cond<'a> {
    pub(crate) expr: Expr<'a>,
    /// YAML took quotes around the whole of it.
    pub(crate) quoted: bool,
}

/// Where something leads.
#[derive(Debug, Clone)]
pub(crate) enum Target<'a> {
    To(Name<'a>),
    BestOf(Vec<Name<'a>>),
    /// Wrong, and reported.
    Bad,
}

/// `next`: one target, or rules of which the first true one wins.
#[derive(Debug, Clone)]
pub(crate) enum Next<'a> {
    Always(Target<'a>),
    Rules(Vec<Rule<'a>>),
}

/// One rule of `next`.
#[derive(Debug, Clone)]
pub(crate) struct Rule<'a> {
    pub(crate) when: Option<Cond<'a>>,
    pub(crate) goto: Target<'a>,
    pub(crate) span: Span,
}

/// One answer of a question. A large tree has very many of them: what most do not have stands apart.
#[derive(Debug, Clone)]
pub(crate) struct AnswerDef<'a> {
    pub(crate) id: Name<'a>,
    pub(crate) label: Option<Text<'a>>,
    pub(crate) goto: Option<Target<'a>>,
    pub(crate) goto_key: Span,
    pub(crate) more: Option<Box<More<'a>>>,
    /// Where it ends in the file.
    pub(crate) end: u32,
    /// A mistake in here was reported: it may add to scores that are not known.
    pub(crate) unread: bool,
}

/// The keys that few answers have.
#[derive(Debug, Clone, Default)]
pub(crate) struct More<'a> {
    pub(crate) help: Option<Text<'a>>,
    pub(crate) score: Vec<(Name<'a>, Decimal)>,
    pub(crate) when: Option<Cond<'a>>,
    /// `alone: true`, and where.
    pub(crate) alone: Option<Span>,
    pub(crate) feedback: Option<Text<'a>>,
}

/// The answers of a question: written out, or the name of a list.
#[derive(Debug, Clone)]
pub(crate) enum Answers<'a> {
    Written(Vec<AnswerDef<'a>>),
    List(Name<'a>),
    Bad,
}

/// `default`: one text, or a list of them.
#[derive(Debug, Clone)]
pub(crate) enum Default<'a> {
    One(Name<'a>),
    List(Vec<Name<'a>>, Span),
}

/// The keys that only some questions have; most have none of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limits<'a> {
    pub(crate) min: Option<Cond<'a>>,
    pub(crate) max: Option<Cond<'a>>,
    pub(crate) whole: bool,
    /// A number above 0, and where it stands.
    pub(crate) step: Option<(Decimal, Span)>,
    /// The place of the key, where the question may be left empty.
    pub(crate) optional: Option<Span>,
    pub(crate) unit: Option<Name<'a>>,
    pub(crate) max_length: Option<u32>,
    pub(crate) pattern: Option<Name<'a>>,
    /// What to tell who does not match the pattern.
    pub(crate) pattern_because: Option<Text<'a>>,
    pub(crate) default: Option<self::Default<'a>>,
    pub(crate) reject: Vec<Reject<'a>>,
    pub(crate) score: Vec<Points<'a>>,
    pub(crate) notes: Vec<NoteDef<'a>>,
    pub(crate) feedback: Vec<FeedbackDef<'a>>,
}

/// A rule of a question's `score`.
#[derive(Debug, Clone)]
pub(crate) struct Points<'a> {
    pub(crate) when: Option<Cond<'a>>,
    pub(crate) add: Vec<(Name<'a>, Decimal)>,
    pub(crate) span: Span,
}

/// A note of a question or an outcome.
#[derive(Debug, Clone)]
pub(crate) struct NoteDef<'a> {
    pub(crate) when: Option<Cond<'a>>,
    pub(crate) title: Option<Text<'a>>,
    pub(crate) text: Option<Text<'a>>,
    pub(crate) span: Span,
}

/// A rule of a question's `feedback`.
#[derive(Debug, Clone)]
pub(crate) struct FeedbackDef<'a> {
    pub(crate) when: Option<Cond<'a>>,
    pub(crate) text: Option<Text<'a>>,
    pub(crate) span: Span,
}

/// One `reject`.
#[derive(Debug, Clone)]
pub(crate) struct Reject<'a> {
    pub(crate) when: Option<Cond<'a>>,
    pub(crate) because: Option<Text<'a>>,
}

/// One question.
#[derive(Debug, Clone)]
pub(crate) struct QuestionDef<'a> {
    pub(crate) id: Name<'a>,
    /// All of it, from its id on.
    pub(crate) whole: Span,
    pub(crate) kind: QuestionKind,
    pub(crate) ask: Option<Text<'a>>,
    pub(crate) help: Option<Text<'a>>,
    pub(crate) answers: Option<Answers<'a>>,
    pub(crate) when: Option<Box<(Cond<'a>, Span)>>,
    pub(crate) next: Option<Next<'a>>,
    pub(crate) limits: Option<Box<Limits<'a>>>,
    /// A mistake in here was reported: what it leads to is not known.
    pub(crate) bad: bool,
}

impl<'a> QuestionDef<'a> {
    /// Where the keys are put that only some questions have.
    pub(crate) fn limits(&mut self) -> &mut Limits<'a> {
        self.limits.get_or_insert_default()
    }
}

/// One outcome.
#[derive(Debug, Clone)]
pub(crate) struct OutcomeDef<'a> {
    pub(crate) id: Name<'a>,
    /// All of it, from its id on.
    pub(crate) whole: Span,
    pub(crate) title: Option<Text<'a>>,
    pub(crate) text: Option<Text<'a>>,
    pub(crate) notes: Vec<NoteDef<'a>>,
}

/// What a value is made of (format: Scores, values, lists).
#[derive(Debug, Clone)]
pub(crate) enum ValueBody<'a> {
    One(Cond<'a>),
    Rules(Vec<(Option<Cond<'a>>, Option<Cond<'a>>, Span)>),
    Table(Box<Table<'a>>),
    Bad,
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Table<'a> {
    pub(crate) by: Vec<Name<'a>>,
    pub(crate) rows: Vec<(Name<'a>, Entry<'a>)>,
    pub(crate) otherwise: Option<Name<'a>>,
}

/// An entry of a table: a value, or a table by the next name.
#[derive(Debug, Clone)]
pub(crate) enum Entry<'a> {
    Value(Name<'a>),
    Rows(Vec<(Name<'a>, Entry<'a>)>),
    Bad,
}

/// One promise (format: Promises).
#[derive(Debug, Clone)]
pub(crate) struct PromiseDef<'a> {
    pub(crate) name: Option<Name<'a>>,
    pub(crate) when: Option<Cond<'a>>,
    pub(crate) never: Vec<Name<'a>>,
    pub(crate) always: Vec<Name<'a>>,
    pub(crate) span: Span,
}

/// A whole tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct TreeDef<'a> {
    pub(crate) title: Option<Text<'a>>,
    pub(crate) intro: Option<Text<'a>>,
    pub(crate) author: Option<Name<'a>>,
    pub(crate) license: Option<Name<'a>>,
    pub(crate) source: Option<Name<'a>>,
    pub(crate) language: Option<Name<'a>>,
    pub(crate) tags: Vec<Name<'a>>,
    pub(crate) start: Option<Name<'a>>,
    pub(crate) questions: Vec<QuestionDef<'a>>,
    pub(crate) outcomes: Vec<OutcomeDef<'a>>,
    pub(crate) values: Vec<(Name<'a>, ValueBody<'a>)>,
    pub(crate) lists: Vec<(Name<'a>, Vec<Name<'a>>)>,
    pub(crate) promises: Vec<PromiseDef<'a>>,
    /// The lists of questions or outcomes could not be read: names may be missing from them.
    pub(crate) incomplete: bool,
}

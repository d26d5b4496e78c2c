//! A walk file as it is written (format: A walk file).

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::engine::Written;
use crate::text::Span;

/// A text as it stands in a walk file, and its place. It is the walk file's own, so that nothing holds on to what was
/// read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: Arc<str>,
    pub(crate) span: Span,
}

/// What a walk file says: the tree it walks and the walks.
#[derive(Debug)]
pub(crate) struct Walks {
    /// The key `walks`, where it holds an empty list.
    pub(crate) no_walks: Option<Span>,
    pub(crate) tree: Option<Word>,
    pub(crate) today: Option<NaiveDate>,
    pub(crate) walks: Vec<Script>,
    /// Where walks can be added, if `walks` is a list.
    pub(crate) list: Option<List>,
}

/// Where the list of walks stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List {
    pub(crate) span: Span,
    /// The first walk, and the last.
    pub(crate) ends: Option<(Span, Span)>,
    /// Behind the last that is written in it: comments further on are no part of it.
    pub(crate) end: u32,
}

/// One scripted walk.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    /// Its name, or its first key.
    pub(crate) span: Span,
    /// Where it starts.
    pub(crate) start: Span,
    pub(crate) name: Option<Word>,
    pub(crate) answers: Answers,
    /// Answers that were not on the walk when it was saved: nothing is asserted of them.
    pub(crate) kept: Vec<(Word, Value)>,
    pub(crate) asks: Option<Vec<Word>>,
    /// Where the list of `asks` stands.
    pub(crate) asks_at: Span,
    pub(crate) outcome: Option<Word>,
    /// A question and a part of what it must say.
    pub(crate) rejects: Option<(Word, Option<Word>)>,
    pub(crate) told: Vec<Word>,
    pub(crate) shows: Vec<Word>,
    pub(crate) hides: Vec<Word>,
    /// Where the list of `hides` stands.
    pub(crate) hides_at: Span,
    /// Each with the place of its number.
    pub(crate) score: Vec<(Word, Decimal, Span)>,
    pub(crate) values: Vec<(Word, Value)>,
    /// The same, numbers rounded to the places that are written.
    pub(crate) about: Vec<(Word, Value)>,
    /// The first thing that no saved session has.
    pub(crate) more: Option<More>,
}

impl Script {
    /// Its name; empty if it has none.
    pub(crate) fn called(&self) -> &str {
        self.name.as_ref().map_or("", |name| &name.text)
    }
}

/// What is in a walk that no session writes.
#[derive(Debug, Clone)]
pub(crate) enum More {
    /// A key besides those of a session.
    Key(Span, Box<str>),
    /// Answers that do not name their questions.
    Answers(Span),
}

/// The answers of a walk: by question, or in the order asked.
#[derive(Debug, Clone)]
pub(crate) enum Answers {
    Named(Vec<(Word, Value)>),
    Ordered(Vec<Value>),
}

/// An answer or a value as it stands in a walk file.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    One(Word),
    List(Vec<Word>, Span),
    Nothing(Span),
    /// Wrong, and reported.
    Bad(Span),
}

impl Value {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::One(word) => word.span,
            Self::List(_, span) | Self::Nothing(span) | Self::Bad(span) => *span,
        }
    }

    /// What stands there, apart from its place.
    pub(crate) fn written(&self) -> Written {
        match self {
            Self::One(word) => Written::One(word.text.to_string()),
            Self::List(words, _) => Written::List(words.iter().map(|word| word.text.to_string()).collect()),
            Self::Nothing(_) | Self::Bad(_) => Written::Nothing,
        }
    }
}

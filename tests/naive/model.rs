//! A tree as plain data: what the generator makes, the emitter writes and the naive walker walks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A condition or another expression, as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    Num(Decimal),
    Date(NaiveDate),
    /// In quotes.
    Text(String),
    /// A bare word: an answer beside a choice, else a name.
    Word(String),
    Score(String),
    Possible(String),
    List(Vec<Expr>),
    Not(Box<Expr>),
    Neg(Box<Expr>),
    /// `and`, `or`, comparisons, `in`, `not in`, arithmetic.
    Two(&'static str, Box<Expr>, Box<Expr>),
    Call(&'static str, Vec<Expr>),
}

#[derive(Debug, Clone)]
pub(crate) enum Piece {
    Literal(String),
    Hole(Expr),
}

pub(crate) type Text = Vec<Piece>;

#[derive(Debug, Clone)]
pub(crate) enum Goto {
    To(String),
    BestOf(Vec<String>),
}

#[derive(Debug, Clone)]
pub(crate) enum Next {
    /// Nothing is written: the question that follows in the file.
    Unwritten,
    Always(Goto),
    Rules(Vec<(Option<Expr>, Goto)>),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Opt {
    pub(crate) id: String,
    pub(crate) label: Option<Text>,
    pub(crate) help: Option<Text>,
    pub(crate) goto: Option<Goto>,
    pub(crate) score: Vec<(String, Decimal)>,
    pub(crate) when: Option<Expr>,
    pub(crate) alone: bool,
    pub(crate) feedback: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Choice,
    Many,
    Number,
    Date,
    Text,
}

/// A rule, and what it adds to which scores.
pub(crate) type Points = (Option<Expr>, Vec<(String, Decimal)>);

#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) ask: Text,
    pub(crate) help: Option<Text>,
    pub(crate) options: Vec<Opt>,
    /// The answers are written as the name of this list.
    pub(crate) listed: Option<String>,
    pub(crate) min: Option<Expr>,
    pub(crate) max: Option<Expr>,
    pub(crate) whole: bool,
    pub(crate) step: Option<Decimal>,
    pub(crate) optional: bool,
    pub(crate) max_length: Option<usize>,
    pub(crate) pattern: Option<&'static str>,
    pub(crate) when: Option<Expr>,
    pub(crate) rejects: Vec<(Expr, Text)>,
    /// What the question adds to scores by rules.
    pub(crate) points: Vec<Points>,
    pub(crate) notes: Vec<Note>,
    pub(crate) feedback: Vec<(Option<Expr>, Text)>,
    pub(crate) next: Next,
}

#[derive(Debug, Clone)]
pub(crate) struct Note {
    pub(crate) when: Option<Expr>,
    pub(crate) title: Option<Text>,
    pub(crate) text: Text,
}

#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) text: Option<Text>,
    pub(crate) notes: Vec<Note>,
}

/// What a table holds under a key.
#[derive(Debug, Clone)]
pub(crate) enum Entry {
    Cell(Cell),
    Rows(Vec<(String, Entry)>),
}

#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Num(Decimal),
    Text(String),
}

#[derive(Debug, Clone)]
pub(crate) enum How {
    One(Expr),
    Rules(Vec<(Option<Expr>, Expr)>),
    Table { by: Vec<String>, rows: Vec<(String, Entry)>, otherwise: Option<Cell> },
}

/// What sort of thing a name stands for; a choice or set with the questions whose answers it may be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sort {
    Cond,
    Num,
    Date,
    Text,
    Choice(Vec<String>),
    Set(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) id: String,
    pub(crate) sort: Sort,
    pub(crate) how: How,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    /// The id after `start:`, if it is written.
    pub(crate) start: Option<String>,
    pub(crate) questions: Vec<Question>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) values: Vec<Value>,
    pub(crate) lists: Vec<(String, Vec<String>)>,
    /// The scores of which an outcome asks for `possible`: it is counted only where something asks.
    pub(crate) asks_possible: Vec<String>,
}

impl Tree {
    pub(crate) fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    pub(crate) fn value(&self, id: &str) -> Option<&Value> {
        self.values.iter().find(|value| value.id == id)
    }

    pub(crate) fn list(&self, id: &str) -> Option<&[String]> {
        self.lists.iter().find(|list| list.0 == id).map(|list| &*list.1)
    }

    /// All scores that answers add to.
    pub(crate) fn scores(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for question in &self.questions {
            let own = question.options.iter().map(|option| &option.score);
            for (name, _) in own.chain(question.points.iter().map(|(_, add)| add)).flatten() {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }
}

impl Question {
    pub(crate) fn has(&self, answer: &str) -> bool {
        self.options.iter().any(|option| option.id == answer)
    }
}

/// An answer that was accepted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Choice(String),
    /// In the order of the file.
    Many(Vec<String>),
    Num(Decimal),
    Date(NaiveDate),
    Text(String),
    /// An optional question left empty.
    Empty,
}

/// The whole state of a walk.
pub(crate) type Answers = BTreeMap<String, Answer>;

/// An answer as somebody gives it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    One(String),
    List(Vec<String>),
    Nothing,
}

//! Texts with their holes filled, labels, and values as people read them.

use std::cell::Cell;

use super::filled::Filled;
use crate::engine::known::facts::{Facts, Val};
use crate::engine::known::number::{amount, plain};
use crate::text::{label_from_id, one_line, written_date};
use crate::tree::{Answer, AnswerOption, AnswerRef, Expr, Kind, Piece, QuestionId, Template, Tree};

/// What is shown for something missing.
pub const MISSING: &str = "—";

/// How many bytes all holes of what is shown together may take: a short name may stand for a long text, and a
/// label for labels with holes of their own.
const ROOM: usize = 1 << 20;
/// How deep holes may stand in labels that holes show.
const DEPTH: usize = 16;

/// Fills the holes of texts that are shown together.
pub(super) struct Filler<'f, 't> {
    facts: &'f Facts<'t>,
    room: Cell<usize>,
    depth: Cell<usize>,
}

impl<'f, 't> Filler<'f, 't> {
    pub(in crate::engine) fn new(facts: &'f Facts<'t>) -> Self {
        Self { facts, room: Cell::new(ROOM), depth: Cell::new(0) }
    }

    /// What they are filled from.
    pub(in crate::engine) fn facts(&self) -> &'f Facts<'t> {
        self.facts
    }

    /// A text with its holes filled, as a plain text.
    pub(in crate::engine) fn fill(&self, template: &Template) -> String {
        self.filled(template).into()
    }

    /// A text with its holes filled.
    pub(in crate::engine) fn filled(&self, template: &Template) -> Filled {
        let mut filled = Filled::default();
        match template {
            Template::Plain(text) => filled.author(&self.literal(text)),
            Template::Mixed(pieces) => {
                for piece in pieces {
                    match piece {
                        Piece::Literal(text) => filled.author(&self.literal(text)),
                        Piece::Hole(expr, _) => filled.hole(&self.hole(expr)),
                    }
                }
            }
        }
        filled
    }

    /// What the author wrote: free, unless it comes out of a hole.
    fn literal(&self, text: &str) -> String {
        if self.depth.get() == 0 { text.to_owned() } else { self.fitting(text) }
    }

    fn hole(&self, expr: &Expr) -> String {
        if self.room.get() == 0 {
            return String::new();
        }
        // Even a hole that shows nothing takes something.
        self.room.set(self.room.get() - 1);
        self.depth.set(self.depth.get() + 1);
        let shown = self.show(&self.facts.expr(expr));
        self.depth.set(self.depth.get() - 1);
        shown
    }

    /// A text as far as there is room for it.
    fn fitting(&self, text: &str) -> String {
        let room = self.room.get();
        self.room.set(room.saturating_sub(text.len()));
        match text.get(..text.floor_char_boundary(room)) {
            Some(start) if start.len() < text.len() && room > 0 => format!("{start}…"),
            start => start.unwrap_or("").to_owned(),
        }
    }

    /// An answer's label, or its id in words.
    pub(in crate::engine) fn label(&self, option: &AnswerOption) -> String {
        match &option.label {
            Some(label) if self.depth.get() < DEPTH => self.fill(label),
            _ => self.literal(&label_from_id(self.facts.tree.symbol(option.id))),
        }
    }

    fn label_of(&self, question: QuestionId, index: u32) -> String {
        self.facts.tree.option(AnswerRef { question, index }).map(|option| self.label(option)).unwrap_or_default()
    }

    /// A value as a hole shows it: a choice by its label, a set as "a, b and c", a condition as yes or no.
    fn show(&self, value: &Val) -> String {
        match value {
            Val::Missing => MISSING.to_owned(),
            Val::Cond(true) => "yes".to_owned(),
            Val::Cond(false) => "no".to_owned(),
            Val::Num(number) => plain(*number),
            Val::Date(date) => written_date(*date),
            Val::Text(text) => self.literal(text),
            Val::Choice(answer) => self.label_of(answer.question, answer.index),
            Val::Set(question, chosen) => {
                let there_is_room = |_: &&u32| self.room.get() > 0;
                let chosen = chosen.iter().take_while(there_is_room);
                let labels: Vec<String> = chosen.map(|index| self.label_of(*question, *index)).collect();
                match labels.as_slice() {
                    [] => "none".to_owned(),
                    [one] => one.clone(),
                    [others @ .., last] => format!("{} and {last}", others.join(", ")),
                }
            }
        }
    }
}

impl Facts<'_> {
    /// A text with its holes filled, as a plain text.
    pub(in crate::engine) fn fill(&self, template: &Template) -> String {
        self.filled(template).into()
    }

    /// A text with its holes filled.
    pub(in crate::engine) fn filled(&self, template: &Template) -> Filled {
        Filler::new(self).filled(template)
    }

    /// An answer's label, or its id in words.
    pub(in crate::engine) fn label(&self, option: &AnswerOption) -> String {
        Filler::new(self).label(option)
    }

    /// A value as a hole shows it.
    pub(in crate::engine) fn show(&self, value: &Val) -> String {
        Filler::new(self).show(value)
    }

    /// An answer as it stays on the screen behind its question: in one line, a number with its unit.
    pub(in crate::engine) fn echo(&self, question: QuestionId, answer: &Answer) -> String {
        match (answer, &self.tree.question(question).kind) {
            (Answer::Number(number), Kind::Number { unit, .. }) => amount(*number, unit.as_deref()),
            (Answer::Empty, _) => "left empty".to_owned(),
            _ => one_line(&self.show_answer(question, answer)),
        }
    }

    /// An answer as a hole shows it.
    pub(in crate::engine) fn show_answer(&self, question: QuestionId, answer: &Answer) -> String {
        match answer {
            // Not cut to the room of holes.
            Answer::Text(text) => text.to_string(),
            answer => self.show(&Val::of(question, answer)),
        }
    }
}

/// An answer as a walk file writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// One text.
    One(String),
    /// A list of ids.
    List(Vec<String>),
    /// Nothing.
    Nothing,
}

impl Val {
    /// An answer to a question as what it is in an expression.
    pub(in crate::engine) fn of(question: QuestionId, answer: &Answer) -> Self {
        match answer {
            Answer::Choice(index) => Self::Choice(AnswerRef { question, index: *index }),
            Answer::Many(chosen) => Self::Set(question, chosen.clone()),
            Answer::Number(number) => Self::Num(*number),
            Answer::Date(date) => Self::Date(*date),
            Answer::Text(text) => Self::Text(text.clone()),
            Answer::Empty => Self::Missing,
        }
    }
}

/// A value in ids, as a walk file writes it.
#[must_use]
pub fn written_value(tree: &Tree, value: &Val) -> Written {
    match value {
        Val::Missing => Written::Nothing,
        Val::Cond(cond) => Written::One(cond.to_string()),
        Val::Num(number) => Written::One(plain(*number)),
        Val::Date(date) => Written::One(date.to_string()),
        Val::Text(text) => Written::One(text.to_string()),
        Val::Choice(answer) => written(tree, answer.question, &Answer::Choice(answer.index)),
        Val::Set(question, chosen) => written(tree, *question, &Answer::Many(chosen.clone())),
    }
}

/// An answer in ids, as a walk file writes it.
#[must_use]
pub fn written(tree: &Tree, question: QuestionId, answer: &Answer) -> Written {
    let id = |index: u32| {
        let option = tree.option(AnswerRef { question, index });
        option.map(|option| tree.symbol(option.id).to_owned()).unwrap_or_default()
    };
    match answer {
        Answer::Choice(index) => Written::One(id(*index)),
        Answer::Many(chosen) => Written::List(chosen.iter().map(|index| id(*index)).collect()),
        Answer::Number(number) => Written::One(plain(*number)),
        Answer::Date(date) => Written::One(date.to_string()),
        Answer::Text(text) => Written::One(text.to_string()),
        Answer::Empty => Written::Nothing,
    }
}

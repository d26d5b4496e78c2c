//! Values: from an expression, from rules, from a table (format: Values, tables and lists).

use std::sync::Arc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::expr::{Cond, Expr};
use super::ids::{QuestionId, Symbol, ValueId};
use crate::text::Span;

/// What sort of thing an expression or a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Cond,
    /// A number.
    Num,
    /// A date.
    Date,
    /// A text.
    Text,
    /// An answer of one of these questions.
    Choice(Vec<QuestionId>),
    /// A set of answers of one of these questions.
    Set(Vec<QuestionId>),
}

impl Type {
    /// The sort in words, with its article.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Cond => "a condition",
            Self::Num => "a number",
            Self::Date => "a date",
            Self::Text => "a text",
            Self::Choice(_) => "a choice",
            Self::Set(_) => "a set of answers",
        }
    }
}

/// A derived value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Value {
    /// Its id.
    pub id: Box<str>,
    /// What sort of thing it is.
    pub kind: Type,
    /// How it comes about.
    pub rule: ValueRule,
    /// The values it reads, each of which stands earlier in [`Tree::value_order`](super::Tree::value_order).
    pub reads: Box<[ValueId]>,
    /// The places of its rules, if it has some: of the condition, or of the rule that has none.
    pub rules: Box<[Span]>,
    /// How long the longest chain of values is that starts here: 1 for one that reads no other.
    pub depth: u32,
    /// Its id's place in the file.
    pub span: Span,
}

impl Value {
    /// Tells each condition that stands in it: itself, by which it chooses, by which it is looked up.
    pub(crate) fn conds<'v>(&'v self, see: &mut dyn FnMut(&'v Cond)) {
        let mut of = |expr: &'v Expr| {
            if let Expr::Cond(cond) = expr {
                see(cond)
            }
        };
        match &self.rule {
            ValueRule::One(expr) => of(expr),
            ValueRule::Table(table) => table.by.iter().for_each(of),
            ValueRule::Rules(rules) => {
                rules.iter().for_each(|(_, is)| of(is));
                rules.iter().filter_map(|(when, _)| when.as_ref()).for_each(see);
            }
        }
    }
}

/// How a value comes about.
#[derive(Debug, Clone)]
pub enum ValueRule {
    /// From one expression.
    One(Expr),
    /// From the first rule that is true.
    Rules(Box<[(Option<Cond>, Expr)]>),
    /// From a table.
    Table(Box<Table>),
}

/// A table: looked up by each key in turn.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Table {
    /// What it is looked up by, outermost first.
    pub by: Box<[Expr]>,
    /// The entries.
    pub rows: Rows,
    /// The entry for everything else.
    pub otherwise: Option<Cell>,
    /// Its place in the file; nowhere if there is none.
    pub otherwise_span: Span,
    /// The keys of each entry and their place in the file, in its order.
    pub places: Box<[(Box<[Key]>, Span)]>,
}

impl Table {
    /// The entry under these keys, of which one for each of [`Table::by`] is looked at, and none behind one that is
    /// missing or has no entries; [`Table::otherwise`] is left to the caller.
    pub fn entry(&self, keys: impl IntoIterator<Item = Option<Key>>) -> Option<&Cell> {
        let mut rows = &self.rows;
        for key in keys {
            match rows.get(&key?)? {
                Entry::Rows(inner) => rows = inner,
                Entry::Cell(found) => return Some(found),
            }
        }
        None
    }

    /// Tells every entry of the table, but for [`Table::otherwise`].
    pub fn cells(&self, see: &mut dyn FnMut(&Cell)) {
        fn of(rows: &Rows, see: &mut dyn FnMut(&Cell)) {
            for entry in rows.values() {
                match entry {
                    Entry::Cell(cell) => see(cell),
                    Entry::Rows(inner) => of(inner, see),
                }
            }
        }
        of(&self.rows, see);
    }
}

/// The entries under one key of a table.
pub type Rows = FxHashMap<Key, Entry>;

/// An entry of a table.
#[derive(Debug, Clone)]
pub enum Entry {
    /// Needs no further key.
    Cell(Cell),
    /// Needs the next key.
    Rows(Rows),
}

/// What stands in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A number.
    Num(Decimal),
    /// A text.
    Text(Arc<str>),
}

/// A key of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// An answer's id.
    Id(Symbol),
    /// A number, without trailing zeros.
    Num(Decimal),
    /// A text.
    Text(Arc<str>),
    /// A condition.
    Cond(bool),
}

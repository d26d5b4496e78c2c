//! What an expression looks at: needed to order values, and to see what can still matter.

use super::expr::{Choice, Cond, Date, Expr, Num, Set, Text};
use super::ids::{QuestionId, ScoreId, ValueId};

/// One thing that an expression looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Read {
    /// The answer to a question.
    Question(QuestionId),
    /// A value.
    Value(ValueId),
    /// A score.
    Score(ScoreId),
    /// The date of today.
    Today,
}

macro_rules! each {
    ($list:expr, $see:expr) => {
        $list.iter().for_each(|part| part.reads($see))
    };
}

impl Expr {
    /// Calls `see` with each thing that the expression looks at, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Cond(cond) => cond.reads(see),
            Self::Num(num) => num.reads(see),
            Self::Date(date) => date.reads(see),
            Self::Text(text) => text.reads(see),
            Self::Choice(choice) => choice.reads(see),
            Self::Set(set) => set.reads(see),
        }
    }
}

impl Cond {
    /// Calls `see` with each thing that the condition looks at, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Const(_) => {}
            Self::Value(id) => see(Read::Value(*id)),
            Self::Not(inner) => inner.reads(see),
            Self::All(parts) | Self::Any(parts) => each!(parts, see),
            Self::Same(sides, _) => each!(sides, see),
            Self::Numbers(_, sides) => each!(sides, see),
            Self::Dates(_, sides) => each!(sides, see),
            Self::Texts(sides, _) => each!(sides, see),
            Self::Choices(sides, _) => each!(sides, see),
            Self::ChoiceIn(choice, ..) => choice.reads(see),
            Self::NumberIn(number, among, _) => {
                number.reads(see);
                each!(among, see);
            }
            Self::DateIn(date, among, _) => {
                date.reads(see);
                each!(among, see);
            }
            Self::TextIn(text, among, _) => {
                text.reads(see);
                each!(among, see);
            }
            Self::InSet(choice, set, _) => {
                choice.reads(see);
                set.reads(see);
            }
            Self::AnyOf(set, _) | Self::AllOf(set, _) | Self::OnlyOf(set, _) => set.reads(see),
            Self::Answered(expr) => expr.reads(see),
            Self::Matches(text, _) => text.reads(see),
        }
    }
}

impl Num {
    /// Calls `see` with each thing that the number depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(_) => {}
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Score(id) => see(Read::Score(*id)),
            Self::Minus(inner) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => inner.reads(see),
            Self::Sum(_, sides) | Self::Round(sides) => each!(sides, see),
            Self::Count(set) => set.reads(see),
            Self::Least(parts) | Self::Greatest(parts) | Self::Default(parts) => each!(parts, see),
            Self::Between(_, sides) => each!(sides, see),
        }
    }
}

impl Date {
    /// Calls `see` with each thing that the date depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(_) => {}
            Self::Today => see(Read::Today),
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Add(_, date, number) => {
                date.reads(see);
                number.reads(see);
            }
            Self::Default(parts) => each!(parts, see),
        }
    }
}

impl Text {
    /// Calls `see` with each thing that the text depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(_) => {}
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Fixed(sides) | Self::Grouped(sides) => each!(sides, see),
            Self::Long(date) => date.reads(see),
            Self::Default(parts) => each!(parts, see),
        }
    }
}

impl Choice {
    /// Calls `see` with each thing that the choice depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(_) => {}
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Default(parts) => each!(parts, see),
        }
    }
}

impl Set {
    /// Calls `see` with each thing that the set depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(..) => {}
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Default(parts) => each!(parts, see),
        }
    }
}

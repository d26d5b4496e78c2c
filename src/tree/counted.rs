//! The conditions that are counted in an expression: where they stand, a number hangs on nothing but their truth.

use super::expr::{Cond, Date, Expr, Num, Text};

/// What is called with each of them.
type See<'s, 't> = dyn FnMut(&'t Cond) + 's;

impl Expr {
    /// Calls `see` with each condition that is counted in it; what these count themselves is theirs.
    pub(crate) fn counted<'t>(&'t self, see: &mut See<'_, 't>) {
        match self {
            Self::Cond(cond) => cond.counted(see),
            Self::Num(num) => num.counted(see),
            Self::Date(date) => date.counted(see),
            Self::Text(text) => text.counted(see),
            Self::Choice(_) | Self::Set(_) => {}
        }
    }
}

impl Cond {
    /// The same of a condition.
    pub(crate) fn counted<'t>(&'t self, see: &mut See<'_, 't>) {
        match self {
            Self::Not(inner) => inner.counted(see),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.counted(see)),
            Self::Same(sides, _) => sides.iter().for_each(|side| side.counted(see)),
            Self::Numbers(_, sides) => sides.iter().for_each(|side| side.counted(see)),
            Self::Dates(_, sides) => sides.iter().for_each(|side| side.counted(see)),
            Self::Texts(sides, _) => sides.iter().for_each(|side| side.counted(see)),
            Self::NumberIn(number, among, _) => {
                number.counted(see);
                among.iter().for_each(|other| other.counted(see));
            }
            Self::DateIn(date, among, _) => {
                date.counted(see);
                among.iter().for_each(|other| other.counted(see));
            }
            Self::TextIn(text, among, _) => {
                text.counted(see);
                among.iter().for_each(|other| other.counted(see));
            }
            Self::Answered(expr) => expr.counted(see),
            Self::Matches(text, _) => text.counted(see),
            Self::Const(_) | Self::Value(_) | Self::Choices(..) | Self::ChoiceIn(..) => {}
            Self::InSet(..) | Self::AnyOf(..) | Self::AllOf(..) | Self::OnlyOf(..) => {}
        }
    }
}

impl Num {
    /// The same of a number.
    pub(crate) fn counted<'t>(&'t self, see: &mut See<'_, 't>) {
        match self {
            Self::HowMany(parts) => parts.iter().for_each(see),
            Self::Minus(inner) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => inner.counted(see),
            Self::Sum(_, sides) | Self::Round(sides) => sides.iter().for_each(|side| side.counted(see)),
            Self::Least(parts) | Self::Greatest(parts) | Self::Default(parts) => {
                parts.iter().for_each(|part| part.counted(see));
            }
            Self::Between(_, sides) => sides.iter().for_each(|side| side.counted(see)),
            Self::Literal(_) | Self::Answer(_) | Self::Value(_) | Self::Score(_) | Self::Count(_) => {}
        }
    }
}

impl Date {
    fn counted<'t>(&'t self, see: &mut See<'_, 't>) {
        match self {
            Self::Add(_, date, number) => {
                date.counted(see);
                number.counted(see);
            }
            Self::Default(parts) => parts.iter().for_each(|part| part.counted(see)),
            Self::Literal(_) | Self::Today | Self::Answer(_) | Self::Value(_) => {}
        }
    }
}

impl Text {
    fn counted<'t>(&'t self, see: &mut See<'_, 't>) {
        match self {
            Self::Fixed(sides) | Self::Grouped(sides) => sides.iter().for_each(|side| side.counted(see)),
            Self::Long(date) => date.counted(see),
            Self::Default(parts) => parts.iter().for_each(|part| part.counted(see)),
            Self::Literal(_) | Self::Answer(_) | Self::Value(_) => {}
        }
    }
}

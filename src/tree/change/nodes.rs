//! The conditions, numbers and dates inside an expression, one by one and to be replaced.

use std::mem::swap;

use crate::tree::expr::{Cond, Date, Expr, Num, Text};

/// One part of an expression.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Cond(Cond),
    Num(Num),
    Date(Date),
}

/// One part of an expression where it stands.
pub(super) enum NodeMut<'e> {
    Cond(&'e mut Cond),
    Num(&'e mut Num),
    Date(&'e mut Date),
}

impl NodeMut<'_> {
    /// Puts the other part here, and this one there; parts of different sorts stay.
    pub(super) fn swap(self, other: &mut Node) {
        match (self, other) {
            (Self::Cond(own), Node::Cond(other)) => swap(own, other),
            (Self::Num(own), Node::Num(other)) => swap(own, other),
            (Self::Date(own), Node::Date(other)) => swap(own, other),
            _ => {}
        }
    }

    pub(super) fn copy(&self) -> Node {
        match self {
            Self::Cond(cond) => Node::Cond((*cond).clone()),
            Self::Num(num) => Node::Num((*num).clone()),
            Self::Date(date) => Node::Date((*date).clone()),
        }
    }
}

/// What is called with each part, a whole before what it is made of.
///
/// The items of a list behind `in`, and how many places something is rounded to, are no parts of their own.
pub(super) type See<'s> = dyn FnMut(NodeMut) + 's;

pub(super) fn in_expr(expr: &mut Expr, see: &mut See) {
    match expr {
        Expr::Cond(cond) => in_cond(cond, see),
        Expr::Num(num) => in_num(num, see),
        Expr::Date(date) => in_date(date, see),
        Expr::Text(text) => in_text(text, see),
        Expr::Choice(_) | Expr::Set(_) => {}
    }
}

pub(super) fn in_cond(cond: &mut Cond, see: &mut See) {
    see(NodeMut::Cond(cond));
    match cond {
        Cond::Not(inner) => in_cond(inner, see),
        Cond::All(parts) | Cond::Any(parts) => parts.iter_mut().for_each(|part| in_cond(part, see)),
        Cond::Same(sides, _) => sides.iter_mut().for_each(|side| in_cond(side, see)),
        Cond::Numbers(_, sides) => sides.iter_mut().for_each(|side| in_num(side, see)),
        Cond::Dates(_, sides) => sides.iter_mut().for_each(|side| in_date(side, see)),
        Cond::Texts(sides, _) => sides.iter_mut().for_each(|side| in_text(side, see)),
        Cond::NumberIn(number, ..) => in_num(number, see),
        Cond::DateIn(date, ..) => in_date(date, see),
        Cond::TextIn(text, ..) | Cond::Matches(text, _) => in_text(text, see),
        Cond::Answered(expr) => in_expr(expr, see),
        Cond::Const(_)
        | Cond::Value(_)
        | Cond::Choices(..)
        | Cond::ChoiceIn(..)
        | Cond::InSet(..)
        | Cond::AnyOf(..)
        | Cond::AllOf(..)
        | Cond::OnlyOf(..) => {}
    }
}

pub(super) fn in_num(num: &mut Num, see: &mut See) {
    see(NodeMut::Num(num));
    match num {
        Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => in_num(inner, see),
        Num::Sum(_, sides) => sides.iter_mut().for_each(|side| in_num(side, see)),
        Num::Round(sides) => sides.iter_mut().take(1).for_each(|side| in_num(side, see)),
        Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
            parts.iter_mut().for_each(|part| in_num(part, see));
        }
        Num::HowMany(parts) => parts.iter_mut().for_each(|part| in_cond(part, see)),
        Num::Between(_, sides) => sides.iter_mut().for_each(|side| in_date(side, see)),
        Num::Literal(_) | Num::Answer(_) | Num::Value(_) | Num::Score(_) | Num::Count(_) => {}
    }
}

pub(super) fn in_date(date: &mut Date, see: &mut See) {
    see(NodeMut::Date(date));
    match date {
        Date::Add(_, date, number) => {
            in_date(date, see);
            in_num(number, see);
        }
        Date::Default(parts) => parts.iter_mut().for_each(|part| in_date(part, see)),
        Date::Literal(_) | Date::Today | Date::Answer(_) | Date::Value(_) => {}
    }
}

fn in_text(text: &mut Text, see: &mut See) {
    match text {
        Text::Fixed(sides) | Text::Grouped(sides) => sides.iter_mut().take(1).for_each(|side| in_num(side, see)),
        Text::Long(date) => in_date(date, see),
        Text::Default(parts) => parts.iter_mut().for_each(|part| in_text(part, see)),
        Text::Literal(_) | Text::Answer(_) | Text::Value(_) => {}
    }
}

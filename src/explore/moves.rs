//! How an expression moves with one answer: a comparison of what only rises or falls has a single threshold.

use std::cell::RefCell;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::conds::DEEPEST;
use crate::engine::Facts;
use crate::tree::{Arithmetic, Date, Expr, Num, QuestionId, Tree, ValueId, ValueRule};

/// How an expression moves while the answer rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moves {
    Not,
    /// By so much for each unit.
    Line(Decimal),
    Up,
    Down,
    Unknown,
}

impl Moves {
    /// How the sum of two moves.
    pub(super) fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Not, moves) | (moves, Self::Not) => moves,
            (Self::Line(left), Self::Line(right)) => left.checked_add(right).map_or(Self::Unknown, Self::Line),
            (left, right) => match (left.rises(), right.rises()) {
                (Some(left), Some(right)) if left == right => {
                    if left {
                        Self::Up
                    } else {
                        Self::Down
                    }
                }
                _ => Self::Unknown,
            },
        }
    }

    pub(super) fn flip(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Line(slope) => Self::Line(-slope),
            other => other,
        }
    }

    fn rises(self) -> Option<bool> {
        match self {
            Self::Up => Some(true),
            Self::Down => Some(false),
            Self::Line(slope) => Some(!slope.is_sign_negative()),
            Self::Not | Self::Unknown => None,
        }
    }

    /// The same without knowing by how much: after rounding, say.
    fn roughly(self) -> Self {
        match self.rises() {
            Some(true) => Self::Up,
            Some(false) => Self::Down,
            None => self,
        }
    }

    fn times(self, factor: Option<Decimal>, over: bool) -> Self {
        match (self, factor) {
            (Self::Unknown, _) => Self::Unknown,
            (_, None) => Self::Not,
            (_, Some(factor)) if factor.is_zero() => Self::Not,
            (Self::Line(slope), Some(factor)) => {
                let slope = if over { slope.checked_div(factor) } else { slope.checked_mul(factor) };
                slope.map_or(Self::Unknown, Self::Line)
            }
            (moves, Some(factor)) => {
                if factor.is_sign_negative() {
                    moves.flip()
                } else {
                    moves
                }
            }
        }
    }
}

/// How expressions move with the answer to one question, in a range where the choice between rules stands still.
/// The facts are those at a point of that range.
pub(super) struct Moving<'m, 't> {
    tree: &'m Tree,
    id: QuestionId,
    facts: &'m Facts<'t>,
    values: RefCell<FxHashMap<ValueId, Moves>>,
}

impl<'m, 't> Moving<'m, 't> {
    pub(super) fn new(tree: &'m Tree, id: QuestionId, facts: &'m Facts<'t>) -> Self {
        Self { tree, id, facts, values: RefCell::default() }
    }

    fn value(&self, id: ValueId) -> Moves {
        if let Some(known) = self.values.borrow().get(&id) {
            return *known;
        }
        let found = match self.chosen(id) {
            Some(Expr::Num(inner)) => self.num(inner),
            Some(Expr::Date(inner)) => self.date(inner),
            _ => self.opaque(id),
        };
        self.values.borrow_mut().insert(id, found);
        found
    }

    /// What the value comes from in this range, if that is an expression and not too deep.
    fn chosen(&self, id: ValueId) -> Option<&Expr> {
        let value = self.tree.value(id);
        match &value.rule {
            _ if value.depth > DEEPEST => None,
            ValueRule::One(expr) => Some(expr),
            ValueRule::Rules(rules) => {
                rules.iter().find(|(when, _)| when.as_ref().is_none_or(|when| self.facts.cond(when))).map(|(_, is)| is)
            }
            ValueRule::Table(_) => None,
        }
    }

    /// How a value moves that does not come from an expression.
    fn opaque(&self, id: ValueId) -> Moves {
        if self.tree.value(id).depth > DEEPEST { Moves::Unknown } else { Moves::Not }
    }

    pub(super) fn num(&self, num: &Num) -> Moves {
        match num {
            Num::Literal(_) | Num::Score(_) | Num::Count(_) => Moves::Not,
            Num::Answer(id) if *id == self.id => Moves::Line(Decimal::ONE),
            Num::Answer(_) => Moves::Not,
            Num::Value(id) => self.value(*id),
            Num::Minus(inner) => self.num(inner).flip(),
            Num::Floor(inner) | Num::Ceil(inner) => self.num(inner).roughly(),
            // Which side of 0 it stands on is the same all over the range.
            Num::Abs(inner) => match self.facts.num(inner) {
                Some(number) if number.is_sign_negative() && !number.is_zero() => self.num(inner).flip(),
                _ => self.num(inner),
            },
            Num::Round(sides) => {
                let [number, places] = &**sides;
                if self.num(places) == Moves::Not { self.num(number).roughly() } else { Moves::Unknown }
            }
            Num::Least(parts) | Num::Greatest(parts) => {
                parts.iter().fold(Moves::Not, |moves, part| match (moves, self.num(part)) {
                    (Moves::Not, part) | (part, Moves::Not) => part.roughly(),
                    (left, right) => left.roughly().with(right.roughly()),
                })
            }
            Num::Default(parts) => {
                let first = parts.iter().find(|part| self.facts.num(part).is_some());
                first.map_or(Moves::Not, |part| self.num(part))
            }
            Num::Between(_, sides) => {
                let [from, to] = &**sides;
                self.date(from).flip().with(self.date(to)).roughly()
            }
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let (left_moves, right_moves) = (self.num(left), self.num(right));
                match (operation, left_moves, right_moves) {
                    (Arithmetic::Plus, left, right) => left.with(right),
                    (Arithmetic::Minus, left, right) => left.with(right.flip()),
                    (_, Moves::Not, Moves::Not) => Moves::Not,
                    (Arithmetic::Times, moves, Moves::Not) => moves.times(self.facts.num(right), false),
                    (Arithmetic::Over, moves, Moves::Not) => moves.times(self.facts.num(right), true),
                    (Arithmetic::Times, Moves::Not, moves) => moves.times(self.facts.num(left), false),
                    _ => Moves::Unknown,
                }
            }
        }
    }

    pub(super) fn date(&self, date: &Date) -> Moves {
        match date {
            Date::Literal(_) | Date::Today => Moves::Not,
            Date::Answer(id) if *id == self.id => Moves::Up,
            Date::Answer(_) => Moves::Not,
            Date::Value(id) => self.value(*id),
            Date::Add(_, date, number) => self.date(date).with(self.num(number).roughly()),
            Date::Default(parts) => {
                let first = parts.iter().find(|part| self.facts.date(part).is_some());
                first.map_or(Moves::Not, |part| self.date(part))
            }
        }
    }
}

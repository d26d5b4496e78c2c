//! How an expression moves with one answer: a comparison of what only rises or falls has a single threshold.
//!
//! Rounding keeps what rises from falling, but not by how much it rises: by that, two expressions are compared only
//! where nothing is rounded on the way to either.

use std::cell::RefCell;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::number_line::Line;
use crate::engine::Facts;
use crate::tree::{Arithmetic, DEEPEST, Date, Expr, Num, QuestionId, Tree, ValueId, ValueRule};

/// How an expression moves while the answer rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moves {
    Not,
    /// By so much for each unit.
    Line(Decimal),
    Up,
    Down,
    Unknown,
}

impl Moves {
    /// How the sum of two moves.
    pub(crate) fn with(self, other: Self) -> Self {
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

    /// The same, where its numbers are rounded if they are too large.
    fn rounded(self, size: Size) -> Self {
        if size.is_kept() { self } else { self.roughly() }
    }

    pub(crate) fn flip(self) -> Self {
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

/// How many digits a number has at most before its point, and behind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    whole: u32,
    places: u32,
}

/// A number with no more digits than this is never rounded.
const DIGITS: u32 = 28;

impl Size {
    const NONE: Self = Self { whole: 0, places: 0 };

    /// That of all answers on a line of numbers.
    pub(crate) fn of_line(line: &Line) -> Self {
        let far = line.first.unsigned_abs().max(line.last.unsigned_abs());
        let far = far.saturating_mul(line.grid.step.unsigned_abs());
        let digits = far.checked_ilog10().map_or(0, |power| power + 1);
        Self { whole: digits.saturating_sub(line.grid.places), places: line.grid.places }
    }

    fn of(number: Option<Decimal>) -> Self {
        let Some(number) = number else { return Self::NONE };
        let number = number.normalize();
        let digits = number.mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power + 1);
        Self { whole: digits.saturating_sub(number.scale()), places: number.scale() }
    }

    fn is_kept(self) -> bool {
        self.whole.saturating_add(self.places) <= DIGITS
    }

    /// Of the larger of two.
    fn or(self, other: Self) -> Self {
        Self { whole: self.whole.max(other.whole), places: self.places.max(other.places) }
    }

    fn plus(self, other: Self) -> Self {
        let larger = self.or(other);
        Self { whole: larger.whole.saturating_add(1), ..larger }
    }

    fn times(self, other: Self) -> Self {
        Self { whole: self.whole.saturating_add(other.whole), places: self.places.saturating_add(other.places) }
    }

    /// Divided by a number: by three and the like, the places have no end.
    fn over(self, by: Option<Decimal>) -> Self {
        let Some(by) = by.map(|by| by.normalize()).filter(|by| !by.is_zero()) else { return Self::NONE };
        let mut rest = by.mantissa().unsigned_abs();
        let mut times = |factor: u128| {
            let mut count = 0_u32;
            while rest.is_multiple_of(factor) {
                (rest, count) = (rest / factor, count + 1);
            }
            count
        };
        let more = times(2).max(times(5));
        let places = if rest == 1 { self.places.saturating_add(more) } else { DIGITS };
        Self { whole: self.whole.saturating_add(by.scale()), places }
    }
}

/// How an expression moves, and how large it may become.
type Moved = (Moves, Size);

/// How expressions move with the answer to one question, in a range where the choice between rules stands still.
/// The facts are those at a point of that range.
pub(crate) struct Moving<'m, 't> {
    tree: &'m Tree,
    id: QuestionId,
    /// That of the answers.
    size: Size,
    facts: &'m Facts<'t>,
    values: RefCell<FxHashMap<ValueId, Moved>>,
}

impl<'m, 't> Moving<'m, 't> {
    pub(crate) fn new(tree: &'m Tree, id: QuestionId, line: &Line, facts: &'m Facts<'t>) -> Self {
        Self { tree, id, size: Size::of_line(line), facts, values: RefCell::default() }
    }

    fn value(&self, id: ValueId) -> Moved {
        if let Some(known) = self.values.borrow().get(&id) {
            return *known;
        }
        let found = match self.chosen(id) {
            Some(Expr::Num(inner)) => self.moved(inner),
            Some(Expr::Date(inner)) => (self.date(inner), Size::NONE),
            _ => (self.opaque(id), Size::of(self.facts.num(&Num::Value(id)))),
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
            ValueRule::Rules(rules) => rules.iter().find(|(when, _)| self.facts.holds(when.as_ref())).map(|(_, is)| is),
            ValueRule::Table(_) => None,
        }
    }

    /// How a value moves that does not come from an expression.
    fn opaque(&self, id: ValueId) -> Moves {
        if self.tree.value(id).depth > DEEPEST { Moves::Unknown } else { Moves::Not }
    }

    pub(crate) fn num(&self, num: &Num) -> Moves {
        self.moved(num).0
    }

    /// Whether a number may be too large somewhere in the range, and not so at its ends.
    pub(crate) fn may_swell(&self, num: &Num) -> bool {
        let (moves, size) = self.moved(num);
        moves == Moves::Unknown && size.whole > DIGITS
    }

    fn moved(&self, num: &Num) -> Moved {
        let still = || (Moves::Not, Size::of(self.facts.num(num)));
        match num {
            Num::Literal(_) | Num::Score(_) | Num::Count(_) | Num::HowMany(_) => still(),
            Num::Answer(id) if *id == self.id => (Moves::Line(Decimal::ONE).rounded(self.size), self.size),
            Num::Answer(_) => still(),
            Num::Value(id) => self.value(*id),
            Num::Minus(inner) => {
                let (moves, size) = self.moved(inner);
                (moves.flip(), size)
            }
            Num::Floor(inner) | Num::Ceil(inner) => {
                let (moves, size) = self.moved(inner);
                (moves.roughly(), size.plus(Size::NONE))
            }
            // Which side of 0 it stands on is the same all over the range.
            Num::Abs(inner) => match (self.moved(inner), self.facts.num(inner)) {
                ((moves, size), Some(number)) if number.is_sign_negative() && !number.is_zero() => (moves.flip(), size),
                (moved, _) => moved,
            },
            Num::Round(sides) => {
                let [number, places] = &**sides;
                let (moves, size) = self.moved(number);
                let moves = if self.num(places) == Moves::Not { moves.roughly() } else { Moves::Unknown };
                (moves, size.or(Size::of(self.facts.num(num))).plus(Size::NONE))
            }
            Num::Least(parts) | Num::Greatest(parts) => {
                parts.iter().fold((Moves::Not, Size::NONE), |(moves, size), part| {
                    let (own, own_size) = self.moved(part);
                    let moves = match (moves, own) {
                        (Moves::Not, part) | (part, Moves::Not) => part.roughly(),
                        (left, right) => left.roughly().with(right.roughly()),
                    };
                    (moves, size.or(own_size))
                })
            }
            Num::Default(parts) => {
                let first = parts.iter().find(|part| self.facts.num(part).is_some());
                first.map_or((Moves::Not, Size::NONE), |part| self.moved(part))
            }
            Num::Between(_, sides) => {
                let [from, to] = &**sides;
                (self.date(from).flip().with(self.date(to)).roughly(), Size { whole: 7, places: 0 })
            }
            Num::Sum(operation, sides) => match self.sum(*operation, sides) {
                (Moves::Not, size) if !size.is_kept() => still(),
                moved => moved,
            },
        }
    }

    fn sum(&self, operation: Arithmetic, sides: &[Num; 2]) -> Moved {
        let [left, right] = sides;
        let ((left_moves, left_size), (right_moves, right_size)) = (self.moved(left), self.moved(right));
        let moves = match (operation, left_moves, right_moves) {
            (_, Moves::Not, Moves::Not) => Moves::Not,
            (Arithmetic::Plus, left, right) => left.with(right),
            (Arithmetic::Minus, left, right) => left.with(right.flip()),
            (Arithmetic::Times, moves, Moves::Not) => moves.times(self.facts.num(right), false),
            (Arithmetic::Times, Moves::Not, moves) => moves.times(self.facts.num(left), false),
            (Arithmetic::Over, moves, Moves::Not) => moves.times(self.facts.num(right), true),
            _ => Moves::Unknown,
        };
        let size = match operation {
            Arithmetic::Plus | Arithmetic::Minus => left_size.plus(right_size),
            Arithmetic::Times => left_size.times(right_size),
            Arithmetic::Over if right_moves == Moves::Not => left_size.over(self.facts.num(right)),
            Arithmetic::Over => Size { whole: left_size.whole.saturating_add(right_size.places), places: DIGITS },
        };
        (moves.rounded(size), size)
    }

    pub(crate) fn date(&self, date: &Date) -> Moves {
        match date {
            Date::Literal(_) | Date::Today => Moves::Not,
            Date::Answer(id) if *id == self.id => Moves::Up,
            Date::Answer(_) => Moves::Not,
            Date::Value(id) => self.value(*id).0,
            Date::Add(_, date, number) => self.date(date).with(self.num(number).roughly()),
            Date::Default(parts) => {
                let first = parts.iter().find(|part| self.facts.date(part).is_some());
                first.map_or(Moves::Not, |part| self.date(part))
            }
        }
    }
}

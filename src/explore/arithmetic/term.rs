//! What is compared: numbers and days worked out from answers, which are variables, with all the rest worked out before.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::engine::{add, arithmetic, round};
use crate::tree::Grid;
use crate::tree::{Arithmetic, DateUnit, Elapsed, Order};

/// A variable: the positions on a grid that an answer may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Var {
    /// The first and the last position.
    pub(crate) low: i128,
    pub(crate) high: i128,
    /// On which a number stands.
    pub(crate) grid: Grid,
    /// A day is counted from the first of the calendar.
    pub(crate) dates: bool,
}

impl Var {
    /// The position of a number, or of the end that is nearest to it; of a day, so many after the first.
    pub(crate) fn near(&self, number: i64) -> Option<i128> {
        let at = match self.dates {
            true => self.low.checked_add(i128::from(number))?,
            false => self.grid.position(Decimal::from(number), false)?,
        };
        Some(at.clamp(self.low, self.high))
    }

    /// The number at a position, as an answer has it.
    pub(crate) fn number(&self, at: i128) -> Option<Decimal> {
        self.grid.number(at)
    }
}

/// The day at a position.
pub(crate) fn day(at: i128) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(at).ok()?)
}

/// The position of a day.
pub(crate) fn position(day: NaiveDate) -> i128 {
    i128::from(day.num_days_from_ce())
}

/// A number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Term {
    /// The same whatever the variables are.
    Fixed(Decimal),
    /// A variable.
    Var(usize),
    Minus(Box<Term>),
    Sum(Arithmetic, Box<[Term; 2]>),
    Least(Vec<Term>),
    Greatest(Vec<Term>),
    /// To so many places.
    Round(Box<Term>, Decimal),
    Floor(Box<Term>),
    Ceil(Box<Term>),
    Abs(Box<Term>),
    Between(Elapsed, Box<[Day; 2]>),
    /// What a value comes to, while it is open by which of its rules.
    Chosen(Chosen),
}

/// A value of which no more is known than between what it lies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Chosen {
    /// The same for the same value where the same is known of all that it reads.
    pub(crate) number: u32,
    /// The variables that it reads.
    pub(crate) vars: Box<[usize]>,
    /// The least and the most; none where it surely comes to nothing.
    pub(crate) span: Option<(Decimal, Decimal)>,
    /// It may come to nothing.
    pub(crate) missing: bool,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Day {
    /// The same whatever the variables are.
    Fixed(NaiveDate),
    /// A variable.
    Var(usize),
    Add(DateUnit, Box<Day>, Box<Term>),
}

/// Two that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Compared {
    Numbers(Order, [Term; 2]),
    Days(Order, [Day; 2]),
    /// One of them comes to nothing, whatever the variables are: the comparison is false.
    Never,
}

impl Term {
    /// An operation on two; none where it comes to nothing. What can be worked out is; the order of what is added or
    /// multiplied does not count, so that the same sum is one.
    pub(crate) fn sum(operation: Arithmetic, left: Self, right: Self) -> Option<Self> {
        if let (Self::Fixed(left), Self::Fixed(right)) = (&left, &right) {
            return arithmetic(operation, *left, *right).map(Self::Fixed);
        }
        let commutes = matches!(operation, Arithmetic::Plus | Arithmetic::Times);
        let sides = if commutes && right < left { [right, left] } else { [left, right] };
        Some(Self::Sum(operation, Box::new(sides)))
    }

    pub(crate) fn minus(inner: Self) -> Self {
        if let Self::Fixed(number) = inner { Self::Fixed(-number) } else { Self::Minus(Box::new(inner)) }
    }

    /// Adds the variables that something in it is divided by.
    pub(crate) fn divided_by(&self, found: &mut Vec<usize>) {
        match self {
            Self::Sum(operation, sides) => {
                if let (Arithmetic::Over, [_, by]) = (operation, &**sides) {
                    by.factors(found);
                }
                sides.iter().for_each(|side| side.divided_by(found));
            }
            Self::Minus(inner) | Self::Round(inner, _) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => {
                inner.divided_by(found);
            }
            Self::Least(parts) | Self::Greatest(parts) => parts.iter().for_each(|part| part.divided_by(found)),
            Self::Fixed(_) | Self::Var(_) | Self::Between(..) | Self::Chosen(_) => {}
        }
    }

    /// Adds the variables that it reads.
    fn vars(&self, found: &mut Vec<usize>) {
        match self {
            Self::Fixed(_) => {}
            Self::Var(var) => found.push(*var),
            Self::Chosen(chosen) => found.extend(&chosen.vars),
            Self::Minus(inner) | Self::Round(inner, _) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => {
                inner.vars(found);
            }
            Self::Sum(_, sides) => sides.iter().for_each(|side| side.vars(found)),
            Self::Least(parts) | Self::Greatest(parts) => parts.iter().for_each(|part| part.vars(found)),
            Self::Between(_, sides) => sides.iter().for_each(|side| side.vars(found)),
        }
    }

    /// Adds the variables that are multiplied by others, or that something is divided by, and those beside them.
    pub(crate) fn bent(&self, found: &mut Vec<usize>) {
        match self {
            Self::Sum(operation @ (Arithmetic::Times | Arithmetic::Over), sides) => {
                let [left, right] = &**sides;
                let several = [left, right].map(|side| {
                    let mut own = Vec::new();
                    side.vars(&mut own);
                    !own.is_empty()
                });
                match (several, operation) {
                    ([true, true], _) | ([_, true], Arithmetic::Over) => self.vars(found),
                    _ => sides.iter().for_each(|side| side.bent(found)),
                }
            }
            Self::Sum(_, sides) => sides.iter().for_each(|side| side.bent(found)),
            Self::Minus(inner) | Self::Round(inner, _) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => {
                inner.bent(found);
            }
            Self::Least(parts) | Self::Greatest(parts) => parts.iter().for_each(|part| part.bent(found)),
            Self::Fixed(_) | Self::Var(_) | Self::Between(..) | Self::Chosen(_) => {}
        }
    }

    /// Adds the variables that it is a product of.
    fn factors(&self, found: &mut Vec<usize>) {
        match self {
            Self::Var(var) => found.push(*var),
            Self::Sum(Arithmetic::Times, sides) => sides.iter().for_each(|side| side.factors(found)),
            _ => {}
        }
    }

    /// An operation on it; what can be worked out is.
    pub(crate) fn each(self, of: fn(&Decimal) -> Decimal, otherwise: fn(Box<Self>) -> Self) -> Self {
        if let Self::Fixed(number) = self { Self::Fixed(of(&number)) } else { otherwise(Box::new(self)) }
    }

    /// The least of several.
    pub(crate) fn least(parts: Vec<Self>) -> Self {
        Self::all_fixed(&parts).and_then(|all| all.into_iter().min()).map_or(Self::Least(parts), Self::Fixed)
    }

    /// The greatest of several.
    pub(crate) fn greatest(parts: Vec<Self>) -> Self {
        Self::all_fixed(&parts).and_then(|all| all.into_iter().max()).map_or(Self::Greatest(parts), Self::Fixed)
    }

    fn all_fixed(parts: &[Self]) -> Option<Vec<Decimal>> {
        parts.iter().map(|part| if let Self::Fixed(number) = part { Some(*number) } else { None }).collect()
    }

    pub(crate) fn rounded(inner: Self, places: Decimal) -> Option<Self> {
        match inner {
            Self::Fixed(number) => round(number, places).map(Self::Fixed),
            inner => Some(Self::Round(Box::new(inner), places)),
        }
    }
}

impl Day {
    /// Adds the variables that it reads.
    fn vars(&self, found: &mut Vec<usize>) {
        match self {
            Self::Fixed(_) => {}
            Self::Var(var) => found.push(*var),
            Self::Add(_, day, count) => {
                day.vars(found);
                count.vars(found);
            }
        }
    }

    fn see<'d>(&'d self, see: &mut dyn FnMut(&'d Term)) {
        if let Self::Add(_, day, count) = self {
            day.see(see);
            count.see(see);
        }
    }

    fn renumber(&mut self, of: &dyn Fn(usize) -> usize) {
        match self {
            Self::Fixed(_) => {}
            Self::Var(var) => *var = of(*var),
            Self::Add(_, day, count) => {
                day.renumber(of);
                count.renumber(of);
            }
        }
    }

    /// So many units later; none where that is beyond the calendar.
    pub(crate) fn later(unit: DateUnit, day: Self, count: Term) -> Option<Self> {
        match (&day, &count) {
            (Self::Fixed(day), Term::Fixed(count)) => later(unit, *day, *count).map(Self::Fixed),
            _ => Some(Self::Add(unit, Box::new(day), Box::new(count))),
        }
    }
}

/// As the engine reckons it.
pub(crate) fn later(unit: DateUnit, day: NaiveDate, count: Decimal) -> Option<NaiveDate> {
    use rust_decimal::prelude::ToPrimitive;
    add(unit, day, count.trunc().to_i64()?)
}

impl Term {
    /// Calls `see` with itself and each of its parts.
    pub(crate) fn see<'t>(&'t self, see: &mut dyn FnMut(&'t Self)) {
        see(self);
        match self {
            Self::Fixed(_) | Self::Var(_) | Self::Chosen(_) => {}
            Self::Minus(inner) | Self::Round(inner, _) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => {
                inner.see(see);
            }
            Self::Sum(_, sides) => sides.iter().for_each(|side| side.see(see)),
            Self::Least(parts) | Self::Greatest(parts) => parts.iter().for_each(|part| part.see(see)),
            Self::Between(_, sides) => sides.iter().for_each(|side| side.see(see)),
        }
    }

    /// How many parts it has.
    pub(crate) fn parts(&self) -> usize {
        let mut parts = 0;
        self.see(&mut |_| parts += 1);
        parts
    }

    /// Gives other numbers to its variables, which keep their order.
    fn renumber(&mut self, of: &dyn Fn(usize) -> usize) {
        match self {
            Self::Fixed(_) => {}
            Self::Var(var) => *var = of(*var),
            Self::Chosen(chosen) => chosen.vars.iter_mut().for_each(|var| *var = of(*var)),
            Self::Minus(inner) | Self::Round(inner, _) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => {
                inner.renumber(of);
            }
            Self::Sum(_, sides) => sides.iter_mut().for_each(|side| side.renumber(of)),
            Self::Least(parts) | Self::Greatest(parts) => parts.iter_mut().for_each(|part| part.renumber(of)),
            Self::Between(_, sides) => sides.iter_mut().for_each(|side| side.renumber(of)),
        }
    }
}

impl Compared {
    /// The variables that it reads, ascending.
    pub(crate) fn vars(&self, found: &mut Vec<usize>) {
        match self {
            Self::Numbers(_, sides) => sides.iter().for_each(|side| side.vars(found)),
            Self::Days(_, sides) => sides.iter().for_each(|side| side.vars(found)),
            Self::Never => {}
        }
    }

    /// Whether something in it is open beside where the variables stand.
    pub(crate) fn is_open(&self) -> bool {
        let mut found = false;
        let mut see = |term: &Term| found |= matches!(term, Term::Chosen(_));
        match self {
            Self::Numbers(_, sides) => sides.iter().for_each(|side| side.see(&mut see)),
            Self::Days(_, sides) => sides.iter().for_each(|side| side.see(&mut see)),
            Self::Never => {}
        }
        found
    }

    /// Adds the variables that something hangs on which is open.
    pub(crate) fn open(&self, found: &mut Vec<usize>) {
        let mut see = |term: &Term| {
            if let Term::Chosen(chosen) = term {
                found.extend(&chosen.vars);
            }
        };
        match self {
            Self::Numbers(_, sides) => sides.iter().for_each(|side| side.see(&mut see)),
            Self::Days(_, sides) => sides.iter().for_each(|side| side.see(&mut see)),
            Self::Never => {}
        }
    }

    /// Gives other numbers to its variables, which keep their order.
    pub(crate) fn renumber(&mut self, of: &dyn Fn(usize) -> usize) {
        match self {
            Self::Numbers(_, sides) => sides.iter_mut().for_each(|side| side.renumber(of)),
            Self::Days(_, sides) => sides.iter_mut().for_each(|side| side.renumber(of)),
            Self::Never => {}
        }
    }
}

//! What is compared: numbers and days worked out from answers, which are variables, with all the rest worked out before.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

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

/// The positions of the first and the last day of the calendar, which ends with the year 9999.
pub(crate) const DAYS: (i128, i128) = (1, 3_652_059);

/// The day at a position.
pub(crate) fn day(at: i128) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(at).ok()?)
}

/// The position of a day.
pub(crate) fn position(day: NaiveDate) -> i128 {
    i128::from(day.num_days_from_ce())
}

/// Why there is no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// It comes to nothing.
    Missing,
    /// What it comes to hangs on the variables by more than a sum of theirs.
    Unclear,
}

/// A number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Term {
    /// The same whatever the variables are.
    Fixed(Decimal),
    /// A variable.
    Var(usize),
    Any(Any),
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
}

/// Something that is not looked into: any number between its bounds, if there are such, and the same wherever it is the
/// same; it may come to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Any {
    /// Which one it is.
    pub(crate) of: u32,
    /// The variables that it hangs on.
    pub(crate) vars: Box<[usize]>,
    pub(crate) span: Option<(Decimal, Decimal)>,
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

impl Compared {
    /// The variables that it hangs on.
    pub(crate) fn vars(&self) -> Vec<usize> {
        let mut found = Vec::new();
        match self {
            Self::Numbers(_, sides) => sides.iter().for_each(|side| side.vars(&mut found)),
            Self::Days(_, sides) => sides.iter().for_each(|side| side.vars(&mut found)),
            Self::Never => {}
        }
        found
    }

    /// Tells each part of both sides.
    pub(crate) fn walk<'t>(&'t self, see: &mut dyn FnMut(&'t Term)) {
        match self {
            Self::Numbers(_, sides) => sides.iter().for_each(|side| side.walk(see)),
            Self::Days(_, sides) => sides.iter().for_each(|side| side.walk(see)),
            Self::Never => {}
        }
    }

    /// Gives its variables other numbers.
    pub(crate) fn renumber(&mut self, to: &dyn Fn(usize) -> usize) {
        match self {
            Self::Numbers(_, sides) => sides.iter_mut().for_each(|side| side.renumber(to)),
            Self::Days(_, sides) => sides.iter_mut().for_each(|side| side.renumber(to)),
            Self::Never => {}
        }
    }

    /// Whether something in it is not looked into.
    pub(crate) fn has_any(&self) -> bool {
        let mut found = false;
        self.walk(&mut |part| found |= matches!(part, Term::Any(_)));
        found
    }
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
            Self::Fixed(_) | Self::Var(_) | Self::Any(_) | Self::Between(..) => {}
        }
    }

    /// Adds the variables that it reads.
    pub(crate) fn vars(&self, found: &mut Vec<usize>) {
        match self {
            Self::Fixed(_) => {}
            Self::Var(var) => found.push(*var),
            Self::Any(any) => found.extend(&any.vars),
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
            Self::Fixed(_) | Self::Var(_) | Self::Any(_) | Self::Between(..) => {}
        }
    }

    /// Adds the variables that it is a product of.
    fn factors(&self, found: &mut Vec<usize>) {
        match self {
            Self::Var(var) => found.push(*var),
            Self::Sum(Arithmetic::Times, sides) => sides.iter().for_each(|side| side.factors(found)),
            Self::Sum(Arithmetic::Over, sides) => {
                if let [inner, Self::Fixed(_)] = &**sides {
                    inner.factors(found);
                }
            }
            Self::Minus(inner) => inner.factors(found),
            _ => {}
        }
    }

    fn renumber(&mut self, to: &dyn Fn(usize) -> usize) {
        match self {
            Self::Fixed(_) => {}
            Self::Var(var) => *var = to(*var),
            Self::Any(any) => any.vars.iter_mut().for_each(|var| *var = to(*var)),
            Self::Minus(inner) | Self::Round(inner, _) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => {
                inner.renumber(to);
            }
            Self::Sum(_, sides) => sides.iter_mut().for_each(|side| side.renumber(to)),
            Self::Least(parts) | Self::Greatest(parts) => parts.iter_mut().for_each(|part| part.renumber(to)),
            Self::Between(_, sides) => sides.iter_mut().for_each(|side| side.renumber(to)),
        }
    }

    /// Whether it surely is a whole number, if it is one at all.
    pub(in crate::explore::arithmetic) fn is_whole(&self, vars: &[Var]) -> bool {
        match self {
            Self::Fixed(number) => number.is_integer(),
            Self::Var(at) => vars.get(*at).is_some_and(|var| !var.dates && var.grid.places == 0),
            Self::Minus(inner) | Self::Abs(inner) => inner.is_whole(vars),
            Self::Sum(Arithmetic::Over, _) | Self::Any(_) => false,
            Self::Sum(_, sides) => sides.iter().all(|side| side.is_whole(vars)),
            Self::Least(parts) | Self::Greatest(parts) => parts.iter().all(|part| part.is_whole(vars)),
            Self::Round(inner, places) => *places <= Decimal::ZERO || inner.is_whole(vars),
            Self::Floor(_) | Self::Ceil(_) | Self::Between(..) => true,
        }
    }

    /// Tells each of its parts, and itself.
    pub(crate) fn walk<'t>(&'t self, see: &mut dyn FnMut(&'t Self)) {
        see(self);
        match self {
            Self::Fixed(_) | Self::Var(_) | Self::Any(_) => {}
            Self::Minus(inner) | Self::Round(inner, _) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => {
                inner.walk(see);
            }
            Self::Sum(_, sides) => sides.iter().for_each(|side| side.walk(see)),
            Self::Least(parts) | Self::Greatest(parts) => parts.iter().for_each(|part| part.walk(see)),
            Self::Between(_, sides) => sides.iter().for_each(|side| side.walk(see)),
        }
    }

    pub(crate) fn rounded(inner: Self, places: Decimal) -> Option<Self> {
        match inner {
            Self::Fixed(number) => round(number, places).map(Self::Fixed),
            inner => Some(Self::Round(Box::new(inner), places)),
        }
    }
}

impl Day {
    /// Tells itself, and the days that it is so much later than.
    pub(in crate::explore::arithmetic) fn inner<'d>(&'d self, see: &mut dyn FnMut(&'d Self)) {
        see(self);
        if let Self::Add(_, day, _) = self {
            day.inner(see);
        }
    }

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

    fn renumber(&mut self, to: &dyn Fn(usize) -> usize) {
        match self {
            Self::Fixed(_) => {}
            Self::Var(var) => *var = to(*var),
            Self::Add(_, day, count) => {
                day.renumber(to);
                count.renumber(to);
            }
        }
    }

    fn walk<'t>(&'t self, see: &mut dyn FnMut(&'t Term)) {
        if let Self::Add(_, day, count) = self {
            day.walk(see);
            count.walk(see);
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
    add(unit, day, count.trunc().to_i64()?)
}

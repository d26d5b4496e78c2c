//! Quantities that are a sum of variables, each so many times, or that only rise or fall with such a sum.
//!
//! It is one only where the engine works out exactly what stands on paper: where nothing on the way there is too long
//! to be written out. What is rounded, divided or counted in months behind it only rises or falls with it: so what is
//! wanted of that is a bound of the sum, found by halving with the engine's own operations.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::simplex::Row;
use crate::engine::{arithmetic, between, round};
use crate::explore::arithmetic::terms::term::{DAYS, Day, Term, Var, day, later, position};
use crate::explore::arithmetic::wanted::{Quantity, Want};
use crate::tree::{Arithmetic, DateUnit, Elapsed};

/// A sum of variables in units of 10^-scale.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Linear {
    factors: Vec<i128>,
    fixed: i128,
    scale: u32,
}

/// Numbers below this are never rounded with any number of places that makes them no larger.
const LARGEST: i128 = 10_i128.pow(28);
const MOST_PLACES: u32 = 28;

impl Linear {
    fn fixed(number: Decimal, vars: usize) -> Self {
        let number = number.normalize();
        Self { factors: vec![0; vars], fixed: number.mantissa(), scale: number.scale() }
    }

    fn var(var: usize, scale: u32, vars: usize) -> Self {
        Self { factors: (0..vars).map(|at| i128::from(at == var)).collect(), fixed: 0, scale }
    }

    fn times(&self, by: i128, more: u32) -> Option<Self> {
        let factors: Option<_> = self.factors.iter().map(|factor| factor.checked_mul(by)).collect();
        Some(Self { factors: factors?, fixed: self.fixed.checked_mul(by)?, scale: self.scale.checked_add(more)? })
    }

    fn at_scale(&self, scale: u32) -> Option<Self> {
        let more = scale.checked_sub(self.scale)?;
        self.times(10_i128.checked_pow(more)?, more)
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let factors: Option<_> =
            self.factors.iter().zip(&other.factors).map(|(own, more)| own.checked_add(*more)).collect();
        Some(Self { factors: factors?, fixed: self.fixed.checked_add(other.fixed)?, scale: self.scale })
    }

    /// The least and the most that it comes to.
    fn ends(&self, vars: &[Var]) -> Option<(i128, i128)> {
        let (mut low, mut high) = (self.fixed, self.fixed);
        for (factor, var) in self.factors.iter().zip(vars) {
            let (one, two) = (factor.checked_mul(var.low)?, factor.checked_mul(var.high)?);
            (low, high) = (low.checked_add(one.min(two))?, high.checked_add(one.max(two))?);
        }
        Some((low, high))
    }

    /// Itself, if none of its values is too long to be exact.
    fn kept(self, vars: &[Var]) -> Option<Self> {
        let (low, high) = self.ends(vars)?;
        (self.scale <= MOST_PLACES && low > -LARGEST && high < LARGEST).then_some(self)
    }

    /// Both in the same units.
    fn alike(&self, other: &Self) -> Option<(Self, Self)> {
        let scale = self.scale.max(other.scale);
        Some((self.at_scale(scale)?, other.at_scale(scale)?))
    }

    fn constant(&self) -> bool {
        self.factors.iter().all(|factor| *factor == 0)
    }

    fn number(term: &Term, vars: &[Var]) -> Option<Self> {
        match term {
            Term::Fixed(number) => Some(Self::fixed(*number, vars.len())),
            Term::Var(at) => {
                let var = vars.get(*at).filter(|var| !var.dates)?;
                Self::var(*at, var.grid.places, vars.len()).times(var.grid.step, 0)?.kept(vars)
            }
            Term::Minus(inner) => Self::number(inner, vars)?.times(-1, 0),
            Term::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let (left, right) = (Self::number(left, vars)?, Self::number(right, vars)?);
                match operation {
                    Arithmetic::Plus | Arithmetic::Minus => {
                        let (left, right) = left.alike(&right)?;
                        let (left, right) = (left.kept(vars)?, right.kept(vars)?);
                        let right = if *operation == Arithmetic::Plus { right } else { right.times(-1, 0)? };
                        left.plus(&right)?.kept(vars)
                    }
                    Arithmetic::Times if right.constant() => left.times(right.fixed, right.scale)?.kept(vars),
                    Arithmetic::Times if left.constant() => right.times(left.fixed, left.scale)?.kept(vars),
                    Arithmetic::Over if right.constant() => left.over(&right)?.kept(vars),
                    Arithmetic::Times | Arithmetic::Over => None,
                }
            }
            Term::Between(Elapsed::Units(DateUnit::Days), sides) => {
                let [from, to] = &**sides;
                let (from, to) = (Self::day(from, vars)?, Self::day(to, vars)?);
                to.plus(&from.times(-1, 0)?)
            }
            _ => None,
        }
    }

    /// Divided by a number that leaves no places without an end.
    fn over(&self, by: &Self) -> Option<Self> {
        let mut rest = by.fixed.checked_abs().filter(|by| *by != 0)?;
        let mut counts = [0_u32; 2];
        for (count, prime) in counts.iter_mut().zip([2, 5]) {
            while rest % prime == 0 {
                (rest, *count) = (rest / prime, *count + 1);
            }
        }
        let more = counts[0].max(counts[1]);
        let inverse = 10_i128.checked_pow(more)? / by.fixed;
        (rest == 1).then_some(())?;
        let scaled = self.times(inverse, more)?;
        match scaled.scale.checked_sub(by.scale) {
            Some(scale) => Some(Self { scale, ..scaled }),
            None => {
                let up = by.scale - scaled.scale;
                Some(Self { scale: 0, ..scaled.times(10_i128.checked_pow(up)?, 0)? })
            }
        }
    }

    fn day(term: &Day, vars: &[Var]) -> Option<Self> {
        match term {
            Day::Fixed(day) => Some(Self { factors: vec![0; vars.len()], fixed: position(*day), scale: 0 }),
            Day::Var(at) => {
                vars.get(*at).filter(|var| var.dates)?;
                Some(Self::var(*at, 0, vars.len()))
            }
            Day::Add(DateUnit::Days, inner, count) => {
                let Term::Fixed(count) = **count else { return None };
                let moved = Self::day(inner, vars)?;
                let fixed = moved.fixed.checked_add(count.trunc().normalize().mantissa())?;
                let whole = count.trunc().normalize().scale() == 0;
                let moved = Self { fixed, ..moved };
                let (first, last) = moved.ends(vars)?;
                (whole && DAYS.0 <= first && last <= DAYS.1).then_some(moved)
            }
            Day::Add(..) => None,
        }
    }
}

/// One step behind a sum, which only rises or falls with what it is applied to.
#[derive(Debug, Clone, Copy)]
pub(in crate::explore::arithmetic) enum Link {
    Minus,
    Floor,
    Ceil,
    Round(Decimal),
    /// With a number on its right.
    Right(Arithmetic, Decimal),
    /// With a number on its left.
    Left(Arithmetic, Decimal),
    Later(DateUnit, Decimal),
    Since(Elapsed, NaiveDate),
    Until(Elapsed, NaiveDate),
}

#[derive(Debug, Clone, Copy)]
pub(in crate::explore::arithmetic) enum Value {
    Number(Decimal),
    Day(NaiveDate),
}

impl Link {
    pub(in crate::explore::arithmetic) fn of(self, value: Value) -> Option<Value> {
        Some(match (self, value) {
            (Self::Minus, Value::Number(number)) => Value::Number(-number),
            (Self::Floor, Value::Number(number)) => Value::Number(number.floor()),
            (Self::Ceil, Value::Number(number)) => Value::Number(number.ceil()),
            (Self::Round(places), Value::Number(number)) => Value::Number(round(number, places)?),
            (Self::Right(operation, by), Value::Number(number)) => Value::Number(arithmetic(operation, number, by)?),
            (Self::Left(operation, by), Value::Number(number)) => Value::Number(arithmetic(operation, by, number)?),
            (Self::Later(unit, count), Value::Day(day)) => Value::Day(later(unit, day, count)?),
            (Self::Since(elapsed, from), Value::Day(day)) => Value::Number(between(elapsed, from, day).into()),
            (Self::Until(elapsed, to), Value::Day(day)) => Value::Number(between(elapsed, day, to).into()),
            _ => return None,
        })
    }
}

/// A sum and what is done with it.
struct Chain {
    sum: Linear,
    days: bool,
    /// From the outermost to the innermost.
    links: Vec<Link>,
}

impl Link {
    /// The last step that a number comes about by, and what it is applied to.
    pub(in crate::explore::arithmetic) fn last(term: &Term) -> Option<(Self, &Term)> {
        Some(match term {
            Term::Minus(inner) => (Self::Minus, inner),
            Term::Floor(inner) => (Self::Floor, inner),
            Term::Ceil(inner) => (Self::Ceil, inner),
            Term::Round(inner, places) => (Self::Round(*places), inner),
            Term::Sum(operation, sides) => match &**sides {
                [inner, Term::Fixed(by)] => (Self::Right(*operation, *by), inner),
                [Term::Fixed(by), inner] if *operation != Arithmetic::Over => (Self::Left(*operation, *by), inner),
                _ => return None,
            },
            _ => return None,
        })
    }
}

fn chain_of_number(term: &Term, vars: &[Var], mut links: Vec<Link>) -> Option<Chain> {
    if let Some(sum) = Linear::number(term, vars) {
        return Some(Chain { sum, days: false, links });
    }
    let inner = match term {
        Term::Between(elapsed, sides) => {
            return match &**sides {
                [Day::Fixed(from), inner] => {
                    links.push(Link::Since(*elapsed, *from));
                    chain_of_day(inner, vars, links)
                }
                [inner, Day::Fixed(to)] => {
                    links.push(Link::Until(*elapsed, *to));
                    chain_of_day(inner, vars, links)
                }
                _ => None,
            };
        }
        term => {
            let (link, inner) = Link::last(term)?;
            links.push(link);
            inner
        }
    };
    chain_of_number(inner, vars, links)
}

fn chain_of_day(term: &Day, vars: &[Var], mut links: Vec<Link>) -> Option<Chain> {
    if let Some(sum) = Linear::day(term, vars) {
        return Some(Chain { sum, days: true, links });
    }
    match term {
        Day::Add(unit, inner, count) => {
            let Term::Fixed(count) = **count else { return None };
            links.push(Link::Later(*unit, count));
            chain_of_day(inner, vars, links)
        }
        _ => None,
    }
}

impl Chain {
    /// What it comes to where the sum comes to this.
    fn at(&self, sum: i128) -> Option<Decimal> {
        let first = match self.days {
            true => Value::Day(day(sum)?),
            false => Value::Number(Decimal::try_from_i128_with_scale(sum, self.sum.scale).ok()?),
        };
        match self.links.iter().rev().try_fold(first, |value, link| link.of(value))? {
            Value::Number(number) => Some(number),
            Value::Day(day) => Some(crate::explore::arithmetic::wanted::number(position(day))),
        }
    }

    /// The bounds of the sum between which what is wanted is there. All it comes to must be something.
    fn row(&self, want: &Want, vars: &[Var]) -> Option<Row> {
        let (first, last) = self.sum.ends(vars)?;
        let (start, end) = (self.at(first)?, self.at(last)?);
        let rises = start <= end;
        // From where on something is true that stays true.
        let from = |is: &dyn Fn(Decimal) -> bool| -> Option<i128> {
            let (mut low, mut high) = (first, last.checked_add(1)?);
            while low < high {
                let middle = low + (high - low) / 2;
                if is(self.at(middle)?) { high = middle } else { low = middle + 1 }
            }
            Some(low)
        };
        let (low, high) = match rises {
            true => (from(&|value| want.above(value))?, from(&|value| !want.below(value))? - 1),
            false => (from(&|value| want.below(value))?, from(&|value| !want.above(value))? - 1),
        };
        let mut not = Vec::new();
        for limit in &want.not {
            let (from, to) = match rises {
                true => (from(&|value| value >= *limit)?, from(&|value| value > *limit)? - 1),
                false => (from(&|value| value <= *limit)?, from(&|value| value < *limit)? - 1),
            };
            not.extend((from <= to).then_some((from, to)));
        }
        Some(moved(&self.sum, (low > first).then_some(low), (high < last).then_some(high), not))
    }
}

/// The sum without what is fixed of it.
fn moved(sum: &Linear, low: Option<i128>, high: Option<i128>, not: Vec<(i128, i128)>) -> Row {
    let less = |number: i128| number.saturating_sub(sum.fixed);
    let not = not.into_iter().map(|(low, high)| (less(low), less(high))).collect();
    Row { factors: sum.factors.clone(), low: low.map(less), high: high.map(less), not }
}

/// What is wanted of a quantity as bounds of a sum; none where it is no such sum.
pub(crate) fn row(quantity: &Quantity, want: &Want, vars: &[Var]) -> Option<Row> {
    let difference = |left: Linear, right: Linear| {
        let (left, right) = left.alike(&right)?;
        let sum = left.plus(&right.times(-1, 0)?)?;
        // Below, at or above 0.
        let low = want.low.map(|(_, strict)| i128::from(strict));
        let high = want.high.map(|(_, strict)| -i128::from(strict));
        Some(moved(&sum, low, high, want.not.iter().map(|_| (0, 0)).collect()))
    };
    match quantity {
        Quantity::Number(term) => chain_of_number(term, vars, Vec::new())?.row(want, vars),
        Quantity::Day(term) => chain_of_day(term, vars, Vec::new())?.row(want, vars),
        Quantity::Numbers(left, right) => difference(Linear::number(left, vars)?, Linear::number(right, vars)?),
        Quantity::Days(left, right) => difference(Linear::day(left, vars)?, Linear::day(right, vars)?),
    }
}

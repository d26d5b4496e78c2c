//! What is no sum, but lies near one: what is rounded, divided by three or counted in months amid a sum, and what is no
//! sum at all, as a variable of its own.
//!
//! Where sums that are so near cannot be as wanted, nothing can: that is exact. Where they can be with room to spare, what
//! is found is most often right, and tried.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::enclose::{Enclosed, Within};
use super::ratio::gcd;
use super::simplex::Row;
use crate::explore::arithmetic::terms::months::{DAYS_BESIDE, Unit};
use crate::explore::arithmetic::terms::term::{DAYS, Day, Term, Var, position};
use crate::explore::arithmetic::wanted::{Quantity, Want};
use crate::tree::{Arithmetic, Elapsed};

/// A sum of variables, divided, and by how much at most something lies beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::explore::arithmetic) struct Near {
    pub(in crate::explore::arithmetic) factors: Vec<i128>,
    pub(in crate::explore::arithmetic) fixed: i128,
    pub(in crate::explore::arithmetic) beside: i128,
    pub(in crate::explore::arithmetic) by: i128,
    /// The engine rounds on the way, by less than a unit.
    pub(in crate::explore::arithmetic) rounded: bool,
}

/// Bounds of a sum that leave room to spare, and the same with all that is near.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::explore::arithmetic) struct Bounds {
    pub(in crate::explore::arithmetic) inner: Row,
    pub(in crate::explore::arithmetic) outer: Row,
}

impl Bounds {
    /// What nothing lies between.
    pub(in crate::explore::arithmetic) fn never() -> Self {
        let never = Row { factors: Vec::new(), low: Some(1), high: None, not: Vec::new() };
        Self { inner: never.clone(), outer: never }
    }
}

/// Sums near quantities, with variables of their own beside those that are known.
pub(super) struct Nearing<'v> {
    vars: &'v [Var],
    /// What is no sum at all, and between what it lies in millionths.
    others: Vec<(Term, (i128, i128))>,
    /// What goes by steps, such as what is rounded, is a variable of its own, too; and what ties it to what is near.
    steps: bool,
    pub(in crate::explore::arithmetic) ties: Vec<Bounds>,
    /// What must be a day of the calendar if all that is read is to come to something.
    pub(in crate::explore::arithmetic) days: Vec<Near>,
    /// What is wanted of some numbers.
    wanted: &'v [(Quantity, Want)],
}

/// So far what is no sum is looked at.
const FAR: i128 = 10_i128.pow(30);
/// A number below this is rounded by less than a unit of its sum.
const LARGEST: i128 = 10_i128.pow(26);
/// Steps are looked at up to so many, and no finer.
const LARGEST_STEP: i64 = 1_000_000_000_000;
/// Nobody rounds to so many.
const MOST_PLACES: u32 = 20;

impl Near {
    pub(in crate::explore::arithmetic) const ZERO: Self =
        Self { factors: Vec::new(), fixed: 0, beside: 0, by: 1, rounded: false };

    pub(in crate::explore::arithmetic) fn fixed(number: Decimal) -> Option<Self> {
        let number = number.normalize();
        let by = 10_i128.checked_pow(number.scale())?;
        Some(Self { fixed: number.mantissa(), by, ..Self::ZERO })
    }

    pub(in crate::explore::arithmetic) fn whole(number: i128) -> Self {
        Self { fixed: number, ..Self::ZERO }
    }

    fn of(at: usize, factor: i128, by: i128) -> Self {
        let factors = (0..=at).map(|other| if other == at { factor } else { 0 }).collect();
        Self { factors, fixed: 0, beside: 0, by, rounded: false }
    }

    /// Times a fraction.
    pub(in crate::explore::arithmetic) fn times(&self, (by, over): (i128, i128)) -> Option<Self> {
        let (by, over) = if over < 0 { (-by, -over) } else { (by, over) };
        let factors: Option<_> = self.factors.iter().map(|factor| factor.checked_mul(by)).collect();
        let beside = self.beside.checked_mul(by.checked_abs()?)?;
        let found = Self {
            factors: factors?,
            fixed: self.fixed.checked_mul(by)?,
            beside,
            by: self.by.checked_mul(over)?,
            rounded: self.rounded,
        };
        let common = found.factors.iter().copied().chain([found.fixed, found.beside]).fold(found.by, gcd).max(1);
        let factors = found.factors.iter().map(|factor| factor / common).collect();
        Some(Self {
            factors,
            fixed: found.fixed / common,
            beside: found.beside / common,
            by: found.by / common,
            ..found
        })
    }

    pub(in crate::explore::arithmetic) fn plus(&self, other: &Self) -> Option<Self> {
        let common = gcd(self.by, other.by).max(1);
        let (own, more) = (other.by / common, self.by / common);
        let at = |near: &Self, at: usize| near.factors.get(at).copied().unwrap_or(0);
        let sum = |left: i128, right: i128| left.checked_mul(own)?.checked_add(right.checked_mul(more)?);
        let count = self.factors.len().max(other.factors.len());
        let factors: Option<_> = (0..count).map(|place| sum(at(self, place), at(other, place))).collect();
        Some(Self {
            factors: factors?,
            fixed: sum(self.fixed, other.fixed)?,
            beside: sum(self.beside, other.beside)?,
            by: self.by.checked_mul(own)?,
            rounded: self.rounded || other.rounded,
        })
    }

    pub(in crate::explore::arithmetic) fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.times((-1, 1))?)
    }

    /// Off by no more than a fraction more.
    pub(in crate::explore::arithmetic) fn beside(&self, (by, over): (i128, i128)) -> Option<Self> {
        self.plus(&Self { beside: by, by: over, ..Self::ZERO })
    }

    /// The number that it is, if it is one.
    pub(in crate::explore::arithmetic) fn constant(&self) -> Option<(i128, i128)> {
        (self.beside == 0 && self.factors.iter().all(|factor| *factor == 0)).then_some((self.fixed, self.by))
    }

    /// What says that it is 0 or more, or 0 or less, as near as it is known.
    pub(super) fn tied(&self, up: bool) -> Option<Bounds> {
        let outer = self.row(self.beside.checked_neg()?, up)?;
        Some(Bounds { inner: outer.clone(), outer })
    }

    /// What says that the sum is so many units at least; where it is not to go `up`, so many below 0 at the most.
    pub(in crate::explore::arithmetic) fn row(&self, least: i128, up: bool) -> Option<Row> {
        let bound = if up { least } else { least.checked_neg()? }.checked_sub(self.fixed)?;
        let (low, high) = if up { (Some(bound), None) } else { (None, Some(bound)) };
        Some(Row { factors: self.factors.clone(), low, high, not: Vec::new() })
    }

    fn is_whole(&self) -> bool {
        self.by == 1 && self.beside == 0
    }
}

/// Whether a number that is divided by this has no more than so many places.
fn ends(mut by: i128) -> bool {
    for prime in [2, 5] {
        while by % prime == 0 {
            by /= prime;
        }
    }
    by.abs() == 1
}

/// What a number is near to, if that is a sum.
pub(in crate::explore::arithmetic) fn sum(term: &Term, vars: &[Var]) -> Option<Near> {
    let mut nearing = Nearing::new(vars);
    nearing.number(term).filter(|_| nearing.others.is_empty())
}

/// The least and the most of a sum.
pub(in crate::explore::arithmetic) fn between(near: &Near, vars: &[Var]) -> Option<(i128, i128)> {
    Nearing::new(vars).between(near)
}

impl<'v> Nearing<'v> {
    /// So finely what is no sum is looked at.
    pub(super) const FINE: i128 = 1_000_000;

    pub(in crate::explore::arithmetic) fn new(vars: &'v [Var]) -> Self {
        Self { vars, others: Vec::new(), steps: false, ties: Vec::new(), days: Vec::new(), wanted: &[] }
    }

    /// What is known of `outer` bounds is more then, and nothing of inner ones; what goes by steps, and what is no sum, also
    /// lies between what is `wanted` of it.
    pub(super) fn by_steps(self, wanted: &'v [(Quantity, Want)]) -> Self {
        Self { steps: true, wanted, ..self }
    }

    /// Between what a number lies.
    fn span(&self, term: &Term) -> Option<(Decimal, Decimal)> {
        let Enclosed { span, missing } = Within::all(self.vars, |within| within.number(term));
        let (mut low, mut high) = span.filter(|_| !missing)?;
        // Beyond a bound that is left out, the next whole number.
        let whole = term.is_whole(self.vars);
        let least = |(least, strict): (Decimal, bool)| match strict && whole {
            true => least.floor().checked_add(Decimal::ONE),
            false => Some(least),
        };
        for (quantity, want) in self.wanted {
            if matches!(quantity, Quantity::Number(other) if other == term) {
                let most = want.high.and_then(|(most, strict)| least((-most, strict)));
                low = want.low.and_then(least).map_or(low, |least| least.max(low));
                high = most.map_or(high, |most| high.min(-most));
            }
        }
        // Where there is nothing between, that is told by what is wanted.
        (low <= high).then_some((low, high)).or(span)
    }

    /// Between what all variables lie, those that it has made too.
    pub(in crate::explore::arithmetic) fn ends(&self) -> Vec<(i128, i128)> {
        let vars = self.vars.iter().map(|var| (var.low, var.high));
        vars.chain(self.others.iter().map(|(_, ends)| *ends)).collect()
    }

    /// A sum that is nowhere too large.
    pub(in crate::explore::arithmetic) fn kept(&self, near: Near) -> Option<Near> {
        let (low, high) = self.between(&near)?;
        (low > -LARGEST && high < LARGEST).then_some(near)
    }

    /// Whether it nowhere has more digits than a number may have, on the way to what it is a part of.
    fn is_short(&self, near: &Near) -> bool {
        let most = near.by.checked_mul(LARGEST);
        most.zip(self.between(near)).is_some_and(|(most, (low, high))| low > -most && high < most)
    }

    /// The least and the most.
    pub(in crate::explore::arithmetic) fn between(&self, near: &Near) -> Option<(i128, i128)> {
        let (mut low, mut high) = (near.fixed.checked_sub(near.beside)?, near.fixed.checked_add(near.beside)?);
        for (factor, (first, last)) in near.factors.iter().zip(self.ends()) {
            let (one, two) = (factor.checked_mul(first)?, factor.checked_mul(last)?);
            (low, high) = (low.checked_add(one.min(two))?, high.checked_add(one.max(two))?);
        }
        Some((low, high))
    }

    pub(in crate::explore::arithmetic) fn number(&mut self, term: &Term) -> Option<Near> {
        let found = match term {
            Term::Fixed(number) => return Near::fixed(*number),
            Term::Var(at) => {
                let var = self.vars.get(*at).filter(|var| !var.dates)?;
                let (step, by) = (var.grid.step, 10_i128.checked_pow(var.grid.places)?);
                // One that stands still is a number.
                return match var.low == var.high {
                    true => Some(Near { fixed: var.low.checked_mul(step)?, by, ..Near::ZERO }),
                    false => Some(Near::of(*at, step, by)),
                };
            }
            Term::Minus(inner) => self.number(inner)?.times((-1, 1)),
            Term::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let (left, right) = (self.number(left)?, self.number(right)?);
                match (operation, left.constant(), right.constant()) {
                    (Arithmetic::Plus, ..) => left.plus(&right),
                    (Arithmetic::Minus, ..) => left.minus(&right),
                    (Arithmetic::Times, _, Some(by)) => left.times(by),
                    (Arithmetic::Times, Some(by), _) => right.times(by),
                    (Arithmetic::Over, _, Some((by, over))) if by != 0 => {
                        let found = left.times((over, by));
                        found.map(|found| Near { rounded: found.rounded || !ends(by), ..found })
                    }
                    _ => return self.bent(term, *operation, &left, &right),
                }
            }
            // Half a unit below or above, and at most half a unit beside that.
            Term::Floor(inner) => {
                let inner = self.number(inner)?;
                inner.minus(&Near::fixed(Decimal::new(5, 1))?)?.beside((1, 2))
            }
            Term::Ceil(inner) => {
                let inner = self.number(inner)?;
                inner.plus(&Near::fixed(Decimal::new(5, 1))?)?.beside((1, 2))
            }
            Term::Round(inner, places) => {
                let (inner, places) =
                    (self.number(inner)?, places.to_i32().filter(|places| places.unsigned_abs() < MOST_PLACES)?);
                let unit = 10_i128.checked_pow(places.unsigned_abs())?;
                inner.beside(if places < 0 { (unit, 2) } else { (1, unit.checked_mul(2)?) })
            }
            Term::Between(elapsed, sides) => {
                let [from, to] = &**sides;
                let days = self.day(to)?.minus(&self.day(from)?)?;
                match Unit::of(*elapsed) {
                    None => Some(days),
                    // What is left over of the last one, and what that is longer or shorter by.
                    Some(Unit { mean: (days_of, count), .. }) => days.times((count, days_of))?.beside((5, 4)),
                }
            }
            Term::Least(_) | Term::Greatest(_) | Term::Abs(_) => return self.chosen(term),
            Term::Any(_) => None,
        };
        let found = found.filter(|near| self.is_short(near));
        found.map(|near| self.step(term, &near).unwrap_or(near)).or_else(|| self.other(term).map(|(own, _)| own))
    }

    /// What goes by steps as a variable, which stands near a sum.
    fn step(&mut self, term: &Term, near: &Near) -> Option<Near> {
        let unit = match term {
            _ if !self.steps => return None,
            Term::Round(_, places) => 10_i128.checked_pow(places.to_u32()?)?,
            Term::Floor(_) | Term::Ceil(_) => 1,
            Term::Between(elapsed, _) if Unit::of(*elapsed).is_some() => 1,
            _ => return None,
        };
        let first = self.vars.len();
        let known = self.others.iter().position(|(other, _)| other == term);
        let own = |at: usize| Near::of(first + at, 1, unit);
        if let Some(at) = known {
            return Some(own(at));
        }
        let (low, high) = self.span(term)?;
        let far = Decimal::from(LARGEST_STEP);
        (low > -far && high < far && unit < LARGEST_STEP.into()).then_some(())?;
        let place = |number: Decimal| number * Decimal::from(unit);
        let ends = (place(low).ceil().to_i128()?, place(high).floor().to_i128()?);
        let own = own(self.others.len());
        let tie = own.minus(near)?;
        let ties = [tie.tied(true)?, tie.tied(false)?];
        self.others.push((term.clone(), ends));
        self.ties.extend(ties);
        Some(own)
    }

    /// Takes note of what ties a variable to what is near.
    pub(in crate::explore::arithmetic) fn tie(&mut self, ties: Option<Vec<Bounds>>) {
        self.ties.extend(ties.into_iter().flatten().filter(|_| self.steps));
    }

    /// What is no sum, and whether it was not known before.
    pub(in crate::explore::arithmetic) fn other(&mut self, term: &Term) -> Option<(Near, bool)> {
        let (first, known) = (self.vars.len(), self.others.len());
        let at = match self.others.iter().position(|(other, _)| other == term) {
            Some(at) => at,
            None => {
                let (low, high) = self.span(term)?;
                let fine = |number: Decimal| number.checked_mul(Decimal::from_i128_with_scale(Self::FINE, 0));
                let (low, high) = (fine(low)?.floor().to_i128()? - 1, fine(high)?.ceil().to_i128()? + 1);
                (low > -FAR && high < FAR).then_some(())?;
                self.others.push((term.clone(), (low, high)));
                self.others.len() - 1
            }
        };
        Some((Near::of(first + at, 1, Self::FINE).beside((1, Self::FINE))?, at == known))
    }

    pub(in crate::explore::arithmetic) fn day(&mut self, term: &Day) -> Option<Near> {
        let found = match term {
            Day::Fixed(day) => Near::whole(position(*day)),
            Day::Var(at) => {
                self.vars.get(*at).filter(|var| var.dates)?;
                Near::of(*at, 1, 1)
            }
            Day::Add(unit, inner, count) => {
                let (day, count) = (self.day(inner)?, self.number(count)?);
                // A fraction is cut off.
                let (least, most) = self.between(&count)?;
                let (least, most) = (least / count.by, most / count.by);
                let count = match least == most {
                    true => Near::whole(least),
                    false if count.is_whole() => count,
                    false => count.beside((1, 1))?,
                };
                match Unit::of(Elapsed::Units(*unit)) {
                    None => day.plus(&count)?,
                    Some(unit) if least == most => {
                        let (low, high) = unit.days(least)?;
                        let middle = Near { by: 2, ..Near::whole(low + high) };
                        day.plus(&middle)?.beside((high - low, 2))?
                    }
                    Some(unit) => day.plus(&count.times(unit.mean)?)?.beside((DAYS_BESIDE, 1))?,
                }
            }
        };
        let (low, high) = self.between(&found)?;
        if low < DAYS.0.checked_mul(found.by)? || high > DAYS.1.checked_mul(found.by)? {
            self.days.push(found.clone());
        }
        Some(found)
    }
}

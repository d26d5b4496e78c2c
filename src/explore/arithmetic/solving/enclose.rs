//! Between which bounds a number or a day lies while the variables lie between theirs.
//!
//! Each operation is the engine's own, taken at the ends: with its rounding each of them only rises or falls with what
//! it is applied to, so what the engine works out within the bounds lies between what it works out at the ends.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::engine::{arithmetic, between, round};
use crate::explore::arithmetic::terms::term::{Compared, Day, Term, Var, day, later};
use crate::tree::{Arithmetic, DateUnit, Elapsed, Order};

/// Bounds of what something comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Enclosed<T> {
    /// The least and the most; none where it surely comes to nothing.
    pub(crate) span: Option<(T, T)>,
    /// It may come to nothing.
    pub(crate) missing: bool,
}

impl<T: Copy + Ord> Enclosed<T> {
    pub(crate) fn is(value: T) -> Self {
        Self { span: Some((value, value)), missing: false }
    }

    fn within(low: T, high: T, missing: bool) -> Self {
        Self { span: Some((low.min(high), low.max(high))), missing }
    }

    pub(crate) const NOTHING: Self = Self { span: None, missing: true };

    /// Of one or the other.
    pub(crate) fn or(self, other: Self) -> Self {
        let both = self.span.zip(other.span).map(|((low, high), (least, most))| (low.min(least), high.max(most)));
        Self { span: both.or(self.span).or(other.span), missing: self.missing || other.missing }
    }
}

impl Enclosed<Decimal> {
    /// No bounds.
    pub(crate) const ANY: Self = Self { span: Some((Decimal::MIN, Decimal::MAX)), missing: true };
}

/// The bounds that variables lie between.
pub(crate) type Ends = [(i128, i128)];

/// Variables with bounds.
#[derive(Clone, Copy)]
pub(crate) struct Within<'b> {
    pub(crate) vars: &'b [Var],
    pub(crate) ends: &'b Ends,
}

impl Within<'_> {
    /// Looks at all between the ends of the variables.
    pub(crate) fn all<R>(vars: &[Var], look: impl FnOnce(Within) -> R) -> R {
        let ends: Vec<(i128, i128)> = vars.iter().map(|var| (var.low, var.high)).collect();
        look(Within { vars, ends: &ends })
    }

    /// Whether a side of a comparison may come to nothing.
    pub(crate) fn may_vanish(&self, compared: &Compared) -> bool {
        match compared {
            Compared::Never => true,
            Compared::Numbers(_, sides) => sides.iter().any(|term| self.number(term).missing),
            Compared::Days(_, sides) => sides.iter().any(|day| self.day(day).missing),
        }
    }

    /// Whether a comparison is true, where that is the same wherever the variables stand.
    pub(crate) fn truth(&self, compared: &Compared) -> Option<bool> {
        match compared {
            Compared::Never => Some(false),
            Compared::Numbers(order, sides) => truth(*order, sides.each_ref().map(|side| self.number(side))),
            Compared::Days(order, sides) => truth(*order, sides.each_ref().map(|side| self.day(side))),
        }
    }

    pub(crate) fn number(&self, term: &Term) -> Enclosed<Decimal> {
        match term {
            Term::Fixed(number) => Enclosed::is(*number),
            Term::Var(var) => {
                let found = self.vars.get(*var).zip(self.ends.get(*var));
                let ends = found.and_then(|(var, (low, high))| var.number(*low).zip(var.number(*high)));
                ends.map_or(Enclosed::ANY, |(low, high)| Enclosed::within(low, high, false))
            }
            Term::Any(any) => Enclosed { span: any.span, missing: any.missing },
            Term::Minus(inner) => self.each(inner, &|number| Some(-number)),
            Term::Floor(inner) => self.each(inner, &|number| Some(number.floor())),
            Term::Ceil(inner) => self.each(inner, &|number| Some(number.ceil())),
            Term::Round(inner, places) => self.each(inner, &|number| round(number, *places)),
            Term::Abs(inner) => {
                let Enclosed { span, missing } = self.number(inner);
                let Some((low, high)) = span else { return Enclosed::NOTHING };
                let least = if low <= Decimal::ZERO && high >= Decimal::ZERO {
                    Decimal::ZERO
                } else {
                    low.abs().min(high.abs())
                };
                Enclosed::within(least, low.abs().max(high.abs()), missing)
            }
            Term::Least(parts) => self.every(parts, Decimal::min),
            Term::Greatest(parts) => self.every(parts, Decimal::max),
            Term::Sum(operation, sides) => {
                let [left, right] = &**sides;
                reckon(*operation, self.number(left), self.number(right))
            }
            Term::Between(elapsed, sides) => since(*elapsed, (**sides).each_ref().map(|side| self.day(side))),
        }
    }

    /// What rises or falls with a number.
    fn each(&self, inner: &Term, of: &dyn Fn(Decimal) -> Option<Decimal>) -> Enclosed<Decimal> {
        let Enclosed { span, missing } = self.number(inner);
        let Some((low, high)) = span else { return Enclosed::NOTHING };
        match (of(low), of(high)) {
            (Some(low), Some(high)) => Enclosed::within(low, high, missing),
            (None, None) if low == high => Enclosed::NOTHING,
            _ => Enclosed::ANY,
        }
    }

    fn every(&self, parts: &[Term], of: fn(Decimal, Decimal) -> Decimal) -> Enclosed<Decimal> {
        let mut found: Option<(Decimal, Decimal)> = None;
        let mut missing = false;
        for part in parts {
            let Enclosed { span, missing: own } = self.number(part);
            let Some((low, high)) = span else { return Enclosed::NOTHING };
            missing |= own;
            found = Some(found.map_or((low, high), |(least, most)| (of(least, low), of(most, high))));
        }
        found.map_or(Enclosed::NOTHING, |(low, high)| Enclosed::within(low, high, missing))
    }

    pub(crate) fn day(&self, term: &Day) -> Enclosed<NaiveDate> {
        match term {
            Day::Fixed(day) => Enclosed::is(*day),
            Day::Var(var) => {
                let ends = self.ends.get(*var).and_then(|(low, high)| day(*low).zip(day(*high)));
                ends.map_or_else(any_day, |(low, high)| Enclosed::within(low, high, false))
            }
            Day::Add(unit, inner, count) => added(*unit, self.day(inner), self.number(count)),
        }
    }
}

pub(in crate::explore::arithmetic) fn any_day() -> Enclosed<NaiveDate> {
    let first = NaiveDate::MIN.with_year(1).unwrap_or(NaiveDate::MIN);
    let last = NaiveDate::MAX.with_year(9999).unwrap_or(NaiveDate::MAX);
    Enclosed { span: Some((first, last)), missing: true }
}

/// So many units later.
pub(in crate::explore::arithmetic) fn added(
    unit: DateUnit,
    inner: Enclosed<NaiveDate>,
    count: Enclosed<Decimal>,
) -> Enclosed<NaiveDate> {
    let (Some((first, last)), Some((least, most))) = (inner.span, count.span) else {
        return Enclosed::NOTHING;
    };
    match (later(unit, first, least), later(unit, last, most)) {
        (Some(first), Some(last)) => Enclosed::within(first, last, inner.missing || count.missing),
        _ if first == last && least == most => Enclosed::NOTHING,
        // Where even the last is before the calendar, or the first behind it, so are all others.
        (_, None) if most.is_sign_negative() => Enclosed::NOTHING,
        (None, _) if least.is_sign_positive() => Enclosed::NOTHING,
        _ => any_day(),
    }
}

/// What is elapsed from one day to another.
pub(in crate::explore::arithmetic) fn since(
    elapsed: Elapsed,
    [from, to]: [Enclosed<NaiveDate>; 2],
) -> Enclosed<Decimal> {
    let (Some((first, last)), Some((earliest, latest))) = (from.span, to.span) else { return Enclosed::NOTHING };
    let least = between(elapsed, last, earliest).into();
    Enclosed::within(least, between(elapsed, first, latest).into(), from.missing || to.missing)
}

fn truth<T: Copy + Ord>(order: Order, [left, right]: [Enclosed<T>; 2]) -> Option<bool> {
    let (Some((low, high)), Some((least, most))) = (left.span, right.span) else { return Some(false) };
    let found = [
        (low < most).then_some(Ordering::Less),
        (low <= most && least <= high).then_some(Ordering::Equal),
        (high > least).then_some(Ordering::Greater),
    ];
    let holds = |ordering: Ordering| order.holds(ordering);
    if !found.into_iter().flatten().any(holds) {
        return Some(false);
    }
    (found.into_iter().flatten().all(holds) && !left.missing && !right.missing).then_some(true)
}

fn reckon(operation: Arithmetic, left: Enclosed<Decimal>, right: Enclosed<Decimal>) -> Enclosed<Decimal> {
    let (Some(own), Some(other)) = (left.span, right.span) else { return Enclosed::NOTHING };
    let missing = left.missing || right.missing;
    let ((low, high), (least, most)) = (own, other);
    let of = |left: Decimal, right: Decimal| arithmetic(operation, left, right);
    let corners = match operation {
        Arithmetic::Plus => vec![of(low, least), of(high, most)],
        Arithmetic::Minus => vec![of(low, most), of(high, least)],
        Arithmetic::Over if least <= Decimal::ZERO && most >= Decimal::ZERO => return over(own, other),
        Arithmetic::Times | Arithmetic::Over => vec![of(low, least), of(low, most), of(high, least), of(high, most)],
    };
    match corners.iter().copied().collect::<Option<Vec<Decimal>>>() {
        Some(found) => match (found.iter().min(), found.iter().max()) {
            (Some(low), Some(high)) => Enclosed::within(*low, *high, missing),
            _ => Enclosed::ANY,
        },
        None if low == high && least == most => Enclosed::NOTHING,
        None => Enclosed::ANY,
    }
}

/// Divided by what may be 0: of one sign, it is at least as far from 0 as where it is divided by the most.
fn over((low, high): (Decimal, Decimal), (least, most): (Decimal, Decimal)) -> Enclosed<Decimal> {
    let zero = Decimal::ZERO;
    if least == most {
        return Enclosed::NOTHING;
    }
    let up = |near: Option<Decimal>| {
        near.map_or(Enclosed::ANY, |near| Enclosed { span: Some((near, Decimal::MAX)), missing: true })
    };
    let down = |near: Option<Decimal>| {
        near.map_or(Enclosed::ANY, |near| Enclosed { span: Some((Decimal::MIN, near)), missing: true })
    };
    let of = |left: Decimal, right: Decimal| arithmetic(Arithmetic::Over, left, right);
    match (low >= zero, high <= zero, least >= zero, most <= zero) {
        (true, _, true, _) => up(of(low, most)),
        (true, _, _, true) => down(of(low, least)),
        (_, true, true, _) => down(of(high, most)),
        (_, true, _, true) => up(of(high, least)),
        _ => Enclosed::ANY,
    }
}

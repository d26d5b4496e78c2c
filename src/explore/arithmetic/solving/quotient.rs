//! One sum divided by another that is never 0, and what only rises or falls with that: a bound of such a share is a bound
//! of a sum.
//!
//! `a / b >= 0.3` is `a - 0.3 * b >= 0` where `b` is above 0, as long as no two shares that differ are so near to each
//! other that the engine's rounding could bring one to the bound: that is known from the last places of both sums.

use rust_decimal::Decimal;

use super::linear::{Link, Value};
use super::nearly::{Bounds, Near, between, sum};
use super::simplex::Row;
use crate::explore::arithmetic::terms::term::{Term, Var};
use crate::explore::arithmetic::wanted::{Quantity, Want};
use crate::tree::Arithmetic;

/// What sums are known to be by themselves: above 0, below, or 0.
pub(in crate::explore::arithmetic) type Signs = [(Near, i128)];

/// A bound of a share is looked for among numbers with so many places, ...
const PLACES: [u32; 5] = [24, 22, 20, 16, 12];
/// ... which have so many digits.
const DIGITS: u32 = 27;
/// What is rounded on the way is off by less than one in so many units.
const ROUNDED: i128 = 1_000;
/// A share with more digits comes to nothing.
const LARGEST: i128 = 10_i128.pow(28);

/// One sum divided by another, and what is done with it, from the outermost to the innermost.
struct Share {
    sum: Near,
    by: Near,
    links: Vec<Link>,
}

impl Share {
    fn of(term: &Term, vars: &[Var]) -> Option<Self> {
        let (mut term, mut links) = (term, Vec::new());
        loop {
            if let Term::Sum(Arithmetic::Over, sides) = term
                && let [left, right] = &**sides
                && let (Some(sum), Some(by)) = (sum(left, vars), sum(right, vars))
                && by.beside == 0
                && by.constant().is_none()
            {
                return Some(Self { sum, by, links });
            }
            let (link, inner) = Link::last(term)?;
            links.push(link);
            term = inner;
        }
    }

    fn at(&self, share: Decimal) -> Option<Decimal> {
        match self.links.iter().rev().try_fold(Value::Number(share), |value, link| link.of(value))? {
            Value::Number(number) => Some(number),
            Value::Day(_) => None,
        }
    }

    /// Above 0, below, or 0; none where that is not known.
    fn sign(&self, vars: &[Var], signs: &Signs) -> Option<i128> {
        let known = || signs.iter().find(|(sum, _)| *sum == self.by).map(|(_, sign)| *sign);
        match between(&self.by, vars)? {
            (low, _) if low > 0 => Some(1),
            (_, high) if high < 0 => Some(-1),
            _ => known(),
        }
    }

    /// No share is larger.
    fn most(&self, vars: &[Var]) -> Option<Decimal> {
        let (low, high) = between(&self.sum, vars)?;
        let least = match between(&self.by, vars)? {
            (low, _) if low > 0 => low,
            (_, high) if high < 0 => -high,
            _ => 1,
        };
        let most = low.checked_abs()?.max(high.checked_abs()?).checked_mul(self.by.by)?;
        let most = most / least / self.sum.by + 1;
        (most < LARGEST).then(|| Decimal::try_from_i128_with_scale(most, 0).ok())?
    }
}

/// The bounds of sums between which what is wanted is there; none where it is no share, or not known.
pub(in crate::explore::arithmetic) fn bounds(
    quantity: &Quantity,
    want: &Want,
    vars: &[Var],
    signs: &Signs,
) -> Option<Vec<Bounds>> {
    let Quantity::Number(term) = quantity else { return None };
    let share = Share::of(term, vars)?;
    let sign = share.sign(vars, signs)?;
    if sign == 0 {
        // Divided by 0 it comes to nothing.
        return Some(want.known.then(Bounds::never).into_iter().collect());
    }
    PLACES.into_iter().find_map(|places| Turns { share: &share, vars, sign, places }.bounds(want))
}

/// Whether a number is such a share.
pub(in crate::explore::arithmetic) fn is_share(term: &Term, vars: &[Var]) -> bool {
    Share::of(term, vars).is_some()
}

struct Turns<'b> {
    share: &'b Share,
    vars: &'b [Var],
    sign: i128,
    /// Of the numbers among which bounds are looked for.
    places: u32,
}

/// Where something ends to be so, and where it begins.
enum Turn {
    /// It is so everywhere, or nowhere.
    Never(bool),
    /// So at the first of two neighbours, or at the second.
    At(Decimal, Decimal, bool),
}

impl Turns<'_> {
    fn bounds(&self, want: &Want) -> Option<Vec<Bounds>> {
        let mut found = Vec::new();
        for turn in [self.turn(&|value| want.above(value))?, self.turn(&|value| want.below(value))?] {
            match turn {
                Turn::Never(true) => {}
                Turn::Never(false) => found.push(Bounds::never()),
                Turn::At(below, above, rises) => found.push(self.bound(below, above, rises)?),
            }
        }
        for limit in &want.not {
            found.extend(self.other_than(*limit)?);
        }
        Some(found)
    }

    fn number(&self, at: i128) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(at, self.places).ok()
    }

    /// Where something turns that is so above or below some share.
    fn turn(&self, is: &dyn Fn(Decimal) -> bool) -> Option<Turn> {
        let most = self.share.most(self.vars)?;
        let far = 10_i128.pow(DIGITS);
        let at = |at: i128| Some(is(self.share.at(self.number(at)?)?));
        let ends = [is(self.share.at(-most)?), is(self.share.at(most)?)];
        let (mut low, mut high) = (-far, far);
        let [first, last] = [at(low)?, at(high)?];
        // Beyond these numbers it must be as at them.
        if self.number(far)? < most && [first, last] != ends {
            return None;
        }
        if first == last {
            return Some(Turn::Never(first));
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if at(middle)? == first { low = middle } else { high = middle }
        }
        Some(Turn::At(self.number(low)?.normalize(), self.number(high)?.normalize(), last))
    }

    /// The sum without so many times what it is divided by, if what it comes to tells all shares apart from this one.
    fn beside(&self, share: Decimal) -> Option<Near> {
        let Share { sum, by, .. } = self.share;
        let share = (share.mantissa(), 10_i128.checked_pow(share.scale())?);
        let rest = sum.minus(&by.times(share)?)?;
        let (low, high) = between(by, self.vars)?;
        let most = low.checked_abs()?.max(high.checked_abs()?);
        // Whatever is not 0 is at least one unit, so the share is off by that divided by the most.
        let apart = rest.by.checked_mul(most)?.checked_mul(if rest.rounded { ROUNDED } else { 1 })?;
        let fine = 10_i128.checked_pow(self.places)?.checked_mul(by.by)?;
        (apart <= fine).then_some(rest)
    }

    /// A share is to be at least the second of two neighbours, or at most the first.
    fn bound(&self, below: Decimal, above: Decimal, rises: bool) -> Option<Bounds> {
        let first = below.scale() < above.scale();
        let rest = self.beside(if first { below } else { above })?;
        let strict = i128::from(first == rises);
        let room = rest.beside.checked_add(i128::from(rest.rounded))?;
        let up = rises == (self.sign > 0);
        let row = |least: i128| rest.row(least, up);
        Some(match room {
            0 => Bounds { inner: row(strict)?, outer: row(strict)? },
            // What is rounded may be on either side where it is level on paper.
            _ => Bounds {
                inner: row(room.checked_add(strict)?)?,
                outer: row(room.checked_neg()?.checked_add(i128::from(rest.rounded))?)?,
            },
        })
    }

    /// A share must not come to this; none where several do.
    fn other_than(&self, limit: Decimal) -> Option<Option<Bounds>> {
        let (from, to) = match [self.turn(&|value| value >= limit)?, self.turn(&|value| value > limit)?] {
            [Turn::At(_, from, true), Turn::At(to, _, true)] => (from, to),
            [Turn::At(to, _, false), Turn::At(_, from, false)] => (from, to),
            [Turn::Never(one), Turn::Never(other)] if one == other => return Some(None),
            _ => return None,
        };
        let rest = self.beside((from == to).then_some(from)?).filter(|rest| rest.beside == 0 && !rest.rounded)?;
        let zero = rest.fixed.checked_neg()?;
        let row = Row { factors: rest.factors, low: None, high: None, not: vec![(zero, zero)] };
        Some(Some(Bounds { inner: row.clone(), outer: row }))
    }
}

/// What quantities are divided by that may be 0, or on either side of it.
pub(in crate::explore::arithmetic) fn open_signs<'q>(
    quantities: impl Iterator<Item = &'q Quantity>,
    vars: &[Var],
) -> Vec<Near> {
    let mut found: Vec<Near> = Vec::new();
    for quantity in quantities {
        let Quantity::Number(term) = quantity else { continue };
        if let Some(share) = Share::of(term, vars)
            && share.sign(vars, &[]).is_none()
            && !found.contains(&share.by)
        {
            found.push(share.by);
        }
    }
    found
}

/// What says that a sum is above 0, below, or 0.
pub(in crate::explore::arithmetic) fn sign_row(sum: &Near, sign: i128) -> Row {
    let zero = sum.fixed.saturating_neg();
    let (low, high) = match sign {
        1 => (Some(zero + 1), None),
        -1 => (None, Some(zero - 1)),
        _ => (Some(zero), Some(zero)),
    };
    Row { factors: sum.factors.clone(), low, high, not: Vec::new() }
}

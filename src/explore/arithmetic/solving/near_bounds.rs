//! What is wanted of a quantity that is near a sum, as bounds of that: with room to spare, and with all that is near.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::nearly::{Bounds, Near, Nearing};
use super::simplex::Row;
use crate::explore::arithmetic::terms::months::Unit;
use crate::explore::arithmetic::terms::term::{DAYS, Term};
use crate::explore::arithmetic::wanted::{Quantity, Want};

impl Nearing<'_> {
    /// What is wanted of a quantity as bounds of sums; none where nothing is known of it.
    pub(in crate::explore::arithmetic) fn bounds(&mut self, quantity: &Quantity, want: &Want) -> Option<Vec<Bounds>> {
        self.days.clear();
        let mut found = self.own_bounds(quantity, want)?;
        if !self.days.is_empty() {
            let mut in_calendar = self.in_calendar()?;
            // Beyond the calendar there is nothing, which is as wanted, too, where nothing has to be there.
            if !want.known {
                found.iter_mut().chain(&mut in_calendar).for_each(|bounds| {
                    bounds.outer = Row { low: None, high: None, not: Vec::new(), ..bounds.outer.clone() }
                });
            }
            found.extend(in_calendar);
        }
        found.append(&mut self.ties);
        Some(found)
    }

    fn own_bounds(&mut self, quantity: &Quantity, want: &Want) -> Option<Vec<Bounds>> {
        if let Quantity::Number(Term::Between(elapsed, sides)) = quantity
            && want.not.is_empty()
            && let Some(unit) = Unit::of(*elapsed)
        {
            let [from, to] = &**sides;
            let days = self.day(to)?.minus(&self.day(from)?)?;
            return self.elapsed(&days, unit, want);
        }
        let near = match quantity {
            Quantity::Number(term) => self.number(term)?,
            Quantity::Day(term) => self.day(term)?,
            Quantity::Numbers(left, right) => self.number(left)?.minus(&self.number(right)?)?,
            Quantity::Days(left, right) => self.day(left)?.minus(&self.day(right)?)?,
        };
        let mut found = Vec::new();
        for ((limit, strict), low) in want.limits() {
            let rest = self.kept(near.minus(&Near::fixed(limit)?)?)?;
            // What is more is more by a day, or by a unit where the sum is what it is near to.
            let more = match quantity {
                _ if !strict => 0,
                Quantity::Day(_) | Quantity::Days(..) => rest.by,
                _ => i128::from(rest.beside == 0 && !rest.rounded),
            };
            let (inner, outer) = (rest.beside.checked_add(1)?, more.checked_sub(rest.beside)?);
            found.push(Bounds { inner: rest.row(inner, low)?, outer: rest.row(outer, low)? });
        }
        for limit in &want.not {
            let rest = self.kept(near.minus(&Near::fixed(*limit)?)?)?;
            let off = rest.beside.checked_add(1)?;
            let zero = rest.fixed.checked_neg()?;
            let not = vec![(zero.checked_sub(off)?, zero.checked_add(off)?)];
            let row = Row { factors: rest.factors.clone(), ..Row::default() };
            let exact = rest.beside == 0 && !rest.rounded;
            let outer = Row { not: if exact { vec![(zero, zero)] } else { Vec::new() }, ..row.clone() };
            found.push(Bounds { inner: Row { not, ..row }, outer });
        }
        Some(found)
    }

    /// What is wanted of whole months or years between two days, of which it is known how many days are between them.
    fn elapsed(&mut self, days: &Near, unit: Unit, want: &Want) -> Option<Vec<Bounds>> {
        let mut found = Vec::new();
        for ((limit, strict), low) in want.limits() {
            // Looked at backwards, at most so many are at least so many.
            let (days, limit) = if low { (days.clone(), limit) } else { (days.times((-1, 1))?, -limit) };
            let least = if strict { limit.floor() + Decimal::ONE } else { limit.ceil() }.to_i128()?;
            let (outer, inner) = match least >= 1 {
                true => unit.days(least)?,
                // One less has not gone by backwards.
                false => {
                    let (least, most) = unit.days(1 - least)?;
                    (1 - most, 1 - least)
                }
            };
            let rest = |least: i128| self.kept(days.minus(&Near::whole(least))?);
            let (inner, outer) = (rest(inner)?, rest(outer)?);
            found.push(Bounds { inner: inner.row(inner.beside, true)?, outer: outer.row(-outer.beside, true)? });
        }
        Some(found)
    }

    /// That all days are such of the calendar.
    fn in_calendar(&mut self) -> Option<Vec<Bounds>> {
        let mut found = Vec::new();
        for day in std::mem::take(&mut self.days) {
            for (end, low) in [(DAYS.0, true), (DAYS.1, false)] {
                let rest = self.kept(day.minus(&Near::whole(end))?)?;
                found.push(Bounds { inner: rest.row(rest.beside, low)?, outer: rest.row(-rest.beside, low)? });
            }
        }
        Some(found)
    }
}

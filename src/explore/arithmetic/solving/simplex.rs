//! Whole numbers between bounds, such that sums of them lie between theirs: found, or exactly known not to be there.
//!
//! Fractions are looked for by the simplex method, always taking the first variable that may be taken, so that it ends.
//! Where one is no whole number, it is looked for below and above. How much is tried is bounded.

use std::cmp::Ordering;

use super::ratio::{Ratio, gcd};
use crate::explore::arithmetic::work::Work;

/// A sum that must lie between bounds, where it has them, and outside of some ranges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// By variable: how often it counts.
    pub(crate) factors: Vec<i128>,
    pub(crate) low: Option<i128>,
    pub(crate) high: Option<i128>,
    pub(crate) not: Vec<(i128, i128)>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// These positions of the variables make all true.
    Model(Vec<i128>),
    /// None do.
    Impossible,
    /// It ended before that was known.
    Unknown,
}

/// How many exchanges are made at most for one question, and how many times a variable is looked for on either side.
const MOST_PIVOTS: usize = 4_000;
const MOST_SPLITS: usize = 400;
/// On how many of these sides room is looked for.
const MOST_ROOMY: usize = 24;

/// Looks for whole numbers; `near` are those to begin with. What is done is taken from `work`.
pub(crate) fn whole(ends: &[(i128, i128)], rows: &[Row], near: &[i128], work: &Work) -> Verdict {
    let Some(rows) = tightened(ends, rows) else { return Verdict::Unknown };
    if ends.iter().any(|(low, high)| low > high) || rows.iter().any(Row::is_empty) {
        return Verdict::Impossible;
    }
    let Some(mut table) = Table::new(ends, &rows, near, work) else { return Verdict::Unknown };
    let mut splits = MOST_SPLITS;
    table.search(&rows, &mut splits).unwrap_or(Verdict::Unknown)
}

impl Row {
    fn is_empty(&self) -> bool {
        self.low.zip(self.high).is_some_and(|(low, high)| low > high)
    }
}

/// The rows with factors that have nothing in common; none if a number does not fit.
fn tightened(ends: &[(i128, i128)], rows: &[Row]) -> Option<Vec<Row>> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let common = row.factors.iter().copied().fold(0, gcd);
        if common == 0 {
            // A sum of nothing is 0.
            let fits = row.low.is_none_or(|low| low <= 0) && row.high.is_none_or(|high| high >= 0);
            let out = row.not.iter().any(|(low, high)| *low <= 0 && 0 <= *high);
            if !fits || out {
                found.push(Row { factors: vec![0; ends.len()], low: Some(1), high: Some(0), not: Vec::new() });
            }
            continue;
        }
        let up = |number: i128| -(-number).div_euclid(common);
        let down = |number: i128| number.div_euclid(common);
        found.push(Row {
            factors: row.factors.iter().map(|factor| factor / common).collect(),
            low: row.low.map(up),
            high: row.high.map(down),
            not: row.not.iter().map(|(low, high)| (up(*low), down(*high))).filter(|(low, high)| low <= high).collect(),
        });
    }
    Some(found)
}

/// Variables and sums: some are worked out from the others, which stand between their bounds.
struct Table<'w> {
    /// Worked out, and from which: by row, and by column.
    basic: Vec<usize>,
    others: Vec<usize>,
    factors: Vec<Vec<Ratio>>,
    values: Vec<Ratio>,
    low: Vec<Option<Ratio>>,
    high: Vec<Option<Ratio>>,
    vars: usize,
    pivots: usize,
    work: &'w Work,
}

impl<'w> Table<'w> {
    fn new(ends: &[(i128, i128)], rows: &[Row], near: &[i128], work: &'w Work) -> Option<Self> {
        let vars = ends.len();
        let mut table = Self {
            basic: (vars..vars + rows.len()).collect(),
            others: (0..vars).collect(),
            factors: Vec::with_capacity(rows.len()),
            values: Vec::with_capacity(vars + rows.len()),
            low: ends.iter().map(|(low, _)| Some(Ratio::whole(*low))).collect(),
            high: ends.iter().map(|(_, high)| Some(Ratio::whole(*high))).collect(),
            vars,
            pivots: MOST_PIVOTS,
            work,
        };
        let begin = near.iter().copied().map(Some).chain(std::iter::repeat(None));
        for ((low, high), near) in ends.iter().zip(begin) {
            table.values.push(Ratio::whole(near.unwrap_or(*low).clamp(*low, *high)));
        }
        for row in rows {
            let factors: Vec<Ratio> =
                (0..vars).map(|at| Ratio::whole(row.factors.get(at).copied().unwrap_or(0))).collect();
            let mut sum = Ratio::ZERO;
            for (factor, value) in factors.iter().zip(&table.values) {
                sum = sum.add(factor.times(*value)?)?;
            }
            table.values.push(sum);
            table.factors.push(factors);
            table.low.push(row.low.map(Ratio::whole));
            table.high.push(row.high.map(Ratio::whole));
        }
        Some(table)
    }

    fn value(&self, of: usize) -> Ratio {
        self.values.get(of).copied().unwrap_or(Ratio::ZERO)
    }

    fn factor(&self, row: usize, column: usize) -> Ratio {
        self.factors.get(row).and_then(|row| row.get(column)).copied().unwrap_or(Ratio::ZERO)
    }

    /// Less where it stands below its bounds, more where it stands above.
    fn stands(&self, of: usize) -> Option<Ordering> {
        let value = self.value(of);
        if let Some(low) = self.low.get(of).copied().flatten()
            && value.to(low)? == Ordering::Less
        {
            return Some(Ordering::Less);
        }
        match self.high.get(of).copied().flatten() {
            Some(high) if value.to(high)? == Ordering::Greater => Some(Ordering::Greater),
            _ => Some(Ordering::Equal),
        }
    }

    /// Moves all between their bounds: whether that can be, none where it is not known.
    fn settle(&mut self) -> Option<bool> {
        loop {
            let mut first: Option<(usize, usize, Ordering)> = None;
            for (row, of) in self.basic.iter().enumerate() {
                let stands = self.stands(*of)?;
                if stands != Ordering::Equal && first.is_none_or(|(_, least, _)| *of < least) {
                    first = Some((row, *of, stands));
                }
            }
            let Some((row, of, stands)) = first else { return Some(true) };
            let bound = if stands == Ordering::Less { self.low.get(of) } else { self.high.get(of) };
            let bound = bound.copied().flatten()?;
            let up = stands == Ordering::Less;
            let mut with: Option<(usize, usize)> = None;
            for (column, other) in self.others.iter().enumerate() {
                let sign = self.factor(row, column).sign();
                if sign == 0 || with.is_some_and(|(_, least)| least <= *other) {
                    continue;
                }
                let rises = (sign > 0) == up;
                let limit = if rises { self.high.get(*other) } else { self.low.get(*other) };
                let free = match limit.copied().flatten() {
                    None => true,
                    Some(limit) if rises => self.value(*other).to(limit)? == Ordering::Less,
                    Some(limit) => self.value(*other).to(limit)? == Ordering::Greater,
                };
                if free {
                    with = Some((column, *other));
                }
            }
            let Some((column, _)) = with else { return Some(false) };
            self.pivots = self.pivots.checked_sub(1)?;
            let size = self.basic.len().saturating_mul(self.others.len());
            self.work.take(u64::try_from(size).ok()?)?;
            self.exchange(row, column, bound)?;
        }
    }

    /// Exchanges a variable that is worked out with one that is not; the first then stands at a bound.
    fn exchange(&mut self, row: usize, column: usize, bound: Ratio) -> Option<()> {
        let (out, into) = (*self.basic.get(row)?, *self.others.get(column)?);
        let factor = self.factor(row, column);
        let moved = bound.minus(self.value(out))?.over(factor)?;
        *self.values.get_mut(out)? = bound;
        *self.values.get_mut(into)? = self.value(into).add(moved)?;
        for (other, of) in self.basic.clone().into_iter().enumerate().filter(|(other, _)| *other != row) {
            let by = self.factor(other, column).times(moved)?;
            *self.values.get_mut(of)? = self.value(of).add(by)?;
        }
        let own = self.factors.get(row)?.clone();
        let inverse = Ratio::whole(1).over(factor)?;
        let mut new = Vec::with_capacity(own.len());
        for (at, old) in own.iter().enumerate() {
            new.push(if at == column { inverse } else { Ratio::ZERO.minus(old.times(inverse)?)? });
        }
        for (_, factors) in self.factors.iter_mut().enumerate().filter(|(other, _)| *other != row) {
            let by = factors.get(column).copied()?;
            if by.sign() == 0 {
                continue;
            }
            for (at, (slot, new)) in factors.iter_mut().zip(&new).enumerate() {
                let more = by.times(*new)?;
                *slot = if at == column { more } else { slot.add(more)? };
            }
        }
        *self.factors.get_mut(row)? = new;
        *self.basic.get_mut(row)? = into;
        *self.others.get_mut(column)? = out;
        Some(())
    }

    /// Looks for whole numbers, on either side of those that are none.
    fn search(&mut self, rows: &[Row], splits: &mut usize) -> Option<Verdict> {
        if !self.settle()? {
            return Some(Verdict::Impossible);
        }
        let Some((of, below, above)) = self.split(rows)? else {
            let model: Option<Vec<i128>> = (0..self.vars).map(|of| self.value(of).to_whole()).collect();
            return model.map(Verdict::Model);
        };
        if *splits + MOST_ROOMY > MOST_SPLITS
            && let Some(model) = self.with_room(rows)
        {
            return Some(Verdict::Model(model));
        }
        *splits = splits.checked_sub(1)?;
        let (low, high) = (self.low.get(of).copied()?, self.high.get(of).copied()?);
        let mut all = true;
        for side in [Ordering::Less, Ordering::Greater] {
            if side == Ordering::Less {
                let bound = Ratio::whole(below);
                if low.is_some_and(|low| low.to(bound) == Some(Ordering::Greater)) {
                    continue;
                }
                *self.high.get_mut(of)? = Some(bound);
            } else {
                let bound = Ratio::whole(above);
                if high.is_some_and(|high| high.to(bound) == Some(Ordering::Less)) {
                    continue;
                }
                *self.low.get_mut(of)? = Some(bound);
            }
            // One that is not worked out must stand between its bounds.
            let found = self.hold(of).and_then(|()| self.search(rows, splits));
            (*self.low.get_mut(of)?, *self.high.get_mut(of)?) = (low, high);
            match found {
                Some(Verdict::Model(model)) => return Some(Verdict::Model(model)),
                Some(Verdict::Impossible) => {}
                _ => all = false,
            }
        }
        Some(if all { Verdict::Impossible } else { Verdict::Unknown })
    }

    /// Whole numbers near those that leave all sums so much room that rounding takes none of them beyond its bounds.
    fn with_room(&self, rows: &[Row]) -> Option<Vec<i128>> {
        let is_still = |of: usize| self.low.get(of).is_some_and(|low| Some(low) == self.high.get(of));
        let half = |row: &Row| {
            let moved = row.factors.iter().enumerate().filter(|(of, factor)| **factor != 0 && !is_still(*of));
            let moved: Vec<i128> = moved.map(|(_, factor)| *factor).collect();
            // Two that are rounded alike stay in their order.
            if matches!(moved[..], [1 | -1] | [1, -1] | [-1, 1]) {
                return Some(Ratio::ZERO);
            }
            let all = moved.iter().try_fold(0_i128, |all, factor| all.checked_add(factor.checked_abs()?))?;
            Some(Ratio::whole(all / 2 + 1))
        };
        let mut roomy = Self {
            basic: self.basic.clone(),
            others: self.others.clone(),
            factors: self.factors.clone(),
            values: self.values.clone(),
            low: self.low.clone(),
            high: self.high.clone(),
            vars: self.vars,
            pivots: MOST_PIVOTS / 4,
            work: self.work,
        };
        for (row, of) in rows.iter().zip(self.vars..) {
            let half = half(row)?;
            // A sum that lies in a range where it must not moves to what is nearer.
            let value = self.value(of);
            for (low, high) in row.not.iter().map(|(low, high)| (Ratio::whole(*low), Ratio::whole(*high))) {
                if value.to(low)? != Ordering::Less && value.to(high)? != Ordering::Greater {
                    *roomy.low.get_mut(of)? = Some(high.add(Ratio::whole(1))?);
                }
            }
            let (low, high) = (roomy.low.get_mut(of)?, self.high.get(of).copied()?);
            *low = match *low {
                Some(low) => Some(low.add(half)?),
                None => None,
            };
            *roomy.high.get_mut(of)? = match high {
                Some(high) => Some(high.minus(half)?),
                None => None,
            };
        }
        let narrow = |of: usize| {
            let ends = roomy.low.get(of).copied().flatten().zip(roomy.high.get(of).copied().flatten());
            ends.is_some_and(|(low, high)| low.to(high) == Some(Ordering::Greater))
        };
        if (self.vars..self.vars + rows.len()).any(narrow) {
            return None;
        }
        (self.vars..self.vars + rows.len()).try_for_each(|of| roomy.hold(of))?;
        if !roomy.settle()? {
            return None;
        }
        let nearest = |of: usize| roomy.value(of).add(Ratio::new(1, 2)?).map(|value| value.floor());
        let model: Vec<i128> = (0..self.vars).map(nearest).collect::<Option<_>>()?;
        let fits = |(of, at): (usize, &i128)| {
            let at = Ratio::whole(*at);
            let low = self.low.get(of).copied().flatten().is_none_or(|low| at.to(low) != Some(Ordering::Less));
            low && self.high.get(of).copied().flatten().is_none_or(|high| at.to(high) != Some(Ordering::Greater))
        };
        let holds = |row: &Row| {
            let sum = row
                .factors
                .iter()
                .zip(&model)
                .try_fold(0_i128, |sum, (factor, at)| sum.checked_add(factor.checked_mul(*at)?));
            sum.is_some_and(|sum| {
                row.low.is_none_or(|low| low <= sum)
                    && row.high.is_none_or(|high| sum <= high)
                    && !row.not.iter().any(|(low, high)| *low <= sum && sum <= *high)
            })
        };
        (model.iter().enumerate().all(fits) && rows.iter().all(holds)).then_some(model)
    }

    /// Moves one that is not worked out to its bounds, if it stands beyond them.
    fn hold(&mut self, of: usize) -> Option<()> {
        let Some(column) = self.others.iter().position(|other| *other == of) else { return Some(()) };
        let bound = match self.stands(of)? {
            Ordering::Less => self.low.get(of),
            Ordering::Greater => self.high.get(of),
            Ordering::Equal => return Some(()),
        };
        let bound = bound.copied().flatten()?;
        let moved = bound.minus(self.value(of))?;
        *self.values.get_mut(of)? = bound;
        for (row, basic) in self.basic.clone().into_iter().enumerate() {
            let by = self.factor(row, column).times(moved)?;
            *self.values.get_mut(basic)? = self.value(basic).add(by)?;
        }
        Some(())
    }

    /// What must lie below or above: a variable that is no whole number, a sum in a range that it must not lie in.
    fn split(&self, rows: &[Row]) -> Option<Option<(usize, i128, i128)>> {
        for of in 0..self.vars {
            let value = self.value(of);
            if value.to_whole().is_none() {
                return Some(Some((of, value.floor(), value.floor().checked_add(1)?)));
            }
        }
        for (row, of) in rows.iter().zip(self.vars..) {
            let value = self.value(of).to_whole()?;
            if let Some((low, high)) = row.not.iter().find(|(low, high)| *low <= value && value <= *high) {
                return Some(Some((of, low.checked_sub(1)?, high.checked_add(1)?)));
            }
        }
        Some(None)
    }
}

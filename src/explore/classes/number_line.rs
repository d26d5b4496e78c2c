//! A line of numbers or dates: positions on a grid, the answer at each, and one that stands for a range of them.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::tree::Answer;

/// A line of answers, in units of 10^-places or in days since the year 0.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) first: i128,
    pub(crate) last: i128,
    pub(crate) places: u32,
    pub(crate) dates: bool,
    /// Where ranges without any threshold are represented, if that is among the answers.
    pub(crate) usual: i128,
    /// Numbers with no more than so many places are told apart from others, for each of these.
    pub(crate) grids: Vec<u32>,
}

impl Line {
    /// The answer at a position.
    pub(crate) fn answer(&self, at: i128) -> Option<Answer> {
        if self.dates {
            return NaiveDate::from_num_days_from_ce_opt(i32::try_from(at).ok()?).map(Answer::Date);
        }
        // Far from 0, numbers have fewer places: more than 28 digits cannot be typed.
        let (mut at, mut places) = (at, self.places);
        while places > 0 && (at % 10 == 0 || at.unsigned_abs() >= 10_u128.pow(28)) {
            (at, places) = (at / 10, places - 1);
        }
        Decimal::try_from_i128_with_scale(at, places).ok().map(|number| Answer::Number(number.normalize()))
    }

    /// The positions that stand for a range: one, or where grids are told apart, one on each and one off all.
    pub(crate) fn points(&self, start: i128, end: i128) -> Vec<i128> {
        let mut units: Vec<i128> = self.grids.iter().map(|places| self.unit(*places)).collect();
        units.push(1);
        units.sort_unstable();
        units.dedup();
        // From the finest: each with the next coarser one, whose points it must leave to that.
        let coarser = units.iter().skip(1).map(|unit| Some(*unit)).chain([None]);
        let points = units.iter().zip(coarser);
        points.filter_map(|(unit, coarser)| self.point(start, end, *unit, coarser)).collect()
    }

    fn unit(&self, places: u32) -> i128 {
        10_i128.pow(self.places.saturating_sub(places))
    }

    /// The plainest multiple of a unit in a range that is no multiple of a coarser one: the usual one, a whole
    /// number, or one with few places.
    fn point(&self, start: i128, end: i128, unit: i128, coarser: Option<i128>) -> Option<i128> {
        let fits =
            |at: &i128| start <= *at && *at <= end && at % unit == 0 && coarser.is_none_or(|coarser| at % coarser != 0);
        // Ranges without an end of their own are represented where they begin.
        let from_end = start == self.first && end != self.last;
        let steps = (0..=self.places).map(|places| self.unit(places));
        let mut plain = steps.flat_map(|step| {
            let point = if from_end { end.div_euclid(step) * step } else { -((-start).div_euclid(step)) * step };
            let next = if from_end { point - step } else { point + step };
            [point, next]
        });
        let usual = [self.usual, self.usual + unit, self.usual - unit];
        usual.into_iter().filter(|at| start <= *at && *at <= end).find(fits).or_else(|| plain.find(fits))
    }
}

/// A line of answers and where it is cut.
pub(crate) struct Laid {
    pub(crate) line: Line,
    /// Where each range begins, ascending.
    pub(crate) starts: Vec<i128>,
    pub(crate) exact: bool,
    /// Ranges that nothing tells apart may be put together.
    pub(crate) merged: bool,
}

impl Laid {
    /// True if it is cut exactly and any of its answers may stand for a range.
    pub(crate) fn can_be_compared(&self) -> bool {
        self.exact && self.line.grids.is_empty() && self.line.first <= self.line.last
    }

    /// Where an answer stands on the line.
    pub(crate) fn position(&self, answer: &Answer) -> Option<i128> {
        match answer {
            Answer::Number(number) => on_grid(*number, self.line.places, false),
            Answer::Date(date) => Some(i128::from(date.num_days_from_ce())),
            _ => None,
        }
    }

    /// Where ranges begin, and where the last ends.
    pub(crate) fn bounds(&self) -> Vec<i128> {
        self.starts.iter().copied().chain([self.line.last + 1]).collect()
    }

    /// What stands for each range.
    pub(crate) fn points(&self) -> Vec<i128> {
        self.ranges().flat_map(|(start, end)| self.line.points(start, end)).collect()
    }

    /// Cuts it once more; nothing if there are too many ranges then.
    pub(crate) fn cut(&mut self, more: Vec<i128>, most: usize) -> Option<()> {
        self.starts.extend(more);
        self.merged = false;
        self.tidy();
        (self.starts.len() <= most).then_some(())
    }

    pub(crate) fn tidy(&mut self) {
        let (first, last) = (self.line.first, self.line.last);
        self.starts.retain(|start| first < *start && *start <= last);
        self.starts.push(first);
        self.starts.sort_unstable();
        self.starts.dedup();
    }

    fn ranges(&self) -> impl Iterator<Item = (i128, i128)> {
        let ends = self.starts.iter().skip(1).map(|next| next - 1).chain([self.line.last]);
        self.starts.iter().copied().zip(ends)
    }
}

/// A number on the grid; rounded up or down to the next point.
pub(crate) fn on_grid(number: Decimal, places: u32, up: bool) -> Option<i128> {
    let number = number.normalize();
    let more = places.checked_sub(number.scale());
    match more {
        Some(more) => number.mantissa().checked_mul(10_i128.checked_pow(more)?),
        None => {
            let step = 10_i128.checked_pow(number.scale() - places)?;
            let (whole, rest) = (number.mantissa().div_euclid(step), number.mantissa().rem_euclid(step));
            Some(whole + i128::from(up && rest != 0))
        }
    }
}

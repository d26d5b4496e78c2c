//! A line of numbers or dates: positions on a grid, the answer at each, and one that stands for a range of them.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::tree::Answer;
use crate::tree::{Grid, divisor};

/// A line of answers, on a grid of numbers or in days since the year 0.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) first: i128,
    pub(crate) last: i128,
    pub(crate) grid: Grid,
    /// Its numbers stand on a grid for the sake of the proof alone: they may have any places.
    pub(crate) fine: bool,
    pub(crate) dates: bool,
    /// Where ranges without any threshold are represented, if that is among the answers.
    pub(crate) usual: i128,
    /// Numbers with no more than so many places are told apart from others, for each of these.
    pub(crate) grids: Vec<u32>,
    /// So are the positions that are multiples of each of these.
    pub(crate) units: Vec<i128>,
}

/// A number with no more digits than this can be typed.
const DIGITS: u32 = 28;

impl Line {
    /// The answer at a position.
    pub(crate) fn answer(&self, at: i128) -> Option<Answer> {
        if self.dates {
            return NaiveDate::from_num_days_from_ce_opt(i32::try_from(at).ok()?).map(Answer::Date);
        }
        if !self.fine {
            return self.grid.number(at).map(Answer::Number);
        }
        // Far from 0, numbers have fewer places: more than 28 digits cannot be typed.
        let (mut at, mut places) = (at.checked_mul(self.grid.step)?, self.grid.places);
        while places > 0 && (at % 10 == 0 || at.unsigned_abs() >= 10_u128.pow(DIGITS)) {
            (at, places) = (at / 10, places - 1);
        }
        Decimal::try_from_i128_with_scale(at, places).ok().map(|number| Answer::Number(number.normalize()))
    }

    /// Where an answer stands.
    pub(crate) fn position(&self, answer: &Answer) -> Option<i128> {
        match answer {
            Answer::Number(number) => self.grid.position(*number, false),
            Answer::Date(date) => Some(i128::from(date.num_days_from_ce())),
            _ => None,
        }
    }

    /// Whether each of its positions is a number that can be typed.
    pub(crate) fn can_be_typed(&self) -> bool {
        let short = |at: i128| {
            at.checked_mul(self.grid.step).is_some_and(|mantissa| mantissa.unsigned_abs() < 10_u128.pow(DIGITS))
        };
        self.dates || self.fine || short(self.first) && short(self.last)
    }

    /// From each number with no more than so many places to the next.
    pub(crate) fn unit(&self, places: u32) -> i128 {
        self.grid.unit(i32::try_from(places).unwrap_or(i32::MAX))
    }

    /// What tells positions apart that are multiples of it: ascending, each once.
    pub(crate) fn told_apart(&self) -> Vec<i128> {
        let mut units: Vec<i128> =
            self.grids.iter().map(|places| self.unit(*places)).chain(self.units.clone()).collect();
        units.retain(|unit| *unit > 1);
        units.sort_unstable();
        units.dedup();
        units
    }

    /// Each way to stand on some of the grids that are told apart and off the others: of what a position is a multiple,
    /// and of what it is none.
    pub(crate) fn ways(&self) -> Vec<(i128, Vec<i128>)> {
        let units = self.told_apart();
        let mut all = BTreeSet::from([1]);
        for unit in &units {
            let more: Vec<i128> = all.iter().filter_map(|other| common(*other, *unit)).collect();
            all.extend(more);
        }
        let others = |of: i128| units.iter().copied().filter(|unit| of % unit != 0).collect();
        all.into_iter().map(|of| (of, others(of))).collect()
    }

    /// The positions that stand for a range: one for each of these ways, as far as there is one.
    pub(crate) fn points(&self, ways: &[(i128, Vec<i128>)], start: i128, end: i128) -> Vec<i128> {
        ways.iter().filter_map(|(unit, others)| self.point(start, end, *unit, others)).collect()
    }

    /// The plainest multiple of a unit in a range that is no multiple of some others: the usual one, a whole number, or
    /// one with few places.
    fn point(&self, start: i128, end: i128, unit: i128, others: &[i128]) -> Option<i128> {
        let fits =
            |at: &i128| start <= *at && *at <= end && at % unit == 0 && others.iter().all(|other| at % other != 0);
        // Ranges without an end of their own are represented where they begin.
        let from_end = start == self.first && end != self.last;
        let next_to = |step: i128, more: i128| {
            let point = if from_end { end.div_euclid(step) } else { -((-start).div_euclid(step)) };
            (if from_end { point - more } else { point + more }).checked_mul(step)
        };
        let steps = (0..=self.grid.places).map(|places| self.unit(places));
        let mut plain = steps.flat_map(|step| [0, 1].map(|more| next_to(step, more))).flatten();
        let usual = [self.usual, self.usual + unit, self.usual - unit];
        let usual = usual.into_iter().filter(|at| start <= *at && *at <= end).find(fits);
        // Of so many multiples in a row, one is no multiple of the others.
        usual.or_else(|| plain.find(fits)).or_else(|| (0..MOST_TRIED).filter_map(|more| next_to(unit, more)).find(fits))
    }
}

/// So many multiples of a unit are tried at each end of a range.
const MOST_TRIED: i128 = 200;

/// The least multiple of both.
fn common(left: i128, right: i128) -> Option<i128> {
    (left / divisor(left, right)).checked_mul(right)
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
        self.exact && self.line.told_apart().is_empty() && self.line.first <= self.line.last
    }

    /// Where an answer stands on the line.
    pub(crate) fn position(&self, answer: &Answer) -> Option<i128> {
        self.line.position(answer)
    }

    /// Where ranges begin, and where the last ends.
    pub(crate) fn bounds(&self) -> Vec<i128> {
        self.starts.iter().copied().chain([self.line.last + 1]).collect()
    }

    /// What stands for each range.
    pub(crate) fn points(&self) -> Vec<i128> {
        let ways = self.line.ways();
        self.ranges().flat_map(|(start, end)| self.line.points(&ways, start, end)).collect()
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

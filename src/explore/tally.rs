//! What is kept about all walks that come to one place in one state: how many, how likely, how long.

use num_bigint::BigUint;

/// A number of walks, together with their likelihood and length.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// How many walks, exactly.
    pub(super) walks: BigUint,
    /// The sum of their lengths, in questions asked.
    pub(super) length: BigUint,
    /// How likely they are together, if every answer that is allowed is as likely as every other.
    pub(super) likely: f64,
    /// The same under the weights that were asked for.
    pub(super) weighted: f64,
    /// What the cheapest of them costs: its length, or first of all how many given answers it changes.
    pub(super) cost: u64,
    /// The fewest and the most questions.
    pub(super) shortest: u32,
    pub(super) longest: u32,
    /// The last step of a cheapest one.
    pub(super) link: u32,
}

impl Tally {
    /// The one walk that has not begun.
    pub(super) fn start() -> Self {
        Self { walks: BigUint::from(1_u8), likely: 1.0, weighted: 1.0, link: START, ..Self::default() }
    }

    /// The same walks after one more answer that stands for `ways` of them.
    pub(super) fn answered(&self, ways: &BigUint, likely: f64, weighted: f64, cost: u64, link: u32) -> Self {
        let one = BigUint::from(1_u8);
        let (walks, length) = if *ways == one {
            (self.walks.clone(), &self.length + &self.walks)
        } else {
            (&self.walks * ways, (&self.length + &self.walks) * ways)
        };
        Self {
            walks,
            length,
            likely: self.likely * likely,
            weighted: self.weighted * weighted,
            cost: self.cost + cost,
            shortest: self.shortest + 1,
            longest: self.longest + 1,
            link,
        }
    }

    /// Adds walks that come to the same place in the same state.
    pub(super) fn add(&mut self, other: Self) {
        if self.walks == BigUint::ZERO {
            *self = other;
            return;
        }
        self.walks += other.walks;
        self.length += other.length;
        self.likely += other.likely;
        self.weighted += other.weighted;
        self.longest = self.longest.max(other.longest);
        self.shortest = self.shortest.min(other.shortest);
        if other.cost < self.cost {
            (self.cost, self.link) = (other.cost, other.link);
        }
    }
}

/// The link of a walk that has not begun.
pub(super) const START: u32 = u32::MAX;

/// One step of a walk: the step before it, the question, and which class of its answers was given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) before: u32,
    pub(super) question: u32,
    pub(super) class: u32,
}

/// A number of any size as a float, as near as floats come.
pub(super) fn to_f64(number: &BigUint) -> f64 {
    let float = |digits: &[u64]| digits.iter().rev().fold(0.0, |sum, digit| sum * TWO_TO_64 + *digit as f64);
    let bits = number.bits();
    if bits <= 900 {
        return float(&number.to_u64_digits());
    }
    let shift = bits - 64;
    float(&(number >> shift).to_u64_digits()) * 2.0_f64.powi(i32::try_from(shift).unwrap_or(i32::MAX))
}

const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

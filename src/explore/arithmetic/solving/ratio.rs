//! Exact fractions; nothing where one does not fit.

use std::cmp::Ordering;

/// A fraction in lowest terms, its denominator above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ratio {
    above: i128,
    below: i128,
}

/// The greatest common divisor; 0 of two zeros.
pub(crate) fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.unsigned_abs(), right.unsigned_abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    i128::try_from(left).unwrap_or(1)
}

impl Ratio {
    pub(crate) const ZERO: Self = Self::whole(0);

    pub(crate) const fn whole(number: i128) -> Self {
        Self { above: number, below: 1 }
    }

    pub(in crate::explore::arithmetic) fn new(above: i128, below: i128) -> Option<Self> {
        let common = gcd(above, below).max(1);
        let (above, below) = (above / common, below / common);
        match below.cmp(&0) {
            Ordering::Less => Some(Self { above: above.checked_neg()?, below: below.checked_neg()? }),
            Ordering::Equal => None,
            Ordering::Greater => Some(Self { above, below }),
        }
    }

    pub(crate) fn add(self, other: Self) -> Option<Self> {
        let common = gcd(self.below, other.below).max(1);
        let (own, others) = (other.below / common, self.below / common);
        let above = self.above.checked_mul(own)?.checked_add(other.above.checked_mul(others)?)?;
        Self::new(above, self.below.checked_mul(own)?)
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.add(Self { above: other.above.checked_neg()?, below: other.below })
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        let (first, second) = (gcd(self.above, other.below).max(1), gcd(other.above, self.below).max(1));
        let above = (self.above / first).checked_mul(other.above / second)?;
        Self::new(above, (self.below / second).checked_mul(other.below / first)?)
    }

    pub(crate) fn over(self, other: Self) -> Option<Self> {
        self.times(Self::new(other.below, other.above)?)
    }

    pub(crate) fn sign(self) -> i128 {
        self.above.signum()
    }

    /// How it stands to another.
    pub(crate) fn to(self, other: Self) -> Option<Ordering> {
        Some(self.minus(other)?.above.cmp(&0))
    }

    /// The next whole number below, if it is none itself.
    pub(crate) fn floor(self) -> i128 {
        self.above.div_euclid(self.below)
    }

    /// The number, if it is a whole one.
    pub(crate) fn to_whole(self) -> Option<i128> {
        (self.below == 1).then_some(self.above)
    }
}

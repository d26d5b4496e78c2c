//! How many days months and years have.

use crate::tree::{DateUnit, Elapsed};

/// By how many days so many months or years are longer or shorter at most.
pub(super) const DAYS_BESIDE: i128 = 6;

/// A month or a year.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    /// Its days at the mean, as a fraction.
    pub(super) mean: (i128, i128),
    shortest: i128,
    longest: i128,
}

impl Unit {
    /// None for days.
    pub(super) fn of(elapsed: Elapsed) -> Option<Self> {
        match elapsed {
            Elapsed::Units(DateUnit::Days) => None,
            Elapsed::Units(DateUnit::Months) => Some(Self { mean: (487, 16), shortest: 28, longest: 31 }),
            Elapsed::Units(DateUnit::Years) | Elapsed::Birthdays => {
                Some(Self { mean: (146_097, 400), shortest: 365, longest: 366 })
            }
        }
    }

    /// The fewest and the most days of so many of them.
    pub(super) fn days(self, count: i128) -> Option<(i128, i128)> {
        let ends = [count.checked_mul(self.shortest)?, count.checked_mul(self.longest)?];
        let mean = count.checked_mul(self.mean.0)? / self.mean.1;
        let beside = DAYS_BESIDE + 1;
        Some((ends[0].min(ends[1]).max(mean - beside), ends[0].max(ends[1]).min(mean + beside)))
    }
}

//! How many days months and years have.

use crate::tree::{DateUnit, Elapsed};

/// By how many days so many months or years are longer or shorter at most than so many at the mean of 400 years.
pub(in crate::explore::arithmetic) const DAYS_BESIDE: i128 = 6;

/// A month or a year.
#[derive(Clone, Copy)]
pub(in crate::explore::arithmetic) struct Unit {
    /// Its days at the mean, as a fraction.
    pub(in crate::explore::arithmetic) mean: (i128, i128),
    shortest: i128,
    longest: i128,
}

impl Unit {
    /// None for days.
    pub(in crate::explore::arithmetic) fn of(elapsed: Elapsed) -> Option<Self> {
        match elapsed {
            Elapsed::Units(DateUnit::Days) => None,
            Elapsed::Units(DateUnit::Months) => Some(Self { mean: (48_699, 1_600), shortest: 28, longest: 31 }),
            Elapsed::Units(DateUnit::Years) | Elapsed::Birthdays => {
                Some(Self { mean: (146_097, 400), shortest: 365, longest: 366 })
            }
        }
    }

    /// The fewest and the most days of so many of them.
    pub(in crate::explore::arithmetic) fn days(self, count: i128) -> Option<(i128, i128)> {
        let ends = [count.checked_mul(self.shortest)?, count.checked_mul(self.longest)?];
        let mean = count.checked_mul(self.mean.0)? / self.mean.1;
        let beside = DAYS_BESIDE + 1;
        Some((ends[0].min(ends[1]).max(mean - beside), ends[0].max(ends[1]).min(mean + beside)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at anything that should not be")]
mod tests {
    use chrono::{Months, NaiveDate};

    use super::*;

    /// All days of a month from which they are reckoned otherwise, in all months of 400 years.
    fn starts() -> impl Iterator<Item = NaiveDate> {
        let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day);
        let months = (1600..2000).flat_map(|year| (1..=12).map(move |month| (year, month)));
        months.flat_map(|(year, month)| (28..=31).map(move |day| (year, month, day))).filter_map(day)
    }

    #[test]
    fn so_many_months_and_years_have_so_many_days() {
        for (elapsed, months) in [(Elapsed::Units(DateUnit::Months), 1), (Elapsed::Units(DateUnit::Years), 12)] {
            let unit = Unit::of(elapsed).unwrap();
            for count in [1, 2, 11, 12, 13, 47, 48, 49, 1_199, 2_327, 2_473, 4_800, 40_003, 96_000] {
                let count = count / months;
                let (least, most) = unit.days(count.into()).unwrap();
                let mean = i128::from(count) * unit.mean.0;
                for start in starts() {
                    let days = i128::from((start + Months::new(count * months) - start).num_days());
                    assert!((least..=most).contains(&days), "{start} {count}: {days} and not {least} to {most}");
                    assert!((days * unit.mean.1 - mean).abs() <= DAYS_BESIDE * unit.mean.1, "{start} {count}: {days}");
                }
            }
        }
    }
}

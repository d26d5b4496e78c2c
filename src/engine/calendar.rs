//! Reckoning with calendar dates (format: Conditions, functions of dates). Years run from 1 to 9999.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::tree::DateUnit;

/// Whole units elapsed from one date to another; negative where they are reversed.
///
/// Who is born on 29 February has a birthday on 1 March in other years.
pub(super) fn between(unit: DateUnit, from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from && unit != DateUnit::Days {
        return -between(unit, to, from);
    }
    let years = i64::from(to.year()) - i64::from(from.year());
    let months = i64::from(to.month()) - i64::from(from.month());
    match unit {
        DateUnit::Days => (to - from).num_days(),
        DateUnit::Months => years * 12 + months - i64::from(to.day() < from.day()),
        DateUnit::Years => years - i64::from((to.month(), to.day()) < (from.month(), from.day())),
    }
}

/// The date so many units later; a day that the month lacks becomes its last. None outside the calendar.
pub(super) fn add(unit: DateUnit, date: NaiveDate, count: i64) -> Option<NaiveDate> {
    let months = match unit {
        DateUnit::Days => {
            let later = date.checked_add_signed(TimeDelta::try_days(count)?)?;
            return Some(later).filter(|date| (1..=9999).contains(&date.year()));
        }
        DateUnit::Months => count,
        DateUnit::Years => count.checked_mul(12)?,
    };
    let total = (i64::from(date.year()) * 12 + i64::from(date.month0())).checked_add(months)?;
    let year = i32::try_from(total.div_euclid(12)).ok().filter(|year| (1..=9999).contains(year))?;
    let month = u32::try_from(total.rem_euclid(12)).ok()? + 1;
    (28..=date.day().max(28)).rev().find_map(|last| NaiveDate::from_ymd_opt(year, month, last.min(date.day())))
}

/// A date in words: `31 January 2018`.
pub(super) fn long(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn leap_days_have_their_birthday_in_march() {
        use DateUnit::{Days, Months, Years};
        assert_eq!(between(Years, date("2004-02-29"), date("2005-02-28")), 0);
        assert_eq!(between(Years, date("2004-02-29"), date("2005-03-01")), 1);
        assert_eq!(between(Years, date("2005-03-01"), date("2004-02-29")), -1);
        assert_eq!(between(Months, date("2018-01-31"), date("2018-02-28")), 0);
        assert_eq!(between(Months, date("2018-01-31"), date("2018-03-01")), 1);
        assert_eq!(between(Days, date("2018-03-01"), date("2018-02-28")), -1);
    }

    #[test]
    fn months_are_cut_to_their_last_day_and_the_calendar_has_ends() {
        use DateUnit::{Days, Months, Years};
        assert_eq!(add(Months, date("2018-01-31"), 1), Some(date("2018-02-28")));
        assert_eq!(add(Years, date("2004-02-29"), 1), Some(date("2005-02-28")));
        assert_eq!(add(Years, date("2004-02-29"), 4), Some(date("2008-02-29")));
        assert_eq!(add(Months, date("2018-03-31"), -1), Some(date("2018-02-28")));
        assert_eq!(add(Days, date("9999-12-31"), 1), None);
        assert_eq!(add(Days, date("0001-01-01"), -1), None);
        assert_eq!(add(Years, date("2018-03-31"), i64::MAX), None);
    }
}

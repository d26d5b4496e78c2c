//! Reckoning with calendar dates (format: Conditions, functions of dates). Years run from 1 to 9999.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::tree::{DateUnit, Elapsed};

/// What has elapsed from one date to another; negative where they are reversed.
///
/// Whole months and years are those that [`add`] adds: from 31 January to 28 February is a month. Birthdays are not:
/// who is born on 29 February has one on 1 March of other years.
pub(crate) fn between(elapsed: Elapsed, from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -between(elapsed, to, from);
    }
    let years = i64::from(to.year()) - i64::from(from.year());
    // Counted by year and month alone it is this many, or one more than have passed.
    let whole = |unit, count| count - i64::from(add(unit, from, count).is_none_or(|end| end > to));
    match elapsed {
        Elapsed::Units(DateUnit::Days) => (to - from).num_days(),
        Elapsed::Units(unit @ DateUnit::Months) => {
            whole(unit, years * 12 + i64::from(to.month()) - i64::from(from.month()))
        }
        Elapsed::Units(unit @ DateUnit::Years) => whole(unit, years),
        Elapsed::Birthdays => years - i64::from((to.month(), to.day()) < (from.month(), from.day())),
    }
}

/// The date so many units later; a day that the month lacks becomes its last. None outside the calendar.
pub(crate) fn add(unit: DateUnit, date: NaiveDate, count: i64) -> Option<NaiveDate> {
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
pub(in crate::engine) fn long(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn elapsed(unit: DateUnit, from: &str, to: &str) -> i64 {
        between(Elapsed::Units(unit), date(from), date(to))
    }

    #[test]
    fn whole_months_and_years_are_what_was_added() {
        use DateUnit::{Days, Months, Years};
        assert_eq!(elapsed(Years, "2004-02-29", "2005-02-27"), 0);
        assert_eq!(elapsed(Years, "2004-02-29", "2005-02-28"), 1);
        assert_eq!(elapsed(Years, "2004-02-29", "2008-02-28"), 3);
        assert_eq!(elapsed(Years, "2005-02-28", "2004-02-29"), -1);
        assert_eq!(elapsed(Months, "2018-01-31", "2018-02-27"), 0);
        assert_eq!(elapsed(Months, "2018-01-31", "2018-02-28"), 1);
        assert_eq!(elapsed(Months, "2018-01-31", "2018-03-30"), 1);
        assert_eq!(elapsed(Days, "2018-03-01", "2018-02-28"), -1);
    }

    #[test]
    fn leap_days_have_their_birthday_in_march() {
        let age = |born, day| between(Elapsed::Birthdays, date(born), date(day));
        assert_eq!(age("2004-02-29", "2005-02-28"), 0);
        assert_eq!(age("2004-02-29", "2005-03-01"), 1);
        assert_eq!(age("2004-02-29", "2008-02-29"), 4);
        assert_eq!(age("2005-03-01", "2004-02-29"), -1);
    }

    /// Every day of a leap cycle and the days around both ends of the calendar, in months and years, back and forth.
    #[test]
    fn adding_is_undone_by_counting() {
        let cycle = (0..1470).map(|n| date("1999-12-20") + TimeDelta::days(n));
        let ends =
            (0..70).flat_map(|n| [date("0001-01-01") + TimeDelta::days(n), date("9999-12-31") - TimeDelta::days(n)]);
        for from in cycle.chain(ends) {
            for unit in [DateUnit::Days, DateUnit::Months, DateUnit::Years] {
                for count in (-60..=60).chain([-119_000, -9_000, -1_200, 1_200, 9_000, 119_000]) {
                    let Some(to) = add(unit, from, count) else { continue };
                    assert_eq!(between(Elapsed::Units(unit), from, to), count, "{from} {unit:?} {count}");
                    assert_eq!(between(Elapsed::Units(unit), to, from), -count, "{from} {unit:?} {count}");
                }
            }
        }
    }

    #[test]
    fn enough_years_and_birthdays_are_a_date_away() {
        for n in 0..3000 {
            let (from, to) =
                (date("1999-12-20") + TimeDelta::days(n % 1470), date("1998-05-05") + TimeDelta::days(n * 7 % 3200));
            for count in 1..12 {
                let years = between(Elapsed::Units(DateUnit::Years), from, to);
                assert_eq!(
                    years >= count,
                    add(DateUnit::Years, from, count).is_some_and(|end| end <= to),
                    "{from} {to}"
                );
                let age = between(Elapsed::Birthdays, from, to);
                assert_eq!(
                    age >= count,
                    add(DateUnit::Years, to, -count).is_some_and(|end| from <= end),
                    "{from} {to}"
                );
            }
        }
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

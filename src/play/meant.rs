//! What is meant by a date or a number in another form, where it can only be that one.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::text::{exact_decimal, iso_date};

/// Reads `31.1.2026`, `1/31/2026` and `2026/1/31`. Which of two small numbers is the month, nobody can tell, but behind
/// a point it is the second one.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let separator = text.chars().find(|letter| !letter.is_ascii_digit())?;
    if !matches!(separator, '.' | '/' | '-') {
        return None;
    }
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let is_number =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let day = |year: &str, month: &str, day: &str| {
        let fits = year.len() == 4 && is_number(year, 4) && is_number(month, 2) && is_number(day, 2);
        iso_date(&format!("{year}-{month:0>2}-{day:0>2}")).filter(|_| fits)
    };
    if let Some(year_first) = day(first, second, third) {
        return Some(year_first);
    }
    match (day(third, second, first), day(third, first, second).filter(|_| separator != '.')) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

/// Reads `2,5`. Before three digits nobody can tell whether the comma stands for a point: `1,000`.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once(',')?;
    if fraction.len() == 3 { None } else { exact_decimal(&format!("{whole}.{fraction}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_meant_only_where_there_is_one() {
        for (text, day) in [
            ("31.1.2026", "2026-01-31"),
            ("1.2.2026", "2026-02-01"),
            ("31. 1. 2026", "2026-01-31"),
            ("2026/1/31", "2026-01-31"),
            ("2026.01.31", "2026-01-31"),
            ("2026-1-3", "2026-01-03"),
            ("31/1/2026", "2026-01-31"),
            ("1/31/2026", "2026-01-31"),
            ("31-01-2026", "2026-01-31"),
            ("2/2/2026", "2026-02-02"),
            ("1/2/2026", ""),
            ("1.31.2026", ""),
            ("31.2.2026", ""),
            ("31.1.26", ""),
            ("2026-02-30", ""),
            ("2026-1", ""),
            ("-1-2-2026", ""),
            ("1.2.2026.3", ""),
            ("+1.2.2026", ""),
            ("1.+2.2026", ""),
            ("0000/1/1", ""),
            ("1.é.2026", ""),
            ("99999999999.1.2026", ""),
            ("tomorrow", ""),
            ("", ""),
        ] {
            assert_eq!(date(text).map(|day| day.to_string()).unwrap_or_default(), day, "{text}");
        }
    }

    #[test]
    fn a_comma_stands_for_a_point_where_it_cannot_part_thousands() {
        for (text, meant) in [
            ("2,5", "2.5"),
            ("-0,75", "-0.75"),
            ("12,3456", "12.3456"),
            ("1,000", ""),
            ("1,2,5", ""),
            ("1.000,5", ""),
            ("2,", ""),
            (",5", ""),
            ("2,x", ""),
            ("2", ""),
        ] {
            assert_eq!(number(text).map(|number| number.to_string()).unwrap_or_default(), meant, "{text}");
        }
    }
}

//! What is meant by a date or a number in another form, where it can only be that one.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{exact_decimal, iso_date};

/// Reads `31.1.2026`, `1/31/2026` and `2026/1/31`. Which of two small numbers is the month, nobody can tell, but behind
/// a point it is the second one.
pub(crate) fn meant_date(text: &str) -> Option<NaiveDate> {
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
pub(crate) fn meant_number(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once(',')?;
    if fraction.len() == 3 { None } else { exact_decimal(&format!("{whole}.{fraction}")) }
}

/// What an author means by a number in another form, as it is written in a tree: `10 000`, `18 years`, `2,5`.
pub(crate) fn meant_digits(text: &str) -> Option<String> {
    let text = text.trim();
    grouped(text).or_else(|| meant_number(text).map(|number| number.to_string())).or_else(|| measured(text))
}

/// `10 000`, `10_000` and `10'000`: groups of three digits.
fn grouped(text: &str) -> Option<String> {
    let sign = text.chars().find(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '_' | '\'' | '’'))?;
    let mut groups = text.split(sign);
    let first = groups.next().filter(|first| (1..=3).contains(&first.trim_start_matches('-').len()))?;
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let whole = digits(first.trim_start_matches('-')) && rest.iter().all(|group| group.len() == 3 && digits(group));
    whole.then(|| format!("{first}{}", rest.concat()))
}

/// `18 years`: a number with a word behind it.
fn measured(text: &str) -> Option<String> {
    let (number, unit) = text.split_once(' ')?;
    let is_unit = !unit.is_empty() && unit.chars().all(|c| c.is_alphabetic() || c == '%');
    exact_decimal(number).filter(|_| is_unit).map(|_| number.to_owned())
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
            assert_eq!(meant_date(text).map(|day| day.to_string()).unwrap_or_default(), day, "{text}");
        }
    }

    #[test]
    fn digits_are_meant_only_where_there_is_one_number() {
        for (text, meant) in [
            ("10 000", "10000"),
            ("1 000 000", "1000000"),
            ("-10_000", "-10000"),
            ("10'000", "10000"),
            ("18 years", "18"),
            ("2.5 kg", "2.5"),
            ("2,5", "2.5"),
            ("31.12.2024", ""),
            ("10,000", ""),
            ("10 00", ""),
            ("1000 000", ""),
            ("10 000'000", ""),
            ("eighteen years", ""),
            ("18 or so", ""),
            ("5", ""),
            ("", ""),
        ] {
            assert_eq!(meant_digits(text).unwrap_or_default(), meant, "{text}");
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
            assert_eq!(meant_number(text).map(|number| number.to_string()).unwrap_or_default(), meant, "{text}");
        }
    }
}

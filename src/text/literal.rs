//! Numbers and dates as the format writes them, in trees, walk files and answers.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// How many digits a number is written with at most.
const DIGITS: usize = 28;
/// The last year of the calendar.
const YEARS: i32 = 9999;

/// A number as the format writes it, `-?digits[.digits]`, if it fits 28 digits exactly.
#[must_use]
pub fn exact_decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all(whole) || !fraction.is_none_or(all) {
        return None;
    }
    let significant = digits.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let places = fraction.map_or(0, str::len);
    if significant > DIGITS || places > DIGITS {
        return None;
    }
    let number = Decimal::from_str(text).ok()?;
    Some(if number.is_zero() { Decimal::ZERO } else { number })
}

/// A date as people read it wherever it is not the author who says how: as it is typed, `2026-01-31`.
#[must_use]
pub fn written_date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// A date as the format writes it, `YYYY-MM-DD`, from year 1 to year 9999.
#[must_use]
pub fn iso_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    let year = text.get(..4)?.parse().ok().filter(|year| (1..=YEARS).contains(year))?;
    NaiveDate::from_ymd_opt(year, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?)
}

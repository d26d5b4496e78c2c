//! Exact decimals: arithmetic that is missing where it cannot be exact, rounding, and how numbers are written.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::text::one_line;
use crate::tree::Arithmetic;

/// One operation; none on division by zero and on what does not fit 28 digits.
pub(crate) fn arithmetic(operation: Arithmetic, left: Decimal, right: Decimal) -> Option<Decimal> {
    match operation {
        Arithmetic::Plus => left.checked_add(right),
        Arithmetic::Minus => left.checked_sub(right),
        Arithmetic::Times => left.checked_mul(right),
        Arithmetic::Over => left.checked_div(right),
    }
}

/// Rounds half away from zero to so many places; negative places round to tens, hundreds and so on.
pub(crate) fn round(number: Decimal, places: Decimal) -> Option<Decimal> {
    let places = places.trunc();
    if places >= Decimal::ZERO {
        // Minus zero is zero, too.
        let places = places.abs().to_u32().unwrap_or(28).min(28);
        return Some(number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero));
    }
    let Some(digits) = (-places).to_u32().filter(|digits| *digits <= 28) else { return Some(Decimal::ZERO) };
    let unit = Decimal::from_i128_with_scale(10_i128.checked_pow(digits)?, 0);
    let units = number.checked_div(unit)?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    units.checked_mul(unit)
}

/// A number without trailing zeros: `1600.3`, `100`, `0`.
#[must_use]
pub fn plain(number: Decimal) -> String {
    if number.is_zero() { "0".to_owned() } else { number.normalize().to_string() }
}

/// A number with what is counted, as it is shown wherever it stands alone: `12 kg`, `£1200`, `-£5`.
#[must_use]
pub fn amount(number: Decimal, unit: Option<&str>) -> String {
    let number = plain(number);
    let unit = unit.map(one_line).unwrap_or_default();
    let mut signs = unit.chars();
    match (signs.next(), signs.next()) {
        (None, _) => number,
        (Some(sign), None) if is_currency(sign) => match number.strip_prefix('-') {
            Some(digits) => format!("-{unit}{digits}"),
            None => format!("{unit}{number}"),
        },
        _ => format!("{number} {unit}"),
    }
}

/// A sign for money stands in front of the number.
fn is_currency(sign: char) -> bool {
    matches!(sign, '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}')
}

/// A number with exactly so many places, rounded half away from zero: `1600.30`.
pub(crate) fn fixed(number: Decimal, places: Decimal) -> Option<String> {
    let wanted = if places < Decimal::ZERO { 0 } else { places.abs().trunc().to_u32().unwrap_or(28).min(28) };
    let rounded = round(number, places)?;
    let (sign, digits) = if rounded.is_zero() {
        ("", "0".to_owned())
    } else {
        (if rounded.is_sign_negative() { "-" } else { "" }, rounded.abs().to_string())
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction: String = fraction.chars().chain(std::iter::repeat('0')).take(wanted as usize).collect();
    Some(if wanted == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// The same with commas between thousands: `1,600.30`.
pub(in crate::engine) fn grouped(number: Decimal, places: Decimal) -> Option<String> {
    let text = fixed(number, places)?;
    let (sign, digits) = text.strip_prefix('-').map_or(("", &*text), |digits| ("-", digits));
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(digits.get(whole.len()..).unwrap_or(""));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (given, places, wanted) in [
            ("2.5", "0", "3"),
            ("-2.5", "0", "-3"),
            ("1.005", "2", "1.01"),
            ("1250", "-2", "1300"),
            ("7", "40", "7"),
            ("1", "-30", "0"),
        ] {
            assert_eq!(round(number(given), number(places)).map(plain).as_deref(), Some(wanted), "{given}");
        }
    }

    #[test]
    fn a_unit_stands_where_people_write_it() {
        let shown = |text: &str, unit: &str| amount(number(text), Some(unit));
        assert_eq!(amount(number("2.50"), None), "2.5");
        for (text, unit, wanted) in [
            ("12", "kg", "12 kg"),
            ("1200.50", "£", "£1200.5"),
            ("-5", "€", "-€5"),
            ("0", "square\n metres", "0 square metres"),
            ("7", "%", "7 %"),
            ("7", " ", "7"),
            ("7", "US$", "7 US$"),
            ("7", "\u{1b}[31m", "7 \\u{1b}[31m"),
        ] {
            assert_eq!(shown(text, unit), wanted);
        }
    }

    #[test]
    fn numbers_are_written_as_asked() {
        assert_eq!(plain(number("1600.300")), "1600.3");
        assert_eq!(plain(number("-0.00")), "0");
        assert_eq!(fixed(number("1600.3"), number("2")).as_deref(), Some("1600.30"));
        assert_eq!(fixed(number("-0.001"), number("2")).as_deref(), Some("0.00"));
        assert_eq!(fixed(number("1.5"), Decimal::ZERO).as_deref(), Some("2"));
        assert_eq!(grouped(number("-1234567.891"), number("2")).as_deref(), Some("-1,234,567.89"));
        assert_eq!(grouped(number("999"), Decimal::ZERO).as_deref(), Some("999"));
        assert_eq!(grouped(number("1000"), Decimal::ZERO).as_deref(), Some("1,000"));
    }
}

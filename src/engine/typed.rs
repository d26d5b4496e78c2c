//! What a person types at a prompt: as in a walk file, and a number may carry its question's own unit.
//!
//! Beside its unit a number is a number for certain, so commas before three digits may stand in it as well. Without
//! the unit they may not: whoever types `1,000` may mean a thousand or one.

use super::fault::Refusal;
use super::given::{self, Given, not_a_number};
use crate::text::{exact_decimal, one_line};
use crate::tree::{Answer, Kind, QuestionId, Tree};

/// Reads a typed line as an answer to a question; says nothing yet about limits.
pub(super) fn read(tree: &Tree, id: QuestionId, typed: &str) -> Result<Answer, Refusal> {
    let typed = typed.trim();
    // What a walk file would take means the same here, whatever the unit is.
    let refusal = match given::read(tree, id, Given::One(typed)) {
        Err(refusal @ Refusal::NotANumber { .. }) => refusal,
        other => return other,
    };
    let Kind::Number { unit: Some(unit), .. } = &tree.question(id).kind else { return Err(refusal) };
    let Some((negative, digits)) = beside_unit(typed, unit) else { return Err(refusal) };
    let number =
        ungrouped(digits).and_then(|digits| exact_decimal(&if negative { format!("-{digits}") } else { digits }));
    number.map(Answer::Number).ok_or_else(|| unreadable(typed, digits))
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',')
}

/// Whether a number is below zero, and its digits, dots and commas, if nothing but the unit stands beside it.
fn beside_unit<'t>(typed: &'t str, unit: &str) -> Option<(bool, &'t str)> {
    let unit = one_line(unit).to_lowercase();
    let is_unit = |text: &str| !unit.is_empty() && one_line(text).to_lowercase() == unit;
    // Where a unit begins or ends like a number, nobody could tell where the number ends: `12 100`.
    let is_apart = |c: Option<char>| c.is_some_and(|c| !is_numeral(c) && !matches!(c, '-' | '+'));
    let (negative, rest) = typed.strip_prefix('-').map_or((false, typed), |rest| (true, rest));
    let first = rest.find(|c| !is_numeral(c)).unwrap_or(rest.len());
    let (digits, behind) = rest.split_at(first);
    if !digits.is_empty() && is_apart(unit.chars().next()) && is_unit(behind) {
        return Some((negative, digits));
    }
    if !is_apart(unit.chars().next()) || !is_apart(unit.chars().next_back()) {
        return None;
    }
    let before = rest.trim_end_matches(is_numeral);
    let digits = rest.get(before.len()..).filter(|digits| !digits.is_empty())?;
    match before.strip_suffix('-') {
        // Two signs are one too many.
        Some(before) if !negative && is_unit(before) => Some((true, digits)),
        // A sign stands at what it belongs to: `-£5`, and no space in between.
        _ if is_unit(before) && !(negative && before.starts_with(char::is_whitespace)) => Some((negative, digits)),
        _ => None,
    }
}

/// Digits without the commas before each three of them; none where a comma stands anywhere else.
fn ungrouped(digits: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut out = first.to_owned();
    for group in groups {
        // `0,500` may be meant as a half.
        if group.len() != 3 || !(1..=3).contains(&first.len()) || first.starts_with('0') {
            return None;
        }
        out.push_str(group);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    Some(out)
}

fn unreadable(typed: &str, digits: &str) -> Refusal {
    let halves = digits.split_once(',').filter(|(_, rest)| !rest.contains([',', '.']));
    match (halves, not_a_number(typed)) {
        // Three digits may be meant either way.
        (Some((whole, rest)), Refusal::NotANumber { given, .. }) if !whole.contains('.') && rest.len() != 3 => {
            Refusal::NotANumber { given, hint: "a comma is no decimal point here, write a point instead: 0.5" }
        }
        (_, Refusal::NotANumber { given, .. }) => match not_a_number(digits) {
            Refusal::NotANumber { hint, .. } => Refusal::NotANumber { given, hint },
            other => other,
        },
        (_, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::plain;

    fn tree(unit: &str) -> Option<Tree> {
        let unit = crate::engine::scalar(unit);
        let text = format!(
            "title: t\nquestions:\n  q: {{ask: q, kind: number, unit: {unit}, next: o}}\noutcomes:\n  o: {{title: o}}\n"
        );
        crate::load_str("tree", &text).ok()
    }

    /// What a line comes to where this unit is asked for: the number, or the hint of its refusal.
    fn read_as(unit: &str, typed: &str) -> String {
        let Some(tree) = tree(unit) else { return format!("no tree with {unit:?}") };
        match read(&tree, tree.start(), typed) {
            Ok(Answer::Number(number)) => plain(number),
            Ok(other) => format!("{other:?}"),
            Err(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn a_number_may_carry_its_unit() {
        for (unit, typed, number) in [
            ("kg", "12 kg", "12"),
            ("kg", "12kg", "12"),
            ("kg", "12.50 KG ", "12.5"),
            ("kg", "-3\u{a0}kg", "-3"),
            ("£", "£1200", "1200"),
            ("£", "1200 £", "1200"),
            ("£", "£ 1,200.50", "1200.5"),
            ("£", "-£5", "-5"),
            ("£", "£-5", "-5"),
            ("£", "-5£", "-5"),
            ("€", "€1,234,567", "1234567"),
            ("kg", "1,000.5 kg", "1000.5"),
            ("Square  metres", "9 square metres", "9"),
            ("m2", "12 m2", "12"),
            ("%", "7%", "7"),
            ("US$", "us$7", "7"),
            ("ẞ", "7 ß", "7"),
        ] {
            assert_eq!(read_as(unit, typed), number, "{typed} where {unit} is counted");
        }
    }

    #[test]
    fn what_could_be_meant_otherwise_is_refused() {
        const COMMAS: &str = "write it without commas, and with a point before the fraction: 1250.50";
        const DIGITS: &str = "write it in digits only, such as 12 or 0.5";
        const POINT: &str = "a comma is no decimal point here, write a point instead: 0.5";
        for (unit, typed, hint) in [
            ("kg", "1,000", COMMAS),
            ("kg", "0,5", COMMAS),
            ("kg", "1,2,3 kg", COMMAS),
            ("kg", "0,500 kg", COMMAS),
            ("kg", "1000,000 kg", COMMAS),
            ("kg", "1,000,00 kg", COMMAS),
            ("kg", "0,5 kg", POINT),
            ("kg", "12,50 kg", POINT),
            ("kg", "1.000,5 kg", COMMAS),
            ("kg", "1.5.2 kg", DIGITS),
            ("kg", "5. kg", DIGITS),
            ("kg", "12 lb", DIGITS),
            ("kg", "12 kg kg", DIGITS),
            ("kg", "kg 12 kg", DIGITS),
            ("kg", "- 5 kg", DIGITS),
            ("kg", "--5 kg", DIGITS),
            ("£", "-£-5", DIGITS),
            ("£", "- £5", DIGITS),
            ("£", "£- 5", DIGITS),
            ("kg", "1 2 kg", DIGITS),
            ("people", "1 person", DIGITS),
            // Units that look like a part of a number.
            ("100", "12 100", DIGITS),
            ("100 g", "12 100 g", DIGITS),
            ("-", "12 -", DIGITS),
            ("-kg", "-kg5", DIGITS),
            (".", "12 .", DIGITS),
            (",", "12 ,", COMMAS),
            (",", "12,", COMMAS),
            ("m2", "m212", DIGITS),
        ] {
            assert_eq!(read_as(unit, typed), format!("`{typed}` is not a number; {hint}"), "where {unit} is counted");
        }
        assert_eq!(read_as("kg", "kg"), "`kg` is not a number");
        assert_eq!(read_as("5", "15"), "15");
        assert_eq!(read_as("\u{1b}[31m", "5 \u{1b}[31m"), "5");
        let many = format!("{} kg", "9".repeat(29));
        assert_eq!(read_as("kg", &many), format!("`{many}` is not a number; 28 digits are the most"));
        let long = "kg ".repeat(20_000);
        assert_eq!(read_as(&long, &format!("3 {long}")), "3");
    }
}

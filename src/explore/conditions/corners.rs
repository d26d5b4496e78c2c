//! The numbers and dates that stand in conditions and tables: where to cut, and where to try what cannot be cut.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::tree::{Cond, Date, Entry, Key, Num, QuestionId, Rows};

/// A number or a date that is written in a condition.
pub(crate) enum Point {
    Number(Decimal),
    Date(NaiveDate),
}

/// Adds all numbers and dates that a condition compares with.
pub(crate) fn literals(cond: &Cond, found: &mut Vec<Point>) {
    match cond {
        Cond::Not(inner) => literals(inner, found),
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| literals(part, found)),
        Cond::Same(sides, _) => sides.iter().for_each(|side| literals(side, found)),
        Cond::Numbers(_, sides) => sides.iter().for_each(|side| number_literals(side, found)),
        Cond::Dates(_, sides) => sides.iter().for_each(|side| date_literals(side, found)),
        Cond::NumberIn(number, among, _) => {
            number_literals(number, found);
            among.iter().for_each(|other| number_literals(other, found));
        }
        Cond::DateIn(date, among, _) => {
            date_literals(date, found);
            among.iter().for_each(|other| date_literals(other, found));
        }
        _ => {}
    }
}

/// Adds all numbers and dates in a number's expression.
pub(crate) fn number_literals(num: &Num, found: &mut Vec<Point>) {
    match num {
        Num::Literal(number) => found.push(Point::Number(*number)),
        Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => number_literals(inner, found),
        Num::Sum(_, sides) | Num::Round(sides) => sides.iter().for_each(|side| number_literals(side, found)),
        Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
            parts.iter().for_each(|part| number_literals(part, found));
        }
        Num::Between(_, sides) => sides.iter().for_each(|side| date_literals(side, found)),
        Num::HowMany(parts) => parts.iter().for_each(|part| literals(part, found)),
        Num::Answer(_) | Num::Value(_) | Num::Score(_) | Num::Count(_) => {}
    }
}

/// The same in a date's.
pub(crate) fn date_literals(date: &Date, found: &mut Vec<Point>) {
    match date {
        Date::Literal(date) => found.push(Point::Date(*date)),
        Date::Add(_, date, number) => {
            date_literals(date, found);
            number_literals(number, found);
        }
        Date::Default(parts) => parts.iter().for_each(|part| date_literals(part, found)),
        Date::Today | Date::Answer(_) | Date::Value(_) => {}
    }
}

/// A number compared with itself rounded: true or false all over the line, by how many places it has.
pub(crate) fn grid(id: QuestionId, sides: &[Num; 2]) -> Option<u32> {
    let plain = |num: &Num| matches!(num, Num::Answer(other) if *other == id);
    let rounded = |num: &Num| match num {
        Num::Floor(inner) | Num::Ceil(inner) if plain(inner) => Some(0),
        Num::Round(sides) => match &**sides {
            [number, Num::Literal(places)] if plain(number) => u32::try_from(*places).ok(),
            _ => None,
        },
        _ => None,
    };
    match sides {
        [left, right] if plain(left) => rounded(right),
        [left, right] if plain(right) => rounded(left),
        _ => None,
    }
}

/// Adds the numbers among the keys of a table, each once.
pub(crate) fn number_keys(rows: &Rows, found: &mut Vec<Decimal>) {
    for (key, entry) in rows {
        if let Key::Num(number) = key {
            found.push(*number);
        }
        if let Entry::Rows(inner) = entry {
            number_keys(inner, found);
        }
    }
    found.sort_unstable();
    found.dedup();
}

/// Adds the texts among the keys of a table, each once.
pub(crate) fn text_keys(rows: &Rows, found: &mut Vec<Arc<str>>) {
    for (key, entry) in rows {
        if let Key::Text(text) = key {
            found.push(text.clone());
        }
        if let Entry::Rows(inner) = entry {
            text_keys(inner, found);
        }
    }
    found.sort_unstable();
    found.dedup();
}

//! The limits of number and date questions: the line between those that stand still, and those that hang on other answers.

use chrono::Datelike;

use super::extent::Extent;
use super::number_line::{Line, on_grid};
use crate::engine::Facts;
use crate::tree::{Answer, Cond, Date, Kind, Num, Order, QuestionId, Read, Tree};

/// How far apart the limits of whole numbers or days may be for every one of them to be looked at by itself.
pub(crate) const MOST_SINGLE: i128 = 150;

/// All numbers or dates that can be given, where these are few.
pub(crate) fn few(tree: &Tree, id: QuestionId, extent: Extent, facts: &Facts) -> Option<Vec<Answer>> {
    let line = line(tree, id, extent, facts).filter(is_short)?;
    (line.first..=line.last).map(|at| line.answer(at)).collect()
}

/// Whether each of its answers may be a class.
pub(crate) fn is_short(line: &Line) -> bool {
    (line.dates || line.places == 0) && line.last - line.first <= MOST_SINGLE
}

/// The line of a number or date question, between those of its limits that stand still.
pub(crate) fn line(tree: &Tree, id: QuestionId, extent: Extent, facts: &Facts) -> Option<Line> {
    match &tree.question(id).kind {
        Kind::Number { min, max, whole, .. } => {
            let (far, places) = (extent.far, if *whole { 0 } else { extent.places });
            let unit = 10_i128.pow(places);
            let limit = |num: &Option<Num>, up: bool, far: i128| match num {
                Some(num) if !reads_answers(|see| num.reads(see)) => {
                    facts.num(num).and_then(|number| on_grid(number, places, up)).unwrap_or(far * unit)
                }
                _ => far * unit,
            };
            let (first, last) = (limit(min, true, -far), limit(max, false, far));
            Some(Line { first, last, places, dates: false, usual: 0, grids: Vec::new() })
        }
        Kind::Date { min, max, .. } => {
            let limit = |date: &Option<Date>, far: i128| match date {
                Some(date) if !reads_answers(|see| date.reads(see)) => {
                    facts.date(date).map_or(far, |date| i128::from(date.num_days_from_ce()))
                }
                _ => far,
            };
            // The year 9999 ends with the last of these days.
            let (first, last) = (limit(min, 1), limit(max, 3_652_059));
            let usual = facts.date(&Date::Today).map_or(first, |today| i128::from(today.num_days_from_ce()));
            Some(Line { first, last, places: 0, dates: true, usual, grids: Vec::new() })
        }
        _ => None,
    }
}

/// The limits of a number or date question that hang on other answers, as conditions about its own.
pub(crate) fn own_limits(tree: &Tree, id: QuestionId) -> Vec<Cond> {
    let limits = match &tree.question(id).kind {
        Kind::Number { min, max, .. } => [(Order::AtLeast, min), (Order::AtMost, max)].map(|(order, num)| {
            let num = num.clone().filter(|num| reads_answers(|see| num.reads(see)))?;
            Some(Cond::Numbers(order, Box::new([Num::Answer(id), num])))
        }),
        Kind::Date { min, max, .. } => [(Order::AtLeast, min), (Order::AtMost, max)].map(|(order, date)| {
            let date = date.clone().filter(|date| reads_answers(|see| date.reads(see)))?;
            Some(Cond::Dates(order, Box::new([Date::Answer(id), date])))
        }),
        _ => [None, None],
    };
    limits.into_iter().flatten().collect()
}

/// True if something depends on the walk, and not only on today.
fn reads_answers(reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
    let mut found = false;
    reads(&mut |read| found |= read != Read::Today);
    found
}

/// Whether a question has answers between its limits, where they hang on other answers.
pub(crate) fn spread(tree: &Tree, id: QuestionId) -> Option<Cond> {
    match &tree.question(id).kind {
        Kind::Number { min: Some(min), max: Some(max), whole, .. }
            if reads_answers(|see| min.reads(see)) || reads_answers(|see| max.reads(see)) =>
        {
            let sides = match whole {
                true => [Num::Ceil(Box::new(min.clone())), Num::Floor(Box::new(max.clone()))],
                false => [min.clone(), max.clone()],
            };
            Some(Cond::Numbers(Order::AtMost, Box::new(sides)))
        }
        Kind::Date { min: Some(min), max: Some(max), .. }
            if reads_answers(|see| min.reads(see)) || reads_answers(|see| max.reads(see)) =>
        {
            Some(Cond::Dates(Order::AtMost, Box::new([min.clone(), max.clone()])))
        }
        _ => None,
    }
}

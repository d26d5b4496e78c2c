//! Limits of numbers and dates that hang on other answers, as conditions.

use crate::tree::{Cond, Date, Kind, Num, Order, QuestionId, Read, Tree};

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
pub(crate) fn reads_answers(reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
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

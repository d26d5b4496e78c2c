//! The limits of number and date questions: the line between those that stand still, and those that hang on other answers.

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::engine::Facts;
use crate::explore::arithmetic::terms::term::DAYS;
use crate::explore::classes::cuts::extent::Extent;
use crate::explore::classes::cuts::number_line::Line;
use crate::tree::Grid;
use crate::tree::{Answer, Arithmetic, Cond, Date, Kind, Num, Order, QuestionId, Read, Tree};

/// A number with more digits than this cannot be typed.
const LONGEST: i128 = 10_i128.pow(28) - 1;
/// How far apart the limits of numbers on a grid or of days may be for every one of them to be looked at by itself.
pub(crate) const MOST_SINGLE: i128 = 150;

/// All numbers or dates that can be given, where these are few.
pub(crate) fn few(tree: &Tree, id: QuestionId, extent: Extent, facts: &Facts) -> Option<Vec<Answer>> {
    let line = line(tree, id, extent, facts).filter(is_short)?;
    (line.first..=line.last).map(|at| line.answer(at)).collect()
}

/// Whether each of its answers may be a class.
pub(crate) fn is_short(line: &Line) -> bool {
    (line.dates || !line.fine) && line.last - line.first <= MOST_SINGLE
}

/// The grid on which the numbers of a question are looked at, and whether that is for the sake of the proof alone.
pub(crate) fn grid(kind: &Kind, extent: Extent) -> (Grid, bool) {
    kind.step().map_or((Grid::fine(extent.places), true), |step| (Grid::of(step), false))
}

/// The position up to which a line without an end of its own is looked at.
pub(crate) fn far(grid: Grid, fine: bool, extent: Extent) -> i128 {
    let far = extent.far.checked_mul(10_i128.pow(grid.places)).unwrap_or(i128::MAX);
    if fine { far } else { far.min(LONGEST) / grid.step }
}

/// The line of a number or date question, between those of its limits that stand still.
pub(crate) fn line(tree: &Tree, id: QuestionId, extent: Extent, facts: &Facts) -> Option<Line> {
    match &tree.question(id).kind {
        kind @ Kind::Number { min, max, .. } => {
            let (mut grid, fine) = grid(kind, extent);
            let fixed = |num: &Option<Num>| {
                num.as_ref().filter(|num| !reads_answers(|see| num.reads(see))).and_then(|num| facts.num(num))
            };
            let (low, high) = (fixed(min), fixed(max));
            // Where a grid is too fine for its own limits, every tenth of its numbers is looked at, and so on.
            let reaches = |grid: Grid, end: &Decimal| {
                grid.position(*end, false).is_some_and(|at| at.unsigned_abs() <= far(grid, fine, extent).unsigned_abs())
            };
            while !fine && grid.places > 0 && !low.iter().chain(&high).all(|end| reaches(grid, end)) {
                grid.places -= 1;
            }
            let far = far(grid, fine, extent);
            let limit = |end: Option<Decimal>, up: bool, far: i128| {
                end.and_then(|number| grid.position(number, up)).unwrap_or(far)
            };
            let (first, last) = (limit(low, true, -far), limit(high, false, far));
            Some(Line { first, last, grid, fine, dates: false, usual: 0, grids: Vec::new(), units: Vec::new() })
        }
        Kind::Date { min, max, .. } => {
            let limit = |date: &Option<Date>, far: i128| match date {
                Some(date) if !reads_answers(|see| date.reads(see)) => {
                    facts.date(date).map_or(far, |date| i128::from(date.num_days_from_ce()))
                }
                _ => far,
            };
            let (first, last) = (limit(min, DAYS.0), limit(max, DAYS.1));
            let usual = facts.date(&Date::Today).map_or(first, |today| i128::from(today.num_days_from_ce()));
            let grid = Grid::fine(0);
            Some(Line { first, last, grid, fine: false, dates: true, usual, grids: Vec::new(), units: Vec::new() })
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
        kind @ Kind::Number { min: Some(min), max: Some(max), .. }
            if reads_answers(|see| min.reads(see)) || reads_answers(|see| max.reads(see)) =>
        {
            let sides = match kind.step() {
                Some(step) => {
                    let counted = |limit: &Num| Box::new(in_steps(limit.clone(), step));
                    [Num::Ceil(counted(min)), Num::Floor(counted(max))]
                }
                None => [min.clone(), max.clone()],
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

/// How many steps a number is.
pub(super) fn in_steps(number: Num, step: Decimal) -> Num {
    if step == Decimal::ONE { number } else { Num::Sum(Arithmetic::Over, Box::new([number, Num::Literal(step)])) }
}

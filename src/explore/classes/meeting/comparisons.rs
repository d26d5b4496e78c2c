//! Comparisons of two typed answers: which answer is compared with which, and by how much it is moved before.

use rust_decimal::Decimal;

use crate::explore::classes::cuts::extent::Extent;
use crate::explore::classes::limits::grid;
use crate::tree::Grid;
use crate::tree::{Arithmetic, Cond, DEEPEST, Date, DateUnit, Expr, Kind, Num, QuestionId, Tree, ValueId, ValueRule};

/// One answer, moved by so much, is compared with another.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Edge {
    pub(crate) from: QuestionId,
    pub(crate) to: QuestionId,
    pub(crate) shift: i128,
}

/// Whether a comparison is one of two answers, which cuts neither by itself.
pub(crate) fn is_of_two(tree: &Tree, cond: &Cond, extent: Extent) -> bool {
    edge(tree, cond, extent).is_some()
}

/// A comparison of two answers, if that is all it is and both lie on one line.
pub(crate) fn edge(tree: &Tree, cond: &Cond, extent: Extent) -> Option<Edge> {
    let sides = match cond {
        Cond::Numbers(_, sides) => sides.each_ref().map(|side| of_num(tree, side)),
        Cond::Dates(_, sides) => sides.each_ref().map(|side| of_date(tree, side)),
        _ => return None,
    };
    let [Some((from, left)), Some((to, right))] = sides else { return None };
    let grids = [from, to].map(|id| &tree.question(id).kind).map(|kind| match kind {
        Kind::Date { .. } => None,
        kind => Some(grid(kind, extent)),
    });
    let one = match grids {
        [None, None] => Grid::fine(0),
        [Some(own), Some(other)] if own == other => own.0,
        _ => return None,
    };
    let shift = left.checked_sub(right)?;
    (from != to).then_some(())?;
    // Both sides must come to what they come to on paper.
    let moved = !(left.is_zero() && right.is_zero());
    (!moved || matches!(cond, Cond::Dates(..)) || extent.keeps(one.places)).then_some(())?;
    Some(Edge { from, to, shift: one.exactly(shift)? })
}

/// A question and by how much its answer is moved, if a number is no more than that.
fn of_num(tree: &Tree, num: &Num) -> Option<(QuestionId, Decimal)> {
    match num {
        Num::Answer(id) => Some((*id, Decimal::ZERO)),
        Num::Value(id) => match plain(tree, *id)? {
            Expr::Num(inner) => of_num(tree, inner),
            _ => None,
        },
        Num::Sum(operation, sides) => {
            let (moved, by) = match (operation, &**sides) {
                (Arithmetic::Plus, [Num::Literal(by), moved] | [moved, Num::Literal(by)]) => (moved, *by),
                (Arithmetic::Minus, [moved, Num::Literal(by)]) => (moved, -*by),
                _ => return None,
            };
            let (id, before) = of_num(tree, moved)?;
            Some((id, before.checked_add(by)?))
        }
        _ => None,
    }
}

fn of_date(tree: &Tree, date: &Date) -> Option<(QuestionId, Decimal)> {
    match date {
        Date::Answer(id) => Some((*id, Decimal::ZERO)),
        Date::Value(id) => match plain(tree, *id)? {
            Expr::Date(inner) => of_date(tree, inner),
            _ => None,
        },
        Date::Add(DateUnit::Days, moved, by) => {
            let (id, before) = of_date(tree, moved)?;
            let by = match &**by {
                Num::Literal(by) => *by,
                Num::Minus(inner) => match &**inner {
                    Num::Literal(by) => -*by,
                    _ => return None,
                },
                _ => return None,
            };
            Some((id, before.checked_add(by)?))
        }
        _ => None,
    }
}

/// What a value comes to, if it is one expression and not too deep.
pub(super) fn plain(tree: &Tree, id: ValueId) -> Option<&Expr> {
    let value = tree.value(id);
    match &value.rule {
        ValueRule::One(expr) if value.depth <= DEEPEST => Some(expr),
        _ => None,
    }
}

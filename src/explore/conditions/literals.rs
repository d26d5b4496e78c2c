//! The numbers and dates that an author wrote out in conditions, by way of values too.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::corners::{Point, date_literals, literals, number_literals};
use crate::tree::{Cond, Expr, Moment, Num, Read, Reads, Set, Tree, ValueId, ValueRule};

/// Numbers and dates written out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Literals {
    pub(crate) numbers: Vec<Decimal>,
    pub(crate) dates: Vec<NaiveDate>,
}

impl Literals {
    /// Adds those of a comparison of numbers or dates.
    pub(crate) fn cond(&mut self, cond: &Cond, tree: &Tree) {
        let mut found = Vec::new();
        literals(cond, &mut found);
        if matches!(cond, Cond::Numbers(..) | Cond::Dates(..) | Cond::NumberIn(..) | Cond::DateIn(..)) {
            in_values(tree, |see| cond.reads(see), &mut found);
        }
        self.add(found);
    }

    /// Adds those of a limit.
    pub(crate) fn num(&mut self, num: &Num, tree: &Tree) {
        let mut found = Vec::new();
        number_literals(num, &mut found);
        in_values(tree, |see| num.reads(see), &mut found);
        self.add(found);
    }

    fn add(&mut self, found: Vec<Point>) {
        for point in found {
            match point {
                Point::Number(number) => self.numbers.push(number),
                Point::Date(date) => self.dates.push(date),
            }
        }
    }
}

/// Adds those of the values without rules that something reads, each value once.
fn in_values(tree: &Tree, reads: impl Reads, found: &mut Vec<Point>) {
    let (mut waiting, mut seen) = (Vec::new(), FxHashSet::default());
    let values = |read, waiting: &mut Vec<ValueId>| {
        waiting.extend(if let Read::Value(id) = read { Some(id) } else { None });
    };
    reads(&mut |read| values(read, &mut waiting));
    while let Some(id) = waiting.pop() {
        match &tree.value(id).rule {
            ValueRule::One(expr @ (Expr::Num(_) | Expr::Date(_))) if seen.insert(id) => {
                match expr {
                    Expr::Num(num) => number_literals(num, found),
                    Expr::Date(date) => date_literals(date, found),
                    _ => {}
                }
                expr.reads(&mut |read| values(read, &mut waiting));
            }
            _ => {}
        }
    }
}

/// Whether a comparison looks at nothing but how many boxes of a question are ticked, and at numbers written out.
pub(crate) fn counts_only(tree: &Tree, cond: &Cond) -> bool {
    let (mut waiting, mut seen) = (Vec::new(), FxHashSet::default());
    let mut only = match cond {
        Cond::Numbers(_, sides) => sides.iter().all(|side| is_count(side, &mut waiting)),
        Cond::NumberIn(number, among, _) => {
            is_count(number, &mut waiting) && among.iter().all(|other| is_count(other, &mut waiting))
        }
        _ => false,
    };
    while let Some(id) = waiting.pop().filter(|_| only) {
        if seen.insert(id) {
            let rule = &tree.value(id).rule;
            only = matches!(rule, ValueRule::One(Expr::Num(inner)) if is_count(inner, &mut waiting));
        }
    }
    only
}

/// The same of a number, but for the values that it reads.
fn is_count(num: &Num, values: &mut Vec<ValueId>) -> bool {
    match num {
        Num::Literal(_) => true,
        Num::Count(set) => matches!(**set, Set::Answer(_)),
        Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => is_count(inner, values),
        Num::Sum(_, sides) | Num::Round(sides) => sides.iter().all(|side| is_count(side, values)),
        Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
            parts.iter().all(|part| is_count(part, values))
        }
        Num::Value(id) => {
            values.push(*id);
            true
        }
        _ => false,
    }
}

/// Whether where walks go, or which notes they show, hangs on what the tree calls `today`.
#[must_use]
pub fn reads_today(tree: &Tree) -> bool {
    let mut found = false;
    tree.looks(&mut |site, look| {
        let goes = look.decides() && !matches!(site.moment(), Moment::Value(_) | Moment::AnyEnd);
        found = found || goes && tree.any_read(|see| look.reads(tree, see), |read| read == Read::Today);
    });
    found
}

//! The numbers and dates that an author wrote out in conditions, by way of values too.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::tree::{Cond, Date, Expr, Kind, Next, Num, Question, Read, Set, Tree, ValueRule};

/// Numbers and dates written out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Literals {
    pub(crate) numbers: Vec<Decimal>,
    pub(crate) dates: Vec<NaiveDate>,
}

/// Values in values deeper than this are not looked into.
const DEEPEST: u32 = 50;

impl Literals {
    /// Adds those of a comparison of numbers or dates.
    pub(crate) fn cond(&mut self, cond: &Cond, tree: &Tree) {
        match cond {
            Cond::Numbers(_, sides) => sides.iter().for_each(|side| self.num(side, tree, 0)),
            Cond::Dates(_, sides) => sides.iter().for_each(|side| self.date(side, tree, 0)),
            Cond::NumberIn(number, among, _) => {
                self.num(number, tree, 0);
                among.iter().for_each(|other| self.num(other, tree, 0));
            }
            Cond::DateIn(date, among, _) => {
                self.date(date, tree, 0);
                among.iter().for_each(|other| self.date(other, tree, 0));
            }
            _ => {}
        }
    }

    pub(crate) fn num(&mut self, num: &Num, tree: &Tree, depth: u32) {
        match num {
            Num::Literal(number) => self.numbers.push(*number),
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.num(inner, tree, depth),
            Num::Sum(_, sides) | Num::Round(sides) => sides.iter().for_each(|side| self.num(side, tree, depth)),
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
                parts.iter().for_each(|part| self.num(part, tree, depth));
            }
            Num::Between(_, sides) => sides.iter().for_each(|side| self.date(side, tree, depth)),
            Num::Value(id) if depth < DEEPEST => {
                if let ValueRule::One(Expr::Num(inner)) = &tree.value(*id).rule {
                    self.num(inner, tree, depth + 1);
                }
            }
            Num::Answer(_) | Num::Value(_) | Num::Score(_) | Num::Count(_) => {}
        }
    }

    fn date(&mut self, date: &Date, tree: &Tree, depth: u32) {
        match date {
            Date::Literal(date) => self.dates.push(*date),
            Date::Add(_, date, number) => {
                self.date(date, tree, depth);
                self.num(number, tree, depth);
            }
            Date::Default(parts) => parts.iter().for_each(|part| self.date(part, tree, depth)),
            Date::Value(id) if depth < DEEPEST => {
                if let ValueRule::One(Expr::Date(inner)) = &tree.value(*id).rule {
                    self.date(inner, tree, depth + 1);
                }
            }
            Date::Today | Date::Answer(_) | Date::Value(_) => {}
        }
    }
}

/// Whether a comparison looks at nothing but how many boxes of a question are ticked, and at numbers written out.
pub(crate) fn counts_only(tree: &Tree, cond: &Cond) -> bool {
    match cond {
        Cond::Numbers(_, sides) => sides.iter().all(|side| is_count(tree, side, 0)),
        Cond::NumberIn(number, among, _) => {
            is_count(tree, number, 0) && among.iter().all(|other| is_count(tree, other, 0))
        }
        _ => false,
    }
}

fn is_count(tree: &Tree, num: &Num, depth: u32) -> bool {
    match num {
        Num::Literal(_) => true,
        Num::Count(set) => matches!(**set, Set::Answer(_)),
        Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => is_count(tree, inner, depth),
        Num::Sum(_, sides) | Num::Round(sides) => sides.iter().all(|side| is_count(tree, side, depth)),
        Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
            parts.iter().all(|part| is_count(tree, part, depth))
        }
        Num::Value(id) if depth < DEEPEST => {
            matches!(&tree.value(*id).rule, ValueRule::One(Expr::Num(inner)) if is_count(tree, inner, depth + 1))
        }
        _ => false,
    }
}

/// Whether a condition looks at a score, by way of values too.
pub(crate) fn reads_score(tree: &Tree, cond: &Cond) -> bool {
    any_read(tree, |see| cond.reads(see), |read| matches!(read, Read::Score(_)))
}

/// Whether something looks at what is wanted, by way of values too.
pub(crate) fn any_read(
    tree: &Tree,
    reads: impl FnOnce(&mut dyn FnMut(Read)),
    mut wanted: impl FnMut(Read) -> bool,
) -> bool {
    let (mut found, mut values, mut seen) = (false, Vec::new(), Vec::new());
    let mut see = |read, values: &mut Vec<_>| match read {
        Read::Value(id) => values.push(id),
        other => found |= wanted(other),
    };
    reads(&mut |read| see(read, &mut values));
    while let Some(value) = values.pop() {
        if !seen.contains(&value) {
            seen.push(value);
            tree.value(value).rule.reads(&mut |read| see(read, &mut values));
        }
    }
    found
}

/// Whether where walks go, or which notes they show, hangs on what the tree calls `today`.
#[must_use]
pub fn reads_today(tree: &Tree) -> bool {
    let today = |read| read == Read::Today;
    let cond = |cond: &Cond| any_read(tree, |see| cond.reads(see), today);
    let limits = |kind: &Kind| match kind {
        Kind::Number { min, max, .. } | Kind::Many { min, max, .. } => {
            [min, max].into_iter().flatten().any(|num| any_read(tree, |see| num.reads(see), today))
        }
        Kind::Date { min, max, .. } => {
            [min, max].into_iter().flatten().any(|date| any_read(tree, |see| date.reads(see), today))
        }
        _ => false,
    };
    let in_question = |question: &Question| {
        let rules = match &question.next {
            Next::Rules(rules) => &rules[..],
            _ => &[],
        };
        question.when.as_deref().is_some_and(cond)
            || question.kind.options().iter().filter_map(|option| option.when.as_deref()).any(cond)
            || question.rejects.iter().any(|reject| cond(&reject.when))
            || rules.iter().filter_map(|rule| rule.when.as_ref()).any(cond)
            || limits(&question.kind)
    };
    tree.questions().any(|(_, question)| in_question(question))
        || tree.outcomes().any(|(_, outcome)| outcome.notes.iter().filter_map(|note| note.when.as_ref()).any(cond))
}

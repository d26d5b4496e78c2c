//! Whether an expression may come to nothing because of what an answer is, and not only for want of it.

use std::cell::RefCell;

use rustc_hash::FxHashSet;

use super::conds::{DEEPEST, questions_of};
use crate::tree::{Arithmetic, Date, Expr, Num, QuestionId, Read, Text, Tree, ValueId, ValueRule};

/// Whether it hangs on the answer itself to this question that an expression comes to anything: by a division, the end
/// of the calendar, the choice between rules, a table.
pub(super) fn may_vanish(tree: &Tree, id: QuestionId, expr: &Expr) -> bool {
    Vanish { tree, id, seen: RefCell::default() }.expr(expr)
}

struct Vanish<'t> {
    tree: &'t Tree,
    id: QuestionId,
    /// The values looked into so far.
    seen: RefCell<FxHashSet<ValueId>>,
}

impl Vanish<'_> {
    fn reads(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        questions_of(self.tree, reads).contains(&self.id)
    }

    fn expr(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Cond(_) => false,
            Expr::Num(num) => self.num(num),
            Expr::Date(date) => self.date(date),
            Expr::Text(text) => self.text(text),
            Expr::Choice(_) | Expr::Set(_) => {
                let mut values = Vec::new();
                expr.reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
                values.into_iter().any(|id| self.value(id))
            }
        }
    }

    fn value(&self, id: ValueId) -> bool {
        if !self.seen.borrow_mut().insert(id) {
            return false;
        }
        let value = self.tree.value(id);
        match &value.rule {
            _ if value.depth > DEEPEST => self.reads(|see| see(Read::Value(id))),
            ValueRule::One(expr) => self.expr(expr),
            rule => self.reads(|see| rule.reads(see)),
        }
    }

    fn num(&self, num: &Num) -> bool {
        match num {
            Num::Literal(_) | Num::Answer(_) | Num::Score(_) | Num::Count(_) => false,
            Num::Value(id) => self.value(*id),
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.num(inner),
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let divides = *operation == Arithmetic::Over && self.reads(|see| right.reads(see));
                divides || self.num(left) || self.num(right)
            }
            Num::Round(sides) => {
                let [number, places] = &**sides;
                self.num(number) || self.reads(|see| places.reads(see))
            }
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => parts.iter().any(|part| self.num(part)),
            Num::Between(_, sides) => sides.iter().any(|side| self.date(side)),
        }
    }

    fn date(&self, date: &Date) -> bool {
        match date {
            Date::Literal(_) | Date::Today | Date::Answer(_) => false,
            Date::Value(id) => self.value(*id),
            Date::Add(..) => self.reads(|see| date.reads(see)),
            Date::Default(parts) => parts.iter().any(|part| self.date(part)),
        }
    }

    fn text(&self, text: &Text) -> bool {
        match text {
            Text::Literal(_) | Text::Answer(_) => false,
            Text::Value(id) => self.value(*id),
            Text::Fixed(sides) | Text::Grouped(sides) => {
                let [number, places] = &**sides;
                self.num(number) || self.reads(|see| places.reads(see))
            }
            Text::Long(date) => self.date(date),
            Text::Default(parts) => parts.iter().any(|part| self.text(part)),
        }
    }
}

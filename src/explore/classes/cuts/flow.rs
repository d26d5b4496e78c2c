//! Which typed answers come into an expression by the number or the date itself, and not only by what is true of them.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::tree::{DEEPEST, Date, Expr, Num, QuestionId, Read, Text, Tree, ValueId, ValueRule};

/// The typed answers that come into expressions.
pub(crate) struct Flow<'t> {
    tree: &'t Tree,
    values: RefCell<FxHashMap<ValueId, Rc<[QuestionId]>>>,
}

impl<'t> Flow<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        Self { tree, values: RefCell::default() }
    }

    /// Whether an answer comes into a number; whether any does, where none is named.
    pub(crate) fn reaches_num(&self, id: impl Into<Option<QuestionId>>, num: &Num) -> bool {
        let mut found = Vec::new();
        self.num(num, &mut found);
        is_among(id.into(), &found)
    }

    /// Whether an answer comes into a date.
    pub(crate) fn reaches_date(&self, id: impl Into<Option<QuestionId>>, date: &Date) -> bool {
        let mut found = Vec::new();
        self.date(date, &mut found);
        is_among(id.into(), &found)
    }

    /// Whether an answer comes into a text.
    pub(crate) fn reaches_text(&self, id: QuestionId, text: &Text) -> bool {
        let mut found = Vec::new();
        self.text(text, &mut found);
        found.contains(&id)
    }

    fn num(&self, num: &Num, found: &mut Vec<QuestionId>) {
        match num {
            Num::Answer(id) => found.push(*id),
            Num::Value(id) => found.extend(self.value(*id).iter()),
            // A set is made of answers that are listed; of conditions that are counted it is their truth that comes in.
            Num::Literal(_) | Num::Score(_) | Num::Count(_) | Num::HowMany(_) => {}
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.num(inner, found),
            Num::Sum(_, sides) | Num::Round(sides) => sides.iter().for_each(|side| self.num(side, found)),
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
                parts.iter().for_each(|part| self.num(part, found));
            }
            Num::Between(_, sides) => sides.iter().for_each(|side| self.date(side, found)),
        }
    }

    fn date(&self, date: &Date, found: &mut Vec<QuestionId>) {
        match date {
            Date::Literal(_) | Date::Today => {}
            Date::Answer(id) => found.push(*id),
            Date::Value(id) => found.extend(self.value(*id).iter()),
            Date::Add(_, date, number) => {
                self.date(date, found);
                self.num(number, found);
            }
            Date::Default(parts) => parts.iter().for_each(|part| self.date(part, found)),
        }
    }

    fn text(&self, text: &Text, found: &mut Vec<QuestionId>) {
        match text {
            Text::Literal(_) | Text::Answer(_) => {}
            Text::Value(id) => found.extend(self.value(*id).iter()),
            Text::Fixed(sides) | Text::Grouped(sides) => sides.iter().for_each(|side| self.num(side, found)),
            Text::Long(date) => self.date(date, found),
            Text::Default(parts) => parts.iter().for_each(|part| self.text(part, found)),
        }
    }

    fn value(&self, id: ValueId) -> Rc<[QuestionId]> {
        if let Some(known) = self.values.borrow().get(&id) {
            return known.clone();
        }
        let value = self.tree.value(id);
        let mut found = Vec::new();
        let expr = |expr: &Expr, found: &mut Vec<QuestionId>| match expr {
            Expr::Num(num) => self.num(num, found),
            Expr::Date(date) => self.date(date, found),
            Expr::Text(text) => self.text(text, found),
            Expr::Cond(_) | Expr::Choice(_) | Expr::Set(_) => {}
        };
        match &value.rule {
            _ if value.depth > DEEPEST => found.extend(self.tree.questions_read(|see| see(Read::Value(id)))),
            ValueRule::One(one) => expr(one, &mut found),
            ValueRule::Rules(rules) => rules.iter().for_each(|(_, is)| expr(is, &mut found)),
            // Its entries are written out.
            ValueRule::Table(_) => {}
        }
        found.sort_unstable();
        found.dedup();
        let found: Rc<[QuestionId]> = found.into();
        self.values.borrow_mut().insert(id, found.clone());
        found
    }
}

fn is_among(id: Option<QuestionId>, found: &[QuestionId]) -> bool {
    id.map_or(!found.is_empty(), |id| found.contains(&id))
}

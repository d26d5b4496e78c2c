//! What expressions come to in a walk so far (format: Conditions).

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::facts::{Facts, Val};
use super::{calendar, number};
use crate::tree::{Answer, AnswerRef, Choice, Cond, Date, Expr, Num, QuestionId, Set, Symbol, Text};

impl Facts<'_> {
    /// What an expression comes to.
    pub(crate) fn expr(&self, expr: &Expr) -> Val {
        match expr {
            Expr::Cond(cond) => Val::Cond(self.cond(cond)),
            Expr::Num(num) => self.num(num).map_or(Val::Missing, Val::Num),
            Expr::Date(date) => self.date(date).map_or(Val::Missing, Val::Date),
            Expr::Text(text) => self.text(text).map_or(Val::Missing, Val::Text),
            Expr::Choice(choice) => self.choice(choice).map_or(Val::Missing, Val::Choice),
            Expr::Set(set) => self.set(set).map_or(Val::Missing, |(question, chosen)| Val::Set(question, chosen)),
        }
    }

    /// Whether what stands under a condition is there: where it is true, or there is none.
    pub(crate) fn holds(&self, when: Option<&Cond>) -> bool {
        when.is_none_or(|when| self.cond(when))
    }

    /// Whether a condition is true. A comparison with something missing is false, `!=` and `not in` too.
    pub(crate) fn cond(&self, cond: &Cond) -> bool {
        match cond {
            Cond::Const(value) => *value,
            Cond::Value(id) => self.value(*id) == Val::Cond(true),
            Cond::Not(inner) => !self.cond(inner),
            Cond::All(parts) => parts.iter().all(|part| self.cond(part)),
            Cond::Any(parts) => parts.iter().any(|part| self.cond(part)),
            Cond::Same(sides, unequal) => {
                let [left, right] = &**sides;
                (self.cond(left) == self.cond(right)) != *unequal
            }
            Cond::Numbers(order, sides) => {
                let [left, right] = &**sides;
                both(self.num(left), self.num(right)).is_some_and(|(left, right)| order.holds(left.cmp(&right)))
            }
            Cond::Dates(order, sides) => {
                let [left, right] = &**sides;
                both(self.date(left), self.date(right)).is_some_and(|(left, right)| order.holds(left.cmp(&right)))
            }
            Cond::Texts(sides, unequal) => {
                let [left, right] = &**sides;
                both(self.text(left), self.text(right)).is_some_and(|(left, right)| (left == right) != *unequal)
            }
            Cond::Choices(sides, unequal) => {
                let [left, right] = &**sides;
                both(self.choice_id(left), self.choice_id(right))
                    .is_some_and(|(left, right)| (left == right) != *unequal)
            }
            Cond::ChoiceIn(choice, ids, not) => self.choice_id(choice).is_some_and(|id| contains(ids, id) != *not),
            Cond::NumberIn(number, among, not) => {
                self.num(number).is_some_and(|number| among.iter().any(|other| self.num(other) == Some(number)) != *not)
            }
            Cond::DateIn(date, among, not) => {
                self.date(date).is_some_and(|date| among.iter().any(|other| self.date(other) == Some(date)) != *not)
            }
            Cond::TextIn(text, among, not) => self
                .text(text)
                .is_some_and(|text| among.iter().any(|other| self.text(other).as_ref() == Some(&text)) != *not),
            Cond::InSet(choice, set, not) => both(self.choice_id(choice), self.set(set))
                .is_some_and(|(id, set)| self.ids(&set).any(|other| other == id) != *not),
            Cond::AnyOf(set, ids) => self.set(set).is_some_and(|set| self.ids(&set).any(|id| contains(ids, id))),
            Cond::AllOf(set, ids) => {
                self.set(set).is_some_and(|set| ids.iter().all(|wanted| self.ids(&set).any(|id| id == *wanted)))
            }
            Cond::OnlyOf(set, ids) => {
                self.set(set).is_some_and(|set| !set.1.is_empty() && self.ids(&set).all(|id| contains(ids, id)))
            }
            Cond::Answered(expr) => self.expr(expr) != Val::Missing,
            Cond::Matches(text, pattern) => self.text(text).is_some_and(|text| pattern.matches(&text)),
        }
    }

    fn choice_id(&self, choice: &Choice) -> Option<Symbol> {
        self.symbol(self.choice(choice)?)
    }

    fn ids<'s>(&'s self, set: &'s (QuestionId, Arc<[u32]>)) -> impl Iterator<Item = Symbol> + 's {
        let (question, chosen) = set;
        chosen.iter().filter_map(|index| self.symbol(AnswerRef { question: *question, index: *index }))
    }

    pub(crate) fn num(&self, num: &Num) -> Option<Decimal> {
        match num {
            Num::Literal(number) => Some(*number),
            Num::Answer(question) => match self.answer(*question)? {
                Answer::Number(number) => Some(*number),
                _ => None,
            },
            Num::Value(id) => match self.value(*id) {
                Val::Num(number) => Some(number),
                _ => None,
            },
            Num::Score(score) => self.score(*score),
            Num::Minus(inner) => self.num(inner).map(|number| -number),
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                number::arithmetic(*operation, self.num(left)?, self.num(right)?)
            }
            Num::Count(set) => self.set(set).map(|(_, chosen)| Decimal::from(chosen.len())),
            Num::HowMany(parts) => Some(parts.iter().filter(|part| self.cond(part)).count().into()),
            Num::Least(parts) => self.nums(parts)?.into_iter().min(),
            Num::Greatest(parts) => self.nums(parts)?.into_iter().max(),
            Num::Round(sides) => {
                let [number, places] = &**sides;
                number::round(self.num(number)?, self.num(places)?)
            }
            Num::Floor(inner) => self.num(inner).map(|number| number.floor()),
            Num::Ceil(inner) => self.num(inner).map(|number| number.ceil()),
            Num::Abs(inner) => self.num(inner).map(|number| number.abs()),
            Num::Between(elapsed, sides) => {
                let [from, to] = &**sides;
                Some(calendar::between(*elapsed, self.date(from)?, self.date(to)?).into())
            }
            Num::Default(parts) => parts.iter().find_map(|part| self.num(part)),
        }
    }

    fn nums(&self, parts: &[Num]) -> Option<Vec<Decimal>> {
        parts.iter().map(|part| self.num(part)).collect()
    }

    pub(crate) fn date(&self, date: &Date) -> Option<NaiveDate> {
        match date {
            Date::Literal(date) => Some(*date),
            Date::Today => Some(self.today),
            Date::Answer(question) => match self.answer(*question)? {
                Answer::Date(date) => Some(*date),
                _ => None,
            },
            Date::Value(id) => match self.value(*id) {
                Val::Date(date) => Some(date),
                _ => None,
            },
            Date::Add(unit, date, number) => {
                calendar::add(*unit, self.date(date)?, self.num(number)?.trunc().to_i64()?)
            }
            Date::Default(parts) => parts.iter().find_map(|part| self.date(part)),
        }
    }

    pub(crate) fn text(&self, text: &Text) -> Option<Arc<str>> {
        match text {
            Text::Literal(text) => Some(text.clone()),
            Text::Answer(question) => match self.answer(*question)? {
                Answer::Text(text) => Some(text.clone()),
                _ => None,
            },
            Text::Value(id) => match self.value(*id) {
                Val::Text(text) => Some(text),
                _ => None,
            },
            Text::Fixed(sides) => {
                let [number, places] = &**sides;
                number::fixed(self.num(number)?, self.num(places)?).map(Into::into)
            }
            Text::Grouped(sides) => {
                let [number, places] = &**sides;
                number::grouped(self.num(number)?, self.num(places)?).map(Into::into)
            }
            Text::Long(date) => self.date(date).map(|date| calendar::long(date).into()),
            Text::Default(parts) => parts.iter().find_map(|part| self.text(part)),
        }
    }

    pub(crate) fn choice(&self, choice: &Choice) -> Option<AnswerRef> {
        match choice {
            Choice::Literal(answer) => Some(*answer),
            Choice::Answer(question) => match self.answer(*question)? {
                Answer::Choice(index) => Some(AnswerRef { question: *question, index: *index }),
                _ => None,
            },
            Choice::Value(id) => match self.value(*id) {
                Val::Choice(answer) => Some(answer),
                _ => None,
            },
            Choice::Default(parts) => parts.iter().find_map(|part| self.choice(part)),
        }
    }

    pub(crate) fn set(&self, set: &Set) -> Option<(QuestionId, Arc<[u32]>)> {
        match set {
            Set::Literal(question, chosen) => Some((*question, chosen.clone())),
            Set::Answer(question) => match self.answer(*question)? {
                Answer::Many(chosen) => Some((*question, chosen.clone())),
                _ => None,
            },
            Set::Value(id) => match self.value(*id) {
                Val::Set(question, chosen) => Some((question, chosen)),
                _ => None,
            },
            Set::Default(parts) => parts.iter().find_map(|part| self.set(part)),
        }
    }
}

fn both<A, B>(left: Option<A>, right: Option<B>) -> Option<(A, B)> {
    left.zip(right)
}

/// `ids` is sorted; most are one or two long.
fn contains(ids: &[Symbol], id: Symbol) -> bool {
    if ids.len() <= 8 { ids.contains(&id) } else { ids.binary_search(&id).is_ok() }
}

//! What is known in a walk so far, and what expressions come to given that (format: Conditions).

use std::cell::RefCell;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::known::Known;
use super::sums::Sums;
use super::{calendar, number};
use crate::tree::{
    Answer, AnswerRef, Cell, Choice, Cond, Date, Entry, Expr, Key, Num, QuestionId, ScoreId, Set, Symbol, Table, Text,
    Tree, ValueId, ValueRule,
};

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Val {
    /// There is no answer to compute it from.
    Missing,
    /// True or false.
    Cond(bool),
    /// A number.
    Num(Decimal),
    /// A date.
    Date(NaiveDate),
    /// A text.
    Text(Arc<str>),
    /// An answer.
    Choice(AnswerRef),
    /// Answers of one question, by their positions.
    Set(QuestionId, Arc<[u32]>),
}

/// The answers of the questions asked so far, and the date.
#[derive(Debug, Clone)]
pub(crate) struct Facts<'t> {
    pub(super) tree: &'t Tree,
    pub(super) today: NaiveDate,
    answers: Vec<Option<Answer>>,
    asked: Vec<QuestionId>,
    /// Values already worked out from these answers.
    values: RefCell<Known<Val>>,
    /// The scores of the answers asked.
    sums: Sums,
    /// Scores that stand for those of answers which are not kept.
    scores: Option<Vec<Decimal>>,
}

impl<'t> Facts<'t> {
    pub(crate) fn new(tree: &'t Tree, today: NaiveDate) -> Self {
        Self {
            tree,
            today,
            answers: vec![None; tree.questions.len()],
            asked: Vec::new(),
            values: RefCell::new(Known::new(tree.values.len())),
            sums: Sums::new(tree.scores.len()),
            scores: None,
        }
    }

    /// The questions asked, in order.
    pub(super) fn asked(&self) -> &[QuestionId] {
        &self.asked
    }

    /// The answer to a question, if it has been asked.
    pub(crate) fn answer(&self, question: QuestionId) -> Option<&Answer> {
        self.answers.get(question.index())?.as_ref()
    }

    pub(super) fn add(&mut self, question: QuestionId, answer: Answer) {
        if let Some(slot) = self.answers.get_mut(question.index()) {
            self.sums.add(self.tree, question, slot.insert(answer));
            self.asked.push(question);
            self.forget_values();
        }
    }

    /// The same facts and one answer more.
    pub(crate) fn with(&self, question: QuestionId, answer: Answer) -> Self {
        let mut facts = self.clone();
        facts.add(question, answer);
        facts
    }

    pub(super) fn remove_last(&mut self) -> Option<(QuestionId, Answer)> {
        let question = self.asked.pop()?;
        self.forget_values();
        let answer = self.answers.get_mut(question.index())?.take()?;
        if !self.sums.take_back(question) {
            self.sums = Sums::new(self.tree.scores.len());
            for &question in &self.asked {
                if let Some(Some(answer)) = self.answers.get(question.index()) {
                    self.sums.add(self.tree, question, answer);
                }
            }
        }
        Some((question, answer))
    }

    /// Forgets all that was asked and answered.
    pub(super) fn clear(&mut self) {
        for question in self.asked.drain(..) {
            if let Some(answer) = self.answers.get_mut(question.index()).and_then(Option::take) {
                self.sums.clear(self.tree, question, &answer);
            }
        }
        self.forget_values();
    }

    /// Sets or removes an answer without its being asked in this walk. A round of changes ends with
    /// [`Facts::changed`].
    pub(crate) fn put(&mut self, question: QuestionId, answer: Option<Answer>) {
        if let Some(slot) = self.answers.get_mut(question.index()) {
            *slot = answer;
        }
    }

    /// Sets a score, whatever the answers add; from then on all scores are only what was set.
    pub(crate) fn set_score(&mut self, score: ScoreId, sum: Decimal) {
        let count = self.tree.scores.len();
        let scores = self.scores.get_or_insert_with(|| vec![Decimal::ZERO; count]);
        if let Some(slot) = scores.get_mut(score.index()) {
            *slot = sum;
        }
    }

    /// Forgets what was worked out before a round of changes.
    pub(crate) fn changed(&mut self) {
        self.forget_values();
    }

    fn forget_values(&mut self) {
        self.values.get_mut().forget();
    }

    /// A score: the sum over the answers of the walk; missing only past 28 digits.
    pub(super) fn score(&self, score: ScoreId) -> Option<Decimal> {
        if let Some(scores) = &self.scores {
            return scores.get(score.index()).copied();
        }
        self.sums.get(score)
    }

    /// A value, worked out together with those it reads, innermost first so that chains need no stack.
    pub(crate) fn value(&self, id: ValueId) -> Val {
        let known = |id: ValueId| self.values.borrow().get(id).cloned();
        let is_known = |id: ValueId| self.values.borrow().get(id).is_some();
        if let Some(value) = known(id) {
            return value;
        }
        let mut stack = vec![id];
        while let Some(&top) = stack.last() {
            if is_known(top) {
                stack.pop();
                continue;
            }
            let value = self.tree.value(top);
            let before = stack.len();
            stack.extend(value.reads.iter().filter(|read| !is_known(**read)));
            if stack.len() == before {
                let found = self.work_out(&value.rule);
                // A condition is never missing (format: Conditions).
                let found = if found == Val::Missing && value.kind == crate::tree::Type::Cond {
                    Val::Cond(false)
                } else {
                    found
                };
                self.values.borrow_mut().add(top, found);
                stack.pop();
            }
        }
        known(id).unwrap_or(Val::Missing)
    }

    fn work_out(&self, rule: &ValueRule) -> Val {
        match rule {
            ValueRule::One(expr) => self.expr(expr),
            ValueRule::Rules(rules) => {
                let first = self.first_rule(rules).and_then(|index| rules.get(index));
                first.map_or(Val::Missing, |(_, is)| self.expr(is))
            }
            ValueRule::Table(table) => match self.entry(table, &mut |_| {}).or(table.otherwise.as_ref()) {
                Some(Cell::Num(number)) => Val::Num(*number),
                Some(Cell::Text(text)) => Val::Text(text.clone()),
                None => Val::Missing,
            },
        }
    }

    fn first_rule(&self, rules: &[(Option<Cond>, Expr)]) -> Option<usize> {
        rules.iter().position(|(when, _)| self.holds(when.as_ref()))
    }

    /// The entry that a table is looked up at; `see` is told its keys.
    fn entry<'r>(&self, table: &'r Table, see: &mut dyn FnMut(Key)) -> Option<&'r Cell> {
        let mut rows = &table.rows;
        for by in &table.by {
            let key = self.key(by)?;
            let entry = rows.get(&key)?;
            see(key);
            match entry {
                Entry::Rows(inner) => rows = inner,
                Entry::Cell(found) => return Some(found),
            }
        }
        None
    }

    /// The position of the rule that a value comes from; none if it has none that is true, or no rules.
    pub(crate) fn rule_of(&self, id: ValueId) -> Option<usize> {
        match &self.tree.value(id).rule {
            ValueRule::Rules(rules) => self.first_rule(rules),
            _ => None,
        }
    }

    /// The keys of the entry that a table is looked up at; none if it has no such entry.
    pub(crate) fn keys_of(&self, table: &Table) -> Option<Vec<Key>> {
        let mut keys = Vec::new();
        self.entry(table, &mut |key| keys.push(key)).map(|_| keys)
    }

    fn key(&self, by: &Expr) -> Option<Key> {
        match self.expr(by) {
            Val::Cond(cond) => Some(Key::Cond(cond)),
            Val::Num(number) => Some(Key::Num(number.normalize())),
            Val::Text(text) => Some(Key::Text(text)),
            Val::Choice(answer) => self.symbol(answer).map(Key::Id),
            Val::Missing | Val::Date(_) | Val::Set(..) => None,
        }
    }

    fn symbol(&self, answer: AnswerRef) -> Option<Symbol> {
        self.tree.option(answer).map(|option| option.id)
    }

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

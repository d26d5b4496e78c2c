//! What is known in a walk so far: its answers, its scores, its values.

use std::cell::RefCell;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::sums::Sums;
use super::values::{Bits, Known};
use crate::tree::{
    Answer, AnswerRef, Cell, Cond, Expr, Key, QuestionId, ScoreId, Symbol, Table, Tree, ValueId, ValueRule,
};

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    pub(in crate::engine) tree: &'t Tree,
    pub(in crate::engine) today: NaiveDate,
    answers: Vec<Option<Answer>>,
    asked: Vec<QuestionId>,
    /// Values already worked out from these answers.
    values: RefCell<Known<Val>>,
    /// Answers as they were when values were last worked out, of the questions of which another was set since: many are
    /// taken out only to be set again.
    before: Vec<Option<Option<Answer>>>,
    set: Vec<QuestionId>,
    /// Whether a score was set to another number since.
    set_scores: bool,
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
            before: Vec::new(),
            set: Vec::new(),
            set_scores: false,
            sums: Sums::new(tree.sums()),
            scores: None,
        }
    }

    /// The tree that is walked.
    pub(crate) fn tree(&self) -> &'t Tree {
        self.tree
    }

    /// What the tree calls `today`.
    pub(crate) fn today(&self) -> NaiveDate {
        self.today
    }

    /// The questions asked, in order.
    pub(in crate::engine) fn asked(&self) -> &[QuestionId] {
        &self.asked
    }

    /// The answer to a question, if it has been asked.
    pub(crate) fn answer(&self, question: QuestionId) -> Option<&Answer> {
        self.answers.get(question.index())?.as_ref()
    }

    pub(crate) fn add(&mut self, question: QuestionId, answer: Answer) {
        let most: Vec<(ScoreId, Decimal)> = self.most(question).collect();
        if let Some(slot) = self.answers.get_mut(question.index()) {
            *slot = Some(answer);
            self.asked.push(question);
            self.forget_values();
            let mut sums = std::mem::take(&mut self.sums);
            sums.add(self.amounts(question).chain(most));
            self.sums = sums;
        }
    }

    /// The same facts and one answer more.
    pub(crate) fn with(&self, question: QuestionId, answer: Answer) -> Self {
        let mut facts = self.clone();
        facts.add(question, answer);
        facts
    }

    pub(crate) fn remove_last(&mut self) -> Option<(QuestionId, Answer)> {
        let question = self.asked.pop()?;
        self.forget_values();
        let answer = self.answers.get_mut(question.index())?.take()?;
        self.sums.take_back();
        Some((question, answer))
    }

    /// Forgets all that was asked and answered.
    pub(crate) fn clear(&mut self) {
        for question in self.asked.drain(..) {
            self.answers.get_mut(question.index()).into_iter().for_each(|slot| *slot = None);
        }
        self.sums.clear();
        self.forget_values();
    }

    /// Sets or removes an answer without its being asked in this walk. A round of changes ends with
    /// [`Facts::changed`].
    pub(crate) fn put(&mut self, question: QuestionId, answer: Option<Answer>) {
        let Some(slot) = self.answers.get_mut(question.index()) else { return };
        let before = std::mem::replace(slot, answer);
        if self.values.get_mut().is_empty() {
            return;
        }
        self.before.resize(self.answers.len(), None);
        if let Some(slot @ None) = self.before.get_mut(question.index()) {
            *slot = Some(before);
            self.set.push(question);
        }
    }

    /// Sets a score, whatever the answers add; from then on all scores are only what was set.
    pub(crate) fn set_score(&mut self, score: ScoreId, sum: Decimal) {
        let count = self.tree.sums();
        self.set_scores |= self.scores.is_none();
        let scores = self.scores.get_or_insert_with(|| vec![Decimal::ZERO; count]);
        if let Some(slot) = scores.get_mut(score.index()) {
            self.set_scores |= *slot != sum;
            *slot = sum;
        }
    }

    /// Forgets what was worked out before a round of changes from what has changed.
    pub(crate) fn changed(&mut self) {
        let mut changed = if std::mem::take(&mut self.set_scores) { Bits::SCORES } else { Bits::default() };
        for question in std::mem::take(&mut self.set) {
            let before = self.before.get_mut(question.index()).and_then(Option::take);
            let is_same = |before: Option<Answer>| is_same(before.as_ref(), self.answer(question));
            if !before.is_some_and(is_same) {
                changed.add(question);
            }
        }
        self.values.get_mut().forget_reading(changed, self.tree);
    }

    /// The same answers in another version of the tree, which has the same questions, scores and values.
    pub(crate) fn on(self, tree: &Tree) -> Facts<'_> {
        let Self { tree: _, today, answers, asked, values, before, set, set_scores, sums, scores } = self;
        let mut facts = Facts { tree, today, answers, asked, values, before, set, set_scores, sums, scores };
        facts.forget_values();
        facts
    }

    fn forget_values(&mut self) {
        self.changed();
        self.values.get_mut().forget();
    }

    /// A score: the sum over the answers of the walk; missing only past 28 digits.
    pub(crate) fn score(&self, score: ScoreId) -> Option<Decimal> {
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
                self.values.borrow_mut().add(top, found, self.set.is_empty());
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
        table.entry(table.by.iter().map(|by| {
            let key = key(self.tree, &self.expr(by))?;
            see(key.clone());
            Some(key)
        }))
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

    pub(in crate::engine) fn symbol(&self, answer: AnswerRef) -> Option<Symbol> {
        self.tree.option(answer).map(|option| option.id)
    }
}

/// Whether two answers are the same, numbers to the last digit that is written.
fn is_same(left: Option<&Answer>, right: Option<&Answer>) -> bool {
    match (left, right) {
        (Some(Answer::Number(left)), Some(Answer::Number(right))) => left.serialize() == right.serialize(),
        (left, right) => left == right,
    }
}

/// What a table is looked up by, where that is possible at all.
pub(crate) fn key(tree: &Tree, val: &Val) -> Option<Key> {
    match val {
        Val::Cond(cond) => Some(Key::Cond(*cond)),
        Val::Num(number) => Some(Key::Num(number.normalize())),
        Val::Text(text) => Some(Key::Text(text.clone())),
        Val::Choice(answer) => tree.option(*answer).map(|option| Key::Id(option.id)),
        Val::Missing | Val::Date(_) | Val::Set(..) => None,
    }
}

//! Whether what a condition says hangs on a question that was not asked: with true, false and "cannot be known".
//!
//! A comparison that is false because something it compares is missing, and that for want of a question that was not
//! asked, cannot be known if it is written so that its being false says something: `!=`, `not in`, comparisons of
//! order, anything reckoned, and everything under `not`. Plain `q == x` is false. `and` and `or` are known if one part
//! decides. What `default(…)` stands for is never wanting.

use std::collections::BTreeSet;

use onread::engine::Walk;
use onread::tree::{Choice, Cond, Date, Entry, Expr, Num, Order, QuestionId, Read, Set, Text, ValueId, ValueRule};

/// What is known: a truth, or the questions that were not asked.
pub(crate) type Known = Result<bool, BTreeSet<QuestionId>>;

pub(crate) struct Judge<'w, 't> {
    pub(crate) walk: &'w Walk<'t>,
    /// A table without an entry wants all that it is looked up by, even where no answer would find one.
    pub(crate) loosely: bool,
}

/// Tells each thing that something reads.
pub(crate) type Reads<'r> = &'r dyn Fn(&mut dyn FnMut(Read));

/// What an expression comes to.
enum Comes {
    /// To something.
    Something,
    /// To nothing, for want of these questions that were not asked.
    Nothing(BTreeSet<QuestionId>),
    /// To what cannot be known, as a rule on the way hangs on these.
    Unknown(BTreeSet<QuestionId>),
}

impl Judge<'_, '_> {
    /// What is known of a condition; `negated` where its being false says something.
    pub(crate) fn cond(&self, cond: &Cond, negated: bool) -> Known {
        match cond {
            Cond::Const(truth) => Ok(*truth),
            Cond::Not(inner) => Ok(!self.cond(inner, !negated)?),
            Cond::All(parts) => self.several(parts, negated, false),
            Cond::Any(parts) => self.several(parts, negated, true),
            Cond::Same(sides, unequal) => {
                let [left, right] = &**sides;
                Ok((self.cond(left, true)? == self.cond(right, true)?) != *unequal)
            }
            Cond::Value(id) => self.named(*id, negated),
            Cond::Answered(_) => Ok(self.walk.holds(cond)),
            leaf => self.leaf(leaf, negated),
        }
    }

    fn several(&self, parts: &[Cond], negated: bool, decides: bool) -> Known {
        let mut wanting = BTreeSet::new();
        for part in parts {
            match self.cond(part, negated) {
                Ok(truth) if truth == decides => return Ok(decides),
                Ok(_) => {}
                Err(questions) => wanting.extend(questions),
            }
        }
        if wanting.is_empty() { Ok(!decides) } else { Err(wanting) }
    }

    fn named(&self, id: ValueId, negated: bool) -> Known {
        match &self.walk.tree().value(id).rule {
            ValueRule::One(Expr::Cond(cond)) => self.cond(cond, negated),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    // Which rule is taken is said by conditions that are false, too.
                    if when.as_ref().map_or(Ok(true), |when| self.cond(when, true))? {
                        let Expr::Cond(cond) = is else { return Ok(false) };
                        return self.cond(cond, negated);
                    }
                }
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    fn leaf(&self, leaf: &Cond, negated: bool) -> Known {
        let (mut wanting, mut unsure) = (BTreeSet::new(), BTreeSet::new());
        for part in operands(leaf) {
            match self.comes(&part) {
                Comes::Something => {}
                Comes::Nothing(questions) => wanting.extend(questions),
                Comes::Unknown(questions) => unsure.extend(questions),
            }
        }
        if !unsure.is_empty() {
            return Err(unsure);
        }
        let truth = self.walk.holds(leaf);
        if truth || wanting.is_empty() || !(negated || self.says_something(leaf)) { Ok(truth) } else { Err(wanting) }
    }

    /// True for a comparison whose being false says something.
    fn says_something(&self, leaf: &Cond) -> bool {
        match leaf {
            Cond::Numbers(order, sides) => *order != Order::Equal || sides.iter().any(|side| self.is_reckoned(side)),
            Cond::Dates(order, _) => *order != Order::Equal,
            Cond::Texts(_, not) | Cond::Choices(_, not) | Cond::ChoiceIn(_, _, not) => *not,
            Cond::NumberIn(_, _, not) | Cond::DateIn(_, _, not) | Cond::TextIn(_, _, not) => *not,
            Cond::InSet(_, _, not) => *not,
            _ => false,
        }
    }

    fn is_reckoned(&self, num: &Num) -> bool {
        match num {
            Num::Literal(_) | Num::Answer(_) | Num::Score(_) | Num::Count(_) => false,
            Num::HowMany(_) | Num::Default(_) => false,
            Num::Value(id) => match &self.walk.tree().value(*id).rule {
                ValueRule::One(Expr::Num(inner)) => self.is_reckoned(inner),
                _ => false,
            },
            Num::Minus(inner) => !matches!(**inner, Num::Literal(_)),
            _ => true,
        }
    }

    fn comes(&self, expr: &Expr) -> Comes {
        match self.unsure(expr) {
            Some(questions) => Comes::Unknown(questions),
            None if self.walk.holds(&Cond::Answered(Box::new(expr.clone()))) => Comes::Something,
            None => Comes::Nothing(self.needs(expr)),
        }
    }

    /// The questions on which the choice between rules hangs, somewhere on the way to what an expression comes to.
    pub(crate) fn unsure(&self, expr: &Expr) -> Option<BTreeSet<QuestionId>> {
        let mut values = Vec::new();
        expr.reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
        let all: BTreeSet<QuestionId> = values.into_iter().filter_map(|id| self.unsure_value(id)).flatten().collect();
        Some(all).filter(|all| !all.is_empty())
    }

    fn unsure_value(&self, id: ValueId) -> Option<BTreeSet<QuestionId>> {
        match &self.walk.tree().value(id).rule {
            ValueRule::One(expr) => self.unsure(expr),
            ValueRule::Table(table) => table.by.iter().find_map(|by| self.unsure(by)),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    match when.as_ref().map_or(Ok(true), |when| self.cond(when, false)) {
                        Err(questions) => return Some(questions),
                        Ok(true) => return self.unsure(is),
                        Ok(false) => {}
                    }
                }
                None
            }
        }
    }

    /// The questions not asked that an expression needs, and nothing stands in for.
    fn needs(&self, expr: &Expr) -> BTreeSet<QuestionId> {
        let mut found = BTreeSet::new();
        // What comes to something lacks nothing.
        if !self.loosely && self.walk.holds(&Cond::Answered(Box::new(expr.clone()))) {
            return found;
        }
        match expr {
            Expr::Num(Num::Default(_)) | Expr::Date(Date::Default(_)) | Expr::Text(Text::Default(_)) => {}
            Expr::Choice(Choice::Default(_)) | Expr::Set(Set::Default(_)) => {}
            Expr::Num(Num::Sum(_, sides)) => {
                sides.iter().for_each(|side| found.extend(self.needs(&Expr::Num(side.clone()))));
            }
            Expr::Num(Num::Value(id)) => found = self.needs_of(*id),
            Expr::Date(Date::Value(id)) => found = self.needs_of(*id),
            Expr::Text(Text::Value(id)) => found = self.needs_of(*id),
            Expr::Choice(Choice::Value(id)) => found = self.needs_of(*id),
            Expr::Set(Set::Value(id)) => found = self.needs_of(*id),
            other => self.all(&|see| other.reads(see), &mut found),
        }
        found.retain(|question| self.walk.answer_to(*question).is_none());
        found
    }

    fn needs_of(&self, id: ValueId) -> BTreeSet<QuestionId> {
        let rule = &self.walk.tree().value(id).rule;
        match rule {
            ValueRule::One(expr) => self.needs(expr),
            ValueRule::Table(table) if !self.loosely => {
                // The first key that is missing; one that is there and has no entry is no question's fault.
                let mut rows = &table.rows;
                for by in &table.by {
                    match rows.iter().find(|(key, _)| self.walk.holds(&super::parts::is(by.clone(), key))) {
                        Some((_, Entry::Rows(inner))) => rows = inner,
                        Some((_, Entry::Cell(_))) => break,
                        None if self.walk.holds(&Cond::Answered(Box::new(by.clone()))) => break,
                        None => return self.needs(by),
                    }
                }
                BTreeSet::new()
            }
            rule => {
                let mut found = BTreeSet::new();
                self.all(&|see| rule.reads(see), &mut found);
                found
            }
        }
    }

    /// All questions that something reads, by way of values too.
    fn all(&self, reads: Reads, found: &mut BTreeSet<QuestionId>) {
        let mut values = Vec::new();
        reads(&mut |read| match read {
            Read::Question(id) => {
                found.insert(id);
            }
            Read::Value(id) => values.push(id),
            _ => {}
        });
        for id in values {
            self.all(&|see| self.walk.tree().value(id).rule.reads(see), found);
        }
    }
}

/// All that a comparison compares.
fn operands(leaf: &Cond) -> Vec<Expr> {
    match leaf {
        Cond::Numbers(_, sides) => sides.iter().cloned().map(Expr::Num).collect(),
        Cond::Dates(_, sides) => sides.iter().cloned().map(Expr::Date).collect(),
        Cond::Texts(sides, _) => sides.iter().cloned().map(Expr::Text).collect(),
        Cond::Choices(sides, _) => sides.iter().cloned().map(Expr::Choice).collect(),
        Cond::ChoiceIn(choice, ..) => vec![Expr::Choice((**choice).clone())],
        Cond::NumberIn(one, among, _) => std::iter::once(&**one).chain(among).cloned().map(Expr::Num).collect(),
        Cond::DateIn(one, among, _) => std::iter::once(&**one).chain(among).cloned().map(Expr::Date).collect(),
        Cond::TextIn(one, among, _) => std::iter::once(&**one).chain(among).cloned().map(Expr::Text).collect(),
        Cond::InSet(choice, set, _) => vec![Expr::Choice((**choice).clone()), Expr::Set((**set).clone())],
        Cond::AnyOf(set, _) | Cond::AllOf(set, _) | Cond::OnlyOf(set, _) => vec![Expr::Set((**set).clone())],
        Cond::Matches(text, _) => vec![Expr::Text((**text).clone())],
        _ => Vec::new(),
    }
}

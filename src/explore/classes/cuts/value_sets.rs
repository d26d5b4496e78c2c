//! All that an expression can come to, whatever the answers are, where that is little: found part by part, so that
//! 41 values are not looked for in 2^40 combinations.
//!
//! What is found may be more than there is, since parts are taken to hang on nothing together; never less. Each value
//! is worked out by the engine, with the same operations on the same numbers in the same order as in a walk.

use std::cell::{Cell, RefCell};
use std::hash::Hash;
use std::rc::Rc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::score_sums::score_sums;
use crate::engine::Facts;
use crate::explore::classes::class::Domain;
use crate::tree::{
    Answer, Cell as Entered, DEEPEST, Date, Expr, Kind, Num, QuestionId, Read, Reads, ScoreId, Set, Tree, ValueId,
    ValueRule,
};

/// All that something can come to, each once; none for nothing.
pub(crate) type All<T> = Rc<[Option<T>]>;

/// More values than this are too many.
pub(crate) const MOST_VALUES: usize = 4_096;
/// So many values are worked out at most to find those of one expression.
const MOST_STEPS: usize = 1_000_000;
/// Up to so many combinations of answers, an expression is worked out for each.
const MOST_TRIED: usize = 2_000;

/// What the expressions of one tree can come to.
pub(crate) struct ValueSets<'s, 't> {
    tree: &'t Tree,
    /// The classes of answers that are listed.
    listed: &'s [Domain],
    /// By question: all its answers, where they are typed and few.
    few: Vec<Option<Vec<Answer>>>,
    nums: RefCell<FxHashMap<ValueId, Option<All<Decimal>>>>,
    dates: RefCell<FxHashMap<ValueId, Option<All<NaiveDate>>>>,
    scores: RefCell<FxHashMap<ScoreId, Option<All<Decimal>>>>,
    /// How many steps are left for the expression at hand.
    left: Cell<usize>,
}

impl<'s, 't> ValueSets<'s, 't> {
    pub(crate) fn new(tree: &'t Tree, listed: &'s [Domain], few: Vec<Option<Vec<Answer>>>) -> Self {
        Self {
            tree,
            listed,
            few,
            nums: RefCell::default(),
            dates: RefCell::default(),
            scores: RefCell::default(),
            left: Cell::new(MOST_STEPS),
        }
    }

    /// All that a number can come to; none if that may be too much. No answers may be among the facts.
    pub(crate) fn of_num(&self, num: &Num, facts: &mut Facts) -> Option<All<Decimal>> {
        self.left.set(MOST_STEPS);
        self.num(num, facts)
    }

    /// The same for a date.
    pub(crate) fn of_date(&self, date: &Date, facts: &mut Facts) -> Option<All<NaiveDate>> {
        self.left.set(MOST_STEPS);
        self.date(date, facts)
    }

    /// Takes so many steps, if they are left.
    fn step(&self, count: usize) -> Option<()> {
        self.left.set(self.left.get().checked_sub(count)?);
        Some(())
    }

    /// The answers to a question and its not being asked, where that is little.
    fn answers(&self, id: QuestionId) -> Option<Vec<Option<Answer>>> {
        let listed = || {
            let domain = self.listed.get(id.index()).filter(|domain| domain.exact)?;
            Some(domain.classes.iter().map(|class| class.answer.clone()).collect())
        };
        let answers: Option<Vec<Answer>> = match self.tree.question(id).kind {
            Kind::Choice(_) | Kind::Many { .. } => listed(),
            _ => self.few.get(id.index()).cloned().flatten(),
        };
        Some(answers?.into_iter().map(Some).chain([None]).collect())
    }

    /// What something comes to for each combination of the answers that it reads, where these are few.
    fn tried<T>(
        &self,
        reads: impl Reads + Clone,
        facts: &mut Facts,
        see: impl Fn(&Facts) -> Option<T>,
    ) -> Option<Vec<Option<T>>> {
        if self.tree.reads_score(reads.clone()) {
            return None;
        }
        let questions = self.tree.questions_read(reads);
        let mut lists = Vec::new();
        let mut count = 1_usize;
        for id in &questions {
            let answers = self.answers(*id)?;
            count = count.checked_mul(answers.len()).filter(|count| *count <= MOST_TRIED)?;
            lists.push(answers);
        }
        self.step(count)?;
        let mut found = Vec::with_capacity(count);
        for mut number in 0..count {
            for (id, list) in questions.iter().zip(&lists) {
                facts.put(*id, list.get(number % list.len()).cloned().flatten());
                number /= list.len();
            }
            facts.changed();
            found.push(see(facts));
        }
        questions.iter().for_each(|id| facts.put(*id, None));
        facts.changed();
        Some(found)
    }

    fn num(&self, num: &Num, facts: &mut Facts) -> Option<All<Decimal>> {
        match num {
            Num::Literal(number) => return Some([Some(*number)].into()),
            Num::Value(id) => return self.num_value(*id, facts),
            _ => {}
        }
        if let Some(found) = self.tried(|see: &mut dyn FnMut(Read)| num.reads(see), facts, |facts| facts.num(num)) {
            return numbers(found);
        }
        match num {
            Num::Literal(_) | Num::Value(_) | Num::Answer(_) => None,
            Num::Score(id) => self.score(*id),
            Num::Count(set) => {
                let most = self.most_in(set)?;
                numbers((0..=most).map(|count| Some(count.into())).chain([None]))
            }
            Num::HowMany(parts) => numbers((0..=parts.len()).map(|count| Some(count.into()))),
            Num::Minus(inner) => self.one(inner, facts, &|number| Num::Minus(number.into())),
            Num::Floor(inner) => self.one(inner, facts, &|number| Num::Floor(number.into())),
            Num::Ceil(inner) => self.one(inner, facts, &|number| Num::Ceil(number.into())),
            Num::Abs(inner) => self.one(inner, facts, &|number| Num::Abs(number.into())),
            Num::Sum(operation, sides) => self.two(sides, facts, &|sides| Num::Sum(*operation, sides.into())),
            Num::Round(sides) => self.two(sides, facts, &|sides| Num::Round(sides.into())),
            Num::Least(parts) => self.several(parts, facts, &|sides| Num::Least(sides.into())),
            Num::Greatest(parts) => self.several(parts, facts, &|sides| Num::Greatest(sides.into())),
            Num::Between(elapsed, sides) => {
                let [from, to] = &**sides;
                let (from, to) = (self.date(from, facts)?, self.date(to, facts)?);
                let work_out = |from: &NaiveDate, to: &NaiveDate| {
                    facts.num(&Num::Between(*elapsed, [Date::Literal(*from), Date::Literal(*to)].into()))
                };
                numbers(self.pairs(&from, &to, work_out)?)
            }
            Num::Default(parts) => numbers(first_known(parts.iter().map(|part| self.num(part, facts)))?),
        }
    }

    fn one(&self, inner: &Num, facts: &mut Facts, make: &dyn Fn(Num) -> Num) -> Option<All<Decimal>> {
        let inner = self.num(inner, facts)?;
        self.step(inner.len())?;
        numbers(inner.iter().map(|number| facts.num(&make(Num::Literal((*number)?)))))
    }

    fn two(&self, sides: &[Num; 2], facts: &mut Facts, make: &dyn Fn([Num; 2]) -> Num) -> Option<All<Decimal>> {
        let [left, right] = sides;
        let (left, right) = (self.num(left, facts)?, self.num(right, facts)?);
        self.both(&left, &right, facts, make)
    }

    fn several(&self, parts: &[Num], facts: &mut Facts, make: &dyn Fn([Num; 2]) -> Num) -> Option<All<Decimal>> {
        let (first, rest) = parts.split_first()?;
        let first = self.num(first, facts)?;
        rest.iter().try_fold(first, |all, part| {
            let part = self.num(part, facts)?;
            self.both(&all, &part, facts, make)
        })
    }

    fn both(
        &self,
        left: &All<Decimal>,
        right: &All<Decimal>,
        facts: &Facts,
        make: &dyn Fn([Num; 2]) -> Num,
    ) -> Option<All<Decimal>> {
        let work_out = |left: &Decimal, right: &Decimal| facts.num(&make([Num::Literal(*left), Num::Literal(*right)]));
        numbers(self.pairs(left, right, work_out)?)
    }

    /// What each pair comes to; nothing where a side is nothing.
    fn pairs<A, B, T>(
        &self,
        left: &[Option<A>],
        right: &[Option<B>],
        work_out: impl Fn(&A, &B) -> Option<T>,
    ) -> Option<impl Iterator<Item = Option<T>>> {
        self.step(left.len().checked_mul(right.len())?)?;
        let pairs = left.iter().flat_map(move |left| right.iter().map(move |right| (left, right)));
        Some(pairs.map(move |(left, right)| work_out(left.as_ref()?, right.as_ref()?)))
    }

    /// The most answers that a set can hold.
    fn most_in(&self, set: &Set) -> Option<usize> {
        match set {
            Set::Literal(_, chosen) => Some(chosen.len()),
            Set::Answer(id) => Some(self.tree.question(*id).kind.options().len()),
            Set::Default(parts) => {
                parts.iter().map(|part| self.most_in(part)).try_fold(0, |all, most| Some(all.max(most?)))
            }
            Set::Value(id) => {
                let value = self.tree.value(*id);
                let of = |expr: &Expr| if let Expr::Set(set) = expr { self.most_in(set) } else { None };
                match &value.rule {
                    _ if value.depth > DEEPEST => None,
                    ValueRule::One(expr) => of(expr),
                    ValueRule::Rules(rules) => {
                        rules.iter().map(|(_, is)| of(is)).try_fold(0, |all, most| Some(all.max(most?)))
                    }
                    ValueRule::Table(_) => None,
                }
            }
        }
    }

    /// All sums that the answers of a walk can add up to.
    fn score(&self, id: ScoreId) -> Option<All<Decimal>> {
        once(&self.scores, id, || {
            let found = score_sums(self.tree, id, MOST_VALUES, &|steps| self.step(steps));
            found.and_then(|all| numbers(all.into_iter().map(Some)))
        })
    }

    fn date(&self, date: &Date, facts: &mut Facts) -> Option<All<NaiveDate>> {
        match date {
            Date::Literal(_) | Date::Today => return Some([facts.date(date)].into()),
            Date::Value(id) => return self.date_value(*id, facts),
            _ => {}
        }
        if let Some(found) = self.tried(|see: &mut dyn FnMut(Read)| date.reads(see), facts, |facts| facts.date(date)) {
            return dates(found);
        }
        match date {
            Date::Add(unit, inner, number) => {
                let (inner, number) = (self.date(inner, facts)?, self.num(number, facts)?);
                let work_out = |inner: &NaiveDate, number: &Decimal| {
                    facts.date(&Date::Add(*unit, Date::Literal(*inner).into(), Num::Literal(*number).into()))
                };
                dates(self.pairs(&inner, &number, work_out)?)
            }
            Date::Default(parts) => dates(first_known(parts.iter().map(|part| self.date(part, facts)))?),
            Date::Literal(_) | Date::Today | Date::Value(_) | Date::Answer(_) => None,
        }
    }

    fn num_value(&self, id: ValueId, facts: &mut Facts) -> Option<All<Decimal>> {
        once(&self.nums, id, || {
            let whole = Num::Value(id);
            let found = self.tried(|see: &mut dyn FnMut(Read)| see(Read::Value(id)), facts, |facts| facts.num(&whole));
            found.map_or_else(|| self.num_parts(id, facts), numbers)
        })
    }

    fn num_parts(&self, id: ValueId, facts: &mut Facts) -> Option<All<Decimal>> {
        let value = self.tree.value(id);
        let mut of = |expr: &Expr| if let Expr::Num(num) = expr { self.num(num, facts) } else { None };
        match &value.rule {
            _ if value.depth > DEEPEST => None,
            ValueRule::One(expr) => of(expr),
            ValueRule::Rules(rules) => numbers(of_rules(rules, &mut of)?),
            ValueRule::Table(table) => {
                let mut all = Vec::new();
                table.cells(&mut |cell| all.push(number_of(cell)));
                all.push(table.otherwise.as_ref().and_then(number_of));
                numbers(all)
            }
        }
    }

    fn date_value(&self, id: ValueId, facts: &mut Facts) -> Option<All<NaiveDate>> {
        once(&self.dates, id, || {
            let whole = Date::Value(id);
            let found = self.tried(|see: &mut dyn FnMut(Read)| see(Read::Value(id)), facts, |facts| facts.date(&whole));
            found.map_or_else(|| self.date_parts(id, facts), dates)
        })
    }

    fn date_parts(&self, id: ValueId, facts: &mut Facts) -> Option<All<NaiveDate>> {
        let value = self.tree.value(id);
        let mut of = |expr: &Expr| if let Expr::Date(date) = expr { self.date(date, facts) } else { None };
        match &value.rule {
            _ if value.depth > DEEPEST => None,
            ValueRule::One(expr) => of(expr),
            ValueRule::Rules(rules) => dates(of_rules(rules, &mut of)?),
            ValueRule::Table(_) => None,
        }
    }
}

/// What was found before of something, or is now.
fn once<I: Hash + Eq, T>(
    known: &RefCell<FxHashMap<I, Option<All<T>>>>,
    id: I,
    find: impl FnOnce() -> Option<All<T>>,
) -> Option<All<T>> {
    if let Some(known) = known.borrow().get(&id) {
        return known.clone();
    }
    let found = find();
    known.borrow_mut().insert(id, found.clone());
    found
}

/// What each rule comes to; and nothing, unless the last is always true.
fn of_rules<C, E, T: Copy>(
    rules: &[(Option<C>, E)],
    of: &mut dyn FnMut(&E) -> Option<All<T>>,
) -> Option<Vec<Option<T>>> {
    let last = rules.last().is_some_and(|(when, _)| when.is_none());
    let mut all = if last { Vec::new() } else { vec![None] };
    for (_, is) in rules {
        all.extend(of(is)?.iter());
    }
    Some(all)
}

fn number_of(cell: &Entered) -> Option<Decimal> {
    if let Entered::Num(number) = cell { Some(*number) } else { None }
}

/// What the first of several parts comes to that comes to anything.
fn first_known<T: Copy>(parts: impl Iterator<Item = Option<All<T>>>) -> Option<Vec<Option<T>>> {
    let mut all = Vec::new();
    for part in parts {
        let part = part?;
        all.extend(part.iter().filter(|value| value.is_some()));
        if part.iter().all(Option::is_some) {
            return Some(all);
        }
    }
    all.push(None);
    Some(all)
}

/// Numbers that are written with other places are kept apart: what is reckoned with them is the same to the last digit.
fn numbers(found: impl IntoIterator<Item = Option<Decimal>>) -> Option<All<Decimal>> {
    gathered(found, |number| number.serialize())
}

fn dates(found: impl IntoIterator<Item = Option<NaiveDate>>) -> Option<All<NaiveDate>> {
    gathered(found, |date| *date)
}

fn gathered<T, K: Hash + Eq>(found: impl IntoIterator<Item = Option<T>>, key: impl Fn(&T) -> K) -> Option<All<T>> {
    let (mut all, mut seen) = (Vec::new(), FxHashSet::default());
    for value in found {
        if seen.insert(value.as_ref().map(&key)) {
            all.push(value);
        }
        if all.len() > MOST_VALUES {
            return None;
        }
    }
    Some(all.into())
}

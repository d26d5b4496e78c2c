//! An expression as it is for one answer, in all the ways that others can leave it: a rule for each value that has some,
//! and for each part that the answer does not come into, each of the values that it can take. The same for all typed
//! answers, in all the ways that scores can leave it.

use super::flow::Flow;
use super::value_sets::{MOST_VALUES, ValueSets};
use crate::engine::Facts;
use crate::tree::{DEEPEST, Date, Expr, Num, QuestionId, Read, Reads, Tree, ValueId, ValueRule};

/// The ways of an expression; none for nothing.
pub(crate) struct Ways<T> {
    pub(crate) list: Vec<Option<T>>,
    /// How many parts they have together.
    size: usize,
}

/// More parts than this are too many.
const MOST_PARTS: usize = 1_000_000;

impl<T> Ways<T> {
    fn new(list: Vec<Option<T>>, size: usize) -> Option<Self> {
        (list.len() <= MOST_VALUES && size <= MOST_PARTS).then_some(Self { list, size })
    }

    fn one(way: T) -> Self {
        Self { list: vec![Some(way)], size: 1 }
    }

    pub(in crate::explore::classes) fn map<U>(self, make: impl Fn(T) -> U) -> Option<Ways<U>> {
        let size = self.size.saturating_add(self.list.len());
        Ways::new(self.list.into_iter().map(|way| way.map(&make)).collect(), size)
    }

    /// Each with each; nothing where a side is nothing.
    pub(in crate::explore::classes) fn with<U: Clone, V>(
        &self,
        other: &Ways<U>,
        make: impl Fn(T, U) -> V,
    ) -> Option<Ways<V>>
    where
        T: Clone,
    {
        let count = self.list.len().checked_mul(other.list.len()).filter(|count| *count <= MOST_VALUES)?;
        let size = self.size.checked_mul(other.list.len())?.checked_add(other.size.checked_mul(self.list.len())?)?;
        let size = size.checked_add(count).filter(|size| *size <= MOST_PARTS)?;
        let pairs = self.list.iter().flat_map(|left| other.list.iter().map(move |right| (left, right)));
        let made = pairs.map(|(left, right)| Some(make(left.clone()?, right.clone()?)));
        Ways::new(made.collect(), size)
    }
}

/// The ways of expressions for the answer to one question; where none is named, for all typed answers: what reads no
/// score stays as it is then.
pub(crate) struct Spread<'s, 't> {
    pub(crate) tree: &'t Tree,
    pub(crate) id: Option<QuestionId>,
    pub(crate) flow: &'s Flow<'t>,
    pub(crate) sets: &'s ValueSets<'s, 't>,
}

impl Spread<'_, '_> {
    fn stays(&self, reads: impl Reads) -> bool {
        self.id.is_none() && !self.tree.reads_score(reads)
    }

    /// The ways of a number; none if they may be too many.
    pub(crate) fn num(&self, num: &Num, facts: &mut Facts) -> Option<Ways<Num>> {
        if self.stays(|see: &mut dyn FnMut(Read)| num.reads(see)) {
            return Some(Ways::one(num.clone()));
        }
        if !self.flow.reaches_num(self.id, num) {
            let all = self.sets.of_num(num, facts)?;
            return Ways::new(all.iter().map(|number| number.map(Num::Literal)).collect(), all.len());
        }
        match num {
            Num::Answer(id) => Some(Ways::one(Num::Answer(*id))),
            Num::Value(id) => self.num_value(*id, facts),
            Num::Minus(inner) => self.num(inner, facts)?.map(|inner| Num::Minus(inner.into())),
            Num::Floor(inner) => self.num(inner, facts)?.map(|inner| Num::Floor(inner.into())),
            Num::Ceil(inner) => self.num(inner, facts)?.map(|inner| Num::Ceil(inner.into())),
            Num::Abs(inner) => self.num(inner, facts)?.map(|inner| Num::Abs(inner.into())),
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let (left, right) = (self.num(left, facts)?, self.num(right, facts)?);
                left.with(&right, |left, right| Num::Sum(*operation, [left, right].into()))
            }
            Num::Round(sides) => {
                let [number, places] = &**sides;
                let (number, places) = (self.num(number, facts)?, self.num(places, facts)?);
                number.with(&places, |number, places| Num::Round([number, places].into()))
            }
            Num::Between(elapsed, sides) => {
                let [from, to] = &**sides;
                let (from, to) = (self.date(from, facts)?, self.date(to, facts)?);
                from.with(&to, |from, to| Num::Between(*elapsed, [from, to].into()))
            }
            Num::Least(parts) => {
                let lists = self.several(parts, facts)?;
                lists.map(|parts| Num::Least(parts.into()))
            }
            Num::Greatest(parts) => {
                let lists = self.several(parts, facts)?;
                lists.map(|parts| Num::Greatest(parts.into()))
            }
            Num::Default(parts) => {
                let mut all = Ways::one(Vec::new());
                for part in parts {
                    all = all.with(&kept(self.num(part, facts)?), appended)?;
                }
                all.map(|parts| Num::Default(parts.into()))
            }
            Num::Literal(_) | Num::Score(_) | Num::Count(_) | Num::HowMany(_) => None,
        }
    }

    fn several(&self, parts: &[Num], facts: &mut Facts) -> Option<Ways<Vec<Num>>> {
        let mut all = Ways::one(Vec::new());
        for part in parts {
            let one = self.num(part, facts)?.map(|part| vec![part])?;
            all = all.with(&one, |mut list: Vec<Num>, part| {
                list.extend(part);
                list
            })?;
        }
        Some(all)
    }

    fn num_value(&self, id: ValueId, facts: &mut Facts) -> Option<Ways<Num>> {
        let mut of = |expr: &Expr| if let Expr::Num(num) = expr { self.num(num, facts) } else { None };
        self.value(id, &mut of)
    }

    fn date_value(&self, id: ValueId, facts: &mut Facts) -> Option<Ways<Date>> {
        let mut of = |expr: &Expr| if let Expr::Date(date) = expr { self.date(date, facts) } else { None };
        self.value(id, &mut of)
    }

    /// The ways of each rule; where none is true, nothing.
    fn value<T>(&self, id: ValueId, of: &mut dyn FnMut(&Expr) -> Option<Ways<T>>) -> Option<Ways<T>> {
        let value = self.tree.value(id);
        match &value.rule {
            _ if value.depth > DEEPEST => None,
            ValueRule::One(expr) => of(expr),
            ValueRule::Rules(rules) => {
                let (mut list, mut size) = (vec![None], 1_usize);
                for (_, is) in rules {
                    let ways = of(is)?;
                    list.extend(ways.list);
                    size = size.saturating_add(ways.size);
                }
                Ways::new(list, size)
            }
            ValueRule::Table(_) => None,
        }
    }

    /// The ways of a date; none if they may be too many.
    pub(crate) fn date(&self, date: &Date, facts: &mut Facts) -> Option<Ways<Date>> {
        if self.stays(|see: &mut dyn FnMut(Read)| date.reads(see)) {
            return Some(Ways::one(date.clone()));
        }
        if !self.flow.reaches_date(self.id, date) {
            let all = self.sets.of_date(date, facts)?;
            return Ways::new(all.iter().map(|date| date.map(Date::Literal)).collect(), all.len());
        }
        match date {
            Date::Answer(id) => Some(Ways::one(Date::Answer(*id))),
            Date::Value(id) => self.date_value(*id, facts),
            Date::Add(unit, inner, number) => {
                let (inner, number) = (self.date(inner, facts)?, self.num(number, facts)?);
                inner.with(&number, |inner, number| Date::Add(*unit, inner.into(), number.into()))
            }
            Date::Default(parts) => {
                let mut all = Ways::one(Vec::new());
                for part in parts {
                    all = all.with(&kept(self.date(part, facts)?), appended)?;
                }
                all.map(|parts| Date::Default(parts.into()))
            }
            Date::Literal(_) | Date::Today => None,
        }
    }
}

/// A part that is nothing leaves the others as they are.
fn kept<T>(ways: Ways<T>) -> Ways<Option<T>> {
    Ways { list: ways.list.into_iter().map(Some).collect(), size: ways.size }
}

fn appended<T>(mut list: Vec<T>, part: Option<T>) -> Vec<T> {
    list.extend(part);
    list
}

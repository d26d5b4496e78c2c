//! Which of a question's answers make conditions about it alone true, a bit for each: read off where a condition
//! compares the answer with what is written out, so that ten thousand of them need not be tried with ten thousand
//! answers each.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::truths::is_true;
use crate::engine::Facts;
use crate::explore::conditions::atoms::{Ask, Atoms};
use crate::tree::{Answer, Choice, Cond, Date, Expr, Num, Order, QuestionId, Symbol, Text, Tree, ValueRule};

/// A bit for each answer, in an order of their own.
pub(crate) type Bits = Box<[u64]>;

/// Answers to one question, in the order of their bits.
pub(crate) struct Columns<'t> {
    tree: &'t Tree,
    id: QuestionId,
    /// By answer: its bit.
    bits: Vec<usize>,
    /// The numbers, or dates, ascending; their bits are the first.
    numbers: Vec<Decimal>,
    dates: Vec<NaiveDate>,
    /// A text may stand there more than once.
    texts: FxHashMap<Arc<str>, Vec<usize>>,
    symbols: FxHashMap<Symbol, usize>,
}

/// Values in values deeper than this are not looked into.
const NESTED: u32 = 8;

/// How many bits all columns of one question may have.
const MOST_BITS: usize = 1 << 29;

/// Whether so many columns of so many answers may be held at once.
pub(crate) fn may_hold(columns: usize, answers: usize) -> bool {
    columns.saturating_mul(answers) <= MOST_BITS
}

impl<'t> Columns<'t> {
    pub(crate) fn new<'a>(tree: &'t Tree, id: QuestionId, answers: impl Iterator<Item = &'a Answer>) -> Self {
        let answers: Vec<&Answer> = answers.collect();
        let mut order: Vec<usize> = (0..answers.len()).collect();
        let key = |at: usize| match answers.get(at) {
            Some(Answer::Number(number)) => (0, Some(*number), None),
            Some(Answer::Date(date)) => (0, None, Some(*date)),
            _ => (1, None, None),
        };
        order.sort_by_key(|at| key(*at));
        let mut columns = Self {
            tree,
            id,
            bits: vec![0; answers.len()],
            numbers: Vec::new(),
            dates: Vec::new(),
            texts: FxHashMap::default(),
            symbols: FxHashMap::default(),
        };
        for (bit, at) in order.into_iter().enumerate() {
            match answers.get(at) {
                Some(Answer::Number(number)) => columns.numbers.push(*number),
                Some(Answer::Date(date)) => columns.dates.push(*date),
                Some(Answer::Text(text)) => columns.texts.entry(text.clone()).or_default().push(bit),
                Some(Answer::Choice(index)) => {
                    let option = tree.question(id).kind.options().get(*index as usize);
                    columns.symbols.extend(option.map(|option| (option.id, bit)));
                }
                _ => {}
            }
            columns.bits.get_mut(at).into_iter().for_each(|slot| *slot = bit);
        }
        columns
    }

    /// The bit of an answer.
    pub(crate) fn bit(&self, answer: usize) -> usize {
        self.bits.get(answer).copied().unwrap_or(0)
    }

    fn none(&self) -> Bits {
        vec![0; self.bits.len().div_ceil(64)].into()
    }

    fn of(&self, bits: impl Iterator<Item = usize>) -> Bits {
        let mut found = self.none();
        bits.for_each(|bit| found.get_mut(bit / 64).into_iter().for_each(|word| *word |= 1 << (bit % 64)));
        found
    }

    /// The bits from one on, and before another.
    fn range(&self, first: usize, end: usize) -> Bits {
        let mut found = self.none();
        for (at, word) in found.iter_mut().enumerate() {
            let below = |end: usize| match end.saturating_sub(at * 64) {
                0 => 0,
                count if count < 64 => (1_u64 << count) - 1,
                _ => u64::MAX,
            };
            *word = below(end) & !below(first);
        }
        found
    }

    /// Those that are not among others.
    fn not(&self, mut bits: Bits) -> Bits {
        let all = self.range(0, self.bits.len());
        bits.iter_mut().zip(&all).for_each(|(word, all)| *word = all & !*word);
        bits
    }

    /// What a comparison of `known` with something comes to: nothing that is missing is unequal.
    fn known(&self, bits: Bits, known: usize, unequal: bool) -> Bits {
        if !unequal {
            return bits;
        }
        let known = self.range(0, known);
        let mut bits = self.not(bits);
        bits.iter_mut().zip(&known).for_each(|(word, known)| *word &= known);
        bits
    }

    /// The answers with which a condition is true; none if that cannot be read off.
    pub(crate) fn cond(&self, cond: &Cond) -> Option<Bits> {
        self.at(cond, 0)
    }

    fn at(&self, cond: &Cond, depth: u32) -> Option<Bits> {
        let own = |id: &QuestionId| *id == self.id;
        match cond {
            Cond::Const(value) => Some(if *value { self.range(0, self.bits.len()) } else { self.none() }),
            Cond::Not(inner) => Some(self.not(self.at(inner, depth)?)),
            Cond::All(parts) => {
                let all = self.range(0, self.bits.len());
                parts.iter().try_fold(all, |all, part| Some(both(all, &self.at(part, depth)?, |a, b| a & b)))
            }
            Cond::Any(parts) => {
                parts.iter().try_fold(self.none(), |all, part| Some(both(all, &self.at(part, depth)?, |a, b| a | b)))
            }
            Cond::Same(sides, unequal) => {
                let [left, right] = &**sides;
                let differ = both(self.at(left, depth)?, &self.at(right, depth)?, |a, b| a ^ b);
                Some(if *unequal { differ } else { self.not(differ) })
            }
            Cond::Value(id) if depth < NESTED => match &self.tree.value(*id).rule {
                ValueRule::One(Expr::Cond(inner)) => self.at(inner, depth + 1),
                _ => None,
            },
            Cond::Numbers(order, sides) => match &**sides {
                [Num::Answer(id), Num::Literal(limit)] if own(id) => Some(self.sides(*order, &self.numbers, limit)),
                [Num::Literal(limit), Num::Answer(id)] if own(id) => {
                    Some(self.sides(order.flipped(), &self.numbers, limit))
                }
                _ => None,
            },
            Cond::Dates(order, sides) => match &**sides {
                [Date::Answer(id), Date::Literal(limit)] if own(id) => Some(self.sides(*order, &self.dates, limit)),
                [Date::Literal(limit), Date::Answer(id)] if own(id) => {
                    Some(self.sides(order.flipped(), &self.dates, limit))
                }
                _ => None,
            },
            Cond::NumberIn(number, among, not) => {
                matches!(&**number, Num::Answer(id) if own(id)).then_some(())?;
                let literal = |num: &Num| if let Num::Literal(number) = num { Some(*number) } else { None };
                let among: Vec<Decimal> = among.iter().map(literal).collect::<Option<_>>()?;
                let found = among.iter().flat_map(|number| equal(&self.numbers, number));
                Some(self.known(self.of(found), self.numbers.len(), *not))
            }
            Cond::DateIn(date, among, not) => {
                matches!(&**date, Date::Answer(id) if own(id)).then_some(())?;
                let literal = |date: &Date| if let Date::Literal(date) = date { Some(*date) } else { None };
                let among: Vec<NaiveDate> = among.iter().map(literal).collect::<Option<_>>()?;
                let found = among.iter().flat_map(|date| equal(&self.dates, date));
                Some(self.known(self.of(found), self.dates.len(), *not))
            }
            Cond::Texts(sides, unequal) => match &**sides {
                [Text::Answer(id), Text::Literal(text)] | [Text::Literal(text), Text::Answer(id)] if own(id) => {
                    self.texts(std::iter::once(text), *unequal)
                }
                _ => None,
            },
            Cond::TextIn(text, among, not) => {
                matches!(&**text, Text::Answer(id) if own(id)).then_some(())?;
                let literal = |text: &Text| if let Text::Literal(text) = text { Some(text.clone()) } else { None };
                let among: Vec<Arc<str>> = among.iter().map(literal).collect::<Option<_>>()?;
                self.texts(among.iter(), *not)
            }
            Cond::Choices(sides, unequal) => match &**sides {
                [Choice::Answer(id), Choice::Literal(answer)] | [Choice::Literal(answer), Choice::Answer(id)]
                    if own(id) =>
                {
                    self.symbols(std::iter::once(self.tree.option(*answer)?.id), *unequal)
                }
                _ => None,
            },
            Cond::ChoiceIn(choice, ids, not) => match &**choice {
                Choice::Answer(id) if own(id) => self.symbols(ids.iter().copied(), *not),
                _ => None,
            },
            _ => None,
        }
    }

    fn sides<T: Ord>(&self, order: Order, list: &[T], limit: &T) -> Bits {
        let (below, upto) = (list.partition_point(|own| own < limit), list.partition_point(|own| own <= limit));
        match order {
            Order::Less => self.range(0, below),
            Order::AtMost => self.range(0, upto),
            Order::More => self.range(upto, list.len()),
            Order::AtLeast => self.range(below, list.len()),
            Order::Equal => self.range(below, upto),
            Order::Unequal => self.known(self.range(below, upto), list.len(), true),
        }
    }

    fn texts<'a>(&self, texts: impl Iterator<Item = &'a Arc<str>>, unequal: bool) -> Option<Bits> {
        let found = self.of(texts.filter_map(|text| self.texts.get(text)).flatten().copied());
        if !unequal {
            return Some(found);
        }
        Some(both(self.of(self.texts.values().flatten().copied()), &found, |all, found| all & !found))
    }

    fn symbols(&self, symbols: impl Iterator<Item = Symbol>, unequal: bool) -> Option<Bits> {
        let found = self.of(symbols.filter_map(|symbol| self.symbols.get(&symbol).copied()));
        if !unequal {
            return Some(found);
        }
        Some(both(self.of(self.symbols.values().copied()), &found, |all, found| all & !found))
    }

    /// The answers with which something about the question alone is true, if need be tried one by one.
    pub(crate) fn ask(&self, ask: Ask, answers: &[&Answer], facts: &mut Facts) -> Bits {
        let read_off = if let Ask::Holds(cond) = ask { self.cond(cond) } else { None };
        if let Some(bits) = read_off {
            return bits;
        }
        let mut found = Vec::new();
        for (at, answer) in answers.iter().enumerate() {
            facts.put(self.id, Some((*answer).clone()));
            facts.changed();
            if is_true(ask, facts) {
                found.push(self.bit(at));
            }
        }
        facts.put(self.id, None);
        facts.changed();
        self.of(found.into_iter())
    }

    /// By answer: a number, the same for those that no column tells apart.
    pub(crate) fn groups(&self, columns: &[&Bits]) -> Vec<u32> {
        // Where a column changes from one bit to the next.
        let mut changes: Vec<Vec<u32>> = vec![Vec::new(); self.bits.len()];
        for (number, column) in (0_u32..).zip(columns) {
            let mut before = 0;
            for (at, word) in column.iter().enumerate() {
                let mut differs = word ^ ((word << 1) | before);
                before = word >> 63;
                while differs != 0 {
                    let bit = at * 64 + differs.trailing_zeros() as usize;
                    changes.get_mut(bit).into_iter().for_each(|list| list.push(number));
                    differs &= differs - 1;
                }
            }
        }
        // The columns as a tree over them, whose parts are numbered, equal ones alike: so a change renews few parts.
        let width = columns.len().next_power_of_two();
        let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut number = |left: u32, right: u32| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX).saturating_add(2);
            if (left, right) == (0, 0) { 0 } else { *numbers.entry((left, right)).or_insert(next) }
        };
        let mut tree = vec![0_u32; 2 * width];
        let mut roots = Vec::with_capacity(self.bits.len());
        for list in &changes {
            for column in list {
                let mut at = width + *column as usize;
                tree.get_mut(at).into_iter().for_each(|leaf| *leaf = 1 - *leaf);
                while at > 1 {
                    at /= 2;
                    let part = |at: usize| tree.get(at).copied().unwrap_or(0);
                    let own = number(part(2 * at), part(2 * at + 1));
                    tree.get_mut(at).into_iter().for_each(|slot| *slot = own);
                }
            }
            roots.push(tree.get(1).copied().unwrap_or(0));
        }
        self.bits.iter().map(|bit| roots.get(*bit).copied().unwrap_or(0)).collect()
    }
}

/// Where something stands in a list that ascends.
fn equal<T: Ord>(list: &[T], wanted: &T) -> std::ops::Range<usize> {
    list.partition_point(|own| own < wanted)..list.partition_point(|own| own <= wanted)
}

fn both(mut left: Bits, right: &Bits, join: impl Fn(u64, u64) -> u64) -> Bits {
    left.iter_mut().zip(right).for_each(|(left, right)| *left = join(*left, *right));
    left
}

/// For each atom about this question alone, in the order of the atoms: the answers with which it is true.
pub(crate) fn columns(
    columns: &Columns,
    answers: &[&Answer],
    id: QuestionId,
    atoms: &Atoms,
    facts: &mut Facts,
) -> Vec<Bits> {
    let of = atoms.of.get(id.index()).into_iter().flatten().filter_map(|atom| atoms.list.get(*atom as usize));
    of.filter(|atom| atom.single().is_some()).map(|atom| columns.ask(atom.ask, answers, facts)).collect()
}

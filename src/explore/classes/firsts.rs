//! Questions with many rules about their own answer: which of them comes first for which class, read off at once.

use super::class::Domain;
use super::columns::{Bits, Columns, may_hold};
use crate::engine::Facts;
use crate::tree::{Next, QuestionId, Rule, Tree};

/// Fewer rules than this are tried one by one.
const FEW: usize = 32;
/// How many rules are looked at to find one that is true whenever another is.
pub(crate) const LOOKED: usize = 64;
/// How many rules are named at most that take the walks of another.
pub(crate) const NAMED: usize = 4;

/// The rules of one question.
#[derive(Debug)]
pub(crate) struct Firsts {
    /// By class: the first rule that can be read off and is true.
    first: Vec<u32>,
    /// By class: its bit.
    bits: Vec<usize>,
    /// By rule: the classes with which it is true, where that can be read off.
    columns: Vec<Option<Bits>>,
    /// The rules of which it cannot.
    mixed: Vec<usize>,
}

impl Firsts {
    /// None where it is not worth the while.
    pub(crate) fn new(tree: &Tree, id: QuestionId, domain: &Domain) -> Option<Self> {
        let fits = |rules: &&[Rule]| rules.len() >= FEW && may_hold(rules.len(), domain.classes.len());
        let rules = rules(tree, id).filter(fits)?;
        let of = Columns::new(tree, id, domain.classes.iter().map(|class| &class.answer));
        let column = |rule: &Rule| match &rule.when {
            Some(when) => of.cond(when),
            None => of.cond(&crate::tree::Cond::Const(true)),
        };
        let columns: Vec<Option<Bits>> = rules.iter().map(column).collect();
        let mixed = columns.iter().enumerate().filter(|(_, column)| column.is_none()).map(|(rule, _)| rule).collect();
        let bits: Vec<usize> = (0..domain.classes.len()).map(|class| of.bit(class)).collect();
        let mut by_bit = vec![u32::MAX; bits.len()];
        let mut open = vec![u64::MAX; bits.len().div_ceil(64)];
        for (rule, column) in (0_u32..).zip(&columns) {
            for (at, (word, open)) in column.iter().flatten().zip(&mut open).enumerate() {
                each(at, word & *open, &mut |bit| by_bit.get_mut(bit).into_iter().for_each(|slot| *slot = rule));
                *open &= !word;
            }
        }
        let first = bits.iter().map(|bit| by_bit.get(*bit).copied().unwrap_or(u32::MAX)).collect();
        Some(Self { first, bits, columns, mixed })
    }

    /// The class alone of a number that tells what else an answer decides.
    pub(crate) fn class(&self, number: u32) -> u32 {
        u32::try_from(self.bits.len()).ok().and_then(|count| number.checked_rem(count)).unwrap_or(number)
    }

    /// True if all rules hang on nothing but the class.
    pub(crate) fn is_plain(&self) -> bool {
        self.mixed.is_empty()
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        let columns: usize = self.columns.iter().flatten().map(|column| size_of_val(&**column)).sum();
        columns + 12 * self.bits.len()
    }

    /// The rule that is taken, given the class of the answer, which is among the facts; none if none is true.
    pub(crate) fn lead(&self, class: u32, rules: &[Rule], facts: &Facts) -> Option<usize> {
        let first = self.first.get(class as usize).filter(|first| **first < u32::MAX).map(|first| *first as usize);
        let above = self.mixed.iter().take_while(|rule| first.is_none_or(|first| **rule < first));
        let holds = |rule: &&usize| rules.get(**rule).is_some_and(|rule| facts.holds(rule.when.as_ref()));
        above.copied().find(|rule| holds(&rule)).or(first)
    }

    /// A set of no classes.
    pub(crate) fn nothing(&self) -> Bits {
        vec![0; self.bits.len().div_ceil(64)].into()
    }

    /// Adds a class to a set.
    pub(crate) fn add(&self, class: u32, set: &mut Bits) {
        if let Some(bit) = self.bits.get(class as usize) {
            set.get_mut(bit / 64).into_iter().for_each(|word| *word |= 1 << (bit % 64));
        }
    }

    /// Whether a rule is false with some of these classes, and whether it is true with some.
    pub(crate) fn truths(&self, rule: usize, set: &Bits) -> [bool; 2] {
        let column = self.columns.get(rule).and_then(Option::as_ref);
        let words = || column.into_iter().flatten().zip(set);
        [words().any(|(own, set)| set & !own != 0), words().any(|(own, set)| set & own != 0)]
    }

    /// The first rule above another that is true with all of these classes with which that one is, if it is soon
    /// found; and some rules above that take them.
    pub(crate) fn above(&self, rule: usize, set: &Bits) -> [Vec<usize>; 2] {
        let Some(column) = self.columns.get(rule).and_then(Option::as_ref) else { return Default::default() };
        let set: Bits = column.iter().zip(set).map(|(own, set)| own & set).collect();
        let within = |above: &usize| {
            let above = self.columns.get(*above).and_then(Option::as_ref);
            above.is_some_and(|above| above.iter().zip(&set).all(|(above, set)| set & !above == 0))
        };
        let mut by_bit = vec![u32::MAX; self.bits.len()];
        for (bit, first) in self.bits.iter().zip(&self.first) {
            by_bit.get_mut(*bit).into_iter().for_each(|slot| *slot = *first);
        }
        let (mut won, mut looked) = (std::collections::BTreeSet::new(), 0);
        for (at, word) in set.iter().enumerate() {
            if looked > LOOKED * LOOKED {
                break;
            }
            each(at, *word, &mut |bit| {
                looked += 1;
                won.extend(by_bit.get(bit).map(|first| *first as usize));
            });
            while won.len() > NAMED {
                won.pop_last();
            }
        }
        let from = won.first().copied().unwrap_or(rule);
        let always = (from..rule).take(LOOKED).find(within);
        [always.into_iter().collect(), won.into_iter().collect()]
    }
}

/// The rules of a question.
pub(crate) fn rules(tree: &Tree, id: QuestionId) -> Option<&[Rule]> {
    if let Next::Rules(rules) = &tree.question(id).next { Some(rules) } else { None }
}

fn each(at: usize, mut word: u64, see: &mut dyn FnMut(usize)) {
    while word != 0 {
        see(at * 64 + word.trailing_zeros() as usize);
        word &= word - 1;
    }
}

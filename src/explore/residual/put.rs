//! What is left of a term once the class of one more answer is known.

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::leaves::{Answers, Leaves};
use super::term::{About, Known, Term, TermId, Terms, bit};
use crate::engine::{Val, key};
use crate::tree::{Cell, QuestionId, Tree, ValueId, ValueRule};

/// All terms, and what is left of them.
pub(crate) struct Residuals<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) terms: Terms,
    pub(crate) leaves: Leaves<'t>,
    /// By question: how early it is decided, the earliest first.
    pub(crate) groups: Vec<usize>,
    left: FxHashMap<(TermId, QuestionId, u32), TermId>,
    sums: FxHashMap<(TermId, QuestionId, u32), Option<(Decimal, TermId)>>,
}

impl<'t> Residuals<'t> {
    pub(crate) fn new(tree: &'t Tree, leaves: Leaves<'t>, groups: Vec<usize>) -> Self {
        Self { tree, terms: Terms::default(), leaves, groups, left: FxHashMap::default(), sums: FxHashMap::default() }
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        let left = self.left.capacity() * (size_of::<((TermId, QuestionId, u32), TermId)>() + 1);
        let sums = self.sums.capacity() * (size_of::<((TermId, QuestionId, u32), Option<(Decimal, TermId)>)>() + 1);
        self.terms.bytes() + left + sums
    }

    /// A leaf with the answers given so far to what it reads.
    pub(crate) fn leaf(&mut self, number: u32, given: Vec<(QuestionId, u32)>, answers: Answers) -> TermId {
        if self.leaves.leaf(number).is_some_and(|leaf| given.len() == leaf.questions.len() && !leaf.scores) {
            let known = self.leaves.known(number, &given, answers);
            return self.terms.constant(known);
        }
        let range = self.leaves.range(number, answers);
        let Some(leaf) = self.leaves.leaf(number) else { return self.terms.cond(false) };
        let open = leaf.questions.iter().filter(|question| !given.iter().any(|(other, _)| other == *question));
        let mut about = About { reads: 0, first: None, hangs: leaf.is_judged(), range };
        for &question in open {
            about.reads |= bit(question);
            about.first = about.first.max(self.groups.get(question.index()).map(|group| (*group, question)));
        }
        self.terms.make(Term::Leaf(number, given.into()), about)
    }

    /// What is left of a term with an answer of this class to a question, see [`MISSING`](crate::explore::classes::class::MISSING).
    pub(crate) fn put(&mut self, id: TermId, question: QuestionId, class: u32, answers: Answers) -> TermId {
        if self.terms.reads(id) & bit(question) == 0 {
            return id;
        }
        if let Some(left) = self.left.get(&(id, question, class)) {
            return *left;
        }
        let Some(term) = self.terms.term(id).cloned() else { return id };
        let left = match term {
            Term::Known(_) => id,
            Term::Leaf(number, given) => {
                let reads =
                    self.leaves.leaf(number).is_some_and(|leaf| leaf.questions.binary_search(&question).is_ok());
                match given.binary_search_by_key(&question, |(other, _)| *other) {
                    Err(at) if reads => {
                        let mut given = given.to_vec();
                        given.insert(at, (question, class));
                        self.leaf(number, given, answers)
                    }
                    _ => id,
                }
            }
            Term::Several(decides, parts) => {
                let left: Vec<TermId> = parts.iter().map(|part| self.put(*part, question, class, answers)).collect();
                if left[..] == *parts { id } else { self.terms.several(decides, left) }
            }
            Term::Not(inner) => {
                let inner = self.put(inner, question, class, answers);
                self.terms.not(inner)
            }
            Term::Same(sides, unequal) => {
                let sides = sides.map(|side| self.put(side, question, class, answers));
                self.terms.same(sides, unequal)
            }
            Term::Sum(_) => id,
            Term::Compare(order, sum, rest) => match self.rest(rest, question, class, answers) {
                Some((more, rest)) => self.terms.compare(order, sum + more, rest),
                None => self.terms.cond(false),
            },
            Term::Case(rules, otherwise) => {
                let mut put = |id| self.put(id, question, class, answers);
                let left: Vec<(TermId, TermId)> = rules.iter().map(|(when, is)| (put(*when), put(*is))).collect();
                let otherwise = put(otherwise);
                self.terms.case(left, otherwise)
            }
            Term::Table(value, keys) => {
                let left: Vec<TermId> = keys.iter().map(|key| self.put(*key, question, class, answers)).collect();
                let range = self.terms.about(id).range;
                self.entry(value, &left).unwrap_or_else(|| self.terms.table(value, left, range))
            }
        };
        self.left.insert((id, question, class), left);
        left
    }

    /// What is left of a sum: what is known of it then, and the rest; none where it comes to nothing.
    fn rest(&mut self, id: TermId, question: QuestionId, class: u32, answers: Answers) -> Option<(Decimal, TermId)> {
        if self.terms.reads(id) & bit(question) == 0 {
            return Some((Decimal::ZERO, id));
        }
        if let Some(left) = self.sums.get(&(id, question, class)) {
            return *left;
        }
        let Some(Term::Sum(parts)) = self.terms.term(id).cloned() else { return Some((Decimal::ZERO, id)) };
        let left = parts.iter().map(|(part, minus)| (self.put(*part, question, class, answers), *minus)).collect();
        let left = self.terms.sum(left);
        self.sums.insert((id, question, class), left);
        left
    }

    /// The questions that terms read, in the order in which they come up in them.
    pub(crate) fn first_seen(&self, all: &[TermId], found: &mut Vec<QuestionId>) {
        let (mut seen, mut known) = (FxHashSet::default(), found.iter().copied().collect::<FxHashSet<QuestionId>>());
        let mut waiting: Vec<TermId> = all.iter().rev().copied().collect();
        while let Some(id) = waiting.pop() {
            let Some(term) = self.terms.term(id).filter(|_| seen.insert(id)) else { continue };
            let first = waiting.len();
            match term {
                Term::Known(_) => {}
                Term::Leaf(number, _) => {
                    let read = self.leaves.leaf(*number).map_or(&[][..], |leaf| &leaf.questions);
                    found.extend(read.iter().copied().filter(|question| known.insert(*question)));
                }
                Term::Several(_, parts) | Term::Table(_, parts) => waiting.extend(parts.iter()),
                Term::Not(inner) => waiting.push(*inner),
                Term::Same(sides, _) => waiting.extend(sides),
                Term::Sum(parts) => waiting.extend(parts.iter().map(|(part, _)| part)),
                Term::Compare(_, _, rest) => waiting.push(*rest),
                Term::Case(rules, otherwise) => {
                    waiting.extend(rules.iter().flat_map(|(when, is)| [*when, *is]).chain([*otherwise]));
                }
            }
            if let Some(own) = waiting.get_mut(first..) {
                own.reverse();
            }
        }
    }

    /// The entry of a table whose keys are all known.
    pub(crate) fn entry(&mut self, value: ValueId, parts: &[TermId]) -> Option<TermId> {
        let keys = self.terms.keys(parts)?;
        let tree = self.tree;
        let ValueRule::Table(table) = &tree.value(value).rule else { return None };
        let keys = keys.iter().map(|val| key(tree, val.as_ref()?));
        let found = match table.entry(keys).or(table.otherwise.as_ref()) {
            Some(Cell::Num(number)) => Val::Num(*number),
            Some(Cell::Text(text)) => Val::Text(text.clone()),
            None => Val::Missing,
        };
        Some(self.terms.constant(Known::Val(found)))
    }
}

//! Terms: conditions and what they are made of, each kept once, so that two that are left alike are the same number.
//!
//! A term that is made is simplified by what is known of its parts: nothing is left of an `or` with a true part, of
//! a sum whose other side no answer still to come can reach, of rules behind one that is surely true.

use std::rc::Rc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::engine::Val;
use crate::tree::{Order, QuestionId, ValueId};

/// A term by its position among those that were made.
pub(crate) type TermId = u32;

/// What is known of a term that nothing is left of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Known {
    /// What it comes to.
    Val(Val),
    /// It hangs on this question, which was not asked.
    Hangs(QuestionId),
    /// The rule that leads on, or another with the same target.
    Rule(u32),
}

/// Something whose truth, or what it comes to, is still open, or known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Term {
    Known(Known),
    /// What is looked at as a whole: its number, and the answers given so far to the questions it reads, by class.
    Leaf(u32, Rc<[(QuestionId, u32)]>),
    /// `or` where one true part decides, `and` where one false part does.
    Several(bool, Rc<[TermId]>),
    Not(TermId),
    /// `==`, or `!=` where the flag is set, of two conditions.
    Same([TermId; 2], bool),
    /// Parts that are added up, of which those are taken away whose flag is set.
    Sum(Rc<[(TermId, bool)]>),
    /// A number and such a sum, compared with 0: what is left of the sum is the same whatever the number is.
    Compare(Order, Decimal, TermId),
    /// What stands behind the first of these that is true; else the last.
    Case(Rc<[(TermId, TermId)]>, TermId),
    /// A value that is looked up by these keys.
    Table(ValueId, Rc<[TermId]>),
}

/// What a number may still come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) least: Decimal,
    pub(crate) most: Decimal,
    /// Whether it may come to nothing.
    pub(crate) missing: bool,
}

/// What is known of a term beside its form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// A bit for each of its open questions, by [`bit`]: none set means that it does not read one.
    pub(crate) reads: u64,
    /// The open question that is decided first, and its group.
    pub(crate) first: Option<(usize, QuestionId)>,
    /// Whether it may come to [`Known::Hangs`].
    pub(crate) hangs: bool,
    /// What it may come to, where it is a number.
    pub(crate) range: Option<Range>,
}

/// The bit that stands for a question, and for others.
pub(crate) fn bit(question: QuestionId) -> u64 {
    1 << (question.index() % 64)
}

/// All terms made so far.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    list: Vec<(Term, About)>,
    numbers: FxHashMap<Term, TermId>,
    /// How many bytes they take.
    held: usize,
}

/// Numbers of less than this many digits before the point are added up in any order alike ...
const WHOLE: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// ... where they have no more places than this.
const PLACES: u32 = 9;

impl Range {
    /// Of exactly this number.
    pub(crate) fn of(number: Decimal) -> Self {
        Self { least: number, most: number, missing: false }
    }

    /// Of one or the other.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
            missing: self.missing || other.missing,
        }
    }

    /// Whether numbers like these are added up without being rounded, whatever the order; up to a thousand of them.
    pub(crate) fn is_kept(self) -> bool {
        // Few have zeros at their end, which take long to be taken away.
        let short = |number: Decimal| number.scale() <= PLACES || number.normalize().scale() <= PLACES;
        let fits = |number: Decimal| number.abs() < WHOLE && short(number);
        fits(self.least) && fits(self.most)
    }
}

impl Terms {
    pub(crate) fn term(&self, id: TermId) -> Option<&Term> {
        self.list.get(id as usize).map(|(term, _)| term)
    }

    pub(crate) fn about(&self, id: TermId) -> About {
        let none = About { reads: 0, first: None, hangs: false, range: None };
        self.list.get(id as usize).map_or(none, |(_, about)| *about)
    }

    /// The bits of the open questions of a term, see [`bit`].
    pub(crate) fn reads(&self, id: TermId) -> u64 {
        self.list.get(id as usize).map_or(0, |(_, about)| about.reads)
    }

    /// How many bytes all terms take.
    pub(crate) fn bytes(&self) -> usize {
        self.held
    }

    pub(crate) fn known(&self, id: TermId) -> Option<&Known> {
        if let Some(Term::Known(known)) = self.term(id) { Some(known) } else { None }
    }

    fn truth(&self, id: TermId) -> Option<bool> {
        if let Some(Known::Val(Val::Cond(truth))) = self.known(id) { Some(*truth) } else { None }
    }

    fn is_hanging(&self, id: TermId) -> bool {
        matches!(self.known(id), Some(Known::Hangs(_)))
    }

    /// The term of this form, as it is.
    pub(crate) fn make(&mut self, term: Term, about: About) -> TermId {
        if let Some(id) = self.numbers.get(&term) {
            return *id;
        }
        let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let parts = match &term {
            Term::Several(_, parts) | Term::Table(_, parts) => size_of_val(&**parts),
            Term::Leaf(_, given) => size_of_val(&**given),
            Term::Sum(parts) => size_of_val(&**parts),
            Term::Case(parts, _) => size_of_val(&**parts),
            Term::Known(_) | Term::Not(_) | Term::Same(..) | Term::Compare(..) => 0,
        };
        self.held += parts + 2 * size_of::<(Term, About)>() + 64;
        self.list.push((term.clone(), about));
        self.numbers.insert(term, id);
        id
    }

    pub(crate) fn constant(&mut self, known: Known) -> TermId {
        let range = match &known {
            Known::Val(Val::Num(number)) => Some(Range::of(*number)),
            Known::Val(Val::Missing) => Some(Range { least: Decimal::MAX, most: Decimal::MIN, missing: true }),
            _ => None,
        };
        let hangs = matches!(known, Known::Hangs(_));
        self.make(Term::Known(known), About { reads: 0, first: None, hangs, range })
    }

    pub(crate) fn cond(&mut self, truth: bool) -> TermId {
        self.constant(Known::Val(Val::Cond(truth)))
    }

    /// What follows of some terms for one made of them.
    fn of_parts(&self, parts: impl Iterator<Item = TermId>) -> About {
        let mut all = About { reads: 0, first: None, hangs: false, range: None };
        for about in parts.map(|part| self.about(part)) {
            all.reads |= about.reads;
            all.first = all.first.max(about.first);
            all.hangs |= about.hangs;
        }
        all
    }

    /// `or`, `and`: see [`Term::Several`].
    pub(crate) fn several(&mut self, decides: bool, parts: Vec<TermId>) -> TermId {
        let mut left: Vec<TermId> = Vec::with_capacity(parts.len());
        let mut hanging = false;
        let inner = |terms: &Self, part: TermId| match terms.term(part) {
            Some(Term::Several(same, inner)) if *same == decides => inner.to_vec(),
            _ => vec![part],
        };
        let parts: Vec<TermId> = parts.iter().flat_map(|part| inner(self, *part)).collect();
        for part in parts {
            match self.truth(part) {
                Some(truth) if truth == decides => return part,
                Some(_) => {}
                // Of several unasked questions the first is told.
                None if self.is_hanging(part) && hanging => {}
                None => {
                    hanging |= self.is_hanging(part);
                    left.push(part);
                }
            }
        }
        if !left.iter().any(|part| self.about(*part).hangs) {
            left.sort_unstable();
            left.dedup();
        }
        match left[..] {
            [] => self.cond(!decides),
            [one] => one,
            _ => {
                let about = self.of_parts(left.iter().copied());
                self.make(Term::Several(decides, left.into()), about)
            }
        }
    }

    pub(crate) fn not(&mut self, inner: TermId) -> TermId {
        match self.term(inner) {
            Some(Term::Known(Known::Val(Val::Cond(truth)))) => {
                let truth = !truth;
                self.cond(truth)
            }
            Some(Term::Known(_)) => inner,
            Some(Term::Not(inner)) => *inner,
            _ => {
                let about = self.of_parts(std::iter::once(inner));
                self.make(Term::Not(inner), about)
            }
        }
    }

    pub(crate) fn same(&mut self, sides: [TermId; 2], unequal: bool) -> TermId {
        let [left, right] = sides;
        if self.is_hanging(left) {
            return left;
        }
        match (self.truth(left), self.truth(right)) {
            (Some(left), Some(right)) => self.cond((left == right) != unequal),
            (Some(_), None) if self.is_hanging(right) => right,
            _ => {
                let about = self.of_parts(sides.into_iter());
                self.make(Term::Same(sides, unequal), about)
            }
        }
    }

    /// What is known of a sum, and the rest; none where a part surely comes to nothing.
    pub(crate) fn sum(&mut self, parts: Vec<(TermId, bool)>) -> Option<(Decimal, TermId)> {
        let (mut sum, mut left) = (Decimal::ZERO, Vec::with_capacity(parts.len()));
        for (part, minus) in parts {
            match self.known(part) {
                Some(Known::Val(Val::Num(number))) => sum += if minus { -*number } else { *number },
                Some(_) => return None,
                None => left.push((part, minus)),
            }
        }
        let mut all = Some(Range::of(Decimal::ZERO));
        for &(part, minus) in &left {
            let own = self.about(part).range.filter(|range| range.is_kept() && range.least <= range.most);
            all = all.zip(own).map(|(all, own)| {
                let [low, high] = if minus { [-own.most, -own.least] } else { [own.least, own.most] };
                Range { least: all.least + low, most: all.most + high, missing: all.missing || own.missing }
            });
        }
        left.sort_unstable();
        let about = self.of_parts(left.iter().map(|(part, _)| *part));
        Some((sum, self.make(Term::Sum(left.into()), About { range: all, ..about })))
    }

    /// A number and parts, compared with 0.
    pub(crate) fn compare_parts(&mut self, order: Order, sum: Decimal, parts: Vec<(TermId, bool)>) -> TermId {
        match self.sum(parts) {
            Some((more, rest)) => self.compare(order, sum + more, rest),
            None => self.cond(false),
        }
    }

    /// A comparison with 0, see [`Term::Compare`]; what is missing is in no order with anything.
    pub(crate) fn compare(&mut self, order: Order, sum: Decimal, rest: TermId) -> TermId {
        let about = self.about(rest);
        if let Some(range) = about.range {
            let (least, most) = (sum + range.least, sum + range.most);
            let holds = |number: Decimal| order.holds(number.cmp(&Decimal::ZERO));
            let always = match order {
                Order::Equal => least == most && holds(least),
                Order::Unequal => least > Decimal::ZERO || most < Decimal::ZERO,
                _ => holds(least) && holds(most),
            };
            let never = match order {
                Order::Equal => least > Decimal::ZERO || most < Decimal::ZERO,
                Order::Unequal => least == most && !holds(least),
                _ => !holds(least) && !holds(most),
            };
            if never || always && !range.missing {
                return self.cond(!never);
            }
        }
        self.make(Term::Compare(order, sum.normalize(), rest), About { range: None, ..about })
    }

    /// What stands behind the first that is true, see [`Term::Case`].
    pub(crate) fn case(&mut self, rules: Vec<(TermId, TermId)>, mut otherwise: TermId) -> TermId {
        let mut left: Vec<(TermId, TermId)> = Vec::with_capacity(rules.len());
        for (when, is) in rules {
            match self.truth(when) {
                Some(false) => {}
                Some(true) => {
                    otherwise = is;
                    break;
                }
                None if self.is_hanging(when) => {
                    otherwise = when;
                    break;
                }
                None => left.push((when, is)),
            }
        }
        // It is all one whether the last is true, unless that itself hangs on something.
        while left.pop_if(|(when, is)| *is == otherwise && !self.about(*when).hangs).is_some() {}
        if left.is_empty() {
            return otherwise;
        }
        let ends = || left.iter().map(|(_, is)| *is).chain([otherwise]);
        let range = ends().map(|end| self.about(end).range).reduce(|all, range| Some(all?.or(range?))).flatten();
        let about = self.of_parts(left.iter().flat_map(|(when, is)| [*when, *is]).chain([otherwise]));
        self.make(Term::Case(left.into(), otherwise), About { range, ..about })
    }

    /// A value that is looked up by these keys, all of them still open or known; `range` is that of its entries.
    pub(crate) fn table(&mut self, value: ValueId, keys: Vec<TermId>, range: Option<Range>) -> TermId {
        let about = self.of_parts(keys.iter().copied());
        self.make(Term::Table(value, keys.into()), About { range, ..about })
    }

    /// The keys of a table, once all of them are known; a key that is missing is none.
    pub(crate) fn keys(&self, parts: &[TermId]) -> Option<Vec<Option<Val>>> {
        let key = |part: &TermId| match self.known(*part)? {
            Known::Val(Val::Missing) => Some(None),
            Known::Val(val) => Some(Some(val.clone())),
            Known::Hangs(_) | Known::Rule(_) => None,
        };
        parts.iter().map(key).collect()
    }
}

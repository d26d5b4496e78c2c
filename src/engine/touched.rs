//! What a walk touches of its tree: the one notion that coverage, suggested walks and proofs over all walks share.
//!
//! A rule of a value, or an entry of its table, is touched where something looks at the value, by way of other values
//! too, and the value comes from just that rule or entry: whether or not the rest of a condition decides without it.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::fault::Fault;
use super::known::facts::Facts;
use super::walk::{At, Step, Walk};
use crate::tree::{
    Answer, Key, Moment, OutcomeId, Part, Parts, Place, QuestionId, Read, Table, Tree, ValueId, ValueRule,
};

/// All that walks of one tree can touch, and when.
#[derive(Debug)]
pub struct Touches<'t> {
    tree: &'t Tree,
    parts: Parts,
    /// Values with rules or a table that something looks at together.
    sets: Vec<Box<[ValueId]>>,
    /// By question: the set looked at when a walk comes to it, and once it has its answer or is skipped.
    before: Vec<u32>,
    after: Vec<u32>,
    /// By outcome.
    ends: Vec<u32>,
    /// By value with a table: the positions of its entries.
    entries: FxHashMap<ValueId, FxHashMap<&'t [Key], usize>>,
}

/// Told of each part that is touched, by its number among [`Parts`].
pub type Touched<'s> = &'s mut dyn FnMut(usize);

impl<'t> Touches<'t> {
    /// What walks of a tree can touch.
    #[must_use]
    pub fn of(tree: &'t Tree) -> Self {
        let mut touches = Self {
            tree,
            parts: Parts::of(tree),
            sets: vec![Box::default()],
            before: vec![0; tree.questions().len()],
            after: vec![0; tree.questions().len()],
            ends: vec![0; tree.outcomes().len()],
            entries: FxHashMap::default(),
        };
        if tree.values().all(|(_, value)| matches!(value.rule, ValueRule::One(_))) {
            return touches;
        }
        for (id, value) in tree.values() {
            if let ValueRule::Table(table) = &value.rule {
                let places = table.places.iter().enumerate();
                touches.entries.insert(id, places.map(|(index, (keys, _))| (&**keys, index)).collect());
            }
        }
        let mut at: [Vec<Vec<ValueId>>; 3] =
            [&touches.before, &touches.after, &touches.ends].map(|list| vec![Vec::new(); list.len()]);
        let mut promised = Vec::new();
        tree.looks(&mut |site, look| {
            let [before, after, ends] = &mut at;
            let values = match site.moment() {
                Moment::Before(id) => before.get_mut(id.index()),
                Moment::After(id) => after.get_mut(id.index()),
                Moment::End(id) => ends.get_mut(id.index()),
                Moment::AnyEnd => Some(&mut promised),
                Moment::Start | Moment::Value(_) => None,
            };
            let Some(values) = values else { return };
            look.reads(tree, &mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
        });
        let [before, after, ends] = at;
        let mut numbers = FxHashMap::default();
        touches.before = before.into_iter().map(|values| touches.set(values, &mut numbers)).collect();
        touches.after = after.into_iter().map(|values| touches.set(values, &mut numbers)).collect();
        let ends = ends.into_iter().map(|values| values.into_iter().chain(promised.iter().copied()).collect());
        touches.ends = ends.map(|values| touches.set(values, &mut numbers)).collect();
        touches
    }

    /// The number of the set of values with parts that these values come from.
    fn set(&mut self, mut values: Vec<ValueId>, numbers: &mut FxHashMap<Vec<ValueId>, u32>) -> u32 {
        values.sort_unstable();
        values.dedup();
        if values.is_empty() {
            return 0;
        }
        if let Some(number) = numbers.get(&values) {
            return *number;
        }
        let mut all = Vec::new();
        let reads = |see: &mut dyn FnMut(Read)| values.iter().for_each(|id| see(Read::Value(*id)));
        self.tree.all_reads(reads, &mut |read| {
            if let Read::Value(id) = read
                && !matches!(self.tree.value(id).rule, ValueRule::One(_))
            {
                all.push(id);
            }
        });
        all.sort_unstable();
        all.dedup();
        let number = u32::try_from(self.sets.len()).unwrap_or(0);
        self.sets.push(all.into());
        numbers.insert(values, number);
        number
    }

    /// The parts that there are.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Whether anything ever looks at a value that has parts.
    pub(crate) fn looks_at(&self, value: ValueId) -> bool {
        self.sets.iter().any(|set| set.binary_search(&value).is_ok())
    }

    /// The values with parts that are looked at when a walk comes to a question.
    pub(crate) fn before(&self, id: QuestionId) -> &[ValueId] {
        self.values(&self.before, id.index())
    }

    /// Those that are looked at once it has its answer, or is skipped.
    pub(crate) fn after(&self, id: QuestionId) -> &[ValueId] {
        self.values(&self.after, id.index())
    }

    /// Those that are looked at when a walk ends at an outcome.
    pub(crate) fn ends(&self, id: OutcomeId) -> &[ValueId] {
        self.values(&self.ends, id.index())
    }

    fn values(&self, list: &[u32], at: usize) -> &[ValueId] {
        list.get(at).and_then(|set| self.sets.get(*set as usize)).map_or(&[], |set| set)
    }

    fn see(&self, part: Part, see: Touched) {
        self.parts.number(part).into_iter().for_each(see);
    }

    /// The part that a value comes from as the facts are.
    pub(crate) fn part_of(&self, value: ValueId, facts: &Facts) -> Option<Part> {
        match &self.tree.value(value).rule {
            ValueRule::One(_) => None,
            ValueRule::Rules(_) => facts.rule_of(value).map(|index| Part::ValueRule(value, index)),
            ValueRule::Table(table) => match self.entry(value, table, facts) {
                Some(index) => Some(Part::Entry(value, index)),
                None => table.otherwise.as_ref().map(|_| Part::Else(value)),
            },
        }
    }

    fn entry(&self, value: ValueId, table: &Table, facts: &Facts) -> Option<usize> {
        let keys = facts.keys_of(table)?;
        self.entries.get(&value)?.get(&*keys).copied()
    }

    fn look(&self, values: &[ValueId], facts: &Facts, see: Touched) {
        for part in values.iter().filter_map(|value| self.part_of(*value, facts)) {
            self.see(part, see);
        }
    }

    /// A walk comes to a question, and it is not known yet whether it is skipped.
    pub(crate) fn arrives(&self, id: QuestionId, facts: &Facts, see: Touched) {
        self.look(self.before(id), facts, see);
        if !self.after(id).is_empty() && facts.is_skipped(id) {
            self.look(self.after(id), facts, see);
        }
    }

    /// A question is asked, and its notes are shown.
    pub(crate) fn asks(&self, id: QuestionId, facts: &Facts, see: Touched) {
        self.see(Part::Question(id), see);
        self.notes(Place::Question(id), facts, see);
    }

    fn notes(&self, at: Place, facts: &Facts, see: Touched) {
        facts.notes(at).for_each(|index| self.see(Part::Note(at, index), see));
    }

    /// An answer, which is among the facts and within the question's own limits, is tried against the author's
    /// `reject`; which of them refuses it, if one does.
    pub(crate) fn tries(&self, id: QuestionId, facts: &Facts, see: Touched) -> Option<usize> {
        self.look(self.after(id), facts, see);
        let refused = facts.refusal(id);
        refused.into_iter().for_each(|index| self.see(Part::Reject(id, index), see));
        refused
    }

    /// An answer is taken.
    pub(crate) fn takes(&self, id: QuestionId, answer: &Answer, see: Touched) {
        answer.chosen().iter().for_each(|index| self.see(Part::Answer(id, *index as usize), see));
    }

    /// Feedback is shown behind an answer, which is among the facts.
    pub(crate) fn tells(&self, id: QuestionId, answer: &Answer, facts: &Facts, see: Touched) {
        facts.feedback(id, answer).for_each(|(at, _)| self.see(at.part(), see));
    }

    /// An answer, which is among the facts and taken, adds to scores by a rule.
    pub(crate) fn adds(&self, id: QuestionId, facts: &Facts, see: Touched) -> Option<usize> {
        let rule = facts.rule_of_points(id);
        rule.into_iter().for_each(|index| self.see(Part::Points(id, index), see));
        rule
    }

    /// A question, asked or skipped, is left by a rule.
    pub(crate) fn leads(&self, id: QuestionId, rule: usize, see: Touched) {
        self.see(Part::Rule(id, rule), see);
    }

    /// A walk ends at an outcome.
    pub(crate) fn reaches(&self, id: OutcomeId, facts: &Facts, see: Touched) {
        self.see(Part::Outcome(id), see);
        self.notes(Place::Outcome(id), facts, see);
        self.look(self.ends(id), facts, see);
    }
}

/// Told what happens along a walk; the facts are those of that moment.
pub(crate) trait Along {
    /// The walk comes to a question, and asks it, skips it, or is stuck there.
    fn comes(&mut self, id: QuestionId, asked: bool, facts: &Facts);
    /// An answer, which is among the facts, is taken.
    fn answers(&mut self, id: QuestionId, answer: &Answer, facts: &Facts);
    /// A question, asked or skipped, is left by a rule.
    fn leads(&mut self, _id: QuestionId, _rule: usize) {}
    /// An answer, which is among the facts, is refused by the author's `reject`.
    fn refuses(&mut self, id: QuestionId, answer: &Answer, facts: &Facts);
    /// The walk ends at an outcome.
    fn ends(&mut self, id: OutcomeId, facts: &Facts);
}

/// Goes along a walk once more, the last answer of which may have been refused where it stands now. `facts` are those
/// of another walk of the tree on the same day, and are used up.
pub(crate) fn along(walk: &Walk, refused: Option<&(QuestionId, Answer)>, facts: &mut Facts, told: &mut dyn Along) {
    facts.clear();
    for step in walk.steps() {
        match *step {
            Step::Asked(id) => {
                told.comes(id, true, facts);
                let Some(answer) = walk.answer_to(id) else { continue };
                facts.add(id, answer.clone());
                told.answers(id, answer, facts);
            }
            Step::Skipped(id) => told.comes(id, false, facts),
            Step::Rule(id, index) => told.leads(id, index),
        }
    }
    if let Some((id, answer)) = refused
        && facts.check(*id, answer).is_ok()
    {
        facts.add(*id, answer.clone());
        told.refuses(*id, answer, facts);
    }
    match walk.at() {
        At::Outcome(id, _) => told.ends(*id, facts),
        // Where a walk is stuck, it has come.
        At::Stopped(Fault::AllHidden(id) | Fault::NoAnswerAllowed(id)) => told.comes(*id, false, facts),
        _ => {}
    }
}

/// Tells of parts what happens along a walk.
struct Telling<'a, 's, 't> {
    touches: &'a Touches<'t>,
    see: Touched<'s>,
}

impl Along for Telling<'_, '_, '_> {
    fn comes(&mut self, id: QuestionId, asked: bool, facts: &Facts) {
        self.touches.arrives(id, facts, self.see);
        if asked {
            self.touches.asks(id, facts, self.see);
        }
    }

    fn answers(&mut self, id: QuestionId, answer: &Answer, facts: &Facts) {
        self.touches.look(self.touches.after(id), facts, self.see);
        self.touches.takes(id, answer, self.see);
        self.touches.adds(id, facts, self.see);
        self.touches.tells(id, answer, facts, self.see);
    }

    fn leads(&mut self, id: QuestionId, rule: usize) {
        self.touches.leads(id, rule, self.see);
    }

    fn refuses(&mut self, id: QuestionId, _answer: &Answer, facts: &Facts) {
        self.touches.tries(id, facts, self.see);
    }

    fn ends(&mut self, id: OutcomeId, facts: &Facts) {
        self.touches.reaches(id, facts, self.see);
    }
}

/// Goes along walks of one tree on one day, one after the other.
#[derive(Debug)]
pub struct Toucher<'a, 't> {
    touches: &'a Touches<'t>,
    facts: Facts<'t>,
}

impl<'a, 't> Toucher<'a, 't> {
    /// Gets ready for walks of a tree on a day.
    #[must_use]
    pub fn new(touches: &'a Touches<'t>, today: NaiveDate) -> Self {
        Self { touches, facts: Facts::new(touches.tree, today) }
    }

    /// Tells all that a walk touches, the last answer of which may have been refused where the walk stands now.
    pub fn by(&mut self, walk: &Walk, refused: Option<&(QuestionId, Answer)>, see: Touched) {
        along(walk, refused, &mut self.facts, &mut Telling { touches: self.touches, see });
    }
}

//! A round: one tree gone through once, from the first question to where nothing new is come to.

use std::cell::Cell;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::chance::at_random;
use super::order::Order;
use super::space::{Bounds, Edge, Look, Nobody, Space, Stand};
use super::transitions::{Classes, Machine};
use crate::engine::{At, Facts, Walk};
use crate::explore::arithmetic::work::Work;
use crate::explore::bound::Bound;
use crate::explore::cancel::Cancel;
use crate::explore::certainty::Certainty;
use crate::explore::classes::class::Domain;
use crate::explore::conditions::reads::Sight;
use crate::explore::states::keeping::alike::mattering;
use crate::explore::states::telling::observed::{Hit, Mark, Observed, Seen};
use crate::text::Span;
use crate::tree::{Answer, OutcomeId, Part, QuestionId, Tree};

/// How to explore.
#[derive(Clone)]
pub struct Options<'p> {
    /// How likely answers are beside each other; 1 where nothing is said.
    pub weights: Vec<(QuestionId, u32, f64)>,
    /// How many states may be visited at most; the memory is bounded by [`memory_for`](crate::explore::memory_for) so many.
    pub most_states: usize,
    /// How many of them while all that looks at walks is looked at at once, before it is taken apart into slices.
    pub at_once: usize,
    /// A tree that is looked at in slices has some of them looked at at the same time, by as many threads as there are;
    /// what comes of it is the same.
    pub side_by_side: bool,
    /// Told now and then how many states were visited so far.
    pub progress: Option<&'p (dyn Fn(usize) + Sync)>,
    /// Ends it from outside.
    pub cancel: Cancel,
}

impl Options<'_> {
    /// As many states as fit into about 2 GiB.
    pub const MOST_STATES: usize = 5_000_000;
    /// What is taken apart costs at least as much again: about a tenth of a second before it is.
    pub const AT_ONCE: usize = 30_000;

    pub(crate) fn bounds(&self) -> Bounds<'_> {
        Bounds { most_states: self.most_states, progress: self.progress, cancel: &self.cancel }
    }
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            weights: Vec::new(),
            most_states: Self::MOST_STATES,
            at_once: Self::AT_ONCE,
            side_by_side: true,
            progress: None,
            cancel: Cancel::new(),
        }
    }
}

/// One tree gone through once.
pub(crate) struct Round<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) today: NaiveDate,
    pub(crate) machine: Machine<'t>,
    pub(crate) found: Observed<'t>,
    pub(crate) space: Space,
    /// The same once more to count by, where the first tells walks apart that differ only in what they are shown.
    counted: Option<Space>,
    /// By outcome: where a cheapest walk ends there.
    pub(crate) ends: Vec<Option<u32>>,
    /// What some walks do, with a cheapest of each.
    pub(crate) marks: Vec<Marked>,
    /// By question: true if the answer to it changes something that anybody is shown, or led to.
    pub(crate) matters: Vec<bool>,
    /// What ended the look at a slice before its end.
    bound: Option<Bound>,
    /// The questions of whose answers only some were tried in a slice.
    also_tried: Vec<QuestionId>,
    /// How many states were visited, those of other rounds about the same among them.
    pub(crate) states: usize,
    cancel: Cancel,
    /// How many answers the walks have that are shown.
    shown: Cell<usize>,
}

/// What a slice tells; it may come from another thread.
pub(crate) struct Told {
    pub(crate) states: usize,
    /// What ended it before its end.
    pub(crate) bound: Option<Bound>,
    seen: Seen,
    tried: Vec<QuestionId>,
    marks: Vec<Marked>,
    matters: Vec<bool>,
}

/// Something that some walks do, and how.
pub(crate) struct Marked {
    pub(crate) mark: Mark,
    /// The first hole of a text of which it is said.
    pub(crate) hole: Option<Span>,
    /// Where the walk ends, if it does.
    pub(crate) end: Option<OutcomeId>,
    /// A cheapest walk that does so; none where it is not shown.
    pub(crate) walk: Option<Vec<(QuestionId, Answer)>>,
}

/// How many answers all walks that are shown of one tree may have together; beyond that none is shown.
const MOST_SHOWN: usize = 5_000_000;
/// How much is worked out for one walk that is shown.
const MOST_FOR_A_WALK: u64 = 20_000_000;
/// The same where somebody has ended the look, and waits.
const SHOWN_AT_THE_END: usize = 50_000;
const FOR_A_WALK_AT_THE_END: u64 = 100_000;
/// How many steps are taken at random, at the most, before all walks are gone through once more.
const STEPS: usize = 10_000;

impl<'t> Round<'t> {
    /// None if the sums of the tree's scores cannot be kept.
    pub(crate) fn new(
        tree: &'t Tree,
        today: NaiveDate,
        texts: bool,
        options: &Options,
        given: &[(QuestionId, Answer)],
    ) -> Option<Self> {
        let sight = if texts { Sight::Texts } else { Sight::Routes };
        // Who changes given answers changes some, whichever it is; where none are given, all walks may be told.
        let of = if given.is_empty() { Machine::telling } else { Machine::deciding };
        let mut machine = of(tree, today, sight, Classes::Beside(given))?;
        let given: FxHashMap<QuestionId, u32> = given
            .iter()
            .filter_map(|(id, answer)| Some((*id, machine.domains.get_mut(id.index())?.class_of(answer)?)))
            .collect();
        machine.lay_out_merging();
        let mut round = Self::of(machine, &given, sight, options.bounds(), options);
        if given.is_empty() {
            round.count_apart((sight, Classes::Beside(&[])), options.bounds())?;
        }
        Some(round)
    }

    /// Looks at what a sight tells, visiting no more states than so many, the questions in an order.
    pub(crate) fn within(
        tree: &'t Tree,
        today: NaiveDate,
        (sight, classes, order): (Sight, Classes, &Order),
        most_states: usize,
        options: &Options,
    ) -> Option<Self> {
        let machine = Machine::ordered(tree, today, sight, classes, order)?;
        Self::by(machine, (sight, classes), most_states, options)
    }

    /// The same by a machine that was made for it.
    pub(crate) fn by(
        mut machine: Machine<'t>,
        (sight, classes): (Sight, Classes),
        most_states: usize,
        options: &Options,
    ) -> Option<Self> {
        machine.lay_out_merging();
        let bounds = Bounds { most_states, ..options.bounds() };
        let mut round = Self::of(machine, &FxHashMap::default(), sight, bounds, options);
        round.count_apart((sight, classes), bounds)?;
        Some(round)
    }

    fn of(
        mut machine: Machine<'t>,
        given: &FxHashMap<QuestionId, u32>,
        sight: Sight,
        bounds: Bounds,
        options: &Options,
    ) -> Self {
        let (tree, today) = (machine.tree, machine.facts.today());
        let mut found = Observed::new(tree, &machine.firsts, sight);
        let space = Space::of(&mut machine, given, bounds, &mut found);
        found.end();
        let ends = space.ends(tree.outcomes().len());
        let (states, shown, cancel) = (space.order.len(), Cell::new(0), options.cancel.clone());
        let (marks, matters) = (Vec::new(), Vec::new());
        Self {
            tree,
            today,
            machine,
            found,
            space,
            counted: None,
            ends,
            marks,
            matters,
            states,
            cancel,
            shown,
            bound: None,
            also_tried: Vec::new(),
        }
    }

    /// Goes through the states once more to count walks by, where that is needed.
    fn count_apart(&mut self, (sight, classes): (Sight, Classes), bounds: Bounds) -> Option<()> {
        if self.space.complete()
            && (self.machine.relations.some_are_only_shown() || self.machine.texts.are_only_shown())
        {
            let mut machine = Machine::leading(self.tree, self.today, sight, classes)?;
            machine.lay_out();
            let left = bounds.most_states.saturating_sub(self.space.order.len());
            let bounds = Bounds { most_states: left, ..bounds };
            let again = Space::of(&mut machine, &FxHashMap::default(), bounds, &mut Nobody);
            self.space.bound = again.bound;
            self.counted = Some(again);
        }
        Some(())
    }

    /// The states to count walks by.
    pub(crate) fn counting(&self) -> &Space {
        self.counted.as_ref().unwrap_or(&self.space)
    }

    /// Works out what findings are made of.
    pub(crate) fn settle(&mut self) {
        self.marks = self.marked();
        if self.space.complete() {
            self.matters = mattering(&self.space, &self.machine.domains, &self.machine.relations);
            let questions = (0..).map(QuestionId::at).zip(&mut self.matters);
            questions.for_each(|(id, matters)| *matters |= self.found.tells_apart(id));
            // Of those that are told together it is not known which of them it is that matters.
            for (id, last) in &self.machine.atoms.told_with {
                let does = self.matters.get(last.index()).copied().unwrap_or(true);
                self.matters.get_mut(id.index()).into_iter().for_each(|matters| *matters |= does);
            }
        }
    }

    /// What it tells as a slice of all that is looked at, without its states.
    pub(crate) fn told(self) -> Told {
        let tried = self.tried();
        let Self { states, space, found, marks, matters, .. } = self;
        Told { states, bound: space.bound, seen: found.into_seen(), tried, marks, matters }
    }

    /// Takes over what a slice tells; false if that was not gone through to its end.
    pub(crate) fn add(&mut self, slice: Told) -> bool {
        self.states += slice.states;
        self.bound = slice.bound;
        self.found.add(&slice.seen);
        self.also_tried.extend(slice.tried);
        self.take_marks(slice.marks);
        self.matters.iter_mut().zip(&slice.matters).for_each(|(own, other)| *own |= other);
        self.bound.is_none()
    }

    /// Takes over what some walks do, if that was not known.
    pub(crate) fn take_marks(&mut self, marks: Vec<Marked>) {
        for marked in marks {
            if !self.marks.iter().any(|known| known.mark == marked.mark) {
                self.marks.push(marked);
            }
        }
    }

    /// True if all was gone through, slices too.
    pub(crate) fn complete(&self) -> bool {
        self.space.complete() && self.bound.is_none()
    }

    /// What some walks do, as it was seen on the way.
    fn marked(&self) -> Vec<Marked> {
        let of = |(mark, hit): (&Mark, &Hit)| Marked {
            mark: *mark,
            hole: self.found.holes.get(mark).copied(),
            end: match self.space.node(hit.node).map(|node| node.stand) {
                Some(Stand::Ended(id, _)) => Some(id),
                _ => None,
            },
            walk: self.witness(hit.node, hit.class),
        };
        self.found.marks.iter().map(of).collect()
    }

    /// True if a machine of the tree tells apart the answers to all questions that any walk is asked.
    pub(crate) fn tells_apart(&self, machine: &Machine) -> bool {
        let asked = |index: usize| self.found.is_touched(Part::Question(QuestionId::at(index)));
        machine.domains.iter().enumerate().all(|(index, domain)| domain.exact || !asked(index))
    }

    /// Goes through all states once more to look at something else, visiting no more than are `left` and leaving the
    /// rest there. None if no machine can be made for that; else true if all was looked at.
    pub(crate) fn once_more(&self, sight: Sight, left: &mut usize, look: &mut dyn Look<'t>) -> Option<bool> {
        let order = &self.machine.order;
        let mut machine = Machine::ordered(self.tree, self.today, sight, Classes::Beside(&[]), order)?;
        machine.lay_out_merging();
        let bounds = Bounds { most_states: *left, progress: None, cancel: &self.cancel };
        let space = Space::of(&mut machine, &FxHashMap::default(), bounds, look);
        *left = left.saturating_sub(space.order.len());
        Some(space.complete() && self.tells_apart(&machine))
    }

    /// Follows some walks at random before going through all of them once more, which it may save so many times; false if
    /// nothing was looked at.
    pub(crate) fn some_walks(&self, sight: Sight<'_, 't>, saved: usize, look: &mut dyn Look<'t>) -> bool {
        // No more than a quarter of what it may save.
        let steps = (self.states.saturating_mul(saved) / 4).min(STEPS);
        if steps == 0 {
            return false;
        }
        let classes = Classes::As(&self.machine.domains, &[]);
        let Some(mut machine) = Machine::looking(self.tree, self.today, sight, classes) else { return false };
        machine.lay_out();
        at_random(&mut machine, steps, &self.cancel, look);
        true
    }

    /// The questions that are asked and of whose answers only some were tried.
    pub(crate) fn tried(&self) -> Vec<QuestionId> {
        let asked = |id: &QuestionId| self.found.is_touched(Part::Question(*id));
        let mut tried: Vec<QuestionId> = self.machine.inexact().into_iter().filter(asked).collect();
        tried.extend(&self.also_tried);
        tried.sort_unstable();
        tried.dedup();
        tried
    }

    /// How sure it is what the round tells of all walks.
    pub(crate) fn certainty(&self) -> Certainty {
        Certainty::new(self.space.bound.or(self.bound), self.tried())
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// The answers of a walk, where typed ones hang together as the numbers of their classes say.
    pub(crate) fn hanging_together(
        &self,
        steps: &[(QuestionId, u32)],
        mut answers: Vec<(QuestionId, Answer)>,
    ) -> Option<Vec<(QuestionId, Answer)>> {
        let mut facts = Facts::new(self.tree, self.today);
        let relations = &self.machine.relations;
        let work = Work::of(if self.is_cancelled() { FOR_A_WALK_AT_THE_END } else { MOST_FOR_A_WALK });
        let found = relations.along(self.tree, &self.machine.domains, &mut facts, steps, &work)?;
        if let Some((last, number)) = steps.last()
            && relations.stops(*number, self.machine.domains.get(last.index())?.classes.len()).is_some()
        {
            // There is no answer to the last.
            answers.pop();
        }
        for (id, answer) in found {
            answers.iter_mut().filter(|(other, _)| *other == id).for_each(|(_, slot)| *slot = answer.clone());
        }
        Some(answers)
    }

    /// What a walk answers beyond where it stands, to the end of a row that is gone through in another order: who stands
    /// there may not have been asked yet what comes before.
    fn to_the_end(&self, node: u32, more: Option<(QuestionId, u32)>) -> Option<Vec<(QuestionId, u32)>> {
        let (mut at, mut given, mut steps) = (node, more, Vec::new());
        while let Some(node) = self.space.node(at)
            && node.stand.question().is_some_and(|id| self.machine.order.moves(id))
        {
            let of = |edge: &Edge| self.space.classes.get(edge.classes as usize);
            let fits = |edge: &&Edge| match given {
                Some((_, class)) => of(edge).is_some_and(|classes| classes.numbers.contains(&class)),
                None => true,
            };
            let edge = self.space.edges_of(node).iter().find(fits)?;
            let step = of(edge).filter(|_| given.is_none()).map(|classes| (classes.question, classes.cheapest));
            steps.extend(step);
            (at, given) = (edge.to, None);
        }
        Some(steps)
    }

    /// The answers of a walk in the order in which they are asked for, up to a question, and to it, if it is answered.
    fn in_order(
        &self,
        to: Option<QuestionId>,
        answered: bool,
        answers: Vec<(QuestionId, Answer)>,
    ) -> Option<Vec<(QuestionId, Answer)>> {
        let mut left: FxHashMap<QuestionId, Answer> = answers.into_iter().collect();
        let (mut walk, mut steps) = (Walk::new(self.tree, self.today), Vec::new());
        while let At::Question(id) = *walk.at()
            && (answered || to != Some(id))
            && let Some(answer) = left.remove(&id)
        {
            walk.answer(answer.clone()).ok()?;
            steps.push((id, answer));
            if to == Some(id) {
                break;
            }
        }
        Some(steps)
    }

    /// A cheapest walk to a node, and one more answer there, as the engine itself walks it.
    ///
    /// A walk that the engine does not take is a fault of ours, and not shown.
    pub(crate) fn witness(&self, node: u32, more: Option<(QuestionId, u32)>) -> Option<Vec<(QuestionId, Answer)>> {
        let most = if self.is_cancelled() { SHOWN_AT_THE_END } else { MOST_SHOWN };
        if self.shown.get() > most {
            return None;
        }
        let mut steps = self.space.way_to(node);
        steps.extend(more);
        let order = &self.machine.order;
        if !order.is_given() {
            steps.extend(self.to_the_end(node, more)?);
        }
        let domains: &[Domain] = &self.machine.domains;
        let class = |(id, number): &(QuestionId, u32)| domains.get(id.index())?.class(*number);
        let answer = |step: &(QuestionId, u32)| Some((step.0, class(step)?.answer.clone()));
        let mut answers = steps.iter().map(answer).collect::<Option<Vec<(QuestionId, Answer)>>>()?;
        for (id, told) in steps.iter().filter_map(class).flat_map(|class| &*class.with) {
            answers.iter_mut().filter(|(other, _)| other == id).for_each(|(_, answer)| *answer = told.clone());
        }
        if !order.is_given() {
            let to = self.space.node(node)?.stand.question();
            answers = self.in_order(to, more.is_some(), answers)?;
        }
        let steps = self.hanging_together(&steps, answers)?;
        let mut walk = Walk::new(self.tree, self.today);
        for (question, answer) in &steps {
            if *walk.at() != At::Question(*question) {
                return None;
            }
            walk.answer(answer.clone()).ok()?;
        }
        self.shown.set(self.shown.get() + steps.len());
        Some(steps)
    }
}

//! The graph of all states of a tree: each once, however many walks come to it, with a cheapest way there.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::transitions::{Machine, Watch, Way};
use crate::engine::{Facts, Fault};
use crate::explore::bound::{Bound, ENTRY, HEAP, Memory, memory_for};
use crate::explore::cancel::Cancel;
use crate::explore::states::keeping::state::State;
use crate::explore::states::keeping::waiting::{Waiting, bytes};
use crate::explore::states::telling::rankings::{Rank, Ranks};
use crate::tree::{OutcomeId, Place, QuestionId};

/// What stands at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// The question is asked.
    Asked(QuestionId),
    /// The question is skipped.
    Skipped(QuestionId),
    /// Walks end here. What is shown of the outcome is the number [`Look::ends`] gave.
    Ended(OutcomeId, u32),
    /// Walks come here and are stopped.
    Stopped(Fault),
    /// Walks answer a question and find no way on: no state of its own, and without edges.
    NoWay(Fault),
    /// Not looked at yet.
    Waiting,
}

impl Stand {
    /// The question that is asked or skipped here.
    pub(crate) fn question(self) -> Option<QuestionId> {
        match self {
            Self::Asked(id) | Self::Skipped(id) => Some(id),
            _ => None,
        }
    }
}

/// A state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) stand: Stand,
    /// Its edges, from the first on so many.
    first: u32,
    count: u32,
    /// The edge of a cheapest way here, and what that costs: its answers, or first of all the given ones it changes.
    pub(crate) by: u32,
    pub(crate) cost: u64,
    /// What is offered where a question is asked, see [`Look::offered`].
    pub(crate) offer: u32,
}

/// All classes of answers that lead from one state to one other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The classes: a number of [`Space::classes`], or [`SKIP`].
    pub(crate) classes: u32,
    /// The ranking that decided: a number of [`Space::ranks`], or [`SKIP`].
    pub(crate) rank: u32,
}

/// No class of answers, no ranking, no edge.
pub(crate) const SKIP: u32 = u32::MAX;

/// Classes of a question's answers.
#[derive(Debug)]
pub(crate) struct Classes {
    pub(crate) question: QuestionId,
    pub(crate) numbers: Box<[u32]>,
    /// The cheapest of them, and what it costs.
    pub(crate) cheapest: u32,
    cost: u64,
}

/// What the change of an answer costs: more than any walk is long.
pub(crate) const CHANGE: u64 = 1 << 32;

/// Somebody who looks on while the graph grows.
pub(crate) trait Look<'t>: Watch<'t> {
    /// Nothing was asked yet.
    fn begins(&mut self, _facts: &Facts<'t>) {}
    /// From now on, what is seen belongs to this node.
    fn comes_to(&mut self, node: u32, cost: u64);
    /// Walks end in a state at an outcome; returns a number for what is shown of it, the same for the same.
    fn ends(&mut self, id: OutcomeId, facts: &Facts<'t>) -> u32;
    /// A number for what was offered and refused at the question just asked, the same for the same.
    fn offered(&mut self) -> u32 {
        0
    }
    /// True if all was seen that is looked for: whatever else there is does not matter.
    fn is_done(&self) -> bool {
        false
    }
    /// How many bytes are held of what was seen so far.
    fn held(&self) -> usize {
        0
    }
}

/// Somebody who looks at nothing.
pub(crate) struct Nobody;

impl Watch<'_> for Nobody {}
impl<'t> Look<'t> for Nobody {
    fn comes_to(&mut self, _node: u32, _cost: u64) {}

    fn ends(&mut self, _id: OutcomeId, _facts: &Facts<'t>) -> u32 {
        0
    }
}

/// How large the graph may become, and whom to tell.
#[derive(Clone, Copy)]
pub(crate) struct Bounds<'p> {
    pub(crate) most_states: usize,
    pub(crate) progress: Option<&'p (dyn Fn(usize) + Sync)>,
    pub(crate) cancel: &'p Cancel,
}

/// What each node and each edge take when walks are counted, and when states that are alike are looked for.
const NODE_LATER: usize = 96;
const EDGE_LATER: usize = 12;

/// The graph of all states.
#[derive(Debug, Default)]
pub(crate) struct Space {
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
    /// The nodes with edges, so that every edge to another of them leads forward.
    pub(crate) order: Vec<u32>,
    pub(crate) classes: Vec<Classes>,
    pub(crate) ranks: Vec<Rank>,
    /// What ended the look before its end; none if all states were visited.
    pub(crate) bound: Option<Bound>,
}

impl Space {
    /// Goes through all states of a tree; `given` are answers by class whose change is to cost more than any step.
    pub(crate) fn of<'t>(
        machine: &mut Machine<'t>,
        given: &FxHashMap<QuestionId, u32>,
        bounds: Bounds,
        look: &mut dyn Look<'t>,
    ) -> Self {
        machine.ranks = Ranks::Apart;
        machine.relations.work.until(bounds.cancel);
        let mut growing = Growing::new(machine, given);
        growing.space.bound = growing.grow(bounds, look).err();
        growing.space
    }

    /// True if all states were visited.
    pub(crate) fn complete(&self) -> bool {
        self.bound.is_none()
    }

    pub(crate) fn edges_of(&self, node: &Node) -> &[Edge] {
        let first = node.first as usize;
        self.edges.get(first..first + node.count as usize).unwrap_or(&[])
    }

    pub(crate) fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// By outcome: a node where walks end there, the one with the cheapest way.
    pub(crate) fn ends(&self, outcomes: usize) -> Vec<Option<u32>> {
        let mut ends: Vec<Option<(u64, u32)>> = vec![None; outcomes];
        for (number, node) in (0_u32..).zip(&self.nodes) {
            if let Stand::Ended(id, _) = node.stand
                && let Some(end) = ends.get_mut(id.index())
                && end.is_none_or(|(cost, _)| node.cost < cost)
            {
                *end = Some((node.cost, number));
            }
        }
        ends.into_iter().map(|end| end.map(|(_, number)| number)).collect()
    }

    /// A node where a question is asked, the one with the cheapest way; none where no walk is asked it.
    pub(crate) fn asks(&self, id: QuestionId) -> Option<u32> {
        let asked = (0_u32..).zip(&self.nodes).filter(|(_, node)| node.stand == Stand::Asked(id));
        asked.min_by_key(|(_, node)| node.cost).map(|(number, _)| number)
    }

    /// The classes of the answers of a cheapest way to a node.
    pub(crate) fn way_to(&self, node: u32) -> Vec<(QuestionId, u32)> {
        let mut steps = Vec::new();
        let mut at = self.node(node);
        while let Some(edge) = at.and_then(|node| self.edges.get(node.by as usize)) {
            steps.extend(self.classes.get(edge.classes as usize).map(|classes| (classes.question, classes.cheapest)));
            at = self.node(edge.from);
        }
        steps.reverse();
        steps
    }
}

/// When a question's states are gone through: group by group as the tree leads, and on a circle those first that
/// passed fewer of its questions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Round {
    group: Reverse<usize>,
    passed: usize,
}

struct Growing<'m, 't> {
    machine: &'m mut Machine<'t>,
    given: &'m FxHashMap<QuestionId, u32>,
    space: Space,
    waiting: Vec<Waiting>,
    rounds: BTreeSet<(Round, QuestionId)>,
    ended: Vec<Waiting>,
    faults: FxHashMap<Fault, u32>,
    /// The question at hand has one state, so what leads on from it was not seen before.
    single: bool,
    class_numbers: FxHashMap<(QuestionId, Box<[u32]>), u32>,
    rank_numbers: FxHashMap<Rank, u32>,
    /// The classes that lead to each target from the state at hand.
    groups: Vec<(u32, u32, Vec<u32>)>,
    memory: Memory,
}

impl<'m, 't> Growing<'m, 't> {
    fn new(machine: &'m mut Machine<'t>, given: &'m FxHashMap<QuestionId, u32>) -> Self {
        let tree = machine.tree;
        let mut growing = Self {
            machine,
            given,
            space: Space::default(),
            waiting: vec![Waiting::default(); tree.questions().len()],
            rounds: BTreeSet::new(),
            ended: vec![Waiting::default(); tree.outcomes().len()],
            single: false,
            faults: FxHashMap::default(),
            class_numbers: FxHashMap::default(),
            rank_numbers: FxHashMap::default(),
            groups: Vec::new(),
            memory: Memory::default(),
        };
        let (start, state) = growing.machine.start();
        let state = growing.machine.merged(None, Place::Question(start), &state);
        growing.node(Place::Question(start), state);
        growing
    }

    /// Grows the graph to its end, or to a bound.
    fn grow(&mut self, bounds: Bounds, look: &mut dyn Look<'t>) -> Result<(), Bound> {
        self.memory.most = memory_for(bounds.most_states);
        self.memory.kept += self.machine.bytes();
        self.memory.count = self.machine.count_bytes();
        look.begins(&self.machine.facts);
        let mut told = 0;
        let mut ways = Vec::new();
        while let Some((round, id)) = self.rounds.pop_first() {
            let states = self.take(id, round.passed);
            let alone = !self.machine.is_circle(id);
            self.single = alone && states.len() == 1;
            if let Some(merge) = self.machine.merge.as_mut().filter(|_| alone) {
                merge.forget(id);
            }
            for (state, node) in states {
                if self.space.order.len() >= bounds.most_states {
                    return Err(Bound::States);
                }
                if bounds.cancel.is_cancelled() || look.is_done() {
                    return Err(Bound::Cancelled);
                }
                // What leads on is held twice while it is put among the states.
                self.machine.room = self.memory.left(self.held(look)).ok_or(Bound::Memory)? / 2;
                self.memory.visit(bytes(&state));
                self.visit(id, node, &state, &mut ways, look);
                if self.machine.is_full() {
                    return Err(Bound::Memory);
                }
                if self.space.order.len() - told >= 8192 {
                    told = self.space.order.len();
                    bounds.progress.iter().for_each(|tell| tell(told));
                }
            }
            if let Some(merge) = self.machine.merge.as_mut().filter(|_| alone) {
                merge.left(id);
            }
        }
        for index in 0..self.ended.len() {
            let id = OutcomeId::at(index);
            let ended = self.ended.get_mut(index).map(|ended| ended.take(|_| true));
            for (state, node) in ended.unwrap_or_default() {
                if bounds.cancel.is_cancelled() || look.is_done() {
                    return Err(Bound::Cancelled);
                }
                self.memory.left(self.held(look)).ok_or(Bound::Memory)?;
                look.comes_to(node, self.space.node(node).map_or(0, |node| node.cost));
                self.machine.load(&state, Place::Outcome(id));
                // Nothing is told of what is not known.
                if !self.machine.relations.lost {
                    self.stand(node, Stand::Ended(id, look.ends(id, &self.machine.facts)));
                }
                self.machine.unload(Place::Outcome(id));
            }
        }
        Ok(())
    }

    /// How many bytes are held beside the states.
    fn held(&self, look: &dyn Look<'t>) -> usize {
        look.held() + self.machine.merge.as_ref().map_or(0, |merge| merge.bytes())
    }

    /// The states that wait at a question, and passed so many questions of its circle, in the order in which they were come
    /// to: of walks of one length, that of the earlier answers is shown.
    fn take(&mut self, id: QuestionId, passed: usize) -> Vec<(State, u32)> {
        let Self { waiting, machine, .. } = self;
        let circle = machine.is_circle(id);
        let wanted = |state: &State| !circle || machine.passed(id, state) == passed;
        waiting.get_mut(id.index()).map_or_else(Vec::new, |waiting| waiting.take(wanted))
    }

    fn visit(&mut self, id: QuestionId, node: u32, state: &State, ways: &mut Vec<Way>, look: &mut dyn Look<'t>) {
        let cost = self.space.node(node).map_or(0, |node| node.cost);
        look.comes_to(node, cost);
        let done = self.machine.expand(id, state, look, ways);
        self.space.order.push(node);
        if self.machine.is_full() {
            return ways.clear();
        }
        if let Err(fault) = done {
            // Where nothing can be answered the walk stops here, and not behind an answer.
            return self.stand(node, Stand::Stopped(fault));
        }
        let offer = look.offered();
        let skipped = matches!(ways[..], [Way { class: None, .. }]);
        self.stand(node, if skipped { Stand::Skipped(id) } else { Stand::Asked(id) });
        for way in ways.drain(..) {
            let (to, rank) = match way.to {
                Ok(step) => (self.node(step.place, step.state), self.rank(step.rank)),
                Err(fault) => (self.fault(fault), SKIP),
            };
            match self.groups.iter_mut().find(|(other, same, _)| (*other, *same) == (to, rank)) {
                Some((_, _, classes)) => classes.extend(way.class),
                None => self.groups.push((to, rank, way.class.into_iter().collect())),
            }
        }
        let first = len(&self.space.edges);
        for (to, rank, classes) in std::mem::take(&mut self.groups) {
            let (classes, step) = if skipped { (SKIP, 0) } else { self.classes(id, classes) };
            let number = len(&self.space.edges);
            self.space.edges.push(Edge { from: node, to, classes, rank });
            if let Some(to) = self.space.nodes.get_mut(to as usize).filter(|to| cost + step < to.cost) {
                (to.cost, to.by) = (cost + step, number);
            }
        }
        let count = len(&self.space.edges) - first;
        self.memory.kept += count as usize * size_of::<Edge>();
        self.memory.later += count as usize * EDGE_LATER;
        if let Some(node) = self.space.nodes.get_mut(node as usize) {
            (node.first, node.count, node.offer) = (first, count, offer);
        }
    }

    fn stand(&mut self, node: u32, stand: Stand) {
        if let Some(node) = self.space.nodes.get_mut(node as usize) {
            node.stand = stand;
        }
    }

    /// The node of a state, made if it is new.
    fn node(&mut self, place: Place, state: State) -> u32 {
        let new = len(&self.space.nodes);
        let bytes = bytes(&state);
        let node = match place {
            Place::Question(id) => {
                let passed = self.machine.passed(id, &state);
                let Some(slot) = self.waiting.get_mut(id.index()) else { return SKIP };
                let node = slot.node(state, new);
                if node == new {
                    let group = Reverse(self.machine.groups.of.get(id.index()).copied().unwrap_or(0));
                    self.rounds.insert((Round { group, passed }, id));
                }
                node
            }
            Place::Outcome(id) => self.ended.get_mut(id.index()).map_or(SKIP, |slot| slot.node(state, new)),
        };
        if node == new {
            self.memory.wait(bytes);
            self.memory.kept += size_of::<Node>();
            self.memory.later += NODE_LATER;
            let cost = if new == 0 { 0 } else { u64::MAX };
            self.space.nodes.push(Node { stand: Stand::Waiting, first: 0, count: 0, by: SKIP, cost, offer: 0 });
        }
        node
    }

    fn fault(&mut self, fault: Fault) -> u32 {
        let new = len(&self.space.nodes);
        let node = *self.faults.entry(fault).or_insert(new);
        if node == new {
            let stand = Stand::NoWay(fault);
            self.space.nodes.push(Node { stand, first: 0, count: 0, by: SKIP, cost: u64::MAX, offer: 0 });
        }
        node
    }

    fn rank(&mut self, rank: Option<Rank>) -> u32 {
        let Some(rank) = rank else { return SKIP };
        if let Some(number) = self.rank_numbers.get(&rank) {
            return *number;
        }
        let new = len(&self.space.ranks);
        self.memory.kept += 2 * (rank.bytes() + size_of::<Rank>() + ENTRY);
        self.space.ranks.push(rank.clone());
        self.rank_numbers.insert(rank, new);
        new
    }

    /// The number of these classes of a question, and what the cheapest of them costs.
    fn classes(&mut self, question: QuestionId, numbers: Vec<u32>) -> (u32, u64) {
        let key = (question, numbers.into_boxed_slice());
        if !self.single
            && let Some(number) = self.class_numbers.get(&key)
        {
            return (*number, self.space.classes.get(*number as usize).map_or(1, |classes| classes.cost));
        }
        let given = self.given.get(&question);
        let domain = self.machine.domains.get(question.index());
        let own = |number: &u32| domain.map_or(*number, |domain| domain.alone(*number));
        let kept = given.and_then(|given| key.1.iter().copied().find(|number| own(number) == *given));
        let cost = if given.is_some() && kept.is_none() { CHANGE + 1 } else { 1 };
        let cheapest = kept.or(key.1.first().copied()).unwrap_or(0);
        let new = len(&self.space.classes);
        self.memory.kept += 2 * (size_of_val(&*key.1) + HEAP) + size_of::<Classes>() + 2 * ENTRY;
        if !self.single {
            self.class_numbers.insert(key.clone(), new);
        }
        self.space.classes.push(Classes { question, numbers: key.1, cheapest, cost });
        (new, cost)
    }
}

fn len<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

//! How walks come to each question of a tree, nearest first: gone through once, for all changes of where it leads.
//!
//! Before the changed question both versions are one tree. So whoever is the first to come to it in a state in which
//! the versions part also takes a shortest walk that tells them apart, and nothing before it is gone through again.

use std::collections::VecDeque;

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::beside::comparisons;
use super::common_classes::refine;
use crate::engine::Facts;
use crate::explore::bound::{ENTRY, HEAP};
use crate::explore::cancel::Cancel;
use crate::explore::conditions::atoms::Atoms;
use crate::explore::conditions::reads::{AnswersRead, Sight, answers_read, sites};
use crate::explore::states::keeping::state::State;
use crate::explore::states::transitions::{Machine, Watch, Way};
use crate::tree::graph::{Exits, Groups, spread};
use crate::tree::{Answer, Change, Changed, OutcomeId, Place, QuestionId, Tree};

/// A walk to a state, as the one before it and an answer more. They stand in the order in which they are come to.
pub(super) struct Node {
    before: u32,
    question: QuestionId,
    class: u32,
    depth: u32,
}

const START: u32 = u32::MAX;

/// What earlier questions were answered, where they were.
pub(super) type Told = Box<[Option<Answer>]>;

/// How walks come to one question.
pub(super) struct Arrival {
    /// The questions that its conditions read, itself aside.
    pub(super) own: Box<[QuestionId]>,
    /// These and those that the conditions of the questions read that it leads to.
    pub(super) reads: Box<[QuestionId]>,
    /// For all that was answered to them, the first walk.
    pub(super) told: Vec<(Told, u32)>,
}

/// How walks come to each question of a tree.
pub struct Arrivals {
    pub(super) nodes: Vec<Node>,
    /// How many of the nodes were gone on from.
    pub(super) visited: usize,
    /// By question: an answer of each class.
    pub(super) answers: Vec<Vec<Answer>>,
    /// By question: none where its conditions read more than choices.
    pub(super) by_question: Vec<Option<Arrival>>,
    pub(super) groups: Groups,
    /// Whether all states were gone through, and all answers are told apart.
    pub(super) complete: bool,
    /// By question and by outcome: whether walks may come there, conditions aside.
    reached: (Vec<bool>, Vec<bool>),
}

/// Notes what was answered by those who come to a question.
struct Noting<'a> {
    by_question: &'a mut [Option<Arrival>],
    seen: Vec<FxHashSet<Told>>,
    node: u32,
    bytes: usize,
}

impl<'t> Watch<'t> for Noting<'_> {
    fn arrives(&mut self, id: QuestionId, facts: &Facts<'t>) {
        let Some(Some(arrival)) = self.by_question.get_mut(id.index()) else { return };
        let Some(seen) = self.seen.get_mut(id.index()) else { return };
        let told: Told = arrival.reads.iter().map(|read| facts.answer(*read).cloned()).collect();
        if !seen.contains(&told) {
            self.bytes += 2 * (size_of_val(&*told) + HEAP) + ENTRY;
            seen.insert(told.clone());
            arrival.told.push((told, self.node));
        }
    }
}

impl Arrivals {
    /// Goes through the states of a tree, until there are `most_states` of them or they take `most_bytes`; none if
    /// they cannot be made. Answers are told apart as the tree does, and as it does with one of the `changes`.
    #[must_use]
    pub fn new(
        tree: &Tree,
        today: NaiveDate,
        changes: &mut [Change],
        (most_states, most_bytes): (usize, usize),
        cancel: &Cancel,
    ) -> Option<Self> {
        let mut reads: Vec<Option<AnswersRead>> = tree.questions().map(|(id, _)| answers_read(tree, id)).collect();
        let beside = comparisons(tree, changes, &mut reads);
        let machine = || {
            let mut atoms = Atoms::new(tree);
            let mut sites = sites(tree, &mut atoms, Sight::Choices);
            for (id, comparison) in &beside {
                let site = sites.questions.get_mut(id.index())?;
                atoms.of_cond(comparison, &mut site.after);
            }
            Machine::at(tree, today, (atoms, sites))
        };
        let mut machines = [machine()?, machine()?];
        // An answer stands for each class as it does where two versions are compared.
        let twins: Vec<(QuestionId, QuestionId)> = tree.questions().map(|(id, _)| (id, id)).collect();
        refine(&mut machines, &twins);
        let [mut machine, _] = machines;
        machine.lay_out();
        let is_exact = |id: &QuestionId| machine.domains.get(id.index()).is_some_and(|domain| domain.exact);
        let arrival = |(id, exits): (QuestionId, &Exits)| {
            let all = |read: &AnswersRead| [&*read.choices, &*read.others].concat();
            let own = all(reads.get(id.index())?.as_ref()?);
            let mut read = own.clone();
            let next = exits.questions.iter().filter_map(|next| reads.get(next.index())?.as_ref());
            next.for_each(|next| read.extend(all(next).iter().filter(|read| **read != id)));
            read.sort_unstable();
            read.dedup();
            let exact = read.iter().chain([&id]).all(is_exact);
            exact.then(|| Arrival { own: own.into(), reads: read.into(), told: Vec::new() })
        };
        let mut found = Self {
            nodes: vec![Node { before: START, question: tree.start(), class: 0, depth: 0 }],
            visited: 0,
            answers: machine
                .domains
                .iter()
                .map(|domain| domain.classes.iter().map(|c| c.answer.clone()).collect())
                .collect(),
            by_question: tree.questions().map(|(id, _)| id).zip(&machine.exits).map(arrival).collect(),
            groups: machine.groups.clone(),
            complete: false,
            reached: reached(tree, &machine.exits),
        };
        let complete = found.visit(&mut machine, most_states, most_bytes, cancel);
        found.complete = complete && machine.inexact().is_empty();
        Some(found)
    }

    /// Goes through the states; false if a bound was met.
    fn visit(&mut self, machine: &mut Machine, most_states: usize, most_bytes: usize, cancel: &Cancel) -> bool {
        let seen = vec![FxHashSet::default(); self.by_question.len()];
        let mut noting = Noting { by_question: &mut self.by_question, seen, node: 0, bytes: machine.bytes() };
        let mut known: FxHashSet<(QuestionId, State)> = FxHashSet::default();
        let mut waiting = VecDeque::from([machine.start()]);
        let mut ways: Vec<Way> = Vec::new();
        while let Some((mut id, mut state)) = waiting.pop_front() {
            let bytes = noting.bytes;
            if self.nodes.len() > most_states || bytes > most_bytes || cancel.is_cancelled() {
                return false;
            }
            let node = u32::try_from(self.visited).unwrap_or(START);
            let depth = self.nodes.get(self.visited).map_or(0, |node| node.depth + 1);
            noting.node = node;
            machine.room = most_bytes - bytes;
            while machine.expand(id, &state, &mut noting, &mut ways).is_ok() {
                if machine.is_full() {
                    return false;
                }
                let skipped = ways.pop_if(|way| way.class.is_none());
                let Some(way) = skipped else {
                    for way in ways.drain(..) {
                        let (Some(class), Ok(step)) = (way.class, way.to) else { continue };
                        let Place::Question(to) = step.place else { continue };
                        let takes = 2 * (size_of_val(&*step.state) + HEAP + ENTRY) + size_of::<Node>();
                        if known.insert((to, step.state.clone())) {
                            noting.bytes += takes;
                            self.nodes.push(Node { before: node, question: id, class, depth });
                            waiting.push_back((to, step.state));
                        }
                    }
                    break;
                };
                match way.to {
                    Ok(step) => match step.place {
                        Place::Question(to) => (id, state) = (to, step.state),
                        Place::Outcome(_) => break,
                    },
                    Err(_) => break,
                }
            }
            self.visited += 1;
        }
        true
    }

    /// Whether walks may come to what is changed, conditions aside.
    #[must_use]
    pub fn may_come_to(&self, by: Changed) -> bool {
        let place = match by {
            Changed::Question(id) | Changed::Told(id) | Changed::Score(id, _) | Changed::Points(id) => {
                self.reached.0.get(id.index())
            }
            Changed::Outcome(id) => self.reached.1.get(id.index()),
            Changed::Value(_) => None,
        };
        place.copied().unwrap_or(true)
    }

    /// How many answers a walk has.
    pub(super) fn depth(&self, node: u32) -> usize {
        self.nodes.get(node as usize).map_or(0, |node| node.depth as usize)
    }

    /// A walk, and what it is without its last answer, and without the one before it, as long as it has one.
    pub(super) fn back(&self, node: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(node), |node| self.before(*node)).filter(|node| self.before(*node).is_some())
    }

    pub(super) fn before(&self, node: u32) -> Option<u32> {
        self.nodes.get(node as usize).map(|node| node.before).filter(|before| *before != START)
    }

    /// The last answer of a walk.
    pub(super) fn answer(&self, node: u32) -> Option<(QuestionId, Answer)> {
        self.before(node)?;
        let node = self.nodes.get(node as usize)?;
        let answers = self.answers.get(node.question.index())?;
        Some((node.question, answers.get(node.class as usize)?.clone()))
    }

    /// By walk: its place in an order in which each stands right before all that go on from it.
    pub(super) fn in_depth(&self) -> Vec<u32> {
        let mut sizes = vec![1_u32; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let own = sizes.get(at).copied().unwrap_or(0);
            sizes.get_mut(node.before as usize).into_iter().for_each(|size| *size += own);
        }
        let (mut places, mut next) = (Vec::with_capacity(sizes.len()), vec![1_u32; sizes.len()]);
        for (node, size) in self.nodes.iter().zip(&sizes) {
            let place = next.get_mut(node.before as usize).map_or(0, |next| std::mem::replace(next, *next + size));
            next.get_mut(places.len()).into_iter().for_each(|next| *next = place + 1);
            places.push(place);
        }
        places
    }

    /// Where a walk stands in the order in which they are come to.
    pub(super) fn key(&self, node: u32) -> (u32, u32, u32) {
        let found = self.nodes.get(node as usize);
        found.map_or((0, 0, 0), |node| (node.depth, node.before, node.class))
    }

    /// Where a walk with one more answer would stand.
    pub(super) fn key_behind(&self, (node, class): (u32, u32)) -> (u32, u32, u32) {
        (self.key(node).0 + 1, node, class)
    }
}

/// By question and by outcome: whether walks may come there, conditions aside.
fn reached(tree: &Tree, exits: &[Exits]) -> (Vec<bool>, Vec<bool>) {
    let to = |id: QuestionId| exits.get(id.index());
    let mut questions = spread([tree.start()], |id| to(id).map_or(&[], |exits| &exits.questions));
    questions.insert(tree.start());
    let outcomes: FxHashSet<OutcomeId> =
        questions.iter().filter_map(|id| to(*id)).flat_map(|exits| exits.outcomes.iter().copied()).collect();
    let questions = tree.questions().map(|(id, _)| questions.contains(&id)).collect();
    (questions, tree.outcomes().map(|(id, _)| outcomes.contains(&id)).collect())
}

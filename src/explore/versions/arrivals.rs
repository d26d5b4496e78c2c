//! How walks come to each question of a tree, nearest first: gone through once, for all changes of where it leads.
//!
//! Before the changed question both versions are one tree. So whoever is the first to come to it in a state in which
//! the versions part also takes a shortest walk that tells them apart, and nothing before it is gone through again.

use std::collections::VecDeque;

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::common_classes::refine;
use super::replay::Replay;
use crate::engine::Facts;
use crate::explore::bound::{ENTRY, HEAP};
use crate::explore::cancel::Cancel;
use crate::explore::conditions::reads::{Sight, choices_read};
use crate::explore::states::state::State;
use crate::explore::states::transitions::{Classes, Machine, Watch, Way};
use crate::tree::graph::Exits;
use crate::tree::{Answer, Place, QuestionId, Target, Tree};

/// A walk to a state, as the one before it and an answer more. They stand in the order in which they are come to.
struct Node {
    before: u32,
    question: QuestionId,
    class: u32,
    depth: u32,
}

const START: u32 = u32::MAX;

/// What earlier questions were answered, where they were.
type Told = Box<[Option<Answer>]>;

/// How walks come to one question.
struct Arrival {
    /// The questions that its conditions read, itself aside.
    own: Box<[QuestionId]>,
    /// These and those that the conditions of the questions read that it leads to.
    reads: Box<[QuestionId]>,
    /// For all that was answered to them, the first walk.
    told: Vec<(Told, u32)>,
}

/// How walks come to each question of a tree.
pub struct Arrivals {
    nodes: Vec<Node>,
    /// How many of the nodes were gone on from.
    visited: usize,
    /// By question: an answer of each class.
    answers: Vec<Vec<Answer>>,
    /// By question: none where its conditions read more than choices.
    by_question: Vec<Option<Arrival>>,
    /// By question: the number of its group, lower than that of every other group that leads there.
    groups: Vec<usize>,
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
    /// they cannot be made.
    #[must_use]
    pub fn new(tree: &Tree, today: NaiveDate, most_states: usize, most_bytes: usize, cancel: &Cancel) -> Option<Self> {
        let machine = || Machine::looking(tree, today, Sight::Choices, Classes::Beside(&[]));
        let mut machines = [machine()?, machine()?];
        // An answer stands for each class as it does where two versions are compared.
        let twins: Vec<(QuestionId, QuestionId)> = tree.questions().map(|(id, _)| (id, id)).collect();
        refine(&mut machines, &twins);
        let [mut machine, _] = machines;
        machine.lay_out();
        let choices: Vec<Option<Box<[QuestionId]>>> = tree.questions().map(|(id, _)| choices_read(tree, id)).collect();
        let arrival = |(id, exits): (QuestionId, &Exits)| {
            let own = choices.get(id.index())?.clone()?;
            let mut reads = own.to_vec();
            let next = exits.questions.iter().filter_map(|next| choices.get(next.index())?.as_ref());
            next.for_each(|next| reads.extend(next.iter().filter(|read| **read != id)));
            reads.sort_unstable();
            reads.dedup();
            Some(Arrival { own, reads: reads.into(), told: Vec::new() })
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
            groups: machine.groups.of.clone(),
        };
        found.visit(&mut machine, most_states, most_bytes, cancel);
        Some(found)
    }

    fn visit(&mut self, machine: &mut Machine, most_states: usize, most_bytes: usize, cancel: &Cancel) {
        let seen = vec![FxHashSet::default(); self.by_question.len()];
        let mut noting = Noting { by_question: &mut self.by_question, seen, node: 0, bytes: machine.bytes() };
        let mut known: FxHashSet<(QuestionId, State)> = FxHashSet::default();
        let mut waiting = VecDeque::from([machine.start()]);
        let mut ways: Vec<Way> = Vec::new();
        while let Some((mut id, mut state)) = waiting.pop_front() {
            let bytes = noting.bytes;
            if self.nodes.len() > most_states || bytes > most_bytes || cancel.is_cancelled() {
                return;
            }
            let node = u32::try_from(self.visited).unwrap_or(START);
            let depth = self.nodes.get(self.visited).map_or(0, |node| node.depth + 1);
            noting.node = node;
            machine.room = most_bytes - bytes;
            while machine.expand(id, &state, &mut noting, &mut ways).is_ok() {
                if machine.is_full() {
                    return;
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
    }

    /// A shortest walk that tells apart the tree and another version that differs in no more than whether this question
    /// is asked and where it leads, other than by values; none where it was not found, which proves nothing.
    #[must_use]
    pub fn told_apart(&self, replay: &mut Replay, other: &Tree, id: QuestionId) -> Option<Vec<(QuestionId, Answer)>> {
        let arrival = self.by_question.get(id.index())?.as_ref()?;
        let (node, last) = replay.with_facts(other, |facts| {
            let found = self.first(arrival, facts, id);
            for facts in facts {
                arrival.reads.iter().for_each(|read| facts.put(*read, None));
            }
            found
        })??;
        self.sure(replay, other, id, (node, last))
    }

    /// The first walk on which the versions part at a question, and the class of the answer to it that they need for
    /// that. Nothing is known in the facts.
    fn first(&self, arrival: &Arrival, facts: &mut [Facts; 2], id: QuestionId) -> Option<(u32, Option<u32>)> {
        // Where an answer leads to different places, they part one step later; others may come between.
        let mut later: Option<(u32, u32)> = None;
        for (told, node) in &arrival.told {
            if later.is_some_and(|later| self.key(*node) >= self.key_behind(later)) {
                break;
            }
            for facts in &mut *facts {
                for (read, answer) in arrival.reads.iter().zip(told) {
                    facts.put(*read, answer.clone());
                }
                facts.changed();
            }
            match self.at(facts, id, &arrival.reads) {
                Parts::Not => {}
                Parts::Here => return Some((*node, None)),
                Parts::With(class) => return Some((*node, Some(class))),
                Parts::Behind(class) => later = later.or(Some((*node, class))),
            }
        }
        let (node, class) = later?;
        // Of what was not gone through, nothing may come first.
        let last = u32::try_from(self.visited.checked_sub(1)?).ok()?;
        let all = self.visited == self.nodes.len();
        (all || self.key(last) >= self.key_behind((node, class))).then_some((node, Some(class)))
    }

    /// Whether two versions part at a question.
    fn at(&self, facts: &mut [Facts; 2], id: QuestionId, reads: &[QuestionId]) -> Parts {
        fn leads<'f>(facts: &'f [Facts; 2], id: QuestionId, chosen: Option<u32>) -> [Option<&'f Target>; 2] {
            facts.each_ref().map(|facts| facts.lead(id, chosen).map(|lead| lead.target))
        }
        match facts.each_ref().map(|facts| facts.is_skipped(id)) {
            [true, true] => {
                let [own, other] = leads(facts, id, None);
                let alike = own == other || own.zip(other).is_some_and(|leads| self.meet(facts, id, reads, leads));
                return if alike { Parts::Not } else { Parts::Here };
            }
            [false, false] => {}
            _ => return Parts::Here,
        }
        let mut found = Parts::Not;
        for (class, answer) in (0_u32..).zip(self.answers.get(id.index()).into_iter().flatten()) {
            let [own, _] = &*facts;
            if own.check(id, answer).is_err() {
                continue;
            }
            for facts in &mut *facts {
                facts.put(id, Some(answer.clone()));
                facts.changed();
            }
            let [own, _] = &*facts;
            if own.refusal(id).is_none() {
                let chosen = answer.choice();
                match leads(facts, id, chosen) {
                    [Some(own), Some(other)] if own != other && found == Parts::Not => {
                        let meet = self.meet(facts, id, reads, (own, other));
                        found = if meet { Parts::Not } else { Parts::Behind(class) };
                    }
                    // One of them goes on from here, and the other does not.
                    [Some(_), None] | [None, Some(_)] => found = Parts::With(class),
                    _ => {}
                }
            }
            for facts in &mut *facts {
                facts.put(id, None);
                facts.changed();
            }
            if matches!(found, Parts::With(_)) {
                break;
            }
        }
        found
    }

    /// Whether two ways from a question surely come to the same place, whatever was answered beside what is known: all
    /// that they do not share is skipped, and was not passed before.
    fn meet(&self, facts: &[Facts; 2], from: QuestionId, reads: &[QuestionId], leads: (&Target, &Target)) -> bool {
        let [own, other] = [(&facts[0], leads.0), (&facts[1], leads.1)].map(|(facts, target)| chain(facts, target));
        let shared = own.iter().enumerate().find_map(|(at, id)| Some((at, other.iter().position(|same| same == id)?)));
        let Some((at, also)) = shared else { return false };
        let group = |id: QuestionId| self.groups.get(id.index()).copied().unwrap_or(usize::MAX);
        own.iter().take(at).chain(other.iter().take(also)).all(|&id| {
            let known = |read: &QuestionId| *read == from || reads.contains(read);
            let own = self.by_question.get(id.index()).and_then(Option::as_ref);
            group(id) < group(from) && own.is_some_and(|arrival| arrival.own.iter().all(known))
        })
    }

    /// A walk to a node and with this class of answers to a question, if the engine sees on it that the versions part.
    fn sure(
        &self,
        replay: &mut Replay,
        other: &Tree,
        id: QuestionId,
        (node, last): (u32, Option<u32>),
    ) -> Option<Vec<(QuestionId, Answer)>> {
        let mut way = Vec::new();
        let mut at = node;
        while let Some(before) = self.nodes.get(at as usize).map(|node| node.before).filter(|before| *before != START) {
            way.push(at);
            at = before;
        }
        way.reverse();
        let answer =
            |id: QuestionId, class: u32| Some((id, self.answers.get(id.index())?.get(class as usize)?.clone()));
        let last = last.map(|class| (id, class));
        let steps =
            way.iter().filter_map(|node| self.nodes.get(*node as usize)).map(|node| (node.question, node.class));
        let walk = steps.chain(last).map(|(id, class)| answer(id, class)).collect::<Option<Vec<_>>>()?;
        // Up to the answer that leads to the question, the versions are one tree.
        let before = way.len().saturating_sub(1);
        replay.parts(other, id, (way.get(..before)?, &walk)).then_some(walk)
    }

    /// Where a walk stands in the order in which they are come to.
    fn key(&self, node: u32) -> (u32, u32, u32) {
        let found = self.nodes.get(node as usize);
        found.map_or((0, 0, 0), |node| (node.depth, node.before, node.class))
    }

    /// Where a walk with one more answer would stand.
    fn key_behind(&self, (node, class): (u32, u32)) -> (u32, u32, u32) {
        (self.key(node).0 + 1, node, class)
    }
}

/// The most questions skipped one behind the other that are looked at.
const MOST_SKIPPED: usize = 8;

/// The question that a way leads to, and those behind it while they are skipped.
fn chain(facts: &Facts, target: &Target) -> Vec<QuestionId> {
    let mut found = Vec::new();
    let mut next = Some(target);
    while let Some(Target::Question(id)) = next.filter(|_| found.len() <= MOST_SKIPPED) {
        found.push(*id);
        next = if facts.is_skipped(*id) { facts.lead(*id, None).map(|lead| lead.target) } else { None };
    }
    found
}

/// Where two versions part that come to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parts {
    Not,
    /// One asks, or leads a walk on that skips it, where the other does not.
    Here,
    /// With this class of answers one goes on, and the other stops.
    With(u32),
    /// With this class of answers they go on to different places.
    Behind(u32),
}

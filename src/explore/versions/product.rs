//! Two versions of a tree walked by the same people: where each of them ends in the one and in the other.
//!
//! A person has an answer for every question that either version asks. Both versions go on together while they ask
//! the same; otherwise one goes on alone, and what it was answered is remembered for as long as the other may still
//! ask it. So the order in which the versions ask does not matter, and every person is counted once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use super::common_classes::refine;
use crate::explore::bound::{Bound, ENTRY, HEAP, Memory, memory_for};
use crate::explore::states::rankings::Ranks;
use crate::explore::states::round::Options;
use crate::explore::states::state::State;
use crate::explore::states::transitions::{Blind, Machine, Way};
use crate::tree::graph::Reach;
use crate::tree::{OutcomeId, Place, QuestionId, Tree};

/// Where a walk through one version ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// At an outcome.
    Outcome(OutcomeId),
    /// Nowhere: it gets stuck, or comes to a question twice.
    Stuck,
    /// Nowhere: the version refuses the answer that the other one takes.
    Refused,
}

/// One question of a [`Pair`], by its position in the list of all questions of both versions.
pub(crate) type Both = u32;

/// Where one version stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Stand {
    At(QuestionId, State),
    Ended(End),
}

/// An answer that one version was given, for the other, which may still ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Kept {
    question: Both,
    class: u32,
    /// Which version may still ask: 0 for the old one, 1 for the new.
    side: usize,
    /// The version that asked refused it, so the other one must take it: nobody has an answer that nobody takes.
    refused: bool,
}

/// Both versions and what is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Joint {
    stands: [Stand; 2],
    kept: Box<[Kept]>,
}

/// All people who come to one joint state: how many, and a shortest way there.
#[derive(Debug, Clone)]
struct Tally {
    walks: BigUint,
    length: u32,
    link: u32,
}

/// People who end at the same two places.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) walks: BigUint,
    pub(crate) length: u32,
    pub(crate) link: u32,
}

/// The step before, the question, and the class of its answers that was given.
type Link = (u32, Both, u32);

pub(crate) const START: u32 = u32::MAX;

/// Two versions, ready to be walked together.
pub(crate) struct Pair<'t> {
    pub(crate) machines: [Machine<'t>; 2],
    /// All questions of both versions: its id in each that has it.
    pub(crate) questions: Vec<[Option<QuestionId>; 2]>,
    /// By version and question: its position in the list.
    numbers: [Vec<Both>; 2],
    reach: [Reach; 2],
    links: Vec<Link>,
    pub(crate) ends: BTreeMap<(End, End), Ended>,
    /// Joint states still to come, by how far along they are.
    waiting: BTreeMap<u64, FxHashMap<Joint, Tally>>,
    pub(crate) states: usize,
    memory: Memory,
    full: bool,
}

impl<'t> Pair<'t> {
    /// Gets ready; none if the sums of scores cannot be kept.
    pub(crate) fn new(old: &'t Tree, new: &'t Tree, today: NaiveDate) -> Option<Self> {
        let mut machines = [Machine::new(old, today, false)?, Machine::new(new, today, false)?];
        let mut questions: Vec<[Option<QuestionId>; 2]> = Vec::new();
        let mut numbers = [vec![0; old.questions().len()], vec![0; new.questions().len()]];
        let number = |list: &[[Option<QuestionId>; 2]]| Both::try_from(list.len()).unwrap_or(Both::MAX);
        for (id, question) in old.questions() {
            let twin = new.question_named(&question.id);
            // A question that takes another sort of answer is another question.
            let twin = twin.filter(|twin| new.question(*twin).kind.name() == question.kind.name());
            set(&mut numbers[0], id, number(&questions));
            if let Some(twin) = twin {
                set(&mut numbers[1], twin, number(&questions));
            }
            questions.push([Some(id), twin]);
        }
        let twins: Vec<(QuestionId, QuestionId)> =
            questions.iter().filter_map(|[own, other]| own.zip(*other)).collect();
        let mut known = vec![false; new.questions().len()];
        for (_, twin) in &twins {
            if let Some(known) = known.get_mut(twin.index()) {
                *known = true;
            }
        }
        for (id, _) in new.questions() {
            if known.get(id.index()) == Some(&false) {
                set(&mut numbers[1], id, number(&questions));
                questions.push([None, Some(id)]);
            }
        }
        refine(&mut machines, &twins);
        machines.iter_mut().for_each(Machine::lay_out);
        machines.iter_mut().for_each(|machine| machine.ranks = Ranks::Best);
        let reach = machines.each_ref().map(|machine| Reach::new(&machine.exits, &machine.groups));
        Some(Self {
            machines,
            questions,
            numbers,
            reach,
            links: Vec::new(),
            ends: BTreeMap::new(),
            waiting: BTreeMap::new(),
            states: 0,
            memory: Memory::default(),
            full: false,
        })
    }

    /// Walks everybody through both versions, or to a bound.
    pub(crate) fn run(&mut self, options: &Options) -> Result<(), Bound> {
        let most = options.most_states;
        self.memory.most = memory_for(most);
        self.memory.kept = self.machines.iter().map(Machine::bytes).sum();
        let stands = self.machines.each_ref().map(|machine| {
            let (id, state) = machine.start();
            Stand::At(id, state)
        });
        let start = Joint { stands, kept: Box::default() };
        self.arrive(start, Tally { walks: BigUint::from(1_u8), length: 0, link: START });
        while let Some((_, joints)) = self.waiting.pop_first() {
            for (joint, tally) in joints {
                if self.states >= most {
                    return Err(Bound::States);
                }
                if options.cancel.is_cancelled() {
                    return Err(Bound::Cancelled);
                }
                self.states += 1;
                // Both may look at the ways on from here at once.
                let room = self.memory.left(0).ok_or(Bound::Memory)? / 2;
                self.machines.iter_mut().for_each(|machine| machine.room = room);
                self.memory.visit(bytes(&joint, &tally));
                self.visit(joint, tally);
                if self.full || self.machines.iter().any(Machine::is_full) {
                    return Err(Bound::Memory);
                }
            }
        }
        Ok(())
    }

    /// The steps of a way, as question and class.
    pub(crate) fn steps(&self, mut link: u32) -> Vec<(Both, u32)> {
        let mut steps = Vec::new();
        while let Some(&(before, question, class)) = self.links.get(link as usize) {
            steps.push((question, class));
            link = before;
        }
        steps.reverse();
        steps
    }

    /// How far along a version is: every step takes it further.
    fn along(&self, side: usize, stand: &Stand) -> u64 {
        let Some(machine) = self.machines.get(side) else { return 0 };
        let groups = machine.groups.members.len() as u64;
        let widest = machine.tree.questions().len() as u64 + 2;
        match stand {
            Stand::Ended(_) => groups * widest,
            Stand::At(id, state) => {
                let group = machine.groups.of.get(id.index()).copied().unwrap_or(0) as u64;
                (groups - 1 - group.min(groups - 1)) * widest + machine.passed(*id, state) as u64
            }
        }
    }

    /// Comes to a joint state, with what nobody can ask any more forgotten.
    fn arrive(&mut self, mut joint: Joint, tally: Tally) {
        let mut kept = joint.kept.into_vec();
        let nobody = kept.iter().any(|kept| kept.refused && !self.may_ask(kept.side, kept.question, &joint.stands));
        if nobody {
            return;
        }
        kept.retain(|kept| self.may_ask(kept.side, kept.question, &joint.stands));
        kept.sort_unstable();
        joint.kept = kept.into();
        if let [Stand::Ended(old), Stand::Ended(new)] = joint.stands {
            let Tally { walks, length, link } = tally;
            if !self.ends.contains_key(&(old, new)) {
                // Its count, and a walk of its own that is shown.
                self.memory.kept += 2 * (ENTRY + size_of::<Ended>()) + number(&walks) + length as usize * STEP;
            }
            let ended = self.ends.entry((old, new)).or_insert_with(|| Ended { walks: BigUint::ZERO, length, link });
            ended.walks += walks;
            if length < ended.length {
                (ended.length, ended.link) = (length, link);
            }
            return;
        }
        let along = joint.stands.iter().enumerate().map(|(side, stand)| self.along(side, stand)).sum();
        let takes = bytes(&joint, &tally);
        let joints = self.waiting.entry(along).or_default();
        match joints.get_mut(&joint) {
            Some(known) => {
                known.walks += tally.walks;
                if tally.length < known.length {
                    (known.length, known.link) = (tally.length, tally.link);
                }
            }
            None => {
                self.memory.wait(takes);
                joints.insert(joint, tally);
            }
        }
    }

    /// Whether a version may still come to a question.
    fn may_ask(&mut self, side: usize, question: Both, stands: &[Stand; 2]) -> bool {
        let (Some(Stand::At(here, _)), Some(reach)) = (stands.get(side), self.reach.get_mut(side)) else {
            return false;
        };
        let there = self.questions.get(question as usize).and_then(|pair| *pair.get(side)?);
        there.is_some_and(|there| reach.may_come_to(*here, there))
    }

    fn visit(&mut self, joint: Joint, tally: Tally) {
        let mut joint = joint;
        let mut ways: [Vec<Way>; 2] = [Vec::new(), Vec::new()];
        for side in [0, 1] {
            if !self.settle(side, &mut joint.stands, &mut ways) {
                // It has moved on without being answered: that is a state further along.
                return self.arrive(joint, tally);
            }
        }
        let asked = joint.stands.each_ref().map(|stand| if let Stand::At(id, _) = stand { Some(*id) } else { None });
        let asked = [0, 1].map(|side: usize| {
            let id = asked.get(side).copied().flatten()?;
            self.numbers.get(side)?.get(id.index()).copied()
        });
        for side in [0, 1] {
            let Some(question) = asked.get(side).copied().flatten() else { continue };
            if let Some(kept) = joint.kept.iter().find(|kept| kept.side == side && kept.question == question) {
                let kept = *kept;
                return self.answered_before(joint, side, kept, &mut ways, tally);
            }
        }
        match asked {
            [Some(old), Some(new)] if old == new => self.both(&joint, old, ways, &tally),
            [Some(old), Some(new)] => {
                // Whoever is asked what the other cannot come to any more goes on, so that they meet again.
                let old_first = !self.may_ask(1, old, &joint.stands) || self.may_ask(0, new, &joint.stands);
                let (side, question) = if old_first { (0, old) } else { (1, new) };
                self.alone(&joint, side, question, ways, &tally);
            }
            [Some(old), None] => self.alone(&joint, 0, old, ways, &tally),
            [None, Some(new)] => self.alone(&joint, 1, new, ways, &tally),
            [None, None] => {}
        }
    }

    /// Looks at the ways on of one version; false if it moved to another place instead.
    fn settle(&mut self, side: usize, stands: &mut [Stand; 2], ways: &mut [Vec<Way>; 2]) -> bool {
        let (Some(machine), Some(stand), Some(ways)) =
            (self.machines.get_mut(side), stands.get_mut(side), ways.get_mut(side))
        else {
            return true;
        };
        let Stand::At(id, state) = stand else { return true };
        if machine.expand(*id, state, &mut Blind, ways).is_err() {
            *stand = Stand::Ended(End::Stuck);
            return false;
        }
        match ways.pop_if(|way| way.class.is_none()) {
            Some(skipped) => {
                *stand = after(skipped);
                false
            }
            None => true,
        }
    }

    /// One version asks what the other was answered before.
    fn answered_before(&mut self, mut joint: Joint, side: usize, kept: Kept, ways: &mut [Vec<Way>; 2], tally: Tally) {
        let way = ways.get_mut(side).and_then(|ways| take(ways, kept.class));
        if way.is_none() && kept.refused {
            // Neither takes it: nobody has this answer.
            return;
        }
        if let Some(stand) = joint.stands.get_mut(side) {
            *stand = way.map_or(Stand::Ended(End::Refused), after);
        }
        joint.kept = joint.kept.iter().filter(|other| **other != kept).copied().collect();
        self.arrive(joint, tally);
    }

    /// Both versions ask the same.
    fn both(&mut self, joint: &Joint, question: Both, [mut old, mut new]: [Vec<Way>; 2], tally: &Tally) {
        let mut classes: Vec<u32> = old.iter().chain(&new).filter_map(|way| way.class).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            if self.is_full() {
                return;
            }
            let stand = |ways: &mut Vec<Way>| take(ways, class).map_or(Stand::Ended(End::Refused), after);
            let stands = [stand(&mut old), stand(&mut new)];
            let tally = self.step(question, class, tally);
            self.arrive(Joint { stands, kept: joint.kept.clone() }, tally);
        }
    }

    /// One version asks what the other does not ask now.
    fn alone(&mut self, joint: &Joint, side: usize, question: Both, ways: [Vec<Way>; 2], tally: &Tally) {
        let other = 1 - side;
        let remembered = self.may_ask(other, question, &joint.stands);
        let own: Vec<Way> = ways.into_iter().nth(side).unwrap_or_default();
        let mut refused: Vec<u32> = Vec::new();
        if remembered {
            // What this one refuses, the other may still take.
            let id = self.questions.get(question as usize).and_then(|pair| *pair.get(side)?);
            let domain = id.and_then(|id| self.machines.get(side)?.domains.get(id.index()));
            refused = (0_u32..).zip(domain.map_or(&[][..], |domain| &domain.classes)).map(|(class, _)| class).collect();
            refused.retain(|class| !own.iter().any(|way| way.class == Some(*class)));
        }
        let taken = own.into_iter().filter_map(|way| way.class.map(|class| (class, after(way), false)));
        let refused = refused.into_iter().map(|class| (class, Stand::Ended(End::Refused), true));
        let next: Vec<(u32, Stand, bool)> = taken.chain(refused).collect();
        for (class, stand, refused) in next {
            if self.is_full() {
                return;
            }
            let mut next = joint.clone();
            if let Some(slot) = next.stands.get_mut(side) {
                *slot = stand;
            }
            if remembered {
                let mut kept = next.kept.into_vec();
                kept.push(Kept { question, class, side: other, refused });
                next.kept = kept.into();
            }
            let tally = self.step(question, class, tally);
            self.arrive(next, tally);
        }
    }

    /// The same people after one more answer.
    fn step(&mut self, question: Both, class: u32, tally: &Tally) -> Tally {
        let link = u32::try_from(self.links.len()).unwrap_or(START);
        self.links.push((tally.link, question, class));
        self.memory.kept += size_of::<Link>();
        let ways = self.ways(question, class);
        let one = BigUint::from(1_u8);
        let walks = if ways == one { tally.walks.clone() } else { &tally.walks * ways };
        Tally { walks, length: tally.length + 1, link }
    }

    /// True if no further joint state fits into the memory allowed.
    fn is_full(&mut self) -> bool {
        self.full |= self.memory.left(0).is_none();
        self.full
    }

    /// How many answers a class stands for.
    fn ways(&self, question: Both, class: u32) -> BigUint {
        let pair = self.questions.get(question as usize).copied().unwrap_or_default();
        let found = pair.iter().zip(&self.machines).find_map(|(id, machine)| {
            let domain = machine.domains.get((*id)?.index())?;
            domain.classes.get(class as usize).map(|class| class.ways.clone())
        });
        found.unwrap_or_else(|| BigUint::from(1_u8))
    }

    /// By version: the questions whose answers are not all told apart.
    pub(crate) fn tried(&self) -> [Vec<QuestionId>; 2] {
        self.machines.each_ref().map(Machine::inexact)
    }
}

/// What a step of a walk that is shown takes.
const STEP: usize = 64;

/// What a joint state takes that is still to be visited.
fn bytes(joint: &Joint, tally: &Tally) -> usize {
    let state = |stand: &Stand| if let Stand::At(_, state) = stand { size_of_val(&**state) + HEAP } else { 0 };
    let held: usize = joint.stands.iter().map(state).sum();
    held + size_of_val(&*joint.kept) + number(&tally.walks) + 2 * (size_of::<(Joint, Tally)>() + ENTRY)
}

/// What a number of any size takes.
fn number(number: &BigUint) -> usize {
    usize::try_from(number.bits() / 8).unwrap_or(usize::MAX).saturating_add(HEAP)
}

fn set(list: &mut [Both], id: QuestionId, number: Both) {
    if let Some(slot) = list.get_mut(id.index()) {
        *slot = number;
    }
}

/// The way of one class.
fn take(ways: &mut Vec<Way>, class: u32) -> Option<Way> {
    let position = ways.iter().position(|way| way.class == Some(class))?;
    Some(ways.swap_remove(position))
}

/// Where a way leads.
fn after(way: Way) -> Stand {
    match way.to {
        Ok(step) => match step.place {
            Place::Question(id) => Stand::At(id, step.state),
            Place::Outcome(id) => Stand::Ended(End::Outcome(id)),
        },
        Err(_) => Stand::Ended(End::Stuck),
    }
}

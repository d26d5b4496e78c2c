//! Two versions of a tree walked by the same people: where each of them ends in the one and in the other.
//!
//! A person has an answer for every question that either version asks. Both versions go on together while they ask
//! the same; otherwise one goes on alone, and what it was answered is remembered for as long as the other may still
//! ask it. So the order in which the versions ask does not matter, and every person is counted once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use super::common_classes::refine;
use super::stands::{End, Next, Stand, Stands, Ways};
use crate::explore::bound::{Bound, ENTRY, HEAP, Memory, memory_for};
use crate::explore::states::round::Options;
use crate::explore::states::telling::rankings::Ranks;
use crate::explore::states::transitions::Machine;
use crate::tree::graph::Reach;
use crate::tree::{QuestionId, Tree};

/// One question of a [`Pair`], by its position in the list of all questions of both versions.
pub(crate) type Both = u32;

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

/// Both versions, by the numbers of where they stand, and what is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Joint {
    stands: [u32; 2],
    kept: Box<[Kept]>,
}

/// Joint states that are as far along, in the order in which they are come to.
#[derive(Debug, Default)]
struct Level {
    numbers: FxHashMap<Joint, usize>,
    tallies: Vec<Tally>,
}

/// All people who come to one joint state: how many, and a shortest way there.
#[derive(Debug, Clone)]
struct Tally {
    walks: BigUint,
    length: u32,
    link: u32,
}

/// Some of them, who come there in the same way.
struct People<'p> {
    walks: Cow<'p, BigUint>,
    length: u32,
    link: u32,
}

impl<'p> From<&'p Tally> for People<'p> {
    fn from(Tally { walks, length, link }: &'p Tally) -> Self {
        Self { walks: Cow::Borrowed(walks), length: *length, link: *link }
    }
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
    stands: [Stands; 2],
    links: Vec<Link>,
    pub(crate) ends: BTreeMap<(End, End), Ended>,
    /// Joint states still to come, by how far along they are.
    waiting: BTreeMap<u64, Level>,
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
        let stands = machines.each_ref().map(Stands::new);
        let reach = machines.each_ref().map(|machine| Reach::new(&machine.exits, &machine.groups));
        Some(Self {
            machines,
            questions,
            numbers,
            reach,
            stands,
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
        let mut start = Joint { stands: [0; 2], kept: Box::default() };
        for ((machine, stands), number) in self.machines.iter().zip(&mut self.stands).zip(&mut start.stands) {
            let (id, state) = machine.start();
            *number = stands.number(machine, Stand::At(id, state));
        }
        self.arrive(start, People { walks: Cow::Owned(BigUint::from(1_u8)), length: 0, link: START });
        while let Some((_, Level { numbers, tallies })) = self.waiting.pop_first() {
            let mut joints: Vec<(Joint, usize)> = numbers.into_iter().collect();
            joints.sort_unstable_by_key(|(_, number)| *number);
            for ((joint, _), tally) in joints.into_iter().zip(tallies) {
                if self.states >= most {
                    return Err(Bound::States);
                }
                if options.cancel.is_cancelled() {
                    return Err(Bound::Cancelled);
                }
                self.states += 1;
                // Both may look at the ways on from here at once.
                let room = self.left().ok_or(Bound::Memory)? / 2;
                self.machines.iter_mut().for_each(|machine| machine.room = room);
                self.memory.visit(bytes(&joint, &tally.walks));
                self.visit(joint, &tally);
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

    /// Comes to a joint state, with what nobody can ask any more forgotten.
    fn arrive(&mut self, mut joint: Joint, people: People) {
        if !joint.kept.is_empty() {
            let mut kept = joint.kept.into_vec();
            let nobody = kept.iter().any(|kept| kept.refused && !self.may_ask(kept.side, kept.question, joint.stands));
            if nobody {
                return;
            }
            kept.retain(|kept| self.may_ask(kept.side, kept.question, joint.stands));
            kept.sort_unstable();
            joint.kept = kept.into();
        }
        if let [Some(Stand::Ended(old)), Some(Stand::Ended(new))] = [0, 1].map(|side| self.stand(side, joint.stands)) {
            let (old, new) = (*old, *new);
            let People { walks, length, link } = people;
            if !self.ends.contains_key(&(old, new)) {
                // Its count, and a walk of its own that is shown.
                self.memory.kept += 2 * (ENTRY + size_of::<Ended>()) + number(&walks) + length as usize * STEP;
            }
            let ended = self.ends.entry((old, new)).or_insert_with(|| Ended { walks: BigUint::ZERO, length, link });
            ended.walks += &*walks;
            if length < ended.length {
                (ended.length, ended.link) = (length, link);
            }
            return;
        }
        let along = self.stands.iter().zip(joint.stands).map(|(stands, number)| stands.along(number)).sum();
        let takes = bytes(&joint, &people.walks);
        let Level { numbers, tallies } = self.waiting.entry(along).or_default();
        let number = *numbers.entry(joint).or_insert(tallies.len());
        let People { walks, length, link } = people;
        match tallies.get_mut(number) {
            Some(known) => {
                known.walks += &*walks;
                if length < known.length {
                    (known.length, known.link) = (length, link);
                }
            }
            None => {
                self.memory.wait(takes);
                tallies.push(Tally { walks: walks.into_owned(), length, link });
            }
        }
    }

    /// Where a version stands.
    fn stand(&self, side: usize, stands: [u32; 2]) -> Option<&Stand> {
        self.stands.get(side)?.get(*stands.get(side)?)
    }

    /// Whether a version may still come to a question.
    fn may_ask(&mut self, side: usize, question: Both, stands: [u32; 2]) -> bool {
        let Some(Stand::At(here, _)) = self.stand(side, stands) else { return false };
        let here = *here;
        let there = self.questions.get(question as usize).and_then(|pair| *pair.get(side)?);
        let reach = self.reach.get_mut(side);
        there.zip(reach).is_some_and(|(there, reach)| reach.may_come_to(here, there))
    }

    fn visit(&mut self, mut joint: Joint, tally: &Tally) {
        let (mut ways, mut asked) = ([Ways::default(), Ways::default()], [None; 2]);
        for side in [0, 1] {
            let (Some(stands), Some(number)) = (self.stands.get_mut(side), joint.stands.get_mut(side)) else { return };
            let (Some(machine), Some(ways), Some(asked)) =
                (self.machines.get_mut(side), ways.get_mut(side), asked.get_mut(side))
            else {
                return;
            };
            match stands.next(machine, *number) {
                Next::Nowhere => {}
                Next::Asks(id, own) => {
                    *asked = self.numbers.get(side).and_then(|numbers| numbers.get(id.index())).copied();
                    *ways = own;
                }
                Next::Moves(to) => {
                    // It has moved on without being answered: that is a state further along.
                    *number = to;
                    return self.arrive(joint, tally.into());
                }
            }
        }
        for side in [0, 1] {
            let Some(question) = asked.get(side).copied().flatten() else { continue };
            if let Some(kept) = joint.kept.iter().find(|kept| kept.side == side && kept.question == question) {
                let kept = *kept;
                return self.answered_before(joint, side, kept, &ways, tally);
            }
        }
        match asked {
            [Some(old), Some(new)] if old == new => self.both(&joint, old, &ways, tally),
            [Some(old), Some(new)] => {
                // Whoever is asked what the other cannot come to any more goes on, so that they meet again.
                let old_first = !self.may_ask(1, old, joint.stands) || self.may_ask(0, new, joint.stands);
                let (side, question) = if old_first { (0, old) } else { (1, new) };
                self.alone(&joint, side, question, &ways, tally);
            }
            [Some(old), None] => self.alone(&joint, 0, old, &ways, tally),
            [None, Some(new)] => self.alone(&joint, 1, new, &ways, tally),
            [None, None] => {}
        }
    }

    /// Where a version ends that takes no such answer.
    fn refused(&mut self, side: usize) -> u32 {
        let found = self.stands.get_mut(side).zip(self.machines.get(side));
        found.map_or(0, |(stands, machine)| stands.number(machine, Stand::Ended(End::Refused)))
    }

    /// One version asks what the other was answered before.
    fn answered_before(&mut self, mut joint: Joint, side: usize, kept: Kept, ways: &[Ways; 2], tally: &Tally) {
        let way = ways.get(side).and_then(|ways| ways.to(kept.class));
        if way.is_none() && kept.refused {
            // Neither takes it: nobody has this answer.
            return;
        }
        let to = way.unwrap_or_else(|| self.refused(side));
        joint.stands.get_mut(side).into_iter().for_each(|stand| *stand = to);
        joint.kept = joint.kept.iter().filter(|other| **other != kept).copied().collect();
        self.arrive(joint, tally.into());
    }

    /// Both versions ask the same.
    fn both(&mut self, joint: &Joint, question: Both, [old, new]: &[Ways; 2], tally: &Tally) {
        let mut classes: Vec<u32> = old.iter().chain(new.iter()).map(|(class, _)| class).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            if self.is_full() {
                return;
            }
            let own = old.to(class).unwrap_or_else(|| self.refused(0));
            let other = new.to(class).unwrap_or_else(|| self.refused(1));
            let people = self.step(question, class, tally);
            self.arrive(Joint { stands: [own, other], kept: joint.kept.clone() }, people);
        }
    }

    /// One version asks what the other does not ask now.
    fn alone(&mut self, joint: &Joint, side: usize, question: Both, ways: &[Ways; 2], tally: &Tally) {
        let other = 1 - side;
        let remembered = self.may_ask(other, question, joint.stands);
        let Some(own) = ways.get(side) else { return };
        let mut next: Vec<(u32, u32, bool)> = own.iter().map(|(class, to)| (class, to, false)).collect();
        if remembered {
            // What this one refuses, the other may still take.
            let id = self.questions.get(question as usize).and_then(|pair| *pair.get(side)?);
            let domain = id.and_then(|id| self.machines.get(side)?.domains.get(id.index()));
            let all = (0_u32..).zip(domain.map_or(&[][..], |domain| &domain.classes)).map(|(class, _)| class);
            let refused: Vec<u32> = all.filter(|class| own.to(*class).is_none()).collect();
            let nowhere = self.refused(side);
            next.extend(refused.into_iter().map(|class| (class, nowhere, true)));
        }
        for (class, stand, refused) in next {
            if self.is_full() {
                return;
            }
            let mut next = joint.clone();
            next.stands.get_mut(side).into_iter().for_each(|slot| *slot = stand);
            if remembered {
                let mut kept = next.kept.into_vec();
                kept.push(Kept { question, class, side: other, refused });
                next.kept = kept.into();
            }
            let people = self.step(question, class, tally);
            self.arrive(next, people);
        }
    }

    /// The same people after one more answer.
    fn step<'p>(&mut self, question: Both, class: u32, tally: &'p Tally) -> People<'p> {
        let link = u32::try_from(self.links.len()).unwrap_or(START);
        self.links.push((tally.link, question, class));
        self.memory.kept += size_of::<Link>();
        let ways = self.ways(question, class);
        let walks = ways.map_or(Cow::Borrowed(&tally.walks), |ways| Cow::Owned(&tally.walks * ways));
        People { walks, length: tally.length + 1, link }
    }

    /// How much memory is left, if any is.
    fn left(&self) -> Option<usize> {
        self.memory.left(self.stands.iter().map(Stands::held).sum())
    }

    /// True if no further joint state fits into the memory allowed.
    fn is_full(&mut self) -> bool {
        self.full |= self.left().is_none();
        self.full
    }

    /// How many answers a class stands for, if it is not one.
    fn ways(&self, question: Both, class: u32) -> Option<&BigUint> {
        let pair = self.questions.get(question as usize)?;
        let class = pair.iter().zip(&self.machines).find_map(|(id, machine)| {
            let domain = machine.domains.get((*id)?.index())?;
            domain.classes.get(class as usize)
        });
        class?.ways.several()
    }

    /// By version: the questions whose answers are not all told apart.
    pub(crate) fn tried(&self) -> [Vec<QuestionId>; 2] {
        self.machines.each_ref().map(Machine::inexact)
    }
}

/// What a step of a walk that is shown takes.
const STEP: usize = 64;

/// What a joint state takes that is still to be visited.
fn bytes(joint: &Joint, walks: &BigUint) -> usize {
    size_of_val(&*joint.kept) + number(walks) + 2 * (size_of::<(Joint, usize, Tally)>() + ENTRY)
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

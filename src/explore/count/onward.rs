//! How many questions a walk may still be asked from where it stands: the least and the most on any way from there to
//! an outcome, looked up among all states of the tree, which are gone through once and only where they are few.

use std::cell::RefCell;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::engine::{Ahead, At, Walk};
use crate::explore::cancel::Cancel;
use crate::explore::classes::class::{Class, Domain};
use crate::explore::classes::truths::truths;
use crate::explore::conditions::atoms::{Ask, Atoms};
use crate::explore::conditions::reads::{Sight, sites};
use crate::explore::states::space::{Bounds, Nobody, Space, Stand};
use crate::explore::states::transitions::{Classes, Machine};
use crate::tree::{Answer, Cond, Kind, Next, QuestionId, Tree, ValueRule};

/// How many answers may be tried at all states together, each reckoned with the conditions behind it: some
/// milliseconds. Where more were needed, nothing is looked up.
const MOST_WORK: usize = 20_000;
/// How many questions and values a tree may have.
const MOST_PARTS: usize = 300;

/// All states of a tree, and how far it is from each to an outcome.
pub struct Onward<'t> {
    tree: &'t Tree,
    today: NaiveDate,
    machine: RefCell<Machine<'t>>,
    /// The questions of which the answer that was given is a class by itself.
    given: FxHashSet<QuestionId>,
    space: Space,
    /// By state: the least and the most questions still asked; none where no way leads to an outcome.
    ways: Vec<Option<(u32, u32)>>,
}

impl<'t> Onward<'t> {
    /// Goes through the states of a tree; none if they are too many, or not all can be told apart.
    #[must_use]
    pub fn of(tree: &'t Tree, today: NaiveDate) -> Option<Self> {
        Self::beside(tree, today, &[])
    }

    /// The same, where walks with exactly these answers are told from all others.
    fn beside(tree: &'t Tree, today: NaiveDate, given: &[(QuestionId, Answer)]) -> Option<Self> {
        let most_states = most_states(tree)?;
        let mut machine = Machine::looking(tree, today, Sight::Lengths, Classes::Beside(given))?;
        for (id, answer) in given {
            machine.domains.get_mut(id.index())?.class_of(answer)?;
        }
        machine.lay_out();
        let bounds = Bounds { most_states, progress: None, cancel: &Cancel::new() };
        let space = Space::of(&mut machine, &FxHashMap::default(), bounds, &mut Nobody);
        let exact = |id: QuestionId| machine.domains.get(id.index()).is_some_and(|domain| domain.exact);
        let asked = |stand| if let Stand::Asked(id) = stand { Some(id) } else { None };
        if !space.complete() || !space.nodes.iter().filter_map(|node| asked(node.stand)).all(exact) {
            return None;
        }
        let ways = ways(&space);
        let given = given.iter().map(|(id, _)| *id).collect();
        Some(Self { tree, today, machine: RefCell::new(machine), given, space, ways })
    }

    /// The states that a walk may be in: more than one, where what was answered fits several classes of answers.
    fn states_of(&self, walk: &Walk, at: QuestionId) -> Option<FxHashSet<u32>> {
        let mut here: FxHashSet<u32> = [0].into_iter().collect();
        for &id in walk.asked() {
            let classes = self.classes_of(id, walk.answer_to(id)?)?;
            let mut next = FxHashSet::default();
            for node in self.asked_from(here, id) {
                for edge in self.space.edges_of(self.space.node(node)?) {
                    let numbers = self.space.classes.get(edge.classes as usize).map_or(&[][..], |some| &some.numbers);
                    if numbers.iter().any(|number| classes.contains(number)) {
                        next.insert(edge.to);
                    }
                }
            }
            here = next;
        }
        Some(self.asked_from(here, at))
    }

    /// The states where this question is asked, by way of none but questions that are skipped.
    fn asked_from(&self, from: FxHashSet<u32>, id: QuestionId) -> FxHashSet<u32> {
        let mut found = FxHashSet::default();
        let mut open: Vec<u32> = from.into_iter().collect();
        while let Some(number) = open.pop() {
            let Some(node) = self.space.node(number) else { continue };
            match node.stand {
                Stand::Asked(other) if other == id => drop(found.insert(number)),
                Stand::Skipped(_) => open.extend(self.space.edges_of(node).iter().map(|edge| edge.to)),
                _ => {}
            }
        }
        found
    }

    /// The classes of a question that an answer may belong to: the right one is among them.
    fn classes_of(&self, id: QuestionId, answer: &Answer) -> Option<Vec<u32>> {
        let mut machine = self.machine.borrow_mut();
        let Machine { domains, atoms, facts, .. } = &mut *machine;
        let domain = domains.get(id.index())?;
        let numbered = || (0_u32..).zip(&domain.classes);
        if !domain.compared.is_empty() && !self.given.contains(&id) {
            // Its classes stand for all walks only together with those it is compared with, and not for this one.
            return Some(numbered().map(|(number, _)| number).collect());
        }
        if let Some((number, _)) = numbered().find(|(_, class)| class.answer == *answer) {
            return Some(vec![number]);
        }
        let own = truths(answer, id, atoms, facts);
        let mut alike = |class: &Class| {
            std::mem::discriminant(&class.answer) == std::mem::discriminant(answer)
                && self.adds_as_much(id, &class.answer, answer)
                && in_one_range(domain, &class.answer, answer)
                && truths(&class.answer, id, atoms, facts) == own
        };
        Some(numbered().filter(|(_, class)| alike(class)).map(|(number, _)| number).collect())
    }

    /// The answers of which only that is known which walks there are, if something ahead looks at one of them.
    fn vague(&self, walk: &Walk, at: QuestionId) -> Vec<(QuestionId, Answer)> {
        let machine = self.machine.borrow();
        let compared = |id: QuestionId| machine.domains.get(id.index()).is_some_and(|own| !own.compared.is_empty());
        let asked = || walk.asked().iter().copied().filter(|id| compared(*id) || self.given.contains(id));
        if !asked().any(|id| !self.given.contains(&id) && machine.remembers(at, id)) {
            return Vec::new();
        }
        asked().filter_map(|id| Some((id, walk.answer_to(id)?.clone()))).collect()
    }

    /// Whether two answers add the same to every score.
    fn adds_as_much(&self, id: QuestionId, left: &Answer, right: &Answer) -> bool {
        // Rules are looked at by the classes of answers.
        let (Answer::Many(left), Answer::Many(right)) = (left, right) else { return true };
        let options = self.tree.question(id).kind.options();
        // The boxes that add something are told apart one by one.
        let adding = |chosen: &[u32]| -> Vec<u32> {
            let adds = |index: &u32| options.get(*index as usize).is_some_and(|option| !option.scores.is_empty());
            chosen.iter().copied().filter(adds).collect()
        };
        adding(left) == adding(right)
    }
}

impl std::fmt::Debug for Onward<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Onward").field("states", &self.space.nodes.len()).finish_non_exhaustive()
    }
}

impl Ahead for Onward<'_> {
    fn ahead(&self, walk: &Walk) -> Option<(usize, usize)> {
        if !std::ptr::eq(walk.tree(), self.tree) || walk.today() != self.today {
            return None;
        }
        let At::Question(id) = *walk.at() else { return None };
        let vague = self.vague(walk, id);
        if !vague.is_empty() {
            // Gone through anew, for this walk: there is nothing else that is known again of it.
            return Self::beside(self.tree, self.today, &vague)?.ahead(walk);
        }
        let mut ways = self.states_of(walk, id)?.into_iter().map(|node| *self.ways.get(node as usize)?);
        let (least, most) = ways.next().flatten()?;
        ways.all(|other| other == Some((least, most))).then_some((least as usize, most as usize))
    }
}

/// By state: the least and the most questions asked from there on, counted backwards from the outcomes.
fn ways(space: &Space) -> Vec<Option<(u32, u32)>> {
    let ended = |stand| matches!(stand, Stand::Ended(..)).then_some((0, 0));
    let mut ways: Vec<Option<(u32, u32)>> = space.nodes.iter().map(|node| ended(node.stand)).collect();
    for &number in space.order.iter().rev() {
        let Some(node) = space.node(number) else { continue };
        let own = u32::from(matches!(node.stand, Stand::Asked(_)));
        let beyond = space.edges_of(node).iter().filter_map(|edge| *ways.get(edge.to as usize)?);
        let all = beyond.reduce(|left, right| (left.0.min(right.0), left.1.max(right.1)));
        if let Some(slot) = ways.get_mut(number as usize) {
            *slot = all.map(|(least, most)| (least + own, most + own));
        }
    }
    ways
}

/// Whether two numbers or dates lie in one range that the line is cut into; true of all others, and where ranges that
/// nothing tells apart were put together.
fn in_one_range(domain: &Domain, left: &Answer, right: &Answer) -> bool {
    let Some(cut) = domain.cut.as_ref().filter(|cut| !cut.merged) else { return true };
    let range = |answer: &Answer| {
        let at = cut.line.position(answer)?;
        Some(cut.starts.partition_point(|start| *start <= at))
    };
    range(left) == range(right)
}

/// How many states can be visited with the work that is allowed; none where so much as getting ready is too much.
fn most_states(tree: &Tree) -> Option<usize> {
    let parts = tree.questions().len() + tree.value_order().len();
    if parts > MOST_PARTS || tree.value_order().iter().map(|id| rows(&tree.value(*id).rule)).sum::<usize>() > MOST_PARTS
    {
        return None;
    }
    let mut atoms = Atoms::new(tree);
    sites(tree, &mut atoms, Sight::Lengths);
    let sizes: Vec<usize> =
        atoms.list.iter().map(|atom| if let Ask::Holds(cond) = atom.ask { size(cond) } else { 1 }).collect();
    // How many answers are told apart, roughly and not less; typed ones by where their line is cut.
    let finite = |id: QuestionId| match &tree.question(id).kind {
        Kind::Choice(options) => options.len() + 1,
        Kind::Many { options, .. } => 1 << options.len().min(16),
        _ => 2,
    };
    let mut ready: usize = 0;
    let mut dearest: usize = 1;
    for (id, question) in tree.questions() {
        let of = atoms.of.get(id.index()).map_or(&[][..], Vec::as_slice);
        let looked_at: usize = of.iter().filter_map(|atom| sizes.get(*atom as usize)).sum();
        let cuts = of.iter().filter_map(|atom| {
            let others = atoms.list.get(*atom as usize)?.questions.iter().filter(|other| **other != id);
            let together = others.fold(1_usize, |all, other| all.saturating_mul(finite(*other)));
            Some(together.min(2_000).saturating_mul(*sizes.get(*atom as usize)?))
        });
        let (classes, cost) = match &question.kind {
            Kind::Choice(_) | Kind::Many { .. } => (finite(id), 1),
            _ => {
                let cuts: usize = cuts.sum();
                (3 + 2 * cuts, 60 * cuts)
            }
        };
        ready = ready.saturating_add(classes.saturating_mul(looked_at + 1)).saturating_add(cost);
        let rules = if let Next::Rules(rules) = &question.next { rules.len() } else { 0 };
        dearest = dearest.max(classes.saturating_mul(1 + question.rejects.len() + rules));
    }
    (ready <= MOST_WORK).then(|| (MOST_WORK / dearest).max(1))
}

/// How many values a condition compares with.
fn size(cond: &Cond) -> usize {
    match cond {
        Cond::NumberIn(_, among, _) => among.len(),
        Cond::DateIn(_, among, _) => among.len(),
        Cond::TextIn(_, among, _) => among.len(),
        _ => 1,
    }
}

fn rows(rule: &ValueRule) -> usize {
    match rule {
        ValueRule::One(_) => 1,
        ValueRule::Rules(rules) => rules.len(),
        ValueRule::Table(table) => table.places.len(),
    }
}

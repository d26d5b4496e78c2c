//! Typed answers that are compared with each other, such as `left < started` or `end > begin + 30`: cut together.
//!
//! Two answers of a range can be told apart if the one leaves room for an answer to the other question where the other
//! does not: none is before the first day. So each line is cut where its room changes, from the questions that are
//! compared with one other towards a first one. Then any answer of a range may stand for it, and the lines are cut
//! once more on the way back: just below and just above what stands for the ranges of the question before.

use rustc_hash::{FxHashMap, FxHashSet};

use super::comparisons::{Edge, edge};
use super::leaves::{Leaf, Leaves};
use crate::engine::Facts;
use crate::explore::classes::class::Domain;
use crate::explore::classes::cuts::number_line::Laid;
use crate::explore::classes::cuts::ranges::{self, Ground};
use crate::explore::classes::limits::own_limits;
use crate::explore::conditions::atoms::Ask;
use crate::tree::{Answer, Cond, QuestionId};

/// Into how many ranges a line is cut at most; more would be too many states.
const MOST_RANGES: usize = 1_000;

/// Questions that are compared with each other, by whatever way: each but the first with just one before it.
struct Group {
    first: QuestionId,
    others: Vec<Other>,
}

struct Other {
    id: QuestionId,
    /// The position in the group of the question before it.
    with: usize,
    /// By how much that question's answer is moved in each comparison.
    shifts: Vec<i128>,
}

/// The domains of all questions that can be cut together.
pub(crate) fn domains<'t>(
    ground: &Ground<'_, 't>,
    facts: &mut Facts<'t>,
    given: &[(QuestionId, Answer)],
) -> FxHashMap<QuestionId, Domain> {
    let edges = edges(ground);
    groups(&edges).iter().filter_map(|group| cut(ground, group, facts, given)).flatten().collect()
}

fn edges(ground: &Ground) -> Vec<Edge> {
    let Ground { tree, atoms, extent, .. } = *ground;
    let mut edges: FxHashSet<Edge> = FxHashSet::default();
    let mut see = |cond: &Cond| edges.extend(edge(tree, cond, extent));
    let mut inside = |leaf: &Leaf| {
        if let Leaf::Cond(cond) = leaf {
            see(cond)
        }
    };
    if let Some(sources) = ground.sources {
        (0..).zip(&atoms.list).for_each(|(number, _)| sources.leaves(atoms, number).iter().for_each(&mut inside));
        for (id, _) in tree.questions() {
            own_limits(tree, id).iter().for_each(|limit| Leaves::of_cond(tree, limit).iter().for_each(&mut inside));
            Leaves::of_counts(tree, id).iter().for_each(&mut inside);
        }
    } else {
        atoms.list.iter().for_each(|atom| {
            if let Ask::Holds(cond) = atom.ask {
                see(cond)
            }
        });
        for (id, _) in tree.questions() {
            own_limits(tree, id).iter().for_each(&mut see);
        }
    }
    let mut edges: Vec<Edge> = edges.into_iter().collect();
    edges.sort_unstable();
    edges
}

/// The questions that hang together by comparisons, where that is no circle.
fn groups(edges: &[Edge]) -> Vec<Group> {
    let mut beside: FxHashMap<QuestionId, Vec<(QuestionId, i128)>> = FxHashMap::default();
    for Edge { from, to, shift } in edges {
        beside.entry(*from).or_default().push((*to, *shift));
        beside.entry(*to).or_default().push((*from, -shift));
    }
    let mut ids: Vec<QuestionId> = beside.keys().copied().collect();
    ids.sort_unstable();
    let mut seen: FxHashSet<QuestionId> = FxHashSet::default();
    let mut groups = Vec::new();
    for first in ids {
        if !seen.insert(first) {
            continue;
        }
        let (mut group, mut circle) = (Group { first, others: Vec::new() }, false);
        let mut at = 0;
        while let Some(id) = group.member(at) {
            let before = at.checked_sub(1).and_then(|other| group.others.get(other)).map(|other| other.with);
            let before = before.and_then(|with| group.member(with));
            for &(to, shift) in beside.get(&id).into_iter().flatten() {
                if let Some(other) = group.others.iter_mut().find(|other| other.id == to && other.with == at) {
                    other.shifts.push(shift);
                } else if seen.insert(to) {
                    group.others.push(Other { id: to, with: at, shifts: vec![shift] });
                } else {
                    circle |= before != Some(to);
                }
            }
            at += 1;
        }
        groups.extend((!circle).then_some(group));
    }
    groups
}

impl Group {
    fn member(&self, at: usize) -> Option<QuestionId> {
        match at.checked_sub(1) {
            None => Some(self.first),
            Some(at) => self.others.get(at).map(|other| other.id),
        }
    }
}

/// Cuts the lines of a group; none where one of them cannot be cut exactly.
fn cut<'t>(
    ground: &Ground<'_, 't>,
    group: &Group,
    facts: &mut Facts<'t>,
    given: &[(QuestionId, Answer)],
) -> Option<Vec<(QuestionId, Domain)>> {
    let ids: Vec<QuestionId> = (0..).map_while(|at| group.member(at)).collect();
    let mut laid: Vec<Laid> = Vec::new();
    for &id in &ids {
        let mut one = ranges::lay(ground, id, facts, true)?;
        let of_it = given.iter().filter(|(other, _)| *other == id);
        let at: Vec<i128> = of_it.filter_map(|(_, answer)| one.position(answer)).collect();
        one.cut(at.into_iter().flat_map(|at| [at, at + 1]).collect(), MOST_RANGES)?;
        laid.push(one.can_be_compared().then_some(one)?);
    }
    for (at, other) in group.others.iter().enumerate().rev() {
        let bounds = laid.get(at + 1)?.bounds();
        let at_bounds = |shift: i128| bounds.iter().flat_map(move |bound| [-1, 0, 1].map(|by| bound - shift + by));
        let near: Vec<i128> = other.shifts.iter().flat_map(|shift| at_bounds(*shift)).collect();
        laid.get_mut(other.with)?.cut(near, MOST_RANGES)?;
    }
    for (at, other) in group.others.iter().enumerate() {
        let points = laid.get(other.with)?.points();
        let near = other.shifts.iter().flat_map(|shift| points.iter().flat_map(move |at| [at + shift, at + shift + 1]));
        let near: Vec<i128> = near.collect();
        laid.get_mut(at + 1)?.cut(near, MOST_RANGES)?;
    }
    let beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| group.member(group.others.get(at)?.with));
        let behind = group.others.iter().filter(|other| other.with == at).map(|other| other.id);
        before.into_iter().chain(behind).collect()
    };
    let done = ids.iter().zip(laid).enumerate().map(|(at, (id, laid))| {
        let domain = ranges::classes(ground, *id, facts, laid);
        (*id, Domain { compared: beside(at), ..domain })
    });
    Some(done.collect())
}

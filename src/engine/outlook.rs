//! How many questions may still come, for "question 3 of 4 to 7": as it is proved where somebody can tell, and else
//! from the shape of the tree.

use super::walk::{At, Walk};
use crate::tree::Tree;
use crate::tree::graph::{Exits, all_exits, groups, leading};

/// Somebody who knows how many questions still come.
pub trait Ahead: std::fmt::Debug {
    /// The least and the most questions that are asked on any way from where a walk stands to an outcome, the one that
    /// waits included. Both are met by a walk. None where that is not proved.
    fn ahead(&self, walk: &Walk) -> Option<(usize, usize)>;
}

/// How far a walk has come. Questions that are skipped count nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Progress {
    /// The questions that have their answer.
    pub asked: usize,
    /// The least questions that the whole walk has, those included.
    pub least: usize,
    /// The most.
    pub most: usize,
    /// Whether both are proved: some walk goes on from here with the least questions and some with the most, and none
    /// with fewer or more.
    pub exact: bool,
}

/// For every question the least and the most questions that can be asked from it on, itself included.
///
/// The bounds look at the tree's shape and not at its conditions: no walk is shorter or longer, but a
/// bound need not be met by one. Made once for a tree, in time that grows with its size.
#[derive(Debug, Clone)]
pub struct Outlook {
    least: Vec<u32>,
    most: Vec<u32>,
}

impl Outlook {
    /// Looks over a tree.
    #[must_use]
    pub fn new(tree: &Tree) -> Self {
        let exits = all_exits(tree);
        Self { least: least(tree, &exits), most: most(&exits) }
    }

    /// How far a walk has come, and how far it may still be.
    #[must_use]
    pub fn of_walk(&self, walk: &Walk, known: Option<&dyn Ahead>) -> Progress {
        let asked = walk.asked().len();
        let At::Question(id) = *walk.at() else { return Progress { asked, least: asked, most: asked, exact: true } };
        if let Some((least, most)) = known.and_then(|known| known.ahead(walk)) {
            return Progress { asked, least: asked + least, most: asked + most, exact: true };
        }
        // The question that waits is asked for sure, even where its own `when` lets others skip it.
        let bound = |list: &[u32]| list.get(id.index()).map_or(1, |count| (*count).max(1) as usize);
        let least = asked + bound(&self.least);
        Progress { asked, least, most: (asked + bound(&self.most)).max(least), exact: false }
    }
}

/// Shortest ways to an outcome, counted backwards from the outcomes; a question with `when` may cost nothing.
fn least(tree: &Tree, exits: &[Exits]) -> Vec<u32> {
    let (sources, _) = leading(exits, 0);
    let mut distance = vec![u32::MAX; exits.len()];
    let mut queue = std::collections::VecDeque::new();
    let cost: Vec<u32> = tree.questions().map(|(_, question)| u32::from(question.when.is_none())).collect();
    let cost = |at: usize| cost.get(at).copied().unwrap_or(1);
    let mut relax = |at: usize, beyond: u32, queue: &mut std::collections::VecDeque<usize>| {
        let own = beyond.saturating_add(cost(at));
        if let Some(known) = distance.get_mut(at).filter(|known| own < **known) {
            *known = own;
            // Steps cost 0 or 1: the nearer end of the queue keeps it in order.
            if cost(at) == 0 { queue.push_front(at) } else { queue.push_back(at) }
        }
        distance.get(at).copied().unwrap_or(u32::MAX)
    };
    for (at, exits) in exits.iter().enumerate() {
        if !exits.outcomes.is_empty() {
            relax(at, 0, &mut queue);
        }
    }
    while let Some(at) = queue.pop_front() {
        let here = relax(at, u32::MAX, &mut queue);
        for source in sources.get(at).map_or(&[][..], Vec::as_slice) {
            relax(source.index(), here, &mut queue);
        }
    }
    distance.into_iter().map(|count| if count == u32::MAX { 1 } else { count }).collect()
}

/// Longest ways: questions that lie on a circle count together, since each is asked at most once.
fn most(exits: &[Exits]) -> Vec<u32> {
    let groups = groups(exits);
    let mut longest: Vec<u32> = vec![0; groups.members.len()];
    // A group stands behind those it leads to.
    for (group, members) in groups.members.iter().enumerate() {
        let beyond = members
            .iter()
            .filter_map(|id| exits.get(id.index()))
            .flat_map(|exits| &exits.questions)
            .filter_map(|target| groups.of.get(target.index()))
            .filter(|other| **other != group)
            .filter_map(|other| longest.get(*other))
            .max()
            .copied()
            .unwrap_or(0);
        let own = u32::try_from(members.len()).unwrap_or(u32::MAX);
        if let Some(slot) = longest.get_mut(group) {
            *slot = own.saturating_add(beyond);
        }
    }
    groups.of.iter().map(|group| longest.get(*group).copied().unwrap_or(1)).collect()
}

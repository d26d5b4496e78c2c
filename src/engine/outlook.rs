//! How many questions may still come: bounds from the shape of the tree, for "question 3 of 4 to 7".

use super::walk::{At, Walk};
use crate::tree::{Next, QuestionId, Target, Tree};

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
        let targets: Vec<(Vec<usize>, bool)> = tree.questions().map(|(id, _)| leads_to(tree, id)).collect();
        Self { least: least(tree, &targets), most: most(&targets) }
    }

    /// The least and the most questions of the whole walk, given how far it has come.
    #[must_use]
    pub fn of_walk(&self, walk: &Walk) -> (usize, usize) {
        let so_far = walk.asked().len();
        let At::Question(id) = *walk.at() else { return (so_far, so_far) };
        // The question that waits is asked for sure, even where its own `when` lets others skip it.
        let bound = |list: &[u32]| list.get(id.index()).map_or(1, |count| (*count).max(1) as usize);
        let least = so_far + bound(&self.least);
        (least, (so_far + bound(&self.most)).max(least))
    }
}

/// The questions that a question may lead to, and whether it may lead to an outcome.
fn leads_to(tree: &Tree, id: QuestionId) -> (Vec<usize>, bool) {
    let question = tree.question(id);
    let mut found = (Vec::new(), false);
    let mut see = |target: &Target| match target {
        Target::Question(id) => found.0.push(id.index()),
        Target::Outcome(_) | Target::BestOf(_) => found.1 = true,
    };
    let options = question.kind.options();
    options.iter().filter_map(|option| option.goto.as_ref()).for_each(&mut see);
    let needs_next = options.is_empty() || options.iter().any(|option| option.goto.is_none());
    match &question.next {
        Next::Always(target) if needs_next => see(target),
        Next::Rules(rules) if needs_next => rules.iter().for_each(|rule| see(&rule.goto)),
        _ => {}
    }
    found
}

/// Shortest ways to an outcome, counted backwards from the outcomes; a question with `when` may cost nothing.
fn least(tree: &Tree, targets: &[(Vec<usize>, bool)]) -> Vec<u32> {
    let mut sources: Vec<Vec<usize>> = vec![Vec::new(); targets.len()];
    let mut distance = vec![u32::MAX; targets.len()];
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
    for (at, (questions, ends)) in targets.iter().enumerate() {
        for &target in questions {
            if let Some(list) = sources.get_mut(target) {
                list.push(at);
            }
        }
        if *ends {
            relax(at, 0, &mut queue);
        }
    }
    while let Some(at) = queue.pop_front() {
        let here = relax(at, u32::MAX, &mut queue);
        for &source in sources.get(at).map_or(&[][..], Vec::as_slice) {
            relax(source, here, &mut queue);
        }
    }
    distance.into_iter().map(|count| if count == u32::MAX { 1 } else { count }).collect()
}

/// Longest ways: questions that lie on a circle count together, since each is asked at most once.
fn most(targets: &[(Vec<usize>, bool)]) -> Vec<u32> {
    let groups = groups(targets);
    let mut size: Vec<u32> = Vec::new();
    for &group in &groups {
        size.resize(size.len().max(group + 1), 0);
        if let Some(count) = size.get_mut(group) {
            *count += 1;
        }
    }
    // Groups are numbered so that each stands behind those it leads to.
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); size.len()];
    for (at, &group) in groups.iter().enumerate() {
        if let Some(list) = members.get_mut(group) {
            list.push(at);
        }
    }
    let mut longest: Vec<u32> = vec![0; size.len()];
    for (group, list) in members.iter().enumerate() {
        let beyond = list
            .iter()
            .filter_map(|at| targets.get(*at))
            .flat_map(|(questions, _)| questions)
            .filter_map(|target| groups.get(*target))
            .filter(|other| **other != group)
            .filter_map(|other| longest.get(*other))
            .max()
            .copied()
            .unwrap_or(0);
        if let (Some(slot), Some(own)) = (longest.get_mut(group), size.get(group)) {
            *slot = own.saturating_add(beyond);
        }
    }
    groups.iter().map(|group| longest.get(*group).copied().unwrap_or(1)).collect()
}

/// Tarjan's strongly connected components, without recursion; numbered from the ends of the tree.
fn groups(targets: &[(Vec<usize>, bool)]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let count = targets.len();
    let (mut index, mut low, mut group) = (vec![NEW; count], vec![0; count], vec![NEW; count]);
    let (mut next, mut next_group) = (0, 0);
    let mut open: Vec<usize> = Vec::new();
    for root in 0..count {
        if index.get(root) != Some(&NEW) {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((at, edge)) = work.pop() {
            if edge == 0 {
                set(&mut index, at, next);
                set(&mut low, at, next);
                next += 1;
                open.push(at);
            }
            let edges = targets.get(at).map_or(&[][..], |(questions, _)| questions.as_slice());
            if let Some(&to) = edges.get(edge) {
                work.push((at, edge + 1));
                if get(&index, to) == NEW {
                    work.push((to, 0));
                } else if get(&group, to) == NEW {
                    let least = get(&low, at).min(get(&index, to));
                    set(&mut low, at, least);
                }
                continue;
            }
            if get(&low, at) == get(&index, at) {
                while let Some(member) = open.pop() {
                    set(&mut group, member, next_group);
                    if member == at {
                        break;
                    }
                }
                next_group += 1;
            }
            if let Some((parent, _)) = work.last() {
                let least = get(&low, *parent).min(get(&low, at));
                set(&mut low, *parent, least);
            }
        }
    }
    group
}

fn get(list: &[usize], at: usize) -> usize {
    list.get(at).copied().unwrap_or(0)
}

fn set(list: &mut [usize], at: usize, value: usize) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

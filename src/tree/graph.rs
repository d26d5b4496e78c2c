//! The tree as a graph: which questions a question may lead to, and which lie on circles together.

use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Tree;
use super::ids::{OutcomeId, QuestionId};
use super::model::{Next, Target};
use super::parts::Part;

/// Where a question may lead, conditions aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exits {
    /// To these questions.
    pub questions: Vec<QuestionId>,
    /// To these outcomes, ranked or not.
    pub outcomes: Vec<OutcomeId>,
}

/// By what a question leads on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// The target of the answer with this position.
    Answer(usize),
    /// `next` without rules, or the question that follows in the file.
    Next,
    /// The rule of `next` with this position.
    Rule(usize),
}

/// A way on from a question.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'t> {
    /// The question.
    pub from: QuestionId,
    /// By what it leads on.
    pub by: By,
    /// Where to.
    pub to: &'t Target,
    /// True if it is taken where the question is skipped, too.
    pub skips: bool,
}

impl Edge<'_> {
    /// The part of the tree that says so.
    #[must_use]
    pub fn part(&self) -> Part {
        match self.by {
            By::Answer(index) => Part::Answer(self.from, index),
            By::Next => Part::Next(self.from),
            By::Rule(index) => Part::Rule(self.from, index),
        }
    }

    /// Whether it may lead to this outcome.
    #[must_use]
    pub fn leads_to(&self, outcome: OutcomeId) -> bool {
        match self.to {
            Target::Outcome(id) => *id == outcome,
            Target::BestOf(ids) => ids.contains(&outcome),
            Target::Question(_) => false,
        }
    }
}

/// A way that a walk has gone: from a question to where it leads. Who goes on from a ranking passes two, to the ranking
/// and from it to the outcome.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Passed {
    /// The question.
    pub from: QuestionId,
    /// Where it leads.
    pub to: Target,
    /// The outcome that won, if this is the way from the ranking to it.
    pub won: Option<OutcomeId>,
}

/// All ways on from a question that can be taken: those of its answers, and of its `next` where an answer needs it.
pub fn edges(tree: &Tree, from: QuestionId) -> impl Iterator<Item = Edge<'_>> {
    let question = tree.question(from);
    let options = question.kind.options();
    let needs_next = question.needs_next();
    let rules: &[super::model::Rule] = match &question.next {
        Next::Rules(rules) if needs_next => rules,
        _ => &[],
    };
    let always = match &question.next {
        Next::Always(target) if needs_next => Some((By::Next, target)),
        _ => None,
    };
    let own = options.iter().enumerate().filter_map(|(index, option)| Some((By::Answer(index), option.goto.as_ref()?)));
    let rules = rules.iter().enumerate().map(|(index, rule)| (By::Rule(index), &rule.goto));
    let can_be_skipped = question.when.is_some();
    own.chain(always).chain(rules).map(move |(by, to)| {
        let skips = can_be_skipped && !matches!(by, By::Answer(_));
        Edge { from, by, to, skips }
    })
}

/// Where a question may lead, each place once.
#[must_use]
pub fn exits(tree: &Tree, id: QuestionId) -> Exits {
    let mut exits = Exits::default();
    for edge in edges(tree, id) {
        match edge.to {
            Target::Question(id) => exits.questions.push(*id),
            Target::Outcome(id) => exits.outcomes.push(*id),
            Target::BestOf(ids) => exits.outcomes.extend(ids),
        }
    }
    exits.questions.sort_unstable();
    exits.questions.dedup();
    exits.outcomes.sort_unstable();
    exits.outcomes.dedup();
    exits
}

/// Whether everybody who comes to a question has answered another: the way there is straight.
pub(crate) fn is_always_before(tree: &Tree, first: QuestionId, then: QuestionId) -> bool {
    let question = tree.question(first);
    let is_straight = |(at, exits): (usize, &Exits)| exits.questions.iter().all(|to| to.index() == at + 1);
    let is_asked = !question.optional && question.when.is_none();
    is_asked
        && first.index() < then.index()
        && tree.start().index() == 0
        && all_exits(tree).iter().enumerate().take(then.index()).all(is_straight)
}

/// Those of all questions of a tree.
#[must_use]
pub fn all_exits(tree: &Tree) -> Vec<Exits> {
    tree.questions().map(|(id, _)| exits(tree, id)).collect()
}

/// By question: how many circles and questions on none a way from it passes at most. Ways lead lower, or around a circle.
#[must_use]
pub fn heights(exits: &[Exits], groups: &Groups) -> Vec<usize> {
    let mut heights = vec![0; exits.len()];
    for members in &groups.members {
        let next = members.iter().filter_map(|id| exits.get(id.index())).flat_map(|exits| &exits.questions);
        let height = 1 + next.filter_map(|next| heights.get(next.index())).max().copied().unwrap_or(0);
        members.iter().for_each(|id| heights.get_mut(id.index()).into_iter().for_each(|slot| *slot = height));
    }
    heights
}

/// Which questions a walk may still come to from which, conditions aside; found when asked for.
#[derive(Debug)]
pub struct Reach {
    exits: Vec<Vec<QuestionId>>,
    heights: Vec<usize>,
    known: FxHashMap<QuestionId, Ahead>,
}

/// The questions come to from one, as far as somebody asked.
#[derive(Debug)]
struct Ahead {
    found: FxHashSet<QuestionId>,
    /// Those that were not gone on from, with their heights.
    waiting: BinaryHeap<(usize, QuestionId)>,
}

impl Reach {
    /// The ways between the questions of a tree.
    #[must_use]
    pub fn new(exits: &[Exits], groups: &Groups) -> Self {
        let questions = exits.iter().map(|exits| exits.questions.clone()).collect();
        Self { exits: questions, heights: heights(exits, groups), known: FxHashMap::default() }
    }

    /// Whether a walk that comes to one question may be asked the other, now or later.
    pub fn may_come_to(&mut self, from: QuestionId, to: QuestionId) -> bool {
        let height = |id: QuestionId| self.heights.get(id.index()).copied().unwrap_or(0);
        if from == to || height(from) < height(to) {
            return from == to;
        }
        let ahead = self.known.entry(from).or_insert_with(|| Ahead {
            found: FxHashSet::default(),
            waiting: BinaryHeap::from([(height(from), from)]),
        });
        // Nobody comes from one that is not as high.
        while ahead.waiting.peek().is_some_and(|(own, _)| *own >= height(to)) {
            let Some((_, id)) = ahead.waiting.pop() else { break };
            let next = self.exits.get(id.index()).map_or(&[][..], Vec::as_slice);
            let new = next.iter().copied().filter(|next| ahead.found.insert(*next));
            ahead.waiting.extend(new.map(|id| (height(id), id)));
        }
        ahead.found.contains(&to)
    }
}

/// All questions that are come to from some, by any number of steps but none.
pub fn spread<'w>(
    from: impl IntoIterator<Item = QuestionId>,
    next: impl Fn(QuestionId) -> &'w [QuestionId],
) -> FxHashSet<QuestionId> {
    let mut found = FxHashSet::default();
    let mut waiting: Vec<QuestionId> = from.into_iter().collect();
    while let Some(id) = waiting.pop() {
        waiting.extend(next(id).iter().filter(|next| found.insert(**next)));
    }
    found
}

/// By question and by outcome: the questions that lead there.
#[must_use]
pub fn leading(exits: &[Exits], outcomes: usize) -> (Vec<Vec<QuestionId>>, Vec<Vec<QuestionId>>) {
    let (mut questions, mut ends) = (vec![Vec::new(); exits.len()], vec![Vec::new(); outcomes]);
    for (index, exits) in exits.iter().enumerate() {
        let from = QuestionId::at(index);
        for to in &exits.questions {
            questions.get_mut(to.index()).into_iter().for_each(|list: &mut Vec<_>| list.push(from));
        }
        for to in &exits.outcomes {
            ends.get_mut(to.index()).into_iter().for_each(|list: &mut Vec<_>| list.push(from));
        }
    }
    (questions, ends)
}

/// Questions in groups: those that lie on circles together share one.
#[derive(Debug, Clone)]
pub struct Groups {
    /// By question: the number of its group. A group's number is greater than those of all it leads to.
    pub of: Vec<usize>,
    /// By group: its questions, ascending.
    pub members: Vec<Vec<QuestionId>>,
}

/// Tarjan's strongly connected components, without recursion.
#[must_use]
pub fn groups(exits: &[Exits]) -> Groups {
    const NEW: usize = usize::MAX;
    let count = exits.len();
    let (mut index, mut low, mut of) = (vec![NEW; count], vec![0; count], vec![NEW; count]);
    let (mut next, mut found) = (0, 0);
    let mut open: Vec<usize> = Vec::new();
    for root in 0..count {
        if get(&index, root) != NEW {
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
            let edges = exits.get(at).map_or(&[][..], |exits| exits.questions.as_slice());
            if let Some(to) = edges.get(edge).map(|id| id.index()) {
                work.push((at, edge + 1));
                if get(&index, to) == NEW {
                    work.push((to, 0));
                } else if get(&of, to) == NEW {
                    let least = get(&low, at).min(get(&index, to));
                    set(&mut low, at, least);
                }
                continue;
            }
            if get(&low, at) == get(&index, at) {
                while let Some(member) = open.pop() {
                    set(&mut of, member, found);
                    if member == at {
                        break;
                    }
                }
                found += 1;
            }
            if let Some((parent, _)) = work.last() {
                let least = get(&low, *parent).min(get(&low, at));
                set(&mut low, *parent, least);
            }
        }
    }
    let mut members = vec![Vec::new(); found];
    for (at, group) in of.iter().enumerate() {
        if let Some(list) = members.get_mut(*group) {
            list.push(QuestionId::at(at));
        }
    }
    Groups { of, members }
}

fn get(list: &[usize], at: usize) -> usize {
    list.get(at).copied().unwrap_or(0)
}

fn set(list: &mut [usize], at: usize, value: usize) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "
title: Ways
questions:
  a: {ask: A?, answers: {x: b, y: {goto: {best_of: [o, p]}}}}
  b: {ask: B?, when: a == x, answers: [x, y], next: [{when: b == x, goto: c}, {goto: p}]}
  c: {ask: C?, kind: number}
  d: {ask: D?, answers: {x: {goto: b}, y: }, next: o}
outcomes: {o: {title: O}, p: {title: P}}
";

    #[test]
    fn ways_say_by_what_they_lead_where() -> Result<(), Box<dyn std::error::Error>> {
        let tree = crate::load_str("ways.yaml", TREE)?;
        let told: Vec<String> = (tree.questions().flat_map(|(id, _)| edges(&tree, id)))
            .map(|edge| {
                let skips = if edge.skips { " or skipped" } else { "" };
                format!("{}{skips}: {}", edge.part().path(&tree), tree.write_target(edge.to))
            })
            .collect();
        let wanted = [
            "a.x: b",
            "a.y: {best_of: [o, p]}",
            "b.next.1 or skipped: c",
            "b.next.2 or skipped: p",
            "c.next: d",
            "d.x: b",
            "d.next: o",
        ];
        assert_eq!(told, wanted);
        let exits = all_exits(&tree);
        let groups = groups(&exits);
        let mut reach = Reach::new(&exits, &groups);
        let [a, b, c, d] = [0, 1, 2, 3].map(QuestionId::at);
        assert!(reach.may_come_to(a, d) && reach.may_come_to(d, c) && reach.may_come_to(c, b));
        assert!(!reach.may_come_to(b, a));
        let (before, ends) = leading(&exits, tree.outcomes().len());
        assert_eq!((before, ends), (vec![vec![], vec![a, d], vec![b], vec![c]], vec![vec![a, d], vec![a, b]]));
        Ok(())
    }
}

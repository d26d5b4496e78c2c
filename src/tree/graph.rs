//! The tree as a graph: which questions a question may lead to, and which lie on circles together.

use super::Tree;
use super::ids::{OutcomeId, QuestionId};
use super::model::{Next, Target};

/// Where a question may lead, conditions aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exits {
    /// To these questions.
    pub questions: Vec<QuestionId>,
    /// To these outcomes, ranked or not.
    pub outcomes: Vec<OutcomeId>,
}

/// All targets of a question that can be taken: those of its answers, and of its `next` where an answer needs it.
pub fn targets(tree: &Tree, id: QuestionId) -> impl Iterator<Item = &Target> {
    let question = tree.question(id);
    let options = question.kind.options();
    let needs_next = options.is_empty() || options.iter().any(|option| option.goto.is_none());
    let next: &[super::model::Rule] = match &question.next {
        Next::Rules(rules) if needs_next => rules,
        _ => &[],
    };
    let always = match &question.next {
        Next::Always(target) if needs_next => Some(target),
        _ => None,
    };
    let own = options.iter().filter_map(|option| option.goto.as_ref());
    own.chain(always).chain(next.iter().map(|rule| &rule.goto))
}

/// Where a question may lead, each place once.
#[must_use]
pub fn exits(tree: &Tree, id: QuestionId) -> Exits {
    let mut exits = Exits::default();
    for target in targets(tree, id) {
        match target {
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

//! Which states are alike: from each, the same answers lead to the same questions and outcomes, shown in the same
//! way. A question all of whose answers lead to states that are alike changes nothing.

use rustc_hash::FxHashMap;

use super::space::{Edge, SKIP, Space, Stand};
use crate::tree::{OutcomeId, QuestionId};

/// What a state is like: states with equal ones cannot be told apart by anybody who answers.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Like {
    Ended(OutcomeId, u32),
    Stopped(crate::engine::Fault),
    /// The question, what it offers, and by classes of its answers what the state behind them is like and how its ranking came out.
    Asked(QuestionId, u32, Box<[(u32, u32, u32)]>),
}

/// By question: true if two of its answers ever lead to states that are not alike.
pub(crate) fn mattering(space: &Space, questions: usize) -> Vec<bool> {
    let mut matters = vec![false; questions];
    let mut numbers: FxHashMap<Like, u32> = FxHashMap::default();
    // By node: what it is like, and how the ranking came out that a walk passes on its way from there, if it asks
    // nothing first.
    let mut like = vec![(SKIP, SKIP); space.nodes.len()];
    let number = |key: Like, numbers: &mut FxHashMap<Like, u32>| {
        let next = u32::try_from(numbers.len()).unwrap_or(SKIP);
        (*numbers.entry(key).or_insert(next), SKIP)
    };
    for (node, slot) in space.nodes.iter().zip(&mut like) {
        match node.stand {
            Stand::Ended(id, shown) => *slot = number(Like::Ended(id, shown), &mut numbers),
            Stand::Stopped(fault) | Stand::NoWay(fault) => *slot = number(Like::Stopped(fault), &mut numbers),
            _ => {}
        }
    }
    for &id in space.order.iter().rev() {
        let Some(node) = space.node(id) else { continue };
        let behind = |edge: &Edge| {
            let (behind, rank) = like.get(edge.to as usize).copied().unwrap_or((SKIP, SKIP));
            (behind, if edge.rank == SKIP { rank } else { edge.rank })
        };
        let own = match node.stand {
            Stand::Asked(question) => {
                let mut ways: Vec<(u32, u32, u32)> = Vec::new();
                for edge in space.edges_of(node) {
                    let (behind, rank) = behind(edge);
                    ways.push((behind, rank, edge.classes));
                }
                ways.sort_unstable();
                if ways.windows(2).any(|pair| matches!(pair, [a, b] if (a.0, a.1) != (b.0, b.1)))
                    && let Some(slot) = matters.get_mut(question.index())
                {
                    *slot = true;
                }
                number(Like::Asked(question, node.offer, ways.into()), &mut numbers)
            }
            // Nobody sees a question that is skipped.
            Stand::Skipped(_) => match space.edges_of(node) {
                [edge] => behind(edge),
                _ => continue,
            },
            _ => continue,
        };
        if let Some(slot) = like.get_mut(id as usize) {
            *slot = own;
        }
    }
    matters
}

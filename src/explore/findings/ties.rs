//! Rankings that end level: how often, between which outcomes, and a shortest walk there.

use num_bigint::BigUint;

use super::seen::Seen;
use crate::explore::count::walks::Of;
use crate::explore::states::space::SKIP;
use crate::tree::{OutcomeId, QuestionId};

/// Walks that end level between the same outcomes.
pub(crate) struct Level {
    pub(crate) outcomes: Vec<OutcomeId>,
    pub(crate) walks: BigUint,
    /// The cheapest edge that does so, and what the way along it costs.
    pub(crate) edge: u32,
    pub(crate) cost: u64,
}

/// By question, in the order of the file: the sets of outcomes that its ranking leaves level, most often first.
pub(crate) fn collect(seen: &Seen, found: &mut Vec<(QuestionId, Vec<Level>)>) {
    let space = &seen.round.space;
    let mut cheapest: rustc_hash::FxHashMap<(QuestionId, u32), (u64, u32)> = rustc_hash::FxHashMap::default();
    for (number, edge) in (0_u32..).zip(&space.edges) {
        let Some(rank) = space.ranks.get(edge.rank as usize) else { continue };
        let from = space.node(edge.from).and_then(|node| Some((node.stand.question()?, node.cost)));
        if let (Some((question, cost)), true) = (from, rank.best().nth(1).is_some()) {
            let cost = cost + u64::from(edge.classes != SKIP);
            let known = cheapest.entry((question, edge.rank)).or_insert((cost, number));
            *known = (*known).min((cost, number));
        }
    }
    for ((question, number), (cost, edge)) in cheapest {
        let Some(rank) = space.ranks.get(number as usize) else { continue };
        let walks = seen.counts.walks.get(&Of::Level(question, number)).cloned().unwrap_or_default();
        let outcomes: Vec<OutcomeId> = rank.best().collect();
        let position = found.iter().position(|(other, _)| *other == question).unwrap_or_else(|| {
            found.push((question, Vec::new()));
            found.len() - 1
        });
        let Some((_, levels)) = found.get_mut(position) else { continue };
        match levels.iter_mut().find(|level| level.outcomes == outcomes) {
            Some(level) => {
                level.walks += walks;
                (level.cost, level.edge) = (level.cost, level.edge).min((cost, edge));
            }
            None => levels.push(Level { outcomes, walks, edge, cost }),
        }
    }
    crate::text::sort_by_key(found, |(question, _)| *question);
    for (_, levels) in found {
        crate::text::sort_by(levels, |left, right| {
            right.walks.cmp(&left.walks).then_with(|| left.outcomes.cmp(&right.outcomes))
        });
    }
}

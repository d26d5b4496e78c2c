//! Rankings as they come out; of very long ones only what tells them apart.

use rustc_hash::FxHashMap;

use crate::explore::bound::HEAP;
use crate::tree::{OutcomeId, ScoreId, Tree};

/// A ranking as it came out and is shown: the highest score first, the author's order where scores are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Rank {
    /// The outcomes; of a long list those that scored, see [`Ranks`].
    pub(crate) outcomes: Box<[OutcomeId]>,
    /// The score of each.
    pub(crate) scores: Box<[i64]>,
    /// Which list it is, where some of it is left out.
    list: Option<u32>,
}

/// How much of a ranking is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ranks {
    /// All of it.
    All,
    /// As much as tells it from others: of a long list not those that scored 0 and lost.
    Apart,
    /// Who won.
    Best,
}

/// Longer lists than this are told in short.
const LONG: usize = 64;

impl Rank {
    fn of(ranked: &[OutcomeId], score: impl Fn(OutcomeId) -> i64, list: Option<u32>) -> Self {
        let mut scored: Vec<(OutcomeId, i64)> = ranked.iter().map(|id| (*id, score(*id))).collect();
        scored.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        let (outcomes, scores): (Vec<OutcomeId>, Vec<i64>) = scored.into_iter().unzip();
        Self { outcomes: outcomes.into(), scores: scores.into(), list }
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.outcomes) + size_of_val(&*self.scores) + 2 * HEAP
    }

    /// The outcomes with the highest score: several, where the list's order decides.
    pub(crate) fn best(&self) -> impl Iterator<Item = OutcomeId> {
        let most = self.scores.iter().max().copied().unwrap_or(0);
        self.outcomes.iter().zip(&self.scores).filter(move |(_, score)| **score == most).map(|(id, _)| *id)
    }
}

/// A long list that is ranked.
#[derive(Debug)]
struct List {
    ranked: Box<[OutcomeId]>,
    /// By score: where its outcome stands.
    places: FxHashMap<ScoreId, (u32, OutcomeId)>,
}

impl List {
    fn new(tree: &Tree, ranked: &[OutcomeId]) -> Self {
        let places = (0_u32..).zip(ranked).filter_map(|(at, id)| Some((tree.score_of(*id)?, (at, *id))));
        Self { ranked: ranked.into(), places: places.collect() }
    }
}

/// The long lists that were ranked so far.
#[derive(Debug, Default)]
pub(crate) struct Lists(Vec<List>);

impl Lists {
    /// How a ranking comes out with these scores; all others are 0.
    pub(crate) fn rank(
        &mut self,
        tree: &Tree,
        ranked: &[OutcomeId],
        sums: &FxHashMap<ScoreId, i64>,
        ranks: Ranks,
    ) -> Rank {
        let of = |outcome| tree.score_of(outcome).and_then(|score| sums.get(&score)).copied().unwrap_or(0);
        if ranked.len() <= LONG || ranks == Ranks::All {
            return Rank::of(ranked, of, None);
        }
        let list = self.0.iter().position(|list| &*list.ranked == ranked);
        let list = list.unwrap_or_else(|| {
            self.0.push(List::new(tree, ranked));
            self.0.len() - 1
        });
        let Some(known) = self.0.get(list) else { return Rank::of(ranked, of, None) };
        let mut scored: Vec<(u32, OutcomeId)> = sums
            .iter()
            .filter(|(_, sum)| **sum != 0)
            .filter_map(|(score, _)| known.places.get(score).copied())
            .collect();
        scored.sort_unstable();
        if !scored.iter().any(|(_, outcome)| of(*outcome) > 0) {
            return Rank::of(ranked, of, None);
        }
        let scored: Vec<OutcomeId> = scored.into_iter().map(|(_, outcome)| outcome).collect();
        Rank::of(&scored, of, u32::try_from(list).ok())
    }
}

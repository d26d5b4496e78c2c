//! The shortest walks to an outcome: all of them, as far as anybody wants to read them.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::engine::{At, Walk};
use crate::explore::bound::Bound;
use crate::explore::certainty::Certainty;
use crate::explore::states::round::{Options, Round};
use crate::explore::states::space::{Edge, SKIP, Stand};
use crate::tree::{Answer, OutcomeId, QuestionId, Tree};

/// Answers in the order asked.
type Steps = Vec<(QuestionId, Answer)>;

/// Walks to an outcome, as far as they are known.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sought {
    /// The walks; where there are none, none leads there if that is [`Sought::is_proved`], and else it is not known.
    pub walks: Vec<Steps>,
    /// True if there are more that are as good.
    pub more: bool,
    /// How sure it is that there are no others.
    pub certainty: Certainty,
    /// How many states were visited; 0 where the tree cannot be gone through at all.
    pub states: usize,
}

impl Sought {
    pub(crate) fn by(round: &Round, walks: Vec<Steps>, more: bool) -> Self {
        let cancelled = || Certainty::new(Some(Bound::Cancelled), Vec::new());
        let certainty = if round.is_cancelled() { cancelled() } else { round.certainty() };
        Self { walks, more, certainty, states: round.space.order.len() }
    }

    /// Where nothing is known.
    pub(crate) fn none(bound: Bound) -> Self {
        Self { walks: Vec::new(), more: false, certainty: Certainty::new(Some(bound), Vec::new()), states: 0 }
    }

    /// True if all walks were looked at: there are no better ones than these, or none at all.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.certainty.is_exact()
    }
}

/// The shortest walks to an outcome, no more than `most` of them.
#[must_use]
pub fn shortest(tree: &Tree, today: NaiveDate, outcome: OutcomeId, options: &Options, most: usize) -> Sought {
    let Some(round) = Round::new(tree, today, false, options, &[]) else { return Sought::none(Bound::Tree) };
    let (mut found, more) = ways(&round, outcome, most);
    if found.is_empty() && round.is_cancelled() {
        // Whoever ended it hears of one of those that were come to.
        let end = round.ends.get(outcome.index()).copied().flatten();
        found.extend(end.and_then(|end| round.witness(end, None)));
    }
    Sought::by(&round, found, more)
}

fn ways(round: &Round, outcome: OutcomeId, most: usize) -> (Vec<Steps>, bool) {
    let space = &round.space;
    let ends = (0_u32..).zip(&space.nodes);
    let ends: Vec<(u32, u64)> = ends
        .filter(|(_, node)| matches!(node.stand, Stand::Ended(id, _) if id == outcome) && node.cost < u64::MAX)
        .map(|(number, node)| (number, node.cost))
        .collect();
    let Some(least) = ends.iter().map(|(_, cost)| *cost).min() else { return Default::default() };
    // The edges that lie on a shortest way, by where they lead.
    let mut back: FxHashMap<u32, Vec<Edge>> = FxHashMap::default();
    let cost = |node: u32| space.node(node).map_or(u64::MAX, |node| node.cost);
    for edge in &space.edges {
        let step = u64::from(edge.classes != SKIP);
        if cost(edge.from).checked_add(step) == Some(cost(edge.to)) {
            back.entry(edge.to).or_default().push(*edge);
        }
    }
    let mut found: Vec<Steps> = Vec::new();
    // Each way is followed backwards to the first question: where it is, and what was answered from there on.
    let mut work: Vec<(u32, Vec<Taken>)> =
        ends.iter().filter(|(_, cost)| *cost == least).map(|end| (end.0, Vec::new())).collect();
    work.reverse();
    while let Some((node, steps)) = work.pop() {
        if round.is_cancelled() {
            break;
        }
        if node == 0 {
            let numbers: Vec<(QuestionId, u32)> = steps.iter().rev().map(|(id, number, _)| (*id, *number)).collect();
            let answers: Steps = steps.iter().rev().map(|(id, _, answer)| (*id, answer.clone())).collect();
            let steps = round.hanging_together(&numbers, answers);
            found.extend(steps.filter(|steps| is_walked(round, steps)));
            if found.len() > most {
                break;
            }
            continue;
        }
        for edge in back.get(&node).into_iter().flatten().rev() {
            let Some(classes) = space.classes.get(edge.classes as usize) else {
                work.push((edge.from, steps.clone()));
                continue;
            };
            let domain = round.machine.domains.get(classes.question.index());
            for number in classes.numbers.iter().rev().take(most + 1) {
                let class = domain.and_then(|domain| domain.class(*number));
                for answer in class.into_iter().flat_map(|class| class.members(most + 1)).rev() {
                    let mut steps = steps.clone();
                    steps.push((classes.question, *number, answer));
                    work.push((edge.from, steps));
                }
            }
        }
    }
    let more = found.len() > most;
    found.truncate(most);
    (found, more)
}

/// A question, the class of its answer with what else that decides, and the answer.
type Taken = (QuestionId, u32, Answer);

/// Whether the engine itself walks so; anything else would be a fault of ours.
fn is_walked(round: &Round, steps: &Steps) -> bool {
    let mut walk = Walk::new(round.tree, round.today);
    steps.iter().all(|(question, answer)| *walk.at() == At::Question(*question) && walk.answer(answer.clone()).is_ok())
}

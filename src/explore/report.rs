//! The doors to exploring: how many walks there are, where they end, a shortest one to each place, and what that proves.

use chrono::NaiveDate;
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::explore::bound::Bound;
use crate::explore::certainty::Certainty;
use crate::explore::count::shortest::Sought;
use crate::explore::count::walks::{Counts, Of, Wanted, count};
use crate::explore::findings::all::{by_walks, findings};
use crate::explore::findings::seen::Seen;
use crate::explore::states::round::{Options, Round};
use crate::explore::states::slices::proved;
use crate::explore::suggest::sample::{Sample, sample};
use crate::tree::{Answer, OutcomeId, Place, QuestionId, Tree};

/// An outcome as all walks together come to it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reached {
    /// Which outcome it is.
    pub outcome: OutcomeId,
    /// How many walks end there.
    pub walks: BigUint,
    /// Their share of all walks.
    pub share: f64,
    /// How likely it is, if every answer that is allowed is as likely as every other.
    pub likely: f64,
    /// The same under the weights that were asked for.
    pub weighted: f64,
    /// A shortest walk there; none where no walk ends there.
    pub witness: Option<Vec<(QuestionId, Answer)>>,
}

/// All walks of a tree.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Explored {
    /// How many walks reach an outcome.
    pub walks: BigUint,
    /// The least, the most and the average number of questions of those.
    pub shortest: u32,
    /// The most questions.
    pub longest: u32,
    /// The average.
    pub mean: f64,
    /// How sure it is; where it is not complete, nothing here speaks of all walks.
    pub certainty: Certainty,
    /// How many states were visited.
    pub states: usize,
    /// What was played at random instead, where there were too many states.
    pub sample: Option<Sample>,
    /// Every outcome, in the order of the file.
    pub outcomes: Vec<Reached>,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
}

/// What is proved of a tree.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Proof {
    /// How many walks reach an outcome.
    pub walks: BigUint,
    /// How sure it is; where it is not complete, nothing here speaks of all walks.
    pub certainty: Certainty,
    /// How many states were visited.
    pub states: usize,
    /// What was played at random instead, where there were too many states.
    pub sample: Option<Sample>,
    /// What was found.
    pub findings: Vec<Diagnostic>,
}

/// Goes through all walks of a tree; `today` is what the tree calls `today`.
#[must_use]
pub fn explore(tree: &Tree, today: NaiveDate, options: &Options) -> Explored {
    let Some(round) = proved(tree, today, options) else { return no_states(tree, today, options) };
    let All { counts, certainty, sample, findings } = all(&round, options, true);
    let flow = |of| counts.flows.get(&of).copied().unwrap_or_default();
    let walks = |of| counts.walks.get(&of).cloned().unwrap_or_default();
    let all = flow(Of::All);
    let outcomes = tree.outcomes().zip(&round.ends).map(|((outcome, _), end)| {
        let own = flow(Of::Outcome(outcome));
        Reached {
            outcome,
            walks: walks(Of::Outcome(outcome)),
            share: own.share_of(&all),
            likely: own.likely,
            weighted: own.weighted,
            witness: end.and_then(|node| round.witness(node, None)),
        }
    });
    Explored {
        walks: walks(Of::All),
        shortest: all.shortest,
        longest: all.longest,
        mean: all.mean,
        certainty,
        states: round.states,
        outcomes: outcomes.collect(),
        findings,
        sample,
    }
}

/// Proves what can be proved of a tree, without counting every outcome by itself.
#[must_use]
pub fn prove(tree: &Tree, today: NaiveDate, options: &Options) -> Proof {
    let short = |explored| {
        let Explored { walks, certainty, states, sample, findings, .. } = explored;
        Proof { walks, certainty, states, sample, findings }
    };
    let Some(round) = proved(tree, today, options) else {
        return short(no_states(tree, today, options));
    };
    let All { counts, certainty, sample, findings } = all(&round, options, false);
    let walks = counts.walks.get(&Of::All).cloned().unwrap_or_default();
    Proof { walks, certainty, states: round.states, sample, findings }
}

/// All that a round tells.
struct All {
    counts: Counts,
    certainty: Certainty,
    sample: Option<Sample>,
    findings: Vec<Diagnostic>,
}

/// Adds up what a round tells; where somebody ends that, it is what walks were seen to do by then.
fn all(round: &Round, options: &Options, by_outcome: bool) -> All {
    let (counts, sample) = (counts(round, options, by_outcome), played(round, options));
    let findings = findings(&Seen { round, counts: &counts, sample: sample.as_ref() });
    if !options.cancel.is_cancelled() {
        return All { counts, certainty: round.certainty(), sample, findings };
    }
    // What was counted, and what follows from all walks, may be cut short anywhere.
    let counts = Counts::default();
    let findings = by_walks(&Seen { round, counts: &counts, sample: None });
    let certainty = Certainty::new(Some(Bound::Cancelled), Vec::new());
    All { counts, certainty, sample: None, findings }
}

/// The walk to an outcome that changes the fewest of these answers, and of those the shortest; none if none is known.
#[must_use]
pub fn why_not(
    tree: &Tree,
    today: NaiveDate,
    given: &[(QuestionId, Answer)],
    outcome: OutcomeId,
    options: &Options,
) -> Option<Vec<(QuestionId, Answer)>> {
    nearest(tree, today, given, outcome, options).walks.pop()
}

/// The same, and whether it is known that there is no such walk.
#[must_use]
pub fn nearest(
    tree: &Tree,
    today: NaiveDate,
    given: &[(QuestionId, Answer)],
    outcome: OutcomeId,
    options: &Options,
) -> Sought {
    way_to(tree, today, given, Place::Outcome(outcome), options)
}

/// The walk to where a question is asked, or to an outcome, that changes the fewest of these answers, and of those the
/// shortest; and whether it is known that there is none.
#[must_use]
pub fn way_to(
    tree: &Tree,
    today: NaiveDate,
    given: &[(QuestionId, Answer)],
    place: Place,
    options: &Options,
) -> Sought {
    let Some(round) = Round::new(tree, today, false, options, given) else { return Sought::none(Bound::Tree) };
    let node = match place {
        Place::Outcome(id) => round.ends.get(id.index()).copied().flatten(),
        Place::Question(id) => round.space.asks(id),
    };
    let walk = node.and_then(|node| round.witness(node, None));
    Sought::by(&round, walk.into_iter().collect(), false)
}

/// What the walks of a round add up to.
fn counts(round: &Round, options: &Options, by_outcome: bool) -> Counts {
    if !round.complete() {
        return Counts::default();
    }
    let weights: FxHashMap<(QuestionId, u32), f64> =
        options.weights.iter().map(|(question, index, weight)| ((*question, *index), *weight)).collect();
    let class = |id: QuestionId, number: u32| round.machine.domains.get(id.index())?.class(number);
    let weight = |id: QuestionId, number: u32| {
        let chosen = class(id, number).and_then(|class| class.answer.choice());
        chosen.and_then(|index| weights.get(&(id, index)).copied()).unwrap_or(1.0)
    };
    let ways = |id: QuestionId, number: u32| {
        class(id, number).map_or_else(|| BigUint::from(1_u8), |class| class.ways.number())
    };
    let counts = count(round.counting(), &Wanted { ways: &ways, weight: &weight, by_outcome, cancel: &options.cancel });
    counts.ranked_as(round.counting(), &round.space)
}

/// What is played at random where there are too many states to go through.
fn played(round: &Round, options: &Options) -> Option<Sample> {
    let play = || sample(round.tree, round.today, &round.machine.domains, &options.cancel);
    (!round.complete()).then(play)
}

/// Of a tree whose scores cannot be added up in states: it is played at random.
fn no_states(tree: &Tree, today: NaiveDate, options: &Options) -> Explored {
    let played = || sample(tree, today, &crate::explore::states::transitions::answers(tree, today), &options.cancel);
    match options.cancel.is_cancelled() {
        true => nothing(tree, Bound::Cancelled, None),
        false => nothing(tree, Bound::Tree, Some(played())),
    }
}

/// Where nothing is known of any walk.
fn nothing(tree: &Tree, bound: Bound, sample: Option<Sample>) -> Explored {
    let outcomes = tree.outcomes().map(|(outcome, _)| Reached {
        outcome,
        walks: BigUint::ZERO,
        share: 0.0,
        likely: 0.0,
        weighted: 0.0,
        witness: None,
    });
    Explored {
        walks: BigUint::ZERO,
        shortest: 0,
        longest: 0,
        mean: 0.0,
        certainty: Certainty::new(Some(bound), Vec::new()),
        states: 0,
        sample,
        outcomes: outcomes.collect(),
        findings: Vec::new(),
    }
}

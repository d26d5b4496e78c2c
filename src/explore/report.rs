//! The doors to exploring: how many walks there are, where they end, a shortest one to each place, and what that proves.

use std::cell::{Cell, OnceCell};

use chrono::NaiveDate;
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use crate::engine::{At, Walk};
use crate::explore::cancel::Cancel;
use crate::explore::certainty::Certainty;
use crate::explore::classes::domain::Domain;
use crate::explore::conditions::reads::Sight;
use crate::explore::count::sample::{Sample, sample};
use crate::explore::count::shortest::Sought;
use crate::explore::count::walks::{Counts, Of, Wanted, count};
use crate::explore::findings::all::{Finding, Seen, findings};
use crate::explore::findings::observed::Found;
use crate::explore::states::bound::Bound;
use crate::explore::states::space::{Bounds, Look, Space};
use crate::explore::states::transitions::Machine;
use crate::tree::{Answer, OutcomeId, QuestionId, Tree};

/// How to explore.
#[derive(Clone)]
pub struct Options<'p> {
    /// How likely answers are beside each other; 1 where nothing is said.
    pub weights: Vec<(QuestionId, u32, f64)>,
    /// How many states may be visited at most; the memory is bounded by [`super::memory_for`] so many.
    pub most_states: usize,
    /// Told now and then how many states were visited so far.
    pub progress: Option<&'p (dyn Fn(usize) + Sync)>,
    /// Ends it from outside.
    pub cancel: Cancel,
}

impl Options<'_> {
    /// As many states as fit into about 2 GiB.
    pub const MOST_STATES: usize = 5_000_000;

    pub(crate) fn bounds(&self) -> Bounds<'_> {
        Bounds { most_states: self.most_states, progress: self.progress, cancel: &self.cancel }
    }
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { weights: Vec::new(), most_states: Self::MOST_STATES, progress: None, cancel: Cancel::new() }
    }
}

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
    pub findings: Vec<Finding>,
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
    pub findings: Vec<Finding>,
}

/// Goes through all walks of a tree; `today` is what the tree calls `today`.
#[must_use]
pub fn explore(tree: &Tree, today: NaiveDate, options: &Options) -> Explored {
    let Some(round) = Round::new(tree, today, true, options, &[]) else { return no_states(tree, today, options) };
    let counts = round.counts(&options.weights, true);
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
    let explored = Explored {
        walks: walks(Of::All),
        shortest: all.shortest,
        longest: all.longest,
        mean: all.mean,
        certainty: round.certainty(),
        states: round.space.order.len(),
        outcomes: outcomes.collect(),
        sample: round.sample(),
        findings: round.findings(&counts),
    };
    // What was counted and found may be cut short anywhere.
    if options.cancel.is_cancelled() { nothing(tree, Bound::Cancelled, None) } else { explored }
}

/// Proves what can be proved of a tree, without counting every outcome by itself.
#[must_use]
pub fn prove(tree: &Tree, today: NaiveDate, options: &Options) -> Proof {
    let short = |explored| {
        let Explored { walks, certainty, states, sample, findings, .. } = explored;
        Proof { walks, certainty, states, sample, findings }
    };
    let Some(round) = Round::new(tree, today, true, options, &[]) else {
        return short(no_states(tree, today, options));
    };
    let counts = round.counts(&options.weights, false);
    let proof = Proof {
        walks: counts.walks.get(&Of::All).cloned().unwrap_or_default(),
        certainty: round.certainty(),
        states: round.space.order.len(),
        sample: round.sample(),
        findings: round.findings(&counts),
    };
    if options.cancel.is_cancelled() { short(nothing(tree, Bound::Cancelled, None)) } else { proof }
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
    let Some(round) = Round::new(tree, today, false, options, given) else { return Sought::none(Bound::Tree) };
    let end = round.ends.get(outcome.index()).copied().flatten();
    let walk = end.and_then(|node| round.witness(node, None));
    Sought::by(&round, walk.into_iter().collect(), false)
}

/// One tree gone through once.
pub(crate) struct Round<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) today: NaiveDate,
    pub(crate) machine: Machine<'t>,
    pub(crate) found: Found<'t>,
    pub(crate) space: Space,
    /// By outcome: where a cheapest walk ends there.
    pub(crate) ends: Vec<Option<u32>>,
    cancel: Cancel,
    /// What was played at random instead, once it was.
    played: OnceCell<Option<Sample>>,
    /// How many answers the walks have that are shown.
    shown: Cell<usize>,
}

/// How many answers all walks that are shown of one tree may have together; beyond that none is shown.
const MOST_SHOWN: usize = 5_000_000;

impl<'t> Round<'t> {
    /// None if the sums of the tree's scores cannot be kept.
    pub(crate) fn new(
        tree: &'t Tree,
        today: NaiveDate,
        texts: bool,
        options: &Options,
        given: &[(QuestionId, Answer)],
    ) -> Option<Self> {
        let mut machine = Machine::beside(tree, today, texts, given)?;
        let given: FxHashMap<QuestionId, u32> = given
            .iter()
            .filter_map(|(id, answer)| Some((*id, machine.domains.get_mut(id.index())?.class_of(answer)?)))
            .collect();
        machine.lay_out();
        let mut found = Found::new(tree, &machine.firsts);
        let space = Space::of(&mut machine, &given, options.bounds(), &mut found);
        found.end();
        let ends = space.ends(tree.outcomes().len());
        let (played, shown) = (OnceCell::new(), Cell::new(0));
        let cancel = options.cancel.clone();
        Some(Self { tree, today, machine, found, space, ends, cancel, played, shown })
    }

    fn counts(&self, weights: &[(QuestionId, u32, f64)], by_outcome: bool) -> Counts {
        if !self.space.complete() {
            return Counts::default();
        }
        let weights: FxHashMap<(QuestionId, u32), f64> =
            weights.iter().map(|(question, index, weight)| ((*question, *index), *weight)).collect();
        let class = |id: QuestionId, number: u32| self.machine.domains.get(id.index())?.classes.get(number as usize);
        let weight = |id: QuestionId, number: u32| {
            let chosen = class(id, number).and_then(crate::explore::classes::domain::Class::chosen);
            chosen.and_then(|index| weights.get(&(id, index)).copied()).unwrap_or(1.0)
        };
        let ways = |id: QuestionId, number: u32| {
            class(id, number).map_or_else(|| BigUint::from(1_u8), |class| class.ways.clone())
        };
        count(&self.space, &Wanted { ways: &ways, weight: &weight, by_outcome, cancel: &self.cancel })
    }

    /// True if a machine of the tree tells apart the answers to all questions that any walk is asked.
    pub(crate) fn tells_apart(&self, machine: &Machine) -> bool {
        let asked = |index: usize| self.found.asked.get(index).copied().unwrap_or(false);
        machine.domains.iter().enumerate().all(|(index, domain)| domain.exact || !asked(index))
    }

    /// Goes through all states once more to look at something else, visiting no more than are `left` and leaving the
    /// rest there. None if no machine can be made for that; else true if all was looked at.
    pub(crate) fn once_more(&self, sight: Sight, left: &mut usize, look: &mut dyn Look<'t>) -> Option<bool> {
        let mut machine = Machine::looking(self.tree, self.today, sight, &[])?;
        machine.lay_out();
        let bounds = Bounds { most_states: *left, progress: None, cancel: &self.cancel };
        let space = Space::of(&mut machine, &FxHashMap::default(), bounds, look);
        *left = left.saturating_sub(space.order.len());
        Some(space.complete() && self.tells_apart(&machine))
    }

    /// The questions that are asked and of whose answers only some were tried.
    pub(crate) fn tried(&self) -> Vec<QuestionId> {
        let asked = |id: &QuestionId| self.found.asked.get(id.index()).copied().unwrap_or(false);
        self.machine.inexact().into_iter().filter(asked).collect()
    }

    pub(crate) fn certainty(&self) -> Certainty {
        Certainty::new(self.space.bound, self.tried())
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    pub(crate) fn sample(&self) -> Option<Sample> {
        let play =
            || (!self.space.complete()).then(|| sample(self.tree, self.today, &self.machine.domains, &self.cancel));
        self.played.get_or_init(play).clone()
    }

    fn findings(&self, counts: &Counts) -> Vec<Finding> {
        findings(&Seen { round: self, counts })
    }

    /// A cheapest walk to a node, and one more answer there, as the engine itself walks it.
    ///
    /// A walk that the engine does not take is a fault of ours, and not shown.
    pub(crate) fn witness(&self, node: u32, more: Option<(QuestionId, u32)>) -> Option<Vec<(QuestionId, Answer)>> {
        if self.shown.get() > MOST_SHOWN || self.cancel.is_cancelled() {
            return None;
        }
        let domains: &[Domain] = &self.machine.domains;
        let mut steps = self.space.way_to(node, domains);
        if let Some((question, class)) = more {
            steps.push((question, domains.get(question.index())?.classes.get(class as usize)?.answer.clone()));
        }
        let mut walk = Walk::new(self.tree, self.today);
        for (question, answer) in &steps {
            if *walk.at() != At::Question(*question) {
                return None;
            }
            walk.answer(answer.clone()).ok()?;
        }
        self.shown.set(self.shown.get() + steps.len());
        Some(steps)
    }
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

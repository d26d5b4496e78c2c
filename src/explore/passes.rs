//! Where walks pass: by which ways they go, how likely each is, and which of them and which places no walk ever comes to.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::explore::bound::Bound;
use crate::explore::certainty::Certainty;
use crate::explore::count::walks::to_f64;
use crate::explore::findings::unreachable::Known;
use crate::explore::states::round::{Options, Round};
use crate::explore::states::space::{Edge, Space, Stand};
use crate::tree::graph::{Passed, edges};
use crate::tree::{OutcomeId, Part, QuestionId, Target, Tree};

/// Where the walks of a tree pass. Of a tree that could not be gone through to its end nothing is told.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Passes {
    /// How sure it is.
    pub certainty: Certainty,
    /// How many states were visited.
    pub states: usize,
    never: FxHashSet<Part>,
    /// By question: true if all ways that walks go from it are known.
    closed: Vec<bool>,
    ways: FxHashMap<Passed, f64>,
    questions: FxHashMap<QuestionId, f64>,
    outcomes: FxHashMap<OutcomeId, f64>,
}

impl Passes {
    fn nothing(certainty: Certainty, states: usize) -> Self {
        Self {
            certainty,
            states,
            never: FxHashSet::default(),
            closed: Vec::new(),
            ways: FxHashMap::default(),
            questions: FxHashMap::default(),
            outcomes: FxHashMap::default(),
        }
    }

    /// True if it is proved that no walk touches a question, an answer, a rule or an outcome.
    #[must_use]
    pub fn is_never(&self, part: Part) -> bool {
        self.never.contains(&part)
    }

    /// True if it is proved that no walk goes a way.
    #[must_use]
    pub fn is_never_passed(&self, way: &Passed) -> bool {
        self.closed.get(way.from.index()).copied().unwrap_or(false) && !self.ways.contains_key(way)
    }

    /// How likely a walk goes a way, if every answer that is allowed is as likely as every other; none where that is not
    /// known.
    #[must_use]
    pub fn likely(&self, way: &Passed) -> Option<f64> {
        self.certainty.is_complete().then(|| self.ways.get(way).copied().unwrap_or(0.0))
    }

    /// The same for coming to a question, whether it is asked there or skipped.
    #[must_use]
    pub fn comes_to(&self, id: QuestionId) -> Option<f64> {
        self.certainty.is_complete().then(|| self.questions.get(&id).copied().unwrap_or(0.0))
    }

    /// The same for ending at an outcome.
    #[must_use]
    pub fn ends_at(&self, id: OutcomeId) -> Option<f64> {
        self.certainty.is_complete().then(|| self.outcomes.get(&id).copied().unwrap_or(0.0))
    }
}

/// Goes through all walks of a tree and takes note where they pass; `today` is what the tree calls `today`.
#[must_use]
pub fn passes(tree: &Tree, today: NaiveDate, options: &Options) -> Passes {
    let Some(round) = Round::new(tree, today, true, options, &[]) else {
        return Passes::nothing(Certainty::new(Some(Bound::Tree), Vec::new()), 0);
    };
    let mut passes = Passes::nothing(round.certainty(), round.space.order.len());
    if !round.space.complete() {
        return passes;
    }
    let known = Known::of(&round);
    passes.never = known.never().into_iter().collect();
    passes.closed = tree.questions().map(|(id, _)| known.is_closed(id)).collect();
    passes.flow(&round);
    passes
}

impl Passes {
    /// Goes along all ways, from the first question on.
    fn flow(&mut self, round: &Round) {
        let space = round.counting();
        let class = |question: QuestionId, number: u32| {
            round
                .machine
                .domains
                .get(question.index())?
                .class(number)
                .map(|class| class.ways.several().map_or(1.0, to_f64))
        };
        let worths: Vec<f64> = space
            .classes
            .iter()
            .map(|classes| classes.numbers.iter().filter_map(|number| class(classes.question, *number)).sum())
            .collect();
        let worth = |edge: &Edge| worths.get(edge.classes as usize).copied();
        let mut likely = vec![0.0; space.nodes.len()];
        likely.iter_mut().take(1).for_each(|first| *first = 1.0);
        for &id in &space.order {
            let Some(node) = space.node(id) else { continue };
            let here = likely.get(id as usize).copied().unwrap_or(0.0);
            if let Some(question) = node.stand.question() {
                *self.questions.entry(question).or_default() += here;
            }
            let ways = space.edges_of(node);
            let all: f64 = ways.iter().filter_map(worth).sum();
            for edge in ways {
                // Who skips a question goes on for certain.
                let share = worth(edge).map_or(1.0, |own| own / all);
                let next = here * if share.is_finite() { share } else { 0.0 };
                likely.get_mut(edge.to as usize).into_iter().for_each(|slot| *slot += next);
                if let Some(from) = node.stand.question() {
                    self.pass(round.tree, space, (from, edge), next);
                }
            }
        }
    }

    /// Takes note of one way.
    fn pass(&mut self, tree: &Tree, space: &Space, (from, edge): (QuestionId, &Edge), likely: f64) {
        let Some(to) = space.node(edge.to) else { return };
        let mut add = |to, won| *self.ways.entry(Passed { from, to, won }).or_default() += likely;
        match to.stand {
            Stand::Asked(id) | Stand::Skipped(id) => add(Target::Question(id), None),
            // Where walks come and are stuck, they have come.
            Stand::Stopped(fault) => add(Target::Question(fault.question()), None),
            Stand::Ended(id, _) => {
                match space.ranks.get(edge.rank as usize) {
                    None => add(Target::Outcome(id), None),
                    Some(rank) => {
                        let lists = edges(tree, from).filter_map(|way| match way.to {
                            Target::BestOf(ids) => Some(ids),
                            _ => None,
                        });
                        // Of a long list the ranking holds those that scored.
                        let fitting = lists.filter(|ids| rank.outcomes.iter().all(|one| ids.contains(one)));
                        let nearest = fitting.min_by_key(|ids| ids.len().abs_diff(rank.outcomes.len()));
                        let Some(ids) = nearest else {
                            return;
                        };
                        add(Target::BestOf(ids.clone()), None);
                        add(Target::BestOf(ids.clone()), Some(id));
                    }
                }
                *self.outcomes.entry(id).or_default() += likely;
            }
            Stand::NoWay(_) | Stand::Waiting => {}
        }
    }
}

//! The door to exploring: how many walks there are, where they end, and a shortest one to each place.

use chrono::NaiveDate;
use num_bigint::BigUint;

use super::findings::{Finding, findings};
use super::found::Found;
use super::pass::Pass;
use super::tally::{START, Tally, to_f64};
use crate::engine::{At, Walk};
use crate::tree::{Answer, OutcomeId, QuestionId, Tree};

/// How to explore.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How likely answers are beside each other; 1 where nothing is said.
    pub weights: Vec<(QuestionId, u32, f64)>,
    /// How many states may be visited at most.
    pub most_states: usize,
}

/// An outcome as all walks together come to it.
#[derive(Debug, Clone)]
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
pub struct Explored {
    /// How many walks reach an outcome.
    pub walks: BigUint,
    /// The least, the most and the average number of questions of those.
    pub shortest: u32,
    /// The most questions.
    pub longest: u32,
    /// The average.
    pub mean: f64,
    /// True if every answer that the tree can tell apart was looked at.
    pub exact: bool,
    /// False if there were more states than allowed: then nothing here speaks of all walks.
    pub complete: bool,
    /// Every outcome, in the order of the file.
    pub outcomes: Vec<Reached>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// Goes through all walks of a tree; `today` is what the tree calls `today`.
#[must_use]
pub fn explore(tree: &Tree, today: NaiveDate, options: &Options) -> Explored {
    let mut found = Found::new(tree);
    let Some(mut pass) = Pass::new(tree, today, true, options, &[]) else {
        return nothing(tree);
    };
    let complete = pass.run(&mut found);
    let walks: BigUint = found.ended.iter().map(|tally| &tally.walks).sum();
    let length: BigUint = found.ended.iter().map(|tally| &tally.length).sum();
    let ended = || found.ended.iter().filter(|tally| tally.walks != BigUint::ZERO);
    let witness = Witness { pass: &pass, today };
    Explored {
        shortest: ended().map(|tally| tally.shortest).min().unwrap_or(0),
        longest: ended().map(|tally| tally.longest).max().unwrap_or(0),
        mean: ratio(&length, &walks),
        exact: complete && pass.is_exact(),
        complete,
        outcomes: found
            .ended
            .iter()
            .enumerate()
            .map(|(index, tally)| Reached {
                outcome: OutcomeId::at(index),
                walks: tally.walks.clone(),
                share: ratio(&tally.walks, &walks),
                likely: tally.likely,
                weighted: tally.weighted,
                witness: witness.of(tally),
            })
            .collect(),
        findings: if complete { findings(tree, &found, &witness, pass.is_exact()) } else { Vec::new() },
        walks,
    }
}

/// The walk to an outcome that changes the fewest of these answers, and of those the shortest; none if the outcome
/// is not reached, or there are more states than allowed.
#[must_use]
pub fn why_not(
    tree: &Tree,
    today: NaiveDate,
    given: &[(QuestionId, Answer)],
    outcome: OutcomeId,
    options: &Options,
) -> Option<Vec<(QuestionId, Answer)>> {
    let mut found = Found::new(tree);
    let mut pass = Pass::new(tree, today, false, options, given)?;
    if !pass.run(&mut found) {
        return None;
    }
    Witness { pass: &pass, today }.of(found.ended.get(outcome.index())?)
}

fn nothing(tree: &Tree) -> Explored {
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
        exact: false,
        complete: false,
        outcomes: outcomes.collect(),
        findings: Vec::new(),
    }
}

/// A ratio of two whole numbers of any size.
fn ratio(part: &BigUint, whole: &BigUint) -> f64 {
    if *whole == BigUint::ZERO {
        return 0.0;
    }
    let bits = part.bits().max(whole.bits());
    if bits <= 900 {
        return to_f64(part) / to_f64(whole);
    }
    let shift = bits - 900;
    to_f64(&(part >> shift)) / to_f64(&(whole >> shift))
}

/// Makes walks out of the steps that a pass remembers.
pub(super) struct Witness<'p, 't> {
    pass: &'p Pass<'t>,
    today: NaiveDate,
}

impl Witness<'_, '_> {
    /// A shortest of some walks, as the engine itself walks it; none where there are none.
    ///
    /// A walk that the engine does not take is a fault of ours, and not shown.
    pub(super) fn of(&self, tally: &Tally) -> Option<Vec<(QuestionId, Answer)>> {
        if tally.walks == BigUint::ZERO {
            return None;
        }
        let mut steps = Vec::new();
        let mut link = tally.link;
        while link != START {
            let step = self.pass.links.get(link as usize)?;
            let question = QuestionId(step.question);
            let domain = self.pass.domains.get(question.index())?;
            steps.push((question, domain.classes.get(step.class as usize)?.answer.clone()));
            link = step.before;
        }
        steps.reverse();
        let mut walk = Walk::new(self.pass.tree, self.today);
        for (question, answer) in &steps {
            if *walk.at() != At::Question(*question) {
                return None;
            }
            walk.answer(answer.clone()).ok()?;
        }
        Some(steps)
    }
}

//! What another version of a tree does to the people who walk it: who ends elsewhere, and a shortest walk that shows it.

use chrono::NaiveDate;
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use super::product::{Both, Pair};
use super::stands::End;
use crate::engine::{At, Walk};
use crate::explore::certainty::{Certainty, Inexact};
use crate::explore::count::walks::to_f64;
use crate::explore::states::round::Options;
use crate::tree::{Answer, OutcomeId, QuestionId, Tree};

/// People who end at the same outcome of the old version and at the same of the new one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Moved {
    /// Where they end in the old version.
    pub old: End,
    /// Where they end in the new version.
    pub new: End,
    /// True if that is not the same: another outcome's id, or an outcome in one version only.
    pub changed: bool,
    /// How many.
    pub walks: BigUint,
    /// Their share of all.
    pub share: f64,
    /// The answers of one of them, as few as possible, as both versions were walked with.
    pub witness: Option<Vec<Told>>,
}

/// An answer, in the words of a version that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// True for the new version, where the old one does not have the question or the answer.
    pub new: bool,
    /// The question in that version.
    pub question: QuestionId,
    /// The answer.
    pub answer: Answer,
}

/// Two versions compared by walking both.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Diff {
    /// How many walks there are: people with an answer for every question that either version asks.
    pub walks: BigUint,
    /// How many of them end elsewhere.
    pub changed: BigUint,
    /// Their share.
    pub share: f64,
    /// All pairs of ends, the old outcomes in their order.
    pub moved: Vec<Moved>,
    /// Outcomes of the old version that walks end at, but none in the new one; none is named where not all walks were
    /// gone through.
    pub lost: Vec<OutcomeId>,
    /// Outcomes of the new version that walks end at, but none in the old one.
    pub gained: Vec<OutcomeId>,
    /// How sure it is; where it is not complete, the counts are of the walks gone through so far.
    pub certainty: Certainty,
    /// How many joint states were visited.
    pub states: usize,
}

/// Walks everybody through both versions; the states of `options` are joint ones.
///
/// None if a version adds up scores beyond what can be kept.
#[must_use]
pub fn diff(old: &Tree, new: &Tree, today: NaiveDate, options: &Options) -> Option<Diff> {
    let mut pair = Pair::new(old, new, today)?;
    let bound = pair.run(options).err();
    let complete = bound.is_none();
    let [tried, tried_in_new] = pair.tried();
    let walks: BigUint = pair.ends.values().map(|ended| &ended.walks).sum();
    let share = |part: &BigUint| ratio(part, &walks);
    let moved: Vec<Moved> = pair
        .ends
        .iter()
        .map(|(&(from, to), ended)| Moved {
            old: from,
            new: to,
            changed: !same_route(from, to, old, new),
            share: share(&ended.walks),
            walks: ended.walks.clone(),
            witness: Witness { pair: &pair, trees: [old, new], today }.of(ended.link, [from, to]),
        })
        .collect();
    let changed: BigUint = moved.iter().filter(|moved| moved.changed).map(|moved| &moved.walks).sum();
    let id = |tree: &Tree, end: End| match end {
        End::Outcome(id) => Some(tree.outcome(id).id.clone()),
        End::Stuck | End::Refused => None,
    };
    let ended = |tree: &Tree, of: &dyn Fn(&Moved) -> End, wanted: &str| {
        moved.iter().any(|moved| id(tree, of(moved)).as_deref() == Some(wanted))
    };
    let in_old = |wanted: &str| ended(old, &|moved| moved.old, wanted);
    let in_new = |wanted: &str| ended(new, &|moved| moved.new, wanted);
    let only = |tree: &Tree, here: &dyn Fn(&str) -> bool, there: &dyn Fn(&str) -> bool| -> Vec<OutcomeId> {
        tree.outcomes().filter(|(_, outcome)| here(&outcome.id) && !there(&outcome.id)).map(|(id, _)| id).collect()
    };
    Some(Diff {
        // That none ends somewhere is known only once all were looked at.
        lost: if complete { only(old, &in_old, &in_new) } else { Vec::new() },
        gained: if complete { only(new, &in_new, &in_old) } else { Vec::new() },
        share: share(&changed),
        certainty: Certainty::new(bound, tried).and(Inexact::TriedInNew(tried_in_new)),
        states: pair.states,
        walks,
        changed,
        moved,
    })
}

/// Whether two ends are the same route: the outcome's id, or none in both.
fn same_route(from: End, to: End, old: &Tree, new: &Tree) -> bool {
    match (from, to) {
        (End::Outcome(from), End::Outcome(to)) => old.outcome(from).id == new.outcome(to).id,
        (End::Outcome(_), _) | (_, End::Outcome(_)) => false,
        _ => true,
    }
}

/// A ratio of two whole numbers of any size.
fn ratio(part: &BigUint, whole: &BigUint) -> f64 {
    if *whole == BigUint::ZERO {
        return 0.0;
    }
    let shift = part.bits().max(whole.bits()).saturating_sub(900);
    to_f64(&(part >> shift)) / to_f64(&(whole >> shift))
}

/// Makes walks out of the steps that a pair remembers.
struct Witness<'p, 't> {
    pair: &'p Pair<'t>,
    trees: [&'t Tree; 2],
    today: NaiveDate,
}

impl Witness<'_, '_> {
    /// The answers of some steps, if walking both versions with them ends where it should.
    ///
    /// A walk that the engine does not take is a fault of ours, and not shown.
    fn of(&self, link: u32, ends: [End; 2]) -> Option<Vec<Told>> {
        let steps = self.pair.steps(link);
        // The engine cannot tell a question that refuses everything from one that refuses this answer.
        let outcome = |end: End| if let End::Outcome(id) = end { Some(id) } else { None };
        let [old, new] = ends.map(outcome);
        (outcome(self.end(0, &steps)) == old && outcome(self.end(1, &steps)) == new).then_some(())?;
        steps.iter().map(|&(question, class)| self.told(question, class)).collect()
    }

    fn answer(&self, side: usize, question: Both, class: u32) -> Option<(QuestionId, &Answer)> {
        let id = (*self.pair.questions.get(question as usize)?.get(side)?)?;
        let domain = self.pair.machines.get(side)?.domains.get(id.index())?;
        Some((id, &domain.classes.get(class as usize)?.answer))
    }

    /// Where one version ends with these answers.
    fn end(&self, side: usize, steps: &[(Both, u32)]) -> End {
        let Some(tree) = self.trees.get(side) else { return End::Stuck };
        let mut walk = Walk::new(tree, self.today);
        let answers: FxHashMap<QuestionId, &Answer> =
            steps.iter().filter_map(|&(question, class)| self.answer(side, question, class)).collect();
        while let At::Question(id) = *walk.at() {
            let Some(&answer) = answers.get(&id) else { return End::Stuck };
            if walk.answer(answer.clone()).is_err() {
                return End::Refused;
            }
        }
        match walk.at() {
            At::Outcome(id, _) => End::Outcome(*id),
            _ => End::Stuck,
        }
    }

    fn told(&self, question: Both, class: u32) -> Option<Told> {
        [0, 1].into_iter().find_map(|side| {
            let (id, answer) = self.answer(side, question, class)?;
            let count = self.trees.get(side)?.question(id).kind.options().len();
            let known = |index: &u32| (*index as usize) < count;
            let has_it = match answer {
                Answer::Choice(index) => known(index),
                Answer::Many(chosen) => chosen.iter().all(known),
                _ => true,
            };
            has_it.then(|| Told { new: side == 1, question: id, answer: answer.clone() })
        })
    }
}

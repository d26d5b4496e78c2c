//! Where a walk came past, to look at a changed question there without walking again.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::engine::{At, Deed, Facts, Step, Walk};
use crate::tree::graph::Groups;
use crate::tree::{Answer, OutcomeId, QuestionId, Target};
use crate::walk::written::script::{Answers, Script};

/// How many questions that are skipped one behind the other are followed.
const MOST_SKIPPED: usize = 32;

/// A walk that passes on the tree as it is.
pub(super) struct Passing<'f> {
    pub(super) script: &'f Script,
    pub(super) today: NaiveDate,
    pub(super) trail: Trail,
}

/// The questions that a walk came to, in order.
pub(super) struct Trail {
    pub(super) stops: Vec<Stop>,
    /// Where it came to which; to none twice.
    places: FxHashMap<QuestionId, usize>,
    /// The outcome that it came to.
    ends: Option<OutcomeId>,
}

/// A question that a walk came to.
pub(super) struct Stop {
    pub(super) id: QuestionId,
    /// Whether it was asked.
    asked: bool,
    /// The answer that it was given, taken or refused.
    pub(super) answer: Option<Answer>,
    /// Whether it took it.
    pub(super) taken: bool,
}

impl Trail {
    /// That of a walk that was gone to its end; `refused` is the answer that it ends with, if it could be read.
    pub(super) fn new(walk: &Walk, refused: Option<(QuestionId, Answer)>) -> Self {
        let waits = if let At::Question(id) = walk.at() { Some(*id) } else { None };
        let mut refused = refused;
        let stop = |step: &Step| match *step {
            Step::Skipped(id) => Some(Stop { id, asked: false, answer: None, taken: false }),
            Step::Asked(id) if Some(id) == waits => {
                let answer = refused.take().filter(|(at, _)| *at == id).map(|(_, answer)| answer);
                Some(Stop { id, asked: true, answer, taken: false })
            }
            Step::Asked(id) => Some(Stop { id, asked: true, answer: walk.answer_to(id).cloned(), taken: true }),
            Step::Rule(..) => None,
        };
        let stops: Vec<Stop> = walk.steps().iter().filter_map(stop).collect();
        let places = stops.iter().enumerate().map(|(at, stop)| (stop.id, at)).collect();
        let ends = if let At::Outcome(id, _) = walk.at() { Some(*id) } else { None };
        Self { stops, places, ends }
    }

    /// Whether the walk came to a question.
    pub(super) fn comes_to(&self, id: QuestionId) -> bool {
        self.places.contains_key(&id)
    }

    /// Whether it came to an outcome.
    pub(super) fn ends_at(&self, id: OutcomeId) -> bool {
        self.ends == Some(id)
    }
}

impl Passing<'_> {
    /// Whether the script fails where the question at a stop does `other` instead of its `own` deed; none where that takes a
    /// walk to see. The facts are those of the walk before that stop, and are so again.
    pub(super) fn fails(
        &self,
        at: usize,
        [own, other]: [&Deed; 2],
        facts: &mut Facts,
        groups: &Groups,
    ) -> Option<bool> {
        let Self { script, trail, .. } = self;
        // An answer by name is given to its question or left over, which fails.
        let named = matches!(script.answers, Answers::Named(_));
        // Where an answer is missing, all fail that say how they end.
        let needs_all = named && (script.outcome.is_some() || script.rejects.is_some());
        let surely = |fails: bool| fails.then_some(true);
        match (own, other) {
            // Nobody goes on from there.
            (_, Deed::Shuts(_) | Deed::Skips(None) | Deed::Takes(_, None)) => Some(true),
            (Deed::Takes(..), Deed::Refuses(_)) | (Deed::Refuses(_), Deed::Takes(..)) => Some(true),
            // Who has passed a question is never asked it again.
            (Deed::Takes(..) | Deed::Refuses(_), Deed::Skips(_)) => surely(named),
            (Deed::Skips(_), Deed::Waits) => surely(needs_all),
            (Deed::Skips(_), Deed::Skips(Some(target))) if needs_all => self.strays(at, target, facts, groups),
            (Deed::Takes(own, _), Deed::Takes(other, Some(target))) if needs_all && own == other => {
                let stop = trail.stops.get(at)?;
                facts.add(stop.id, stop.answer.clone()?);
                let strays = self.strays(at, target, facts, groups);
                facts.remove_last();
                strays
            }
            _ => None,
        }
    }

    /// Whether a walk that goes on from a stop to another place comes to a question that its script has no answer for,
    /// leaves over an answer that it has, or ends elsewhere; or else comes back to the way that it went.
    fn strays(&self, at: usize, target: &Target, facts: &Facts, groups: &Groups) -> Option<bool> {
        let Self { script, trail, .. } = self;
        // Nobody comes to a question any more who stands at one behind it.
        let group = |id: QuestionId| groups.of.get(id.index());
        let is_before = |id: QuestionId, at: QuestionId| group(id) > group(at);
        let ahead = || trail.stops.iter().skip(at + 1);
        let next = ahead().find(|stop| stop.asked);
        let left = next.filter(|stop| stop.answer.is_some());
        let mut skipped: FxHashSet<QuestionId> = FxHashSet::default();
        let mut target = target;
        while skipped.len() < MOST_SKIPPED {
            let id = match target {
                Target::Question(id) => *id,
                Target::Outcome(id) => {
                    let outcome = &*facts.tree().outcome(*id).id;
                    let elsewhere = script.outcome.as_ref().is_some_and(|wanted| *wanted.text != *outcome);
                    return (left.is_some() || elsewhere).then_some(true);
                }
                Target::BestOf(_) => return left.is_some().then_some(true),
            };
            let place = trail.places.get(&id);
            // Nobody comes to a question twice.
            if place.is_some_and(|place| *place <= at) || !skipped.insert(id) {
                return Some(true);
            }
            if !facts.is_skipped(id) {
                if next.is_none_or(|next| next.id != id) {
                    let later = place.and_then(|place| trail.stops.get(*place)).is_some_and(|stop| stop.asked);
                    return (!later || left.is_some_and(|left| is_before(left.id, id))).then_some(true);
                }
                // What either way has passed alone, nobody may come to who goes on from here.
                let mut passed = ahead().take_while(|stop| stop.id != id).map(|stop| stop.id).chain(skipped);
                return passed.all(|passed| passed == id || is_before(passed, id)).then_some(false);
            }
            match facts.lead(id, None) {
                Some(lead) => target = lead.target,
                None => return Some(true),
            }
        }
        None
    }
}

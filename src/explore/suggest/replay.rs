//! Which aims one walk reaches, as the engine itself walks it.

use super::goals::Aims;
use crate::engine::{At, Step, Toucher, Walk};
use crate::tree::{Answer, OutcomeId, QuestionId, Site};

/// Where a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At an outcome.
    Outcome(OutcomeId),
    /// The last answer was refused by this question.
    Refused(QuestionId),
    /// At a question that waits for its answer.
    Open,
}

/// A walk and what it reaches.
#[derive(Debug, Clone)]
pub(crate) struct Trail {
    pub(crate) steps: Vec<(QuestionId, Answer)>,
    /// The aims, ascending.
    pub(crate) met: Vec<usize>,
    pub(crate) end: End,
}

/// Walks these answers, the last of which may be refused; none if they are not what the tree asks for, or
/// lead nowhere.
pub(crate) fn follow(aims: &Aims, steps: &[(QuestionId, Answer)]) -> Option<Trail> {
    let mut walk = Walk::new(aims.tree, aims.today);
    let mut met = Vec::new();
    let mut end = End::Open;
    let mut last = None;
    come_to(aims, &walk, None, 0, &mut met);
    for (position, (question, answer)) in steps.iter().enumerate() {
        if *walk.at() != At::Question(*question) {
            return None;
        }
        let before = walk.steps().len();
        if let Err(refusal) = walk.answer(answer.clone()) {
            if position + 1 < steps.len() {
                return None;
            }
            end = End::Refused(*question);
            last = Some((*question, answer.clone()));
            refused(aims, &walk, *question, answer, &refusal, &mut met);
            break;
        }
        met.extend(aims.given(*question, answer));
        come_to(aims, &walk, Some(*question), before, &mut met);
    }
    match walk.at() {
        At::Outcome(id, _) => end = End::Outcome(*id),
        At::Question(_) => {}
        At::Stopped(_) => return None,
    }
    Toucher::new(&aims.touches, aims.today).by(&walk, last.as_ref(), &mut |aim| met.push(aim));
    met.sort_unstable();
    met.dedup();
    Some(Trail { steps: steps.to_vec(), met, end })
}

/// Looks at all that a walk came to since its last answer.
fn come_to(aims: &Aims, walk: &Walk, answered: Option<QuestionId>, before: usize, met: &mut Vec<usize>) {
    let sites = &aims.limits.sites;
    let mut steps = walk.steps().iter().skip(before).copied().peekable();
    if let Some(id) = answered {
        let taken = match steps.peek() {
            Some(Step::Rule(by, index)) if *by == id => Some(*index),
            _ => None,
        };
        // Every `reject` was tried, and every rule up to the one taken; none where the answer says where it leads.
        for index in sites.after(id) {
            let tried = match sites.list.get(index).map(|site| site.at) {
                Some(Site::Rule(_, rule)) => taken.is_some_and(|taken| rule <= taken),
                site => site.is_some(),
            };
            if tried {
                decides(aims, walk, index, met);
            }
        }
    }
    let mut skipped = None;
    for step in steps {
        match step {
            Step::Asked(_) => {}
            Step::Skipped(id) => {
                skipped = Some(id);
                for index in sites.before(id) {
                    if matches!(sites.list.get(index).map(|site| site.at), Some(Site::When(_))) {
                        decides(aims, walk, index, met);
                    }
                }
            }
            Step::Rule(id, taken) => {
                for index in sites.after(id).filter(|_| skipped == Some(id)) {
                    if matches!(sites.list.get(index).map(|site| site.at), Some(Site::Rule(_, rule)) if rule <= taken) {
                        decides(aims, walk, index, met);
                    }
                }
            }
        }
    }
    match walk.at() {
        At::Question(id) => {
            sites.before(*id).for_each(|index| decides(aims, walk, index, met));
        }
        At::Outcome(id, _) => {
            sites.notes(*id).for_each(|index| decides(aims, walk, index, met));
        }
        At::Stopped(_) => {}
    }
}

/// Limits that decide a condition with the answers as they are.
fn decides(aims: &Aims, walk: &Walk, site: usize, met: &mut Vec<usize>) {
    aims.limits.deciding(aims.tree, site, &|cond| walk.holds(cond), &mut |number| {
        let Some(limit) = aims.limits.list.get(number) else { return };
        met.extend(walk.answer_to(limit.question).and_then(|answer| aims.near(number, answer)));
    });
}

/// What a refused answer reaches: the question's own limits, and all those in the `reject`s that were tried.
fn refused(
    aims: &Aims,
    walk: &Walk,
    id: QuestionId,
    answer: &Answer,
    refusal: &crate::engine::Refusal,
    met: &mut Vec<usize>,
) {
    if !matches!(refusal, crate::engine::Refusal::Because(_)) {
        met.extend(aims.refused(id, answer));
        return;
    }
    let mut facts = walk.facts().clone();
    facts.put(id, Some(answer.clone()));
    facts.changed();
    let last = facts.refusal(id);
    for index in aims.limits.sites.after(id) {
        let site = aims.limits.sites.list.get(index).map(|site| site.at);
        if !matches!(site, Some(Site::Reject(_, reject)) if last.is_some_and(|last| reject <= last)) {
            continue;
        }
        aims.limits.deciding(aims.tree, index, &|cond| facts.cond(cond), &mut |number| {
            let given = aims.limits.list.get(number).and_then(|limit| facts.answer(limit.question));
            met.extend(given.and_then(|given| aims.near(number, given)));
        });
    }
}

/// By aim: how many of the walks reach it.
pub(crate) fn counts(trails: &[Trail], wanted: &[bool]) -> Vec<u32> {
    let mut count = vec![0_u32; wanted.len()];
    for aim in trails.iter().flat_map(|trail| &trail.met) {
        if let Some(slot) = count.get_mut(*aim) {
            *slot += 1;
        }
    }
    count
}

//! Which aims one walk reaches, as the engine itself walks it.

use super::goals::Aims;
use super::reached::Label;
use crate::engine::{Along, At, Facts, Refusal, Walk, along};
use crate::tree::{Answer, OutcomeId, QuestionId};

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
    let mut replay = Replay { aims, met: Vec::new() };
    let mut refused = None;
    for (position, step @ (question, answer)) in steps.iter().enumerate() {
        if *walk.at() != At::Question(*question) {
            return None;
        }
        if let Err(refusal) = walk.answer(answer.clone()) {
            if position + 1 < steps.len() {
                return None;
            }
            if !matches!(refusal, Refusal::Because(_)) {
                replay.met.extend(aims.refused(*question, answer));
            }
            refused = Some(step);
        }
    }
    let end = match (walk.at(), refused) {
        (_, Some((question, _))) => End::Refused(*question),
        (At::Outcome(id, _), None) => End::Outcome(*id),
        (At::Question(_), None) => End::Open,
        (At::Stopped(_), None) => return None,
    };
    Some(Trail { steps: steps.to_vec(), met: replay.along(&walk, refused), end })
}

/// The same for a walk that has come to its outcome; none for one that has not.
pub(crate) fn ended(aims: &Aims, walk: &Walk) -> Option<Trail> {
    let At::Outcome(id, _) = *walk.at() else { return None };
    let met = Replay { aims, met: Vec::new() }.along(walk, None);
    Some(Trail { steps: steps(walk), met, end: End::Outcome(id) })
}

/// The answers of a walk, in the order in which they were given.
pub(crate) fn steps(walk: &Walk) -> Vec<(QuestionId, Answer)> {
    walk.asked().iter().filter_map(|id| Some((*id, walk.answer_to(*id)?.clone()))).collect()
}

/// Notes the aims that are reached along a walk.
struct Replay<'a, 't> {
    aims: &'a Aims<'t>,
    met: Vec<usize>,
}

impl Replay<'_, '_> {
    /// All aims along a walk, with those noted before; ascending.
    fn along(mut self, walk: &Walk, refused: Option<&(QuestionId, Answer)>) -> Vec<usize> {
        along(walk, refused, &mut Facts::new(self.aims.tree, self.aims.today), &mut self);
        self.met.sort_unstable();
        self.met.dedup();
        self.met
    }

    /// What is reached at a place; limits that decide there do so with the answers as they are.
    fn at(&mut self, facts: &Facts, happens: impl FnOnce(&Aims, &mut Label)) {
        let mut label = Label::default();
        happens(self.aims, &mut label);
        self.met.extend(label.aims.iter().map(|aim| *aim as usize));
        self.met.extend(label.decides.iter().filter_map(|number| {
            let number = *number as usize;
            let answer = facts.answer(self.aims.limits.list.get(number)?.question)?;
            self.aims.near(number, answer)
        }));
    }
}

impl Along for Replay<'_, '_> {
    fn comes(&mut self, id: QuestionId, asked: bool, facts: &Facts) {
        self.at(facts, |aims, label| {
            aims.arrives(id, facts, &|_| true, label);
            if asked {
                aims.asks(id, facts, &|_| true, label);
            }
        });
    }

    fn answers(&mut self, id: QuestionId, answer: &Answer, facts: &Facts) {
        let chosen = answer.choice();
        self.at(facts, |aims, label| {
            aims.tries(id, facts, &|_| true, label);
            aims.takes(id, chosen, answer, facts, &|_| true, label);
        });
        self.aims.touches.takes(id, answer, &mut |aim| self.met.push(aim));
    }

    fn refuses(&mut self, id: QuestionId, _answer: &Answer, facts: &Facts) {
        self.at(facts, |aims, label| _ = aims.tries(id, facts, &|_| true, label));
    }

    fn ends(&mut self, id: OutcomeId, facts: &Facts) {
        self.at(facts, |aims, label| aims.ends(id, facts, &|_| true, label));
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

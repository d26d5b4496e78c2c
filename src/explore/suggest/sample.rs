//! Playing at random: what is done where a tree has too many states to go through. It finds, and proves nothing.

use chrono::NaiveDate;

use super::goals::Aims;
use super::replay::{Trail, ended, steps};
use crate::engine::{At, Fault, Walk};
use crate::explore::cancel::Cancel;
use crate::explore::classes::class::{Class, Domain};
use crate::explore::random::Random;
use crate::tree::{Answer, QuestionId, Tree};

/// How many walks are played.
const WALKS: usize = 10_000;
/// How many answers all walks together are given at most.
const ANSWERS: usize = 2_000_000;
/// Where the random numbers begin.
const SEED: u64 = 1;

/// Walks played at random.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sample {
    /// How many walks were played to their end.
    pub walks: usize,
    /// Where the random numbers began: the same seed plays the same walks.
    pub seed: u64,
    /// The walks that were stopped, the shortest for each fault.
    pub(crate) stopped: Vec<(Fault, Vec<(QuestionId, Answer)>)>,
}

/// Plays walks at random, each answer of a question's classes as likely as each other.
pub(crate) fn sample(tree: &Tree, today: NaiveDate, domains: &[Domain], cancel: &Cancel) -> Sample {
    let mut random = Random::from(SEED);
    let mut sample = Sample { walks: 0, seed: SEED, stopped: Vec::new() };
    let mut answers = 0;
    let mut walk = Walk::new(tree, today);
    while sample.walks < WALKS && answers < ANSWERS && !cancel.is_cancelled() {
        answers += play(&mut walk, &mut random, domains);
        sample.walks += 1;
        let fault = match walk.at() {
            At::Stopped(fault) => *fault,
            At::Question(id) => {
                let classes = domains.get(id.index()).map_or(&[][..], |domain| &domain.classes);
                let fits = |class: &Class| walk.facts().check(*id, &class.answer).is_ok();
                match classes.iter().any(fits) {
                    true => Fault::AllRefused(*id),
                    false => Fault::NoAnswerAllowed(*id),
                }
            }
            At::Outcome(..) => continue,
        };
        let steps = steps(&walk);
        match sample.stopped.iter_mut().find(|(other, _)| *other == fault) {
            Some((_, shortest)) if shortest.len() <= steps.len() => {}
            Some((_, shortest)) => *shortest = steps,
            None => sample.stopped.push((fault, steps)),
        }
    }
    sample
}

/// Plays one walk at random, as far as it goes; how many answers it took.
fn play(walk: &mut Walk, random: &mut Random, domains: &[Domain]) -> usize {
    walk.restart();
    let mut answers = 0;
    while let At::Question(id) = *walk.at() {
        let Some(Domain { classes, .. }) = domains.get(id.index()) else { break };
        let first = random.below(classes.len().max(1));
        if !give(walk, classes, first) {
            break;
        }
        answers += 1;
    }
    answers
}

/// Gives the first answer that is allowed, from this class on and round; false if none is.
pub(crate) fn give(walk: &mut Walk, classes: &[Class], first: usize) -> bool {
    let mut order = (0..classes.len()).filter_map(|more| classes.get((first + more) % classes.len()));
    order.any(|class| walk.answer(class.answer.clone()).is_ok())
}

/// Walks played at random that reach something of what is still to be reached.
pub(crate) fn reaching(aims: &Aims, domains: &[Domain], unmet: &mut [bool], cancel: &Cancel) -> Vec<Trail> {
    let mut random = Random::from(SEED);
    let mut trails = Vec::new();
    let mut answers = 0;
    let mut walk = Walk::new(aims.tree, aims.today);
    for _ in 0..WALKS {
        answers += play(&mut walk, &mut random, domains);
        if answers >= ANSWERS || cancel.is_cancelled() {
            break;
        }
        let Some(trail) = ended(aims, &walk) else { continue };
        let mut new = false;
        for aim in &trail.met {
            new |= unmet.get_mut(*aim).is_some_and(std::mem::take);
        }
        if new {
            trails.push(trail);
        }
    }
    trails
}

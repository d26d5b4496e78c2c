//! Walks that reach much, found without going through all states: each begins somewhere and takes another answer wherever
//! it reaches more by that. It finds, and proves no more than that it needs no fewer walks.

use rustc_hash::FxHashMap;

use super::goals::{Aim, Aims};
use super::minimize::{Few, drop_idle};
use super::replay::{Trail, ended};
use super::sample::give;
use crate::engine::{At, Walk};
use crate::explore::cancel::Cancel;
use crate::explore::classes::class::Domain;
use crate::tree::{Kind, Part, QuestionId};

/// How many answers all walks together are given at most.
const ANSWERS: usize = 400_000;

/// By question: the class of the answer that is tried first, where it is not the first of all.
type Plan = FxHashMap<QuestionId, usize>;

/// Walks that reach what is still to be reached, or some of it; no more than `most`.
pub(crate) fn climbing(
    aims: &Aims,
    domains: &[Domain],
    unmet: &mut [bool],
    most: usize,
    cancel: &Cancel,
) -> Vec<Trail> {
    let mut climb = Climb { aims, domains, walk: Walk::new(aims.tree, aims.today), left: ANSWERS, cancel };
    let mut trails = Vec::new();
    while unmet.contains(&true) && trails.len() < most {
        let Some(trail) = climb.best(unmet) else { break };
        let mut new = false;
        for aim in &trail.met {
            new |= unmet.get_mut(*aim).is_some_and(std::mem::take);
        }
        if !new {
            break;
        }
        trails.push(trail);
    }
    trails
}

/// Walks that reach all that is wanted, if some are found of which there surely cannot be fewer.
pub(crate) fn enough(aims: &Aims, domains: &[Domain], wanted: &[bool], cancel: &Cancel) -> Option<Few> {
    let mut unmet = wanted.to_vec();
    let mut trails = climbing(aims, domains, &mut unmet, surely(aims, wanted), cancel);
    drop_idle(&mut trails, wanted);
    (!unmet.contains(&true)).then_some(Few { trails, unmet, least: true, complete: true })
}

/// How many walks it surely takes to reach all that is wanted: a walk gives one answer to each choice, and ends once.
fn surely(aims: &Aims, wanted: &[bool]) -> usize {
    let (mut answers, mut ends): (FxHashMap<QuestionId, usize>, usize) = Default::default();
    for (aim, _) in aims.list.iter().zip(wanted).filter(|(_, wanted)| **wanted) {
        match aim {
            Aim::Part(Part::Answer(id, _)) if matches!(aims.tree.question(*id).kind, Kind::Choice(_)) => {
                *answers.entry(*id).or_default() += 1;
            }
            Aim::Part(Part::Outcome(_)) => ends += 1,
            _ => {}
        }
    }
    answers.into_values().max().unwrap_or(0).max(ends).max(1)
}

struct Climb<'c, 't> {
    aims: &'c Aims<'t>,
    domains: &'c [Domain],
    walk: Walk<'t>,
    left: usize,
    cancel: &'c Cancel,
}

impl Climb<'_, '_> {
    /// The walk that reaches the most, as far as one answer after another leads to it; none if none ends.
    fn best(&mut self, unmet: &[bool]) -> Option<Trail> {
        let mut plan = Plan::default();
        // What is to be given is given, so that not all of it has to be found out.
        for (aim, _) in self.aims.list.iter().zip(unmet).filter(|(_, unmet)| **unmet) {
            if let Aim::Part(Part::Answer(id, index)) = aim {
                plan.entry(*id).or_insert(*index);
            }
        }
        let mut best = self.go(&plan)?;
        let mut most = reached(&best, unmet);
        let all = unmet.iter().filter(|unmet| **unmet).count();
        let (mut at, mut since) = (0, 0);
        // Until all answers were tried since the last that helped.
        while let Some((id, _)) = best.steps.get(at).filter(|_| since < best.steps.len() && most < all) {
            let id = *id;
            let classes = self.domains.get(id.index()).map_or(0, |domain| domain.classes.len());
            let own = plan.get(&id).copied().unwrap_or(0);
            since += 1;
            for class in (0..classes).filter(|class| *class != own) {
                let mut other = plan.clone();
                other.insert(id, class);
                let Some(trail) = self.go(&other) else { continue };
                let more = reached(&trail, unmet);
                if more > most {
                    (plan, best, most, since) = (other, trail, more, 0);
                }
            }
            at = (at + 1) % best.steps.len().max(1);
        }
        Some(best)
    }

    /// The walk of a plan to its outcome; none if it comes to none, or if all work allowed was done.
    fn go(&mut self, plan: &Plan) -> Option<Trail> {
        self.walk.restart();
        while let At::Question(id) = *self.walk.at() {
            let classes = &self.domains.get(id.index())?.classes;
            let first = plan.get(&id).copied().unwrap_or(0);
            if self.left == 0 || self.cancel.is_cancelled() {
                return None;
            }
            self.left -= 1;
            if !give(&mut self.walk, classes, first) {
                return None;
            }
        }
        ended(self.aims, &self.walk)
    }
}

fn reached(trail: &Trail, unmet: &[bool]) -> usize {
    trail.met.iter().filter(|aim| unmet.get(**aim) == Some(&true)).count()
}

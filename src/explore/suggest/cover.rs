//! Few walks that reach many aims: best ways through the graph of all states, chosen greedily.
//!
//! A walk comes to each place once, so what a way reaches adds up, and the best way is found in one pass. What an
//! answer reaches only at a limit further on is reckoned as a hope; where hopes fail, one aim alone is made sure of.

use super::best_ways::{Best, Spread};
use super::goals::Aim;
use super::ground::{Ground, NEVER, PHASES, Sure};
use super::replay::{End, Trail};
use crate::explore::states::space::SKIP;
use crate::tree::Part;

/// How much work an answer of a walk is that is kept.
const KEPT: usize = 20;

impl<'g, 't> Ground<'g, 't> {
    /// The best ways to all nodes.
    fn spread(&self, unmet: &[bool], sure: Sure) -> Spread<'_, 'g, 't> {
        let worths = self.worths(unmet);
        let labels: Vec<i64> = self.seen.labels.iter().map(|label| self.reached(label, unmet)).collect();
        let worth_of = |number: u32| labels.get(number as usize).copied().unwrap_or(0);
        let none = Best { worth: NEVER, from: SKIP, phase: 0, class: SKIP };
        let phases = if sure.aim.is_some() { PHASES } else { 1 };
        let mut best = vec![none; phases * self.space.nodes.len()];
        if let Some(start) = best.first_mut() {
            start.worth = 0;
        }
        let mut spent = 0;
        for &node in &self.space.order {
            let Some(stand) = self.space.node(node) else { continue };
            let given = self.seen.given(node);
            let at = self.seen.at(node);
            let own = at.map_or(0, |label| self.reached(label, unmet));
            for phase in 0..phases {
                let Some(here) = best.get(node as usize * phases + phase).copied() else { continue };
                if here.worth == NEVER {
                    continue;
                }
                let from_phase = u8::try_from(phase).unwrap_or(0);
                let phase = self.phase_at(sure, from_phase, at);
                let here = here.worth + own;
                let mut relax = |to: u32, class: u32, then: u8, worth: i64| {
                    let slot = best.get_mut(to as usize * phases + usize::from(then));
                    if let Some(slot) = slot.filter(|slot| slot.worth < worth) {
                        *slot = Best { worth, from: node, phase: from_phase, class };
                    }
                };
                for edge in self.space.edges_of(stand) {
                    let Some(classes) = self.space.classes.get(edge.classes as usize) else {
                        relax(edge.to, SKIP, phase, here);
                        continue;
                    };
                    let id = classes.question;
                    spent += classes.numbers.len();
                    for &number in &classes.numbers {
                        let Some(class) = self.class(id, number) else { continue };
                        let label = given.binary_search_by_key(&number, |(class, _)| *class).ok();
                        let label = label.and_then(|at| given.get(at)).map_or(SKIP, |(_, label)| *label);
                        let value = worths.get(id.index()).and_then(|all| all.get(number as usize)).copied();
                        let then = self.phase_given(sure, phase, id, class);
                        let then = self.phase_at(sure, then, self.label(label));
                        relax(edge.to, number, then, here + value.unwrap_or(0) + worth_of(label) - 1);
                    }
                }
            }
        }
        self.spend(spent + best.len() + self.seen.labels.iter().map(|label| label.aims.len()).sum::<usize>());
        Spread { ground: self, best, phases, sure, unmet: unmet.to_vec() }
    }

    /// Few walks that reach all of `unmet` that can be reached, or as many of them as the work allowed finds.
    pub(crate) fn cover(&self, unmet: &mut [bool]) -> Vec<Trail> {
        let mut trails = Vec::new();
        self.refusals(unmet, &mut trails, false);
        while unmet.contains(&true) && !self.is_spent() {
            let Some(trail) = self.spread(unmet, Sure::default()).to_end(0) else { break };
            if !self.take(trail, unmet, &mut trails) {
                break;
            }
        }
        self.refusals(unmet, &mut trails, true);
        let possible = self.possible();
        let open = |aim: usize, unmet: &[bool]| {
            unmet.get(aim) == Some(&true) && possible.get(aim) == Some(&true) && !self.is_spent()
        };
        // Hopes failed: one aim at a time, whatever else comes along.
        for aim in 0..unmet.len() {
            if !open(aim, unmet) || !matches!(self.aims.list.get(aim), Some(Aim::Near(..))) {
                continue;
            }
            if let Some(trail) = self.spread(unmet, Sure { aim: Some(aim) }).to_end(2) {
                self.take(trail, unmet, &mut trails);
            }
        }
        // Where all ways on lead nowhere, a walk stops at a question.
        for aim in 0..unmet.len() {
            if open(aim, unmet)
                && let Some(trail) = self.spread(unmet, Sure { aim: Some(aim) }).to_question()
            {
                self.take(trail, unmet, &mut trails);
            }
        }
        trails
    }

    /// Walks that end with an answer that is refused. What a value comes from is looked for so only `at_last`: most often
    /// walks to an outcome touch it, too.
    fn refusals(&self, unmet: &mut [bool], trails: &mut Vec<Trail>, at_last: bool) {
        for aim in 0..unmet.len() {
            if self.is_spent() {
                return;
            }
            let of_value = matches!(
                self.aims.list.get(aim),
                Some(Aim::Part(Part::ValueRule(..) | Part::Entry(..) | Part::Else(_)))
            );
            if unmet.get(aim) != Some(&true) || of_value != at_last {
                continue;
            }
            let places = self.refused(aim);
            for later in [false, true] {
                let mut places = places.iter().filter(|place| place.later == later).peekable();
                if unmet.get(aim) != Some(&true) || places.peek().is_none() {
                    continue;
                }
                let sure = if later { Self::sure(aim) } else { Sure::default() };
                let spread = self.spread(unmet, sure);
                let best = places.max_by_key(|place| spread.worth(place.node, u8::from(later)));
                let trail = best.and_then(|place| spread.to_refusal(place, u8::from(later)));
                if let Some(trail) = trail.filter(|trail| matches!(trail.end, End::Refused(_))) {
                    self.take(trail, unmet, trails);
                }
            }
        }
    }

    /// Takes a walk that reaches something new.
    fn take(&self, trail: Trail, unmet: &mut [bool], trails: &mut Vec<Trail>) -> bool {
        let mut new = false;
        for aim in &trail.met {
            if let Some(slot) = unmet.get_mut(*aim) {
                new |= std::mem::take(slot);
            }
        }
        if new {
            // It was walked by the engine, and is kept.
            self.spend(KEPT * (trail.steps.len() + trail.met.len()));
            trails.push(trail);
        }
        new
    }

    /// A walk that reaches all of these, if the best one does.
    pub(crate) fn all_in_one(&self, wanted: &[bool]) -> Option<Trail> {
        let all: Vec<usize> = (0..wanted.len()).filter(|aim| wanted.get(*aim) == Some(&true)).collect();
        let holds = |trail: &Trail| all.iter().all(|aim| trail.met.binary_search(aim).is_ok());
        let spread = self.spread(wanted, Sure::default());
        let refusal = all.iter().find_map(|aim| {
            let best = self.refused(*aim).into_iter().max_by_key(|place| spread.worth(place.node, 0));
            best.and_then(|place| spread.to_refusal(&place, 0))
        });
        refusal.filter(holds).or_else(|| spread.to_end(0).filter(holds))
    }
}

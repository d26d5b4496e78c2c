//! Proof that a set of walks cannot be smaller: for each walk an aim, no two of which fit into one walk.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::ground::{Ground, Refusal, Sure};
use super::reached::Label;
use super::replay::{Trail, counts};
use crate::explore::states::space::{SKIP, Stand};

/// How many steps through the graph the proof may take.
const MOST_STEPS: usize = 20_000_000;
/// Of more walks than this it is not tried.
const MOST_WALKS: usize = 1_000;

/// Whether it is proved that fewer walks cannot reach what these reach together; `wanted` are the aims that count.
pub(crate) fn is_least(ground: &Ground, trails: &[Trail], wanted: &[bool]) -> bool {
    if trails.len() <= 1 {
        return true;
    }
    if trails.len() > MOST_WALKS {
        return false;
    }
    let count = counts(trails, wanted);
    // Only an aim that no other of the walks reaches can tell that its walk is needed.
    let mut own: Vec<Vec<usize>> = trails
        .iter()
        .map(|trail| {
            let only = |aim: &&usize| wanted.get(**aim) == Some(&true) && count.get(**aim) == Some(&1);
            trail.met.iter().filter(only).copied().collect()
        })
        .collect();
    own.sort_by_key(Vec::len);
    Proof { ground, together: FxHashMap::default(), steps: 0 }.choose(&own, &mut Vec::new()).is_none()
}

struct Proof<'p, 'g, 't> {
    ground: &'p Ground<'g, 't>,
    /// Whether two aims fit into one walk.
    together: FxHashMap<(usize, usize), bool>,
    steps: usize,
}

impl Proof<'_, '_, '_> {
    /// Chooses an aim of each walk, so that no two fit into one. Where that fails, the walks before whose aims are in the
    /// way of all that could be chosen: another choice for one that is not among them would change nothing.
    fn choose(&mut self, own: &[Vec<usize>], chosen: &mut Vec<usize>) -> Option<BTreeSet<usize>> {
        let (first, rest) = own.split_first()?;
        let walk = chosen.len();
        let mut blamed = BTreeSet::new();
        for &aim in first {
            self.steps += 1 + walk;
            if self.steps > MOST_STEPS {
                return Some(BTreeSet::new());
            }
            if let Some(other) = chosen.iter().position(|other| self.fit(*other, aim)) {
                blamed.insert(other);
                continue;
            }
            chosen.push(aim);
            let mut behind = self.choose(rest, chosen)?;
            chosen.pop();
            if !behind.remove(&walk) {
                return Some(behind);
            }
            blamed.append(&mut behind);
        }
        Some(blamed)
    }

    fn fit(&mut self, left: usize, right: usize) -> bool {
        let key = (left.min(right), left.max(right));
        if let Some(known) = self.together.get(&key) {
            return *known;
        }
        let fit = self.steps > MOST_STEPS || self.some_walk(left, right);
        self.together.insert(key, fit);
        fit
    }

    /// Whether some walk reaches both, by going through the graph with all phases that both can be in at once.
    fn some_walk(&mut self, left: usize, right: usize) -> bool {
        let ground = self.ground;
        let sure = [Ground::sure(left), Ground::sure(right)];
        let refused = [ground.refused(left), ground.refused(right)];
        let mut masks = vec![0_u16; ground.space.nodes.len()];
        self.steps += masks.len() / 8;
        if let Some(start) = masks.first_mut() {
            *start = 1;
        }
        for &node in &ground.space.order {
            let before = masks.get(node as usize).copied().unwrap_or(0);
            let Some(stand) = ground.space.node(node).filter(|_| before != 0) else { continue };
            self.steps += 1;
            let here = moved(before, |side, phase| at(ground, sure, side, phase, ground.seen.at(node)));
            // A refused answer ends the walk here; one that reaches both does, whatever else came before.
            let ends = |side: usize| refused.get(side).into_iter().flatten().filter(|place| place.node == node);
            let fits = |place: &Refusal, phase: u8| !place.later || phase > 0;
            let both = ends(0).any(|own| {
                let mut same = ends(1).filter(|other| other.answer == own.answer);
                same.any(|other| has(here, |left, right| fits(own, left) && fits(other, right)))
            });
            let left_ends = ends(0).any(|place| has(here, |left, right| right == 2 && fits(place, left)));
            let right_ends = ends(1).any(|place| has(here, |left, right| left == 2 && fits(place, right)));
            let stands = ground.asked(node).is_some() && has(here, |left, right| (left, right) == (2, 2));
            if both || left_ends || right_ends || stands {
                return true;
            }
            let given = ground.seen.given(node);
            for edge in ground.space.edges_of(stand) {
                let mut to = 0;
                match ground.space.classes.get(edge.classes as usize) {
                    None => to = here,
                    Some(classes) => {
                        self.steps += classes.numbers.len();
                        for &number in &classes.numbers {
                            let Some(class) = ground.class(classes.question, number) else { continue };
                            let label = given.binary_search_by_key(&number, |(class, _)| *class).ok();
                            let label = label.and_then(|at| given.get(at)).map_or(SKIP, |(_, label)| *label);
                            let label = ground.seen.labels.get(label as usize);
                            to |= moved(here, |side, phase| {
                                let own = sure.get(side).copied().unwrap_or_default();
                                let phase = ground.phase_given(own, phase, classes.question, class);
                                at(ground, sure, side, phase, label)
                            });
                        }
                    }
                }
                if let Some(slot) = masks.get_mut(edge.to as usize) {
                    *slot |= to;
                }
            }
        }
        (0_u32..).zip(&ground.space.nodes).zip(&masks).any(|((number, node), mask)| {
            matches!(node.stand, Stand::Ended(..))
                && *mask != 0
                && has(
                    moved(*mask, |side, phase| at(ground, sure, side, phase, ground.seen.at(number))),
                    |left, right| (left, right) == (2, 2),
                )
        })
    }
}

fn at(ground: &Ground, sure: [Sure; 2], side: usize, phase: u8, label: Option<&Label>) -> u8 {
    ground.phase_at(sure.get(side).copied().unwrap_or_default(), phase, label)
}

/// Every pair of phases in a mask moved on.
fn moved(mask: u16, step: impl Fn(usize, u8) -> u8) -> u16 {
    let mut to = 0;
    for pair in (0..9_u8).filter(|pair| mask & (1 << pair) != 0) {
        to |= 1_u16 << (step(0, pair / 3) * 3 + step(1, pair % 3));
    }
    to
}

fn has(mask: u16, wanted: impl Fn(u8, u8) -> bool) -> bool {
    (0..9_u8).any(|pair| mask & (1 << pair) != 0 && wanted(pair / 3, pair % 3))
}

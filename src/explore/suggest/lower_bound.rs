//! Proof that a set of walks cannot be smaller: for each walk an aim, no two of which fit into one walk.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::fitting::{Fitting, TOGETHER};
use super::ground::Ground;
use super::replay::{Trail, counts};

/// How many steps through the graph proofs of one tree may take together.
pub(crate) const MOST_STEPS: usize = 4_000_000;
/// Of more walks than this it is not tried.
const MOST_WALKS: usize = 1_000;

/// Whether it is proved that fewer walks cannot reach what these reach together; `wanted` are the aims that count. Takes no
/// more than half of the steps that are `left`: others may follow.
pub(crate) fn is_least(ground: &Ground, trails: &[Trail], wanted: &[bool], left: &mut usize) -> bool {
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
    crate::text::sort_by_key(&mut own, Vec::len);
    let fitting = Fitting::new(ground);
    let mut proof = Proof { fitting, together: FxHashMap::default(), steps: 0, most: *left / 2 };
    let least = proof.choose(&own, &mut Vec::new()).is_none();
    *left = left.saturating_sub(proof.steps);
    least
}

struct Proof<'p, 'g, 't> {
    fitting: Fitting<'p, 'g, 't>,
    /// Whether two aims fit into one walk.
    together: FxHashMap<(usize, usize), bool>,
    steps: usize,
    most: usize,
}

impl Proof<'_, '_, '_> {
    /// Chooses an aim of each walk, so that no two fit into one. Where that fails, the walks before whose aims are in the
    /// way of all that could be chosen: another choice for one that is not among them would change nothing.
    fn choose(&mut self, own: &[Vec<usize>], chosen: &mut Vec<usize>) -> Option<BTreeSet<usize>> {
        let (first, rest) = own.split_first()?;
        let walk = chosen.len();
        let mut blamed = BTreeSet::new();
        for (at, aim) in first.iter().enumerate() {
            self.steps += 1 + walk;
            if self.steps > self.most {
                return Some(BTreeSet::new());
            }
            let ahead = first.get(at..).unwrap_or_default();
            let fits = |other: &usize| self.fit(*other, ahead);
            if let Some(other) = chosen.iter().position(fits) {
                blamed.insert(other);
                continue;
            }
            chosen.push(*aim);
            let mut behind = self.choose(rest, chosen)?;
            chosen.pop();
            if !behind.remove(&walk) {
                return Some(behind);
            }
            blamed.append(&mut behind);
        }
        Some(blamed)
    }

    /// Whether an aim fits into one walk with the first of some; if that is not known, it is found out of more of them.
    fn fit(&mut self, one: usize, others: &[usize]) -> bool {
        let key = |other: usize| (other.min(one), other.max(one));
        let Some(first) = others.first() else { return false };
        if let Some(known) = self.together.get(&key(*first)) {
            return *known;
        }
        if self.steps > self.most {
            return true;
        }
        let open = others.iter().copied().filter(|other| !self.together.contains_key(&key(*other)));
        let open: Vec<usize> = open.take(TOGETHER).collect();
        let found = self.fitting.fit(one, &open, &mut self.steps);
        self.together.extend(open.into_iter().enumerate().map(|(bit, other)| (key(other), found >> bit & 1 == 1)));
        found & 1 == 1
    }
}

//! Fewer walks for the same aims: idle ones go, two become one, and other orders are tried while it is not proved that
//! there are no fewer.

use std::cell::Cell;

use super::ground::Ground;
use super::lower_bound::{MOST_STEPS, is_least};
use super::replay::{Trail, counts};

/// How many orders are tried.
const TRIES: u64 = 24;
/// How many answers are looked at before no further order is tried.
const MOST_WORK: usize = 10_000_000;

/// What came of looking for few walks.
pub(crate) struct Few {
    pub(crate) trails: Vec<Trail>,
    /// The aims that no walk reaches.
    pub(crate) unmet: Vec<bool>,
    /// True if it is proved that there are no fewer.
    pub(crate) least: bool,
    /// False if all work allowed was done before all that can be reached was.
    pub(crate) complete: bool,
}

/// Few walks that reach all of `wanted` that can be reached; `exact` allows to prove that there are no fewer.
pub(crate) fn few(ground: &Ground, wanted: &[bool], exact: bool) -> Few {
    let mut best: Option<Few> = None;
    let (mut work, mut steps) = (0, MOST_STEPS);
    for salt in 0..TRIES {
        // Once there are walks, other orders of them get what is left.
        let most_work = if best.is_some() { MOST_WORK.min(ground.most_work) } else { ground.most_work };
        let ground = Ground { salt, spent: Cell::new(0), most_work, ..ground.clone() };
        let mut unmet = wanted.to_vec();
        let mut trails = ground.cover(&mut unmet);
        let complete = !ground.is_spent();
        if !complete && best.is_some() {
            break;
        }
        drop_idle(&mut trails, wanted);
        merge(&ground, &mut trails, wanted);
        if best.as_ref().is_none_or(|best| trails.len() < best.trails.len()) {
            let least = exact && complete && is_least(&ground, &trails, wanted, &mut steps);
            best = Some(Few { trails, unmet, least, complete });
        }
        work += ground.spent.get();
        if work > MOST_WORK
            || ground.cancel.is_cancelled()
            || best.as_ref().is_some_and(|best| best.least || best.trails.len() <= 1)
        {
            break;
        }
    }
    best.unwrap_or(Few { trails: Vec::new(), unmet: wanted.to_vec(), least: false, complete: true })
}

/// Drops walks of which the others reach everything.
pub(crate) fn drop_idle(trails: &mut Vec<Trail>, wanted: &[bool]) {
    let mut count = counts(trails, wanted);
    trails.retain(|trail| {
        let needed = |aim: &usize| wanted.get(*aim) == Some(&true) && count.get(*aim) == Some(&1);
        let keep = trail.met.iter().any(needed);
        for aim in trail.met.iter().filter(|_| !keep) {
            if let Some(slot) = count.get_mut(*aim) {
                *slot = slot.saturating_sub(1);
            }
        }
        keep
    });
}

/// Puts one walk in the place of two wherever one reaches what only these two do.
fn merge(ground: &Ground, trails: &mut Vec<Trail>, wanted: &[bool]) {
    let mut first = 0;
    while first < trails.len() {
        let mut second = first + 1;
        while let (Some(left), Some(right)) = (trails.get(first), trails.get(second)) {
            if ground.spent.get() > MOST_WORK || ground.cancel.is_cancelled() {
                return;
            }
            ground.spend(wanted.len() + trails.iter().map(|trail| trail.met.len()).sum::<usize>());
            let (mut all, both) = (counts(trails, wanted), counts(&[left.clone(), right.clone()], wanted));
            all.iter_mut().zip(&both).for_each(|(all, both)| *all -= both);
            let both = both.iter().zip(&all).zip(wanted);
            let needed: Vec<bool> = both.map(|((both, rest), wanted)| *wanted && *both > 0 && *rest == 0).collect();
            match ground.all_in_one(&needed) {
                Some(one) => {
                    trails.remove(second);
                    if let Some(slot) = trails.get_mut(first) {
                        *slot = one;
                    }
                    second = first + 1;
                }
                None => second += 1,
            }
        }
        first += 1;
    }
}

//! What is seen of a tree and each of many changed ones where walks come to what is changed: found for all of them one by
//! one, and where they part seen by the engine, too, on walks that are gone in such an order that what they have in common
//! is gone once.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::arrivals::Arrivals;
use super::replay::Replay;
use super::seen::{Parting, Seen};
use crate::engine::Facts;
use crate::explore::cancel::Cancel;
use crate::tree::{Change, Changed, Tree};

/// What is seen of each change.
#[must_use]
pub fn seen(comes: &Arrivals, tree: &Tree, today: NaiveDate, changes: &mut [Change], cancel: &Cancel) -> Vec<Seen> {
    // A changed tree is nobody else's, so each processor has one of its own and changes it to and fro.
    let each = |count: usize| count.div_ceil(rayon::current_num_threads()).max(1);
    let length = each(changes.len());
    let found = changes.par_chunks_mut(length).map(|changes| {
        let (mut changed, mut facts) = (tree.clone(), [(); 2].map(|()| Facts::new(tree, today)));
        let mut found = Vec::with_capacity(changes.len());
        for change in changes {
            let by = change.changed(tree);
            let of_question = if let Changed::Question(id) = by { Some(id) } else { None };
            let seen = match of_question {
                _ if !comes.may_come_to(by) => Seen::Alike,
                Some(id) if !cancel.is_cancelled() => {
                    let leads = change.leads().is_some();
                    change.swap(&mut changed);
                    let [own, there] = facts;
                    let mut both = [own, there.on(&changed)];
                    let seen = comes.seen(&mut both, id, leads);
                    facts = both.map(|facts| facts.on(tree));
                    change.swap(&mut changed);
                    seen
                }
                _ => Seen::Nothing,
            };
            found.push(seen);
        }
        found
    });
    let mut found: Vec<Seen> = found.flatten_iter().collect();
    let places = comes.in_depth();
    let parting = |seen: &Seen| if let Seen::Parts(parting) = seen { Some(parting.clone()) } else { None };
    let mut unsure: Vec<(Parting, &mut Change, &mut Seen)> =
        changes.iter_mut().zip(&mut found).filter_map(|(change, seen)| Some((parting(seen)?, change, seen))).collect();
    crate::text::sort_by_key(&mut unsure, |(parting, ..)| parting.place(&places));
    let length = each(unsure.len());
    unsure.par_chunks_mut(length).for_each(|unsure| {
        let (mut changed, mut replay) = (tree.clone(), Replay::new(comes, tree, today));
        for (parting, change, seen) in unsure {
            change.swap(&mut changed);
            if cancel.is_cancelled() || !replay.parts(&changed, parting) {
                **seen = Seen::Nothing;
            }
            change.swap(&mut changed);
        }
    });
    found
}

//! What can still matter where: for every question and outcome the atoms and scores that are read from there on.

use super::atoms::{AtomId, Atoms, FORMULA};
use super::reads::{Site, Sites};
use crate::tree::graph::{Exits, Groups};
use crate::tree::{OutcomeId, QuestionId, ScoreId};

/// What is live on arrival at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Live {
    /// The atoms, ascending.
    pub(crate) atoms: Vec<AtomId>,
    /// The scores, ascending.
    pub(crate) scores: Vec<ScoreId>,
    /// Those of them that are ranked, or told by themselves, ascending.
    pub(crate) ranked: Vec<ScoreId>,
}

/// What is live at every question and outcome.
#[derive(Debug, Default)]
pub(crate) struct Liveness {
    pub(crate) questions: Vec<Live>,
    pub(crate) outcomes: Vec<Live>,
}

/// Walks backwards from the outcomes; questions on a circle are gone through until nothing changes.
///
/// None if all places together look at too much.
pub(crate) fn liveness(atoms: &Atoms, sites: &Sites, exits: &[Exits], groups: &Groups) -> Option<Liveness> {
    let scores_of = |list: &[AtomId]| -> Vec<ScoreId> {
        list.iter()
            .filter_map(|atom| atoms.list.get(*atom as usize))
            .flat_map(|atom| atom.scores.iter().copied())
            .collect()
    };
    let outcomes = sites
        .outcomes
        .iter()
        .map(|site| {
            let scores = scores_of(&site.before).into_iter().chain(site.scores.iter().copied());
            let scores = sorted(scores.collect());
            Live { atoms: atoms_of(&site.before), scores, ranked: site.scores.clone() }
        })
        .collect();
    let mut found = Liveness { questions: vec![Live::default(); sites.questions.len()], outcomes };
    let mut looked_at = 0;
    for members in &groups.members {
        loop {
            let mut changed = false;
            for &id in members {
                let (Some(site), Some(exits)) = (sites.questions.get(id.index()), exits.get(id.index())) else {
                    continue;
                };
                let live = arrival(id, site, exits, atoms, groups, &found, &scores_of);
                if let Some(slot) = found.questions.get_mut(id.index()) {
                    looked_at += live.atoms.len() + live.scores.len();
                    changed |= *slot != live;
                    *slot = live;
                }
            }
            if looked_at > MOST {
                return None;
            }
            if !changed || members.len() == 1 {
                break;
            }
        }
    }
    Some(found)
}

/// How many atoms and scores all places together may look at: about 1 GiB of them.
const MOST: usize = 100_000_000;

fn arrival(
    id: QuestionId,
    site: &Site,
    exits: &Exits,
    atoms: &Atoms,
    groups: &Groups,
    found: &Liveness,
    scores_of: &dyn Fn(&[AtomId]) -> Vec<ScoreId>,
) -> Live {
    let mut live = Live { atoms: atoms_of(&site.before), scores: Vec::new(), ranked: site.scores.clone() };
    live.atoms.extend(atoms_of(&site.after));
    for next in exits.questions.iter().filter_map(|next| found.questions.get(next.index())) {
        live.atoms.extend(&next.atoms);
        live.scores.extend(&next.scores);
        live.ranked.extend(&next.ranked);
    }
    for next in exits.outcomes.iter().filter_map(|next: &OutcomeId| found.outcomes.get(next.index())) {
        live.atoms.extend(&next.atoms);
        live.scores.extend(&next.scores);
        live.ranked.extend(&next.ranked);
    }
    live.scores.extend(live.ranked.iter().copied().chain(scores_of(&live.atoms)));
    // There is nothing to know about a question before it was asked: about this one, and about those that only come
    // behind it, whose groups have lower numbers.
    let group = |id: &QuestionId| groups.of.get(id.index()).copied().unwrap_or(0);
    let own = group(&id);
    let is_known = |question: &QuestionId| *question != id && group(question) >= own;
    live.atoms.retain(|atom| {
        let (questions, scores) = atoms.reads(*atom);
        scores || questions.iter().any(is_known)
    });
    Live { atoms: sorted(live.atoms), scores: sorted(live.scores), ranked: sorted(live.ranked) }
}

/// Those that are atoms: where formulas are looked at ahead is another matter.
fn atoms_of(list: &[AtomId]) -> Vec<AtomId> {
    list.iter().copied().filter(|atom| atom & FORMULA == 0).collect()
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

//! Where two versions of a tree, the same but for one change, may still come to differ.

use super::sites::{Differing, limits, shown_exprs};
use super::state::Place;
use crate::tree::graph::{Exits, targets};
use crate::tree::{Changed, OutcomeId, QuestionId, Read, Target, Tree};

/// The values and scores that may come to something else.
pub(super) fn differing(tree: &Tree, by: Changed) -> Differing {
    let mut found = Differing::default();
    match by {
        Changed::Question(_) => {}
        Changed::Outcome(id) => found.notes = Some(id),
        Changed::Value(id) => drop(found.reads.insert(Read::Value(id))),
        Changed::Score(_, score) => drop(found.reads.insert(Read::Score(score))),
    }
    // Values stand behind those they read.
    for &id in tree.value_order() {
        if found.any(|see| tree.value(id).rule.reads(see)) {
            found.reads.insert(Read::Value(id));
        }
    }
    found
}

/// Where a difference may still show.
pub(super) struct Ahead {
    questions: Vec<bool>,
    outcomes: Vec<bool>,
}

impl Ahead {
    pub(super) fn new(tree: &Tree, other: &Tree, by: Changed, differing: &Differing) -> Self {
        let outcomes: Vec<bool> = tree
            .outcomes()
            .map(|(id, outcome)| {
                outcome.notes.iter().any(|note| differing.note(id, note))
                    || shown_exprs(outcome).any(|expr| differing.hole(expr))
            })
            .collect();
        let mut questions: Vec<bool> =
            tree.questions().map(|(id, _)| by == Changed::Question(id) || reads_any(tree, id, differing)).collect();
        // Backwards along all ways of both versions.
        let mut before: Vec<Vec<QuestionId>> = vec![Vec::new(); questions.len()];
        let mut waiting: Vec<QuestionId> = Vec::new();
        for (id, _) in tree.questions() {
            let mut shows = questions.get(id.index()).copied().unwrap_or(false);
            for tree in [tree, other] {
                let Exits { questions, outcomes: ends } = crate::tree::graph::exits(tree, id);
                for next in questions {
                    if let Some(list) = before.get_mut(next.index()) {
                        list.push(id);
                    }
                }
                shows |= ends.iter().any(|end| outcomes.get(end.index()).copied().unwrap_or(false));
            }
            if shows {
                waiting.push(id);
            }
        }
        waiting.iter().for_each(|id| mark(&mut questions, *id));
        while let Some(id) = waiting.pop() {
            for &from in before.get(id.index()).into_iter().flatten() {
                if questions.get(from.index()) == Some(&false) {
                    mark(&mut questions, from);
                    waiting.push(from);
                }
            }
        }
        Self { questions, outcomes }
    }

    pub(super) fn matters(&self, place: Place) -> bool {
        let list = match place {
            Place::Question(id) => self.questions.get(id.index()),
            Place::Outcome(id) => self.outcomes.get(id.index()),
        };
        list.copied().unwrap_or(true)
    }
}

fn mark(list: &mut [bool], id: QuestionId) {
    if let Some(slot) = list.get_mut(id.index()) {
        *slot = true;
    }
}

/// Whether a question's conditions, limits or rankings read what may differ.
fn reads_any(tree: &Tree, id: QuestionId, differing: &Differing) -> bool {
    if differing.reads.is_empty() {
        return false;
    }
    let question = tree.question(id);
    let rules = match &question.next {
        crate::tree::Next::Rules(rules) => &**rules,
        _ => &[],
    };
    let own = question.when.as_deref().into_iter();
    let options = question.kind.options().iter().filter_map(|option| option.when.as_deref());
    let rejects = question.rejects.iter().map(|reject| &reject.when);
    let rules = rules.iter().filter_map(|rule| rule.when.as_ref());
    let mut conds = own.chain(options).chain(rejects).chain(rules);
    conds.any(|cond| differing.any(|see| cond.reads(see)))
        || limits(&question.kind).iter().any(|limit| differing.any(|see| limit.reads(see)))
        || targets(tree, id).any(|target| {
            let ranked: &[OutcomeId] = if let Target::BestOf(ranked) = target { ranked } else { &[] };
            ranked.iter().any(|outcome| {
                tree.score_of(*outcome).is_some_and(|score| differing.reads.contains(&Read::Score(score)))
            })
        })
}

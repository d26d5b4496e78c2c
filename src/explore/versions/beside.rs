//! The comparisons of typed answers that a tree has with one change only: what they tell apart is told apart beside what
//! the tree tells apart itself.

use rustc_hash::FxHashMap;

use crate::explore::conditions::reads::AnswersRead;
use crate::tree::{Change, Changed, Cond, Kind, QuestionId, Tree};

/// Of a question with more of them, nothing is looked at for all changes at once.
const MOST: usize = 64;

/// The comparisons of each question that stand there with one of the changes only; `reads` is none then for a question
/// that has too many.
pub(super) fn comparisons(
    tree: &Tree,
    changes: &mut [Change],
    reads: &mut [Option<AnswersRead>],
) -> Vec<(QuestionId, Cond)> {
    let is_typed = |id: &QuestionId| !matches!(tree.question(*id).kind, Kind::Choice(_));
    let (mut found, mut counts): (Vec<(QuestionId, Cond)>, FxHashMap<QuestionId, usize>) = Default::default();
    let mut copy: Option<Tree> = None;
    for change in changes {
        let Changed::Question(id) = change.changed(tree) else { continue };
        let Some(slot) = reads.get_mut(id.index()) else { continue };
        let typed = slot.as_ref().is_some_and(|read| is_typed(&id) || !read.others.is_empty());
        let Some(own) = change.condition(tree).filter(|_| typed) else { continue };
        let mut known = Vec::new();
        leaves(own, &mut |leaf| known.push(leaf));
        let mut known = known.into_iter();
        let copy = copy.get_or_insert_with(|| tree.clone());
        change.swap(copy);
        if let Some(cond) = change.condition(copy) {
            // All others stand where they stood.
            leaves(cond, &mut |leaf| {
                if known.next() != Some(leaf) && tree.questions_read(|see| leaf.reads(see)).iter().any(is_typed) {
                    found.push((id, leaf.clone()));
                    *counts.entry(id).or_default() += 1;
                }
            });
        }
        change.swap(copy);
        if counts.get(&id).is_some_and(|count| *count > MOST) {
            *slot = None;
        }
    }
    found.retain(|(id, _)| reads.get(id.index()).is_some_and(Option::is_some));
    found
}

/// Calls `see` with each part of a condition that is a condition without `and`, `or` and `not`.
fn leaves<'c>(cond: &'c Cond, see: &mut dyn FnMut(&'c Cond)) {
    match cond {
        Cond::Not(inner) => leaves(inner, see),
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| leaves(part, see)),
        Cond::Same(sides, _) => sides.iter().for_each(|side| leaves(side, see)),
        leaf => see(leaf),
    }
}

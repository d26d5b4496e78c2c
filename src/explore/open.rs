//! What keeps a proof from being one: each reason with the place in the tree that it comes from.

use super::certainty::{Certainty, Inexact};
use super::conditions::atoms::Atoms;
use crate::tree::{Kind, Look, QuestionId, Read, Tree};

/// A reason why what is told is not proved of all walks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Open {
    /// Its word in reports for programs: `tried`, `work`, or that of a [`Bound`](super::Bound).
    pub reason: &'static str,
    /// The path of the condition, limit or text that looks at more answers than are told apart; none where it is no
    /// single one.
    pub at: Option<String>,
    /// The questions of whose answers only some were tried there.
    pub questions: Vec<QuestionId>,
}

/// The reasons why a look at all walks of a tree is not a proof, in the order of the tree; none where it is one.
///
/// A place is named where something in it looks at an answer that was only tried, together with others or as a text.
#[must_use]
pub fn open(tree: &Tree, certainty: &Certainty) -> Vec<Open> {
    let mut found = Vec::new();
    for reason in certainty.inexact() {
        match reason {
            Inexact::Unfinished(bound) => found.push(Open { reason: bound.word(), at: None, questions: Vec::new() }),
            Inexact::Work => found.push(Open { reason: "work", at: None, questions: Vec::new() }),
            Inexact::Tried(tried) => places(tree, tried, &mut found),
            Inexact::TriedInNew(tried) => {
                found.push(Open { reason: "tried-in-new", at: None, questions: tried.clone() });
            }
        }
    }
    found
}

fn places(tree: &Tree, tried: &[QuestionId], found: &mut Vec<Open>) {
    let mut unplaced: Vec<QuestionId> = tried.to_vec();
    tree.looks(&mut |at, look| {
        let mut together = Vec::new();
        let mut see = |reads: &[QuestionId]| {
            let own = || reads.iter().filter(|id| tried.contains(id));
            let alone = reads.len() < 2
                && own().all(|id| matches!(tree.question(*id).kind, Kind::Number { .. } | Kind::Date { .. }));
            together.extend(own().filter(|_| !alone));
        };
        match look {
            Look::Cond(cond) => {
                let (mut atoms, mut list) = (Atoms::new(tree), Vec::new());
                atoms.of_cond(cond, &mut list);
                atoms.list.iter().for_each(|atom| see(&atom.questions));
            }
            Look::Num(_) | Look::Date(_) | Look::Text(_) => {
                let mut reads = Vec::new();
                tree.all_reads(|see| look.reads(tree, see), &mut |read| {
                    reads.extend(if let Read::Question(id) = read { Some(id) } else { None })
                });
                reads.sort_unstable();
                reads.dedup();
                see(&reads);
            }
            Look::Ranking(_) | Look::Expr(_) | Look::Table(_) => {}
        }
        together.sort_unstable();
        together.dedup();
        if !together.is_empty() {
            unplaced.retain(|id| !together.contains(id));
            found.push(Open { reason: "tried", at: Some(at.part().path(tree).to_string()), questions: together });
        }
    });
    if !unplaced.is_empty() {
        found.push(Open { reason: "tried", at: None, questions: unplaced });
    }
}

//! Whether what conditions ask about one question is true with one of its answers.

use crate::engine::{Facts, Val};
use crate::explore::conditions::atoms::{Ask, Atoms};
use crate::tree::{Answer, QuestionId};

/// Whether each atom about this question alone is true with an answer, in the order of the atoms.
pub(crate) fn truths(answer: &Answer, id: QuestionId, atoms: &Atoms, facts: &mut Facts) -> Vec<bool> {
    facts.put(id, Some(answer.clone()));
    facts.changed();
    let of = atoms.of.get(id.index()).map_or(&[][..], Vec::as_slice);
    let found = of
        .iter()
        .filter_map(|atom| atoms.list.get(*atom as usize))
        .filter(|atom| atom.single().is_some())
        .map(|atom| is_true(atom.ask, facts))
        .collect();
    facts.put(id, None);
    facts.changed();
    found
}

/// Whether an atom is true given the facts; a question that is asked about is taken to have been asked.
pub(crate) fn is_true(ask: Ask, facts: &Facts) -> bool {
    match ask {
        Ask::Holds(cond) => facts.cond(cond),
        Ask::Known(expr) => facts.expr(expr) != Val::Missing,
        Ask::Asked | Ask::Whole | Ask::Limit(_) | Ask::Part(_) => true,
    }
}

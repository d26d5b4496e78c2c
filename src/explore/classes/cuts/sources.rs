//! What is known of all expressions of a tree before a line is cut: what they come down to, which values they can take.

use std::cell::OnceCell;

use super::value_sets::ValueSets;
use crate::explore::classes::class::Domain;
use crate::explore::classes::meeting::leaves::{Leaf, Leaves};
use crate::explore::conditions::atoms::{AtomId, Atoms};
use crate::tree::Answer;

/// What expressions of a tree come down to, and the values that they can take.
pub(crate) struct Sources<'s, 't> {
    pub(crate) sets: ValueSets<'s, 't>,
    /// By atom, once something has asked.
    leaves: Vec<OnceCell<Box<[Leaf<'t>]>>>,
}

impl<'s, 't> Sources<'s, 't> {
    /// `few`: by question all its answers, where it is typed and they are few.
    pub(crate) fn new(atoms: &Atoms<'t>, listed: &'s [Domain], few: Vec<Option<Vec<Answer>>>) -> Self {
        let leaves = atoms.list.iter().map(|_| OnceCell::new()).collect();
        Self { sets: ValueSets::new(atoms.tree, listed, few), leaves }
    }

    /// What an atom comes down to.
    pub(crate) fn leaves(&self, atoms: &Atoms<'t>, number: AtomId) -> &[Leaf<'t>] {
        let (Some(slot), Some(atom)) = (self.leaves.get(number as usize), atoms.list.get(number as usize)) else {
            return &[];
        };
        slot.get_or_init(|| Leaves::of_ask(atoms.tree, atom.ask).into())
    }
}

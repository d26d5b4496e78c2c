//! What is kept of an answer: only as much as the atoms still ahead can tell.

use rustc_hash::FxHashMap;

use crate::engine::Facts;
use crate::explore::classes::class::{Domain, MISSING};
use crate::explore::classes::columns::{Bits, Columns, columns, may_hold};
use crate::explore::conditions::atoms::{AtomId, Atoms};
use crate::tree::{Answer, QuestionId};

/// A question's classes, put together in blocks that the atoms still ahead cannot tell apart.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) question: QuestionId,
    /// By class: its block.
    pub(crate) block: Vec<u32>,
    /// By block: a class that stands for it.
    pub(crate) class: Vec<u32>,
}

/// All views made so far.
#[derive(Default)]
pub(crate) struct Views<'t> {
    pub(crate) list: Vec<View>,
    known: FxHashMap<(QuestionId, Vec<AtomId>), u32>,
    /// By question: for each of its single atoms the classes with which it is true.
    truths: FxHashMap<QuestionId, (Columns<'t>, Vec<Bits>)>,
}

impl<'t> Views<'t> {
    /// The view of a question through these atoms, which all read it; `whole` keeps each class apart.
    pub(crate) fn view(
        &mut self,
        id: QuestionId,
        (live, whole): (&[AtomId], bool),
        atoms: &Atoms<'t>,
        domain: &Domain,
        facts: &mut Facts,
    ) -> u32 {
        let several = |atom: &&AtomId| atoms.list.get(**atom as usize).is_some_and(|atom| atom.single().is_none());
        // Atoms that read more than this question need to know which class it was, whatever else is asked.
        let key = if whole || live.iter().any(|atom| several(&atom)) { vec![AtomId::MAX] } else { live.to_vec() };
        if let Some(view) = self.known.get(&(id, key.clone())) {
            return *view;
        }
        let count = domain.classes.len();
        let mut view = View { question: id, block: Vec::with_capacity(count), class: Vec::new() };
        let atoms_of = atoms.of.get(id.index()).map_or(0, Vec::len);
        if key == [AtomId::MAX] || !may_hold(atoms_of, count) {
            view.block = (0_u32..).take(count).collect();
            view.class = view.block.clone();
        } else {
            let (of, all) = self.truths.entry(id).or_insert_with(|| {
                let answers: Vec<&Answer> = domain.classes.iter().map(|class| &class.answer).collect();
                let of = Columns::new(atoms.tree, id, answers.iter().copied());
                let all = columns(&of, &answers, id, atoms, facts);
                (of, all)
            });
            // Both lists ascend.
            let singles = atoms.of.get(id.index()).into_iter().flatten().filter(|atom| !several(atom));
            let mut rest = live.iter().peekable();
            let mut is_live = |atom: &AtomId| {
                while rest.next_if(|other| *other < atom).is_some() {}
                rest.peek() == Some(&atom)
            };
            let wanted = singles.zip(all.iter()).filter(|(atom, _)| is_live(atom)).map(|(_, column)| column);
            let wanted: Vec<&Bits> = wanted.collect();
            let mut blocks: FxHashMap<u32, u32> = FxHashMap::default();
            for (class, group) in (0_u32..).zip(of.groups(&wanted)) {
                let next = u32::try_from(view.class.len()).unwrap_or(MISSING);
                let block = *blocks.entry(group).or_insert(next);
                if block == next {
                    view.class.push(class);
                }
                view.block.push(block);
            }
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(view);
        self.known.insert((id, key), number);
        number
    }
}

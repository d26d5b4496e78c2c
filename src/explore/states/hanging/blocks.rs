//! As what the answers that are kept at a place are compared there, beside the conditions that are followed.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::engine::Facts;
use crate::explore::classes::class::MISSING;
use crate::explore::conditions::atoms::{Ask, AtomId};
use crate::explore::residual::cuts::{Cut, CutId, Cuts};
use crate::explore::states::keeping::followed::{Ahead, Parts};
use crate::explore::states::keeping::projection::Views;
use crate::explore::states::keeping::state::Layout;
use crate::tree::QuestionId;

/// By block of a view, and last for who was not asked: what it is compared as.
pub(crate) type Blocks = Rc<[u64]>;

/// What the blocks of a view are compared by: the view, the cuts, another view, and whether it is known who is not
/// asked.
type By = (u32, Vec<CutId>, Option<u32>, bool);

/// How many blocks are held against cuts, for the whole tree; beyond that each is compared as it is.
const MOST: usize = 50_000_000;

/// As what answers are compared at all places of a tree.
pub(crate) struct Compare<'c, 't> {
    cuts: &'c Cuts<'c, 't>,
    facts: Facts<'t>,
    /// None where all are alike.
    known: FxHashMap<By, Option<Blocks>>,
    left: usize,
}

impl<'c, 't> Compare<'c, 't> {
    pub(crate) fn new(cuts: &'c Cuts<'c, 't>, facts: Facts<'t>) -> Self {
        Self { cuts, facts, known: FxHashMap::default(), left: MOST }
    }

    /// The positions of answers that are compared at a question, or at an outcome, and as what.
    pub(crate) fn at(
        &mut self,
        place: Option<QuestionId>,
        (ahead, live): (&Ahead, &[AtomId]),
        layout: &Layout,
        parts: &Parts<'_, 't>,
        views: &mut Views<'t>,
    ) -> Box<[(usize, Blocks)]> {
        let mut by_question: FxHashMap<QuestionId, (Vec<CutId>, Vec<AtomId>)> = FxHashMap::default();
        for &id in &ahead.cuts {
            let question = self.cuts.get(id).map(|cut| cut.question);
            question.into_iter().for_each(|question| by_question.entry(question).or_default().0.push(id));
        }
        for &id in live {
            let Some(atom) = parts.atoms.list.get(id as usize) else { continue };
            // Those are parts of formulas.
            if !matches!(atom.ask, Ask::Holds(_)) {
                atom.questions.iter().for_each(|question| by_question.entry(*question).or_default().1.push(id));
            }
        }
        let group = |id: QuestionId| parts.groups.of.get(id.index()).copied().unwrap_or(0);
        let mut apart = Vec::new();
        for (position, &view) in layout.views.iter().enumerate() {
            let question = views.list.get(view as usize).map(|view| view.question);
            let Some((question, (cuts, atoms))) = question.and_then(|id| by_question.remove_entry(&id)) else {
                continue;
            };
            let domain = parts.domains.get(question.index()).filter(|_| !atoms.is_empty());
            let seen = (&*atoms, false);
            let other = domain.map(|domain| views.view(question, seen, parts.atoms, domain, &mut self.facts));
            let decided = place.is_none_or(|place| group(question) > group(place));
            apart.extend(self.blocks((view, cuts, other, decided), views).map(|blocks| (position, blocks)));
        }
        apart.into()
    }

    fn blocks(&mut self, by: By, views: &Views) -> Option<Blocks> {
        if let Some(known) = self.known.get(&by) {
            return known.clone();
        }
        let (view, cuts, other, decided) = &by;
        let view = views.list.get(*view as usize)?;
        let other = other.and_then(|other| views.list.get(other as usize));
        let left = self.left.checked_sub((view.class.len() + 1).saturating_mul(cuts.len() + 1));
        self.left = left.unwrap_or(self.left);
        let cuts: Vec<&Cut> = cuts.iter().filter_map(|cut| self.cuts.get(*cut)).collect();
        let mut numbers: FxHashMap<Vec<u32>, u64> = FxHashMap::default();
        let mut blocks: Vec<u64> = Vec::with_capacity(view.class.len() + 1);
        for class in view.class.iter().copied().chain([MISSING]) {
            let next = numbers.len() as u64;
            blocks.push(match left {
                // Who was not asked yet may still be.
                _ if class == MISSING && !decided => u64::from(MISSING),
                None => blocks.len() as u64,
                Some(_) => {
                    let other = other.map(|other| other.block.get(class as usize).copied().unwrap_or(MISSING));
                    let row = cuts.iter().map(|cut| cut.block(class)).chain(other).collect();
                    *numbers.entry(row).or_insert(next)
                }
            });
        }
        let apart = blocks.iter().any(|block| *block != 0);
        let blocks: Option<Blocks> = apart.then(|| blocks.into());
        self.known.insert(by, blocks.clone());
        blocks
    }
}

//! States that are the same for all that lies ahead: of each two, the one that was come to first stands for both.
//!
//! What is compared is what is left of every condition ahead, the sums of scores, and the answers that something
//! ahead looks at otherwise.

use rustc_hash::FxHashMap;

use super::followed::{Ahead, Followed, Nothing, Parts};
use super::projection::Views;
use super::state::{Layout, State};
use super::sums::{self, Sums};
use crate::explore::bound::{ENTRY, HEAP};
use crate::explore::classes::class::{Class, Domain, MISSING};
use crate::explore::conditions::atoms::{AtomId, Atoms};
use crate::explore::conditions::hangs::Hangs;
use crate::explore::conditions::liveness::{Live, Liveness};
use crate::explore::conditions::reads::Sites;
use crate::explore::residual::cuts::Cuts;
use crate::explore::residual::leaves::{Answers, Leaves};
use crate::explore::residual::put::Residuals;
use crate::explore::residual::term::TermId;
use crate::explore::states::hanging::blocks::{Blocks, Compare};
use crate::tree::{Place, QuestionId};

/// What is compared of the states at one place.
#[derive(Debug, Default)]
struct Compared {
    /// The formulas that are followed there, ascending.
    formulas: Box<[AtomId]>,
    /// The positions of answers that something else looks at, and how.
    apart: Box<[(usize, Blocks)]>,
    /// What is compared of the scores; none where they are kept as they are.
    scores: Option<sums::Compared>,
    /// What is left of the formulas in each state that was come to.
    left: Vec<Box<[TermId]>>,
    known: FxHashMap<Box<[u64]>, State>,
}

/// Merges the states of one tree.
pub(crate) struct Merge<'t> {
    of: Residuals<'t>,
    /// By formula that is followed: the term of a walk that was asked nothing.
    whole: FxHashMap<AtomId, TermId>,
    questions: Vec<Compared>,
    outcomes: Vec<Compared>,
    ways: FxHashMap<(QuestionId, Place), Kept>,
    /// Lists that are filled anew for each state.
    open: Vec<TermId>,
    key: Vec<u64>,
    held: usize,
}

/// How formulas go on from one place to another, the same for all states.
#[derive(Debug)]
struct Kept {
    /// By formula: where it stands in the list of those before; [`MISSING`] where it does not.
    at: Box<[u32]>,
    /// The positions of those that were not followed before, and of the answers kept that they read.
    new: Box<[(usize, Box<[usize]>)]>,
    /// The positions of those that read what is answered there, or what can be asked no more from there on.
    changing: Box<[usize]>,
}

/// Where a walk leaves for another place.
#[derive(Clone, Copy)]
pub(crate) struct Came<'s> {
    pub(crate) from: QuestionId,
    /// The number of the answer's class, and it; none where the question is skipped.
    pub(crate) given: Option<(u32, &'s Class)>,
    pub(crate) state: &'s State,
}

/// What is looked at where, and what is remembered for it.
pub(crate) struct Laid<'m> {
    pub(crate) sites: &'m Sites,
    pub(crate) live: &'m Liveness,
    pub(crate) questions: &'m [Layout],
    pub(crate) outcomes: &'m [Layout],
    /// Scores are kept as whole numbers of 10^-scale.
    pub(crate) scale: u32,
}

impl<'t> Merge<'t> {
    /// Gets ready for a tree; none where no condition is followed anywhere, or too many are.
    pub(crate) fn new(parts: &Parts<'_, 't>, laid: &Laid, views: &mut Views<'t>) -> Option<Self> {
        let Parts { tree, start, atoms, domains, exits, groups, facts } = *parts;
        let sums = Sums::new(parts, laid.live, laid.scale);
        if !Followed::new(parts, laid.sites, &mut Nothing)?.is_any() && sums.is_none() {
            return None;
        }
        let of = Residuals::new(
            tree,
            Leaves::new(tree, facts.clone()).told_with(atoms.told_with.clone()),
            groups.of.clone(),
        );
        let mut cuts = Cuts::new(of, Hangs::new(tree, start, exits, groups), atoms, domains);
        let followed = Followed::new(parts, laid.sites, &mut cuts)?;
        let mut whole = FxHashMap::default();
        for &formula in followed.all().flat_map(|ahead| &ahead.formulas) {
            whole.entry(formula).or_insert_with(|| cuts.whole(formula));
        }
        let mut compare = Compare::new(&cuts, facts.clone());
        let mut compared = |place: Option<QuestionId>, at: usize, ahead: Ahead, live: &Live, layout: &Layout| {
            let scores = sums.as_ref().and_then(|sums| sums.at(place, at, live, layout, parts));
            // Where nothing is followed, states are the same as they are.
            let any = !ahead.formulas.is_empty() || scores.is_some();
            let apart = any.then(|| compare.at(place, (&ahead, &live.atoms), layout, parts, views));
            let formulas = ahead.formulas.into();
            Compared { formulas, apart: apart.unwrap_or_default(), scores, ..Compared::default() }
        };
        let questions = followed.questions.into_iter().zip(laid.live.questions.iter().zip(laid.questions));
        let questions = questions
            .enumerate()
            .map(|(at, (ahead, (live, layout)))| compared(Some(QuestionId::at(at)), at, ahead, live, layout));
        let questions: Vec<Compared> = questions.collect();
        let outcomes = followed.outcomes.into_iter().zip(laid.live.outcomes.iter().zip(laid.outcomes)).enumerate();
        let outcomes = outcomes.map(|(at, (ahead, (live, layout)))| compared(None, at, ahead, live, layout)).collect();
        let (ways, open, key) = (FxHashMap::default(), Vec::new(), Vec::new());
        Some(Self { of: cuts.of, whole, questions, outcomes, ways, open, key, held: 0 })
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.held + self.of.bytes()
    }

    /// Forgets the states at a question: no other walk comes to it.
    pub(crate) fn forget(&mut self, id: QuestionId) {
        if let Some(compared) = self.questions.get_mut(id.index()) {
            let states = std::mem::take(&mut compared.known);
            self.held = self.held.saturating_sub(states.iter().map(|(key, state)| bytes(key, state)).sum());
        }
    }

    /// Forgets what is left of the formulas there: none of the states is left any more.
    pub(crate) fn left(&mut self, id: QuestionId) {
        if let Some(compared) = self.questions.get_mut(id.index()) {
            let left = std::mem::take(&mut compared.left);
            self.held = self.held.saturating_sub(left.iter().map(|left| size_of_val(&**left) + HEAP).sum());
        }
    }

    /// The state that stands for one at a place; `came` is from where, or none at the start.
    pub(crate) fn merged(
        &mut self,
        came: Option<Came>,
        to: Place,
        state: &[u64],
        (layout, views): (&Layout, &Views),
        (atoms, domains): (&Atoms, &[Domain]),
    ) -> State {
        let (slot, ends) = match to {
            Place::Question(id) => (self.questions.get(id.index()), Some(group(id, &self.of.groups))),
            Place::Outcome(id) => (self.outcomes.get(id.index()), None),
        };
        let Some(compared) = slot.filter(|compared| compared.is_any()) else { return state.into() };
        let mut left = std::mem::take(&mut self.open);
        left.clear();
        let whole = |formula: &AtomId| self.whole.get(formula).copied().unwrap_or(0);
        if let Some(Came { from, given, state: before }) = came {
            let (formulas, known) = self.questions.get(from.index()).map_or((&[][..], None), |known| {
                let number = before.last().and_then(|number| usize::try_from(*number).ok());
                (&*known.formulas, number.and_then(|number| known.left.get(number)))
            });
            let kept = self.ways.entry((from, to)).or_insert_with(|| {
                Kept::new((from, formulas), (ends, &compared.formulas), (layout, views), (atoms, &self.of.groups))
            });
            let known = known.filter(|_| !formulas.is_empty());
            let before = |at: &u32| known.and_then(|known| known.get(*at as usize)).copied();
            let terms = kept.at.iter().zip(&compared.formulas);
            left.extend(terms.map(|(at, formula)| before(at).unwrap_or_else(|| whole(formula))));
            let answers = Answers { domains, own: given.map(|(_, class)| (from, class)) };
            for (at, positions) in &kept.new {
                let Some(term) = left.get_mut(*at) else { continue };
                for position in positions {
                    let view = layout.views.get(*position).and_then(|view| views.list.get(*view as usize));
                    let block = state.get(layout.circle + position).and_then(|block| usize::try_from(*block).ok());
                    // Who was not asked yet may still be.
                    let class = view.zip(block).and_then(|(view, block)| view.class.get(block));
                    if let (Some(view), Some(class)) = (view, class) {
                        *term = self.of.put(*term, view.question, *class, answers);
                    }
                }
            }
            for at in &kept.changing {
                let Some(term) = left.get_mut(*at) else { continue };
                *term = self.of.put(*term, from, given.map_or(MISSING, |(class, _)| class), answers);
                // What can be asked no more was not asked.
                while let Some((group, question)) = self.of.terms.about(*term).first
                    && ends.is_none_or(|ends| group > ends)
                {
                    *term = self.of.put(*term, question, MISSING, answers);
                }
            }
        } else {
            left.extend(compared.formulas.iter().map(whole));
        }
        let (circle, scores, relations) = layout.words(state);
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.extend(circle);
        match &compared.scores {
            Some(compared) => compared.key(scores, &mut key),
            None => key.extend(scores),
        }
        key.extend(relations);
        for (position, blocks) in &compared.apart {
            let block = state.get(layout.circle + position).and_then(|block| usize::try_from(*block).ok());
            key.extend(block.and_then(|block| blocks.get(block)).or(blocks.last()));
        }
        key.extend(left.iter().map(|term| u64::from(*term)));
        let slot = match to {
            Place::Question(id) => self.questions.get_mut(id.index()),
            Place::Outcome(id) => self.outcomes.get_mut(id.index()),
        };
        let Some(compared) = slot else { return state.into() };
        let known = compared.known.get(&*key).cloned();
        let merged = known.unwrap_or_else(|| {
            let number = u64::try_from(compared.left.len()).unwrap_or(u64::MAX);
            let state: State = state.iter().copied().chain([number]).collect();
            self.held += bytes(&key, &state) + size_of_val(&*left) + HEAP;
            compared.left.push(left.as_slice().into());
            compared.known.insert(key.as_slice().into(), state.clone());
            state
        });
        (self.open, self.key) = (left, key);
        merged
    }
}

impl Compared {
    /// Whether states may be the same there that are not as they are.
    fn is_any(&self) -> bool {
        !self.formulas.is_empty() || self.scores.is_some()
    }
}

impl Kept {
    fn new(
        (from, before): (QuestionId, &[AtomId]),
        (ends, formulas): (Option<usize>, &[AtomId]),
        (layout, views): (&Layout, &Views),
        (atoms, groups): (&Atoms, &[usize]),
    ) -> Self {
        let decided = |id: &QuestionId| {
            let own = group(*id, groups);
            *id == from || own <= group(from, groups) && ends.is_none_or(|ends| own > ends)
        };
        let position = |question: &QuestionId| {
            let of = |view: &u32| views.list.get(*view as usize).map(|view| view.question);
            layout.views.binary_search_by_key(&Some(*question), of).ok()
        };
        let (mut at, mut new, mut changing) = (Vec::with_capacity(formulas.len()), Vec::new(), Vec::new());
        for (number, formula) in formulas.iter().enumerate() {
            let (questions, _) = atoms.reads(*formula);
            let known = before.binary_search(formula).ok().and_then(|at| u32::try_from(at).ok());
            if known.is_none() {
                new.push((number, questions.iter().filter_map(position).collect()));
            }
            if known.is_none() || questions.iter().any(decided) {
                changing.push(number);
            }
            at.push(known.unwrap_or(MISSING));
        }
        Self { at: at.into(), new: new.into(), changing: changing.into() }
    }
}

fn group(id: QuestionId, groups: &[usize]) -> usize {
    groups.get(id.index()).copied().unwrap_or(0)
}

fn bytes(key: &[u64], state: &State) -> usize {
    size_of_val(key) + size_of_val(&**state) + 2 * HEAP + ENTRY
}

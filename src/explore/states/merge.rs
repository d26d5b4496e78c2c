//! States that are the same for all that lies ahead: of each two, the one that was come to first stands for both.
//!
//! What is compared is what is left of every condition ahead, the sums of scores, and the answers that something
//! ahead looks at otherwise.

use rustc_hash::FxHashMap;

use super::projection::Views;
use super::state::{Layout, State};
use crate::engine::Facts;
use crate::explore::bound::{ENTRY, HEAP};
use crate::explore::classes::class::{Domain, MISSING};
use crate::explore::conditions::atoms::{Ask, AtomId, Atoms, FORMULA, Form};
use crate::explore::residual::build::{Build, How};
use crate::explore::residual::hangs::Hangs;
use crate::explore::residual::leaves::{Answers, Leaves};
use crate::explore::residual::put::Residuals;
use crate::explore::residual::term::TermId;
use crate::tree::graph::{Exits, Groups};
use crate::tree::{Answer, Next, Place, QuestionId, Tree};

/// What is compared of the states at one place.
#[derive(Debug, Default)]
struct Compared {
    /// The formulas that are live there, ascending.
    formulas: Box<[AtomId]>,
    /// The positions of answers that something looks at otherwise, and how.
    raw: Box<[(usize, u32)]>,
    /// What is left of the formulas in each state that was come to.
    left: Vec<Box<[TermId]>>,
    known: FxHashMap<Box<[u64]>, State>,
}

/// Merges the states of one tree.
pub(crate) struct Merge<'t> {
    of: Residuals<'t>,
    /// By formula: the term of a walk that was asked nothing.
    whole: Vec<TermId>,
    questions: Vec<Compared>,
    outcomes: Vec<Compared>,
    /// From one place to another: where each formula stands in the list of those before, and which may change.
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
    /// The positions of those that read what is answered there, or what can be asked no more from there on.
    changing: Box<[usize]>,
}

/// Where a walk leaves for another place.
#[derive(Clone, Copy)]
pub(crate) struct Came<'s> {
    pub(crate) from: QuestionId,
    /// The class of the answer, and it; none where the question is skipped.
    pub(crate) given: Option<(u32, &'s Answer)>,
    pub(crate) state: &'s State,
}

/// The parts of a machine that merging looks at.
pub(crate) struct Parts<'m, 't> {
    pub(crate) tree: &'t Tree,
    pub(crate) atoms: &'m Atoms<'t>,
    pub(crate) domains: &'m [Domain],
    pub(crate) exits: &'m [Exits],
    pub(crate) groups: &'m Groups,
    pub(crate) facts: &'m Facts<'t>,
}

impl<'t> Merge<'t> {
    /// Gets ready for a tree; what is compared where is told by [`Merge::lay_out`].
    pub(crate) fn new(parts: &Parts<'_, 't>) -> Self {
        let Parts { tree, atoms, domains, exits, groups, facts } = *parts;
        let mut of = Residuals::new(tree, Leaves::new(tree, facts.clone()), groups.of.clone());
        let hangs = Hangs::new(tree, exits, groups);
        let mut whole = Vec::with_capacity(atoms.formulas.len());
        let mut values = FxHashMap::default();
        for formula in &atoms.formulas {
            hangs.stand(&formula.places);
            // What may hang is another at another place.
            values.retain(|(_, how), _| *how == How::Plain);
            let answers = Answers { domains, own: None };
            let mut build = Build { of: &mut of, answers, hangs: &hangs, values: &mut values };
            whole.push(match &formula.form {
                Form::Plain(cond) => build.cond(cond, How::Plain),
                Form::Judged(cond) => build.cond(cond, How::Judged(false)),
                Form::Chain(id, apart) => match &tree.question(*id).next {
                    Next::Rules(rules) => build.chain(rules, apart.as_deref()),
                    Next::Always(_) | Next::Nowhere => continue,
                },
            });
        }
        let (questions, outcomes) = (Vec::new(), Vec::new());
        let (ways, open, key) = (FxHashMap::default(), Vec::new(), Vec::new());
        Self { of, whole, questions, outcomes, ways, open, key, held: 0 }
    }

    /// Decides what is compared at the next place of its kind, of which this is live.
    pub(crate) fn lay_out(
        &mut self,
        at_question: bool,
        live: &[AtomId],
        layout: &Layout,
        parts: &Parts<'_, 't>,
        (views, facts): (&mut Views<'t>, &mut Facts<'t>),
    ) {
        let question = |view: &u32| views.list.get(*view as usize).map(|view| view.question);
        let kept: Vec<QuestionId> = layout.views.iter().filter_map(question).collect();
        // What looks at one answer leaves no more of it than is kept anyway.
        let several = |atom: &AtomId| {
            let (reads, _) = parts.atoms.reads(*atom);
            reads.iter().filter(|question| kept.binary_search(question).is_ok()).nth(1).is_some()
        };
        let formulas = || live.iter().copied().filter(|atom| atom & FORMULA != 0);
        let formulas: Box<[AtomId]> =
            if formulas().any(|atom| several(&atom)) { formulas().collect() } else { Box::default() };
        let mut raw = Vec::new();
        if !formulas.is_empty() {
            let mut by_question: FxHashMap<QuestionId, Vec<AtomId>> = FxHashMap::default();
            for &id in live {
                let Some(atom) = parts.atoms.list.get(id as usize) else { continue };
                if !matches!(atom.ask, Ask::Holds(_)) {
                    atom.questions.iter().for_each(|question| by_question.entry(*question).or_default().push(id));
                }
            }
            for (position, view) in layout.views.iter().enumerate() {
                let question = views.list.get(*view as usize).map(|view| view.question);
                let Some((question, atoms)) = question.and_then(|id| by_question.remove_entry(&id)) else { continue };
                if let Some(domain) = parts.domains.get(question.index()) {
                    raw.push((position, views.view(question, (&atoms, false), parts.atoms, domain, facts)));
                }
            }
        }
        let compared = Compared { formulas, raw: raw.into(), ..Compared::default() };
        if at_question { &mut self.questions } else { &mut self.outcomes }.push(compared);
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
        state: State,
        (layout, views): (&Layout, &Views),
        (atoms, domains): (&Atoms, &[Domain]),
    ) -> State {
        let group = |id: QuestionId, groups: &[usize]| groups.get(id.index()).copied().unwrap_or(0);
        let (slot, ends) = match to {
            Place::Question(id) => (self.questions.get(id.index()), Some(group(id, &self.of.groups))),
            Place::Outcome(id) => (self.outcomes.get(id.index()), None),
        };
        let Some(compared) = slot.filter(|compared| !compared.formulas.is_empty()) else { return state };
        let before = came.and_then(|came| {
            let before = self.questions.get(came.from.index()).filter(|before| !before.formulas.is_empty())?;
            let number = usize::try_from(*came.state.last()?).ok()?;
            Some((came.from, &before.formulas, before.left.get(number)?))
        });
        let whole = |formula: &AtomId| self.whole.get((formula ^ FORMULA) as usize).copied().unwrap_or(0);
        let mut left = std::mem::take(&mut self.open);
        left.clear();
        let kept = before.map(|(from, formulas, known)| {
            let kept = self.ways.entry((from, to)).or_insert_with(|| {
                let groups = &self.of.groups;
                let decided = |id: &QuestionId| {
                    let own = group(*id, groups);
                    *id == from || own <= group(from, groups) && ends.is_none_or(|ends| own > ends)
                };
                let at = |formula: &AtomId| formulas.binary_search(formula).ok().and_then(|at| u32::try_from(at).ok());
                let changes = |(_, formula): &(usize, &AtomId)| {
                    let (questions, _) = atoms.reads(**formula);
                    at(formula).is_none() || questions.iter().any(decided)
                };
                let changing = compared.formulas.iter().enumerate().filter(changes).map(|(at, _)| at).collect();
                Kept { at: compared.formulas.iter().map(|formula| at(formula).unwrap_or(MISSING)).collect(), changing }
            });
            let terms = kept.at.iter().zip(&compared.formulas);
            left.extend(terms.map(|(at, formula)| known.get(*at as usize).copied().unwrap_or_else(|| whole(formula))));
            &*kept.changing
        });
        if kept.is_none() {
            left.extend(compared.formulas.iter().map(whole));
        }
        let own = came.and_then(|came| came.given.map(|(_, answer)| (came.from, answer)));
        let answers = Answers { domains, own };
        if kept.is_none() {
            // Nothing was followed so far: what was answered is what is kept of it.
            for (position, view) in layout.views.iter().filter_map(|view| views.list.get(*view as usize)).enumerate() {
                let block = state.get(layout.circle + position).and_then(|block| usize::try_from(*block).ok());
                // Who was not asked yet may still be.
                let Some(class) = block.and_then(|block| view.class.get(block)).copied() else { continue };
                for term in &mut left {
                    *term = self.of.put(*term, view.question, class, answers);
                }
            }
        }
        let all = left.len();
        let changing = kept.into_iter().flatten().copied().chain(if kept.is_none() { 0..all } else { 0..0 });
        for at in changing {
            let Some(term) = left.get_mut(at) else { continue };
            if let Some(Came { from, given, .. }) = came {
                *term = self.of.put(*term, from, given.map_or(MISSING, |(class, _)| class), answers);
            }
            // What can be asked no more was not asked.
            while let Some((group, question)) = self.of.terms.about(*term).first
                && ends.is_none_or(|ends| group > ends)
            {
                *term = self.of.put(*term, question, MISSING, answers);
            }
        }
        let words = state.iter().take(layout.circle).chain(state.iter().skip(layout.circle + layout.views.len()));
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.extend(words);
        for &(position, view) in &compared.raw {
            let full = layout.views.get(position).and_then(|view| views.list.get(*view as usize));
            let class = full
                .zip(state.get(layout.circle + position))
                .and_then(|(full, block)| full.class.get(usize::try_from(*block).ok()?).copied());
            let block = class.and_then(|class| views.list.get(view as usize)?.block.get(class as usize).copied());
            key.push(u64::from(block.unwrap_or(MISSING)));
        }
        key.extend(left.iter().map(|term| u64::from(*term)));
        let slot = match to {
            Place::Question(id) => self.questions.get_mut(id.index()),
            Place::Outcome(id) => self.outcomes.get_mut(id.index()),
        };
        let Some(compared) = slot else { return state };
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

fn bytes(key: &[u64], state: &State) -> usize {
    size_of_val(key) + size_of_val(&**state) + 2 * HEAP + ENTRY
}

//! States packed and unpacked: what is kept of one at the next place, and the facts that one comes to.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::merge::Came;
use super::state::{Layout, State, scaled};
use crate::explore::classes::class::{Class, MISSING};
use crate::explore::conditions::atoms::AtomId;
use crate::explore::states::hanging::relations::{OPEN, Truth};
use crate::explore::states::transitions::Machine;
use crate::tree::{Answer, Place, QuestionId, ScoreId};

impl Machine<'_> {
    fn layout(&self, place: Place) -> Option<&Layout> {
        match place {
            Place::Question(id) => self.layouts.get(id.index()),
            Place::Outcome(id) => self.outcome_layouts.get(id.index()),
        }
    }

    /// Views of the questions that are looked at where these atoms are live, and these relations kept.
    pub(crate) fn views_of(&mut self, live: &[AtomId], relations: &[u32], but: Option<QuestionId>) -> Vec<u32> {
        let mut by_question: BTreeMap<QuestionId, Vec<AtomId>> = BTreeMap::new();
        let whole: Vec<QuestionId> = (relations.iter().filter_map(|number| self.relations.get(*number)))
            .flat_map(|relation| relation.reads().copied())
            .filter(|id| but.is_none_or(|but| self.may_precede(*id, but)))
            .collect();
        by_question.extend(whole.iter().map(|id| (*id, Vec::new())));
        for &atom in live {
            for &question in self.atoms.list.get(atom as usize).map_or(&[][..], |atom| &atom.questions) {
                if but.is_none_or(|but| self.may_precede(question, but)) {
                    by_question.entry(question).or_default().push(atom);
                }
            }
        }
        let mut views = Vec::with_capacity(by_question.len());
        for (question, atoms) in by_question {
            if let Some(domain) = self.domains.get(question.index()) {
                let seen = (&*atoms, whole.contains(&question));
                views.push(self.views.view(question, seen, &self.atoms, domain, &mut self.facts));
            }
        }
        views
    }

    /// What is kept of a state, and of the answer just given, at the next place: into `next`.
    pub(crate) fn next_state(
        &self,
        from: QuestionId,
        given: Option<(u32, &Class)>,
        to: Place,
        state: &State,
        passed: &[u64],
        next: &mut Vec<u64>,
    ) {
        next.clear();
        let (Some(old), Some(new)) = (self.layouts.get(from.index()), self.layout(to)) else { return };
        if new.circle > 0 {
            let same =
                matches!(to, Place::Question(id) if self.groups.of.get(id.index()) == self.groups.of.get(from.index()));
            if same { next.extend_from_slice(passed) } else { next.resize(new.circle, 0) }
        }
        let mut at = 0;
        for view in new.views.iter().filter_map(|view| self.views.list.get(*view as usize)) {
            let class = if view.question == from {
                given.map(|(class, _)| class)
            } else {
                // Both lists stand in the order of the questions.
                let old_view = |at: usize| old.views.get(at).and_then(|view| self.views.list.get(*view as usize));
                while old_view(at).is_some_and(|old| old.question < view.question) {
                    at += 1;
                }
                old_view(at).filter(|old| old.question == view.question).and_then(|old_view| {
                    let block = u32::try_from(*state.get(old.circle + at)?).ok()?;
                    old_view.class.get(block as usize).copied()
                })
            };
            let block = class.and_then(|class| view.block.get(class as usize).copied()).unwrap_or(MISSING);
            next.push(u64::from(block));
        }
        let first = next.len();
        // Both lists ascend.
        let mut kept = old.scores.iter().zip(state.iter().skip(old.circle + old.views.len())).peekable();
        for score in &new.scores {
            while kept.next_if(|(other, _)| *other < score).is_some() {}
            next.push(kept.peek().filter(|(other, _)| *other == score).map_or(0, |(_, word)| **word));
        }
        for &(score, amount) in if given.is_some() { &*self.added } else { &[] } {
            let position = new.scores.binary_search(&score).ok();
            if let Some(word) = position.and_then(|position| next.get_mut(first + position)) {
                let sum = i64::from_ne_bytes(word.to_ne_bytes()) + amount;
                *word = u64::from_ne_bytes(sum.to_ne_bytes());
            }
        }
        // Both lists ascend, too.
        let mut kept = self.known(from, state).into_iter().peekable();
        for relation in &new.relations {
            while kept.next_if(|(other, _)| other < relation).is_some() {}
            let now = self.relations.decided.iter().copied().find(|(other, _)| other == relation);
            let known = now.or_else(|| kept.peek().copied().filter(|(other, _)| other == relation));
            next.push(known.map_or(OPEN, |(_, truth)| 1 + u64::from(truth)));
        }
    }

    /// The state that stands for what is kept at a place.
    pub(crate) fn merged(&mut self, came: Option<Came>, to: Place, state: &[u64]) -> State {
        let Self { merge: Some(merge), layouts, outcome_layouts, views, atoms, domains, .. } = self else {
            return state.into();
        };
        let layout = match to {
            Place::Question(id) => layouts.get(id.index()),
            Place::Outcome(id) => outcome_layouts.get(id.index()),
        };
        match layout {
            Some(layout) => merge.merged(came, to, state, (layout, views), (atoms, domains)),
            None => state.into(),
        }
    }

    /// The relations that a state at a question knows, ascending.
    pub(crate) fn known(&self, at: QuestionId, state: &State) -> Vec<Truth> {
        self.known_at(Place::Question(at), state)
    }

    /// The same anywhere.
    pub(crate) fn known_at(&self, place: Place, state: &State) -> Vec<Truth> {
        self.layout(place).map_or_else(Vec::new, |layout| known(layout, state))
    }

    /// A score as the state at a question has it, if it has it.
    fn kept_score(&self, at: QuestionId, score: ScoreId, state: &State) -> Option<i64> {
        let layout = self.layouts.get(at.index())?;
        let position = layout.scores.binary_search(&score).ok()?;
        let word = state.get(layout.circle + layout.views.len() + position)?;
        Some(i64::from_ne_bytes(word.to_ne_bytes()))
    }

    /// By score: what the state at a question has and the answer at hand, if there is one, adds, where that is anything.
    pub(crate) fn scores_after(&self, at: QuestionId, state: &State, answered: bool) -> FxHashMap<ScoreId, i64> {
        let mut sums = FxHashMap::default();
        if let Some(layout) = self.layouts.get(at.index()) {
            let words = state.iter().skip(layout.circle + layout.views.len());
            let kept = layout.scores.iter().zip(words).filter(|(_, word)| **word != 0);
            sums.extend(kept.map(|(score, word)| (*score, i64::from_ne_bytes(word.to_ne_bytes()))));
        }
        for &(score, amount) in if answered { &*self.added } else { &[] } {
            *sums.entry(score).or_default() += amount;
        }
        sums
    }

    /// Makes the facts those of a state.
    pub(crate) fn load(&mut self, state: &State, place: Place) {
        let layout = match place {
            Place::Question(id) => self.layouts.get(id.index()),
            Place::Outcome(id) => self.outcome_layouts.get(id.index()),
        };
        let Some(layout) = layout else { return };
        for (position, view) in layout.views.iter().enumerate() {
            let (Some(view), Some(block)) = (self.views.list.get(*view as usize), state.get(layout.circle + position))
            else {
                continue;
            };
            let class = view.class.get(usize::try_from(*block).unwrap_or(usize::MAX)).copied();
            let domain = self.domains.get(view.question.index());
            let class = class.and_then(|class| domain?.classes.get(class as usize));
            self.facts.put(view.question, class.map(|class| class.answer.clone()));
            let with = class.into_iter().flat_map(|class| &*class.with);
            with.for_each(|(id, answer)| self.facts.put(*id, Some(answer.clone())));
        }
        let offset = layout.circle + layout.views.len();
        for (score, word) in layout.scores.iter().zip(state.iter().skip(offset)) {
            let sum = i64::from_ne_bytes(word.to_ne_bytes());
            self.facts.set_score(*score, Decimal::from_i128_with_scale(i128::from(sum), self.scale));
        }
        self.facts.changed();
        if !self.relations.is_empty() {
            self.hang_together(state, place);
        }
    }

    /// Makes the typed answers among the facts those that hang together as the state says.
    fn hang_together(&mut self, state: &State, place: Place) {
        let Some(layout) = self.layout(place) else { return };
        let truths = known(layout, state);
        let mut classes = FxHashMap::default();
        for (position, view) in layout.views.iter().enumerate() {
            let view = self.views.list.get(*view as usize);
            let block = state.get(layout.circle + position).and_then(|block| usize::try_from(*block).ok());
            let class = view.zip(block).and_then(|(view, block)| Some((view.question, *view.class.get(block)?)));
            classes.extend(class);
        }
        self.relations.classes = classes;
        self.relations.lost = !self.relations.put_models(self.tree, &mut self.facts, &truths);
        self.relations.look_at(self.tree, place, false, &self.facts, &truths);
    }

    /// Takes the facts of a place out again.
    pub(crate) fn unload(&mut self, place: Place) {
        let layout = match place {
            Place::Question(id) => self.layouts.get(id.index()),
            Place::Outcome(id) => self.outcome_layouts.get(id.index()),
        };
        for view in
            layout.iter().flat_map(|layout| &layout.views).filter_map(|view| self.views.list.get(*view as usize))
        {
            self.facts.put(view.question, None);
            let told_with = self.atoms.told_with.iter().filter(|(_, last)| **last == view.question);
            told_with.for_each(|(id, _)| self.facts.put(*id, None));
        }
        for id in std::mem::take(&mut self.relations.undecided) {
            self.domains.get_mut(id.index()).into_iter().for_each(|domain| domain.exact = false);
        }
    }

    /// Puts the answer of the question at hand among the facts, with the scores as they are then.
    pub(crate) fn put(&mut self, id: QuestionId, answer: &Answer, state: &State) {
        let scaled = |(score, amount)| Some((score, i64::try_from(scaled(amount, self.scale)?).ok()?));
        let mut added: Vec<(ScoreId, i64)> = self.facts.most(id).filter_map(scaled).collect();
        self.facts.put(id, Some(answer.clone()));
        if !self.tree.question(id).points.is_empty() {
            self.facts.changed();
        }
        for (score, amount) in self.facts.amounts(id).filter_map(scaled) {
            match added.iter_mut().find(|(other, _)| *other == score) {
                Some((_, sum)) => *sum += amount,
                None => added.push((score, amount)),
            }
        }
        self.added = added;
        self.set_scores(id, state, true);
        self.facts.changed();
    }

    /// Takes it out again.
    pub(crate) fn take(&mut self, id: QuestionId, state: &State) {
        self.set_scores(id, state, false);
        self.added.clear();
        self.facts.put(id, None);
        self.facts.changed();
    }

    /// Sets the scores to which the answer at hand adds something: with that, or without.
    fn set_scores(&mut self, id: QuestionId, state: &State, with: bool) {
        for &(score, amount) in &self.added {
            let Some(kept) = self.kept_score(id, score, state) else { continue };
            let sum = kept + if with { amount } else { 0 };
            self.facts.set_score(score, Decimal::from_i128_with_scale(i128::from(sum), self.scale));
        }
    }
}

/// The relations that a state knows, ascending.
fn known(layout: &Layout, state: &State) -> Vec<Truth> {
    let words = state.iter().skip(layout.circle + layout.views.len() + layout.scores.len());
    let known = layout.relations.iter().zip(words).filter(|(_, word)| **word != OPEN);
    known.map(|(relation, word)| (*relation, *word > 1)).collect()
}

//! Answers that hang together: found for a state, for every way in which an answer completes relations, and for a walk.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::models::{Answers, Modelled, Piece, Sought, put};
use super::relations::{Relations, Truth};
use crate::engine::Facts;
use crate::explore::arithmetic::work::Work;
use crate::explore::classes::class::Domain;
use crate::tree::{Answer, QuestionId, Tree};

/// How many answers found are kept to be used again.
const MOST_KNOWN: usize = 10_000;
/// In how many ways what one answer completes may be true and false.
const MOST_WAYS: usize = 4_096;

impl Relations {
    /// Some of the truths that hang together with one of them.
    fn group(&self, truths: &[Truth], first: Truth) -> Vec<Truth> {
        let mut group = vec![first];
        let mut at = 0;
        while let Some((number, _)) = group.get(at) {
            let own: Vec<QuestionId> =
                self.get(*number).into_iter().flat_map(|relation| relation.vars.iter()).copied().collect();
            let meets = |(other, _): &&Truth| {
                self.get(*other).is_some_and(|relation| relation.vars.iter().any(|id| own.contains(id)))
            };
            let more: Vec<Truth> = truths.iter().filter(meets).filter(|one| !group.contains(one)).copied().collect();
            group.extend(more);
            at += 1;
        }
        group.sort_unstable();
        group
    }

    /// The same, apart by what hangs together.
    fn groups(&self, truths: &[Truth]) -> Vec<Vec<Truth>> {
        let mut left: Vec<Truth> = truths.to_vec();
        let mut groups = Vec::new();
        while let Some(first) = left.first().copied() {
            let group = self.group(&left, first);
            left.retain(|one| !group.contains(one));
            groups.push(group);
        }
        groups
    }

    /// Puts answers among the facts that hang together as all of these say; false if none are found.
    pub(crate) fn put_models(&mut self, tree: &Tree, facts: &mut Facts, truths: &[Truth]) -> bool {
        let mut all = true;
        for group in self.groups(truths) {
            match self.find(tree, facts, &group) {
                Modelled::Model(answers) => {
                    answers.into_iter().for_each(|(id, answer)| facts.put(id, Some(answer)));
                    facts.changed();
                }
                _ => {
                    all = false;
                    self.give_up(&group);
                }
            }
        }
        all
    }

    /// Every way in which relations can be true and false after an answer, which is among the facts with all others;
    /// with answers that are so. They come in the order of their truths.
    pub(crate) fn ways(
        &mut self,
        tree: &Tree,
        facts: &mut Facts,
        known: &[Truth],
        completed: &[u32],
    ) -> Vec<(Vec<Truth>, Answers)> {
        let vars: FxHashSet<QuestionId> = self.list.iter().flat_map(|relation| relation.vars.iter().copied()).collect();
        let model: Answers = vars.into_iter().filter_map(|id| Some((id, facts.answer(id)?.clone()))).collect();
        let mut found = Vec::new();
        self.split(tree, facts, (known, completed), &mut Vec::new(), &model, &mut found);
        put(facts, &model);
        found.sort_by(|(left, _), (right, _)| left.cmp(right));
        found
    }

    fn split(
        &mut self,
        tree: &Tree,
        facts: &mut Facts,
        (known, completed): (&[Truth], &[u32]),
        truths: &mut Vec<Truth>,
        model: &Answers,
        found: &mut Vec<(Vec<Truth>, Answers)>,
    ) {
        let Some(number) = completed.get(truths.len()).copied() else {
            return found.push((truths.clone(), model.clone()));
        };
        put(facts, model);
        let Some(relation) = self.get(number) else { return };
        let own = facts.cond(&relation.cond);
        if found.len() >= MOST_WAYS {
            self.give_up(&[(number, own)]);
        }
        truths.push((number, own));
        self.split(tree, facts, (known, completed), truths, model, found);
        truths.pop();
        if found.len() >= MOST_WAYS {
            return;
        }
        put(facts, model);
        let other = (number, !own);
        let all: Vec<Truth> = known.iter().chain(truths.iter()).copied().collect();
        let group = self.group(&all, other);
        match self.find(tree, facts, &group) {
            Modelled::Model(answers) => {
                let mut model = model.clone();
                for (id, answer) in answers {
                    if let Some((_, slot)) = model.iter_mut().find(|(other, _)| *other == id) {
                        *slot = answer;
                    }
                }
                truths.push(other);
                self.split(tree, facts, (known, completed), truths, &model, found);
                truths.pop();
            }
            Modelled::Impossible => {}
            Modelled::Unknown => self.give_up(&group),
        }
    }

    /// Answers among these facts that make relations true and false as wanted.
    fn find(&mut self, tree: &Tree, facts: &mut Facts, truths: &[Truth]) -> Modelled {
        let key = self.key(truths);
        if let Some(found) = self.known.get(&key) {
            return found.clone();
        }
        let sought = self.sought(tree, truths, &self.classes, false);
        // What was found last for the same truths is most often right for other answers that choose, too.
        let last = self.last.get(truths).filter(|last| self.lines.are_right(&sought, facts, last));
        let found = match last {
            Some(last) => Modelled::Model(last.clone()),
            None => {
                let found = self.lines.search(&sought, facts, &self.work);
                if let Modelled::Model(answers) = &found {
                    self.last.insert(truths.into(), answers.clone());
                }
                found
            }
        };
        self.keep(key, found.clone());
        found
    }

    /// What tells what is looked for from all else: the relations, and the classes of all that they read.
    fn key(&self, truths: &[Truth]) -> Vec<u32> {
        let mut key: Vec<u32> = truths.iter().map(|(number, truth)| number * 2 + u32::from(*truth)).collect();
        let relations = truths.iter().filter_map(|(number, _)| self.list.get(*number as usize));
        for id in relations.flat_map(|relation| relation.reads()) {
            key.push(self.classes.get(id).copied().unwrap_or(u32::MAX));
        }
        key
    }

    fn keep(&mut self, key: Vec<u32>, found: Modelled) {
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(key, found);
    }

    /// Keeps the answers among the facts, with which all of these are as they say: the next state will ask for them.
    pub(crate) fn remember(&mut self, facts: &Facts, truths: &[Truth]) {
        for group in self.groups(truths) {
            let key = self.key(&group);
            if self.known.contains_key(&key) {
                continue;
            }
            let vars: BTreeSet<QuestionId> = group
                .iter()
                .filter_map(|(number, _)| self.get(*number))
                .flat_map(|one| one.vars.iter().copied())
                .collect();
            let answers = vars.into_iter().filter_map(|id| Some((id, facts.answer(id)?.clone())));
            let answers: Answers = answers.filter(|(_, answer)| *answer != Answer::Empty).collect();
            self.keep(key, Modelled::Model(answers));
        }
    }

    fn sought<'s>(
        &'s self,
        tree: &'s Tree,
        truths: &[Truth],
        classes: &'s FxHashMap<QuestionId, u32>,
        plain: bool,
    ) -> Sought<'s> {
        Sought { tree, pieces: self.pieces(truths, None), classes, free: &|_| true, plain }
    }

    pub(crate) fn pieces<'s>(&'s self, truths: &[Truth], with: Option<&'s (QuestionId, Answer)>) -> Vec<Piece<'s>> {
        let piece = |(number, truth): &Truth| Some(Piece { relation: self.get(*number)?, truth: *truth, with });
        truths.iter().filter_map(piece).collect()
    }

    /// Answers for a whole walk: each by its class, and together as its numbers say. None where none are found.
    pub(crate) fn along(
        &self,
        tree: &Tree,
        domains: &[Domain],
        facts: &mut Facts,
        steps: &[(QuestionId, u32)],
        work: &Work,
    ) -> Option<Answers> {
        let mut truths: Vec<Truth> = Vec::new();
        let mut classes = FxHashMap::default();
        let mut fixed = None;
        for (id, number) in steps {
            let domain = domains.get(id.index())?;
            if let Some(stopped) = self.stops(*number, domain.classes.len()) {
                fixed = Some(stopped);
                continue;
            }
            truths.extend(self.truths(*number, domain.classes.len()));
            classes.insert(*id, domain.alone(*number));
            facts.put(*id, Some(domain.class(*number)?.answer.clone()));
        }
        facts.changed();
        let mut found = Vec::new();
        for group in self.groups(&truths) {
            match self.lines.search(&self.sought(tree, &group, &classes, true), facts, work) {
                Modelled::Model(answers) => found.extend(answers),
                _ => return None,
            }
        }
        found.retain(|(id, _)| !fixed.is_some_and(|fixed| fixed.iter().any(|(other, _)| other == id)));
        found.extend(fixed.into_iter().flatten().cloned());
        Some(found)
    }
}

//! What a pass over all states finds: where walks end, where they stop, what none of them touches.

use rustc_hash::FxHashMap;

use super::sites::hole_exprs;
use super::tally::Tally;
use crate::engine::{Facts, Fault, Val};
use crate::tree::{Answer, Next, OutcomeId, Place, QuestionId, Template, Tree};

/// A place where some walks do something, with a shortest of them.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) tally: Tally,
}

/// Walks that end level in a ranking.
#[derive(Debug, Clone)]
pub(super) struct Tie {
    pub(super) tally: Tally,
    /// The outcomes that are level in a shortest one.
    pub(super) outcomes: Vec<OutcomeId>,
}

/// Which hole of which text came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum TextAt {
    Ask(QuestionId),
    Label(QuestionId, usize),
    Outcome(OutcomeId),
    Note(OutcomeId, usize),
}

/// Everything found.
pub(super) struct Found<'t> {
    tree: &'t Tree,
    pub(super) ended: Vec<Tally>,
    pub(super) faults: FxHashMap<Fault, Seen>,
    pub(super) asked: Vec<bool>,
    pub(super) answers: Vec<Vec<bool>>,
    pub(super) rules: Vec<Vec<bool>>,
    pub(super) rejects: Vec<Vec<bool>>,
    pub(super) notes: Vec<Vec<bool>>,
    /// By question: two of its answers lead to different places or states.
    pub(super) matters: Vec<bool>,
    pub(super) ties: FxHashMap<QuestionId, Tie>,
    pub(super) blanks: FxHashMap<TextAt, Seen>,
    /// By promise: a walk that breaks it.
    pub(super) broken: Vec<Option<Seen>>,
}

impl<'t> Found<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let rules = |next: &Next| if let Next::Rules(rules) = next { rules.len() } else { 0 };
        let each = |count: &dyn Fn(&crate::tree::Question) -> usize| -> Vec<Vec<bool>> {
            tree.questions().map(|(_, question)| vec![false; count(question)]).collect()
        };
        Self {
            tree,
            ended: vec![Tally::default(); tree.outcomes().len()],
            faults: FxHashMap::default(),
            asked: vec![false; tree.questions().len()],
            answers: each(&|question| question.kind.options().len()),
            rules: each(&|question| rules(&question.next)),
            rejects: each(&|question| question.rejects.len()),
            notes: tree.outcomes().map(|(_, outcome)| vec![false; outcome.notes.len()]).collect(),
            matters: vec![false; tree.questions().len()],
            ties: FxHashMap::default(),
            blanks: FxHashMap::default(),
            broken: vec![None; tree.promises().len()],
        }
    }

    pub(super) fn fault(&mut self, fault: Fault, tally: &Tally) {
        add(self.faults.entry(fault).or_insert_with(|| Seen { tally: Tally::default() }), tally);
    }

    pub(super) fn asked(&mut self, id: QuestionId) {
        touch(&mut self.asked, id.index());
    }

    pub(super) fn answered(&mut self, id: QuestionId, answer: &Answer, also: &[u32]) {
        let Some(answers) = self.answers.get_mut(id.index()) else { return };
        match answer {
            Answer::Choice(index) => touch(answers, *index as usize),
            Answer::Many(chosen) => chosen.iter().chain(also).for_each(|index| touch(answers, *index as usize)),
            _ => {}
        }
    }

    pub(super) fn rule(&mut self, id: QuestionId, rule: Option<usize>) {
        if let (Some(rule), Some(rules)) = (rule, self.rules.get_mut(id.index())) {
            touch(rules, rule);
        }
    }

    /// Whether the answer among the facts is refused by the author.
    pub(super) fn rejected(&mut self, id: QuestionId, facts: &Facts) -> bool {
        let rejects = &self.tree.question(id).rejects;
        let first = rejects.iter().position(|reject| facts.cond(&reject.when));
        if let (Some(first), Some(seen)) = (first, self.rejects.get_mut(id.index())) {
            touch(seen, first);
        }
        first.is_some()
    }

    pub(super) fn matters(&mut self, id: QuestionId) {
        touch(&mut self.matters, id.index());
    }

    pub(super) fn tie(&mut self, from: QuestionId, outcomes: &[OutcomeId], tally: &Tally) {
        let tie = self.ties.entry(from).or_insert_with(|| Tie { tally: Tally::default(), outcomes: outcomes.to_vec() });
        if tie.tally.walks == num_bigint::BigUint::ZERO || tally.cost < tie.tally.cost {
            tie.outcomes = outcomes.to_vec();
        }
        tie.tally.add(tally.clone());
    }

    /// Looks at what a question shows when it comes up.
    pub(super) fn site(&mut self, id: QuestionId, facts: &Facts, tally: &Tally) {
        let question = self.tree.question(id);
        if !facts.is_skipped(id) {
            self.text(TextAt::Ask(id), Some(&question.ask), facts, tally);
            self.text(TextAt::Ask(id), question.help.as_ref(), facts, tally);
            for (index, option) in question.kind.options().iter().enumerate() {
                if option.label.is_some() && facts.is_visible(option) {
                    self.text(TextAt::Label(id, index), option.label.as_ref(), facts, tally);
                }
            }
        }
    }

    /// Looks at what an outcome shows, and whether the promises were kept on the way.
    pub(super) fn ending(&mut self, id: OutcomeId, tally: &Tally, facts: &Facts, asked: &dyn Fn(QuestionId) -> bool) {
        let outcome = self.tree.outcome(id);
        self.text(TextAt::Outcome(id), Some(&outcome.title), facts, tally);
        self.text(TextAt::Outcome(id), outcome.text.as_ref(), facts, tally);
        for (index, note) in outcome.notes.iter().enumerate() {
            if note.when.as_ref().is_none_or(|when| facts.cond(when)) {
                if let Some(notes) = self.notes.get_mut(id.index()) {
                    touch(notes, index);
                }
                self.text(TextAt::Note(id, index), Some(&note.text), facts, tally);
            }
        }
        let came_to = |place: &Place| match place {
            Place::Outcome(other) => *other == id,
            Place::Question(question) => asked(*question),
        };
        for (promise, broken) in self.tree.promises().iter().zip(&mut self.broken) {
            let speaks = promise.when.as_ref().is_none_or(|when| facts.cond(when));
            let kept =
                !promise.never.iter().any(came_to) && (promise.always.is_empty() || promise.always.iter().any(came_to));
            if speaks && !kept {
                add(broken.get_or_insert_with(|| Seen { tally: Tally::default() }), tally);
            }
        }
        if let Some(ended) = self.ended.get_mut(id.index()) {
            ended.add(tally.clone());
        }
    }

    fn text(&mut self, at: TextAt, template: Option<&Template>, facts: &Facts, tally: &Tally) {
        if hole_exprs(template).any(|expr| facts.expr(expr) == Val::Missing) {
            add(self.blanks.entry(at).or_insert_with(|| Seen { tally: Tally::default() }), tally);
        }
    }
}

fn add(seen: &mut Seen, tally: &Tally) {
    seen.tally.add(tally.clone());
}

fn touch(list: &mut [bool], index: usize) {
    if let Some(slot) = list.get_mut(index) {
        *slot = true;
    }
}

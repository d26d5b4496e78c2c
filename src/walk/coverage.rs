//! What walks have touched of a tree: questions, answers, rules, notes, outcomes.

use crate::engine::{Step, Walk};
use crate::text::Span;
use crate::tree::{Answer, Next, Tree};

/// What sort of thing is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A question was asked.
    Question,
    /// An answer was given.
    Answer,
    /// A rule of a `next` was taken.
    Rule,
    /// A note was shown.
    Note,
    /// An outcome was reached.
    Outcome,
}

impl Part {
    /// All parts, in the order of reports.
    pub const ALL: [Part; 5] = [Part::Question, Part::Answer, Part::Rule, Part::Note, Part::Outcome];

    /// Its name in reports, in the plural.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Question => "questions",
            Self::Answer => "answers",
            Self::Rule => "rules",
            Self::Note => "notes",
            Self::Outcome => "outcomes",
        }
    }
}

/// One thing that walks may touch.
#[derive(Debug, Clone)]
pub struct Item {
    /// What sort of thing it is.
    pub part: Part,
    /// Its path: `question`, `question.answer`, `question.next.2`, `outcome.notes.1`, `outcome`.
    pub path: String,
    /// Its place in the tree's file.
    pub span: Span,
}

/// Which parts of one tree have been touched.
#[derive(Debug, Clone)]
pub struct Coverage {
    questions: Vec<bool>,
    answers: Vec<Vec<bool>>,
    rules: Vec<Vec<bool>>,
    notes: Vec<Vec<bool>>,
    outcomes: Vec<bool>,
}

impl Coverage {
    /// Nothing of the tree has been touched.
    #[must_use]
    pub fn new(tree: &Tree) -> Self {
        let rules = |next: &Next| match next {
            Next::Rules(rules) => vec![false; rules.len()],
            _ => Vec::new(),
        };
        Self {
            questions: vec![false; tree.questions().len()],
            answers: tree.questions().map(|(_, question)| vec![false; question.kind.options().len()]).collect(),
            rules: tree.questions().map(|(_, question)| rules(&question.next)).collect(),
            notes: tree.outcomes().map(|(_, outcome)| vec![false; outcome.notes.len()]).collect(),
            outcomes: vec![false; tree.outcomes().len()],
        }
    }

    /// Adds what a walk of this tree has touched.
    pub fn add(&mut self, walk: &Walk) {
        for &id in walk.asked() {
            touch(&mut self.questions, id.index());
            let answers = self.answers.get_mut(id.index());
            match (walk.answer_to(id), answers) {
                (Some(Answer::Choice(index)), Some(answers)) => touch(answers, *index as usize),
                (Some(Answer::Many(chosen)), Some(answers)) => {
                    chosen.iter().for_each(|index| touch(answers, *index as usize));
                }
                _ => {}
            }
        }
        if let crate::engine::At::Question(id) = walk.at() {
            touch(&mut self.questions, id.index());
        }
        for step in walk.steps() {
            if let Step::Rule(id, index) = step
                && let Some(rules) = self.rules.get_mut(id.index())
            {
                touch(rules, *index);
            }
        }
        if let crate::engine::At::Outcome(id, _) = walk.at() {
            touch(&mut self.outcomes, id.index());
            let touched = self.notes.get_mut(id.index()).into_iter().flatten();
            for (note, touched) in walk.tree().outcome(*id).notes.iter().zip(touched) {
                *touched = *touched || note.when.as_ref().is_none_or(|when| walk.holds(when));
            }
        }
    }

    /// Adds what another coverage of the same tree has touched.
    pub fn merge(&mut self, other: &Self) {
        let or = |own: &mut Vec<bool>, other: &Vec<bool>| own.iter_mut().zip(other).for_each(|(a, b)| *a |= b);
        or(&mut self.questions, &other.questions);
        or(&mut self.outcomes, &other.outcomes);
        for (own, other) in
            [(&mut self.answers, &other.answers), (&mut self.rules, &other.rules), (&mut self.notes, &other.notes)]
        {
            own.iter_mut().zip(other).for_each(|(own, other)| or(own, other));
        }
    }

    /// How many things of a part were touched, and how many there are.
    #[must_use]
    pub fn count(&self, part: Part) -> (usize, usize) {
        let flat = |list: &[bool]| (list.iter().filter(|touched| **touched).count(), list.len());
        let deep =
            |lists: &[Vec<bool>]| lists.iter().map(|list| flat(list)).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        match part {
            Part::Question => flat(&self.questions),
            Part::Answer => deep(&self.answers),
            Part::Rule => deep(&self.rules),
            Part::Note => deep(&self.notes),
            Part::Outcome => flat(&self.outcomes),
        }
    }

    /// The same over all parts.
    #[must_use]
    pub fn total(&self) -> (usize, usize) {
        Part::ALL.into_iter().map(|part| self.count(part)).fold((0, 0), |(a, b), (c, d)| (a + c, b + d))
    }

    /// Everything that was not touched, part by part in the order of the file.
    #[must_use]
    pub fn untouched(&self, tree: &Tree) -> Vec<Item> {
        let mut items: [Vec<Item>; 5] = Default::default();
        let [questions, answers, rules, notes, outcomes] = &mut items;
        for (id, question) in tree.questions() {
            if !is_touched(&self.questions, id.index()) {
                questions.push(Item { part: Part::Question, path: (*question.id).into(), span: question.span });
            }
            for (index, option) in question.kind.options().iter().enumerate() {
                if !self.answers.get(id.index()).is_some_and(|list| is_touched(list, index)) {
                    let path = format!("{}.{}", question.id, tree.symbol(option.id));
                    answers.push(Item { part: Part::Answer, path, span: option.span });
                }
            }
            if let Next::Rules(list) = &question.next {
                for (index, rule) in list.iter().enumerate() {
                    if !self.rules.get(id.index()).is_some_and(|list| is_touched(list, index)) {
                        let path = format!("{}.next.{}", question.id, index + 1);
                        rules.push(Item { part: Part::Rule, path, span: rule.span });
                    }
                }
            }
        }
        for (id, outcome) in tree.outcomes() {
            if !is_touched(&self.outcomes, id.index()) {
                outcomes.push(Item { part: Part::Outcome, path: (*outcome.id).into(), span: outcome.span });
            }
            for (index, note) in outcome.notes.iter().enumerate() {
                if !self.notes.get(id.index()).is_some_and(|list| is_touched(list, index)) {
                    let path = format!("{}.notes.{}", outcome.id, index + 1);
                    notes.push(Item { part: Part::Note, path, span: note.span });
                }
            }
        }
        items.into_iter().flatten().collect()
    }
}

fn touch(list: &mut [bool], index: usize) {
    if let Some(slot) = list.get_mut(index) {
        *slot = true;
    }
}

fn is_touched(list: &[bool], index: usize) -> bool {
    list.get(index).copied().unwrap_or(false)
}

//! The parts of a tree, in their order and with their paths: what walks touch, findings are about and changes are made at.

use std::fmt::{self, Display, Formatter};

use super::Tree;
use super::ids::{OutcomeId, QuestionId, ValueId};
use super::model::{Next, Place};
use super::values::{Key, ValueRule};
use crate::text::{Span, one_line};

/// A part of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// The tree's title.
    Title,
    /// What is shown before the first question.
    Intro,
    /// A question.
    Question(QuestionId),
    /// An answer that a question offers.
    Answer(QuestionId, usize),
    /// An entry of a question's `reject`.
    Reject(QuestionId, usize),
    /// A rule of a question's `score`.
    Points(QuestionId, usize),
    /// The `feedback` of an answer.
    AnswerFeedback(QuestionId, usize),
    /// A rule of a question's `feedback`.
    Feedback(QuestionId, usize),
    /// A question's `next` as a whole.
    Next(QuestionId),
    /// A rule of a question's `next`.
    Rule(QuestionId, usize),
    /// A note of a question or an outcome.
    Note(Place, usize),
    /// An outcome.
    Outcome(OutcomeId),
    /// A value.
    Value(ValueId),
    /// A rule of a value.
    ValueRule(ValueId, usize),
    /// An entry of a value's table, by its position in the file.
    Entry(ValueId, usize),
    /// The `else` of a value's table.
    Else(ValueId),
    /// A promise.
    Promise(usize),
}

/// The sorts of parts that walks touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Touch {
    /// A question is asked.
    Question,
    /// An answer is given.
    Answer,
    /// An answer is refused by an entry of `reject`.
    Reject,
    /// A rule of a question's `score` counts.
    Points,
    /// Feedback is shown behind an answer.
    Feedback,
    /// A rule of a `next` is taken.
    Rule,
    /// A note is shown.
    Note,
    /// An outcome is reached.
    Outcome,
    /// A value comes from one of its rules, where something looks at the value.
    ValueRule,
    /// A value comes from an entry of its table, or from its `else`, where something looks at the value.
    Entry,
}

impl Touch {
    /// All of them, in the order of reports.
    pub const ALL: [Touch; 10] = [
        Touch::Question,
        Touch::Answer,
        Touch::Reject,
        Touch::Points,
        Touch::Feedback,
        Touch::Rule,
        Touch::Note,
        Touch::Outcome,
        Touch::ValueRule,
        Touch::Entry,
    ];

    /// What one such part is called in reports, and what several are.
    #[must_use]
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Self::Question => ["question", "questions"],
            Self::Answer => ["answer", "answers"],
            Self::Reject => ["reject", "rejects"],
            Self::Points => ["score rule", "score rules"],
            Self::Feedback => ["feedback", "feedback"],
            Self::Rule => ["rule", "rules"],
            Self::Note => ["note", "notes"],
            Self::Outcome => ["outcome", "outcomes"],
            Self::ValueRule => ["value rule", "value rules"],
            Self::Entry => ["entry", "entries"],
        }
    }
}

impl Part {
    /// How walks touch it; none for what they do not.
    #[must_use]
    pub fn touch(self) -> Option<Touch> {
        match self {
            Self::Question(_) => Some(Touch::Question),
            Self::Answer(..) => Some(Touch::Answer),
            Self::Reject(..) => Some(Touch::Reject),
            Self::Points(..) => Some(Touch::Points),
            Self::AnswerFeedback(..) | Self::Feedback(..) => Some(Touch::Feedback),
            Self::Rule(..) => Some(Touch::Rule),
            Self::Note(..) => Some(Touch::Note),
            Self::Outcome(_) => Some(Touch::Outcome),
            Self::ValueRule(..) => Some(Touch::ValueRule),
            Self::Entry(..) | Self::Else(_) => Some(Touch::Entry),
            Self::Title | Self::Intro | Self::Next(_) | Self::Value(_) | Self::Promise(_) => None,
        }
    }

    /// Its path: `question`, `question.answer`, `question.next.2`, `question.reject.1`, `question.score.1`,
    /// `question.answer.feedback`, `question.feedback.2`, `question.notes.1`, `outcome.notes.1`, `value.rate.3`,
    /// `value.code[fat][protein]`, `value.code.else`, `promises.1`.
    #[must_use]
    pub fn path(self, tree: &Tree) -> Path<'_> {
        Path { part: self, tree }
    }

    /// Its place in the tree's file.
    #[must_use]
    pub fn span(self, tree: &Tree) -> Span {
        match self {
            Self::Title | Self::Intro => Span::NOWHERE,
            Self::Question(id) | Self::Next(id) => tree.question(id).span,
            Self::Answer(id, index) | Self::AnswerFeedback(id, index) => {
                let question = tree.question(id);
                question.kind.options().get(index).map_or(question.span, |option| option.span)
            }
            Self::Reject(id, index) => {
                let question = tree.question(id);
                question.rejects.get(index).map_or(question.span, |reject| reject.when_span)
            }
            Self::Points(id, index) => {
                let question = tree.question(id);
                question.points.get(index).map_or(question.span, |rule| rule.span)
            }
            Self::Feedback(id, index) => {
                let question = tree.question(id);
                question.feedback.get(index).map_or(question.span, |rule| rule.span)
            }
            Self::Rule(id, index) => match &tree.question(id).next {
                Next::Rules(rules) => rules.get(index).map_or(tree.question(id).span, |rule| rule.span),
                _ => tree.question(id).span,
            },
            Self::Note(at, index) => {
                tree.notes(at).get(index).map_or_else(|| Self::from(at).span(tree), |note| note.span)
            }
            Self::Outcome(id) => tree.outcome(id).span,
            Self::Value(id) => tree.value(id).span,
            Self::Else(id) => match &tree.value(id).rule {
                ValueRule::Table(table) => table.otherwise_span,
                _ => tree.value(id).span,
            },
            Self::ValueRule(id, index) => {
                let value = tree.value(id);
                value.rules.get(index).copied().unwrap_or(value.span)
            }
            Self::Entry(id, index) => match &tree.value(id).rule {
                ValueRule::Table(table) => table.places.get(index).map_or(tree.value(id).span, |(_, span)| *span),
                _ => tree.value(id).span,
            },
            Self::Promise(index) => tree.promises().get(index).map_or(Span::NOWHERE, |promise| promise.span),
        }
    }

    /// The same, but for what stands under a condition: the place of that.
    #[must_use]
    pub fn when_span(self, tree: &Tree) -> Span {
        let own = match self {
            Self::Question(id) => Some(tree.question(id).when_span),
            Self::Answer(id, index) => tree.question(id).kind.options().get(index).map(|option| option.when_span),
            Self::Points(id, index) => tree.question(id).points.get(index).map(|rule| rule.when_span),
            Self::Rule(id, index) => match &tree.question(id).next {
                Next::Rules(rules) => rules.get(index).map(|rule| rule.when_span),
                _ => None,
            },
            Self::Feedback(id, index) => tree.question(id).feedback.get(index).map(|rule| rule.when_span),
            Self::Note(at, index) => tree.notes(at).get(index).map(|note| note.when_span),
            _ => None,
        };
        own.unwrap_or_else(|| self.span(tree))
    }
}

impl From<Place> for Part {
    fn from(at: Place) -> Self {
        match at {
            Place::Question(id) => Self::Question(id),
            Place::Outcome(id) => Self::Outcome(id),
        }
    }
}

/// The path of a [`Part`].
#[derive(Debug, Clone, Copy)]
pub struct Path<'t> {
    part: Part,
    tree: &'t Tree,
}

impl Display for Path<'_> {
    fn fmt(&self, out: &mut Formatter) -> fmt::Result {
        let tree = self.tree;
        match self.part {
            Part::Title => write!(out, "title"),
            Part::Intro => write!(out, "intro"),
            Part::Question(id) => write!(out, "{}", tree.question(id).id),
            Part::Answer(id, index) => {
                write!(out, "{}", tree.question(id).id)?;
                let option = tree.question(id).kind.options().get(index);
                option.map_or(Ok(()), |option| write!(out, ".{}", tree.symbol(option.id)))
            }
            Part::Reject(id, index) => write!(out, "{}.reject.{}", tree.question(id).id, index + 1),
            Part::Points(id, index) => write!(out, "{}.score.{}", tree.question(id).id, index + 1),
            Part::AnswerFeedback(id, index) => write!(out, "{}.feedback", Part::Answer(id, index).path(tree)),
            Part::Feedback(id, index) => write!(out, "{}.feedback.{}", tree.question(id).id, index + 1),
            Part::Next(id) => write!(out, "{}.next", tree.question(id).id),
            Part::Rule(id, index) => write!(out, "{}.next.{}", tree.question(id).id, index + 1),
            Part::Note(at, index) => write!(out, "{}.notes.{}", Part::from(at).path(tree), index + 1),
            Part::Outcome(id) => write!(out, "{}", tree.outcome(id).id),
            Part::Value(id) => write!(out, "{}", tree.value(id).id),
            Part::ValueRule(id, index) => write!(out, "value.{}.{}", tree.value(id).id, index + 1),
            Part::Entry(id, index) => {
                write!(out, "value.{}", tree.value(id).id)?;
                let keys = match &tree.value(id).rule {
                    ValueRule::Table(table) => table.places.get(index).map(|(keys, _)| keys),
                    _ => None,
                };
                keys.into_iter().flatten().try_for_each(|key| write!(out, "[{}]", tree.key(key)))
            }
            Part::Else(id) => write!(out, "value.{}.else", tree.value(id).id),
            Part::Promise(index) => write!(out, "promises.{}", index + 1),
        }
    }
}

impl Tree {
    /// A key of a table in one line, as it stands in the file.
    #[must_use]
    pub fn key(&self, key: &Key) -> String {
        match key {
            Key::Id(symbol) => self.symbol(*symbol).to_owned(),
            Key::Num(number) => number.to_string(),
            Key::Text(text) => one_line(text),
            Key::Cond(cond) => cond.to_string(),
        }
    }
}

/// All parts of a tree that walks can touch, numbered in the order of reports: sort by sort, in the order of the file.
#[derive(Debug, Clone)]
pub struct Parts {
    list: Vec<Part>,
    /// By question or by value: the number of its first part of that sort.
    answers: Vec<usize>,
    rejects: Vec<usize>,
    points: Vec<usize>,
    feedback: Vec<usize>,
    rules: Vec<usize>,
    /// Those of questions, and those of outcomes.
    notes: [Vec<usize>; 2],
    values: Vec<usize>,
    /// By value: the number of the `else` of its table.
    elses: Vec<usize>,
    outcomes: usize,
}

impl Parts {
    /// The parts of a tree; of its values those of which something makes use.
    #[must_use]
    pub fn of(tree: &Tree) -> Self {
        let mut list: Vec<Part> = tree.questions().map(|(id, _)| Part::Question(id)).collect();
        let mut answers = Vec::new();
        for (id, question) in tree.questions() {
            answers.push(list.len());
            list.extend((0..question.kind.options().len()).map(|index| Part::Answer(id, index)));
        }
        let mut rejects = Vec::new();
        for (id, question) in tree.questions() {
            rejects.push(list.len());
            list.extend((0..question.rejects.len()).map(|index| Part::Reject(id, index)));
        }
        let mut points = Vec::new();
        for (id, question) in tree.questions() {
            points.push(list.len());
            list.extend((0..question.points.len()).map(|index| Part::Points(id, index)));
        }
        let mut feedback = Vec::new();
        for (id, question) in tree.questions() {
            feedback.push(list.len());
            let options = question.kind.options().iter().enumerate().filter(|(_, option)| option.feedback.is_some());
            list.extend(options.map(|(index, _)| Part::AnswerFeedback(id, index)));
            list.extend((0..question.feedback.len()).map(|index| Part::Feedback(id, index)));
        }
        let mut rules = Vec::new();
        for (id, question) in tree.questions() {
            rules.push(list.len());
            let count = if let Next::Rules(rules) = &question.next { rules.len() } else { 0 };
            list.extend((0..count).map(|index| Part::Rule(id, index)));
        }
        let notes_at = |at: Place, list: &mut Vec<Part>| {
            let first = list.len();
            list.extend((0..tree.notes(at).len()).map(|index| Part::Note(at, index)));
            first
        };
        let notes = [
            tree.questions().map(|(id, _)| notes_at(Place::Question(id), &mut list)).collect(),
            tree.outcomes().map(|(id, _)| notes_at(Place::Outcome(id), &mut list)).collect(),
        ];
        let outcomes = list.len();
        list.extend(tree.outcomes().map(|(id, _)| Part::Outcome(id)));
        let mut values = vec![usize::MAX; tree.values().len()];
        let mut elses = values.clone();
        let used = super::reads::used_values(tree);
        let is_used = |id: ValueId| used.get(id.index()).copied().unwrap_or(false);
        for with_rules in [true, false] {
            for (id, value) in tree.values().filter(|(id, _)| is_used(*id)) {
                let first = list.len();
                match &value.rule {
                    ValueRule::Rules(rules) if with_rules => {
                        list.extend((0..rules.len()).map(|index| Part::ValueRule(id, index)));
                    }
                    ValueRule::Table(table) if !with_rules => {
                        list.extend((0..table.places.len()).map(|index| Part::Entry(id, index)));
                        if table.otherwise.is_some()
                            && let Some(slot) = elses.get_mut(id.index())
                        {
                            *slot = list.len();
                            list.push(Part::Else(id));
                        }
                    }
                    _ => continue,
                }
                if let Some(slot) = values.get_mut(id.index()) {
                    *slot = first;
                }
            }
        }
        Self { list, answers, rejects, points, feedback, rules, notes, values, elses, outcomes }
    }

    /// All of them.
    #[must_use]
    pub fn list(&self) -> &[Part] {
        &self.list
    }

    /// The numbers of the parts of a value.
    pub fn of_value(&self, value: ValueId) -> impl Iterator<Item = usize> {
        let first = self.values.get(value.index()).copied().unwrap_or(usize::MAX);
        let own = move |part: &Part| matches!(part, Part::ValueRule(id, _) | Part::Entry(id, _) | Part::Else(id) if *id == value);
        let count = self.list.get(first..).unwrap_or_default().iter().take_while(|part| own(part)).count();
        first..first.saturating_add(count)
    }

    /// The number of a part; none of one that walks do not touch.
    #[must_use]
    pub fn number(&self, part: Part) -> Option<usize> {
        let behind = |firsts: &[usize], owner: usize, index: usize| firsts.get(owner)?.checked_add(index);
        let number = match part {
            Part::Question(id) => Some(id.index()),
            Part::Answer(id, index) => behind(&self.answers, id.index(), index),
            Part::Reject(id, index) => behind(&self.rejects, id.index(), index),
            Part::Points(id, index) => behind(&self.points, id.index(), index),
            Part::Rule(id, index) => behind(&self.rules, id.index(), index),
            Part::AnswerFeedback(id, _) => {
                // Few answers have one: those of the question stand in their order.
                let first = *self.feedback.get(id.index())?;
                let own = self.list.get(first..)?;
                let before = own.partition_point(|other| matches!(other, Part::AnswerFeedback(..)) && *other < part);
                Some(first + before)
            }
            Part::Feedback(id, index) => {
                let first = *self.feedback.get(id.index())?;
                let own = self.list.get(first..)?;
                let before = own.partition_point(|other| matches!(other, Part::AnswerFeedback(own, _) if *own == id));
                behind(&self.feedback, id.index(), before + index)
            }
            Part::Note(Place::Question(id), index) => behind(self.notes.first()?, id.index(), index),
            Part::Note(Place::Outcome(id), index) => behind(self.notes.last()?, id.index(), index),
            Part::Outcome(id) => Some(self.outcomes + id.index()),
            Part::ValueRule(id, index) | Part::Entry(id, index) => behind(&self.values, id.index(), index),
            Part::Else(id) => self.elses.get(id.index()).copied(),
            Part::Title | Part::Intro | Part::Next(_) | Part::Value(_) | Part::Promise(_) => None,
        };
        number.filter(|number| self.list.get(*number) == Some(&part))
    }
}

//! One walk through a tree: a pure function of the tree, the answers and the date, kept up step by step.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::facts::{Facts, Val};
use super::fault::{Fault, Refusal};
use super::given::Given;
use crate::tree::{Answer, Next, OutcomeId, QuestionId, Target, Tree};

/// Where a walk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// At a question that waits for its answer.
    Question(QuestionId),
    /// At an outcome; if it came out of a ranking, all that were ranked, in the author's order.
    Outcome(OutcomeId, Option<Box<[OutcomeId]>>),
    /// The tree leaves nobody a way on.
    Stopped(Fault),
}

/// A step along the tree, for coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The question came up while its `when` was false.
    Skipped(QuestionId),
    /// The question's rule with this position was taken.
    Rule(QuestionId, usize),
}

/// Reads an answer to any question of a tree, whatever its limits.
///
/// # Errors
/// If it cannot be read as an answer of the question's kind.
pub fn read_answer(tree: &Tree, question: QuestionId, given: Given) -> Result<Answer, Refusal> {
    super::given::read(tree, question, given)
}

/// A walk through a tree.
///
/// ```
/// let tree = onread::load_str("weather.yaml", "
/// title: Umbrella?
/// questions:
///   rain: {ask: Does it rain?, answers: {yes: take, no: leave}}
/// outcomes:
///   take: {title: Take it}
///   leave: {title: Leave it}
/// ")?;
/// let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
/// let mut walk = onread::engine::Walk::new(&tree, today);
/// walk.give(onread::engine::Given::One("yes"))?;
/// assert_eq!(walk.ending().unwrap().title, "Take it");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Walk<'t> {
    pub(super) facts: Facts<'t>,
    at: At,
    /// By question: it was asked or skipped.
    passed: Vec<bool>,
    steps: Vec<Step>,
}

impl<'t> Walk<'t> {
    /// Starts at the tree's first question; `today` is what the tree calls `today`.
    #[must_use]
    pub fn new(tree: &'t Tree, today: NaiveDate) -> Self {
        let mut walk = Self {
            facts: Facts::new(tree, today),
            at: At::Question(tree.start()),
            passed: vec![false; tree.questions.len()],
            steps: Vec::new(),
        };
        walk.arrive(&Target::Question(tree.start()));
        walk
    }

    /// The tree that is walked.
    #[must_use]
    pub fn tree(&self) -> &'t Tree {
        self.facts.tree
    }

    /// What the tree calls `today` in this walk.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.facts.today
    }

    /// Where the walk stands.
    #[must_use]
    pub fn at(&self) -> &At {
        &self.at
    }

    /// The questions asked so far that have their answer, in order.
    #[must_use]
    pub fn asked(&self) -> &[QuestionId] {
        self.facts.asked()
    }

    /// The answer to a question; none if it has not been asked.
    #[must_use]
    pub fn answer_to(&self, question: QuestionId) -> Option<&Answer> {
        self.facts.answer(question)
    }

    /// The questions skipped and the rules taken, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// A score so far.
    #[must_use]
    pub fn score(&self, score: crate::tree::ScoreId) -> Decimal {
        self.facts.score(score).unwrap_or_default()
    }

    /// What a value comes to at this place of the walk.
    #[must_use]
    pub fn value(&self, id: crate::tree::ValueId) -> Val {
        self.facts.value(id)
    }

    /// Whether a condition of the tree is true at this place of the walk.
    #[must_use]
    pub fn holds(&self, cond: &crate::tree::Cond) -> bool {
        self.facts.cond(cond)
    }

    /// A value or an answer in the words that a hole shows.
    #[must_use]
    pub fn show(&self, value: &Val) -> String {
        self.facts.show(value)
    }

    /// The answer to a question in words; none if it has not been asked.
    #[must_use]
    pub fn answer_in_words(&self, question: QuestionId) -> Option<String> {
        self.facts.answer(question).map(|answer| self.facts.show_answer(question, answer))
    }

    /// A question's text with its holes filled from the answers so far.
    #[must_use]
    pub fn fill(&self, template: &crate::tree::Template) -> String {
        self.facts.fill(template)
    }

    /// Reads an answer to the question that waits, without giving it.
    ///
    /// # Errors
    /// If it cannot be read as an answer of the question's kind.
    pub fn read(&self, given: Given) -> Result<Answer, Refusal> {
        match self.at {
            At::Question(question) => read_answer(self.facts.tree, question, given),
            _ => Err(Refusal::NothingAsked),
        }
    }

    /// Reads an answer and gives it.
    ///
    /// # Errors
    /// If it cannot be read, or is refused; the walk stands where it stood.
    pub fn give(&mut self, given: Given) -> Result<(), Refusal> {
        let answer = self.read(given)?;
        self.answer(answer)
    }

    /// Answers the question that waits, and goes on to the next stop.
    ///
    /// # Errors
    /// If the answer is refused; the walk stands where it stood.
    pub fn answer(&mut self, answer: Answer) -> Result<(), Refusal> {
        let At::Question(id) = self.at else { return Err(Refusal::NothingAsked) };
        self.facts.check(id, &answer)?;
        let chosen = match answer {
            Answer::Choice(index) => Some(index),
            _ => None,
        };
        self.facts.add(id, answer);
        let question = self.facts.tree.question(id);
        if let Some(reject) = question.rejects.iter().find(|reject| self.facts.cond(&reject.when)) {
            let because = self.facts.fill(&reject.because);
            self.facts.remove_last();
            return Err(Refusal::Because(because));
        }
        let own = chosen.and_then(|index| question.kind.options().get(index as usize)?.goto.as_ref());
        match own {
            Some(goto) => self.arrive(goto),
            None => self.follow(id),
        }
        Ok(())
    }

    /// Whether an answer would be taken, without giving it.
    ///
    /// # Errors
    /// If it would be refused.
    pub fn would_take(&self, answer: Answer) -> Result<(), Refusal> {
        self.clone().answer(answer)
    }

    /// Takes the last answer back; the walk stands at its question again. None if nothing was answered.
    pub fn back(&mut self) -> Option<(QuestionId, Answer)> {
        let last = *self.asked().last()?;
        let mut again = Self::new(self.facts.tree, self.facts.today);
        for &question in self.asked().iter().take_while(|question| **question != last) {
            // What was taken once is taken again: nothing that it depends on has changed.
            let answer = self.answer_to(question)?.clone();
            again.answer(answer).ok()?;
        }
        let taken = self.facts.remove_last();
        *self = again;
        taken
    }

    /// Goes where `next` leads from a question (format: Where a question leads).
    fn follow(&mut self, id: QuestionId) {
        let tree = self.facts.tree;
        match &tree.question(id).next {
            Next::Always(goto) => self.arrive(goto),
            Next::Rules(rules) => {
                let found = rules.iter().position(|rule| rule.when.as_ref().is_none_or(|when| self.facts.cond(when)));
                match found.and_then(|index| Some((index, rules.get(index)?))) {
                    Some((index, rule)) => {
                        self.steps.push(Step::Rule(id, index));
                        self.arrive(&rule.goto);
                    }
                    None => self.at = At::Stopped(Fault::NoRule(id)),
                }
            }
            Next::Nowhere => self.at = At::Stopped(Fault::NoRule(id)),
        }
    }

    /// Comes to a target; skips questions whose `when` is false.
    fn arrive(&mut self, target: &Target) {
        let tree = self.facts.tree;
        let mut target = target;
        loop {
            let id = match target {
                Target::Question(id) => *id,
                Target::Outcome(id) => {
                    self.at = At::Outcome(*id, None);
                    return;
                }
                Target::BestOf(ranked) => {
                    self.at = self.best_of(ranked);
                    return;
                }
            };
            match self.passed.get_mut(id.index()) {
                Some(passed) if !*passed => *passed = true,
                _ => {
                    self.at = At::Stopped(Fault::AskedTwice(id));
                    return;
                }
            }
            let question = tree.question(id);
            if question.when.as_ref().is_none_or(|when| self.facts.cond(when)) {
                self.at = match self.facts.can_be_answered(id) {
                    Ok(()) => At::Question(id),
                    Err(fault) => At::Stopped(fault),
                };
                return;
            }
            self.steps.push(Step::Skipped(id));
            target = match &question.next {
                Next::Always(goto) => goto,
                Next::Rules(rules) => {
                    let found = rules
                        .iter()
                        .enumerate()
                        .find(|(_, rule)| rule.when.as_ref().is_none_or(|when| self.facts.cond(when)));
                    let Some((index, rule)) = found else {
                        self.at = At::Stopped(Fault::NoRule(id));
                        return;
                    };
                    self.steps.push(Step::Rule(id, index));
                    &rule.goto
                }
                Next::Nowhere => {
                    self.at = At::Stopped(Fault::NoRule(id));
                    return;
                }
            };
        }
    }

    /// The outcome with the highest score of its name, the earliest in the list on a tie.
    fn best_of(&self, ranked: &[OutcomeId]) -> At {
        let score = |id: OutcomeId| self.score_of(id);
        let mut best: Option<(OutcomeId, Decimal)> = None;
        for &id in ranked {
            let own = score(id);
            if best.is_none_or(|(_, most)| own > most) {
                best = Some((id, own));
            }
        }
        match best {
            Some((id, _)) => At::Outcome(id, Some(ranked.into())),
            None => At::Stopped(Fault::NoRule(self.facts.tree.start())),
        }
    }

    /// The score named like an outcome; 0 where none is.
    #[must_use]
    pub fn score_of(&self, outcome: OutcomeId) -> Decimal {
        self.facts.tree.score_of(outcome).map_or(Decimal::ZERO, |score| self.score(score))
    }
}

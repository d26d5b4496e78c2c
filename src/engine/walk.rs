//! One walk through a tree: a pure function of the tree, the answers and the date, kept up step by step.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::fault::{Fault, Refusal};
use super::given::Given;
use super::known::facts::{Facts, Val};
use super::said::filled::Filled;
use crate::tree::{Answer, OutcomeId, QuestionId, Target, Tree};

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

/// A step along the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The question was asked.
    Asked(QuestionId),
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
        walk.begin();
        walk
    }

    /// Forgets all answers and starts again: the same as a new walk of this tree on this day, but quicker where many
    /// short walks go through a large tree.
    pub fn restart(&mut self) {
        self.undo(0);
        self.facts.clear();
        self.begin();
    }

    fn begin(&mut self) {
        if let Some(target) = self.come_to(self.facts.tree.start()) {
            self.arrive(target);
        }
    }

    /// What is known in this walk so far.
    pub(crate) fn facts(&self) -> &Facts<'t> {
        &self.facts
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

    /// The questions asked and skipped and the rules taken, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// A score so far.
    #[must_use]
    pub fn score(&self, score: crate::tree::ScoreId) -> Decimal {
        self.facts.score(score).unwrap_or_default()
    }

    /// The most that a score could have come to so far; none where nothing in the tree asks for that.
    #[must_use]
    pub fn possible(&self, score: crate::tree::ScoreId) -> Option<Decimal> {
        let tree = self.facts.tree;
        tree.possible.contains(&score).then(|| self.score(tree.possible(score)))
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

    /// An answer to a question as it stays on the screen: one line, a number with its unit.
    #[must_use]
    pub fn echo(&self, question: QuestionId, answer: &Answer) -> String {
        self.facts.echo(question, answer)
    }

    /// A text of the tree with its holes filled from the answers so far, as a plain text.
    #[must_use]
    pub fn fill(&self, template: &crate::tree::Template) -> String {
        self.facts.fill(template)
    }

    /// The same as a text that knows what came out of its holes, for Markdown.
    #[must_use]
    pub fn filled(&self, template: &crate::tree::Template) -> Filled {
        self.facts.filled(template)
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

    /// Reads what a person typed at a prompt as an answer to the question that waits, without giving it: as
    /// [`Given::One`], and a number may carry the question's own unit (format: Kinds of question).
    ///
    /// # Errors
    /// If it cannot be read as an answer of the question's kind.
    pub fn read_typed(&self, typed: &str) -> Result<Answer, Refusal> {
        match self.at {
            At::Question(question) => super::typed::read(self.facts.tree, question, typed),
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
        let chosen = answer.choice();
        self.facts.add(id, answer);
        if let Some(because) = self.facts.rejection(id) {
            self.facts.remove_last();
            return Err(Refusal::Because(because));
        }
        self.go(id, chosen);
        Ok(())
    }

    /// Whether an answer would be taken, without giving it.
    ///
    /// # Errors
    /// If it would be refused.
    pub fn would_take(&self, answer: Answer) -> Result<(), Refusal> {
        let At::Question(id) = self.at else { return Err(Refusal::NothingAsked) };
        self.facts.check(id, &answer)?;
        if self.facts.tree.question(id).rejects.is_empty() {
            return Ok(());
        }
        let facts = self.facts.with(id, answer);
        facts.rejection(id).map_or(Ok(()), |because| Err(Refusal::Because(because)))
    }

    /// Takes the last answer back; the walk stands at its question again. None if nothing was answered.
    pub fn back(&mut self) -> Option<(QuestionId, Answer)> {
        let last = *self.asked().last()?;
        self.undo(self.steps.iter().rposition(|step| *step == Step::Asked(last))? + 1);
        self.at = At::Question(last);
        self.facts.remove_last()
    }

    /// Forgets all steps but so many, and that their questions were passed.
    fn undo(&mut self, kept: usize) {
        // Whoever is stopped right where a question comes up has taken no step there.
        let here = match self.at {
            At::Stopped(Fault::AllHidden(id) | Fault::NoAnswerAllowed(id)) => Some(id),
            _ => None,
        };
        let steps = self.steps.drain(kept..).filter_map(|step| match step {
            Step::Asked(id) | Step::Skipped(id) => Some(id),
            Step::Rule(..) => None,
        });
        for id in steps.chain(here) {
            if let Some(passed) = self.passed.get_mut(id.index()) {
                *passed = false;
            }
        }
    }

    /// Whether it came to a question, which was asked or skipped.
    pub(crate) fn has_passed(&self, id: QuestionId) -> bool {
        self.passed.get(id.index()) == Some(&true)
    }

    /// The same answers in another version of the tree that has led everybody alike so far.
    pub(crate) fn on(self, tree: &Tree) -> Walk<'_> {
        let Self { facts, at, passed, steps } = self;
        Walk { facts: facts.on(tree), at, passed, steps }
    }

    /// Goes on from a question that was answered or skipped.
    fn go(&mut self, id: QuestionId, chosen: Option<u32>) {
        match self.leave(id, chosen) {
            Some(target) => self.arrive(target),
            None => self.at = At::Stopped(Fault::NoRule(id)),
        }
    }

    /// Where a question leads, noting the rule that was taken; none if no rule is true.
    fn leave(&mut self, id: QuestionId, chosen: Option<u32>) -> Option<&'t Target> {
        let lead = self.facts.lead(id, chosen)?;
        self.steps.extend(lead.rule.map(|index| Step::Rule(id, index)));
        Some(lead.target)
    }

    /// Comes to a target, and past the questions there that are skipped.
    fn arrive(&mut self, target: &'t Target) {
        let mut next = Some(target);
        while let Some(target) = next {
            next = match target {
                Target::Question(id) => self.come_to(*id),
                Target::Outcome(id) => {
                    self.at = At::Outcome(*id, None);
                    None
                }
                Target::BestOf(ranked) => {
                    self.at = match super::lead::best(ranked, |id| self.score_of(id)) {
                        Some(best) => At::Outcome(best, Some(ranked.clone())),
                        None => At::Stopped(Fault::NoRule(self.facts.tree.start())),
                    };
                    None
                }
            };
        }
    }

    /// Comes to a question and stops there, or says where it leads because it is skipped.
    fn come_to(&mut self, id: QuestionId) -> Option<&'t Target> {
        match self.passed.get_mut(id.index()) {
            Some(passed) if !*passed => *passed = true,
            _ => {
                self.at = At::Stopped(Fault::AskedTwice(id));
                return None;
            }
        }
        if !self.facts.is_skipped(id) {
            self.at = match self.facts.can_be_answered(id) {
                Ok(()) => {
                    self.steps.push(Step::Asked(id));
                    At::Question(id)
                }
                Err(fault) => At::Stopped(fault),
            };
            return None;
        }
        self.steps.push(Step::Skipped(id));
        let target = self.leave(id, None);
        if target.is_none() {
            self.at = At::Stopped(Fault::NoRule(id));
        }
        target
    }

    /// The score named like an outcome; 0 where none is.
    #[must_use]
    pub fn score_of(&self, outcome: OutcomeId) -> Decimal {
        self.facts.tree.score_of(outcome).map_or(Decimal::ZERO, |score| self.score(score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Kind;

    const TREE: &str = "
title: Restarted
questions:
  a: {ask: A?, answers: [x, y]}
  b: {ask: B?, kind: many, answers: [x, y, z], when: a == x}
  c: {ask: C?, answers: {x: {when: v, goto: e}, y: {when: not v, goto: d}}}
  d: {ask: D?, answers: [x], when: a == y, next: [{when: a == y, goto: c}, {when: count(b) > 0, goto: o}]}
  e: {ask: E?, answers: {x: {when: a == y, goto: o}}}
outcomes: {o: {title: The end}}
values: {v: a == x and count(b) > 1}
";

    /// Walks on with the answers that `pick` chooses, to the end.
    fn go(walk: &mut Walk, mut pick: u32) {
        while let At::Question(id) = *walk.at() {
            let (digit, most) = (pick % 8, walk.tree().question(id).kind.options().len());
            let answer = match walk.tree().question(id).kind {
                Kind::Choice(_) => Answer::Choice(digit % 2),
                _ => Answer::Many((0..most as u32).filter(|index| digit >> index & 1 == 1).collect()),
            };
            if walk.answer(answer).is_err() {
                let _ = walk.answer(Answer::Choice(1 - digit % 2)).or_else(|_| walk.answer(Answer::Choice(0)));
            }
            pick /= 8;
        }
    }

    #[test]
    fn a_restarted_walk_is_like_a_new_one() -> Result<(), Box<dyn std::error::Error>> {
        let tree = crate::load_str("restarted.yaml", TREE)?;
        let mut restarted = Walk::new(&tree, NaiveDate::MIN);
        let mut ends = std::collections::HashSet::new();
        for pick in 0..512 {
            let mut new = Walk::new(&tree, NaiveDate::MIN);
            restarted.restart();
            assert_eq!(format!("{restarted:?}"), format!("{new:?}"));
            go(&mut new, pick);
            go(&mut restarted, pick);
            assert_eq!(format!("{restarted:?}"), format!("{new:?}"));
            ends.insert(format!("{:?}", new.at()));
        }
        assert!(ends.len() > 3, "{ends:?}");
        Ok(())
    }
}

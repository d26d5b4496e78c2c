//! The scores of a walk, kept up answer by answer: a long walk may be asked for one at every question.

use rust_decimal::Decimal;

use crate::tree::{Answer, QuestionId, ScoreId, Tree};

/// The sum of what answers add to each score; none past 28 digits.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    now: Vec<Option<Decimal>>,
    /// The question answered last, what its answer changed, and from what.
    last: Option<QuestionId>,
    before: Vec<(ScoreId, Option<Decimal>)>,
}

impl Sums {
    /// Nothing was added to so many scores.
    pub(super) fn new(count: usize) -> Self {
        Self { now: vec![Some(Decimal::ZERO); count], last: None, before: Vec::new() }
    }

    pub(super) fn get(&self, id: ScoreId) -> Option<Decimal> {
        self.now.get(id.index()).copied().flatten()
    }

    /// Adds what an answer adds.
    pub(super) fn add(&mut self, tree: &Tree, question: QuestionId, answer: &Answer) {
        self.last = Some(question);
        self.before.clear();
        each_amount(tree, question, answer, |id, amount| {
            if let Some(sum) = self.now.get_mut(id.index()) {
                self.before.push((id, *sum));
                *sum = sum.and_then(|sum| sum.checked_add(amount));
            }
        });
    }

    /// Takes back what an answer has changed; false if it is not the one added last.
    pub(super) fn take_back(&mut self, question: QuestionId) -> bool {
        if self.last.take() != Some(question) {
            return false;
        }
        for (id, before) in self.before.drain(..).rev() {
            if let Some(sum) = self.now.get_mut(id.index()) {
                *sum = before;
            }
        }
        true
    }

    /// Forgets what an answer has added to, whatever else did.
    pub(super) fn clear(&mut self, tree: &Tree, question: QuestionId, answer: &Answer) {
        self.last = None;
        each_amount(tree, question, answer, |id, _| {
            if let Some(sum) = self.now.get_mut(id.index()) {
                *sum = Some(Decimal::ZERO);
            }
        });
    }
}

/// Goes through what an answer adds to scores.
fn each_amount(tree: &Tree, question: QuestionId, answer: &Answer, mut see: impl FnMut(ScoreId, Decimal)) {
    let options = tree.question(question).kind.options();
    let chosen: &[u32] = match answer {
        Answer::Choice(index) => std::slice::from_ref(index),
        Answer::Many(chosen) => chosen,
        _ => &[],
    };
    for option in chosen.iter().filter_map(|index| options.get(*index as usize)) {
        option.scores.iter().for_each(|(id, amount)| see(*id, *amount));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::engine::{Given, Walk};

    #[test]
    fn sums_follow_the_answers_there_and_back() {
        let text = "
title: T
questions:
  a: {ask: A?, answers: {x: {score: {s: 1, t: 0.5}}, y: {score: {s: -2}}}}
  b: {ask: B?, kind: many, answers: {x: {score: {s: 10}}, y: {score: {s: 100}}}, reject: [{when: score.s > 100, because: No}]}
  c: {ask: C?, answers: {x: {goto: o, score: {s: 1000}}}}
outcomes: {o: {title: O}}
";
        let tree = crate::load_str("t", text).unwrap();
        let mut walk = Walk::new(&tree, chrono::NaiveDate::default());
        let id = |name: &str| tree.score_named(name).unwrap();
        let sums = |walk: &Walk| (walk.score(id("s")).to_string(), walk.score(id("t")).to_string());
        let is = |s: &str, t: &str| (s.to_owned(), t.to_owned());
        walk.give(Given::One("x")).unwrap();
        assert_eq!(sums(&walk), is("1", "0.5"));
        assert!(walk.give(Given::List(&["x", "y"])).is_err());
        assert_eq!(sums(&walk), is("1", "0.5"));
        walk.give(Given::List(&["x"])).unwrap();
        walk.give(Given::One("x")).unwrap();
        assert_eq!(sums(&walk), is("1011", "0.5"));
        walk.back();
        walk.back();
        assert_eq!(sums(&walk), is("1", "0.5"));
        walk.back();
        walk.give(Given::One("y")).unwrap();
        assert_eq!(sums(&walk), is("-2", "0"));
    }
}

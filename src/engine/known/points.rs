//! What an answer adds to scores, and the most that one could have added (format: Scores, values, lists).

use rust_decimal::Decimal;

use super::facts::Facts;
use crate::tree::{Answer, AnswerOption, Kind, Points, Question, QuestionId, ScoreId};

impl Facts<'_> {
    /// What an answer, which must be among the facts, adds to scores: itself, and by the first of the question's rules
    /// that is true.
    pub(crate) fn amounts(&self, id: QuestionId) -> impl Iterator<Item = (ScoreId, Decimal)> {
        let question = self.tree.question(id);
        let chosen = self.answer(id).map_or(&[][..], Answer::chosen);
        let options = chosen.iter().filter_map(|index| question.kind.options().get(*index as usize));
        let rule = self.rule_of_points(id).and_then(|index| question.points.get(index));
        options.flat_map(|option| &option.scores).chain(rule.into_iter().flat_map(|rule| &rule.add)).copied()
    }

    /// The position of the rule by which a question adds to scores; its answer must be among the facts.
    pub(crate) fn rule_of_points(&self, id: QuestionId) -> Option<usize> {
        self.tree.question(id).points.iter().position(|rule| self.holds(rule.when.as_ref()))
    }

    /// The most that an answer to a question, which must not be among the facts yet, could add to the scores of which
    /// something asks that, `reject` aside.
    pub(crate) fn most(&self, id: QuestionId) -> impl Iterator<Item = (ScoreId, Decimal)> {
        let scores = self.tree.possible.iter().copied();
        scores.map(move |score| (self.tree.possible(score), self.most_of(self.tree.question(id), score)))
    }

    fn most_of(&self, question: &Question, score: ScoreId) -> Decimal {
        let own = |option: &AnswerOption| added(&option.scores, score);
        let offered = || question.kind.options().iter().filter(|option| self.is_visible(option));
        let empty = question.optional.then_some(Decimal::ZERO);
        let best = match &question.kind {
            Kind::Choice(_) => offered().map(own).chain(empty).max(),
            Kind::Many { .. } => self.most_of_sets(question, offered(), own),
            Kind::Number { .. } | Kind::Date { .. } | Kind::Text { .. } => None,
        };
        best.unwrap_or_default().saturating_add(by_rules(&question.points, score))
    }

    /// The best set that is allowed.
    fn most_of_sets<'q>(
        &self,
        question: &Question,
        offered: impl Iterator<Item = &'q AnswerOption>,
        own: impl Fn(&AnswerOption) -> Decimal,
    ) -> Option<Decimal> {
        let (alone, together): (Vec<_>, Vec<_>) = offered.partition(|option| option.alone);
        let mut amounts: Vec<Decimal> = together.into_iter().map(&own).collect();
        amounts.sort_unstable_by(|left, right| right.cmp(left));
        let fits = |count: usize| self.fits_size(&question.kind, count);
        // The best of so many are the first of them.
        let (mut sum, mut best) = (Decimal::ZERO, fits(0).then_some(Decimal::ZERO));
        for (count, amount) in (1..).zip(amounts) {
            sum = sum.saturating_add(amount);
            best = if fits(count) { best.max(Some(sum)) } else { best };
        }
        let alone = alone.into_iter().map(own).max().filter(|_| fits(1));
        best.max(alone)
    }
}

/// The highest that rules add, true or not; without one that catches the rest, none of them need be.
fn by_rules(rules: &[Points], score: ScoreId) -> Decimal {
    let none = rules.last().is_none_or(|rule| rule.when.is_some()).then_some(Decimal::ZERO);
    rules.iter().map(|rule| added(&rule.add, score)).chain(none).max().unwrap_or_default()
}

fn added(amounts: &[(ScoreId, Decimal)], score: ScoreId) -> Decimal {
    amounts.iter().filter(|(id, _)| *id == score).map(|(_, amount)| *amount).sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::engine::{Given, Walk};
    use crate::tree::Tree;

    fn sums(walk: &Walk, names: &[&str]) -> Vec<String> {
        let tree = walk.tree();
        let of = |name: &&str| {
            let score = tree.score_named(name.trim_start_matches("possible.")).unwrap();
            walk.score(if name.starts_with("possible.") { tree.possible(score) } else { score }).to_string()
        };
        names.iter().map(of).collect()
    }

    fn tree(text: &str) -> Tree {
        crate::load_str("t", text).unwrap()
    }

    #[test]
    fn sums_follow_the_answers_there_and_back() {
        let tree = tree(
            "
title: T
questions:
  a: {ask: A?, answers: {x: {score: {s: 1, t: 0.5}}, y: {score: {s: -2}}}}
  b: {ask: B?, kind: many, answers: {x: {score: {s: 10}}, y: {score: {s: 100}}}, reject: [{when: score.s > 100, because: No}]}
  c: {ask: C?, answers: {x: {goto: o, score: {s: 1000}}}}
outcomes: {o: {title: O}}
",
        );
        let mut walk = Walk::new(&tree, chrono::NaiveDate::default());
        let sums = |walk: &Walk| sums(walk, &["s", "t"]);
        walk.give(Given::One("x")).unwrap();
        assert_eq!(sums(&walk), ["1", "0.5"]);
        assert!(walk.give(Given::List(&["x", "y"])).is_err());
        assert_eq!(sums(&walk), ["1", "0.5"]);
        walk.give(Given::List(&["x"])).unwrap();
        walk.give(Given::One("x")).unwrap();
        assert_eq!(sums(&walk), ["1011", "0.5"]);
        walk.back();
        walk.back();
        assert_eq!(sums(&walk), ["1", "0.5"]);
        walk.back();
        walk.give(Given::One("y")).unwrap();
        assert_eq!(sums(&walk), ["-2", "0"]);
    }

    #[test]
    fn rules_add_what_the_answer_says_when_it_is_given() {
        let tree = tree(
            "
title: T
questions:
  age: {ask: A?, kind: number, score: [{when: age >= 75, add: {s: 2}}, {when: age >= 65, add: {s: 1, t: 1}}]}
  late: {ask: B?, answers: {x: {score: {s: 10}}, y: }, score: [{when: late == y and age > 70, add: {s: 5}}, {add: {t: 3}}]}
outcomes: {o: {title: '{{ possible.s }}'}}
"
            .replace("{ask: B?,", "{ask: B?, next: o,")
            .as_str(),
        );
        let mut walk = Walk::new(&tree, chrono::NaiveDate::default());
        let all = ["s", "t", "possible.s"];
        assert_eq!(sums(&walk, &all), ["0", "0", "0"]);
        walk.give(Given::One("70")).unwrap();
        assert_eq!(sums(&walk, &all), ["1", "1", "2"]);
        walk.give(Given::One("x")).unwrap();
        // Rules count as high as they go, true or not; the last of these catches the rest, so none is no way.
        assert_eq!(sums(&walk, &all), ["11", "4", "17"]);
        walk.back();
        walk.back();
        walk.give(Given::One("75")).unwrap();
        walk.give(Given::One("y")).unwrap();
        assert_eq!(sums(&walk, &all), ["7", "0", "17"]);
    }

    #[test]
    fn of_a_set_the_best_that_is_allowed_is_possible() {
        let most = |keys: &str| {
            let tree = tree(&format!(
                "
title: T
questions:
  a: {{ask: A?, answers: [x, y]}}
  q: {{ask: Q?, kind: many, {keys} next: o, answers: {{b: {{score: {{s: 3}}}}, c: {{score: {{s: 2}}}}, d: {{score: {{s: -1}}}},
      e: {{score: {{s: 9}}, when: a == y}}, f: {{alone: true, score: {{s: 4}}}}}}}}
outcomes: {{o: {{title: '{{{{ possible.s }}}}'}}}}
"
            ));
            let mut walk = Walk::new(&tree, chrono::NaiveDate::default());
            walk.give(Given::One("x")).unwrap();
            walk.give(Given::List(&["b", "c", "d"])).or_else(|_| walk.give(Given::List(&["f"]))).unwrap();
            sums(&walk, &["possible.s"]).concat()
        };
        assert_eq!(most(""), "5");
        assert_eq!(most("max: 1,"), "4");
        assert_eq!(most("min: 3,"), "4");
    }
}

//! A question left empty is an answer more; points by rules are what values would be; what was possible is the best of
//! all that could have been answered.

use std::fmt::Write;

use chrono::NaiveDate;
use onread::engine::{At, Walk};
use onread::explore::{Explored, Options, explore};
use onread::tree::{Answer, Kind, Tree};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::looked_at::cases;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

fn load(text: &str) -> Tree {
    onread::load_str("tree.yaml", text).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

/// Numbers made of bytes, one after the other.
struct Dice<'s>(&'s [u8], usize);

impl Dice<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        self.1 += 1;
        (usize::from(self.0[self.1 % self.0.len()]) + self.1 / 5) % sides
    }
}

const QUESTIONS: usize = 5;
const ENDS: &str = "outcomes: {o0: {title: A}, o1: {title: B}, o2: {title: C}}\n";

/// A condition on the first `known` questions by `==` and `in` alone.
fn equal(dice: &mut Dice, known: usize) -> String {
    let index = dice.roll(known);
    let one = match dice.roll(3) {
        0 => format!("q{index} == a"),
        1 => format!("q{index} in [b, c]"),
        _ => format!("q{index} == b"),
    };
    match dice.roll(5) {
        0 => format!("not ({one})"),
        1 => format!("{one} and {}", equal(dice, known)),
        2 => format!("({one} or {})", equal(dice, known)),
        _ => one,
    }
}

fn target(dice: &mut Dice, index: usize) -> String {
    match dice.roll(4) {
        0 => format!("o{}", dice.roll(3)),
        _ if index + 1 < QUESTIONS => format!("q{}", index + 1),
        _ => format!("o{}", dice.roll(3)),
    }
}

/// The same tree twice: with choices that may be left empty, and with one answer more in place of that.
fn empty_or_one_more(seeds: &[u8]) -> [String; 2] {
    let dice = &mut Dice(seeds, 0);
    let mut texts = ["title: T\nquestions:\n".to_owned(), "title: T\nquestions:\n".to_owned()];
    for index in 0..QUESTIONS {
        let when =
            if index > 0 && dice.roll(4) == 0 { format!("when: '{}', ", equal(dice, index)) } else { String::new() };
        let (optional, all) = (dice.roll(3) > 0, when.is_empty() && dice.roll(4) == 0);
        let mut answers = String::new();
        for id in ["a", "b", "c"] {
            let mut keys = Vec::new();
            keys.extend(all.then(|| format!("goto: {}", target(dice, index))));
            keys.extend((dice.roll(3) == 0).then(|| format!("score: {{s: {}}}", 1 + dice.roll(2))));
            keys.extend((index > 0 && dice.roll(5) == 0).then(|| format!("when: '{}'", equal(dice, index))));
            let _ = write!(answers, "{id}: {{{}}}, ", keys.join(", "));
        }
        let rule = format!("{{when: '{}', goto: {}}}", equal(dice, index + 1), target(dice, index));
        let last = format!("{{when: 'score.s > 2', goto: {}}}, {{goto: {}}}", target(dice, index), target(dice, index));
        let next = format!("next: [{rule}, {last}]");
        let empty = if optional { "optional: true, " } else { "" };
        let more = if optional { "nothing: " } else { "" };
        let next = if all && !optional { String::new() } else { format!(", {next}") };
        let _ = writeln!(texts[0], "  q{index}: {{ask: Q?, {when}{empty}answers: {{{answers}}}{next}}}");
        let _ = writeln!(texts[1], "  q{index}: {{ask: Q?, {when}answers: {{{answers}{more}}}{next}}}");
    }
    texts.map(|text| text + ENDS)
}

fn figures(tree: &Tree) -> (Explored, String) {
    let found = explore(tree, today(), &Options::default());
    let outcomes: Vec<String> =
        found.outcomes.iter().map(|one| format!("{} {:.9} {}", one.walks, one.likely, one.witness.is_some())).collect();
    let told = format!(
        "{} walks, {} to {}, {:.9}; {outcomes:?}; {:?}",
        found.walks, found.shortest, found.longest, found.mean, found.certainty
    );
    (found, told)
}

/// The same tree twice: with rules that add points, and with values that do.
fn rules_or_values(seeds: &[u8]) -> [String; 2] {
    let dice = &mut Dice(seeds, 0);
    let mut texts = ["title: T\nquestions:\n".to_owned(), "title: T\nquestions:\n".to_owned()];
    let mut values = "values:\n".to_owned();
    for index in 0..QUESTIONS {
        let when =
            if index > 0 && dice.roll(4) == 0 { format!("when: '{}', ", equal(dice, index)) } else { String::new() };
        let count = dice.roll(3);
        let amounts = ["1", "2", "-1", "0.5"];
        let rules: Vec<(Option<String>, &str)> = (0..count)
            .map(|at| {
                let when = (at + 1 < count || dice.roll(3) > 0).then(|| equal(dice, index + 1));
                (when, amounts[dice.roll(4)])
            })
            .collect();
        let mut points = String::new();
        let _ = writeln!(values, "  p{index}:\n    - {{when: not answered(q{index}), is: 0}}");
        for (when, amount) in &rules {
            let (when, own) = match when {
                Some(when) => (format!("when: '{when}', "), when.as_str()),
                None => (String::new(), "true"),
            };
            let _ = write!(points, "{{{when}add: {{s: {amount}}}}}, ");
            let _ = writeln!(values, "    - {{when: '{own}', is: {amount}}}");
        }
        values += "    - is: 0\n";
        let score = if points.is_empty() { String::new() } else { format!(", score: [{points}]") };
        let end = index + 1 == QUESTIONS;
        for (text, total) in texts.iter_mut().zip(["score.s", "total"]) {
            let rules = format!("[{{when: {total} >= 2, goto: o0}}, {{when: {total} == 0.5, goto: o1}}, {{goto: o2}}]");
            let next = if end { format!(", next: {rules}") } else { String::new() };
            let score = if total == "score.s" { score.as_str() } else { "" };
            let _ = writeln!(text, "  q{index}: {{ask: Q?, {when}answers: [a, b, c]{score}{next}}}");
        }
    }
    let total: Vec<String> = (0..QUESTIONS).map(|index| format!("p{index}")).collect();
    let _ = writeln!(values, "  total: {}", total.join(" + "));
    [texts[0].clone() + ENDS, texts[1].clone() + &values + ENDS]
}

/// Every answer there is to the question that waits.
fn answers(walk: &Walk) -> Vec<Answer> {
    let At::Question(id) = *walk.at() else { return Vec::new() };
    let question = walk.tree().question(id);
    let count = question.kind.options().len() as u32;
    let mut all: Vec<Answer> = match question.kind {
        Kind::Choice(_) => (0..count).map(Answer::Choice).collect(),
        _ => (0..1_u32 << count)
            .map(|bits| Answer::Many((0..count).filter(|index| bits & (1 << index) != 0).collect()))
            .collect(),
    };
    all.extend(question.optional.then_some(Answer::Empty));
    all.into_iter().filter(|answer| walk.would_take(answer.clone()).is_ok()).collect()
}

/// A tree without rules of points, whose sets have limits and answers that exclude others.
fn offers(seeds: &[u8]) -> String {
    let dice = &mut Dice(seeds, 0);
    let mut text = "title: T\nquestions:\n".to_owned();
    for index in 0..QUESTIONS {
        let many = dice.roll(2) == 0;
        let mut answers = String::new();
        for id in ["a", "b", "c", "d"].iter().take(2 + dice.roll(3)) {
            let mut keys = vec![format!("score: {{s: {}}}", ["1", "2", "-1", "0.5", "-3", "0"][dice.roll(6)])];
            keys.extend((many && dice.roll(5) == 0).then(|| "alone: true".to_owned()));
            keys.extend((index > 0 && dice.roll(4) == 0).then(|| format!("when: 'score.s > {}'", dice.roll(3))));
            let _ = write!(answers, "{id}: {{{}}}, ", keys.join(", "));
        }
        let keys = match many {
            true => format!("kind: many, min: 0 + {}, max: 1 + {}, ", dice.roll(2), dice.roll(3)),
            false if dice.roll(3) == 0 => "optional: true, ".to_owned(),
            false => String::new(),
        };
        let next = if index + 1 == QUESTIONS { ", next: o0" } else { "" };
        let _ = writeln!(text, "  q{index}: {{ask: Q?, {keys}answers: {{{answers}}}{next}}}");
    }
    text + "outcomes: {o0: {title: '{{ possible.s }}'}}\n"
}

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn a_choice_left_empty_counts_as_an_answer_more(seeds in prop::collection::vec(any::<u8>(), 64)) {
        let texts = empty_or_one_more(&seeds);
        if !texts[0].contains("score: {s") {
            return Ok(());
        }
        let [(_, empty), (_, more)] = [&texts[0], &texts[1]].map(|text| figures(&load(text)));
        prop_assert_eq!(empty, more, "{}", texts[0]);
    }

    #[test]
    fn points_by_rules_are_what_values_would_be(seeds in prop::collection::vec(any::<u8>(), 64)) {
        let texts = rules_or_values(&seeds);
        if !texts[0].contains("add: {s") {
            return Ok(());
        }
        let [(_, rules), (_, values)] = [&texts[0], &texts[1]].map(|text| figures(&load(text)));
        prop_assert_eq!(rules, values, "{}", texts[0]);
    }

    #[test]
    fn the_best_answers_offered_are_what_was_possible(seeds in prop::collection::vec(any::<u8>(), 64)) {
        let tree = load(&offers(&seeds));
        let score = tree.score_named("s").unwrap();
        let possible = |walk: &Walk| walk.score(tree.possible(score));
        let mut walk = Walk::new(&tree, today());
        let mut dice = Dice(&seeds, 3);
        while let At::Question(_) = walk.at() {
            let (own, before, all) = (walk.score(score), possible(&walk), answers(&walk));
            let after = |answer: &Answer| {
                let mut next = walk.clone();
                next.answer(answer.clone()).unwrap();
                next
            };
            let best: Decimal = all.iter().map(|answer| after(answer).score(score) - own).max().unwrap();
            for next in all.iter().map(after) {
                prop_assert_eq!(possible(&next) - before, best, "{}", offers(&seeds));
            }
            walk = after(&all[dice.roll(all.len())]);
        }
    }
}

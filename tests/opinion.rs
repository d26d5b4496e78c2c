//! A second opinion on what is proved of a tree: on thousands of small random trees every walk is walked by itself, and
//! every count, every finding, every witness and every silence of `explore` is held against that.

#[path = "opinion/attack.rs"]
mod attack;
#[path = "opinion/boxes.rs"]
mod boxes;
#[path = "opinion/compare.rs"]
mod compare;
#[path = "opinion/dice.rs"]
mod dice;
#[path = "opinion/enumerate.rs"]
mod enumerate;
#[path = "opinion/expressions.rs"]
mod expressions;
#[path = "opinion/few.rs"]
mod few;
#[path = "common/finding.rs"]
mod finding;
#[path = "opinion/generate.rs"]
mod generate;
#[path = "opinion/hanging.rs"]
mod hanging;
#[path = "opinion/meeting.rs"]
mod meeting;
#[path = "opinion/meeting_trees.rs"]
mod meeting_trees;
#[path = "opinion/mended.rs"]
mod mended;
#[path = "opinion/mixed.rs"]
mod mixed;
#[path = "opinion/nasty.rs"]
mod nasty;
#[path = "opinion/order.rs"]
mod order;
#[path = "opinion/parts.rs"]
mod parts;
#[path = "opinion/points.rs"]
mod points;
#[path = "opinion/reckoning.rs"]
mod reckoning;
#[path = "opinion/reduce.rs"]
mod reduce;
#[path = "opinion/seen.rs"]
mod seen;
#[path = "opinion/silence.rs"]
mod silence;
#[path = "opinion/texts.rs"]
mod texts;
#[path = "opinion/unused.rs"]
mod unused;

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::families;
use crate::size;
use crate::tape;
use compare::{Counts, compare};
use generate::Flavour;
use reduce::reduce;
use tape::Tape;

/// A number from the environment, for longer runs by hand.
fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// Compares so many random trees; every kind of failure is shown once, with a small tree.
fn look_at(flavour: Flavour, cases: u64, most: usize) -> Counts {
    let cases = size::cases(cases as usize);
    let seed = from_environment("OPINION_SEED", 20_260_131);
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    let tapes = proptest::collection::vec(any::<u16>(), 40..290);
    let (mut counts, mut failures) = (Counts::new(), BTreeMap::<String, (String, String)>::new());
    for _ in 0..cases {
        let tape = tapes.new_tree(&mut runner).unwrap().current();
        let text = generate::tree(&mut Tape::new(tape), flavour);
        let Err(wrong) = compare(&text, most, &mut counts) else { continue };
        *counts.entry(format!("WRONG {}", wrong.name)).or_default() += 1;
        if failures.len() < 12 && !failures.contains_key(&wrong.name) {
            let mut shows =
                |text: &str| compare(text, most, &mut Counts::new()).is_err_and(|other| other.name == wrong.name);
            let small = reduce(&text, &mut shows);
            let told = compare(&small, most, &mut Counts::new()).unwrap_err().told;
            failures.insert(wrong.name, (told, small));
        }
    }
    if std::env::var_os("OPINION_COUNTS").is_some() {
        eprintln!("{flavour:?} {counts:#?}");
    }
    let told: String =
        failures.iter().map(|(name, (told, text))| format!("=== {name}\n{told}\n---\n{text}\n")).collect();
    assert!(failures.is_empty(), "{told}{counts:#?}");
    counts
}

/// Fails unless each of these was compared so many times.
fn came_up(counts: &Counts, wanted: &[(&str, usize)]) {
    for (name, least) in wanted {
        let count = counts.get(*name).copied().unwrap_or(0);
        assert!(count >= size::share(*least), "{name}: {count} of {counts:#?}");
    }
}

#[test]
fn choices_and_sets() {
    let counts = look_at(Flavour::Listed, 2000, 6000);
    came_up(
        &counts,
        &[
            ("trees of choices and sets", 1800),
            ("walks one by one", 100_000),
            ("counts and lengths", 1800),
            ("probabilities of an outcome", 4000),
            ("why-not answered", 2000),
            ("shortest witnesses of an outcome", 2000),
            ("findings: stuck", 300),
            ("findings: asked-twice", 150),
            ("findings: promise", 120),
            ("promises that are kept", 200),
            ("findings: tie", 800),
            ("findings: never, no walk asks", 1500),
            ("findings: never, no walk can answer", 900),
            ("findings: never, no walk takes rule", 1200),
            ("findings: never, no walk reaches", 1500),
            ("findings: never, no walk is shown note", 200),
            ("findings: never, no walk is shown feedback", 100),
            ("findings: never, always true", 900),
            ("findings: never, never true", 200),
            ("findings: never, of the value", 700),
            ("trees with parts of values, covered", 300),
            ("covered: [", 100),
            ("covered: .else", 20),
            ("covered: .reject.", 100),
            ("findings: needless, a question", 1000),
            ("findings: needless, a value or score", 1500),
            ("findings: maybe-unanswered, blank", 200),
            ("findings: maybe-unanswered, text hangs", 5),
            ("findings: maybe-unanswered, condition hangs", 700),
        ],
    );
}

#[test]
fn one_typed_question() {
    let counts = look_at(Flavour::OneTyped, 1500, 6000);
    came_up(
        &counts,
        &[
            ("trees with typed answers, exact", 800),
            ("trees with typed answers, tried", 30),
            ("walks one by one", 70_000),
            ("findings: stuck", 200),
            ("findings: asked-twice", 100),
            ("findings: promise", 150),
            ("findings: tie", 700),
            ("findings: never, always true", 500),
            ("findings: never, never true", 100),
            ("findings: never, no walk takes rule", 500),
            ("findings: never, of the value", 200),
            ("findings: needless, a question", 500),
            ("findings: maybe-unanswered, blank", 150),
            ("findings: maybe-unanswered, condition hangs", 500),
        ],
    );
}

#[test]
fn two_typed_questions() {
    let counts = look_at(Flavour::TwoTyped, 500, 12000);
    came_up(
        &counts,
        &[
            ("trees with typed answers, exact", 100),
            ("trees with typed answers, tried", 5),
            ("findings: stuck", 50),
            ("findings: promise", 50),
            ("findings: never, always true", 80),
            ("findings: maybe-unanswered, condition hangs", 200),
        ],
    );
}

#[test]
fn what_is_looked_at_together_between_others() {
    let counts = look_at(Flavour::Mixed, 800, 8_000);
    came_up(
        &counts,
        &[
            ("trees of choices and sets", 1000),
            ("walks one by one", 400_000),
            ("findings: promise", 50),
            ("findings: never, no walk takes rule", 400),
            ("findings: needless, a question", 400),
        ],
    );
}

#[test]
fn typed_answers_that_count_by_conditions() {
    let counts = look_at(Flavour::Points, 500, 40_000);
    came_up(
        &counts,
        &[
            ("trees with typed answers, exact", 400),
            ("walks one by one", 500_000),
            ("findings: stuck", 30),
            ("findings: promise", 30),
            ("findings: never, always true", 150),
            ("findings: never, never true", 30),
            ("findings: never, no walk takes rule", 250),
            ("findings: never, of the value", 350),
            ("findings: needless, a question", 450),
            ("findings: maybe-unanswered, condition hangs", 100),
        ],
    );
}

#[test]
fn sets_of_many_boxes() {
    let counts = look_at(Flavour::Boxes, 96, 4000);
    came_up(
        &counts,
        &[
            ("trees of choices and sets", 80),
            ("walks one by one", 10_000),
            ("findings: never, always true", 12),
            ("findings: never, no walk takes rule", 24),
            ("findings: maybe-unanswered, condition hangs", 1),
        ],
    );
}

/// Rules on one typed answer only: answers that make the same of them true count as one walk.
#[test]
fn a_range_that_nothing_tells_apart_counts_as_one_walk() {
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(3), ..Config::default() });
    let tapes = proptest::collection::vec(any::<u16>(), 5..30);
    let (mut compared, mut most) = (0, 0);
    for _ in 0..size::cases(400).max(50) {
        let mut tape = Tape::new(tapes.new_tree(&mut runner).unwrap().current());
        let text = generate::ranges(&mut tape);
        let Ok(tree) = onread::load_str("ranges.yaml", &text) else { continue };
        let explored = onread::explore::explore(&tree, enumerate::today(), &onread::explore::Options::default());
        if !explored.certainty.is_exact() {
            continue;
        }
        let (id, question) = tree.questions().next().unwrap();
        let onread::tree::Next::Rules(rules) = &question.next else { panic!("{text}") };
        let mut classes = std::collections::BTreeMap::<Vec<bool>, onread::tree::OutcomeId>::new();
        for answer in enumerate::grid(question) {
            let mut walk = onread::engine::Walk::new(&tree, enumerate::today());
            if walk.answer(answer).is_ok() {
                let onread::engine::At::Outcome(end, _) = *walk.at() else { panic!("{text}") };
                let mut truths: Vec<bool> =
                    rules.iter().filter_map(|rule| rule.when.as_ref()).map(|when| walk.holds(when)).collect();
                truths.push(walk.answer_to(id) == Some(&onread::tree::Answer::Empty));
                classes.insert(truths, end);
            }
        }
        assert_eq!(explored.walks.to_string(), classes.len().to_string(), "{text}");
        for reached in &explored.outcomes {
            let walks = classes.values().filter(|end| **end == reached.outcome).count();
            assert_eq!(reached.walks.to_string(), walks.to_string(), "{text}");
            assert!((reached.likely - walks as f64 / classes.len().max(1) as f64).abs() < 1e-9, "{text}");
        }
        compared += 1;
        most = most.max(classes.len());
    }
    assert!(compared > size::share(200) && most > 5, "{compared} {most}");
}

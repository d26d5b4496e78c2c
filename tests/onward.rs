//! "Question 3 of 6 to 9" against all walks that go on from there, one by one.

use std::fmt::Write;
use std::process::Command;

use crate::size;
use crate::small_trees;
use chrono::NaiveDate;
use onread::engine::{Ahead, At, Given, Outlook, Progress, Walk};
use onread::explore::Onward;
use onread::tree::{Answer, Kind, QuestionId, Tree};
use proptest::prelude::*;
use small_trees::write_tree;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

/// Every answer to a question that is tried: each id, each set, and what is listed for those that are typed.
fn answers(tree: &Tree, id: QuestionId, typed: &dyn Fn(&str) -> Vec<&'static str>) -> Vec<Answer> {
    let question = tree.question(id);
    let mut list: Vec<Answer> = match &question.kind {
        Kind::Choice(options) => (0..options.len() as u32).map(Answer::Choice).collect(),
        Kind::Many { options, .. } => (0..1_u32 << options.len())
            .map(|bits| Answer::Many((0..options.len() as u32).filter(|i| bits & (1 << i) != 0).collect()))
            .collect(),
        _ => {
            let given =
                typed(&question.id).into_iter().map(|text| onread::engine::read_answer(tree, id, Given::One(text)));
            given.map(Result::unwrap).collect()
        }
    };
    list.extend(question.optional.then_some(Answer::Empty));
    list
}

/// Is told of a walk, and how few and how many questions still come.
type See<'s> = dyn FnMut(&Walk, Option<(usize, usize)>) + 's;

/// The least and the most questions that a walk is still asked before an outcome; `see` is told at each place.
fn ways(walk: &Walk, typed: &dyn Fn(&str) -> Vec<&'static str>, see: &mut See) -> Option<(usize, usize)> {
    let At::Question(id) = *walk.at() else { return matches!(walk.at(), At::Outcome(..)).then_some((0, 0)) };
    let mut all: Option<(usize, usize)> = None;
    for answer in answers(walk.tree(), id, typed) {
        let mut next = walk.clone();
        if next.answer(answer).is_ok()
            && let Some((least, most)) = ways(&next, typed, see)
        {
            let before = all.unwrap_or((usize::MAX, 0));
            all = Some((before.0.min(least + 1), before.1.max(most + 1)));
        }
    }
    see(walk, all);
    all
}

/// Compares what is said at every place of every walk with what is true; returns how often it was proved.
fn compare(tree: &Tree, typed: &dyn Fn(&str) -> Vec<&'static str>, all_proved: bool) -> usize {
    let onward = Onward::of(tree, today());
    let outlook = Outlook::new(tree);
    let mut proved = 0;
    ways(&Walk::new(tree, today()), typed, &mut |walk, truth| {
        let asked = walk.asked().len();
        let rough = outlook.of_walk(walk, None);
        assert!(!rough.exact && rough.asked == asked);
        if let Some((least, most)) = truth {
            assert!(rough.least <= asked + least && rough.most >= asked + most, "{rough:?} {truth:?}");
        }
        let said = onward.as_ref().and_then(|onward| onward.ahead(walk));
        if all_proved || said.is_some() {
            let given: Vec<_> = walk.asked().iter().map(|id| walk.answer_in_words(*id)).collect();
            assert_eq!(said, truth, "after {given:?}");
        }
        proved += usize::from(said.is_some());
        let known = onward.as_ref().map(|onward| onward as &dyn Ahead);
        let progress = outlook.of_walk(walk, known);
        let expected =
            said.map(|(least, most)| Progress { asked, least: asked + least, most: asked + most, exact: true });
        assert_eq!(progress, expected.unwrap_or(rough));
    });
    proved
}

proptest! {
    // The same cases in every run, so that a red run is a change's fault.
    #![proptest_config(ProptestConfig {
        cases: size::cases(1500) as u32,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_131),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_said_to_be_proved_is_what_all_walks_do(seeds in proptest::collection::vec(any::<u8>(), 8..60)) {
        let Ok(tree) = onread::load_str("generated", &write_tree(&seeds)) else { return Ok(()) };
        // On each side of both numbers that conditions compare with, and not only what stands for a side.
        compare(&tree, &|_| vec!["0", "1", "2", "4", "5", "6", "9"], true);
    }
}

#[test]
fn typed_answers_are_known_again_whatever_stands_for_them() {
    // Ranges, two answers compared, dates, texts, sets by what is in them, tables, and scores on the way.
    let trees: [&str; 4] = [
        "title: T\nquestions:\n  a: {ask: A, kind: number, whole: true, min: 0, max: 9}\n  b: {ask: B, kind: number, whole: true, min: 0, max: 9}\n  c: {ask: C, when: a > b, answers: [x, y]}\n  d: {ask: D, when: a + b == 7, answers: [x, y], next: end}\noutcomes:\n  end: {title: E}\n",
        "title: T\nquestions:\n  a: {ask: A, kind: number}\n  b: {ask: B, answers: [x, y], when: a > 1.5}\n  c: {ask: C, answers: [x, y], when: 'a in [2, 3, 4.5]', next: [{when: a < 1, goto: end}, {goto: d}]}\n  d: {ask: D, answers: [x, y], next: end}\noutcomes:\n  end: {title: E}\n",
        "title: T\nquestions:\n  a: {ask: A, kind: text, optional: true}\n  b: {ask: B, answers: [x, y], when: 'a in [\"1\", \"4\"]'}\n  c: {ask: C, answers: [x, y], when: 'matches(a, \"[0-3]\")'}\n  d: {ask: D, answers: [x, y], when: answered(a), next: end}\noutcomes:\n  end: {title: E}\n",
        "title: T\nquestions:\n  a: {ask: A, kind: number, whole: true, min: 0, max: 9}\n  b: {ask: B, kind: many, answers: {x: {score: {s: 2}}, y: {score: {s: 3}}, z: , w: }}\n  c: {ask: C, answers: [x, y], when: 'score.s > 2 and a > 3'}\n  d: {ask: D, answers: [x, y], when: 'z in b or level == 2', next: end}\noutcomes:\n  end: {title: E}\nvalues:\n  level: {by: c, table: {x: 2}, else: 3}\n",
    ];
    for text in trees {
        let tree = onread::load_str("tree.yaml", text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
        let proved = compare(&tree, &|_| vec!["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], true);
        assert!(proved > 10, "{proved} in {text}");
    }
    // Where typed answers are compared with each other, their ranges stand for this walk only once it is known.
    let limits = "title: T\nquestions:\n  a: {ask: A, kind: number, whole: true, min: 0, max: 9}\n  b: {ask: B, kind: number, whole: true, min: a, max: a + 3}\n  c: {ask: C, answers: {x: {goto: a2}, y: {goto: end}}}\n  a2: {ask: A, kind: number, whole: true, min: 0, max: 9, reject: [{when: a2 <= b, because: No.}], next: [{when: a2 > 8, goto: end}, {goto: d}]}\n  d: {ask: D, answers: [x, y], next: end}\noutcomes:\n  end: {title: E}\n";
    let tree = onread::load_str("tree.yaml", limits).unwrap_or_else(|error| panic!("{error:?}"));
    assert!(compare(&tree, &|_| vec!["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], true) > 10);
    let text = "title: T\nquestions:\n  a: {ask: A, kind: date}\n  b: {ask: B, kind: date, min: a}\n  c: {ask: C, answers: [x, y], when: 'days(a, b) > 30'}\n  d: {ask: D, answers: [x, y], when: a < today, next: end}\noutcomes:\n  end: {title: E}\n";
    let tree = onread::load_str("tree.yaml", text).unwrap_or_else(|error| panic!("{error:?}"));
    compare(
        &tree,
        &|_| vec!["2026-01-01", "2026-01-30", "2026-01-31", "2026-02-01", "2026-02-28", "2026-04-01"],
        false,
    );
}

/// What stands above each question that is asked.
fn places(tree: &str, input: &str) -> Vec<String> {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tree.yaml"), tree).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["play", "tree.yaml"])
        .current_dir(folder.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let place = |line: &str| Some(line.strip_prefix("Question ")?.split(':').next()?.to_owned());
    out.lines().filter_map(place).collect()
}

const SHORT: &str = "\
title: T
questions:
  guests: {ask: Guests?, kind: number, whole: true, min: 0}
  vegan: {ask: Vegan?, when: guests > 2, answers: [yes, no]}
  table: {ask: Table?, when: guests > 2 and vegan == yes, answers: [yes, no]}
  sure: {ask: Sure?, answers: [yes, no], next: end}
outcomes:
  end: {title: The end}
";

#[test]
fn a_place_is_told_as_it_is_proved_for_this_walk() {
    assert_eq!(places(SHORT, "1\nyes\n"), ["1 of 2 to 4", "2 of 2"]);
    assert_eq!(places(SHORT, "3\nno\nyes\n"), ["1 of 2 to 4", "2 of 3 to 4", "3 of 3"]);
    assert_eq!(places(SHORT, "3\nyes\nyes\nyes\n"), ["1 of 2 to 4", "2 of 3 to 4", "3 of 4", "4 of 4"]);
}

#[test]
fn what_is_not_proved_is_said_to_be_about() {
    let many: String = (0..400).fold(String::new(), |mut text, at| {
        let _ = writeln!(text, "  q{at}: {{ask: Q?, when: guests > {at}, answers: [yes, no]}}");
        text
    });
    let tree = SHORT.replace("  sure:", &format!("{many}  sure:"));
    assert_eq!(places(&tree, "0\nyes\n"), ["1 of about 2 to 404", "2 of 2"]);
    // Nothing is known of every answer to what is compared so.
    let tree = SHORT.replace("guests > 2 and vegan", "guests * guests * guests - guests == 6 and vegan");
    let tree = tree.replace("whole: true, min: 0", "optional: false");
    assert_eq!(places(&tree, "0\nyes\n")[0], "1 of about 2 to 4");
}

#[test]
fn programs_are_told_the_same() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tree.yaml"), SHORT).unwrap();
    let progress = |answers: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onread"));
        command.args(["play", "tree.yaml", "--format=json"]).current_dir(folder.path());
        command.args(answers.iter().flat_map(|answer| ["--answer", answer]));
        let record: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        record["progress"].clone()
    };
    let told = |asked: u64, least: u64, most: u64| serde_json::json!({"asked": asked, "least": least, "most": most, "exact": true});
    assert_eq!(progress(&[]), told(0, 2, 4));
    assert_eq!(progress(&["guests=1"]), told(1, 2, 2));
    assert_eq!(progress(&["guests=5"]), told(1, 3, 4));
    assert_eq!(progress(&["guests=5", "vegan=no", "sure=yes"]), told(3, 3, 3));
}

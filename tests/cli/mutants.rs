//! `onread test --mutants`.

use super::{folder, onread_in};

const TREE: &str = "\
title: Supper
questions:
  hungry:
    ask: How hungry are you?
    answers: {very: minutes, a_bit: soup}
  minutes:
    ask: How many minutes do you have?
    kind: number
    whole: true
    next:
      - {when: minutes >= 30, goto: curry}
      - {when: minutes >= 30 and hungry == a_bit, goto: soup}
      - goto: eggs
outcomes:
  curry: {title: Curry}
  eggs: {title: Eggs, notes: [{when: minutes < 5, text: Be quick.}]}
  soup: {title: Soup}
";

const WALKS: &str = "\
tree: supper.yaml
walks:
  - name: in time
    answers: {hungry: very, minutes: 30}
    outcome: curry
  - name: in a hurry
    answers: {hungry: very, minutes: 29}
    outcome: eggs
    hides: [quick]
";

#[test]
fn unnoticed_changes_are_named_with_a_walk_that_notices_them() {
    let here = folder(&[("supper.yaml", TREE), ("a.walks.yaml", WALKS)]);
    let ran = onread_in(here.path(), &["test", "--mutants", "--format=json"], "");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let report = ran.json();
    let tree = &report["trees"][0];
    let count = |key: &str| report[key].as_u64().unwrap();
    assert_eq!(count("made"), count("noticed") + count("unnoticed") + count("equal") + count("unproved"));
    assert!(count("noticed") > 5 && count("equal") > 3 && count("unproved") == 0, "{}", ran.out);
    let mutants = tree["mutants"].as_array().unwrap();
    let find = |from: &str, to: &str| mutants.iter().find(|one| one["from"] == from && one["to"] == to);
    // The limit is tested from both sides, so none of its changes is left.
    assert!(find("when: minutes >= 30", "when: minutes > 30").is_none(), "{}", ran.out);
    assert!(find("when: minutes >= 30", "when: minutes >= 29").is_none(), "{}", ran.out);
    let soup = find("goto: soup", "goto: curry").unwrap();
    assert_eq!((soup["at"].as_str(), soup["line"].as_u64()), (Some("hungry.a_bit"), Some(5)));
    assert_eq!(soup["walk"], serde_json::json!({"hungry": "a_bit"}));
    // The second rule is never reached: whatever becomes of it alters nothing.
    assert!(mutants.iter().all(|one| one["at"] != "minutes.next.2"), "{}", ran.out);
    let note = find("when: minutes < 5", "when: minutes <= 5").unwrap();
    assert_eq!(note["walk"], serde_json::json!({"hungry": "very", "minutes": 5}));
    let text = onread_in(here.path(), &["test", "--mutants"], "");
    assert_eq!(text.code, 1);
    assert!(text.out.contains("NOT NOTICED supper.yaml:5:") && text.out.contains("`goto: soup` → `goto: curry`"));
    assert!(text.out.contains("alter nothing and are left out: proved"), "{}", text.out);
}

#[test]
fn a_filter_leaves_fewer_walks_to_notice_changes() {
    let here = folder(&[("supper.yaml", TREE), ("a.walks.yaml", WALKS)]);
    let noticed = |more: &[&str]| {
        let ran = onread_in(here.path(), &[&["test", "--mutants", "--format=json"], more].concat(), "");
        ran.json()["noticed"].as_u64().unwrap()
    };
    assert!(noticed(&["--filter", "in time"]) < noticed(&[]));
}

#[test]
fn walks_must_pass_before_anything_is_changed() {
    let here = folder(&[("supper.yaml", TREE), ("a.walks.yaml", &WALKS.replace("outcome: eggs", "outcome: soup"))]);
    let ran = onread_in(here.path(), &["test", "--mutants"], "");
    assert_eq!(ran.code, 1);
    assert!(ran.out.ends_with("1 passed, 1 failed\n") && ran.err.contains("only where all walks pass"), "{}", ran.err);
}

#[test]
fn few_states_prove_nothing_and_that_is_said() {
    let here = folder(&[("supper.yaml", TREE), ("a.walks.yaml", WALKS)]);
    let ran = onread_in(here.path(), &["test", "--mutants", "--max-states=0", "--format=json"], "");
    assert!(ran.json()["unproved"].as_u64().unwrap() > 0, "{}", ran.out);
    let text = onread_in(here.path(), &["test", "--mutants", "--max-states=0"], "");
    assert!(text.out.contains("nothing is proved"), "{}", text.out);
}

#[test]
fn walks_that_notice_everything_are_fine() {
    let tree =
        "title: T\nquestions:\n  q: {ask: Q?, answers: {a: x, b: y}}\noutcomes: {x: {title: X}, y: {title: Y}}\n";
    let walks = "tree: t.yaml\nwalks:\n  - {answers: {q: a}, outcome: x}\n  - {answers: {q: b}, outcome: y}\n";
    let here = folder(&[("t.yaml", tree), ("t.walks.yaml", walks)]);
    let ran = onread_in(here.path(), &["test", "--mutants"], "");
    assert_eq!(
        (ran.code, ran.out.lines().last()),
        (0, Some("3 changes made: 3 noticed, 0 not noticed, 0 alter nothing"))
    );
}

/// The changes that go unnoticed without any walk.
fn unnoticed(tree: &str) -> serde_json::Value {
    let here = folder(&[("t.yaml", tree), ("t.walks.yaml", "tree: t.yaml\nwalks: [{answers: {}}]\n")]);
    let ran = onread_in(here.path(), &["test", "--mutants", "--format=json", "t.walks.yaml"], "");
    ran.json()["trees"][0].clone()
}

fn walk_of<'r>(report: &'r serde_json::Value, from: &str, to: &str) -> &'r serde_json::Value {
    let found = report["mutants"].as_array().unwrap().iter().find(|one| one["from"] == from && one["to"] == to);
    found.unwrap_or_else(|| panic!("`{from}` → `{to}` in {report}"))
}

#[test]
fn the_reason_of_a_refusal_is_something_that_a_walk_can_say() {
    let report = unnoticed(
        "title: T\nquestions:\n  n:\n    ask: N?\n    kind: number\n    whole: true\n    min: 1\n    max: 9\n    reject:\n      \
         - {when: n > 7, because: Far too many.}\n      - {when: n > 5, because: Too many.}\n      \
         - {when: n > 6, because: Too many.}\n    next: o\noutcomes: {o: {title: O}}\n",
    );
    // Which of the two reasons is told hangs on the first limit.
    let moved = walk_of(&report, "when: n > 7", "when: n > 8");
    assert_eq!(
        (&moved["walk"], &moved["line"], &moved["column"]),
        (&serde_json::json!({"n": 8}), &10.into(), &16.into())
    );
    // What the third refuses, the second refuses in the same words.
    let third = |one: &serde_json::Value| one["at"] == "n.reject.3" && one["to"] != "when: not n > 6";
    assert!(!report["mutants"].as_array().unwrap().iter().any(third), "{report}");
    assert_eq!(report["equal"], 3, "{report}");
}

#[test]
fn values_and_scores_are_something_that_a_walk_can_say() {
    let report = unnoticed(
        "title: T\nquestions:\n  a: {ask: A?, answers: {x: {score: {s: 1}}, y: {}}, next: o}\noutcomes: {o: {title: O}}\n\
         values:\n  v: [{when: a == x, is: 3}, {when: a == y, is: 4}, {is: 5}]\n",
    );
    let one = walk_of(&report, "when: a == x", "when: a != x");
    assert_eq!((&one["walk"], &one["by_values"]), (&serde_json::json!({"a": "x"}), &true.into()));
    assert_eq!(walk_of(&report, "score: {s: 1}", "score: {s: 2}")["walk"], serde_json::json!({"a": "x"}));
    // Before anything was answered the value is the last.
    assert_eq!(walk_of(&report, "is: 5", "is: 6")["walk"], serde_json::json!({}));
}

#[test]
fn changes_are_shown_as_the_author_wrote_what_is_changed() {
    let report = unnoticed(
        "title: T\nquestions:\n  c:\n    ask: C?\n    answers: [at, be, bg, hr, cy, cz, dk, ee, fi, fr, de]\n    next:\n      \
         - when: >-\n          c in    eu\n        goto: o\n      - goto: p\noutcomes: {o: {title: O}, p: {title: P}}\nlists:\n  \
         eu: [at, be, bg, hr, cy, cz, dk, ee, fi, fr]\n",
    );
    let one = walk_of(&report, "when: c in eu", "when: c in [at, be, bg, hr, and 3 more, ee, fi]");
    assert_eq!((&one["line"], &one["walk"]), (&8.into(), &serde_json::json!({"c": "fr"})));
    let text = report.to_string();
    assert!(text.contains("c not in [at, be, bg, hr, and 4 more, fi, fr]"), "{text}");
}

#[test]
fn a_score_is_told_apart_where_a_walk_ends_though_nothing_of_the_tree_looks_at_it() {
    let tree = "title: T
questions:
  q: {ask: Q?, answers: [a, b], score: [{when: q == a, add: {s: 1}}], next: o}
outcomes: {o: {title: O}}
";
    let walks = "tree: t.yaml\nwalks: [{answers: [a], outcome: o}, {answers: [b], outcome: o}]\n";
    let here = folder(&[("t.yaml", tree), ("t.walks.yaml", walks)]);
    let report = onread_in(here.path(), &["test", "--mutants", "--format=json"], "").json();
    let mutants = report["trees"][0]["mutants"].as_array().unwrap();
    let told: Vec<&str> =
        mutants.iter().map(|one| one["at"].as_str().unwrap()).filter(|at| *at == "q.score.1").collect();
    assert!(told.len() > 2 && report["equal"] == 0, "{report}");
    let tested = walks
        .replace("outcome: o}, ", "outcome: o, score: {s: 1}}, ")
        .replace("outcome: o}]", "outcome: o, score: {s: 0}}]");
    std::fs::write(here.path().join("t.walks.yaml"), tested).unwrap();
    let ran = onread_in(here.path(), &["test", "--mutants", "--format=json"], "");
    assert!(ran.code == 0 && ran.json()["noticed"] == report["made"], "{}", ran.out);
}

//! Nothing answered is lost: what is not on the walk stays in the saved file, and is offered when its question comes.

use std::fs;
use std::path::Path;

use super::{Ran, folder, onread_in};

const LONG: &str = "\
title: A long one
questions:
  way: {ask: Which way?, answers: {short: last, long: one}}
  one: {ask: One?, kind: text}
  two: {ask: Two?, kind: many, answers: [a, b, none]}
  three: {ask: Three?, kind: number, optional: true}
  last: {ask: Last?, kind: text, next: done}
outcomes: {done: {title: Done}}
";

/// What a saved session holds: the block behind each of `answers` and `kept`, one entry a line.
fn held(folder: &Path, file: &str) -> (Vec<String>, Vec<String>) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    let block = |key: &str| {
        let lines = text.lines().skip_while(|line| line.trim_start_matches([' ', '-']) != format!("{key}:")).skip(1);
        lines.take_while(|line| line.starts_with("      ")).map(|line| line.trim().to_owned()).collect()
    };
    (block("answers"), block("kept"))
}

fn lines(list: &[&str]) -> Vec<String> {
    list.iter().map(|line| (*line).to_owned()).collect()
}

fn play(folder: &Path, more: &[&str], input: &str) -> Ran {
    onread_in(folder, &[&["play", "tree.yaml", "--today=2026-01-31"], more].concat(), input)
}

const KEEP: [&str; 4] = ["--walk", "me.walks.yaml", "--save", "me.walks.yaml"];

#[test]
fn going_back_keeps_every_last_answer_in_the_file() {
    let here = folder(&[("tree.yaml", LONG)]);
    let here = here.path();
    for (input, answers, kept) in [
        // Back to the first question, and the input ends.
        (
            "long\n- a: b\na,b\n\n:back\n:back\n:back\n:back\n",
            &[][..],
            &["way: long", "one: \"- a: b\"", "two: [a, b]", "three:"][..],
        ),
        // Another way, on which none of them is asked; a new answer is the last one.
        ("long\nx\nb\n7\n:back\n:back\n:back\n:back\nshort\n", &["way: short"], &["one: x", "two: [b]", "three: 7"]),
        ("long\nx\nb\n7\n:back\n:back\n\nquit\n", &["way: long", "one: x", "two: [b]"], &["three: 7"]),
        (
            "long\nx\nb\n7\n:back\n:back\na\n:back\n:back\ny\nquit\n",
            &["way: long", "one: y"],
            &["two: [a]", "three: 7"],
        ),
    ] {
        play(here, &["--save", "me.walks.yaml"], input);
        assert_eq!(held(here, "me.walks.yaml"), (lines(answers), lines(kept)), "{input}");
        // What is kept is no part of a test.
        for command in ["check", "test"] {
            let ran = onread_in(here, &[command, "me.walks.yaml"], "");
            assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        }
        fs::remove_file(here.join("me.walks.yaml")).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_closed_terminal_loses_nothing() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let here = folder(&[("tree.yaml", LONG)]);
    let here = here.path();
    let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["play", "tree.yaml", "--save", "me.walks.yaml"])
        .current_dir(here)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"long\nmy long story\n:back\n:back\nshort\n").unwrap();
    let expected = (lines(&["way: short"]), lines(&["one: \"my long story\""]));
    let start = std::time::Instant::now();
    while !here.join("me.walks.yaml").exists() || held(here, "me.walks.yaml") != expected {
        assert!(start.elapsed() < std::time::Duration::from_secs(60), "{:?}", held(here, "me.walks.yaml"));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-s", "HUP", &child.id().to_string()]).status().unwrap().success());
    assert!(!child.wait().unwrap().success());
    assert_eq!(held(here, "me.walks.yaml"), expected);
}

#[test]
fn what_is_kept_is_offered_when_its_question_comes() {
    let saved = "\
# A session saved by onread; go on with: onread play TREE --walk THIS-FILE
tree: tree.yaml
today: 2026-01-31
walks:
  - answers:
      way: short
    kept:
      one: my long story
      way: long
      two: [b]
      last: bye
";
    let here = folder(&[("tree.yaml", LONG), ("me.walks.yaml", saved)]);
    let here = here.path();
    // Where the question is on the walk its answer there counts.
    let ran = play(here, &KEEP, ":back\nlong\n\n\n\n\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    for part in ["Which way? Short", "Enter for my long story", "Enter for B", "Enter for bye"] {
        assert!(ran.out.contains(part), "{part}:\n{}", ran.out);
    }
    let (answers, kept) = held(here, "me.walks.yaml");
    assert_eq!(answers, ["way: long", "one: \"my long story\"", "two: [b]", "three:", "last: bye"]);
    assert_eq!(kept, [""; 0]);
    let json = play(here, &["--walk", "me.walks.yaml", "--format=json"], "").json();
    assert_eq!((json["state"].as_str(), &json["unfit"]), (Some("outcome"), &serde_json::json!([])));
}

#[test]
fn answers_in_advance_that_have_not_come_up_are_kept() {
    let here = folder(&[("tree.yaml", LONG)]);
    let here = here.path();
    let advance = ["--save", "me.walks.yaml", "--answer", "last=bye", "--answer", "two=a,none"];
    // Nothing is answered at all.
    play(here, &advance, "");
    assert_eq!(held(here, "me.walks.yaml").1, ["last: bye", "two: [a, none]"]);
    fs::remove_file(here.join("me.walks.yaml")).unwrap();
    play(here, &advance, "short\n");
    assert_eq!(held(here, "me.walks.yaml"), (lines(&["way: short", "last: bye"]), lines(&["two: [a, none]"])));
    // One that is refused takes nothing's place.
    let limit = LONG.replace("kind: text, next", "kind: text, max_length: 3, next");
    fs::write(here.join("tree.yaml"), limit).unwrap();
    let ran = play(here, &["--answer", "last=too long", "--walk", "me.walks.yaml", "--save", "me.walks.yaml"], "");
    assert!(ran.out.contains("Last? The answer given in advance is refused."), "{}", ran.out);
    assert!(ran.out.contains("Enter for bye"), "{}", ran.out);
    assert_eq!(held(here, "me.walks.yaml"), (lines(&["way: short"]), lines(&["last: bye", "two: [a, none]"])));
}

#[test]
fn what_no_tree_reads_stays_as_it_is() {
    let entries = [
        "gone: yes",
        "\"not an id: \\\"\\\\\": 03.50",
        "way: nowhere",
        "one: [a, \"b c\", \"\"]",
        "two: 7",
        "three: \"1,000\"",
        "last: \"two\\U0000000alines \\U0000202e\"",
        "empty: \"\"",
        "nothing:",
        "none: []",
        "null: \"~\"",
    ];
    let saved = format!("tree: tree.yaml\nwalks:\n  - answers: {{}}\n    kept:\n      {}\n", entries.join("\n      "));
    let here = folder(&[("tree.yaml", LONG), ("mine.walks.yaml", &saved)]);
    let here = here.path();
    for command in ["check", "test"] {
        let ran = onread_in(here, &[command, "mine.walks.yaml"], "");
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
    let walk = ["--walk", "mine.walks.yaml", "--save", "me.walks.yaml"];
    let ran = play(here, &walk, "short\n");
    assert!(ran.out.contains("Which way? Your earlier answer “Nowhere” cannot be used here.\n"), "{}", ran.out);
    let (answers, kept) = held(here, "me.walks.yaml");
    assert_eq!(answers, ["way: short"]);
    // Only what was answered is no longer kept.
    let left: Vec<&str> = entries.into_iter().filter(|entry| !entry.starts_with("way")).collect();
    assert_eq!(kept, left);
    play(here, &KEEP, ":back\nlong\n");
    let (_, kept) = held(here, "me.walks.yaml");
    assert_eq!(kept, left);
}

#[test]
fn what_is_no_answer_is_kept_unchecked_and_not_written_over() {
    let walks = "tree: tree.yaml\nwalks:\n  - answers: {way: short, last: x}\n    kept: {zz: {a: 1}, two: [[a]]}\n";
    let here = folder(&[("tree.yaml", LONG), ("me.walks.yaml", walks)]);
    for command in [&["check", "me.walks.yaml", "--quick"][..], &["test"]] {
        let ran = onread_in(here.path(), command, "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    }
    let ran = play(here.path(), &KEEP, ":back\n");
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert_eq!(fs::read_to_string(here.path().join("me.walks.yaml")).unwrap(), walks);
}

#[test]
fn null_leaves_empty_in_json_and_is_a_word_elsewhere() {
    let tree = "\
title: T
questions:
  t: {ask: T, kind: text, optional: true}
  n: {ask: N, kind: number, optional: true, next: [{when: answered(t) or answered(n), goto: o}, {goto: p}]}
outcomes: {o: {title: O}, p: {title: P}}
";
    let json = r#"{"tree": "tree.yaml", "walks": [
        {"answers": {"t": null, "n": null}, "outcome": "p"},
        {"answers": [null, null], "outcome": "p"},
        {"answers": {"t": "null", "n": null}, "outcome": "o"}
    ]}"#;
    let yaml = "tree: tree.yaml\nwalks:\n  - answers: {t: null, n: }\n    outcome: o\n";
    let here = folder(&[("tree.yaml", tree), ("a.walks.yaml", json), ("b.walks.yaml", yaml)]);
    let ran = onread_in(here.path(), &["test"], "");
    assert!(ran.code == 0 && ran.out.contains("4 passed, 0 failed"), "{}{}", ran.out, ran.err);
}

//! A session goes on after its tree was edited: what fits is used, what does not is said in the reader's words, stays
//! in the file, and its question is asked.

use std::fs;

use super::{Ran, folder, onread_in};

/// A tree with these questions.
fn tree(questions: &str) -> String {
    format!("title: Colours\nquestions:\n{questions}\noutcomes: {{done: {{title: Done}}}}\n")
}

/// A saved session with these answers.
fn session(answers: &str) -> String {
    let first = "# A session saved by onread; go on with: onread play TREE --walk THIS-FILE";
    format!("{first}\ntree: tree.yaml\ntoday: 2026-01-31\nwalks:\n  - answers: {answers}\n")
}

const NAME: &str = "  name: {ask: Your name?, kind: text, next: done}";

/// Goes on with a session in place, with this input; returns what is in the file then.
fn go_on(tree: &str, session: &str, more: &[&str], input: &str) -> (Ran, String) {
    let here = folder(&[("tree.yaml", tree), ("me.walks.yaml", session)]);
    let arguments = [&["play", "tree.yaml", "--walk=me.walks.yaml", "--save=me.walks.yaml"], more].concat();
    let ran = onread_in(here.path(), &arguments, input);
    assert!(!ran.out.contains("did you mean") && !ran.err.contains("-->"), "{}{}", ran.out, ran.err);
    (ran, fs::read_to_string(here.path().join("me.walks.yaml")).unwrap())
}

#[test]
fn what_does_not_fit_is_said_and_asked_and_kept() {
    let cases = [
        // An answer that is gone.
        (
            "{colour: red}",
            "  colour: {ask: 'Colour?', answers: [crimson, green]}",
            "Colour? Your earlier answer “Red” cannot be used here.\nQuestion 1",
        ),
        // One that is hidden now, by its label.
        (
            "{sure: yes, colour: red}",
            "  sure: {ask: 'Sure?', answers: [yes, no]}\n  colour: {ask: 'Colour?', answers: {red: {label: Fire red, when: sure == no}, green: {}}}",
            "Colour? Your earlier answer “Fire red” cannot be used here.\n",
        ),
        // A set of which one is gone: the rest is the start.
        (
            "{colours: [red, green]}",
            "  colours: {ask: 'Colours?', kind: many, answers: [red, blue]}",
            "Colours? Your earlier answer “Red, Green” cannot be used here.\nQuestion 1 of 2: Colours?\n1. Red\n2. Blue\nNumbers or ids with commas [Enter for Red",
        ),
        // A set with an answer that stands alone now.
        (
            "{colours: [none, red]}",
            "  colours: {ask: 'Colours?', kind: many, answers: {none: {alone: true}, red: {}}}",
            "Colours? Your earlier answer “None, Red” cannot be used here. “None” cannot be chosen together with others.\n",
        ),
        (
            "{colours: [red]}",
            "  colours: {ask: 'Colours?', kind: many, min: 2, answers: [red, green]}",
            "Colours? Your earlier answer “Red” cannot be used here. Choose at least two.\n",
        ),
        // Limits, kinds, patterns.
        (
            "{size: 3}",
            "  size: {ask: 'Size?', kind: number, min: 5}",
            "Size? Your earlier answer “3” cannot be used here. The least possible is 5.\n",
        ),
        (
            "{size: 3.5}",
            "  size: {ask: 'Size?', kind: number, whole: true}",
            "Size? Your earlier answer “3.5” cannot be used here. A whole number is wanted here.\n",
        ),
        (
            "{size: 3.5}",
            "  size: {ask: 'Size?', kind: number, max: 3.6, step: 0.75}",
            "Size? Your earlier answer “3.5” cannot be used here. A multiple of 0.75 is wanted here; the nearest is 3.\n",
        ),
        (
            "{size: large}",
            "  size: {ask: 'Size?', kind: number}",
            "Size? Your earlier answer “large” cannot be used here. It takes a number now.\n",
        ),
        (
            "{size: 3}",
            "  size: {ask: 'Size?', kind: date}",
            "Size? Your earlier answer “3” cannot be used here. It takes a date now.\n",
        ),
        (
            "{size: [a, b]}",
            "  size: {ask: 'Size?', kind: text}",
            "Size? Your earlier answer “a, b” cannot be used here. It takes one answer now.\n",
        ),
        (
            "{code: ab}",
            "  code: {ask: 'Code?', kind: text, pattern: '[0-9]+'}",
            "Code? Your earlier answer “ab” cannot be used here. That does not have the form",
        ),
        (
            "{code: }",
            "  code: {ask: 'Code?', kind: text}",
            "Code? That you left it empty earlier cannot be used here. An answer is needed here.\n",
        ),
        (
            "{size: 3}",
            "  size: {ask: 'Size?', kind: number, reject: [{when: size == 3, because: 'Three is out.'}]}",
            "Size? Your earlier answer “3” cannot be used here. Three is out.\n",
        ),
        // The session's date counts.
        (
            "{day: 2026-02-01}",
            "  day: {ask: 'When?', kind: date, max: today}",
            "When? Your earlier answer “2026-02-01” cannot be used here. The last possible date is 2026-01-31.\n",
        ),
        // Questions that are gone, one and several, and no text question may be meant.
        (
            "{gone: Bob, name: Ada}",
            "  new: {ask: 'New?', answers: [a, b]}",
            "\nYour earlier answer “Bob” belongs to no question that is asked now.\n",
        ),
        (
            "{gone: [x], old: y, other: z, more: '', name: Ada}",
            "  new: {ask: 'New?', answers: [a, b]}",
            "\nYour earlier answers “x”, “y”, “z” and 1 more belong to no question that is asked now.\n",
        ),
        // Control characters do not get through.
        (
            "{gone: \"a\\e[31m\\nb\", name: Ada}",
            "  new: {ask: 'New?', answers: [a, b]}",
            "Your earlier answer “a\\u{1b}[31m b” belongs",
        ),
    ];
    for (answers, questions, said) in cases {
        let tree = tree(&format!("{questions}\n{NAME}"));
        let (ran, saved) = go_on(&tree, &session(answers), &[], "");
        assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
        let lines = textwrap::Options::new(80).word_separator(textwrap::WordSeparator::AsciiSpace);
        assert!(ran.out.contains(&textwrap::fill(said, lines)), "{said}\n{}", ran.out);
        // Whatever was there is there.
        for entry in answers.trim_matches(['{', '}']).split(", ").filter_map(|entry| entry.split_once(": ")) {
            assert!(saved.contains(entry.0), "{}:\n{saved}", entry.0);
        }
    }
}

#[test]
fn what_fits_is_used_behind_what_does_not() {
    let questions = "  colour: {ask: 'Colour?', answers: [crimson, green]}\n  size: {ask: 'Size?', kind: number}";
    let tree = tree(&format!("{questions}\n{NAME}"));
    let (ran, saved) = go_on(&tree, &session("{colour: red, size: 3, name: Ada, gone: Bob}"), &[], "green\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Size? 3\n\nYour name? Ada\n"), "{}", ran.out);
    for part in ["      colour: green\n      size: 3\n      name: Ada\n    kept:\n      gone: Bob\n", "outcome: done"] {
        assert!(saved.contains(part), "{saved}");
    }
}

#[test]
fn what_is_asked_on_another_way_only_is_told_at_the_end() {
    let yard = "  yard: {ask: 'How big is the yard?', kind: number, when: home == farm}";
    let tree = tree(&format!("  home: {{ask: 'Home?', answers: [flat, farm]}}\n{yard}\n{NAME}"));
    let (ran, saved) = go_on(&tree, &session("{home: flat, yard: 5, name: Ada}"), &[], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let said = "“How big is the yard?” is not asked on this way; your earlier answer is left\naside.\n\nDone";
    assert!(ran.out.contains(said), "{}", ran.out);
    assert!(saved.contains("    kept:\n      yard: 5\n"), "{saved}");
}

#[test]
fn the_one_question_or_answer_that_may_be_meant_is_the_default() {
    for (answers, questions, said) in [
        // A question by another name.
        (
            "{colour: red}",
            "  hue: {ask: 'Which hue?', answers: [red, green]}",
            "Which hue? This may be what your earlier answer “Red” was for.\nQuestion 1 of 2: Which hue?\n1. Red\n2. Green\nNumber or id [Enter for Red]",
        ),
        (
            "{since: 2020-01-31, size: 7}",
            "  start: {ask: 'From when?', kind: date}\n  size: {ask: 'Size?', kind: number}",
            "[Enter for 2020-01-31]",
        ),
        (
            "{colours: [red, green]}",
            "  hues: {ask: 'Which hues?', kind: many, answers: [red, green]}",
            "[Enter for Red, Green",
        ),
        // An answer by another id, with the same label or nearly the same letters.
        (
            "{sure: not_sure}",
            "  sure: {ask: 'Sure?', answers: {yes: {}, dunno: {label: Not sure}}}",
            "[Enter for Not sure]",
        ),
        ("{colour: purpel}", "  colour: {ask: 'Colour?', answers: [red, purple]}", "[Enter for Purple]"),
    ] {
        let tree = tree(&format!("{questions}\n{NAME}"));
        let (ran, saved) = go_on(&tree, &session(answers), &[], "");
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
        assert!(saved.contains(answers), "{saved}");
    }
    // Two that may be meant are none.
    for (answers, questions) in [
        ("{colour: red}", "  hue: {ask: 'Hue?', answers: [red, green]}\n  tint: {ask: 'Tint?', answers: [red, blue]}"),
        ("{colour: red, shade: green}", "  hue: {ask: 'Hue?', answers: [red, green]}"),
        ("{size: 30}", "  age: {ask: 'Age?', kind: number, max: 20}"),
        (
            "{colour: red, mood: red}",
            "  mood: {ask: 'Mood?', answers: [red, blue]}\n  other: {ask: 'Other?', answers: [a, b]}",
        ),
    ] {
        let tree = tree(&format!("{questions}\n  last: {{ask: 'Last?', answers: {{x: done}}}}"));
        let (ran, _) = go_on(&tree, &session(answers), &[], "");
        assert!(!ran.out.contains("[Enter for") && ran.out.contains("belong"), "{}", ran.out);
    }
}

#[test]
fn an_old_version_tells_what_was_renamed() {
    let old = tree(&format!(
        "  colour: {{ask: 'Colour?', answers: [red, green]}}\n  size: {{ask: 'Size?', kind: number}}\n  gone: {{ask: 'Is it gone?', answers: [x, y]}}\n{NAME}"
    ));
    // Both the question and the answer have other names; without the old version neither could be told.
    let new = tree(&format!(
        "  hue: {{ask: 'Colour?', answers: [crimson, green]}}\n  other: {{ask: 'Other?', answers: [red, x]}}\n  size: {{ask: 'Size?', kind: number}}\n{NAME}"
    ));
    let here = folder(&[
        ("tree.yaml", &new),
        ("old.yaml", &old),
        ("me.walks.yaml", &session("{colour: red, size: 3, gone: y}")),
    ]);
    let play = |more: &[&str], input: &str| {
        let arguments = [&["play", "tree.yaml", "--walk=me.walks.yaml"], more].concat();
        onread_in(here.path(), &arguments, input)
    };
    let ran = play(&["--against=old.yaml"], "\n");
    assert!(ran.out.contains("Colour? This may be what your earlier answer “Crimson” was for."), "{}", ran.out);
    assert!(ran.out.contains("[Enter for Crimson]"), "{}", ran.out);
    assert!(ran.out.contains("Is it gone? This is not asked any more; your earlier answer was “y”."), "{}", ran.out);
    assert!(!ran.out.contains("2. X\nNumber or id [Enter"), "{}", ran.out);
    let json = play(&["--against=old.yaml", "--format=json"], "").json();
    assert_eq!(json["question"]["offered"], "crimson");
    let missing = play(&["--against=nowhere.yaml"], "");
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("nowhere.yaml"), "{}", missing.err);
}

#[test]
fn programs_are_told_what_does_not_fit() {
    let questions = "  colour: {ask: 'Colour?', answers: [red, green]}\n  size: {ask: 'Size?', kind: number, max: 2}";
    let tree = tree(&format!("{questions}\n{NAME}"));
    let here =
        folder(&[("tree.yaml", &tree), ("me.walks.yaml", &session("{colour: red, size: 3, name: [a], gone: }"))]);
    let play = |more: &[&str]| {
        onread_in(here.path(), &[&["play", "tree.yaml", "--walk=me.walks.yaml", "--format=json"], more].concat(), "")
    };
    let ran = play(&[]);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    let state = ran.json();
    assert_eq!((state["state"].as_str(), state["question"]["id"].as_str()), (Some("question"), Some("size")));
    assert_eq!(state["asked"], serde_json::json!([{"id": "colour", "answer": "red"}]));
    assert_eq!(state["unused"], serde_json::json!(["size"]));
    assert_eq!(
        state["unfit"],
        serde_json::json!([
            {"question": "size", "answer": "3", "message": "the most possible is 2"},
            {"question": "name", "answer": ["a"], "message": "one answer is wanted here, not a list"},
            {"question": "gone", "answer": null, "message": "the tree has no question `gone`"},
        ])
    );
    // What is asked for here and now is an error, as ever; and it wins.
    let state = play(&["--answer=size=3"]).json();
    assert_eq!((state["state"].as_str(), state["error"]["code"].as_str()), (Some("error"), Some("refused")));
    assert_eq!(play(&["--answer=size=2", "--answer=name=x"]).json()["state"], "outcome");
}

#[test]
fn a_walk_that_is_a_test_is_played_on_as_well() {
    let walks = "\
tree: tree.yaml
walks:
  - name: refused
    answers: {colour: red, size: x}
    rejects: size
    asks: [colour, size]
  - name: in order
    answers: [red, 9, Ada]
";
    let questions = "  colour: {ask: 'Colour?', answers: [red, green]}\n  size: {ask: 'Size?', kind: number, max: 2}";
    let here = folder(&[("tree.yaml", &tree(&format!("{questions}\n{NAME}"))), ("w.walks.yaml", walks)]);
    let play = |walk: &str| onread_in(here.path(), &["play", "tree.yaml", "--walk", walk], "");
    let refused = play("w.walks.yaml#refused");
    assert!(refused.out.contains("Colour? Red\n\nSize? Your earlier answer “x” cannot be used"), "{}", refused.out);
    let ordered = play("w.walks.yaml#in order");
    assert!(ordered.out.contains("Your earlier answer “Ada” belongs to no question"), "{}", ordered.out);
    assert!(ordered.out.contains("Size? Your earlier answer “9” cannot be used here."), "{}", ordered.out);
    let none = play("w.walks.yaml#nowhere");
    assert_eq!(none.code, 2);
    assert!(none.err.contains("nowhere"), "{}", none.err);
}

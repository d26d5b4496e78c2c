//! What questions tell: their notes, and the feedback behind an answer.

use std::fs;

use serde_json::json;

use super::{folder, onread_in};

const TREE: &str = "\
title: Quiz
questions:
  moon:
    ask: Who was first on the moon?
    help: One of the three.
    notes:
      - text: \"Ten *points* for this one.\"
      - {title: A *hint*, text: \"It was not\\n\\n- Gagarin\"}
    answers:
      armstrong: {feedback: \"**Right**, in 1969.\"}
      gagarin: {feedback: He was first in space.}
      aldrin:
  why:
    ask: Which of these did they bring back?
    kind: many
    answers: {rocks: {feedback: 382 kilograms.}, dust: {feedback: Everywhere.}, cheese: }
    when: moon != aldrin
  age:
    ask: How old are you?
    kind: number
    min: 0
    max: 120
    reject: [{when: age == 42, because: Really?}]
    notes:
      - {when: moon == armstrong, text: \"You said {{ moon }}.\"}
    feedback:
      - {when: age < 18, text: \"Only {{ age }}!\"}
      - text: Old enough.
    next: [{when: age >= 50, goto: old}, {goto: young}]
outcomes:
  old:
    title: Old
    text: Results follow.
    notes: [{title: One, text: first}, {title: Two, text: second}, {text: third}]
  young: {title: Young}
";

const WALKS: &str = "\
tree: t.yaml
walks:
  - name: right
    answers: {moon: armstrong, why: [dust, rocks], age: 50}
    outcome: old
    told: [Ten *points* for, A *hint* It was, \"**Right**, in\", 382 kilograms. Everywhere., You said Armstrong. Old enough.]
    shows: [Results follow. One first Two second third]
  - name: wrong
    answers: {moon: gagarin, why: [], age: 9}
    told: [He was, Only 9!]
  - name: it waits
    answers: {moon: armstrong, why: [cheese]}
    told: [You said Armstrong.]
  - name: it refuses
    answers: {moon: armstrong, why: [], age: 42}
    rejects: age
    told: [You said Armstrong.]
";

#[test]
fn lines_tell_it_in_the_order_in_which_it_is_read() {
    let here = folder(&[("t.yaml", TREE)]);
    let ran = onread_in(here.path(), &["play", "t.yaml"], "1\n1,2\n42\n60\n");
    assert_eq!(
        ran.out,
        "\
Quiz

Type ? for help, or back or quit. Where text is asked, type :?, :back or :quit.

Question 1 of 2 to 3: Who was first on the moon?
One of the three.
Note: Ten points for this one.
- A *hint*
  It was not

  - Gagarin
1. Armstrong
2. Gagarin
3. Aldrin
Number or id: 
Right, in 1969.

Question 2 of 3: Which of these did they bring back?
1. Rocks
2. Dust
3. Cheese
Numbers or ids with commas, empty for none: 
382 kilograms.
Everywhere.

Question 3 of 3: How old are you?
Note: You said Armstrong.
A number from 0 to 120: 
Really?
A number from 0 to 120: 
Old enough.


Old

Results follow.

- One
  first

- Two
  second

Note: third
"
    );
}

#[test]
fn feedback_comes_when_an_answer_is_given_and_not_when_a_session_goes_on() {
    let here = folder(&[("t.yaml", TREE)]);
    let given =
        onread_in(here.path(), &["play", "t.yaml", "--answer", "moon=armstrong", "--save", "me.walks.yaml"], "");
    assert!(given.out.contains("moon? Armstrong\n\nRight, in 1969.\n\nQuestion 2 of 3"), "{}", given.out);
    let resumed = onread_in(here.path(), &["play", "t.yaml", "--walk", "me.walks.yaml"], "3\n17\n");
    assert!(resumed.out.contains("moon? Armstrong\n\nQuestion 2 of 3"), "{}", resumed.out);
    assert!(!resumed.out.contains("Right") && resumed.out.contains("\nOnly 17!\n"), "{}", resumed.out);
    // Who goes back and says the same again is told the same again.
    let back = onread_in(here.path(), &["play", "t.yaml"], "1\nback\n1\nquit\n");
    assert_eq!(back.out.matches("Right, in 1969.").count(), 2, "{}", back.out);
    let traced = onread_in(here.path(), &["play", "t.yaml", "--trace"], "2\nquit\n");
    assert!(traced.out.contains("He was first in space.\n\nTrace of moon: gagarin:\n"), "{}", traced.out);
}

#[test]
fn programs_get_notes_and_the_feedback_of_the_last_answer() {
    let here = folder(&[("t.yaml", TREE)]);
    let state = |answers: &[&str]| {
        let mut arguments = vec!["play", "t.yaml", "--format=json"];
        answers.iter().for_each(|answer| arguments.extend(["--answer", answer]));
        onread_in(here.path(), &arguments, "").json()
    };
    let first = state(&[]);
    let hint = json!({"title": "A *hint*", "text": "It was not\n\n- Gagarin"});
    assert_eq!(first["question"]["notes"], json!([{"text": "Ten *points* for this one."}, hint]));
    let last = state(&["moon=armstrong", "why=dust,rocks"]);
    let asked = json!([
        {"id": "moon", "answer": "armstrong"},
        {"id": "why", "answer": ["rocks", "dust"], "feedback": ["382 kilograms.", "Everywhere."]},
    ]);
    assert_eq!((&last["asked"], &last["question"]["notes"]), (&asked, &json!([{"text": "You said Armstrong."}])));
    // An answer that is refused is none, and the one before it still is the last.
    let refused = state(&["moon=armstrong", "why=dust,rocks", "age=42"]);
    assert_eq!((&refused["state"], &refused["asked"]), (&json!("error"), &asked));
    let end = state(&["moon=aldrin", "age=70"]);
    assert_eq!(end["asked"][1]["feedback"], json!(["Old enough."]));
    let notes = json!([{"title": "One", "text": "first"}, {"title": "Two", "text": "second"}, {"text": "third"}]);
    assert_eq!(end["outcome"]["notes"], notes);
}

#[test]
fn walks_say_what_was_told() {
    let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", WALKS)]);
    let ran = onread_in(here.path(), &["test"], "");
    assert_eq!(ran.code, 0, "{}", ran.out);
    for (from, to, expected, reached) in [
        // What was told of another answer, of a question that was not asked, and of one behind that which waits.
        ("told: [He was", "told: [Right", "Right", "Ten *points* for this one. A *hint* It was not - Gagarin He was"),
        ("why: [cheese]}\n    told: [You", "why: [cheese]}\n    told: [Old enough, You", "Old enough", "Ten *points*"),
        ("rejects: age\n    told: [You", "rejects: age\n    told: [Old enough, You", "Old enough", "Ten *points*"),
        ("told: [Ten *points* for, A", "told: [Results, A", "Results", "Ten *points*"),
    ] {
        fs::write(here.path().join("t.walks.yaml"), WALKS.replace(from, to)).unwrap();
        let ran = onread_in(here.path(), &["test"], "");
        let said = format!("the questions do not tell this text\n    expected  {expected}\n    reached   {reached}");
        assert!(ran.code == 1 && ran.out.contains(&said), "{said}\n{}", ran.out);
    }
    let nothing = "title: T\nquestions:\n  q: {ask: Q?, answers: {x: o}}\noutcomes: {o: {title: O}}\n";
    fs::write(here.path().join("t.yaml"), nothing).unwrap();
    fs::write(here.path().join("t.walks.yaml"), "tree: t.yaml\nwalks: [{answers: [x], told: [Hello]}]\n").unwrap();
    let ran = onread_in(here.path(), &["test"], "");
    assert!(ran.out.contains("expected  Hello\n    reached   no notes and no feedback\n"), "{}", ran.out);
}

#[test]
fn what_is_told_otherwise_can_be_accepted() {
    let tree = TREE.replace("He was first in space.", "He was the first in space and not there.");
    let here = folder(&[("t.yaml", &tree), ("t.walks.yaml", &WALKS.replace("[He was,", "[He was first in space,"))]);
    let ran = onread_in(here.path(), &["test", "--accept=all"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let text = fs::read_to_string(here.path().join("t.walks.yaml")).unwrap();
    assert!(text.contains("told: [He was the first in space and not there, Only 9!]"), "{text}");
    let lost = WALKS.replace("[He was,", "[Nobody knows,");
    fs::write(here.path().join("t.walks.yaml"), lost).unwrap();
    let ran = onread_in(here.path(), &["test", "--accept"], "");
    let why = "no question of the walk tells `Nobody knows`, nor a passage in much the same words";
    assert!(ran.out.contains(why), "{}", ran.out);
}

#[test]
fn coverage_suggestions_and_changes_know_it() {
    let walks = "tree: t.yaml\nwalks:\n  - {name: one, answers: {moon: aldrin, age: 50}, outcome: old, told: [Ten]}\n";
    let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", walks)]);
    let left = onread_in(here.path(), &["test", "--coverage"], "").out;
    assert!(left.contains("  feedback   1 of 6\n") && left.contains("  notes      5 of 6\n"), "{left}");
    for path in ["moon.armstrong.feedback", "why.rocks.feedback", "why.dust.feedback", "age.feedback.1", "age.notes.1"]
    {
        assert!(left.contains(&format!("    {path}\n")), "{path}\n{left}");
    }
    let ran = onread_in(here.path(), &["test", "--coverage-html", "page.html"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let page = fs::read_to_string(here.path().join("page.html")).unwrap();
    for said in ["1 feedback untouched", "2 feedback untouched", "382 kilograms.", "You said {{ moon }}."] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    let ran = onread_in(here.path(), &["test", "--suggest=write"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let all = onread_in(here.path(), &["test", "--coverage=100"], "");
    assert!(all.code == 0 && all.out.contains("100.0 %"), "{}", all.out);
    // Nothing but `told` can notice that something else is told.
    let mutants = |walks: &str| {
        fs::write(here.path().join("t.walks.yaml"), walks).unwrap();
        let ran = onread_in(here.path(), &["test", "--mutants", "--format=json"], "");
        let report = ran.json();
        let all = report["trees"][0]["mutants"].as_array().unwrap_or_else(|| panic!("{}{}", ran.out, ran.err)).clone();
        let told = |at: &str| at.contains(".feedback.") || at == "age.notes.1";
        all.iter().filter(|one| told(one["at"].as_str().unwrap())).map(|one| one.to_string()).collect::<Vec<_>>()
    };
    let silent: String = WALKS.lines().filter(|line| !line.contains("told:")).map(|line| format!("{line}\n")).collect();
    let noticed = mutants(WALKS);
    let unnoticed = mutants(&silent);
    assert!(unnoticed.len() > noticed.len() + 2, "{noticed:#?}\n{unnoticed:#?}");
    assert!(noticed.iter().all(|one| !one.contains("moon == armstrong")), "{noticed:#?}");
}

#[test]
fn another_version_that_tells_something_else_moves_nobody() {
    let new = TREE
        .replace("{when: age < 18, text", "{when: age < 21, text")
        .replace("{when: moon == armstrong, text: \"You", "{when: moon != armstrong, title: So, text: \"You")
        .replace("Old enough.", "Very old.")
        .replace("He was first in space.", "Space and not the moon.");
    let here = folder(&[("old.yaml", TREE), ("new.yaml", &new)]);
    let record = onread_in(here.path(), &["diff", "old.yaml", "new.yaml", "--format=json"], "").json();
    assert_eq!((&record["changed"], &record["routes"]), (&json!("0"), &json!([])));
    let texts = record["texts"].as_array().unwrap().iter();
    let texts: Vec<_> = texts.map(|text| (text["at"].as_str().unwrap(), &text["from"], &text["to"])).collect();
    assert_eq!(
        texts,
        [
            ("moon.gagarin.feedback", &json!("He was first in space."), &json!("Space and not the moon.")),
            ("age.notes.1.title", &json!(null), &json!("So")),
            ("age.feedback.2", &json!("Old enough."), &json!("Very old.")),
        ]
    );
}

#[test]
fn lines_of_a_note_without_a_title_stand_in_and_help_says_what_enter_does() {
    let tree = "title: T\nquestions:\n  a:\n    ask: A?\n    optional: true\n    answers: [x, y]\n    notes:\n      - text: \
                \"Bring:\\n\\n- one\\n- two\\n\\nAnd come.\"\n      - text: Alone.\n  b: {ask: B?, kind: many, answers: [x, y], \
                next: done}\noutcomes: {done: {title: Done}}\n";
    let here = folder(&[("t.yaml", tree)]);
    let ran = onread_in(here.path(), &["play", "--plain", "t.yaml"], "?\n\n?\n\n");
    let note = "A?\nNote: Bring:\n\n  - one\n  - two\n\n  And come.\nNote: Alone.\n1. X\n";
    assert!(ran.out.contains(note), "{}", ran.out);
    assert_eq!(ran.out.matches("\nEnter alone leaves it empty.\n").count(), 1, "{}", ran.out);
    assert_eq!(ran.out.matches("\nEnter alone ticks nothing.\n").count(), 1, "{}", ran.out);
}

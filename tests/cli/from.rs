//! `onread play --from`: the answers of the shortest walk are taken and said, and what leads nowhere is said too.

use serde_json::json;

use super::{folder, onread_in, size};

const TREE: &str = "\
title: Supper
questions:
  hungry: {ask: How hungry are you?, answers: {very: minutes, a_bit: {label: A little, goto: minutes}, no: toast}}
  minutes: {ask: How many minutes?, kind: number, min: 5, max: 90}
  spice: {ask: How hot?, answers: [mild, hot], when: minutes >= 30 and hungry == a_bit}
  wine: {ask: Wine?, answers: [yes, no], next: [{when: spice == hot, goto: curry}, {goto: eggs}]}
  spare: {ask: Nobody asks this., answers: {yes: pie}}
values: {long: minutes > 60}
outcomes: {eggs: {title: Eggs}, curry: {title: Curry}, toast: {title: Toast}, pie: {title: Pie}}
";

#[test]
fn a_walk_starts_at_a_question_by_the_shortest_way_and_says_which_answers_it_took() {
    let here = folder(&[("t.yaml", TREE)]);
    let ran = onread_in(here.path(), &["play", "t.yaml", "--from", "spice"], "hot\nno\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(ran.err, "Starting at `spice`, by the shortest walk there: 2 answers are taken.\n");
    for part in ["How hungry are you? A little\n", "How many minutes? 30\n", "Question 3 of 4: How hot?", "Curry"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    // Back leads into what was taken: the answers stand there as suggestions.
    let back = onread_in(here.path(), &["play", "t.yaml", "--from", "spice"], "back\nback\nvery\n\n\n1\n");
    assert!(back.out.contains("How hungry are you?\n1. Very"), "{}", back.out);
    assert!(back.out.contains("[Enter for 30]") && back.out.contains("[Enter for A little]"), "{}", back.out);
    let first = onread_in(here.path(), &["play", "t.yaml", "--from", "hungry"], "no\n");
    assert_eq!(first.err, "`hungry` is the first question that is asked, so no answer is taken.\n");
    assert!(first.code == 0 && first.out.contains("Toast"), "{}", first.out);
}

#[test]
fn before_an_outcome_the_last_question_waits_and_the_answer_that_leads_there_is_said() {
    let here = folder(&[("t.yaml", TREE)]);
    let ran = onread_in(here.path(), &["play", "t.yaml", "--plain", "--from=curry"], "no\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let said = "Starting just before `curry`, by the shortest walk there: 3 answers are taken. Here `wine: yes` leads to it.\n";
    assert_eq!(ran.err, said);
    assert!(ran.out.contains("Question 4 of 4: Wine?"), "{}", ran.out);
    let one = onread_in(here.path(), &["play", "t.yaml", "--from=toast"], "quit\n");
    assert!(one.err.starts_with("Starting just before `toast`, by the shortest walk there: no answer is taken. Here `hungry: no` leads to it."), "{}", one.err);
    assert_eq!(one.code, 3);
}

#[test]
fn answers_on_the_command_line_are_kept_on_the_way() {
    let here = folder(&[("t.yaml", TREE)]);
    let play = |more: &[&str], input: &str| onread_in(here.path(), &[&["play", "t.yaml"], more].concat(), input);
    let ran = play(&["--from=wine", "--answer=hungry=a_bit", "--answer=minutes=37"], "");
    assert!(
        ran.err.starts_with("Starting at `wine`, by the shortest walk there with your answers: 3 answers are taken.")
    );
    assert!(ran.out.contains("How many minutes? 37\n") && ran.out.contains("How hot? Mild\n"), "{}", ran.out);
    // What is asked behind the place keeps its answer in advance, and the outcome's own question waits.
    let ran = play(&["--from=spice", "--answer=wine=no"], "hot\n");
    assert!(ran.code == 0 && ran.out.contains("Wine? No\n") && ran.out.contains("Curry"), "{}", ran.out);
    let ran = play(&["--from=curry", "--answer=wine=no"], "quit\n");
    assert!(
        ran.err.contains("Here `wine: no` leads to it.") && ran.out.contains("Wine?\n1."),
        "{}{}",
        ran.err,
        ran.out
    );
    for (more, code, why) in [
        (
            &["--from=curry", "--answer=hungry=very"][..],
            1,
            "error: no walk with your answers comes to `curry`: proved; the one that changes the fewest of them has `hungry: a_bit`\n",
        ),
        (
            &["--from=minutes", "--answer=minutes=20"],
            2,
            "error: `--from minutes` waits at that question, so `--answer minutes=…` has to go\n",
        ),
    ] {
        let ran = play(more, "");
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (code, why, ""));
    }
}

#[test]
fn what_nobody_comes_to_and_what_is_misspelt_is_said() {
    let here = folder(&[("t.yaml", TREE)]);
    for (id, code, why) in [
        ("spare", 1, "no walk comes to `spare`: proved"),
        ("pie", 1, "no walk comes to `pie`: proved"),
        ("minuts", 2, "the tree has no question or outcome `minuts`; did you mean `minutes`?"),
        ("cury", 2, "the tree has no question or outcome `cury`; did you mean `curry`?"),
        (
            "zebra\u{1b}[31m",
            2,
            "the tree has no question or outcome `zebra\\u{1b}[31m`; `onread explore` lists its outcomes",
        ),
        ("long", 2, "`long` is a value; `--from` takes a question or an outcome"),
    ] {
        let ran = onread_in(here.path(), &["play", "t.yaml", "--from", id], "");
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (code, &*format!("error: {why}\n"), ""));
        let record = onread_in(here.path(), &["play", "t.yaml", "--format=json", "--from", id], "");
        assert_eq!(record.code, code);
        assert_eq!(record.json()["error"]["message"], why);
    }
    let tried = "\
title: Sum
questions:
  a: {ask: A?, kind: number}
  b: {ask: B?, kind: number, next: [{when: a * a + b * b == 7919.53 and a > 3 and b > 3, goto: rare}, {goto: usual}]}
outcomes: {rare: {title: Rare}, usual: {title: Usual}}
";
    let here = folder(&[("t.yaml", tried)]);
    let ran = onread_in(here.path(), &["play", "t.yaml", "--from=rare"], "");
    let why = "error: whether a walk comes to `rare` is not known: not every answer could be tried\n";
    assert_eq!((ran.code, ran.err.as_str()), (2, why));
    if size::all() {
        let ran = onread_in(here.path(), &["play", "t.yaml", "--from=b"], "1\n");
        let told = ran.err.contains("by the shortest walk there that was found: 1 answer");
        assert!(ran.code == 0 && told, "{}", ran.err);
    }
}

#[test]
fn programs_get_what_was_taken_and_what_leads_on() {
    let here = folder(&[("t.yaml", TREE)]);
    let ran = onread_in(here.path(), &["play", "t.yaml", "--format=json", "--from=curry"], "");
    assert_eq!(ran.code, 3);
    let state = ran.json();
    let taken =
        json!([{"id": "hungry", "answer": "a_bit"}, {"id": "minutes", "answer": 30}, {"id": "spice", "answer": "hot"}]);
    assert_eq!(state["from"], json!({"id": "curry", "taken": taken, "leads": {"id": "wine", "answer": "yes"}}));
    assert_eq!((&state["asked"], &state["question"]["id"]), (&taken, &json!("wine")));
    let plain = onread_in(here.path(), &["play", "t.yaml", "--format=json"], "").json();
    assert!(plain.get("from").is_none());
}

#[test]
fn a_session_goes_on_where_it_stopped_and_nowhere_else() {
    let here = folder(&[("t.yaml", TREE)]);
    let play = |more: &[&str]| onread_in(here.path(), &[&["play", "t.yaml", "--from=minutes"], more].concat(), "");
    let new = play(&["--save=me.walks.yaml"]);
    assert_eq!(new.code, 3, "{}", new.err);
    let file = here.path().join("me.walks.yaml");
    let before = std::fs::read_to_string(&file).unwrap();
    assert!(before.contains("hungry: very"), "{before}");
    for (more, why) in [
        (
            "--save=me.walks.yaml",
            "error: `me.walks.yaml` holds a session, which goes on where it stopped; leave out `--from`, or give `--save` another name\n",
        ),
        (
            "--walk=me.walks.yaml",
            "error: `--from` takes the answers of the shortest walk, and `--walk me.walks.yaml` those of another; leave one of them out\n",
        ),
    ] {
        let ran = play(&[more]);
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (2, why, ""));
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
}

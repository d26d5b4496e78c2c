//! `onread diff`.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::{folder, onread_in};

const OLD: &str = "\
title: Supper
questions:
  hungry:
    ask: How hungry are you?
    answers: {very: minutes, a_bit: soup}
  minutes:
    ask: How many minutes do you have?
    kind: number
    whole: true
    min: 5
    next:
      - {when: minutes >= 30, goto: curry}
      - goto: eggs
outcomes:
  curry: {title: Curry}
  eggs: {title: Eggs, notes: [{when: minutes < 10, text: Be quick.}, {text: Add salt.}]}
  soup: {title: Soup}
";

#[test]
fn who_ends_elsewhere_is_told_with_a_shortest_walk() {
    let new = OLD
        .replace("minutes >= 30", "minutes >= 20")
        .replace("a_bit: soup", "a_bit: toast")
        .replace("soup: {title: Soup}", "toast: {title: Toast}");
    let here = folder(&[("old.yaml", OLD), ("new.yaml", &new)]);
    let ran = onread_in(here.path(), &["diff", "old.yaml", "new.yaml", "--format=json"], "");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let record = ran.json();
    // Below 20, from 20 to 29, from 30 on, and a bit hungry.
    assert_eq!((&record["walks"], &record["changed"]), (&json!("4"), &json!("2")));
    assert_eq!((&record["lost"], &record["gained"]), (&json!(["soup"]), &json!(["toast"])));
    assert_eq!((&record["exact"], &record["complete"]), (&json!(true), &json!(true)));
    let routes = record["routes"].as_array().unwrap();
    let route = |old: &str| routes.iter().find(|route| route["old"] == old).unwrap();
    assert_eq!(route("eggs")["new"], "curry");
    assert_eq!(route("eggs")["witness"], json!({"hungry": "very", "minutes": 20}));
    assert_eq!(route("soup")["witness"], json!({"hungry": "a_bit"}));
    let text = onread_in(here.path(), &["diff", "old.yaml", "new.yaml"], "");
    assert_eq!(text.code, 1);
    for part in [
        "outcome lost: soup",
        "outcome gained: toast",
        "eggs → curry  1 walk, 25.0 %",
        "2 of 4 walks end elsewhere, 50.0 %: proved",
    ] {
        assert!(text.out.contains(part), "{part}:\n{}", text.out);
    }
}

#[test]
fn texts_are_told_apart_from_routes() {
    let new = OLD
        .replace("Be quick.", "Hurry.")
        .replace("ask: How hungry", "help: Be honest.\n    ask: So how hungry")
        .replace(", {text: Add salt.}", "");
    let here = folder(&[("old.yaml", OLD), ("new.yaml", &new)]);
    let ran = onread_in(here.path(), &["diff", "old.yaml", "new.yaml", "--format=json"], "");
    assert_eq!(ran.code, 0, "{}", ran.out);
    let record = ran.json();
    assert_eq!((&record["changed"], &record["routes"]), (&json!("0"), &json!([])));
    let texts: Vec<_> = record["texts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|text| (text["at"].as_str().unwrap(), &text["from"], &text["to"]))
        .collect();
    let (ask, none) = (json!("How hungry are you?"), json!(null));
    assert_eq!(
        texts,
        [
            ("hungry.ask", &ask, &json!("So how hungry are you?")),
            ("hungry.help", &none, &json!("Be honest.")),
            ("eggs.notes.1", &json!("Be quick."), &json!("Hurry.")),
            ("eggs.notes.2", &json!("Add salt."), &none),
        ]
    );
    let text = onread_in(here.path(), &["diff", "old.yaml", "new.yaml"], "");
    assert!(
        text.out.contains("4 texts changed") && text.out.ends_with("no walk of 3 ends elsewhere: proved\n"),
        "{}",
        text.out
    );
}

#[test]
fn an_answer_that_one_version_refuses_ends_nowhere_there() {
    let here = folder(&[("old.yaml", OLD), ("new.yaml", &OLD.replace("min: 5", "min: 6"))]);
    let record = onread_in(here.path(), &["diff", "old.yaml", "new.yaml", "--format=json"], "").json();
    let route = &record["routes"][0];
    assert_eq!((&route["old"], &route["new"], &route["new_stops"]), (&json!("eggs"), &json!(null), &json!("refused")));
    assert_eq!(route["witness"], json!({"hungry": "very", "minutes": 5}));
}

#[test]
fn questions_may_come_in_another_order() {
    let tree = |first: &str, second: &str| {
        format!(
            "title: T\nquestions:\n  {first}: {{ask: Q?, answers: [x, y]}}\n  {second}:\n    ask: Q?\n    answers: [x, y]\n    next: [{{when: a == x and b == y, goto: one}}, {{goto: two}}]\noutcomes: {{one: {{title: One}}, two: {{title: Two}}}}\n"
        )
    };
    let here = folder(&[("old.yaml", &tree("a", "b")), ("new.yaml", &tree("b", "a"))]);
    let ran = onread_in(here.path(), &["diff", "old.yaml", "new.yaml"], "");
    assert_eq!((ran.code, ran.out.as_str()), (0, "no walk of 4 ends elsewhere: proved\n"));
}

#[test]
fn an_answer_that_only_the_version_that_asks_later_takes_is_not_forgotten() {
    let tree = |first: &str, second: &str, last: &str| {
        format!(
            "title: T\nquestions:\n  {first}\n  {second}\n    next: [{{when: '{last}', goto: one}}, {{goto: two}}]\noutcomes: {{one: {{title: One}}, two: {{title: Two}}}}\n"
        )
    };
    let old = tree("a: {ask: A?, answers: [x, y]}", "b:\n    ask: B?\n    answers: [x, y]", "a == x and b == y");
    let new = tree("b: {ask: B?, answers: [x, y]}", "a:\n    ask: A?\n    answers: [x, y, z]", "a == x and b == y");
    let here = folder(&[("old.yaml", &old), ("new.yaml", &new)]);
    for (from, to, key) in [("old.yaml", "new.yaml", "old_stops"), ("new.yaml", "old.yaml", "new_stops")] {
        let record = onread_in(here.path(), &["diff", from, to, "--format=json"], "").json();
        // Three answers by two: who gives the third is refused by one version, at once or after the other question.
        assert_eq!((&record["walks"], &record["changed"]), (&json!("6"), &json!("2")), "{record}");
        assert_eq!(record["routes"][0][key], "refused");
        assert_eq!(record["routes"][0]["witness"]["a"], "z");
    }
}

#[test]
fn too_many_states_are_no_proof() {
    let here = folder(&[("old.yaml", OLD)]);
    let ran = onread_in(here.path(), &["diff", "old.yaml", "old.yaml", "--max-states=1"], "");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("not proved"), "{}", ran.out);
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn the_old_version_comes_out_of_git() {
    let here = folder(&[("trees/supper.yaml", OLD)]);
    git(here.path(), &["init", "--quiet"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "--quiet", "--message", "Supper"]);
    std::fs::write(here.path().join("trees/supper.yaml"), OLD.replace("minutes >= 30", "minutes >= 20")).unwrap();
    let ran = onread_in(here.path(), &["diff", "--git", "HEAD", "trees/supper.yaml", "--format=json"], "");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert_eq!(ran.json()["old"], "HEAD:trees/supper.yaml");
    assert_eq!(ran.json()["changed"], "1");
    for (revision, file, said) in [
        ("nowhere", "trees/supper.yaml", "git cannot show `trees/supper.yaml` in `nowhere`"),
        ("HEAD", "trees/none.yaml", "git cannot show `trees/none.yaml` in `HEAD`"),
        ("HEAD", "none/none.yaml", "there is no folder `none`"),
        ("--output=x", "trees/supper.yaml", "is no revision"),
    ] {
        let ran = onread_in(here.path(), &["diff", &format!("--git={revision}"), file], "");
        assert!(ran.code == 2 && ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn two_trees_are_wanted() {
    let here = folder(&[("old.yaml", OLD), ("broken.yaml", "title: x\n")]);
    let ran = onread_in(here.path(), &["diff", "old.yaml"], "");
    assert!(ran.code == 2 && ran.err.contains("name the old and the new one"), "{}", ran.err);
    let ran = onread_in(here.path(), &["diff", "--git=HEAD", "old.yaml", "old.yaml"], "");
    assert!(ran.code == 2 && ran.err.contains("the old one is read from git"), "{}", ran.err);
    let ran = onread_in(here.path(), &["diff", "old.yaml", "broken.yaml"], "");
    assert!(ran.code == 2 && ran.err.contains("`broken.yaml` cannot be compared"), "{}", ran.err);
}

#[test]
fn texts_are_told_apart_where_a_value_looks_at_other_answers_too() {
    let tree = "\
title: Fees
questions:
  town: {ask: Which town?, kind: text}
  member: {ask: Are you a member?, answers: [yes, no], next: [{when: VALUE, goto: cheap}, {goto: dear}]}
outcomes: {cheap: {title: Cheap}, dear: {title: Dear}}
values:
  fee: {by: [town, member], table: {London: {yes: 1}, Paris: {no: 1}}, else: 2}
  rate: [{when: member == yes and town == 'London', is: 1}, {is: 2}]
  place: [{when: member == yes, is: town}, {is: \"'home'\"}]
  trip: {by: place, table: {London: 1, home: 1}, else: 2}
";
    for (value, ends) in [("fee == 1", 3), ("rate == 1", 2), ("place == 'London'", 2), ("trip == 1", 2)] {
        let never = tree.replace("VALUE", &value.replace("== 1", "== 3").replace("London", "Lyon and so on"));
        let here = folder(&[("old.yaml", &tree.replace("VALUE", value)), ("new.yaml", &never)]);
        let ran = onread_in(here.path(), &["diff", "old.yaml", "new.yaml", "--format=json"], "");
        assert_eq!((ran.code, &ran.json()["exact"]), (1, &json!(true)), "{value}: {}", ran.out);
        assert!(ran.json()["routes"][0]["witness"].is_object() && ends > 1, "{value}: {}", ran.out);
    }
}

#[test]
fn what_is_lost_is_not_said_after_a_bound() {
    let new = OLD.replace("goto: curry", "goto: soup");
    let here = folder(&[("old.yaml", OLD), ("new.yaml", &new)]);
    let lost = |more: &[&str]| {
        let ran = onread_in(here.path(), &[&["diff", "old.yaml", "new.yaml", "--format=json"], more].concat(), "");
        ran.json()["lost"].clone()
    };
    assert_eq!((lost(&[]), lost(&["--max-states", "1"])), (json!(["curry"]), json!([])));
}

#[test]
fn what_questions_tell_moves_nobody() {
    let old = "title: T\nquestions:\n  p: {ask: P?, answers: {x: , y: }}\n  q: {ask: Q?, answers: {x: o, y: o2}}\noutcomes: {o: {title: O}, o2: {title: O2}}\n";
    let new = "title: T\nquestions:\n  p: {ask: P?, answers: {x: {feedback: Yes.}, y: }, feedback: [{when: p == y, text: No.}], notes: [{title: N, text: A note.}]}\n  q: {ask: Q?, notes: [{when: p == x, text: You again.}], answers: {x: {goto: o, feedback: So.}, y: o2}}\noutcomes: {o: {title: O}, o2: {title: O2}}\n";
    let here = folder(&[("old.yaml", old), ("new.yaml", new)]);
    let ran = onread_in(here.path(), &["diff", "old.yaml", "new.yaml", "--format=json"], "");
    let told = ran.json();
    assert_eq!((&told["changed"], &told["exact"]), (&"0".into(), &true.into()), "{told}");
    assert_eq!((told["routes"].as_array().unwrap().len(), told["texts"].as_array().unwrap().len()), (0, 6), "{told}");
}

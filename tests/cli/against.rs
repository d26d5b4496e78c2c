//! `onread test --against`.

use serde_json::{Value, json};

use super::{folder, onread_in};

const OLD: &str = "\
title: Supper
questions:
  hungry:
    ask: How hungry are you?
    answers: {very: {goto: minutes, score: {eggs: 1}}, a_bit: soup}
  minutes:
    ask: How many minutes do you have?
    kind: number
    next: [{when: minutes >= 30 and hungry == very, goto: curry}, {goto: eggs}]
outcomes:
  curry: {title: Curry}
  eggs: {title: Eggs}
  soup: {title: Soup}
";

const WALKS: &str = "\
tree: new.yaml
walks:
  - name: in time
    answers: {hungry: very, minutes: 45}
    outcome: curry
  - name: in a hurry
    answers: {hungry: very, minutes: 20}
    asks: [hungry, minutes]
    outcome: eggs
    score: {eggs: 1}
  - name: a bit
    answers: [a_bit]
    outcome: soup
  - name: wrong in both
    answers: {hungry: a_bit}
    outcome: curry
";

fn against(new: &str) -> (i32, Value, String) {
    let here = folder(&[("old.yaml", OLD), ("new.yaml", new), ("a.walks.yaml", WALKS)]);
    let ran = onread_in(here.path(), &["test", "--against", "old.yaml", "--format=json"], "");
    let text = onread_in(here.path(), &["test", "--against", "old.yaml", "--color=never"], "");
    assert_eq!(ran.code, text.code);
    assert!(ran.err.is_empty(), "{}", ran.err);
    (ran.code, ran.json(), text.out)
}

fn counts(record: &Value) -> [u64; 5] {
    ["both", "broken", "mended", "gained", "neither"].map(|key| record[key].as_u64().unwrap())
}

#[test]
fn the_same_version_breaks_nothing() {
    let (code, record, text) = against(OLD);
    assert_eq!((code, counts(&record)), (0, [3, 0, 0, 0, 1]));
    assert_eq!(text, "3 pass with both versions, 0 broken by the new one, 1 fail with both\n");
}

#[test]
fn a_walk_that_goes_elsewhere_is_broken_and_no_rename_mends_it() {
    let (code, record, text) = against(&OLD.replace("minutes >= 30", "minutes >= 20"));
    assert_eq!((code, counts(&record)), (1, [2, 1, 0, 0, 1]));
    let walk = &record["walks"][0];
    assert_eq!((&walk["name"], &walk["line"], &walk["renames"]), (&json!("in a hurry"), &json!(6), &json!([])));
    assert_eq!((&walk["expected"], &walk["reached"]), (&json!("outcome `eggs`"), &json!("outcome `curry`")));
    assert!(
        text.starts_with("FAIL in a hurry\n  a.walks.yaml:9:14\n") && !text.contains("mended by a rename"),
        "{text}"
    );
    let (code, record, _) = against(&OLD.replace("a_bit: soup", "a_bit: curry"));
    assert_eq!((code, counts(&record)), (1, [2, 1, 0, 1, 0]));
}

#[test]
fn renames_that_mend_a_walk_are_named() {
    let rename = |what: &str, question: Option<&str>, from: &str, to: &str| json!({"what": what, "question": question, "from": from, "to": to});
    for (from, to, wanted) in [
        ("minutes", "time", vec![rename("question", None, "minutes", "time")]),
        ("eggs", "fried", vec![rename("outcome", None, "eggs", "fried")]),
        ("very", "starving", vec![rename("answer", Some("hungry"), "very", "starving")]),
    ] {
        let (code, record, text) = against(&OLD.replace(from, to));
        assert_eq!(code, 1);
        let [_, broken, mended, ..] = counts(&record);
        assert!(broken > 0 && broken == mended, "{from}: {record}");
        for walk in record["walks"].as_array().unwrap() {
            assert_eq!(walk["renames"], json!(wanted), "{from}");
        }
        assert!(text.contains(&format!("`{from}`")) && text.contains(&format!("is now `{to}`")), "{text}");
    }
}

#[test]
fn several_renames_mend_together_and_only_those_that_are_needed() {
    let (_, record, _) = against(&OLD.replace("hungry", "appetite").replace("a_bit", "little").replace("curry", "dal"));
    assert_eq!(counts(&record), [0, 3, 3, 0, 1]);
    let renames = |name: &str| {
        let walk = record["walks"].as_array().unwrap().iter().find(|walk| walk["name"] == name).unwrap();
        walk["renames"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rename| rename["from"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(renames("in time"), ["hungry", "curry"]);
    assert_eq!(renames("in a hurry"), ["hungry"]);
    // Its answers stand in the order asked, without the question's id.
    assert_eq!(renames("a bit"), ["a_bit"]);
}

#[test]
fn a_rename_that_also_changed_the_way_mends_nothing() {
    let (_, record, _) = against(&OLD.replace("eggs", "fried").replace("minutes >= 30", "minutes >= 20"));
    let walk = record["walks"].as_array().unwrap().iter().find(|walk| walk["name"] == "in a hurry").unwrap();
    assert_eq!(walk["renames"], json!([]));
}

#[test]
fn trees_that_cannot_be_read_are_said() {
    let here = folder(&[("old.yaml", OLD), ("new.yaml", "title: x\n"), ("a.walks.yaml", WALKS)]);
    let ran = onread_in(here.path(), &["test", "--against", "old.yaml"], "");
    assert!(ran.code == 2 && ran.err.contains("the walks of `a.walks.yaml` cannot be run"), "{}", ran.err);
    let ran = onread_in(here.path(), &["test", "--against", "none.yaml"], "");
    assert!(ran.code == 2 && ran.err.contains("`none.yaml`"), "{}", ran.err);
}

//! Coverage counts every kind of part, under its path, and what is missing is suggested.

use std::fs;

use serde_json::Value;

use super::{folder, onread};

/// What coverage says is untouched, sort and path, with this tree and this list of walks.
fn untouched(tree: &str, walks: &str) -> Vec<(String, String)> {
    let folder = folder(&[("t.yaml", tree), ("t.walks.yaml", &format!("tree: t.yaml\nwalks:\n{walks}"))]);
    let done = onread(folder.path(), &["test", "--coverage=100", "--format=json"]);
    let record: Value =
        serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}: {}{}", done.out, done.err));
    let coverage = &record["coverage"][0];
    let list = coverage["untouched"].as_array().unwrap();
    // A hundred percent, and nothing is left: the one where the other.
    assert_eq!(done.code == 0, list.is_empty(), "{coverage}");
    assert_eq!(coverage["total"].as_u64().unwrap() - coverage["touched"].as_u64().unwrap(), list.len() as u64);
    let text = onread(folder.path(), &["test", "--coverage"]).out;
    let item = |item: &Value| {
        let (part, at) = (item["part"].as_str().unwrap().to_owned(), item["at"].as_str().unwrap().to_owned());
        assert!(text.lines().any(|line| line == format!("    {at}")), "{at}\n{text}");
        (part, at)
    };
    list.iter().map(item).collect()
}

/// The same, and that suggested walks touch all of it.
fn suggested(tree: &str, walks: &str) -> Vec<(String, String)> {
    let left = untouched(tree, walks);
    let folder =
        folder(&[("t.yaml", tree), ("t.walks.yaml", &format!("tree: t.yaml\ntoday: 2026-01-31\nwalks:\n{walks}"))]);
    let done = onread(folder.path(), &["test", "--suggest=write"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let tested = onread(folder.path(), &["test", "--coverage=100"]);
    assert_eq!(tested.code, 0, "{}{}", tested.out, fs::read_to_string(folder.path().join("t.walks.yaml")).unwrap());
    left
}

fn paths(left: &[(String, String)], part: &str) -> Vec<String> {
    left.iter().filter(|(own, _)| own == part).map(|(_, at)| at.clone()).collect()
}

#[test]
fn refusals_count() {
    let tree = "title: T
questions:
  n:
    ask: N?
    kind: number
    reject:
      - {when: n < 0, because: Less than nothing.}
      - {when: n > 9, because: Too much.}
    next: o
outcomes: {o: {title: O}}
";
    let left = suggested(tree, "  - {answers: {n: 1}, outcome: o}\n");
    assert_eq!(paths(&left, "reject"), ["n.reject.1", "n.reject.2"]);
    // Of two that refuse, the first does.
    let both = tree.replace("n > 9", "n != 1");
    let left = suggested(&both, "  - {answers: {n: 1}, outcome: o}\n  - {answers: {n: -1}, rejects: n}\n");
    assert_eq!(paths(&left, "reject"), ["n.reject.2"]);
    let done = untouched(
        tree,
        "  - {answers: {n: -1}, rejects: n}\n  - {answers: {n: 10}, rejects: n}\n  - {answers: {n: 1}, outcome: o}\n",
    );
    assert!(done.is_empty(), "{done:?}");
}

#[test]
fn what_the_question_itself_refuses_is_tried_against_no_refusal() {
    let tree = "title: T
questions:
  n: {ask: N?, kind: number, min: 0, reject: [{when: 'n != 1', because: 'No {{ r }}.'}], next: o}
values: {r: [{when: n > 5, is: 1}, {is: 2}]}
outcomes: {o: {title: O}}
";
    let left = suggested(tree, "  - {answers: {n: -1}, rejects: n}\n");
    let all = ["n.reject.1", "o", "value.r.1", "value.r.2"];
    assert_eq!(left.iter().map(|(_, at)| &**at).collect::<Vec<_>>(), all);
}

const VALUES: &str = "title: T
questions:
  a: {ask: A?, answers: [x, y]}
  b: {ask: B?, answers: [x, y, z], when: a == x}
  n: {ask: N?, kind: number, next: [{when: fee > 10, goto: o}, {goto: p}]}
values:
  fee:
    - {when: n > 300, is: code}
    - {when: n > 30, is: 2}
    - {is: 1}
  code: {by: [a, b], table: {x: {x: 11, y: 2}, y: {x: 3}}, else: 40}
  idle: [{when: a == x, is: 1}, {is: 2}]
outcomes:
  o: {title: O}
  p: {title: P}
";

#[test]
fn rules_and_entries_of_values_count_where_something_looks_at_the_value() {
    let reached = VALUES.replace(", y: {x: 3}", "");
    let left = suggested(&reached, "  - {answers: {a: x, b: x, n: 1}, outcome: p}\n");
    assert_eq!(paths(&left, "value_rule"), ["value.fee.1", "value.fee.2"]);
    // A value is looked at by way of another; nothing looks at `idle`, and no walk can touch it. Nobody who says `y` is
    // asked for the second key: what they come to is the `else`.
    let left = untouched(VALUES, "  - {answers: {a: x, b: x, n: 1}, outcome: p}\n");
    assert_eq!(paths(&left, "entry"), ["value.code[x][y]", "value.code[y][x]", "value.code.else"]);
}

#[test]
fn an_entry_that_no_walk_looks_up_is_said_to_be_out_of_reach() {
    let folder = folder(&[("t.yaml", VALUES), ("t.walks.yaml", "tree: t.yaml\nwalks: []\n")]);
    let done = onread(folder.path(), &["test", "--suggest=write"]);
    assert!(done.err.contains("1 part no walk can touch: value.code[y][x]"), "{}", done.err);
    let check = onread(folder.path(), &["check", "--format=json"]);
    assert!(check.out.contains("\"value.code[y][x]\""), "{}", check.out);
}

#[test]
fn the_else_of_a_table_counts() {
    let tree = "title: T
questions:
  n: {ask: N?, kind: number, whole: true, next: o}
values: {v: {by: n, table: {1: one, 2.50: two}, else: many}}
outcomes: {o: {title: 'O {{ v }}'}}
"
    .replace("whole: true, ", "");
    let left = suggested(&tree, "  - {answers: {n: 1}, outcome: o}\n");
    assert_eq!(paths(&left, "entry"), ["value.v[2.5]", "value.v.else"]);
    let left = untouched(&tree, "  - {answers: {n: 7}, outcome: o}\n");
    assert_eq!(paths(&left, "entry"), ["value.v[1]", "value.v[2.5]"]);
}

#[test]
fn every_place_that_looks_at_a_value_touches_what_it_comes_from() {
    let value = "values: {v: [{when: 'w', is: 1}, {is: 2}], w: a == x}\n";
    let question = "title: T\nquestions:\n  a: {ask: A?, answers: [x, y]}\n  b: {ask: B?, answers: [x, y], next: o}\n";
    let end = "outcomes: {o: {title: O}}\n";
    let walks = "  - {answers: {a: x, b: x}, outcome: o}\n  - {answers: {a: y, b: y}, outcome: o}\n";
    let places = [
        ("title: O}", "title: 'O {{ v }}'}"),
        ("title: O}", "title: O, text: '{{ v }}'}"),
        ("title: O}", "title: O, notes: [{when: v == 1, text: N}, {text: M}]}"),
        ("ask: B?", "ask: 'B {{ v }}?'"),
        ("ask: B?", "ask: B?, help: '{{ v }}'"),
        ("answers: [x, y], next", "answers: {x: {label: '{{ v }}'}, y: {when: v > 0}}, next"),
        ("answers: [x, y], next", "kind: many, answers: [x, y], max: v, next"),
        ("answers: [x, y], next", "answers: [x, y], reject: [{when: v > 2, because: No}], next"),
        ("next: o", "next: [{when: v == 1, goto: o}, {goto: o}]"),
        ("outcomes:", "promises: [{when: v > 2, never: [o]}]\noutcomes:"),
    ];
    for (from, to) in places {
        let tree = format!("{question}{value}{end}").replace(from, to);
        let left = untouched(&tree, walks);
        assert!(paths(&left, "value_rule").is_empty(), "{left:?}\n{tree}");
        let left = untouched(&tree, &walks[..walks.find("  - {answers: {a: y").unwrap()]);
        assert_eq!(paths(&left, "value_rule"), ["value.v.2"], "{tree}");
    }
    let unread = untouched(&format!("{question}{value}{end}"), walks);
    assert!(unread.is_empty(), "{unread:?}");
}

#[test]
fn many_values_in_values_are_looked_into_once() {
    let mut values = String::from("values:\n  v0: [{when: n > 5, is: 1}, {is: 2}]\n");
    for index in 1..60 {
        values.push_str(&format!("  v{index}: v{} + v{}\n", index - 1, index - 1));
    }
    let tree = format!(
        "title: T\nquestions:\n  n: {{ask: N?, kind: number, next: [{{when: v59 > 0 + n, goto: o}}, {{goto: o}}]}}\n{values}outcomes: {{o: {{title: O}}}}\n"
    );
    let left = untouched(&tree, "  - {answers: {n: 1}, outcome: o}\n");
    assert_eq!(paths(&left, "value_rule"), ["value.v0.1"]);
    let folder = folder(&[("t.yaml", &tree), ("t.walks.yaml", "tree: t.yaml\nwalks: []\n")]);
    assert_eq!(onread(folder.path(), &["test", "--suggest"]).code, 0);
}

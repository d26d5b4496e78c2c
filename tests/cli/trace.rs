//! `onread play --trace`: after each answer, the rule that was taken and why, what was skipped, and what changed.

use serde_json::json;

use super::{folder, onread_in};

const TREE: &str = "\
title: Grant
questions:
  kids: {ask: Kids?, kind: number, min: 0}
  mail: {ask: Mail?, kind: text, optional: true}
  rich: {ask: Rich?, answers: {yes: {}, no: {}, never: {score: {eco: 3}}}, when: kids == 0, next: [{when: rich == yes, goto: poor_no}, {goto: income}]}
  income:
    ask: Income?
    kind: number
    next:
      - {when: \"income < 1000 and rich == yes\", goto: gift}
      - when: income < 2000 and kids > 0
        goto: grant
      - goto: {best_of: [eco, dry]}
  poor_no: {ask: Sure?, answers: {yes: {score: {eco: 2}}}, when: answered(mail) and tax > 3 and score.eco >= 0 and today > 2020-01-01, next: gift}
values:
  tax: income * 2
  cheap: income < 10
outcomes: {grant: {title: A grant}, gift: {title: A gift}, eco: {title: Eco}, dry: {title: Dry}}
";

fn play(more: &[&str], input: &str) -> super::Ran {
    let here = folder(&[("t.yaml", TREE)]);
    onread_in(here.path(), &[&["play", "t.yaml", "--trace", "--today=2026-01-31"], more].concat(), input)
}

#[test]
fn each_answer_says_which_rule_was_taken_and_what_stands_in_it() {
    let ran = play(&[], "2\n\n1800\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    for part in [
        "Trace of kids: 2:\n- kids: on to mail\n\n",
        "Trace of mail, left empty:\n- mail: on to rich\n- rich is skipped, not true is: when kids == 0   (kids 2)\n- not rich.next.1: when rich == yes   (rich not asked)\n- rich.next.2: without a condition: on to income\n\n",
        "Trace of income: 1800:\n\
         - not income.next.1: when income < 1000 and rich == yes   (income 1800, rich not\n  asked)\n\
         - income.next.2: when income < 2000 and kids > 0   (income 1800, kids 2): on to\n  grant\n\
         - value tax missing → 3600\n\n",
    ] {
        assert!(ran.out.contains(part), "{part}\n---\n{}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}'));
    let plain = onread_in(folder(&[("t.yaml", TREE)]).path(), &["play", "t.yaml"], "2\n\n1800\n");
    assert!(!plain.out.contains("Trace"), "{}", plain.out);
}

#[test]
fn scores_rankings_and_what_is_missing_or_empty_are_said() {
    let ran = play(&[], "0\n\nnever\n3000\n");
    for part in [
        "- rich.next.2: without a condition: on to income\n- score eco 0 → 3\n",
        "- income.next.3: without a condition: on to {best_of: [eco, dry]}\n- ranked by score: eco 3, dry 0: eco is the highest\n",
    ] {
        assert!(ran.out.contains(part), "{part}\n---\n{}", ran.out);
    }
    let level = play(&[], "0\n\nno\n3000\n");
    assert!(level.out.contains("ranked by score: eco 0, dry 0: eco is the first of the highest"), "{}", level.out);
    let skipped = play(&["--answer=kids=0", "--answer=mail=", "--answer=rich=yes"], "");
    let why = "(mail left empty, tax missing, score.eco 0,\n  today 2026-01-31)";
    assert!(
        skipped.out.contains("- rich.next.1: when rich == yes   (rich yes): on to poor_no\n- poor_no is skipped, not true is: when answered(mail)"),
        "{}",
        skipped.out
    );
    assert!(skipped.out.contains(why), "{}", skipped.out);
}

#[test]
fn programs_get_the_trace_of_every_answer() {
    let ran = play(&["--format=json", "--answer=kids=2", "--answer=mail=", "--answer=income=1800"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let trace = ran.json()["trace"].clone();
    assert_eq!(trace.as_array().unwrap().len(), 3);
    assert_eq!(
        trace[1],
        json!({
            "answered": {"id": "mail", "answer": null},
            "steps": [
                {"step": "next", "at": "mail", "to": "rich"},
                {"step": "skipped", "at": "rich", "when": "kids == 0", "reads": [{"name": "kids", "value": 2}]},
                {"step": "passed", "at": "rich.next.1", "when": "rich == yes", "reads": [
                    {"name": "rich", "value": null, "because": "not asked"},
                ]},
                {"step": "rule", "at": "rich.next.2", "when": null, "reads": [], "to": "income"},
            ],
            "scores": {}, "values": {},
        })
    );
    assert_eq!(
        trace[2],
        json!({
            "answered": {"id": "income", "answer": 1800},
            "steps": [
                {"step": "passed", "at": "income.next.1", "when": "income < 1000 and rich == yes", "reads": [
                    {"name": "income", "value": 1800}, {"name": "rich", "value": null, "because": "not asked"},
                ]},
                {"step": "rule", "at": "income.next.2", "when": "income < 2000 and kids > 0", "to": "grant", "reads": [
                    {"name": "income", "value": 1800}, {"name": "kids", "value": 2},
                ]},
            ],
            "scores": {}, "values": {"tax": {"from": null, "to": 3600}},
        })
    );
    let ran =
        play(&["--format=json", "--answer=kids=0", "--answer=mail=", "--answer=rich=never", "--answer=income=5"], "");
    let trace = ran.json()["trace"].clone();
    assert_eq!(trace[2]["scores"], json!({"eco": {"from": 0, "to": 3}}));
    let ranked =
        json!({"step": "ranked", "to": "eco", "scores": [{"name": "eco", "value": 3}, {"name": "dry", "value": 0}]});
    assert_eq!(trace[3]["steps"][3], ranked);
    assert_eq!(trace[3]["values"]["cheap"], json!({"from": false, "to": true}));
}

#[test]
fn points_by_rules_are_told_with_what_they_add() {
    let tree = "title: T\nquestions:\n  age: {ask: A?, kind: number, score: [{when: age >= 75, add: {risk: 2}}, {when: age >= 65, add: {risk: 1, old: -0.5}}], next: o}\noutcomes: {o: {title: '{{ score.risk }} {{ score.old }}'}}\n";
    let here = folder(&[("t.yaml", tree)]);
    let ran = onread_in(here.path(), &["play", "t.yaml", "--trace"], "70\n");
    let told = "Trace of age: 70:\n- not age.score.1: when age >= 75   (age 70)\n- age.score.2: when age >= 65   (age 70): risk +1, old -0.5\n- age: on to o\n- score risk 0 → 1\n- score old 0 → -0.5\n";
    assert!(ran.out.contains(told), "{}", ran.out);
    let ran = onread_in(here.path(), &["play", "t.yaml", "--trace", "--format=json", "--answer=age=70"], "");
    let read = json!([{"name": "age", "value": 70}]);
    assert_eq!(
        ran.json()["trace"][0]["steps"],
        json!([
            {"step": "passed", "at": "age.score.1", "when": "age >= 75", "reads": read},
            {"step": "counted", "at": "age.score.2", "when": "age >= 65", "reads": read, "add": {"risk": 1, "old": -0.5}},
            {"step": "next", "at": "age", "to": "o"},
        ])
    );
}

#[test]
fn what_was_answered_steers_no_terminal_and_long_answers_are_cut() {
    let tree = "title: T\nquestions:\n  name:\n    ask: N?\n    kind: text\n    next:\n      - when: |\n          name == \"x\"\n        goto: o\n      - {when: '\"a\\u202e\" == name', goto: o}\n      - goto: o\noutcomes: {o: {title: O}}\n";
    let here = folder(&[("t.yaml", tree)]);
    let typed = format!("\u{1b}[31m\u{202e}{}", "y".repeat(100));
    let ran = onread_in(here.path(), &["play", "t.yaml", "--trace"], &format!("{typed}\n"));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{}", ran.out);
    assert!(ran.out.contains("not name.next.1: when name == \"x\"") && ran.out.contains("yyy…”"), "{}", ran.out);
    let ran =
        onread_in(here.path(), &["play", "t.yaml", "--trace", "--format=json", &format!("--answer=name={typed}")], "");
    assert!(
        ran.json()["trace"][0]["steps"][0]["reads"][0]["value"] == typed && !ran.out.contains(['\u{1b}', '\u{202e}'])
    );
}

#[test]
fn a_dead_end_and_a_start_that_is_skipped_are_traced_too() {
    let tree = "title: T\nquestions:\n  a: {ask: A?, answers: [x], when: answered(b), next: b}\n  b: {ask: B?, kind: number, next: [{when: b > 3, goto: o}]}\noutcomes: {o: {title: O}}\n";
    let here = folder(&[("t.yaml", tree)]);
    let ran = onread_in(here.path(), &["play", "t.yaml", "--trace"], "1\n");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains(
            "Trace of the start:\n- a is skipped, not true is: when answered(b)   (b not asked)\n- a: on to b\n\n"
        ),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("- not b.next.1: when b > 3   (b 1)\n- b: no rule is true, so there is no way on\n"),
        "{}",
        ran.out
    );
}

//! `onread explore --to` and `--why-not`: these walks, none, or not known.

use serde_json::json;

use super::{folder, onread_in, size};

const TREE: &str = "\
title: Supper
questions:
  hungry: {ask: Hungry?, answers: {very: minutes, a_bit: minutes}}
  minutes: {ask: Minutes?, answers: {few: eggs, many: curry}}
  spare: {ask: Nobody asks this., answers: {yes: toast}}
outcomes: {eggs: {title: Eggs}, curry: {title: Curry}, toast: {title: Toast}}
";

/// One typed answer together with another, of which not every pair can be tried.
const TRIED: &str = "\
title: Sum
questions:
  a: {ask: A?, kind: number}
  b: {ask: B?, kind: number, next: [{when: a * a + b * b == 7919.53 and a > 3 and b > 3, goto: rare}, {goto: usual}]}
outcomes: {rare: {title: Rare}, usual: {title: Usual}}
";

#[test]
fn what_keeps_a_proof_from_being_one_is_named_with_its_place() {
    let here = folder(&[("t.yaml", TREE), ("tried.yaml", TRIED)]);
    let inexact = |more: &[&str]| {
        let ran = onread_in(here.path(), &[&["explore", "--format=json"], more].concat(), "");
        ran.json()["inexact"].clone()
    };
    assert_eq!(inexact(&["t.yaml"]), json!([]));
    let instead = "look at fewer earlier answers in one place, or allow more by --max-states";
    let few = json!([{"reason": "states", "at": null, "questions": [], "instead": instead}]);
    assert_eq!(inexact(&["t.yaml", "--max-states=1"]), few);
    let instead = "compare each with numbers that are written out";
    let tried = json!([{"reason": "tried", "at": "b.next.1", "questions": ["a", "b"], "instead": instead}]);
    assert_eq!(inexact(&["tried.yaml"]), tried);
}

#[test]
fn these_walks_none_and_not_known_are_three_answers() {
    let here = folder(&[("t.yaml", TREE), ("tried.yaml", TRIED)]);
    for why_not in [false, true] {
        let run = |file: &str, outcome: &str, more: &[&str]| {
            let given = if file == "t.yaml" { "hungry=very" } else { "a=1" };
            let way: &[&str] = if why_not { &["--answer", given, "--why-not"] } else { &["--to"] };
            onread_in(here.path(), &[&["explore", file], way, &[outcome], more].concat(), "")
        };
        let both = |outcome: &str, more: &[&str]| {
            (run("t.yaml", outcome, more), run("t.yaml", outcome, &[more, &["--format=json"]].concat()))
        };
        let (text, record) = both("curry", &[]);
        assert_eq!((text.code, record.code, text.err.as_str()), (0, 0, ""), "{}", text.out);
        assert_eq!((&record.json()["answer"], &record.json()["exact"]), (&json!("walks"), &json!(true)));
        assert!(record.json()["witness"].is_object());
        let (text, record) = both("toast", &[]);
        assert_eq!((text.code, text.err.as_str()), (1, "error: no walk leads to `toast`: proved\n"));
        assert_eq!(
            (record.code, &record.json()["answer"], &record.json()["witness"]),
            (1, &json!("none"), &json!(null))
        );
        // After a bound nothing is claimed to be absent, whether it is or not.
        for (outcome, states) in [("curry", "1"), ("curry", "2"), ("toast", "1"), ("toast", "2")] {
            let (text, record) = both(outcome, &["--max-states", states]);
            if record.json()["complete"] == true {
                continue;
            }
            assert!(text.code == 2 && record.code == 2 && text.out.is_empty(), "{}", text.out);
            let after = if states == "1" { "not known after 1 state;" } else { "not known after 2 states;" };
            assert!(text.err.contains(after) && !text.err.contains("no walk"), "{}", text.err);
            let record = record.json();
            assert_eq!(
                (&record["answer"], &record["complete"], &record["walks"]),
                (&json!("unknown"), &json!(false), &json!([]))
            );
        }
        // Each of these takes as long as all that stands above.
        if size::all() || !why_not {
            let text = run("tried.yaml", "rare", &[]);
            assert!(text.err.contains("is not known without every answer to `a` and `b`"), "{}{}", text.out, text.err);
        }
        if size::all() {
            let record = run("tried.yaml", "rare", &["--format=json"]);
            assert_eq!((record.code, &record.json()["answer"]), (2, &json!("unknown")));
            let text = run("tried.yaml", "usual", &[]);
            let open = text.err.contains("is not known without every answer");
            assert!(text.code == 0 && open, "{}{}", text.out, text.err);
        }
        if size::all() || why_not {
            let record = run("tried.yaml", "usual", &["--format=json"]);
            assert_eq!((&record.json()["answer"], &record.json()["exact"]), (&json!("walks"), &json!(false)));
        }
    }
}

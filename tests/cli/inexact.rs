//! Why something is not proved, and what could be written instead: each piece of advice is followed.

use serde_json::json;

use super::{folder, onread_in, size};

const ENDS: &str = "outcomes: {x: {title: X}, y: {title: Y}}\n";

/// Questions `a` and `b` with these keys, behind one that leads around the first.
fn two(a: &str, b: &str, when: &str) -> String {
    format!(
        "title: T\nquestions:\n  g: {{ask: G?, answers: {{yes: {{goto: a, score: {{s: 3}}}}, no: b}}}}\n  \
         a: {{ask: A?, {a}}}\n  b: {{ask: B?, {b}, next: [{{when: '{when}', goto: x}}, {{goto: y}}]}}\n{ENDS}"
    )
}

fn numbers(when: &str) -> String {
    two("kind: number", "kind: number", when)
}

fn dates(when: &str) -> String {
    two("kind: date", "kind: date", when)
}

fn texts(when: &str) -> String {
    two("kind: text", "kind: text", when)
}

/// Questions `m`, `n` with so many boxes each, numbered through, of which the first of each excludes the others.
fn boxes(counts: &[usize], when: &str) -> String {
    let (mut all, mut next) = (String::new(), 0);
    for (name, count) in ["m", "n"].iter().zip(counts) {
        let own: String = (next..next + count)
            .map(|number| format!("b{number}: {{label: L, alone: {}}}, ", number == next))
            .collect();
        all += &format!("  {name}: {{ask: Q?, kind: many, answers: {{{own}}}");
        next += count;
        let last = next == counts.iter().sum::<usize>();
        all += &if last { format!(", next: [{{when: '{when}', goto: x}}, {{goto: y}}]}}\n") } else { "}\n".to_owned() };
    }
    format!("title: T\nquestions:\n{all}{ENDS}")
}

/// The same behind a score that can be more than is looked at one by one.
fn scored(when: &str) -> String {
    let giving = |at: usize| format!("  g{at}: {{ask: G?, answers: {{yes: {{score: {{t: {}}}}}, no: }}}}\n", 1 << at);
    let giving: String = (0..9).map(giving).collect();
    numbers(when).replace("questions:\n", &format!("questions:\n{giving}"))
}

/// What `b` may be by a limit, or by `reject`.
fn limited(limit: &str, when: &str) -> String {
    two("kind: number", &format!("kind: number, {limit}"), when)
}

/// A tree that is tried, what stands in it at fault, what is said to help, and the same tree with that.
fn advice() -> Vec<(String, &'static str, &'static str, String)> {
    let pairs = |of: &str, second: &str| -> String {
        let pair = |number: usize| {
            let set = if number < 10 { of } else { second };
            format!("b{number} in {set} and b{} in {set}", number + 1)
        };
        (0..20).step_by(2).map(pair).collect::<Vec<_>>().join(" or ")
    };
    let shown = |hole: &str| numbers("b > 3").replace("title: X", &format!("title: X, text: '{{{{ {hole} }}}}'"));
    let third = |tree: String| tree.replace("  b: {", "  c: {ask: C?, kind: number}\n  b: {");
    vec![
        (
            scored("a + b > score.t"),
            "`a + b > score.t`",
            "ask for the answers that give the score instead of the score",
            scored("g == yes and a + b > 3"),
        ),
        (
            texts("a == b and matches(a, \"(?m)[a-z]+$\")"),
            "`a == b`",
            "compare each with texts that are written out",
            texts("a == \"Ada\" and b == \"Ada\""),
        ),
        (
            texts("matches(b, \"(?m)[a-z]+$\") or matches(b, \"[a-d0-9]+\")"),
            "`matches(b, '(?m)[a-z]+$')`",
            "list the texts after `in` instead of `matches`",
            texts("b in [\"ada\", \"bob\"]"),
        ),
        (
            two("kind: text", "kind: text, pattern: '(?m)[a-z0-9]+$'", "matches(b, \"[a-z]+\")"),
            "`matches(b, '[a-z]+')`",
            "list the texts after `in` instead of `matches`",
            two("kind: text", "kind: text, pattern: '(?m)[a-z0-9]+$'", "b in [\"ada\", \"bob\"]"),
        ),
        (
            boxes(&[20], &pairs("m", "m")),
            "`b0 in m and b1 in m or b2 in m and b3 in m or b…`",
            "ask for the boxes in questions of at most 14, or only count them",
            boxes(&[10, 10], &pairs("m", "n")),
        ),
        (boxes(&[20], &pairs("m", "m")), "", "or only count them", boxes(&[20], "count(m) > 4")),
        (
            numbers("b / 3 * 3 == b"),
            "`b / 3 * 3 == b`",
            "compare it with numbers that are written out",
            numbers("b == 3"),
        ),
        (
            numbers("a * a + b * b == 7919.5"),
            "`a * a + b * b == 7919.5`",
            "compare each with numbers that are written out",
            numbers("a == 79.195 and b == 100"),
        ),
        (
            dates("days(b, add_months(b, 1)) > 30"),
            "`days(b, add_months(b, 1)) > 30`",
            "compare it with dates that are written out",
            dates("b > 2020-01-01"),
        ),
        (
            third(limited("max: a + c - score.s", "b > 3")),
            "`a + c - score.s`",
            "say it with `reject` instead of a limit",
            third(limited("reject: [{when: b > a + c - score.s, because: no}]", "b > 3")),
        ),
        (
            third(limited("reject: [{when: b < a + c and b < a + 2 * c, because: no}]", "b > 3")),
            "`b < a + c`",
            "say it with `min` or `max` instead of `reject`",
            third(limited("min: 'min(a + c, a + 2 * c)'", "b > 3")),
        ),
        (
            shown("a / round(b / 3, a)"),
            "`a / round(b / 3, a)`",
            "divide by a number that is written out",
            shown("a / 3"),
        ),
    ]
}

fn last(here: &std::path::Path, arguments: &[&str]) -> String {
    let ran = onread_in(here, arguments, "");
    assert_eq!(ran.err, "");
    ran.out.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn what_is_said_to_help_does() {
    // Every second, unless all cases are asked for, each by one of the commands.
    let some = advice().into_iter().enumerate().filter(|(number, _)| size::all() || number % 2 == 0);
    for (number, (tried, at, instead, proved)) in some {
        let here = folder(&[("t.yaml", &tried), ("after.yaml", &proved)]);
        let commands = ["check", "explore"].into_iter().enumerate();
        for (_, command) in commands.filter(|(at, _)| size::all() || number / 2 % 2 == *at) {
            let before = last(here.path(), &[command, "t.yaml"]);
            assert!(before.contains("tried, not proved: "), "{before}\n{tried}");
            let (_, why) = before.split_once(", because of ").or(before.split_once(", as in ")).unwrap();
            assert!(why.starts_with(at) && why.ends_with(instead), "{before}\n{tried}");
            let after = last(here.path(), &[command, "after.yaml"]);
            assert!(after.contains("proved over ") && !after.contains("not proved"), "{after}\n{proved}");
        }
        let record = onread_in(here.path(), &["explore", "t.yaml", "--format=json"], "").json();
        let all: Vec<&str> =
            record["inexact"].as_array().unwrap().iter().filter_map(|open| open["instead"].as_str()).collect();
        assert!(all.iter().any(|said| said.ends_with(instead)), "{all:?}");
    }
}

#[test]
fn what_is_surely_to_blame_is_named_before_what_only_stands_beside_it() {
    let tree = scored("a + b > 3").replace("title: X", "title: X, notes: [{when: 'a + b > score.t', text: n}]");
    let here = folder(&[("t.yaml", &tree)]);
    let told = last(here.path(), &["check", "t.yaml"]);
    assert!(told.contains("without every answer to `a` and `b`, because of `a + b > score.t` (t.yaml:15:"), "{told}");
    let record = onread_in(here.path(), &["explore", "t.yaml", "--format=json"], "").json();
    let at: Vec<_> = record["inexact"].as_array().unwrap().iter().map(|open| &open["at"]).collect();
    assert_eq!(at, [&json!("b.next.1"), &json!("x.notes.1")]);
}

#[test]
fn what_counts_for_itself_is_not_blamed() {
    let harmless = "v + b > 7 or count(a > 3, b > 4) == 2 or a + b > 9 or a * b == 7919.5 and a > 3 and b > 3";
    let tree = format!("{}values:\n  v: [{{when: a > 65, is: 2}}, {{is: 0}}]\n", numbers(harmless));
    let here = folder(&[("t.yaml", &tree)]);
    let told = last(here.path(), &["check", "t.yaml"]);
    assert!(told.contains("`a` and `b`, as in `a * b == 7919.5` (t.yaml:5:"), "{told}");
}

#[test]
fn what_counts_boxes_that_stand_for_themselves_is_not_said_to_help() {
    let tree = boxes(&[20], "count(m) > 4").replace("alone: false", "when: today > 2020-01-01");
    let here = folder(&[("t.yaml", &tree)]);
    let told = last(here.path(), &["check", "t.yaml"]);
    assert!(told.ends_with(": ask for the boxes in questions of at most 14"), "{told}");
}

/// Six questions of eight answers that are compared with each other in many ways, by `name` or what stands for it.
fn compared(name: &str) -> String {
    let chain: Vec<String> = (0..5).map(|number| format!("{name}{number} == {name}{}", number + 1)).collect();
    let when = format!("{} or {name}0 == {name}5 and {name}1 == {name}4 or {name}0 == {name}2", chain.join(" and "));
    let answers = "answers: [a, b, c, d, e, f, g, h]";
    let all: String = (0..5).map(|number| format!("  q{number}: {{ask: Q?, {answers}}}\n")).collect();
    let values: String = (0..6).map(|number| format!("  v{number}: q{number} in [a, b]\n")).collect();
    let last = format!("  q5: {{ask: Q?, {answers}, next: [{{when: '{when}', goto: x}}, {{goto: y}}]}}\n");
    format!("title: T\nquestions:\n{all}{last}{ENDS}values:\n{values}")
}

#[test]
fn fewer_answers_looked_at_are_fewer_states() {
    let here = folder(&[("t.yaml", &compared("q")), ("after.yaml", &compared("v"))]);
    let before = last(here.path(), &["check", "t.yaml", "--max-states=60"]);
    assert!(
        before.contains("allows more; fewer earlier answers looked at in one place are fewer states; "),
        "{before}"
    );
    let record = onread_in(here.path(), &["explore", "t.yaml", "--max-states=60", "--format=json"], "").json();
    let instead = "look at fewer earlier answers in one place, or allow more by --max-states";
    assert_eq!(record["inexact"], json!([{"reason": "states", "at": null, "questions": [], "instead": instead}]));
    for more in [["after.yaml", "--max-states=60"], ["t.yaml", "--max-states=6000"]] {
        let after = last(here.path(), &[&["check"], &more[..]].concat());
        assert!(after.contains("proved over ") && !after.contains("not proved"), "{after}");
    }
}

#[test]
fn a_long_condition_is_cut_and_steers_no_terminal() {
    let text = format!("\\e{}", "x".repeat(100));
    let tree = texts("a == b and a != \"q\"")
        .replace("'a == b and a != \"q\"'", &format!("\"default(a, '{text}') == b and matches(a, '(?m)[a-z]+$')\""));
    let here = folder(&[("t.yaml", &tree)]);
    let ran = onread_in(here.path(), &["check", "t.yaml"], "");
    assert!(!ran.out.contains('\u{1b}') && ran.out.contains("xx…` (t.yaml:5:"), "{}", ran.out);
}

#[test]
fn two_versions_that_are_only_tried_name_a_place_in_the_new_one() {
    let meet = "a + b in [1, 2]";
    let note = numbers(meet).replace("title: X", "title: X, notes: [{when: 'a + b in [7, 9]', text: n}]");
    let apart = numbers("a > 3 and b > 7");
    let here = folder(&[("old.yaml", &numbers("a + b > 7")), ("new.yaml", &note), ("one.yaml", &apart)]);
    let closing = |old: &str, new: &str| last(here.path(), &["diff", old, new]);
    let place = "as in `a + b in [1, 2]` (new.yaml:5:45): compare each with numbers that are written out";
    let told = closing("old.yaml", "new.yaml");
    assert!(told.contains("tried, not proved; ") && told.ends_with(place), "{told}");
    let told = closing("old.yaml", "one.yaml");
    assert!(told.contains("`a + b > 7` (old.yaml:5:45)"), "{told}");
    let told = closing("one.yaml", "one.yaml");
    assert!(told.ends_with(": proved"), "{told}");
}

#[test]
fn every_command_names_what_is_only_tried() {
    let old = numbers("a + b in [1, 2]").replace("{goto: y}", "{when: 'round(a, b) - a > 70', goto: x}, {goto: y}");
    let walks = "tree: t.yaml\nwalks:\n  - {name: n, answers: {g: no, b: 3}, outcome: y}\n";
    let here = folder(&[("t.yaml", &old), ("new.yaml", &old.replace("[1, 2]", "[1, 3]")), ("t.walks.yaml", walks)]);
    let place = "as in `a + b in [1, 2]` (t.yaml:5:45): compare each with numbers that are written out";
    let run = |arguments: &[&str]| onread_in(here.path(), arguments, "");
    let told = run(&["test", "--mutants"]);
    assert!(told.out.contains(&format!("not every answer was tried, {place}\n")), "{}", told.out);
    let told = run(&["test", "--suggest", "t.yaml"]);
    assert!(told.err.contains(&format!("not every answer was tried, {place}\n")), "{}", told.err);
    let told = run(&["draw", "t.yaml"]);
    assert!(told.err.contains(&format!(" could be tried, {place}")), "{}", told.err);
    let one = json!({
        "reason": "tried",
        "at": "b.next.1",
        "questions": ["a", "b"],
        "instead": "compare each with numbers that are written out",
    });
    let record = run(&["test", "--mutants", "--format=json"]).json();
    assert_eq!(record["trees"][0]["inexact"][0], one);
    let unproved = record["trees"][0]["mutants"].as_array().unwrap().iter().find(|one| one["result"] == "unproved");
    assert_eq!(unproved.unwrap()["tried"], json!(["a", "b"]));
    let record = run(&["test", "--suggest", "t.yaml", "--format=json"]).json();
    assert_eq!(record["files"][0]["inexact"][0], one);
    let record = run(&["diff", "t.yaml", "new.yaml", "--format=json"]).json();
    let versions: Vec<_> = record["inexact"].as_array().unwrap().iter().map(|one| &one["version"]).collect();
    assert_eq!(versions, ["old", "old", "new", "new"]);
    assert_eq!(record["inexact"][0]["at"], "b.next.1");
}

#[test]
fn every_command_names_the_bound_that_was_met() {
    let walks = "tree: t.yaml\nwalks:\n  - {name: n, answers: {q0: a}}\n";
    let here = folder(&[("t.yaml", &compared("q")), ("new.yaml", &compared("v")), ("t.walks.yaml", walks)]);
    let reasons = |record: &serde_json::Value| -> Vec<String> {
        let all = record["inexact"].as_array().unwrap().iter();
        all.filter_map(|one| one["reason"].as_str().map(str::to_owned)).collect()
    };
    let run =
        |arguments: &[&str]| onread_in(here.path(), &[arguments, &["--max-states=60", "--format=json"]].concat(), "");
    assert_eq!(reasons(&run(&["explore", "t.yaml"]).json()), ["states"]);
    assert_eq!(reasons(&run(&["diff", "t.yaml", "new.yaml"]).json()), ["states"]);
    assert!(reasons(&run(&["test", "--suggest", "t.yaml"]).json()["files"][0]).contains(&"states".to_owned()));
    assert_eq!(reasons(&run(&["test", "--mutants"]).json()["trees"][0]), ["states"]);
}

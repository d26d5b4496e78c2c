//! `onread test`.

use super::{MEETING, folder, onread, onread_in};

const WALKS: &str = "\
tree: meeting.yaml
today: 2026-01-31
walks:
  - name: news only
    answers: {decision: no}
    asks: [decision]
    outcome: email
    shows: [\"email Three lines\"]
    hides: [meeting]
  - name: half a person is refused
    answers: {decision: yes, people: 1.5}
    asks: [decision, people]
    rejects: {people: whole number}
  - name: stops at a question
    answers: [yes, 3]
    asks: [decision, people, rooms]
    score: {weight: 1.5}
  - name: in yesterday's world
    answers: {decision: yes, people: 2, rooms: [], day: 2026-01-30}
    rejects: day
";

#[test]
fn walks_pass_and_say_so() {
    let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", WALKS)]);
    let ran = onread_in(here.path(), &["test", "--color=never"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("pass a.walks.yaml  4 walks"), "{}", ran.out);
    assert!(ran.out.ends_with("4 passed, 0 failed\n"));
}

/// A change to a good walk, and what must be said about it.
const BREAKS: [(&str, &str, &str); 12] = [
    ("outcome: email", "outcome: call", "the walk reaches another outcome"),
    ("asks: [decision]\n", "asks: [people]\n", "the walk asks another question"),
    ("asks: [decision]\n", "asks: [decision, people]\n", "the walk ends before this question"),
    ("asks: [decision, people]\n", "asks: [decision]\n", "the walk asks one question more"),
    ("{decision: no}", "{decision: no, people: 3}", "`people` is never asked in this walk"),
    ("{decision: no}", "{people: 3}", "the walk has no answer for `decision`"),
    ("people: 1.5", "people: 2", "`people` does not refuse its answer"),
    ("whole number", "least", "the answer is refused for another reason"),
    ("Three lines", "Four lines", "the outcome does not show this text"),
    ("hides: [meeting]", "hides: [one ask]", "the outcome shows this text"),
    ("weight: 1.5", "weight: 2", "the score `weight` is another"),
    ("[yes, 3]", "[yes, 3, [], 2026-02-01, \"\", more]", "this answer is left over: the walk asks fewer questions"),
];

#[test]
fn a_walk_that_leaves_its_script_fails_with_its_place() {
    for (from, to, message) in BREAKS {
        let walks = WALKS.replacen(from, to, 1);
        let walks = if from.starts_with("[yes") {
            walks.replace("asks: [decision, people, rooms]", "outcome: meeting")
        } else {
            walks
        };
        assert_ne!(walks, WALKS);
        let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", &walks)]);
        let ran = onread_in(here.path(), &["test", "--format=json"], "");
        assert_eq!(ran.code, 1, "{to}: {}", ran.out);
        let report = ran.json();
        assert_eq!((report["passed"].as_u64(), report["failed"].as_u64()), (Some(3), Some(1)), "{to}: {}", ran.out);
        let failed = report["walks"].as_array().unwrap().iter().find(|walk| walk["result"] == "failed").unwrap();
        assert_eq!(failed["message"], message, "{to}");
        assert_eq!(failed["file"], "a.walks.yaml");
        assert_eq!(failed["tree"], "meeting.yaml");
        assert!(failed["line"].as_u64().unwrap() >= 4);
        let text = onread_in(here.path(), &["test", "--color=never"], "");
        assert!(text.out.contains(message) && text.out.ends_with("3 passed, 1 failed\n"), "{}", text.out);
    }
}

#[test]
fn what_in_the_tree_led_to_a_failure_is_pointed_to() {
    let tree = MEETING.replace("outcomes:\n", "values:\n  crowd: people > 2\noutcomes:\n");
    let full = "decision: yes, people: 2, rooms: [small], day: 9999-12-31, name: x";
    let cases = [
        (format!("answers: {{{full}}}, outcome: meeting"), Some("32 this leads to outcome `call`")),
        (format!("answers: {{{full}}}, asks: [decision, rooms]"), Some("7 this leads to question `people`")),
        (format!("answers: {{{full}}}, asks: [decision]"), Some("7 this leads to question `people`")),
        (format!("answers: {{{full}}}, asks: [people]"), None),
        ("answers: {decision: yes, people: 2}, outcome: call".to_owned(), Some("10 this leads to question `rooms`")),
        ("answers: {decision: no, people: 2}".to_owned(), Some("8 this leads to outcome `email`")),
        ("answers: {decision: yes, people: 501}".to_owned(), Some("10 this question")),
        ("answers: {decision: yes, people: 501}, rejects: {people: odd}".to_owned(), Some("10 this question")),
        ("answers: {decision: yes, people: 501}, rejects: rooms".to_owned(), Some("10 this question")),
        (format!("answers: {{{full}}}, values: {{crowd: true}}"), Some("35 this value")),
    ];
    let walks: String = cases.iter().map(|(walk, _)| format!("  - {{{walk}}}\n")).collect();
    let here =
        folder(&[("meeting.yaml", &tree), ("sub/a.walks.yaml", &format!("tree: ../meeting.yaml\nwalks:\n{walks}"))]);
    let ran = onread_in(here.path(), &["test", "--format", "json"], "").json();
    for ((walk, wanted), record) in cases.iter().zip(ran["walks"].as_array().unwrap()) {
        let labels = record["labels"].as_array().unwrap().iter().map(|label| {
            assert_eq!(label["file"], "meeting.yaml");
            format!("{} {}", label["line"], label["message"].as_str().unwrap())
        });
        assert_eq!(labels.collect::<Vec<_>>(), wanted.iter().copied().collect::<Vec<_>>(), "{walk} {record}");
    }
    let junit = onread_in(here.path(), &["test", "--format", "junit"], "").out;
    assert!(junit.contains("see       meeting.yaml:7:7: this leads to question `people`"), "{junit}");
}

#[test]
fn expected_and_reached_and_the_walk_so_far_are_shown() {
    let walks = "tree: meeting.yaml\nwalks:\n  - name: wrong\n    answers: {decision: yes, people: 2, rooms: [small], day: 9999-12-31, name: x}\n    outcome: meeting\n";
    let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", walks)]);
    let ran = onread_in(here.path(), &["test", "--color=never"], "");
    assert_eq!(ran.code, 1);
    for part in [
        "a.walks.yaml:5:14",
        "expected  outcome `meeting`",
        "reached   outcome `call`",
        "see       meeting.yaml:32:10: this leads to outcome `call`",
        "1. decision: yes",
        "3. rooms: [small]",
        "walk in line 3",
    ] {
        assert!(ran.out.contains(part), "{part}:\n{}", ran.out);
    }
}

#[test]
fn coverage_lists_what_no_walk_touched() {
    let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", WALKS)]);
    let ran = onread_in(here.path(), &["test", "--coverage", "--format=json"], "");
    assert_eq!(ran.code, 0);
    let coverage = &ran.json()["coverage"][0];
    assert_eq!(coverage["tree"], "meeting.yaml");
    assert_eq!(coverage["outcomes"], serde_json::json!({"touched": 1, "total": 3}));
    assert_eq!(coverage["rules"], serde_json::json!({"touched": 0, "total": 2}));
    let at: Vec<&str> = coverage["untouched"].as_array().unwrap().iter().map(|i| i["at"].as_str().unwrap()).collect();
    for wanted in ["name", "decision.not_sure", "rooms.small", "name.next.2", "meeting", "meeting.notes.1"] {
        assert!(at.contains(&wanted), "{wanted} in {at:?}");
    }
    assert_eq!(onread_in(here.path(), &["test", "--coverage=100"], "").code, 1);
    assert_eq!(onread_in(here.path(), &["test", "--coverage=20"], "").code, 0);
}

#[test]
fn all_trees_of_the_project_have_walks_at_full_coverage() {
    let ran = onread(&["test", "tests/walks", "--coverage=100", "--format=json"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let report = ran.json();
    let trees = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/trees")).unwrap().count();
    assert_eq!(report["coverage"].as_array().unwrap().len(), trees);
}

#[test]
fn filter_and_fail_fast_choose_what_is_run() {
    let broken = WALKS.replace("outcome: email", "outcome: call").replace("people: 1.5", "people: 2");
    let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", &broken)]);
    let one = onread_in(here.path(), &["test", "--filter", "stops", "--format=json"], "");
    assert_eq!((one.code, one.json()["passed"].as_u64()), (0, Some(1)));
    let fast = onread_in(here.path(), &["test", "--fail-fast", "--format=json"], "").json();
    assert_eq!((fast["passed"].as_u64(), fast["failed"].as_u64()), (Some(0), Some(1)));
    let all = onread_in(here.path(), &["test", "--format=json"], "").json();
    assert_eq!((all["passed"].as_u64(), all["failed"].as_u64()), (Some(2), Some(2)));
}

#[test]
fn junit_is_xml_with_every_walk() {
    let broken = WALKS.replace("outcome: email", "outcome: call").replace("news only", "\"<news> & \\e[31m\"");
    let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", &broken)]);
    let ran = onread_in(here.path(), &["test", "--format=junit"], "");
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("<?xml"), "{}", ran.out);
    assert_eq!(ran.out.matches("<testcase").count(), 4);
    assert!(
        ran.out.contains("failures=\"1\"") && ran.out.contains("&lt;news&gt; &amp;") && !ran.out.contains('\u{1b}'),
        "{}",
        ran.out
    );
}

#[test]
fn files_that_cannot_be_run_fail() {
    let here = folder(&[
        ("meeting.yaml", MEETING),
        ("broken.yaml", "title: x\n"),
        ("a.walks.yaml", "tree: broken.yaml\nwalks: [{answers: {}}]\n"),
        ("b.walks.yaml", "tree: none.yaml\nwalks: [{answers: {}}]\n"),
        ("c.walks.yaml", "tree: meeting.yaml\nwalks: {answers: {}}\n"),
    ]);
    let ran = onread_in(here.path(), &["test", "--format=json"], "");
    assert_eq!(ran.code, 1);
    assert_eq!(ran.json()["failed"], 3);
    let text = onread_in(here.path(), &["test", "--color=never"], "");
    assert!(text.out.contains("the tree cannot be used") && text.out.contains("there is no such file"), "{}", text.out);
    assert_eq!(onread_in(here.path(), &["test", "meeting.yaml"], "").code, 2);
    assert_eq!(onread_in(here.path(), &["test", "no-such-folder"], "").code, 2);
}

#[test]
fn junit_is_xml_whatever_the_tree_says() {
    let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: {\"a<&>\\ufffe\": o, b: p}}\noutcomes:\n  o: {title: \"O \\uffff ]]>\"}\n  p: {title: P}\n";
    let walks = "tree: t.yaml\nwalks:\n  - {name: \"one \\u0000 \\e[31m \\ufffe <b> & ' \\x85\", answers: {q: \"a<&>\\ufffe\"}, outcome: p, shows: [\"\\uffff\"]}\n  - {name: \"\\ufffe\", answers: {q: b}, outcome: p}\n";
    let here = folder(&[("t.yaml", tree), ("a & <b>\u{ffff}.walks.yaml", walks)]);
    let ran = onread_in(here.path(), &["test", "--format=junit"], "");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let parsed = roxmltree::Document::parse(&ran.out).unwrap();
    let names: Vec<&str> =
        parsed.descendants().filter(|node| node.has_tag_name("testcase")).filter_map(|n| n.attribute("name")).collect();
    assert_eq!(names, ["one \\u{0} \\u{1b}[31m \\u{fffe} <b> & ' \\u{85}", "\\u{fffe}"]);
}

#[test]
fn what_belongs_elsewhere_or_is_right_when_rounded_is_told() {
    let tree = "title: T\nquestions:\n  feet: {ask: Feet?, kind: number, score: [{add: {right: 1}}], next: end}\n\
                values: {inches: feet / 3}\noutcomes: {end: {title: '{{ inches }} {{ score.right }}'}}\n";
    for (says, message, help) in [
        ("values: {inches: 0.33}", "the value `inches` is another", "rounded, it is that: say `about: {inches: 0.33}`"),
        (
            "about: {right: 3.5}",
            "`right` is a score, and `about` speaks of values",
            "a score is exact: say `score: {right: …}`",
        ),
        (
            "score: {inches: 1}",
            "`inches` is a value, and `score` speaks of scores",
            "say `values: {inches: …}`; `about` takes its number rounded, too",
        ),
        (
            "values: {feet: 1}",
            "`feet` is a question, and `values` speaks of values",
            "its answer is said by `answers: {feet: …}`",
        ),
    ] {
        let walks = format!("tree: t.yaml\nwalks:\n  - {{answers: [1], {says}}}\n");
        let here = folder(&[("t.yaml", tree), ("a.walks.yaml", &walks)]);
        let report = onread_in(here.path(), &["test", "--format=json"], "").json();
        let walk = &report["walks"][0];
        assert_eq!((walk["message"].as_str(), walk["help"].as_str()), (Some(message), Some(help)), "{says}");
        // What is no mistake of the file, `check` does not speak of.
        if message.contains("another") {
            continue;
        }
        let found = onread_in(here.path(), &["check", "--format=json"], "").json();
        assert_eq!((found[0]["message"].as_str(), found[0]["help"].as_str()), (Some(message), Some(help)), "{says}");
    }
}

//! `onread play --format json`, plain play through a pipe, answers in advance.

use super::{MEETING, folder, onread, onread_in};

#[test]
fn json_says_where_the_answers_lead() {
    let here = folder(&[("meeting.yaml", MEETING)]);
    let play = |answers: &[&str]| {
        let mut arguments = vec!["play", "meeting.yaml", "--format", "json", "--today", "2026-01-31"];
        answers.iter().for_each(|answer| arguments.extend(["--answer", answer]));
        onread_in(here.path(), &arguments, "")
    };
    let first = play(&[]);
    assert_eq!(first.code, 3);
    let state = first.json();
    assert_eq!(state["state"], "question");
    assert_eq!(state["question"]["id"], "decision");
    assert_eq!(state["question"]["kind"], "choice");
    assert_eq!(state["question"]["help"], "Agreeing on a next step counts.");
    assert_eq!(state["question"]["answers"][1]["label"], "No, it's only news");
    assert_eq!(state["question"]["answers"][2]["label"], "Not sure");
    assert_eq!(state["asked"], serde_json::json!([]));
    assert_eq!(state["scores"]["weight"].to_string(), "0");

    let number = play(&["decision=yes"]);
    assert_eq!(number.code, 3);
    let state = number.json();
    assert_eq!(state["question"]["unit"], "people");
    assert_eq!(state["question"]["max"].to_string(), "500");
    assert_eq!(state["scores"]["weight"].to_string(), "1.5");

    let end = play(&["decision=not_sure", "people=3", "rooms=large,small", "day=2026-02-01", "name="]);
    assert_eq!(end.code, 0);
    let state = end.json();
    assert_eq!(state["state"], "outcome");
    assert_eq!(state["outcome"]["id"], "meeting");
    assert_eq!(state["outcome"]["text"], "Invite 3 people on 1 February 2026 to Small and Large.");
    assert_eq!(state["outcome"]["notes"][0]["text"], "Write down the *decision* first.");
    assert_eq!(
        state["asked"],
        serde_json::json!([
            {"id": "decision", "answer": "not_sure"},
            {"id": "people", "answer": 3},
            {"id": "rooms", "answer": ["small", "large"]},
            {"id": "day", "answer": "2026-02-01"},
            {"id": "name", "answer": null},
        ])
    );
}

#[test]
fn a_step_is_told_and_kept_to() {
    const TREE: &str = "title: T\nquestions:\n  q: {ask: How much?, kind: number, min: 0.1, max: 1.12, step: 0.05, unit: £, next: o}\noutcomes:\n  o: {title: 'Got {{ q }}'}\n";
    let here = folder(&[("t.yaml", TREE)]);
    let asked = onread_in(here.path(), &["play", "t.yaml", "--format=json"], "").json();
    assert_eq!(
        (&asked["question"]["step"], &asked["question"]["whole"]),
        (&serde_json::json!(0.05), &serde_json::json!(false))
    );
    for (given, message) in [
        ("0.33", "a multiple of £0.05 is wanted here; the nearest are £0.3 and £0.35"),
        ("1.111", "a multiple of £0.05 is wanted here; the nearest is £1.1"),
        // Neither 0 nor 0.05 is allowed.
        ("0.01", "a multiple of £0.05 is wanted here"),
        ("1.15", "the most possible is £1.12"),
    ] {
        let refused =
            onread_in(here.path(), &["play", "t.yaml", "--format=json", "--answer", &format!("q={given}")], "");
        assert!(refused.json()["error"]["message"].as_str().unwrap().starts_with(message), "{given}: {}", refused.out);
    }
    let plain = onread_in(here.path(), &["play", "t.yaml", "--plain"], "0.33\n0.35\n");
    assert!(plain.out.contains("A multiple of 0.05 from 0.1 to 1.12"), "{}", plain.out);
    assert!(plain.out.contains("A multiple of £0.05 is wanted here; the nearest are £0.3 and £0.35."), "{}", plain.out);
    assert!(plain.out.contains("Got 0.35"), "{}", plain.out);
}

#[test]
fn json_names_what_went_wrong() {
    let here = folder(&[("meeting.yaml", MEETING), ("broken.yaml", "title: x\n"), ("stuck.yaml", STUCK)]);
    let error = |arguments: &[&str]| {
        let mut all = vec!["play"];
        all.extend(arguments);
        all.extend(["--format=json", "--today=2026-01-31"]);
        let ran = onread_in(here.path(), &all, "");
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        let state = ran.json();
        assert_eq!(state["state"], "error");
        assert!(state["asked"].is_array() && state["scores"].is_object());
        state["error"].clone()
    };
    let refused = error(&["meeting.yaml", "--answer=decision=yes", "--answer=people=1.5"]);
    assert_eq!((refused["code"].as_str(), refused["question"].as_str()), (Some("refused"), Some("people")));
    assert_eq!(refused["message"], "a whole number is wanted here");
    let unknown = error(&["meeting.yaml", "--answer=decison=yes"]);
    assert_eq!(unknown["code"], "unknown-question");
    assert!(unknown["message"].as_str().unwrap().contains("did you mean `decision`"));
    let answer = error(&["meeting.yaml", "--answer=decision=yess"]);
    assert!(answer["message"].as_str().unwrap().contains("did you mean `yes`"));
    assert_eq!(error(&["broken.yaml"])["code"], "tree");
    assert_eq!(error(&["stuck.yaml", "--answer=a=yes"])["code"], "stuck");
    assert_eq!(error(&["stuck.yaml", "--answer=a=no", "--answer=b=again"])["code"], "asked-twice");
}

const STUCK: &str = "\
title: Stuck
questions:
  a:
    ask: A?
    answers: {yes: c, no: b}
  b:
    ask: B?
    answers: {again: a, end: done}
  c:
    ask: C?
    answers:
      only: {goto: done, when: a == no}
outcomes:
  done: {title: Done}
";

#[test]
fn plain_play_reads_a_pipe_to_its_outcome() {
    let here = folder(&[("meeting.yaml", MEETING)]);
    let play = |input: &str| onread_in(here.path(), &["play", "meeting.yaml", "--today", "2026-01-31"], input);
    let ran = play("1\n3\nsmall, large\n2026-02-01\n\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Hold the meeting"));
    assert!(ran.out.contains("Invite 3 people on 1 February 2026 to Small and Large."));
    assert!(!ran.out.contains('\u{1b}'), "no escape codes in a pipe");

    let refused = play("yes\n0\n2\n\n2026-01-30\n2026-02-01\n\n");
    assert_eq!(refused.code, 0, "{}{}", refused.out, refused.err);
    assert!(refused.out.contains("least possible is 1 people"), "{}", refused.out);
    assert!(refused.out.contains("first possible date is 2026-01-31"), "{}", refused.out);
    assert!(refused.out.contains("Call them"));
}

#[test]
fn a_pipe_gets_lines_of_eighty_columns_and_no_menu() {
    let long = "A label that goes on and on, with a well-known file name such as my-tree.walks.yaml in it";
    let tree = format!(
        "title: T\nquestions:\n  q:\n    ask: Q?\n    answers:\n      a: {{label: '{long}', goto: o}}\n      b: o\noutcomes:\n  o: {{title: O, text: '{long}.'}}\n"
    );
    let here = folder(&[("tree.yaml", &tree)]);
    let ran = onread_in(here.path(), &["play", "tree.yaml"], "a lab\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let (first, rest) =
        ("1. A label that goes on and on, with a well-known file name such as", "my-tree.walks.yaml in it");
    assert!(ran.out.contains(&format!("\n{first}\n   {rest}\n")), "{}", ran.out);
    assert!(ran.out.ends_with(&format!("such as\n{rest}.\n")), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    assert!(ran.out.contains(&format!("Taken as “{}", &long[..20])) && !ran.out.contains("What now?"), "{}", ran.out);
}

#[test]
fn only_what_is_typed_may_carry_a_unit() {
    let walks = "tree: meeting.yaml\nwalks:\n  - answers: {decision: yes, people: 3 people}\n";
    let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", walks)]);
    let ran = onread_in(here.path(), &["play", "meeting.yaml", "--answer", "people=3 people"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`3 people` is not a number"), "{}", ran.err);
    let ran = onread_in(here.path(), &["test", "a.walks.yaml"], "");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("`3 people` is not a number"), "{}{}", ran.out, ran.err);
    let ran = onread_in(here.path(), &["play", "meeting.yaml"], "yes\n3 People\n");
    assert!(ran.out.contains("Question 3"), "{}", ran.out);
}

#[test]
fn help_tells_of_plain_lines() {
    assert!(onread(&["play", "--help"]).out.contains("ACCESSIBLE=1"));
}

#[test]
fn the_end_of_the_input_is_an_error_that_names_the_question() {
    let here = folder(&[("meeting.yaml", MEETING)]);
    let ran = onread_in(here.path(), &["play", "meeting.yaml"], "1\n");
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("`people`"), "{}", ran.err);
}

#[test]
fn onread_alone_plays_the_flagship() {
    let ran = onread(&["--plain"]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("I miss you"), "{}", ran.out);
}

#[test]
fn what_is_mistyped_is_met_with_the_nearest_name() {
    let ran = onread(&["play", "ignore-his-txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `ignore-his-text`"), "{}", ran.err);
    let ran = onread(&["play", "reply-all", "--answer", "nothing"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("question=answer"), "{}", ran.err);
    assert_eq!(onread(&["play", "src"]).code, 2);
    assert_eq!(onread(&["paly"]).code, 2);
    assert_eq!(onread(&["play", "reply-all", "--today", "2026-02-30"]).code, 2);
}

#[test]
fn list_names_the_built_in_trees() {
    let ran = onread(&["list"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("ignore-his-text "));
    assert_eq!(onread(&["list", "--format=json"]).json().as_array().unwrap().len(), 6);
}

#[test]
fn help_names_the_exit_codes() {
    for arguments in [&["--help"][..], &["play", "--help"], &["check", "--help"], &["test", "--help"]] {
        let ran = onread(arguments);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("130"), "{arguments:?}");
    }
}

#[test]
fn what_is_typed_is_never_read_as_markdown() {
    let tree = r##"
title: Name
questions:
  name: {ask: Name?, kind: text, next: end}
outcomes:
  end:
    title: End
    text: "- For **you**, {{ name }}"
    notes: [{text: "{{ name }} is your *name*"}]
"##;
    let here = folder(&[("name.yaml", tree)]);
    let typed = "# **x** [a](b)";
    let ran = onread_in(here.path(), &["play", "name.yaml"], &format!("{typed}\n"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("- For you, # **x** [a](b)"), "{}", ran.out);
    assert!(ran.out.contains("# **x** [a](b) is your name"), "{}", ran.out);
    // Programs and tests get it as it is.
    let json =
        onread_in(here.path(), &["play", "name.yaml", "--answer", &format!("name={typed}"), "--format=json"], "");
    assert_eq!(json.json()["outcome"]["text"], format!("- For **you**, {typed}"));
}

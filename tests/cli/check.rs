//! `onread check`.

use super::{MEETING, folder, onread_in};

#[test]
fn all_mistakes_of_all_files_in_one_pass() {
    let tree = MEETING.replace("goto: people,", "goto: peple,").replace("people <= 2", "poeple <= 2");
    let walks = "tree: meeting.yaml\nwalks:\n  - answers: {decison: no, people: abc}\n    outcome: mail\n";
    let here = folder(&[
        ("meeting.yaml", &tree),
        ("good.yaml", MEETING),
        ("sub/good.walks.yaml", "tree: ../good.yaml\nwalks:\n  - answers: {decision: no}\n    outcome: email\n"),
        ("sub/bad.walks.yaml", &walks.replace("meeting", "../good")),
        (".github/ci.yaml", "jobs: {}\n"),
        ("compose.yaml", "services: {}\n"),
    ]);
    let ran = onread_in(here.path(), &["check", "--format", "json"], "");
    assert_eq!(ran.code, 1);
    let found = ran.json();
    let short: Vec<String> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            format!(
                "{} {}:{}:{} {}",
                d["code"].as_str().unwrap(),
                d["file"].as_str().unwrap(),
                d["line"],
                d["column"],
                d["severity"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        short,
        [
            "unknown-target meeting.yaml:7:19 error",
            "unknown-name meeting.yaml:32:16 error",
            "unknown-name sub/bad.walks.yaml:3:15 error",
            "walk-answer sub/bad.walks.yaml:3:36 error",
            "unknown-name sub/bad.walks.yaml:4:14 error",
        ]
    );
    let first = &found[0];
    assert_eq!((first["end_line"].as_u64(), first["end_column"].as_u64()), (Some(7), Some(24)));
    assert_eq!(first["help"], "did you mean `people`?");
    assert!(first["labels"].is_array());

    let text = onread_in(here.path(), &["check", "--color=never"], "");
    assert_eq!(text.code, 1);
    assert!(text.out.contains("^^^^^"), "{}", text.out);
    assert!(
        text.out.ends_with(
            "4 files checked: 5 errors; proved over all 41 walks of 1 tree; 1 tree with errors not looked at\n"
        ),
        "{}",
        text.out
    );
}

#[test]
fn a_good_file_is_fine_and_a_missing_one_cannot_be_checked() {
    let here = folder(&[("meeting.yaml", MEETING)]);
    let good = onread_in(here.path(), &["check", "meeting.yaml"], "");
    assert_eq!((good.code, good.out.as_str()), (0, "1 file checked: no mistakes found; proved over all 41 walks\n"));
    let missing = onread_in(here.path(), &["check", "meetng.yaml"], "");
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("did you mean `meeting.yaml`"), "{}", missing.err);
}

#[test]
fn warnings_are_findings_only_where_they_are_denied() {
    let here = folder(&[("cut.yaml", &MEETING.replace("ask: When?", "ask: When is it #2?"))]);
    let ran = onread_in(here.path(), &["check", "cut.yaml"], "");
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("cut-by-comment"), "{}", ran.out);
    assert_eq!(onread_in(here.path(), &["check", "cut.yaml", "--deny", "warnings"], "").code, 1);
}

#[test]
fn a_file_that_is_no_text_is_met_with_a_sentence() {
    let here = folder(&[("ok.yaml", MEETING)]);
    std::fs::write(here.path().join("latin.yaml"), b"title: caf\xe9\n").unwrap();
    let ran = onread_in(here.path(), &["check", "latin.yaml"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("not UTF-8") && ran.err.contains("line 1"), "{}", ran.err);
    assert_eq!(onread_in(here.path(), &["play", "."], "").code, 2);
}

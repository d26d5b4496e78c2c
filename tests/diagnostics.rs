//! What an author is told about a mistake: every `tests/diagnostics/err/NAME.yaml` has the exact output beside it in
//! `NAME.out`, and every file in `tests/diagnostics/ok` looks suspicious and is right.
//!
//! These are about reading a file; what follows from all its walks is left out here and has its own files in
//! `tests/proofs`.
//!
//! A new case is a dropped file; `SNAPSHOTS=overwrite cargo test --test diagnostics` writes what is missing or changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use onread::diagnostic::Code;
use serde_json::Value;
use snapbox::{Assert, Data};

/// Codes that no YAML file can show: they are about bytes, or about a thousand findings.
const NOT_TO_BE_SHOWN: [Code; 1] = [Code::TooMany];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics").join(name)
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(end));
    files.sort();
    files
}

fn check(path: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["check", "--quick"])
        .args(more)
        .arg(path.file_name().unwrap())
        .current_dir(path.parent().unwrap())
        .output()
        .unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_mistake_is_met_as_its_file_says() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut wrong = Vec::new();
    let cases = files(&folder("err"), ".yaml");
    assert!(cases.len() > 120, "only {} files", cases.len());
    for path in &cases {
        let ran = check(path, &["--color=never"]);
        let out = text(ran.stdout);
        assert_eq!(text(ran.stderr), "", "{}", path.display());
        let expected = if out.contains("error[") { 1 } else { 0 };
        assert_eq!(ran.status.code(), Some(expected), "{}", path.display());
        let snapshot = Data::read_from(&path.with_extension("out"), None).raw();
        if let Err(difference) = assert.try_eq(Some(&path.display()), Data::text(out).raw(), snapshot) {
            wrong.push(difference.to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for snapshot in files(&folder("err"), ".out") {
        assert!(snapshot.with_extension("yaml").exists(), "{} belongs to no file", snapshot.display());
    }
}

#[test]
fn what_is_right_is_left_alone() {
    let cases = files(&folder("ok"), ".yaml");
    assert!(cases.len() > 15, "only {} files", cases.len());
    for path in cases {
        let ran = check(&path, &["--color=never", "--deny=warnings"]);
        assert_eq!(text(ran.stdout), "1 file checked: no mistakes found\n", "{}", path.display());
        assert_eq!(ran.status.code(), Some(0));
    }
}

/// All findings in the files that are wrong.
fn findings() -> Vec<Value> {
    let ran = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["check", "--quick", "--format=json"])
        .args(files(&folder("err"), ".yaml"))
        .output()
        .unwrap();
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
fn every_code_is_shown_by_a_file() {
    let found = findings();
    let elsewhere = |code: &Code| code.is_about_walks() || *code == Code::Allowance;
    for code in Code::ALL.iter().filter(|code| !NOT_TO_BE_SHOWN.contains(code) && !elsewhere(code)) {
        assert!(found.iter().any(|finding| finding["code"] == code.name()), "no file shows `{code}`");
    }
}

#[test]
fn messages_keep_to_the_house_style() {
    for finding in findings() {
        let message = finding["message"].as_str().unwrap();
        let texts = std::iter::once(message).chain(finding["help"].as_str());
        for text in texts {
            assert!(
                !text.starts_with(char::is_uppercase) || text.starts_with("YAML "),
                "starts with a capital: {text}"
            );
            assert!(
                !text.ends_with('.') || text.ends_with("…") || text.contains(": "),
                "ends with a full stop: {text}"
            );
            assert!(!text.contains('\n') && text.len() < 420, "too long: {text}");
        }
        let place = |key: &str| finding[key].as_u64().unwrap();
        let (start, end) = ((place("line"), place("column")), (place("end_line"), place("end_column")));
        assert!(start <= end, "{finding}");
        assert!(end.0 == start.0, "underlines more than a line: {finding}");
    }
}

#[test]
fn a_thousand_mistakes_are_enough() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.yaml");
    let answers: String = (0..1200).map(|at| format!("      a{at}: nowhere{at}\n")).collect();
    let tree =
        format!("title: T\nquestions:\n  q:\n    ask: Q?\n    answers:\n{answers}outcomes:\n  o: {{title: O}}\n");
    fs::write(&path, tree).unwrap();
    let out = text(check(&path, &["--color=never"]).stdout);
    assert!(out.contains("warning[too-many]: and 200 more findings in this file"), "{}", &out[out.len() - 600..]);
}

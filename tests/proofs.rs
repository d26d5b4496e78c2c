//! What all walks of a tree tell: every `tests/proofs/err/NAME.yaml` has its findings beside it in `NAME.out`, each
//! with its code, its place and its walk, and every file in `tests/proofs/ok` looks suspicious and is right.
//!
//! How a finding is worded is not kept there, but every walk is pasted into a walk file and played.
//! A new case is a dropped file; `SNAPSHOTS=overwrite cargo test --test written proofs::` writes what is missing or changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use onread::diagnostic::Code;
use serde_json::Value;
use snapbox::{Assert, Data};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proofs").join(name)
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(end));
    files.sort();
    files
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onread")).args(arguments).current_dir(folder).output().unwrap()
}

fn check(path: &Path, more: &[&str]) -> Output {
    let mut arguments = vec!["check", "--color=never", "--today=2026-01-31"];
    arguments.extend(more);
    arguments.push(path.file_name().unwrap().to_str().unwrap());
    run(path.parent().unwrap(), &arguments)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn found(path: &Path, more: &[&str]) -> Vec<Value> {
    let mut arguments = vec!["--format=json"];
    arguments.extend(more);
    serde_json::from_slice::<Value>(&check(path, &arguments).stdout).unwrap().as_array().unwrap().clone()
}

/// A finding in a line: its code and weight, its place, and its walk where it has one.
fn short(finding: &Value) -> String {
    let word = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
    let walk = if finding["witness"].is_null() { String::new() } else { format!(" {}", finding["witness"]) };
    format!("{}:{} {}[{}] {}{walk}\n", finding["line"], finding["column"], word("severity"), word("code"), word("at"))
}

#[test]
fn every_tree_has_the_findings_that_its_file_says() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let cases = files(&folder("err"), ".yaml");
    assert!(cases.len() > 15, "only {} files", cases.len());
    let mut wrong = Vec::new();
    for path in &cases {
        let ran = check(path, &[]);
        assert_eq!(text(ran.stderr), "", "{}", path.display());
        let closing = text(ran.stdout).lines().last().unwrap_or_default().to_owned();
        // How many corners are tried is no promise to anybody.
        let closing = match closing.split_once("tried, not proved: ") {
            Some((before, _)) => format!("{before}tried, not proved"),
            None => closing,
        };
        let findings = found(path, &[]);
        let hurts = findings.iter().any(|finding| finding["severity"] == "error");
        assert_eq!(ran.status.code(), Some(i32::from(hurts)), "{}", path.display());
        let lines: String = findings.iter().map(short).collect();
        let snapshot = Data::read_from(&path.with_extension("out"), None).raw();
        let actual = Data::text(format!("{lines}{closing}\n")).raw();
        if let Err(difference) = assert.try_eq(Some(&path.display()), actual, snapshot) {
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
    assert!(cases.len() > 7, "only {} files", cases.len());
    for path in cases {
        let ran = check(&path, &["--deny=warnings"]);
        let out = text(ran.stdout);
        assert!(out.starts_with("1 file checked: no mistakes found; proved over "), "{}: {out}", path.display());
        assert_eq!(ran.status.code(), Some(0));
    }
}

#[test]
fn every_code_is_shown_by_a_file() {
    let all: Vec<Value> = files(&folder("err"), ".yaml").iter().flat_map(|path| found(path, &[])).collect();
    for code in Code::ALL.iter().filter(|code| code.is_about_walks() || **code == Code::Allowance) {
        assert!(all.iter().any(|finding| finding["code"] == code.name()), "no file shows `{code}`");
    }
}

/// The walks that a report shows, as they stand there.
fn pasted(report: &str) -> Vec<(String, String)> {
    let mut walks: Vec<(String, String)> = Vec::new();
    let (mut code, mut inside) = (String::new(), false);
    for line in report.lines() {
        if let Some((_, rest)) = line.split_once('[').filter(|(word, _)| ["error", "warning", "note"].contains(word)) {
            code = rest.split_once(']').unwrap().0.to_owned();
        }
        if let Some((_, walk)) = line.split_once(" = walk: ") {
            walks.push((code.clone(), walk.to_owned()));
            inside = true;
        } else if line.is_empty() || line.contains(" = ") {
            inside = false;
        } else if inside {
            walks.last_mut().unwrap().1.push_str(&format!("\n{line}"));
        }
    }
    walks
}

#[test]
fn every_walk_can_be_pasted_and_goes_where_the_finding_says() {
    let (mut whole, mut stopped) = (0, 0);
    for path in files(&folder("err"), ".yaml") {
        let tree = path.file_name().unwrap().to_str().unwrap();
        let here = tempfile::tempdir().unwrap();
        fs::copy(&path, here.path().join(tree)).unwrap();
        let shown = pasted(&text(check(&path, &[]).stdout));
        let with_walk = found(&path, &[]).iter().filter(|finding| !finding["witness"].is_null()).count();
        assert_eq!(shown.len(), with_walk, "{}", path.display());
        for (code, walk) in shown {
            let file = format!("tree: {tree}\ntoday: 2026-01-31\nwalks:\n  - {walk}\n");
            fs::write(here.path().join("pasted.walks.yaml"), &file).unwrap();
            let ran = run(here.path(), &["test", "pasted.walks.yaml", "--color=never"]);
            let out = text(ran.stdout);
            let stops = ["stuck", "asked-twice"].contains(&code.as_str());
            assert_eq!(ran.status.code(), Some(i32::from(stops)), "{code}\n{file}\n{out}{}", text(ran.stderr));
            // It stops where the tree leaves it, and not at one of its own answers.
            assert!(!out.contains("is not taken") && !out.contains("never asked"), "{file}\n{out}");
            if stops { stopped += 1 } else { whole += 1 }
        }
    }
    assert!(whole > 6 && stopped > 5, "{whole} whole walks, {stopped} that stop");
}

#[test]
fn without_the_proof_there_is_only_what_loading_tells() {
    for path in files(&folder("err"), ".yaml") {
        let quick = found(&path, &["--quick"]);
        assert!(quick.iter().all(|finding| finding["code"] == "allowance"), "{}: {quick:?}", path.display());
        let nothing = |finding: &Value| finding["message"].as_str().unwrap().contains("there is no finding");
        assert!(!quick.iter().any(nothing), "{}: {quick:?}", path.display());
        let out = text(check(&path, &["--quick"]).stdout);
        assert!(!out.contains("proved"), "{out}");
    }
}

#[test]
fn explore_finds_what_check_finds() {
    for path in files(&folder("err"), ".yaml").iter().chain(&files(&folder("ok"), ".yaml")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let ran =
            run(path.parent().unwrap(), &["explore", name, "--format=json", "--today=2026-01-31", "--color=never"]);
        let explored: Value = serde_json::from_slice(&ran.stdout).unwrap();
        let lines = |list: &[Value]| list.iter().map(short).collect::<String>();
        assert_eq!(lines(explored["findings"].as_array().unwrap()), lines(&found(path, &[])), "{}", path.display());
    }
}

//! What an author is told about a mistake: every `tests/diagnostics/err/NAME.yaml` has the exact output beside it in
//! `NAME.out`, and every file in `tests/diagnostics/ok` looks suspicious and is right.
//!
//! These are about reading a file; what follows from all its walks is left out here and has its own files in
//! `tests/proofs`.
//!
//! A new case is a dropped file; `SNAPSHOTS=overwrite cargo test --test written diagnostics::` writes what is missing or changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use crate::size;
use chrono::NaiveDate;
use onread::diagnostic::{Code, Diagnostic, Look, mend, sarif_result, to_github, to_json, to_text};
use onread::explore::Options;
use onread::text::{SourceFile, Sources, Span};
use onread::walk::{NewWalk, NoTree, WalkFile, acceptable, accepted, append, check_file, run_file};
use onread::{Content, FileKind};
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

/// All that is told about a file, drawn and as data, where it stands as many bytes behind the start of its space; with
/// what is written when it is mended or added to.
fn told_at(start: usize, path: &Path, text: &str) -> Vec<String> {
    let mut sources = Sources::new(SourceFile::new("before", " ".repeat(start.saturating_sub(1))));
    let name = path.file_name().unwrap().to_str().unwrap();
    let file = if start == 0 { SourceFile::new(name, text) } else { sources.add(name, text).unwrap() };
    assert_eq!(file.span().start as usize, start);
    let files = Sources::from(&file);
    let mut out = Vec::new();
    for found in read(path, &file, &mut out) {
        let look = Look { color: false, width: 100 };
        out.push(to_text(&found, &files, look));
        out.push(serde_json::to_string(&to_json(&found, &files)).unwrap());
        out.push(sarif_result(&found, &files).to_string());
        out.push(to_github(&found, &files));
    }
    let mended = mend(&file, &mut |file| read(path, file, &mut Vec::new()));
    out.push(mended.text);
    out.extend(mended.made.iter().map(|made| to_github(made, &files)));
    out
}

/// What is wrong with a file; what else can be seen of it goes to `out`.
fn read(path: &Path, file: &SourceFile, out: &mut Vec<String>) -> Vec<Diagnostic> {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    match onread::read(&Arc::new(file.clone()), Some(FileKind::Tree)) {
        Content::Walks(walks) => {
            let beside = path.with_file_name(walks.tree().unwrap_or_default());
            let tree = fs::read_to_string(&beside).ok().and_then(|text| onread::load_str("", &text).ok());
            let none = NoTree::Unread("there is no such file".to_owned(), None);
            let report = run_file(&walks, tree.as_ref().ok_or(&none), today, &|_| true, false);
            let troubles = report.walks.iter().filter_map(|walk| walk.failure.as_ref());
            out.extend(troubles.map(|trouble| format!("{:?} {}", file.place(trouble.span.start), trouble.message)));
            if let Some(tree) = &tree {
                let failing = acceptable(&walks, tree, today, &|_| true);
                out.extend(accepted(&walks, tree, today, &failing.iter().collect::<Vec<_>>()));
                let new = NewWalk { name: "new", steps: &[], asks: Some(&[]), end: Some(("outcome", "x")) };
                out.extend(append(&walks, tree, &[new]).map(|(text, _)| text));
            }
            check_file(&walks, tree.as_ref().ok_or(&none))
        }
        _ => {
            let references = onread::examine(file).references;
            let word = |span: Span| format!("{:?} {}", file.place(span.start), file.slice(span));
            out.extend(references.uses().iter().map(|used| word(used.span)));
            out.extend(references.declarations().map(|(_, declared)| word(declared.span)));
            match onread::load(file) {
                Ok(loaded) => {
                    let proved = onread::prove(file, &loaded, today, &Options::default());
                    loaded.warnings.into_iter().chain(proved.diagnostics).collect()
                }
                Err(error) => error.diagnostics,
            }
        }
    }
}

#[test]
fn a_file_says_the_same_wherever_it_stands() {
    let proofs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proofs");
    let folders = [folder("err"), folder("ok"), proofs.join("err"), proofs.join("ok")];
    let paths: Vec<PathBuf> = folders.iter().flat_map(|folder| files(folder, ".yaml")).collect();
    let texts = paths.into_iter().map(|path| (fs::read_to_string(&path), path));
    let mut cases: Vec<(PathBuf, String)> = texts.filter_map(|(text, path)| Some((path, text.ok()?))).collect();
    assert!(cases.len() > 300, "only {} files", cases.len());
    // Walks that fail, and lists of each form to write into.
    let folder = tempfile::tempdir().unwrap();
    let tree =
        "title: T\nquestions:\n  q: {ask: Q?, answers: {a: x, b: y}}\noutcomes:\n  x: {title: X}\n  y: {title: Y}\n";
    fs::write(folder.path().join("t.yaml"), tree).unwrap();
    for (name, walks) in [
        ("flow", "walks: [{answers: {q: a}, outcome: y, shows: [Y]}, {answers: {q: b}, asks: [q, q]}] # all\n"),
        (
            "block",
            "walks:\n  - answers: {q: a}\n    outcome: 'y'\n  - answers:\n      q: b\n    asks:\n      - q\n      - r\n  # end\n",
        ),
        ("folded", "walks:\n  - answers: {q: a}\n    outcome: >-\n      y\n"),
    ] {
        cases.push((folder.path().join(format!("{name}.walks.yaml")), format!("tree: t.yaml\n{walks}")));
    }
    let mut written = 0;
    // Those that were put in last are always looked at.
    let step = if size::all() { 1 } else { 4 };
    for (path, text) in
        cases.iter().rev().enumerate().filter_map(|(at, case)| (at < 3 || at % step == 0).then_some(case))
    {
        let first = told_at(0, path, text);
        assert_eq!(first, told_at(1_000_003, path, text), "{}", path.display());
        written +=
            usize::from(first.iter().any(|text| text.starts_with("tree: t.yaml\n") && text.contains("name: new")));
    }
    assert_eq!(written, 3, "walk files that were added to");
}

#[test]
fn a_walk_file_points_into_its_tree_only_where_places_of_both_can_be_told_apart() {
    let tree =
        "title: T\nquestions:\n  q: {ask: Q?, answers: {a: x, b: y}}\noutcomes:\n  x: {title: X}\n  y: {title: Y}\n";
    let text = "tree: t.yaml\nwalks: [{answers: {q: a}, outcome: y}]\n";
    let wrong = text.replace("{q: a}", "{q: c}");
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let mut sources = Sources::new(SourceFile::new("t.yaml", tree));
    let loaded = onread::load(&sources.files()[0]).unwrap().tree;
    let apart = [text, &wrong].map(|text| sources.add("w.yaml", text).unwrap());
    let alone = [text, &wrong].map(|text| SourceFile::new("w.yaml", text));
    for ([fails, wrong], wanted) in [(apart, vec!["a", "q"]), (alone, Vec::new())] {
        let report = run_file(&WalkFile::read(fails), Ok(&loaded), today, &|_| true, false);
        let trouble = report.walks[0].failure.as_ref().unwrap();
        let found = &check_file(&WalkFile::read(wrong), Ok(&loaded))[0];
        assert_eq!((&*trouble.message, found.code), ("the walk reaches another outcome", Code::WalkAnswer));
        let labels: Vec<Span> = trouble.labels.iter().chain(&found.labels).map(|label| label.span).collect();
        assert!(labels.iter().all(|span| sources.find(*span).unwrap().name() == "t.yaml"));
        let words: Vec<&str> = labels.iter().map(|span| sources.files()[0].slice(*span)).collect();
        assert_eq!(words, wanted);
    }
}

//! What can be done about findings: done, they are gone, and nothing else has come.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Client, Columns, capabilities, uri};
use super::edits::check;
use super::renames::{edits, made};
use super::size;

fn actions(client: &mut Client, address: &str, range: &Value, only: Value) -> Vec<Value> {
    let params =
        json!({"textDocument": {"uri": address}, "range": range, "context": {"diagnostics": [], "only": only}});
    client.ask("textDocument/codeAction", params).as_array().unwrap().clone()
}

fn codes(found: &[Value]) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for one in found {
        *codes.entry(one["code"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    codes
}

fn wrong_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/err");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    files.sort();
    files
}

#[test]
fn what_is_mended_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let (mut mended, mut all) = (0, 0);
    let every = if size::all() { 1 } else { 6 };
    for path in wrong_files().into_iter().step_by(every) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let address = uri(&folder.path().join("t.yaml"));
        client.open(&address, &text);
        let before = client.settled(&address, 1).0;
        let mut version = 1;
        for one in &before {
            let own = actions(&mut client, &address, &one["range"], json!(["quickfix"]));
            let fits = |action: &&Value| {
                action["diagnostics"][0] == *one && action["title"].as_str() == one["data"]["help"].as_str()
            };
            let Some(action) = own.iter().find(fits) else { continue };
            let text_now = made(&text, &edits(&action["edit"])[&address], Columns::Utf16);
            version += 1;
            client.change(&address, version, &text_now);
            let after = client.settled(&address, version).0;
            let same = |found: &&Value| found["message"] == one["message"] && found["code"] == one["code"];
            let count = |found: &[Value]| found.iter().filter(same).count();
            // What stood behind it, and is wrong in the same way, may be met only now.
            let here = |found: &Value| same(&found) && found["range"]["start"] == one["range"]["start"];
            let gone = count(&after) < count(&before) || !after.iter().any(here);
            assert!(gone, "{}: {one}\n{text_now}", path.display());
            mended += 1;
            version += 1;
            client.change(&address, version, &text);
            client.settled(&address, version);
        }
        // All at once is what `check --fix` does.
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
        let fixes = actions(&mut client, &address, &range, json!(["source.fixAll"]));
        let beside = tempfile::tempdir().unwrap();
        let file = beside.path().join("t.yaml");
        fs::write(&file, &text).unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_onread"))
            .args(["check", "--fix", "--quick"])
            .arg(beside.path())
            .output();
        output.unwrap();
        let wanted = fs::read_to_string(&file).unwrap();
        let found =
            fixes.first().map_or(text.clone(), |action| made(&text, &edits(&action["edit"])[&address], Columns::Utf16));
        assert_eq!(found, wanted, "{}", path.display());
        all += usize::from(!fixes.is_empty());
        client.tell("textDocument/didClose", json!({"textDocument": {"uri": address}}));
    }
    assert!(mended > 20 && all > 5, "{mended} mended, {all} files at once");
    client.end();
}

const TREE: &str = "\
title: T
questions:
  q: {ask: Q?, answers: {yes: o, no: r}}
  r:
    ask: R?
    answers:
      a: o
      b: {goto: p, when: q == yes}
  s:
    ask: S?
    answers: {a: o}
outcomes:
  o: {title: O}
  p:
    title: P
promises:
  - {name: nobody, never: o}
";

#[test]
fn what_is_allowed_is_told_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let address = uri(&folder.path().join("t.yaml"));
    for text in [TREE.to_owned(), TREE.replace('\n', "\r\n")] {
        client.open(&address, &text);
        let before = client.settled(&address, 1).0;
        assert!(before.len() >= 3, "{before:?}");
        let mut version = 1;
        for one in &before {
            let own = actions(&mut client, &address, &one["range"], Value::Null);
            let title = format!("allow this finding (`{}`) because …", one["code"].as_str().unwrap());
            let fits = |action: &&Value| action["title"] == title.as_str() && action["diagnostics"][0] == *one;
            let action = own.iter().find(fits).unwrap_or_else(|| panic!("{title}: {own:?}"));
            let allowed = made(&text, &edits(&action["edit"])[&address], Columns::Utf16);
            version += 1;
            client.change(&address, version, &allowed);
            let (mut old, new) = (codes(&before), codes(&client.settled(&address, version).0));
            assert!(!new.contains_key("allowance"), "{allowed}");
            let line = |found: &&Value| {
                found["range"]["start"]["line"] == one["range"]["start"]["line"] && found["code"] == one["code"]
            };
            let gone = before.iter().filter(line).count();
            let count = old.get_mut(one["code"].as_str().unwrap()).unwrap();
            *count -= gone;
            old.retain(|_, count| *count > 0);
            assert_eq!(new, old, "{allowed}");
            version += 1;
            client.change(&address, version, &text);
            client.settled(&address, version);
        }
        client.tell("textDocument/didClose", json!({"textDocument": {"uri": address}}));
    }
    client.end();
}

#[test]
fn a_witness_that_ends_at_a_question_becomes_a_walk_that_stops_there() {
    let folder = tempfile::tempdir().unwrap();
    let (path, walks) = (folder.path().join("t.yaml"), folder.path().join("t.walks.yaml"));
    let test = || std::process::Command::new(env!("CARGO_BIN_EXE_onread")).arg("test").arg(&walks).output().unwrap();
    let blank = "title: T
questions:
  q: {ask: Q?, answers: {yes: o, no: r}}
  r: {ask: 'R {{ w }}', answers: [a, b], next: o}
  w: {ask: W, kind: number, next: o}
outcomes: {o: {title: O}}
";
    let stuck = "title: T
questions:
  q: {ask: Q?, answers: {yes: o, no: r}}
  r: {ask: R?, answers: {a: {goto: o, when: q == yes}, b: {goto: o, when: q == yes}}}
outcomes: {o: {title: O}}
";
    // What is stuck fails, until it is mended.
    for (tree, code, mended) in
        [(blank, "maybe-unanswered", blank.to_owned()), (stuck, "stuck", stuck.replacen("when: q == yes", "", 1))]
    {
        let _ = fs::remove_file(&walks);
        fs::write(&path, tree).unwrap();
        let mut client = Client::new(folder.path());
        let address = uri(&path);
        client.open(&address, tree);
        let found = client.settled(&address, 1).0;
        let one = found.iter().find(|one| one["code"] == code).unwrap().clone();
        let own = actions(&mut client, &address, &one["range"], json!(["quickfix"]));
        let is_it = |action: &&Value| action["title"].as_str().unwrap().starts_with("make a walk of this witness");
        let text = own.iter().find(is_it).unwrap()["edit"]["documentChanges"][1]["edits"][0]["newText"].clone();
        assert!(text.as_str().unwrap().contains("asks: [q, r]"), "{text}");
        fs::write(&walks, text.as_str().unwrap()).unwrap();
        client.end();
        assert_eq!(test().status.success(), code != "stuck");
        fs::write(&path, mended).unwrap();
        assert!(test().status.success(), "{text}\n{}", String::from_utf8_lossy(&test().stdout));
    }
}

#[test]
fn a_witness_becomes_a_walk() {
    let folder = tempfile::tempdir().unwrap();
    let (tree, walks) = (folder.path().join("t.yaml"), folder.path().join("t.walks.yaml"));
    fs::write(&tree, TREE).unwrap();
    let mut client = Client::new(folder.path());
    let address = uri(&tree);
    client.open(&address, TREE);
    let found = client.settled(&address, 1).0;
    let broken = found.iter().find(|one| one["code"] == "promise").unwrap().clone();
    assert!(!broken["data"]["witness"].is_null());
    let keep = |client: &mut Client| {
        let own = actions(client, &address, &broken["range"], json!(["quickfix"]));
        own.into_iter()
            .find(|action| action["title"].as_str().unwrap().starts_with("make a walk of this witness"))
            .unwrap()
    };
    // A new file, where there is none.
    let action = keep(&mut client);
    let changes = action["edit"]["documentChanges"].as_array().unwrap();
    assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!(uri(&walks))));
    assert_eq!(changes[0]["options"]["overwrite"], false);
    let text = changes[1]["edits"][0]["newText"].as_str().unwrap();
    fs::write(&walks, text).unwrap();
    assert!(!check(folder.path()).contains_key(&walks), "{text}");
    let test = std::process::Command::new(env!("CARGO_BIN_EXE_onread")).arg("test").arg(&walks).output().unwrap();
    assert!(test.status.success(), "{text}\n{}", String::from_utf8_lossy(&test.stdout));
    // Then it is added there, under a name of its own.
    let action = keep(&mut client);
    let longer = made(text, &edits(&action["edit"])[&uri(&walks)], Columns::Utf16);
    assert!(
        longer.starts_with(text.trim_end()) && longer.contains("name: promise") && longer.contains(" 2\n"),
        "{longer}"
    );
    fs::write(&walks, &longer).unwrap();
    let test = std::process::Command::new(env!("CARGO_BIN_EXE_onread")).arg("test").arg(&walks).output().unwrap();
    assert!(test.status.success(), "{longer}");
    client.end();
    // Who cannot make files is not offered one.
    fs::remove_file(&walks).unwrap();
    let mut own = capabilities(&["utf-16"]);
    own["workspace"]["workspaceEdit"].as_object_mut().unwrap().remove("resourceOperations");
    let (mut client, _) = Client::with(folder.path(), own);
    client.open(&address, TREE);
    client.settled(&address, 1);
    let own = actions(&mut client, &address, &broken["range"], json!(["quickfix"]));
    assert!(!own.iter().any(|action| action["title"].as_str().unwrap().contains("witness")), "{own:?}");
    client.end();
}

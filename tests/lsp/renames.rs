//! Another name for everything in every tree there is, and back: the same bytes. And what cannot be renamed is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use onread::text::SourceFile;
use serde_json::{Value, json};

use super::client::{Client, Columns, capabilities, offset, position, uri};
use super::size;

/// The edits of a change by file, without those that the person is asked about.
pub(crate) fn edits(change: &Value) -> BTreeMap<String, Vec<Value>> {
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for document in change["documentChanges"].as_array().unwrap() {
        let address = document["textDocument"]["uri"].as_str().unwrap_or("").to_owned();
        let own = document["edits"].as_array().cloned().unwrap_or_default();
        files.entry(address).or_default().extend(own.into_iter().filter(|edit| edit.get("annotationId").is_none()));
    }
    files
}

/// A text with edits made, each of which counts in the text as it was.
pub(crate) fn made(text: &str, edits: &[Value], columns: Columns) -> String {
    let place = |edit: &Value, end: &str| offset(text, &edit["range"][end], columns);
    let mut all: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| (place(edit, "start"), place(edit, "end"), edit["newText"].as_str().unwrap()))
        .collect();
    all.sort_unstable();
    assert!(all.windows(2).all(|two| two[0].1 <= two[1].0), "edits that meet: {edits:?}");
    let mut out = text.to_owned();
    for (start, end, new) in all.into_iter().rev() {
        out.replace_range(start..end, new);
    }
    out
}

/// The trees of the repository, each with the walk files that are there for it.
pub(crate) fn trees() -> Vec<(PathBuf, Vec<PathBuf>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: &str| {
        let mut files: Vec<PathBuf> =
            fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    };
    let walks: Vec<PathBuf> =
        files("tests/walks").into_iter().filter(|path| path.to_string_lossy().ends_with(".walks.yaml")).collect();
    let mut trees = Vec::new();
    for folder in ["trees", "tests/diagnostics/ok"] {
        for path in files(folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "yaml")) {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let examined = onread::examine(&SourceFile::new("t.yaml", text.as_str()));
            if examined.tree.is_none() || path.to_string_lossy().ends_with(".walks.yaml") {
                continue;
            }
            let stem = format!("{}.", path.file_stem().unwrap().to_string_lossy());
            let own = |walks: &&PathBuf| walks.file_name().unwrap().to_string_lossy().starts_with(&stem);
            trees.push((path, walks.iter().filter(own).cloned().collect()));
        }
    }
    trees
}

/// What is open in the editor, by address.
struct Editor {
    client: Client,
    texts: BTreeMap<String, String>,
    version: i64,
}

impl Editor {
    fn rename(&mut self, address: &str, at: usize, new: &str) -> Result<(), String> {
        let at = position(&self.texts[address], at, Columns::Utf16);
        let params = json!({"textDocument": {"uri": address}, "position": at, "newName": new});
        let id = self.client.begin("textDocument/rename", params);
        let answer = self.client.answer(id);
        if let Some(error) = answer.get("error") {
            return Err(error["message"].as_str().unwrap().to_owned());
        }
        self.version += 1;
        for (address, edits) in edits(&answer["result"]) {
            let text = made(&self.texts[&address], &edits, Columns::Utf16);
            self.client.change(&address, self.version, &text);
            self.texts.insert(address, text);
        }
        Ok(())
    }
}

#[test]
fn everything_gets_another_name_and_its_own_again() {
    let all = trees();
    assert!(all.len() > 15);
    let (mut renamed, mut refused) = (0, Vec::new());
    let few = size::cases(8);
    for (path, walks) in all {
        let folder = tempfile::tempdir().unwrap();
        let mut editor = Editor { client: Client::new(folder.path()), texts: BTreeMap::new(), version: 1 };
        let address = uri(&folder.path().join("t.yaml"));
        let text = fs::read_to_string(&path).unwrap();
        editor.client.open(&address, &text);
        editor.texts.insert(address.clone(), text.clone());
        for (number, walks) in walks.iter().enumerate() {
            let text = fs::read_to_string(walks).unwrap();
            let tree = text.lines().find(|line| line.starts_with("tree:")).unwrap();
            let text = text.replacen(tree, "tree: t.yaml", 1);
            let address = uri(&folder.path().join(format!("{number}.walks.yaml")));
            editor.client.open(&address, &text);
            editor.texts.insert(address, text);
        }
        let before = editor.texts.clone();
        let references = onread::examine(&SourceFile::new("t.yaml", text.as_str())).references;
        for (number, (_, one)) in references.declarations().enumerate() {
            // A part of them in a short run, all in a whole one.
            if few < 8 && number % 8 != 0 {
                continue;
            }
            let at = one.span.start as usize;
            if text.get(one.span.range()) != Some(&one.id) {
                continue;
            }
            match editor.rename(&address, at, "fresh_7q") {
                Err(reason) => refused.push(format!("{}: {}: {reason}", path.display(), one.id)),
                Ok(()) => {
                    renamed += 1;
                    assert!(editor.texts != before, "{} {}", path.display(), one.id);
                    let now = SourceFile::new("t.yaml", editor.texts[&address].as_str());
                    assert!(onread::examine(&now).tree.is_some(), "{} {}", path.display(), one.id);
                    // What is declared first may stand further on by now.
                    let back = editor.texts[&address].find("fresh_7q").unwrap();
                    editor
                        .rename(&address, back, &one.id)
                        .unwrap_or_else(|reason| panic!("{} {}: {reason}", path.display(), one.id));
                }
            }
            assert_eq!(editor.texts, before, "{} {}", path.display(), one.id);
        }
        editor.client.end();
    }
    assert!(renamed > 5 * refused.len() && renamed > 40, "{renamed} renamed; {refused:#?}");
    // Only what means something besides is refused.
    for reason in &refused {
        assert!(reason.contains("is also compared with a text"), "{reason}");
    }
}

const TREE: &str = "\
title: T
questions:
  q:
    ask: Q?
    answers:
      yes: p
      'no': {goto: o}
      maybe:
        goto: o
      five: o
      # nothing
      none: {}
    next: o
  p:
    ask: P?
    answers: both
    next:
      - {when: q == five, goto: o}
      - goto: o
values:
  v: q == five or score.total > 1 or p in both
outcomes:
  o: {title: O}
lists:
  both: [a, b]
";

#[test]
fn a_name_that_cannot_be_one_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let address = uri(&folder.path().join("t.yaml"));
    let text = TREE.replace("yes: p", "yes: {goto: p, score: {total: 1}}");
    client.open(&address, &text);
    let at = |part: &str, new: &str| {
        let byte = text.find(part).unwrap() + part.len() - part.trim_start().len();
        json!({"textDocument": {"uri": address}, "position": position(&text, byte, Columns::Utf16), "newName": new})
    };
    for (part, new, wanted) in [
        ("  q:\n", "and", "this word means something in conditions"),
        ("  q:\n", "two words", "letters from a to z"),
        ("  q:\n", "", "letters from a to z"),
        ("  q:\n", "p", "`p` is the name of a question of kind `choice` already, in line 14"),
        ("  q:\n", "o", "`o` is the name of an outcome already"),
        ("  q:\n", "both", "is the name of a list already"),
        ("  v:", "q", "is the name of a question of kind `choice` already"),
        ("yes: {", "no", "is the name of an answer already"),
        ("yes: {", "a b", "an id has no spaces, quotes or commas"),
        ("yes: {", "it's", "an id has no spaces, quotes or commas"),
        ("  o: {", "v", "is the name of a value already"),
        ("ask: P?", "x", "there is no name here"),
        ("title: O", "x", "there is no name here"),
    ] {
        let (code, said) = client.refused("textDocument/rename", at(part, new));
        assert_eq!(code, -32803);
        assert!(said.contains(wanted), "{part} as {new}: {said}");
    }
    client.end();
}

#[test]
fn nothing_is_renamed_where_a_walk_file_cannot_be_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: {yes: o, no: r}}\n  r: {ask: R?, answers: [a, b], next: o}\noutcomes: {o: {title: O}}\n";
    let path = folder.path().join("t.yaml");
    std::fs::write(&path, tree).unwrap();
    for walks in [
        "  - {answers: {q: yes}, outcome: o}\n  - {answers: {q: no, r: b}, outcome: \n",
        "  - {answers: {q: yes, outcome: o}\n  - {answers: {q: no, r: b}, outcome: o}\n",
        "  - {answers: {q: \"yes}, outcome: o}\n  - {answers: {q: no, r: b}, outcome: o}\n",
        "  - answers: {q: yes}\n    outcome: o\n  - answers:\n      q: no\n     r: b\n",
    ] {
        std::fs::write(folder.path().join("t.walks.yaml"), format!("tree: t.yaml\nwalks:\n{walks}")).unwrap();
        let mut client = Client::new(folder.path());
        let address = uri(&path);
        client.open(&address, tree);
        let at = json!({"textDocument": {"uri": address}, "position": {"line": 2, "character": 2}, "newName": "other"});
        let id = client.begin("textDocument/rename", at);
        let answer = client.answer(id);
        // Either all of it is found, or nothing is changed.
        match answer.get("error") {
            Some(error) => assert!(error["message"].as_str().unwrap().contains("mend them first"), "{walks}{answer}"),
            None => {
                let text = format!("tree: t.yaml\nwalks:\n{walks}");
                let changes = edits(&answer["result"]);
                let own = changes.get(&uri(&folder.path().join("t.walks.yaml")));
                let after = made(&text, own.unwrap_or_else(|| panic!("{walks}\n{changes:?}")), Columns::Utf16);
                assert!(!after.contains("q: "), "{after}");
            }
        }
        client.end();
    }
}

#[test]
fn a_name_is_quoted_where_it_has_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let address = uri(&folder.path().join("t.yaml"));
    client.open(&address, TREE);
    let byte = TREE.find("five").unwrap();
    let at =
        json!({"textDocument": {"uri": address}, "position": position(TREE, byte, Columns::Utf16), "newName": "5"});
    let change = client.ask("textDocument/rename", at);
    let text = made(TREE, &edits(&change)[&address], Columns::Utf16);
    assert!(
        text.contains("when: q == '5', goto") && text.contains("v: q == '5' or") && text.contains("      5: o"),
        "{text}"
    );
    assert!(
        onread::examine(&SourceFile::new("t", text.as_str())).tree.is_some()
            == onread::examine(&SourceFile::new("t", TREE)).tree.is_some()
    );
    client.end();
}

#[test]
fn an_answer_without_a_label_keeps_what_people_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = TREE.replace(" or score.total > 1", "");
    assert!(onread::examine(&SourceFile::new("t", text.as_str())).tree.is_some());
    for (id, wanted) in [
        ("yes", "new: {label: \"Yes\", goto: p}"),
        ("no", "'new': {label: \"No\", goto: o}"),
        ("maybe", "new:\n        label: Maybe\n        goto: o"),
        ("five", "new: {label: Five, goto: o}"),
        ("none", "new: {label: None}"),
    ] {
        for annotated in [true, false] {
            let mut own = capabilities(&["utf-16"]);
            if !annotated {
                own["workspace"]["workspaceEdit"].as_object_mut().unwrap().remove("changeAnnotationSupport");
            }
            let (mut client, _) = Client::with(folder.path(), own);
            let address = uri(&folder.path().join("t.yaml"));
            client.open(&address, &text);
            let byte = text.find(&format!("{id}:")).or_else(|| text.find(&format!("{id}':"))).unwrap();
            let at = json!({"textDocument": {"uri": address}, "position": position(&text, byte, Columns::Utf16), "newName": "new"});
            let change = client.ask("textDocument/rename", at.clone());
            let said = client.heard.iter().find(|message| message["method"] == "window/showMessage").cloned().unwrap();
            assert!(
                said["params"]["message"].as_str().unwrap().contains("people now read `New` where they read"),
                "{said}"
            );
            let all: Vec<Value> = change["documentChanges"][0]["edits"].as_array().unwrap().clone();
            let asked = all.iter().filter(|edit| edit.get("annotationId").is_some()).count();
            assert_eq!(asked, usize::from(annotated), "{change}");
            if annotated {
                let whole = made(&text, &all, Columns::Utf16).replace("\"Maybe\"", "Maybe").replace("\"Five\"", "Five");
                let alike = |text: &str| text.replace('"', "");
                assert!(alike(&whole).contains(&alike(wanted)), "{whole}");
                let reasons = change["changeAnnotations"].as_object().unwrap();
                assert!(reasons.values().all(|one| one["needsConfirmation"] == true));
            }
            // Who cannot be asked writes the label before.
            let params = json!({"textDocument": {"uri": address}, "context": {"diagnostics": [], "only": ["refactor"]},
                "range": {"start": at["position"], "end": at["position"]}});
            let actions = client.ask("textDocument/codeAction", params);
            assert!(actions[0]["title"].as_str().unwrap().starts_with("write the label"), "{actions}");
            client.end();
        }
    }
}

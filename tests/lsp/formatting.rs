//! A text that is set in the one form: the same as `onread fmt` sets it, or a reason why it stays.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::client::{Client, Columns, capabilities, offset, uri};

/// What `onread fmt` makes of a text on its standard input.
fn set(text: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onread"));
    command.args(["fmt", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{text}");
    String::from_utf8(done.stdout).unwrap()
}

/// The text with the edits of an answer.
fn edited(text: &str, edits: &Value, columns: Columns) -> String {
    let mut text = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        let [start, end] = ["start", "end"].map(|at| offset(&text, &edit["range"][at], columns));
        text.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    text
}

const TREE: &str = "title:   T 🦀\nquestions:\n    q:   # why\n        ask:   'Q 🦀?'\n        answers: { yes: o,no: o }\noutcomes: {o: {title: O}}";

#[test]
fn a_text_is_set_as_the_program_sets_it() {
    let folder = tempfile::tempdir().unwrap();
    let walks = "tree:   t.yaml\nwalks:\n- answers:   { q: yes }\n  outcome:    o\n";
    for (encoding, columns) in [("utf-16", Columns::Utf16), ("utf-8", Columns::Utf8)] {
        let (mut client, answer) = Client::with(folder.path(), capabilities(&[encoding]));
        assert_eq!(answer["capabilities"]["documentFormattingProvider"], true);
        for (name, text) in [("t.yaml", TREE), ("crlf.yaml", &TREE.replace('\n', "\r\n")), ("t.walks.yaml", walks)] {
            let uri = uri(&folder.path().join(name));
            client.open(&uri, text);
            let document = json!({"textDocument": {"uri": uri}, "options": {"tabSize": 8, "insertSpaces": false}});
            let edits = client.ask("textDocument/formatting", document.clone());
            let done = edited(text, &edits, columns);
            assert_eq!(done, set(text));
            assert_ne!(done, text);
            client.change(&uri, 2, &done);
            assert_eq!(client.ask("textDocument/formatting", document), Value::Null, "{done}");
        }
        client.end();
    }
}

/// Where there is a hook for it: a program that is built for speed has none.
#[test]
fn a_panic_of_what_sets_texts_is_refused_and_the_server_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::started_with(folder.path(), &[("ONREAD_BUG", "fmt")]);
    client.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}}));
    let uri = uri(&folder.path().join("t.yaml"));
    client.open(&uri, TREE);
    for _ in 0..3 {
        let document = json!({"textDocument": {"uri": uri}, "options": {}});
        let (code, why) = client.refused("textDocument/formatting", document);
        assert_eq!(code, -32803);
        assert!(why.starts_with("line 1: what formats it broke down over this file"), "{why}");
    }
    let at = json!({"textDocument": {"uri": uri}, "position": {"line": 2, "character": 5}});
    assert!(client.ask("textDocument/hover", at).is_object());
    client.end();
}

#[test]
fn what_cannot_be_set_stays_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let uri = uri(&folder.path().join("t.yaml"));
    let document = json!({"textDocument": {"uri": uri}, "options": {}});
    client.open(&uri, "title: T\nquestions:\n  q: {ask: Q?, answers: {yes: o\noutcomes: {o: {title: O}}\n");
    let (code, said) = client.refused("textDocument/formatting", document.clone());
    assert_eq!(code, -32803);
    assert!(said.starts_with("line ") && said.contains("there is a mistake, which is mended first"), "{said}");
    client.change(&uri, 2, "services:\n    web:   {image: x}\n");
    assert_eq!(client.ask("textDocument/formatting", document), Value::Null, "it is a file of another program");
    client.end();
}

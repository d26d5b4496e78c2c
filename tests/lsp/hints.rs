//! What is shown beside the author's lines: where an answer without a target leads, and what can be done from a place.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, Columns, position, uri};

const TREE: &str = "\
title: T
questions:
  q:
    ask: Q?
    answers:
      yes: o
      'no':
      maybe: {label: Perhaps 🦀}
    next: p
  p: {ask: P?, answers: [a, b]}
  r:
    ask: R?
    kind: number
    next:
      - {when: r > 1, goto: o}
      - goto: s
  s: {ask: S?, answers: {a: , b: p2}, next: [{when: q == yes, goto: o}, {goto: p2}]}
  m:
    ask: M?
    kind: many
    answers: {x: , y: }
    next: o
outcomes:
  o: {title: O}
  p2: {title: P}
";

fn whole(address: &str) -> Value {
    let end = position(TREE, TREE.len(), Columns::Utf16);
    json!({"textDocument": {"uri": address}, "range": {"start": {"line": 0, "character": 0}, "end": end}})
}

#[test]
fn an_answer_without_a_target_says_where_it_leads() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let address = uri(&folder.path().join("t.yaml"));
    client.open(&address, TREE);
    let hints = client.ask("textDocument/inlayHint", whole(&address));
    let shown: Vec<String> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|hint| {
            let line = hint["position"]["line"].as_u64().unwrap() as usize;
            let text = TREE.lines().nth(line).unwrap();
            let column = hint["position"]["character"].as_u64().unwrap() as usize;
            let units: Vec<u16> = text.encode_utf16().take(column).collect();
            format!("{} {}", String::from_utf16(&units).unwrap().trim_start(), hint["label"].as_str().unwrap())
        })
        .collect();
    let wanted = ["'no': → p", "maybe: {label: Perhaps 🦀} → p", "p: → r", "s: {ask: S?, answers: {a: → next"];
    assert_eq!(shown, wanted);
    // Only what is asked for.
    let mut first = whole(&address);
    first["range"]["end"] = json!({"line": 6, "character": 90});
    assert_eq!(client.ask("textDocument/inlayHint", first).as_array().unwrap().len(), 1);
    // Of a tree with mistakes it is not known.
    client.change(&address, 2, &TREE.replace("goto: s", "goto: nowhere"));
    assert_eq!(client.ask("textDocument/inlayHint", whole(&address)), json!([]));
    client.end();
}

#[test]
fn lenses_play_draw_and_count_walks() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("a tree.yaml");
    fs::write(&tree, TREE).unwrap();
    let walks = "tree: a tree.yaml\nwalks:\n  - {answers: {q: yes}, outcome: o}\n  - {answers: {q: no, p: a}, asks: [q, p, r]}\n";
    let mut client = Client::new(folder.path());
    let address = uri(&tree);
    client.open(&address, TREE);
    let document = json!({"textDocument": {"uri": address}});
    let at = |lenses: &Value, part: &str| -> Vec<Value> {
        let line = TREE[..TREE.find(part).unwrap() + 1].matches('\n').count();
        lenses.as_array().unwrap().iter().filter(|lens| lens["range"]["start"]["line"] == line).cloned().collect()
    };
    let titles = |lenses: &[Value]| -> Vec<String> {
        lenses.iter().map(|lens| lens["command"]["title"].as_str().unwrap().to_owned()).collect()
    };
    // Without walk files nothing is said about them.
    let lenses = client.ask("textDocument/codeLens", document.clone());
    assert_eq!(titles(&at(&lenses, "\n  q:")), ["play from here", "draw around"]);
    fs::write(folder.path().join("t.walks.yaml"), walks).unwrap();
    let new = json!({"uri": uri(&folder.path().join("t.walks.yaml")), "type": 1});
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": [new]}));
    let lenses = client.ask("textDocument/codeLens", document);
    let all = ["play from here", "draw around"];
    for (part, count) in [
        ("\n  q:", "2 walks pass here"),
        ("\n  p:", "1 walk passes here"),
        ("\n  o:", "1 walk passes here"),
        ("\n  s:", "0 walks pass here"),
    ] {
        assert_eq!(titles(&at(&lenses, part)), [&all[..], &[count]].concat(), "{part}");
    }
    let own = at(&lenses, "\n  p:");
    let run = |lens: &Value| json!({"command": lens["command"]["command"], "arguments": lens["command"]["arguments"]});
    let played = client.ask("workspace/executeCommand", run(&own[0]));
    assert_eq!(played["run"], json!(["onread", "play", "--from", "p", tree.canonicalize().unwrap()]));
    let said = client.heard.iter().find(|message| message["method"] == "window/showMessage").unwrap();
    assert!(said["params"]["message"].as_str().unwrap().contains("onread play --from p '"), "{said}");
    let drawn = client.ask("workspace/executeCommand", run(&own[1]));
    let shown = std::process::Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["draw", "--around", "p"])
        .arg(&tree)
        .output()
        .unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(drawn["drawn"].as_str().unwrap().lines().count() > 3);
    assert_eq!(drawn["drawn"].as_str().unwrap().lines().next(), shown.lines().next());
    for (command, arguments) in [
        ("onread.draw", json!([])),
        ("onread.other", json!([{"file": "x", "id": "y"}])),
        ("onread.draw", json!([{"file": tree, "id": "nobody"}])),
        ("onread.draw", json!([{"file": "/nowhere.yaml", "id": "q"}])),
        ("onread.play", json!([{"file": uri(&tree), "id": "p"}])),
        ("onread.draw", json!([{"file": uri(&tree), "id": "p"}])),
        ("onread.play", json!([{"file": "vscode-vfs://github/t.yaml", "id": "p"}])),
    ] {
        let (code, said) =
            client.refused("workspace/executeCommand", json!({"command": command, "arguments": arguments}));
        assert_eq!(code, -32803, "{said}");
    }
    client.end();
}

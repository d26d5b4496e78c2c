//! What a long day of typing leaves behind in the memory: nothing.

use std::fs;

use serde_json::json;

use super::client::{Client, uri};
use super::size::cases;

/// A tree with so many questions.
fn tree(questions: usize) -> String {
    let mut text = String::from("title: Long\nquestions:\n");
    for at in 0..questions {
        text.push_str(&format!("  q{at}: {{ask: Is it {at}?, answers: [yes, no], when: age > 1}}\n"));
    }
    text.replace("questions:\n", "questions:\n  age: {ask: How old?, kind: number, min: 0, max: 99}\n")
        + "  last: {ask: And?, answers: {yes: done}}\noutcomes: {done: {title: Done}}\n"
}

/// How much memory a process holds, in KiB.
fn held(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[test]
fn memory_does_not_grow_with_edits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.yaml");
    let text = tree(40);
    fs::write(&path, &text).unwrap();
    let uri = uri(&path);
    let mut client = Client::new(folder.path());
    client.open(&uri, &text);
    let line = text.lines().position(|line| line.starts_with("  q7:")).unwrap();
    let column = "  q7: {ask: Is it".len();
    let mut version = 1;
    // One key and what takes it back; what an editor asks for stands between them.
    let mut edits = |client: &mut Client, count: usize| {
        for at in 0..count / 2 {
            let here = json!({"line": line, "character": column});
            let behind = json!({"line": line, "character": column + 1});
            let key = if at % 3 == 0 { "\"" } else { "x" };
            client.edit(&uri, version + 1, json!([{"range": {"start": here, "end": here}, "text": key}]));
            client.ask("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": behind}));
            client.edit(&uri, version + 2, json!([{"range": {"start": here, "end": behind}, "text": ""}]));
            client.ask("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": here}));
            client.heard.clear();
            version += 2;
        }
    };
    let count = cases(10_000);
    edits(&mut client, count / 5);
    let Some(early) = held(client.pid()) else {
        eprintln!("skipped: the system does not say how much memory a process holds");
        return;
    };
    edits(&mut client, count - count / 5);
    let late = held(client.pid()).unwrap();
    assert!(late < early + early / 4 + 4096, "{early} KiB after a fifth of the edits, {late} KiB after all");
    // It still knows the text as it is.
    client.edit(&uri, 1_000_000, json!([{"text": text}]));
    let (found, _) = client.settled(&uri, 1_000_000);
    assert_eq!(found.iter().filter(|one| one["code"] == "needless").count(), 40);
    assert_eq!(found.len(), 40);
    client.end();
}

//! Any bytes as what an editor sends to the language server: a text that is opened, edited and asked about, line by line,
//! or the stream itself. Every request is answered once, and what is answered can be read.
#![no_main]

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use onread::lsp::{Disk, Ended, Stamp, TreeAt, Unread, serve};
use onread::text::SourceFile;
use serde_json::{Value, json};

/// What the tree's text ends with, and what is done with it begins after.
const CUT: &str = "\n%%\n";
const URI: &str = "file:///w/tree.yaml";

/// Requests about a place, by the letter that asks for them.
const ASKED: [(char, &str); 14] = [
    ('c', "textDocument/completion"),
    ('h', "textDocument/hover"),
    ('d', "textDocument/definition"),
    ('r', "textDocument/references"),
    ('m', "textDocument/documentHighlight"),
    ('p', "textDocument/prepareRename"),
    ('n', "textDocument/rename"),
    ('a', "textDocument/codeAction"),
    ('s', "textDocument/documentSymbol"),
    ('f', "textDocument/foldingRange"),
    ('i', "textDocument/inlayHint"),
    ('l', "textDocument/codeLens"),
    ('g', "textDocument/signatureHelp"),
    ('t', "textDocument/formatting"),
];

/// No file anywhere.
struct Nothing;

impl Disk for Nothing {
    fn today(&self) -> NaiveDate {
        onread_fuzz::today()
    }

    fn read(&self, path: &Path) -> Result<SourceFile, Unread> {
        Err(Unread(format!("there is no {}", path.display())))
    }

    fn stamp(&self, _: &Path) -> Option<Stamp> {
        None
    }

    fn real(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }

    fn below(&self, _: &Path, _: bool, _: Instant) -> (Vec<PathBuf>, bool) {
        (Vec::new(), true)
    }

    fn tree_at(&self, _: &str, name: &str) -> TreeAt {
        TreeAt::File(Path::new("/w").join(name))
    }

    fn near_tree(&self, _: &Path, _: &str) -> Option<String> {
        None
    }
}

/// What the server says, kept.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A client that asks for so much, and the ids of its requests.
#[derive(Default)]
struct Client {
    stream: Vec<u8>,
    ids: Vec<u64>,
}

impl Client {
    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let _ = write!(self.stream, "Content-Length: {}\r\n\r\n{body}", body.len());
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn ask(&mut self, method: &str, params: Value) {
        let id = self.ids.len() as u64;
        self.ids.push(id);
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
    }
}

/// One line: `+1,2-3,4 text` puts a text for a part, `~` and a text for all; `c1,2` and the like ask about a place.
fn act(client: &mut Client, version: usize, line: &str) {
    let mut signs = line.chars();
    let Some(first) = signs.next() else { return };
    let rest = signs.as_str();
    let place = |text: &str| {
        let (line, column) = text.split_once(',').unwrap_or((text, "0"));
        json!({"line": line.trim().parse::<u32>().unwrap_or(0), "character": column.trim().parse::<u32>().unwrap_or(0)})
    };
    let document = json!({"uri": URI, "version": version});
    if first == '+' || first == '~' {
        let (range, text) = if first == '~' { ("", rest) } else { rest.split_once(' ').unwrap_or((rest, "")) };
        let text = text.replace("\\n", "\n");
        let (start, end) = range.split_once('-').unwrap_or((range, range));
        let mut change = json!({"text": text});
        if first == '+' {
            change["range"] = json!({"start": place(start), "end": place(end)});
        }
        client.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
        return;
    }
    let Some((_, method)) = ASKED.iter().find(|(letter, _)| *letter == first) else { return };
    let (at, name) = rest.split_once(' ').unwrap_or((rest, "other"));
    let (start, end) = at.split_once('-').unwrap_or((at, at));
    client.ask(
        method,
        json!({
            "textDocument": {"uri": URI}, "position": place(start), "newName": name,
            "range": {"start": place(start), "end": place(end)},
            "context": {"diagnostics": [], "includeDeclaration": true},
        }),
    );
}

/// Every message that was said.
fn messages(mut said: &[u8]) -> Vec<Value> {
    let mut messages = Vec::new();
    while !said.is_empty() {
        let end = said.windows(4).position(|four| four == b"\r\n\r\n").expect("a header ends");
        let header = std::str::from_utf8(&said[..end]).expect("a header is text");
        let length: usize = header.strip_prefix("Content-Length: ").and_then(|l| l.parse().ok()).expect("a length");
        messages.push(serde_json::from_slice(&said[end + 4..end + 4 + length]).expect("JSON"));
        said = &said[end + 4 + length..];
    }
    messages
}

fn run(stream: Vec<u8>) -> (Ended, Vec<Value>) {
    let said = Said::default();
    let ended = serve(Arc::new(Nothing), Cursor::new(stream), said.clone());
    let said = said.0.lock().unwrap_or_else(PoisonError::into_inner);
    (ended, messages(&said))
}

fuzz_target!(|bytes: &[u8]| {
    if let Some(stream) = bytes.strip_prefix(b"raw\n") {
        drop(run(stream.to_vec()));
        return;
    }
    let text = String::from_utf8_lossy(bytes);
    let (text, deeds) = text.split_once(CUT).unwrap_or((&text, ""));
    let mut client = Client::default();
    client.ask("initialize", json!({"capabilities": {"general": {"positionEncodings": ["utf-16"]}}}));
    client.tell("initialized", json!({}));
    let document = json!({"uri": URI, "languageId": "yaml", "version": 0, "text": text});
    client.tell("textDocument/didOpen", json!({"textDocument": document}));
    for (version, line) in deeds.lines().take(40).enumerate() {
        act(&mut client, version + 1, line);
    }
    client.ask("shutdown", Value::Null);
    client.tell("exit", Value::Null);
    let (ended, messages) = run(client.stream);
    assert_eq!(ended, Ended::Well);
    let mut answers: BTreeMap<u64, usize> = BTreeMap::new();
    for message in messages.iter().filter(|message| message.get("method").is_none()) {
        *answers.entry(message["id"].as_u64().expect("an id of ours")).or_default() += 1;
        let code = message["error"]["code"].as_i64();
        assert!(code != Some(-32602) && code != Some(-32601), "what was asked is well made: {message}");
    }
    assert!(client.ids.iter().all(|id| answers.get(id) == Some(&1)), "every request is answered once: {answers:?}");
});

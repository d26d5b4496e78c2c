//! How a server begins and ends, and what it does with messages that are none.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, capabilities, uri};

const TREE: &str =
    "title: T\nquestions:\n  q: {ask: Q?, answers: {yes: o, no: p}}\noutcomes:\n  o: {title: O}\n  p: {title: P}\n";

#[test]
fn a_server_begins_and_ends_as_the_protocol_wants() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::started(folder.path());
    let (code, said) = client.refused("textDocument/hover", json!({}));
    assert_eq!((code, said.as_str()), (-32002, "the client has to send `initialize` first"));
    client.open("file:///x.yaml", "not looked at");
    let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
    let answer = client.ask("initialize", params.clone());
    assert_eq!(answer["serverInfo"], json!({"name": "onread", "version": env!("CARGO_PKG_VERSION")}));
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16", "what every client knows");
    client.tell("initialized", json!({}));
    assert_eq!(client.refused("initialize", params).0, -32600);
    assert_eq!(client.refused("textDocument/everything", json!({})).0, -32601);
    assert_eq!(client.refused("workspace/textDocumentContent", json!({"uri": 5})).0, -32602);
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    assert_eq!(client.refused("textDocument/hover", json!({})).0, -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.ended(), (0, String::new()));
}

#[test]
fn the_first_encoding_that_needs_no_counting_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    for (offered, wanted) in
        [(&["utf-16", "utf-8"][..], "utf-8"), (&["utf-32"], "utf-32"), (&["x"], "utf-16"), (&[], "utf-16")]
    {
        let (client, answer) = Client::with(folder.path(), capabilities(offered));
        assert_eq!(answer["capabilities"]["positionEncoding"], wanted);
        client.end();
    }
}

#[test]
fn who_leaves_without_a_word_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let client = Client::new(folder.path());
    let (code, said) = client.ended();
    assert_eq!((code, said.trim_end()), (1, "error: the client is gone without `shutdown` and `exit`"));
    let mut client = Client::new(folder.path());
    client.tell("exit", Value::Null);
    let (code, said) = client.ended();
    assert_eq!((code, said.trim_end()), (1, "error: the client sent `exit` without `shutdown` before it"));
}

/// Where there is a hook for it: a program that is built for speed has none.
#[test]
fn a_bug_of_ours_is_told_in_the_editor() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::started_with(folder.path(), &[("ONREAD_BUG", "500")]);
    client.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}}));
    let mut told = Vec::new();
    while let Some(message) = client.next() {
        told.push(message);
    }
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((&told[0]["method"], &told[0]["params"]["type"]), (&json!("window/showMessage"), &json!(1)));
    let message = told[0]["params"]["message"].as_str().unwrap();
    assert!(message.starts_with("this is a bug in onread, please report it with this line"), "{message}");
    let (code, said) = client.ended();
    assert_eq!((code, said), (101, format!("error: {message}\n")));
}

#[test]
fn a_message_that_is_none_is_told_and_the_next_one_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let mut deep = "[".repeat(100_000);
    deep.push_str(&"]".repeat(100_000));
    let bodies: [&[u8]; 8] =
        [b"{", b"", b"null", b"[]", b"\xff\xfe", b"{\"id\":1}", b"{\"jsonrpc\":\"2.0\",\"method\":5}", deep.as_bytes()];
    for body in bodies {
        let mut message = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        message.extend_from_slice(body);
        assert!(client.raw(&message));
    }
    // Header lines of other clients, and a length that nobody sends.
    let body = json!({"jsonrpc": "2.0", "id": "text", "method": "nothing"}).to_string();
    let header =
        format!("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:{}\r\n\r\n", body.len());
    assert!(client.raw(format!("{header}{body}").as_bytes()));
    let answer = loop {
        let message = client.next().unwrap();
        if message["id"] == "text" {
            break message;
        }
        assert_eq!(message["method"], "window/logMessage", "{message}");
    };
    assert_eq!(answer["error"]["code"], -32601);
    client.end();
}

#[test]
fn a_header_that_is_none_ends_the_server_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(100_000);
    let many = "A: b\r\n".repeat(100);
    for (bytes, wanted) in [
        ("GET / HTTP/1.1\r\n\r\n", "a header has a line without a colon"),
        ("Content-Length: many\r\n\r\n", "a header says no length behind `Content-Length`"),
        ("Content-Length: -1\r\n\r\n", "a header says no length behind `Content-Length`"),
        ("Content-Length: 99999999999999999999999\r\n\r\n", "a header says no length behind `Content-Length`"),
        ("Content-Type: x\r\n\r\n{}", "a header has no `Content-Length`"),
        (&long, "a header has a line that does not end"),
        (&many, "a header has too many lines"),
    ] {
        let mut client = Client::new(folder.path());
        client.raw(bytes.as_bytes());
        let (code, said) = client.ended();
        assert_eq!((code, said.trim_end()), (1, format!("error: {wanted}").as_str()), "{:.40}", bytes);
    }
    // What is announced is not made room for.
    let mut client = Client::new(folder.path());
    client.raw(b"Content-Length: 9999999999999\r\n\r\n{}");
    assert_eq!(client.ended().0, 1);
}

#[test]
fn notifications_that_fit_nothing_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("t.yaml");
    fs::write(&tree, TREE).unwrap();
    let mut client = Client::new(folder.path());
    let address = uri(&tree);
    client.change(&address, 2, "not open");
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": address}}));
    client.open(&address, TREE);
    let nonsense = [
        json!([{"range": {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "x"}]),
        json!([{"range": "x", "text": "x"}]),
        json!([{"text": 5}]),
        json!("x"),
    ];
    for changes in nonsense {
        client.edit(&address, 2, changes);
    }
    client.tell("textDocument/didOpen", json!({}));
    client.tell("$/whatever", json!(null));
    client.tell("workspace/didChangeWatchedFiles", json!(5));
    client.send(&json!({"jsonrpc": "2.0", "id": 77, "result": null}));
    // Ends that lie behind the text, or before their start.
    let far = json!({"line": 4_000_000, "character": 4_000_000});
    client.edit(&address, 3, json!([{"range": {"start": far, "end": {"line": 0, "character": 0}}, "text": TREE}]));
    assert_eq!(client.settled(&address, 3), (vec![], json!({"is": "proved", "walks": "2"})));
    client.end();
}

#[test]
fn who_can_tell_of_changed_files_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let own = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let (mut client, _) = Client::with(folder.path(), own);
    let asked = client.next().unwrap();
    assert_eq!(asked["method"], "client/registerCapability");
    assert_eq!(asked["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    client.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
    client.end();
}

#[test]
fn what_is_cancelled_before_it_is_answered_gets_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let mut bytes = Vec::new();
    let mut add = |message: Value| {
        let body = message.to_string();
        bytes.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes());
    };
    // So much to read that all of it waits.
    let document = json!({"uri": "file:///t.yaml", "languageId": "yaml", "version": 1, "text": "x: y\n".repeat(5_000)});
    add(json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}));
    add(json!({"jsonrpc": "2.0", "id": 501, "method": "nothing"}));
    add(json!({"jsonrpc": "2.0", "id": 502, "method": "nothing"}));
    add(json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 502}}));
    client.raw(&bytes);
    assert_eq!(client.answer(501)["error"]["code"], -32601);
    let code = client.answer(502)["error"]["code"].as_i64().unwrap();
    assert!(code == -32800 || code == -32601, "{code}");
    client.end();
}

#[test]
fn a_file_that_is_gone_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    fs::create_dir(folder.path().join("folder.yaml")).unwrap();
    for (address, wanted) in [
        (uri(&folder.path().join("gone.yaml")), "is not open, and cannot be read"),
        (uri(&folder.path().join("folder.yaml")), "is not open, and cannot be read"),
        ("untitled:x".to_owned(), "is not open, and cannot be read"),
        ("\u{202e}\n".to_owned(), "`\\u{202e} ` is not open"),
    ] {
        let at = json!({"textDocument": {"uri": address}, "position": {"line": 0, "character": 0}, "newName": "x",
            "context": {"includeDeclaration": true}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}});
        for method in [
            "completion",
            "hover",
            "definition",
            "references",
            "documentHighlight",
            "documentSymbol",
            "foldingRange",
            "documentLink",
            "formatting",
            "prepareRename",
            "rename",
            "inlayHint",
            "codeLens",
        ] {
            let (code, said) = client.refused(&format!("textDocument/{method}"), at.clone());
            assert_eq!(code, -32803, "{method}");
            assert!(said.contains(wanted), "{method}: {said}");
        }
    }
    // One that goes while it is looked at.
    let tree = folder.path().join("t.yaml");
    fs::write(&tree, TREE).unwrap();
    let document = json!({"textDocument": {"uri": uri(&tree)}});
    assert_eq!(client.ask("textDocument/documentSymbol", document.clone()).as_array().unwrap().len(), 3);
    fs::remove_file(&tree).unwrap();
    assert_eq!(client.refused("textDocument/documentSymbol", document).0, -32803);
    client.end();
}

#[test]
fn texts_without_a_file_are_looked_at_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    client.open("untitled:Untitled-1", &TREE.replace("yes: o", "yes: oo"));
    let found = client.settled("untitled:Untitled-1", 1).0;
    assert_eq!(found[0]["code"], "unknown-target");
    client.open("untitled:other", "services:\n  x: 1\n");
    assert_eq!(client.settled("untitled:other", 1), (vec![], json!({"is": "nothing of ours"})));
    client.end();
}

#[test]
fn a_client_that_reads_nothing_any_more_ends_the_server() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}).to_string();
    let mut input = child.stdin.take().unwrap();
    // It is noticed when something is to be said.
    for _ in 0..1000 {
        if write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).is_err() || child.try_wait().unwrap().is_some()
        {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert_eq!(said.trim_end(), "error: the client reads nothing any more");
}

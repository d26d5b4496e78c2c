//! A client of the language server: the real program, spoken to over its standard streams.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// How long an answer may take, on a machine that has much to do.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Notifications and requests of the server that nobody has asked for yet.
    pub(crate) heard: VecDeque<Value>,
    next: i64,
}

/// The address of a path.
pub(crate) fn uri(path: &Path) -> String {
    let mut out = "file://".to_owned();
    for byte in path.to_str().unwrap().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => out.push(byte as char),
            byte if byte.is_ascii_alphanumeric() => out.push(byte as char),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// What an editor with everything says of itself.
pub(crate) fn capabilities(encodings: &[&str]) -> Value {
    json!({
        "general": {"positionEncodings": encodings},
        "workspace": {
            "workspaceEdit": {
                "documentChanges": true,
                "resourceOperations": ["create"],
                "changeAnnotationSupport": {"groupsOnLabel": true},
            },
            "textDocumentContent": {},
        },
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true},
            "completion": {"completionItem": {"snippetSupport": true}},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
        },
    })
}

impl Client {
    /// The program, started in a folder and not spoken to yet.
    pub(crate) fn started(folder: &Path) -> Self {
        Self::started_with(folder, &[])
    }

    /// The same with these variables.
    pub(crate) fn started_with(folder: &Path, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onread"));
        command.envs(variables.iter().copied());
        command.arg("lsp").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take(), child.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { child, input, messages, heard: VecDeque::new(), next: 0 }
    }

    /// The same for a client that works in this folder, and has agreed with the server on what both can do.
    pub(crate) fn new(folder: &Path) -> Self {
        Self::with(folder, capabilities(&["utf-16"])).0
    }

    /// The same with other capabilities; also what the server answers.
    pub(crate) fn with(folder: &Path, capabilities: Value) -> (Self, Value) {
        let mut client = Self::started(folder);
        let answer = client.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": uri(folder),
                "capabilities": capabilities,
                "initializationOptions": {"status": true},
            }),
        );
        client.tell("initialized", json!({}));
        (client, answer)
    }

    #[allow(dead_code, reason = "only some systems tell of a process by its number")]
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends bytes as they are; false where nobody reads them.
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> bool {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).and_then(|()| input.flush()).is_ok()
    }

    pub(crate) fn send(&mut self, message: &Value) -> bool {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    }

    /// Sends a notification.
    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        assert!(self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params})), "{method}");
    }

    /// Sends a request, and gives its id.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        assert!(self.send(&json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params})), "{method}");
        self.next
    }

    /// The next message; none where the server has ended.
    pub(crate) fn next(&mut self) -> Option<Value> {
        match self.messages.recv_timeout(PATIENCE) {
            Ok(message) => Some(message),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => None,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("the server says nothing"),
        }
    }

    /// The whole answer to a request.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        if let Some(at) = self.heard.iter().position(|heard| heard["id"] == id && heard.get("method").is_none()) {
            return self.heard.remove(at).unwrap();
        }
        loop {
            let message = self.next().expect("the server has ended");
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
            self.heard.push_back(message);
        }
    }

    /// What is answered to a request.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Why there is no answer to a request: its code and what is said.
    pub(crate) fn refused(&mut self, method: &str, params: Value) -> (i64, String) {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        let error = answer.get("error").unwrap_or_else(|| panic!("{method}: {answer}"));
        (error["code"].as_i64().unwrap(), error["message"].as_str().unwrap().to_owned())
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Another text for a whole document.
    pub(crate) fn change(&mut self, uri: &str, version: i64, text: &str) {
        self.edit(uri, version, json!([{"text": text}]));
    }

    pub(crate) fn edit(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// All that is found in a version of a document, once all its walks were gone through, and how far that came.
    pub(crate) fn settled(&mut self, uri: &str, version: i64) -> (Vec<Value>, Value) {
        let mut diagnostics = Vec::new();
        let mut at = 0;
        loop {
            if at == self.heard.len() {
                let message = self.next().expect("the server has ended");
                self.heard.push_back(message);
            }
            let params = &self.heard[at]["params"];
            if params["uri"] != uri || params["version"] != version {
                at += 1;
                continue;
            }
            let message = self.heard.remove(at).unwrap();
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics" {
                diagnostics = params["diagnostics"].as_array().unwrap().clone();
            } else if message["method"] == "onread/status" && params["status"]["is"] != "waits" {
                return (diagnostics, params["status"].clone());
            }
        }
    }

    /// What is found in a document now, once all that was sent is done.
    pub(crate) fn latest(&mut self, uri: &str) -> Vec<Value> {
        // What is told comes behind the answers to what came with it.
        self.refused("nothing", Value::Null);
        self.refused("nothing", Value::Null);
        let mut found = None;
        self.heard.retain(|message| {
            let own = message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
            if own {
                found = Some(message["params"]["diagnostics"].as_array().unwrap().clone());
            }
            !own
        });
        found.expect("something was told")
    }

    /// Closes the stream to the server.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// How the server ended: its exit code, and what it said on standard error.
    pub(crate) fn ended(mut self) -> (i32, String) {
        self.hang_up();
        while self.next().is_some() {}
        let status = self.child.wait().unwrap();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (status.code().expect("no signal"), said)
    }

    /// Ends the server as the protocol wants it.
    pub(crate) fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.ended(), (0, String::new()));
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(stream: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").map_or(length, |length| length.parse().ok()),
        }
    }
    let mut body = vec![0; length?];
    stream.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// What columns are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Columns {
    Utf8,
    Utf16,
}

/// Each byte of a text at which a character starts, and its end, with the line and column there.
fn places(text: &str, columns: Columns) -> impl Iterator<Item = (usize, usize, usize)> {
    let (mut line, mut column) = (0, 0);
    let mut chars = text.char_indices().peekable();
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let here = (line, column);
        let Some((at, c)) = chars.next() else {
            ended = true;
            return Some((text.len(), here.0, here.1));
        };
        let before_feed = chars.peek().is_some_and(|(_, next)| *next == '\n');
        match c {
            '\n' => (line, column) = (line + 1, 0),
            // Where a line feed follows, that ends the line, and nothing stands between them.
            '\r' if before_feed => {}
            '\r' => (line, column) = (line + 1, 0),
            c => column += if columns == Columns::Utf8 { c.len_utf8() } else { c.len_utf16() },
        }
        Some((at, here.0, here.1))
    })
}

/// The position of a byte of a text, counted from its start, character by character.
pub(crate) fn position(text: &str, offset: usize, columns: Columns) -> Value {
    let (_, line, column) = places(text, columns).find(|(at, ..)| *at == offset).unwrap();
    json!({"line": line, "character": column})
}

/// The range of a part of a text.
pub(crate) fn range(text: &str, part: std::ops::Range<usize>, columns: Columns) -> Value {
    json!({"start": position(text, part.start, columns), "end": position(text, part.end, columns)})
}

/// The byte at a position.
pub(crate) fn offset(text: &str, at: &Value, columns: Columns) -> usize {
    let (line, column) = (at["line"].as_u64().unwrap() as usize, at["character"].as_u64().unwrap() as usize);
    let mut places = places(text, columns);
    places.find(|(_, l, c)| (*l, *c) == (line, column)).unwrap_or_else(|| panic!("no byte at {at}")).0
}

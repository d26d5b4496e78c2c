//! The language server that editors use for YAML, and a client of it over its standard input and output.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A running server, and what it has said.
pub(crate) struct Client {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    settings: Value,
    requests: u64,
    /// The last alarms of each file.
    alarms: BTreeMap<String, Vec<Value>>,
}

/// Something else that has to be there; on a build server it must be.
fn skipped(what: &str) {
    assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty()), "{what} is missing");
    eprintln!("skipped: {what} is missing");
}

impl Client {
    /// A server that is told these settings; none where it is not installed, which is said.
    pub(crate) fn new(settings: Value) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema/node_modules/yaml-language-server");
        if !folder.is_dir() {
            skipped("what `npm ci` puts into tests/schema");
            return None;
        }
        let mut command = Command::new("node");
        command.arg(folder.join("bin/yaml-language-server")).arg("--stdio");
        let Ok(mut server) = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
            skipped("`node`");
            return None;
        };
        let (input, output) = (server.stdin.take().unwrap(), BufReader::new(server.stdout.take().unwrap()));
        let mut client = Self { server, input, output, settings, requests: 0, alarms: BTreeMap::new() };
        let can = json!({
            "workspace": {"configuration": true},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": true, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
        });
        client.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": can}));
        client.tell("initialized", json!({}));
        let settings = client.settings.clone();
        client.tell("workspace/didChangeConfiguration", json!({"settings": settings}));
        Some(client)
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// Tells the server something.
    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(json!({"method": method, "params": params}));
    }

    /// Asks the server something, and gives what it answers.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(json!({"id": id, "method": method, "params": params}));
        loop {
            let message = self.read();
            if message["id"] == id && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    /// The next message, of which notice is taken.
    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server has gone");
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        let message: Value = serde_json::from_slice(&bytes).unwrap();
        match (message["method"].as_str(), message.get("id")) {
            (Some("textDocument/publishDiagnostics"), _) => {
                let alarms = message["params"]["diagnostics"].as_array().unwrap().clone();
                self.alarms.insert(message["params"]["uri"].as_str().unwrap().to_owned(), alarms);
            }
            (Some("workspace/configuration"), Some(id)) => {
                let asked = message["params"]["items"].as_array().unwrap();
                let own =
                    |item: &Value| item["section"].as_str().map_or(Value::Null, |name| self.settings[name].clone());
                let told: Vec<Value> = asked.iter().map(own).collect();
                self.send(json!({"id": id, "result": told}));
            }
            (Some(_), Some(id)) => self.send(json!({"id": id, "result": null})),
            _ => {}
        }
        message
    }

    /// Opens a file that holds this.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// What it says against a file that was opened.
    pub(crate) fn alarms(&mut self, uri: &str) -> Vec<Value> {
        loop {
            match self.alarms.get(uri) {
                Some(alarms) => return alarms.clone(),
                None => drop(self.read()),
            }
        }
    }

    /// What could stand at a place, by its label.
    pub(crate) fn completions(&mut self, uri: &str, place: &Value) -> Vec<String> {
        let at = json!({"textDocument": {"uri": uri}, "position": place});
        let answer = self.ask("textDocument/completion", at);
        let items = answer["items"].as_array().or_else(|| answer.as_array()).cloned().unwrap_or_default();
        items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// What is said of what stands at a place, without the signs by which Markdown is kept from reading more into it.
    pub(crate) fn hover(&mut self, uri: &str, place: &Value) -> String {
        let answer = self.ask("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": place}));
        answer["contents"]["value"].as_str().unwrap_or_default().replace('\\', "")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

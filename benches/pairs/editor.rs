//! The language server as an editor has it: the real program, a key, and the answer to what is asked behind it.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::Result;

const URI: &str = "file:///nowhere/generated.yaml";

/// A server with a tree open, in which somebody types.
pub(crate) struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: u32,
    line: usize,
    typed: bool,
}

impl Editor {
    /// Opens a text; what is typed stands in the line that starts with `before`, behind that.
    pub(crate) fn open(program: &Path, text: &str, before: &str) -> Result<Self> {
        let mut child = Command::new(program).arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (input, output) = (child.stdin.take().ok_or("no input")?, child.stdout.take().ok_or("no output")?);
        let line = text.lines().position(|line| line.starts_with(before)).ok_or("no such line")?;
        let mut editor = Self { child, input, output: BufReader::new(output), version: 1, line, typed: false };
        editor.send(&json!({"id": 0, "method": "initialize", "params": {"capabilities": {"general": {"positionEncodings": ["utf-8"]}}}}))?;
        editor.answer(0)?;
        let document = json!({"uri": URI, "languageId": "yaml", "version": 1, "text": text});
        editor.send(&json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}))?;
        Ok(editor)
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.input.flush()?)
    }

    fn answer(&mut self, id: u32) -> Result<Value> {
        loop {
            let mut length = 0;
            loop {
                let mut line = String::new();
                self.output.read_line(&mut line)?;
                match line.trim_end().strip_prefix("Content-Length: ") {
                    Some(number) => length = number.parse()?,
                    None if line.trim_end().is_empty() => break,
                    None => {}
                }
            }
            let mut body = vec![0; length];
            self.output.read_exact(&mut body)?;
            let message: Value = serde_json::from_slice(&body)?;
            if message.get("id").and_then(Value::as_u64) == Some(id.into()) && message.get("method").is_none() {
                return Ok(message);
            }
        }
    }

    /// Types a letter, or takes it away again, and waits for what may follow it; returns how much is offered.
    pub(crate) fn key(&mut self, column: usize) -> Result<usize> {
        self.version += 1;
        let id = self.version;
        let at = |character: usize| json!({"line": self.line, "character": character});
        let (range, text, behind) = match self.typed {
            false => (json!({"start": at(column), "end": at(column)}), "q", at(column + 1)),
            true => (json!({"start": at(column), "end": at(column + 1)}), "", at(column)),
        };
        let document = json!({"uri": URI, "version": id});
        let changes = json!([{"range": range, "text": text}]);
        let asked = json!({"textDocument": {"uri": URI}, "position": behind});
        self.typed = !self.typed;
        self.send(&json!({"method": "textDocument/didChange", "params": {"textDocument": document, "contentChanges": changes}}))?;
        self.send(&json!({"id": id, "method": "textDocument/completion", "params": asked}))?;
        let answer = self.answer(id)?;
        Ok(answer.get("result").and_then(Value::as_array).ok_or("nothing is offered")?.len())
    }

    /// Asks what is known of the word in that column.
    pub(crate) fn hover(&mut self, column: usize) -> Result<bool> {
        self.version += 1;
        let id = self.version;
        let position = json!({"line": self.line, "character": column});
        let asked = json!({"textDocument": {"uri": URI}, "position": position});
        self.send(&json!({"id": id, "method": "textDocument/hover", "params": asked}))?;
        Ok(self.answer(id)?.get("result").is_some_and(|result| !result.is_null()))
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! Messages on a stream: each behind a header that says how long it is, and none longer than anybody needs.

use std::io::{self, BufRead, Read, Write};

use lsp_server::{Message, RequestId, ResponseError};
use serde::Serialize;

/// The longest message that is read, in bytes. A file comes as a text in one, each sign of it as no more than six bytes.
const LONGEST: usize = 256 << 20;
/// The longest line of a header.
const LONGEST_LINE: u64 = 4096;
/// How many lines a header has at most.
const LINES: usize = 32;

/// What came in.
#[derive(Debug)]
pub(in crate::lsp) enum Frame {
    /// A message.
    Message(Message),
    /// A message that is none, for this reason; the next one can be read.
    Nonsense(String),
}

/// Reads the next message; none where the stream has ended.
///
/// # Errors
/// If what comes is no header: nobody knows where the next message starts.
pub(in crate::lsp) fn read(stream: &mut impl BufRead) -> Result<Option<Frame>, String> {
    let Some(length) = header(stream)? else { return Ok(None) };
    if length > LONGEST {
        let skipped = io::copy(&mut stream.take(length as u64), &mut io::sink()).unwrap_or(0);
        let reason = format!("a message has {length} bytes, and the longest that is read {LONGEST}");
        return Ok((skipped == length as u64).then_some(Frame::Nonsense(reason)));
    }
    // Room is made for what comes, not for what is announced.
    let mut body = Vec::new();
    match stream.take(length as u64).read_to_end(&mut body) {
        Ok(read) if read == length => {}
        _ => return Ok(None),
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(message) => Frame::Message(message),
        Err(error) => Frame::Nonsense(format!("a message is no JSON-RPC: {error}")),
    }))
}

/// How long the next message is.
fn header(stream: &mut impl BufRead) -> Result<Option<usize>, String> {
    let mut length = None;
    for count in 0..LINES {
        let mut line = Vec::new();
        let read = stream.take(LONGEST_LINE).read_until(b'\n', &mut line).unwrap_or(0);
        if read == 0 {
            return if count == 0 { Ok(None) } else { Err("the stream ends within a header".to_owned()) };
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if !line.ends_with(b"\n") {
            return Err("a header has a line that does not end".to_owned());
        }
        if text.is_empty() {
            return length.map(Some).ok_or_else(|| "a header has no `Content-Length`".to_owned());
        }
        let (name, value) = text.split_once(':').ok_or("a header has a line without a colon")?;
        if name.trim().eq_ignore_ascii_case("Content-Length") {
            length =
                Some(value.trim().parse().map_err(|_| "a header says no length behind `Content-Length`".to_owned())?);
        }
    }
    Err("a header has too many lines".to_owned())
}

/// An answer as it is sent. It is written at once: what holds thousands of things is not made a value of before.
pub(in crate::lsp) fn answer(id: &RequestId, result: Result<String, ResponseError>) -> String {
    let (key, value) = match result {
        Ok(result) => ("result", result),
        Err(error) => ("error", json(&error)),
    };
    format!(r#"{{"jsonrpc":"2.0","id":{},"{key}":{value}}}"#, json(id))
}

/// A notification as it is sent.
pub(in crate::lsp) fn notification(method: &str, params: &impl Serialize) -> String {
    format!(r#"{{"jsonrpc":"2.0","method":{},"params":{}}}"#, json(&method), json(params))
}

/// A request as it is sent.
pub(in crate::lsp) fn request(id: i32, method: &str, params: &impl Serialize) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":{},"params":{}}}"#, json(&method), json(params))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// Writes a message.
///
/// # Errors
/// If nobody reads it.
pub(in crate::lsp) fn write(stream: &mut impl Write, message: &str) -> io::Result<()> {
    write!(stream, "Content-Length: {}\r\n\r\n{message}", message.len())?;
    stream.flush()
}

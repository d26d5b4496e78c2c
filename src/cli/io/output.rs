//! Writing to the two streams: results to standard output, everything else to standard error.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::text::{visible, visible_json};

/// How a command prints that has a text and a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    // For people
    #[default]
    Text,
    // For programs
    Json,
}

/// Why a result could not be written: a full disk, say.
static LOST: OnceLock<String> = OnceLock::new();
/// Whoever read the results has gone away.
static GONE: AtomicBool = AtomicBool::new(false);

/// Writes a result. A reader that has gone away (`| head`) is no error; anything else that keeps it from being
/// written is [`lost`].
pub(crate) fn result(text: &str) {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => GONE.store(true, Ordering::Relaxed),
        Err(error) => drop(LOST.set(super::reading::reason(&error))),
        Ok(()) => {}
    }
}

/// Why some result was not written.
pub(crate) fn lost() -> Option<&'static str> {
    LOST.get().map(String::as_str)
}

/// Whether results come to nobody any more, as far as one has been written since.
pub(crate) fn unread() -> bool {
    GONE.load(Ordering::Relaxed) || lost().is_some()
}

/// A sentence in lines that fit the terminal, if standard output is one.
pub(crate) fn wrapped(text: &str) -> String {
    if io::stdout().is_terminal() { textwrap::fill(text, super::colour::width()) } else { text.to_owned() }
}

/// The same for standard error.
pub(crate) fn wrapped_remark(text: &str) -> String {
    if io::stderr().is_terminal() { textwrap::fill(text, super::colour::width()) } else { text.to_owned() }
}

/// Writes a remark to standard error, with a line feed.
pub(crate) fn remark(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes what is good to know; control characters in names are written out.
pub(crate) fn note(text: &str) {
    remark(&format!("note: {}", visible(text)));
}

/// Writes why something cannot be done; control characters in names are written out.
pub(crate) fn error(reason: &str) {
    remark(&format!("error: {}", visible(reason)));
}

/// A value as a line of JSON.
pub(crate) fn json<T: serde::Serialize>(value: &T) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => result(&format!("{}\n", visible_json(&text))),
        Err(error) => self::error(&format!("this is a bug in onread, please report it: {error}")),
    }
}

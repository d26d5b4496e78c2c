//! Starting in a terminal: until the first prompt stands there, and an empty program until it ends.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::Result;

/// The text of the prompt that comes first.
const FIRST_PROMPT: &str = "What did the text actually say?";

/// Builds a program that does nothing in a folder.
pub(crate) fn build_empty(folder: &Path) -> Result<PathBuf> {
    let (source, program) = (folder.join("empty.rs"), folder.join("empty"));
    std::fs::write(&source, "fn main() {}\n")?;
    let built = Command::new("rustc").arg("-O").arg("-o").arg(&program).arg(&source).status()?;
    if built.success() { Ok(program) } else { Err("the empty program does not build".into()) }
}

/// How long the program takes until its first prompt is there.
pub(crate) fn ours(program: &Path) -> Result<Duration> {
    time(program, Some(FIRST_PROMPT))
}

/// How long an empty program takes until it has ended.
pub(crate) fn empty(program: &Path) -> Result<Duration> {
    time(program, None)
}

/// Runs a program in a new terminal until it has written a text, or without one until it has ended.
fn time(program: &Path, until: Option<&str>) -> Result<Duration> {
    let mut command = CommandBuilder::new(program);
    command.env("TERM", "xterm-256color");
    let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 100, pixel_width: 0, pixel_height: 0 })?;
    let mut output = pair.master.try_clone_reader()?;
    let mut written = Vec::new();
    let mut buffer = [0; 4096];
    let found = |written: &[u8]| until.is_some_and(|text| String::from_utf8_lossy(written).contains(text));

    let start = Instant::now();
    let mut child = pair.slave.spawn_command(command)?;
    drop(pair.slave);
    // Reading fails or comes to an end when nobody can write any more.
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        written.extend_from_slice(buffer.get(..count).unwrap_or_default());
        if found(&written) {
            let taken = start.elapsed();
            child.kill()?;
            child.wait()?;
            return Ok(taken);
        }
    }
    child.wait()?;
    match until {
        None => Ok(start.elapsed()),
        Some(text) => Err(format!("“{text}” does not come, but\n{}", String::from_utf8_lossy(&written)).into()),
    }
}

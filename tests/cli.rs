//! The real binary from the outside: what it prints and how it exits.

mod accept;
mod against;
mod check;
mod complete;
mod coverage_page;
mod diff;
mod edited;
mod explore;
mod fix;
mod fmt;
mod from;
mod git;
mod inexact;
mod kept;
mod kinds;
mod mutants;
mod new;
mod play;
mod record;
mod run;
mod save;
mod told;
mod trace;
mod watch;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::commands;
use crate::size;
use serde_json::Value;

/// What a run of the program came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }
}

/// Runs the program in a folder, with this input.
pub fn onread_in(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("ACCESSIBLE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input may close it first.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// Runs the program at the top of the project, without input.
pub fn onread(arguments: &[&str]) -> Ran {
    onread_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, "")
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// A tree with every kind of question.
pub const MEETING: &str = "\
title: Should this meeting be an email?
questions:
  decision:
    ask: Does anything have to be decided?
    help: Agreeing on a next step counts.
    answers:
      yes: {goto: people, score: {weight: 1.50}}
      no: {label: \"No, it's only news\", goto: email}
      not_sure: people
  people:
    ask: How many people must agree?
    kind: number
    min: 1
    max: 500
    whole: true
    unit: people
  rooms:
    ask: Which rooms would do?
    kind: many
    answers: {small: , large: {help: Up to forty}, none_fits: {alone: true}}
    max: 2
  day:
    ask: When?
    kind: date
    min: today
  name:
    ask: What is it called?
    kind: text
    optional: true
    max_length: 20
    next:
      - {when: people <= 2, goto: call}
      - goto: meeting
outcomes:
  email: {title: Send an email, text: \"Three lines, one ask.\"}
  call: {title: Call them}
  meeting:
    title: Hold the meeting
    text: Invite {{ people }} people on {{ long(day) }} to {{ rooms }}.
    notes:
      - when: decision == not_sure
        text: Write down the *decision* first.
      - when: answered(name)
        text: Call it {{ name }}. It weighs {{ score.weight }}.
";

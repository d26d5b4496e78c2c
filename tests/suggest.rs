//! Suggested walks from the outside: they pass, they touch all that any walk can touch, a second run finds nothing to
//! add, no smaller set does where that is claimed, and what an author wrote stays byte for byte.

mod command;
mod layout;
mod limits;
mod parts;
mod small;
mod trees;

use crate::size;
use crate::small_trees;
use std::path::Path;
use std::process::Command;

/// What a run of the program came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program in a folder.
pub fn onread(folder: &Path, arguments: &[&str]) -> Ran {
    let done = Command::new(env!("CARGO_BIN_EXE_onread")).args(arguments).current_dir(folder).output().unwrap();
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A tree with a limit, a note, a number between limits, and an answer that may be left out.
pub const SUPPER: &str = "\
title: What is for supper?
questions:
  hungry: {ask: How hungry are you?, answers: {very: minutes, a_bit: soup, not_really: toast}}
  minutes:
    ask: How many minutes do you have?
    kind: number
    whole: true
    min: 5
    next:
      - {when: minutes >= 30, goto: curry}
      - goto: eggs
outcomes:
  curry: {title: Curry}
  eggs: {title: Eggs}
  soup: {title: Soup}
  toast: {title: Toast}
";

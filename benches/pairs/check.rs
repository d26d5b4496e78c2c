//! Checking a tree with its walk file: in one run, and each in a run of its own, which reads the tree twice.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::pairs::{Result, generate};

const TREE: &str = "tree.yaml";
const WALKS: &str = "tree.walks.yaml";

/// Writes a tree of so many questions and a few of its walks into a folder.
pub(crate) fn write(folder: &Path, questions: usize) -> Result<()> {
    let text = generate::layers(questions);
    let tree = onread::load_str(TREE, &text)?;
    fs::write(folder.join(TREE), text)?;
    Ok(fs::write(folder.join(WALKS), generate::walk_file(&tree, TREE, 10)?)?)
}

/// How long both take in one run.
pub(crate) fn together(program: &Path, folder: &Path) -> Result<Duration> {
    check(program, folder, &[TREE, WALKS])
}

/// How long each takes in a run of its own.
pub(crate) fn apart(program: &Path, folder: &Path) -> Result<Duration> {
    Ok(check(program, folder, &[TREE])? + check(program, folder, &[WALKS])?)
}

/// Checks files without the proof, which would hide how often they are read.
fn check(program: &Path, folder: &Path, files: &[&str]) -> Result<Duration> {
    let start = Instant::now();
    let done = Command::new(program).args(["check", "--quick"]).args(files).current_dir(folder).output()?;
    let taken = start.elapsed();
    if done.status.success() { Ok(taken) } else { Err(String::from_utf8_lossy(&done.stdout).into()) }
}

//! Trees with what is done to their walks and versions, each in a run of its own beside `check`.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::pairs::{Random, Result, generate};

/// What is measured: its name, and the arguments.
pub(crate) const RUNS: [(&str, &[&str]); 6] = [
    ("check", &["check", "tree.yaml"]),
    ("test --mutants, one full walk", &["test", "--mutants", "walks/one.walks.yaml"]),
    ("test --mutants, no walk that notices", &["test", "--mutants", "walks/none.walks.yaml"]),
    ("test --mutants, what test --suggest wrote", &["test", "--mutants", "walks/suggested.walks.yaml"]),
    ("test --suggest", &["test", "--suggest", "tree.yaml"]),
    ("diff, one thing changed", &["diff", "tree.yaml", "edited.yaml"]),
];

/// A tree in any size, and what another version of it says in the stead of what.
type Grown = (&'static str, fn(usize) -> String, [&'static str; 2]);

/// What grows: a form whose questions hang on early answers, one whose questions read those shortly before them, and
/// trees that branch.
pub(crate) const TREES: [Grown; 4] = [
    ("form", form, ["q0 == yes", "q0 == no"]),
    ("local form", local, ["q0 == yes", "q0 == no"]),
    ("branching tree", generate::tree, ["q3 > 4", "q3 > 5"]),
    ("layers", generate::layers, [": end_1\n", ": end_2\n"]),
];

/// Writes a tree of so many questions and another version of it, and apart from them, so that none is there to suggest
/// more for, walk files: with one walk to an end, with one that has not begun, and with those that are suggested.
pub(crate) fn write(program: &Path, folder: &Path, grown: &Grown, questions: usize) -> Result<()> {
    let (_, tree, [from, to]) = grown;
    let text = tree(questions);
    fs::write(folder.join("edited.yaml"), text.replacen(from, to, 1))?;
    fs::write(folder.join("tree.yaml"), text)?;
    let done = Command::new(program).args(["test", "--suggest", "tree.yaml"]).current_dir(folder).output()?;
    let walks = String::from_utf8(done.stdout)?.replacen("tree: tree.yaml", "tree: ../tree.yaml", 1);
    let (head, list) = walks.split_once("walks:\n").ok_or("no walks are suggested")?;
    let longest = list.split("\n  - ").max_by_key(|walk| walk.len()).ok_or("no walk is suggested")?;
    let one = format!("{head}walks:\n  - {}\n", longest.trim_start_matches("  - "));
    let folder = folder.join("walks");
    fs::create_dir(&folder)?;
    fs::write(folder.join("one.walks.yaml"), one)?;
    fs::write(folder.join("none.walks.yaml"), "tree: ../tree.yaml\nwalks: [{name: nothing, answers: {}}]\n")?;
    Ok(fs::write(folder.join("suggested.walks.yaml"), walks)?)
}

/// Sections of ten questions, two thirds of them asked by condition, of which some look at the question before, too.
fn local(questions: usize) -> String {
    let mut random = Random::new();
    let mut out = String::from("title: Local\nquestions:\n");
    for at in 0..questions {
        let more = if random.below(3) == 0 { ", not_sure" } else { "" };
        let _ = writeln!(out, "  q{at}:\n    ask: Question number {at}?\n    answers: [yes, no{more}]");
        let head = if at % 10 == 0 { at.saturating_sub(10) } else { at - at % 10 };
        let reads = if random.below(4) == 0 { random.below(3) as usize } else { head };
        if at >= 3 && random.below(3) < 2 {
            let before = if random.below(5) == 0 { format!(" and q{} == no", at - 1) } else { String::new() };
            let _ = writeln!(out, "    when: q{reads} == yes{before}");
        }
        if at + 1 == questions {
            out.push_str("    next: end\n");
        }
    }
    out.push_str("outcomes: {end: {title: The end}}\n");
    out
}

/// Sections of ten questions, two thirds of them asked by condition.
fn form(questions: usize) -> String {
    let mut random = Random::new();
    let mut out = String::from("title: Form\nquestions:\n");
    for at in 0..questions {
        let _ = writeln!(out, "  q{at}:\n    ask: Question number {at}?\n    answers: [yes, no]");
        let head = if at % 10 == 0 { at.saturating_sub(10) } else { at - at % 10 };
        let reads = if random.below(4) == 0 { random.below(3) as usize } else { head };
        if at >= 3 && random.below(3) < 2 {
            let _ = writeln!(out, "    when: q{reads} == yes");
        }
        if at + 1 == questions {
            out.push_str("    next: end\n");
        }
    }
    out.push_str("outcomes: {end: {title: The end}}\n");
    out
}

/// How long a run takes, whatever it finds.
pub(crate) fn run(program: &Path, folder: &Path, arguments: &[&str]) -> Result<Duration> {
    let start = Instant::now();
    let done = Command::new(program).args(arguments).current_dir(folder).output()?;
    let taken = start.elapsed();
    // 1 says that something was found.
    match done.status.code() {
        Some(0 | 1) => Ok(taken),
        _ => Err(String::from_utf8_lossy(&done.stderr).into()),
    }
}

//! A questionnaire with what is done to its walks and versions, each in a run of its own beside `check`.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::pairs::{Random, Result};

/// What is measured: its name, and the arguments.
pub(crate) const RUNS: [(&str, &[&str]); 5] = [
    ("check", &["check", "form.yaml"]),
    ("test --mutants, one walk to the end", &["test", "--mutants", "one.walks.yaml"]),
    ("test --mutants, no walk that notices", &["test", "--mutants", "none.walks.yaml"]),
    ("test --suggest", &["test", "--suggest", "form.yaml"]),
    ("diff, one condition turned round", &["diff", "form.yaml", "edited.yaml"]),
];

/// Writes a questionnaire of so many questions in sections of ten, two thirds of them asked by condition; a walk file
/// with a walk to its end, one with a walk that has not begun, and another version.
pub(crate) fn write(folder: &Path, questions: usize) -> Result<()> {
    let text = form(questions);
    fs::write(folder.join("edited.yaml"), text.replacen("q0 == yes", "q0 == no", 1))?;
    fs::write(folder.join("form.yaml"), text)?;
    let answers: String = (0..questions).map(|at| format!("{}q{at}: yes", if at > 0 { ", " } else { "" })).collect();
    let walk = format!("tree: form.yaml\nwalks:\n  - {{name: to the end, answers: {{{answers}}}, outcome: end}}\n");
    fs::write(folder.join("one.walks.yaml"), walk)?;
    Ok(fs::write(folder.join("none.walks.yaml"), "tree: form.yaml\nwalks: [{name: nothing, answers: {}}]\n")?)
}

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

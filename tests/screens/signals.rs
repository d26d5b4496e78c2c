//! Signals: whatever ends the program, the terminal is as it was found.

use std::path::Path;
use std::process::Command;

use super::terminal::{DOWN, ENTER, PROGRAM, Terminal};
use super::{folder, side_by_side};

const TREE: &str = "
title: Signals
questions:
  one: {ask: One?, answers: [a, b]}
  two: {ask: Two?, kind: many, answers: [a, b]}
  three: {ask: Three?, kind: number}
  four: {ask: Four?, kind: text, next: done}
outcomes: {done: {title: Done}}
";

/// Runs the program in a shell that tells its exit code afterwards.
fn start(folder: &Path, arguments: &str) -> Terminal {
    let script = format!("sh -c 'echo $$ > pid; exec {PROGRAM} play tree.yaml {arguments}'; echo code=$?; sleep 60");
    Terminal::run(folder, &["sh", "-c", &script], &[], (100, 40))
}

fn signal(folder: &Path, name: &str) {
    let id = std::fs::read_to_string(folder.join("pid")).unwrap();
    assert!(Command::new("kill").args(["-s", name, id.trim()]).status().unwrap().success());
}

#[test]
fn a_signal_leaves_the_terminal_whole() {
    let numbers = [
        ("INT", 130),
        ("TERM", 143),
        ("HUP", 129),
        ("QUIT", 131),
        ("USR1", 138),
        ("USR2", 140),
        ("ALRM", 142),
        ("VTALRM", 154),
        ("PROF", 155),
        ("XCPU", 152),
        ("ABRT", 134),
    ];
    side_by_side(numbers.into_iter().enumerate(), |(at, (name, code))| {
        let folder = folder(TREE);
        let mut terminal = start(folder.path(), "");
        // At a list, at boxes, at a number, at a text in turns.
        for number in 0..at % 4 {
            terminal.ready(&format!("Question {} of 4", number + 1));
            terminal.keys(if number == 2 { "7\r" } else { ENTER });
        }
        terminal.ready(&format!("Question {} of 4", at % 4 + 1));
        terminal.keys(DOWN);
        terminal.settle();
        signal(folder.path(), name);
        let screen = terminal.wait_for(&format!("code={code}"));
        terminal.assert_whole();
        // What comes next has a row of its own, and nothing of the prompt's hints stays below it.
        let last: Vec<&str> = screen.lines().rev().collect();
        assert!(last[0].starts_with("code="), "{name}: {screen}");
        assert!(!screen.contains("goes back"), "{name}: {screen}");
    });
}

#[test]
fn a_signal_writes_no_escape_code_among_plain_lines() {
    for name in ["TERM", "USR1"] {
        let folder = folder(TREE);
        let terminal = start(folder.path(), "--plain");
        terminal.wait_for("Number or id:");
        signal(folder.path(), name);
        let screen = terminal.wait_for("code=");
        assert!(screen.lines().any(|line| line.starts_with("code=")), "{screen}");
        assert!(!terminal.written().contains('\u{1b}'), "{:?}", terminal.written());
        terminal.assert_whole();
    }
}

#[test]
fn an_interrupt_says_what_is_not_saved() {
    let folder = folder(TREE);
    let mut terminal = start(folder.path(), "--save me.walks.yaml");
    terminal.ready("Question 1 of 4");
    terminal.keys(ENTER);
    terminal.ready("Question 2 of 4");
    std::fs::write(folder.path().join("me.walks.yaml"), "mine").unwrap();
    terminal.keys(ENTER);
    let screen = terminal.ready("Question 3 of 4");
    assert!(screen.contains("was changed or taken away"), "{screen}");
    signal(folder.path(), "INT");
    let screen = terminal.wait_for("code=130");
    assert!(screen.contains("error: not everything is saved: "), "{screen}");
    assert_eq!(std::fs::read_to_string(folder.path().join("me.walks.yaml")).unwrap(), "mine");
}

/// Where there is a hook for it: a program that is built for speed has none.
#[test]
fn a_bug_of_ours_leaves_the_terminal_whole_and_is_told() {
    side_by_side(0..3, |at| {
        let folder = folder(TREE);
        let script = format!("ONREAD_BUG=2500 {PROGRAM} play tree.yaml --save me.walks.yaml; echo code=$?; sleep 60");
        let mut terminal = Terminal::run(folder.path(), &["sh", "-c", &script], &[], (100, 40));
        for number in 0..at {
            terminal.ready(&format!("Question {} of 4", number + 1));
            terminal.keys(ENTER);
        }
        terminal.ready(&format!("Question {} of 4", at + 1));
        let screen = terminal.wait_for("code=101");
        terminal.assert_whole();
        let told = screen.replace('\n', " ");
        assert!(told.contains("error: this is a bug in onread, please report it with this line"), "{screen}");
        assert!(told.contains("it was asked for (src/cli/io/signals.rs:"), "{screen}");
        assert!(!screen.contains("goes back"), "{screen}");
        // Nothing answered is lost.
        let saved = std::fs::read_to_string(folder.path().join("me.walks.yaml")).unwrap_or_default();
        assert_eq!(saved.contains("one: a"), at > 0, "{saved}");
    });
}

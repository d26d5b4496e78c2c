//! Ctrl-Z in a shell, and ends from outside.

use std::io::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use onread::engine::Walk;
use onread::explore::Onward;
use onread::play::{Ended, Look, Options, Save, SaveError, Stop, play_rich};
use onread::walk::{Earlier, Kept};

use super::folder;
use super::terminal::{DOWN, ENTER, PROGRAM, TAB, Terminal};

const TREE: &str = "
title: T
questions:
  c: {ask: C?, answers: [one, two, three]}
  m: {ask: M?, kind: many, answers: [lamp, bed]}
  t: {ask: T?, kind: text}
  d: {ask: D?, kind: date, next: end}
outcomes: {end: {title: 'Got {{ c }}, {{ m }}, {{ t }}, {{ d }}.'}}
";

#[test]
fn a_suspended_session_goes_on_whole() {
    let folder = folder(TREE);
    let mut terminal = Terminal::run(folder.path(), &["bash", "--norc", "-i"], &[("PS1", "shell> ")], (80, 60));
    terminal.wait_for("shell>");
    terminal.keys(&format!("{PROGRAM} play tree.yaml --today 2026-01-31{ENTER}"));
    terminal.ready("Question 1 of 4");
    let mut times = 0;
    let mut suspend = |terminal: &mut Terminal, ready: &str| {
        times += 1;
        terminal.keys("\x1a");
        terminal.wait_for("Stopped");
        terminal.settle();
        terminal.keys(&format!("clear; echo round {times}; fg{ENTER}"));
        terminal.wait_for(&format!("round {times}\n"));
        terminal.ready(ready)
    };
    terminal.move_to(DOWN, "Two");
    suspend(&mut terminal, "Question 1 of 4");
    terminal.wait_for("C?\n? Your answer:\n  One\n› Two\n  Three\n[↑↓ and Enter to choose, Esc goes back]");
    terminal.keys(ENTER);
    terminal.ready("Question 2 of 4");
    terminal.keys(" ");
    terminal.wait_for("[x] Lamp");
    suspend(&mut terminal, "Question 2 of 4");
    terminal.wait_for("? Your answers:\n› [x] Lamp\n  [ ] Bed\n");
    terminal.keys(ENTER);
    terminal.ready("Question 3 of 4");
    terminal.keys("one two\x1bb");
    terminal.settle();
    suspend(&mut terminal, "? Your answer: one two");
    terminal.keys("x");
    terminal.wait_for("? Your answer: one xtwo");
    terminal.keys(ENTER);
    terminal.ready("Question 4 of 4");
    terminal.keys(&format!("2024-02{TAB}]"));
    terminal.wait_for("march 2024");
    suspend(&mut terminal, "Question 4 of 4");
    terminal.wait_for("? Your answer:\n       march 2024\n");
    terminal.keys(ENTER);
    terminal.ready("Got Two, Lamp, one xtwo, 2024-03-01.");
    suspend(&mut terminal, "? What now?");
    terminal.keys("\x03");
    terminal.settle();
    terminal.keys(&format!("echo code $?{ENTER}"));
    terminal.wait_for("code 130\n");
}

#[test]
fn a_signal_that_ends_the_program_leaves_the_terminal_whole() {
    let folder = folder(TREE);
    for keys in [String::new(), format!("{ENTER}{ENTER}"), format!("{ENTER}{ENTER}x{ENTER}{TAB}")] {
        let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (80, 40));
        terminal.ready("Question 1 of 4");
        terminal.keys(&keys);
        terminal.settle();
        terminal.signal("TERM");
        terminal.end();
        terminal.assert_whole();
    }
}

struct Nowhere;

impl Save for Nowhere {
    fn after_answer(&mut self, _: &Walk, _: &Kept) -> Result<(), SaveError> {
        Ok(())
    }

    fn save_as(&mut self, _: &Walk, _: &Kept, _: &str) -> Result<String, SaveError> {
        Ok(String::new())
    }

    fn suggested(&self) -> String {
        String::new()
    }
}

/// Plays in a terminal that the test below has made, until a file is there.
#[test]
#[ignore = "runs inside the test below"]
fn inside() {
    let tree = onread::load_str("tree.yaml", TREE).unwrap();
    let stop = Stop::new();
    let theirs = stop.clone();
    std::thread::spawn(move || {
        while !Path::new("stop").exists() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        theirs.stop();
    });
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let onward = Onward::of(&tree, today).unwrap();
    let options = Options {
        look: Look::of_terminal(true),
        today,
        given: Vec::new(),
        session: Earlier::default(),
        ahead: Some(&onward),
        trace: None,
        stop,
        form: false,
    };
    let ended = play_rich(&tree, &options, &mut Nowhere).unwrap();
    assert_eq!(ended, Ended::FromOutside);
    writeln!(std::io::stderr(), "ended from outside").unwrap();
}

#[test]
fn every_kind_of_prompt_can_be_ended_from_outside() {
    let program = std::env::current_exe().unwrap();
    for (keys, waits) in [
        (String::new(), "Question 1 of 4"),
        (ENTER.to_owned(), "Question 2 of 4"),
        (format!("{ENTER}{ENTER}"), "Question 3 of 4"),
        (format!("{ENTER}{ENTER}x{ENTER}"), "Question 4 of 4"),
        (format!("{ENTER}{ENTER}x{ENTER}{TAB}"), "january 2026"),
        (format!("{ENTER}{ENTER}x{ENTER}2026-01-01{ENTER}"), "What now?"),
    ] {
        let folder = folder(TREE);
        let command = [program.to_str().unwrap(), "--exact", "screens::suspended::inside", "--ignored", "--nocapture"];
        let mut terminal = Terminal::run(folder.path(), &command, &[], (80, 50));
        terminal.ready("Question 1 of 4");
        terminal.keys(&keys);
        terminal.wait_for(waits);
        terminal.settle();
        std::fs::write(folder.path().join("stop"), "").unwrap();
        terminal.wait_for("ended from outside");
        assert_eq!(terminal.end(), 0);
        terminal.assert_whole();
    }
}

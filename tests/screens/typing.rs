//! Typed prompts are edited as a shell's line is.

use std::time::{Duration, Instant};

use super::folder;
use super::terminal::{DOWN, END, ENTER, LEFT, RIGHT, TAB, Terminal};

const HOME: &str = "\x1b[H";
const TEXT: &str =
    "title: T\nquestions: {q: {ask: Q?, kind: text, next: end}}\noutcomes: {end: {title: 'Got {{ q }}.'}}";
const NUMBER: &str =
    "title: T\nquestions: {q: {ask: Q?, kind: number, next: end}}\noutcomes: {end: {title: 'Got {{ q }}.'}}";
const DATE: &str =
    "title: T\nquestions: {q: {ask: Q?, kind: date, next: end}}\noutcomes: {end: {title: 'Got {{ q }}.'}}";

fn play(folder: &tempfile::TempDir, size: (u16, u16)) -> Terminal {
    let terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--today", "2026-01-31"], size);
    terminal.ready("Question 1 of 1");
    terminal
}

#[test]
fn the_keys_of_a_shell_edit_the_line() {
    let folder = folder(TEXT);
    let wanted: [(&[&str], &str); 13] = [
        (&["one two", "\x01", "X", "\x05", "Y"], "Xone twoY"),
        (&["one two", HOME, "X", END, "Y"], "Xone twoY"),
        (&["one two", "\x15", "X"], "X"),
        (&["one two", "\x17", "X"], "one X"),
        (&["one two", "\x1bb", "X", "\x1bb", "\x1bb", "Y", "\x1bf", "Z"], "YoneZ Xtwo"),
        (&["one two", "\x1b[1;5D", "X", "\x1b[1;5C", "Y"], "one XtwoY"),
        (&["one two", "\x01", "\x0b", "X", "\x19"], "Xone two"),
        (&["one two", "\x17", "\x01", "\x19"], "twoone "),
        (&["one two", "\x02", "\x02", "X", "\x06", "Y"], "one tXwYo"),
        (&["one two", LEFT, "\x08", "\x04", "X", RIGHT], "one tX"),
        (&["one two", HOME, "\x1b[3~", "\x1bd", "X"], "X two"),
        (&["one two", "\x14", "\x1b\x7f", "X"], "one X"),
        (&["日本e\u{301}👨‍👩‍👧", "\x7f", "X", LEFT, "\x7f", "Y"], "日本YX"),
    ];
    // Most of the time is spent waiting.
    std::thread::scope(|scope| {
        for (keys, line) in wanted {
            // Key by key, and all at once.
            scope.spawn(|| [false, true].into_iter().for_each(|at_once| edit(&folder, keys, line, at_once)));
        }
    });
}

fn edit(folder: &tempfile::TempDir, keys: &[&str], line: &str, at_once: bool) {
    let mut terminal = play(folder, (60, 12));
    if at_once {
        terminal.keys(&keys.concat());
    } else {
        keys.iter().for_each(|key| terminal.keys(key));
    }
    terminal.settle();
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains(&format!("Got {}.", line.trim())), "{keys:?}\n{end}");
}

#[test]
fn a_control_key_never_types_a_letter() {
    for (tree, typed) in [(TEXT, "abc"), (NUMBER, "12"), (DATE, "2026-01-02")] {
        let folder = folder(tree);
        let mut terminal = play(&folder, (80, 24));
        terminal.keys(typed);
        terminal.wait_for(&format!("answer: {typed}"));
        let ends = [0x03, 0x04, 0x08, b'\t', b'\n', 0x0b, b'\r', 0x14, 0x15, 0x17, 0x19, 0x1a, 0x1b];
        for key in (0..0x20_u8).filter(|key| !ends.contains(key)) {
            terminal.keys(&char::from(key).to_string());
        }
        for key in ('!'..='~').filter(|key| !"dDO[\x7f".contains(*key)) {
            terminal.keys(&format!("\x1b{key}"));
            // What stands behind an escape key at once is Alt; a moment later it would be a key of its own.
            std::thread::sleep(Duration::from_millis(2));
        }
        for sequence in ["\x1b[5~", "\x1b[6~", "\x1b[A", "\x1b[15~", "\x1b[Z", "\x1b[1;2A", "\x1b[2~", "\x1bOP"] {
            terminal.keys(sequence);
        }
        terminal.keys("\x05");
        terminal.settle();
        let screen = terminal.screen();
        assert!(screen.contains(&format!("? Your answer: {typed}\n[")), "{screen}");
        terminal.keys(ENTER);
        terminal.ready(&format!("Got {typed}."));
    }
}

#[test]
fn control_d_on_an_empty_line_is_the_end_of_the_input() {
    let folder = folder(TEXT);
    let mut terminal = play(&folder, (80, 24));
    terminal.keys("ab\x01\x04");
    terminal.wait_for("answer: b");
    terminal.keys("\x04\x04");
    assert_eq!(terminal.end(), 3);
    let screen = terminal.screen();
    assert!(screen.contains("the input ended before an outcome: question `q` has no answer"), "{screen}");
    terminal.assert_whole();
}

/// A long paste, with what a hostile page would put into it.
fn long(text: &str) -> String {
    format!("{}{text}", "lorem ipsum \x1b[31m\x07\u{9b}2J\u{202e}\r\n\tdolor ".repeat(4000))
}

#[test]
fn a_long_paste_is_taken_at_once_and_steers_nothing() {
    let folder = folder(TEXT);
    let mut terminal = play(&folder, (80, 24));
    let before = terminal.written().len();
    let start = Instant::now();
    let text = long("THE END");
    assert!(text.len() > 100_000);
    terminal.keys(&format!("\x1b[200~{text}\x1b[201~"));
    terminal.wait_for("THE END");
    let took = start.elapsed();
    // On a machine that does nothing else it is a tenth of a second.
    assert!(took < Duration::from_secs(5), "{took:?}");
    terminal.settle();
    let screen = terminal.screen();
    assert!(screen.contains("? Your answer: …") && screen.ends_with(']'), "{screen}");
    terminal.keys(ENTER);
    terminal.wait_for("more lines:");
    terminal.keys(END);
    terminal.ready("What now?");
    let written = terminal.written()[before..].to_owned();
    for code in ["\x1b[31m", "\x07", "\u{9b}", "\u{202e}"] {
        assert!(!written.contains(code), "{code:?}");
    }
}

#[test]
fn a_paste_of_several_lines_is_one_answer() {
    let folder = folder(TEXT);
    let mut terminal = play(&folder, (80, 24));
    terminal.keys("\x1b[200~one\r\ntwo\nthree\r\x1b[201~");
    terminal.wait_for("? Your answer: one two three");
    terminal.keys(ENTER);
    terminal.ready("Got one two three.");
}

#[test]
fn as_much_comes_through_without_a_paste() {
    let folder = folder(
        "title: T\nquestions: {q: {ask: Q?, kind: text, max_length: 5, next: end}}\noutcomes: {end: {title: E}}",
    );
    let mut terminal = play(&folder, (80, 24));
    terminal.keys(&format!("{}THE END", "lorem ipsum ".repeat(8400)));
    terminal.wait_for("THE END");
    terminal.keys(ENTER);
    terminal.wait_for("! That is 100807 characters long, and 5 is the most.");
    terminal.keys("\x15Rex");
    terminal.wait_for("answer: Rex");
    terminal.keys(ENTER);
    terminal.ready("What now?");
}

#[test]
fn the_cursor_stands_where_the_next_letter_goes() {
    let folder = folder(TEXT);
    let mut terminal = play(&folder, (40, 12));
    let from = 15;
    for (keys, column) in [("ab", 2), ("日本", 6), ("e\u{301}", 7), (LEFT, 6), (LEFT, 4), ("\x01", 0), ("\x05", 7)] {
        terminal.keys(keys);
        terminal.wait_cursor(from + column);
    }
    terminal.keys(&"x".repeat(200));
    terminal.wait_for("? Your answer: …xxxxxxxxxxxxxxxxxxxxxx\n[");
    terminal.wait_cursor(38);
    terminal.keys("\x01");
    terminal.wait_for("? Your answer: ab日本e\u{301}xx");
    terminal.wait_cursor(from);
}

const MIXED: &str = "
title: T
questions:
  c: {ask: C?, answers: [one, two, three]}
  t: {ask: T?, kind: text}
  m: {ask: M?, kind: many, answers: [lamp, bed]}
  n: {ask: N?, kind: number}
  d: {ask: D?, kind: date}
  e: {ask: E?, kind: date, next: end}
outcomes: {end: {title: 'Got {{ c }}, {{ t }}, {{ m }}, {{ n }}, {{ d }}, {{ e }}.'}}
";

#[test]
fn no_key_is_lost_between_prompts() {
    let folder = folder(MIXED);
    let keys = format!(
        "{DOWN}{ENTER}xy\x01R\x05!{ENTER}{DOWN} {ENTER}13\x022{ENTER}2024-02-29{ENTER}2023-05{TAB}{RIGHT}{ENTER}"
    );
    for wait in [false, true] {
        let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (80, 50));
        if wait {
            terminal.ready("Question 1");
        }
        terminal.keys(&keys);
        terminal.ready("Got Two, Rxy!, Bed, 123, 2024-02-29, 2023-05-02.");
    }
}

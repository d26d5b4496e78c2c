//! Windows that are given another size while a prompt waits.

use super::folder;
use super::terminal::{DOWN, ENTER, ESCAPE, TAB, Terminal, UP};

const SIZES: [(u16, u16); 6] = [(40, 15), (100, 30), (30, 8), (80, 24), (24, 12), (60, 40)];

const TREE: &str = "
title: A title
questions:
  long:
    ask: Which of all these would it be, if it had to be one?
    answers: [n01, n02, n03, n04, n05, n06, n07, n08, n09, n10, n11, n12, n13, n14, n15, n16, n17, n18, n19, n20]
  short: {ask: Which?, answers: {a: {label: One that is long enough to go over two rows, help: So is its help}, b: {label: Two}}}
  many: {ask: Which ones?, kind: many, answers: {a: {label: Lamp}, b: {label: Bed}, c: {label: Chair}}}
  text: {ask: What?, kind: text}
  day: {ask: When?, kind: date, next: end}
outcomes: {end: {title: 'Got {{ long }}, {{ short }}, {{ many }}, {{ text }}, {{ day }}.'}}
";

/// Asserts that there is one prompt on the screen and nothing of another one, and that it is whole.
fn assert_right(terminal: &Terminal, size: (u16, u16), prompt: &str) {
    let screen = terminal.screen();
    assert_eq!(screen.matches(prompt).count(), 1, "{size:?}\n{screen}");
    assert_eq!(screen.lines().filter(|row| row.starts_with("› ")).count(), 1, "{size:?}\n{screen}");
    assert_eq!(screen.lines().filter(|row| row.starts_with("? ")).count(), 1, "{size:?}\n{screen}");
    assert!(screen.lines().filter(|row| row.starts_with('[')).count() <= 1, "{size:?}\n{screen}");
}

#[test]
fn a_prompt_is_whole_after_every_change_of_size() {
    let folder = folder(TREE);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--today", "2026-01-31"], (80, 24));
    terminal.ready("Question 1 of 5");
    terminal.keys("1");
    terminal.wait_for("answer: 1");
    for (size, at) in SIZES.into_iter().zip(["N10", "N11", "N12", "N13", "N14", "N15"]) {
        terminal.resize(size);
        terminal.move_to(DOWN, at);
        assert_right(&terminal, size, "? Your answer: 1");
    }
    terminal.keys(ENTER);
    terminal.ready("Question 2 of 5");
    let screen = terminal.screen();
    assert_eq!(screen.matches("✓ Your answer: N15").count(), 1, "{screen}");
    assert!(!screen.contains("type to filter"), "{screen}");
    for size in SIZES {
        terminal.resize(size);
        let to = if terminal.chosen().contains("Two") { "One" } else { "Two" };
        terminal.move_to(UP, to);
        assert_right(&terminal, size, "? Your answer:");
    }
    terminal.move_to(DOWN, "Two");
    terminal.keys(ENTER);
    terminal.ready("Question 3 of 5");
    terminal.keys(" ");
    terminal.wait_for("[x] Lamp");
    for (size, to) in SIZES.into_iter().zip(["Bed", "Chair", "Lamp", "Bed", "Chair", "Lamp"]) {
        terminal.resize(size);
        terminal.move_to(DOWN, to);
        assert_right(&terminal, size, "? Your answers:");
        assert!(terminal.screen().contains("[x] Lamp"), "{size:?}\n{}", terminal.screen());
    }
    terminal.keys(ENTER);
    let screen = terminal.ready("Question 4 of 5");
    assert_eq!(screen.matches("✓ Your answers: Lamp").count(), 1, "{screen}");
    assert!(screen.contains("✓ Your answer: Two"), "{screen}");
}

#[test]
fn a_typed_line_and_a_calendar_are_whole_after_every_change_of_size() {
    let folder = folder(TREE);
    let given = ["--answer", "long=n01", "--answer", "short=a", "--answer", "many=a"];
    let arguments = [&["play", "tree.yaml", "--today", "2026-01-31"][..], &given].concat();
    let mut terminal = Terminal::start(folder.path(), &arguments, (80, 24));
    terminal.ready("Question 4 of 5");
    let mut typed = "one two three four five six".to_owned();
    terminal.keys(&typed);
    for size in SIZES {
        terminal.resize(size);
        terminal.keys("x");
        typed.push('x');
        let end = &typed[typed.len() - 6..];
        let screen = terminal.wait_for(end);
        assert_eq!(screen.lines().filter(|row| row.starts_with("? ")).count(), 1, "{size:?}\n{screen}");
        assert!(screen.lines().filter(|row| row.starts_with('[')).count() <= 1, "{size:?}\n{screen}");
    }
    terminal.keys(ENTER);
    let screen = terminal.ready("Question 5 of 5");
    assert_eq!(screen.matches(&typed).count(), 1, "{screen}");
    terminal.keys("2026-03");
    terminal.keys(TAB);
    terminal.wait_for("march 2026");
    for (size, month) in [((50, 14), "april"), ((100, 30), "may"), ((40, 20), "june")] {
        terminal.resize(size);
        terminal.keys("]");
        let screen = terminal.wait_for(&format!("{month} 2026"));
        assert_eq!(screen.matches("mo tu we").count(), 1, "{size:?}\n{screen}");
        assert_eq!(screen.lines().filter(|row| row.starts_with("? ")).count(), 1, "{size:?}\n{screen}");
    }
    // No room for it: the line is back, and can be left.
    terminal.resize((40, 9));
    terminal.wait_for("? Your answer: 2026-03\n");
    terminal.resize((80, 30));
    terminal.keys("-04");
    terminal.wait_for("? Your answer: 2026-03-04\n");
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(!end.contains("mo tu we") && end.contains("✓ Your answer: 2026-03-04"), "{end}");
    terminal.keys(ESCAPE);
    terminal.ready("Question 5 of 5");
}

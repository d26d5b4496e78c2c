//! What was answered before: held while an answer is changed, offered step by step, kept in the file or forgotten.

use std::path::Path;

use super::folder;
use super::terminal::{CTRL_C, DOWN, ENTER, ESCAPE, Terminal, UP};

const PETS: &str = "
title: Which pet?
questions:
  space: {ask: How much room is there?, answers: [flat, farm, boat]}
  yard: {ask: How big is the yard?, kind: number, min: 1, when: space == farm}
  age: {ask: How old are you?, kind: number, min: 1, reject: [{when: space == boat and age < 18, because: On a boat only adults.}]}
  time: {ask: How much time is there?, answers: {little: , some: , lots: {when: space != boat}}}
  name: {ask: What shall it be called?, kind: text, next: done}
outcomes: {done: {title: 'A pet, {{ name }}'}}
";

/// Plays with `--save me.walks.yaml` and these answers in advance, up to the outcome.
fn at_the_end(folder: &Path, size: (u16, u16)) -> Terminal {
    let mut arguments = vec!["play", "tree.yaml", "--save=me.walks.yaml", "--today=2026-01-31"];
    for answer in ["space=farm", "yard=5", "age=12", "time=lots", "name=Rex"] {
        arguments.extend(["--answer", answer]);
    }
    let terminal = Terminal::start(folder, &arguments, size);
    terminal.ready("What now?");
    terminal
}

/// What is in the file behind its `today`.
fn saved(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("me.walks.yaml")).unwrap();
    text.split_once("walks:\n").unwrap().1.to_owned()
}

/// Chooses the first question from the list of answers.
fn change_the_room(terminal: &mut Terminal) {
    terminal.keys(ENTER);
    terminal.ready("Change:");
    while !terminal.chosen().contains("room") {
        let before = terminal.chosen();
        terminal.keys(UP);
        while terminal.chosen() == before {}
    }
    terminal.keys(ENTER);
    terminal.ready("Change: How much room is there? Farm");
    assert_eq!(terminal.chosen(), "› Farm");
}

#[test]
fn what_still_holds_is_kept_without_a_key() {
    let folder = folder(PETS);
    let mut terminal = at_the_end(folder.path(), (60, 50));
    change_the_room(&mut terminal);
    terminal.move_to(UP, "Flat");
    terminal.keys(ENTER);
    let end = terminal.ready("? What now?");
    assert!(end.contains("✓ Your answer: Flat\nYour 3 later answers still hold.\n\n───"), "{end}");
    assert_eq!(end.matches("Question ").count(), 1, "{end}");
    let file = "  - answers:\n      space: flat\n      age: 12\n      time: lots\n      name: Rex\n    kept:\n      yard: 5\n    outcome: done\n";
    assert_eq!(saved(folder.path()), file);
}

#[test]
fn only_what_does_not_hold_is_asked_anew() {
    let folder = folder(PETS);
    let mut terminal = at_the_end(folder.path(), (60, 60));
    change_the_room(&mut terminal);
    terminal.move_to(DOWN, "Boat");
    terminal.keys(ENTER);
    // Refused now, hidden now; the yard is not asked, the name holds.
    let age = terminal.ready("How old are you? Your earlier answer “12” cannot be");
    assert!(age.contains("On a boat only adults."), "{age}");
    let kept = "    kept:\n      yard: 5\n      age: 12\n      time: lots\n      name: Rex\n";
    assert_eq!(saved(folder.path()), format!("  - answers:\n      space: boat\n{kept}"));
    terminal.keys("30");
    terminal.wait_for("Your answer: 30");
    terminal.keys(ENTER);
    terminal.ready("How much time is there? Your earlier answer “Lots”");
    assert_eq!(terminal.chosen(), "› Little");
    terminal.keys(ENTER);
    let end = terminal.ready("? What now?");
    assert!(end.contains("✓ Your answer: Little\nYour later answer still holds.\n"), "{end}");
    let file = "  - answers:\n      space: boat\n      age: 30\n      time: little\n      name: Rex\n    kept:\n      yard: 5\n    outcome: done\n";
    assert_eq!(saved(folder.path()), file);
}

#[test]
fn going_back_offers_step_by_step() {
    let folder = folder(PETS);
    let mut terminal = at_the_end(folder.path(), (60, 60));
    let all = saved(folder.path());
    terminal.keys(ESCAPE);
    terminal.ready("? Your answer: Rex");
    terminal.keys(ESCAPE);
    terminal.wait_for("? Your answer: (back)");
    terminal.ready("How much time is there?");
    assert_eq!(terminal.chosen(), "› Lots");
    let back =
        "  - answers:\n      space: farm\n      yard: 5\n      age: 12\n    kept:\n      time: lots\n      name: Rex\n";
    assert_eq!(saved(folder.path()), back);
    terminal.keys(ENTER);
    terminal.ready("? Your answer: Rex");
    terminal.keys(ENTER);
    let end = terminal.ready("? What now?");
    assert!(!end.contains("hold"), "{end}");
    assert_eq!(saved(folder.path()), all);
    terminal.keys(ESCAPE);
    terminal.ready("? Your answer: Rex");
    terminal.keys(CTRL_C);
    assert_eq!(terminal.end(), 130);
    assert!(saved(folder.path()).ends_with("    kept:\n      name: Rex\n"), "{}", saved(folder.path()));
}

#[test]
fn starting_over_offers_nothing_and_the_file_keeps_it() {
    let folder = folder(PETS);
    let mut terminal = at_the_end(folder.path(), (60, 60));
    terminal.move_to(DOWN, "Start over");
    terminal.keys(ENTER);
    terminal.ready("What now? Start over");
    assert_eq!(terminal.chosen(), "› Flat");
    let kept = "      yard: 5\n      age: 12\n      time: lots\n      name: Rex\n";
    assert_eq!(saved(folder.path()), format!("  - answers: {{}}\n    kept:\n      space: farm\n{kept}"));
    terminal.keys(ENTER);
    let asked = terminal.ready("Question 2 of");
    assert!(!asked[asked.find("Question 2").unwrap()..].contains("12"), "{asked}");
    assert_eq!(saved(folder.path()), format!("  - answers:\n      space: flat\n    kept:\n{kept}"));
    terminal.keys(CTRL_C);
    assert_eq!(terminal.end(), 130);
    // Another run offers it.
    let walk = ["play", "tree.yaml", "--walk=me.walks.yaml", "--save=me.walks.yaml"];
    let terminal = Terminal::start(folder.path(), &walk, (60, 60));
    terminal.ready("? Your answer: 12");
}

#[test]
fn forgetting_is_asked_once_and_empties_the_file() {
    for size in [(80, 50), (40, 50)] {
        let folder = folder(PETS);
        let mut terminal = at_the_end(folder.path(), size);
        let all = saved(folder.path());
        let forget = |terminal: &mut Terminal| {
            terminal.move_to(UP, "Quit");
            terminal.move_to(UP, "Start over and forget");
            terminal.keys(ENTER);
            terminal.ready("? Forget every answer");
            assert_eq!(terminal.chosen(), "› No");
        };
        forget(&mut terminal);
        terminal.keys(ENTER);
        terminal.ready("? What now?");
        forget(&mut terminal);
        terminal.keys(ESCAPE);
        terminal.ready("? What now?");
        assert_eq!(saved(folder.path()), all);
        forget(&mut terminal);
        terminal.move_to(DOWN, "Yes");
        terminal.keys(ENTER);
        terminal.ready("Question 1 of");
        assert_eq!(terminal.chosen(), "› Flat");
        assert_eq!(saved(folder.path()), "  - answers: {}\n");
    }
}

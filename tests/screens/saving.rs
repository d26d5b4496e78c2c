//! Saving at the outcome: what this run has not read stays as it is, and another name can be chosen.

use std::time::{Duration, Instant};

use super::folder;
use super::terminal::{DOWN, ENTER, Terminal};

const TREE: &str = "
title: Saving
questions:
  one: {ask: One?, answers: [a, b]}
  two: {ask: Two?, kind: text, next: done}
outcomes: {done: {title: Done}}
";
const SESSION: &str = "# A session saved by onread; go on with: onread play TREE --walk THIS-FILE
tree: tree.yaml
today: 2026-01-31
walks:
  - answers: {one: b, two: Eve}
    outcome: done
";
const OFFERED: &str = "my-tree.walks.yaml";

/// Moves down to an entry of the menu, wherever that stands, and chooses it.
fn choose(terminal: &mut Terminal, label: &str) {
    terminal.ready("What now?");
    while !terminal.chosen().contains(label) {
        let before = terminal.chosen();
        terminal.keys(DOWN);
        let since = Instant::now();
        while terminal.chosen() == before {
            assert!(since.elapsed() < Duration::from_secs(20), "{}", terminal.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
        terminal.ready("What now?");
    }
    terminal.keys(ENTER);
}

/// Chooses to save, and types this name in place of the one that is offered.
fn save_as(terminal: &mut Terminal, name: &str) {
    choose(terminal, "Save these answers");
    terminal.ready(&format!("File name: {OFFERED}"));
    terminal.keys(&format!("{}{name}\r", "\x7f".repeat(OFFERED.len())));
}

fn quit(terminal: &mut Terminal) -> u32 {
    choose(terminal, "Quit");
    terminal.end()
}

#[test]
fn what_this_run_has_not_read_is_not_written_over_at_the_outcome_either() {
    let folder = folder(TREE);
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("same.walks.yaml", SESSION);
    write("other.walks.yaml", &SESSION.replace("tree.yaml", "other.yaml"));
    write("test.walks.yaml", &format!("{SESSION}    shows: [Done]\n"));
    write("mine", "mine");
    let all = ["same.walks.yaml", "other.walks.yaml", "test.walks.yaml", "mine", "tree.yaml"];
    let texts = || all.map(|name| std::fs::read(folder.path().join(name)).unwrap());
    let before = texts();
    let advance = ["play", "tree.yaml", "--answer", "one=a", "--answer", "two=Ada"];
    let mut terminal = Terminal::start(folder.path(), &advance, (120, 60));
    for (name, why) in [
        ("same.walks.yaml", "`same.walks.yaml` holds a session that this run has not read"),
        ("other.walks.yaml", "`other.walks.yaml` is a session of another tree"),
        ("test.walks.yaml", "`test.walks.yaml` holds more than a session"),
        ("mine", "`mine` is not a session"),
        ("tree.yaml", "`tree.yaml` is not a session"),
        ("no/such/file", "there is no such folder"),
    ] {
        save_as(&mut terminal, name);
        terminal.ready(why);
        assert!(terminal.screen().contains("choose another name") || name.contains('/'), "{}", terminal.screen());
    }
    assert_eq!(texts(), before);
    // Another name is chosen, so nothing is left unsaved; and what this run has written it may write again.
    save_as(&mut terminal, "new.walks.yaml");
    terminal.ready("are saved in new.walks.yaml.");
    assert!(terminal.screen().contains("To go on with them later: onread play tree.yaml --walk new.walks.yaml\n"));
    save_as(&mut terminal, "./new.walks.yaml");
    terminal.ready("are saved in ./new.walks.yaml.");
    assert!(std::fs::read_to_string(folder.path().join("new.walks.yaml")).unwrap().contains("two: Ada"));
    assert_eq!(quit(&mut terminal), 0);
    terminal.assert_whole();
    // Who gives up has not saved what was to be saved.
    let mut terminal = Terminal::start(folder.path(), &advance, (120, 60));
    save_as(&mut terminal, "mine");
    terminal.ready("`mine` is not a session");
    assert_eq!(quit(&mut terminal), 2);
    assert!(terminal.screen().contains("error: not everything is saved: `mine` is not a session"));
}

#[test]
fn what_was_read_may_be_written_at_the_outcome_unless_it_changed() {
    let folder = folder(TREE);
    let path = folder.path().join("me.walks.yaml");
    std::fs::write(&path, SESSION).unwrap();
    let arguments = ["play", "tree.yaml", "--walk", "me.walks.yaml", "--answer", "two=Ada"];
    let mut terminal = Terminal::start(folder.path(), &arguments, (120, 60));
    save_as(&mut terminal, "me.walks.yaml");
    terminal.ready("are saved in me.walks.yaml.");
    assert!(std::fs::read_to_string(&path).unwrap().contains("two: Ada"));
    assert_eq!(quit(&mut terminal), 0);
    let mut terminal = Terminal::start(folder.path(), &arguments, (120, 60));
    terminal.ready("What now?");
    std::fs::write(&path, SESSION).unwrap();
    save_as(&mut terminal, "me.walks.yaml");
    terminal.ready("was changed or taken away");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), SESSION);
    assert_eq!(quit(&mut terminal), 2);
}

#[test]
fn what_could_not_be_saved_can_be_saved_elsewhere() {
    let folder = folder(TREE);
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--save", "me.walks.yaml"], (120, 60));
    terminal.ready("One?");
    terminal.keys(ENTER);
    terminal.ready("Two?");
    std::fs::write(folder.path().join("me.walks.yaml"), "mine").unwrap();
    terminal.keys("Ada\r");
    terminal.ready("was changed or taken away");
    save_as(&mut terminal, "new.walks.yaml");
    terminal.ready("are saved in new.walks.yaml, and so is whatever you change from");
    choose(&mut terminal, "Change an answer");
    terminal.ready("Change:");
    terminal.keys(ENTER);
    terminal.ready("Two?");
    terminal.keys(" Lovelace\r");
    assert_eq!(quit(&mut terminal), 0);
    assert!(text("new.walks.yaml").contains("Ada Lovelace"), "{}", text("new.walks.yaml"));
    assert_eq!(text("me.walks.yaml"), "mine");
}

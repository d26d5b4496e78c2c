//! A whole session of an author: from nothing to a tree that is proved, drawn, recorded and covered, in few key presses.

use std::fs;
use std::path::Path;

use super::terminal::{ENTER, Terminal, UP};

/// Counts what is pressed; each letter is a key.
struct Author<'f> {
    here: &'f Path,
    pressed: usize,
}

impl Author<'_> {
    fn press(&mut self, terminal: &mut Terminal, keys: &[&str]) {
        for key in keys {
            self.pressed += if key.starts_with('\x1b') { 1 } else { key.chars().count() };
            terminal.keys(key);
        }
    }

    /// Runs a command that asks nothing; what it says.
    fn run(&self, arguments: &[&str]) -> String {
        let mut terminal = Terminal::start(self.here, arguments, (80, 60));
        terminal.end();
        terminal.screen()
    }
}

#[test]
fn from_nothing_to_a_covered_tree_in_under_forty_key_presses() {
    let folder = tempfile::tempdir().unwrap();
    let mut author = Author { here: folder.path(), pressed: 0 };
    // A tree with the title and the outcomes that are offered.
    let mut terminal = Terminal::start(folder.path(), &["new", "supper"], (80, 24));
    for question in ["Question 1 of 2", "Question 2 of 2"] {
        terminal.ready(question);
        author.press(&mut terminal, &[ENTER]);
    }
    terminal.end();
    assert!(author.run(&["check", "supper.yaml"]).contains("proved over all 5 walks"));
    author.run(&["draw", "supper.yaml", "-o", "supper.svg"]);
    assert!(fs::read_to_string(folder.path().join("supper.svg")).unwrap().starts_with("<svg "));
    // It is changed, and a walk that is played becomes its test.
    let tree = fs::read_to_string(folder.path().join("supper.yaml")).unwrap();
    let changed = tree.replace("answers: [yes, no]", "answers: [yes, no, perhaps]");
    fs::write(folder.path().join("supper.yaml"), changed).unwrap();
    assert!(author.run(&["test", "--coverage"]).contains("sure.perhaps"));
    let play = ["play", "supper.yaml", "--from", "sure", "--record", "supper.walks.yaml"];
    let mut terminal = Terminal::start(folder.path(), &play, (80, 24));
    terminal.ready("Do you know already");
    // The last of three answers.
    author.press(&mut terminal, &[UP, ENTER]);
    terminal.ready("What now?");
    author.press(&mut terminal, &[UP, ENTER]);
    terminal.wait_for("Name of the walk");
    author.press(&mut terminal, &["\x15unsure", ENTER]);
    terminal.end();
    let covered = author.run(&["test", "--coverage=100"]);
    assert!(covered.contains("6 passed, 0 failed") && covered.contains("100.0 %"), "{covered}");
    let walks = fs::read_to_string(folder.path().join("supper.walks.yaml")).unwrap();
    assert!(walks.contains("name: unsure\n") && walks.contains("asks: [hurry, sure]"), "{walks}");
    assert!(author.pressed < 40, "{} keys", author.pressed);
}

//! `onread new` in a terminal: it asks, a mistake is told and asked again, and whoever goes away has made nothing.

use std::fs;

use super::terminal::{ENTER, Terminal};

#[test]
fn what_is_not_known_is_asked_for() {
    for size in [(80, 24), (40, 24)] {
        let here = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start(here.path(), &["new", "supper"], size);
        terminal.ready("Question 1 of 2");
        terminal.keys("What is for supper?");
        terminal.keys(ENTER);
        terminal.ready("Question 2 of 2");
        terminal.keys("Curry");
        terminal.keys(ENTER);
        terminal.ready("and not 1");
        terminal.ready("Question 1 of 1");
        terminal.keys("Curry, Toast");
        terminal.keys(ENTER);
        terminal.end();
        assert!(terminal.written().contains("onread play supper.yaml"), "{}", terminal.written());
        let tree = fs::read_to_string(here.path().join("supper.yaml")).unwrap();
        assert!(tree.contains("title: What is for supper?\n") && tree.contains("title: Toast\n"), "{tree}");
        assert!(here.path().join("supper.walks.yaml").is_file());
    }
}

#[test]
fn whoever_goes_away_has_made_nothing() {
    let here = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(here.path(), &["new"], (80, 24));
    terminal.ready("What is its file called?");
    terminal.keys(ENTER);
    terminal.ready("What is the title?");
    terminal.keys("\x03");
    terminal.end();
    assert!(terminal.written().contains("Nothing is made."), "{}", terminal.written());
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 0);
}

#[test]
fn a_name_that_is_taken_is_told_before_anything_else_is_asked() {
    let here = tempfile::tempdir().unwrap();
    fs::write(here.path().join("supper.yaml"), "mine").unwrap();
    let mut terminal = Terminal::start(here.path(), &["new"], (80, 24));
    terminal.ready("What is its file called?");
    terminal.keys("supper");
    terminal.keys(ENTER);
    terminal.wait_for("`supper.yaml` is there already");
    terminal.ready("What is its file called?");
    terminal.keys("\x03");
    terminal.end();
}

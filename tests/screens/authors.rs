//! What authors ask of `play` in a terminal: to start in the middle, to be told why, and to have the walk recorded.

use super::folder;
use super::terminal::{CTRL_C, DOWN, ENTER, ESCAPE, PROGRAM, Terminal, UP};

const TREE: &str = "
title: Supper
questions:
  hungry: {ask: How hungry?, answers: {very: {score: {eco: 2}, goto: minutes}, a_bit: soup}}
  minutes:
    ask: Minutes?
    kind: number
    next:
      - {when: minutes >= 30 and score.eco > 1, goto: curry}
      - goto: eggs
values: {half: minutes / 2}
outcomes: {soup: {title: Soup}, curry: {title: Curry}, eggs: {title: Fried eggs}}
";

/// Chooses “Quit” at the outcome, the last entry of the menu.
fn quit(terminal: &mut Terminal) {
    terminal.ready("What now?");
    terminal.move_to(UP, "Quit");
    terminal.keys(ENTER);
}

#[test]
fn esc_leads_back_into_the_answers_that_were_taken() {
    let folder = folder(TREE);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--from=curry"], (80, 24));
    let screen = terminal.ready("Minutes?");
    assert!(
        screen.contains("Starting just before `curry`, by the shortest walk there: 1 answer is taken."),
        "{screen}"
    );
    assert!(screen.contains("Here `minutes: 30` leads to it."), "{screen}");
    assert!(screen.contains("✓ How hungry? Very") || screen.contains("> How hungry? Very"), "{screen}");
    terminal.keys(ESCAPE);
    terminal.wait_for("(back)");
    terminal.ready("How hungry?");
    assert!(terminal.chosen().contains("Very"));
    terminal.move_to(DOWN, "A bit");
    terminal.keys(ENTER);
    terminal.wait_for("Soup");
}

#[test]
fn a_trace_stands_below_its_answer_in_narrow_windows_too() {
    let folder = folder(TREE);
    for (arguments, size) in [
        (&["play", "tree.yaml", "--trace", "--color=always"][..], (80, 24)),
        (&["play", "tree.yaml", "--trace", "--color=never"], (40, 40)),
    ] {
        let mut terminal = Terminal::start(folder.path(), arguments, size);
        terminal.ready("How hungry?");
        terminal.keys(ENTER);
        let screen = terminal.ready("Minutes?");
        assert!(
            screen.contains("  Trace of hungry: very:\n  - hungry.very: on to minutes\n  - score eco 0 → 2\n"),
            "{screen}"
        );
        terminal.keys("20\r");
        let screen = terminal.ready("What now?");
        let rule = match size.0 {
            80 => {
                "  - not minutes.next.1: when minutes >= 30 and score.eco > 1   (minutes 20,\n    score.eco 2)\n  - minutes.next.2: without a condition: on to eggs\n"
            }
            _ => {
                "  - not minutes.next.1: when minutes >=\n    30 and score.eco > 1   (minutes 20,\n    score.eco 2)\n  - minutes.next.2: without a condition:\n    on to eggs\n"
            }
        };
        assert!(screen.contains(rule) && screen.contains("  - value half missing → 10\n"), "{screen}");
        // An answer that is changed is traced again, and so is what still holds behind it.
        terminal.keys(ENTER);
        terminal.ready("Change:");
        terminal.keys(ENTER);
        terminal.ready("Minutes?");
        terminal.keys("\x7f\x7f45\r");
        terminal.wait_for("score.eco 2): on to curry");
    }
}

#[test]
fn the_name_is_asked_for_at_the_end_and_again_where_it_is_taken() {
    let folder = folder(TREE);
    let file = folder.path().join("a.walks.yaml");
    let walks = "tree: tree.yaml\nwalks:\n  - {name: mine, answers: {hungry: a_bit}, outcome: soup} # one\n";
    std::fs::write(&file, walks).unwrap();
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--record=a.walks.yaml"], (80, 40));
    terminal.ready("How hungry?");
    terminal.keys(ENTER);
    terminal.ready("Minutes?");
    terminal.keys("20\r");
    quit(&mut terminal);
    let screen = terminal.ready("Name of the walk: reaches eggs");
    assert!(screen.ends_with("[Enter records it, Esc goes back]"), "{screen}");
    terminal.keys(ESCAPE);
    quit(&mut terminal);
    terminal.ready("Name of the walk: reaches eggs");
    terminal.keys(&format!("{}mine\r", "\x7f".repeat("reaches eggs".len())));
    terminal.wait_for("There is a walk called “mine” already; give this one another name.");
    terminal.ready("Name of the walk: reaches eggs");
    terminal.keys(", slowly\r");
    assert_eq!(terminal.end(), 0);
    assert!(
        terminal.screen().contains("The walk is recorded in a.walks.yaml as “reaches eggs, slowly”."),
        "{}",
        terminal.screen()
    );
    terminal.assert_whole();
    let added = "  - name: reaches eggs, slowly\n    answers: {hungry: very, minutes: 20}\n    asks: [hungry, minutes]\n    outcome: eggs\n";
    assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{walks}{added}"));
}

#[test]
fn whoever_leaves_before_the_end_records_nothing_and_is_told() {
    let folder = folder(TREE);
    for at_outcome in [false, true] {
        let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--record=a.walks.yaml"], (80, 40));
        terminal.ready("How hungry?");
        if at_outcome {
            terminal.move_to(DOWN, "A bit");
            terminal.keys(ENTER);
            quit(&mut terminal);
            terminal.ready("Name of the walk:");
        }
        terminal.keys(CTRL_C);
        assert_eq!(terminal.end(), 130);
        assert!(terminal.screen().contains("nothing is recorded in `a.walks.yaml`"), "{}", terminal.screen());
        terminal.assert_whole();
        assert!(!folder.path().join("a.walks.yaml").exists());
    }
}

#[test]
fn plain_lines_ask_for_the_name_as_well() {
    let folder = folder(TREE);
    let mut terminal =
        Terminal::start(folder.path(), &["play", "tree.yaml", "--plain", "--record=a.walks.yaml"], (80, 40));
    terminal.prompt("Number or id: ".trim_end());
    terminal.keys("a_bit\r");
    terminal.prompt("Number or word:");
    terminal.keys("quit\r");
    terminal.prompt("Name of the walk [Enter for reaches soup, :back for the menu]:");
    terminal.keys(":back\r");
    terminal.prompt("Number or word:");
    terminal.keys("quit\r");
    terminal.prompt("Name of the walk [Enter for reaches soup, :back for the menu]:");
    terminal.keys("\r");
    assert_eq!(terminal.end(), 0);
    assert!(std::fs::read_to_string(folder.path().join("a.walks.yaml")).unwrap().contains("name: reaches soup"));
}

#[test]
fn what_failing_walks_come_to_is_accepted_one_by_one() {
    let folder = folder(TREE);
    let walk = |name: &str, outcome: &str| {
        format!("  - {{name: {name}, answers: {{hungry: a_bit}}, outcome: {outcome}}} # {name}\n")
    };
    let file = |outcomes: [&str; 4]| {
        let walks = ["one", "two", "three", "four"].iter().zip(outcomes).map(|(name, outcome)| walk(name, outcome));
        format!("tree: tree.yaml\nwalks:\n{}", walks.collect::<String>())
    };
    let path = folder.path().join("a.walks.yaml");
    for (keys, accepted, code, said) in [
        (
            &["y\r", "n\r", "\r", "yes\r", "q\r"][..],
            ["soup", "eggs", "soup", "eggs"],
            1,
            "0 passed, 2 accepted, 2 not accepted",
        ),
        (&["n\r", "what?\r", "ALL\r"], ["eggs", "soup", "soup", "soup"], 1, "0 passed, 3 accepted, 1 not accepted"),
        (&["a\r"], ["soup"; 4], 0, "0 passed, 4 accepted"),
        (&["y\r", "\x04"], ["soup", "eggs", "eggs", "eggs"], 1, "0 passed, 1 accepted, 3 not accepted"),
        (&["y\r", CTRL_C], ["eggs"; 4], 130, "CHANGED two"),
    ] {
        std::fs::write(&path, file(["eggs"; 4])).unwrap();
        let mut terminal = Terminal::start(folder.path(), &["test", "--accept", "--color=never"], (80, 60));
        for key in keys {
            terminal.prompt("Write that? (yes, no, all, quit):");
            assert_eq!(
                std::fs::read_to_string(&path).unwrap(),
                file(["eggs"; 4]),
                "nothing is written before the last answer"
            );
            terminal.keys(key);
            terminal.settle();
        }
        assert_eq!(terminal.end(), code, "{}", terminal.screen());
        assert!(terminal.screen().contains(said), "{}", terminal.screen());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), file(accepted));
    }
    std::fs::write(&path, file(["eggs"; 4])).unwrap();
    let mut terminal = Terminal::start(folder.path(), &["test", "--accept=all"], (80, 60));
    assert_eq!(terminal.end(), 0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), file(["soup"; 4]));
}

#[test]
fn what_was_rewritten_while_somebody_was_asked_stays() {
    let folder = folder(TREE);
    let path = folder.path().join("a.walks.yaml");
    std::fs::write(&path, "tree: tree.yaml\nwalks:\n  - {answers: {hungry: a_bit}, outcome: eggs}\n").unwrap();
    let mut terminal = Terminal::start(folder.path(), &["test", "--accept"], (80, 24));
    terminal.prompt("Write that? (yes, no, all, quit):");
    std::fs::write(&path, "mine").unwrap();
    terminal.keys("y\r");
    assert_eq!(terminal.end(), 2);
    let screen = terminal.screen();
    assert!(
        screen.contains("error: `a.walks.yaml` has changed in the meantime, so nothing is accepted in it"),
        "{screen}"
    );
    assert!(screen.contains("0 passed, 1 not accepted"), "{screen}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn who_starts_the_server_of_editors_by_hand_is_told_what_it_is() {
    let folder = folder(TREE);
    let script = format!("{PROGRAM} lsp; echo code=$?; sleep 60");
    let mut terminal = Terminal::run(folder.path(), &["sh", "-c", &script], &[], (100, 20));
    terminal.wait_for("note: an editor starts this");
    terminal.keys("\u{4}");
    let screen = terminal.wait_for("code=1");
    assert!(screen.contains("error: the client is gone without `shutdown` and `exit`"), "{screen}");
}

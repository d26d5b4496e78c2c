//! Plain lines with a person at a terminal: their width, the menu at the outcome, what is asked because it could be
//! meant in two ways, and where they go.

use super::folder;
use super::terminal::{ENTER, PROGRAM, Terminal};

const TRIP: &str = "
title: Where to?
intro: |
  Two questions, and then:

  - a place that is neither too far away nor too near
  - [a map](https://example.org/a-map-of-all-the-places-that-there-are-in-this-world)
questions:
  far:
    ask: How far may it be from the well-known place where you are now?
    help: |
      Count both ways:
      - there, by whatever road you are going to take
      - back
    answers:
      near: {label: 'Not far at all, so that I am home again in the evening', help: A day or less}
      far: {label: Far away}
      farther: {label: Farther}
    next: money
  money:
    ask: What may it cost?
    kind: number
    max: 5000
    unit: £
  name:
    ask: Who goes?
    kind: text
    next: {best_of: [sea, moon]}
outcomes:
  sea: {title: The sea, text: 'Pack {{ money }} coins, {{ name }}.'}
  moon: {title: The moon}
";

fn trip() -> tempfile::TempDir {
    folder(TRIP)
}

fn start(folder: &std::path::Path, size: (u16, u16)) -> Terminal {
    let terminal = Terminal::start(folder, &["play", "tree.yaml", "--plain"], size);
    terminal.wait_for("Number or id:");
    terminal
}

/// Types lines, each at a prompt that ends so.
fn answer(terminal: &mut Terminal, lines: &[(&str, &str)]) {
    for (prompt, line) in lines {
        terminal.prompt(prompt);
        terminal.keys(&format!("{line}{ENTER}"));
    }
}

/// Past a question that may be asked again once an answer before it was changed.
fn past_the_name(terminal: &mut Terminal) {
    if terminal.prompt(":").ends_with("[Enter for Ann]:") {
        terminal.keys(ENTER);
    }
}

/// To the outcome and its menu.
fn at_the_sea(folder: &std::path::Path) -> Terminal {
    let mut terminal = start(folder, (80, 60));
    answer(&mut terminal, &[("Number or id:", "far away"), ("(£):", "1200"), ("A line of text:", "Ann")]);
    terminal.prompt("Number or word:");
    terminal
}

#[test]
fn lines_are_as_wide_as_the_terminal() {
    let folder = trip();
    for columns in [30, 40, 79, 80, 200] {
        let terminal = start(folder.path(), (columns, 50));
        let written = terminal.written().replace('\r', "");
        for line in written.lines() {
            let fits = line.chars().count() <= columns.into();
            assert!(fits || line.trim_start().starts_with("(https://"), "{columns}: {line:?}");
        }
        let words: Vec<&str> = written.split_whitespace().collect();
        for whole in [
            "well-known place where you are now?",
            "1. Not far at all, so that I am home again in the evening - A day or less 2. Far away",
            "Count both ways: - there, by whatever road you are going to take - back",
            "(https://example.org/a-map-of-all-the-places-that-there-are-in-this-world)",
        ] {
            assert!(words.join(" ").contains(whole), "{columns}: {whole}\n{written}");
        }
        if columns == 40 {
            let screen = terminal.screen();
            for rows in [
                "home\n   again in the evening - A day or less\n",
                "- there, by whatever road you are going\n  to take\n",
            ] {
                assert!(screen.contains(rows), "{rows}:\n{screen}");
            }
        }
        assert!(!written.contains('\u{1b}'), "{written:?}");
    }
}

#[test]
fn the_outcome_has_a_menu() {
    let folder = trip();
    let mut terminal = at_the_sea(folder.path());
    let screen = terminal.screen();
    assert!(screen.contains("The sea\n\nPack 1200 coins, Ann.\n"), "{screen}");
    let menu = "What now?\n1. Change an answer\n2. Start over\n3. Save these answers\n4. Start over and forget\n";
    assert!(screen.contains(menu), "{screen}");
    // By a number, a beginning, an id.
    answer(&mut terminal, &[("Number or word:", "1")]);
    let list = terminal.prompt("Number, or back:");
    assert!(list.contains("1. How far may it be"), "{list}");
    assert!(list.contains("2. What may it cost? £1200\n3. Who goes? Ann\n"), "{list}");
    answer(&mut terminal, &[("Number, or back:", "back"), ("Number or word:", "chan"), ("Number, or back:", "money")]);
    answer(&mut terminal, &[("[Enter for 1200]:", "7")]);
    past_the_name(&mut terminal);
    terminal.wait_for("The sea\n\nPack 7 coins, Ann.");
    answer(&mut terminal, &[("Number or word:", "save"), ("[Enter for my-tree.walks.yaml, :back for none]:", "")]);
    terminal.wait_for("are saved in my-tree.walks.yaml");
    assert!(folder.path().join("my-tree.walks.yaml").exists());
    answer(&mut terminal, &[("Number or word:", "s"), ("Number or word:", "?"), ("Number or word:", "")]);
    let screen = terminal.prompt("Number or word:");
    let several = "“s” could be “Start over” (2), “Save these answers” (3) or “Start over and\nforget” (4).";
    assert!(screen.contains(several), "{screen}");
    assert_eq!(screen.matches("quit ends.").count(), 2, "{screen}");
    answer(&mut terminal, &[("Number or word:", "back"), ("A line of text [Enter for Ann]:", ":quit")]);
    assert_eq!(terminal.end(), 3);
    terminal.assert_whole();
}

#[test]
fn the_menu_ends_with_quit_and_with_the_input() {
    let folder = trip();
    for keys in ["quit\r", "q\r", ":quit\r", "\x04"] {
        let mut terminal = at_the_sea(folder.path());
        terminal.keys(keys);
        assert_eq!(terminal.end(), 0, "{keys:?}");
    }
    let mut terminal = at_the_sea(folder.path());
    answer(&mut terminal, &[("Number or word:", "start over")]);
    answer(&mut terminal, &[("Number or id:", "near")]);
    terminal.prompt("(£):");
}

#[test]
fn forgetting_is_asked_about_once() {
    let folder = trip();
    let arguments = ["play", "tree.yaml", "--plain", "--save", "me.walks.yaml"];
    let mut terminal = Terminal::start(folder.path(), &arguments, (80, 90));
    answer(&mut terminal, &[("Number or id:", "near"), ("(£):", "5"), ("A line of text:", "Ann")]);
    answer(&mut terminal, &[("Number or word:", "forget"), ("too? yes or no:", "no"), ("Number or word:", "4")]);
    answer(&mut terminal, &[("too? yes or no:", "yes")]);
    terminal.prompt("Number or id:");
    let saved = std::fs::read_to_string(folder.path().join("me.walks.yaml")).unwrap();
    assert!(!saved.contains("near") && !saved.contains("Ann"), "{saved}");
}

#[test]
fn back_and_quit_where_text_is_asked_are_asked_about_once() {
    let folder = trip();
    let at_the_name = || {
        let mut terminal = start(folder.path(), (80, 50));
        answer(&mut terminal, &[("Number or id:", "near"), ("(£):", "5")]);
        terminal
    };
    let mut terminal = at_the_name();
    answer(&mut terminal, &[("A line of text:", "Back"), ("to go back? yes or no:", "perhaps")]);
    answer(&mut terminal, &[("to go back? yes or no:", "Yes")]);
    terminal.wait_for("Pack 5 coins, Back.");
    let mut terminal = at_the_name();
    answer(&mut terminal, &[("A line of text:", "back"), ("to go back? yes or no:", "no")]);
    answer(&mut terminal, &[("[Enter for 5]:", ""), ("A line of text:", ":back"), ("[Enter for 5]:", "6")]);
    answer(&mut terminal, &[("A line of text:", "quit"), ("to quit? yes or no:", "n")]);
    assert_eq!(terminal.end(), 3);
    assert!(!terminal.screen().contains("coins"), "{}", terminal.screen());
}

#[test]
fn what_cannot_be_the_answer_is_not_asked_about() {
    let folder = folder(
        "
title: T
questions:
  a: {ask: A?, answers: [x]}
  b: {ask: B?, kind: text, pattern: '[0-9]+', next: o}
outcomes: {o: {title: O}}
",
    );
    let mut terminal = start(folder.path(), (80, 30));
    answer(&mut terminal, &[("Number or id:", "x"), ("A line of text:", "back"), ("[Enter for X]:", "x")]);
    answer(&mut terminal, &[("A line of text:", "quit")]);
    terminal.end();
    assert!(!terminal.screen().contains("yes or no"), "{}", terminal.screen());
}

#[test]
fn help_tells_all_that_can_be_typed() {
    let folder = trip();
    let mut terminal = start(folder.path(), (80, 60));
    let first = terminal.screen();
    assert!(first.contains("\nType ? for help"), "{first}");
    answer(&mut terminal, &[("Number or id:", "?")]);
    terminal.wait_for("Type back to go back");
    let screen = terminal.prompt("Number or id:");
    for text in ["Type the number of an answer, its id or its label", "Type back to go back", "Type quit", "Type ? for"]
    {
        assert!(screen.contains(text), "{text}:\n{screen}");
    }
    answer(&mut terminal, &[("Number or id:", "1"), ("(£):", "?")]);
    assert!(terminal.prompt("(£):").contains("such as £1250."), "{}", terminal.screen());
    answer(&mut terminal, &[("(£):", "£1,250"), ("A line of text:", ":?")]);
    let screen = terminal.prompt("A line of text:");
    assert!(screen.contains("Taken as £1250.\n"), "{screen}");
    assert!(screen.contains("Type :back to go back") && screen.contains("Type :quit"), "{screen}");
}

#[test]
fn accessible_in_the_environment_means_plain_lines() {
    let folder = trip();
    let command = [PROGRAM, "play", "tree.yaml"];
    for value in ["1", "true", "yes"] {
        let terminal = Terminal::run(folder.path(), &command, &[("ACCESSIBLE", value)], (80, 40));
        terminal.wait_for("Number or id:");
        assert!(!terminal.written().contains('\u{1b}'));
    }
    for value in ["0", ""] {
        let terminal = Terminal::run(folder.path(), &command, &[("ACCESSIBLE", value)], (80, 40));
        terminal.ready("Question 1 of");
    }
    let terminal = Terminal::run(folder.path(), &command, &[("TERM", "dumb")], (80, 40));
    terminal.wait_for("Number or id:");
}

#[test]
fn questions_are_on_the_screen_and_the_result_where_it_is_wanted() {
    let folder = trip();
    let answers = [("Number or id:", "near"), ("(£):", "5"), ("A line of text:", "Ann")];
    for (script, menu) in [
        ("play tree.yaml --plain > out.txt", true),
        ("play tree.yaml --plain | cat > out.txt", true),
        ("play tree.yaml 2> out.txt", true),
        ("play tree.yaml --plain < keys.txt", false),
    ] {
        std::fs::write(folder.path().join("keys.txt"), "near\n5\nAnn\n").unwrap();
        let script = format!("{PROGRAM} {script}");
        let mut terminal = Terminal::run(folder.path(), &["sh", "-c", &script], &[], (80, 60));
        if menu {
            answer(&mut terminal, &answers);
            answer(&mut terminal, &[("Number or word:", "1"), ("Number, or back:", "2"), ("[Enter for 5]:", "6")]);
            past_the_name(&mut terminal);
            answer(&mut terminal, &[("Number or word:", "quit")]);
        }
        assert_eq!(terminal.end(), 0, "{script}");
        let screen = terminal.screen();
        assert!(screen.contains("Who goes?") && screen.contains("The sea"), "{script}:\n{screen}");
        let out = std::fs::read_to_string(folder.path().join("out.txt")).unwrap_or_default();
        if script.contains(" 2> ") {
            assert_eq!(out, "", "{script}");
        } else if menu {
            assert!(out.starts_with("The sea\n\nPack 6 coins, Ann.\n"), "{script}:\n{out}");
        } else {
            assert!(!screen.contains("What now?"), "{script}:\n{screen}");
        }
    }
}

//! Small windows, no colour, and trees that would like to steer the terminal.

use super::folder;
use super::terminal::{DOWN, ENTER, Terminal};

const LONG: &str = "
title: A title that is rather long for a window as narrow as some people like theirs to be
intro: An intro.
questions:
  where:
    ask: Where, taking everything into account that has been said so far, would you rather be?
    help: It need not be a place that you have been to.
    answers:
      home: {label: At home with the kettle on and nobody at the door}
      away: {label: Away, help: Anywhere}
      unsure: {label: Not sure}
  what:
    ask: What would you take along?
    kind: many
    min: 1
    answers: {book: {label: A book}, hat: {label: 'A hat, against the sun'}, none: {alone: true, label: Nothing}}
    next: end
outcomes:
  end: {title: Go, text: 'Some **text** that goes over more than one line of a narrow window.'}
";

#[test]
fn small_windows_show_whole_prompts() {
    let folder = folder(LONG);
    for size in [(40, 12), (80, 10), (20, 10), (30, 7)] {
        let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], size);
        assert!(terminal.read_on().contains("? Your answer:"), "{}", terminal.screen());
        for label in ["Away", "Not sure", "At home", "Away"] {
            terminal.move_to(DOWN, label);
            assert_eq!(terminal.screen().matches("? Your answer:").count(), 1, "{size:?}\n{}", terminal.screen());
        }
        terminal.keys(ENTER);
        terminal.settle();
        assert!(terminal.read_on().contains("at least 1:"), "{}", terminal.screen());
        terminal.keys(ENTER);
        terminal.wait_for("! Choose at least");
        for label in ["hat", "Nothing", "book"] {
            terminal.move_to(DOWN, label);
            assert_eq!(terminal.screen().matches("at least 1:").count(), 1, "{size:?}\n{}", terminal.screen());
        }
        terminal.keys(" ");
        terminal.wait_for("[x] A book");
        terminal.keys(ENTER);
        terminal.wait_gone("[x] A book");
        let end = terminal.read_on();
        assert!(
            end.contains("What now?") && end.lines().all(|line| line.chars().count() <= usize::from(size.0)),
            "{end}"
        );
    }
}

#[test]
fn words_are_not_cut_in_a_narrow_window() {
    let folder = folder(LONG);
    let terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (40, 24));
    let screen = terminal.ready("Question 1 of 2");
    for line in [
        "A title that is rather long for a window",
        "as narrow as some people like theirs to",
        "Where, taking everything into account",
        "› At home with the kettle on and nobody",
        "  at the door",
        "  Away\n  Anywhere\n",
    ] {
        assert!(screen.contains(line), "{line}:\n{screen}");
    }
}

/// The parts of colour codes: what stands between `ESC [` and `m`.
fn styles(written: &str) -> Vec<&str> {
    let codes = written.split("\x1b[").skip(1);
    codes
        .filter_map(|code| {
            code.find(|c: char| c.is_alphabetic()).filter(|at| code[*at..].starts_with('m')).map(|at| &code[..at])
        })
        .collect()
}

#[test]
fn without_colour_there_are_no_colour_codes() {
    let folder = folder(LONG);
    for (arguments, environment) in
        [(&["play", "tree.yaml"][..], &[("NO_COLOR", "1")][..]), (&["play", "tree.yaml", "--color", "never"], &[])]
    {
        let command = [&[super::terminal::PROGRAM], arguments].concat();
        let mut terminal = Terminal::run(folder.path(), &command, environment, (80, 40));
        terminal.ready("Question 1 of 2");
        terminal.move_to(DOWN, "Away");
        terminal.keys(ENTER);
        terminal.ready("Question 2 of 2");
        terminal.keys(ENTER);
        terminal.wait_for("! Choose at least one.");
        terminal.keys(" ");
        terminal.wait_for("> [x] A book");
        terminal.keys(ENTER);
        terminal.ready("What now?");
        assert_eq!(styles(&terminal.written()), Vec::<&str>::new());
    }
    let terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (80, 40));
    terminal.ready("Question 1 of 2");
    assert!(styles(&terminal.written()).contains(&"1"));
}

#[test]
fn a_narrow_hint_still_tells_how_to_tick_and_how_to_go_back() {
    let folder = folder(LONG);
    for (size, hint) in [
        ((40, 20), "[“Nothing” only by itself; Space\n ticks, Enter confirms, Esc goes back]"),
        ((40, 14), "[Space ticks, Enter confirms, Esc back]"),
        ((50, 15), "[“Nothing” only by itself; Space ticks, Enter\n confirms, Esc goes back]"),
        ((30, 15), "[“Nothing” only by itself;\n Space ticks, Enter, Esc]"),
        ((30, 14), "[Space ticks, Enter, Esc]"),
        ((20, 14), "[Space, Enter, Esc]"),
    ] {
        let command = ["play", "tree.yaml", "--answer", "where=away"];
        let mut terminal = Terminal::start(folder.path(), &command, size);
        let screen = terminal.read_on();
        assert!(screen.contains(hint), "{size:?}\n{screen}");
    }
}

#[test]
fn every_sign_means_one_thing_without_colour() {
    let folder =
        folder(&LONG.replace("'Some **text**", "\"> Quoted\\n\\nSome **text**").replace("window.'}", "window.\"}"));
    let command = [super::terminal::PROGRAM, "play", "tree.yaml", "--answer", "where=away"];
    let mut terminal = Terminal::run(folder.path(), &command, &[("NO_COLOR", "1")], (80, 40));
    terminal.ready("Question 2 of 2");
    assert_eq!(terminal.chosen(), "> [ ] A book");
    terminal.keys(" ");
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    for part in
        ["✓ Where, taking everything", "✓ Your answers, at least 1: A book\n", "│ Quoted\n", "> Change an answer\n"]
    {
        assert!(end.contains(part), "{part}\n{end}");
    }
    assert_eq!(end.lines().filter(|row| row.starts_with("> ")).count(), 1, "{end}");
    // Where a list goes on, upwards and downwards.
    let folder = super::folder(
        "title: T\nquestions: {q: {ask: Q?, answers: [a, b, c, d, e, f, g, h, i], next: o}}\noutcomes: {o: {title: O}}\n",
    );
    let command = [super::terminal::PROGRAM, "play", "tree.yaml"];
    let mut terminal = Terminal::run(folder.path(), &command, &[("NO_COLOR", "1")], (60, 9));
    assert!(terminal.read_on().contains("> A\n"), "{}", terminal.screen());
    for label in ["B", "C", "D", "E"] {
        terminal.move_to(DOWN, label);
    }
    let list = terminal.screen();
    assert_eq!(list.lines().filter(|row| row.starts_with("↑ ") || row.starts_with("↓ ")).count(), 2, "{list}");
}

#[test]
fn control_characters_in_a_tree_do_not_reach_the_screen() {
    let folder = folder(
        r#"
title: "T\e]0;owned\a"
intro: "I\e[2J &#27;[31m"
questions:
  q:
    ask: "A\e[5m\u202e"
    help: "H\x9b1m"
    kind: many
    answers: {a: {label: "L\e[8m", help: "O\e[1;1H"}, b: {label: "M\x07", alone: true}}
  r:
    ask: "R"
    kind: number
    unit: "u\e[7m"
    reject: [{when: r == 5, because: "B\e[3m"}]
    next: end
outcomes:
  end: {title: "E\e[4m", text: "X\e[9m `\e[9m` [l](http://\e[9m)", notes: [{text: "N\ec"}]}
"#,
    );
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--color", "never"], (100, 50));
    terminal.ready("Question 1 of 2");
    terminal.keys(" ");
    terminal.wait_for("[x] L");
    terminal.keys(ENTER);
    terminal.ready("Question 2 of 2");
    terminal.keys("5");
    terminal.keys(ENTER);
    terminal.wait_for("! B");
    terminal.keys("\x7f6");
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains("N\\u{1b}c"), "{end}");
    let written = terminal.written();
    assert_eq!(styles(&written), Vec::<&str>::new());
    for code in ["\x1b]", "\x1b[2J", "\x1b[1;1H", "\x1bc", "\x07", "\u{9b}", "\u{202e}"] {
        assert!(!written.contains(code), "{code:?}");
    }
}

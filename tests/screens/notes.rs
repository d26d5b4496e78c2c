//! Notes above the answers, and feedback below the answer that it is about.

use super::folder;
use super::terminal::{DOWN, ENTER, ESCAPE, Terminal};

const TREE: &str = "
title: Quiz
questions:
  moon:
    ask: Who was first on the moon?
    help: One of the two.
    notes:
      - {title: A *hint*, text: 'It was **not** Gagarin, however much you may have been told so at school.'}
      - {when: moon == aldrin, text: nobody sees this}
    answers:
      armstrong: {feedback: 'Right: that was a *small* step for him, and many of them in heavy boots.'}
      aldrin: {feedback: Nearly.}
    feedback: [{text: 'You said {{ moon }}.'}]
  age:
    ask: How old are you?
    kind: number
    notes: [{when: moon == armstrong, text: You know a lot.}]
    feedback: [{when: age < 18, text: 'Only {{ age }}!'}]
    next: done
outcomes:
  done: {title: Done, notes: [{title: One, text: first}, {title: Two, text: second}]}
";

#[test]
fn the_quiz_of_the_project_ends_with_a_bar_in_a_narrow_window() {
    let here = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(here.path(), &["play", "read-the-text"], (40, 15));
    terminal.read_on();
    for (keys, next) in [(DOWN, 2), ("", 3), ("\u{8}\u{8}1", 4), (" ", 5), (DOWN, 6)] {
        terminal.keys(keys);
        terminal.keys(ENTER);
        terminal.wait_for(&format!("Question {next} of 6"));
        terminal.read_on();
    }
    let last = terminal.screen();
    assert!(last.contains("  Yes. The hour writes half of it."), "{last}");
    terminal.keys(DOWN);
    terminal.keys(DOWN);
    terminal.keys(ENTER);
    terminal.wait_for("──");
    let end = terminal.read_on();
    assert!(end.contains("\nPoints\nRight  ███") && end.contains("░ 5 of 7\n"), "{end}");
}

#[test]
fn the_checklist_of_the_project_reads_as_a_list_of_results() {
    let here = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(here.path(), &["play", "is-it-dead", "--today=2026-11-30"], (80, 24));
    terminal.ready("Question 1 of 5");
    terminal.keys("2026-11-01");
    terminal.keys(ENTER);
    let damp = terminal.ready("Question 2 of 5");
    assert!(damp.contains("[A multiple of 0.5 from 0 to 10"), "{damp}");
    terminal.keys("3.2");
    terminal.keys(ENTER);
    terminal.wait_for("3 cm and 3.5 cm");
    terminal.keys("\u{8}\u{8}\u{8}4");
    terminal.keys(ENTER);
    terminal.ready("Question 3 of 5");
    terminal.keys(ENTER);
    terminal.ready("Question 4 of 5");
    terminal.keys(DOWN);
    terminal.keys(ENTER);
    terminal.ready("Question 5 of 5");
    terminal.keys(ENTER);
    terminal.wait_for("──");
    let end = terminal.read_on();
    for part in ["→ It is thirsty\n  Put the whole pot", "→ It sits in the dark\n  Move it", "\nPoints\nTrouble  ██"]
    {
        assert!(end.contains(part), "{part}\n{end}");
    }
}

/// The rows of the screen from the one that begins so.
fn from<'s>(screen: &'s str, row: &str) -> &'s str {
    screen.find(row).map_or_else(|| panic!("{row}\n{screen}"), |at| &screen[at..])
}

#[test]
fn a_wide_window() {
    let folder = folder(TREE);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (80, 24));
    let screen = terminal.ready("Question 1 of 2");
    let wanted = "\
Question 1 of 2
Who was first on the moon?
One of the two.
→ A *hint*
  It was not Gagarin, however much you may have been told so at school.
? Your answer:";
    assert!(from(&screen, "Question 1").starts_with(wanted), "{screen}");
    assert!(!screen.contains("nobody sees"), "{screen}");
    terminal.keys(ENTER);
    let screen = terminal.ready("Question 2 of 2");
    let wanted = "\
✓ Your answer: Armstrong
  Right: that was a small step for him, and many of them in heavy boots.
  You said Armstrong.

Question 2 of 2
How old are you?
→ You know a lot.
? Your answer:";
    assert!(from(&screen, "✓ Your").starts_with(wanted), "{screen}");
    // Who goes back has read it, and is told again what is answered again.
    terminal.keys(ESCAPE);
    terminal.ready("Question 1 of 2");
    terminal.move_to(DOWN, "Aldrin");
    terminal.keys(ENTER);
    let screen = terminal.ready("Question 2 of 2");
    assert!(
        screen.contains("✓ Your answer: Aldrin\n  Nearly.\n  You said Aldrin.\n\nQuestion 2 of 2\nHow old"),
        "{screen}"
    );
    terminal.keys("7");
    terminal.wait_for("Your answer: 7");
    terminal.keys(ENTER);
    let screen = terminal.ready("What now?");
    assert!(screen.contains("✓ Your answer: 7\n  Only 7!\n"), "{screen}");
    assert!(screen.contains("Done\n\n→ One\n  first\n\n→ Two\n  second\n"), "{screen}");
}

#[test]
fn a_narrow_window() {
    let folder = folder(TREE);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (40, 15));
    let screen = terminal.ready("Question 1 of 2");
    let wanted = "\
→ A *hint*
  It was not Gagarin, however much you
  may have been told so at school.
? Your answer:";
    assert!(from(&screen, "→ A").starts_with(wanted), "{screen}");
    terminal.keys(ENTER);
    let screen = terminal.ready("Question 2 of 2");
    let wanted = "\
✓ Your answer: Armstrong
  Right: that was a small step for him,
  and many of them in heavy boots.
  You said Armstrong.

Question 2 of 2
How old are you?
→ You know a lot.
";
    assert!(from(&screen, "✓ Your").starts_with(wanted), "{screen}");
    // It stays where it is when the window changes its size.
    terminal.resize((60, 20));
    let screen = terminal.ready("Question 2 of 2");
    assert_eq!(screen.matches("You said Armstrong.").count(), 1, "{screen}");
    assert_eq!(screen.matches("→ You know a lot.").count(), 1, "{screen}");
}

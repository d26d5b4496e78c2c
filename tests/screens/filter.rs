//! Typing narrows down the lists that say so, and no others.

use super::folder;
use super::terminal::{DOWN, ENTER, Terminal};

/// A tree of one question with so many answers.
fn list(count: usize, kind: &str) -> tempfile::TempDir {
    let answers: Vec<String> = (1..=count).map(|number| format!("a{number}: {{label: New Town {number}}}")).collect();
    let answers = answers.join(", ");
    folder(&format!(
        "title: T\nquestions: {{q: {{ask: Where?{kind}, answers: {{{answers}}}, next: end}}}}\noutcomes: {{end: {{title: 'Got {{{{ q }}}}.'}}}}"
    ))
}

fn play(folder: &tempfile::TempDir, size: (u16, u16)) -> Terminal {
    let terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], size);
    terminal.ready("Question 1 of");
    terminal
}

#[test]
fn a_list_that_fits_the_window_is_not_narrowed_down() {
    for (kind, note) in [
        ("", "! Nothing comes of typing here: ↑↓ and Enter choose an answer."),
        (", kind: many", "! Nothing comes of typing here: Space ticks an answer, Enter confirms."),
    ] {
        let folder = list(12, kind);
        let mut terminal = play(&folder, (80, 30));
        let first = terminal.screen();
        assert!(!first.contains("filter"), "{first}");
        // Control keys, keys with Alt, and keys to the side.
        for key in (0..0x20_u8).filter(|key| ![0x03, b'\r', b'\n', 0x0c, 0x0e, 0x10, 0x1a, 0x1b].contains(key)) {
            terminal.keys(&char::from(key).to_string());
        }
        terminal.keys("\x1ba\x1bd\x1b[C\x1b[D\x7f");
        terminal.settle();
        assert_eq!(terminal.screen(), first);
        terminal.keys("z");
        terminal.wait_for(note);
        terminal.keys("12");
        terminal.settle();
        assert_eq!(terminal.screen().replace(&format!("\n{note}"), ""), first);
        // Enter was meant for what was typed.
        terminal.keys(ENTER);
        terminal.settle();
        assert!(terminal.screen().contains(note), "it says so still: {}", terminal.screen());
        assert!(!terminal.screen().contains("What now?"), "{}", terminal.screen());
        terminal.move_to(DOWN, "New Town 2");
        terminal.keys(if kind.is_empty() { ENTER } else { " " });
        if !kind.is_empty() {
            terminal.wait_for("[x] New Town 2");
            terminal.keys(ENTER);
        }
        let end = terminal.ready("Got New Town 2.");
        assert!(!end.contains(note), "{end}");
    }
}

#[test]
fn a_list_that_fits_below_what_stands_above_waits_for_no_key() {
    for (kind, rows) in [(", kind: many", 12), (", kind: many", 11), ("", 10)] {
        let folder = list(2, kind);
        let mut terminal = play(&folder, (80, rows));
        terminal.keys("zzz");
        let screen = terminal.wait_for("! Nothing comes of typing here");
        assert!(screen.contains("T\n\nQuestion 1 of 1\n"), "{screen}");
    }
}

#[test]
fn a_filter_that_nothing_fits_says_so_and_answers_nothing() {
    let folder = list(40, "");
    let mut terminal = play(&folder, (60, 14));
    assert!(terminal.screen().contains("[type to filter"), "{}", terminal.screen());
    terminal.keys("\x01\x1bk\x17z");
    let screen = terminal.wait_for("› Nothing fits “z”; Backspace brings the list back");
    assert!(screen.contains("? Your answer: z\n"), "{screen}");
    for _ in 0..2 {
        terminal.keys(ENTER);
        let screen = terminal.ready("Question 1");
        assert!(screen.contains("? Your answer: z\n› Nothing fits “z”"), "{screen}");
        assert_eq!(screen.matches("Your answer").count(), 1, "{screen}");
    }
    terminal.keys("\x7f7");
    terminal.wait_for("› New Town 7\n  New Town 17");
    terminal.keys(ENTER);
    terminal.ready("Got New Town 7.");
}

#[test]
fn check_boxes_are_narrowed_down_in_the_same_way() {
    let folder = list(40, ", kind: many");
    let mut terminal = play(&folder, (60, 14));
    assert!(terminal.screen().contains("[type to filter, Space"), "{}", terminal.screen());
    terminal.keys("zz");
    terminal.wait_for("› [ ] Nothing fits “zz”; Backspace brings the list back");
    terminal.keys(ENTER);
    terminal.wait_for("! Nothing fits “zz”; Backspace brings the list back");
    terminal.keys("\x7f\x7ftown38");
    terminal.wait_for("› [ ] New Town 38");
    terminal.keys(" ");
    terminal.wait_for("[ ] New Town 1\n");
    // Space at the entry that says so ticks nothing.
    terminal.keys("q");
    terminal.wait_for("Nothing fits “q”");
    terminal.keys(" ");
    terminal.wait_for("[ ] New Town 1\n");
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains("✓ Your answers: New Town 38\n") && end.contains("Got New Town 38."), "{end}");
}

#[test]
fn what_is_pasted_into_a_list_is_a_filter_or_nothing() {
    let folder = list(40, "");
    let mut terminal = play(&folder, (60, 14));
    terminal.keys(&format!("\x1b[200~town 33\r{}\x1b[31m\x1b[201~", "x".repeat(100_000)));
    terminal.wait_for("? Your answer: town 33\n› New Town 33\n[");
    assert!(!terminal.written().contains("\x1b[31m"));
    let folder = list(3, "");
    let mut terminal = play(&folder, (80, 24));
    terminal.keys("\x1b[200~a\r\r\x1b[201~");
    terminal.wait_for("! Nothing comes of typing here");
}

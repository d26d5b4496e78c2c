//! What shows that a proof goes on.

use super::terminal::{CTRL_C, Terminal};
use super::{folder, side_by_side};

/// A tree whose walks cannot be told together: every sum of its scores is another.
fn many_states() -> String {
    let mut tree = "title: Many\nquestions:\n".to_owned();
    for at in 0..60 {
        let (more, less) = (3_u64.pow(at % 20), 2_u64.pow(at % 20));
        let end = if at == 59 { ", next: {best_of: [x, y]}" } else { "" };
        let answers = format!("a: {{score: {{x: {more}}}}}, b: {{score: {{y: {less}}}}}");
        tree.push_str(&format!("  q{at}: {{ask: Q?, answers: {{{answers}}}{end}}}\n"));
    }
    tree + "outcomes:\n  x: {title: X}\n  y: {title: Y}\n"
}

#[test]
fn a_long_proof_shows_how_far_it_is_and_leaves_no_trace() {
    let folder = folder(&many_states());
    let mut terminal = Terminal::start(folder.path(), &["check", "--max-states", "100000000"], (100, 12));
    terminal.wait_for("going through all walks: ");
    let going_on = terminal.screen();
    assert!(going_on.contains(" states, "), "{going_on}");
    // Whoever ends it sees what is known by then, in a row of its own below what was drawn last.
    terminal.keys(CTRL_C);
    terminal.wait_for("not proved: it was ended after ");
    assert_eq!(terminal.end(), 130);
    let ended = terminal.screen();
    assert!(ended.contains("1 file checked: no mistakes found; not proved: ") && !ended.contains("^C"), "{ended}");

    let mut terminal = Terminal::start(folder.path(), &["check", "--max-states", "250000"], (100, 12));
    terminal.wait_for("from seed");
    assert_eq!(terminal.end(), 0);
    let screen = terminal.screen();
    assert!(screen.trim_start().starts_with("1 file checked: "), "{screen}");
    assert!(!screen.contains("going through"), "{screen}");
}

#[test]
fn programs_and_plain_terminals_see_nothing_of_it() {
    let folder = folder(&many_states());
    side_by_side([("json", "xterm-256color"), ("text", "dumb")].into_iter(), |(format, term)| {
        let command = [super::terminal::PROGRAM, "check", "--max-states=120000", "--format", format];
        let mut terminal = Terminal::run(folder.path(), &command, &[("TERM", term)], (100, 12));
        terminal.end();
        assert!(!terminal.written().contains("going through"), "{}", terminal.written());
    });
}

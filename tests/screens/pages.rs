//! What is longer than the window is read page by page: nothing scrolls away unread, and nothing is lost.

use super::folder;
use super::terminal::{CTRL_C, END, ENTER, ESCAPE, MORE, PROGRAM, Terminal, UP};

const SIZES: [(u16, u16); 6] = [(80, 24), (40, 20), (40, 15), (40, 10), (60, 7), (100, 40)];

/// Words of a text of several paragraphs, each of which stands in it once.
fn words(name: &str, count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("{name}{number:03}")).collect()
}

fn paragraphs(name: &str, count: usize) -> String {
    words(name, count).chunks(17).map(|piece| piece.join(" ")).collect::<Vec<_>>().join("\\n\\n")
}

/// A tree in which everything that is read before a prompt is longer than most windows.
fn long_tree() -> String {
    let [intro, ask, help, note, feedback, text, other] =
        ["in", "as", "he", "no", "fe", "te", "ot"].map(|name| paragraphs(name, 90));
    format!(
        "title: A title
intro: \"{intro}\"
questions:
  first:
    ask: \"{ask}\"
    help: \"{help}\"
    answers: {{a: {{feedback: \"{feedback}\"}}, b: {{}}, c: {{}}}}
  second:
    ask: Which?
    kind: many
    notes: [{{text: \"{note}\"}}]
    answers: {{a: {{}}, b: {{}}, c: {{}}, d: {{}}, e: {{}}, f: {{}}}}
  third: {{ask: What?, kind: text, optional: true, next: end}}
outcomes:
  end: {{title: The end, text: \"{text}\", notes: [{{text: \"{other}\"}}]}}
"
    )
}

/// Stops at every prompt and every end of a page, and reads what stands there; returns all that stood there.
fn read_all(terminal: &mut Terminal, is_stop: fn(&str) -> bool, answer: &str) -> String {
    let mut read = String::new();
    let mut before = String::new();
    for _ in 0..400 {
        let start = std::time::Instant::now();
        let screen = loop {
            terminal.settle();
            let screen = terminal.screen();
            if is_stop(&screen) && screen != before {
                break screen;
            }
            assert!(start.elapsed().as_secs() < 60, "no prompt:\n{screen}");
        };
        read.push_str(&screen);
        let last = screen.lines().last().unwrap_or_default();
        if screen.contains("? What now?") && !last.starts_with(MORE) || last.starts_with("Number or word") {
            return read;
        }
        terminal.keys(if last.starts_with("Number") { answer } else { ENTER });
        before = screen;
    }
    panic!("there is no end:\n{before}");
}

fn all_words() -> Vec<String> {
    ["in", "as", "he", "no", "fe", "te", "ot"].iter().flat_map(|name| words(name, 90)).collect()
}

fn all_is_read_and_written_once(read: &str, written: &str, size: (u16, u16)) {
    for word in all_words() {
        assert!(read.contains(&word), "{word} was not to be seen at {size:?}");
        assert_eq!(written.matches(&word).count(), 1, "{word} at {size:?}");
    }
}

#[test]
fn everything_before_a_prompt_is_read_and_stays_for_scrolling_back() {
    let folder = folder(&long_tree());
    super::side_by_side(SIZES.into_iter(), |size| {
        let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--trace"], size);
        let read = read_all(&mut terminal, |screen| screen.ends_with(']'), "");
        all_is_read_and_written_once(&read, &terminal.written(), size);
        for part in ["The end", "Trace of first", "Trace of third", "What?", "Question 3 of 3"] {
            assert!(read.contains(part), "{part} at {size:?}");
        }
    });
}

#[test]
fn plain_lines_at_a_terminal_are_read_page_by_page_too() {
    let folder = folder(&long_tree());
    super::side_by_side(SIZES.into_iter(), |size| {
        let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--plain"], size);
        let read = read_all(&mut terminal, |screen| screen.ends_with(':'), "1\r");
        all_is_read_and_written_once(&read, &terminal.written(), size);
        assert!(!terminal.written().contains('\u{1b}'));
    });
}

/// Plays the tree about the text to the last question before help for somebody who is not safe, and answers it.
fn to_safety(folder: &std::path::Path, size: (u16, u16)) -> Terminal {
    let given = ["what=threat", "feels_safe=no", "told=no"].map(|answer| ["--answer", answer]).concat();
    let mut terminal = Terminal::start(folder, &[&["play", "ignore-his-text"][..], &given].concat(), size);
    assert!(terminal.read_on().contains("Question 4 of 4"), "{}", terminal.screen());
    terminal.keys(ENTER);
    terminal.wait_for("Safety first");
    terminal.settle();
    terminal
}

#[test]
fn who_may_not_be_safe_reads_first_where_there_is_help() {
    let here = tempfile::tempdir().unwrap();
    for size in [(80, 24), (40, 20), (40, 15), (40, 10)] {
        let mut terminal = to_safety(here.path(), size);
        let first = terminal.screen();
        assert!(first.lines().last().unwrap_or_default().starts_with(MORE), "{first}");
        let one_line = first.replace('\n', " ");
        assert!(one_line.contains("Safety first: ring your local emergency number now"), "{size:?}\n{first}");
        assert!(one_line.contains("If you are in danger now, ring your local emergency number"), "{size:?}\n{first}");
        let last = terminal.read_on();
        assert!(last.contains("What now?") && last.contains("Read it again"), "{size:?}\n{last}");
        terminal.move_to(UP, "Quit");
        terminal.move_to(UP, "Read it again");
        terminal.keys(ENTER);
        terminal.ready_for_more();
        assert!(terminal.screen().contains("Safety first"), "{size:?}\n{}", terminal.screen());
    }
}

#[test]
fn a_page_begins_again_in_another_window() {
    let here = tempfile::tempdir().unwrap();
    let terminal = to_safety(here.path(), (80, 24));
    for size in [(40, 20), (20, 12), (60, 8), (80, 24)] {
        terminal.resize(size);
        terminal.ready_for_more();
        let screen = terminal.screen();
        assert!(screen.trim_start().starts_with("Safety first"), "{size:?}\n{screen}");
        assert_eq!(screen.matches(MORE).count(), 1, "{size:?}\n{screen}");
    }
    terminal.resize((100, 50));
    let all = terminal.ready("What now?");
    assert!(all.contains("Safety first") && all.contains("is enough to begin with."), "{all}");
}

#[test]
fn a_page_can_be_left_as_a_prompt_can() {
    let here = tempfile::tempdir().unwrap();
    let mut terminal = to_safety(here.path(), (40, 20));
    terminal.keys("qx\x04\t");
    terminal.keys(ESCAPE);
    let screen = terminal.ready("Question 4 of 4");
    assert_eq!(screen.matches("? Your answer:").count(), 1, "{screen}");
    terminal.keys(ENTER);
    terminal.ready_for_more();
    terminal.keys(END);
    let end = terminal.ready("What now?");
    assert!(end.contains("is enough to begin") && !end.contains(MORE), "{end}");
    let mut terminal = to_safety(here.path(), (40, 20));
    terminal.keys(CTRL_C);
    assert_eq!(terminal.end(), 130);
    terminal.assert_whole();
    let mut terminal = to_safety(here.path(), (40, 20));
    terminal.signal("TERM");
    assert_eq!(terminal.end(), 143);
    terminal.assert_whole();
    // At the first question there is nothing to go back to: it is asked all the same.
    let mut terminal = Terminal::start(here.path(), &["play", "ignore-his-text"], (40, 12));
    terminal.ready_for_more();
    terminal.keys(ESCAPE);
    terminal.wait_for("This is the first question.");
    assert!(terminal.read_on().contains("Question 1 of"), "{}", terminal.screen());
}

#[test]
fn one_space_turns_one_page_and_ticks_nothing() {
    let folder = folder(&long_tree());
    let given = ["play", "tree.yaml", "--answer", "first=b"];
    let mut terminal = Terminal::start(folder.path(), &given, (80, 12));
    while !terminal.screen().contains("? Your answers:") {
        terminal.settle();
        terminal.keys(if terminal.screen().contains("? Your answers:") { "" } else { "   " });
    }
    terminal.settle();
    assert!(!terminal.screen().contains("[x]"), "{}", terminal.screen());
}

#[test]
fn what_fits_is_shown_at_once() {
    let here = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(here.path(), &["play", "reply-all"], (80, 24));
    for stop in ["Question 1 of 2", "Question 2 of 2", "What now?"] {
        terminal.ready(stop);
        terminal.keys(ENTER);
    }
    terminal.ready("Change:");
    assert!(!terminal.written().contains(MORE) && !terminal.written().contains("Read it again"));
    let mut terminal = Terminal::start(here.path(), &["play", "reply-all", "--plain"], (80, 24));
    for stop in ["Question 1 of 2", "Question 2 of 2", "What now?"] {
        terminal.wait_for(stop);
        terminal.prompt(":");
        terminal.keys("1\r");
    }
    terminal.wait_for("Which answer?");
    assert!(!terminal.written().contains("Enter goes on") && !terminal.written().contains("Read it again"));
}

#[test]
fn plain_pages_can_be_left_and_read_again() {
    let here = tempfile::tempdir().unwrap();
    let given =
        ["what=threat", "feels_safe=no", "told=no", "right_now=yes"].map(|answer| ["--answer", answer]).concat();
    let command = [&[PROGRAM, "play", "ignore-his-text", "--plain"][..], &given].concat();
    let start = || {
        let mut terminal = Terminal::run(here.path(), &command, &[], (60, 20));
        while !terminal.screen().contains("Safety first") {
            terminal.prompt(":");
            if !terminal.screen().contains("Safety first") {
                terminal.keys(ENTER);
                terminal.settle();
            }
        }
        terminal.prompt("more lines):");
        terminal
    };
    let mut terminal = start();
    terminal.keys("back\r");
    terminal.wait_for("Question 4 of 4");
    let mut terminal = start();
    terminal.keys("Quit\r");
    assert_eq!(terminal.end(), 0);
    let mut terminal = start();
    terminal.keys("\x04");
    assert_eq!(terminal.end(), 0);
    let mut terminal = start();
    while !terminal.screen().ends_with("Number or word:") {
        terminal.keys(ENTER);
        terminal.settle();
        terminal.prompt(":");
    }
    terminal.keys("read\r");
    terminal.wait_for("Safety first");
}

//! The way through a session: forward, back, changing answers, saving, leaving.

use super::folder;
use super::terminal::{CTRL_C, DOWN, ENTER, ESCAPE, PROGRAM, Terminal, UP};

const PETS: &str = "
title: Which pet?
intro: Think of the *vet*.
questions:
  space:
    ask: How much room is there?
    answers:
      flat: {label: A flat, score: {cat: 2, fish: 1}}
      farm: {label: A farm, score: {dog: 4}}
  time:
    ask: How much time is there?
    answers:
      little: {label: Little, score: {fish: 2}}
      some: {label: Some, score: {cat: 1}}
      lots: {label: Lots, score: {dog: 1, fish: -3}}
  name:
    ask: What shall it be called?
    kind: text
    optional: true
    next: {best_of: [cat, dog, fish]}
outcomes:
  cat: {title: A cat, text: 'Call it {{ name }}.'}
  dog: {title: A dog, text: 'Call it **{{ name }}**.', notes: [{when: space == flat, text: It will want out.}]}
  fish: {title: A fish}
";

#[test]
fn a_session_of_the_flagship_by_arrow_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &[], (80, 60));
    let first = terminal.ready("Question 1 of");
    assert!(first.trim_start().starts_with("He texted “I miss you”"), "{first}");
    for number in 1.. {
        let screen = terminal.screen();
        if screen.contains("What now?") {
            break;
        }
        let below = &screen[screen.rfind("Question ").unwrap()..];
        if below.contains("[ ]") {
            terminal.keys(" ");
            terminal.wait_for("[x]");
        } else {
            let before = terminal.chosen();
            terminal.keys(DOWN);
            while terminal.chosen() == before {}
            terminal.keys(UP);
            while terminal.chosen() != before {}
        }
        terminal.keys(ENTER);
        let next = format!("Question {} of", number + 1);
        while !terminal.screen().contains(&next) && !terminal.screen().contains("? What now?") {
            std::thread::yield_now();
        }
        terminal.ready(if terminal.screen().contains("? What now?") { "What now?" } else { &next });
        assert!(number < 20, "it goes on and on");
    }
    let end = terminal.screen();
    for text in
        ["In the next ten minutes:", "How they scored", "█", "Change an answer", "Start over", "Save these answers"]
    {
        assert!(end.contains(text), "{text}:\n{end}");
    }
    terminal.move_to(UP, "Quit");
    terminal.keys(ENTER);
    assert_eq!(terminal.end(), 0);
    terminal.assert_whole();
}

/// Plays the pets to the dog.
fn at_the_dog(folder: &std::path::Path) -> Terminal {
    let mut terminal = Terminal::start(folder, &["play", "tree.yaml"], (60, 50));
    terminal.ready("Question 1 of 3");
    terminal.move_to(DOWN, "A farm");
    terminal.keys(ENTER);
    terminal.ready("Question 2 of 3");
    terminal.move_to(UP, "Lots");
    terminal.keys(ENTER);
    terminal.ready("Question 3 of 3");
    terminal.keys("Rex");
    terminal.wait_for("Your answer: Rex");
    terminal.keys(ENTER);
    terminal.ready("What now?");
    terminal
}

#[test]
fn the_outcome_shows_its_text_and_the_scores_of_the_others() {
    let folder = folder(PETS);
    let terminal = at_the_dog(folder.path());
    let screen = terminal.screen();
    assert!(screen.contains("Think of the vet."), "{screen}");
    assert!(screen.contains("A dog\n\nCall it Rex.\n\nHow they scored\n"), "{screen}");
    let bars: Vec<&str> = screen.lines().filter(|line| line.contains('│')).collect();
    assert_eq!(bars.len(), 3, "{screen}");
    assert!(bars[0].starts_with("A dog ") && bars[0].ends_with("█ 5"), "{screen}");
    assert!(bars[2].starts_with("A fish ") && bars[2].ends_with("█│ -3"), "{screen}");
}

#[test]
fn escape_goes_back_and_the_answer_is_still_there() {
    let folder = folder(PETS);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (60, 40));
    terminal.ready("Question 1 of 3");
    terminal.keys(ESCAPE);
    terminal.ready("This is the first question.");
    terminal.move_to(DOWN, "A farm");
    terminal.keys(ENTER);
    terminal.ready("Question 2 of 3");
    terminal.keys(ESCAPE);
    terminal.wait_for("(back)\n\nQuestion 1 of 3");
    terminal.ready("(back)");
    assert_eq!(terminal.chosen(), "› A farm");
    terminal.keys(ENTER);
    terminal.wait_for("✓ Your answer: A farm\n\nQuestion 2 of 3");
}

/// A question of each kind that is ticked or typed, and what is done there and shows.
const UNCONFIRMED: &str = "
title: Packing
questions:
  first: {ask: Where to?, answers: [sea, hills]}
  many: {ask: What?, kind: many, min: 2, answers: {a: {label: Lamp}, b: {label: Bed}, c: {label: Chair}}}
  text: {ask: Who?, kind: text}
  number: {ask: How many?, kind: number}
  day: {ask: When?, kind: date, next: end}
outcomes: {end: {title: 'Got {{ text }}.'}}
";

#[test]
fn what_was_not_confirmed_is_there_again_after_going_back() {
    let folder = folder(UNCONFIRMED);
    let given = ["first=sea", "many=a,b", "text=Ann", "number=3"];
    for (number, keys, there, taken) in [
        (2, " ", "[x] Lamp", "! Choose at least two."),
        (3, "Bo", "? Your answer: Bo", "✓ Your answer: Bo"),
        (4, "1x", "? Your answer: 1x", "is not a number"),
        (5, "2026-0", "? Your answer: 2026-0", "is not a date"),
    ] {
        let given = given[..number - 1].iter().flat_map(|answer| ["--answer", *answer]).collect::<Vec<_>>();
        let command = [&["play", "tree.yaml"][..], &given].concat();
        let mut terminal = Terminal::start(folder.path(), &command, (60, 40));
        let here = format!("Question {number} of 5");
        terminal.ready(&here);
        terminal.keys(keys);
        terminal.wait_for(there);
        terminal.keys(ESCAPE);
        let back = terminal.ready(&format!("Question {} of 5", number - 1));
        assert!(back.contains("(back)\n\nQuestion"), "{back}");
        assert_eq!(back.matches("? Your answer").count(), 2, "{back}");
        terminal.keys(ENTER);
        terminal.wait_for(&format!("{here}\n"));
        let again = terminal.ready(&here);
        assert!(again[again.rfind(&here).unwrap()..].contains(there), "{again}");
        terminal.keys(ENTER);
        terminal.wait_for(taken);
    }
}

#[test]
fn a_suggested_number_gives_way_to_what_is_typed_and_is_edited_with_keys_for_that() {
    let tree = UNCONFIRMED.replace("kind: number}", "kind: number, max: 60, default: 10}");
    let folder = folder(&tree);
    let given = ["first=sea", "many=a,b", "text=Ann"].iter().flat_map(|answer| ["--answer", *answer]);
    let command: Vec<&str> = ["play", "tree.yaml"].into_iter().chain(given).collect();
    for (keys, line) in [("3", "3"), ("\x7f3", "13"), ("\x1b[F0", "100"), ("\x1b[200~25\x1b[201~", "25")] {
        let mut terminal = Terminal::start(folder.path(), &command, (80, 30));
        assert!(terminal.ready("Question 4 of 5").contains("? Your answer: 10\n"));
        // It is still a suggestion for whoever has gone back and come again.
        terminal.keys(ESCAPE);
        terminal.ready("Question 3 of 5");
        terminal.keys(ENTER);
        terminal.wait_for("Who?\n✓ Your answer: Ann\n\nQuestion 4 of 5");
        terminal.ready("? Your answer: 10");
        terminal.keys(keys);
        terminal.wait_for(&format!("? Your answer: {line}\n"));
    }
}

#[test]
fn starting_over_forgets_what_was_not_confirmed() {
    let folder = folder(&UNCONFIRMED.replace(", min: 2", ""));
    let given = ["first=sea", "many=a", "text=Ann", "number=3", "day=2026-01-31"];
    let given = given.iter().flat_map(|answer| ["--answer", *answer]).collect::<Vec<_>>();
    let mut terminal = Terminal::start(folder.path(), &[&["play", "tree.yaml"][..], &given].concat(), (60, 60));
    terminal.ready("What now?");
    for number in (2..=5).rev() {
        terminal.keys(ESCAPE);
        terminal.ready(&format!("Question {number} of 5"));
    }
    terminal.keys(DOWN);
    terminal.keys(" ");
    terminal.wait_for("[x] Bed");
    terminal.keys(ESCAPE);
    terminal.ready("Question 1 of 5");
    for number in 2..=5 {
        let screen = terminal.screen();
        if number == 3 {
            assert!(screen.contains("[x] Lamp\n  [x] Bed"), "{screen}");
        }
        terminal.keys(ENTER);
        terminal.ready(&format!("Question {number} of 5"));
    }
    terminal.keys(ENTER);
    terminal.ready("What now?");
    terminal.keys(DOWN);
    terminal.keys(ENTER);
    terminal.ready("What now? Start over");
    terminal.keys(ENTER);
    let again = terminal.ready("? Your answers:");
    assert!(!again[again.rfind("? Your answers:").unwrap()..].contains("[x]"), "{again}");
}

#[test]
fn a_changed_answer_keeps_the_later_ones() {
    let folder = folder(PETS);
    let mut terminal = at_the_dog(folder.path());
    terminal.keys(ENTER);
    let list = terminal.ready("Change:");
    for line in ["How much room is there? A farm", "How much time is there? Lots", "What shall it be called? Rex"] {
        assert!(list.contains(line), "{list}");
    }
    terminal.move_to(UP, "time");
    terminal.move_to(UP, "room");
    terminal.keys(ENTER);
    terminal.ready("Change: How much room is there?");
    assert_eq!(terminal.chosen(), "› A farm");
    terminal.move_to(UP, "A flat");
    terminal.keys(ENTER);
    let end = terminal.ready("? What now?");
    assert!(end.contains("✓ Your answer: A flat\nYour 2 later answers still hold.\n"), "{end}");
    assert!(end.contains("A cat\n\nCall it Rex."), "{end}");
    terminal.keys(ESCAPE);
    terminal.ready("? Your answer: Rex");
}

#[test]
fn starting_over_forgets_everything() {
    let folder = folder(PETS);
    let mut terminal = at_the_dog(folder.path());
    terminal.move_to(DOWN, "Start over");
    terminal.keys(ENTER);
    terminal.ready("What now? Start over");
    assert_eq!(terminal.chosen(), "› A flat");
}

#[test]
fn a_walk_is_saved_from_the_menu() {
    let folder = folder(PETS);
    let mut terminal = at_the_dog(folder.path());
    terminal.move_to(DOWN, "Start over");
    terminal.move_to(DOWN, "Save these answers");
    terminal.keys(ENTER);
    terminal.ready("File name: my-tree.walks.yaml");
    terminal.keys(ENTER);
    terminal.ready("are saved in my-tree.walks.yaml");
    let saved = std::fs::read_to_string(folder.path().join("my-tree.walks.yaml")).unwrap();
    assert!(saved.contains("Rex"), "{saved}");
}

#[test]
fn control_c_leaves_the_terminal_whole() {
    let folder = folder(PETS);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (60, 12));
    terminal.ready("Question 1 of 3");
    terminal.keys(CTRL_C);
    assert_eq!(terminal.end(), 130);
    terminal.assert_whole();
    let mut terminal = at_the_dog(folder.path());
    terminal.keys(CTRL_C);
    assert_eq!(terminal.end(), 130);
    terminal.assert_whole();
}

#[test]
fn answers_given_in_advance_are_shown_and_can_be_gone_back_to() {
    let folder = folder(PETS);
    let arguments = ["play", "tree.yaml", "--answer", "space=farm", "--answer", "time=some"];
    let mut terminal = Terminal::start(folder.path(), &arguments, (60, 40));
    let screen = terminal.ready("Question 3 of 3");
    assert!(
        screen.contains("Think of the vet.\n\n✓ How much room is there? A farm\n✓ How much time is there? Some\n"),
        "{screen}"
    );
    terminal.keys(ESCAPE);
    terminal.ready("Question 2 of 3");
    assert_eq!(terminal.chosen(), "› Some");
}

#[test]
fn standard_output_gets_the_outcome_once_and_nothing_else() {
    let folder = folder(PETS);
    let script = format!("{PROGRAM} play tree.yaml > out.txt");
    let mut terminal = Terminal::run(folder.path(), &["sh", "-c", &script], &[], (60, 50));
    for number in 1..=3 {
        terminal.ready(&format!("Question {number} of 3"));
        terminal.keys(ENTER);
    }
    let end = terminal.ready("What now?");
    assert!(end.contains("A fish\n\nHow they scored"), "{end}");
    terminal.move_to(UP, "Quit");
    terminal.keys(ENTER);
    assert_eq!(terminal.end(), 0);
    let out = std::fs::read_to_string(folder.path().join("out.txt")).unwrap();
    assert_eq!(out, "A fish\n\nHow they scored:\n1. A fish: 3\n2. A cat: 2\n3. A dog: 0\n");
}

#[test]
fn keys_typed_ahead_are_not_lost() {
    let folder = folder(PETS);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml"], (60, 50));
    terminal.keys(&format!("{DOWN}{ENTER}{DOWN}{DOWN}{ENTER}Rex{ENTER}"));
    let end = terminal.ready("What now?");
    assert!(end.contains("✓ Your answer: A farm") && end.contains("A dog\n\nCall it Rex."), "{end}");
}

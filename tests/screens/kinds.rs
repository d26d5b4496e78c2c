//! Every kind of question at a terminal.

use std::fmt::Write;

use super::folder;
use super::terminal::{DOWN, END, ENTER, ESCAPE, LEFT, TAB, Terminal, UP};

/// A tree of one question.
fn one(question: &str) -> tempfile::TempDir {
    folder(&format!("title: T\nquestions:\n  q: {question}\noutcomes:\n  end: {{title: 'Got {{{{ q }}}}.'}}\n"))
}

fn play(folder: &tempfile::TempDir, size: (u16, u16)) -> Terminal {
    let terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--today", "2026-01-31"], size);
    terminal.ready("Question 1 of 1");
    terminal
}

#[test]
fn two_hundred_answers_are_filtered_by_typing() {
    let mut answers = String::new();
    for number in 1..=200 {
        write!(answers, "a{number}: {{label: Town {number} on Sea, goto: end}}, ").unwrap();
    }
    let folder = one(&format!("{{ask: Where?, answers: {{{answers}}}}}"));
    let mut terminal = play(&folder, (60, 20));
    assert!(terminal.screen().contains("type to filter"));
    assert!(terminal.screen().contains("↓ Town "));
    terminal.keys("17 SEA");
    terminal.wait_gone("Town 1 on");
    let screen = terminal.screen();
    assert!(screen.contains("› Town 17 on Sea\n  Town 117 on Sea\n  Town 170 on Sea"), "{screen}");
    terminal.move_to(DOWN, "Town 117");
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains("Got Town 117 on Sea."), "{end}");
}

#[test]
fn a_list_stays_whole_while_the_cursor_runs_through_it() {
    let mut answers = String::new();
    for number in 1..=40 {
        write!(answers, "a{number}: {{label: Number {number} is a long label that has to be wrapped, goto: end}}, ")
            .unwrap();
    }
    let folder = one(&format!("{{ask: Which?, answers: {{{answers}}}}}"));
    let mut terminal = play(&folder, (40, 12));
    for number in (2..=40).chain([1]) {
        terminal.move_to(DOWN, &format!("Number {number} "));
    }
    terminal.move_to(UP, "Number 40 ");
    let screen = terminal.screen();
    assert_eq!(screen.matches("? Your answer:").count(), 1, "{screen}");
    assert_eq!(screen.matches("type to filter").count(), 1, "{screen}");
}

#[test]
fn check_boxes_say_at_once_what_does_not_go_together() {
    let folder = one(
        "{ask: What?, kind: many, min: 1, max: 2, next: end,
          answers: {a: {label: Lamp}, b: {label: Bed, help: With a mattress}, c: {label: Chair}, n: {label: None of these, alone: true}}}",
    );
    let mut terminal = play(&folder, (80, 24));
    let first = terminal.screen();
    assert!(first.contains("? Your answers, 1 to 2:"), "{first}");
    assert!(first.contains("  [ ] Bed\n      With a mattress\n"), "{first}");
    assert!(first.contains("[“None of these” only by itself; Space ticks"), "{first}");
    terminal.keys(ENTER);
    terminal.wait_for("! Choose at least one.");
    terminal.keys(" ");
    terminal.wait_for("[x] Lamp");
    terminal.move_to(UP, "None");
    terminal.keys(" ");
    terminal.wait_for("[x] None");
    terminal.keys(ENTER);
    terminal.wait_for("! “None of these” cannot be chosen together with others.");
    terminal.keys(" ");
    terminal.wait_for("[ ] None");
    terminal.move_to(UP, "Chair");
    terminal.keys(" ");
    terminal.wait_for("[x] Chair");
    terminal.move_to(UP, "Bed");
    terminal.keys(" ");
    terminal.wait_for("[x] Bed");
    terminal.keys(ENTER);
    terminal.wait_for("! Choose at most two.");
    terminal.keys(" ");
    terminal.wait_for("[ ] Bed");
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains("✓ Your answers, 1 to 2: Lamp, Chair"), "{end}");
    assert!(end.contains("Got Lamp and Chair."), "{end}");
    terminal.keys(ESCAPE);
    terminal.ready("(back)");
    let again = terminal.screen();
    assert!(again.contains("[x] Lamp") && again.contains("[ ] Bed") && again.contains("[x] Chair"), "{again}");
}

#[test]
fn a_number_between_two_steps_is_told_the_nearest() {
    let folder = one("{ask: How much?, kind: number, step: 0.25, min: 0, unit: kg, default: 1.5, next: end}");
    let mut terminal = play(&folder, (80, 24));
    let first = terminal.screen();
    assert!(first.contains("[A multiple of 0.25 from 0 on"), "{first}");
    terminal.keys("1,5\r");
    terminal.wait_for("! `1,5` is not a number; write it with a point: 1.5.");
    terminal.keys("\x7f\x7f.5");
    terminal.keys(END);
    terminal.keys("5");
    terminal.wait_for("in kg: 1.55");
    terminal.keys(ENTER);
    terminal.wait_for("! A multiple of 0.25 kg is wanted here; the nearest are");
    terminal.wait_for("1.5 kg and 1.75 kg.");
    terminal.keys("\x7f\x7f75");
    terminal.wait_for("in kg: 1.75");
    terminal.keys(ENTER);
    terminal.ready("Got 1.75");
}

#[test]
fn a_refused_number_says_why() {
    let folder = one(
        "{ask: How many?, kind: number, whole: true, min: 1, max: 8, unit: people, default: 2, next: end,
          reject: [{when: q == 7, because: 'Seven do not fit round the table, as everybody who has tried it will tell you.'}]}",
    );
    let mut terminal = play(&folder, (50, 24));
    let first = terminal.screen();
    assert!(first.contains("? Your answer, in people: 2"), "{first}");
    assert!(first.contains("[A whole number from 1 to 8"), "{first}");
    terminal.keys(END);
    for (typed, said) in [
        ("x", "`2x` is not a number;"),
        ("\x7f.5", "A whole number is wanted here."),
        ("\x7f\x7f\x7f90", "The most possible is 8 people."),
        ("\x7f\x7f7", "! Seven do not fit round the table, as everybody\n  who has tried it will tell you."),
    ] {
        terminal.keys(typed);
        terminal.keys(ENTER);
        terminal.wait_for(said);
    }
    terminal.keys("\x7f8");
    terminal.wait_for("in people: 8");
    terminal.keys(ENTER);
    terminal.ready("Got 8.");
}

#[test]
fn a_typed_number_may_carry_its_unit_and_its_echo_does() {
    for (unit, typed, echo, number) in
        [("£", "£1,200.50", "£1200.5", "1200.5"), ("kg", "12kg", "12 kg", "12"), ("kg", "12", "12 kg", "12")]
    {
        let folder = one(&format!("{{ask: How much?, kind: number, unit: {unit}, next: end}}"));
        let mut terminal = play(&folder, (80, 24));
        terminal.keys("1,000");
        terminal.keys(ENTER);
        terminal.wait_for("`1,000` is not a number; write it without commas");
        terminal.keys(&"\x7f".repeat(5));
        terminal.keys(typed);
        terminal.keys(ENTER);
        let end = terminal.ready("What now?");
        assert!(end.contains(&format!(": {echo}\n")) && end.contains(&format!("Got {number}.")), "{end}");
        terminal.keys(ENTER);
        let list = terminal.ready("Change:");
        assert!(list.contains(&format!("How much? {echo}")), "{list}");
    }
}

#[test]
fn an_optional_choice_has_an_entry_to_go_on_without() {
    let folder = one("{ask: Coat?, optional: true, answers: {yes: end, no: end}, next: end}");
    let mut terminal = play(&folder, (40, 15));
    let first = terminal.screen();
    assert!(first.contains("  No\n  Go on without an answer\n"), "{first}");
    terminal.keys(UP);
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains(": Go on without an answer\n") && end.contains("Got —."), "{end}");
    terminal.keys(ENTER);
    let list = terminal.ready("Change:");
    assert!(list.contains("Coat? left empty"), "{list}");
    terminal.keys(ENTER);
    // It is where it was left.
    let again = terminal.ready("Coat?");
    assert!(again.contains("› Go on without an answer"), "{again}");
}

#[test]
fn an_optional_text_may_be_left_empty() {
    let folder = one("{ask: Name?, kind: text, optional: true, max_length: 5, next: end}");
    let mut terminal = play(&folder, (70, 24));
    assert!(terminal.screen().contains("[At most 5 characters, or leave it empty to skip;"));
    terminal.keys("abcdef");
    terminal.keys(ENTER);
    terminal.wait_for("! That is 6 characters long, and 5 is the most.");
    terminal.keys(&"\x7f".repeat(6));
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains("✓ Your answer: left empty") && end.contains("Got —."), "{end}");
}

const DATE: &str = "{ask: When?, kind: date, max: today, next: end,
    reject: [{when: q == 2026-01-30, because: Nobody is there on Fridays.}]}";

#[test]
fn a_date_is_typed_and_its_form_is_shown() {
    let folder = one(DATE);
    let mut terminal = play(&folder, (80, 24));
    let first = terminal.screen();
    assert!(first.contains("[A date up to 2026-01-31, such as 2024-02-29; Tab or ↓ opens a calendar"), "{first}");
    terminal.keys(ENTER);
    terminal.wait_for("! An answer is needed here.");
    terminal.keys("2026-01-30");
    terminal.keys(ENTER);
    terminal.wait_for("! Nobody is there on Fridays.");
    terminal.keys("\x7f\x7f29");
    terminal.wait_for("Your answer: 2026-01-29");
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains("✓ Your answer: 2026-01-29") && end.contains("Got 2026-01-29."), "{end}");
}

#[test]
fn a_date_is_picked_from_a_calendar() {
    let folder = one(DATE);
    let mut terminal = play(&folder, (80, 24));
    terminal.keys(DOWN);
    terminal.wait_for("january 2026");
    terminal.wait_for("{ } year");
    terminal.keys(LEFT);
    terminal.keys(ENTER);
    terminal.wait_for("! Nobody is there on Fridays.");
    terminal.keys("{");
    terminal.wait_for("january 2025");
    terminal.keys("[");
    terminal.wait_for("december 2024");
    terminal.keys(ENTER);
    let end = terminal.ready("What now?");
    assert!(end.contains("✓ Your answer: 2024-12-30") && end.contains("Got 2024-12-30."), "{end}");
    assert_eq!(end.matches("Your answer:").count(), 1, "{end}");
}

#[test]
fn the_calendar_opens_at_what_was_typed_and_escape_comes_back_to_it() {
    let folder = one("{ask: When?, kind: date, next: end}");
    for (typed, month) in [("2024-02", "february 2024"), ("1999", "january 1999"), ("2023-11-15", "november 2023")] {
        let mut terminal = play(&folder, (80, 24));
        terminal.keys(typed);
        terminal.keys(TAB);
        terminal.wait_for(month);
        // Letters and control keys do nothing here.
        terminal.keys("qfv7\x01\x06\x16\x1bv");
        terminal.keys(ESCAPE);
        terminal.wait_gone(month);
        let screen = terminal.ready("Question 1");
        assert!(screen.contains(&format!("? Your answer: {typed}\n[")) && !screen.contains("(back)"), "{screen}");
        terminal.keys(TAB);
        terminal.wait_for(month);
        terminal.keys(ENTER);
        let day = if typed.len() == 10 { typed.to_owned() } else { format!("{typed}-01-01")[..10].to_owned() };
        terminal.ready(&format!("Got {day}."));
    }
}

#[test]
fn a_default_outside_the_limits_does_not_stop_the_calendar() {
    let folder = one("{ask: When?, kind: date, min: 'add_days(today, 1)', next: end}");
    let mut terminal = play(&folder, (80, 24));
    terminal.keys(TAB);
    terminal.wait_for("february 2026");
    terminal.keys(ENTER);
    terminal.ready("Got 2026-02-01.");
}

#[test]
fn an_optional_date_may_be_left_empty() {
    let folder = one("{ask: When?, kind: date, optional: true, next: end}");
    let mut terminal = play(&folder, (80, 24));
    assert!(terminal.screen().contains("such as 2024-02-29, or leave it empty to skip"), "{}", terminal.screen());
    terminal.keys(TAB);
    terminal.wait_for("january 2026");
    terminal.keys(ESCAPE);
    terminal.ready("Question 1");
    terminal.keys(ENTER);
    let end = terminal.ready("Got —.");
    assert!(end.contains("✓ Your answer: left empty"), "{end}");
}

#[test]
fn in_a_low_window_a_date_is_typed() {
    let folder = one(DATE);
    let mut terminal = play(&folder, (80, 11));
    terminal.keys("31.1.2026");
    terminal.keys(ENTER);
    terminal.wait_for("! `31.1.2026` is not a date; write it as year-month-day: 2026-01-31.");
    terminal.keys(&"\x7f".repeat(9));
    terminal.keys("2026-01-31");
    terminal.keys(ENTER);
    terminal.ready("Got 2026-01-31.");
}

#[test]
fn the_end_key_and_a_long_label_break_nothing() {
    let label = "Long words and many of them ".repeat(20);
    let folder = one(&format!(
        "{{ask: Which?, answers: {{a: {{label: '{label}', goto: end}}, b: {{label: Short, goto: end}}}}}}"
    ));
    let mut terminal = play(&folder, (40, 12));
    assert!(terminal.screen().contains('…'), "{}", terminal.screen());
    terminal.move_to(END, "Short");
    terminal.move_to(UP, "Long words");
    assert_eq!(terminal.screen().matches("? Your answer:").count(), 1);
    terminal.keys(ENTER);
    terminal.wait_for("more lines");
    assert!(terminal.read_on().contains("? What now?"));
}

//! The line-based dialogue, as a pipe or a screen reader meets it.

use std::io::Cursor;

use chrono::NaiveDate;
use onread::engine::{Given, Walk, read_answer};
use onread::play::{Ended, Look, Options, Save, Stop, play_plain};
use onread::tree::{Answer, QuestionId, Tree};
use proptest::prelude::*;

struct Notes(usize);

impl Save for Notes {
    fn after_answer(&mut self, _: &Walk) -> Result<(), String> {
        self.0 += 1;
        Err("the disk is full".to_owned())
    }

    fn save_as(&mut self, _: &Walk, _: &str) -> Result<String, String> {
        Err(String::new())
    }

    fn suggested(&self) -> String {
        String::new()
    }
}

fn tree(text: &str) -> Tree {
    onread::load_str("tree.yaml", text).unwrap()
}

fn session(tree: &Tree, given: Vec<(QuestionId, Answer)>, input: impl AsRef<[u8]>) -> (Ended, String) {
    let options = Options {
        look: Look { color: true, width: 20, height: 5 },
        today: NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(),
        given,
        stop: Stop::new(),
    };
    let mut output = Vec::new();
    let ended = play_plain(tree, &options, &mut Cursor::new(input), &mut output, &mut Notes(0)).unwrap();
    let output = String::from_utf8(output).unwrap();
    assert!(!output.contains('\u{1b}'), "{output:?}");
    (ended, output)
}

fn play(text: &str, input: &str) -> (Ended, String) {
    session(&tree(text), Vec::new(), input)
}

/// The dialogue from the first question on.
fn dialogue(text: &str, input: &str) -> String {
    let (_, output) = play(text, input);
    output[output.find("Question 1").unwrap()..].to_owned()
}

const PARTY: &str = "
title: A party
questions:
  come:
    ask: Do you come?
    help: |
      Be honest.
    answers: {yes: {help: With bells on}, no: end, not_sure: end}
    next: people
  people:
    ask: With how many?
    kind: number
    whole: true
    min: 1
    max: 8
    unit: people
    default: 2
  name:
    ask: Who are you?
    kind: text
  bring:
    ask: What do you bring?
    kind: many
    max: 2
    answers: {cake: {}, wine: {label: 'Wine, red'}, none: {label: Nothing, alone: true}}
    next: {best_of: [end, fun]}
outcomes:
  end: {title: A quiet evening}
  fun: {title: Fun, text: \"**Come**, {{ name }}:\\n\\n- early\\n- [here](https://example.org)\", notes: [{text: Shoes.}]}
";

#[test]
fn a_whole_session_reads_well() {
    let party = PARTY.replace("cake: {}", "cake: {score: {fun: 2.50}}");
    let (ended, output) = play(&party, "1\n\nback\n4\n1,3\n");
    assert_eq!(ended, Ended::OutOfInput(tree(&party).question_named("bring").unwrap()));
    assert!(output.contains("Who are you?\nA line of text: \nQuestion 4"), "`back` is a name here:\n{output}");
    let (ended, output) = play(&party, "1\n\nAnn\n1,2\n");
    assert_eq!(ended, Ended::Outcome);
    assert_eq!(
        output,
        "A party

Type back, quit or ? at any question, and :back, :quit or :? where text is asked.

Question 1 of 1 to 4: Do you come?
Be honest.
1. Yes - With bells on
2. No
3. Not sure
Number or id: 
The disk is full.
Question 2 of 4: With how many?
A whole number from 1 to 8 (people) [Enter for 2]: 
Question 3 of 4: Who are you?
A line of text: 
Question 4 of 4: What do you bring?
1. Cake
2. Wine, red
3. Nothing
Numbers or ids with commas, at most 2, “Nothing” only by itself, empty for none: 

Fun

Come, Ann:

- early
- here (https://example.org)

Note: Shoes.

How they scored:
1. Fun: 2.5
2. A quiet evening: 0
"
    );
}

#[test]
fn going_back_offers_what_was_answered() {
    let said = dialogue(PARTY, "yes\n5\n:back\n<\n\n\n:back\n?\n7\nBob\nquit\n");
    let lines: Vec<&str> = said.lines().filter(|line| line.ends_with(": ") || line.starts_with("Question")).collect();
    assert_eq!(
        lines,
        [
            "Question 1 of 1 to 4: Do you come?",
            "Number or id: ",
            "Question 2 of 4: With how many?",
            "A whole number from 1 to 8 (people) [Enter for 2]: ",
            "Question 3 of 4: Who are you?",
            "A line of text: ",
            "Question 2 of 4: With how many?",
            "A whole number from 1 to 8 (people) [Enter for 5]: ",
            "Question 1 of 1 to 4: Do you come?",
            "Number or id [Enter for Yes]: ",
            "Question 2 of 4: With how many?",
            "A whole number from 1 to 8 (people) [Enter for 5]: ",
            "Question 3 of 4: Who are you?",
            "A line of text: ",
            "Question 2 of 4: With how many?",
            "A whole number from 1 to 8 (people) [Enter for 5]: ",
            "Question 2 of 4: With how many?",
            "A whole number from 1 to 8 (people) [Enter for 5]: ",
            "Question 3 of 4: Who are you?",
            "A line of text: ",
            "Question 4 of 4: What do you bring?",
            "Numbers or ids with commas, at most 2, “Nothing” only by itself, empty for none: ",
        ]
    );
    assert_eq!(play(PARTY, "quit\n").0, Ended::Quit);
    assert!(dialogue(PARTY, "back\n").contains("This is the first question.\nNumber or id: "));
}

#[test]
fn a_refusal_is_a_sentence_and_another_try() {
    let said = dialogue(PARTY, "maybe\n\n4\nNOT SURE\n");
    for sentence in
        ["“maybe” is not one of the answers.", "An answer is needed here.", "“4” is not one of the answers."]
    {
        assert!(said.contains(&format!("\n{sentence}\nNumber or id: ")), "{said}");
    }
    assert!(said.ends_with("\nA quiet evening\n"), "{said}");
    let said = dialogue(PARTY, "yes\n9\n1.5\n1,000\n\n \nAnn\n1,3\n1 2 3\n9\n");
    for sentence in [
        "The most possible is 8 people.",
        "A whole number is wanted here.",
        "`1,000` is not a number; write it without commas, and with a point before the fraction: 1250.50.",
        "An answer is needed here.",
        "“Nothing” cannot be chosen together with others.",
        "“9” is not one of the answers.",
    ] {
        assert!(said.contains(&format!("\n{sentence}\n")), "{sentence}:\n{said}");
    }
}

const EMPTY: &str = "
title: T
questions:
  when: {ask: When?, kind: date, optional: true, max: today, default: 2026-01-01}
  many: {ask: What?, kind: many, answers: {quit: {}, b: {}}, default: [b]}
  text: {ask: Name?, kind: text, optional: true, default: none, next: end}
outcomes:
  end: {title: '{{ when }}, {{ many }}, {{ text }}'}
";

#[test]
fn what_has_a_default_can_still_be_left_empty() {
    let last = |input: &str| play(EMPTY, input).1.trim_end().lines().last().unwrap().to_owned();
    assert_eq!(last("\n\n\n"), "2026-01-01, B, none");
    assert_eq!(last("none\nnone\n:none\n"), "—, none, —");
    assert_eq!(last("2026-01-31\nquit\nnone\n"), "2026-01-31, Quit, none");
    let said = dialogue(EMPTY, ":none\n:none\n:back\n:back\n");
    assert!(said.contains("Numbers or ids with commas, empty for none: \nQuestion 1"), "{said}");
    assert!(said.ends_with("such as 2024-02-29, empty to skip: \n"), "{said}");
    let said = dialogue(EMPTY, "2027-01-01\n\n");
    assert!(
        said.contains("A date up to 2026-01-31, such as 2024-02-29 [Enter for 2026-01-01, none to leave it empty]: ")
    );
    assert!(said.contains("The last possible date is 2026-01-31."), "{said}");
    assert!(said.contains("Numbers or ids with commas [Enter for B, none for none]: "), "{said}");
    assert_eq!(play(EMPTY, "\n:quit\n").0, Ended::Quit);
}

#[test]
fn any_bytes_are_borne() {
    let huge = "x".repeat(100_000);
    let input = [b"\xff\xfe\n".to_vec(), huge.into_bytes(), b"\n\x1b[31m\n\x00\n2".to_vec()].concat();
    let (ended, output) = session(&tree(PARTY), Vec::new(), input);
    assert_eq!(ended, Ended::Outcome);
    for sentence in ["That line is not readable as text", "That line is too long: 64 KiB", "“\\u{1b}[31m” is not one"]
    {
        assert!(output.contains(sentence), "{sentence}:\n{output}");
    }
}

#[test]
fn answers_in_advance_are_used_where_they_are_asked_for() {
    let tree = tree(PARTY);
    let given = |id: &str, answer: Given| {
        let question = tree.question_named(id).unwrap();
        (question, read_answer(&tree, question, answer).unwrap())
    };
    let answers = vec![
        given("bring", Given::List(&["cake"])),
        given("come", Given::One("yes")),
        given("people", Given::One("9")),
    ];
    let (ended, output) = session(&tree, answers, "3\nAnn\n");
    assert_eq!(ended, Ended::Outcome);
    assert!(output.contains("Do you come? Yes\n"), "{output}");
    assert!(
        output.contains(
            "With how many? The answer given in advance is refused. The most possible is 8 people.\nQuestion 2"
        ),
        "{output}"
    );
    assert!(output.contains("What do you bring? Cake\n"), "{output}");
}

#[test]
fn a_stuck_walk_ends_without_a_word() {
    let stuck = "
title: T
questions:
  a: {ask: A?, answers: [x, y], next: [{when: a == x, goto: end}]}
outcomes: {end: {title: E}}
";
    let (ended, output) = play(stuck, "2\n");
    assert!(matches!(ended, Ended::Stopped(_)), "{ended:?}");
    assert!(output.ends_with("Number or id: \nThe disk is full.\n"), "{output}");
}

/// Characters that mean something to Markdown, to a terminal or to the reader, and some that do not.
const ANYTHING: &str = "[-*_`#>|!\\[\\](){}<>&;:=~0-9a-c \n\t\u{1b}\u{7}\u{9b}\u{202e}é你🦀\\\\]{0,60}";

fn steers(text: &str) -> bool {
    text.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}'))
}

proptest! {
    #[test]
    fn no_markdown_breaks_the_screen(text in ANYTHING, width in 0_usize..30) {
        let shown = onread::play::markdown(&text, &Look { color: false, width, height: 5 });
        prop_assert!(!steers(&shown), "{shown:?}");
        let colored = onread::play::markdown(&text, &Look { color: true, width, height: 5 });
        prop_assert!(!colored.contains("\u{1b}]") && !steers(&colored.replace('\u{1b}', "")), "{colored:?}");
    }

    #[test]
    fn no_input_breaks_the_dialogue(input in proptest::collection::vec("(back|none|[1-3]|\\PC{0,9}|yes|:\\?|2026-01-0[1-9])", 0..12)) {
        for text in [PARTY, EMPTY] {
            let (_, output) = session(&tree(text), Vec::new(), input.join("\n"));
            prop_assert!(!steers(&output), "{output:?}");
        }
    }
}

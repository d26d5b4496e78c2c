//! The line-based dialogue, as a pipe or a screen reader meets it.

use std::io::Cursor;

use chrono::NaiveDate;
use onread::engine::{Ahead, Given, Walk, read_answer};
use onread::explore::Onward;
use onread::play::{Ended, Look, Options, Save, SaveError, Stop, play_plain};
use onread::tree::{Answer, QuestionId, Tree};
use onread::walk::{Earlier, Kept};
use proptest::prelude::*;

struct Notes(usize);

impl Save for Notes {
    fn after_answer(&mut self, _: &Walk, _: &Kept) -> Result<(), SaveError> {
        self.0 += 1;
        Err(SaveError("the disk is full".to_owned()))
    }

    fn save_as(&mut self, _: &Walk, _: &Kept, _: &str) -> Result<String, SaveError> {
        Err(SaveError(String::new()))
    }

    fn suggested(&self) -> String {
        String::new()
    }
}

fn tree(text: &str) -> Tree {
    onread::load_str("tree.yaml", text).unwrap()
}

fn session(tree: &Tree, given: Vec<(QuestionId, Answer)>, input: impl AsRef<[u8]>) -> (Ended, String) {
    session_in(tree, given, input, 120)
}

fn session_in(tree: &Tree, given: Vec<(QuestionId, Answer)>, input: impl AsRef<[u8]>, width: usize) -> (Ended, String) {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let onward = Onward::of(tree, today).unwrap();
    let look = Look { color: true, width, height: 5 };
    let ahead = Some(&onward as &dyn Ahead);
    let options =
        Options { look, today, given, session: Earlier::default(), ahead, trace: None, stop: Stop::new(), form: false };
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

Type ? for help, or back or quit. Where text is asked, type :?, :back or :quit.

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

const SCALES: &str = "
title: Scales
questions:
  weight: {ask: 'How heavy is it?', kind: number, max: 2000, unit: kg}
  price: {ask: 'What does it cost?', kind: number, min: -50, unit: £}
  since: {ask: Since when?, kind: date, min: 2020-02-29}
  with: {ask: What is with it?, kind: many, answers: {lid: {}, 'box': {label: 'Box, large'}, bag: {}}}
  name: {ask: What is it?, kind: text, optional: true, next: end}
outcomes:
  end: {title: 'Got {{ weight }}, {{ price }}, {{ since }}, {{ with }}'}
";

#[test]
fn a_number_may_carry_its_unit_and_says_how_it_was_read() {
    let last = |input: &str| play(SCALES, input).1.trim_end().lines().last().unwrap().to_owned();
    assert_eq!(last("12 kg\n-£5\n2020-02-29\nlid, box, large\n\n"), "Got 12, -5, 2020-02-29, Lid and Box, large");
    assert_eq!(
        last("1,000.5KG\n£1,200\n2020-02-29\nl, b\n2, 3\n\n"),
        "Got 1000.5, 1200, 2020-02-29, Box, large and Bag"
    );
    let said = dialogue(SCALES, "12\n12 kg\n");
    assert!(!said.contains("Taken as 12 kg"), "{said}");
    let said = dialogue(SCALES, "2,000 kg\n£ 7\n2020-02-29\nli,box, L\n");
    for sentence in ["Taken as 2000 kg.", "Taken as £7.", "Taken as “Lid” and “Box, large”."] {
        assert!(said.contains(&format!("\n{sentence}\n")), "{sentence}:\n{said}");
    }
    let said = dialogue(SCALES, "1,000\n0,5 kg\n1,2,3 kg\n2,001 kg\n1\n-£51\n0\n2020-02-28\n2020-02-29\nb\n");
    for sentence in [
        "`1,000` is not a number; write it without commas, and with a point before the fraction: 1250.50.",
        "`0,5 kg` is not a number; a comma is no decimal point here, write a point instead: 0.5.",
        "`1,2,3 kg` is not a number; write it without commas, and with a point before the fraction: 1250.50.",
        "The most possible is 2000 kg.",
        "The least possible is -£50.",
        "The first possible date is 2020-02-29.",
        "“b” could be “Box, large” (2) or “Bag” (3).",
    ] {
        assert!(said.contains(&format!("\n{sentence}\n")), "{sentence}:\n{said}");
    }
}

#[test]
fn what_stays_on_the_screen_carries_units() {
    let tree = tree(SCALES);
    let given = |id: &str, answer: Given| {
        let question = tree.question_named(id).unwrap();
        (question, read_answer(&tree, question, answer).unwrap())
    };
    let given = vec![
        given("weight", Given::One("12.50")),
        given("price", Given::One("1200")),
        given("since", Given::One("2026-01-31")),
        given("with", Given::List(&["bag", "lid"])),
        given("name", Given::Nothing),
    ];
    let (ended, output) = session(&tree, given, "");
    assert_eq!(ended, Ended::Outcome);
    for line in [
        "How heavy is it? 12.5 kg",
        "What does it cost? £1200",
        "Since when? 2026-01-31",
        "What is with it? Lid and Bag",
        "What is it? left empty",
    ] {
        assert!(output.contains(&format!("\n{line}\n")), "{line}:\n{output}");
    }
}

#[test]
fn help_says_what_can_be_typed_here() {
    let said = dialogue(EMPTY, "?\n\n?\n\n:?\n");
    for text in [
        "Type a date as year-month-day, such as 2024-02-29.\nEnter alone takes what stands in brackets.\n\
         Type none for nothing at all.\nType back to go back one question; your answer is kept there.\n\
         Type quit to stop.\nType ? for this and the question again.\n\nQuestion 1",
        // An answer is called `quit` here.
        "Type :quit to stop.\nType ? for this",
        "Type a line of text.\nEnter alone takes what stands in brackets.\nType :none for nothing at all.\nType :back",
    ] {
        assert!(said.contains(text), "{text}:\n{said}");
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
fn a_choice_may_be_left_empty() {
    let tree = "
title: T
questions:
  a: {ask: A?, answers: [x, y]}
  coat: {ask: Coat?, optional: true, answers: {none: {when: a == y}, yes: {when: a == y}}, next: end}
outcomes: {end: {title: '{{ a }}, {{ coat }}'}}
";
    let last = |input: &str| play(tree, input).1.trim_end().lines().last().unwrap().to_owned();
    assert_eq!(last("y\n\n"), "Y, —");
    assert_eq!(last("y\n:none\n"), "Y, —");
    assert_eq!(last("y\nnone\n"), "Y, None");
    assert_eq!(last("x\n\n"), "X, —");
    let said = dialogue(tree, "y\n\n");
    assert!(said.contains("Number or id, empty to skip: "), "{said}");
    let said = dialogue(tree, "x\n2\n\n");
    assert!(said.contains("No answer is on offer; Enter goes on: \n“2” is not one of the answers."), "{said}");
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
        let shown = onread::play::markdown(&text.as_str().into(), &Look { color: false, width, height: 5 });
        prop_assert!(!steers(&shown), "{shown:?}");
        let colored = onread::play::markdown(&text.as_str().into(), &Look { color: true, width, height: 5 });
        prop_assert!(!colored.contains("\u{1b}]") && !steers(&colored.replace('\u{1b}', "")), "{colored:?}");
    }

    #[test]
    fn no_text_is_lost_where_lines_break(text in ANYTHING, label in "[-a-z0-9 .你]{1,40}", width in 0_usize..90) {
        prop_assume!(!text.trim().is_empty() && !text.contains("{{") && !label.trim().is_empty());
        let tree = format!(
            "title: T\nquestions:\n  q:\n    ask: {}\n    answers:\n      a: {{label: {}}}\n    next: o\noutcomes:\n  o: {{title: O}}\n",
            onread::engine::scalar(&text),
            onread::engine::scalar(&label)
        );
        let Ok(tree) = onread::load_str("tree.yaml", &tree) else { return Ok(()) };
        let (_, output) = session_in(&tree, Vec::new(), "?\n1\n", width);
        let packed = |text: &str| text.split_whitespace().collect::<String>();
        let (all, shown) = (packed(&output), packed(&onread::text::visible(&text)));
        prop_assert!(all.contains(&shown), "{text:?} in {width}:\n{output}");
        prop_assert!(all.contains(&format!("1.{}", packed(&label))), "{label:?} in {width}:\n{output}");
        // Where words need no spaces between them, more than spaces decides where lines may break.
        let spaced = |text: &str| text.chars().all(|c| c < '\u{e00}' || c == '\u{202e}');
        for line in output.lines().filter(|_| spaced(&text) && spaced(&label)) {
            let long = textwrap::core::display_width(line.trim_end()) > width;
            // The first word of a line may be too long for it, and so may be what hangs behind a number.
            prop_assert!(!long || line.split_whitespace().count() < 3, "{line:?} in {width}:\n{output}");
        }
    }

    #[test]
    fn no_input_breaks_the_dialogue(input in proptest::collection::vec("(back|none|[1-3]|\\PC{0,9}|yes|:\\?|2026-01-0[1-9])", 0..12)) {
        for text in [PARTY, EMPTY] {
            let (_, output) = session(&tree(text), Vec::new(), input.join("\n"));
            prop_assert!(!steers(&output), "{output:?}");
        }
    }
}

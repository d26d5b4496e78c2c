//! Whatever is typed where answers are on offer means the one that a naive reading finds, or is refused with the names
//! of all that could be meant.

use std::collections::BTreeSet;
use std::io::Cursor;

use chrono::NaiveDate;
use onread::engine::Walk;
use onread::play::{Ended, Look, Options, Save, SaveError, Stop, play_plain};
use onread::tree::Tree;
use onread::walk::{Earlier, Kept};
use proptest::prelude::*;

struct Nowhere;

impl Save for Nowhere {
    fn after_answer(&mut self, _: &Walk, _: &Kept) -> Result<(), SaveError> {
        Ok(())
    }

    fn save_as(&mut self, _: &Walk, _: &Kept, _: &str) -> Result<String, SaveError> {
        Ok(String::new())
    }

    fn suggested(&self) -> String {
        String::new()
    }
}

/// Ids and labels of a question's answers.
type Answers = Vec<(String, String)>;

fn tree(answers: &Answers, kind: &str) -> Option<Tree> {
    let lines: String = answers.iter().map(|(id, label)| format!("      \"{id}\": {{label: \"{label}\"}}\n")).collect();
    let text = format!(
        "title: T\nquestions:\n  q:\n    ask: Q?\n    kind: {kind}\n    answers:\n{lines}    next: o\noutcomes:\n  o: {{title: 'Got {{{{ q }}}}'}}\n"
    );
    onread::load_str("tree.yaml", &text).ok()
}

/// What plain lines make of a line: the end of what is said.
fn said(tree: &Tree, line: &str) -> (Ended, String) {
    let options = Options {
        look: Look { color: false, width: 10_000, height: 24 },
        today: NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(),
        given: Vec::new(),
        session: Earlier::default(),
        ahead: None,
        trace: None,
        stop: Stop::new(),
        form: false,
    };
    let mut output = Vec::new();
    let ended = play_plain(tree, &options, &mut Cursor::new(format!("{line}\n")), &mut output, &mut Nowhere).unwrap();
    let output = String::from_utf8(output).unwrap();
    (ended, output.lines().skip_while(|line| !line.contains(": ")).collect::<Vec<_>>().join("\n"))
}

/// Whether an answer, by its position, id and label, is meant.
type Way<'a> = &'a dyn Fn(usize, &str, &str) -> bool;

/// All answers that a word could mean, by the first way of meaning one that fits any.
fn meant(answers: &Answers, typed: &str) -> BTreeSet<usize> {
    let same = |text: &str| text.to_lowercase() == typed.to_lowercase();
    let begins = |text: &str| !typed.is_empty() && text.to_lowercase().starts_with(&typed.to_lowercase());
    let numbered = !answers.iter().enumerate().any(|(at, (id, label))| {
        [id, label].iter().any(|text| text.parse().is_ok_and(|n: usize| n >= 1 && n <= answers.len() && n != at + 1))
    });
    let ways: [Way; 5] = [
        &|_, id, _| id == typed,
        &|at, _, _| numbered && typed.parse() == Ok(at + 1),
        &|_, _, label| label == typed,
        &|_, id, label| same(id) || same(label),
        &|_, id, label| begins(id) || begins(label),
    ];
    for way in ways {
        let all = answers.iter().enumerate().filter(|(at, (id, label))| way(*at, id, label));
        let found: BTreeSet<usize> = all.map(|(at, _)| at).collect();
        if !found.is_empty() {
            return found;
        }
    }
    BTreeSet::new()
}

fn answers() -> impl Strategy<Value = Answers> {
    let name = "[abAB12]{1,3}";
    let labels = prop_oneof!["[abAB12]{1,3}( [ab]{1,2})?", "[abAB12]{1,3}(, [ab]{1,2})?"];
    proptest::collection::vec((name, labels), 1..6).prop_map(|mut answers| {
        let mut seen = BTreeSet::new();
        answers.retain(|(id, _)| seen.insert(id.clone()));
        answers
    })
}

/// What is typed: something short, or a name of one of the answers, or the beginning of one.
fn typed() -> impl Strategy<Value = (String, usize, usize, usize)> {
    ("[abAB12]{0,3}", 0..9_usize, 0..4_usize, 1..5_usize)
}

fn line(answers: &Answers, (short, at, what, length): &(String, usize, usize, usize)) -> String {
    let (id, label) = &answers[at % answers.len()];
    match what {
        0 => short.clone(),
        1 => label.chars().take(*length).collect::<String>().trim().to_owned(),
        2 => label.to_uppercase(),
        _ => id.chars().take(*length).collect(),
    }
}

proptest! {
    #[test]
    fn one_answer_is_the_one_that_is_meant(answers in answers(), typed in typed()) {
        let Some(tree) = tree(&answers, "choice") else { return Ok(()) };
        let typed = line(&answers, &typed);
        let found = meant(&answers, &typed);
        let (ended, output) = said(&tree, &typed);
        match found.len() {
            1 => {
                let label = &answers[*found.first().unwrap()].1;
                prop_assert!(output.ends_with(&format!("\nGot {label}")), "{typed:?} in {answers:?}\n{output}");
            }
            0 => {
                prop_assert!(ended != Ended::Outcome, "{typed:?} in {answers:?}\n{output}");
                let refused = if typed.is_empty() { "An answer is needed here." } else { "is not one of the answers." };
                prop_assert!(output.contains(refused), "{typed:?} in {answers:?}\n{output}");
            }
            _ => {
                prop_assert!(ended != Ended::Outcome, "{typed:?} in {answers:?}\n{output}");
                let refusal = output.lines().find(|line| line.contains("could be")).unwrap_or_default();
                for at in &found {
                    prop_assert!(refusal.contains(&format!("“{}” (", answers[*at].1)), "{typed:?} in {answers:?}\n{output}");
                }
            }
        }
    }

    #[test]
    fn several_answers_are_those_that_are_meant(answers in answers(), typed in proptest::collection::vec(typed(), 1..4)) {
        let answers: Answers = answers.into_iter().map(|(id, label)| (id, label.replace(',', ""))).collect();
        let Some(tree) = tree(&answers, "many") else { return Ok(()) };
        let words: Vec<String> = typed.iter().map(|typed| line(&answers, typed)).filter(|word| !word.is_empty()).collect();
        let typed = words.join(", ");
        let found: Vec<BTreeSet<usize>> = words.iter().map(|word| meant(&answers, word)).collect();
        // Words with a space between them may be several answers; who that is does not matter here.
        prop_assume!(words.iter().all(|word| !word.contains(' ')));
        let (ended, output) = said(&tree, &typed);
        if found.iter().all(|meant| meant.len() == 1) {
            let all: BTreeSet<usize> = found.into_iter().flatten().collect();
            let labels: Vec<&str> = all.iter().map(|at| answers[*at].1.as_str()).collect();
            let shown = match labels.as_slice() {
                [] => "none".to_owned(),
                [one] => (*one).to_owned(),
                [others @ .., last] => format!("{} and {last}", others.join(", ")),
            };
            prop_assert!(output.ends_with(&format!("\nGot {shown}")), "{typed:?} in {answers:?}\n{output}");
        } else {
            prop_assert!(ended != Ended::Outcome, "{typed:?} in {answers:?}\n{output}");
            prop_assert!(output.contains("could be") || output.contains("not one of"), "{typed:?} in {answers:?}\n{output}");
        }
    }
}

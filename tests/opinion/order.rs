//! Typed answers that are compared with each other, in trees of two or three of them, against all answers one by one.

use std::collections::BTreeSet;
use std::fmt::Write;

use onread::diagnostic::Code;
use onread::engine::{At, Walk};
use onread::explore::{Options, explore};
use onread::tree::{Answer, Tree};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::enumerate::today;
use super::tape::Tape;

/// What kind of answers are compared.
#[derive(Debug, Clone, Copy)]
enum Of {
    /// Whole numbers from 0 on.
    Whole,
    /// Numbers from 0 on, a quarter apart: between three of them and whole limits, nothing needs to be finer.
    Parts,
    /// Days of January.
    Dates,
}

impl Of {
    fn literal(self, at: usize) -> String {
        if let Self::Dates = self { format!("2026-01-{:02}", at + 1) } else { at.to_string() }
    }

    fn moved(self, name: &str, by: usize) -> String {
        match (self, by) {
            (_, 0) => name.to_owned(),
            (Self::Dates, _) => format!("add_days({name}, {by})"),
            _ => format!("{name} + {by}"),
        }
    }

    fn answers(self, last: usize) -> Vec<Answer> {
        let number = |hundredths: usize| Answer::Number(rust_decimal(hundredths));
        match self {
            Self::Whole => (0..=last).map(|at| number(at * 100)).collect(),
            Self::Parts => (0..=last * 4).map(|at| number(at * 25)).collect(),
            Self::Dates => {
                let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
                (0..=last).map(|at| Answer::Date(first + chrono::Days::new(at as u64))).collect()
            }
        }
    }
}

fn rust_decimal(hundredths: usize) -> rust_decimal::Decimal {
    rust_decimal::Decimal::new(hundredths as i64, 2).normalize()
}

/// A comparison of two answers, or of one with what is written there.
fn comparison(tape: &mut Tape, of: Of, pairs: &[[usize; 2]], last: usize) -> String {
    let order = tape.pick(&["<", "<=", ">", ">=", "==", "!="]);
    if tape.chance(40) {
        let at = tape.below(last + 1);
        return format!("q{} {order} {}", tape.pick(&pairs.concat()), of.literal(at));
    }
    let [left, right] = tape.pick(pairs);
    let by = if tape.chance(40) { tape.below(4) } else { 0 };
    format!("{} {order} q{right}", of.moved(&format!("q{left}"), by))
}

fn tree(tape: &mut Tape, of: Of, count: usize, last: usize) -> String {
    // Compared in a row, with the one in the middle, or in a circle.
    let pairs = match (count, tape.below(4)) {
        (2, _) => vec![[0, 1]],
        (_, 0 | 1) => vec![[0, 1], [1, 2]],
        (_, 2) => vec![[0, 2], [1, 2]],
        _ => vec![[0, 1], [1, 2], [2, 0]],
    };
    let mut text = "title: T\nquestions:\n".to_owned();
    for at in 0..count {
        let kind = if let Of::Dates = of { "date" } else { "number" };
        let min = match pairs.iter().find(|pair| pair[1] == at && pair[0] < at) {
            Some([other, _]) if tape.chance(30) => of.moved(&format!("q{other}"), tape.below(3)),
            _ => of.literal(0),
        };
        let whole = if let Of::Whole = of { ", whole: true" } else { "" };
        let max = of.literal(last);
        let mut more = String::new();
        if at > 0 && tape.chance(50) {
            // Only about what has been asked.
            let asked: Vec<[usize; 2]> = pairs.iter().copied().filter(|pair| pair.iter().all(|q| *q <= at)).collect();
            if !asked.is_empty() {
                let when = comparison(tape, of, &asked, last);
                more = format!(", reject: [{{when: '{when}', because: No.}}]");
            }
        }
        let end = if at + 1 == count { ", next: [" } else { "" };
        let close = if at + 1 == count { "" } else { "}\n" };
        let _ = write!(text, "  q{at}: {{ask: Q?, kind: {kind}{whole}, min: '{min}', max: {max}{more}{end}{close}");
    }
    for end in 0..5 {
        let parts = 1 + tape.below(2);
        let joined = if tape.chance(30) { " or " } else { " and " };
        let when: Vec<String> = (0..parts).map(|_| comparison(tape, of, &pairs, last)).collect();
        let _ = write!(text, "{{when: '{}', goto: o{end}}}, ", when.join(joined));
    }
    text.push_str("{goto: rest}]}\noutcomes:\n");
    (0..5).for_each(|end| text.push_str(&format!("  o{end}: {{title: O}}\n")));
    text + "  rest: {title: Rest}\n"
}

/// Where walks end, and questions at which nothing is allowed.
fn walked(walk: &Walk, answers: &[Answer], ends: &mut BTreeSet<String>, count: &mut usize) {
    match walk.at() {
        At::Question(id) => {
            let before = *count;
            for answer in answers {
                let mut next = walk.clone();
                if next.answer(answer.clone()).is_ok() {
                    walked(&next, answers, ends, count);
                    *count += 1;
                }
            }
            if *count == before {
                ends.insert(format!("stuck {}", walk.tree().question(*id).id));
            }
        }
        At::Outcome(id, _) => drop(ends.insert((*walk.tree().outcome(*id).id).to_owned())),
        At::Stopped(fault) => drop(ends.insert(format!("stuck {}", walk.tree().question(fault.question()).id))),
    }
}

fn told(tree: &Tree, text: &str, one_by_one: Option<usize>) -> (BTreeSet<String>, bool) {
    let explored = explore(tree, today(), &Options::default());
    // What is compared in a circle is only looked at one by one, and not where a limit moves.
    let moving = text.contains("min: 'q") || text.contains("min: 'add");
    assert!(explored.certainty.is_exact() || text.contains("q2: ") && moving, "{text}");
    assert!(one_by_one.is_none_or(|all| explored.walks <= all.into()), "{} walks\n{text}", explored.walks);
    let reached = explored.outcomes.iter().filter(|reached| reached.witness.is_some());
    let mut ends: BTreeSet<String> = reached.map(|reached| (*tree.outcome(reached.outcome).id).to_owned()).collect();
    let stuck = explored.findings.iter().filter(|finding| finding.code == Code::Stuck);
    ends.extend(stuck.map(|finding| format!("stuck {}", finding.at.as_deref().unwrap())));
    (ends, explored.certainty.is_exact())
}

fn look_at(of: Of, count: usize, last: usize, cases: usize) {
    let seed = super::from_environment("OPINION_SEED", 5);
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    let tapes = proptest::collection::vec(proptest::prelude::any::<u16>(), 60..90);
    let answers = of.answers(last);
    // Parts of a number have more ranges than there are quarters.
    let one_by_one = (!matches!(of, Of::Parts)).then_some(answers.len().pow(count as u32));
    let (mut compared, mut stuck, mut missed) = (0, 0, 0);
    // Of few a fifth or a half is not told apart.
    let cases = super::size::cases(cases).max(3);
    for _ in 0..cases {
        let text = self::tree(&mut Tape::new(tapes.new_tree(&mut runner).unwrap().current()), of, count, last);
        let tree = onread::load_str("order.yaml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut ends = BTreeSet::new();
        walked(&Walk::new(&tree, today()), &answers, &mut ends, &mut 0);
        let (told, exact) = told(&tree, &text, one_by_one);
        assert!(if exact { told == ends } else { told.is_subset(&ends) }, "{told:?} and not {ends:?}\n{text}");
        compared += usize::from(exact);
        stuck += usize::from(ends.iter().any(|end| end.starts_with("stuck")));
        missed += usize::from(ends.len() < 6);
    }
    assert!(compared * 5 > cases * 4 && stuck * 20 > cases && missed * 2 > cases, "{compared} {stuck} {missed}");
}

#[test]
fn two_answers_of_many() {
    // More than are looked at one by one.
    look_at(Of::Whole, 2, 170, 20);
}

#[test]
fn two_and_three_answers() {
    for of in [Of::Whole, Of::Dates] {
        look_at(of, 2, 9, 150);
        look_at(of, 3, 7, 60);
    }
    look_at(Of::Parts, 2, 6, 100);
}

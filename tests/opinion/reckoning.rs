//! Conditions that reckon with one whole number: what is proved of them against the engine on every number.

use onread::diagnostic::Code;
use onread::engine::{At, Walk};
use onread::explore::{Explored, Options, explore};
use onread::tree::{Answer, Tree};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::enumerate::today;
use super::tape::Tape;

/// Numbers that are rounded, that have many places, or that come to nothing when they are reckoned with.
const NUMBERS: [&str; 26] = [
    "1",
    "2",
    "3",
    "3",
    "7",
    "9",
    "10",
    "0.1",
    "0.5",
    "0.3",
    "1.5",
    "2.25",
    "1000",
    "12",
    "100",
    "6",
    "0",
    "-2",
    "0.3333333333333333333333333333",
    "0.0000000000000000000000000001",
    "1.000000000000000000000000001",
    "9999999999999999999999999999",
    "7000000000000000000000000000",
    "100000000000000000000",
    "0.00000000000000000001",
    "333333333333333.3333333333333",
];
const ORDERS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

fn number(tape: &mut Tape) -> &'static str {
    let many = if tape.chance(75) { 18 } else { NUMBERS.len() };
    NUMBERS[tape.below(many)]
}

fn expression(tape: &mut Tape, depth: usize, values: &[String]) -> String {
    if depth == 0 || tape.chance(15) {
        return match tape.below(6) {
            0 | 1 => number(tape).to_owned(),
            2 if !values.is_empty() => tape.pick(values),
            _ => "x".to_owned(),
        };
    }
    let inner = |tape: &mut Tape| expression(tape, depth - 1, values);
    match tape.below(13) {
        0 | 1 => format!("({} / {})", inner(tape), number(tape)),
        2 => format!("({} * {})", inner(tape), number(tape)),
        3 | 4 => format!("({} + {})", inner(tape), inner(tape)),
        5 => format!("({} - {})", inner(tape), inner(tape)),
        6 => format!("({} * {})", inner(tape), inner(tape)),
        7 => format!("({} / {})", inner(tape), inner(tape)),
        8 => format!("round({}, {})", inner(tape), tape.pick(&["0", "1", "2", "27", "28", "-1", "-28"])),
        9 => format!("{}({})", tape.pick(&["floor", "ceil", "abs"]), inner(tape)),
        10 => format!("{}({}, {})", tape.pick(&["min", "max"]), inner(tape), inner(tape)),
        11 => format!("default({}, {})", inner(tape), number(tape)),
        // The same there and back.
        _ => {
            let by = number(tape);
            let (there, back) = tape.pick(&[("/", "*"), ("*", "/"), ("+", "-"), ("-", "+")]);
            format!("({} {there} {by} {back} {by})", inner(tape))
        }
    }
}

fn condition(tape: &mut Tape, values: &[String]) -> String {
    let side = |tape: &mut Tape| {
        let depth = 1 + tape.below(3);
        expression(tape, depth, values)
    };
    if tape.chance(10) {
        return format!("answered({})", side(tape));
    }
    if tape.chance(8) {
        return format!("{} in [{}, {}]", side(tape), side(tape), number(tape));
    }
    let right = if tape.chance(35) {
        "x".to_owned()
    } else if tape.chance(50) {
        number(tape).to_owned()
    } else {
        side(tape)
    };
    format!("{} {} {right}", side(tape), tape.pick(&ORDERS))
}

/// A tree that asks for one whole number, and the least and the most of it.
fn tree(tape: &mut Tape) -> (String, i64, i64) {
    let (least, most) = tape.pick(&[(1, 9), (1, 9), (-3, 12), (0, 400), (-300, 300), (1, 1000)]);
    let mut text = String::from("title: T\nquestions:\n  x:\n    ask: X?\n    kind: number\n    whole: true\n");
    let values = if tape.chance(40) { vec!["v".to_owned()] } else { Vec::new() };
    let is_wide = tape.chance(20);
    if !is_wide {
        text += &format!("    min: {least}\n    max: {most}\n");
    }
    text += "    next:\n";
    for outcome in ["a", "b"].iter().take(1 + tape.below(2)) {
        text += &format!("      - {{when: \"{}\", goto: {outcome}}}\n", condition(tape, &values));
    }
    text += "      - goto: c\noutcomes:\n  a: {title: A}\n  b: {title: B}\n  c:\n    title: C\n    notes:\n";
    text += &format!("      - {{when: \"{}\", text: N}}\n", condition(tape, &values));
    if let [value] = &values[..] {
        match tape.below(3) {
            0 => text += &format!("values:\n  {value}: \"{}\"\n", expression(tape, 2, &[])),
            1 => {
                let (when, one, other) = (condition(tape, &[]), expression(tape, 2, &[]), expression(tape, 1, &[]));
                text +=
                    &format!("values:\n  {value}:\n    - {{when: \"{when}\", is: \"{one}\"}}\n    - is: \"{other}\"\n");
            }
            _ => {
                let (by, cell) = (expression(tape, 2, &[]), number(tape));
                text += &format!("values:\n  {value}: {{by: [\"{by}\"], table: {{1: 5, 3: {cell}, 4: 9}}, else: 2}}\n");
            }
        }
    }
    (text, least, most)
}

/// What is proved against what the engine takes each number for.
fn compare(tree: &Tree, explored: &Explored, numbers: impl Iterator<Item = i64>, text: &str) {
    let mut reached = [false; 3];
    let mut note = [false; 2];
    for number in numbers {
        let mut walk = Walk::new(tree, today());
        if walk.answer(Answer::Number(number.into())).is_err() {
            continue;
        }
        let At::Outcome(end, _) = *walk.at() else { panic!("{text}") };
        reached[end.index()] = true;
        if end.index() == 2 {
            note[usize::from(!walk.ending().unwrap().notes.is_empty())] = true;
        }
        let witness = &explored.outcomes[end.index()].witness;
        assert!(witness.is_some(), "{number} leads to {end:?}, which was said to be reached by no walk\n{text}");
    }
    let told =
        |part: &str| explored.findings.iter().any(|found| found.code == Code::Never && found.message.contains(part));
    assert!(!(told("no walk is shown note 1 of `c`") && note[1]), "note never shown\n{text}");
    assert!(
        !(told("always true")
            && explored
                .findings
                .iter()
                .any(|f| f.at.as_deref().unwrap().starts_with("c.") && f.message.contains("always true"))
            && note[0]),
        "note always shown\n{text}"
    );
    for (index, when) in ["a", "b"].iter().enumerate() {
        assert!(!(told(&format!("no walk reaches `{when}`")) && reached[index]), "never\n{text}");
    }
    for outcome in &explored.outcomes {
        let Some(steps) = &outcome.witness else { continue };
        let mut walk = Walk::new(tree, today());
        steps.iter().for_each(|(_, answer)| walk.answer(answer.clone()).unwrap());
        assert!(matches!(walk.at(), At::Outcome(end, _) if *end == outcome.outcome), "{text}");
    }
}

#[test]
fn what_is_proved_of_reckoning_is_what_the_engine_reckons() {
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(7), ..Config::default() });
    let tapes = proptest::collection::vec(any::<u16>(), 30..90);
    let (mut exact, mut inexact) = (0, 0);
    for _ in 0..super::size::cases(6000) {
        let mut tape = Tape::new(tapes.new_tree(&mut runner).unwrap().current());
        let (text, least, most) = tree(&mut tape);
        let Ok(tree) = onread::load_str("reckoning.yaml", &text) else { continue };
        let explored = explore(&tree, today(), &Options::default());
        if !explored.certainty.is_exact() {
            inexact += 1;
            continue;
        }
        exact += 1;
        compare(&tree, &explored, least..=most, &text);
    }
    assert!(exact > super::size::share(2000) && inexact < exact, "{exact} {inexact}");
}

#[test]
fn a_third_three_times_is_the_whole_for_some_numbers_only() {
    let text = "title: T\nquestions:\n  x: {ask: X?, kind: number, whole: true, min: 1, max: 9, \
                next: [{when: x / 3 * 3 == x, goto: a}, {goto: b}]}\noutcomes: {a: {title: A}, b: {title: B}}\n";
    let tree = onread::load_str("third.yaml", text).unwrap();
    let explored = explore(&tree, today(), &Options::default());
    assert!(explored.certainty.is_exact());
    let walks: Vec<String> = explored.outcomes.iter().map(|reached| reached.walks.to_string()).collect();
    assert_eq!((walks, explored.findings.len()), (vec!["1".to_owned(), "1".to_owned()], 0));
}

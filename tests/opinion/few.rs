//! Typed answers that are cut exactly whatever other answers there are: counted on paper.

use std::fmt::Write;

use onread::explore::{Explored, Options, explore};

use super::enumerate::today;

fn all(text: &str) -> Explored {
    let tree = onread::load_str("few.yaml", text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    explore(&tree, today(), &Options::default())
}

/// All walks and those to each outcome, where all is proved.
fn proved(text: &str) -> Vec<String> {
    let explored = all(text);
    assert!(explored.certainty.is_exact(), "{:?}\n{text}", explored.certainty);
    let ends = explored.outcomes.iter().map(|reached| reached.walks.to_string());
    std::iter::once(explored.walks.to_string()).chain(ends).collect()
}

const OUTCOMES: &str = "outcomes: {a: {title: A}, b: {title: B}, c: {title: C}}\n";

/// Measurements with a point for each beyond its limit; three results by their sum.
fn points(count: u32, kind: &str) -> String {
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..count {
        let _ = writeln!(text, "  q{at}: {{ask: Q, kind: number, {kind}}}");
    }
    text.push_str("  last: {ask: L, answers: [x], next: [{when: total >= 3, goto: a}, {when: total == 2, goto: b}, ");
    text.push_str("{goto: c}]}\nvalues:\n");
    let sum: Vec<String> = (0..count).map(|at| format!("p{at}")).collect();
    let _ = writeln!(text, "  total: {}", sum.join(" + "));
    for at in 0..count {
        let _ = writeln!(text, "  p{at}: [{{when: q{at} >= {}, is: 1}}, {{is: 0}}]", 40 + 7 * at);
    }
    text + OUTCOMES
}

#[test]
fn points_are_summed_over_the_conditions_that_give_them() {
    // None or one of six, two of six, the rest of 2^6.
    assert_eq!(proved(&points(6, "min: 0, max: 300")), ["64", "42", "15", "7"]);
    assert_eq!(proved(&points(6, "min: 0, max: 120, whole: true")), ["64", "42", "15", "7"]);
    assert_eq!(proved(&points(2, "")), ["4", "0", "1", "3"]);
    // So few are looked at one by one: 61 of 101 are 40 or more, and 54 are 47 or more.
    let few = points(2, "min: 0, max: 100, whole: true");
    assert_eq!(proved(&few), ["10201", "0", &(61 * 54).to_string(), &(101 * 101 - 61 * 54).to_string()]);
}

#[test]
fn an_income_is_cut_at_all_limits_that_nine_answers_can_come_to() {
    let mut text = String::from("title: T\nquestions:\n  income: {ask: I, kind: number, min: 0, max: 1000000}\n");
    for at in 0..9 {
        let _ = writeln!(text, "  y{at}: {{ask: Y, answers: [yes, no]}}");
    }
    text.push_str("  last: {ask: L, answers: [x], next: [{when: income < limit, goto: a}, {goto: b}]}\nvalues:\n");
    let sum: Vec<String> = (0..9).map(|at| format!("2000 * e{at}")).collect();
    let _ = writeln!(text, "  limit: 16000 + {}", sum.join(" + "));
    for at in 0..9 {
        let _ = writeln!(text, "  e{at}: [{{when: y{at} == yes, is: 1}}, {{is: 0}}]");
    }
    // Ten limits, so eleven ranges: below the limit of k are k + 1 of them.
    let below: u64 = (0..=9_u64).map(|k| (k + 1) * (0..k).fold(1, |ways, at| ways * (9 - at) / (at + 1))).sum();
    let total = 11 << 9;
    assert_eq!(
        proved(&(text + OUTCOMES)),
        [total.to_string(), below.to_string(), (total - below).to_string(), "0".to_owned()]
    );
}

#[test]
fn a_limit_may_grow_by_a_whole_number_a_score_or_boxes() {
    let tree = |first: &str, limit: &str| {
        format!(
            "title: T\nquestions:\n  first: {{ask: F, {first}}}\n  income: {{ask: I, kind: number, min: 0, next: \
             [{{when: income * 12 - 600 < {limit}, goto: a}}, {{goto: b}}]}}\n{OUTCOMES}"
        )
    };
    // Below each of fifteen limits and from there on, for each number of people.
    let people = tree("kind: number, whole: true, min: 1, max: 15", "12000 + 5000 * (first - 1)");
    assert_eq!(proved(&people), ["240", "120", "120", "0"]);
    // No answer adds 0, so three limits stand for three sums.
    let score = tree("answers: {x: {score: {s: 1}}, y: {score: {s: 2.5}}, z: }", "1200 + 1200 * score.s");
    assert_eq!(proved(&score), ["12", "6", "6", "0"]);
    let boxes = tree("kind: many, answers: [x, y, z]", "1200 * count(first)");
    let explored = all(&boxes);
    assert!(explored.certainty.is_exact() && explored.outcomes[0].witness.is_some());
}

#[test]
fn two_numbers_that_are_summed_are_proved_also_where_one_chooses_between_sums() {
    // Below and above, of each range by which is chosen.
    for (sum, walks) in [("q0 + q1", 2_u8), ("v + q1", 4), ("max(q0, p) + q1", 4), ("default(q0, q1) * q1", 2)] {
        let text = format!(
            "title: T\nquestions:\n  q0: {{ask: Q, kind: number}}\n  q1: {{ask: Q, kind: number, next: [{{when: '{sum} > \
             12.3', goto: a}}, {{goto: b}}]}}\nvalues:\n  v: [{{when: q0 > 3, is: q0}}, {{is: 0}}]\n  p: [{{when: q1 > \
             3, is: 1}}, {{is: 0}}]\n{OUTCOMES}"
        );
        let explored = all(&text);
        assert!(explored.certainty.is_exact(), "{sum}");
        assert_eq!(explored.walks, walks.into(), "{sum}");
    }
}

#[test]
fn a_table_by_a_text_in_which_a_number_stands() {
    for (text, key, other) in [
        ("fixed(q, 0)", "3", "seven"),
        ("fixed(q * 2, 1)", "4.0", "4"),
        ("grouped(q * 1000, 0)", "3,000", "3000"),
        ("default(fixed(q - 9, 0), '-')", "-4", "4"),
    ] {
        let tree = format!(
            "title: T\nquestions:\n  q: {{ask: Q, kind: number, min: 0, max: 10, next: [{{when: code == 5, goto: a}}, \
             {{when: code == 7, goto: b}}, {{goto: c}}]}}\nvalues:\n  t: \"{text}\"\n  code: {{by: t, table: \
             {{'{key}': 5, '{other}': 7}}, else: 0}}\n{OUTCOMES}"
        );
        assert_eq!(proved(&tree), ["2", "1", "0", "1"], "{text}");
    }
    let day = |key: &str| {
        format!(
            "title: T\nquestions:\n  q: {{ask: Q, kind: date, next: [{{when: code == 5, goto: a}}, {{goto: c}}]}}\n\
             values:\n  t: long(q)\n  code: {{by: t, table: {{{key}: 5}}, else: 0}}\n{OUTCOMES}"
        )
    };
    assert_eq!(proved(&day("3 March 2024")), ["2", "1", "0", "1"]);
    assert_eq!(proved(&day("3 Marsh 2024")), ["1", "0", "0", "1"]);
}

/// Two answers that are compared in a value that a limit reads, each of which is compared with a third elsewhere.
#[test]
fn answers_that_are_compared_where_a_limit_reads_it() {
    let text = format!(
        "title: T\nquestions:\n  p: {{ask: P, kind: number}}\n  q: {{ask: Q, kind: number}}\n  r: {{ask: R, kind: \
         number, max: most, next: [{{when: q < p and r > 4, goto: a}}, {{when: r > 4, goto: b}}, {{goto: c}}]}}\nvalues:\n  \
         most: [{{when: p + 7.5 == q, is: 5}}, {{is: 3}}]\n{OUTCOMES}"
    );
    let explored = all(&text);
    let reached: Vec<bool> = explored.outcomes.iter().map(|end| end.witness.is_some()).collect();
    assert!(!explored.certainty.is_exact() || reached == [false, true, true], "{reached:?}");
}

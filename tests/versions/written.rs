//! Conditions as the program writes them are read back as the same conditions.

use onread::tree::{Next, Tree};

const TREE: &str = "\
title: T
questions:
  c: {ask: C?, answers: [a, b, 5, not, today, hong-kong-x]}
  d: {ask: D?, answers: [a, b]}
  m: {ask: M?, kind: many, answers: [a, b, c]}
  n: {ask: N?, kind: number}
  t: {ask: T?, kind: text}
  when: {ask: When?, kind: date, next: [{when: \"COND\", goto: o}, {goto: o}]}
outcomes: {o: {title: O}, x-1: {title: X}}
values:
  v: n > 1
  w: n * 2
  s: c
";

/// One of everything that a condition may be made of, as it is written with the fewest parentheses.
const CONDITIONS: [&str; 32] = [
    "c == a",
    "c != '5'",
    "c in [a, '5', 'not']",
    "c not in [today, hong-kong-x]",
    "c == d",
    "a in m",
    "c not in m",
    "any(m, a, b) or all(m, a, c) and only(m, b)",
    "(c == a or d == b) and n > 1",
    "not (c == a and d == b)",
    "not c == a or d == b",
    "v == (n < 2)",
    "v and not v",
    "n < 1.50",
    "n + 1 - 2 * 3 / 4 >= -5",
    "(n + 1) * 2 == n - (1 - w)",
    "-n < 3",
    "-(n + 1) < 3",
    "n in [1, 2.5, -3]",
    "n not in [1]",
    "min(n, 1, w) == max(n, 2)",
    "round(n) == round(n, 2)",
    "floor(n) + ceil(n) + abs(n) > count(m)",
    "default(n, 0) > 0",
    "answered(t) and answered(m)",
    "t == 'it''s'",
    "t in ['a', 'b']",
    "matches(t, 'a+''b')",
    "when < today",
    "when in [2024-02-29, 2024-03-01]",
    "years(when, today) >= months(when, add_days(today, n)) + days(when, add_years(today, -1))",
    "fixed(n, 2) == grouped(n, 2) or long(when) == default(t, 'x')",
];

fn load(cond: &str) -> Tree {
    let text = TREE.replace("COND", cond);
    onread::load_str("written", &text).unwrap_or_else(|error| panic!("{error}\n{cond}"))
}

fn written(tree: &Tree) -> String {
    let Next::Rules(rules) = &tree.question(tree.question_named("when").unwrap()).next else { panic!("no rules") };
    tree.write_cond(rules[0].when.as_ref().unwrap())
}

#[test]
fn conditions_are_written_as_they_were_read() {
    for cond in CONDITIONS {
        // Ids of a list stand in an order of their own.
        let once = written(&load(cond));
        if !cond.contains('[') {
            assert_eq!(once, cond);
        }
        assert_eq!(written(&load(&once)), once, "{cond}");
    }
}

//! Conditions about answers with their results, row by row from the format: what is missing, choices, sets, tables.

use chrono::NaiveDate;
use onread::engine::{Given, Walk};

use super::fixture::{check, refused};

#[test]
fn missing() {
    check(&[
        ("n0 == 1", "no"),
        ("n0 != 1", "no"),
        ("n0 < 1", "no"),
        ("n0 >= 1", "no"),
        ("n0 == n0", "no"),
        ("n == n0 or n != n0", "no"),
        ("not n0 == 1", "yes"),
        ("not n0 != 1", "yes"),
        ("not not n0 == 1", "no"),
        ("not not not n0 == 1", "yes"),
        ("n0 in [1, 2]", "no"),
        ("n0 not in [1, 2]", "no"),
        ("not n0 in [1, 2]", "yes"),
        ("n0 in numbers", "no"),
        ("n0 not in numbers", "no"),
        ("n0", "—"),
        ("n0 + 1", "—"),
        ("n0 * 0", "—"),
        ("-n0", "—"),
        ("min(n, n0)", "—"),
        ("max(n, n0)", "—"),
        ("round(n, n0)", "—"),
        ("abs(n0)", "—"),
        ("1 / 0", "—"),
        ("n / z", "—"),
        ("0 / z", "—"),
        ("1 / 0 == 1 / 0", "no"),
        ("1 / 0 != 1", "no"),
        ("q0", "—"),
        ("q0 == a", "no"),
        ("q0 != a", "no"),
        ("a != q0", "no"),
        ("q0 in [a, b]", "no"),
        ("q0 not in [a, b]", "no"),
        ("q0 in ab", "no"),
        ("q0 not in ab", "no"),
        ("q0 == q", "no"),
        ("q0 != q", "no"),
        ("s0", "—"),
        ("count(s0)", "—"),
        ("count(s0) == 0", "no"),
        ("a in s0", "no"),
        ("a not in s0", "no"),
        ("any(s0, a)", "no"),
        ("all(s0, a)", "no"),
        ("only(s0, a)", "no"),
        ("not any(s0, a)", "yes"),
        ("t0", "—"),
        ("t0 == 'x'", "no"),
        ("t0 != 'x'", "no"),
        ("t0 not in texts", "no"),
        ("matches(t0, '.*')", "no"),
        ("d0", "—"),
        ("d0 < today", "no"),
        ("d0 != today", "no"),
        ("years(d0, today)", "—"),
        ("add_days(d0, 1)", "—"),
        ("add_days(d, n0)", "—"),
        ("long(d0)", "—"),
        ("fixed(n0, 2)", "—"),
        ("grouped(1 / 0, 2)", "—"),
        ("skipped", "—"),
        ("answered(skipped)", "no"),
        ("answered(n0)", "no"),
        ("answered(q0)", "no"),
        ("answered(s0)", "no"),
        ("answered(n)", "yes"),
        ("answered(q)", "yes"),
        ("answered(e)", "yes"),
        ("answered(ne)", "no"),
        ("not answered(te)", "yes"),
        ("ne", "—"),
        ("ne + 1", "—"),
        ("ne != 1", "no"),
        ("de", "—"),
        ("te != 'x'", "no"),
        ("default(n0, 3)", "3"),
        ("default(n0, ne)", "—"),
        ("default(n0, n, 3)", "7"),
        ("default(n0 + 1, 1 / 0, 4)", "4"),
        ("default(n0, 0) + n", "7"),
        ("default(d0, de, today)", "2026-01-31"),
        ("default(te, 'none given')", "none given"),
        ("default(n, n0)", "7"),
        ("never", "—"),
        ("untrue", "no"),
        ("not untrue", "yes"),
    ]);
}

#[test]
fn choices() {
    check(&[
        ("q", "The B"),
        ("r", "B"),
        ("w", "This day"),
        ("q == b", "yes"),
        ("b == q", "yes"),
        ("q != a", "yes"),
        ("a != q", "yes"),
        ("q == a", "no"),
        ("q == 'b'", "yes"),
        ("q == \"b\"", "yes"),
        ("'b' == q", "yes"),
        ("q == '5'", "no"),
        ("q != england-and-wales", "yes"),
        ("q == not_sure", "no"),
        ("q in [a, b]", "yes"),
        ("q in ['b', '5']", "yes"),
        ("q not in [a, not_sure]", "yes"),
        ("q in ab", "yes"),
        ("q not in ab", "no"),
        ("q == r", "yes"),
        ("q != r", "no"),
        ("w == today", "yes"),
        ("today == w", "yes"),
        ("w == true", "no"),
        ("false != w", "yes"),
        ("w == n", "no"),
        ("n != w", "yes"),
        ("w in [true, today]", "yes"),
        ("w not in [n, size]", "yes"),
        ("w == 'and'", "no"),
        ("w == 'in' or w == 'score'", "no"),
        ("w != q", "yes"),
        ("w != r", "yes"),
        ("r == true", "no"),
        ("which", "The B"),
        ("which == b", "yes"),
        ("alike", "B"),
        ("alike == b", "yes"),
        ("b == alike", "yes"),
        ("alike == not_sure", "no"),
        ("alike in [x, b]", "yes"),
        ("r in [x]", "no"),
        ("r in [ab, x]", "yes"),
        ("default(q0, q)", "The B"),
        ("default(q0, q) == b", "yes"),
        ("default(q0, b)", "The other B"),
        ("default(q0, a) == a", "yes"),
        ("default(q0, a) == q", "no"),
        ("default(q, a)", "The B"),
        ("default(q0, alike, q)", "B"),
    ]);
}

#[test]
fn an_answer_beside_a_choice_is_no_name() {
    check(&[("w == half", "no"), ("half != w", "yes"), ("w in [half, today]", "yes")]);
    // Here the word is the very value that is being computed, or one that needs it, and all the same an answer.
    let mut wrong = Vec::new();
    for values in [
        "half: q == half",
        "half: half == q",
        "half: q in [half, whole]",
        "half: default(q, half) == whole",
        "half: half == default(q, half)",
        "whole: not half\n  half: q == whole",
        "half: q == whole\n  whole: not half",
        "whole: not half\n  half: whole != q",
        "whole: not half\n  half: whole in s",
        "whole: not half\n  half: any(s, whole)",
        "whole: not half\n  half: default(q, whole) == half",
        "whole: {by: half, table: {true: 1}}\n  other: q\n  half: default(q, other, whole) == whole",
    ] {
        let questions = "title: T\nquestions: {q: {ask: Q, answers: [half, whole]}, s: {ask: S, kind: many, answers: [whole], next: end}}";
        let tree = format!("{questions}\noutcomes: {{end: {{title: E}}}}\nvalues:\n  {values}\n");
        if let Err(error) = super::agree::load(&tree) {
            wrong.push(format!("{values}: {error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_left_side_is_tried_first() {
    let tree = "
title: T
questions:
  q: {ask: Q, answers: [s, r, other]}
  r: {ask: R, answers: [q, which, x]}
  s: {ask: S, kind: many, answers: [q, which], next: end}
outcomes:
  end:
    title: \"{{ which == s }} {{ which == r }} {{ q == r }} {{ r == q }} {{ which != r }} {{ which in [r] }}\"
values: {which: q}
";
    let tree = super::agree::load(tree).unwrap();
    let mut walk = Walk::new(&tree, NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    walk.give(Given::One("r")).unwrap();
    walk.give(Given::One("x")).unwrap();
    walk.give(Given::List(&[])).unwrap();
    // `s`, `r` and `q` are answers of the choice on the left each time.
    assert_eq!(walk.ending().unwrap().title, "no yes yes no no yes");
}

#[test]
fn an_answer_in_default_is_no_name() {
    // `n` and `r` are questions too, but beside `q0` they are its answers.
    check(&[("default(q0, n)", "N"), ("default(q0, n) == n", "yes"), ("default(q0, r)", "R")]);
    // So nothing here can be `true`, which is an answer of `r` only.
    refused(&["default(q0, r) == true"]);
}

#[test]
fn sets() {
    check(&[
        ("s", "A and 7 C"),
        ("e", "none"),
        ("one", "18.5-25"),
        ("three", "Before 1997, 1995-2000 and Not sure"),
        ("those", "A and 7 C"),
        ("a in s", "yes"),
        ("b in s", "no"),
        ("b not in s", "yes"),
        ("a not in s", "no"),
        ("'c' in s", "yes"),
        ("today in s", "no"),
        ("a in those", "yes"),
        ("a in e", "no"),
        ("a not in e", "yes"),
        ("'hong-kong-(bno)' not in one", "yes"),
        ("count(s)", "2"),
        ("count(e)", "0"),
        ("count(a in s, a in e)", "1"),
        ("count(a in s, a in s, count(e) == 0, any(s, b, c))", "4"),
        ("count(those) + 1", "3"),
        ("any(s, b, c)", "yes"),
        ("any(s, b, d)", "no"),
        ("any(s, some)", "yes"),
        ("any(s, b, some)", "yes"),
        ("any(e, a, b)", "no"),
        ("all(s, a, c)", "yes"),
        ("all(s, a, b)", "no"),
        ("all(s, some)", "no"),
        ("all(e, a)", "no"),
        ("only(s, a, c)", "yes"),
        ("only(s, a, b, c)", "yes"),
        ("only(s, a)", "no"),
        ("only(s, a, some)", "yes"),
        ("only(e, a)", "no"),
        ("not only(e, a, b)", "yes"),
        ("any(s, today)", "no"),
        ("any(s, dd)", "no"),
        ("any(s, dd, ab)", "yes"),
    ]);
}

#[test]
fn values_and_tables() {
    check(&[
        ("half", "3.5"),
        ("big", "no"),
        ("not big", "yes"),
        ("true", "yes"),
        ("late_value", "1"),
        ("first", "over five"),
        ("first == 'over five'", "yes"),
        ("by_choice", "2.5"),
        ("by_choice + 1", "3.5"),
        ("by_missing", "9"),
        ("by_missing_no_else", "—"),
        ("by_missing_no_else == 1", "no"),
        ("by_number", "seven"),
        ("by_number == 'seven'", "yes"),
        ("by_text", "2"),
        ("by_cond", "small"),
        ("no_entry", "—"),
        ("default(no_entry, 4)", "4"),
        ("no_entry_else", "-3"),
        ("nested", "77"),
        ("nested_else", "5"),
        ("nested_done", "7001"),
        ("nested_missing", "6"),
        ("mixed", "1"),
        ("mixed == '1'", "yes"),
    ]);
}

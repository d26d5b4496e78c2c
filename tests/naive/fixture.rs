//! What the rows of conditions speak of, and how they are looked up: no generator, no walker, nothing but the format's page.

use chrono::NaiveDate;
use onread::engine::{Given, Walk};

/// Questions with and without an answer, values and lists for the rows to speak of.
/// Answered are `q` to `te`; the walk then stops at `stop`, so `q0` to `t0` are missing.
const TREE: &str = "\
title: Conditions
start: q
questions:
  q:
    ask: A choice
    answers:
      a:
      b: {label: The B, score: {total: 2, x-y: -0.5}}
      not_sure:
      england-and-wales:
      '5':
  r: {ask: One that shares ids, answers: {b: , x: , true: }}
  w:
    ask: Words that mean something else elsewhere
    answers: {today: {label: This day}, true: , false: , '5': , n: , size: , and: , in: , score: , q: , half: , r: }
  s:
    ask: A set
    kind: many
    answers: {a: {score: {total: 1}}, b: , c: {label: \"{{ n }} C\", score: {total: 0.25, '5': 1}}, d: , today: , dd: }
  e: {ask: An empty set, kind: many, answers: [a, b]}
  one: {ask: A set of one, kind: many, answers: [18.5-25, hong-kong-(bno)]}
  three: {ask: A set of three, kind: many, answers: [before-1997, 1995-2000, not_sure]}
  n: {ask: A number, kind: number}
  m: {ask: Another, kind: number}
  z: {ask: Zero, kind: number}
  d: {ask: A date, kind: date}
  t: {ask: A text, kind: text}
  ne: {ask: A number left empty, kind: number, optional: true}
  de: {ask: A date left empty, kind: date, optional: true}
  te: {ask: A text left empty, kind: text, optional: true}
  skipped: {ask: Never asked, kind: number, when: 1 > 2}
  stop: {ask: \"{{ HERE }}\", answers: {yes: {score: {never: 1}}}}
  q0: {ask: Q, answers: {a: , b: {label: The other B}, r: , n: }}
  s0: {ask: S, kind: many, answers: [a, b]}
  n0: {ask: N, kind: number}
  d0: {ask: D, kind: date}
  t0: {ask: T, kind: text, next: end}
outcomes: {end: {title: End}}
lists:
  ab: [a, b, zz]
  some: [c, d]
  numbers: [1, '7.0', '-3']
  texts: [x, late]
  x: [b]
  dd: [a]
values:
  here: HERE
  half: n / 2
  which: q
  alike: [{when: n > 100, is: q}, {is: r}]
  those: s
  big: n > 100
  never: [{when: n > 100, is: 1}]
  untrue: [{when: n > 100, is: true}]
  first: [{when: n > 5, is: \"'over five'\"}, {when: n > 6, is: \"'over six'\"}, {is: \"'else'\"}]
  by_choice: {by: q, table: {a: 1, b: 2.50}}
  by_missing: {by: q0, table: {a: 1, b: 2}, else: 9}
  by_missing_no_else: {by: [q0], table: {a: 1, b: 2}}
  by_number: {by: n, table: {7.0: seven, 8: eight}}
  by_text: {by: t, table: {early: 1, late: 2}}
  by_cond: {by: big, table: {true: large, false: small}}
  no_entry: {by: q, table: {a: 1}}
  no_entry_else: {by: q, table: {a: 1}, else: -3}
  nested: {by: [q, n], table: {a: 0, b: {7: 77, 8: 88}}, else: 5}
  nested_else: {by: [q, n], table: {b: {8: 88}}, else: 5}
  nested_done: {by: [q, q0], table: {b: 7001, a: {a: 1}}}
  nested_missing: {by: [q, q0], table: {b: {a: 1}}, else: 6}
  mixed: {by: q, table: {a: late, b: 1}}
  late_value: 1
";

const ANSWERS: &[&str] = &["b", "b", "today", "a,c", "", "18.5-25", "not_sure,before-1997,1995-2000"];
const MORE: &[&str] = &["7", "2.50", "0", "2024-02-29", "late", "", "", ""];

/// What the expression comes to, shown by a value and in a hole; or that the tree does not load.
fn shown(expr: &str) -> Result<String, String> {
    let yaml = TREE.replace("here: HERE", &format!("here: \"{}\"", expr.replace('\\', "\\\\").replace('"', "\\\"")));
    let yaml = yaml.replace("HERE", &expr.replace('\\', "\\\\").replace('"', "\\\""));
    let tree = super::agree::load(&yaml)?;
    let mut walk = Walk::new(&tree, NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    for (at, answer) in ANSWERS.iter().enumerate() {
        let list: Vec<&str> = answer.split(',').filter(|id| !id.is_empty()).collect();
        walk.give(if at < 3 { Given::One(answer) } else { Given::List(&list) }).unwrap();
    }
    for answer in MORE {
        walk.give(Given::One(answer)).unwrap();
    }
    let (id, _) = tree.values().find(|(_, value)| &*value.id == "here").unwrap();
    let (value, hole) = (walk.show(&walk.value(id)), walk.prompt().unwrap().ask);
    assert_eq!(value, hole, "{expr} as a value and in a hole");
    Ok(value)
}

pub(crate) fn check(rows: &[(&str, &str)]) {
    let wrong = rows.iter().filter_map(|(expr, wanted)| match shown(expr) {
        Ok(found) if found == *wanted => None,
        Ok(found) => Some(format!("{expr}\n  comes to {found}, and the format says {wanted}")),
        Err(error) => Some(format!("{expr}\n  should be {wanted}, but {error}")),
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

pub(crate) fn refused(rows: &[&str]) {
    let taken: Vec<String> =
        rows.iter().filter_map(|expr| Some(format!("{expr} comes to {}", shown(expr).ok()?))).collect();
    assert!(taken.is_empty(), "these should be errors at load:\n{}", taken.join("\n"));
}

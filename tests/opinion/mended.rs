//! Trees of which something untrue was once said.

use std::time::{Duration, Instant};

use onread::diagnostic::Code;
use onread::engine::{At, Walk};
use onread::explore::{Explored, Options, explore};
use onread::tree::{Answer, Kind};

use super::compare::{Counts, compare};
use super::enumerate::today;

/// Each with what was said of it; every walk by itself says otherwise.
const TREES: &[(&str, &str)] = &[
    (
        "a limit that reads the answer itself, which is not there yet, leaves an outcome without a witness",
        "
questions:
  c: {ask: C, answers: [a, b]}
  q0: {ask: Q, kind: number}
  q1: {ask: Q, kind: number, min: 0, max: 'min(default(max(min(max(v31, v0), 5), -2), 3), 3)'}
  q2:
    ask: Q
    kind: number
    reject: [{when: 'not (q0 in [max(min(max(v30, v30), 5), -2), 2])', because: No}]
    next: [{goto: o3}]
values:
  v0: [{is: floor(q0)}]
  v1: [{is: floor(q1)}]
  v30: {by: c, table: {a: 1, b: 2}, else: 0}
  v31: max(v1, v30, 1)
outcomes: {o3: {title: O}}
",
    ),
    (
        "a date near the end of the calendar hides where a sum of days changes",
        "
questions:
  q0: {ask: Q, kind: date, next: o1}
outcomes:
  o1: {title: O, notes: [{when: 'not (add_days(q0, 2) >= 2026-02-28)', text: N}]}
",
    ),
    (
        "the same with months, behind a question that nobody seems to come to",
        "
questions:
  q2: {ask: Q, kind: date, next: [{when: 'add_months(q2, 1) == 2026-02-28', goto: q3}, {goto: o1}]}
  q3: {ask: Q, answers: {b: o1}}
outcomes: {o1: {title: O}}
",
    ),
    (
        "a shortest walk that ends level skips a question",
        "
questions:
  q1: {ask: Q, answers: [a, b]}
  q2: {ask: Q, answers: [a]}
  q3:
    ask: Q
    when: q1 == b
    answers: [b]
    next: [{when: q1 == a or q1 == b, goto: {best_of: [o1, o0]}}]
outcomes: {o0: {title: O}, o1: {title: O}}
",
    ),
    (
        "two rankings in another order come out the same",
        "
questions:
  q1: {ask: Q, answers: {a: {score: {o1: 1}}}}
  q3: {ask: Q, answers: {a: , c: {goto: {best_of: [o1, o0]}}}, next: {best_of: [o0, o1]}}
outcomes: {o0: {title: O}, o1: {title: O}}
",
    ),
    (
        "a ranking behind a question that is skipped is one all the same",
        "
questions:
  q1: {ask: Q, answers: [a, b], next: [{when: q1 == a, goto: {best_of: [o0, o1]}}, {goto: q4}]}
  q4: {ask: Q, when: 'false', answers: [b], next: {best_of: [o0, o1]}}
outcomes: {o0: {title: O}, o1: {title: O}}
",
    ),
    (
        "an answer that is refused was offered",
        "
questions:
  q0: {ask: Q, kind: number}
  q1:
    ask: Q
    answers: {a: , b: {when: q0 >= 2}}
    reject:
      - {when: q1 == b, because: \"No\"}
    next: o0
outcomes: {o0: {title: O}}
",
    ),
    (
        "a limit that keeps nothing out is shown",
        "
questions:
  q0: {ask: Q, answers: [a, b]}
  q3: {ask: Q, kind: many, max: v1, answers: [b], next: o0}
outcomes: {o0: {title: O}}
values:
  v1: {by: [q0], table: {a: 2}}
",
    ),
    (
        "only two numbers are taken",
        "
questions:
  q1:
    ask: Q
    kind: number
    reject:
      - {when: \"abs(q1 - 2) != 1.5\", because: \"No\"}
    next: o0
outcomes: {o0: {title: O}}
",
    ),
    (
        "a limit that a table gives",
        "
questions:
  q0: {ask: Q, kind: number, min: v0, max: 4, next: o0}
outcomes: {o0: {title: O}}
values:
  v0: {by: [q0], table: {1: 2}, else: 2.5}
",
    ),
    (
        "one number cannot be divided by",
        "
questions:
  q: {ask: Q, kind: number, next: [{when: answered(1 / (q - 3)), goto: x}, {goto: y}]}
outcomes: {x: {title: \"{{ 1 / (q - 2) }}\"}, y: {title: Y}}
",
    ),
    (
        "a box is named in the rule of a value",
        "
questions:
  q3: {ask: Q, kind: many, answers: [b, d], next: [{when: v0 * v1 != 2, goto: q4}]}
  q4: {ask: Q, answers: {a: o0}}
outcomes: {o0: {title: O}}
values:
  v0: [{when: b not in q3, is: 3}]
  v1: round(v0)
",
    ),
    (
        "a pattern stands in the rule of a value",
        "
questions:
  q1: {ask: Q, answers: [a, b]}
  q3: {ask: Q, kind: text, next: o1}
outcomes: {o1: {title: O, notes: [{when: not v0 >= 1, text: N}]}}
values:
  v0: [{when: \"q1 == a or matches(q3, '[a-z]+')\", is: 3}]
",
    ),
    (
        "a text is looked up together with a question that is not asked yet",
        "
questions:
  q2: {ask: Q, kind: text, next: [{when: not answered(v1), goto: q3}, {goto: q3}]}
  q3: {ask: Q, answers: {a: o0}}
outcomes: {o0: {title: O}}
values:
  v1: {by: [q2, q3], table: {7: 2}}
",
    ),
    (
        "two texts are compared by way of values",
        "
questions:
  q0: {ask: Q, kind: text}
  q1: {ask: Q, kind: text, next: o0}
outcomes: {o0: {title: O, notes: [{when: not not v1 != v0, text: N}]}}
values:
  v0: {by: [q1], table: {red: 1}}
  v1: [{when: \"matches(q0, 'red|blue')\", is: 0.5}]
",
    ),
    (
        "only a promise that cannot be broken reads a value",
        "
questions: {q1: {ask: Q, answers: {b: o0}}}
outcomes: {o0: {title: O}, o1: {title: O}}
values: {v2: [{when: q1 == b, is: 3}]}
promises: [{when: v2 == 3, always: [o1, o0]}]
",
    ),
    (
        "a limit that hangs on a score leaves no answer",
        "
questions:
  a: {ask: A, answers: {x: {score: {s: 1}}, y: }}
  n: {ask: N, kind: number, min: score.s, max: 6, next: [{when: a == y, goto: o1}, {goto: o2}]}
outcomes: {o1: {title: O}, o2: {title: L}}
",
    ),
    (
        "the same by way of a value, for a date",
        "
questions:
  a: {ask: A, answers: {x: {score: {s: 1}}, y: }}
  n: {ask: N, kind: date, min: 'add_days(today, v)', next: [{when: a == y, goto: o1}, {goto: o2}]}
values: {v: score.s * 3}
outcomes: {o1: {title: O}, o2: {title: L}}
",
    ),
    (
        "a promise is kept that a limit on a score breaks",
        "
questions:
  m: {ask: M, kind: many, answers: {p: {score: {s: 1}}, q: {score: {s: 2}}}}
  n: {ask: N, kind: number, min: score.s, next: [{when: n > 2.5, goto: o1}, {goto: o2}]}
outcomes: {o1: {title: B}, o2: {title: S, notes: [{when: p in m and n > 0, text: hi}]}}
promises: [{name: p, when: p in m, never: o2}]
",
    ),
];

fn all(text: &str) -> Explored {
    explore(&onread::load_str("mended.yaml", text).unwrap(), today(), &Options::default())
}

#[test]
fn what_was_untrue_is_said_no_more() {
    for (said, tree) in TREES {
        let text = format!("title: T{tree}");
        let mut counts = Counts::new();
        if let Err(wrong) = compare(&text, 20_000, &mut counts) {
            panic!("{said}: {wrong:?}");
        }
        assert!(counts.contains_key("walks one by one"), "{said}: {counts:?}");
    }
}

#[test]
fn numbers_that_people_may_type_are_all_thought_of() {
    for rules in [
        "[{when: q > 2000000000000, goto: a}, {goto: b}]",
        "[{when: q < -999999999999999999999999999, goto: a}, {goto: b}]",
        "[{when: q > 0 and q < 0.0000000001, goto: a}, {goto: b}]",
        "[{when: answered(q * 1000000000000000000), goto: a}, {goto: b}]",
        "[{when: q * 10000000000000000000000 > 0, goto: a}, {goto: b}]",
    ] {
        let explored = all(&format!(
            "title: T\nquestions: {{q: {{ask: Q, kind: number, next: {rules}}}}}\noutcomes: {{a: {{title: A}}, b: {{title: B}}}}\n"
        ));
        assert!(explored.outcomes.iter().all(|reached| reached.witness.is_some()), "{rules}: {:?}", explored.findings);
    }
    let explored = all(
        "title: T\nquestions: {q: {ask: Q, kind: number, min: 0.00000000001, max: 0.00000000002, next: a}}\noutcomes: {a: {title: A}}\n",
    );
    assert!(explored.outcomes[0].witness.is_some(), "{:?}", explored.findings);
}

/// Trees in which some answers lead elsewhere than all near them, these answers, and where they lead: none where nothing
/// is left to answer.
const ELSEWHERE: &[(&str, &[&str], Option<&str>)] = &[
    // A limit that is another answer is none where that is skipped, or comes later.
    (
        "
  g: {ask: G, answers: [yes, no]}
  c: {ask: C, kind: number, min: 0, max: 100, when: g == yes}
  q: {ask: Q, kind: number, min: 0, max: c, next: [{when: answered(v), goto: a}, {goto: b}]}
values: {v: q * q * q}
",
        &["1", "100000000000"],
        Some("b"),
    ),
    (
        "
  q: {ask: Q, kind: number, min: 0, max: c, next: [{when: answered(v), goto: a}, {goto: b}]}
  c: {ask: C, kind: number, min: 0, max: 100, next: a}
values: {v: q * q * q}
",
        &["100000000000"],
        Some("b"),
    ),
    // What is divided is rounded, and what is left of a sum is next to nothing, to divide by.
    (
        "
  d: {ask: D, kind: number, whole: true, min: 1, max: 2}
  q: {ask: Q, kind: number, min: 1, max: 100, next: [{when: answered(v), goto: a}, {goto: b}]}
values: {v: q / (d / 3 * 3 - d)}
",
        &["1", "10"],
        Some("b"),
    ),
    (
        "
  d: {ask: D, kind: number, whole: true, min: 1, max: 2000}
  q: {ask: Q, kind: number, min: 1, max: 100, next: [{when: answered(v), goto: a}, {goto: b}]}
values: {v: q / (1 - third * 3), third: d / 3}
",
        &["1", "10"],
        Some("b"),
    ),
    // A limit beyond the calendar is none, and the calendar ends.
    (
        "
  c: {ask: C, kind: date}
  q: {ask: Q, kind: date, max: 'add_years(c, 1)', reject: [{when: q <= c, because: No}], next: a}
",
        &["9999-12-31"],
        None,
    ),
    (
        "
  c: {ask: C, kind: date, max: 2030-12-31}
  q: {ask: Q, kind: date, next: a, reject: [{when: 'q <= add_years(c, 7970)', because: No}, {when: 'q > add_years(c, 7975)', because: No}]}
",
        &["2029-12-31"],
        None,
    ),
    (
        "
  c: {ask: C, kind: date}
  q: {ask: Q, kind: date, min: 'add_months(c, -6)', reject: [{when: q >= c, because: No}], next: a}
",
        &["0001-01-01"],
        None,
    ),
];

#[test]
fn few_answers_that_lead_elsewhere_are_thought_of() {
    for (questions, answers, end) in ELSEWHERE {
        let text = format!("title: T\nquestions:{questions}outcomes: {{a: {{title: A}}, b: {{title: B}}}}\n");
        let tree = onread::load_str("mended.yaml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut walk = Walk::new(&tree, today());
        for answer in *answers {
            let At::Question(id) = *walk.at() else { panic!("{text}") };
            let answer = match tree.question(id).kind {
                Kind::Number { .. } => Answer::Number(answer.parse().unwrap()),
                Kind::Date { .. } => Answer::Date(answer.parse().unwrap()),
                _ => Answer::Choice(answer.parse().unwrap()),
            };
            walk.answer(answer).unwrap_or_else(|refusal| panic!("{refusal:?}\n{text}"));
        }
        let explored = explore(&tree, today(), &Options::default());
        let told = |code: Code, at: &str| {
            explored.findings.iter().any(|one| one.code == code && one.at.as_deref() == Some(at))
        };
        match (walk.at(), end) {
            (At::Outcome(id, ..), Some(end)) => {
                assert_eq!(&*tree.outcome(*id).id, *end, "{text}");
                assert!(!told(Code::Never, end), "{text}");
            }
            (At::Question(id), None) => {
                let days = ["0001-01-01", "0001-01-02", "2029-12-31", "9999-12-30", "9999-12-31"];
                let leaves = |day: &str| walk.would_take(Answer::Date(day.parse().unwrap())).is_ok();
                assert!(!days.into_iter().any(leaves), "{text}");
                assert!(told(Code::Stuck, &tree.question(*id).id) || !explored.certainty.is_exact(), "{text}");
            }
            (at, _) => panic!("{at:?}\n{text}"),
        }
    }
}

/// How long it takes to prove this much larger a tree; what grows out of all proportion fails.
fn within(seconds: u64, what: &str, text: &str) -> Explored {
    let tree = onread::load_str("mended.yaml", text).unwrap();
    let begun = Instant::now();
    let explored = explore(&tree, today(), &Options::default());
    assert!(begun.elapsed() < Duration::from_secs(seconds), "{what}: {:?}", begun.elapsed());
    assert!(explored.certainty.is_complete(), "{what}");
    explored
}

#[test]
fn values_that_read_values_cost_no_more_than_they_are() {
    let chain = |count: usize, first: &str, next: &dyn Fn(usize) -> String, kind: &str, when: &str| {
        let values: String = (1..count).map(|at| format!("  v{at}: {}\n", next(at))).collect();
        format!(
            "title: T\nquestions:\n  q: {{ask: Q, {kind}, next: [{{when: v{}{when}, goto: x}}, {{goto: y}}]}}\nvalues:\n  v0: {first}\n{values}\
             outcomes: {{x: {{title: X}}, y: {{title: Y}}}}\n",
            count - 1
        )
    };
    let choice = "answers: [a, b]";
    let both = |at: usize| format!("v{} and v{} or v{}", at - 1, at.saturating_sub(2), at.saturating_sub(3));
    let explored = within(30, "both", &chain(200, "q == a", &both, choice, ""));
    assert_eq!(explored.walks.to_string(), "2");
    let not = |at: usize| format!("not v{}", at - 1);
    let explored = within(30, "not", &chain(20_000, "q == a", &not, choice, ""));
    assert!(explored.certainty.is_exact() && explored.outcomes.iter().all(|reached| reached.walks.to_string() == "1"));
    let plus = |at: usize| format!("v{} + 1", at - 1);
    within(30, "plus", &chain(20_000, "q", &plus, "kind: number", " > 3"));
}

//! Which answers beside limits are suggested.

use chrono::NaiveDate;
use onread::explore::Touchable;

/// The answers beside limits of one question, as they are called.
fn beside(questions: &str, rest: &str) -> Vec<String> {
    let text = format!("title: T\nquestions:\n{questions}\noutcomes: {{o: {{title: O}}, p: {{title: P}}}}\n{rest}");
    let tree = onread::load_str("t.yaml", &text).unwrap_or_else(|error| panic!("{error}: {:?}", error.diagnostics));
    let touchable = Touchable::new(&tree, NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    let names = (0..touchable.count()).map(|number| touchable.name(number));
    names
        .filter(|name| name.starts_with("q at") || name.contains("ticked in q") || name.starts_with("q refuses"))
        .collect()
}

fn number(keys: &str, when: &str) -> Vec<String> {
    beside(&format!("  q: {{ask: Q?, kind: number, {keys} next: [{{when: '{when}', goto: o}}, {{goto: p}}]}}"), "")
}

#[test]
fn numbers_are_looked_at_on_both_sides_of_a_limit() {
    let around = ["q at 7, just below 8", "q at 8", "q at 9, just above 8"];
    for when in ["q > 8", "q >= 8", "q < 8", "q <= 8", "q == 8", "q != 8", "8 > q", "not (q > 8)", "q in [8]"] {
        assert_eq!(number("whole: true,", when), around, "{when}");
    }
    assert_eq!(number("whole: true,", "q in [8, 9]").len(), 4);
    assert_eq!(number("", "q >= 17.5"), ["q at 17.4, just below 17.5", "q at 17.5", "q at 17.6, just above 17.5"]);
    assert_eq!(number("", "q > 0"), ["q at -1, just below 0", "q at 0", "q at 1, just above 0"]);
    assert_eq!(number("whole: true,", "q * 2 > 5"), ["q at 2, just below a limit", "q at 3, just above a limit"]);
    assert_eq!(number("whole: true,", "abs(q) > 8").len(), 6);
    assert_eq!(number("whole: true,", "default(q, 9) > 8"), around);
    assert!(number("whole: true,", "round(q, 2) == q").is_empty());
}

#[test]
fn the_questions_own_limits_are_looked_at_inside_and_outside() {
    let found = number("whole: true, min: 5, max: 9,", "answered(q)");
    assert_eq!(found, ["q at its least, 5", "q refuses 4", "q at its most, 9", "q refuses 10"]);
    assert_eq!(number("min: 0.01,", "answered(q)"), ["q at its least, 0.01", "q refuses 0"]);
    // What is never taken is no side of another limit.
    assert_eq!(
        number("whole: true, min: 5,", "q > 5"),
        ["q at its least, 5", "q refuses 4", "q at 5", "q at 6, just above 5"]
    );
}

#[test]
fn days_are_looked_at_on_both_sides_of_a_limit() {
    let date = |when: &str| {
        beside(&format!("  q: {{ask: Q?, kind: date, next: [{{when: '{when}', goto: o}}, {{goto: p}}]}}"), "")
    };
    let around =
        ["q at 2024-02-28, just below 2024-02-29", "q at 2024-02-29", "q at 2024-03-01, just above 2024-02-29"];
    assert_eq!(date("q < 2024-02-29"), around);
    // Whoever is 18 today, and those a day younger and a day older.
    let born = ["q at 2008-01-30, just below 2008-01-31", "q at 2008-01-31", "q at 2008-02-01, just above 2008-01-31"];
    assert_eq!(date("years(q, today) >= 18"), born);
    assert_eq!(date("q > add_years(today, -18)"), born);
}

#[test]
fn boxes_are_counted_on_both_sides_of_a_limit() {
    let many = |when: &str| {
        let question = format!(
            "  q: {{ask: Q?, kind: many, answers: [a, b, c], next: [{{when: '{when}', goto: o}}, {{goto: p}}]}}"
        );
        beside(&question, "values: {n: count(q) * 2, m: [{when: a in q, is: 1}, {is: 2}]}\n")
    };
    let around = ["1 ticked in q, just below 2", "2 ticked in q", "3 ticked in q, just above 2"];
    assert_eq!(many("count(q) >= 2"), around);
    assert_eq!(many("n > 4"), around);
    assert_eq!(many("count(q) == 0"), ["0 ticked in q", "1 ticked in q, just above 0"]);
    assert!(many("count(q) > m").is_empty());
}

#[test]
fn a_limit_in_a_value_is_one_wherever_it_is_read() {
    let questions = "  q: {ask: Q?, kind: number, whole: true}\n  r: {ask: R?, answers: [x, y], next: [{when: 'v and r == x', goto: o}, {when: v, goto: p}, {goto: o}]}";
    assert_eq!(beside(questions, "values: {v: q > limit, limit: 7 + 1}\n").len(), 3);
}

#[test]
fn limits_of_several_answers_are_counted() {
    let text = "title: T\nquestions:\n  a: {ask: A?, kind: number}\n  b: {ask: B?, kind: number, min: a, next: [{when: a + b > 8, goto: o}, {goto: o}]}\noutcomes: {o: {title: O}}\n";
    let tree = onread::load_str("t.yaml", text).unwrap();
    let suggested = onread::explore::suggest(&tree, NaiveDate::MIN, &[], &[], &onread::explore::Options::default());
    assert_eq!(suggested.other_limits, 2);
    assert!(!suggested.minimal || suggested.walks.len() <= 1, "{suggested:?}");
}

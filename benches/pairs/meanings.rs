//! One meaning written in four ways: as conditions, as values with rules, as tables and as scores.

use std::fmt::Write;

/// How something is written, and the tree.
pub(crate) type Written = (&'static str, String);

const ENDS: &str = "outcomes: {high: {title: High}, low: {title: Low}}\n";

/// So many questions of one form, the last of which leads by a condition.
fn tree(count: usize, question: impl Fn(usize) -> String, when: &str, values: &str) -> String {
    let mut out = "title: T\nquestions:\n".to_owned();
    for at in 0..count {
        let next = format!(", next: [{{when: '{when}', goto: high}}, {{goto: low}}]");
        let next = if at + 1 == count { &*next } else { "" };
        let _ = writeln!(out, "  q{at}: {{ask: Q?, {}{next}}}", question(at));
    }
    let values = if values.is_empty() { String::new() } else { format!("values:\n{values}") };
    out + ENDS + &values
}

fn each(count: usize, part: impl Fn(usize) -> String, between: &str) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(between)
}

/// Two points for the first answer and one for the second, added up.
pub(crate) fn choices(count: usize) -> [Written; 4] {
    let plain = |_: usize| "answers: [a, b, c]".to_owned();
    let sum = format!("{} >= {count}", each(count, |at| format!("p{at}"), " + "));
    let counted = format!("count({}) >= {count}", each(count, |at| format!("q{at} == a, q{at} in [a, b]"), ", "));
    let rules = |at| format!("  p{at}: [{{when: q{at} == a, is: 2}}, {{when: q{at} == b, is: 1}}, {{is: 0}}]\n");
    let table = |at| format!("  p{at}: {{by: q{at}, table: {{a: 2, b: 1, c: 0}}}}\n");
    let score = |_: usize| "answers: {a: {score: {s: 2}}, b: {score: {s: 1}}, c: }".to_owned();
    [
        ("choices by conditions", tree(count, plain, &counted, "")),
        ("choices by values with rules", tree(count, plain, &sum, &each(count, rules, ""))),
        ("choices by tables", tree(count, plain, &sum, &each(count, table, ""))),
        ("choices by scores", tree(count, score, &format!("score.s >= {count}"), "")),
    ]
}

/// A point for each measurement beyond its limit.
pub(crate) fn measurements(count: usize) -> [Written; 4] {
    let plain = |_: usize| "kind: number, min: 0, max: 300".to_owned();
    let beyond = |at: usize| format!("q{at} >= {}", 40 + at);
    let most = count / 2;
    let sum = format!("{} >= {most}", each(count, |at| format!("p{at}"), " + "));
    let rules = |at| format!("  p{at}: [{{when: {}, is: 1}}, {{is: 0}}]\n", beyond(at));
    let table = |at| format!("  c{at}: {}\n  p{at}: {{by: c{at}, table: {{true: 1, false: 0}}}}\n", beyond(at));
    let score = |at| format!("{}, score: [{{when: {}, add: {{s: 1}}}}]", plain(at), beyond(at));
    [
        (
            "measurements by conditions",
            tree(count, plain, &format!("count({}) >= {most}", each(count, beyond, ", ")), ""),
        ),
        ("measurements by values with rules", tree(count, plain, &sum, &each(count, rules, ""))),
        ("measurements by tables", tree(count, plain, &sum, &each(count, table, ""))),
        ("measurements by scores", tree(count, score, &format!("score.s >= {most}"), "")),
    ]
}

/// Which combinations of three choices count.
pub(crate) fn codes(answers: usize) -> [Written; 4] {
    let ids = each(answers, |at| format!("a{at}"), ", ");
    let plain = |_: usize| format!("answers: [{ids}]");
    let all = || (0..answers.pow(3)).map(|code| [code / answers / answers, code / answers % answers, code % answers]);
    let counts = |[first, second, third]: [usize; 3]| (first + 2 * second + 3 * third) % 7 < 3;
    let is = |[first, second, third]: [usize; 3]| format!("q0 == a{first} and q1 == a{second} and q2 == a{third}");
    let hits: Vec<[usize; 3]> = all().filter(|code| counts(*code)).collect();
    let conditions: Vec<String> = hits.iter().copied().map(is).collect();
    let rules: String = hits.iter().map(|code| format!("    - {{when: {}, is: true}}\n", is(*code))).collect();
    let row =
        |parts: &dyn Fn(usize) -> String| format!("{{{}}}", each(answers, |at| format!("a{at}: {}", parts(at)), ", "));
    let cell = |code: [usize; 3]| u8::from(counts(code)).to_string();
    let table = row(&|first| row(&|second| row(&|third| cell([first, second, third]))));
    let weigh = |[first, second, third]: [usize; 3]| (first * answers + second) * answers + third;
    let points = |at: usize| {
        let weight = answers.pow(u32::try_from(2 - at).unwrap_or(0));
        format!(
            "answers: {{{}}}",
            each(answers, |answer| format!("a{answer}: {{score: {{s: {}}}}}", answer * weight), ", ")
        )
    };
    let sums: Vec<String> = hits.iter().map(|code| weigh(*code).to_string()).collect();
    [
        ("codes by conditions", tree(3, plain, &conditions.join(" or "), "")),
        ("codes by values with rules", tree(3, plain, "v", &format!("  v:\n{rules}    - {{is: false}}\n"))),
        ("codes by tables", tree(3, plain, "v == 1", &format!("  v: {{by: [q0, q1, q2], table: {table}}}\n"))),
        ("codes by scores", tree(3, points, &format!("score.s in [{}]", sums.join(", ")), "")),
    ]
}

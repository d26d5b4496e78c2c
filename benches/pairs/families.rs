//! Families of trees that grow, in the shapes that people publish: what it costs to prove them, beside walking them one
//! by one as a runner of tests would, and beside a member of half the size.

use std::fmt::Write;

/// A family: what it is, the size that is shown, and how it is written in any size.
pub(crate) type Family = (&'static str, usize, fn(usize) -> String);

/// All of them.
pub(crate) const FAMILIES: [Family; 6] = [
    ("a checklist with a note for each answer", 100, checklist),
    ("a clinical score over measurements", 24, measurements),
    ("one rule that looks at all answers", 200, any),
    ("income against a limit that grows with each answer", 20, income),
    ("sixteen types from four pairs of scores", 20, types),
    ("a questionnaire with skips", 1_000, skips),
];

/// Questions of one form; the last leads by `next`. What else the tree has follows.
fn tree(count: usize, question: impl Fn(usize) -> String, next: &str, rest: &str) -> String {
    let mut out = "title: Family\nquestions:\n".to_owned();
    for at in 0..count {
        let next = if at + 1 == count { format!(", next: {next}") } else { String::new() };
        let _ = writeln!(out, "  q{at}: {{ask: Question {at}?, {}{next}}}", question(at));
    }
    out + rest
}

fn each(count: usize, part: impl Fn(usize) -> String, between: &str) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(between)
}

fn yes_no(_: usize) -> String {
    "answers: [yes, no]".to_owned()
}

fn checklist(count: usize) -> String {
    let notes = each(count, |at| format!("      - {{when: q{at} == yes, text: Number {at} applies.}}\n"), "");
    tree(count, yes_no, "end", &format!("outcomes:\n  end:\n    title: What applies\n    notes:\n{notes}"))
}

fn measurements(count: usize) -> String {
    let points = each(count, |at| format!("  p{at}: [{{when: q{at} >= {}, is: 1}}, {{is: 0}}]\n", 40 + 7 * at), "");
    let total = each(count, |at| format!("p{at}"), " + ");
    let next = "[{when: total >= 3, goto: high}, {when: total == 2, goto: middle}, {goto: low}]";
    let ends = "outcomes: {high: {title: High}, middle: {title: Middle}, low: {title: Low}}\n";
    let rest = format!("{ends}values:\n{points}  total: {total}\n");
    tree(count, |_| "kind: number, min: 0, max: 300".to_owned(), next, &rest)
}

fn any(count: usize) -> String {
    let all = each(count, |at| format!("q{at} == yes"), " or ");
    let next = format!("[{{when: {all}, goto: some}}, {{goto: none}}]");
    tree(count, yes_no, &next, "outcomes: {some: {title: Some}, none: {title: None}}\n")
}

fn income(count: usize) -> String {
    let extra = each(count, |at| format!("  e{at}: [{{when: q{at} == yes, is: 1}}, {{is: 0}}]\n"), "");
    let limit = each(count, |at| format!("2000 * e{at}"), " + ");
    let typed =
        "  income: {ask: Income?, kind: number, min: 0, next: [{when: income < limit, goto: low}, {goto: high}]}\n";
    let ends = "outcomes: {low: {title: Low}, high: {title: High}}\n";
    let rest = format!("{typed}{ends}values:\n{extra}  limit: 16000 + {limit}\n");
    tree(count, yes_no, "income", &rest)
}

fn types(count: usize) -> String {
    const PAIRS: [[&str; 2]; 4] = [["e", "i"], ["s", "n"], ["t", "f"], ["j", "p"]];
    let question = |at: usize| {
        let [one, other] = PAIRS.get(at % 4).copied().unwrap_or_default();
        let answer = |score: &str, points: usize| format!("{score}{points}: {{score: {{{score}: {points}}}}}");
        let all = [answer(one, 2), answer(one, 1), "none: ".to_owned(), answer(other, 1), answer(other, 2)];
        format!("answers: {{{}}}", all.join(", "))
    };
    let side = |kind: usize, pair: usize| PAIRS.get(pair).and_then(|both| both.get(kind >> pair & 1));
    let name = |kind: usize| (0..4).filter_map(|pair| side(kind, pair).copied()).collect::<String>();
    let rule = |kind: usize| {
        let wins = |pair: usize| {
            let [one, other] = PAIRS.get(pair).copied().unwrap_or_default();
            format!("score.{one} {} score.{other}", if kind >> pair & 1 == 0 { ">=" } else { "<" })
        };
        format!("{{when: {}, goto: {}}}", each(4, wins, " and "), name(kind))
    };
    let next = format!("[{}, {{goto: {}}}]", each(15, rule, ", "), name(15));
    let ends = each(16, |kind| format!("  {0}: {{title: {0}}}\n", name(kind)), "");
    tree(count, question, &next, &format!("outcomes:\n{ends}"))
}

fn skips(count: usize) -> String {
    let question = |at: usize| {
        let head = if at.is_multiple_of(10) { at.saturating_sub(10) } else { at - at % 10 };
        let when = if at >= 3 && !at.is_multiple_of(3) { format!("when: q{head} == yes, ") } else { String::new() };
        format!("{when}answers: [yes, no]")
    };
    tree(count, question, "end", "outcomes: {end: {title: The end}}\n")
}

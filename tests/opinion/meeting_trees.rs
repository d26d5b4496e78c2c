//! Generated trees in which several typed answers meet.

use std::collections::BTreeMap;
use std::fmt::Write;

use onread::tree::Answer;

use super::tape::Tape;

/// What kind of answers meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// Whole numbers, one of them out of more than can be listed.
    Whole,
    /// Days around the ends of months, one of them out of more than can be listed.
    Dates,
    /// Numbers with any places, of which only some are tried.
    Parts,
}

/// A tree, the same with each comparison as a rule of its own, and the answers to its questions.
pub(crate) struct Made {
    pub(crate) text: String,
    pub(crate) probe: String,
    pub(crate) answers: BTreeMap<String, Vec<Answer>>,
    /// A limit hangs on other answers, some have few values, or nothing but pairs of them are compared: these are cut
    /// into ranges.
    pub(crate) ranges: bool,
    /// The last outcome shows what is divided by a difference.
    pub(crate) shares: bool,
}

const ORDERS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];

/// What comes about by one of several rules: what these hang on is told apart, too.
const CHOSEN: [&str; 9] = ["rate", "tax", "later", "default(", "fee", "odd", "either", "stepped", "points"];

/// What is taken apart: into the members of a list, and what scores can leave.
const APART: [&str; 3] = [" in [", "score.s", "bonus"];

/// Two different ones.
fn two(tape: &mut Tape, names: &[String]) -> (String, String) {
    let first = tape.below(names.len());
    let second = (first + 1 + tape.below(names.len() - 1)) % names.len();
    (names[first].clone(), names[second].clone())
}

fn number(tape: &mut Tape, names: &[String]) -> String {
    let (a, b) = two(tape, names);
    let order = tape.pick(&ORDERS);
    let n = tape.below(14);
    let rest = if names.len() > 2 { &names[1..] } else { names };
    let last = &rest[rest.len() - 1];
    match tape.below(44) {
        33 => format!("{a} + {b} {} [{n}, {}, 1]", tape.pick(&["in", "not in"]), n / 2 + 3),
        34 => format!("{a} {} [{b}, {}]", tape.pick(&["in", "not in"]), n / 3),
        35 => format!("{a} - {b} {} [{last} / {b}, {}]", tape.pick(&["in", "not in"]), n / 4),
        36 => format!("{a} + {b} {order} score.s"),
        37 => format!("{a} * 2 - {b} {order} score.s + {}", n / 3),
        38 => format!("bonus {order} {n}"),
        // Whole numbers that are chosen, numbers that are put in an order, and a product that is shared out.
        39 => format!("min(3, floor(({a} + {b}) / 2)) * 5 - {b} {order} {n}"),
        40 => format!("{a} * {b} {order} {a} / ({b} + 1)"),
        41 => format!("{a} / ({b} + 1) {order} abs({a} - {b})"),
        42 => format!("abs({a} - {b}) {order} {a} * {b}"),
        43 => format!("({a} * {b} + 1) / ({a} + {b}) {order} {}", n / 3),
        // Which number it is hangs on a text, on whether one is odd, and on those that are added up themselves.
        26 => format!("{last} * fee {order} {n}"),
        27 => format!("{last} * odd {order} {}", 2 * n),
        28 | 29 => format!("either {order} {}", n / 2),
        30 => format!("{a} > stepped * {}", 1 + n % 3),
        // Points that sums give.
        31 | 32 => format!("points {order} {}", n / 2),
        // What chooses between sums is itself one.
        17 => format!("tax {order} {}", 2 * n),
        18 => format!("tax - {a} {order} {n}"),
        19 => format!("{a} / 3 + {b} {order} {}", n / 2),
        20 => format!("({a} + {b}) / ({b} + 2) {order} {}", n / 4),
        21 => format!("max({a} - {b}, 2) + {b} {order} {n}"),
        22 => format!("floor({a} / 2) + {b} {order} {n}"),
        23 => format!("100 * {a} / ({a} + {b}) {order} {}", 7 * n),
        24 => format!("default({}, 3) + {} {order} {n}", names[names.len() - 1], names[0]),
        25 => format!("min({a}, {b}) * 2 - {a} {order} {}", n / 2),
        // What is multiplied is looked up by another number.
        14 | 15 => format!("{} * rate {order} {}", rest[rest.len() - 1], 2 * n),
        16 => format!("{} + rate {order} {n}", rest.join(" + ")),
        // One that is equal would be a range between two others.
        0 => format!("{a} {} {n}", tape.pick(&ORDERS[..4])),
        1 | 2 => format!("{a} + {b} {order} {n}"),
        3 => format!("{a} - {b} {order} {}", n / 2),
        4 => format!("2 * {a} + 3 * {b} {order} {}", 2 * n),
        5 => format!("{a} * {b} {order} {}", 2 * n),
        6 => format!("{a} / ({b} + 1) {order} {}", n / 2),
        7 => format!("{a} / {b} {order} {}", n / 2),
        8 => format!("max({a}, {b} + 1) {order} {n}"),
        9 => format!("abs({a} - {b}) {order} {}", n / 3),
        10 => format!("round(({a} + {b}) / 3, 0) {order} {}", n / 2),
        11 => format!("{a} + {b} {order} limit"),
        12 => format!("{a} {order} {b} + {}", n / 4),
        _ => format!("{} {order} {n}", names.join(" + ")),
    }
}

fn date(tape: &mut Tape, names: &[String]) -> String {
    let (a, b) = two(tape, names);
    let order = tape.pick(&ORDERS);
    let n = tape.below(8);
    match tape.below(17) {
        13 => format!("{a} {} [add_days({b}, {n}), 2024-02-25]", tape.pick(&["in", "not in"])),
        14 => format!("days({a}, {b}) {} [{n}, {}]", tape.pick(&["in", "not in"]), 2 * n),
        15 => format!("days({a}, {b}) {order} score.s"),
        16 => format!("add_days({a}, score.s) {order} {b}"),
        9 => format!("days(later, {b}) {order} {}", 2 * n),
        10 => format!("add_months(later, 1) {order} {b}"),
        11 => format!("months({a}, {b}) + days({a}, {b}) {order} {}", 5 * n),
        12 => format!("add_days({a}, 30) {order} later"),
        0 => format!("{a} {} 2024-02-2{}", tape.pick(&ORDERS[..4]), 3 + n % 7),
        1 | 2 => format!("days({a}, {b}) {order} {}", 5 * n),
        3 => format!("months({a}, {b}) {order} {}", n % 3),
        4 => format!("age({a}, {b}) {order} 0"),
        5 => format!("add_months({a}, {}) {order} {b}", 1 + n % 2),
        6 => format!("add_days({a}, {n}) {order} {b}"),
        7 => format!("years(add_years({a}, -1), {b}) {order} 1"),
        _ => format!("{a} {order} {b}"),
    }
}

/// That an answer lies beyond what earlier ones come to: of the last, these may leave none.
fn beyond(tape: &mut Tape, of: Of, at: usize) -> String {
    let (n, order) = (tape.below(6), tape.pick(&["<", "<=", ">", ">="]));
    let all: Vec<String> = (0..at).map(|at| format!("q{at}")).collect();
    let when = match (of, tape.below(5)) {
        (Of::Dates, 0) => format!("q{at} {order} add_months(q0, {})", n % 2),
        (Of::Dates, _) => format!("q{at} {order} add_days(q0, {})", 3 * n),
        (_, 0) => format!("q{at} + {} != {}", all.join(" + "), 3 * n),
        (_, 1) => format!("{} - q{at} {order} {n}", all.join(" + ")),
        (_, 2) => format!("q{at} {order} {} + score.s", all.join(" - ")),
        _ => format!("q{at} {order} {} + {n}", all.join(" + ")),
    };
    if tape.chance(25) { format!("c == yes and {when}") } else { when }
}

pub(crate) fn made(tape: &mut Tape, of: Of) -> Made {
    // Where none of them has few values, nothing can be cut for these.
    let broad = tape.chance(16);
    let count = if of == Of::Whole && !broad { 2 + tape.below(2) } else { 2 };
    let names: Vec<String> = (0..count).map(|at| format!("q{at}")).collect();
    let wide = tape.below(count);
    let moving = !broad && tape.chance(20);
    let (mut answers, mut kinds) = (BTreeMap::new(), Vec::new());
    for (at, name) in names.iter().enumerate() {
        let (kind, list) = match of {
            Of::Whole => {
                let (low, high) = match at == wide || broad {
                    true => (0, if moving { 9 } else { 160 }),
                    false => (tape.below(3), 4 + tape.below(3)),
                };
                let list = (low..=if moving { 30 } else { high }).map(|number| Answer::Number(number.into())).collect();
                (format!("number, whole: true, min: {low}, max: {high}"), list)
            }
            Of::Parts => {
                let list =
                    (0..=24).map(|quarters| Answer::Number(rust_decimal::Decimal::new(quarters * 25, 2).normalize()));
                ("number, min: 0, max: 6".to_owned(), list.collect::<Vec<Answer>>())
            }
            Of::Dates => {
                let (from, days) =
                    if at == wide || broad { ("2024-01-10", 165) } else { ("2024-02-24", 10 + tape.below(6) as u64) };
                let first: chrono::NaiveDate = from.parse().unwrap();
                let list = (0..=if moving { 200 } else { days })
                    .map(|day| Answer::Date(first + chrono::Days::new(day)))
                    .collect();
                (format!("date, min: {first}, max: {}", first + chrono::Days::new(days)), list)
            }
        };
        kinds.push(kind);
        answers.insert(name.clone(), list);
    }
    let leaf = |tape: &mut Tape, names: &[String]| {
        let leaf = if of == Of::Dates { date(tape, names) } else { number(tape, names) };
        // What a choice moves is compared as well.
        match leaf.rsplit_once(' ') {
            Some((own, last)) if last.parse::<u32>().is_ok() && tape.chance(20) => format!("{own} limit"),
            _ => leaf,
        }
    };
    let leaves: Vec<String> = (0..2 + tape.below(3)).map(|_| leaf(tape, &names)).collect();
    let (mut text, mut probe) = ("title: T\nquestions:\n".to_owned(), "title: T\nquestions:\n".to_owned());
    let choice = tape.below(count + 1);
    let mut told: Vec<String> = Vec::new();
    for at in 0..=count {
        if at == choice.min(count - 1) {
            let line = "  c: {ask: C?, answers: {yes: {score: {s: 3}}, no: {score: {s: 7}}}}\n";
            text.push_str(line);
            probe.push_str(line);
            answers.insert("c".to_owned(), vec![Answer::Choice(0), Answer::Choice(1)]);
        }
        if at == count {
            break;
        }
        let (mut kind, mut none) = (kinds[at].clone(), false);
        if moving && at > 0 && at + 1 == count {
            let (all, n) = (names[..at].join(" + "), tape.below(4));
            let max = match (of, tape.below(9)) {
                (Of::Dates, 4) => "later".to_owned(),
                (Of::Dates, 5 | 6) => "ends".to_owned(),
                (Of::Dates, 7 | 8) => format!("add_months(q0, {})", 1 + n % 2),
                (Of::Dates, _) => "add_days(q0, 20)".to_owned(),
                // It may come to nothing, and then there is none.
                (_, 3) => "top".to_owned(),
                (_, 4) => format!("{} / ({} - {n})", 8 + n, names[..at].join(" - ")),
                (_, 5) => format!("min({all}, {})", 4 + n),
                (_, 6) => format!("tops - {n}"),
                _ => format!("{all} + 3"),
            };
            none = ["top", "later", "ends", "/"].iter().any(|part| max.contains(part));
            let cut = kind.find(", max").unwrap();
            kind = format!("{}, max: '{max}'", &kind[..cut]);
        }
        let mut rejects = Vec::new();
        if at > 0 && tape.chance(35) {
            let when = if tape.chance(50) { beyond(tape, of, at) } else { leaf(tape, &names[..=at]) };
            told.extend(when.split(" and ").map(str::to_owned));
            rejects.push(when);
            if tape.chance(30) {
                let when = beyond(tape, of, at);
                told.extend(when.split(" and ").map(str::to_owned));
                rejects.push(when);
            }
        }
        // No more than what is tried here.
        rejects.extend(none.then(|| format!("q{at} > {}", if of == Of::Dates { "2024-07-20" } else { "30" })));
        let rules: Vec<String> = rejects.iter().map(|when| format!("{{when: '{when}', because: No.}}")).collect();
        let reject = if rules.is_empty() { String::new() } else { format!(", reject: [{}]", rules.join(", ")) };
        let when = match at > 1 && tape.chance(25) {
            true => {
                let when = leaf(tape, &names[..at]);
                told.push(when.clone());
                format!(", when: '{when}'")
            }
            false => String::new(),
        };
        let _ = write!(text, "  q{at}: {{ask: Q?, kind: {kind}{reject}{when}");
        let _ = write!(probe, "  q{at}: {{ask: Q?, kind: {}{when}", kinds[at]);
        if at + 1 < count {
            text.push_str("}\n");
            probe.push_str("}\n");
        }
    }
    text.push_str(", next: [");
    probe.push_str(", next: [");
    for end in 0..4 {
        let mut part = |tape: &mut Tape| {
            let leaf = tape.pick(&leaves);
            told.push(leaf.clone());
            if tape.chance(30) { format!("not ({leaf})") } else { leaf }
        };
        let first = part(tape);
        let when = if tape.chance(50) { format!("{first} and {}", part(tape)) } else { first };
        let _ = write!(text, "{{when: '{when}', goto: o{end}}}, ");
    }
    told.sort_unstable();
    told.dedup();
    for leaf in &told {
        let _ = write!(probe, "{{when: '{leaf}', goto: rest}}, ");
    }
    let turns = if of == Of::Dates { "2024-02-28" } else { "3" };
    let own = match of {
        Of::Dates => {
            "  later: [{when: q0 < q1, is: q1}, {is: q0}]
  ends: [{when: c == yes and q0 > 2024-02-26, is: 'add_months(q0, 1)'}, {when: q0 < 2024-02-26, is: q0}]
"
        }
        _ => {
            "  tax: [{when: q0 + q1 > 6, is: (q0 + q1) * 2}, {is: q0 + q1}]
  band: [{when: q0 > 2 and c == yes, is: \"'high'\"}, {when: q0 > 4, is: \"'middle'\"}, {is: \"'low'\"}]
  fee: {by: band, table: {high: 3, middle: 2, low: 1}}
  odd: [{when: q0 - 2 * floor(q0 / 2) == 1, is: 3}, {is: 1}]
  either: [{when: q0 > q1, is: q0}, {is: q1}]
  both: q0 + q1
  stepped: [{when: both <= 3, is: 'round(both * 0.3, 1)'}, {when: both <= 7, is: 2 + both}, {is: 9}]
  p_sum: [{when: both >= 8, is: 3}, {when: both >= 4, is: 1}, {is: 0}]
  p_apart: [{when: q0 - q1 > 2, is: 2}, {is: 0}]
  points: p_sum + p_apart + p_own
  p_own: [{when: q0 > 3, is: 1}, {is: 0}]
  bonus: [{when: score.s > 4, is: q0 + q1}, {is: q0 - score.s}]
  top: [{when: c == yes and q0 > 2, is: q0 + 2}, {when: q0 > 4, is: 5}]
  tops: [{when: q0 > 3, is: both}, {is: 4}]
"
        }
    };
    let values = format!(
        "values:\n  limit: [{{when: c == yes, is: 7}}, {{is: 4}}]\n  rate: [{{when: q0 > {turns}, is: 2}}, {{is: 1}}]\n{own}"
    );
    for file in [&mut text, &mut probe] {
        let _ = write!(file, "{{goto: rest}}]}}\n{values}outcomes:\n");
        (0..4).for_each(|end| file.push_str(&format!("  o{end}: {{title: O}}\n")));
        file.push_str("  rest: {title: Rest");
    }
    // What is shown looks at the same as what leads.
    let notes: Vec<String> = told.iter().map(|leaf| format!("{{when: '{leaf}', text: N}}")).collect();
    // A share that comes to nothing where both are the same.
    let shares = of != Of::Dates && tape.chance(30);
    let share = if shares { ", text: '{{ q0 / (q1 - q0) }} and {{ points }}'" } else { "" };
    text.push_str(&format!("{share}, notes: [{}]}}\n", notes.join(", ")));
    probe.push_str("}\n");
    let sums = [" + q", " - q", "*", "/", "(", "limit"];
    let sum = |leaf: &String| sums.iter().any(|sign| leaf.replace("add_days(", "").contains(sign));
    // One that is compared with one of few values is cut at these.
    let cut = |leaf: &String| leaf.ends_with(" limit") && leaf.split(' ').count() == 3;
    let ranges = shares
        || !broad
        || told.iter().any(cut)
        || !told.iter().any(sum)
        // Where something is left beside a choice is told apart whatever is chosen.
        || text.lines().any(|line| line.split("reject: [").nth(1).is_some_and(|rest| rest.contains(" and ")))
        || told.iter().any(|leaf| APART.iter().any(|part| leaf.contains(part)))
        || told.iter().any(|leaf| CHOSEN.iter().any(|value| leaf.contains(value)));
    Made { text, probe, answers, ranges, shares }
}

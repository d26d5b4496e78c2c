//! Trees made to blow up a proof: each ends within the bounds of memory and work, says which and why, claims nothing of
//! what it did not look at, and the next tree is looked at.

use super::running::Place;
use super::size::all;

/// What few states take, with all that the program takes anyway, in KiB.
const SMALL: u64 = 500 << 10;

/// So many states are allowed.
fn states() -> &'static str {
    if all() { "--max-states=2000" } else { "--max-states=500" }
}

const ENDS: &str = "outcomes: {x: {title: X}, y: {title: Y}}\n";

/// Random numbers that are the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 33) % end as u64).unwrap()
    }
}

/// Questions of one form; the last leads by a condition.
fn tree(count: usize, question: impl Fn(usize) -> String, when: &str) -> String {
    let mut out = "title: T\nquestions:\n".to_owned();
    for at in 0..count {
        let next =
            if at + 1 == count { format!(", next: [{{when: '{when}', goto: x}}, {{goto: y}}]") } else { String::new() };
        out += &format!("  q{at}: {{ask: Q?, {}{next}}}\n", question(at));
    }
    out + ENDS
}

fn each(count: usize, part: impl Fn(usize) -> String, between: &str) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(between)
}

fn choice(_: usize) -> String {
    "answers: [a, b]".to_owned()
}

fn number(_: usize) -> String {
    "kind: number".to_owned()
}

/// Random clauses of three over 60 answers.
fn clauses() -> String {
    let mut random = Random(7);
    let mut one = || format!("q{} == {}", random.below(60), ["a", "b"][random.below(2)]);
    let all: Vec<String> = (0..90).map(|_| format!("({} or {} or {})", one(), one(), one())).collect();
    tree(60, choice, &all.join(" and "))
}

/// Eight scores against each other over 30 questions.
fn scores() -> String {
    let mut random = Random(8);
    let mut out = "title: T\nquestions:\n".to_owned();
    for at in 0..30 {
        let mut answer = |name: usize| {
            let (first, step) = (random.below(8), 1 + random.below(3));
            let points = each(3, |one| format!("s{}: {}", (first + one * step) % 8, 1 + (at * 7 + one * 5) % 9), ", ");
            format!("a{name}: {{score: {{{points}}}}}")
        };
        let answers: Vec<String> = (0..4).map(&mut answer).collect();
        let next = if at == 29 { ", next: {best_of: [s0, s1, s2, s3, s4, s5, s6, s7]}" } else { "" };
        out += &format!("  q{at}: {{ask: Q?, answers: {{{}}}{next}}}\n", answers.join(", "));
    }
    out + "outcomes:\n" + &each(8, |at| format!("  s{at}: {{title: S}}\n"), "")
}

/// Products of six numbers, which meet in several equations.
fn products() -> String {
    tree(
        6,
        number,
        &each(2, |at| format!("q0 * q1 * q2 * q3 * q4 * q5 == q{at} * q{at} + {at}.7 and q0 > q{at}"), " or "),
    )
}

/// Months between dates, in a circle.
fn dates() -> String {
    let date = |_| "kind: date".to_owned();
    tree(20, date, &each(20, |at| format!("months(q{at}, q{}) > {at}", (at * 7 + 3) % 20), " or "))
}

/// Which of 14 answers were given twice.
fn twice() -> String {
    let pairs = (0..14).flat_map(|at| (0..at).map(move |other| format!("q{at} == q{other}")));
    let answers = format!("answers: [{}]", each(14, |at| format!("a{at}"), ", "));
    tree(14, |_| answers.clone(), &pairs.collect::<Vec<_>>().join(" or "))
}

/// Counting how many of many comparisons are true.
fn counted() -> String {
    let pairs = (0..12).flat_map(|at| (0..at).map(move |other| format!("q{at} > q{other}")));
    tree(12, number, &format!("count({}) >= 30", pairs.collect::<Vec<_>>().join(", ")))
}

/// Values by rules about values by rules.
fn rules() -> String {
    let value = |at: usize| {
        let before = if at > 0 { format!("v{} + q{}", at - 1, at % 20) } else { "q0".to_owned() };
        let (one, other, third) = (at % 20, (at + 3) % 20, at * 7 % 20);
        format!("  v{at}: [{{when: q{one} > q{other}, is: {before}}}, {{is: q{third}}}]\n")
    };
    tree(20, number, "v29 > 5 or v17 == v12") + "values:\n" + &each(30, value, "")
}

/// A number that is squared so often that nobody could write it out.
fn squared() -> String {
    let value = |at: usize| match at {
        0 => "  v0: q0 * 0.5 + 0.5\n".to_owned(),
        _ => format!("  v{at}: round(v{0} * v{0}, 20)\n", at - 1),
    };
    tree(2, |_| "kind: number, min: 0, max: 1".to_owned(), "v4 - v59 == q1 * 0.5 + 0.123456789")
        + "values:\n"
        + &each(60, value, "")
}

/// Sums of powers against what is typed.
fn sums() -> String {
    let question = |at: usize| {
        let (three, five) = (3_u64.pow(at as u32 % 20), 5_u64.pow(at as u32 % 12));
        match at {
            39 => number(at),
            _ => format!("answers: {{a: {{score: {{s: {}, t: {three}}}}}, b: {{score: {{t: {five}}}}}}}", 1_u64 << at),
        }
    };
    tree(40, question, "score.s * q39 > score.t + q39 and q39 * q39 > score.s")
}

/// Boxes that are looked at three at a time.
fn boxes() -> String {
    let mut random = Random(9);
    let mut one = || format!("{}(b{} in q0)", ["", "not "][random.below(2)], random.below(60));
    let all: Vec<String> = (0..80).map(|_| format!("({} or {} or {})", one(), one(), one())).collect();
    tree(1, |_| format!("kind: many, answers: [{}]", each(60, |at| format!("b{at}"), ", ")), &all.join(" and "))
}

/// Texts that fit patterns which overlap.
fn patterns() -> String {
    let forms = ["[a-z]+x[0-9]{3,}", "(ab|ba)*c", ".*q.*z", "[^k]*", "(a|b)*a(a|b){40}", "[a-f0-9]+"];
    let fits = |at: usize| {
        format!(
            "matches(q{}, \"{}\") and matches(q{}, \"{}\")",
            at % 5,
            forms[at % 6],
            (at + 2) % 5,
            forms[(at + 1) % 6]
        )
    };
    tree(5, |_| "kind: text".to_owned(), &each(30, fits, " or "))
}

/// Each kind, and whether it is a matter of how many states there are.
fn kinds() -> Vec<(&'static str, String, bool)> {
    vec![
        ("clauses", clauses(), true),
        ("scores", scores(), true),
        ("products", products(), false),
        ("dates", dates(), false),
        ("twice", twice(), true),
        ("counted", counted(), false),
        ("rules", rules(), false),
        ("squared", squared(), false),
        ("sums", sums(), true),
        ("boxes", boxes(), false),
        ("patterns", patterns(), false),
    ]
}

#[test]
fn each_kind_ends_and_says_what_ended_it() {
    let kinds = kinds();
    // Unless all cases are asked for, two that the test below does not look at.
    for (_, (name, tree, by_states)) in kinds.iter().enumerate().filter(|(at, _)| all() || matches!(at, 1 | 10)) {
        let place = Place::new(&[("t.yaml", tree)]);
        let ran = place.run_within(SMALL, &["explore", "t.yaml", states(), "--format=json"]);
        let record: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(record["exact"], false, "{name}: {}", ran.said());
        let reasons: Vec<&str> =
            record["inexact"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap()).collect();
        let bound = |reason: &&str| matches!(*reason, "states" | "memory");
        assert!(!by_states || reasons.iter().any(bound), "{name}: {reasons:?}");
        assert!(!reasons.is_empty(), "{name}");
        for found in record["findings"].as_array().unwrap() {
            assert!(found["code"] != "never" && found["code"] != "needless", "{name}: {found}");
        }
    }
}

#[test]
fn the_next_tree_is_looked_at() {
    let plain = tree(2, choice, "q0 == a").replace("outcomes: {", "outcomes: {nobody: {title: N}, ");
    let kinds = kinds();
    let some = kinds.iter().enumerate().filter(|(at, _)| all() || at % 3 == 0).map(|(_, kind)| kind);
    let mut files: Vec<(String, &String)> = some.map(|(name, tree, _)| (format!("{name}.yaml"), tree)).collect();
    files.push(("zz.yaml".to_owned(), &plain));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, tree)| (name.as_str(), tree.as_str())).collect();
    let place = Place::new(&files);
    let ran = place.run_within(SMALL + (300 << 10), &["check", ".", states(), "--color=never"]);
    assert!(ran.out.contains("zz.yaml:5:") && ran.out.contains("proved over all 4 walks of 1 tree"), "{}", ran.said());
    assert!(
        ran.out.contains("not proved: ") && ran.out.contains(&format!("{} files checked", files.len())),
        "{}",
        ran.said()
    );
}

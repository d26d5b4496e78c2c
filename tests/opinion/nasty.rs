//! Trees written by hand to be hard to prove: circles that no walk takes, many boxes, nothing to divide by, long chains.

use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use onread::diagnostic::Diagnostic;
use onread::engine::{At, Walk};
use onread::explore::{Explored, Options, explore};
use onread::tree::Tree;

use super::enumerate::today;
use super::finding::findings;

fn load(text: &str) -> Tree {
    onread::load_str("nasty.yaml", text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn all(tree: &Tree) -> Explored {
    explore(tree, today(), &Options::default())
}

fn codes<'e>(explored: &'e Explored, code: &str) -> Vec<&'e Diagnostic> {
    explored.findings.iter().filter(|finding| finding.code.name() == code).collect()
}

fn at(finding: &Diagnostic) -> &str {
    finding.at.as_deref().unwrap()
}

/// Where the walk of a finding stands at its end.
fn stands<'t>(tree: &'t Tree, finding: &Diagnostic) -> Walk<'t> {
    let mut walk = Walk::new(tree, today());
    for (question, answer) in findings(tree, std::slice::from_ref(finding))[0].witness.as_ref().unwrap() {
        assert_eq!(*walk.at(), At::Question(*question));
        walk.answer(answer.clone()).unwrap();
    }
    walk
}

/// Runs the program on a file.
fn run(text: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nasty.yaml"), text).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["check", "--color=never", "--today=2026-01-31", "nasty.yaml"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap())
}

#[test]
fn a_circle_that_no_walk_closes() {
    for (count, walks) in [(10_u32, "10240"), (40, "43980465111040")] {
        let mut text = String::from("title: C\nstart: s\nquestions:\n  s:\n    ask: S\n    answers:\n");
        for at in 0..count {
            let _ = writeln!(text, "      a{at}: {{goto: q{at}}}");
        }
        for at in 0..count {
            let next = (at + 1) % count;
            let _ = writeln!(
                text,
                "  q{at}:\n    ask: Q\n    answers: [x, y]\n    next: [{{when: s == a{next}, goto: end}}, {{goto: q{next}}}]"
            );
        }
        text.push_str("outcomes: {end: {title: E}}\n");
        let tree = load(&text);
        let explored = all(&tree);
        assert!(
            explored.certainty.is_exact()
                && codes(&explored, "asked-twice").is_empty()
                && codes(&explored, "never").is_empty()
        );
        assert_eq!(explored.walks.to_string(), walks);
        assert_eq!((explored.shortest, explored.longest), (count + 1, count + 1));
    }
}

#[test]
fn a_circle_that_one_walk_closes() {
    let mut text = String::from("title: C\nquestions:\n");
    for at in 0..10 {
        let next = (at + 1) % 10;
        let _ = writeln!(
            text,
            "  q{at}: {{ask: Q, answers: [x, y], next: [{{when: q{at} == x, goto: end}}, {{goto: q{next}}}]}}"
        );
    }
    text.push_str("outcomes: {end: {title: E}}\n");
    let tree = load(&text);
    let explored = all(&tree);
    let twice = codes(&explored, "asked-twice");
    assert_eq!((explored.walks.to_string().as_str(), twice.len()), ("10", 1));
    assert_eq!(twice[0].witness.as_ref().unwrap().entries.len(), 10);
    assert!(matches!(stands(&tree, twice[0]).at(), At::Stopped(_)));
}

#[test]
fn questions_in_any_order() {
    let mut text = String::from("title: C\nquestions:\n");
    for at in 0..8 {
        let _ = writeln!(text, "  q{at}:\n    ask: Q\n    answers:\n      e: {{goto: end}}");
        for other in (0..8).filter(|other| *other != at) {
            let _ = writeln!(text, "      g{other}: {{goto: q{other}, when: not answered(q{other})}}");
        }
    }
    text.push_str("outcomes: {end: {title: E}}\n");
    let explored = all(&load(&text));
    // One more question each time, of those that are left: 1 + 7 + 7·6 + … + 7!.
    assert_eq!(explored.walks.to_string(), "13700");
    assert!(
        explored.certainty.is_exact()
            && codes(&explored, "asked-twice").is_empty()
            && codes(&explored, "stuck").is_empty()
    );
    // The first question is asked first, so all others can be chosen there, and it never again.
    let always = codes(&explored, "never").iter().filter(|finding| at(finding).starts_with("q0.")).count();
    assert_eq!(always, 7);
}

fn boxes(count: usize, more: &str) -> String {
    let ids: Vec<String> = (0..count).map(|at| format!("b{at}")).collect();
    format!("title: B\nquestions:\n  q: {{ask: Q, kind: many, answers: [{}], {more}}}\n", ids.join(", "))
}

#[test]
fn many_boxes_are_counted_one_by_one() {
    let rules = "next: [{when: count(q) >= 3 and b1 in q, goto: a}, {when: 'any(q, b2, b3)', goto: b}, {goto: c}]";
    let outcomes = "outcomes: {a: {title: A}, b: {title: B}, c: {title: C}}\n";
    // `b1` with two or more of nineteen; of the rest, those with `b2` or `b3`.
    let by_outcome = |limits: std::ops::RangeInclusive<u32>| {
        let mut counts = [0_u32; 3];
        for bits in 0..1_u32 << 20 {
            if limits.contains(&bits.count_ones()) {
                let at = if bits.count_ones() >= 3 && bits & 2 != 0 { 0 } else { usize::from(bits & 12 == 0) + 1 };
                counts[at] += 1;
            }
        }
        counts.map(|count| count.to_string())
    };
    for (limits, range) in [("", 0..=20), ("min: 2, max: 7, ", 2..=7), ("min: 19, ", 19..=20)] {
        let tree = load(&(boxes(20, &format!("{limits}{rules}")) + outcomes));
        let explored = all(&tree);
        assert!(explored.certainty.is_exact(), "{limits}");
        let counts: Vec<String> = explored.outcomes.iter().map(|reached| reached.walks.to_string()).collect();
        assert_eq!(counts, by_outcome(range), "{limits}");
    }
    let tree = load(
        &(boxes(64, "next: [{when: count(q) >= 60, goto: a}, {goto: b}]")
            + "outcomes: {a: {title: A}, b: {title: B}}\n"),
    );
    let explored = all(&tree);
    assert_eq!(explored.walks.to_string(), "18446744073709551616");
    // 1 + 64 + 2016 + 41664 + 635376
    assert_eq!(explored.outcomes[0].walks.to_string(), "679121");
}

#[test]
fn many_boxes_are_looked_at_in_pairs() {
    let pairs: Vec<String> = (0..20)
        .step_by(2)
        .map(|at| format!("{{when: b{at} in q and b{} in q, goto: o{}}}", at + 1, at % 4 / 2))
        .collect();
    let more =
        format!("min: 1, max: 10, next: [{}, {{when: count(q) >= 5, goto: o2}}, {{goto: o3}}]", pairs.join(", "));
    let outcomes = "outcomes: {o0: {title: A}, o1: {title: B}, o2: {title: C}, o3: {title: D}}\n";
    let mut counts = [0_u32; 4];
    for bits in (0..1_u32 << 20).filter(|bits| (1..=10).contains(&bits.count_ones())) {
        let pair = (0..20).step_by(2).find(|at| bits >> at & 3 == 3);
        counts[pair.map_or(if bits.count_ones() >= 5 { 2 } else { 3 }, |at| at % 4 / 2)] += 1;
    }
    let explored = all(&load(&(boxes(20, &more) + outcomes)));
    assert!(explored.certainty.is_exact());
    for (reached, count) in explored.outcomes.iter().zip(counts) {
        assert_eq!(reached.walks.to_string(), count.to_string());
    }
}

#[test]
fn boxes_that_are_all_looked_at_are_nowhere_said_to_be_absent() {
    let mut text = boxes(20, "next: a") + "outcomes:\n  a:\n    title: A\n    notes:\n";
    for at in 0..20 {
        let _ = writeln!(text, "      - {{when: b{at} in q and b{} not in q, text: N}}", (at + 1) % 20);
    }
    let explored = all(&load(&text));
    assert!(codes(&explored, "never").is_empty() && codes(&explored, "needless").is_empty(), "{:?}", explored.findings);
}

#[test]
fn a_table_without_else_leaves_holes() {
    let text = "title: T\nquestions:\n  f: {ask: F, answers: [a, b, c]}\n  p: {ask: P, answers: [a, b], next: \
                [{when: code > 1, goto: x}, {when: answered(code), goto: y}, {goto: z}]}\nvalues:\n  code: {by: [f, p], \
                table: {a: {a: 1, b: 2}, b: 3}}\noutcomes: {x: {title: 'X {{ code }}'}, y: {title: 'Y {{ code }}'}, \
                z: {title: 'Z {{ code }}'}}\n";
    let tree = load(text);
    let explored = all(&tree);
    let counts: Vec<String> = explored.outcomes.iter().map(|reached| reached.walks.to_string()).collect();
    assert_eq!(counts, ["3", "1", "2"]);
    let blank = codes(&explored, "maybe-unanswered");
    assert_eq!(blank.iter().map(|finding| at(finding)).collect::<Vec<_>>(), ["z"]);
    assert_eq!(stands(&tree, blank[0]).ending().unwrap().title, "Z —");
}

#[test]
fn nothing_is_divided_by_zero() {
    let text = "title: T\nquestions:\n  n: {ask: N, kind: number, whole: true, min: -2, max: 2, next: [{when: 1 / n > 0, \
                goto: a}, {when: 1 / n < 0, goto: b}, {goto: c}]}\noutcomes: {a: {title: A}, b: {title: B}, \
                c: {title: 'C {{ 1 / n }}'}}\n";
    let tree = load(text);
    let explored = all(&tree);
    assert!(explored.outcomes.iter().all(|reached| reached.witness.is_some()));
    assert_eq!(codes(&explored, "maybe-unanswered").len(), 1);
    assert!(codes(&explored, "never").is_empty());
}

#[test]
fn scores_too_large_to_add_are_no_proof_of_anything() {
    let huge = "9223372036854775807";
    let text = format!(
        "title: T\nquestions:\n  n: {{ask: N, answers: {{x: {{score: {{a: {huge}}}}}, y: {{score: {{c: 1}}}}}}}}\n  m: \
         {{ask: M, answers: {{x: {{score: {{a: {huge}}}}}, y: {{score: {{c: 1}}}}}}, next: {{best_of: [a, c]}}}}\n\
         outcomes: {{a: {{title: A}}, c: {{title: C}}, d: {{title: D}}}}\n"
    );
    let explored = all(&load(&text));
    let right = explored.certainty.is_exact()
        && explored.walks.to_string() == "4"
        && explored.outcomes[0].walks.to_string() == "3";
    assert!(right || !explored.certainty.is_exact() && codes(&explored, "never").is_empty(), "{explored:?}");
}

/// Each looks at a few answers, so none of them is too much, and all together would be.
#[test]
fn notes_and_feedback_of_fifty_questions() {
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..50_usize {
        let before = |by: usize| at.saturating_sub(by);
        let _ = writeln!(text, "  q{at}:\n    ask: Q?\n    answers: {{a: {{feedback: A}}, b: {{feedback: B}}, c: }}");
        if at > 7 {
            let (one, other) = (before(1), before(7));
            let _ = writeln!(text, "    notes: [{{when: q{one} == a and q{other} == b, text: N}}, {{text: M}}]");
        }
        let other = before(5);
        let _ = writeln!(
            text,
            "    feedback: [{{when: q{at} == a and q{other} == b, text: F}}, {{when: q{at} != c, text: G}}, {{text: H}}]"
        );
    }
    text.push_str("    next: o\noutcomes: {o: {title: O}}\n");
    let explored = all(&load(&text));
    let found: Vec<&str> = explored.findings.iter().map(at).collect();
    // Of the first question, and of no other, nobody sees the first.
    assert_eq!(found, ["q0.feedback.1"]);
    assert!(explored.certainty.is_exact());
}

#[test]
fn three_hundred_promises() {
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..9 {
        let _ = writeln!(text, "  q{at}: {{ask: Q, answers: [a, b]}}");
    }
    text.push_str(
        "  last: {ask: L, answers: {a: end, b: other}}\noutcomes: {end: {title: E}, other: {title: O}}\npromises:\n",
    );
    for at in 0..300 {
        let _ =
            writeln!(text, "  - {{when: q{} == a and q{} == b and last == a, never: other}}", at % 9, (at * 5 + 1) % 9);
    }
    for at in 0..3 {
        let _ = writeln!(text, "  - {{when: q{at} == a, never: other}}");
    }
    let tree = load(&text);
    let explored = all(&tree);
    let broken: Vec<&str> = codes(&explored, "promise").iter().map(|finding| at(finding)).collect();
    assert_eq!(broken, ["promises.301", "promises.302", "promises.303"]);
    assert!(explored.certainty.is_exact() && explored.walks.to_string() == "1024");
}

#[test]
fn a_hole_that_reckons_with_six_questions() {
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..6 {
        let next = if at == 5 { ", next: end" } else { "" };
        let _ = writeln!(text, "  q{at}: {{ask: Q, kind: number, min: 1, max: 100{next}}}");
    }
    text.push_str("outcomes: {end: {title: 'E {{ q0 * q1 + q2 / q3 - q4 * q5 }}'}}\n");
    let explored = all(&load(&text));
    assert!(codes(&explored, "maybe-unanswered").is_empty() && codes(&explored, "needless").is_empty());
    let text = text.replace("q2 / q3", "q2 / (q3 - 50)");
    let explored = all(&load(&text));
    assert!(codes(&explored, "maybe-unanswered").len() == 1 || !explored.certainty.is_exact());
}

#[test]
fn limits_that_meet_in_some_walks_only() {
    let stuck = |questions: &str, answers: &[(&str, &str)]| {
        let tree = load(&format!("title: T\nquestions:\n{questions}outcomes: {{end: {{title: E}}}}\n"));
        let explored = all(&tree);
        let found = codes(&explored, "stuck");
        assert_eq!(found.len(), 1, "{questions}");
        assert!(matches!(stands(&tree, found[0]).at(), At::Stopped(_)), "{questions}");
        let mut walk = Walk::new(&tree, today());
        for (_, answer) in answers {
            walk.give(onread::engine::Given::One(answer)).unwrap();
        }
        assert!(matches!(walk.at(), At::Question(_)), "{questions}");
        assert!(explored.outcomes[0].witness.is_some() || !explored.certainty.is_exact(), "{questions}");
    };
    stuck(
        "  a: {ask: A, kind: number, min: 0, max: 10}\n  b: {ask: B, kind: number, min: a, max: 8, next: end}\n",
        &[("a", "8")],
    );
    stuck(
        "  a: {ask: A, kind: date}\n  b: {ask: B, kind: date, min: a, max: today, next: end}\n",
        &[("a", "2026-01-31")],
    );
    stuck(
        "  a: {ask: A, kind: number, whole: true, min: 7, max: 9}\n  b: {ask: B, kind: number, whole: true, min: a + 0.2, max: 8.5, next: end}\n",
        &[("a", "7")],
    );
}

#[test]
fn a_budget_that_is_used_up_claims_nothing() {
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..12 {
        let _ = writeln!(text, "  q{at}: {{ask: Q, answers: {{a: {{score: {{x: {}}}}}, b: }}}}", 1 << at);
    }
    text.push_str(
        "  last: {ask: L, answers: [a, b], next: [{when: score.x == 4095, goto: q0}, {when: score.x > 5000, goto: y}, \
         {goto: x}]}\noutcomes: {x: {title: E}, y: {title: Y}}\npromises: [{never: y}, {never: x}]\n",
    );
    let (_, out) = run(&text, &["--max-states", "10"]);
    assert!(!out.contains("[never]") && !out.contains("[needless]"), "{out}");
    let closing = out.lines().last().unwrap();
    assert!(closing.contains("not proved: ") && closing.contains("states were visited"), "{out}");
    assert!(closing.contains("walks were played at random instead, from seed 1"), "{out}");
    assert!(!closing.contains("proved over") && !closing.contains("kept"), "{out}");
    let (code, out) = run(&text, &[]);
    assert!(
        code == Some(1) && out.contains("[asked-twice]") && out.contains("[promise]") && out.contains("[never]"),
        "{out}"
    );
}

/// What takes so long is not told apart here from a slow machine: only what would never end fails.
fn within(seconds: u64, text: &str) -> String {
    let begun = Instant::now();
    let (code, out) = run(text, &[]);
    let took = begun.elapsed();
    assert!(code == Some(0) || code == Some(1), "{code:?} {out}");
    assert!(took < Duration::from_secs(seconds), "{took:?}");
    out
}

#[test]
fn long_chains_of_questions() {
    let mut text = String::from("title: T\nquestions:\n  first: {ask: F, answers: [a, b]}\n");
    for at in 0..5_000 {
        let _ = writeln!(text, "  q{at}: {{ask: Q, answers: [a, b], when: first == a}}");
    }
    text.push_str("  last: {ask: L, answers: {a: x, b: y}}\noutcomes: {x: {title: E}, y: {title: Y}}\n");
    let out = within(60, &text);
    assert!(out.contains("proved over all walks (about "), "{}", out.lines().last().unwrap());
}

//! Bounds of memory and work: kept by every command, whatever a state, a count or an answer takes, and said with the
//! way to raise them.

use super::running::{Place, line};
use super::size::{all, cases};

/// The memory, in KiB, in which 100,000 states have to be gone through, with all that the program takes anyway.
const SMALL: u64 = 400 << 10;
const STATES: &str = "--max-states=100000";

/// So many, or a third of them unless all cases are asked for: still more than fit.
fn many(count: usize) -> usize {
    if all() { count } else { count / 3 }
}

/// So many questions, each answer of which adds to a score of its own, and a ranking of all outcomes at the end.
fn ranked(questions: usize, answers: usize, outcomes: usize) -> String {
    let mut out = String::from("title: T\nquestions:\n");
    for question in 0..questions {
        out.push_str(&format!("  q{question}:\n    ask: A?\n    answers:\n"));
        for answer in 0..answers {
            let to = (question * answers + answer) % outcomes;
            out.push_str(&format!("      a{answer}: {{score: {{o{to}: {}}}}}\n", answer % 3 + 1));
        }
    }
    let all = (0..outcomes).map(|outcome| format!("o{outcome}")).collect::<Vec<_>>().join(", ");
    let each: String = (0..outcomes).map(|outcome| format!("  o{outcome}: {{title: O{outcome}}}\n")).collect();
    out + &format!("    next: {{best_of: [{all}]}}\noutcomes:\n{each}")
}

/// Questions with yes and no, asked in this order; the last leads by a rule that looks at all of them.
fn any(order: impl Iterator<Item = usize> + Clone) -> String {
    let all = order.clone().map(|at| format!("q{at} == yes")).collect::<Vec<_>>().join(" or ");
    let each: String = order.map(|at| format!("  q{at}:\n    ask: A?\n    answers: [yes, no]\n")).collect();
    format!(
        "title: T\nquestions:\n{each}    next: [{{when: {all}, goto: some}}, {{goto: none}}]\n\
         outcomes: {{some: {{title: S}}, none: {{title: N}}}}\n"
    )
}

#[test]
fn a_ranking_of_many_fits_into_the_memory_allowed() {
    let place = Place::new(&[("t.yaml", &ranked(10, 4, many(3_000)))]);
    let ran = place.run_within(SMALL, &["explore", "t.yaml", STATES, "--format=json"]).ends(0);
    assert!(ran.out.contains("\"bound\": \"memory\""), "{}", ran.said());
    // What is said to people comes of the same look as what is said to programs.
    let commands: &[&str] = if all() { &["check", "explore"] } else { &[] };
    for command in commands {
        place.run_within(SMALL, &[command, "t.yaml", STATES]).ends(0).says("of memory").says("--max-states");
    }
    place.run_within(SMALL, &["test", "--suggest", "t.yaml", STATES]).ends(0).says("of memory").says("--max-states");
}

#[test]
fn answers_by_the_thousand_that_are_ranked_fit_as_well() {
    let place = Place::new(&[("t.yaml", &ranked(2, 3_000, 3_000))]);
    place.run_within(SMALL, &["check", "t.yaml", STATES]).ends(0).says("of memory");
}

#[test]
fn two_versions_side_by_side_fit_into_the_memory_allowed() {
    let ranked = ranked(10, 4, 2_000);
    let place = Place::new(&[("a.yaml", &ranked), ("b.yaml", &ranked.replace("A?", "B?"))]);
    // What is said to people and to programs comes of the same look.
    if all() {
        place.run_within(SMALL, &["diff", "a.yaml", "b.yaml", STATES]).finds("of memory").says("--max-states");
    }
    let ran = place.run_within(SMALL, &["diff", "a.yaml", "b.yaml", STATES, "--format=json"]).ends(1);
    assert!(ran.out.contains("\"bound\": \"memory\""), "{}", ran.said());
    // What one version was answered is kept for the other.
    let place = Place::new(&[("a.yaml", &any(0..24)), ("b.yaml", &any((0..24).rev()))]);
    place.run_within(SMALL, &["diff", "a.yaml", "b.yaml", STATES]).finds("not proved").says("--max-states");
}

#[test]
fn large_sets_fit_into_the_memory_allowed() {
    let boxes = cases(10_000);
    let ids = (0..boxes).map(|box_| format!("b{box_}")).collect::<Vec<_>>().join(", ");
    let text = |rules: &str| {
        format!(
            "title: T\nquestions:\n  s:\n    ask: S?\n    kind: many\n    answers: [{ids}]\n    next:\n{rules}      \
             - goto: b\noutcomes: {{a: {{title: A}}, b: {{title: B}}}}\n"
        )
    };
    let named: String = (0..8).map(|at| format!("      - {{when: b{at} in s, goto: a}}\n")).collect();
    let counted = format!("      - {{when: count(s) > {}, goto: a}}\n", boxes / 2);
    let place = Place::new(&[("named.yaml", &text(&named)), ("counted.yaml", &text(&counted))]);
    place.run_within(SMALL, &["check", "named.yaml"]).ends(0).says("proved over all");
    place.run_within(SMALL, &["check", "counted.yaml"]).ends(0).says("proved");
}

#[test]
fn which_bound_was_met_is_said() {
    let place = Place::new(&[("a.yaml", &any(0..16)), ("b.yaml", &any(0..16).replace("A?", "B?"))]);
    for command in [&["check", "a.yaml"][..], &["explore", "a.yaml"], &["diff", "a.yaml", "b.yaml"]] {
        let ran = place.run(&[command, &["--max-states=20"]].concat());
        ran.says("20 states were visited and there are more than allowed").says("a higher --max-states than 20 allows");
    }
    place.run(&["test", "--suggest", "a.yaml", "--max-states=100"]).ends(0).says("a higher --max-states than 100");
    place.write("a.walks.yaml", "tree: a.yaml\nwalks:\n  - {answers: {q0: yes}}\n");
    place.run(&["test", "--mutants", "--max-states=100"]).says("a higher --max-states allows more");
}

#[test]
fn many_large_files_are_let_go_one_after_the_other() {
    let (count, place) = (12, Place::new(&[]));
    let large = line(cases(15_000), "done");
    for at in 0..count {
        place.write(&format!("t{at:02}.yaml"), &large);
        place.write(
            &format!("t{at:02}.walks.yaml"),
            format!("tree: t{at:02}.yaml\nwalks:\n  - {{answers: {{q0: yes}}, asks: [q0, q1]}}\n"),
        );
    }
    let one = place.run_within(SMALL, &["check", "--quick", "t00.yaml"]).ends(0);
    assert!(one.out.starts_with("1 file checked"), "{}", one.said());
    let ran = place.run_within(SMALL, &["check", "--quick", "."]).ends(0);
    assert!(ran.out.starts_with(&format!("{} files checked", 2 * count)), "{}", ran.said());
    place.run_within(SMALL, &["test", "."]).ends(0).says("12 passed");
}

#[test]
fn suggesting_comes_to_an_end_and_says_where() {
    let numbers = (0..2_500).map(|number| number.to_string()).collect::<Vec<_>>().join(", ");
    let listed = format!(
        "title: T\nquestions:\n  q: {{ask: Q?, kind: number, next: [{{when: 'q in [{numbers}]', goto: a}}, {{goto: b}}]}}\n\
         outcomes: {{a: {{title: A}}, b: {{title: B}}}}\n"
    );
    let place = Place::new(&[("t.yaml", &listed)]);
    let ran = place.run(&["test", "--suggest", "t.yaml", "--max-states=100000"]).ends(0);
    let ran = ran.says("all work allowed was done").says("--max-states");
    assert!(ran.out.contains("- name:") && !ran.err.contains("fewest"), "{}", ran.said());
    let terms = (0..400).map(|at| format!("q == {at}")).collect::<Vec<_>>().join(" or ");
    place.write("t.yaml", listed.replace(&format!("q in [{numbers}]"), &terms));
    place.run(&["test", "--suggest", "t.yaml", "--max-states=100000"]).ends(0);

    let skipped: String =
        (0..cases(5_000)).map(|at| format!("  q{at}: {{ask: A?, answers: [yes, no], when: q == no}}\n")).collect();
    place.write(
        "t.yaml",
        format!(
            "title: T\nquestions:\n  q: {{ask: A?, answers: [yes, no]}}\n{skipped}  last: {{ask: A?, answers: {{yes: \
             done}}}}\noutcomes: {{done: {{title: Done}}}}\n"
        ),
    );
    place.run(&["test", "--suggest", "t.yaml", "--max-states=100000"]).ends(0);

    let boxes = many(25);
    let ids = (0..boxes).map(|at| format!("b{at}")).collect::<Vec<_>>().join(", ");
    let sets: String = (0..10)
        .map(|at| {
            let rules: String = (0..boxes).map(|b| format!("{{when: b{b} in s{at}, goto: s{}}}, ", at + 1)).collect();
            format!("  s{at}: {{ask: S?, kind: many, answers: [{ids}], next: [{rules}{{goto: s{}}}]}}\n", at + 1)
        })
        .collect();
    place.write(
        "t.yaml",
        format!(
            "title: T\nquestions:\n{sets}  s10: {{ask: A?, answers: {{yes: done}}}}\noutcomes: {{done: {{title: D}}}}\n"
        ),
    );
    place.run(&["test", "--suggest", "t.yaml", "--max-states=100000"]).ends(0);
    // A value in a value in a value, each twice.
    let values: String = (1..60).map(|at| format!("  v{at}: v{0} and v{0}\n", at - 1)).collect();
    place.write(
        "t.yaml",
        format!(
            "title: T\nquestions:\n  q: {{ask: Q?, kind: number, next: [{{when: v59, goto: a}}, {{goto: b}}]}}\nvalues:\n  \
             v0: q > 1\n{values}outcomes: {{a: {{title: A}}, b: {{title: B}}}}\n"
        ),
    );
    place.run(&["test", "--suggest", "t.yaml"]).ends(0);
}

/// So many rules about one question, of which this is the kind.
fn rules(kind: &str, count: usize, when: &dyn Fn(usize) -> String) -> String {
    let goto = |at: usize| if at.is_multiple_of(2) { "a" } else { "b" };
    let rules: String =
        (0..count).map(|at| format!("      - {{when: '{}', goto: {}}}\n", when(at), goto(at))).collect();
    format!(
        "title: T\nquestions:\n  q:\n    ask: Q?\n    {kind}\n    next:\n{rules}      - {{goto: a}}\n\
         outcomes: {{a: {{title: A}}, b: {{title: B}}}}\n"
    )
}

#[test]
fn rules_by_the_ten_thousand_are_proved_in_time() {
    let count = cases(10_000);
    let day = |at: usize| {
        chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Days::new(u64::try_from(at).unwrap())
    };
    let place = Place::new(&[]);
    let numbers = "kind: number";
    for (name, text) in [
        ("less", rules(numbers, count, &|at| format!("q < {at}"))),
        ("more", rules(numbers, count, &|at| format!("{} <= q", count - at))),
        ("equal", rules(numbers, count, &|at| format!("q == {at}"))),
        ("between", rules(numbers, count, &|at| format!("q >= {} and q < {}", 2 * at, 2 * at + 2))),
        ("date", rules("kind: date", count, &|at| format!("q < {}", day(at)))),
        ("text", rules("kind: text", count, &|at| format!("q == \"t{at}\""))),
    ] {
        place.write("t.yaml", text);
        let ran = place.run(&["check", "t.yaml"]).ends(0);
        assert!(ran.out.contains("proved over all"), "{name}: {}", ran.said());
    }
}

//! Trees of a hundred thousand questions, and short ones that would grow past all measure when they are walked.

use super::running::{Place, YES, check, large, line, play, tree};
use super::size::{all, cases};

/// A walk file in which every question of a line is answered, in the order asked or against it.
fn answers(count: usize, backwards: bool) -> String {
    let one = |at: usize| format!("\n      q{}: yes", if backwards { count - 1 - at } else { at });
    let answers: String = (0..count).map(one).collect();
    format!("tree: tree.yaml\nwalks:\n  - answers:{answers}\n    outcome: done\n")
}

#[test]
fn a_hundred_thousand_questions_in_a_line_and_in_a_circle() {
    let count = cases(100_000);
    let place = Place::new(&[("tree.yaml", &line(count, "done")), ("w.walks.yaml", &answers(count, true))]);
    place.run(&["test", "w.walks.yaml"]).ends(0);
    place.write("tree.yaml", line(count, "q0"));
    place.run(&["test", "w.walks.yaml"]).finds("a second time");
}

#[test]
fn thousands_of_questions_are_played() {
    let count = large() / 10;
    let place = Place::new(&[("tree.yaml", &line(count, "done")), ("w.walks.yaml", &answers(count, false))]);
    place.run_with(&["play", "tree.yaml"], "1\n".repeat(count).as_bytes()).ends(0);
    place.run(&["play", "tree.yaml", "--walk=w.walks.yaml"]).ends(0);
    place.run(&["play", "tree.yaml", "--walk=w.walks.yaml", "--format=json"]).ends(0);
    place.run_with(&["play", "tree.yaml"], "1\nback\n".repeat(500).as_bytes()).ends(3);
}

#[test]
fn questions_that_are_all_skipped_need_no_stack() {
    let mut text = String::from("title: T\nquestions:\n  q: {ask: A?, answers: [yes, no]}\n");
    (0..large() / 2)
        .for_each(|at| text.push_str(&format!("  q{at}: {{ask: A?, answers: [yes, no], when: q == no}}\n")));
    text.push_str("  last: {ask: A?, answers: {yes: done}}\noutcomes: {done: {title: Done}}\n");
    play(&text, "yes\nyes\n").ends(0);
}

#[test]
fn labels_that_show_themselves_come_to_an_end() {
    let itself = tree("    answers: {yes: {label: \"I {{ q }}\", goto: done}}\n", "").replace("Done", "\"{{ q }}\"");
    play(&itself, "1\n").finds("this label shows itself");
    let many = tree(
        "    kind: many\n    answers: {a: {label: \"{{ q }} {{ q }}\"}, b: {label: \"{{ q }}\"}}\n    next: done\n",
        "",
    );
    play(&many.replace("Done", "\"{{ q }}\""), "1, 2\n").finds("this label shows itself");
    // Each label shows the one before twice: two to the fortieth in the end, or as often as is too much by far.
    let last = if all() { 39 } else { 27 };
    let mut double = String::from("title: T\nquestions:\n  q0: {ask: A?, answers: [yes]}\n");
    for at in 1..=last {
        let label = format!("{{{{ q{0} }}}}{{{{ q{0} }}}}", at - 1);
        double.push_str(&format!("  q{at}:\n    ask: A?\n    answers: {{yes: {{label: \"{label}\"}}}}\n"));
    }
    double.push_str(&format!("    next: done\noutcomes: {{done: {{title: \"{{{{ q{last} }}}}\"}}}}\n"));
    let ran = play(&double, &"1\n".repeat(last + 1)).ends(0);
    assert!(ran.out.len() < 20_000_000);
}

#[test]
fn a_short_hole_may_not_fill_the_memory() {
    let value = format!("values: {{v: \"'{}'\"}}\n", "x".repeat(100_000));
    let holes = "{{ v }}".repeat(50_000);
    let ran =
        play(&tree(YES, &value).replace("title: Done", &format!("title: Done, text: \"{holes}\"")), "yes\n").ends(0);
    assert!(ran.out.len() < 5_000_000 && ran.out.contains('…'));
    let answers: String =
        (0..5000).map(|at| format!("      a{at}: {{label: \"{{{{ v }}}}\", goto: done}}\n")).collect();
    let ran = play(&tree(&format!("    answers:\n{answers}"), &value), "a7\n").ends(0);
    assert!(ran.out.len() < 5_000_000);
}

#[test]
fn a_long_list_may_not_be_named_without_end() {
    let ids = (0..5000).map(|at| format!("a{at}")).collect::<Vec<_>>().join(", ");
    let question = |at: usize| format!("  q{at}: {{ask: A?, answers: ids}}\n");
    let questions: String = (0..2000).map(question).collect();
    let text = |questions: &str, rest: &str| {
        let last = "  last: {ask: A?, answers: {yes: done}}\n";
        format!(
            "title: T\nquestions:\n{questions}{last}lists: {{ids: [{ids}]}}\n{rest}outcomes: {{done: {{title: D}}}}\n"
        )
    };
    check(&text(&questions, "")).finds("named too often");
    check(&text(&question(0), "")).ends(0);
    let tests: String = (0..2000).map(|at| format!("  v{at}: q0 in ids\n")).collect();
    check(&text(&question(0), &format!("values:\n{tests}"))).finds("named too often");
    let tests: String = (0..2000).map(|at| format!("  v{at}: q0 in [ids, a1]\n")).collect();
    check(&text(&question(0), &format!("values:\n{tests}"))).finds("named too often");
}

#[test]
fn answers_by_the_hundred_thousand() {
    let ids = |count: usize| (0..count).map(|at| format!("a{at}")).collect::<Vec<_>>();
    let text = |ids: &[String]| tree(&format!("    answers: [{}]\n    next: done\n", ids.join(", ")), "");
    check(&text(&ids(large()))).finds("more than 10000 answers");
    let most = text(&ids(10_000));
    play(&most, "a9999\n").ends(0);
    let many = most.replace("    answers", "    kind: many\n    answers");
    play(&many, &(ids(5_000).join(",") + "\n")).ends(0);
    check(&many.replace("next: done", "next: [{when: \"any(q, a1, b)\", goto: done}, {goto: done}]")).finds("`b`");
    let outcomes: String = (0..large() / 5).map(|at| format!("  o{at}: {{title: O}}\n")).collect();
    let ranked = (0..large() / 5).map(|at| format!("o{at}")).collect::<Vec<_>>().join(", ");
    let text = tree(&format!("    answers: [yes]\n    next: {{best_of: [{ranked}]}}\n"), "");
    check(&text.replace("outcomes:\n", &format!("outcomes:\n{outcomes}"))).ends(0);
}

#[test]
fn mistakes_by_the_thousand_are_counted_in_time() {
    // More than are told one by one; of each kind so many if all cases are asked for.
    let (count, of_each) = ((large() / 80).max(1_100), large() / 80);
    let questions = |count: usize, body: &dyn Fn(usize) -> String| {
        let list: String = (0..count).map(|at| format!("  q{at}:\n    ask: A?\n{}\n", body(at))).collect();
        format!("title: T\nquestions:\n{list}    next: done\noutcomes: {{done: {{title: D}}}}\n")
    };
    for body in [
        &(|at| format!("    answers: {{yes: don{at}, no: done}}")) as &dyn Fn(usize) -> String,
        &|at| format!("    answers: [yes, no]\n    when: qq{at} == yes"),
        &|at| format!("    answers: [yes, no]\n    when: q0 == yess{at}"),
        &|at| format!("    answers: [yes, no]\n    when: xx{at} == yy{at}"),
        &|at| format!("    answers: [yes, no]\n    when: q0 in xx{at}"),
        &|at| format!("    answers: [yes, no]\n    when: score.x{at} > 1"),
        &|at| format!("    answers: [yes, no]\n    when: xx{at}(1)"),
        &|at| format!("    answers: list{at}"),
        &|at| format!("    anwsers{at}: [yes, no]"),
        &|at| format!("    answers: [yes, no]\n    next: {{best_of: [oo{at}]}}"),
        &|at| format!("    answers: [yes, no]\n    default: yess{at}"),
        &|_| "    answers: [yes, no]\n    help: \"{{ nothing }}\"".to_owned(),
    ] {
        let ran = check(&questions(of_each, body));
        assert_eq!(ran.code, Some(1), "{}: {}", body(7), ran.said());
    }
    check(&questions(count, &|at| format!("    answers: list{at}"))).finds("more findings");
    let place = Place::new(&[("tree.yaml", &questions(count, &|_| "    answers: [yes, no]".to_owned()))]);
    let walks: String =
        (0..count).map(|at| format!("  - answers: {{qx{at}: yes, q1: yess}}\n    outcome: don{at}\n")).collect();
    place.write("w.walks.yaml", format!("tree: tree.yaml\nwalks:\n{walks}"));
    place.run(&["check", "w.walks.yaml"]).finds("more findings");
    place.run(&["test", "w.walks.yaml"]).ends(1);
}

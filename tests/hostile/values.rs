//! Values that need each other: in circles, in endless chains, twice each.

use super::running::{Place, YES, check, large, line, play, tree};
use super::size::cases;

fn values(count: usize, body: impl Fn(usize) -> String) -> String {
    let list: String = (0..count).map(|at| format!("  v{at}: {}\n", body(at))).collect();
    tree(YES, &format!("values:\n{list}"))
}

#[test]
fn circles_of_any_size_are_found() {
    check(&tree(YES, "values: {a: a + 1}\n")).finds("circular-values");
    check(&tree(YES, "values: {a: b + 1, b: a + 1}\n")).finds("circular-values");
    for count in [3, 100, cases(100_000)] {
        check(&values(count, |at| format!("v{} + 1", (at + 1) % count))).finds("circular-values");
        check(&values(count, |at| format!("v{} + 1", (at + count - 1) % count))).finds("circular-values");
    }
    // Every value needs every other.
    let all = (0..200).map(|at| format!("v{at}")).collect::<Vec<_>>().join(", ");
    check(&values(200, |_| format!("max({all})"))).finds("circular-values");
    // One needs all of a hundred thousand, and each of them needs it.
    let many = (1..large() / 5).map(|at| format!("v{at}")).collect::<Vec<_>>().join(", ");
    check(&values(large() / 5, |at| if at == 0 { format!("max({many})") } else { "v0 + 1".to_owned() })).ends(1);
}

#[test]
fn a_circle_of_long_conditions_needs_no_stack() {
    check(&values(200, |at| format!("v{}{}", (at + 1) % 200, " + 1".repeat(490)))).finds("circular-values");
    check(&values(200, |at| format!("{}v{}", "not ".repeat(55), (at + 1) % 200))).finds("circular-values");
}

#[test]
fn a_chain_of_a_hundred_thousand_is_worked_out() {
    for backwards in [false, true] {
        let count = cases(100_000);
        let text = values(count, |at| match (backwards, at) {
            (false, 0) => "1".to_owned(),
            (false, _) => format!("v{} + 1", at - 1),
            (true, at) if at + 1 == count => "1".to_owned(),
            (true, _) => format!("v{} + 1", at + 1),
        });
        let last = if backwards { 0 } else { count - 1 };
        play(&text.replace("Done", &format!("\"{{{{ v{last} }}}}\"")), "yes\n").ends(0).says(&count.to_string());
    }
}

#[test]
fn a_chain_that_seems_to_be_a_circle_is_none() {
    // Each value reads the next and mentions the first as an answer.
    let count = 300;
    let ids = (0..=count).map(|at| format!("v{at}")).collect::<Vec<_>>().join(", ");
    let question = format!("    answers: [{ids}]\n    next: done\n");
    let body = |at: usize| format!("v{at}: 'v{} and q == v{}'", at + 1, (at + 7) % count);
    let list: String = (0..count).map(|at| format!("  {}\n", body(at))).collect();
    let rest = format!("values:\n{list}  v{count}: q != v0\n");
    check(&tree(&question, &rest).replace('\'', "")).ends(0);
}

#[test]
fn values_that_double_are_worked_out_once_each() {
    let double =
        |sign: &str| values(200, |at| if at == 0 { "1".to_owned() } else { format!("v{0} {sign} v{0}", at - 1) });
    let shown = |text: &str, hole: &str| text.replace("Done", &format!("\"{{{{ {hole} }}}}\""));
    play(&shown(&double("+"), "v90"), "yes\n").ends(0).says("1237940039285380274899124224");
    // 2^199 has more than 28 digits, and what does not fit is missing.
    play(&shown(&double("+"), "v199"), "yes\n").ends(0).says("\n—\n");
    play(&shown(&double("=="), "v199"), "yes\n").ends(0);
    let many = values(200, |at| if at == 0 { "q".to_owned() } else { format!("default(v{0}, v{0}, v{0})", at - 1) });
    play(&shown(&many, "v199"), "yes\n").ends(0).says("Yes");
}

#[test]
fn values_of_many_questions_are_bounded() {
    let count = 5000;
    let chain: String = (1..count).map(|at| format!("  v{at}: default(v{}, q{at})\n", at - 1)).collect();
    let text = line(count, "done").replace("outcomes:", &format!("values:\n  v0: q0\n{chain}outcomes:"));
    check(&text).finds("too many questions");
    let all = (0..count).map(|at| format!("q{at}")).collect::<Vec<_>>();
    for condition in [format!("default({}) == yes", all.join(", ")), format!("q0 in [{}]", all.join(", "))] {
        check(&line(count, "done").replace("outcomes:", &format!("values: {{v: '{condition}'}}\noutcomes:")));
    }
    let pairs: String = (0..count).map(|at| format!("  v{at}: q{at} == q{}\n", count - 1 - at)).collect();
    check(&line(count, "done").replace("outcomes:", &format!("values:\n{pairs}outcomes:"))).ends(0);
}

#[test]
fn tables_are_bounded_and_found_again() {
    let row = |at: usize| format!("      k{at}: {at}\n");
    let rows: String = (0..large() / 4).map(row).collect();
    let question = "    kind: text\n    next: done\n";
    let text = tree(question, &format!("values:\n  v:\n    by: q\n    table:\n{rows}"));
    play(&text.replace("Done", "\"{{ v }}\""), "k777\n").ends(0).says("777");
    let mut deep = String::from("1");
    (0..80).for_each(|_| deep = format!("{{a: {deep}}}"));
    let by = ["q"; 80].join(", ");
    let text = tree(question, &format!("values:\n  v:\n    by: [{by}]\n    table: {deep}\n"));
    play(&text.replace("Done", "\"v is {{ v }}\""), "a\n").ends(0).says("v is 1");
    check(&text.replace("by: [q", "by: [v")).ends(1);
    // The same walk file may say what values come to.
    let walks =
        "tree: tree.yaml\nwalks:\n  - answers: {q: a}\n    values: {v: 1}\n  - answers: {q: b}\n    values: {v: }\n";
    Place::new(&[("tree.yaml", &text), ("w.walks.yaml", walks)]).run(&["test", "w.walks.yaml"]).ends(0);
}

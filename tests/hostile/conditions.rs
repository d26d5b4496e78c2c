//! Conditions, holes and patterns that are nested, endless, or made to be slow.

use std::time::Instant;

use super::running::{Place, Ran, YES, check, deep, large, play, tree};

/// A tree with one condition, as a plain, a quoted and a folded text and as a hole.
fn with_condition(condition: &str) -> [String; 4] {
    let value = |written: &str| tree(YES, &format!("values:\n  v: {written}\n"));
    [
        value(condition),
        value(&format!("\"{condition}\"")),
        value(&format!(">\n    {condition}\n")),
        tree(YES, "").replace("Done", &format!("\"{{{{ {condition} }}}}\"")),
    ]
}

fn check_condition(condition: &str) -> Ran {
    let [first, others @ ..] = with_condition(condition).map(|text| check(&text));
    for other in others {
        assert_eq!(other.code, first.code, "{}", other.said());
    }
    first
}

#[test]
fn nesting_ends_with_a_message() {
    for (open, inside, close) in [
        ("(", "1", ")"),
        ("(", "", ""),
        ("not ", "true", ""),
        ("1 - - ", "1", ""),
        ("1 -", "1", ""),
        ("abs(", "1", ")"),
        ("min(1, ", "1", ")"),
        ("default(1, ", "1", ")"),
        ("1 in [", "1", "]"),
        ("[", "", "]"),
        ("1 + (", "1", ")"),
        ("true == (", "true", ")"),
        ("not (", "true", ")"),
    ] {
        let nested = |depth| open.repeat(depth) + inside + &close.repeat(depth);
        check(&with_condition(&nested(deep()))[0]).finds("too-deep");
        check_condition(&nested(2_000)).finds("too-deep");
    }
    let depth = 20_000;
    check_condition(&("1".to_owned() + &" + 1".repeat(depth))).finds("too-deep");
    check_condition(&("1".to_owned() + &" * 2".repeat(depth))).finds("too-deep");
    check_condition(&("q == yes".to_owned() + &" or q == yes".repeat(depth))).finds("too-deep");
    check_condition(&"1 == ".repeat(depth)).ends(1);
}

#[test]
fn what_is_just_not_too_deep_works_to_the_end() {
    let deep = format!("{}q == yes{}", "(".repeat(50), ")".repeat(50));
    let long = "1".to_owned() + &" + 1".repeat(400);
    let nots = "not ".repeat(50) + "q == yes";
    let rest = format!("values: {{a: {deep}, b: {long}, c: {nots}}}\n");
    let text = tree(YES, &rest).replace("Done", "\"{{ a }} {{ b }} {{ c }}\"");
    play(&text, "yes\n").ends(0).says("yes 401 yes");
    let walks = "tree: tree.yaml\nwalks:\n  - answers: {q: yes}\n    values: {a: true, b: 401, c: true}\n";
    let place = Place::new(&[("tree.yaml", &text), ("w.walks.yaml", walks)]);
    place.run(&["test", "w.walks.yaml"]).ends(0);
}

#[test]
fn long_lists_and_flat_chains_are_fine() {
    let many = large() / 5;
    check_condition(&format!("1 in [{}2]", "1, ".repeat(many))).ends(0);
    check_condition(&format!("min({}2) > 1", "1, ".repeat(many))).ends(0);
    check_condition(&format!("not ('{}' == 'b')", "a".repeat(many))).ends(0);
    check_condition(&format!("not ('{}' == 'b')", "''".repeat(many))).ends(0);
    check_condition(&format!("q in [{}]", "no, ".repeat(many))).ends(0);
}

#[test]
fn what_is_no_condition_is_explained_in_time() {
    let many = large() / 2;
    for condition in [
        "'".repeat(many + 1),
        "'a ".repeat(many),
        "a ".repeat(many),
        "a-".repeat(many),
        "a.".repeat(many),
        "1.".repeat(many),
        "1-".repeat(many),
        "1".repeat(many),
        "a".repeat(many),
        "2024-01-".repeat(many),
        "score.".repeat(many),
        "not in ".repeat(many),
        "== ".repeat(many),
        "= ".repeat(many),
        ", ".repeat(many),
        "] ".repeat(many),
        ") ".repeat(many),
        "§".repeat(many),
    ] {
        let ran = check(&with_condition(&condition)[2]);
        assert_eq!(ran.code, Some(1), "{}: {}", condition.chars().take(20).collect::<String>(), ran.said());
    }
}

#[test]
fn holes_without_end_or_sense_are_explained_in_time() {
    let many = large() / 10;
    let title = |text: String| tree(YES, "").replace("A tree", &format!("\"{text}\""));
    check(&title("{{ ".repeat(many))).ends(1);
    check(&title("{{'}}'".repeat(many / 4))).ends(1);
    check(&title("{{}}".repeat(many))).finds("more findings");
    check(&title("{{ 'a }}".repeat(many))).ends(1);
    check(&title("}}".repeat(many))).ends(0);
    check(&title("{ ".repeat(many))).ends(0);
    check(&title("\\\\{{".repeat(many))).ends(0);
    check(&title("{{ 1 }}".repeat(many))).ends(0);
    check(&title(format!("{{{{ {} }}}}", "(".repeat(many)))).ends(1);
}

#[test]
fn a_pattern_that_would_grow_is_refused() {
    let question = |pattern: &str| tree(&format!("    kind: text\n    pattern: '{pattern}'\n    next: done\n"), "");
    for pattern in [
        "(a{1000}){1000}".to_owned(),
        "((a{100}){100}){100}".to_owned(),
        "\\w{1000}".to_owned(),
        "a{4294967295}".to_owned(),
        "a{99999999999}".to_owned(),
        "(".repeat(deep()),
        "(".repeat(deep()) + &")".repeat(deep()),
        "[".repeat(deep()),
        "(?i)\\w".repeat(deep()),
        "a|".repeat(deep()),
        "(?:a{20}|b{20}){20}{20}{20}".to_owned(),
    ] {
        check(&question(&pattern)).finds("bad-pattern");
        check(&tree(YES, &format!("values: {{v: \"matches('a', '{}')\"}}\n", pattern.replace('\\', "\\\\"))))
            .finds("bad-pattern");
    }
}

#[test]
fn all_patterns_of_a_tree_together_are_bounded() {
    let patterns = |pattern: &dyn Fn(usize) -> String| {
        let question = |at| format!("  q{at}: {{ask: A?, kind: text, pattern: '{}'}}\n", pattern(at));
        let questions: String = (0..2000).map(question).collect();
        format!(
            "title: T\nquestions:\n{questions}  last: {{ask: A?, answers: {{yes: done}}}}\noutcomes: {{done: {{title: D}}}}\n"
        )
    };
    check(&patterns(&|at| format!("\\w{{10}}{at}"))).finds("too large together");
    check(&patterns(&|at| format!("[A-Z]{{2}}[0-9]{{{at}}}"))).finds("too large together");
    check(&patterns(&|_| "\\w{10}".to_owned())).ends(0);
    check(&patterns(&|at| format!("[A-Z]{at}"))).ends(0);
}

#[test]
fn a_pattern_made_to_be_slow_is_not() {
    for pattern in ["(a*)*b", "(a|aa)+b", "(.*)*x", "(a?){40}a{40}", "^(([a-z])+.)+[A-Z]([a-z])+$", "(\\w+\\s?)*!"] {
        let question = format!("    kind: text\n    pattern: '{pattern}'\n    next: done\n");
        let text = tree(&question, &format!("values: {{v: \"matches(q, '{}')\"}}\n", pattern.replace('\\', "\\\\")));
        let started = Instant::now();
        play(&text, &format!("{}\n", "a".repeat(60_000))).ends(3).says("does not have the form");
        assert!(started.elapsed().as_secs() < 20, "{pattern} took {:?}", started.elapsed());
    }
}

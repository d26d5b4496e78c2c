//! What is hard about YAML: what becomes of it, or why it is left alone.

use onread::fmt::Why;

use super::same::formatted;
use super::set;

const END: &str = "outcomes:\n  o: {title: O}\n";

fn tree(questions: &str) -> String {
    format!("title: T\nquestions:\n{questions}{END}")
}

#[track_caller]
fn becomes(before: &str, after: &str, sort_keys: bool) {
    let set = formatted("tree.yaml", &tree(before), sort_keys);
    assert_eq!(set.as_deref(), Some(&*tree(after)), "{:?}", super::set("tree.yaml", &tree(before), sort_keys));
}

#[test]
fn spaces_breaks_and_quotes_are_of_one_form() {
    becomes("   q:   {ask: 'Q?',answers: [ a,b ]}\n", "  q: {ask: \"Q?\", answers: [a, b]}\n", false);
    becomes("  q:\n      ask: Q?\n      answers:\n      - a\n", "  q:\n    ask: Q?\n    answers:\n      - a\n", false);
    // Older readers want the space.
    becomes("  q: {ask: Q?, answers: {a:   , b:  }}\n", "  q: {ask: Q?, answers: {a: , b: }}\n", false);
    // A text with quotes in it keeps those around it.
    becomes("  q: {ask: 'a \"b\"', answers: [a]}\n", "  q: {ask: 'a \"b\"', answers: [a]}\n", false);
    becomes("  q: {ask: Q?, answers: [a]}  \n\n\n\n", "  q: {ask: Q?, answers: [a]}\n\n", false);
    let long =
        "Somebody wrote more here than goes into a line, and still it is one line of text, whatever its width is";
    let wide = format!("  q: {{ask: \"{long}.\", help: Go on, answers: [a]}}\n");
    becomes(&wide, &format!("  q: {{\n    ask: \"{long}.\",\n    help: Go on,\n    answers: [a],\n  }}\n"), false);
}

#[test]
fn texts_of_several_lines_stay_what_they_are() {
    becomes(
        "  q:\n     ask: >-\n        One\n        and two\n\n        three\n     help: |+\n        kept\n\n     answers: [a]\n",
        "  q:\n    ask: >-\n      One\n      and two\n\n      three\n    help: |+\n      kept\n\n    answers: [a]\n",
        false,
    );
    becomes(
        "  q:\n     ask: One\n        and two\n     answers: [a]\n",
        "  q:\n    ask: One\n      and two\n    answers: [a]\n",
        false,
    );
}

#[test]
fn comments_stay_where_they_are() {
    for with in [
        "  # above\n  q: # behind\n    # further in\n    ask: Q? # text\n    # between\n    answers: [a]\n    # at the end\n",
        "  q:\n    ask: Q?\n    answers: [\n      a, # one\n      # above two\n      b,\n      # last\n    ]\n",
        "  q: { # first\n    ask: Q?, # text\n    # alone\n    answers: [a]\n  }\n",
        "  q:\n    ask: | # of a block\n      # no comment\n    answers:\n      # first of a list\n      - a # item\n      # last\n",
        "  q:\n    answers: [a] #no space\n    ask: \"Q? # none\"\n# left\n\n",
    ] {
        for sort_keys in [false, true] {
            assert!(formatted("tree.yaml", &tree(with), sort_keys).is_some(), "{with}");
        }
    }
}

#[test]
fn keys_go_with_their_comments_and_ids_stay() {
    becomes(
        "  z:\n    # of the whole\n    answers:\n      b: {score: {x: 1}, label: B}\n      a: o\n    # about the text\n    # in two lines\n    ask: Q? # behind\n\n    stray: 1\n    help: H\n  a: {answers: [a], ask: A?}\n",
        "  z:\n    # of the whole\n    # about the text\n    # in two lines\n    ask: Q? # behind\n    help: H\n\n    answers:\n      b: {label: B, score: {x: 1}}\n      a: o\n    stray: 1\n  a: {ask: A?, answers: [a]}\n",
        true,
    );
    // A list ends where its last item does, wherever its lines start and whatever they hold.
    for items in
        ["    - {goto: o}\n", "    - {when: q == a, goto: o}\n    - goto: o\n", "    - [x, y]\n", "      - {goto: o}\n"]
    {
        let list =
            items.replace("    - ", "      - ").replace("        - ", "      - ").replace("      goto", "        goto");
        becomes(
            &format!("  q:\n    answers: [a]\n    ask: Q?\n    optional: true\n    next:\n{items}"),
            &format!("  q:\n    ask: Q?\n    answers: [a]\n    next:\n{list}    optional: true\n"),
            true,
        );
    }
    // Which key a comment between braces is about is not known.
    becomes(
        "  q: {\n    answers: [a], # one\n    ask: Q?,\n  }\n",
        "  q: {\n    answers: [a], # one\n    ask: Q?,\n  }\n",
        true,
    );
    let text = "outcomes: {o: {text: X, title: O}}\nquestions: {q: {next: [{goto: o, when: q == a}], ask: Q?, answers: [a]}}\nvalues:\n  v: [{is: 1, when: q == a}, {is: 2}]\n  t: {table: {a: 1}, by: q}\ntitle: T\n";
    let after = formatted("tree.yaml", text, true).unwrap();
    assert_eq!(
        after,
        "title: T\nquestions: {q: {ask: Q?, answers: [a], next: [{when: q == a, goto: o}]}}\noutcomes: {o: {title: O, text: X}}\nvalues:\n  v: [{when: q == a, is: 1}, {is: 2}]\n  t: {by: q, table: {a: 1}}\n"
    );
    let walks = "walks:\n  - outcome: o\n    answers: {z: a, b: c}\n    name: n\ntree: t.yaml\n";
    let after = formatted("t.walks.yaml", walks, true).unwrap();
    assert_eq!(after, "tree: t.yaml\nwalks:\n  - name: n\n    answers: {z: a, b: c}\n    outcome: o\n");
}

#[test]
fn anchors_stay_before_what_repeats_them() {
    let text = tree(
        "  q: {ask: &t Q?, help: *t, answers: [a]}\n  r: {ask: R?, answers: &l [a], next: o}\n  s: {ask: S?, answers: *l}\n",
    );
    assert!(formatted("tree.yaml", &text, false).is_some());
    assert!(formatted("tree.yaml", &text, true).is_some());
    let turned = text.replace("ask: &t Q?, help: *t", "help: &t Q?, ask: *t");
    assert!(formatted("tree.yaml", &turned, false).is_some());
    let why = set("tree.yaml", &turned, true).unwrap_err();
    assert_eq!((why.line, why.why), (3, Why::Anchors));
    let merged = tree("  q: &q {ask: Q?, answers: [a]}\n  r:\n    <<: *q\n    help: H\n    ask: R?\n");
    assert!(formatted("tree.yaml", &merged, false).is_some());
    assert!(formatted("tree.yaml", &merged, true).is_some());
}

#[test]
fn ends_are_kept() {
    let text = tree("  q:   {ask: Q?, answers: [a]}\n");
    let neat = tree("  q: {ask: Q?, answers: [a]}\n");
    for change in [
        &(|text: &str| text.trim_end().to_owned()) as &dyn Fn(&str) -> String,
        &|text| text.replace('\n', "\r\n"),
        &|text| text.trim_end().replace('\n', "\r\n"),
        &|text| format!("\u{feff}{text}"),
        &|text| format!("\u{feff}{}", text.replace('\n', "\r\n")),
    ] {
        assert_eq!(formatted("tree.yaml", &change(&text), false), Some(change(&neat)));
    }
    // Sorted, a block of text comes to the end, and one goes away from there.
    let block = "  q: {ask: Q?, answers: [a]}\noutcomes:\n  o:\n    title: O\n    text: |\n      last";
    for (before, after) in [
        (
            "outcomes:\n  o:\n    text: |\n      last\n    title: O\nquestions:\n  q: {ask: Q?, answers: [a]}\ntitle: T",
            Some(format!("title: T\nquestions:\n{block}\n")),
        ),
        (&*format!("title: T\nquestions:\n{block}"), Some(format!("title: T\nquestions:\n{block}"))),
        ("title: T\noutcomes:\n  o:\n    title: O\nintro: |\n  first", None),
    ] {
        assert_eq!(formatted("tree.yaml", before, true), after, "{before}");
    }
    let block = format!(
        "{}    text: |\n        last",
        tree("  q: {ask: Q?, answers: [a]}\n").replace("{title: O}", "\n    title: O")
    );
    assert_eq!(
        formatted("tree.yaml", &block, false),
        Some(block.replace("        last", "      last").replace("o: \n", "o:\n"))
    );
}

#[test]
fn what_would_say_something_else_is_left_alone() {
    let refused = |text: &str, line: usize, why: Why| {
        let set = set("tree.yaml", text, false);
        let found = set.as_ref().map_err(|found| (found.line, found.why));
        assert_eq!(found, Err((line, why)), "{text}");
        assert!(set.unwrap_err().to_string().starts_with(&format!("line {line}: ")));
    };
    refused("title: T\nquestions: {\n", 2, Why::Mistakes);
    refused(&tree("  q: {ask: Q?, answers: [a], ask: R?}\n"), 3, Why::Mistakes);
    refused("services: {}\n", 1, Why::Foreign);
    refused(&"a".repeat((2 << 20) + 1), 1, Why::TooLarge);
    refused(&tree("  q:\n    answers: [a]\n    ask: |\n      \t\tindented\n      q\n"), 6, Why::Tab);
    refused(&tree("  q:\n    answers: [a]\n    ask: >+\n\n      \tindented\n"), 7, Why::Tab);
    refused(&tree("  q: {ask: Q?, answers: [a], next: o\u{a0}}\n"), 3, Why::Otherwise);
    refused(&format!("%YAML 1.2\n---\n{}...\n", tree("  ? q\n  : ask: Q?\n    answers: [a]\n")), 5, Why::Otherwise);
    // The comment allows what stands in the next line; set anew, only the first part of that would.
    let allowed = format!(
        "  q:\n    ask: Q?\n    answers: [a]\n    # onread: allow never because it is wanted\n    notes: [{{when: q == a, text: \"{}\"}}]\n",
        "A long line. ".repeat(9)
    );
    refused(&tree(&allowed), 6, Why::Allowance);
    // As the help says.
    let help = allowed.replace("[{when: q == a, text", "\n      - when: q == a\n        text").replace("}]", "");
    assert!(formatted("tree.yaml", &tree(&help), false).is_some());
}

#[test]
fn what_is_allowed_goes_with_its_comment_or_nowhere() {
    let note = |keys: &str| tree(&format!("  q:\n    ask: Q?\n    answers: [a]\n    notes:\n      - text: N\n{keys}"));
    let below = note("        # onread: allow never because it is wanted\n        when: q == a\n");
    let sorted = formatted("tree.yaml", &below, true).unwrap();
    assert!(
        sorted.contains("- # onread: allow never because it is wanted\n        when: q == a\n        text: N"),
        "{sorted}"
    );
    // What stands above the first key stays on top, and would speak for another one.
    let above =
        tree("  q:\n    # onread: allow never because it is wanted\n    when: q == a\n    ask: Q?\n    answers: [a]\n");
    let why = set("tree.yaml", &above, true).unwrap_err();
    assert_eq!((why.line, why.why), (4, Why::Allowance));
    assert!(formatted("tree.yaml", &above, false).is_some());
}

#[test]
fn what_stands_far_to_the_right_is_set() {
    // What sets texts counts columns in a number of 64 bits.
    let far = |by: usize| {
        let level = |depth: usize| " ".repeat(by * depth);
        format!(
            "{}q:\n{}ask: Q?\n{}answers:\n{}a:\n{}label: |\n{}A\n",
            level(1),
            level(2),
            level(2),
            level(3),
            level(4),
            level(5)
        )
    };
    for by in [12, 13, 16, 32, 64, 65, 200] {
        becomes(&far(by), &far(2), false);
    }
}

#[test]
fn deep_and_wide_files_end() {
    let deep = format!("title: T\nquestions: {}1{}\noutcomes: {{}}\n", "{a: ".repeat(98), "}".repeat(98));
    let _ = set("tree.yaml", &deep, true);
    let lists = format!("title: T\nquestions: {}1{}\noutcomes: {{}}\n", "[".repeat(98), "]".repeat(98));
    let _ = set("tree.yaml", &lists, true);
    let wide: String = (0..2000).map(|key| format!("k{key}: 1\n")).collect();
    assert!(set("tree.yaml", &format!("outcomes: {{}}\n{wide}title: T\n"), true).is_ok());
}

//! YAML that is nested too deeply, repeats itself, or is simply huge.

use super::running::{Place, YES, check, deep, large, tree};
use super::size::{all, cases};

#[test]
fn nesting_ends_with_a_message() {
    let mut block = String::new();
    (0..3000).for_each(|depth| block.push_str(&format!("{}a:\n", " ".repeat(depth))));
    for (what, text) in [
        ("flow maps", "{a: ".repeat(deep())),
        ("flow lists", "[".repeat(deep())),
        ("closed lists", "[".repeat(deep()) + &"]".repeat(deep())),
        ("closed maps", "{a: ".repeat(deep()) + &"}".repeat(deep())),
        ("lists in maps", "{a: [".repeat(deep())),
        ("block lists", "- ".repeat(deep())),
        ("complex keys", "? ".repeat(deep())),
        ("lists of complex keys", "- ? ".repeat(deep())),
        ("block maps", block),
    ] {
        for text in [text.clone(), tree(YES, &format!("tags: {text}\n"))] {
            let ran = check(&text);
            assert_eq!(ran.code, Some(1), "{what}: {}", ran.said());
        }
        if what != "complex keys" {
            let walks = format!("tree: tree.yaml\nwalks: {text}");
            let place = Place::new(&[("tree.yaml", &tree(YES, "")), ("w.walks.yaml", &walks)]);
            place.run(&["test", "w.walks.yaml"]).ends(1);
        }
    }
    check(&"[".repeat(deep())).finds("nested too deeply");
}

/// Ten times as much in each level: ten to the twentieth in the end.
fn bomb(level: impl Fn(usize, &str) -> String) -> String {
    let mut text = String::from("b0: &b0 {x: lol}\n");
    (1..20).for_each(|depth| text.push_str(&level(depth, &format!("*b{}", depth - 1))));
    text + &tree(YES, "tags: [*b19]\n")
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let list = bomb(|depth, below| format!("b{depth}: &b{depth} [{}]\n", [below; 10].join(", ")));
    check(&list).finds("aliases repeat too much");
    let entries = |below: &str| (0..10).map(|key| format!("k{key}: {below}")).collect::<Vec<_>>().join(", ");
    check(&bomb(|depth, below| format!("b{depth}: &b{depth} {{{}}}\n", entries(below))))
        .finds("aliases repeat too much");
    // Merged maps fold into one, so this one is harmless.
    let merges =
        bomb(|depth, below| format!("b{depth}: &b{depth} {{<<: [{}], k{depth}: 1}}\n", [below; 10].join(", ")));
    check(&merges).ends(1);
}

#[test]
fn a_long_text_is_not_repeated_without_end() {
    let count = 2000;
    let mut questions = format!("  q0:\n    ask: &long {}\n    answers: [yes]\n", "x".repeat(1_000_000));
    (1..count).for_each(|at| questions.push_str(&format!("  q{at}:\n    ask: *long\n    answers: [yes]\n")));
    let text = format!("title: T\nquestions:\n{questions}    next: done\noutcomes: {{done: {{title: D}}}}\n");
    check(&text).finds("aliases repeat too much");
    // A few kilobytes at many places are what aliases are for.
    check(&text.replace(&"x".repeat(1_000_000), &"x".repeat(1000))).ends(0);
}

#[test]
fn anchors_and_merges_by_the_thousand_take_their_time_once() {
    let count = large() / 5;
    let anchors: String = (0..count).map(|at| format!("- &a{at} x\n")).collect();
    check(&(anchors + &"- {<<: {}}\n".repeat(count))).ends(1);
    // Each map stands inside the one before, has an anchor, and is rewritten by a merge.
    let depth = 60;
    let open: String = (0..depth).map(|at| format!("{{<<: {{}}, k: &a{at} ")).collect();
    check(&format!("big: {open}[{}x]{}\n", "x,".repeat(large()), "}".repeat(depth))).ends(1);
    check(&format!("a: &a {{k: *a}}\n{}", tree(YES, ""))).finds("inside what it repeats");
}

#[test]
fn huge_texts_are_read_or_refused() {
    check(&tree(YES, &format!("author: {}\n", "x".repeat(cases(100_000_000))))).ends(0);
    let lines = format!("    {}\n", "x".repeat(90)).repeat(large() / 10);
    check(&tree(YES, &format!("intro: >\n{lines}"))).ends(0);
    check(&tree(YES, &format!("intro: |\n{lines}"))).ends(0);
    check(&tree(YES, &format!("intro: '{}'\n", "''".repeat(large())))).ends(0);
    check(&tree(YES, &format!("intro: \"{}\"\n", "\\x41".repeat(large())))).ends(0);
    check(&tree(YES, &format!("intro: \"{}\"\n", "{{ q }} \\x41".repeat(large() / 10)))).ends(0);
    check(&format!("{}{}", "\n".repeat(large()), tree(YES, ""))).ends(0);
    check(&format!("{}{}", "#\n".repeat(large()), tree(YES, ""))).ends(0);
}

#[test]
fn keys_by_the_hundred_thousand_are_all_looked_at() {
    let keys: String = (0..large()).map(|at| format!("k{at}: 1\n")).collect();
    check(&tree(YES, &keys)).finds("more findings");
    check(&tree(YES, &"tags: [a]\n".repeat(large()))).finds("twice");
    check(&tree(YES, &format!("tags: [{}a]\n", "a, ".repeat(large())))).ends(0);
    check(&tree(YES, &format!("author: {{{}a}}\n", "a, ".repeat(large())))).ends(1);
}

#[test]
fn a_name_of_a_megabyte_is_not_shown_whole() {
    let long = "n".repeat(if all() { 1_000_000 } else { 300_000 });
    for text in [
        tree(&format!("    answers:\n      ? {long}\n      : nowhere\n"), ""),
        tree(&format!("    answers: {{yes: {long}}}\n"), ""),
        tree(YES, &format!("? {long}\n: 1\n")),
        tree(YES, &format!("{long}: 1\n")),
        tree(YES, &format!("values:\n  ? {long}\n  : 1 + 'a'\n")),
        tree(YES, &format!("values: {{v: {long}}}\n")),
        tree(YES, &format!("values: {{v: \"{long}(1)\"}}\n")),
        tree(YES, &format!("values: {{v: \"q == '{long}'\"}}\n")),
        tree(YES, &format!("values: {{v: \"score.{long}\"}}\n")),
        tree(YES, &format!("lists: {{v: ['{long} x']}}\n")),
        tree(&format!("    kind: {long}\n"), ""),
        tree(YES, &format!("start: {long}\n")),
        tree(YES, &format!("tags: *{long}\n")),
        tree(YES, &format!("tags: !{long} x\n")),
        tree(YES, &format!("tags: x {long}: y\n")),
        tree(YES, &format!("tags: 'x' {long}\n")),
        tree(YES, &format!("tags: [{long}\n")),
    ] {
        let ran = check(&text).ends(1);
        assert!(ran.out.len() < 20_000, "{} bytes: {}", ran.out.len(), ran.said());
    }
}

#[test]
fn a_file_of_one_line_with_many_mistakes() {
    let entry = |at| format!("q{at}: {{ask: Q, answers: {{a: x{at}}}}}");
    let questions = (0..(large() / 40).max(1_100)).map(entry).collect::<Vec<_>>().join(", ");
    let text = format!("{{title: T, questions: {{{questions}}}, outcomes: {{done: {{title: D}}}}}}");
    check(&text).finds("more findings");
    let place = Place::new(&[("tree.yaml", &text)]);
    place.run(&["check", "tree.yaml", "--format=json"]).finds("unknown-target");
}

#[test]
fn lists_by_the_thousand_are_looked_at_once() {
    let many = (large() / 20).min(5_000);
    let ids: Vec<String> = (0..many).map(|at| format!("a{at}")).collect();
    let ids = ids.join(", ");
    let found = format!(
        "title: T\nquestions:\n  q:\n    ask: Q\n    answers: [{ids}]\n    next:\n      - when: q in [{ids}]\n        goto: o\noutcomes: {{o: {{title: O}}}}\n"
    );
    check(&found).ends(0);
    let question = |at| format!("  q{at}: {{ask: Q, answers: {{a: {{goto: [z1, z2]}}, b: o}}}}\n");
    let questions: String = (0..many).map(question).collect();
    check(&format!("title: T\nquestions:\n{questions}outcomes: {{o: {{title: O}}}}\n"))
        .finds("takes one target, not a list");
    check(&format!("title: T: {}\nquestions: {{}}\n", "\\{{".repeat(large()))).finds("quote the text");
}

#[test]
fn what_yaml_cannot_read_is_explained_in_time() {
    let many = large() / 2;
    for text in [
        format!("title: T\nquestions: {{\n{}x\nq\nq\n", "\n".repeat(many)),
        format!("title: T\nquestions: {{\n{}x\nq\nq\n", "#\n".repeat(many)),
        format!("title: T\nquestions: [{}", "a, ".repeat(many)),
        format!("title: {}\n", "a: ".repeat(many)),
        format!("title: {}\n", "\"a\" ".repeat(many)),
        format!("title: {}\n", "'a' ".repeat(many)),
        format!("title: \"{}\n", "\\\" ".repeat(many)),
        format!("title: '{}\n", "''".repeat(many)),
        format!("title: {{{}\n", "'a ".repeat(many)),
        format!("title: [{}\n", "]".repeat(many)),
        format!("title: {}\n", "&a ".repeat(many)),
        format!("title: {}\n", "!a ".repeat(many)),
        format!("title: T\n{}", "a\n".repeat(many)),
        format!("title: T\n{}", " a: 1\n".repeat(many)),
        format!("title: T\n{}", "\ta: 1\n".repeat(many)),
        format!("title: T\n{}", "---\n".repeat(many)),
        format!("title: T\n{}", "%YAML 1.2\n".repeat(many)),
        format!("title: T\n{}", "? a\n".repeat(many)),
        format!("title: T\n{}", ": a\n".repeat(many)),
        format!("title: T\n{}", "- a\n".repeat(many)),
        format!("title: >{}\n", "9".repeat(many)),
        "\r".repeat(many),
        "\"".repeat(many),
        "'".repeat(many + 1),
        "&".repeat(many),
        "*".repeat(many),
        "!".repeat(many),
        "|\n".repeat(many),
        "@".repeat(many),
        "{{".repeat(many),
        "\u{feff}".repeat(many),
        "\0".repeat(many),
    ] {
        let ran = check(&text);
        assert_eq!(ran.code, Some(1), "{:?}: {}", text.chars().take(40).collect::<String>(), ran.said());
    }
}

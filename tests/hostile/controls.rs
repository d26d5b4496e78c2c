//! Characters that steer a terminal or reorder a line: in every text, in every output, none of them is live.

use super::running::{Place, Ran, tree};
use super::size;

/// What such characters do: colours, titles, cursor movement, erasing, reordering, hidden line ends.
const EVIL: [char; 16] = [
    '\0', '\u{7}', '\u{8}', '\r', '\u{b}', '\u{1b}', '\u{7f}', '\u{85}', '\u{90}', '\u{9b}', '\u{9d}', '\u{200f}',
    '\u{2028}', '\u{202e}', '\u{2066}', '\u{61c}',
];

/// Nothing that was printed steers a terminal.
#[track_caller]
pub fn shows_none(ran: &Ran) {
    let steers = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}' | '\u{2029}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for text in [&ran.out, &ran.err] {
        if let Some(at) = text.find(steers) {
            let from = text.floor_char_boundary(at.saturating_sub(60));
            let to = text.ceil_char_boundary((at + 20).min(text.len()));
            panic!("a live control character: {:?} in {}", &text[from..to], ran.said().escape_debug());
        }
    }
}

/// A tree that shows all its texts in one walk; `@` is where a bad character goes.
const SHOWN: &str = r#"
title: "T @[31m T"
intro: "I @]0;x I `@ code` [link @](http://e.org/@) \n\n    @ block\n\n| @ | b |\n|---|---|\n| c | @ |\n"
author: "A @ A"
language: en
tags: ["t@"]
questions:
  q:
    ask: "Q @[2J Q"
    help: "H @ H\n@"
    notes: [{title: "TT @ T", text: "QN @ **@**"}]
    feedback: [{when: q == a2, text: "FR @"}, {text: "FQ @ {{ q }}\n\n@"}]
    answers:
      "a1": {label: "L @ L", help: "HL @", score: {"s": 1}, feedback: "FA @ `@`"}
      "a2": {label: "@"}
    default: a1
    reject: [{when: q == a2, because: "B @ B"}]
  n:
    ask: "N @"
    kind: number
    unit: "u@u"
    max: 10
  m:
    ask: "M @"
    kind: many
    answers: {"m1": {label: "@ m"}, "m2": {alone: true, label: "x@"}}
    max: 1
  t:
    ask: "X @"
    kind: text
    pattern: ".*@?.*"
    max_length: 30
    next: {best_of: [done, other]}
values:
  v: "'@'"
  w: "q == a1"
outcomes:
  done:
    title: "D @ {{ q }} {{ t }} {{ v }}"
    text: "O @ **@** {{ m }} {{ t }} `{{ t }}` <b>@</b> &#27;[2J &#x9b;x\n\n# @\n\n- @\n\n> @\n\n```@\n@\n```\n"
    notes: [{text: "NN @ {{ t }}"}, {title: "NT @ {{ t }}", text: "@"}]
  other: {title: "E @"}
promises: [{name: "P @", never: other}]
"#;

/// A walk file that says what is so, and one that is wrong everywhere.
const WALKS: [&str; 2] = [
    r#"
tree: tree.yaml
walks:
  - name: "W @"
    answers: {q: a1, n: 5, m: [m1], t: "x@y"}
    outcome: done
    told: ["FA @"]
    shows: ["D @"]
    hides: ["nowhere @"]
  - name: "R @"
    answers: {q: a2}
    rejects: {q: "B @"}
"#,
    r#"
tree: tree.yaml
walks:
  - name: "W @"
    answers: {q: a1, n: 5, m: [m1], t: "x@y"}
    shows: ["not @ there"]
  - name: "R @"
    answers: {q: a2}
    rejects: {q: "no @ no"}
  - name: "F @"
    answers: {q: a1}
    told: ["nor @ here"]
  - name: "S @"
    answers: {q: a1, n: 11}
    values: {v: "@"}
  - answers: {q: a1, n: 5, m: [m1], t: "x@y"}
    values: {v: "a @ b"}
"#,
];

/// A character as it is, and as YAML's double quotes write it.
fn ways(c: char) -> [String; 2] {
    [c.to_string(), format!("\\u{:04x}", u32::from(c))]
}

#[test]
fn no_text_of_a_tree_reaches_the_terminal_alive() {
    for (at, c) in EVIL.into_iter().enumerate() {
        // Unless all cases are asked for, every second character is given as it is, and the others as they are written.
        let ways = ways(c).into_iter().enumerate().filter(|(way, _)| size::all() || at % 2 == *way);
        for (_, evil) in ways {
            let put = |text: &str| text.replace('@', &evil);
            let place = Place::new(&[
                ("tree.yaml", &put(SHOWN)),
                ("good.walks.yaml", &put(WALKS[0])),
                ("bad.walks.yaml", &put(WALKS[1])),
            ]);
            let commands: [&[&str]; 10] = [
                &["check", ".", "--color=never"],
                &["check", ".", "--format=json"],
                &["test", "--format=text", "--coverage"],
                &["test", "--format=text", "--coverage", "--suggest"],
                &["test", "--format=junit"],
                &["test", "--format=json", "--coverage"],
                &["play", "tree.yaml", "--format=json"],
                &["play", "tree.yaml", "--format=json", "--walk=good.walks.yaml"],
                &["play", "tree.yaml", "--format=json", "--walk=bad.walks.yaml#R"],
                &["explore", "tree.yaml", "--color=never"],
            ];
            // And each command meets a third of them.
            let met = commands.iter().enumerate().filter(|(number, _)| size::all() || (number + at) % 3 == 0);
            met.for_each(|(_, command)| shows_none(&place.run(command)));
            let input = put("a2\na1\n?\n99\nx\u{1b}\n5\nm1, m2\nm1\nx@y\n");
            shows_none(&place.run_with(&["play", "tree.yaml", "--plain"], input.as_bytes()));
            shows_none(&place.run_with(&["play", "tree.yaml", "--plain", "--answer=q=a2"], b"back\nquit\n"));
        }
    }
}

#[test]
fn written_as_escapes_they_are_texts_like_any_other() {
    // So that the test above does not only see files that cannot be read.
    let put = |text: &str| text.replace('@', "\\u001b");
    let place = Place::new(&[("tree.yaml", &put(SHOWN)), ("w.walks.yaml", &put(WALKS[0]))]);
    place.run(&["check", "tree.yaml"]).ends(0);
    place.run(&["test", "w.walks.yaml"]).ends(0);
    place.run_with(&["play", "tree.yaml"], b"a1\n5\nm1\nx\n").ends(0).says("\\u{1b}");
}

#[test]
fn no_mistake_shows_them_alive() {
    let texts = [
        tree("    answers: {\"y@s\": done}\n", ""),
        tree("    answers: {yes: \"do@ne\"}\n", ""),
        tree("    answers: {yes: done}\n    \"k@y\": 1\n", ""),
        tree("    answers: {yes: done}\n    kind: \"k@\"\n", ""),
        tree("    answers: {yes: done}\n    when: \"q@ == '@'\"\n", ""),
        tree("    answers: {yes: done}\n    when: \"q == '@'\"\n", ""),
        tree("    kind: text\n    pattern: \"(@\"\n    next: done\n", ""),
        tree("    answers: {yes: done}\n    max_length: \"@\"\n", ""),
        tree("    answers: {yes: done}\n", "\"@\": 1\n"),
        tree("    answers: {yes: done}\n", "start: \"@\"\n"),
        tree("    answers: {yes: done}\n", "values: {\"@\": 1, v: \"@\", w: \"f@(1)\", x: \"score['@']\"}\n"),
        tree("    answers: {yes: done}\n", "lists: {\"@\": [a], l: [\"@\", \"@\"]}\n"),
        tree("    answers: {yes: done}\n", "tags: !@ x\n"),
        tree("    answers: {yes: done}\n", "tags: &a@ [*b@]\n"),
        tree("    answers: {yes: done}\n", "tags: x @: y\n"),
        tree("    answers: {yes: done}\n", "@\n"),
        tree("    answers: {yes: done}\n", "tags: 'a' @\n"),
        tree("    answers: {yes: done}\n", "tags: \"\\@\"\n"),
        tree("    answers: {yes: done}\n", "tags: {a: @, @}\n"),
        tree("    answers: {yes: done}\n", "author: a #@ b\n"),
        "@".to_owned(),
        "- @".to_owned(),
        "\"@\": 1\n".to_owned(),
        "tree: \"@\"\nwalks:\n  - answers: {\"@\": \"@\", q: \"@\"}\n    outcome: \"@\"\n    \"@\": 1\n".to_owned(),
        "tree: tree@.yaml\nwalks: [@]\n".to_owned(),
    ];
    for c in EVIL {
        let place = Place::new(&[("good.yaml", &tree("    answers: {yes: done}\n", ""))]);
        for evil in ways(c) {
            for (at, text) in texts.iter().enumerate() {
                place.write(&format!("{at}.yaml"), text.replace('@', &evil));
            }
        }
        for format in ["text", "json"] {
            shows_none(&place.run(&["check", ".", "--format", format, "--color=never"]).ends(1));
        }
        shows_none(&place.run(&["test", "23.yaml", "--color=never"]));
        shows_none(&place.run(&["play", "1.yaml"]));
        shows_none(&place.run(&["play", "1.yaml", "--format=json"]));
    }
}

#[test]
fn what_is_said_of_the_command_line_is_harmless() {
    let place = Place::new(&[("tree.yaml", &tree("    answers: {yes: done}\n", ""))]);
    for (at, c) in EVIL.into_iter().enumerate().filter(|(_, c)| *c != '\0') {
        let evil = format!("x{c}[31m");
        let (option, answer, id) = (format!("--{evil}"), format!("q={evil}"), format!("{evil}=yes"));
        let commands = [
            &["play", "tree.yaml", "--today", evil.as_str()] as &[&str],
            &["play", "tree.yaml", "--answer", &answer],
            &["play", "tree.yaml", "--answer", &id],
            &["play", "tree.yaml", "--answer", &evil],
            &["play", "tree.yaml", "--walk", &evil],
            &["play", "tree.yaml", "--save", &format!("no/{evil}")],
            &["play", "tree.yaml", &option],
            &["play", &evil],
            &["play", "tree.yaml", "--format=json", "--answer", &answer],
            &["play", "tree.yaml", "--format=json", "--answer", &id],
            &["check", &evil],
            &["check", "--format", &evil],
            &["test", &evil],
            &["test", "--filter", &evil],
            &["test", "--coverage", &evil],
            &["list", &evil],
            &[&evil],
        ];
        let met = commands.iter().enumerate().filter(|(number, _)| size::all() || (number + at) % 3 == 0);
        met.for_each(|(_, command)| shows_none(&place.run(command)));
    }
    shows_none(&place.run(&["list"]).ends(0));
}

//! Any text at all, and texts of the words and signs that mean something.

use std::collections::BTreeSet;

use onread::format::{Function, Part, QuestionKind, WORDS};
use onread::tree::Tree;
use proptest::prelude::*;
use proptest::sample::select;

use super::looked_at::{as_tree, as_walks, cases};

/// What YAML files, trees, walk files and conditions are made of besides the words of the format, and what upsets their
/// readers.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n      ",
    "\n- ",
    "\n  - ",
    "\n    - ",
    " ",
    "  ",
    "\t",
    ": ",
    ": ",
    ":",
    ", ",
    ",",
    "{",
    "}",
    "[",
    "]",
    "{{",
    "}}",
    "{{ q }}",
    "\\{{",
    "- ",
    "? ",
    "| ",
    ">",
    "|-\n",
    ">+\n",
    "\"",
    "'",
    "''",
    "\\",
    "\\n",
    "\\x41",
    "\\u202e",
    "\\U0001f600",
    "#",
    " # ",
    " #",
    "&a ",
    "*a",
    "<<: ",
    "<<: *a",
    "!",
    "!!str ",
    "%",
    "@",
    "`",
    "---\n",
    "...\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "\u{1b}",
    "\0",
    "é",
    "🦀",
    "漢",
    "“",
    "’",
    "–",
    "q",
    "r",
    "v",
    "l",
    "done",
    "yes",
    "no",
    "a1",
    "null",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "+",
    " - ",
    "*",
    "/",
    "(",
    ")",
    ".",
    "1",
    "0.5",
    "-1",
    "2024-02-29",
    "2023-02-29",
    "9999999999999999999999999999",
    "1e3",
    "score.s",
    "score['s']",
    "&&",
    "||",
    "===",
    "=",
    "5kg",
    "title: T\n",
    "questions:\n  q:\n    ask: Q?\n",
    "    answers: {yes: done, no: done}\n",
    "outcomes:\n  done: {title: Done}\n",
    "tree: t\nwalks:\n  - answers: ",
    "{q: yes}",
    "    kind: text\n",
    "    next: done\n",
    "values:\n  v: ",
];

/// The words of the format: keys, kinds, functions with their bracket, and what means something in conditions.
fn words() -> Vec<String> {
    let keys: BTreeSet<&str> = Part::ALL.iter().flat_map(|part| part.names()).copied().collect();
    let others = QuestionKind::names().into_iter().chain(WORDS.iter().map(|word| word.name));
    let functions = Function::names().map(|name| format!("{name}("));
    keys.into_iter().chain(others).map(str::to_owned).chain(functions).collect()
}

fn soup(most: usize) -> impl Strategy<Value = String> {
    let mut pieces = words();
    assert!(pieces.len() > 80, "{pieces:?}");
    pieces.extend(PIECES.iter().map(|piece| (*piece).to_owned()));
    let piece = prop_oneof![9 => select(pieces), 1 => "\\PC{1,6}", 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => soup(60),
        1 => any::<String>(),
        1 => prop::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ]
}

/// A tree with every kind of question, for walk files and conditions.
pub const EVERY_KIND: &str = include_str!("every_kind.yaml");

pub fn every_kind() -> Tree {
    onread::load_str("tree.yaml", EVERY_KIND).unwrap()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn anything_may_be_a_tree(text in anything()) {
        as_tree(&text)?;
    }

    #[test]
    fn anything_may_stand_in_a_tree(before in soup(6), text in soup(30), at in any::<prop::sample::Index>()) {
        // Between two lines of a tree that is right without it.
        let lines: Vec<&str> = EVERY_KIND.lines().collect();
        let at = at.index(lines.len());
        as_tree(&format!("{}\n{before}{text}\n{}", lines[..at].join("\n"), lines[at..].join("\n")))?;
    }

    #[test]
    fn anything_may_be_a_walk_file(text in anything()) {
        as_walks(&text, &every_kind())?;
        as_walks(&format!("tree: t\nwalks:\n  - answers: {text}"), &every_kind())?;
    }

    #[test]
    fn anything_may_be_a_condition(text in anything()) {
        let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
        for written in [text.clone(), format!("\"{quoted}\""), format!(">\n    {text}"), format!("|\n    {text}")] {
            as_tree(&format!("{EVERY_KIND}promises:\n  - never: done\n    when: {written}\n"))?;
        }
        as_tree(&EVERY_KIND.replace("\"{{ t }}\"", &format!("\"{{{{ {quoted} }}}}\"")))?;
    }

    #[test]
    fn anything_may_be_a_pattern(text in "[a-z(){}|*+?\\[\\]\\\\.^$0-9,-]{0,20}") {
        as_tree(&format!("title: T\nquestions:\n  q: {{ask: Q?, kind: text, pattern: '{text}', next: done}}\noutcomes: {{done: {{title: D}}}}\n"))?;
    }
}

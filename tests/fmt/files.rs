//! Every tree and walk file of the project, as it is and with anything put into it; and generated trees with comments.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;

use super::same::formatted;
use super::{set, size, small_trees};

fn all() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open: Vec<PathBuf> = ["trees", "tests", "docs"].map(|folder| top.join(folder)).into();
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().is_none_or(|name| name != "node_modules") {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "yaml")
                && let Ok(text) = fs::read_to_string(&path)
            {
                files.push((path.file_name().unwrap().to_str().unwrap().to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// Files that are well-formed and are refused all the same, each for what is said in `hard.rs`.
const REFUSED: [&str; 3] = ["allowed-twice.yaml", "documents.yaml", "tabs.yaml"];

#[test]
fn every_file_says_the_same_before_and_after() {
    let (mut set_anew, mut refused) = (0, Vec::new());
    for (at, (name, text)) in all().into_iter().enumerate() {
        // Sorted, and with other line ends, every third unless all cases are asked for.
        let wholly = size::all() || at % 3 == 0;
        for sort_keys in [false, true].into_iter().filter(|sort_keys| wholly || !sort_keys) {
            match formatted(&name, &text, sort_keys) {
                Some(after) => set_anew += usize::from(after != text),
                None if onread::load_str(&name, &text).is_ok() && !sort_keys => refused.push(name.clone()),
                None => {}
            }
        }
        // Other line ends say nothing else.
        if wholly
            && !text.contains('\r')
            && let (Ok(one), Ok(other)) = (set(&name, &text, false), set(&name, &text.replace('\n', "\r\n"), false))
        {
            assert_eq!(one.replace('\n', "\r\n"), other, "{name}");
        }
    }
    assert_eq!(refused, REFUSED);
    assert!(set_anew > 100, "only {set_anew}");
}

#[test]
fn a_tree_in_json_stays_json() {
    let long = "Is this so long that it does not fit in one line with what stands beside it, whatever is done?";
    for text in [
        "{\n  \"title\": \"T\",\n  \"questions\": {\"q\": {\"ask\": \"Q?\", \"answers\": {\"yes\": \"o\", \"no\": \"o\"}}},\n  \"outcomes\": {\"o\": {\"title\": \"O\"}}\n}\n".to_owned(),
        format!("{{\"title\":\"T\",\"questions\":{{\"q\":{{\"ask\":\"{long}\",\"answers\":[\"yes\",\"no\"],\"next\":[{{\"when\":\"q == yes\",\"goto\":\"o\"}},{{\"goto\":\"o\"}}]}}}},\"outcomes\":{{\"o\":{{\"title\":\"O\"}}}}}}\n"),
    ] {
        for sort_keys in [false, true] {
            let after = set("t.yaml", &text, sort_keys).unwrap();
            assert!(serde_json::from_str::<serde_json::Value>(&after).is_ok(), "{after}");
            assert_eq!(set("t.yaml", &after, sort_keys).unwrap(), after);
        }
    }
}

/// Where lines of a tree may have a comment: behind any line that ends a value, and above any line.
fn with_comments(text: &str, seeds: &[u8]) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        match seeds.get(at % seeds.len().max(1)).map_or(9, |seed| (seed % 8) + at as u8 % 2) {
            0 => out.push_str(&format!("{indent}# above {at}\n{line}\n")),
            1 => out.push_str(&format!("{line} # behind {at}\n")),
            2 => out.push_str(&format!("\n# left of {at}\n\n{line}   # behind {at}\n")),
            3 => out.push_str(&format!("{line}\n{indent}    # further in {at}\n")),
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

fn config(cases: usize) -> ProptestConfig {
    ProptestConfig { cases: size::cases(cases) as u32, failure_persistence: None, ..ProptestConfig::default() }
}

/// What stands in YAML, and what stands in its way.
const PIECES: [&str; 32] = [
    "  ",
    " ",
    "\n",
    "\n\n",
    "# c\n",
    " # c\n",
    "\t",
    "{",
    "}",
    "[",
    "]",
    ",",
    ": ",
    "- ",
    "? ",
    "|\n",
    ">-\n",
    "|2\n",
    "\"",
    "'",
    "&a ",
    "*a",
    "<<: *a",
    "é",
    "\u{a0}",
    "\u{2028}",
    "\r\n",
    "---\n",
    "...\n",
    "text: |\n",
    "\t\t",
    "\u{c}",
];

proptest! {
    #![proptest_config(config(2000))]

    /// Generated trees with comments anywhere are all set, and keep them.
    #[test]
    fn generated_trees_keep_what_they_say(seeds in vec(any::<u8>(), 1..60), comments in vec(any::<u8>(), 1..40)) {
        let text = with_comments(&small_trees::write_tree(&seeds), &comments);
        let both = [false, true].into_iter();
        for sort_keys in both.filter(|sort_keys| size::all() || *sort_keys == (comments.len() % 2 == 0)) {
            let after = formatted("tree.yaml", &text, sort_keys);
            let after = after.ok_or_else(|| TestCaseError::fail(format!("{:?}\n{text}", set("tree.yaml", &text, sort_keys))))?;
            for word in ["above", "behind", "left of", "further in"] {
                prop_assert_eq!(text.matches(word).count(), after.matches(word).count());
            }
        }
    }

    /// Whatever is put into a file or cut out of it: it is refused, or says the same.
    #[test]
    fn anything_is_refused_or_says_the_same(file in any::<u16>(), edits in vec((any::<u32>(), 0..48_usize), 1..5)) {
        let files = all();
        let (name, text) = &files[file as usize % files.len()];
        prop_assume!(text.len() < 6000);
        let mut text = text.clone();
        for (at, what) in edits {
            let at = (0..=at as usize % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            match PIECES.get(what) {
                Some(piece) => text.insert_str(at, piece),
                None => {
                    let end = (at + what - 30).min(text.len());
                    text.replace_range(at..(end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap(), "");
                }
            }
        }
        for sort_keys in [false, true] {
            formatted(name, &text, sort_keys);
        }
    }
}

//! The names of keys, functions and kinds stand in the table alone: nothing else in `src` lists them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use onread::format::{Function, Part, QuestionKind};

use super::source::files;

/// The texts in quotes of a piece of code that stand in a list: in `[…]`, or between `|` in a pattern; a text with a
/// colon behind it is a field of a record, and none.
fn lists(code: &str) -> Vec<Vec<String>> {
    let mut lists: Vec<Vec<String>> = Vec::new();
    let mut current: Vec<String> = Vec::new();
    let mut rest = code;
    while let Some(open) = rest.find('"') {
        let between = &rest[..open];
        // What stands between two texts of one list, be it of pairs.
        let goes_on = between.len() < 80
            && between.contains([',', '|'])
            && !between.contains(['{', '}', ';', '='])
            && !between.contains("..");
        if !goes_on {
            lists.push(std::mem::take(&mut current));
        }
        let behind = &rest[open + 1..];
        let mut end = 0;
        let bytes = behind.as_bytes();
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let name = &behind[..end.min(behind.len())];
        rest = behind.get(end + 1..).unwrap_or("");
        let is_field = rest.trim_start().starts_with(':') && !rest.starts_with("::");
        if !is_field {
            current.push(name.to_owned());
        }
    }
    lists.push(current);
    lists
}

/// The patterns of a `match` on texts, arm by arm, as one list.
fn arms(code: &str) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut depth_of_last = usize::MAX;
    for line in code.lines() {
        let depth = line.len() - line.trim_start().len();
        let Some((pattern, _)) = line.split_once("=>").filter(|(pattern, _)| pattern.trim_start().starts_with('"'))
        else {
            if depth < depth_of_last {
                depth_of_last = usize::MAX;
            }
            continue;
        };
        if depth != depth_of_last {
            all.push(Vec::new());
            depth_of_last = depth;
        }
        all.last_mut().unwrap().extend(pattern.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    all
}

/// The code of a file without comments and tests.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]");
    let lines = lines.filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    // A sign in quotes of its own starts no text.
    lines.replace("'\"'", "' '")
}

/// A part, a kind or the functions, of which three names or more stand in a list.
fn copied(list: &[String]) -> Option<String> {
    let names: BTreeSet<&str> = list.iter().map(String::as_str).collect();
    let many = |known: &mut dyn Iterator<Item = &'static str>| known.filter(|name| names.contains(name)).count() > 2;
    let part = Part::ALL.iter().find(|part| many(&mut part.names().iter().copied()));
    part.map(|part| part.what().to_owned())
        .or_else(|| many(&mut Function::names()).then(|| "functions".to_owned()))
        .or_else(|| many(&mut QuestionKind::names().into_iter()).then(|| "kinds of question".to_owned()))
}

#[test]
fn only_the_table_of_the_format_lists_keys() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let table = source.join("format");
    let mut copies = Vec::new();
    for file in files(&source).into_iter().filter(|file| !file.starts_with(&table)) {
        let code = code(&fs::read_to_string(&file).unwrap());
        for list in lists(&code).into_iter().chain(arms(&code)) {
            copies.extend(copied(&list).map(|what| format!("{} lists keys of {what}: {list:?}", file.display())));
        }
    }
    assert!(copies.is_empty(), "`format` has these already:\n{}", copies.join("\n"));
}

#[test]
fn a_list_of_keys_is_seen_for_one() {
    for code in [
        "const KEYS: [&str; 3] = [\"ask\", \"help\", \"goto\", \"kind\"];",
        "matches!(key, \"title\" | \"text\" | \"notes\")",
        "const KINDS: [(&str, Kind); 5] = [(\"choice\", Kind::Choice), (\"many\", Kind::Many), (\"date\", Kind::Date)];",
        "match name {\n    \"floor\" => floor(),\n    \"ceil\" => ceil(),\n    \"abs\" => {\n        abs()\n    }\n}",
    ] {
        assert!(lists(code).iter().chain(&arms(code)).any(|list| copied(list).is_some()), "{code}");
    }
    for code in [
        "json!({\"ask\": ask, \"help\": help, \"kind\": kind})",
        "[\"ask\", \"title\", \"by\"]",
        "add(\"ask\"); add(\"help\"); add(\"kind\");",
    ] {
        assert!(!lists(code).iter().chain(&arms(code)).any(|list| copied(list).is_some()), "{code}");
    }
}

//! The table of limits in docs/format.md has every limit that a file or an answer can run into, with the number that
//! stands in the code.

use std::fs;
use std::path::Path;

/// A constant, where it stands, and its row in the table with what it says there.
const LIMITS: [(&str, &str, &str, &str); 30] = [
    ("text/source.rs", "MAX_BYTES", "a file", "1 GiB"),
    ("text/nearest.rs", "LOOKED_AT", "names", "5,000"),
    ("syntax/yaml/read.rs", "DEPTH", "nesting", "100"),
    ("syntax/layout/explain.rs", "LONGEST_KEY", "a key", "4,096"),
    ("syntax/yaml/alias.rs", "COPY_BUDGET", "aliases", "200,000"),
    ("syntax/yaml/alias.rs", "TEXT_BUDGET", "aliases", "4 MiB"),
    ("syntax/yaml/alias.rs", "ASIDE_BUDGET", "aliases", "2,000,000"),
    ("syntax/condition/parse.rs", "DEPTH", "a condition", "60"),
    ("syntax/condition/parse.rs", "PARTS", "a condition", "500"),
    ("syntax/layout/repair.rs", "MOST", "findings", "200"),
    ("syntax/layout/repair.rs", "BUDGET", "findings", "100,000,000"),
    ("diagnostic/mod.rs", "MOST", "findings", "1,000"),
    ("diagnostic/mod.rs", "LONGEST", "findings", "2,000"),
    ("diagnostic/mend.rs", "ROUNDS", "fixes", "12"),
    ("diagnostic/mend.rs", "AGAIN", "fixes", "200"),
    ("diagnostic/mend.rs", "BUDGET", "fixes", "200,000,000"),
    ("fmt/mod.rs", "MAX_BYTES", "a file", "2 MiB"),
    ("compile/expr/pattern.rs", "LONGEST", "a pattern", "4,096"),
    ("compile/expr/pattern.rs", "DEPTH", "a pattern", "100"),
    ("compile/expr/pattern.rs", "MOST", "a pattern", "1 MiB"),
    ("compile/expr/pattern.rs", "MOST_IN_ALL", "a pattern", "32 MiB"),
    ("compile/names/declare.rs", "ANSWERS", "answers", "10,000"),
    ("compile/names/scope.rs", "LIST_ENTRIES", "lists", "500,000"),
    ("compile/expr/lower.rs", "QUESTIONS", "what may be an answer of several questions", "200"),
    ("compile/values.rs", "QUESTIONS_IN_ALL", "what may be an answer of several questions", "1,000,000"),
    ("engine/said/show.rs", "ROOM", "holes", "1 MiB"),
    ("engine/said/show.rs", "DEPTH", "holes", "16"),
    ("play/plain/lines.rs", "LONGEST", "a line typed without a terminal", "64 KiB"),
    ("text/literal.rs", "DIGITS", "numbers", "28"),
    ("text/literal.rs", "YEARS", "dates", "9999"),
];

/// Numbers that nobody runs into: how something is drawn, looked for or kept, and levels of a grammar.
const NO_LIMITS: [&str; 47] = [
    "syntax/kind.rs GLANCED_AT",
    "syntax/kind.rs LOOKED_AT",
    "fmt/mod.rs ROUNDS",
    "fmt/apart.rs STACK",
    "fmt/pretty.rs WIDTH",
    "tree/change/cut.rs MOST",
    "tree/change/cut.rs FIRST",
    "tree/change/cut.rs LAST",
    "tree/change/words.rs BEGINNING",
    "text/source.rs BLOCK",
    "text/alike.rs SHOWN",
    "text/nearest.rs COMPARED",
    "text/nearest.rs LONGEST",
    "tree/write.rs OR",
    "tree/write.rs AND",
    "tree/write.rs NOT",
    "tree/write.rs COMPARISON",
    "tree/write.rs SUM",
    "tree/write.rs PRODUCT",
    "tree/write.rs SIGN",
    "tree/write.rs ATOM",
    "tree/graph.rs NEW",
    "tree/reads.rs DEEPEST",
    "tree/change/words.rs SHORT",
    "syntax/yaml/alias.rs COMPARED",
    "syntax/yaml/fixes.rs SLIPS",
    "syntax/yaml/nodes.rs VERBATIM",
    "syntax/yaml/read.rs BYTES",
    "syntax/layout/quotes.rs LINES",
    "syntax/line.rs LINES",
    "syntax/condition/ast.rs NOT",
    "syntax/condition/ast.rs COMPARISON",
    "syntax/condition/ast.rs SIGN",
    "syntax/quoting.rs LONG",
    "syntax/quoting.rs MOST",
    "syntax/words.rs SHOWN",
    "syntax/yaml/alias.rs FEW",
    "diagnostic/render.rs LONG_LINE",
    "diagnostic/render.rs NEAR",
    "compile/expr/pattern.rs FIRST",
    "compile/expr/pattern.rs BYTE",
    "compile/expr/pattern.rs CACHE",
    "compile/values.rs NAMED",
    "compile/names/scope.rs FEW",
    "engine/trace.rs LONG",
    "engine/dead_end.rs FEW",
    // The last offset of 32 bits; the table says it as the size of all files in use.
    "text/sources.rs END",
];

fn source() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The constants of a file that are whole numbers, without those of its tests.
fn numbers(file: &str) -> Vec<(String, u64)> {
    let text = fs::read_to_string(source().join(file)).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
    let declared = code.lines().filter_map(|line| line.trim().split_once("const ").map(|(_, rest)| rest));
    declared
        .filter_map(|rest| {
            let (name, rest) = rest.split_once(": ")?;
            let (kind, value) = rest.split_once(" = ")?;
            ["usize", "u8", "u32", "u64", "i32"].contains(&kind).then(|| (name.to_owned(), worked_out(value)))
        })
        .collect()
}

/// `1_000`, `4 << 20` or `64 * 1024`.
fn worked_out(value: &str) -> u64 {
    let value = value.trim_end_matches(';').replace('_', "");
    let number = |text: &str| text.trim().parse::<u64>().unwrap_or(u64::MAX);
    if let Some((left, right)) = value.split_once("<<") {
        return number(left) << number(right);
    }
    value.split('*').map(number).product()
}

/// A number as the table writes it.
fn written(number: u64, like: &str) -> String {
    for (unit, size) in [(" GiB", 1 << 30), (" MiB", 1 << 20), (" KiB", 1 << 10)] {
        if like.ends_with(unit) {
            return format!("{}{unit}", number / size);
        }
    }
    let digits = number.to_string();
    if !like.contains(',') {
        return digits;
    }
    let parts: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
    parts.join(",")
}

fn row(what: &str) -> String {
    let page = fs::read_to_string(source().with_file_name("docs/format.md")).unwrap();
    let table = page.split("\n## Limits\n").nth(1).unwrap();
    let found = table.lines().find_map(|line| line.strip_prefix(&format!("| {what} | ")));
    found.unwrap_or_else(|| panic!("no row `{what}`")).to_owned()
}

#[test]
fn the_table_says_what_the_code_does() {
    for (file, name, what, said) in LIMITS {
        let found = numbers(file).into_iter().find(|(other, _)| other == name);
        let (_, number) = found.unwrap_or_else(|| panic!("{file} has no {name}"));
        assert_eq!(written(number, said), said, "{file} {name}");
        let row = row(what);
        let stands = row.match_indices(said).any(|(at, _)| {
            let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == ',');
            !beside(row[..at].chars().next_back()) && !row[at + said.len()..].starts_with(|c: char| c.is_ascii_digit())
        });
        assert!(stands, "`{what}` does not say {said}: {row}");
    }
}

#[test]
fn no_limit_is_left_out() {
    let mut looked_at = 0;
    let mut folders: Vec<_> = ["text", "diagnostic", "format", "syntax", "fmt", "tree", "compile", "engine"]
        .map(|room| source().join(room))
        .into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let file = path.strip_prefix(source()).unwrap().to_str().unwrap().replace('\\', "/");
            if !file.ends_with(".rs") {
                continue;
            }
            for (constant, _) in numbers(&file) {
                let known = LIMITS.iter().any(|(other, name, ..)| *other == file && *name == constant);
                let harmless = NO_LIMITS.contains(&&*format!("{file} {constant}"));
                assert!(known || harmless, "{file} {constant}: a row of the table of limits, or none?");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 40, "{looked_at}");
}

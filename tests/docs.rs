//! Every example in docs/format.md is what the page says it is: a tree that loads, walks that pass, a mistake
//! that is found, an expression with its result.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use onread::diagnostic::Severity;
use onread::engine::Walk;
use onread::explore::Options;
use onread::text::SourceFile;
use onread::tree::{Named, Tree};
use onread::walk::{self, NoTree, WalkFile};

/// A fenced block: its info string, its text, and the line where it starts.
struct Block {
    info: String,
    text: String,
    line: usize,
}

fn page() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/format.md")).unwrap()
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            blocks.push(Block { info: info.trim().to_owned(), text: text.join("\n") + "\n", line: at + 1 });
        }
    }
    blocks
}

#[test]
fn every_example_is_what_it_is_called() {
    let mut trees: HashMap<String, Arc<Tree>> = HashMap::new();
    let (mut loaded, mut broken, mut walked, mut allowed) = (0, 0, 0, 0);
    for block in blocks(&page()) {
        let words: Vec<&str> = block.info.split_whitespace().collect();
        let file = SourceFile::new(format!("docs/format.md:{}", block.line), block.text.clone());
        match words[..] {
            ["yaml", "tree"] | ["yaml", "tree", _] => {
                let tree = onread::load(&file).unwrap_or_else(|error| panic!("line {}: {error}", block.line));
                assert!(tree.warnings.is_empty(), "line {}: {:?}", block.line, tree.warnings);
                let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
                let options = Options { most_states: 100_000, ..Options::default() };
                let proved = onread::prove(&file, &tree, today, &options);
                if words.get(2) == Some(&"cooks.yaml") {
                    assert!(proved.diagnostics.is_empty(), "line {}: {:?}", block.line, proved.diagnostics);
                    assert_eq!(proved.proof.findings.len(), 2);
                    allowed += 1;
                }
                let hurt = proved.diagnostics.iter().find(|found| found.severity == Severity::Error);
                assert!(hurt.is_none(), "line {}: {hurt:?}", block.line);
                if let Some(name) = words.get(2) {
                    trees.insert((*name).to_owned(), tree.tree);
                }
                loaded += 1;
            }
            ["yaml", "broken"] => {
                assert!(onread::load(&file).is_err(), "line {}: this loads", block.line);
                broken += 1;
            }
            ["yaml", "walks"] => {
                let file = SourceFile::new(format!("format-{}.walks.yaml", block.line), block.text.clone());
                let file = WalkFile::read(file);
                let tree = file.tree().and_then(|name| trees.get(name)).map(|tree| &**tree).ok_or(&NoTree::Unnamed);
                let found = walk::check_file(&file, tree);
                assert!(found.is_empty(), "line {}: {found:?}", block.line);
                let report = walk::run_file(&file, tree, chrono::Local::now().date_naive(), &|_| true, false);
                assert!(!report.walks.is_empty(), "line {}: no walks", block.line);
                for walk in report.walks {
                    assert!(walk.failure.is_none(), "line {}: {:?}", block.line, walk.failure);
                    walked += 1;
                }
            }
            ["yaml", "part"] | ["text"] | ["console"] => {}
            _ => panic!("line {}: what is `{}`?", block.line, block.info),
        }
    }
    assert_eq!(allowed, 1);
    assert!(loaded > 10 && broken > 5 && walked > 10, "{loaded} trees, {broken} broken ones, {walked} walks");
}

#[test]
fn every_expression_gives_what_the_table_says() {
    let page = page();
    let mut rows = 0;
    let mut in_table = false;
    for line in page.lines() {
        if !line.starts_with('|') {
            in_table = false;
        } else if line == "| expression | gives |" {
            in_table = true;
        } else if in_table && !line.starts_with("| -") && !line.starts_with("|-") {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let code = |cell: &str| cell.trim_matches('`').trim().to_owned();
            let (expression, gives) = (code(cells[0]), code(cells[1]));
            assert_eq!(show(&expression), gives, "{expression}");
            rows += 1;
        }
    }
    assert!(rows > 30, "{rows} rows");
}

/// What a hole shows for an expression, on 2026-01-31.
fn show(expression: &str) -> String {
    let quoted = expression.replace('\'', "''");
    let text = format!(
        "title: t\nquestions:\n  q: {{ask: q, answers: {{a: o}}}}\noutcomes:\n  o: {{title: o}}\nvalues:\n  x: '{quoted}'\n"
    );
    let tree = onread::load_str("expression", &text).unwrap_or_else(|error| panic!("{expression}: {error}"));
    let walk = Walk::new(&tree, NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    let Some(Named::Value(id)) = tree.named("x") else { panic!("{expression}") };
    walk.show(&walk.value(id))
}

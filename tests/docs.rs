//! Every example of a tree in the book is what its page says it is: a tree that loads, walks that pass, a mistake
//! that is found, an expression with its result.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use onread::diagnostic::Severity;
use onread::engine::Walk;
use onread::explore::Options;
use onread::text::SourceFile;
use onread::tree::{Named, Tree};
use onread::walk::{self, NoTree, WalkFile};

use crate::pages;
use pages::{Block, Kind, book};

#[test]
fn every_example_is_what_it_is_called() {
    let mut trees: HashMap<String, Arc<Tree>> = HashMap::new();
    let (mut loaded, mut broken, mut walked, mut allowed) = (0, 0, 0, 0);
    for block in book().iter().flat_map(pages::Page::blocks) {
        let place = &block.place;
        let file = SourceFile::new(place.clone(), block.text());
        match &block.kind {
            Kind::Tree(name) => {
                let tree = onread::load(&file).unwrap_or_else(|error| panic!("{place}: {error}"));
                assert!(tree.warnings.is_empty(), "{place}: {:?}", tree.warnings);
                let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
                let options = Options { most_states: 100_000, ..Options::default() };
                let proved = onread::prove(&file, &tree, today, &options);
                if name.as_deref() == Some("cooks.yaml") {
                    assert!(proved.diagnostics.is_empty(), "{place}: {:?}", proved.diagnostics);
                    assert_eq!(proved.proof.findings.len(), 2);
                    allowed += 1;
                }
                let hurt = proved.diagnostics.iter().find(|found| found.severity == Severity::Error);
                assert!(hurt.is_none(), "{place}: {hurt:?}");
                if let Some(name) = name {
                    trees.insert(name.clone(), tree.tree);
                }
                loaded += 1;
            }
            Kind::Broken => {
                assert!(onread::load(&file).is_err(), "{place}: this loads");
                broken += 1;
            }
            Kind::Walks => walked += walks_that_pass(&block, &trees),
            _ => {}
        }
    }
    assert_eq!(allowed, 1);
    assert!(loaded > 10 && broken > 5 && walked > 10, "{loaded} trees, {broken} broken ones, {walked} walks");
}

/// How many walks a block has; all of them pass, and nothing is found in it.
fn walks_that_pass(block: &Block, trees: &HashMap<String, Arc<Tree>>) -> usize {
    let place = &block.place;
    let file = WalkFile::read(SourceFile::new(format!("{place}.walks.yaml"), block.text()));
    let tree = file.tree().and_then(|name| trees.get(name)).map(|tree| &**tree).ok_or(&NoTree::Unnamed);
    let found = walk::check_file(&file, tree);
    assert!(found.is_empty(), "{place}: {found:?}");
    let report = walk::run_file(&file, tree, chrono::Local::now().date_naive(), &|_| true, false);
    assert!(!report.walks.is_empty(), "{place}: no walks");
    for walk in &report.walks {
        assert!(walk.failure.is_none(), "{place}: {:?}", walk.failure);
    }
    report.walks.len()
}

#[test]
fn every_expression_gives_what_the_table_says() {
    let mut rows = 0;
    let mut in_table = false;
    let book = book();
    for line in book.iter().flat_map(|page| page.text.lines()) {
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

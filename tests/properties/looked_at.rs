//! Reads a text as everything that the program reads, and looks at all that is said about it.

use std::sync::Arc;

use onread::diagnostic::{Diagnostic, Look, to_json, to_text};
use onread::text::{SourceFile, Sources, Span};
use onread::tree::Tree;
use onread::walk::{self, WalkFile};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// So many cases, always others.
pub fn cases(most: u32) -> Config {
    // Failures are mended and become tests of their own, so no file of seeds is kept.
    Config { cases: super::size::cases(most as usize) as u32, failure_persistence: None, ..Config::default() }
}

/// Every finding can be drawn, and every place in it is one in the file.
pub fn judge(file: &SourceFile, found: &[Diagnostic]) -> Result<(), TestCaseError> {
    let is_place = |span: Span| file.text().get(span.range()).is_some();
    for diagnostic in found {
        let spans = diagnostic.labels.iter().map(|label| label.span).chain([diagnostic.span]);
        for span in spans {
            prop_assert!(is_place(span), "{span:?} of {} bytes: {diagnostic:?}\n{}", file.text().len(), file.text());
        }
    }
    let files = Sources::from(file);
    // Drawing is dear: the first few stand for all.
    for diagnostic in found.iter().take(8) {
        for width in [40, 100] {
            let text = to_text(diagnostic, &files, Look { color: false, width });
            prop_assert!(text.contains(diagnostic.code.name()), "{text}");
            let live = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
            prop_assert!(!text.contains(live), "{text:?}");
        }
        serde_json::to_string(&to_json(diagnostic, &files)).unwrap();
    }
    Ok(())
}

/// Whatever is wrong with a tree, the same is said of it to editors, and every name stands in the file.
fn examined(file: &SourceFile, told: &[Diagnostic]) -> Result<(), TestCaseError> {
    let examined = onread::examine(file);
    prop_assert_eq!(&examined.diagnostics, told);
    let references = examined.references;
    let declared = references.declarations().flat_map(|(_, one)| [Some(one.span), one.whole]).flatten();
    for span in declared.chain(references.uses().iter().map(|one| one.span)) {
        prop_assert!(file.text().get(span.range()).is_some(), "{span:?} of\n{}", file.text());
    }
    for (id, declaration) in references.declarations().take(8) {
        let _ = references.renaming(id);
        prop_assert!(references.at(declaration.span.start).is_some());
    }
    Ok(())
}

/// Reads a text as a tree; what is wrong with it is judged.
pub fn as_tree(text: &str) -> Result<Option<Tree>, TestCaseError> {
    let file = SourceFile::new("tree.yaml", text);
    let loaded = onread::load(&file);
    let told = loaded.as_ref().map_or_else(|error| &error.diagnostics, |loaded| &loaded.warnings);
    examined(&file, told)?;
    match loaded {
        Ok(loaded) => {
            judge(&file, &loaded.warnings)?;
            Ok(Some(Arc::unwrap_or_clone(loaded.tree)))
        }
        Err(error) => {
            prop_assert!(error.diagnostics.iter().any(|found| found.severity == onread::diagnostic::Severity::Error));
            judge(&file, &error.diagnostics)?;
            Ok(None)
        }
    }
}

/// Reads a text as a walk file of a tree, checks it, runs it, and resumes it.
pub fn as_walks(text: &str, tree: &Tree) -> Result<(), TestCaseError> {
    let file = Arc::new(SourceFile::new("w.walks.yaml", text));
    let walks = WalkFile::read(Arc::clone(&file));
    judge(&file, &walk::check_file(&walks, Ok(tree)))?;
    let today = chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    for one in walks.uses(tree, &onread::References::default(), today) {
        prop_assert!(file.text().get(one.span.range()).is_some(), "{one:?} in {text}");
    }
    let report = walk::run_file(&walks, Ok(tree), today, &|_| true, false);
    judge(&file, &report.diagnostics)?;
    for one in &report.walks {
        let trouble = one.failure.as_ref().map(|trouble| trouble.span);
        for span in [Some(one.span), trouble].into_iter().flatten() {
            prop_assert!(file.text().get(span.range()).is_some(), "{span:?} in {text}");
        }
    }
    accepted(&walks, tree, today)?;
    if let Err(found) = walk::earlier(&walks, None, tree) {
        judge(&file, &found)?;
    }
    Ok(())
}

/// What failing walks come to can be written anew, one by one and all together: they pass then, and no others are there.
fn accepted(walks: &WalkFile, tree: &Tree, today: chrono::NaiveDate) -> Result<(), TestCaseError> {
    let all = walk::acceptable(walks, tree, today, &|_| true);
    let before = walk::run_file(walks, Ok(tree), today, &|_| true, false);
    prop_assert_eq!(all.len(), before.walks.iter().filter(|one| one.failure.is_some()).count());
    let open: Vec<&walk::Acceptable> = all.iter().filter(|one| one.left.is_none()).collect();
    let one_by_one = open.iter().map(|one| vec![*one]);
    for chosen in one_by_one.chain([open.clone()]).filter(|chosen| !chosen.is_empty()) {
        let text = walk::accepted(walks, tree, today, &chosen);
        prop_assert!(text.is_some(), "{chosen:?}\n{}", walks.source().text());
        let after = WalkFile::read(SourceFile::new("w.walks.yaml", text.unwrap_or_default()));
        let after = walk::run_file(&after, Ok(tree), today, &|_| true, false);
        prop_assert_eq!(after.walks.len(), before.walks.len());
        for (position, one) in after.walks.iter().enumerate() {
            let is_chosen = chosen.iter().any(|chosen| chosen.position() == position);
            let failed = before.walks[position].failure.is_some();
            prop_assert_eq!(one.failure.is_some(), failed && !is_chosen);
        }
    }
    Ok(())
}

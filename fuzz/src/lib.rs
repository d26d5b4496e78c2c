//! What the fuzz targets share: trees to walk, trees made from a recipe, and what must hold for every finding.

use std::sync::{Arc, OnceLock};

use onread::diagnostic::{Diagnostic, Look, Severity, to_json, to_text};
use onread::text::{SourceFile, Sources, Span};
use onread::tree::Tree;

mod recipe;

pub use recipe::tree_text;

/// A tree with every kind of question, for walk files, conditions and answers.
pub const EVERY_KIND: &str = include_str!("../../tests/properties/every_kind.yaml");

/// [`EVERY_KIND`], loaded once.
#[must_use]
pub fn every_kind() -> &'static Tree {
    static TREE: OnceLock<Tree> = OnceLock::new();
    TREE.get_or_init(|| onread::load_str("tree.yaml", EVERY_KIND).expect("a tree"))
}

/// The day that walks take for today.
#[must_use]
pub fn today() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2024, 2, 29).expect("a day")
}

/// Every finding lies in the file, can be drawn, and is drawn without a live control character.
pub fn judge(file: &SourceFile, found: &[Diagnostic]) {
    let is_place = |span: Span| file.text().get(span.range()).is_some();
    for diagnostic in found {
        let mut spans = diagnostic.labels.iter().map(|label| label.span).chain([diagnostic.span]);
        assert!(spans.all(is_place), "a place outside the file: {diagnostic:?}");
    }
    for pair in found.windows(2) {
        let same = |a: &Diagnostic, b: &Diagnostic| (a.code, a.span, &a.message) == (b.code, b.span, &b.message);
        assert!(!same(&pair[0], &pair[1]), "said twice: {:?}", pair[0]);
    }
    let files = Sources::from(file);
    // Drawing is dear: the first few stand for all.
    for diagnostic in found.iter().take(3) {
        let text = to_text(diagnostic, &files, Look { color: false, width: 80 });
        assert!(text.contains(diagnostic.code.name()), "{text}");
        assert!(!text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{text:?}");
        serde_json::to_string(&to_json(diagnostic, &files)).expect("JSON");
    }
}

/// Reads a text as a tree, and judges what is said about it.
#[must_use]
pub fn read(text: &str) -> Option<Tree> {
    let file = SourceFile::new("tree.yaml", text);
    match onread::load(&file) {
        Ok(loaded) => {
            judge(&file, &loaded.warnings);
            Some(Arc::unwrap_or_clone(loaded.tree))
        }
        Err(error) => {
            let is_error = |found: &Diagnostic| found.severity == Severity::Error;
            assert!(error.diagnostics.iter().any(is_error), "refused without an error");
            judge(&file, &error.diagnostics);
            None
        }
    }
}

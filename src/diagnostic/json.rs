//! Diagnostics for programs: one flat record each.

use serde::Serialize;

use super::{Diagnostic, Label};
use crate::text::{SourceFile, Sources, Span};

/// One diagnostic as `check --format json` prints it: lines and columns from 1, columns in characters,
/// the end being the column behind the last character.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonDiagnostic {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: String,
    #[serde(flatten)]
    place: JsonPlace,
    help: Option<String>,
    fix: Option<JsonFix>,
    fixed: bool,
    labels: Vec<JsonLabel>,
    at: Option<String>,
    witness: Option<serde_json::Value>,
}

/// The record of one label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct JsonLabel {
    message: String,
    file: String,
    #[serde(flatten)]
    place: JsonPlace,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct JsonPlace {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct JsonFix {
    /// May be made with nobody looking.
    unseen: bool,
    edits: Vec<JsonEdit>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct JsonEdit {
    text: String,
    #[serde(flatten)]
    place: JsonPlace,
}

impl JsonDiagnostic {
    /// The same for what is mended: its places are those of the file as it was before.
    #[must_use]
    pub fn fixed(self) -> Self {
        Self { fixed: true, ..self }
    }
}

/// The record of one diagnostic about one of these files. What it points to elsewhere is left out.
#[must_use]
pub fn to_json(diagnostic: &Diagnostic, files: &Sources) -> JsonDiagnostic {
    let file = files.about(diagnostic.span);
    let edit = |edit: &super::Edit| JsonEdit { text: edit.text.clone(), place: place(edit.span, file) };
    let fix = |fix: &super::Fix| JsonFix { unseen: fix.unseen, edits: fix.edits.iter().map(edit).collect() };
    JsonDiagnostic {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.word(),
        message: diagnostic.message.clone(),
        file: file.name().to_owned(),
        place: place(diagnostic.span, file),
        help: diagnostic.help.clone(),
        fix: diagnostic.fix.as_ref().map(fix),
        fixed: false,
        labels: labels_to_json(&diagnostic.labels, files),
        at: diagnostic.at.clone(),
        witness: diagnostic.witness.as_ref().map(|witness| witness.record.clone()),
    }
}

/// The records of labels into these files; others are left out.
pub(crate) fn labels_to_json(labels: &[Label], files: &Sources) -> Vec<JsonLabel> {
    let one = |label: &Label| {
        let file = files.find(label.span)?;
        let (message, name) = (label.text.clone(), file.name().to_owned());
        Some(JsonLabel { message, file: name, place: place(label.span, file) })
    };
    labels.iter().filter_map(one).collect()
}

fn place(span: Span, file: &SourceFile) -> JsonPlace {
    let (start, end) = (file.place(span.start), file.place(span.end));
    JsonPlace { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
}

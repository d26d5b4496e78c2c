//! Diagnostics for programs: one flat record each.

use serde::Serialize;

use super::Diagnostic;
use crate::text::{SourceFile, Span};

/// One diagnostic as `check --format json` prints it: lines and columns from 1, columns in characters,
/// the end being the column behind the last character.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonDiagnostic {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: Option<String>,
    labels: Vec<JsonLabel>,
    at: Option<String>,
    witness: Option<serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct JsonLabel {
    message: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// The record of one diagnostic about `file`.
#[must_use]
pub fn to_json(diagnostic: &Diagnostic, file: &SourceFile) -> JsonDiagnostic {
    let ends = |span: Span| (file.place(span.start), file.place(span.end));
    let (start, end) = ends(diagnostic.span);
    let label = |label: &super::Label| {
        let (start, end) = ends(label.span);
        JsonLabel {
            message: label.text.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    };
    JsonDiagnostic {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.word(),
        message: diagnostic.message.clone(),
        file: file.name().to_owned(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        help: diagnostic.help.clone(),
        labels: diagnostic.labels.iter().map(label).collect(),
        at: diagnostic.at.clone(),
        witness: diagnostic.witness.as_ref().map(|witness| witness.record.clone()),
    }
}

//! Diagnostics as SARIF 2.1.0, the format that code hosts and editors exchange findings in.

use serde_json::{Value, json};

use super::{Code, Diagnostic, Fix, Severity};
use crate::text::{SourceFile, Sources, Span, percent};

/// One run with these results, see [`sarif_result`], the codes as rules and their pages as help; `passed_over` are files
/// that were not looked at, with the reason for each.
#[must_use]
pub fn to_sarif(results: Vec<Value>, passed_over: &[(String, String)]) -> Value {
    let mut log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "onread",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    if let (false, Some(run)) = (passed_over.is_empty(), log.pointer_mut("/runs/0").and_then(Value::as_object_mut)) {
        let notes: Vec<Value> = passed_over.iter().map(|(file, reason)| notification(file, reason)).collect();
        let invocation = json!({"executionSuccessful": true, "toolExecutionNotifications": notes});
        run.insert("invocations".into(), json!([invocation]));
    }
    log
}

/// A file that was not looked at, as a remark about the run.
fn notification(file: &str, reason: &str) -> Value {
    json!({
        "level": "note",
        "message": {"text": format!("passed over: {reason}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}}],
    })
}

fn level(severity: Severity) -> &'static str {
    severity.word()
}

fn rule(code: Code) -> Value {
    let page = code.page();
    // Behind its heading and the summary, a page says what is wrong.
    let full = page.split("\n\n").nth(2).unwrap_or(code.summary());
    json!({
        "id": code.name(),
        "shortDescription": {"text": code.summary()},
        "fullDescription": {"text": full},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

/// One finding about one of these files, as a result of a run. What it points to elsewhere is left out.
#[must_use]
pub fn sarif_result(diagnostic: &Diagnostic, files: &Sources) -> Value {
    let file = files.about(diagnostic.span);
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("; {help}"));
    }
    if let Some(witness) = &diagnostic.witness {
        text.push_str(&format!("; a walk that shows it: {}", witness.line()));
    }
    let related: Vec<Value> = diagnostic
        .labels
        .iter()
        .filter_map(|label| Some((label, files.find(label.span)?)))
        .enumerate()
        .map(|(index, (label, file))| {
            let mut place = location(label.span, file);
            if let Some(place) = place.as_object_mut() {
                place.insert("id".into(), json!(index + 1));
                place.insert("message".into(), json!({"text": label.text}));
            }
            place
        })
        .collect();
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": {"text": text},
        "locations": [location(diagnostic.span, file)],
        "relatedLocations": related,
    });
    if let (Some(witness), Some(result)) = (&diagnostic.witness, result.as_object_mut()) {
        result.insert("properties".into(), json!({"witness": witness.record}));
    }
    if let (Some(fix), Some(result)) = (&diagnostic.fix, result.as_object_mut()) {
        result.insert("fixes".into(), json!([changes(diagnostic, fix, file)]));
    }
    result
}

/// What mends a finding.
fn changes(diagnostic: &Diagnostic, fix: &Fix, file: &SourceFile) -> Value {
    let replacement = |edit: &super::Edit| match edit.text.as_str() {
        "" => json!({"deletedRegion": region(edit.span, file)}),
        text => json!({"deletedRegion": region(edit.span, file), "insertedContent": {"text": text}}),
    };
    let change = json!({
        "artifactLocation": {"uri": uri(file.name())},
        "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
    });
    let help = diagnostic.help.as_deref().unwrap_or(&diagnostic.message);
    json!({"description": {"text": help}, "artifactChanges": [change], "properties": {"unseen": fix.unseen}})
}

fn location(span: Span, file: &SourceFile) -> Value {
    json!({"physicalLocation": {"artifactLocation": {"uri": uri(file.name())}, "region": region(span, file)}})
}

fn region(span: Span, file: &SourceFile) -> Value {
    let (start, end) = (file.place(span.start), file.place(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A path as a URI reference, relative as it is, an absolute one as a `file:` URI; what is not plain in a path is
/// written as its bytes.
fn uri(path: &str) -> String {
    let path = path.trim_start_matches("./").replace('\\', "/");
    let mut out = match path.as_bytes() {
        [b'/', ..] => "file://".to_owned(),
        [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => "file:///".to_owned(),
        _ => String::with_capacity(path.len()),
    };
    percent(&path, &mut out);
    out
}

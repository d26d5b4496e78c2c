//! A finding over all walks as a diagnostic: what `check` and `explore` show, its walk ready to be pasted.

use serde_json::{Value, json};

use super::finding::Finding;
use crate::diagnostic::{Code, Diagnostic, Label, Witness};
use crate::engine::{Written, entry, plain, written};
use crate::tree::{Answer, QuestionId, Tree};

/// The diagnostic that says what was found.
#[must_use]
pub fn diagnose(tree: &Tree, finding: &Finding) -> Diagnostic {
    // A finding without a code of the table would be a fault of ours; it is shown all the same.
    let code = Code::named(finding.code).unwrap_or(Code::Never);
    let mut diagnostic = Diagnostic::new(code, finding.span, finding.message.as_str());
    diagnostic.severity = finding.severity;
    diagnostic.labels = finding.labels.iter().map(|(span, text)| Label { span: *span, text: text.clone() }).collect();
    diagnostic.at = Some(finding.at.clone());
    diagnostic.help.clone_from(&finding.help);
    diagnostic.witness = finding.witness.as_ref().map(|steps| Witness {
        entries: steps.iter().map(|(question, answer)| entry(tree, *question, answer)).collect(),
        record: record(tree, steps),
    });
    diagnostic
}

/// A walk's answers as a record for programs: ids as texts, sets as lists, numbers as numbers, nothing as null.
#[must_use]
pub fn record(tree: &Tree, steps: &[(QuestionId, Answer)]) -> Value {
    let entries = steps.iter().map(|(question, answer)| {
        let value = match (answer, written(tree, *question, answer)) {
            (Answer::Number(number), _) => {
                plain(*number).parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
            }
            (_, Written::One(text)) => json!(text),
            (_, Written::List(ids)) => json!(ids),
            (_, Written::Nothing) => Value::Null,
        };
        ((*tree.question(*question).id).to_owned(), value)
    });
    Value::Object(entries.collect())
}

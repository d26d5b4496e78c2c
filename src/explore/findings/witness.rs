//! A walk that shows a finding, in words: ready to be pasted, and as a record.

use serde_json::{Value, json};

use crate::diagnostic::Witness;
use crate::engine::{Written, entry, plain, written};
use crate::tree::{Answer, QuestionId, Tree};

/// The walk of these answers, as a diagnostic shows it.
pub(crate) fn witness(tree: &Tree, steps: &[(QuestionId, Answer)]) -> Witness {
    let entries = steps.iter().map(|(question, answer)| entry(tree, *question, answer)).collect();
    Witness { entries, record: record(tree, steps) }
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

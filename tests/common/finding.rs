//! Findings as tests look at them: each by its code's name and its place, its walk as steps that can be walked again.

use onread::diagnostic::Diagnostic;
use onread::engine::{Given, read_answer};
use onread::tree::{Answer, QuestionId, Tree};
use serde_json::Value;

/// A finding over all walks.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) code: &'static str,
    pub(crate) at: String,
    pub(crate) message: String,
    /// The walk that shows it, from the record that is told.
    pub(crate) witness: Option<Vec<(QuestionId, Answer)>>,
}

/// What was found over all walks of a tree.
pub(crate) fn findings(tree: &Tree, found: &[Diagnostic]) -> Vec<Finding> {
    let finding = |found: &Diagnostic| Finding {
        code: found.code.name(),
        at: found.at.clone().unwrap(),
        message: found.message.clone(),
        witness: found.witness.as_ref().map(|witness| steps(tree, &witness.record)),
    };
    found.iter().map(finding).collect()
}

fn steps(tree: &Tree, record: &Value) -> Vec<(QuestionId, Answer)> {
    let step = |(id, given): (&String, &Value)| {
        let id = tree.question_named(id).unwrap();
        let given = match given {
            Value::Array(ids) => {
                read_answer(tree, id, Given::List(&ids.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>()))
            }
            Value::String(text) => read_answer(tree, id, Given::One(text)),
            Value::Null => read_answer(tree, id, Given::Nothing),
            number => read_answer(tree, id, Given::One(&number.to_string())),
        };
        (id, given.unwrap())
    };
    record.as_object().unwrap().iter().map(step).collect()
}

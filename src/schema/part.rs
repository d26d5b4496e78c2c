//! A part of the format as a schema, with what goes with its kind where it is a question.

use serde_json::{Value, json};

use super::pieces::{Schema, object, sentence};
use super::shape::{self, keys};
use crate::format::{Key, Part, QuestionKind, Shape};

/// A part with all that is known of it.
pub(super) fn map(part: Part) -> Schema {
    let mut schema = object(&[
        ("title", json!(sentence(&part.what().replace('`', "")))),
        ("description", json!(format!("{}.\nExample: `{{{}}}`", sentence(part.help()), example(part)))),
        // In place of an answer may stand where it leads, and nothing at all.
        ("type", if part == Part::Answer { json!(shape::types(&["object"], &["null"])) } else { json!("object") }),
    ]);
    schema.extend(keys(part));
    if part == Part::Question {
        schema.insert("allOf".to_owned(), Value::Array(kinds()));
    }
    schema
}

/// An example of a part: the keys that it must have, or one that it may have.
fn example(part: Part) -> String {
    let needed: Vec<&str> = part
        .keys()
        .iter()
        .filter(|key| key.required.is_some() || part.needs_one_of().last() == Some(&key.name))
        .map(|key| key.example)
        .collect();
    let first = part.keys().first().map(|key| key.example);
    if needed.is_empty() { first.unwrap_or_default().to_owned() } else { needed.join(", ") }
}

/// For each kind of question, what a question of that kind has; and what one has that may be skipped.
fn kinds() -> Vec<Value> {
    let of_kind = |kind: QuestionKind| {
        let own = |part: Part| part.keys().iter().filter(move |key| !key.goes_with(kind));
        let mut without: Schema = own(Part::Question).map(|key| (key.name.to_owned(), json!(false))).collect();
        if Part::Question.key("answers").is_some_and(|key| key.goes_with(kind)) {
            without.insert("answers".to_owned(), answers_without(own(Part::Answer)));
        }
        let required: Vec<&str> = Part::Question
            .required()
            .filter(|key| !key.kinds.is_empty() && key.goes_with(kind))
            .map(|key| key.name)
            .collect();
        let mut then = object(&[("properties", Value::Object(without))]);
        if !required.is_empty() {
            then.insert("required".to_owned(), json!(required));
        }
        let mut is_of_kind = object(&[("properties", json!({"kind": {"const": kind.name()}}))]);
        // A question that names no kind is of the first.
        if QuestionKind::ALL.first() != Some(&kind) {
            is_of_kind.insert("required".to_owned(), json!(["kind"]));
        }
        json!({"if": is_of_kind, "then": then})
    };
    let leads = Part::Answer.keys().iter().filter(|key| matches!(key.shape, Shape::Target(_)));
    let skipped = json!({"properties": {"answers": answers_without(leads)}});
    QuestionKind::ALL.into_iter().map(of_kind).chain([json!({"if": {"required": ["when"]}, "then": skipped})]).collect()
}

/// Answers without some keys. A flag that says no is as good as none.
fn answers_without(keys: impl Iterator<Item = &'static Key>) -> Value {
    let keys: Vec<&Key> = keys.collect();
    let without = |key: &&Key| match key.shape {
        Shape::Flag => json!({"enum": [false, "false"]}),
        _ => json!(false),
    };
    let none: Schema = keys.iter().map(|key| (key.name.to_owned(), without(key))).collect();
    let mut answer = object(&[("properties", Value::Object(none))]);
    // What stands there alone is a target.
    if keys.iter().any(|key| matches!(key.shape, Shape::Target(_))) {
        answer.insert("type".to_owned(), json!(["object", "null"]));
    }
    // The types are said again, as an editor writes the key by what it finds here.
    json!({"type": shape::ANSWERS, "additionalProperties": answer})
}

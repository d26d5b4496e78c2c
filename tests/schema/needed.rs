//! Every rule of the schemas is needed: without it, some file of those on which they agree with the reader is judged
//! otherwise.

use onread::schema;
use serde_json::{Value, json};

use super::made::KINDS;
use super::size;
use super::verdict::each_with_anything;

/// What refuses something.
const RULES: [&str; 15] = [
    "minItems",
    "minProperties",
    "maxProperties",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "uniqueItems",
    "enum",
    "not",
    "propertyNames",
    "type",
    "then",
    "items",
    "contains",
];

/// A rule: the schema in which it stands, its key, and the place there if it is one of several.
type Rule = (String, String, Option<usize>);

/// All rules of a schema.
fn rules(value: &Value, at: &str, out: &mut Vec<Rule>) {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(number, inner)| rules(inner, &format!("{at}/{number}"), out));
        }
        Value::Object(map) => {
            for (key, inner) in map {
                let refused = inner == &json!(false);
                let one = |number| (at.to_owned(), key.clone(), number);
                match key.as_str() {
                    // A key that may not be there.
                    _ if at.ends_with("/properties") => out.extend(refused.then(|| one(None))),
                    "additionalProperties" => out.extend(refused.then(|| one(None))),
                    "required" => out.extend((0..inner.as_array().unwrap().len()).map(|number| one(Some(number)))),
                    key => out.extend(RULES.contains(&key).then(|| one(None))),
                }
                rules(inner, &format!("{at}/{key}"), out);
            }
        }
        _ => {}
    }
}

/// What is said twice, as editors need it in both places, or cannot be seen in a map.
fn is_said_twice((at, key, _): &Rule) -> bool {
    key == "type" && (at.is_empty() || at.starts_with("/$defs/question/") && at.ends_with("/properties/answers"))
}

#[test]
fn every_rule_is_needed() {
    let files = each_with_anything();
    let (mut looked_at, mut idle) = (0, Vec::new());
    for (kind, word) in KINDS {
        let schema = schema::of(kind);
        let own: Vec<&Value> =
            files.iter().filter(|(_, walks)| *walks == (word == "walks")).map(|(file, _)| file).collect();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let verdicts: Vec<bool> = own.iter().map(|file| validator.is_valid(file)).collect();
        let mut all = Vec::new();
        rules(&schema, "", &mut all);
        all.retain(|rule| !is_said_twice(rule));
        for (at, key, number) in all.iter().step_by(if size::all() { 1 } else { 8 }) {
            let mut without = schema.clone();
            let map = without.pointer_mut(at).unwrap().as_object_mut().unwrap();
            match number {
                Some(number) => drop(map[key].as_array_mut().unwrap().remove(*number)),
                None => drop(map.shift_remove(key)),
            }
            let without = jsonschema::validator_for(&without).unwrap();
            let differs = own.iter().zip(&verdicts).any(|(file, verdict)| without.is_valid(file) != *verdict);
            if !differs {
                idle.push(format!("{word}: {at}/{key} {number:?}"));
            }
            looked_at += 1;
        }
    }
    assert!(idle.is_empty(), "nothing needs {idle:#?}");
    assert!(looked_at > if size::all() { 250 } else { 30 }, "{looked_at}");
}

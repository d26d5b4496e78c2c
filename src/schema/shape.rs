//! The keys of a part, and what stands behind each, as schemas.

use serde_json::{Value, json};

use super::pieces::{Schema, object, reference, sentence};
use crate::format::{Entries, Key, Least, Part, Shape, WORDS};

/// What YAML makes of a text that is not quoted: every text may be any of these.
const TEXT: [&str; 3] = ["string", "number", "boolean"];

/// What answers may be: a map of them, the name of a list, or a list of ids.
pub(super) const ANSWERS: [&str; 5] = ["object", "string", "number", "boolean", "array"];

/// What the entries of a table are called among the definitions.
pub(super) const ENTRY: &str = "entry";

/// Names in conditions.
const NAME: &str = "^[A-Za-z][A-Za-z0-9_]*$";
/// All other ids.
const ID: &str = "^[^\\s'\",]+$";

/// Some types, and others behind them.
pub(super) fn types(first: &[&'static str], others: &[&'static str]) -> Vec<&'static str> {
    first.iter().chain(&TEXT).chain(others).copied().collect()
}

fn text() -> Value {
    json!({"type": TEXT})
}

/// An id of an answer, in a list of them.
fn id() -> Value {
    json!({"type": TEXT, "pattern": ID})
}

/// The keys of a part: none but these, and those that must be there.
pub(super) fn keys(part: Part) -> Schema {
    let properties: Schema = part.keys().iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = part.required().filter(|key| key.kinds.is_empty()).map(|key| key.name).collect();
    let mut schema = object(&[("properties", Value::Object(properties)), ("additionalProperties", json!(false))]);
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    if let Some((first, others)) = part.needs_one_of().split_first() {
        schema.extend(one_of(first, others));
    }
    schema
}

/// That one of these keys is there, without `anyOf`.
fn one_of(first: &str, others: &[&str]) -> Schema {
    match others.split_first() {
        None => object(&[("required", json!([first]))]),
        Some((second, others)) => {
            object(&[("if", json!({"required": [first]})), ("else", Value::Object(one_of(second, others)))])
        }
    }
}

/// A key: what it is called, what is said of it, and what stands behind it.
fn property(key: &Key) -> Value {
    let mut said = sentence(key.help);
    said.push('.');
    if key.required.is_some() && key.kinds.is_empty() {
        said.push_str(" Required.");
    }
    for (kind, help) in key.kinds {
        let help = if *help == key.help { String::new() } else { format!(": {help}") };
        said.push_str(&format!("\nWith kind `{}`{help}", kind.name()));
    }
    if let Shape::OneOf(words) = key.shape {
        words.iter().for_each(|(word, help)| said.push_str(&format!("\n`{word}`: {help}")));
    }
    said.push_str(&format!("\nExample: `{}`", key.example));
    let title = format!("{} of {}", key.name, key.part.what().replace('`', ""));
    let mut schema = object(&[("title", json!(title)), ("description", json!(said))]);
    schema.extend(behind(key));
    Value::Object(schema)
}

/// What stands behind a key.
fn behind(key: &Key) -> Schema {
    let mut schema = match key.shape {
        Shape::Text { .. } | Shape::Name | Shape::Condition | Shape::Expression | Shape::Limit => {
            object(&[("type", json!(TEXT))])
        }
        Shape::OneOf(words) => {
            object(&[("enum", json!(words.iter().flat_map(|(word, _)| said(word)).collect::<Vec<_>>()))])
        }
        Shape::NameOrItsText => object(&[
            ("type", json!(types(&[], &["object"]))),
            ("additionalProperties", text()),
            ("minProperties", json!(1)),
            ("maxProperties", json!(1)),
        ]),
        Shape::Names => object(&[("type", json!("array")), ("items", text())]),
        Shape::OneOrMore => also(types(&[], &["array"]), &[json!({"items": text()})]),
        Shape::Flag => object(&[("type", json!(["boolean", "string"])), written("true|false")]),
        Shape::Count => object(&[
            ("type", json!(["string", "integer"])),
            ("minimum", json!(1)),
            ("maximum", json!(u32::MAX)),
            written("\\+?0*[1-9][0-9]*"),
        ]),
        Shape::Amount => object(&[
            ("type", json!(["string", "number"])),
            ("exclusiveMinimum", json!(0)),
            written("[0-9]*[1-9][0-9]*(\\.[0-9]+)?|[0-9]+\\.[0-9]*[1-9][0-9]*"),
        ]),
        Shape::Date => {
            object(&[("type", json!("string")), written("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")])
        }
        Shape::Language => object(&[("type", json!("string")), written("([A-Za-z]{2,3}|[IiXx])(-[A-Za-z0-9]{1,8})*")]),
        Shape::Target(part) | Shape::TextOr(part) => also(types(&[], &["object"]), &[Value::Object(keys(part))]),
        Shape::TargetOrRules(part) => {
            also(types(&[], &["object", "array"]), &[Value::Object(keys(Part::Target)), listed(part)])
        }
        Shape::List(part) => object(&[("type", json!("array")), ("items", reference(part))]),
        Shape::ById(entries) => by_id(key.part, entries),
    };
    least(key.least, &mut schema);
    schema
}

/// A word of the format as YAML may read it.
fn said(word: &str) -> Vec<Value> {
    let number = word.parse::<u32>().ok().map(|number| json!(number));
    number.into_iter().chain([json!(word)]).collect()
}

/// Some types, and what holds for those of them that stand behind the first: an editor that puts in a key writes the first.
fn also(types: Vec<&'static str>, others: &[Value]) -> Schema {
    object(&[("type", json!(types)), ("allOf", json!(others))])
}

/// How a text is written that YAML leaves a text. A block of lines ends with a line break.
fn written(how: &str) -> (&'static str, Value) {
    ("pattern", json!(format!("^({how})\\n*$")))
}

/// A list of parts, which must hold one.
fn listed(part: Part) -> Value {
    json!({"items": reference(part), "minItems": 1})
}

/// How few entries there may be.
fn least(least: Least, schema: &mut Schema) {
    let types: Vec<String> = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    };
    let has = |wanted: &str| types.iter().any(|one| one == wanted);
    match least {
        Least::Empty => {}
        Least::Nothing => {
            let all: Vec<&str> = types.iter().map(String::as_str).chain(["null"]).collect();
            schema.insert("type".to_owned(), json!(all));
        }
        Least::One => {
            for (_, key) in [("object", "minProperties"), ("array", "minItems")].iter().filter(|(kind, _)| has(kind)) {
                schema.insert((*key).to_owned(), json!(1));
            }
        }
    }
}

/// A map by ids of the author's, in a part.
fn by_id(part: Part, entries: Entries) -> Schema {
    let one: Value = match entries {
        Entries::Part(part) | Entries::Answers(part) => reference(part),
        Entries::Values => value(),
        Entries::Lists => json!({"type": "array", "items": id(), "minItems": 1, "uniqueItems": true}),
        Entries::Amounts => {
            Value::Object(object(&[("type", json!(["number", "string"])), written("-?[0-9]+(\\.[0-9]+)?")]))
        }
        Entries::Table => json!({"$ref": format!("#/$defs/{ENTRY}")}),
        Entries::Given | Entries::GivenOrListed => given(),
        Entries::Anything => json!(true),
    };
    let mut schema = object(&[("type", json!("object"))]);
    match entries {
        // They are names of the tree's, and looked up there.
        _ if part == Part::Walk => {}
        Entries::Part(Part::Question) | Entries::Values | Entries::Lists => {
            let taken: Vec<&str> = WORDS.iter().map(|word| word.name).collect();
            schema.insert("propertyNames".to_owned(), json!({"pattern": NAME, "not": {"enum": taken}}));
        }
        Entries::Part(_) | Entries::Answers(_) | Entries::Amounts => {
            schema.insert("propertyNames".to_owned(), json!({"pattern": ID}));
        }
        _ => {}
    }
    schema.insert("additionalProperties".to_owned(), one);
    match entries {
        Entries::Answers(_) => {
            schema.extend(also(ANSWERS.to_vec(), &[json!({"items": id(), "uniqueItems": true})]));
        }
        Entries::GivenOrListed => schema.extend(in_order()),
        _ => {}
    }
    schema
}

/// A value: an expression, a list of rules, or a table.
fn value() -> Value {
    let told = [
        ("title", json!("A value")),
        ("description", json!("An expression, a list of rules of which the first that is true is taken, or a table.")),
    ];
    let mut schema = object(&told);
    schema.extend(also(types(&[], &["array", "object"]), &[listed(Part::Value), Value::Object(keys(Part::Table))]));
    Value::Object(schema)
}

/// An entry of a table: a text, or entries by the next keys.
pub(super) fn entry() -> Value {
    json!({
        "title": "An entry of a table",
        "description": "What the value then is, or a map of entries by what is looked up next.",
        "type": types(&[], &["object"]),
        "additionalProperties": {"$ref": format!("#/$defs/{ENTRY}")},
    })
}

/// What is answered to one question.
fn given() -> Value {
    json!({"type": types(&[], &["array", "null"]), "items": text()})
}

/// Answers in the order asked, in a list: all alone, or each in a map with the id of its question.
fn in_order() -> Schema {
    let mut item =
        object(&[("additionalProperties", given()), ("minProperties", json!(1)), ("maxProperties", json!(1))]);
    item.insert("items".to_owned(), text());
    let alike = json!({"if": {"contains": {"type": "object"}}, "then": {"items": {"type": "object"}}});
    also(vec!["object", "array"], &[json!({"items": item}), alike])
}

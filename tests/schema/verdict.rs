//! Schema and reader come to one verdict on the shape of a file: on the files of the tests, and on generated ones.

use jsonschema::Validator;
use onread::diagnostic::Diagnostic;
use onread::format::{Key, Part, QuestionKind};
use onread::schema;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::files::{errors, faults, right, wrong};
use super::made::KINDS;
use super::{key_files, size};

fn validators() -> [Validator; 2] {
    KINDS.map(|(kind, _)| jsonschema::validator_for(&schema::of(kind)).unwrap())
}

/// A file as a reader of YAML that knows nothing of trees sees it; none where it is no YAML, or has keys that are no
/// texts.
pub(crate) fn as_json(text: &str) -> Option<Value> {
    let mut yaml: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    yaml.apply_merge().ok()?;
    texts_as_keys(yaml)
}

/// The same with keys as the schema sees them, which are texts whatever YAML makes of them.
fn texts_as_keys(yaml: serde_yaml::Value) -> Option<Value> {
    use serde_yaml::Value as Yaml;
    Some(match yaml {
        Yaml::Mapping(map) => {
            let mut out = Map::new();
            for (key, value) in map {
                let key = match key {
                    Yaml::String(text) => text,
                    Yaml::Bool(truth) => truth.to_string(),
                    Yaml::Number(number) => number.to_string(),
                    _ => return None,
                };
                out.insert(key, texts_as_keys(value)?);
            }
            Value::Object(out)
        }
        Yaml::Sequence(list) => Value::Array(list.into_iter().map(texts_as_keys).collect::<Option<_>>()?),
        Yaml::Tagged(_) => return None,
        other => serde_json::to_value(other).ok()?,
    })
}

/// Whether somewhere stands a word that YAML takes for nothing, and trees for a word.
fn has_null_as_word(text: &str) -> bool {
    let is_end = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ']' | '}' | '[' | '{'));
    ["null", "~"].iter().any(|word| {
        text.match_indices(word)
            .any(|(at, _)| is_end(text[..at].chars().next_back()) && is_end(text[at + word.len()..].chars().next()))
    })
}

/// Where the reader finds a fault in the shape, the schema finds one; and where the schema does, the reader finds some
/// error, which it may tell as what led to it: a colon that is missing, a comma too many.
fn agree(schema: &[String], reader: &[Diagnostic]) -> bool {
    if schema.is_empty() { faults(reader).is_empty() } else { !reader.is_empty() }
}

#[test]
fn on_the_files_of_the_tests() {
    let validators = validators();
    let (mut fine, mut faulty) = (0, 0);
    for case in right().iter().chain(&wrong()) {
        let Some(json) = as_json(&case.text).filter(|_| !has_null_as_word(&case.text)) else { continue };
        // A word of the format in a block of lines is the same word to the reader alone.
        if case.text.contains("kind: |") {
            continue;
        }
        let said: Vec<String> =
            validators[usize::from(case.is_walks())].iter_errors(&json).map(|error| error.to_string()).collect();
        let errors = errors(&case.text, case.is_walks());
        let faults = faults(&errors);
        assert!(agree(&said, &errors), "{}: {said:#?}\n{errors:#?}", case.name());
        if faults.is_empty() { fine += 1 } else { faulty += 1 }
    }
    assert!(fine > 150 && faulty > 40, "{fine} {faulty}");
}

/// Whole files in which every key of the table stands at least once.
fn whole() -> Vec<(Value, bool)> {
    let mut all: Vec<(Value, bool)> = key_files::all()
        .map(|key| {
            let file = key_files::file(key, key.example, false);
            (as_json(file.text()).unwrap(), is_walks(key))
        })
        .collect();
    let more = right().into_iter().filter(|case| case.text.len() < 3000 && !has_null_as_word(&case.text));
    all.extend(more.filter_map(|case| Some((as_json(&case.text)?, case.is_walks()))));
    all
}

/// Every value within a value, by its path.
fn paths(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let under = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| paths(inner, &under(key), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, inner)| paths(inner, &under(&at.to_string()), found))
        }
        _ => {}
    }
}

/// What may stand anywhere. Nothing is among it in maps alone: in a list it could only be written as a word.
fn anything() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(2.5),
        json!(5_000_000_000_i64),
        json!("true"),
        json!("1"),
        json!("2.5"),
        json!("0"),
        json!("0.0"),
        json!("007"),
        json!("-3"),
        json!("en-GB"),
        json!("english"),
        json!("2026-13-31"),
        json!("2026-01-31"),
        json!("yes"),
        json!("two words"),
        json!("number"),
        json!("many"),
        json!([]),
        json!(["yes"]),
        json!([1, true]),
        json!(["a", "a"]),
        json!(["two words"]),
        json!([[["yes"]]]),
        json!([{"q": [["yes"]]}]),
        json!([{"q": {"yes": 1}}]),
        json!([["yes"]]),
        json!([{}]),
        json!([{"yes": "no"}]),
        json!([{"yes": "no", "q": 1}]),
        json!(["yes", {"q": "no"}]),
        json!([{"when": "q == yes"}]),
        json!([{"text": "Well done."}, {"when": true, "text": 1}]),
        json!({}),
        json!({"yes": "no"}),
        json!({"yes": null}),
        json!({"two words": 1}),
        json!({"": 1}),
        json!({"not": 1}),
        json!({"yes": {"no": 1}}),
        json!({"yes": {"goto": "done"}}),
        json!({"yes": {"alone": true}}),
        json!({"yes": {"alone": false, "goto": null}}),
        json!({"best_of": ["a"]}),
        json!({"best_of": []}),
        json!({"best_of": "a"}),
        json!({"best_of": [["a"]]}),
        json!({"best_of": ["a"], "foo": 1}),
        json!({"foo": 1}),
        json!({"yes": 1, "no": 2}),
        json!({"yes": []}),
        json!({"yes": ["a", "a"]}),
        json!({"yes": ["two words"]}),
        json!({"yes": [["a"]]}),
        json!({"yes": {"alone": "no"}}),
        json!({"yes": {"goto": {"foo": 1}}}),
        json!({"regex": "a"}),
        json!({"because": "b"}),
        json!({"regex": "a", "because": "b", "foo": 1}),
        json!({"regex": "a", "because": "b"}),
        json!({"by": "q", "table": {"a": {"b": 1}}}),
        json!({"ask": "Q?", "answers": ["yes"]}),
    ]
}

/// One change of a file: at which value, how, and with what.
type Change = (prop::sample::Index, u8, prop::sample::Index, prop::sample::Index);

/// Changes a value of a file.
fn change(file: &mut Value, (at, how, key, with): &Change) {
    let mut all = Vec::new();
    paths(file, "", &mut all);
    let Some(place) = file.pointer_mut(at.get::<String>(&all)) else { return };
    let with = with.get(&anything()).clone();
    let keys: Vec<&str> = key_files::all().map(|key| key.name).chain(["foo", "a b", "not"]).collect();
    match (how, place) {
        (0, Value::Object(map)) if !map.is_empty() => {
            let keys: Vec<String> = map.keys().cloned().collect();
            map.shift_remove(key.get(&keys));
        }
        (1, Value::Object(map)) => drop(map.insert((*key.get(&keys)).to_owned(), with)),
        (2, Value::Object(map)) => drop(map.insert("kind".to_owned(), json!(key.get(&QuestionKind::ALL).name()))),
        (3, Value::Object(map)) => {
            // A key that what stands there may have, with its own example.
            let known: Vec<_> = key_files::all().filter(|key| map.contains_key(key.name)).collect();
            let Some(part) = known.first().map(|key| key.part) else { return };
            let example = key.get(part.keys()).example;
            map.extend(as_json(example).unwrap().as_object().unwrap().clone());
        }
        (4, Value::Array(list)) if !with.is_null() => list.push(with),
        (_, place) => *place = with,
    }
}

/// Every key with anything at all in place of what stands behind it, and in place of what stands in there; and every key
/// of a question with every kind.
pub(crate) fn each_with_anything() -> Vec<(Value, bool)> {
    let mut all = Vec::new();
    for key in key_files::all() {
        let (file, is_walks) = (as_json(key_files::file(key, key.example, false).text()).unwrap(), is_walks(key));
        let example = as_json(key.example).unwrap()[key.name].clone();
        let mut every = Vec::new();
        paths(&file, "", &mut every);
        let own = every.iter().filter(|at| at.ends_with(&format!("/{}", key.name)));
        let Some(own) = own.into_iter().find(|at| file.pointer(at) == Some(&example)) else { panic!("{key:?}") };
        for at in every.iter().filter(|at| *at == own || at.starts_with(&format!("{own}/"))) {
            for with in anything() {
                let mut changed = file.clone();
                *changed.pointer_mut(at).unwrap() = with;
                all.push((changed, is_walks));
            }
        }
        let (map, name) = own.rsplit_once('/').unwrap();
        let mut with = |change: &dyn Fn(&mut Map<String, Value>)| {
            let mut changed = file.clone();
            change(changed.pointer_mut(map).unwrap().as_object_mut().unwrap());
            all.push((changed, is_walks));
        };
        with(&|map| drop(map.shift_remove(name)));
        with(&|map| drop(map.insert("foo".to_owned(), json!("bar"))));
        if key.holds_ids() {
            for id in ["two words", "not", ""] {
                with(&|map| {
                    let entries = map[name].as_object_mut().unwrap();
                    let (first, entry) = entries.iter().next().map(|(id, entry)| (id.clone(), entry.clone())).unwrap();
                    entries.shift_remove(&first);
                    entries.insert(id.to_owned(), entry);
                });
            }
        }
        if key.part == Part::Question {
            for kind in QuestionKind::ALL {
                let mut changed = file.clone();
                changed.pointer_mut(map).unwrap()["kind"] = json!(kind.name());
                let mut with = changed.clone();
                with.pointer_mut(map).unwrap()["answers"] = json!(["yes", "no"]);
                changed.pointer_mut(map).unwrap().as_object_mut().unwrap().shift_remove("answers");
                all.extend([changed, with].map(|file| (file, false)));
            }
        }
    }
    // What an answer of each kind may have, and one of a question that may be skipped.
    for kind in QuestionKind::ALL {
        for answer in [
            json!("done"),
            json!({"goto": "done"}),
            json!({"alone": true}),
            json!({"alone": "no"}),
            json!({"alone": 1}),
            json!({"label": "L"}),
            Value::Null,
        ] {
            for when in [json!("before == yes"), Value::Null] {
                let mut question = json!({"ask": "Q?", "kind": kind.name(), "answers": {"a": answer}, "next": "done"});
                if !when.is_null() {
                    question["when"] = when;
                }
                let before = json!({"ask": "B?", "answers": ["yes", "no"]});
                let questions = json!({"before": before, "q": question});
                all.push((json!({"title": "T", "questions": questions, "outcomes": {"done": {"title": "D"}}}), false));
            }
        }
    }
    all.retain(|(file, _)| without_null_in_lists(file, true));
    all
}

fn is_walks(key: &Key) -> bool {
    matches!(key.part, Part::File | Part::Walk)
}

#[test]
fn on_every_key_with_anything_behind_it() {
    let validators = validators();
    let all = each_with_anything();
    // Where only some are tried, they are others of each key.
    let (most, mut count) = (all.len(), [0_usize; 2]);
    for (file, is_walks) in all.iter().step_by(most / size::cases(most).min(most)) {
        let text = written(file, 0);
        let errors = errors(&text, *is_walks);
        let said: Vec<String> =
            validators[usize::from(*is_walks)].iter_errors(file).map(|error| error.to_string()).collect();
        assert!(agree(&said, &errors), "{text}\n{said:#?}\n{errors:#?}");
        count[usize::from(said.is_empty())] += 1;
    }
    assert!(count.iter().all(|count| *count > most / 100), "{count:?}");
}

/// What nothing stands in lists for.
fn without_null_in_lists(value: &Value, allowed: bool) -> bool {
    match value {
        Value::Object(map) => map.values().all(|inner| without_null_in_lists(inner, true)),
        Value::Array(list) => list.iter().all(|inner| without_null_in_lists(inner, false)),
        Value::Null => allowed,
        _ => true,
    }
}

#[test]
fn on_generated_files() {
    let (whole, validators) = (whole(), validators());
    let changes = prop::collection::vec(
        (any::<prop::sample::Index>(), 0..8_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        0..3,
    );
    let seen = std::cell::Cell::new([0_usize; 4]);
    let cases = size::cases(20_000);
    let config = Config { cases: u32::try_from(cases).unwrap(), failure_persistence: None, ..Config::default() };
    let done = TestRunner::new(config).run(&(any::<prop::sample::Index>(), changes), |(which, changes)| {
        let (mut file, is_walks) = which.get(&whole).clone();
        changes.iter().for_each(|one| change(&mut file, one));
        prop_assume!(without_null_in_lists(&file, true) && file.is_object());
        let text = written(&file, 0);
        let errors = errors(&text, is_walks);
        let faults = faults(&errors);
        let said: Vec<String> =
            validators[usize::from(is_walks)].iter_errors(&file).map(|error| error.to_string()).collect();
        prop_assert!(agree(&said, &errors), "{}\n{:#?}\n{:#?}", text, said, errors);
        let mut count = seen.get();
        count[usize::from(is_walks) * 2 + usize::from(faults.is_empty())] += 1;
        seen.set(count);
        Ok(())
    });
    done.unwrap();
    let seen = seen.get();
    assert!(seen.iter().all(|count| *count > cases / 50), "{seen:?}");
}

/// A value in YAML: maps in lines, and in braces from some depth on.
fn written(value: &Value, depth: usize) -> String {
    match value {
        Value::Object(map) if !map.is_empty() && depth < 4 => {
            let line = |(key, inner): (&String, &Value)| {
                let key = json!(key);
                match inner {
                    Value::Null => format!("{}{key}:\n", "  ".repeat(depth)),
                    Value::Object(map) if !map.is_empty() && depth < 3 => {
                        format!("{}{key}:\n{}", "  ".repeat(depth), written(inner, depth + 1))
                    }
                    other => format!("{}{key}: {}\n", "  ".repeat(depth), flow(other)),
                }
            };
            map.iter().map(line).collect()
        }
        other => flow(other),
    }
}

/// The same in one line. Nothing is written as nothing.
fn flow(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Object(map) => {
            let all: Vec<String> = map.iter().map(|(key, inner)| format!("{}: {}", json!(key), flow(inner))).collect();
            format!("{{{}}}", all.join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(flow).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

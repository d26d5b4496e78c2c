//! What an editor makes of the schemas: no alarm on what is right, one on every fault in the shape of a file, and words,
//! values and help for every key.

use std::fs;
use std::path::Path;
use std::process::Command;

use onread::format::{Part, Shape};
use serde_json::{Value, json};

use super::client::Client;
use super::files::{Case, right, wrong};
use super::made::{KINDS, file};
use super::verdict::as_json;
use super::{key_files, size};

/// An editor that takes what stands in `trees/` for trees, and what stands in `walks/` for walk files.
fn editor() -> Option<Client> {
    let of = |(kind, _)| {
        (format!("file://{}", file(kind).display()), ["trees/*", "walks/*"][usize::from(kind == KINDS[1].0)])
    };
    let schemas: serde_json::Map<String, Value> =
        KINDS.into_iter().map(of).map(|(file, pattern)| (file, json!([pattern]))).collect();
    Client::new(json!({"yaml": settings(&json!(schemas))}))
}

fn settings(schemas: &Value) -> Value {
    json!({
        "schemaStore": {"enable": false}, "validate": true, "hover": true, "completion": true, "schemas": schemas,
    })
}

fn uri(walks: bool, name: &str) -> String {
    format!("file:///files/{}/{}", if walks { "walks" } else { "trees" }, name.replace(['/', ' '], "_"))
}

/// Opens all files, and gives what is said of each.
fn alarms(editor: &mut Client, cases: &[Case]) -> Vec<Vec<Value>> {
    let uris: Vec<String> = cases.iter().map(|case| uri(case.is_walks(), &case.name())).collect();
    for (case, uri) in cases.iter().zip(&uris) {
        editor.open(uri, &case.text);
    }
    uris.iter().map(|uri| editor.alarms(uri)).collect()
}

/// What stands in a text at the place of an alarm, from there to the end of its line.
fn rest_of_line<'t>(text: &'t str, alarm: &Value) -> &'t str {
    let at = &alarm["range"]["start"];
    let line = text.lines().nth(usize::try_from(at["line"].as_u64().unwrap()).unwrap()).unwrap_or("");
    // All of these lines are ASCII.
    line.get(usize::try_from(at["character"].as_u64().unwrap()).unwrap()..).unwrap_or("")
}

/// Alarms that no schema can help: YAML takes a bare `null` or `~` for nothing, and keys for one that the reader tells
/// apart, as these two are; and a word of the format that stands in a block of lines ends with a line break.
fn is_about_yaml(text: &str, alarm: &Value) -> bool {
    let rest = rest_of_line(text, alarm);
    let word = rest.split([',', ']', '}', ':', ' ']).next().unwrap_or("");
    match alarm["message"].as_str().unwrap() {
        "Map keys must be unique" => true,
        message if message.starts_with("Incorrect type.") => matches!(word, "null" | "~"),
        message if message.starts_with("Value is not accepted.") => rest.starts_with('|'),
        _ => false,
    }
}

#[test]
fn no_alarm_where_all_is_right() {
    let Some(mut editor) = editor() else { return };
    let cases = right();
    assert!(cases.len() > 130, "{}", cases.len());
    let mut passed_over = 0;
    for (case, alarms) in cases.iter().zip(alarms(&mut editor, &cases)) {
        let (of_yaml, ours): (Vec<Value>, Vec<Value>) =
            alarms.into_iter().partition(|alarm| is_about_yaml(&case.text, alarm));
        assert!(ours.is_empty(), "{}: {ours:#?}", case.name());
        passed_over += usize::from(!of_yaml.is_empty());
    }
    assert!(passed_over <= 3, "{passed_over} files with what YAML alone sees");
}

#[test]
fn an_alarm_on_every_fault_in_the_shape_of_a_file() {
    let Some(mut editor) = editor() else { return };
    let mut cases = wrong();
    // What YAML itself does not read, and merges, which it does before any schema sees them, are no matter of shape.
    cases.retain(|case| {
        let faults = case.faults();
        let is_merge = |fault: &onread::diagnostic::Diagnostic| {
            case.text.get(fault.span.start as usize..).is_some_and(|text| text.starts_with("<<"))
        };
        as_json(&case.text).is_some() && faults.iter().any(|fault| !is_merge(fault))
    });
    assert!(cases.len() > 50, "{}", cases.len());
    for (case, alarms) in cases.iter().zip(alarms(&mut editor, &cases)) {
        assert!(!alarms.is_empty(), "{}: {:#?}", case.name(), case.faults());
    }
}

/// The place of a key in a file, and the one behind its colon.
fn places(text: &str, example: &str) -> (Value, Value) {
    let key = example.split(':').next().unwrap();
    let (number, line) = text.lines().enumerate().find(|(_, line)| line.contains(example)).unwrap();
    let at = line.find(example).unwrap();
    let place = |character: usize| json!({"line": number, "character": character});
    (place(at + 1), place(at + key.len() + 2))
}

#[test]
fn every_key_is_completed_and_told_of() {
    let Some(mut editor) = editor() else { return };
    let (mut keys, mut values) = (0, 0);
    for key in key_files::all().step_by(if size::all() { 1 } else { 8 }) {
        let walks = matches!(key.part, Part::File | Part::Walk);
        let file = key_files::file(key, key.example, false);
        let uri = uri(walks, &format!("{:?}.{}.yaml", key.part, key.name));
        editor.open(&uri, file.text());
        assert_eq!(editor.alarms(&uri), Vec::<Value>::new(), "{}", file.text());
        let (at, behind) = places(file.text(), key.example);
        // Every key of the part that is not there yet, and this one.
        let offered = editor.completions(&uri, &at);
        let there = |name: &str| name != key.name && file.text().contains(&format!("{name}:"));
        for own in key.part.names().iter().filter(|name| !there(name)) {
            assert!(offered.iter().any(|label| label == own), "{:?}.{own}: {offered:?}\n{}", key.part, file.text());
        }
        let told = editor.hover(&uri, &at);
        let title = format!("#### {} of {}", key.name, key.part.what().replace('`', ""));
        assert!(told.starts_with(&title), "{title}: {told}");
        let first = key.help.split([':', ';']).next().unwrap().to_lowercase();
        let folded = told.to_lowercase();
        assert!(
            folded.contains(&first) && folded.contains(&format!("example: `{}`", key.example.to_lowercase())),
            "{told}"
        );
        keys += 1;
        let wanted: Vec<&str> = match key.shape {
            Shape::OneOf(words) => words.iter().map(|(word, _)| *word).collect(),
            Shape::Flag => vec!["true", "false"],
            _ => continue,
        };
        // With nothing behind the colon yet.
        let empty = file.text().replace(key.example, &format!("{}: ", key.name));
        let uri = uri.replace(".yaml", ".empty.yaml");
        editor.open(&uri, &empty);
        let offered = editor.completions(&uri, &behind);
        for word in &wanted {
            assert!(offered.iter().any(|label| label == word), "{:?}.{}: {offered:?}", key.part, key.name);
        }
        assert!(offered.iter().all(|label| wanted.contains(&label.trim_matches('"'))), "{offered:?}");
        values += 1;
    }
    assert!(keys > if size::all() { 80 } else { 9 } && (values >= 5 || !size::all()), "{keys} {values}");
}

#[test]
fn what_new_makes_points_an_editor_to_the_schema() {
    let Some(mut editor) = Client::new(json!({"yaml": settings(&json!({}))})) else { return };
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("below")).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["new", "below/supper"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let read = |name: &str| fs::read_to_string(folder.path().join("below").join(name)).unwrap();
    let uri = |name: &str| format!("file://{}", folder.path().join("below").join(name).display());
    for (name, key) in [("supper.yaml", "title:"), ("supper.walks.yaml", "tree:")] {
        editor.open(&uri(name), &read(name));
        assert_eq!(editor.alarms(&uri(name)), Vec::<Value>::new(), "{name}");
        // A misspelt key is seen, so the schema was found.
        let wrong = Path::new(name).with_extension("wrong.yaml").display().to_string();
        editor.open(&uri(&wrong), &read(name).replacen(key, &format!("x{key}"), 1));
        let alarms = editor.alarms(&uri(&wrong));
        let said: Vec<&str> = alarms.iter().map(|alarm| alarm["message"].as_str().unwrap()).collect();
        assert!(said.iter().any(|message| message.contains(&format!("x{}", key.trim_end_matches(':')))), "{said:?}");
    }
}

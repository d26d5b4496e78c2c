//! The schemas themselves: fresh, complete, and in words that every editor knows.

use std::path::Path;
use std::process::Command;

use onread::FileKind;
use onread::format::{Part, Shape};
use onread::schema;
use serde_json::Value;
use snapbox::{Assert, Data};

use super::key_files::all;

pub(crate) const KINDS: [(FileKind, &str); 2] = [(FileKind::Tree, "tree"), (FileKind::Walks, "walks")];

/// The file of a schema in the project.
pub(crate) fn file(kind: FileKind) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(schema::file_name(kind))
}

fn printed(arguments: &[&str]) -> (i32, String, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_onread")).arg("schema").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ran.status.code().unwrap(), text(ran.stdout), text(ran.stderr))
}

#[test]
fn the_files_of_the_project_are_what_the_program_prints() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    for (kind, word) in KINDS {
        let (code, out, err) = printed(&[word]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(out, schema::text(kind));
        assert.eq(Data::text(out).raw(), Data::read_from(&file(kind), None).raw());
    }
    // Whoever names no kind, or none of these, is told which there are.
    for (arguments, wanted) in [
        (&[][..], "schema KIND   (tree or walks)"),
        (&["trees"], "tree, walks"),
        (&["supper.yaml"], "tree, walks"),
        (&["tree", "walks"], "unexpected"),
    ] {
        let (code, out, err) = printed(arguments);
        assert!(code == 2 && out.is_empty() && err.contains(wanted), "{arguments:?}: {err}");
    }
}

/// All schemas within a schema.
fn within<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    if let Value::Object(map) = value {
        found.push(value);
        for (key, inner) in map {
            match key.as_str() {
                "properties" | "$defs" => inner.as_object().unwrap().values().for_each(|one| within(one, found)),
                "allOf" => inner.as_array().unwrap().iter().for_each(|one| within(one, found)),
                "items" | "additionalProperties" | "propertyNames" | "if" | "then" | "else" | "not" | "contains" => {
                    within(inner, found);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_schema_says_its_version_and_needs_no_network() {
    for (kind, _) in KINDS {
        let schema = schema::of(kind);
        assert_eq!(schema["$comment"], format!("made by onread {}", env!("CARGO_PKG_VERSION")));
        assert!(jsonschema::draft202012::meta::is_valid(&schema));
        let text = schema::text(kind);
        // The draft is known to everybody, and nothing else has an address.
        assert_eq!(text.matches("//").count() - text.matches("source: https://example.org").count(), 1, "{text}");
        let mut all = Vec::new();
        within(&schema, &mut all);
        for one in all {
            for (key, said) in one.as_object().unwrap() {
                // Of alternatives, editors make messages and completions that help nobody.
                assert!(!["anyOf", "oneOf", "examples", "default"].contains(&key.as_str()), "{one}");
                if key == "$ref" {
                    let at = said.as_str().unwrap().strip_prefix('#').unwrap();
                    assert!(schema.pointer(at).is_some(), "{said}");
                    // Not every editor sees what stands beside a reference.
                    assert_eq!(one.as_object().unwrap().len(), 1, "{one}");
                }
            }
        }
    }
}

#[test]
fn every_part_and_every_key_has_a_title_a_description_and_an_example() {
    let schemas = KINDS.map(|(kind, _)| schema::of(kind));
    let mut all_within = Vec::new();
    schemas.iter().for_each(|schema| within(schema, &mut all_within));
    let said = |title: &str| {
        let found: Vec<&str> = all_within
            .iter()
            .filter(|one| one["title"] == title)
            .map(|one| one["description"].as_str().unwrap())
            .collect();
        assert!(!found.is_empty(), "nothing is called {title}");
        found[0].to_lowercase()
    };
    let mut keys = 0;
    for key in all() {
        let said = said(&format!("{} of {}", key.name, key.part.what().replace('`', "")));
        assert!(said.starts_with(&format!("{}.", key.help.to_lowercase())), "{said}");
        assert!(said.ends_with(&format!("\nexample: `{}`", key.example.to_lowercase())), "{said}");
        assert_eq!(said.contains(" required."), key.required.is_some() && key.kinds.is_empty(), "{said}");
        for (kind, _) in key.kinds {
            assert!(said.contains(&format!("\nwith kind `{}`", kind.name())), "{said}");
        }
        if let Shape::OneOf(words) = key.shape {
            assert!(words.iter().all(|(word, help)| said.contains(&format!("\n`{word}`: {help}"))), "{said}");
        }
        keys += 1;
    }
    assert!(keys > 80, "{keys}");
    // Three stand in place of a text, within a key.
    for part in Part::ALL.iter().filter(|part| !matches!(part, Part::Target | Part::Pattern | Part::Table)) {
        let mut title = part.what().replace('`', "");
        title[..1].make_ascii_uppercase();
        let said = said(&title);
        assert!(said.starts_with(part.help()) && said.contains("\nexample: `{"), "{said}");
    }
}

//! What `onread check` writes for other programs: SARIF that fits its schema, and annotations for GitHub Actions.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use onread::diagnostic::Code;
use serde_json::{Value, json};

fn check(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onread")).arg("check").args(arguments).current_dir(folder).output().unwrap()
}

/// The parts of the SARIF 2.1.0 schema that are written, each property as the standard has it.
fn schema() -> Value {
    let text = json!({
        "type": "object",
        "required": ["text"],
        "properties": {"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}},
        "additionalProperties": false
    });
    let from_one = json!({"type": "integer", "minimum": 1});
    let from_zero = json!({"type": "integer", "minimum": 0});
    let level = json!({"enum": ["none", "note", "warning", "error"]});
    let region = json!({
        "type": "object",
        "required": ["startLine", "startColumn", "endLine", "endColumn"],
        "properties": {
            "startLine": from_one, "startColumn": from_one, "endLine": from_one, "endColumn": from_one
        },
        "additionalProperties": false
    });
    let uri = json!({"type": "string", "pattern": "^[A-Za-z0-9._~/%-]+$"});
    let location = json!({
        "type": "object",
        "required": ["physicalLocation"],
        "properties": {
            "id": from_zero,
            "message": text,
            "physicalLocation": {
                "type": "object",
                "required": ["artifactLocation", "region"],
                "properties": {
                    "artifactLocation": {
                        "type": "object",
                        "required": ["uri"],
                        "properties": {"uri": uri},
                        "additionalProperties": false
                    },
                    "region": region
                },
                "additionalProperties": false
            }
        },
        "additionalProperties": false
    });
    let rule = json!({
        "type": "object",
        "required": ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration"],
        "properties": {
            "id": {"type": "string"},
            "shortDescription": text,
            "fullDescription": text,
            "help": text,
            "defaultConfiguration": {
                "type": "object",
                "required": ["level"],
                "properties": {"level": level},
                "additionalProperties": false
            }
        },
        "additionalProperties": false
    });
    let change = json!({
        "type": "object",
        "required": ["artifactLocation", "replacements"],
        "properties": {
            "artifactLocation": {
                "type": "object",
                "required": ["uri"],
                "properties": {"uri": uri},
                "additionalProperties": false
            },
            "replacements": {"type": "array", "minItems": 1, "items": {
                "type": "object",
                "required": ["deletedRegion"],
                "properties": {"deletedRegion": region, "insertedContent": text},
                "additionalProperties": false
            }}
        },
        "additionalProperties": false
    });
    let fix = json!({
        "type": "object",
        "required": ["description", "artifactChanges", "properties"],
        "properties": {
            "description": text,
            "artifactChanges": {"type": "array", "minItems": 1, "maxItems": 1, "items": change},
            "properties": {
                "type": "object",
                "required": ["unseen"],
                "properties": {"unseen": {"type": "boolean"}},
                "additionalProperties": false
            }
        },
        "additionalProperties": false
    });
    let result = json!({
        "type": "object",
        "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
        "properties": {
            "ruleId": {"type": "string"},
            "ruleIndex": from_zero,
            "level": level,
            "message": text,
            "locations": {"type": "array", "minItems": 1, "maxItems": 1, "items": location},
            "relatedLocations": {"type": "array", "items": location},
            "fixes": {"type": "array", "minItems": 1, "maxItems": 1, "items": fix},
            "properties": {
                "type": "object",
                "required": ["witness"],
                "properties": {"witness": {"type": "object"}},
                "additionalProperties": false
            }
        },
        "additionalProperties": false
    });
    let driver = json!({
        "type": "object",
        "required": ["name", "semanticVersion", "rules"],
        "properties": {
            "name": {"const": "onread"},
            "semanticVersion": {"type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+"},
            "rules": {"type": "array", "uniqueItems": true, "items": rule}
        },
        "additionalProperties": false
    });
    let notification = json!({
        "type": "object",
        "required": ["level", "message", "locations"],
        "properties": {
            "level": {"const": "note"},
            "message": text,
            "locations": {"type": "array", "minItems": 1, "maxItems": 1, "items": {
                "type": "object",
                "required": ["physicalLocation"],
                "properties": {"physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation"],
                    "properties": {"artifactLocation": {
                        "type": "object",
                        "required": ["uri"],
                        "properties": {"uri": uri},
                        "additionalProperties": false
                    }},
                    "additionalProperties": false
                }},
                "additionalProperties": false
            }}
        },
        "additionalProperties": false
    });
    let invocation = json!({
        "type": "object",
        "required": ["executionSuccessful", "toolExecutionNotifications"],
        "properties": {
            "executionSuccessful": {"type": "boolean"},
            "toolExecutionNotifications": {"type": "array", "minItems": 1, "items": notification}
        },
        "additionalProperties": false
    });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "required": ["version", "runs"],
        "properties": {
            "$schema": {"type": "string"},
            "version": {"const": "2.1.0"},
            "runs": {"type": "array", "minItems": 1, "maxItems": 1, "items": {
                "type": "object",
                "required": ["tool", "columnKind", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {"driver": driver},
                        "additionalProperties": false
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": result},
                    // The remarks about a run: files that were passed over.
                    "invocations": {"type": "array", "minItems": 1, "maxItems": 1, "items": invocation}
                },
                "additionalProperties": false
            }}
        },
        "additionalProperties": false
    })
}

fn sarif(folder: &Path, paths: &[&str]) -> Value {
    let mut arguments = vec!["--format=sarif"];
    arguments.extend(paths);
    let log: Value = serde_json::from_slice(&check(folder, &arguments).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    log
}

#[test]
fn every_finding_fits_the_schema_of_sarif() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/err");
    let log = sarif(&folder, &["."]);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 300, "{}", results.len());
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let code = Code::named(result["ruleId"].as_str().unwrap()).unwrap();
        assert_eq!(rule["help"]["markdown"], code.page());
    }
}

#[test]
fn a_finding_stands_where_the_terminal_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a b")).unwrap();
    let tree = "title: T\nquestions:\n  q:\n    ask: \"é 🦀 {{ nam }}\"\n    answers: {a: o}\n  q: {}\noutcomes:\n  o: {title: O}\n";
    fs::write(folder.path().join("a b/é#1.yaml"), tree).unwrap();
    let log = sarif(folder.path(), &["a b"]);
    let results = &log["runs"][0]["results"];
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%A9%231.yaml");
    assert_eq!(place["region"], json!({"startLine": 4, "startColumn": 18, "endLine": 4, "endColumn": 21}));
    assert_eq!(results[0]["message"]["text"], "nothing has the name `nam`; there is `q`");
    let again = &results[1];
    assert_eq!(again["ruleId"], "duplicate-key");
    assert_eq!(again["relatedLocations"][0]["message"]["text"], "the first one");
    assert_eq!(again["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 3);

    let clean = sarif(folder.path(), &[]);
    assert_eq!(clean["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn github_gets_one_annotation_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let tree = "title: A #1\nquestions:\n  q:\n    ask: Q?\n    answers: {a: oo}\noutcomes:\n  o: {title: O}\n";
    fs::write(folder.path().join("a,b.yaml"), tree).unwrap();
    let ran = check(folder.path(), &["--format=github", "a,b.yaml"]);
    assert_eq!(ran.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(ran.stdout).unwrap(),
        "::warning file=a%2Cb.yaml,line=1,endLine=1,col=10,endColumn=12,title=cut-by-comment::the text is cut here: \
         YAML takes `#1` as a comment%0Ahelp: quote the text: \"A #1\"; or put a space behind `#` if it is a comment\n\
         ::error file=a%2Cb.yaml,line=5,endLine=5,col=18,endColumn=20,title=unknown-target::there is no question or \
         outcome `oo`%0Ahelp: did you mean `o`?\n"
    );
    fs::write(folder.path().join("a,b.yaml"), tree.replace("oo", "o").replace(" #1", "")).unwrap();
    let ran = check(folder.path(), &["--format=github"]);
    assert_eq!((ran.status.code(), ran.stdout.len()), (Some(0), 0));
}

/// A tree whose promise a walk breaks, and with a ranking that ends level.
const BROKEN: &str = "\
title: T
questions:
  q:
    ask: Q?
    answers: [a, b]
    next: {best_of: [one, two]}
promises:
  - name: nobody gets one
    never: one
outcomes:
  one: {title: One, text: \"{{ q }}\"}
  two: {title: Two}
";

#[test]
fn walks_reach_every_format() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("t.yaml"), BROKEN).unwrap();
    let ran = check(folder.path(), &["--format=json"]);
    let found: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let promise = found.as_array().unwrap().iter().find(|found| found["code"] == "promise").unwrap();
    assert_eq!((&promise["witness"], &promise["at"]), (&json!({"q": "a"}), &json!("promises.1")));

    let log = sarif(folder.path(), &[]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = |code: &str| results.iter().find(|result| result["ruleId"] == code).unwrap();
    assert_eq!(result("promise")["properties"]["witness"], json!({"q": "a"}));
    let told = result("promise")["message"]["text"].as_str().unwrap();
    assert!(told.ends_with("a walk that shows it: answers: {q: a}"), "{told}");
    assert_eq!(result("tie")["level"], "note");
    assert!(result("never")["properties"].is_null());

    let github = String::from_utf8(check(folder.path(), &["--format=github"]).stdout).unwrap();
    let line = |start: &str| github.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{github}"));
    assert!(line("::notice ").contains("title=tie::"), "{github}");
    assert!(line("::error ").ends_with("%0Awalk: answers: {q: a}"), "{github}");

    let text = String::from_utf8(check(folder.path(), &["--color=never"]).stdout).unwrap();
    assert!(text.starts_with("note[tie]: ") && text.contains("  = walk: answers: {q: a}\n"), "{text}");
}

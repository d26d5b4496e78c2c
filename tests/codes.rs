//! Every code has its page, every page its examples, and every example is what the page says; `onread explain`
//! prints them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use onread::diagnostic::Code;

fn onread(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onread")).args(arguments).current_dir(folder).output().unwrap()
}

/// The fenced blocks of a page: info string and text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((info.trim().to_owned(), text.iter().map(|line| format!("{line}\n")).collect()));
        }
    }
    blocks
}

fn codes_of(folder: &Path, name: &str, text: &str) -> Vec<String> {
    fs::write(folder.join(name), text).unwrap();
    let done = onread(folder, &["check", name, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    found.as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_page_shows_its_mistake_and_the_way_out() {
    let mut shown = 0;
    for code in Code::ALL {
        let (name, page) = (code.name(), code.page());
        assert!(page.starts_with(&format!("# {name}\n")), "{name}");
        let folder = tempfile::tempdir().unwrap();
        let mut sides = (false, false);
        for (info, text) in blocks(page) {
            let walks = info.ends_with("walks");
            let file = if walks { format!("{name}.walks.yaml") } else { format!("{name}.yaml") };
            match info.as_str() {
                "yaml tree" => fs::write(folder.path().join("meeting.yaml"), text).unwrap(),
                "yaml failing" | "yaml failing walks" => {
                    assert_eq!(codes_of(folder.path(), &file, &text), [name], "{name}: {text}");
                    sides.0 = true;
                }
                "yaml mended" | "yaml mended walks" => {
                    assert_eq!(codes_of(folder.path(), &file, &text), [""; 0], "{name}: {text}");
                    sides.1 = true;
                }
                "text" => sides = (true, true),
                _ => panic!("{name}: what is `{info}`?"),
            }
        }
        assert_eq!(sides, (true, true), "{name} lacks an example");
        shown += 1;
    }
    assert!(shown > 30, "{shown}");
}

#[test]
fn every_page_has_its_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(Code::named(&name).is_some(), "{name}");
    }
}

#[test]
fn explain_prints_the_page_and_meets_what_is_mistyped() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = onread(here, &["explain", "unknown-target"]);
    let text = String::from_utf8(page.stdout).unwrap();
    assert!(page.status.success() && text.contains("Mended") && !text.contains('\u{1b}'), "{text}");
    let all = String::from_utf8(onread(here, &["explain"]).stdout).unwrap();
    assert_eq!(all.lines().count(), Code::ALL.len());
    let wrong = onread(here, &["explain", "unknown-taget"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("did you mean `unknown-target`"));
}

#[test]
fn other_programs_get_annotations_and_sarif() {
    let folder = tempfile::tempdir().unwrap();
    let tree =
        "title: T\nquestions:\n  q: {ask: Q, answers: {yes: dnoe}}\noutcomes:\n  done: {title: D}\n  q: {title: E}\n";
    fs::write(folder.path().join("a tree.yaml"), tree).unwrap();
    let github = String::from_utf8(onread(folder.path(), &["check", "--format", "github"]).stdout).unwrap();
    let first = "::error file=a tree.yaml,line=3,endLine=3,col=30,endColumn=34,title=unknown-target::";
    assert!(github.starts_with(first), "{github}");
    let done = onread(folder.path(), &["check", "--format", "sarif"]);
    assert_eq!(done.status.code(), Some(1));
    let log: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2, "{log}");
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20tree.yaml");
        assert!(place["region"]["startColumn"].as_u64().unwrap() >= 1);
        assert!(result["message"]["text"].is_string() && result["level"] == "error");
    }
}

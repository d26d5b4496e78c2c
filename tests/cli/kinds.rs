//! What kind of file a YAML file is: every command says the same, however the file is set.

use std::fs;
use std::path::Path;

use super::{Ran, folder, onread_in, size};

const TREE: &str = "\
title: T
questions:
  q: {ask: Q?, answers: {a: o, b: p}}
outcomes:
  o: {title: O}
  p: {title: P}
";
const WALKS: &str = "\
tree: tree.yaml
walks:
  - {answers: {q: a}, outcome: o}
";

/// Ways to set the same file, and whether it is one without mistakes.
fn forms(text: &str) -> Vec<(&'static str, String, bool)> {
    let value: serde_json::Value = serde_yaml::from_str(text).unwrap();
    let entries: Vec<String> =
        value.as_object().unwrap().iter().map(|(key, value)| format!("{key}: {value}")).collect();
    let lines = |change: &dyn Fn(&str) -> String| text.lines().map(change).collect::<String>();
    let quoted = |quote: &str| {
        lines(&|line| match line.split_once(':') {
            Some((key, rest)) if !line.starts_with(' ') => format!("{quote}{key}{quote}:{rest}\n"),
            _ => format!("{line}\n"),
        })
    };
    vec![
        ("plain", text.to_owned(), true),
        ("braces", format!("{{{}}}\n", entries.join(", ")), true),
        ("braces in lines", format!("# ours\n{{\n  {},\n}}\n", entries.join(",\n  ")), true),
        ("JSON", value.to_string(), true),
        ("JSON in lines", serde_json::to_string_pretty(&value).unwrap(), true),
        ("quoted keys", quoted("\""), true),
        ("keys in single quotes", quoted("'"), true),
        ("indented", lines(&|line| format!("    {line}\n")), true),
        ("a byte-order mark", format!("\u{feff}{text}"), true),
        ("a mark and braces", format!("\u{feff}{{{}}}", entries.join(", ")), true),
        ("carriage returns", text.replace('\n', "\r\n"), true),
        ("a header", format!("%YAML 1.2\n---\n{text}"), true),
        ("a dashed line", format!("---\n{text}"), true),
        ("a comment first", format!("# questions of mine\n\n{text}"), true),
        ("spaces before colons", lines(&|line| format!("{}\n", line.replacen(':', " :", 1))), true),
        ("two documents", format!("{text}---\n{text}"), false),
        ("an open bracket", format!("{text}tags: [a\n"), false),
        ("an open quote", format!("{text}source: \"a\n"), false),
        ("a tab", format!("{text}\ttags: [a]\n"), false),
    ]
}

fn passed_over(ran: &Ran) -> bool {
    format!("{}{}", ran.out, ran.err).contains("passed over")
}

/// A tree that is found in a folder, with what must come of it.
#[track_caller]
fn found_as_a_tree(what: &str, text: &str, good: bool) {
    let here = folder(&[("tree.yaml", text)]);
    let run = |arguments: &[&str]| onread_in(here.path(), arguments, "");
    for arguments in [&["check"][..], &["check", "--quick"], &["check", "--format=json"], &["check", "tree.yaml"]] {
        let ran = run(arguments);
        assert_eq!(ran.code, i32::from(!good), "{what}: {arguments:?}\n{}{}\n{text}", ran.out, ran.err);
        assert!(!passed_over(&ran), "{what}: {arguments:?}\n{}{}", ran.out, ran.err);
    }
    let ran = run(&["check"]);
    assert!(ran.out.contains("1 file checked: "), "{what}\n{}", ran.out);
    for arguments in [&["test"][..], &["test", "--mutants"], &["test", "--against=tree.yaml"]] {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{what}: {arguments:?}\n{}{}", ran.out, ran.err);
        assert!(!passed_over(&ran), "{what}: {arguments:?}\n{}{}", ran.out, ran.err);
    }
    // A tree without mistakes gets walks, and of another it is said why not.
    let ran = run(&["test", "--suggest"]);
    if good {
        assert_eq!((ran.code, ran.out.contains("walks:")), (0, true), "{what}\n{}{}", ran.out, ran.err);
    } else {
        assert!(ran.err.contains("tree.yaml: the tree cannot be used"), "{what}\n{}{}", ran.out, ran.err);
    }
    assert!(!passed_over(&ran), "{what}\n{}{}", ran.out, ran.err);
    let ran = run(&["test", "tree.yaml"]);
    assert!(ran.code == 2 && ran.err.contains("is not a walk file"), "{what}\n{}{}", ran.out, ran.err);
    assert_eq!(run(&["play", "tree.yaml", "--format=json", "--answer=q=a"]).code, i32::from(!good), "{what}");
    assert_eq!(run(&["explore", "tree.yaml"]).code, if good { 0 } else { 2 }, "{what}");
}

#[test]
fn a_tree_is_a_tree_however_it_is_set() {
    for (what, text, good) in forms(TREE) {
        found_as_a_tree(what, &text, good);
    }
}

#[test]
fn a_misspelt_key_makes_no_tree_another_program_s_file() {
    for (from, to) in [
        ("questions:", "qestions:"),
        ("questions:", "question:"),
        ("questions:", "Questions:"),
        ("outcomes:", "outcome:"),
        ("title:", "titel:"),
        ("title: T\n", ""),
        ("title: T\nquestions:", "titel: T\nqestions:"),
        ("title", "- title"),
    ] {
        found_as_a_tree(to, &TREE.replace(from, to), false);
    }
    let both = TREE.replace("questions:", "qestions:").replace("outcomes:", "outcoms:");
    found_as_a_tree("both", &both, false);
    found_as_a_tree("both, in braces", &format!("{{title: T, qestions: {{}}, outcoms: {{}}, tags: {}}}", "[]"), false);
}

#[test]
fn a_walk_file_is_one_however_it_is_set_and_named() {
    for (number, (what, text, good)) in forms(WALKS).into_iter().enumerate() {
        let names = ["tree.walks.yaml", "session.yaml", "zoo.yml"].into_iter().enumerate();
        for (_, name) in names.filter(|(at, _)| size::all() || number % 3 == *at) {
            let here = folder(&[("tree.yaml", TREE), (name, &text)]);
            let run = |arguments: &[&str]| onread_in(here.path(), arguments, "");
            let ran = run(&["check"]);
            assert_eq!(ran.code, i32::from(!good), "{what} {name}\n{}{}", ran.out, ran.err);
            assert!(ran.out.contains("2 files checked: "), "{what} {name}\n{}", ran.out);
            let ran = run(&["test"]);
            assert_eq!(ran.code, i32::from(!good), "{what} {name}\n{}{}", ran.out, ran.err);
            if !good {
                continue;
            }
            assert!(ran.out.ends_with("1 passed, 0 failed\n"), "{what} {name}\n{}", ran.out);
            assert_eq!(run(&["test", name]).code, 0, "{what} {name}");
            let against = run(&["test", "--against=tree.yaml"]);
            assert!(against.out.starts_with("1 pass with both versions"), "{what}\n{}{}", against.out, against.err);
            let mutants = run(&["test", "--mutants", "--format=json"]).json();
            assert!(!mutants["trees"].as_array().unwrap().is_empty(), "{what} {name} {mutants}");
            let suggested = run(&["test", "--suggest", "--format=json"]).json();
            assert_eq!(suggested["files"][0]["file"], name, "{what}");
            assert_eq!(suggested["files"].as_array().unwrap().len(), 1, "{what}");
            assert_eq!(run(&["play", "tree.yaml", "--format=json", "--walk", name]).code, 0, "{what} {name}");
        }
    }
    let here = folder(&[("tree.yaml", TREE), ("w.yaml", &WALKS.replace("walks:", "walk:"))]);
    for command in ["check", "test"] {
        let ran = onread_in(here.path(), &[command], "");
        assert_eq!(ran.code, 1, "{command} {}{}", ran.out, ran.err);
        assert!(ran.out.contains("did you mean `walks`?"), "{command} {}{}", ran.out, ran.err);
    }
}

/// Files of other programs, and why each is none of ours.
const FOREIGN: [(&str, &[u8], &str); 12] = [
    ("a-compose.yaml", b"services:\n  db: {image: postgres}\nvolumes: {data: {}}\n", "neither `questions` nor `walks`"),
    ("b-workflow.yml", b"name: ci\non: push\njobs:\n  a: {steps: [{run: x}]}\n", "neither `questions` nor `walks`"),
    ("c-empty.yaml", b"", "it holds nothing"),
    ("d-comment.yaml", b"# questions: none\n---\n", "it holds nothing"),
    ("e-list.yaml", b"- hosts: all\n  tasks: []\n", "it has no keys"),
    ("f-text.yaml", b"just a text\n", "it has no keys"),
    ("g-chart.yaml", b"a: {{ .Values.a }}\nb: [\n", "neither `questions` nor `walks`"),
    ("h-two.yaml", b"kind: A\n---\nkind: B\n", "a mistake in line 2"),
    ("i-junk.yaml", &[0x80, 0, 255, 254, 0, 1, 2, b'\n'], "it is not UTF-8 text"),
    ("j-functions.yaml", b"service: s\nfunctions: {f: {}}\n", "`functions` is like `questions`, but stands alone"),
    ("k-nested.yaml", b"spec:\n  questions: {}\n  walks: []\n", "neither `questions` nor `walks`"),
    ("l-page.yaml", b"title: A page\ntags: [a]\n", "neither `questions` nor `walks`"),
];

fn write_foreign(here: &Path) {
    FOREIGN.iter().for_each(|(name, bytes, _)| fs::write(here.join(name), bytes).unwrap());
}

#[test]
fn other_programs_files_are_passed_over_with_a_reason() {
    let here = folder(&[("tree.yaml", TREE), ("tree.walks.yaml", WALKS)]);
    write_foreign(here.path());
    let run = |arguments: &[&str]| onread_in(here.path(), arguments, "");
    let line = |at: usize| {
        let (name, _, reason) = FOREIGN[at];
        (format!("note: `{name}` is passed over: it "), reason)
    };
    let named = |said: &str, what: &str| {
        let notes: Vec<&str> = said.lines().filter(|line| line.starts_with("note: ")).collect();
        assert_eq!(notes.len(), 11, "{what}\n{said}");
        for (at, note) in notes.iter().take(10).enumerate() {
            let (start, reason) = line(at);
            assert!(note.starts_with(&start) && note.contains(reason), "{what}: {note}");
        }
        assert!(notes[10].starts_with("note: 2 more YAML files are passed over"), "{what}: {}", notes[10]);
    };
    let ran = run(&["check"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    named(&ran.out, "check");
    assert!(ran.out.ends_with("2 files checked: no mistakes found; proved over all 2 walks\n"), "{}", ran.out);
    let beside: [&[&str]; 8] = [
        &["check", "--format=json"],
        &["check", "--format=github"],
        &["check", "--format=sarif"],
        &["test"],
        &["test", "--format=json"],
        &["test", "--format=junit"],
        &["test", "--against=tree.yaml"],
        &["test", "--suggest"],
    ];
    for arguments in beside {
        let ran = run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?} {}{}", ran.out, ran.err);
        named(&ran.err, &format!("{arguments:?}"));
    }
    assert_eq!(run(&["check", "--format=json"]).json(), serde_json::json!([]));
    let all = |list: &serde_json::Value| {
        let list = list.as_array().unwrap();
        assert_eq!(list.len(), FOREIGN.len());
        for (one, (name, _, reason)) in list.iter().zip(FOREIGN) {
            assert_eq!(one["file"], name);
            assert!(one["reason"].as_str().unwrap().contains(reason), "{one}");
        }
    };
    for arguments in [&["test", "--format=json"][..], &["test", "--format=json", "--against=tree.yaml"]] {
        all(&run(arguments).json()["passed_over"]);
    }
    all(&run(&["test", "--suggest", "--format=json"]).json()["passed_over"]);
    let sarif = run(&["check", "--format=sarif"]).json();
    let notes = sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes.len(), FOREIGN.len());
}

#[cfg(unix)]
#[test]
fn names_in_capitals_and_links_are_passed_over_with_a_reason() {
    use std::os::unix::fs::symlink;
    let here = folder(&[("tree.yaml", TREE), ("tree.walks.yaml", WALKS)]);
    let elsewhere = folder(&[("wrong.yaml", "title: T\nquestions: {}\n")]);
    for name in ["a.YAML", "b.Yml", "c.walks.YAML"] {
        fs::write(here.path().join(name), "title: T\nquestions: {}\n").unwrap();
    }
    symlink(elsewhere.path().join("wrong.yaml"), here.path().join("d.yaml")).unwrap();
    symlink(elsewhere.path().join("wrong.yaml"), here.path().join("e.YML")).unwrap();
    symlink("nowhere", here.path().join("f.yaml")).unwrap();
    // Nothing is lost of these: what they lead to is looked at, or is no YAML file.
    symlink("tree.yaml", here.path().join("g.yaml")).unwrap();
    fs::write(here.path().join("h.MD"), "").unwrap();
    fs::create_dir(here.path().join("i.YAML")).unwrap();
    let capitals = "its name ends in capitals; `.yaml` and `.yml` are looked for";
    let link = "it is a link; name it to have it looked at";
    let wanted = [
        ("a.YAML", capitals),
        ("b.Yml", capitals),
        ("c.walks.YAML", capitals),
        ("d.yaml", link),
        ("e.YML", link),
        ("f.yaml", link),
    ];
    let notes: Vec<String> =
        wanted.iter().map(|(file, reason)| format!("note: `{file}` is passed over: {reason}")).collect();
    for arguments in [&["check"][..], &["check", "--format=json"], &["check", "--fix"], &["test"], &["fmt"]] {
        let ran = onread_in(here.path(), arguments, "");
        let said = format!("{}{}", ran.out, ran.err);
        let told: Vec<&str> = said.lines().filter(|line| line.starts_with("note: `")).collect();
        assert_eq!((ran.code, told), (0, notes.iter().map(String::as_str).collect()), "{arguments:?}");
    }
    let json = onread_in(here.path(), &["test", "--format=json"], "").json();
    let files: Vec<(&str, &str)> = json["passed_over"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["file"].as_str().unwrap(), one["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(files, wanted);
    // What is named is looked at.
    for name in ["a.YAML", "d.yaml"] {
        assert_eq!(onread_in(here.path(), &["check", name], "").code, 1, "{name}");
    }
}

#[test]
fn a_folder_of_other_programs_files_alone_is_nothing_found_and_says_why() {
    let here = folder(&[]);
    write_foreign(here.path());
    for arguments in [&["check"][..], &["test"], &["test", "--suggest"], &["test", "--mutants"]] {
        let ran = onread_in(here.path(), arguments, "");
        assert_eq!((ran.code, ran.out.contains("no mistakes")), (2, false), "{arguments:?} {}{}", ran.out, ran.err);
        assert!(
            ran.err.starts_with("error: no ") && ran.err.contains("note: `a-compose.yaml` is passed over"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn what_is_named_is_read_as_what_it_is_meant_to_be() {
    let here = folder(&[("tree.yaml", TREE)]);
    write_foreign(here.path());
    for (name, ..) in FOREIGN {
        let no_text = name == "i-junk.yaml";
        for (command, code) in [("check", 1), ("test", 1), ("explore", 2)] {
            let ran = onread_in(here.path(), &[command, name], "");
            assert_eq!(ran.code, if no_text { 2 } else { code }, "{command} {name} {}{}", ran.out, ran.err);
            assert!(!passed_over(&ran), "{command} {name} {}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn a_folder_that_is_named_in_place_of_a_tree_is_looked_into() {
    let braces = serde_json::json!({"title": "T", "questions": {}, "outcomes": {}}).to_string();
    let here = folder(&[("z.yaml", &braces), ("s.yaml", WALKS), ("t.walks.yaml", TREE)]);
    write_foreign(here.path());
    let ran = onread_in(here.path(), &["play", "."], "");
    assert_eq!((ran.code, ran.err.as_str()), (2, "error: `.` is a folder; name a tree in it, such as `./z.yaml`\n"));
}

#[test]
fn a_tree_that_is_no_unicode_is_not_passed_over() {
    let here = folder(&[("good.yaml", TREE)]);
    let latin = [TREE.replace("Q?", "Caf").trim_end().as_bytes(), b"\n# caf\xe9\n"].concat();
    fs::write(here.path().join("latin.yaml"), latin).unwrap();
    let ran = onread_in(here.path(), &["check"], "");
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("`latin.yaml` is not UTF-8 text: line 7"), "{}", ran.err);
    assert!(ran.out.contains("1 file checked: no mistakes found"), "{}", ran.out);
}

#[test]
fn a_tree_in_utf_16_is_told_how_to_be_saved() {
    let units = |end: fn(u16) -> [u8; 2]| TREE.encode_utf16().flat_map(end).collect::<Vec<u8>>();
    let marked = |mark: [u8; 2], text: Vec<u8>| [&mark[..], &text].concat();
    for bytes in [
        marked([0xff, 0xfe], units(u16::to_le_bytes)),
        marked([0xfe, 0xff], units(u16::to_be_bytes)),
        units(u16::to_le_bytes),
        units(u16::to_be_bytes),
    ] {
        let here = folder(&[]);
        fs::write(here.path().join("wide.yaml"), &bytes).unwrap();
        for arguments in [&["check"][..], &["check", "wide.yaml"], &["play", "wide.yaml"], &["fmt"]] {
            let ran = onread_in(here.path(), arguments, "");
            assert_eq!(ran.code, 2, "{arguments:?} {}{}", ran.out, ran.err);
            assert!(
                ran.err.contains("`wide.yaml` is UTF-16 text, as Windows saves it; save it as UTF-8"),
                "{}",
                ran.err
            );
        }
        assert_eq!(fs::read(here.path().join("wide.yaml")).unwrap(), bytes);
    }
}

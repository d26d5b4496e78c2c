//! Files that are missing, are none, hold no text, or change while they are read.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::running::{Place, YES, check, tree};

/// Every command that reads a file named on the command line.
fn readers(name: &str) -> [Vec<&str>; 4] {
    [vec!["check", name], vec!["play", name], vec!["test", name], vec!["play", "good.yaml", "--walk", name]]
}

#[test]
fn what_is_no_readable_file_is_met_with_a_sentence() {
    let place = Place::new(&[("good.yaml", &tree(YES, "")), ("folder.yaml/x", "")]);
    place.write("latin.yaml", b"title: caf\xe9\n");
    place.write("utf16.yaml", b"\xff\xfet\0i\0");
    place.write("binary.yaml", [0x80, 0, 255, 254, 0, 1, 2].repeat(1000));
    symlink("loop.yaml", place.at("loop.yaml")).unwrap();
    symlink("/dev/zero", place.at("zero.yaml")).unwrap();
    let fifo = Command::new("mkfifo").arg(place.at("fifo.yaml")).status().unwrap();
    assert!(fifo.success());
    for (name, reason) in [
        ("missing.yaml", "no "),
        ("no/such/folder.yaml", "no "),
        ("folder.yaml", "is a folder"),
        ("fifo.yaml", "not a regular file"),
        ("zero.yaml", "not a regular file"),
        ("/dev/zero", "not a regular file"),
        ("/dev/stdin", "not a regular file"),
        ("loop.yaml", "cannot read"),
        ("good.yaml/x", "cannot read"),
        ("latin.yaml", "not UTF-8"),
        ("utf16.yaml", "is UTF-16 text"),
        ("binary.yaml", "not UTF-8"),
    ] {
        for arguments in readers(name) {
            // A folder is searched by those that take several files.
            let searched = name == "folder.yaml" && matches!(arguments[0], "check" | "test");
            let ran = place.run(&arguments);
            if !searched {
                let ran = ran.ends(2);
                assert!(ran.err.contains(reason) || ran.err.contains("there is no"), "{name}: {}", ran.said());
            }
        }
    }
    // What is only found passes without being opened.
    place.run(&["check", "."]).says("latin.yaml").says("binary.yaml");
    place.run(&["test", "."]).ends(2).says("no walk files found");
}

#[test]
fn a_long_name_and_one_with_a_nul_are_no_files() {
    let long = "a".repeat(5000);
    let place = Place::new(&[
        ("tree.yaml", &tree(YES, "")),
        ("long.walks.yaml", &format!("tree: {long}.yaml\nwalks:\n  - answers: {{q: yes}}\n")),
        ("nul.walks.yaml", "tree: \"a\\0b.yaml\"\nwalks:\n  - answers: {q: yes}\n"),
        ("dev.walks.yaml", "tree: /dev/zero\nwalks:\n  - answers: {q: yes}\n"),
        ("up.walks.yaml", &format!("tree: {}dev/zero\nwalks:\n  - answers: {{q: yes}}\n", "../".repeat(60))),
        ("itself.walks.yaml", "tree: itself.walks.yaml\nwalks:\n  - answers: {q: yes}\n"),
        ("folder.walks.yaml", "tree: .\nwalks:\n  - answers: {q: yes}\n"),
    ]);
    place.run(&["check", &long]).cannot("cannot read");
    for name in ["long", "nul", "dev", "up", "itself", "folder"] {
        let file = format!("{name}.walks.yaml");
        place.run(&["check", &file]).finds("walk-tree");
        place.run(&["test", &file]).finds("walk-tree");
    }
}

#[test]
fn a_file_with_nothing_in_it_says_so() {
    for text in ["", "\n\n", "# only\n# comments\n", "\u{feff}", "---\n", "---\n...\n", "   \n\t\n", "%YAML 1.2\n---\n"]
    {
        let ran = check(text);
        assert_eq!(ran.code, Some(1), "{text:?}: {}", ran.said());
        let place = Place::new(&[("tree.yaml", text), ("good.yaml", &tree(YES, "")), ("w.walks.yaml", text)]);
        place.run(&["play", "tree.yaml"]).ends(1);
        place.run(&["test", "w.walks.yaml"]).ends(1);
        place.run(&["play", "good.yaml", "--walk", "w.walks.yaml"]).ends(2);
    }
}

#[test]
fn a_walk_file_is_no_tree_and_a_tree_is_no_walk_file() {
    let walks = "tree: tree.yaml\nwalks:\n  - answers: {q: yes}\n    outcome: done\n";
    let place = Place::new(&[
        ("tree.yaml", &tree(YES, "")),
        ("good.walks.yaml", walks),
        ("plain.yaml", walks),
        ("tree.walks.yaml", &tree(YES, "")),
        ("both.yaml", &format!("{walks}{}", tree(YES, ""))),
    ]);
    place.run(&["test", "good.walks.yaml"]).ends(0);
    place.run(&["test", "plain.yaml"]).ends(0);
    place.run(&["play", "plain.yaml"]).finds("wrong-file");
    place.run(&["play", "good.walks.yaml"]).finds("wrong-file");
    place.run(&["test", "tree.yaml"]).ends(2);
    place.run(&["check", "tree.walks.yaml"]).finds("wrong-file");
    place.run(&["test", "tree.walks.yaml"]).finds("wrong-file");
    place.run(&["play", "tree.yaml", "--walk", "tree.yaml"]).ends(2);
    place.run(&["check", "both.yaml"]).ends(1);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_read_as_something() {
    let place = Place::new(&[]);
    let path = place.at("tree.yaml");
    let (small, large) = (tree(YES, ""), tree(YES, &format!("# {}\n", "x".repeat(3_000_000))));
    fs::write(&path, &small).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                // Grows, shrinks, is cut off in the middle, vanishes, is a folder.
                drop(fs::write(&path, &large));
                drop(fs::write(&path, &small[..small.len() / 2]));
                drop(fs::remove_file(&path));
                drop(fs::create_dir(&path));
                drop(fs::remove_dir(&path));
                drop(fs::write(&path, &small));
            }
        });
        for _ in 0..40 {
            place.run(&["check", "tree.yaml"]);
            place.run(&["play", "tree.yaml", "--answer=q=yes"]);
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn odd_names_of_files_are_shown_harmless() {
    let names = ["a\u{1b}[31m.yaml", "b\nc.yaml", "d\u{202e}e.yaml", "-f.yaml", "g\u{9b}h.walks.yaml"];
    let place = Place::new(&[]);
    names.iter().for_each(|name| place.write(name, "questions: {\n"));
    for format in ["text", "json"] {
        super::controls::shows_none(&place.run(&["check", ".", "--format", format]).ends(1));
    }
    for name in names {
        super::controls::shows_none(&place.run(&["check", "--", name]));
        super::controls::shows_none(&place.run(&["play", "--", name]));
        super::controls::shows_none(&place.run(&["check", &format!("--{name}")]));
        super::controls::shows_none(&place.run(&["check", "--", &format!("{name}x")]));
    }
}

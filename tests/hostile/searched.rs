//! Folders that are searched: what names the files to leave out may be anything, and so may the time zone.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::running::{Place, Ran, YES, run_in, tree};

const WALKS: &str = "tree: tree.yaml\nwalks:\n  - answers: {q: yes}\n    outcome: done\n";

/// Makes the line with this number.
type Line = fn(usize) -> String;

/// Files, and whether they are found.
type Found<'f> = &'f [(&'f str, bool)];

/// A folder with a tree and a walk in `top/in`, and one file more that is to be left out.
fn place() -> Place {
    let tree = tree(YES, "");
    Place::new(&[
        ("top/in/tree.yaml", &tree),
        ("top/in/tree.walks.yaml", WALKS),
        ("top/in/left.yaml", "title: a broken tree\nquestions:\n"),
        ("top/in/left.walks.yaml", "tree: nowhere.yaml\nwalks:\n  - answers: {}\n"),
    ])
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Runs it in good time, whatever the machine is doing besides.
#[track_caller]
fn soon(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let start = Instant::now();
    let ran = run_in(folder, environment, arguments, b"");
    assert!(start.elapsed() < Duration::from_secs(30), "{}", ran.said());
    ran
}

/// Where such a file may stand: in the searched folder, below it and above it.
const NAMES: [&str; 7] = [
    "top/.gitignore",
    "top/.ignore",
    "top/in/.gitignore",
    "top/in/.ignore",
    "top/in/.git/info/exclude",
    "top/.git/info/exclude",
    ".gitignore",
];

#[test]
fn what_names_files_to_leave_out_may_be_no_file_at_all() {
    for name in NAMES {
        for kind in ["zero", "fifo", "tty", "large"] {
            let place = place();
            let at = place.at(name);
            fs::create_dir_all(at.parent().unwrap()).unwrap();
            match kind {
                "zero" => symlink("/dev/zero", &at).unwrap(),
                "tty" => symlink("/dev/ptmx", &at).unwrap(),
                "fifo" => fifo(&at),
                _ => fs::write(&at, "left*\n".repeat(1 << 16)).unwrap(),
            }
            for command in ["check", "test"] {
                let ran = soon(&place.at("top"), &[], &[command, "in"]);
                let reason = if kind == "large" { "is larger than 256 KiB" } else { "is not a regular file" };
                assert_eq!(ran.err.matches("so it is passed over").count(), 1, "{name} {kind}: {}", ran.said());
                assert!(ran.err.contains(reason), "{name} {kind}: {}", ran.said());
                // Nothing is left out then, and something is amiss in what would be.
                let code = if command == "check" { 1 } else { 2 };
                assert!(matches!(ran.code, Some(1 | 2)), "{name} {kind} {code}: {}", ran.said());
            }
        }
    }
}

#[test]
fn many_patterns_are_passed_over_and_that_is_said() {
    let kinds: [(&str, Line); 5] = [
        ("names", |at| format!("name{at}\n")),
        ("globs", |at| format!("a*b{at}*c?[a-z]d\n")),
        ("braces", |at| format!("{{a,b}}{{a,b,{at}}}*{{a,b}}\n")),
        ("stars", |at| format!("**/a*{at}/**/b*/**/c?*\n")),
        ("long", |at| "*a".repeat(400) + &format!("{at}\n")),
    ];
    for (kind, line) in kinds {
        let place = place();
        let most = if kind == "long" { 300 } else { 50_000 };
        let text: String = (0..most).map(line).collect();
        // Not refused for its size.
        let text = text.get(..text.len().min(250 << 10)).unwrap().to_owned() + "\n";
        place.write("top/.gitignore", &text);
        let ran = soon(&place.at("top"), &[], &["check", "in"]);
        assert!(ran.err.contains("holds more patterns than are looked at"), "{kind}: {}", ran.said());
    }
}

#[test]
fn many_folders_with_patterns_end_in_good_time() {
    let place = place();
    let text: String = (0..600).map(|at| format!("a*{at}*c?[a-z]d\n")).collect();
    let mut deep = "top/in".to_owned();
    for at in 0..60 {
        place.write(&format!("top/in/d{at}/.gitignore"), &text);
        deep.push_str("/d");
        place.write(&format!("{deep}/.gitignore"), &text);
    }
    let ran = soon(&place.at("top"), &[], &["check", "in"]);
    assert!(ran.err.contains("beside those of other folders, so it is passed over"), "{}", ran.said());
}

#[test]
fn what_is_left_out_is_what_it_ever_was() {
    // Each file, and whether it is found.
    let rows: [(&str, &str, Found); 9] = [
        (".gitignore", "b.yaml\nsub/\n", &[("a.yaml", true), ("b.yaml", false), ("sub/a.yaml", false)]),
        (".gitignore", "/b.yaml\n", &[("b.yaml", false), ("sub/b.yaml", true)]),
        (".gitignore", "*.yaml\n!a.yaml\n", &[("a.yaml", true), ("b.yaml", false), ("sub/a.yaml", true)]),
        (".ignore", "b.*\n", &[("b.yaml", false), ("sub/b.yaml", false), ("a.yaml", true)]),
        (".git/info/exclude", "sub/b.yaml\n", &[("b.yaml", true), ("sub/b.yaml", false)]),
        ("sub/.gitignore", "/b.yaml\n", &[("b.yaml", true), ("sub/b.yaml", false)]),
        ("../.gitignore", "b.yaml\n", &[("b.yaml", false), ("a.yaml", true)]),
        ("../.gitignore", "/in/sub/\n", &[("b.yaml", true), ("sub/b.yaml", false)]),
        (
            ".ignore",
            "\u{feff}# a remark\n\n!.hidden.yaml\nb.yaml \n",
            &[(".hidden.yaml", true), ("b.yaml", false), (".other.yaml", false)],
        ),
    ];
    for (name, text, files) in rows {
        let place = Place::new(&[]);
        let broken = "title: a tree\nquestions: []\n";
        for file in ["a.yaml", "b.yaml", "sub/a.yaml", "sub/b.yaml", ".hidden.yaml", ".other.yaml"] {
            place.write(&format!("in/{file}"), broken);
        }
        place.write(&format!("in/{name}"), text);
        for (folder, argument, before) in [("in", ".", ""), ("", "in", "in/"), ("in/sub", "..", "../")] {
            let ran = place_run(&place, folder, argument);
            for (file, found) in files {
                let line = format!("\"{before}{file}\"");
                assert_eq!(ran.out.contains(&line), *found, "{name} {text:?} {file}: {}", ran.said());
            }
        }
    }
}

fn place_run(place: &Place, folder: &str, argument: &str) -> Ran {
    run_in(&place.at(folder), &[], &["check", argument, "--format=json"], b"")
}

#[test]
fn one_file_wins_over_another_and_a_folder_over_those_above() {
    let place = Place::new(&[
        ("in/.gitignore", "*.yaml\n"),
        ("in/.ignore", "!a.yaml\n"),
        ("in/sub/.gitignore", "!b.yaml\n"),
        ("in/.git/info/exclude", "!c.yaml\n"),
    ]);
    for file in ["a.yaml", "b.yaml", "c.yaml", "sub/a.yaml", "sub/b.yaml", "sub/c.yaml"] {
        place.write(&format!("in/{file}"), "title: a tree\nquestions: []\n");
    }
    let ran = place_run(&place, "in", ".");
    for (file, found) in
        [("a.yaml", true), ("b.yaml", false), ("c.yaml", false), ("sub/a.yaml", true), ("sub/b.yaml", true)]
    {
        assert_eq!(ran.out.contains(&format!("\"{file}\"")), found, "{file}: {}", ran.said());
    }
}

#[test]
fn a_worktree_has_what_its_repository_leaves_out() {
    let place = Place::new(&[
        ("in/.git", "gitdir: ../repository/worktrees/in\n"),
        ("repository/worktrees/in/commondir", "../..\n"),
        ("repository/info/exclude", "b.yaml\n"),
        ("in/a.yaml", "title: a tree\nquestions: []\n"),
        ("in/b.yaml", "title: a tree\nquestions: []\n"),
    ]);
    let ran = place_run(&place, "in", ".");
    assert!(ran.out.contains("\"a.yaml\"") && !ran.out.contains("\"b.yaml\""), "{}", ran.said());
    // And what only seems to be one is none.
    for kind in ["fifo", "zero"] {
        let place = Place::new(&[("in/a.yaml", "title: a tree\nquestions: []\n")]);
        if kind == "fifo" {
            fifo(&place.at("in/.git"))
        } else {
            symlink("/dev/zero", place.at("in/.git")).unwrap()
        }
        assert!(soon(&place.at("in"), &[], &["check", ".", "--format=json"]).out.contains("\"a.yaml\""));
    }
}

#[test]
fn what_this_user_leaves_out_everywhere_is_read_within_limits_too() {
    let place = Place::new(&[
        ("home/.config/git/ignore", "b.yaml\n"),
        ("in/a.yaml", "title: a tree\nquestions: []\n"),
        ("in/b.yaml", "title: a tree\nquestions: []\n"),
    ]);
    let home = place.at("home").display().to_string();
    let run = |more: &[(&str, &str)]| {
        let own = [("HOME", home.as_str()), ("XDG_CONFIG_HOME", ""), ("GIT_CONFIG_GLOBAL", "")];
        soon(&place.at("in"), &[&own, more].concat(), &["check", ".", "--format=json"])
    };
    let ran = run(&[]);
    assert!(ran.out.contains("\"a.yaml\"") && !ran.out.contains("\"b.yaml\""), "{}", ran.said());
    let ran = run(&[("GIT_CONFIG_GLOBAL", "/dev/zero")]);
    assert!(ran.out.contains("\"b.yaml\"") && ran.err.contains("`/dev/zero` is not a regular file"), "{}", ran.said());
    fs::remove_file(place.at("home/.config/git/ignore")).unwrap();
    symlink("/dev/zero", place.at("home/.config/git/ignore")).unwrap();
    // The path is followed only where it leads to a file.
    run(&[]);
    symlink("/dev/zero", place.at("home/.gitconfig")).unwrap();
    assert!(run(&[]).err.contains(".gitconfig` is not a regular file"));
}

#[test]
fn a_time_zone_that_is_no_small_file_is_not_read() {
    let place = Place::new(&[
        ("tree.yaml", &tree("    kind: date\n    next: done\n", "")),
        ("tree.walks.yaml", "tree: tree.yaml\nwalks:\n  - answers: {q: 2026-01-31}\n    outcome: done\n"),
        ("large", &"x".repeat(2 << 20)),
    ]);
    fifo(&place.at("fifo"));
    let at = |name: &str| place.at(name).display().to_string();
    let zones = [
        "/dev/zero".to_owned(),
        ":/dev/zero".to_owned(),
        "../../../dev/zero".to_owned(),
        ":/dev/ptmx".to_owned(),
        at("fifo"),
        format!(":{}", at("fifo")),
        at("large"),
    ];
    for zone in &zones {
        for command in [
            &["check", "."][..],
            &["play", "tree.yaml"],
            &["explore", "tree.yaml"],
            &["test", "."],
            &["diff", "tree.yaml", "tree.yaml"],
            &["play", "tree.yaml", "--save=s.walks.yaml"],
        ] {
            let ran = soon(place.path(), &[("TZ", zone)], command);
            assert_eq!(ran.err.matches("so days go by UTC").count(), 1, "{zone}: {}", ran.said());
        }
        let ran = soon(place.path(), &[("TZ", zone)], &["check", ".", "--today=2026-01-31"]).ends(0);
        assert!(!ran.err.contains("UTC"), "{}", ran.said());
    }
    for zone in [
        "Europe/Berlin",
        ":Europe/Berlin",
        "UTC0",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "",
        "localtime",
        "/usr/share",
        "nonsense",
        "\u{1b}",
    ] {
        let ran = soon(place.path(), &[("TZ", zone)], &["check", "."]).ends(0);
        assert!(!ran.err.contains("UTC"), "{zone}: {}", ran.said());
    }
}

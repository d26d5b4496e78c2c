//! What the program asks the system for: it starts no other program, but for git where `diff --git` says so, and opens
//! no socket. Each command runs where every program on the path is a trap, and under `strace` where there is one.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::screens::terminal;
use terminal::{CTRL_C, ENTER, PROGRAM, Terminal};

const TREE: &str = "\
title: Traced
questions:
  one: {ask: One?, answers: {yes: two, no: end}}
  two: {ask: Two?, kind: number, min: 1, max: 3}
  three: {ask: Three?, kind: date, min: today, next: end}
outcomes:
  end: {title: The end, text: Some *text*.}
";
const WALKS: &str = "tree: tree.yaml\nwalks:\n  - answers: {one: no}\n    outcome: end\n";

/// Programs that somebody might ask for; each leaves a mark here.
const TRAPS: [&str; 12] =
    ["tput", "stty", "git", "sh", "bash", "infocmp", "locale", "less", "more", "tty", "date", "uname"];

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(place.at("tree.yaml"), TREE).unwrap();
        fs::write(place.at("old.yaml"), TREE.replace("Two?", "Too?")).unwrap();
        fs::write(place.at("tree.walks.yaml"), WALKS).unwrap();
        fs::create_dir(place.at("traps")).unwrap();
        for name in TRAPS {
            let trap = place.at("traps").join(name);
            fs::write(&trap, format!("#!/bin/sh\necho {name} >> '{}'\n", place.at("caught").display())).unwrap();
            fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
        }
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Which traps were run into, and which calls were traced.
    #[track_caller]
    fn assert_alone(&self, what: &str) {
        assert!(!self.at("caught").exists(), "{what}: {}", fs::read_to_string(self.at("caught")).unwrap());
        let Ok(log) = fs::read_to_string(self.at("log")) else { return };
        // A thread that ends before `strace` has read its call leaves a line without one: `???( <detached ...>`.
        let calls: Vec<&str> = log.lines().filter(|line| line.contains('(') && !line.contains("???(")).collect();
        let own = calls.first().is_some_and(|first| first.contains("execve(") && first.contains("onread"));
        assert!(own && calls.len() == 1, "{what}:\n{log}");
    }
}

/// The program under `strace`, if that can be used; on a build server it must be.
fn command(log: &Path) -> Vec<String> {
    let traced = "trace=execve,execveat,fork,vfork,socket,connect";
    let works = Command::new("strace").args(["-f", "-qq", "-e", traced, "-o", "/dev/null", "true"]).output();
    if works.is_ok_and(|done| done.status.success()) {
        // By its place, as nothing else is on the path there.
        let path = std::env::var_os("PATH").unwrap();
        let mut places = std::env::split_paths(&path).map(|folder| folder.join("strace"));
        let strace = places.find(|file| file.is_file()).unwrap().display().to_string();
        let options = ["-f", "-qq", "-e", traced, "-o"].map(str::to_owned);
        return [vec![strace], options.to_vec(), vec![log.display().to_string(), PROGRAM.to_owned()]].concat();
    }
    assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty()), "`strace` is missing or may not trace");
    eprintln!("skipped: `strace` is missing or may not trace; only traps are set");
    vec![PROGRAM.to_owned()]
}

#[test]
fn no_command_starts_a_program_or_opens_a_socket() {
    let commands = [
        "play tree.yaml",
        "play tree.yaml --answer one=no",
        "play tree.yaml --save my.walks.yaml",
        "play tree.yaml --from three --trace",
        "play tree.yaml --record my.walks.yaml",
        "play tree.yaml --format json",
        "play --format json",
        "check tree.yaml",
        "check .",
        "check . --format json --color always",
        "test .",
        "test . --coverage",
        "test . --suggest",
        "test . --coverage --suggest",
        "test . --coverage-html page.html",
        "test . --accept",
        "test . --accept=all",
        "test . --mutants",
        "test . --against old.yaml",
        "fmt . --check",
        "fmt old.yaml --sort-keys",
        "explore tree.yaml",
        "explore tree.yaml --to end",
        "diff old.yaml tree.yaml",
        "draw tree.yaml",
        "draw tree.yaml --coverage --probability -o tree.svg",
        "list",
        "lsp",
        "explain",
        "explain never",
        "new other",
        "schema tree",
        "completions bash",
        "man check",
        "--help",
        "play --help",
        "--version",
        "no-such-command",
        "check no-such-file",
    ];
    for what in commands {
        let place = Place::new();
        let program = command(&place.at("log"));
        let mut child = Command::new(&program[0])
            .args(&program[1..])
            .args(what.split(' '))
            .env("PATH", place.at("traps"))
            .current_dir(place.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(b"yes\n2\n2999-01-31\n");
        let done = child.wait_with_output().unwrap();
        assert!(done.status.code().is_some_and(|code| code < 4), "{what}: {done:?}");
        place.assert_alone(what);
    }
}

#[test]
fn an_editor_is_served_alone() {
    let place = Place::new();
    let program = command(&place.at("log"));
    let mut child = Command::new(&program[0])
        .args(&program[1..])
        .arg("lsp")
        .env("PATH", place.at("traps"))
        .current_dir(place.folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let uri = format!("file://{}", place.at("tree.yaml").display());
    let at = format!(r#"{{"textDocument":{{"uri":"{uri}"}},"position":{{"line":2,"character":3}}}}"#);
    let text = format!("{TREE:?}");
    let bodies = [
        format!(r#"{{"id":1,"method":"initialize","params":{{"rootUri":"file://{}","capabilities":{{}}}}}}"#, place.folder.path().display()),
        format!(r#"{{"method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{uri}","languageId":"yaml","version":1,"text":{text}}}}}}}"#),
        format!(r#"{{"id":2,"method":"textDocument/references","params":{{"context":{{"includeDeclaration":true}},{}}}"#, &at[1..]),
        format!(r#"{{"id":3,"method":"textDocument/hover","params":{at}}}"#),
        format!(r#"{{"id":4,"method":"textDocument/codeLens","params":{at}}}"#),
        r#"{"id":5,"method":"workspace/executeCommand","params":{"command":"onread.play","arguments":[{"file":"tree.yaml","id":"one"}]}}"#.to_owned(),
        r#"{"id":6,"method":"shutdown"}"#.to_owned(),
        r#"{"method":"exit"}"#.to_owned(),
    ];
    let mut input = child.stdin.take().unwrap();
    for body in bodies {
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && said.contains("One?") && !said.contains("\"error\""), "{said}");
    place.assert_alone("lsp");
}

#[test]
fn prompts_and_lines_in_a_terminal_are_drawn_alone() {
    for options in [&["tree.yaml"][..], &["tree.yaml", "--watch"], &["tree.yaml", "--plain"]] {
        let place = Place::new();
        let program = command(&place.at("log"));
        let command: Vec<&str> =
            program.iter().map(String::as_str).chain(["play"]).chain(options.iter().copied()).collect();
        let traps = place.at("traps").display().to_string();
        let mut terminal = Terminal::run(place.folder.path(), &command, &[("PATH", &traps)], (80, 24));
        for (question, answer) in [("One?", ""), ("Two?", "2"), ("Three?", "2999-01-31")] {
            terminal.wait_for(question);
            terminal.settle();
            terminal.keys(if options.contains(&"--plain") && question == "One?" { "yes" } else { answer });
            terminal.keys(ENTER);
        }
        terminal.wait_for("The end");
        drop(terminal);
        place.assert_alone(options.last().unwrap());
    }
}

#[test]
fn watching_files_starts_no_program() {
    for what in ["check", "test"] {
        let place = Place::new();
        let program = command(&place.at("log"));
        let command: Vec<&str> = program.iter().map(String::as_str).chain([what, "--watch"]).collect();
        let traps = place.at("traps").display().to_string();
        let mut terminal = Terminal::run(place.folder.path(), &command, &[("PATH", &traps)], (80, 24));
        terminal.wait_for("watching 3 files");
        fs::write(place.at("tree.yaml"), TREE.replace("Two?", "Too?")).unwrap();
        terminal.wait_for("1 text changed");
        terminal.keys(CTRL_C);
        terminal.end();
        place.assert_alone(what);
    }
}

#[test]
fn git_is_started_where_it_is_asked_for_and_nothing_else() {
    let place = Place::new();
    let git = |arguments: &[&str]| {
        let own = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"];
        assert!(
            Command::new("git").args(own).args(arguments).current_dir(place.folder.path()).status().unwrap().success()
        );
    };
    git(&["init", "--quiet"]);
    git(&["add", "tree.yaml"]);
    git(&["commit", "--quiet", "--message", "Tree"]);
    let program = command(&place.at("log"));
    let done = Command::new(&program[0])
        .args(&program[1..])
        .args(["diff", "--git", "HEAD", "tree.yaml"])
        .current_dir(place.folder.path())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let Ok(log) = fs::read_to_string(place.at("log")) else { return };
    let calls = log.lines().filter(|line| line.contains('(')).skip(1);
    let others: Vec<&str> = calls.filter(|call| !call.contains("/git\", [\"") && !call.contains("exited")).collect();
    assert!(log.contains("/git\", [\"") && others.is_empty(), "{log}");
}

/// How often the program opens each of its own files.
fn opened(place: &Place, arguments: &[&str]) -> Option<Vec<(String, usize)>> {
    let traced = ["-f", "-qq", "-e", "trace=openat,open", "-o"].map(str::to_owned);
    let mut program = command(&place.at("log"));
    if program.len() == 1 {
        return None;
    }
    program.splice(1..6, traced);
    let done = Command::new(&program[0]).args(&program[1..]).args(arguments).current_dir(place.folder.path()).output();
    let done = done.unwrap();
    assert!(done.status.code().is_some_and(|code| code < 2), "{arguments:?} {}", String::from_utf8_lossy(&done.stderr));
    let log = fs::read_to_string(place.at("log")).unwrap();
    let names = ["tree.yaml", "old.yaml", "tree.walks.yaml", "more.walks.yaml", "sub/other.walks.yaml", "compose.yaml"];
    let count = |name: &str| {
        let is_it = |line: &&str| {
            line.split('"').nth(1).is_some_and(|path| path == name || path.ends_with(&format!("/{name}")))
        };
        log.lines().filter(is_it).count()
    };
    Some(names.iter().map(|name| ((*name).to_owned(), count(name))).collect())
}

#[test]
fn every_file_is_read_once() {
    let commands: [&[&str]; 15] = [
        &["test", "--accept"],
        &["check"],
        &["check", "--quick"],
        &["check", "tree.yaml", "tree.walks.yaml", "sub/../old.yaml", "sub"],
        &["check", "tree.walks.yaml", "./tree.yaml"],
        &["test"],
        &["test", "--coverage"],
        &["test", "--mutants", "--max-states=1000"],
        &["test", "--suggest"],
        &["test", "--suggest", "--coverage"],
        &["test", "--coverage-html=page.html"],
        &["test", "--suggest", "tree.yaml"],
        &["test", "--suggest", "tree.yaml", "old.yaml"],
        &["play", "tree.yaml", "--format=json", "--walk=tree.walks.yaml"],
        &["explore", "tree.yaml"],
    ];
    for arguments in commands {
        let place = Place::new();
        // The word that once made a tree be read again.
        fs::write(place.at("tree.yaml"), format!("# onread: not a word\n{TREE}# onread\n")).unwrap();
        fs::write(place.at("more.walks.yaml"), WALKS).unwrap();
        fs::create_dir(place.at("sub")).unwrap();
        fs::write(place.at("sub/other.walks.yaml"), WALKS.replace("tree.yaml", "../tree.yaml")).unwrap();
        fs::write(place.at("compose.yaml"), "services: {}\n").unwrap();
        let Some(opened) = opened(&place, arguments) else { return };
        for (name, count) in opened {
            assert!(count <= 1, "{arguments:?}: {name} is opened {count} times");
        }
    }
}

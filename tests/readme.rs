//! The README is true: its commands print what it shows, its files exist, its picture is a picture of this program.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at anything that should not be"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use picture::Terminal;
use portable_pty::CommandBuilder;

#[path = "../examples/picture.rs"]
#[allow(dead_code, reason = "its `main` is for `cargo run --example picture`")]
mod picture;

const PROGRAM: &str = env!("CARGO_BIN_EXE_onread");

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(top().join("README.md")).unwrap()
}

/// A fenced block: the words behind its fence, its lines, and where it starts.
struct Block {
    info: Vec<String>,
    lines: Vec<String>,
    line: usize,
}

fn blocks() -> Vec<Block> {
    let readme = readme();
    let mut blocks = Vec::new();
    let mut lines = readme.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let info = info.split_whitespace().map(str::to_owned).collect();
            let lines = lines.by_ref().map(|(_, line)| line.to_owned()).take_while(|line| line != "```").collect();
            blocks.push(Block { info, lines, line: at + 1 });
        }
    }
    blocks
}

/// Whether a cargo command is one that this test need not run: it would build inside a build.
fn is_known_to_cargo(command: &str) -> bool {
    ["cargo run", "cargo test", "cargo install --path ."].contains(&command)
}

/// A command for a shell in which `onread` is the program just built.
fn shell(command: &str, folder: &Path) -> CommandBuilder {
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", &format!("exec 2>&1\n{command}")]);
    shell.cwd(folder);
    shell.env("PATH", path());
    shell
}

fn path() -> String {
    format!("{}:{}", Path::new(PROGRAM).parent().unwrap().display(), std::env::var("PATH").unwrap())
}

/// Runs a command without input; returns what it printed to either stream, and its exit code.
fn run(command: &str, folder: &Path) -> (String, i32) {
    let done = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env("PATH", path())
        .env_remove("CLICOLOR_FORCE")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (String::from_utf8(done.stdout).unwrap(), done.status.code().unwrap_or(-1))
}

/// Runs a command in a terminal and types these lines, each at a prompt of its own; returns what is on the screen.
fn run_typing(command: &str, lines: &[String], folder: &Path) -> String {
    let mut terminal = Terminal::start(shell(command, folder), (120, 60)).unwrap();
    let mut from = 0;
    for line in lines {
        let at_prompt = |screen: &vt100::Screen| {
            let (row, column) = screen.cursor_position();
            let typed = screen.contents_between(row, 0, row, column);
            row >= from && typed.ends_with(": ")
        };
        terminal.wait(&format!("a prompt for `{line}`"), at_prompt).unwrap();
        from = terminal.screen().cursor_position().0 + 1;
        terminal.keys(&format!("{line}\r")).unwrap();
    }
    terminal.end().unwrap();
    terminal.screen().contents()
}

/// Without white space at the ends of lines, and without empty lines at the end.
fn tidy(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Whether lines are as shown, where a line `…` stands for any lines.
fn is_as_shown(lines: &[String], shown: &[String]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((cut, rest)) if cut == "…" => (0..=lines.len()).any(|from| is_as_shown(&lines[from..], rest)),
        Some((first, rest)) => lines.first() == Some(first) && is_as_shown(&lines[1..], rest),
    }
}

#[test]
fn commands_print_what_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (mut files, mut shown, mut plain) = (0, 0, 0);
    for block in blocks() {
        let info: Vec<&str> = block.info.iter().map(String::as_str).collect();
        match info[..] {
            ["yaml", name] => {
                fs::write(folder.path().join(name), block.lines.join("\n") + "\n").unwrap();
                files += 1;
            }
            ["console", ..] => shown += console(&block, folder.path()),
            ["sh"] => {
                for command in &block.lines {
                    plain += 1;
                    if is_known_to_cargo(command) {
                        continue;
                    }
                    assert!(command.starts_with("onread "), "line {}: {command}", block.line);
                    let (output, code) = run(command, folder.path());
                    assert_ne!(code, 2, "line {}: {command}\n{output}", block.line);
                }
            }
            ["rust"] => {}
            _ => panic!("line {}: what is `{}`?", block.line, block.info.join(" ")),
        }
    }
    assert!(files >= 2 && shown >= 10 && plain >= 5, "{files} files, {shown} outputs, {plain} commands");
}

/// Runs the commands of a block and compares; returns how many there were.
fn console(block: &Block, folder: &Path) -> usize {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in &block.lines {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, String::new())),
            (None, Some((_, shown))) => shown.push_str(&format!("{line}\n")),
            (None, None) => panic!("line {}: no command stands before `{line}`", block.line),
        }
    }
    for (command, shown) in &commands {
        if command.starts_with("cargo") {
            assert!(is_known_to_cargo(command), "line {}: {command}", block.line);
            continue;
        }
        let typed = &block.info[1..];
        let output = if typed.is_empty() { run(command, folder).0 } else { run_typing(command, typed, folder) };
        assert!(
            is_as_shown(&tidy(&output), &tidy(shown)),
            "line {}: {command}\n--- is\n{output}\n--- is shown as\n{shown}",
            block.line
        );
    }
    commands.len()
}

#[test]
fn the_two_commands_stand_alone() {
    let alone: Vec<String> =
        blocks().into_iter().filter(|block| block.lines.len() == 1).map(|block| block.lines[0].clone()).collect();
    for command in ["cargo run", "cargo test", "cargo install --path ."] {
        assert_eq!(alone.iter().filter(|line| *line == command).count(), 1, "{command}");
    }
    let manifest = fs::read_to_string(top().join("Cargo.toml")).unwrap();
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"');
    assert!(readme().contains(&format!("1.{} or later", version.strip_prefix("1.").unwrap())), "{version}");
}

#[test]
fn links_lead_somewhere() {
    let readme = readme();
    let mut links = 0;
    for opening in ["](", "src=\""] {
        for (at, _) in readme.match_indices(opening) {
            let rest = &readme[at + opening.len()..];
            let target = &rest[..rest.find([')', '"']).unwrap()];
            if target.starts_with("https://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = top().join(if file.is_empty() { "README.md" } else { file });
            assert!(file.exists(), "{target}");
            if !heading.is_empty() {
                let page = fs::read_to_string(&file).unwrap();
                let found = page.lines().any(|line| line.starts_with('#') && anchor(line) == heading);
                assert!(found, "{target}");
            }
            links += 1;
        }
    }
    assert!(links >= 8, "{links} links");
}

/// What a link calls a heading.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    words.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// The cells of the table below a heading, without its own head.
fn table(heading: &str) -> Vec<Vec<String>> {
    let readme = readme();
    let section = readme.split_once(&format!("\n{heading}\n")).unwrap().1;
    let rows = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    rows.skip(2)
        .map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
        .collect()
}

#[test]
fn exit_codes_are_those_of_the_help() {
    let (page, _) = run("onread man", top());
    let codes = page.split_once(".SH EXIT STATUS\n").unwrap().1;
    let codes: Vec<Vec<String>> = codes
        .split(".TP\n")
        .skip(1)
        .map(|entry| entry.replace("\\fB", "").replace("\\fR", "").replace("\\-", "-"))
        .map(|entry| entry.lines().map(str::to_owned).collect())
        .collect();
    let shown: Vec<Vec<String>> =
        table("## Exit codes").iter().map(|row| row.iter().map(|cell| cell.replace('`', "")).collect()).collect();
    assert_eq!(shown, codes);
}

#[test]
fn keys_of_the_format_are_in_its_reference() {
    let reference = fs::read_to_string(top().join("docs/format.md")).unwrap();
    let mut keys = 0;
    for row in table("## The format") {
        for key in row[1].split('`').skip(1).step_by(2).filter(|key| !key.contains(' ')) {
            assert!(reference.contains(&format!("`{key}`")), "{key}");
            keys += 1;
        }
    }
    assert!(keys > 30, "{keys} keys");
}

#[test]
fn the_picture_is_of_this_program() {
    let drawn = picture::picture(Path::new(PROGRAM)).unwrap();
    let kept = fs::read_to_string(top().join(picture::FILE)).unwrap();
    assert!(drawn == kept, "{} is out of date: cargo run --example picture", picture::FILE);
}

/// The README's example of the library, word for word.
mod library {
    use onread::engine::{Given, Walk};

    const TREE: &str = "
title: Umbrella?
questions:
  rain: {ask: Does it rain?, answers: {yes: take, no: leave}}
outcomes:
  take: {title: Take it}
  leave: {title: Leave it}
";

    fn main() -> Result<(), Box<dyn std::error::Error>> {
        let tree = onread::load_str("umbrella.yaml", TREE)?;
        let mut walk = Walk::new(&tree, chrono::Local::now().date_naive());
        while let Some(prompt) = walk.prompt() {
            println!("{}", prompt.ask);
            walk.give(Given::One("yes"))?;
        }
        if let Some(ending) = walk.ending() {
            println!("{}", ending.title);
        }
        Ok(())
    }

    #[test]
    fn the_example_runs_and_stands_in_the_readme() {
        main().unwrap();
        let own = include_str!("readme.rs");
        let own = own.split_once("mod library {\n").unwrap().1.split_once("\n\n    #[test]").unwrap().0;
        let trimmed = |line: &str| line.trim_start().to_owned();
        let example = super::blocks().into_iter().find(|block| block.info == ["rust"]).unwrap();
        let shown: Vec<String> = example.lines.iter().map(|line| trimmed(line)).collect();
        assert_eq!(shown, own.lines().map(trimmed).collect::<Vec<_>>());
    }
}

//! The README and the book are true: their commands print what they show, their links lead somewhere, and every page is
//! in the contents.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::pages;
use crate::picture;
use pages::{Block, Kind, Page, book, page, top};
use picture::Terminal;
use portable_pty::CommandBuilder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_onread");

/// Who commits where the book says so.
const AUTHOR: [(&str, &str); 5] = [
    ("GIT_AUTHOR_NAME", "The cook"),
    ("GIT_AUTHOR_EMAIL", "cook@example.org"),
    ("GIT_COMMITTER_NAME", "The cook"),
    ("GIT_COMMITTER_EMAIL", "cook@example.org"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
];

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
        .envs(AUTHOR)
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

/// Saves a file as a reader would; what is `added` comes behind what is there.
fn save(block: &Block, folder: &Path) -> bool {
    let Kind::File { name, added } = &block.kind else { return false };
    let file = folder.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let before = if *added { fs::read_to_string(&file).unwrap() } else { String::new() };
    fs::write(&file, before + &block.text()).unwrap();
    true
}

/// A folder with the files of the tutorial, as the other pages have them.
fn supper() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let written = |block: &Block| matches!(block.kind, Kind::File { added: false, .. });
    assert_eq!(page("docs/tutorial.md").blocks().iter().filter(|b| written(b) && save(b, folder.path())).count(), 2);
    folder
}

#[test]
fn commands_print_what_is_shown() {
    // Each page has a folder of its own.
    let counts: Vec<[usize; 3]> = std::thread::scope(|scope| {
        let pages = [page("README.md")].into_iter().chain(book());
        let told: Vec<_> = pages.map(|page| scope.spawn(move || commands_of(&page))).collect();
        told.into_iter().map(|page| page.join().unwrap()).collect()
    });
    let [files, shown, plain] = [0, 1, 2].map(|at| counts.iter().map(|counts| counts[at]).sum::<usize>());
    assert!(files >= 8 && shown >= 50 && plain >= 10, "{files} files, {shown} outputs, {plain} commands");
}

/// Runs all commands of a page; returns how many files it has, how many outputs, and how many commands without one.
fn commands_of(page: &Page) -> [usize; 3] {
    let (mut files, mut shown, mut plain) = (0, 0, 0);
    let alone = ["README.md", "docs/tutorial.md"].contains(&page.file.as_str());
    let folder = if alone { tempfile::tempdir().unwrap() } else { supper() };
    for block in page.blocks() {
        match &block.kind {
            Kind::File { .. } => files += usize::from(save(&block, folder.path())),
            Kind::Console(typed) => shown += console(&block, typed, folder.path()),
            Kind::Commands => {
                for command in &block.lines {
                    plain += 1;
                    if is_known_to_cargo(command) {
                        continue;
                    }
                    assert!(command.starts_with("onread "), "{}: {command}", block.place);
                    let (output, code) = run(command, folder.path());
                    assert_ne!(code, 2, "{}: {command}\n{output}", block.place);
                }
            }
            _ => {}
        }
    }
    [files, shown, plain]
}

/// Runs the commands of a block and compares; returns how many there were.
fn console(block: &Block, typed: &[String], folder: &Path) -> usize {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in &block.lines {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, String::new())),
            (None, Some((_, shown))) => shown.push_str(&format!("{line}\n")),
            (None, None) => panic!("{}: no command stands before `{line}`", block.place),
        }
    }
    for (command, shown) in &commands {
        if command.starts_with("cargo") {
            assert!(is_known_to_cargo(command), "{}: {command}", block.place);
            continue;
        }
        let output = if typed.is_empty() { run(command, folder).0 } else { run_typing(command, typed, folder) };
        assert!(
            is_as_shown(&tidy(&output), &tidy(shown)),
            "{}: {command}\n--- is\n{output}\n--- is shown as\n{shown}",
            block.place
        );
    }
    commands.len()
}

#[test]
fn the_workflow_does_what_it_says() {
    let folder = supper();
    let blocks = page("docs/gates.md").blocks();
    let is_workflow = |b: &&Block| matches!(&b.kind, Kind::File { name, .. } if name.starts_with(".github/"));
    let workflow: serde_yaml::Value = serde_yaml::from_str(&blocks.iter().find(is_workflow).unwrap().text()).unwrap();
    let steps = workflow["jobs"]["trees"]["steps"].as_sequence().unwrap();
    let commands =
        steps.iter().filter_map(|step| step["run"].as_str()).filter(|run| !run.starts_with("cargo install "));
    for command in commands.clone() {
        let (output, code) = run(command, folder.path());
        assert_eq!(code, 0, "{command}\n{output}");
    }
    assert_eq!(commands.count(), 3);
    let tests = fs::read_to_string(folder.path().join("walks.xml")).unwrap();
    let tests = roxmltree::Document::parse(&tests).unwrap();
    assert_eq!(tests.descendants().filter(|node| node.has_tag_name("testcase")).count(), 3);
    let alerts = fs::read_to_string(folder.path().join("onread.sarif")).unwrap();
    let alerts: serde_json::Value = serde_json::from_str(&alerts).unwrap();
    assert_eq!(alerts["version"], "2.1.0");
}

#[test]
fn the_hook_looks_at_what_is_committed() {
    let folder = supper();
    let git = |command: &str| run(command, folder.path());
    assert_eq!(git("git init --quiet && git add .").1, 0);
    let blocks = page("docs/gates.md").blocks();
    let is_hook = |b: &&Block| matches!(&b.kind, Kind::File { name, .. } if name.starts_with(".git/hooks/"));
    assert!(save(blocks.iter().find(is_hook).unwrap(), folder.path()));
    let hook = folder.path().join(".git/hooks/pre-commit");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let (output, code) = git("git commit --quiet -m Supper");
    assert_eq!(code, 0, "{output}");
    // What is staged has a mistake, and what lies in the folder none.
    assert_eq!(git("sed -i.bak 's/goto: eggs/goto: egs/' supper.yaml && git add supper.yaml").1, 0);
    assert_eq!(git("mv supper.yaml.bak supper.yaml").1, 0);
    let (output, code) = git("git commit --quiet -m Typo");
    assert!(code == 1 && output.contains("did you mean `eggs`?"), "{output}");
    // A walk that fails keeps it out as well; what is not staged does no harm.
    assert_eq!(git("sed -i 's/minutes >= 30/minutes >= 20/' supper.yaml && git add supper.yaml").1, 0);
    let (output, code) = git("git commit --quiet -m Twenty");
    assert!(code == 1 && output.contains("2 passed, 1 failed"), "{output}");
    assert_eq!(git("git checkout --quiet HEAD supper.yaml && echo '# food' >> supper.yaml && git add .").1, 0);
    assert_eq!(git("echo 'title: [' >> supper.yaml && git commit --quiet -m Food").1, 0);
}

/// The links of a page outside of its fenced blocks and code, and its pictures.
fn links(page: &Page) -> Vec<String> {
    let mut links = Vec::new();
    for line in page.prose() {
        for opening in ["](", "src=\"", "href=\""] {
            for (at, _) in line.match_indices(opening) {
                let rest = &line[at + opening.len()..];
                links.push(rest[..rest.find([')', '"']).unwrap()].to_owned());
            }
        }
    }
    links.retain(|link| !link.starts_with("https://"));
    links
}

/// The pages about the codes.
fn codes() -> Vec<Page> {
    files("docs/codes").iter().map(|file| page(&format!("docs/{file}"))).collect()
}

/// The pages in a folder of `docs/`, as the contents call them.
fn files(folder: &str) -> BTreeSet<String> {
    let paths = fs::read_dir(top().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let pages = paths.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    pages.map(|path| path.strip_prefix(top().join("docs")).unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn links_lead_somewhere() {
    let beside =
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/SUMMARY.md", "llms.txt"].map(page);
    let mut seen = 0;
    for from in beside.into_iter().chain(book()).chain(codes()) {
        let folder = Path::new(&from.file).parent().unwrap();
        for link in links(&from) {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let file = if file.is_empty() { from.file.clone() } else { folder.join(file).to_str().unwrap().to_owned() };
            assert!(top().join(&file).exists(), "{}: {link}", from.file);
            // A book has no way out of its own folder.
            let stays = !from.file.starts_with("docs/") || !link.starts_with("../");
            assert!(stays, "{}: {link} leads out of the book", from.file);
            if !heading.is_empty() {
                assert!(page(&file).anchors().iter().any(|anchor| anchor == heading), "{}: {link}", from.file);
            }
            seen += 1;
        }
    }
    assert!(seen >= 150, "{seen} links");
}

#[test]
fn every_page_is_in_the_contents_once() {
    let contents = links(&page("docs/SUMMARY.md"));
    let listed: BTreeSet<String> = contents.iter().cloned().collect();
    assert_eq!(listed.len(), contents.len(), "something is listed twice");
    let mut pages = files("docs");
    pages.extend(files("docs/codes"));
    assert!(pages.remove("SUMMARY.md"));
    assert_eq!(listed, pages);
    for page in book() {
        let titles = page.prose().into_iter().filter(|line| line.starts_with("# ")).count();
        assert!(titles == 1 || page.text.starts_with("{{#include "), "{} has {titles} titles", page.file);
    }
}

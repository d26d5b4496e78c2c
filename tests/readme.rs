//! The README is short and true: its tables are those of the program, its picture is a picture of it, and its example of
//! the library runs. What its commands print is looked at in `tests/book.rs`.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::pages;
use crate::picture;
use pages::{Block, Kind, page, top};

const PROGRAM: &str = env!("CARGO_BIN_EXE_onread");

fn readme() -> String {
    page("README.md").text
}

fn blocks() -> Vec<Block> {
    page("README.md").blocks()
}

#[test]
fn it_is_short() {
    let lines = readme().lines().count();
    assert!(lines < 220, "{lines} lines: what is more belongs into the book");
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
    let done = Command::new(PROGRAM).arg("man").output().unwrap();
    let page = String::from_utf8(done.stdout).unwrap();
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
    let reference = page("docs/format.md").text;
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
    fn main() -> Result<(), Box<dyn std::error::Error>> {
        let tree = onread::load_str("plant.yaml", &std::fs::read_to_string("plant.yaml")?)?;
        let mut session = onread::Session::new(tree, chrono::Local::now().date_naive());
        for answer in ["tea", "wall", "10"] {
            session.give(answer)?;
        }
        if let onread::Standing::Outcome { outcome } = session.state().standing {
            println!("{}", outcome.title);
        }
        Ok(())
    }

    #[test]
    #[ignore = "it is run by the test below, where the tree lies"]
    fn it_runs_beside_the_tree() {
        main().unwrap();
    }

    use std::fs;
    use std::process::Command;

    use super::{Block, Kind, blocks};

    #[test]
    fn the_example_runs_and_stands_in_the_readme() {
        // It reads the README's own tree, from the folder where a reader saved it.
        let folder = tempfile::tempdir().unwrap();
        let is_tree = |block: &Block| matches!(&block.kind, Kind::File { name, .. } if name == "plant.yaml");
        let tree = blocks().into_iter().find(is_tree).unwrap();
        fs::write(folder.path().join("plant.yaml"), tree.text()).unwrap();
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "readme::library::it_runs_beside_the_tree", "--ignored", "--nocapture"]);
        let done = again.current_dir(folder.path()).output().unwrap();
        let printed = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success() && printed.contains("A cactus\n"), "{printed}");
        let own = include_str!("readme.rs");
        let own = own.split_once("mod library {\n").unwrap().1.split_once("\n\n    #[test]").unwrap().0;
        let trimmed = |line: &str| line.trim_start().to_owned();
        let example = blocks().into_iter().find(|block| block.kind == Kind::Rust).unwrap();
        let shown: Vec<String> = example.lines.iter().map(|line| trimmed(line)).collect();
        assert_eq!(shown, own.lines().map(trimmed).collect::<Vec<_>>());
    }
}

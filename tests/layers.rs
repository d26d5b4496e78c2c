//! The rooms of the house import one way only, and every file stays short enough to read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

#[path = "common/source.rs"]
mod source_files;

use source_files::files;

/// Each room and the rooms it may import; `load` is the door to `compile` for everybody behind it, and
/// `prove` the one to all walks of a file.
const ROOMS: [(&str, &[&str]); 14] = [
    ("text", &[]),
    ("diagnostic", &["text"]),
    ("format", &[]),
    ("syntax", &["text", "diagnostic", "format"]),
    ("tree", &["text", "format"]),
    ("references", &["text", "format"]),
    ("compile", &["text", "diagnostic", "format", "syntax", "tree", "references"]),
    ("engine", &["text", "tree"]),
    ("explore", &["text", "diagnostic", "tree", "engine"]),
    ("walk", &["text", "diagnostic", "format", "syntax", "tree", "references", "engine"]),
    ("play", &["text", "tree", "engine", "walk"]),
    ("load", &["text", "diagnostic", "syntax", "tree", "references", "compile", "walk"]),
    ("prove", &["text", "diagnostic", "syntax", "tree", "explore", "load"]),
    ("session", &["text", "diagnostic", "tree", "engine", "explore", "walk", "load"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The rooms that a file names with `crate::`, leaving out comments and tests, which stand last.
fn imports(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    let code = text.lines().take_while(|line| *line != "#[cfg(test)]");
    for line in code.filter(|line| !line.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let room: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rooms.push(room);
        }
    }
    rooms
}

#[test]
fn imports_run_one_way() {
    let mut looked_at = 0;
    for (room, allowed) in ROOMS {
        let folder = source().join(room);
        let files = if folder.is_dir() { files(&folder) } else { vec![folder.with_extension("rs")] };
        for file in files {
            for import in imports(&fs::read_to_string(&file).unwrap()) {
                assert!(
                    import == room || allowed.contains(&import.as_str()),
                    "{} imports `{import}`, and `{room}` may not",
                    file.display()
                );
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 50, "only {looked_at} imports seen");
}

#[test]
fn every_room_is_in_the_table() {
    for entry in fs::read_dir(source()).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        let known = ROOMS.iter().any(|(room, _)| *room == name) || ["cli", "lib", "main"].contains(&name.as_str());
        assert!(known, "`{name}` is not in the table of rooms");
    }
}

#[test]
fn files_stay_short_and_say_what_they_are_for() {
    for file in files(&source()) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} does not open with its job", file.display());
        let lines = text.lines().count();
        assert!(lines <= 450, "{} has {lines} lines", file.display());
    }
}

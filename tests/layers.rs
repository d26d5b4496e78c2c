//! The rooms of the house import one way only, and every file stays short enough to read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::source as source_files;
use source_files::files;

/// Each room and the rooms it may import; `load` is the door to `compile` for everybody behind it, and
/// `prove` the one to all walks of a file.
const ROOMS: [(&str, &[&str]); 18] = [
    ("text", &[]),
    ("diagnostic", &["text"]),
    ("format", &[]),
    ("syntax", &["text", "diagnostic", "format"]),
    ("fmt", &["text", "diagnostic", "format", "syntax"]),
    ("tree", &["text", "format"]),
    ("references", &["text", "format"]),
    ("compile", &["text", "diagnostic", "format", "syntax", "tree", "references"]),
    ("engine", &["text", "diagnostic", "tree"]),
    ("explore", &["text", "diagnostic", "tree", "engine"]),
    ("draw", &["text", "tree", "explore"]),
    ("walk", &["text", "diagnostic", "format", "syntax", "tree", "references", "engine"]),
    ("play", &["text", "tree", "engine", "walk"]),
    ("load", &["text", "diagnostic", "syntax", "tree", "references", "compile", "walk"]),
    ("prove", &["text", "diagnostic", "syntax", "tree", "explore", "load"]),
    ("session", &["text", "diagnostic", "tree", "engine", "explore", "walk", "load"]),
    ("schema", &["format", "syntax"]),
    (
        "lsp",
        &[
            "text",
            "diagnostic",
            "format",
            "syntax",
            "fmt",
            "tree",
            "references",
            "engine",
            "explore",
            "draw",
            "walk",
            "load",
            "prove",
        ],
    ),
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

/// The rooms inside a room, each of which imports only those before it; files beside them stand anywhere.
const INNER: [(&str, &[&str]); 5] = [
    ("syntax", &["condition", "layout", "yaml", "written"]),
    (
        "explore",
        &["conditions", "arithmetic", "classes", "residual", "states", "count", "suggest", "findings", "versions"],
    ),
    ("engine", &["known", "said"]),
    ("lsp", &["protocol", "ask"]),
    ("cli", &["io", "report", "command"]),
];

/// Pairs of files that do one job together, and import each other: a key and the table of keys; an expression that
/// names a value which is worked out first; the prompt in lines and the menu that it ends with.
const PAIRS: [[&str; 2]; 3] = [
    ["format::key", "format::keys"],
    ["compile::expr::lower", "compile::values"],
    ["play::plain::ask", "play::plain::menu"],
];

/// The modules of the source by their paths, `explore::states::space`, with what each imports. A `mod.rs` is the door of
/// its folder, and is passed over.
fn modules() -> BTreeMap<String, BTreeSet<String>> {
    let name = |path: &Path| {
        let inner = path.strip_prefix(source()).unwrap().with_extension("");
        inner.components().map(|part| part.as_os_str().to_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all: Vec<PathBuf> = files(&source()).into_iter().filter(|path| path.file_stem().unwrap() != "mod").collect();
    let known: BTreeSet<String> = all.iter().map(|path| name(path).join("::")).collect();
    let mut modules = BTreeMap::new();
    for path in all {
        let parts = name(&path);
        let own = parts.join("::");
        let imported = paths(&fs::read_to_string(&path).unwrap(), &parts);
        let found = imported.into_iter().filter_map(|path| {
            let longest = (1..=path.len()).rev().map(|length| path[..length].join("::"));
            longest.into_iter().find(|path| known.contains(path))
        });
        modules.insert(own.clone(), found.filter(|found| *found != own).collect());
    }
    modules
}

/// All paths that a module names with `crate::` or `super::`, from the root.
fn paths(text: &str, own: &[String]) -> Vec<Vec<String>> {
    let code: String = text
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = Vec::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find("crate::").into_iter().chain(rest.find("super::")).min() {
        let first = rest[at..].starts_with("crate::");
        rest = &rest[at + 7..];
        let mut path: Vec<String> = if first { Vec::new() } else { own[..own.len() - 1].to_vec() };
        while let Some(further) = rest.strip_prefix("super::") {
            path.pop();
            rest = further;
        }
        loop {
            let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rest = &rest[word.len()..];
            if word.is_empty() {
                break;
            }
            path.push(word);
            match rest.strip_prefix("::") {
                Some(further) => rest = further,
                None => break,
            }
        }
        if let Some(inside) = rest.strip_prefix('{').and_then(|inside| inside.split('}').next()) {
            let names = inside.split(',').map(|name| name.trim().split([' ', ':']).next().unwrap_or("").to_owned());
            found.extend(names.filter(|name| !name.is_empty()).map(|name| [&path[..], &[name]].concat()));
        }
        found.push(path);
    }
    found
}

#[test]
fn no_files_of_a_room_import_each_other_in_a_circle() {
    let modules = modules();
    let reach = |from: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(at) = open.pop() {
            for next in &modules[&at] {
                let room = |name: &str| name.split("::").next().unwrap_or("").to_owned();
                if room(next) == room(from) && seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        seen
    };
    let circle: BTreeSet<&String> = modules.keys().filter(|name| reach(name).contains(*name)).collect();
    let paired: BTreeSet<&str> = PAIRS.iter().flatten().copied().collect();
    let circle: BTreeSet<&str> = circle.into_iter().map(String::as_str).collect();
    assert_eq!(circle, paired, "left: files in a circle; right: those that are known to be");
    for [one, other] in PAIRS {
        assert!(modules[one].contains(other) && modules[other].contains(one), "{one} and {other} are no pair");
    }
    assert!(modules.values().map(BTreeSet::len).sum::<usize>() > 500);
}

#[test]
fn rooms_in_a_room_import_one_way() {
    for (room, inner) in INNER {
        for (module, imported) in modules() {
            let place = |name: &str| {
                let mut parts = name.split("::");
                (parts.next() == Some(room))
                    .then(|| parts.next())
                    .flatten()
                    .and_then(|sub| inner.iter().position(|own| *own == sub))
            };
            let Some(own) = place(&module) else { continue };
            for other in &imported {
                assert!(place(other).is_none_or(|other| other <= own), "{module} imports {other}");
            }
        }
        for entry in fs::read_dir(source().join(room)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(!path.is_dir() || inner.contains(&&*name), "`{room}/{name}` is not in the list");
        }
    }
}

/// An `impl` of a type without a trait stands in the room where the type does.
#[test]
fn no_room_adds_to_the_types_of_another() {
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut own = Vec::new();
    for path in files(&source()) {
        let room = path.strip_prefix(source()).unwrap().components().next().unwrap();
        let room = room.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines() {
            let line = line.trim_start();
            let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
            let bare = line.strip_prefix("pub").map_or(line, |rest| rest.trim_start_matches(|c| c != ' ').trim_start());
            let bare =
                if line.starts_with("pub(in ") { line.split_once(") ").map_or("", |(_, rest)| rest) } else { bare };
            if let Some(rest) = ["struct ", "enum "].iter().find_map(|kind| bare.strip_prefix(kind)) {
                types.entry(word(rest)).or_default().insert(room.clone());
            }
            if let Some(rest) = line.strip_prefix("impl").filter(|rest| !rest.contains(" for ") && rest.ends_with('{'))
            {
                // Behind the parameters of the `impl` itself.
                let rest = rest.strip_prefix('<').and_then(|rest| rest.split_once("> ")).map_or(rest, |(_, rest)| rest);
                let name = rest.trim().split(['<', ' ', '{']).next().unwrap_or("");
                own.push((path.clone(), room.clone(), word(name.rsplit("::").next().unwrap_or(""))));
            }
        }
    }
    assert!(own.len() > 200, "only {} seen", own.len());
    for (path, room, name) in own {
        let at_home = types.get(&name).is_none_or(|rooms| rooms.contains(&room));
        assert!(at_home, "{} has an `impl` of `{name}`, a type of {:?}", path.display(), types.get(&name));
    }
}

#[test]
fn the_list_of_rooms_is_the_one_that_contributors_read() {
    let page = fs::read_to_string(source().with_file_name("CONTRIBUTING.md")).unwrap();
    let table = page.split("| room | job |").nth(1).unwrap().split("\n\n").next().unwrap();
    let rows = table.lines().filter_map(|row| row.strip_prefix("| `")?.split_once('`'));
    let told: Vec<&str> = rows.map(|(room, _)| room).collect();
    // `load` and `prove` are doors of a file each, told of in `lib.rs`.
    let rooms =
        ROOMS.iter().map(|(room, _)| *room).filter(|room| source().join(room).is_dir() || *room == "references");
    assert_eq!(told, rooms.chain(["cli"]).collect::<Vec<_>>());
    let place = |name: &str| ROOMS.iter().position(|(room, _)| *room == name).unwrap();
    for (room, allowed) in ROOMS {
        assert!(allowed.iter().all(|other| place(other) < place(room)), "`{room}` may import what stands behind it");
    }
}

/// The modules that a file of tests names, each by its file: beside it or in its folder, or where a `path` says.
fn named(file: &Path, beside: bool) -> Vec<(PathBuf, bool)> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let (folder, own) = (file.parent().unwrap(), file.with_extension(""));
    let mut found = Vec::new();
    let mut at = None;
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]")) {
            at = Some(folder.join(path));
        } else if let Some(name) =
            ["mod ", "pub mod ", "pub(crate) mod "].iter().find_map(|word| line.strip_prefix(word)?.strip_suffix(';'))
        {
            let inside = if beside { folder } else { &own };
            found.push(at.take().map_or_else(|| (inside.join(name).with_extension("rs"), false), |path| (path, true)));
        }
    }
    found
}

/// Cargo is told which programs of tests there are, and would not see a file that is part of none.
#[test]
fn every_file_of_tests_is_part_of_a_program_of_tests() {
    let top = source().with_file_name("tests");
    let cargo = fs::read_to_string(source().with_file_name("Cargo.toml")).unwrap();
    let programs = cargo.split("[[test]]\nname = \"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut open: Vec<(PathBuf, bool)> = programs.map(|name| (top.join(name).with_extension("rs"), true)).collect();
    let mut seen = BTreeSet::new();
    while let Some((file, beside)) = open.pop() {
        open.extend(named(&file, beside));
        seen.insert(file);
    }
    let lost: Vec<PathBuf> = files(&top).into_iter().filter(|file| !seen.contains(file)).collect();
    assert_eq!(lost, Vec::<PathBuf>::new(), "files of tests that nothing runs");
}

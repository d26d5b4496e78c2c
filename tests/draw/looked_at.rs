//! How drawn trees look: to `dot`, to Mermaid's own parser, and to a browser, which measures where everything stands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::{hostile, size};

/// Something else that has to be there; on a build server it must be.
fn skipped(what: &str) {
    assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty()), "{what} is missing");
    eprintln!("skipped: {what} is missing");
}

/// Every tree of the project and beside it, under a name.
fn trees() -> Vec<(String, PathBuf)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trees = Vec::new();
    for folder in ["trees", "tests/draw/small", "../shared/trees", "../shared/world"] {
        let Ok(entries) = fs::read_dir(top.join(folder)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if let Some(name) = name.strip_suffix(".yaml").filter(|name| !name.ends_with(".walks")) {
                trees.push((name.to_owned(), path));
            }
        }
    }
    trees.sort();
    assert!(trees.len() >= 5, "{trees:?}");
    // A browser and `dot` take their time.
    let each = if size::all() { 1 } else { 8 };
    let some = trees.into_iter().enumerate().filter(|(at, (name, _))| at % each == 0 || name == "lunch");
    some.map(|(_, tree)| tree).collect()
}

/// Draws all trees, and the hostile one, in several ways; returns the names.
fn draw_all(folder: &Path, forms: &[&str]) -> Vec<String> {
    let hostile = folder.join("hostile.yaml");
    fs::write(&hostile, hostile::tree()).unwrap();
    let mut names = Vec::new();
    for (name, tree) in trees().into_iter().chain([("hostile".to_owned(), hostile)]) {
        let mut ways = vec![(name.clone(), vec![])];
        if name == "lunch" {
            let walk = format!("--walk={}#a crowd", tree.with_file_name("lunch.walks.yaml").display());
            ways.push((format!("{name}-marked"), vec!["--coverage".to_owned(), "--probability".to_owned(), walk]));
        }
        for (name, options) in ways {
            for form in forms {
                let done = Command::new(env!("CARGO_BIN_EXE_onread"))
                    .arg("draw")
                    .arg(&tree)
                    // Nobody waits for a proof here.
                    .args(["--max-states=2000", "-o"])
                    .arg(folder.join(format!("{name}.{form}")))
                    .args(&options)
                    .output()
                    .unwrap();
                assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
            }
            names.push(name);
        }
    }
    names
}

#[test]
fn dot_takes_every_tree() {
    if Command::new("dot").arg("-V").output().is_err() {
        return skipped("`dot`");
    }
    let folder = tempfile::tempdir().unwrap();
    for name in draw_all(folder.path(), &["dot"]) {
        let file = folder.path().join(format!("{name}.dot"));
        let done = Command::new("dot").arg("-Tsvg").arg(&file).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success() && !said.contains("syntax error"), "{name}: {said}");
        let svg = String::from_utf8(done.stdout).unwrap();
        assert!(!svg.contains("<script") && !svg.contains("<img"), "{name}");
        if name == "hostile" {
            assert!(svg.contains("&lt;script&gt;") && svg.contains("&amp;lt;b&amp;gt;"), "{svg}");
        }
    }
}

/// Pages of coverage: of a tree in which some is untouched, and of the hostile one.
fn cover(folder: &Path) -> Vec<Value> {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/draw/small/lunch.walks.yaml");
    let walks = folder.join("hostile.walks.yaml");
    fs::write(&walks, "tree: hostile.yaml\nwalks: [{answers: {q0: b}, outcome: o0}]\n").unwrap();
    let page = |(name, walks): (&str, &Path)| {
        let page = folder.join(format!("{name}.html")).display().to_string();
        let done = Command::new(env!("CARGO_BIN_EXE_onread"))
            .args(["test", "--coverage-html", &page])
            .arg(walks)
            .output()
            .unwrap();
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        json!({"name": name, "page": page})
    };
    [("lunch-covered", &*small), ("hostile-covered", &walks)].map(page).to_vec()
}

/// The browser and what stands beside the script that drives it.
fn browser() -> Option<(PathBuf, PathBuf)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/draw/look.mjs");
    if !script.with_file_name("node_modules").is_dir() {
        skipped("what `npm ci` puts into tests/draw");
        return None;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let find = |name: &str| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    let Some(chromium) = find("chromium").or_else(|| find("chromium-browser")).or_else(|| find("google-chrome")) else {
        skipped("Chromium");
        return None;
    };
    if find("node").is_none() {
        skipped("`node`");
        return None;
    }
    Some((script, chromium))
}

/// What the browser has to complain about.
fn looked_at(list: &Value, folder: &Path, (script, chromium): &(PathBuf, PathBuf)) -> Vec<String> {
    let file = folder.join("list.json");
    fs::write(&file, list.to_string()).unwrap();
    let done = Command::new("node").arg(script).arg(&file).arg(chromium).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn a_browser_can_read_every_tree_and_mermaid_takes_it() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, ending: &str| folder.path().join(format!("{name}.{ending}")).display().to_string();
    let mut list: Vec<Value> = draw_all(folder.path(), &["svg", "mmd"])
        .iter()
        .map(|name| {
            let shown = (name == "hostile").then(|| json!(["<script>window.ran = 1</script>", "%% end", "&lt;b&gt;"]));
            json!({"name": name, "svg": at(name, "svg"), "mermaid": at(name, "mmd"), "draw": shown})
        })
        .collect();
    list.extend(cover(folder.path()));
    // The same, spoilt: what looks must see it.
    let covered = fs::read_to_string(at("lunch-covered", "html")).unwrap();
    let covered = covered.replace("stroke-dasharray: 2 4", "").replace("href=\"#tree0-way", "href=\"#no-way");
    let covered =
        covered.replace("--faint: #56606c", "--faint: #c0c4c8").replace("main { ", "main { min-width: 40rem; ");
    fs::write(at("spoilt-covered", "html"), covered).unwrap();
    list.push(json!({"name": "spoilt-covered", "page": at("spoilt-covered", "html")}));
    let svg = fs::read_to_string(at("lunch", "svg")).unwrap();
    let text = regex::Regex::new("(<text class=\"label\" x=\")[\\d.]+(\" y=\")[\\d.]+").unwrap();
    let first = regex::Regex::new("<text class=\"text\" x=\"([\\d.]+)\" y=\"([\\d.]+)\"").unwrap();
    let place = first.captures(&svg).unwrap();
    let moved = text.replace_all(&svg, format!("${{1}}{}${{2}}{}", &place[1], &place[2]).as_str()).into_owned();
    let moved = moved.replace("--ink: #1b1f24", "--ink: #c0c4c8").replace(" tabindex=\"0\"", " tabindex=\"1\"");
    fs::write(at("spoilt", "svg"), moved).unwrap();
    let mermaid = fs::read_to_string(at("lunch", "mmd")).unwrap();
    fs::write(at("spoilt", "mmd"), mermaid.replace("\"]", "\"")).unwrap();
    list.push(json!({"name": "spoilt", "svg": at("spoilt", "svg"), "mermaid": at("spoilt", "mmd")}));
    let complaints = looked_at(&json!(list), folder.path(), &browser);
    let (spoilt, others): (Vec<String>, Vec<String>) =
        complaints.into_iter().partition(|complaint| complaint.starts_with("spoilt"));
    assert!(others.is_empty(), "{}", others.join("\n"));
    let page = ["contrast: ", "wider than the window", "looks as if touched", "leads nowhere"];
    for wanted in ["over another box", "over each other", "contrast", "cannot be come to", "Mermaid: "] {
        assert!(spoilt.iter().any(|complaint| complaint.contains(wanted)), "{wanted}: {spoilt:?}");
    }
    for wanted in page {
        let spoilt: Vec<&String> = spoilt.iter().filter(|complaint| complaint.starts_with("spoilt-covered")).collect();
        assert!(spoilt.iter().any(|complaint| complaint.contains(wanted)), "{wanted}: {spoilt:?}");
    }
}

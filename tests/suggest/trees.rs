//! Real trees without any walks: what is suggested passes and covers everything.

use std::fs;
use std::path::Path;

use super::{onread, size};

/// Copies a folder's trees without their walks, and suggests for all of them; unless all cases are asked for, those that
/// nearly all of the time goes into are left out.
fn cover(from: &Path, trees: usize, long: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let long = if size::all() { &[] } else { long };
    let trees = trees - long.len();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".yaml") && !name.contains(".walks.") && !long.contains(&name) {
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    let done = onread(folder.path(), &["test", "--suggest=write", "--today=2026-01-31"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(done.err.lines().filter(|line| line.contains(" walks added")).count(), trees, "{}", done.err);
    // The date is in the files where it matters: on another day they pass as well.
    let tested = onread(folder.path(), &["test", "--coverage=100", "--today=2031-07-01"]);
    assert_eq!(tested.code, 0, "{}", tested.out);
    assert!(!tested.out.contains("no walk touches"), "{}", tested.out);
    let again = onread(folder.path(), &["test", "--suggest", "--today=2026-01-31"]);
    assert_eq!((again.code, &*again.out), (0, ""), "{}", again.err);
    assert_eq!(again.err.lines().filter(|line| line.contains("no walk to add")).count(), trees, "{}", again.err);
}

#[test]
fn the_projects_trees_are_covered() {
    cover(&Path::new(env!("CARGO_MANIFEST_DIR")).join("trees"), 6, &["ignore-his-text.yaml", "is-it-dead.yaml"]);
}

#[test]
fn real_trees_are_covered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/trees");
    if folder.is_dir() {
        cover(&folder, 4, &["energy-grants-calculator.yaml"]);
    } else {
        assert!(std::env::var_os("CI").is_none(), "the folder of real trees is missing");
    }
}

//! Real decision trees with recorded results, where the folder that holds them is there: nothing is copied.
#![allow(
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::path::Path;
use std::process::Command;

#[test]
fn real_trees_pass_all_their_walks() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/trees");
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "the folder of real trees is missing");
        eprintln!("skipped: the folder of real trees is not there");
        return;
    }
    let run = |command: &str| {
        Command::new(env!("CARGO_BIN_EXE_onread")).arg(command).arg(&folder).arg("--format=json").output().unwrap()
    };
    let checked = run("check");
    assert_eq!(String::from_utf8_lossy(&checked.stdout).trim(), "[]");
    let tested = run("test");
    let report: serde_json::Value = serde_json::from_slice(&tested.stdout).unwrap();
    assert_eq!(report["failed"], 0, "{}", String::from_utf8_lossy(&tested.stdout));
    assert_eq!(report["passed"], 1245);
}

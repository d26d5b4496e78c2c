//! Real decision trees with recorded results, where the folder that holds them is there: nothing is copied.

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
    let run =
        |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_onread")).args(arguments).arg(&folder).output().unwrap();
    let read = run(&["check", "--quick", "--format=json"]);
    assert_eq!(String::from_utf8_lossy(&read.stdout).trim(), "[]");
    let proved = run(&["check", "--color=never"]);
    let told = String::from_utf8_lossy(&proved.stdout);
    assert!(proved.status.success() && !told.contains("error["), "{told}");
    assert!(told.contains("; proved over all") && told.contains(" walks of 4 trees"), "{told}");
    assert!(!told.contains("tried, not proved"), "{told}");
    let tested = run(&["test", "--format=json"]);
    let report: serde_json::Value = serde_json::from_slice(&tested.stdout).unwrap();
    assert_eq!(report["failed"], 0, "{}", String::from_utf8_lossy(&tested.stdout));
    assert_eq!(report["passed"], 1245);
}

#[test]
fn published_instruments_are_short_and_lead_where_they_are_said_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real");
    let run =
        |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_onread")).args(arguments).arg(&folder).output().unwrap();
    let told = String::from_utf8_lossy(&run(&["check", "--color=never"]).stdout).into_owned();
    assert!(told.contains("no mistakes found; proved over all") && told.contains(" walks of 3 trees"), "{told}");
    let report: serde_json::Value = serde_json::from_slice(&run(&["test", "--format=json"]).stdout).unwrap();
    assert_eq!((&report["failed"], &report["passed"]), (&0.into(), &11.into()), "{report}");
}

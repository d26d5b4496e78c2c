//! What an author wrote in a walk file stays byte for byte, however it is laid out.

use std::fs;

use super::{SUPPER, folder, onread};

/// Every byte of `old` stands in `new`, in its order, and `new` only adds pieces between them.
fn keeps(old: &str, new: &str) -> bool {
    let mut rest = new.bytes();
    old.bytes().all(|byte| rest.any(|other| other == byte))
}

/// Adds to this walk file; returns what it is then.
fn added(walks: &str) -> String {
    let folder = folder(&[("supper.yaml", SUPPER), ("supper.walks.yaml", walks)]);
    let done = onread(folder.path(), &["test", "--suggest=write"]);
    assert_eq!(done.code, 0, "{}\n{walks}", done.err);
    let text = fs::read_to_string(folder.path().join("supper.walks.yaml")).unwrap();
    assert!(keeps(walks, &text) && text.len() > walks.len(), "{text}");
    let tested = onread(folder.path(), &["test", "--coverage=100"]);
    assert_eq!(tested.code, 0, "{}\n{text}", tested.out);
    let again = onread(folder.path(), &["test", "--suggest=write"]);
    assert!(again.err.contains("no walk to add"), "{}", again.err);
    assert_eq!(fs::read_to_string(folder.path().join("supper.walks.yaml")).unwrap(), text);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "something was left behind");
    text
}

/// The file with the new walks behind everything, and what they are.
fn new_lines(walks: &str) -> String {
    let text = added(walks);
    text.strip_prefix(walks).unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[test]
fn indented_items_are_followed_by_indented_ones() {
    let new = new_lines("tree: supper.yaml\nwalks:\n  - answers: {hungry: a_bit}\n    outcome: soup\n");
    assert!(new.starts_with("  - name: ") && new.lines().all(|line| line.starts_with("  ")), "{new}");
}

#[test]
fn items_at_the_margin_are_followed_by_such() {
    let new = new_lines("tree: supper.yaml\nwalks:\n- answers: [a_bit]\n  outcome: soup\n");
    assert!(new.starts_with("- name: "), "{new}");
}

#[test]
fn deep_and_odd_items_are_followed_by_such() {
    let new = new_lines(
        "tree: supper.yaml\n\nwalks:\n\n      -   answers:\n               hungry: a_bit   # soup\n          outcome: soup\n",
    );
    assert!(new.starts_with("      - name: "), "{new}");
    let new = new_lines("tree: supper.yaml\nwalks:\n  -\n    answers: {hungry: a_bit}\n    outcome: soup\n");
    assert!(new.starts_with("  - name: "), "{new}");
    let new = new_lines("tree: supper.yaml\nwalks:\n  - # soup\n    answers: {hungry: a_bit}\n    outcome: soup\n");
    assert!(new.starts_with("  - name: "), "{new}");
}

#[test]
fn keys_and_comments_behind_the_list_stay_behind_it() {
    let text = added(
        "walks:\n  - answers: {hungry: a_bit} # soup\n    outcome: soup\n    # it is\n\n# the tree\ntree: supper.yaml\n",
    );
    assert!(text.contains("    # it is\n  - name: "), "{text}");
    assert!(text.ends_with("\n\n# the tree\ntree: supper.yaml\n"), "{text}");
}

#[test]
fn a_missing_last_line_feed_stays_missing() {
    let new = new_lines("tree: supper.yaml\nwalks:\n  - answers: {hungry: a_bit}\n    outcome: soup");
    assert!(new.starts_with("\n  - name: ") && !new.ends_with('\n'), "{new}");
}

#[test]
fn windows_lines_are_followed_by_such() {
    let new = new_lines("tree: supper.yaml\r\nwalks:\r\n  - answers: {hungry: a_bit}\r\n    outcome: soup\r\n");
    assert_eq!(new.matches('\n').count(), new.matches("\r\n").count(), "{new:?}");
    assert!(new.ends_with("\r\n"), "{new:?}");
    let new = new_lines("\u{feff}tree: supper.yaml\r\nwalks:\r\n- answers: {hungry: a_bit}\r\n  outcome: soup");
    assert!(new.starts_with("\r\n- name: ") && !new.ends_with('\n'), "{new:?}");
}

#[test]
fn lists_between_brackets_stay_between_them() {
    for walks in [
        "tree: supper.yaml\nwalks: []\n",
        "tree: supper.yaml\nwalks: [ ]   # none yet\n",
        "tree: supper.yaml\nwalks:\n  []\n",
        "tree: supper.yaml\nwalks: [{answers: {hungry: a_bit}, outcome: soup}]\n",
        "tree: supper.yaml\nwalks: [\n  {answers: {hungry: a_bit}, outcome: soup}, # soup, and more\n]\n",
        "tree: supper.yaml\nwalks: [\n  {answers: {hungry: a_bit}, outcome: soup} # soup, and more\n]",
        "{tree: supper.yaml, walks: [{answers: [a_bit], outcome: soup}]}\n",
        "{\"tree\": \"supper.yaml\",\r\n \"walks\": [\r\n  {\"answers\": {\"hungry\": \"a_bit\"}, \"outcome\": \"soup\"}\r\n ]\r\n}\r\n",
    ] {
        added(walks);
    }
    let text = added("tree: supper.yaml\nwalks: [\n      {answers: {hungry: a_bit}},\n  ]\n");
    assert_eq!(text.lines().filter(|line| line.starts_with("      {")).count(), 7, "{text}");
}

#[test]
fn texts_of_many_lines_keep_their_ends() {
    let block = "tree: supper.yaml\nwalks:\n  - answers: {hungry: a_bit}\n    outcome: soup\n    shows:\n      - |+\n        Soup\n\n\n";
    let text = added(block);
    assert!(text.starts_with(block), "{text}");
    added(
        "tree: supper.yaml\nwalks:\n  - answers: {hungry: a_bit}\n    outcome: soup\n    name: >-\n      soup\n      it is\n\n\n",
    );
}

#[test]
fn what_cannot_be_added_to_is_refused_and_stays() {
    let walks = "tree: supper.yaml\nwalks: &all\n  - &soup {answers: {hungry: a_bit}, outcome: soup}\n...\n";
    let folder = folder(&[("supper.yaml", SUPPER), ("supper.walks.yaml", walks)]);
    let done = onread(folder.path(), &["test", "--suggest=write"]);
    let now = fs::read_to_string(folder.path().join("supper.walks.yaml")).unwrap();
    assert!(done.code == 0 && keeps(walks, &now) || done.code == 2 && now == walks, "{}\n{now}", done.err);
    assert!(onread(folder.path(), &["test"]).code == 0);
}

#[test]
fn odd_files_keep_every_byte() {
    for walks in [
        "---\ntree: supper.yaml\nwalks:\n- answers: {hungry: a_bit}\n  outcome: soup\n...\n",
        "tree: supper.yaml\nwalks:\n- &w\n  answers: {hungry: a_bit}\n  outcome: soup\n- *w\n",
        "tree: supper.yaml\nwalks:\n- answers: [a_bit]\n  outcome: soup   \n   \n\t\n",
        "tree: supper.yaml\nwalks:\n- answers: [a_bit]\n  outcome: soup\n#end",
        "'tree': supper.yaml\n\"walks\" :\n    - answers:\n      - a_bit\n",
        "tree: supper.yaml\nwalks:\n  - name: x\n    answers: # none\n\n# c\n",
        "tree: supper.yaml\nwalks:\n  - name: \"a\n      b\"\n    answers: {hungry:\n       a_bit}\n",
        "tree: supper.yaml\nwalks:\n  - answers: {hungry: a_bit}\n    shows:\n    - Soup\n    # - more\n  # - another\n# end\n",
        "tree: supper.yaml\r\nwalks:\n  - answers: {hungry: a_bit}\n",
    ] {
        added(walks);
    }
}

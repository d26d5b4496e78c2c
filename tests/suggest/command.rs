//! `onread test --suggest` as a command: which file, what is printed, what is refused.

use std::fs;

use serde_json::Value;

use super::{SUPPER, folder, onread};

const WALKS: &str = "tree: supper.yaml\nwalks:\n  - name: soup\n    answers: {hungry: a_bit}\n    outcome: soup\n";

#[test]
fn walks_are_printed_ready_to_be_added_and_nothing_is_written() {
    let folder = folder(&[("supper.yaml", SUPPER), ("supper.walks.yaml", WALKS)]);
    let done = onread(folder.path(), &["test", "--suggest"]);
    assert_eq!(done.code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("supper.walks.yaml")).unwrap(), WALKS);
    assert!(!done.out.contains("outcome: soup"), "{}", done.out);
    assert!(done.err.contains("supper.walks.yaml: 6 walks to add, the fewest that touch"), "{}", done.err);
    fs::write(folder.path().join("supper.walks.yaml"), format!("{WALKS}{}", done.out)).unwrap();
    let tested = onread(folder.path(), &["test", "--coverage=100"]);
    assert_eq!(tested.code, 0, "{}", tested.out);
}

#[test]
fn a_tree_without_walks_gets_a_file_beside_it() {
    let folder = folder(&[("supper.yaml", SUPPER)]);
    let printed = onread(folder.path(), &["test", "--suggest", "supper.yaml"]);
    assert!(printed.out.starts_with("tree: supper.yaml\nwalks:\n  - name: "), "{}", printed.out);
    assert_eq!(onread(folder.path(), &["test", "--suggest=write", "supper.yaml"]).code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("supper.walks.yaml")).unwrap(), printed.out);
    // A named tree means the walks beside it.
    let again = onread(folder.path(), &["test", "--suggest=write", "supper.yaml"]);
    assert!(again.err.contains("no walk to add"), "{}", again.err);
}

#[test]
fn of_several_walk_files_one_has_to_be_named() {
    let folder = folder(&[("supper.yaml", SUPPER), ("a.walks.yaml", WALKS), ("b.walks.yaml", WALKS)]);
    let done = onread(folder.path(), &["test", "--suggest=write"]);
    assert!(done.code == 2 && done.err.contains("several walk files; name the one to add to"), "{}", done.err);
    assert_eq!(fs::read_to_string(folder.path().join("a.walks.yaml")).unwrap(), WALKS);
    assert_eq!(onread(folder.path(), &["test", "--suggest=write", "b.walks.yaml"]).code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("a.walks.yaml")).unwrap(), WALKS);
    assert_ne!(fs::read_to_string(folder.path().join("b.walks.yaml")).unwrap(), WALKS);
}

#[test]
fn a_file_without_a_date_gets_no_walks_that_hang_on_it() {
    let tree = "title: T\nquestions:\n  born: {ask: Born?, kind: date, next: [{when: 'years(born, today) >= 18', goto: o}, {goto: p}]}\noutcomes: {o: {title: O}, p: {title: P}}\n";
    let walks = "tree: t.yaml\nwalks: []\n";
    let folder = folder(&[("t.yaml", tree), ("t.walks.yaml", walks)]);
    let done = onread(folder.path(), &["test", "--suggest=write", "--today=2026-01-31"]);
    assert!(done.code == 2 && done.err.contains("write `today: 2026-01-31` into it first"), "{}", done.err);
    assert_eq!(fs::read_to_string(folder.path().join("t.walks.yaml")).unwrap(), walks);
    let printed = onread(folder.path(), &["test", "--suggest"]);
    assert!(printed.code == 0 && printed.err.contains("has no `today:`"), "{}", printed.err);
    // The date in the file is the one that counts.
    fs::write(folder.path().join("t.walks.yaml"), "tree: t.yaml\ntoday: 2020-02-29\nwalks: []\n").unwrap();
    assert_eq!(onread(folder.path(), &["test", "--suggest=write", "--today=2026-01-31"]).code, 0);
    let text = fs::read_to_string(folder.path().join("t.walks.yaml")).unwrap();
    assert!(text.contains("born: 2002-02-28") && text.contains("born: 2002-03-01"), "{text}");
    assert_eq!(onread(folder.path(), &["test", "--today=2099-01-01"]).code, 0);
}

#[test]
fn what_cannot_be_touched_is_left_out_and_said() {
    let tree = SUPPER.replace("- goto: eggs", "- {when: minutes < 3, goto: curry}\n      - goto: eggs");
    let folder = folder(&[("supper.yaml", &tree)]);
    let done = onread(folder.path(), &["test", "--suggest"]);
    assert_eq!(done.code, 0);
    assert!(done.err.contains("1 part no walk can touch: minutes.next.2"), "{}", done.err);
    assert!(done.err.contains("`onread check supper.yaml` tells why"), "{}", done.err);
}

#[test]
fn failing_walks_count_for_nothing() {
    let walks = WALKS.replace("outcome: soup", "outcome: toast");
    let folder = folder(&[("supper.yaml", SUPPER), ("supper.walks.yaml", &walks)]);
    let done = onread(folder.path(), &["test", "--suggest"]);
    assert!(done.out.contains("outcome: soup"), "{}", done.out);
    assert!(done.err.contains("1 walk fails and counts for nothing"), "{}", done.err);
    let broken = super::folder(&[("supper.yaml", SUPPER), ("supper.walks.yaml", "tree: supper.yaml\nwalks: 3\n")]);
    let done = onread(broken.path(), &["test", "--suggest=write"]);
    assert!(done.code == 2 && done.err.contains("cannot be used"), "{}", done.err);
}

#[test]
fn programs_get_a_record() {
    let folder = folder(&[("supper.yaml", SUPPER), ("supper.walks.yaml", WALKS)]);
    let done = onread(folder.path(), &["test", "--suggest", "--format=json"]);
    let record: Value = serde_json::from_str(&done.out).unwrap();
    let file = &record["files"][0];
    assert_eq!((&file["tree"], &file["file"]), (&"supper.yaml".into(), &"supper.walks.yaml".into()));
    assert_eq!((&file["minimal"], &file["complete"], &file["written"]), (&true.into(), &true.into(), &false.into()));
    let walks = file["walks"].as_array().unwrap();
    assert_eq!(walks.len(), 6);
    assert!(walks.iter().any(|walk| walk["rejects"] == "minutes" && walk["answers"]["minutes"] == 4), "{file}");
    assert!(walks.iter().all(|walk| !walk["touches"].as_array().unwrap().is_empty()), "{file}");
    assert_eq!(onread(folder.path(), &["test", "--suggest", "--format=junit"]).code, 2);
    assert_eq!(onread(folder.path(), &["test", "--suggest", "--filter=late"]).code, 2);
}

#[test]
fn too_many_states_are_said_and_walks_tried_at_random() {
    let folder = folder(&[("supper.yaml", SUPPER)]);
    let done = onread(folder.path(), &["test", "--suggest=write", "--max-states=1"]);
    assert!(done.err.contains("too many states") && !done.err.contains("fewest"), "{}", done.err);
    assert_eq!(onread(folder.path(), &["test"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_read_only_file_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("supper.yaml", SUPPER), ("real.yaml", WALKS)]);
    let link = folder.path().join("supper.walks.yaml");
    std::os::unix::fs::symlink("real.yaml", &link).unwrap();
    fs::set_permissions(folder.path().join("real.yaml"), fs::Permissions::from_mode(0o444)).unwrap();
    let done = onread(folder.path(), &["test", "--suggest=write", "supper.walks.yaml"]);
    assert!(done.code == 2 && done.err.contains("read-only"), "{}", done.err);
    fs::set_permissions(folder.path().join("real.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(onread(folder.path(), &["test", "--suggest=write", "supper.walks.yaml"]).code, 0);
    assert!(link.is_symlink());
    let real = fs::metadata(folder.path().join("real.yaml")).unwrap();
    assert_eq!(real.permissions().mode() & 0o777, 0o640);
    assert_ne!(fs::read_to_string(&link).unwrap(), WALKS);
}

/// An answer that is refused later on, for what an earlier one was.
const PARTY: &str = "\
title: Party
questions:
  guests: {ask: Guests?, kind: number, whole: true, min: 1, max: 40}
  spend:
    ask: How much?
    kind: number
    whole: true
    reject: [{when: guests > 12 and spend > 50, because: That is too much.}]
    next: o
outcomes: {o: {title: O}}
";

#[test]
fn a_limit_decides_where_another_answer_is_refused_for_it() {
    let folder = folder(&[("party.yaml", PARTY)]);
    let done = onread(folder.path(), &["test", "--suggest", "party.yaml"]);
    assert!(done.out.contains("answers: {guests: 13, spend: 51}\n    rejects: spend"), "{}", done.out);
    assert!(!done.err.contains("nothing in any walk"), "{}", done.err);
}

#[test]
fn that_nothing_is_decided_is_said_only_where_it_is_proved() {
    let never =
        PARTY.replace("reject: [{when: guests > 12 and spend > 50", "reject: [{when: guests > 12 and guests < 5");
    let tried = never.replace("next: o", "next: [{when: guests * spend > 7, goto: o}, {goto: o}]");
    let tried = tried.replace("max: 40", "max: 4000");
    let folder = folder(&[("never.yaml", &never), ("tried.yaml", &tried)]);
    let proved = onread(folder.path(), &["test", "--suggest", "never.yaml"]);
    assert!(proved.err.contains("decide nothing in any walk: guests at"), "{}", proved.err);
    let tried = onread(folder.path(), &["test", "--suggest", "tried.yaml"]);
    let bound = onread(folder.path(), &["test", "--suggest", "never.yaml", "--max-states=1"]);
    for done in [tried, bound] {
        assert!(done.err.contains("which proves nothing: guests "), "{}", done.err);
        assert!(!done.err.contains("in any walk") && !done.err.contains("no walk can"), "{}", done.err);
    }
    let record = onread(folder.path(), &["test", "--suggest", "never.yaml", "--max-states=1", "--format=json"]);
    let record: Value = serde_json::from_str(&record.out).unwrap();
    assert_eq!(record["files"][0]["exact"], false);
}

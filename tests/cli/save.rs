//! Sessions: saved after every answer, resumed, and never written over something else.

use std::fs;

use super::{MEETING, folder, onread_in};

#[test]
fn a_session_is_saved_and_goes_on_where_it_stopped() {
    let here = folder(&[("sub/meeting.yaml", MEETING)]);
    let first = onread_in(
        here.path(),
        &["play", "sub/meeting.yaml", "--save", "me.walks.yaml", "--today=2026-01-31"],
        "1\n3\nlarge\n",
    );
    assert_eq!(first.code, 3, "{}{}", first.out, first.err);
    let saved = fs::read_to_string(here.path().join("me.walks.yaml")).unwrap();
    for part in ["tree: sub/meeting.yaml", "today: 2026-01-31", "decision: yes", "people: 3", "rooms: [large]"] {
        assert!(saved.contains(part), "{part}:\n{saved}");
    }
    assert_eq!(onread_in(here.path(), &["test", "me.walks.yaml"], "").code, 0);

    let resume = ["play", "sub/meeting.yaml", "--walk", "me.walks.yaml", "--save", "me.walks.yaml"];
    let second = onread_in(here.path(), &resume, "2026-02-01\nRound: \"table\" #1\n");
    assert_eq!(second.code, 0, "{}{}", second.out, second.err);
    assert!(second.out.contains("Hold the meeting"));
    let json = onread_in(here.path(), &["play", "sub/meeting.yaml", "--walk", "me.walks.yaml", "--format=json"], "");
    assert_eq!(json.code, 0);
    assert_eq!(json.json()["asked"][4]["answer"], "Round: \"table\" #1");
    assert_eq!(onread_in(here.path(), &["test", "me.walks.yaml"], "").code, 0);
    assert!(fs::read_to_string(here.path().join("me.walks.yaml")).unwrap().contains("outcome: meeting"));
}

#[test]
fn what_is_no_saved_session_is_never_written_over() {
    let walks = "tree: meeting.yaml\nwalks:\n  - answers: {decision: no}\n    outcome: email\n";
    let here = folder(&[("meeting.yaml", MEETING), ("mine.walks.yaml", walks), ("empty", ""), ("sub/x", "")]);
    for target in ["meeting.yaml", "mine.walks.yaml", "empty", "sub", "no-such-folder/me.walks.yaml"] {
        let before = fs::read(here.path().join(target)).ok();
        let ran = onread_in(here.path(), &["play", "meeting.yaml", "--save", target], "2\n");
        assert_eq!(ran.code, 2, "{target}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(target), "{}", ran.err);
        assert_eq!(fs::read(here.path().join(target)).ok(), before);
    }
    // Nothing is left behind either.
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 4);
}

#[test]
fn nothing_is_stored_unless_asked_for() {
    let here = folder(&[("meeting.yaml", MEETING)]);
    assert_eq!(onread_in(here.path(), &["play", "meeting.yaml"], "2\n").code, 0);
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 1);
}

#[test]
fn a_walk_of_a_file_with_several_is_named() {
    let walks = "tree: meeting.yaml\nwalks:\n  - name: one\n    answers: {decision: no}\n  - name: two\n    answers: [yes, 7]\n";
    let here = folder(&[("meeting.yaml", MEETING), ("w.walks.yaml", walks)]);
    let play = |walk: &str| onread_in(here.path(), &["play", "meeting.yaml", "--walk", walk, "--format=json"], "");
    assert_eq!(play("w.walks.yaml#one").json()["outcome"]["id"], "email");
    assert_eq!(play("w.walks.yaml#two").json()["question"]["id"], "rooms");
    let which = play("w.walks.yaml");
    assert_eq!(which.code, 2);
    assert!(which.err.contains("FILE#NAME"), "{}", which.err);
    assert!(play("w.walks.yaml#tow").err.contains("did you mean `two`"));
    // An answer on the command line comes before one in the file.
    let both = onread_in(
        here.path(),
        &["play", "meeting.yaml", "--walk=w.walks.yaml#one", "--answer=decision=yes", "--format=json"],
        "",
    );
    assert_eq!(both.json()["question"]["id"], "people");
}

//! `onread play --record`: the walk that was played is added to a walk file, or printed where that cannot be.

use std::fs;

use super::{MEETING, Ran, folder, onread_in};

const WALKS: &str = "# mine\r\ntree: \"meeting.yaml\" # the tree\r\ntoday: 2026-01-31\r\nwalks:\r\n- {name: 'reaches email', answers: {decision: no}, outcome: email} # short\r\n";

fn record(here: &tempfile::TempDir, more: &[&str], input: &str) -> Ran {
    onread_in(here.path(), &[&["play", "meeting.yaml"], more].concat(), input)
}

#[test]
fn a_walk_is_added_and_not_one_other_byte_changes() {
    let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", WALKS)]);
    let ran = record(&here, &["--record=a.walks.yaml"], "1\n3\nlarge\n2026-02-01\nRound: #1\n");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("The walk is recorded in a.walks.yaml as “reaches meeting”.\n"), "{}", ran.out);
    let text = fs::read_to_string(here.path().join("a.walks.yaml")).unwrap();
    let added = text.strip_prefix(WALKS).unwrap();
    assert_eq!(
        added,
        "- name: reaches meeting\r\n  answers: {decision: yes, people: 3, rooms: [large], day: 2026-02-01, name: \"Round: #1\"}\r\n  asks: [decision, people, rooms, day, name]\r\n  outcome: meeting\r\n"
    );
    let test = onread_in(here.path(), &["test", "a.walks.yaml"], "");
    assert!(test.code == 0 && test.out.contains("2 passed"), "{}", test.out);
    // A name that is taken is made another; one that is given is used.
    let again = record(&here, &["--record=a.walks.yaml"], "2\n");
    assert!(again.out.contains("as “reaches email (2)”"), "{}", again.out);
    let named = record(&here, &["--record=a.walks.yaml", "--record-name= only\tnews "], "2\n");
    assert!(named.out.contains("as “only news”"), "{}", named.out);
    assert!(onread_in(here.path(), &["test", "a.walks.yaml"], "").out.contains("4 passed"));
}

#[test]
fn a_file_that_is_not_there_is_made_and_leads_to_the_tree() {
    let here = folder(&[("meeting.yaml", MEETING), ("sub/x", "")]);
    let ran = record(&here, &["--record=sub/new.walks.yaml", "--today=2026-01-31"], "2\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let text = fs::read_to_string(here.path().join("sub/new.walks.yaml")).unwrap();
    let whole = "tree: ../meeting.yaml\ntoday: 2026-01-31\nwalks:\n  - name: reaches email\n    answers: {decision: no}\n    asks: [decision]\n    outcome: email\n";
    assert_eq!(text, whole);
    assert_eq!(onread_in(here.path(), &["test"], "").code, 0);
    let built_in = onread_in(here.path(), &["play", "reply-all", "--from=sender", "--record=r.walks.yaml"], "");
    assert_eq!(built_in.code, 3, "{}", built_in.err);
    assert!(!here.path().join("r.walks.yaml").exists());
    assert!(
        built_in.err.contains("note: nothing is recorded in `r.walks.yaml`: the session ended before that\n"),
        "{}",
        built_in.err
    );
}

#[test]
fn what_cannot_be_added_to_is_said_before_the_first_question() {
    let session = "# A session saved by onread; go on with: onread play TREE --walk THIS-FILE\ntree: meeting.yaml\nwalks:\n  - answers: {}\n";
    let here = folder(&[
        ("meeting.yaml", MEETING),
        ("other.yaml", &MEETING.replace("email?", "mail?")),
        ("other.walks.yaml", "tree: other.yaml\nwalks: []\n"),
        ("day.walks.yaml", &WALKS.replace("2026-01-31", "2025-01-31")),
        ("undated.walks.yaml", &WALKS.replace("today: 2026-01-31\r\n", "")),
        ("broken.walks.yaml", "tree: meeting.yaml\nwalks: {a: b}\n"),
        ("me.walks.yaml", session),
        ("compose.yaml", "services: {}\n"),
        ("empty.walks.yaml", ""),
        ("sub/x", ""),
    ]);
    for (file, why) in [
        ("meeting.yaml", "`meeting.yaml` is a tree; walks are recorded in a walk file"),
        ("other.walks.yaml", "`other.walks.yaml` holds walks of another tree, `other.yaml`; choose another file"),
        (
            "day.walks.yaml",
            "the walks of `day.walks.yaml` are of another day, and the tree looks at the date; play with `--today 2025-01-31`",
        ),
        (
            "undated.walks.yaml",
            "`undated.walks.yaml` has no `today:`, and its tree looks at the date, so this walk would fail one day; write `today: 2026-01-31` into it first",
        ),
        (
            "broken.walks.yaml",
            "`broken.walks.yaml` has mistakes, so nothing can be added; `onread check broken.walks.yaml` tells which",
        ),
        (
            "me.walks.yaml",
            "`me.walks.yaml` is a session that onread saved, and holds no other walk; choose another file",
        ),
        ("compose.yaml", "`compose.yaml` is no walk file, which has `tree:` and `walks:`, so nothing is added to it"),
        ("sub", "cannot record in `sub`: it is not a regular file"),
        ("no/such.walks.yaml", "cannot record in `no/such.walks.yaml`: there is no such folder"),
    ] {
        let before = fs::read(here.path().join(file)).ok();
        let ran = record(&here, &["--today=2026-01-31", "--record", file], "2\n");
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (2, &*format!("error: {why}\n"), ""));
        assert_eq!(fs::read(here.path().join(file)).ok(), before);
    }
    let empty = record(&here, &["--record=empty.walks.yaml"], "2\n");
    assert!(empty.code == 2 && empty.out.is_empty(), "{}", empty.err);
    for (more, why) in [
        (&["--record=new.walks.yaml", "--save=./new.walks.yaml"][..], "give one of them another name"),
        (&["--record=new.walks.yaml", "--format=json"], "there is no walk to `--record`"),
        (&["--record-name=x"], "--record <FILE>"),
    ] {
        let ran = record(&here, more, "2\n");
        assert!(ran.code == 2 && ran.err.contains(why) && ran.out.is_empty(), "{}", ran.err);
    }
    assert!(!here.path().join("new.walks.yaml").exists());
}

#[test]
fn the_day_of_the_file_is_the_day_of_the_walk() {
    let here = folder(&[("meeting.yaml", MEETING), ("a.walks.yaml", WALKS)]);
    let ran = record(&here, &["--record=a.walks.yaml"], "1\n3\nlarge\n2026-01-31\n\n");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(onread_in(here.path(), &["test", "a.walks.yaml"], "").out.contains("2 passed"));
}

#[cfg(unix)]
#[test]
fn what_changes_while_somebody_answers_stays_and_the_walk_is_printed() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    for there in [true, false] {
        let here = folder(&[("meeting.yaml", MEETING)]);
        let file = here.path().join("a.walks.yaml");
        if there {
            fs::write(&file, WALKS).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
            .args(["play", "meeting.yaml", "--record=a.walks.yaml", "--today=2026-01-31", "--save=s.walks.yaml"])
            .current_dir(here.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"1\n").unwrap();
        // The first answer is saved, so the file was read before that.
        let since = std::time::Instant::now();
        while !here.path().join("s.walks.yaml").exists() {
            assert!(since.elapsed().as_secs() < 60);
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        fs::write(&file, "mine").unwrap();
        input.write_all(b"3\nlarge\n2026-02-01\n\n").unwrap();
        drop(input);
        let done = child.wait_with_output().unwrap();
        let err = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), fs::read_to_string(&file).unwrap().as_str()), (Some(2), "mine"), "{err}");
        let why = if there {
            "`a.walks.yaml` has changed in the meantime, so nothing is added to it"
        } else {
            "a.walks.yaml` is there already, so it is not written over"
        };
        assert!(err.contains("error: the walk is not recorded: ") && err.contains(why), "{err}");
        assert!(err.contains("  - name: reaches meeting\n    answers: {decision: yes, people: 3,"), "{err}");
    }
}

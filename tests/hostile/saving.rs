//! `--save` where it cannot be done: nothing that was there before is lost, and somebody is told.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Command};

use super::running::{Place, Ran, YES, tree};

fn save(place: &Place, target: &str) -> Ran {
    place.run_with(&["play", "tree.yaml", "--today=2026-01-31", "--save", target], b"yes\n")
}

fn place() -> Place {
    Place::new(&[("tree.yaml", &tree(YES, ""))])
}

/// Everything in a folder: names, and what files hold.
fn contents(folder: &Path) -> Vec<(String, Option<Vec<u8>>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut all: Vec<_> = entries
        .map(|entry| {
            let regular = fs::symlink_metadata(entry.path()).unwrap().is_file();
            (entry.file_name().into_string().unwrap(), regular.then(|| fs::read(entry.path()).unwrap()))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn nothing_but_a_saved_session_is_ever_replaced() {
    let place = place();
    place.write("other.walks.yaml", "tree: tree.yaml\nwalks: []\n");
    place.write("empty", "");
    place.write("binary", [0xff, 0xfe, 0]);
    place.write("nearly", "# A session saved by onread");
    fs::create_dir(place.at("folder")).unwrap();
    symlink("other.walks.yaml", place.at("link")).unwrap();
    symlink("nowhere", place.at("dangling")).unwrap();
    symlink("folder", place.at("folder-link")).unwrap();
    assert!(Command::new("mkfifo").arg(place.at("fifo")).status().unwrap().success());
    fs::hard_link(place.at("other.walks.yaml"), place.at("second-name")).unwrap();
    let before = contents(place.path());
    for target in [
        "tree.yaml",
        "other.walks.yaml",
        "second-name",
        "empty",
        "binary",
        "nearly",
        "folder",
        "folder/",
        "new/",
        "folder-link",
        "link",
        "dangling",
        "fifo",
        ".",
        "..",
        "",
        "/",
        "/dev/null",
        "/dev/full",
        "/dev/stdout",
        "no/such/folder/file",
        "tree.yaml/file",
        "/proc/self/file",
    ] {
        let ran = save(&place, target).ends(2);
        assert!(ran.err.starts_with("error: "), "{target}: {}", ran.said());
        assert_eq!(contents(place.path()), before, "{target}");
    }
    save(&place, "no/such/folder/file").cannot("no such folder");
    let long = "x".repeat(300);
    save(&place, &long).cannot("cannot save");
    // The longest name that there may be is one, though what is written first has another.
    save(&place, &"x".repeat(255)).ends(0);
}

#[test]
fn a_session_is_replaced_whole_and_stays_as_open_as_it_was() {
    let place = place();
    save(&place, "me.walks.yaml").ends(0);
    place.run(&["test", "me.walks.yaml"]).ends(0);
    let path = place.at("me.walks.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    save(&place, "me.walks.yaml").ends(0);
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert_eq!(contents(place.path()).len(), 2, "nothing else is left behind");
    // Its folder would let it be replaced, but somebody made it read-only.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    save(&place, "me.walks.yaml").cannot("read-only");
}

/// The program once it has begun to write what it asks.
fn asking(place: &Place, arguments: &[&str]) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(arguments)
        .current_dir(place.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
    child
}

#[test]
fn what_somebody_else_puts_there_in_the_meantime_stays() {
    let place = place();
    let input = "no\n".to_owned();
    // The file is free when the program starts, and not when the answer is saved: the tree is slow to be asked.
    let target = place.at("me.walks.yaml");
    // The question is asked once the file was found to be free.
    let mut child = asking(&place, &["play", "tree.yaml", "--save", "me.walks.yaml"]);
    fs::write(&target, "mine").unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.code().is_some());
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("not a session that onread saved"), "{said}");
}

#[test]
fn a_folder_that_may_not_be_written_to() {
    let place = place();
    fs::create_dir(place.at("closed")).unwrap();
    fs::set_permissions(place.at("closed"), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(place.at("closed/probe"), "").is_ok() {
        // Permissions do not bind root. A file in a folder's place binds everybody.
        eprintln!("this runs as root: a file stands in for the folder that may not be written to");
        save(&place, "tree.yaml/me.walks.yaml").cannot("cannot save");
        return;
    }
    save(&place, "closed/me.walks.yaml").cannot("permission denied");
}

#[test]
fn a_new_file_is_private_and_one_that_was_there_stays_as_it_was() {
    let place = place();
    save(&place, "me.walks.yaml").ends(0);
    let path = place.at("me.walks.yaml");
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
    // Whatever the mask of the run says.
    for mode in [0o666, 0o640, 0o604, 0o770] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        save(&place, "me.walks.yaml").ends(0);
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode);
    }
    if std::os::unix::fs::chown(&path, Some(12345), Some(23456)).is_err() {
        eprintln!("only root gives files away: whose it is was not tried");
        return;
    }
    let before = fs::metadata(&path).unwrap().ino();
    save(&place, "me.walks.yaml").ends(0);
    let kind = fs::metadata(&path).unwrap();
    assert_ne!(kind.ino(), before, "it was written anew");
    assert_eq!((kind.uid(), kind.gid(), kind.mode() & 0o7777), (12345, 23456, 0o770));
}

#[test]
fn a_link_keeps_pointing_at_what_is_saved() {
    let place = place();
    fs::create_dir(place.at("sub")).unwrap();
    symlink("sub/me.walks.yaml", place.at("link")).unwrap();
    symlink("link", place.at("second")).unwrap();
    symlink("loop", place.at("loop")).unwrap();
    save(&place, "link").cannot("a link that leads nowhere");
    save(&place, "loop").cannot("cannot save");
    save(&place, "sub/me.walks.yaml").ends(0);
    for link in ["link", "second"] {
        let before = fs::metadata(place.at("sub/me.walks.yaml")).unwrap().ino();
        save(&place, link).ends(0);
        assert!(fs::symlink_metadata(place.at(link)).unwrap().is_symlink());
        assert_ne!(fs::metadata(place.at("sub/me.walks.yaml")).unwrap().ino(), before);
        // Its tree is found by each of its names.
        place.run(&["test", "sub/me.walks.yaml", link]).ends(0);
    }
    assert_eq!(contents(&place.at("sub")).len(), 1, "nothing else is left behind");
}

#[test]
fn what_could_not_be_saved_makes_the_exit_code_2_however_it_ends() {
    // Nothing may be written at all, and the system would rather end the program.
    let limited = |place: &Place, input: &[u8]| {
        let script = "ulimit -f 0; exec \"$0\" play tree.yaml --save me.walks.yaml";
        let mut child = Command::new("sh")
            .args(["-c", script, env!("CARGO_BIN_EXE_onread")])
            .current_dir(place.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input).unwrap();
        child.wait_with_output().unwrap()
    };
    let question = "    kind: text\n  r:\n    ask: Why?\n    kind: text\n    next: done\n";
    let place = Place::new(&[("tree.yaml", &tree(question, ""))]);
    for input in [&b"a\nb\n"[..], b"a\nquit\n", b"a\n:quit\n", b"a\n", b"a\n:back\n"] {
        let done = limited(&place, input);
        let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert_eq!(done.status.code(), Some(2), "{out}{err}");
        assert_eq!(out.matches("Cannot save to `me.walks.yaml`").count(), 1, "{out}");
        assert!(err.contains("error: not everything is saved: cannot save to `me.walks.yaml`"), "{err}");
        assert_eq!(contents(place.path()).len(), 1, "nothing is left behind");
    }
}

#[test]
fn a_full_disk_leaves_the_session_that_was_there() {
    let place = place();
    fs::create_dir(place.at("small")).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=16k", "tmpfs"])
        .arg(place.at("small"))
        .output()
        .is_ok_and(|done| done.status.success());
    if !mounted {
        eprintln!("no file system can be mounted here: a full disk was not tried");
        return;
    }
    let first = save(&place, "small/me.walks.yaml");
    let before = fs::read(place.at("small/me.walks.yaml"));
    drop(fs::write(place.at("small/filler"), vec![0; 1 << 20]));
    let full = save(&place, "small/me.walks.yaml");
    let after = fs::read(place.at("small/me.walks.yaml"));
    let left = contents(&place.at("small")).len();
    let free = save(&place, "small/other.walks.yaml");
    assert!(Command::new("umount").arg(place.at("small")).status().unwrap().success());
    first.ends(0);
    assert_eq!((full.code, free.code), (Some(2), Some(2)));
    assert!(full.out.contains("disk is full") || full.err.contains("disk is full"), "{}", full.said());
    assert_eq!(after.unwrap(), before.unwrap(), "the session is the one that was whole");
    assert_eq!(left, 2, "nothing else is left behind");
    assert!(free.out.contains("disk is full") || free.err.contains("disk is full"), "{}", free.said());
}

#[test]
fn a_file_system_that_is_read_only_is_told_before_the_first_question() {
    let place = place();
    fs::create_dir(place.at("fixed")).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "ro", "tmpfs"])
        .arg(place.at("fixed"))
        .output()
        .is_ok_and(|done| done.status.success());
    if !mounted {
        eprintln!("no file system can be mounted here: a read-only one was not tried");
        return;
    }
    let ran = save(&place, "fixed/me.walks.yaml");
    assert!(Command::new("umount").arg(place.at("fixed")).status().unwrap().success());
    assert!(ran.out.is_empty(), "{}", ran.said());
    ran.cannot("the file system is read-only");
}

#[test]
fn a_saved_session_says_what_was_answered_whatever_that_was() {
    let question = "    kind: text\n    next: done\n";
    for answer in [
        "plain",
        "a: b",
        "# x",
        "- x",
        "'",
        "\"",
        "\\",
        "{{ q }}",
        "[",
        "*a",
        "&a",
        "!a",
        "null",
        "1e3",
        "a #b",
        "é🦀\u{202e}",
        "\u{1b}[31m",
        "a\tb",
        "...",
        "---",
        "<<",
        "=",
        "~",
        "\u{a0}x\u{a0}",
    ] {
        let place = Place::new(&[("tree.yaml", &tree(question, "").replace("Done", "\"<{{ q }}>\""))]);
        let save = ["play", "tree.yaml", "--save", "me.walks.yaml"];
        place.run_with(&save, format!("{answer}\n").as_bytes()).ends(0);
        place.run(&["test", "me.walks.yaml"]).ends(0);
        let again = place.run(&["play", "tree.yaml", "--walk", "me.walks.yaml", "--format=json"]).ends(0);
        let state: serde_json::Value = serde_json::from_str(&again.out).unwrap();
        assert_eq!(state["asked"][0]["answer"], answer.trim(), "{}", again.said());
    }
}

#[test]
fn a_result_that_cannot_be_written_is_no_success() {
    let place = place();
    let all: [&[&str]; 6] = [
        &["play", "tree.yaml"],
        &["check", "tree.yaml", "--format=json"],
        &["check", "tree.yaml", "--format=sarif"],
        &["explore", "tree.yaml"],
        &["list"],
        &["explain", "tie"],
    ];
    for arguments in all {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ran = Command::new(env!("CARGO_BIN_EXE_onread"))
            .args(arguments)
            .current_dir(place.path())
            .stdout(full)
            .output()
            .unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("cannot be written: the disk is full"), "{arguments:?}: {said}");
    }
}

#[test]
fn a_signal_writes_nothing_where_there_is_no_terminal() {
    let place = place();
    let mut child = asking(&place, &["play", "tree.yaml", "--plain"]);
    let killed = Command::new("kill").args(["-s", "TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let mut said = String::new();
    std::io::Read::read_to_string(child.stderr.as_mut().unwrap(), &mut said).unwrap();
    assert!(!said.contains('\u{1b}'), "{said:?}");
    assert!(!child.wait().unwrap().success());
}

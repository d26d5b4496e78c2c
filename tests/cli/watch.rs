//! `--watch`: what it does not go with is refused with a sentence, and it ends when nobody reads what it tells.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{MEETING, folder, onread_in};

#[test]
fn what_makes_no_sense_together_is_refused() {
    let here = folder(&[("tree.yaml", MEETING)]);
    for (arguments, said) in [
        (&["play", "reply-all", "--watch"][..], "`reply-all` is built in, so there is no file to `--watch`"),
        (&["--watch"], "is built in, so there is no file to `--watch`"),
        (&["play", "tree.yaml", "--watch", "--format", "json"], "asks nothing and ends at once"),
        (&["play", "tre.yaml", "--watch"], "did you mean `tree.yaml`?"),
        (&["check", "--watch", "--format", "json"], "`--watch` is for people"),
        (&["check", "--watch", "--format", "sarif"], "`--watch` is for people"),
        (&["check", "--watch", "--fix"], "cannot be used with"),
        (&["test", "--watch", "--format", "junit"], "`--watch` is for people"),
        (&["test", "--watch", "--suggest"], "cannot be used with"),
        (&["test", "--watch", "--mutants"], "cannot be used with"),
        (&["test", "--watch", "--against", "old.yaml"], "cannot be used with"),
    ] {
        let ran = onread_in(here.path(), arguments, "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn it_ends_when_nobody_reads_what_it_tells() {
    let here = folder(&[("tree.yaml", MEETING)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["check", "--watch"])
        .current_dir(here.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Behind an empty line it says that it watches.
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(said.nth(1).unwrap().unwrap().contains("watching"));
    drop(child.stdout.take());
    std::fs::write(here.path().join("tree.yaml"), "title: Another\n").unwrap();
    let since = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if since.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(0));
}

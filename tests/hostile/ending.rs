//! Runs that are ended from outside while they save: no file is left behind, and none is broken.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::running::Place;
use super::sessions::Asking;

const TREE: &str = "title: Colours
questions:
  colour: {ask: Colour?, answers: [red, green, blue]}
  name: {ask: Name?, kind: text, next: done}
outcomes: {done: {title: Done}}
";

/// How much there is to write: it takes a moment.
const LONG: usize = 4 << 20;

fn session() -> String {
    let long = "x".repeat(LONG);
    format!(
        "# A session saved by onread; go on with: onread play TREE --walk THIS-FILE\ntree: tree.yaml\ntoday: \
         2020-02-02\nwalks:\n  - answers: {{}}\n    kept: {{long: {long}}}\n"
    )
}

fn place() -> Place {
    let place = Place::new(&[("tree.yaml", TREE)]);
    place.write("me.walks.yaml", session());
    place
}

fn unfinished(place: &Place) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(".onread-")).collect()
}

fn signal(run: &Asking, name: &str) {
    assert!(Command::new("kill").args(["-s", name, &run.id().to_string()]).status().unwrap().success());
}

/// Waits until a run has come to a stop, which is not yet where it was told to; where that can be seen.
fn is_stopped(run: &Asking) {
    let since = Instant::now();
    while let Ok(stat) = fs::read_to_string(format!("/proc/{}/stat", run.id())) {
        // Behind its name in brackets.
        if stat.rsplit_once(") ").is_some_and(|(_, state)| state.starts_with('T')) {
            return;
        }
        assert!(since.elapsed() < Duration::from_secs(10), "it goes on: {stat}");
    }
}

/// A run that is in the middle of saving.
fn saving(place: &Place) -> Asking {
    for _ in 0..10 {
        let mut run = Asking::start(place, &["play", "tree.yaml", "--save", "me.walks.yaml"], "Colour?");
        run.answer("red");
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(3) {
            if !unfinished(place).is_empty() {
                return run;
            }
            std::thread::yield_now();
        }
        // It was over between two looks: once more, from the same start.
        run.end();
        place.write("me.walks.yaml", session());
    }
    panic!("it never saved");
}

fn is_whole(place: &Place) {
    let text = fs::read_to_string(place.at("me.walks.yaml")).unwrap();
    assert!(text.len() > LONG && text.starts_with("# A session") && text.ends_with('\n'), "{}", text.len());
}

#[test]
fn a_save_that_is_interrupted_leaves_no_file_behind() {
    for (name, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let place = place();
        let run = saving(&place);
        signal(&run, name);
        let (ended, _, err) = run.end();
        assert_eq!(ended, Some(code), "{name}: {err}");
        assert_eq!(unfinished(&place), Vec::<PathBuf>::new(), "{name}");
        is_whole(&place);
    }
}

#[test]
fn what_a_killed_run_left_goes_with_the_next_save_and_what_is_in_use_stays() {
    let place = place();
    // It stops in the middle and stays alive: what it writes is not taken away by another run.
    let run = saving(&place);
    signal(&run, "STOP");
    is_stopped(&run);
    let left = unfinished(&place);
    if left.is_empty() {
        eprintln!("it was faster than it could be stopped: nothing was tried");
        signal(&run, "CONT");
        return;
    }
    // Not this file's, though it looks alike.
    place.write(".onread-0123456789abcdef-abcdef", "another's");
    let other = place.run_with(&["play", "tree.yaml", "--save", "me.walks.yaml"], b"quit\n").ends(3);
    assert!(unfinished(&place).contains(&left[0]), "{}", other.said());
    signal(&run, "KILL");
    run.end();
    assert!(unfinished(&place).contains(&left[0]));
    is_whole(&place);
    place.run_with(&["play", "tree.yaml", "--save", "me.walks.yaml"], b"quit\n").ends(3);
    assert_eq!(unfinished(&place), [place.at(".onread-0123456789abcdef-abcdef")]);
    is_whole(&place);
}

#[test]
fn every_command_ends_by_the_signal_that_it_gets() {
    let tree = super::interrupted::endless("y");
    let place = Place::new(&[("tree.yaml", &tree)]);
    let ends = &|command: &str, name: &str, number: i32| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
            .args([command, "tree.yaml", "--max-states", "50000000"])
            .current_dir(place.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(500));
        assert!(Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap().success());
        // 128 and the number, whether the program gives that code itself, or the signal ends it and a shell says so.
        let ended = child.wait().unwrap();
        let code = ended.code().or_else(|| ended.signal().map(|signal| 128 + signal));
        assert_eq!(code, Some(128 + number), "{command} {name}");
    };
    // All at once, so that none works for longer than it takes to be ended.
    std::thread::scope(|scope| {
        for command in ["explore", "check"] {
            for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
                scope.spawn(move || ends(command, name, number));
            }
        }
    });
}

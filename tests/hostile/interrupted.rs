//! Somebody ends a proof that would take long: every command ends at once, says what is known by then, and claims
//! nothing of the rest.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::running::Place;
use super::size::all;

/// So long the program may take to end, on a busy machine; a proof would take minutes.
const AT_ONCE: Duration = Duration::from_secs(10);

/// A tree whose walks cannot be told together: every sum of its scores is another. Who answers `no` first is stuck.
pub(crate) fn endless(last: &str) -> String {
    let mut tree =
        "title: T\nquestions:\n  begin: {ask: B?, answers: [yes, no], next: [{when: begin == yes, goto: q0}]}\n"
            .to_owned();
    for at in 0..60 {
        let (more, less) = (3_u64.pow(at % 20), 2_u64.pow(at % 20));
        let end = if at == 59 { format!(", next: {{best_of: [x, {last}]}}") } else { String::new() };
        let answers = format!("a: {{score: {{x: {more}}}}}, b: {{score: {{{last}: {less}}}}}");
        tree.push_str(&format!("  q{at}: {{ask: Q?, answers: {{{answers}}}{end}}}\n"));
    }
    tree + &format!("outcomes:\n  x: {{title: X}}\n  {last}: {{title: Y}}\n  z: {{title: Z}}\n")
}

/// Six numbers multiplied, which takes all the work that is allowed.
fn solved() -> String {
    let numbers: String = (0..5).map(|at| format!("  q{at}: {{ask: Q?, kind: number}}\n")).collect();
    let wanted = (0..40).map(|at| format!("q0 * q1 * q2 == q3 * q4 * q5 + {at}.7")).collect::<Vec<_>>().join(" or ");
    format!(
        "title: T\nquestions:\n{numbers}  q5: {{ask: Q?, kind: number, next: [{{when: '{wanted}', goto: x}}, {{goto: \
         y}}]}}\noutcomes: {{x: {{title: X}}, y: {{title: Y}}}}\n"
    )
}

const WALKS: &str = "tree: t.yaml\nwalks:\n  - {name: n, answers: {begin: yes}}\n";

fn start(place: &Place, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(arguments)
        .current_dir(place.path())
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until a program has worked so long, of all processors together: on a busy machine it comes to it later.
/// Where the system does not tell, twice that time goes by.
fn work(child: &Child, long: Duration) {
    let (begun, stat) = (Instant::now(), format!("/proc/{}/stat", child.id()));
    // The name of the program stands in brackets; the numbers behind it count hundredths of a second.
    let worked = || -> Option<Duration> {
        let line = std::fs::read_to_string(&stat).ok()?;
        let mut fields = line.rsplit_once(')')?.1.split(' ').skip(12).map(|field| field.parse::<u64>().ok());
        Some(Duration::from_millis(10 * (fields.next()?? + fields.next()??)))
    };
    while worked().unwrap_or_else(|| begun.elapsed() / 2) < long {
        thread::sleep(Duration::from_millis(10));
    }
}

/// Runs a command, interrupts it when it has worked for a while, and gives what it said on both streams.
#[track_caller]
fn interrupted(place: &Place, arguments: &[&str], after: Duration) -> [String; 2] {
    let child = start(place, arguments);
    work(&child, after);
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &id]).status().unwrap().success());
    let since = Instant::now();
    let output = child.wait_with_output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(since.elapsed() < AT_ONCE, "{arguments:?}: {:?}", since.elapsed());
    assert_eq!(output.status.code(), Some(130), "{arguments:?}: {out}\n{err}");
    [out, err]
}

const AFTER: Duration = Duration::from_millis(300);

#[test]
fn what_walks_were_seen_to_do_is_told() {
    let place = Place::new(&[("t.yaml", &endless("y"))]);
    for command in ["check", "explore"] {
        let [out, err] = interrupted(&place, &[command, "t.yaml", "--max-states=100000000"], AFTER);
        assert!(out.contains("error[stuck]") && out.contains("= walk: answers: {begin: no"), "{out}{err}");
        assert!(out.contains("not proved: it was ended after "), "{out}");
        // Outcome `z` is reached by nobody, which is not known yet.
        assert!(!out.contains("never"), "{out}");
    }
    let [out, _] = interrupted(&place, &["explore", "t.yaml", "--format=json", "--max-states=100000000"], AFTER);
    let record: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(record["bound"], "cancelled");
    assert_eq!(record["inexact"][0]["reason"], "cancelled");
    assert!(record["states"].as_u64().unwrap() > 0, "{out}");
    assert_eq!(record["findings"][0]["code"], "stuck", "{out}");
}

#[test]
fn a_folder_is_left_where_it_was_come_to() {
    let large = format!("#{}\n", "x".repeat(20 << 20));
    let files = [("a.yaml", endless("y")), ("b.yaml", large.clone() + &endless("y")), ("c.yaml", large)];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let place = Place::new(&files);
    let [out, err] = interrupted(&place, &["check", "--max-states=100000000"], AFTER);
    assert!(out.contains("it was ended after ") && err.contains(" not looked at"), "{out}{err}");
    let place = Place::new(&files[..1]);
    let [out, err] = interrupted(&place, &["check", "--max-states=100000000", "--format=sarif"], AFTER);
    assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{out}");
    assert!(err.contains("it was ended after "), "{err}");
}

#[test]
fn every_command_that_proves_ends_at_once() {
    let place = Place::new(&[("t.yaml", &endless("y")), ("old.yaml", &endless("w")), ("t.walks.yaml", WALKS)]);
    let most = "--max-states=100000000";
    let ended = "it was ended after ";
    let [out, _] = interrupted(&place, &["diff", "old.yaml", "t.yaml", most], AFTER);
    assert!(out.contains(ended) && !out.contains(": proved"), "{out}");
    for seek in ["--to=z", "--why-not=z"] {
        let [_, err] = interrupted(&place, &["explore", "t.yaml", seek, most], AFTER);
        assert!(err.contains("whether a walk leads to `z` is not known yet: it was ended after "), "{err}");
    }
    let [out, err] = interrupted(&place, &["test", "--suggest", "t.yaml", most], AFTER);
    assert!(err.contains(ended) && !out.contains("fewest"), "{out}{err}");
    let before = std::fs::read_to_string(place.at("t.walks.yaml")).unwrap();
    interrupted(&place, &["test", "--suggest=write", "t.yaml", most], AFTER);
    assert_eq!(std::fs::read_to_string(place.at("t.walks.yaml")).unwrap(), before);
    let [out, _] = interrupted(&place, &["test", "--mutants", most], AFTER);
    assert!(out.contains("were not looked at to the end"), "{out}");
    let [out, err] = interrupted(&place, &["draw", "t.yaml", most], AFTER);
    assert!(out.contains("q59") && err.contains(ended), "{out}{err}");
    let [_, err] = interrupted(&place, &["draw", "t.yaml", "-o", "t.svg", most], AFTER);
    assert!(err.contains("`t.svg` is left as it is") || err.contains("t.svg is left as it is"), "{err}");
    assert!(!place.at("t.svg").exists());
}

#[test]
fn what_is_being_solved_is_left_at_once() {
    let place = Place::new(&[("t.yaml", &solved())]);
    for after in if all() { &[250, 500, 1000][..] } else { &[250] } {
        interrupted(&place, &["check", "t.yaml"], Duration::from_millis(*after));
    }
}

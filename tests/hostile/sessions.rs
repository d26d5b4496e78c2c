//! Whose a file is that `--save` finds: a session of the same tree is gone on with, everything else stays as it is.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, symlink};
use std::process::{Child, ChildStdout, Command, Stdio};

use super::running::{Place, Ran};

const SAVED: &str = "# A session saved by onread; go on with: onread play TREE --walk THIS-FILE\n";
const COLOURS: &str = "title: Colours
questions:
  colour: {ask: Colour?, answers: [red, green, blue]}
  size: {ask: Size?, kind: number, min: 1, max: 10}
  name: {ask: Name?, kind: text, next: done}
outcomes: {done: {title: \"{{ colour }} {{ size }} {{ name }} {{ today }}\"}}
";

/// A session of `tree.yaml`, with this instead of its answers.
fn session(tree: &str, answers: &str) -> String {
    format!("{SAVED}tree: {tree}\ntoday: 2020-02-02\nwalks:\n  - answers: {answers}\n")
}

fn place() -> Place {
    let place = Place::new(&[("tree.yaml", COLOURS)]);
    place.write("me.walks.yaml", session("tree.yaml", "{colour: red, size: 3}"));
    place
}

fn play(place: &Place, arguments: &[&str], input: &str) -> Ran {
    place.run_with(&[&["play", "tree.yaml"], arguments].concat(), input.as_bytes())
}

#[test]
fn a_session_of_the_same_tree_goes_on_and_that_is_said() {
    let place = place();
    let ran = play(&place, &["--save", "me.walks.yaml"], "Ada\n").ends(0);
    assert!(ran.err.contains("Going on with the session in `me.walks.yaml`"), "{}", ran.said());
    assert!(ran.err.contains("To start afresh, give `--save` another name"), "{}", ran.said());
    assert!(ran.out.contains("Colour? red") || ran.out.contains("Colour? Red"), "{}", ran.said());
    let saved = fs::read_to_string(place.at("me.walks.yaml")).unwrap();
    for part in ["colour: red", "size: 3", "name: Ada", "today: 2020-02-02", "outcome: done"] {
        assert!(saved.contains(part), "{part}: {saved}");
    }
    // Whoever names it with `--walk` knows.
    let ran = play(&place, &["--walk=me.walks.yaml", "--save=me.walks.yaml"], "").ends(0);
    assert!(!ran.err.contains("Going on"), "{}", ran.said());
}

#[test]
fn the_same_tree_is_what_its_name_leads_to() {
    let place = place();
    place.write("sub/tree.yaml", COLOURS);
    place.write("other.yaml", COLOURS);
    symlink("tree.yaml", place.at("link.yaml")).unwrap();
    let full = place.at("tree.yaml").display().to_string();
    for (file, tree) in [
        ("me.walks.yaml", "./tree.yaml"),
        ("me.walks.yaml", "sub/../tree.yaml"),
        ("me.walks.yaml", "link.yaml"),
        ("me.walks.yaml", full.as_str()),
        ("sub/me.walks.yaml", "../tree.yaml"),
        ("sub/me.walks.yaml", full.as_str()),
    ] {
        place.write(file, session(tree, "{colour: red, size: 3}"));
        play(&place, &["--save", file], "Ada\n").ends(0).says("Going on");
        place.write(file, session("tree.yaml", "{colour: red, size: 3}"));
        place.run_with(&["play", &full, "--save", "sub/../me.walks.yaml"], b"Ada\n");
    }
    for (file, tree) in
        [("sub/me.walks.yaml", "tree.yaml"), ("me.walks.yaml", "other.yaml"), ("me.walks.yaml", "gone.yaml")]
    {
        let before = session(tree, "{colour: red, size: 3}");
        place.write(file, &before);
        for arguments in [vec!["--save", file], vec!["--walk", file, "--save", file]] {
            let ran = play(&place, &arguments, "Ada\n").ends(2);
            assert!(ran.out.is_empty() && ran.err.contains("a session of another tree"), "{}", ran.said());
            assert_eq!(fs::read_to_string(place.at(file)).unwrap(), before);
        }
    }
    // A built-in tree by its name, and a file of that name.
    let saved = |file: &str, input: &[u8]| place.run_with(&["play", "reply-all", "--save", file], input);
    saved("b.walks.yaml", b"quit\n").ends(3);
    saved("b.walks.yaml", b"1\nquit\n").ends(3);
    saved("b.walks.yaml", b"quit\n").ends(3).says("Going on");
    place.write("sub/reply-all", COLOURS);
    place.write("sub/b.walks.yaml", fs::read(place.at("b.walks.yaml")).unwrap());
    saved("sub/b.walks.yaml", b"quit\n").ends(2).says("a session of another tree, `reply-all`");
}

#[test]
fn what_no_session_writes_is_refused_before_the_first_question() {
    let place = place();
    let whole = session("tree.yaml", "{colour: red, size: 3, name: Ada}") + "    outcome: done\n";
    for (text, part) in [
        (format!("{whole}    shows: [Ada]\n"), "`shows` in line 7"),
        (format!("{whole}    hides: [Bob]\n"), "`hides`"),
        (format!("{whole}    asks: [colour, size, name]\n"), "`asks`"),
        (format!("{whole}    score: {{}}\n"), "`score`"),
        (format!("{whole}    values: {{}}\n"), "`values`"),
        (format!("{whole}    name: mine\n"), "`name`"),
        (format!("{whole}  - answers: {{}}\n"), "a second walk in line 7"),
        (format!("{whole}# checked by hand\n"), "a comment in line 7"),
        (whole.replace("done\n", "done # sure\n"), "a comment in line 6"),
        (whole.replace("{colour", "&a {colour"), "`&a` in line 5"),
        (whole.replace("    outcome: done", "    rejects: name"), "`rejects`"),
        (whole.replace("{colour: red, size: 3, name: Ada}", "[red, 3, Ada]"), "a list of answers"),
        (whole.replace(SAVED, &format!("{SAVED}---\n")), "`---` in line 2"),
        (format!("# mine\n{whole}"), "not a session that onread saved"),
        (format!(" {whole}"), "not a session that onread saved"),
        (whole.replace(SAVED, ""), "not a session that onread saved"),
        (format!("{whole}    mine: 1\n"), "cannot be read"),
        (format!("{whole}mine: 1\n"), "cannot be read"),
        (whole.replace('}', ""), "cannot be read"),
        (SAVED.to_owned(), "cannot be read"),
        (whole.replace("tree: tree.yaml\n", ""), "cannot be read"),
    ] {
        place.write("me.walks.yaml", &text);
        let ran = play(&place, &["--save", "me.walks.yaml"], "blue\n").ends(2);
        assert!(ran.out.is_empty() && ran.err.contains(part), "{part}: {}", ran.said());
        assert!(ran.err.contains("not written over; choose another name"), "{}", ran.said());
        assert_eq!(fs::read_to_string(place.at("me.walks.yaml")).unwrap(), text);
        let both = play(&place, &["--walk=me.walks.yaml", "--save=me.walks.yaml"], "blue\n").ends(2);
        assert!(both.out.is_empty(), "{}", both.said());
        assert_eq!(fs::read_to_string(place.at("me.walks.yaml")).unwrap(), text);
    }
    // What a session does write, however it is set, is no reason.
    place.write("me.walks.yaml", whole.replace("    outcome", "    kept: {gone: '# x'}\n    outcome"));
    play(&place, &["--save", "me.walks.yaml"], "").ends(0);
}

#[test]
fn one_file_is_read_and_saved_to_another_only_if_that_is_free_or_the_same() {
    let place = place();
    place.write("other.walks.yaml", session("tree.yaml", "{colour: blue}"));
    let walk = |save: &str| play(&place, &["--walk", "me.walks.yaml", "--save", save], "Ada\n");
    let ran = walk("other.walks.yaml").ends(2);
    assert!(ran.out.is_empty() && ran.err.contains("a session that this run has not read"), "{}", ran.said());
    assert!(ran.err.contains("go on with it instead of `me.walks.yaml`"), "{}", ran.said());
    assert_eq!(fs::read_to_string(place.at("other.walks.yaml")).unwrap(), session("tree.yaml", "{colour: blue}"));
    walk("new.walks.yaml").ends(0);
    assert!(!fs::read_to_string(place.at("me.walks.yaml")).unwrap().contains("Ada"));
    fs::create_dir(place.at("sub")).unwrap();
    symlink("../me.walks.yaml", place.at("sub/link")).unwrap();
    symlink("sub", place.at("subs")).unwrap();
    fs::create_dir_all(place.at("far/away")).unwrap();
    symlink("../../sub", place.at("far/away/subs")).unwrap();
    let full = place.at("me.walks.yaml").display().to_string();
    for same in [
        "me.walks.yaml",
        "./me.walks.yaml",
        "sub/../me.walks.yaml",
        &full,
        "sub/link",
        "subs/link",
        "far/away/subs/link",
    ] {
        place.write("me.walks.yaml", session("tree.yaml", "{colour: red, size: 3}"));
        walk(same).ends(0);
        assert!(fs::read_to_string(place.at("me.walks.yaml")).unwrap().contains("name: Ada"), "{same}");
        // By whichever name it is read, its tree is found.
        place.run(&["test", "me.walks.yaml", same]).ends(0);
        play(&place, &["--save", same], "").ends(0).says("Going on");
    }
    assert!(fs::symlink_metadata(place.at("sub/link")).unwrap().is_symlink());
    // A second name of the same file: nothing is lost under the first.
    place.write("me.walks.yaml", session("tree.yaml", "{colour: red, size: 3}"));
    fs::hard_link(place.at("me.walks.yaml"), place.at("second")).unwrap();
    walk("second").ends(0);
    assert!(fs::read_to_string(place.at("second")).unwrap().contains("name: Ada"));
    assert!(fs::read_to_string(place.at("me.walks.yaml")).unwrap().contains("colour: red"));
}

#[test]
fn the_command_line_wins_over_the_file_and_that_is_said() {
    let place = place();
    let ran = play(&place, &["--save=me.walks.yaml", "--answer=colour=blue", "--today=2026-01-31"], "Ada\n").ends(0);
    let said = "`--today 2026-01-31` and `--answer` to `colour` win over what `me.walks.yaml` says.";
    assert!(ran.err.contains(said) && ran.out.contains("Blue 3 Ada 2026-01-31"), "{}", ran.said());
    let saved = fs::read_to_string(place.at("me.walks.yaml")).unwrap();
    assert!(saved.contains("colour: blue") && saved.contains("today: 2026-01-31"), "{saved}");
    let ran = play(&place, &["--walk=me.walks.yaml", "--answer=colour=green"], "").ends(0);
    assert!(ran.err.contains("`--answer` to `colour` wins over what `me.walks.yaml` says."), "{}", ran.said());
    // Where both say the same nothing wins.
    let same = ["--walk=me.walks.yaml", "--answer=colour=blue", "--today=2026-01-31"];
    assert!(!play(&place, &same, "").ends(0).err.contains("over what"));
    // For programs nothing is said beside the state.
    let json = play(&place, &["--walk=me.walks.yaml", "--answer=colour=green", "--format=json"], "").ends(0);
    assert!(json.err.is_empty(), "{}", json.said());
    play(&place, &["--save=me.walks.yaml", "--format=json"], "").cannot("nothing to `--save`");
}

/// A run that has asked its first question.
pub(super) struct Asking {
    child: Child,
    out: ChildStdout,
    said: String,
}

impl Asking {
    pub(super) fn start(place: &Place, arguments: &[&str], first: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_onread"))
            .args(arguments)
            .current_dir(place.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let mut asking = Self { child, out, said: String::new() };
        asking.until(first);
        asking
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Reads on until something is said.
    pub(super) fn until(&mut self, text: &str) {
        let from = self.said.len();
        let mut byte = [0];
        while !self.said.get(from..).is_some_and(|new| new.contains(text)) {
            assert_eq!(self.out.read(&mut byte).unwrap(), 1, "it ended without `{text}`: {}", self.said);
            self.said.push(char::from(byte[0]));
        }
    }

    pub(super) fn answer(&mut self, line: &str) {
        self.child.stdin.as_mut().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// Its exit code, everything said to standard output, and to standard error.
    pub(super) fn end(mut self) -> (Option<i32>, String, String) {
        drop(self.child.stdin.take());
        self.out.read_to_string(&mut self.said).unwrap();
        let done = self.child.wait_with_output().unwrap();
        (done.status.code(), self.said, String::from_utf8(done.stderr).unwrap())
    }
}

#[test]
fn a_file_that_changed_in_the_meantime_is_not_written_over() {
    type Change = fn(&Place);
    let changes: [(&str, Change); 6] = [
        ("edited", |place| place.write("me.walks.yaml", session("tree.yaml", "{colour: green}"))),
        ("as long as before", |place| {
            let text = fs::read_to_string(place.at("me.walks.yaml")).unwrap();
            fs::write(place.at("me.walks.yaml"), text.replace("red", "RED")).unwrap();
        }),
        ("deleted", |place| fs::remove_file(place.at("me.walks.yaml")).unwrap()),
        ("a folder", |place| {
            fs::remove_file(place.at("me.walks.yaml")).unwrap();
            fs::create_dir(place.at("me.walks.yaml")).unwrap();
        }),
        ("a pipe", |place| {
            fs::remove_file(place.at("me.walks.yaml")).unwrap();
            assert!(Command::new("mkfifo").arg(place.at("me.walks.yaml")).status().unwrap().success());
        }),
        ("a second run", |place| {
            play(place, &["--save", "me.walks.yaml"], "9\nEve\n").ends(0);
        }),
    ];
    for (what, change) in changes {
        for start in [Some("{colour: red}"), None] {
            let place = place();
            let _ = fs::remove_file(place.at("me.walks.yaml"));
            if let Some(answers) = start {
                place.write("me.walks.yaml", session("tree.yaml", answers));
            }
            let first = if start.is_some() { "Size?" } else { "Colour?" };
            let mut run = Asking::start(&place, &["play", "tree.yaml", "--save", "me.walks.yaml"], first);
            if start.is_none() {
                run.answer("red");
                run.until("Size?");
            }
            change(&place);
            let state = |place: &Place| {
                let file = place.at("me.walks.yaml");
                let kind = fs::symlink_metadata(&file).ok()?;
                Some((kind.is_file().then(|| fs::read(&file).unwrap()), kind.ino()))
            };
            let before = state(&place);
            run.answer("7");
            run.until("Name?");
            run.answer("Ada");
            let (code, out, err) = run.end();
            assert_eq!(code, Some(2), "{what}: {out}{err}");
            assert_eq!(state(&place), before, "{what}: {out}{err}");
            assert_eq!(out.matches("save").count(), 1, "{what}: it is told once: {out}");
            assert!(out.contains("Red 7 Ada"), "{what}: {out}");
            assert!(err.contains("error: not everything is saved: "), "{what}: {err}");
        }
    }
}

#[test]
fn two_runs_that_save_to_one_file_lose_nothing_of_each_other() {
    let place = place();
    let start = || Asking::start(&place, &["play", "tree.yaml", "--save", "me.walks.yaml"], "Name?");
    let runs: Vec<_> = (0..4).map(|_| start()).collect();
    let ended: Vec<_> = std::thread::scope(|scope| {
        let end = |(number, mut run): (usize, Asking)| {
            scope.spawn(move || {
                run.answer(&format!("number {number}"));
                run.end()
            })
        };
        let threads: Vec<_> = runs.into_iter().enumerate().map(end).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let saved = fs::read_to_string(place.at("me.walks.yaml")).unwrap();
    let winners = ended.iter().filter(|(code, ..)| *code == Some(0)).count();
    assert!(winners <= 1, "{ended:?}");
    for (number, (code, out, err)) in ended.iter().enumerate() {
        let own = saved.contains(&format!("number {number}"));
        assert_eq!(*code, Some(if own { 0 } else { 2 }), "{saved}\n{out}{err}");
    }
}

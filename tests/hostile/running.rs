//! Runs the binary under limits and judges what came of it.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::size::cases;

/// How long a run may take; a debug build on a busy machine is slow.
const SECONDS: u64 = 60;
/// How much memory a run may ask for, in KiB.
const MEMORY: u64 = 2 << 20;

/// How large an input is where size is the point: more than any bound lets pass, and large enough, with all cases, that
/// anything worse than linear shows.
pub fn large() -> usize {
    cases(if cfg!(debug_assertions) { 100_000 } else { 1_000_000 }).max(12_500)
}

/// How deep an input is nested that no stack could hold.
pub fn deep() -> usize {
    cases(200_000).max(25_000)
}

/// What a run came to.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
    what: String,
}

impl Ran {
    /// Everything that was said, for messages.
    pub fn said(&self) -> String {
        let cut = |text: &str| text.chars().take(2000).collect::<String>();
        format!("{}: {:?}\n{}\n{}", self.what, self.code, cut(&self.out), cut(&self.err))
    }

    /// The run ended with this code and without a crash.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.said());
        self
    }

    /// Says this somewhere.
    #[track_caller]
    pub fn says(self, part: &str) -> Self {
        assert!(self.out.contains(part) || self.err.contains(part), "no `{part}` in {}", self.said());
        self
    }

    /// The file has mistakes, and one of them is this.
    #[track_caller]
    pub fn finds(self, part: &str) -> Self {
        self.ends(1).says(part)
    }

    /// What was asked cannot be done, for this reason.
    #[track_caller]
    pub fn cannot(self, part: &str) -> Self {
        let ran = self.ends(2);
        assert!(ran.err.starts_with("error: "), "{}", ran.said());
        ran.says(part)
    }
}

/// A folder of its own with these files, and the binary to be run there.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        files.iter().for_each(|(name, text)| place.write(name, text));
        place
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        std::fs::write(self.at(name), text).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        run(self.path(), arguments, input)
    }

    /// The same within so many KiB of memory.
    #[track_caller]
    pub fn run_within(&self, memory: u64, arguments: &[&str]) -> Ran {
        run_within(self.path(), &[], memory, arguments, b"")
    }
}

/// Checks one tree.
#[track_caller]
pub fn check(tree: &str) -> Ran {
    Place::new(&[("tree.yaml", tree)]).run(&["check", "tree.yaml", "--color=never"])
}

/// Plays one tree line by line.
#[track_caller]
pub fn play(tree: &str, input: &str) -> Ran {
    Place::new(&[("tree.yaml", tree)]).run_with(&["play", "tree.yaml", "--today=2026-01-31"], input.as_bytes())
}

/// Runs the binary with a limit of memory and one of time; a crash or a hang fails the test.
#[track_caller]
pub fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    run_within(folder, &[], MEMORY, arguments, input)
}

/// The same, in an environment with these variables.
#[track_caller]
pub fn run_in(folder: &Path, environment: &[(&str, &str)], arguments: &[&str], input: &[u8]) -> Ran {
    run_within(folder, environment, MEMORY, arguments, input)
}

#[track_caller]
fn run_within(folder: &Path, environment: &[(&str, &str)], memory: u64, arguments: &[&str], input: &[u8]) -> Ran {
    let what = format!(
        "onread {}",
        arguments.iter().map(|a| a.chars().take(80).collect::<String>() + " ").collect::<String>()
    );
    let mut child = start(folder, environment, memory, arguments);
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_vec());
    // A program that does not read its input may close it first.
    thread::spawn(move || drop(stdin.write_all(&input)));
    let reader = |mut from: Box<dyn Read + Send>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).unwrap();
            String::from_utf8(bytes).expect("what is printed is text")
        })
    };
    let out = reader(Box::new(child.stdout.take().unwrap()));
    let err = reader(Box::new(child.stderr.take().unwrap()));
    let until = Instant::now() + Duration::from_secs(SECONDS);
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if Instant::now() > until => {
                child.kill().unwrap();
                panic!("{what} still runs after {SECONDS} s");
            }
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let ran = Ran { code: status.code(), out: out.join().unwrap(), err: err.join().unwrap(), what };
    assert!(matches!(ran.code, Some(0..=3)), "it crashed: {status}: {}", ran.said());
    assert!(!ran.err.contains("panicked") && !ran.err.contains("bug in onread"), "{}", ran.said());
    ran
}

fn start(folder: &Path, environment: &[(&str, &str)], memory: u64, arguments: &[&str]) -> Child {
    // Few threads, so that the limit is the same on a machine with many cores.
    let limited = format!("ulimit -v {memory} 2>/dev/null; exec \"$0\" \"$@\"");
    Command::new("sh")
        .args(["-c", &limited, env!("CARGO_BIN_EXE_onread")])
        .args(arguments)
        .current_dir(folder)
        .env("RAYON_NUM_THREADS", "2")
        .env("MALLOC_ARENA_MAX", "2")
        .env_remove("CLICOLOR_FORCE")
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A tree of one question, `q`, with this under it; `values` and the like may follow.
pub fn tree(question: &str, rest: &str) -> String {
    format!("title: A tree\nquestions:\n  q:\n    ask: What?\n{question}{rest}outcomes:\n  done: {{title: Done}}\n")
}

/// The simplest question.
pub const YES: &str = "    answers: {yes: done, no: done}\n";

/// A tree of so many questions in a line; the last leads to `end`.
pub fn line(count: usize, end: &str) -> String {
    let mut out = String::from("title: A line\nquestions:\n");
    for index in 0..count {
        out.push_str(&format!("  q{index}:\n    ask: What?\n    answers: [yes, no]\n"));
    }
    out + &format!("    next: {end}\noutcomes:\n  done: {{title: Done}}\n")
}

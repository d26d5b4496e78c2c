//! `examples/serve.rs` as a client sees it: its states are those of `onread play --format json`, and no line ends it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use crate::size;
use serde_json::{Value, json};

const TODAY: &str = "2026-01-31";
const ONREAD: &str = env!("CARGO_BIN_EXE_onread");

/// The example beside the program: `cargo test` builds both, and `cargo test --test program` only one of them.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let profile = Path::new(ONREAD).parent().unwrap();
        let program = profile.join("examples").join(format!("serve{}", std::env::consts::EXE_SUFFIX));
        let age = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
        let sources = [Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/serve.rs"), ONREAD.into()];
        if sources.iter().any(|source| age(&program) < age(source)) {
            let mut build = Command::new(env!("CARGO"));
            build.args(["build", "--quiet", "--locked", "--example", "serve"]);
            if profile.ends_with("release") {
                build.arg("--release");
            }
            assert!(build.status().unwrap().success(), "the example does not build");
        }
        program
    })
}

/// A client of one tree.
struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Client {
    fn new(tree: &Path) -> Self {
        let mut server = Command::new(program())
            .args([tree.as_os_str(), TODAY.as_ref()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
        Self { server, input, output }
    }

    /// Sends a line as it is, and reads the one that answers it.
    fn line(&mut self, line: &[u8]) -> Value {
        let input = self.input.as_mut().unwrap();
        input.write_all(&[line, b"\n"].concat()).unwrap();
        self.read()
    }

    fn read(&mut self) -> Value {
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    fn ask(&mut self, request: &Value) -> Value {
        self.line(request.to_string().as_bytes())
    }

    fn start(&mut self) -> Value {
        self.ask(&json!({"do": "start"}))
    }

    fn answer(&mut self, answer: &Value) -> Value {
        self.ask(&json!({"do": "answer", "answer": answer}))
    }

    fn back(&mut self) -> Value {
        self.ask(&json!({"do": "back"}))
    }

    fn restore(&mut self, answers: &Value) -> Value {
        self.ask(&json!({"do": "restore", "answers": answers}))
    }

    /// Closes the input; nothing more is said, and the program is content.
    fn end(mut self) {
        drop(self.input.take());
        let mut rest = String::new();
        self.output.read_line(&mut rest).unwrap();
        assert_eq!(rest, "");
        assert!(self.server.wait().unwrap().success());
    }
}

/// What `play --format json` says of the same answers.
fn played(tree: &Path, asked: &Value) -> Value {
    let mut play = Command::new(ONREAD);
    play.arg("play").arg(tree).args(["--format=json", "--today", TODAY]);
    for one in asked.as_array().unwrap() {
        let value = match &one["answer"] {
            Value::Null => String::new(),
            Value::Array(ids) => ids.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>().join(","),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        play.arg(format!("--answer={}={value}", one["id"].as_str().unwrap()));
    }
    let done = play.output().unwrap();
    serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {done:?}"))
}

/// The trees that come with the program, those of others where they are there, and one with every kind of question.
fn trees() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trees = vec![root.join("tests/diagnostics/meeting.yaml")];
    for folder in ["trees", "../shared/trees"] {
        let Ok(files) = std::fs::read_dir(root.join(folder)) else { continue };
        let tree = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.ends_with(".yaml") && !name.ends_with(".walks.yaml")
        };
        trees.extend(files.map(|file| file.unwrap().path()).filter(tree));
    }
    trees.sort();
    assert!(trees.len() > 4, "{trees:?}");
    trees
}

/// What a person might say to a question; a wrong one now and then.
fn replies(question: &Value, seed: usize) -> Vec<Value> {
    let answers = question["answers"].as_array().unwrap();
    let mut replies = match question["kind"].as_str().unwrap() {
        "choice" => (0..answers.len()).map(|at| answers[(at + seed) % answers.len()]["id"].clone()).collect(),
        "many" => {
            let id = |at: usize| answers[(at + seed) % answers.len()]["id"].clone();
            let (one, two) = (json!([id(0)]), json!([id(0), id(1)]));
            if answers.len() > 1 && seed % 2 == 1 { vec![two, one, json!([])] } else { vec![one, json!([]), two] }
        }
        "number" => vec![json!(7 * seed), json!("2.5"), json!(1), question["min"].clone(), question["max"].clone()],
        "date" => vec![question["max"].clone(), json!("2026-02-01"), question["min"].clone(), json!("1990-05-17")],
        _ => vec![json!(format!("Ann {seed}")), json!("AB123456C"), Value::Null],
    };
    if seed.is_multiple_of(3) {
        replies.insert(0, json!("no such answer"));
    }
    replies
}

/// Walks to an end; returns its state and how many replies were refused on the way.
fn walk(client: &mut Client, tree: &Path, seed: usize) -> (Value, usize) {
    let (mut state, mut refused) = (client.start(), 0);
    assert_eq!(state, played(tree, &json!([])));
    while state["state"] == "question" {
        let replies = replies(&state["question"], seed);
        let next = replies.iter().find_map(|reply| {
            let next = client.answer(reply);
            if next["state"] != "error" || next["error"]["code"] != "refused" {
                return Some(next);
            }
            // A refusal says why, and the session stands where it stood.
            assert_eq!(next["error"]["question"], state["question"]["id"]);
            assert_eq!((&next["asked"], &next["progress"]), (&state["asked"], &state["progress"]));
            refused += 1;
            None
        });
        let Some(next) = next else { break };
        assert_eq!(next, played(tree, &next["asked"]), "{}", tree.display());
        state = next;
    }
    (state, refused)
}

#[test]
fn states_are_those_of_play() {
    let (mut outcomes, mut refused) = (0, 0);
    for (number, tree) in trees().into_iter().enumerate() {
        let mut client = Client::new(&tree);
        for seed in (0..3).filter(|seed| size::all() || (number + seed) % 3 == 0) {
            let (end, wrong) = walk(&mut client, &tree, seed);
            outcomes += usize::from(end["state"] == "outcome");
            refused += wrong;
            // To restore is to answer again, from wherever the session stands.
            let asked = end["asked"].clone();
            assert_eq!(client.restore(&asked), end);
            client.start();
            assert_eq!(client.restore(&asked), end);
            // To go back is to have answered less.
            for count in (0..asked.as_array().unwrap().len()).rev() {
                let fewer = json!(asked.as_array().unwrap()[..count]);
                assert_eq!(client.back(), played(&tree, &fewer));
            }
            assert_eq!(client.back()["error"]["code"], "nothing-answered");
            assert_eq!(client.start(), played(&tree, &json!([])));
        }
        client.end();
    }
    let least = if size::all() { 12 } else { 2 };
    assert!(outcomes > least && refused > least, "{outcomes} walks to an outcome, {refused} replies refused");
}

const TREE: &str = "\
title: T
questions:
  name: {ask: Name?, kind: text, pattern: '[a-z0-9.]+'}
  size: {ask: Size?, kind: number, min: 1, optional: true}
  pets: {ask: Pets?, kind: many, answers: [cat, dog]}
  sure: {ask: 'Sure, {{ name }}?', answers: {yes: end, no: stuck}}
  stuck: {ask: S?, answers: {only: {goto: end, when: name == \"x\"}}}
outcomes: {end: {title: End}}
";

fn tree(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tree.yaml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn lines_that_are_no_request_are_answered_and_change_nothing() {
    let (_folder, tree) = tree(TREE);
    let mut client = Client::new(&tree);
    client.answer(&json!("ann"));
    let before = client.answer(&json!(3));
    let deep = "[".repeat(100_000);
    let long = format!("{{\"do\": \"answer\", \"answer\": \"{}\"}}", "x".repeat(3 << 20));
    let lines: [(&[u8], &str); 17] = [
        (b"", "bad-request"),
        (b"answer", "bad-request"),
        (b"{}", "bad-request"),
        (b"[]", "bad-request"),
        (b"null", "bad-request"),
        (b"{\"do\": \"start\"", "bad-request"),
        (b"{\"do\": \"start\"} {\"do\": \"back\"}", "bad-request"),
        (b"{\"do\": \"begin\"}", "bad-request"),
        (b"{\"do\": \"back\", \"times\": 2}", "bad-request"),
        (b"{\"do\": \"answer\"}", "bad-request"),
        (b"{\"do\": \"answer\", \"answer\": true}", "bad-request"),
        (b"{\"do\": \"answer\", \"answer\": [1]}", "bad-request"),
        (b"{\"do\": \"restore\", \"answers\": {\"name\": \"ann\"}}", "bad-request"),
        (b"{\"do\": \"answer\", \"answer\": \"\xff\xfe\"}", "bad-request"),
        (b"{\"do\": \"answer\", \"question\": \"name\", \"answer\": [\"cat\"]}", "other-question"),
        (deep.as_bytes(), "bad-request"),
        (long.as_bytes(), "too-long"),
    ];
    for (line, code) in lines {
        let said = client.line(line);
        let what = String::from_utf8_lossy(&line[..line.len().min(80)]);
        assert_eq!((&said["state"], &said["error"]["code"]), (&json!("error"), &json!(code)), "{what}: {said}");
        assert!(!said["error"]["message"].as_str().unwrap().is_empty());
        for key in ["asked", "progress", "scores", "unused", "unfit"] {
            assert_eq!(said[key], before[key], "{what}");
        }
    }
    let after = client.ask(&json!({"do": "answer", "question": "pets", "answer": ["dog", "cat"]}));
    assert_eq!(after["question"]["id"], "sure");
    assert_eq!(after["asked"][2]["answer"], json!(["cat", "dog"]));
    client.end();
}

#[test]
fn the_last_line_needs_no_end_and_an_end_may_come_at_once() {
    let (_folder, tree) = tree(TREE);
    Client::new(&tree).end();
    let mut client = Client::new(&tree);
    client.input.as_mut().unwrap().write_all(b"{\"do\": \"answer\", \"answer\": \"ann\"}").unwrap();
    drop(client.input.take());
    assert_eq!(client.read()["question"]["id"], "size");
    client.end();
}

#[test]
fn numbers_and_texts_are_taken_as_they_are_written() {
    let (_folder, tree) = tree(TREE);
    let mut client = Client::new(&tree);
    assert_eq!(client.answer(&json!("1.50"))["asked"][0]["answer"], json!("1.50"));
    assert_eq!(
        client.line(b"{\"do\":\"answer\",\"answer\":1.2500000000000000000000001}")["asked"][1]["answer"].to_string(),
        "1.2500000000000000000000001"
    );
    client.start();
    assert_eq!(client.line(b"{\"answer\":1.50,\"do\":\"answer\"}")["asked"][0]["answer"], json!("1.50"));
    for (line, message) in [
        ("1e400", "`1e+400` is not a number; write it in digits only, such as 12 or 0.5"),
        ("0.5", "the least possible is 1"),
        ("[\"cat\"]", "one answer is wanted here, not a list"),
    ] {
        let said = client.line(format!("{{\"do\":\"answer\",\"answer\":{line}}}").as_bytes());
        assert_eq!(said["error"]["message"], message);
    }
    let left = client.answer(&Value::Null);
    assert_eq!((&left["asked"][1]["answer"], &left["question"]["id"]), (&Value::Null, &json!("pets")));
    client.end();
}

#[test]
fn what_no_longer_fits_is_told_and_asked_again() {
    let (_folder, tree) = tree(TREE);
    let mut client = Client::new(&tree);
    let kept = json!([
        {"id": "gone", "answer": "x"},
        {"id": "name", "answer": "ann"},
        {"id": "size", "answer": 0},
        {"id": "pets", "answer": ["cat"]},
        {"id": "name", "answer": "bob"},
    ]);
    let state = client.restore(&kept);
    assert_eq!(state["question"]["id"], "size");
    assert_eq!(state["unused"], json!(["size", "pets"]));
    assert_eq!(
        state["unfit"],
        json!([
            {"question": "gone", "answer": "x", "message": "the tree has no question `gone`"},
            {"question": "size", "answer": "0", "message": "the least possible is 1"},
        ])
    );
    // What stands behind it and fits is not asked again.
    let state = client.answer(&json!(2));
    assert_eq!((&state["question"]["id"], &state["unused"]), (&json!("sure"), &json!([])));
    assert_eq!(state["unfit"].as_array().unwrap().len(), 1);
    // Where the tree leaves nobody a way on, it says so, and one can go back.
    let stuck = client.answer(&json!("no"));
    assert_eq!((&stuck["error"]["code"], &stuck["error"]["question"]), (&json!("stuck"), &json!("stuck")));
    assert_eq!(client.answer(&json!("only"))["error"]["code"], "refused");
    assert_eq!(client.back()["question"]["id"], "sure");
    assert_eq!(client.back()["question"]["id"], "pets");
    assert_eq!(client.start()["unfit"], json!([]));
    client.end();
}

/// A page's threads may share trees, and take turns with a session.
#[test]
fn sessions_go_from_thread_to_thread() {
    fn shared<T: Send + Sync + 'static>(value: T) -> T {
        value
    }
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let mut session = shared(onread::Session::new(onread::load_str("tree", TREE).unwrap(), today));
    let other = session.clone();
    let state = std::thread::spawn(move || {
        session.give("ann").unwrap();
        shared(session.state())
    });
    assert_eq!(state.join().unwrap().asked.len(), 1);
    assert_eq!((other.waits_for(), other.state().asked.len()), (Some("name"), 0));
}

#[test]
fn a_file_that_is_no_tree_is_a_state_too() {
    let (_folder, tree) = tree("title: T\n");
    let done = Command::new(program()).arg(&tree).output().unwrap();
    assert!(!done.status.success());
    let state: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(state, played(&tree, &json!([])));
    assert_eq!((&state["error"]["code"], state["diagnostics"].as_array().unwrap().is_empty()), (&json!("tree"), false));
}

#[test]
fn what_questions_tell_comes_with_them_and_with_the_last_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quiz.yaml");
    let tree = "
title: Quiz
questions:
  moon:
    ask: Who was first?
    notes: [{title: Hint, text: Not *Gagarin*.}, {when: answered(moon), text: nobody}]
    answers: {armstrong: {feedback: Right.}, aldrin: }
  year:
    ask: When?
    kind: number
    notes: [{when: moon == armstrong, text: You know.}]
    feedback: [{when: year < 1969, text: Before {{ year }} nobody was.}, {text: So it was.}]
    next: done
outcomes:
  done: {title: Done, notes: [{title: One, text: first}]}
";
    std::fs::write(&path, tree.replace("Before {{ year }} nobody was.", "'Before {{ year }} nobody was.'")).unwrap();
    let mut client = Client::new(&path);
    assert_eq!(client.start()["question"]["notes"], json!([{"title": "Hint", "text": "Not *Gagarin*."}]));
    let year = client.answer(&json!("armstrong"));
    assert_eq!(year["question"]["notes"], json!([{"text": "You know."}]));
    assert_eq!(year["asked"], json!([{"id": "moon", "answer": "armstrong", "feedback": ["Right."]}]));
    let end = client.answer(&json!(1960));
    let asked = json!([
        {"id": "moon", "answer": "armstrong"},
        {"id": "year", "answer": 1960, "feedback": ["Before 1960 nobody was."]},
    ]);
    assert_eq!((&end["asked"], &end["outcome"]["notes"]), (&asked, &json!([{"title": "One", "text": "first"}])));
    assert_eq!(client.back(), year);
    // What was kept may be given back as it came.
    assert_eq!(client.restore(&asked), end);
    client.end();
}

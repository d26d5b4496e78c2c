//! Serves one tree over standard input and output: each line that comes in is a request in JSON, and is answered by one
//! line with the state of the session, as `onread play --format json` prints it.
//!
//! `cargo run --example serve -- trees/reply-all.yaml 2026-01-31`
//!
//! ```text
//! {"do": "start"}                                              starts over, at the first question
//! {"do": "answer", "answer": "yes"}                            answers the question that waits
//! {"do": "answer", "question": "rain", "answer": ["a", "b"]}   the same, and only if this question waits
//! {"do": "back"}                                               takes the last answer back
//! {"do": "restore", "answers": [{"id": "rain", "answer": "yes"}]}
//!                                                              goes on from the `asked` of an earlier state
//! ```
//!
//! Whatever cannot be done is answered by a state that is an `error`, and changes nothing. A program with many readers
//! keeps a [`Session`] for each; they share the tree.

use std::ffi::OsString;
use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{Local, NaiveDate};
use onread::session::{Asked, Problem, Reply};
use onread::text::SourceFile;
use onread::{Session, State};
use serde::Deserialize;

/// A longer line is no request.
const LONGEST: u64 = 1 << 20;

/// What a client asks for.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase", deny_unknown_fields)]
enum Request {
    Start {},
    Answer { question: Option<String>, answer: Reply },
    Back {},
    Restore { answers: Vec<Asked> },
}

fn main() -> ExitCode {
    match run() {
        Ok(exit) => exit,
        // Whoever read the answers has gone away: nothing is left to say to them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let (path, today) = match &*arguments {
        [path] => (path, Some(Local::now().date_naive())),
        [path, day] => (path, day.to_str().and_then(|day| day.parse::<NaiveDate>().ok())),
        _ => return Err(io::Error::other("usage: serve TREE [YEAR-MONTH-DAY]")),
    };
    let today = today.ok_or_else(|| io::Error::other("write a date as year-month-day, such as 2026-01-31"))?;
    let file = SourceFile::new(path.to_string_lossy(), std::fs::read_to_string(path)?);
    let mut output = io::stdout().lock();
    let tree = match onread::load(&file) {
        Ok(loaded) => loaded.tree,
        Err(broken) => {
            say(&mut output, &State::of_broken(&broken, &file))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    serve(&mut Session::new(tree, today), &mut io::stdin().lock(), &mut output)?;
    Ok(ExitCode::SUCCESS)
}

/// Answers one request after the other, to the end of the input.
fn serve(session: &mut Session, input: &mut impl BufRead, output: &mut impl Write) -> io::Result<()> {
    while let Some(line) = next_line(input)? {
        let state = match line.and_then(|line| serde_json::from_slice(&line).map_err(|error| unread(&error))) {
            Ok(request) => answer(session, request),
            Err(problem) => session.failed(problem),
        };
        say(output, &state)?;
    }
    Ok(())
}

/// Does what is asked for; what cannot be done changes nothing.
fn answer(session: &mut Session, request: Request) -> State {
    match request {
        Request::Start {} => *session = Session::new(Arc::clone(session.tree()), session.today()),
        Request::Restore { answers } => session.restore(&answers),
        Request::Back {} if session.back().is_none() => {
            return session.failed(Problem::new("nothing-answered", "there is no answer to take back"));
        }
        Request::Back {} => {}
        Request::Answer { question, answer } => {
            let waiting = session.waits_for().map(str::to_owned);
            if question.is_some() && question != waiting {
                return session.failed(Problem::new("other-question", "another question waits for its answer"));
            }
            if let Err(refusal) = session.give(answer) {
                return session.refused(&refusal);
            }
        }
    }
    session.state()
}

fn unread(error: &serde_json::Error) -> Problem {
    Problem::new("bad-request", format!("this line is no request: {error}"))
}

/// The next line; none at the end of the input.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Result<Vec<u8>, Problem>>> {
    let mut line = Vec::new();
    if (&mut *input).take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") || (line.len() as u64) < LONGEST {
        return Ok(Some(Ok(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(Err(Problem::new("too-long", format!("a line has {LONGEST} bytes at most")))))
}

fn say(output: &mut impl Write, state: &State) -> io::Result<()> {
    serde_json::to_writer(&mut *output, state)?;
    output.write_all(b"\n")?;
    output.flush()
}

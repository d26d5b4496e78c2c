//! `onread test --against`: which saved walks a new version of a tree breaks.

use std::fmt::Write;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::arguments::Arguments;
use crate::cli::command::diff;
use crate::cli::io::read::files;
use crate::cli::io::read::inputs::{Input, Inputs, Wanted as Of, tree_path, walks_first};
use crate::cli::io::read::passed_over::PassedOver;
use crate::cli::io::{colour, output};
use crate::cli::report::test::tested::Format;
use crate::cli::report::test::text;
use crate::cli::{Done, Exit};
use crate::text::{SourceFile, Sources, one_line, visible};
use crate::walk::{self, Against, Broken, Rename, Renamed, Tests};

/// A walk file and what came of its walks.
struct Compared {
    file: Arc<SourceFile>,
    tree: String,
    walks: Against,
}

pub(crate) fn run(arguments: &Arguments, old: &Path, today: chrono::NaiveDate, color: colour::When) -> Done {
    let old = diff::version(files::tree(&old.to_string_lossy())?)?;
    let mut inputs = Inputs::default();
    let mut found = Vec::new();
    for one in walks_first(files::search(&arguments.paths)?) {
        let Some(Input::Walks(walk_file)) = inputs.only(&one, Of::Walks)? else { continue };
        let file = Arc::clone(walk_file.source());
        let cannot = |reason: String| format!("the walks of `{}` cannot be run: {reason}", file.name());
        let new = inputs.tree_of(&walk_file).map_err(|none| cannot(none.to_string()))?.tree;
        let wanted = arguments.wanted(file.name());
        let tests = Tests { file: &walk_file, wanted: &wanted, today };
        let walks = walk::against(&tests, &old.tree, &new).map_err(|found| {
            cannot(found.into_iter().next().map_or_else(|| "it is no walk file".to_owned(), |first| first.message))
        })?;
        let tree = tree_path(&walk_file).unwrap_or_default().display().to_string();
        drop(wanted);
        found.push(Compared { tree, file, walks });
    }
    match arguments.format {
        Format::Json => output::json(&record(&found, old.file.name(), &inputs.passed_over)),
        Format::Text => {
            color.decide(&io::stdout());
            output::result(&text(&found));
        }
        Format::Junit => return Err("`--against` has no JUnit report; use `--format json`".to_owned()),
    }
    let looked_at = |walks: &Against| walks.both + walks.broken.len() + walks.gained + walks.neither;
    if found.iter().all(|one| looked_at(&one.walks) == 0) {
        return inputs.passed_over.nothing(&arguments.nothing_found(found.is_empty()));
    }
    inputs.passed_over.tell();
    let broken = found.iter().any(|one| !one.walks.broken.is_empty());
    Ok(if broken { Exit::Findings } else { Exit::Fine })
}

/// A rename in words.
fn said(rename: &Rename) -> String {
    let Rename { what, from, to } = rename;
    match what {
        Renamed::Question => format!("question `{from}` is now `{to}`"),
        Renamed::Answer(question) => format!("answer `{from}` of `{question}` is now `{to}`"),
        Renamed::Outcome => format!("outcome `{from}` is now `{to}`"),
    }
}

fn mended(found: &[Compared]) -> usize {
    found.iter().flat_map(|one| &one.walks.broken).filter(|broken| !broken.renames.is_empty()).count()
}

fn text(found: &[Compared]) -> String {
    let mut out = String::new();
    for one in found {
        let files = Sources::from(&*one.file);
        for broken in &one.walks.broken {
            text::failure(&one.file, &files, broken.name.as_deref(), broken.span, &broken.trouble, &mut out);
            for rename in &broken.renames {
                let _ = writeln!(out, "  mended by a rename: {}", visible(&one_line(&said(rename))));
            }
        }
    }
    let sum = |of: &dyn Fn(&Against) -> usize| found.iter().map(|one| of(&one.walks)).sum::<usize>();
    let (both, broken) = (sum(&|walks| walks.both), sum(&|walks| walks.broken.len()));
    if broken > 0 {
        out = format!("{}\n\n", out.trim_start_matches('\n').trim_end());
    }
    let _ = write!(out, "{both} pass with both versions, {broken} broken by the new one");
    let mended = mended(found);
    let mend = if broken > 0 { format!(" ({mended} mended by renames)") } else { String::new() };
    let _ = write!(out, "{mend}");
    for (count, words) in
        [(sum(&|walks| walks.gained), "pass with the new one only"), (sum(&|walks| walks.neither), "fail with both")]
    {
        if count > 0 {
            let _ = write!(out, ", {count} {words}");
        }
    }
    out.push('\n');
    out
}

fn record(found: &[Compared], old: &str, passed_over: &PassedOver) -> Value {
    let sum = |of: &dyn Fn(&Against) -> usize| found.iter().map(|one| of(&one.walks)).sum::<usize>();
    let walks = found.iter().flat_map(|one| one.walks.broken.iter().map(move |broken| one_record(one, broken)));
    json!({
        "old": old,
        "both": sum(&|walks| walks.both),
        "broken": sum(&|walks| walks.broken.len()),
        "mended": mended(found),
        "gained": sum(&|walks| walks.gained),
        "neither": sum(&|walks| walks.neither),
        "walks": walks.collect::<Vec<_>>(),
        "passed_over": passed_over.record(),
    })
}

fn one_record(one: &Compared, broken: &Broken) -> Value {
    let place = one.file.place(broken.trouble.span.start);
    let rename = |rename: &Rename| {
        let (what, question) = match &rename.what {
            Renamed::Question => ("question", None),
            Renamed::Answer(question) => ("answer", Some(question)),
            Renamed::Outcome => ("outcome", None),
        };
        json!({"what": what, "question": question, "from": rename.from, "to": rename.to})
    };
    json!({
        "file": one.file.name(),
        "line": one.file.place(broken.span.start).line,
        "name": broken.name,
        "tree": one.tree,
        "message": broken.trouble.message,
        "expected": broken.trouble.expected,
        "reached": broken.trouble.reached,
        "at": {"line": place.line, "column": place.column},
        "renames": broken.renames.iter().map(rename).collect::<Vec<_>>(),
    })
}

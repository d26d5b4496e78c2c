//! What a shell offers where an argument is typed: files, codes, and the ids of the tree that the line names.
//!
//! A key press waits for it, so it reads what it needs, proves nothing, and offers nothing where a file is large.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter};

use super::read::{builtin, files};
use super::reading::bytes;
use crate::diagnostic::Code;
use crate::engine::Walk;
use crate::text::{SourceFile, one_line, steers};
use crate::tree::Tree;

/// A tree or a walk file with more bytes than this is not read.
const MOST: u64 = 1 << 18;
/// What a program in this variable is asks for what could stand where the cursor is.
pub(crate) const VARIABLE: &str = "ONREAD_COMPLETE";

type Candidates = Vec<CompletionCandidate>;

/// Trees: files, and those that are built in.
pub(crate) fn trees() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let mut all = paths().complete(current);
        all.extend(begun(current, builtin::names().map(|name| (name.to_owned(), "built in".to_owned()))));
        all
    })
}

/// Files with walks, and with what stands behind `#` the names of the walks in one.
pub(crate) fn walks() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let Some((path, _)) = current.to_str().and_then(|current| current.split_once('#')) else {
            return paths().complete(current);
        };
        let Some(file) = small(Path::new(path)) else { return Candidates::new() };
        let file = crate::walk::WalkFile::read(file);
        let names: Vec<String> = file.names().map(|name| format!("{path}#{name}")).collect();
        begun(current, names.into_iter().map(|name| (name, String::new())))
    })
}

/// Trees, walk files and folders.
pub(crate) fn yaml() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| paths().complete(current))
}

/// The codes of mistakes.
pub(crate) fn codes() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        begun(current, Code::ALL.iter().map(|code| (code.name().to_owned(), code.summary().to_owned())))
    })
}

/// `question=`, and behind it the ids of its answers; behind a comma the next of a set.
pub(crate) fn answers() -> ArgValueCompleter {
    of_tree(|tree, current| {
        let Some((id, given)) = current.split_once('=') else {
            let asked = tree.questions().map(|(_, question)| (format!("{}=", question.id), shown(tree, &question.ask)));
            return asked.collect();
        };
        let Some(question) = tree.question_named(id) else { return Vec::new() };
        let before = given.rfind(',').and_then(|at| given.get(..=at)).unwrap_or("");
        let options = tree.question(question).kind.options().iter();
        let label = |option: &crate::tree::AnswerOption| {
            option.label.as_ref().map_or_else(String::new, |label| shown(tree, label))
        };
        options.map(|option| (format!("{id}={before}{}", tree.symbol(option.id)), label(option))).collect()
    })
}

/// `question.answer=`, for weights.
pub(crate) fn weights() -> ArgValueCompleter {
    of_tree(|tree, _| {
        let of = |question: &crate::tree::Question| {
            let options = question.kind.options().iter();
            let text = |option: &crate::tree::AnswerOption| {
                (format!("{}.{}=", question.id, tree.symbol(option.id)), String::new())
            };
            options.map(text).collect::<Vec<_>>()
        };
        tree.questions().flat_map(|(_, question)| of(question)).collect()
    })
}

/// The ids of outcomes.
pub(crate) fn outcomes() -> ArgValueCompleter {
    of_tree(|tree, _| {
        tree.outcomes().map(|(_, outcome)| (outcome.id.to_string(), shown(tree, &outcome.title))).collect()
    })
}

/// The ids of questions and outcomes.
pub(crate) fn places() -> ArgValueCompleter {
    of_tree(|tree, _| {
        let questions = tree.questions().map(|(_, question)| (question.id.to_string(), shown(tree, &question.ask)));
        let outcomes = tree.outcomes().map(|(_, outcome)| (outcome.id.to_string(), shown(tree, &outcome.title)));
        questions.chain(outcomes).collect()
    })
}

/// What the tree that the line names has to offer.
fn of_tree(list: fn(&Tree, &str) -> Vec<(String, String)>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| {
        let (Some(tree), Some(text)) = (tree(), current.to_str()) else { return Candidates::new() };
        begun(current, list(&tree, text).into_iter())
    })
}

/// The tree that the line names: the first of its words that is one, or the one that `onread` alone plays.
fn tree() -> Option<Arc<Tree>> {
    let line: Vec<OsString> = env::args_os().skip_while(|word| word != "--").skip(2).collect();
    let words = line.iter().filter_map(|word| word.to_str()).filter(|word| !word.starts_with('-'));
    let file = words.clone().find_map(|word| {
        let path = Path::new(word);
        if path.is_file() { small(path) } else { builtin::find(word) }
    });
    let file = file.or_else(|| words.count().eq(&0).then(|| builtin::find(builtin::FLAGSHIP)).flatten())?;
    crate::load(&file).ok().map(|loaded| loaded.tree)
}

/// A file that is read at once.
fn small(path: &Path) -> Option<SourceFile> {
    let text = String::from_utf8(bytes(path, MOST).ok()?).ok()?;
    Some(SourceFile::new(path.display().to_string(), text))
}

fn shown(tree: &Tree, text: &crate::tree::Template) -> String {
    one_line(&Walk::new(tree, chrono::NaiveDate::default()).fill(text))
}

/// Folders and YAML files.
fn paths() -> PathCompleter {
    PathCompleter::any().filter(|path| path.is_dir() || files::is_yaml(path))
}

/// Those that begin with what is typed and that a line of text can hold.
fn begun(current: &OsStr, all: impl Iterator<Item = (String, String)>) -> Candidates {
    let current = current.to_string_lossy();
    let fitting = all.filter(|(name, _)| name.starts_with(&*current) && !name.chars().any(steers));
    fitting.map(|(name, help)| CompletionCandidate::new(name).help((!help.is_empty()).then(|| help.into()))).collect()
}

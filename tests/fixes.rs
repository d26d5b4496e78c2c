//! Advice works: what a help says can be done, and then the mistake is gone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "fixes/read.rs"]
mod read;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use onread::diagnostic::{Code, Diagnostic, Edit, edited};
use onread::text::Span;
use read::told;

fn wrong_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/err");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    files.sort();
    files
}

fn counts(found: &[Diagnostic]) -> HashMap<(Code, &str), usize> {
    let mut counts = HashMap::new();
    for one in found {
        *counts.entry((one.code, one.message.as_str())).or_default() += 1;
    }
    counts
}

/// Where the texts of edits stand once they are made.
fn places(edits: &[Edit]) -> Vec<Span> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut moved = 0_i64;
    let place = |edit: &Edit| {
        let start = (i64::from(edit.span.start) + moved) as usize;
        moved += edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start);
        Span::new(start, start + edit.text.len())
    };
    edits.into_iter().map(place).collect()
}

/// Why a fix does not mend what it is said to mend; none where it does.
fn fails(path: &Path, text: &str, before: &[Diagnostic], one: &Diagnostic) -> Option<String> {
    let fix = one.fix.as_ref()?;
    let Some(mended) = edited(text, &fix.edits) else { return Some("its edits do not fit".to_owned()) };
    let after = told(path, &mended);
    let (old, new) = (counts(before), counts(&after));
    let key = (one.code, one.message.as_str());
    if new.get(&key).copied().unwrap_or(0) >= old[&key] {
        return Some(format!("it is still there in\n{mended}"));
    }
    let places = places(&fix.edits);
    let touches = |found: &Diagnostic| {
        places.iter().any(|place| place.start <= found.span.end && found.span.start <= place.end)
    };
    let more = after.iter().find(|found| {
        let key = (found.code, found.message.as_str());
        touches(found) && new[&key] > old.get(&key).copied().unwrap_or(0)
    });
    more.map(|more| format!("now `{}` stands there: {} in\n{mended}", more.code, more.message))
}

#[test]
fn what_mends_a_mistake_mends_it() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for path in wrong_files() {
        let text = fs::read_to_string(&path).unwrap();
        let before = told(&path, &text);
        for one in &before {
            tried += usize::from(one.fix.is_some());
            if let Some(why) = fails(&path, &text, &before, one) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let line = text[..one.span.start as usize].matches('\n').count() + 1;
                wrong.push(format!("{name}:{line} {}: {}\n  help: {:?}\n  fix: {:?}\n  {why}", one.code, one.message, one.help, one.fix));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 300, "only {tried} fixes");
}

#[test]
fn dump() {
    for path in wrong_files() {
        let text = fs::read_to_string(&path).unwrap();
        for one in told(&path, &text) {
            if one.fix.is_none() {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                println!("NOFIX {name} {} | {} | {}", one.code, one.message, one.help.as_deref().unwrap_or("-"));
            }
        }
    }
}

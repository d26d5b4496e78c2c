//! Another name in a tree with a mistake: every use that was there before the mistake has it, or it is refused.

use onread::text::{SourceFile, Span};
use serde_json::json;

use super::client::{Client, Columns, offset, position, uri};
use super::renames::{edits, trees};
use super::size;

type Damage = fn(&str) -> String;

/// Ways to damage a line.
const DAMAGES: [(&str, Damage); 22] = [
    ("the colon is lost", |line| line.replacen(':', "", 1)),
    ("a second colon", |line| line.replacen(": ", ": x: ", 1)),
    ("the space behind the colon is lost", |line| line.replacen(": ", ":", 1)),
    ("indented further", |line| format!("  {line}")),
    ("indented by one", |line| format!(" {line}")),
    ("indented less", |line| line.strip_prefix("  ").unwrap_or(line).to_owned()),
    ("a tab", |line| format!("\t{line}")),
    ("the dash is lost", |line| line.replacen("- ", "  ", 1)),
    ("a dash before it", |line| format!("{}- {}", " ".repeat(line.len() - line.trim_start().len()), line.trim_start())),
    ("a quote is opened", |line| line.replacen(": ", ": \"", 1)),
    ("a single quote is opened", |line| line.replacen(": ", ": '", 1)),
    ("a brace is lost", |line| line.replacen('}', "", 1)),
    ("a brace is opened", |line| line.replacen(": ", ": {", 1)),
    ("a bracket is lost", |line| line.replacen(']', "", 1)),
    ("a bracket is opened", |line| line.replacen(": ", ": [", 1)),
    ("a comment", |line| format!("# {line}")),
    ("cut by a comment", |line| line.replacen(": ", ": #", 1)),
    ("cut in two", |line| line.get(..line.len() / 2).unwrap_or(line).to_owned()),
    ("the key is misspelt", |line| line.replacen(':', "x:", 1)),
    ("an operator is lost", |line| line.replacen(" == ", " ", 1)),
    ("an operator of another language", |line| line.replacen(" == ", " === ", 1)),
    ("an alias", |line| line.replacen(": ", ": *", 1)),
];

/// A right tree with one line damaged, and how many bytes are the same before the damage and behind it.
fn damaged(text: &str, line: usize, damage: Damage) -> Option<(String, usize, usize)> {
    let old = text.lines().nth(line)?;
    let new = damage(old);
    let at = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let same = |own: &mut dyn Iterator<Item = (u8, u8)>| own.take_while(|(one, other)| one == other).count();
    let before = same(&mut old.bytes().zip(new.bytes()));
    let most = old.len().min(new.len()) - before;
    let behind = same(&mut old.bytes().rev().zip(new.bytes().rev()).take(most));
    let whole = format!("{}{new}{}", &text[..at], &text[at + old.len()..]);
    (new != old).then_some((whole, at + before, text.len() - at - old.len() + behind))
}

#[test]
fn in_a_tree_with_a_mistake_every_use_gets_the_other_name_or_none() {
    let (mut renamed, mut refused, mut wrong) = (0, 0, Vec::new());
    let mut kinds = [0; DAMAGES.len()];
    // A part of the trees in a short run.
    let step = if size::all() { 1 } else { 3 };
    for (number, (path, _)) in trees().into_iter().enumerate().filter(|(number, _)| number % step == 0) {
        let text = std::fs::read_to_string(&path).unwrap();
        let references = onread::examine(&SourceFile::new("t.yaml", text.as_str())).references;
        let names: Vec<_> = references
            .declarations()
            .filter(|(_, one)| text.get(one.span.range()) == Some(&one.id))
            // Of two things of one name, one may come to be used where the other was.
            .filter(|(_, one)| references.declarations().filter(|(_, other)| other.id == one.id).count() == 1)
            .filter_map(|(id, one)| Some((one, references.renaming(id)?.places)))
            .collect();
        if names.is_empty() {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut client = Client::new(folder.path());
        let address = uri(&folder.path().join("t.yaml"));
        client.open(&address, &text);
        let lines = text.lines().count();
        let mut version = 1;
        for (at, (kind, damage)) in DAMAGES.iter().enumerate() {
            for try_ in 0..4 {
                let (one, places) = &names[(7 * number + 3 * at + try_) % names.len()];
                // A line where the name stands, or any.
                let own = text[..places[try_ % places.len()].start as usize].matches('\n').count();
                let line = if try_ % 2 == 0 { own } else { (31 * (at + 1) * (try_ + 1) + number) % lines };
                let Some((now, before, behind)) = damaged(&text, line, *damage) else { continue };
                if onread::examine(&SourceFile::new("t.yaml", now.as_str())).tree.is_some() {
                    continue;
                }
                let moved = |span: &Span| match (span.start as usize, span.end as usize) {
                    (start, end) if end <= before => Some(start),
                    (start, _) if text.len() - start <= behind => Some(start + now.len() - text.len()),
                    _ => None,
                };
                let inside = |c: char| c.is_alphanumeric() || c == '_';
                let alone = |at: &usize| {
                    now[*at..].starts_with(&*one.id)
                        && !now[..*at].ends_with(inside)
                        && !now[at + one.id.len()..].starts_with(inside)
                };
                let uses: Vec<usize> = places.iter().filter_map(moved).filter(alone).collect();
                let Some(first) = uses.first() else { continue };
                kinds[at] += 1;
                version += 1;
                client.change(&address, version, &now);
                let place = position(&now, *first, Columns::Utf16);
                let id = client.begin(
                    "textDocument/rename",
                    json!({"textDocument": {"uri": address}, "position": place, "newName": "fresh_7q"}),
                );
                let answer = client.answer(id);
                if let Some(error) = answer.get("error") {
                    refused += usize::from(error["message"].as_str().is_some_and(|why| !why.is_empty()));
                    continue;
                }
                renamed += 1;
                let changed: Vec<[usize; 2]> = edits(&answer["result"])[&address]
                    .iter()
                    .map(|edit| ["start", "end"].map(|end| offset(&now, &edit["range"][end], Columns::Utf16)))
                    .collect();
                for at in uses {
                    if !changed.iter().any(|[start, end]| *start <= at && at < *end) {
                        let (name, row) = (path.file_name().unwrap().display(), now[..at].matches('\n').count());
                        wrong.push(format!(
                            "{name}: {kind} in line {}: {} in line {}: {}",
                            line + 1,
                            one.id,
                            row + 1,
                            now.lines().nth(row).unwrap()
                        ));
                    }
                }
            }
        }
        client.end();
    }
    assert!(wrong.is_empty(), "{} of {renamed}, {refused} refused\n{}", wrong.len(), wrong.join("\n"));
    assert!(kinds.iter().all(|tried| *tried > 0), "{kinds:?}");
    assert!(renamed > 20 && refused > 20, "{renamed} renamed, {refused} refused");
}

//! Whatever is typed, the server finds in the text what `onread check` finds in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::client::{Client, Columns, capabilities, range, uri};
use super::size;

/// What is compared of a finding: its code, weight and place, what is said, and other places.
type Finding = (String, String, Value, String, Vec<(Value, String)>);

/// Random numbers that are the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// The byte of a place as `check` says it: a line and a column from 1, in characters.
fn byte(text: &str, line: &Value, column: &Value) -> usize {
    let (line, column) = (line.as_u64().unwrap() as usize, column.as_u64().unwrap() as usize);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let marks = text[start..].len() - text[start..].trim_start_matches('\u{feff}').len();
    let rest = &text[start + marks..];
    start + marks + rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(column - 1).unwrap()
}

fn place(text: &str, found: &Value, columns: Columns) -> Value {
    let start = byte(text, &found["line"], &found["column"]);
    let end = byte(text, &found["end_line"], &found["end_column"]);
    range(text, start..end.max(start), columns)
}

fn checked(text: &str, found: &Value, columns: Columns, texts: &dyn Fn(&str) -> String) -> Finding {
    let severity = match found["severity"].as_str().unwrap() {
        "error" => "1",
        "warning" => "2",
        _ => "3",
    };
    let mut said = found["message"].as_str().unwrap().to_owned();
    if let Some(help) = found["help"].as_str() {
        said.push_str(&format!("\nhelp: {help}"));
    }
    let labels = found["labels"].as_array().unwrap().iter().map(|label| {
        let text = texts(label["file"].as_str().unwrap());
        (place(&text, label, columns), label["message"].as_str().unwrap().to_owned())
    });
    let code = found["code"].as_str().unwrap().to_owned();
    (code, severity.to_owned(), place(text, found, columns), said, labels.collect())
}

fn told(found: &Value) -> Finding {
    let related = found["relatedInformation"].as_array().cloned().unwrap_or_default();
    let labels =
        related.iter().map(|one| (one["location"]["range"].clone(), one["message"].as_str().unwrap().to_owned()));
    let said = found["message"].as_str().unwrap();
    let said = said.split("\na walk that shows it: ").next().unwrap().to_owned();
    assert_eq!(found["source"], "onread");
    let code = found["code"].as_str().unwrap().to_owned();
    (code, found["severity"].to_string(), found["range"].clone(), said, labels.collect())
}

/// What `check` finds in each file of a folder.
pub(crate) fn check(folder: &Path) -> BTreeMap<PathBuf, Vec<Value>> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_onread")).args(["check", "--format", "json"]).arg(folder).output().unwrap();
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let mut files: BTreeMap<PathBuf, Vec<Value>> = BTreeMap::new();
    for one in found {
        files.entry(one["file"].as_str().unwrap().into()).or_default().push(one);
    }
    files
}

/// Texts to start from: ours, with mistakes, without, and in odd shapes.
fn seeds() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["trees", "tests/diagnostics/ok", "tests/diagnostics/err", "tests/proofs/err"] {
        let entries = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        let mut own: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
        own.sort();
        files.extend(own);
    }
    let mut texts: Vec<String> = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    texts.retain(|text| text.len() < 6000 && !text.starts_with("tree:"));
    let first = texts[0].clone();
    texts.push(first.replace('\n', "\r\n"));
    texts.push(format!("\u{feff}{first}"));
    texts.push(first.replace("ask: ", "ask: 🦀é "));
    texts.push(first.replace('\n', "\r"));
    texts
}

const TYPED: [&str; 24] = [
    "a",
    " ",
    "\n",
    ":",
    ": ",
    "'",
    "\"",
    "#",
    "- ",
    "{",
    "}",
    "[",
    "🦀",
    "é",
    "\t",
    "\r\n",
    "when: ",
    "  goto: x\n",
    "{{ ",
    " }}",
    "== yes",
    ", ",
    "outcomes:\n",
    "notes: [{text: hm}]\n",
];

/// One edit: which part of the text goes, and what comes.
fn edit(text: &str, random: &mut Random) -> (std::ops::Range<usize>, String) {
    let at = |random: &mut Random| {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let here = at(random);
    // Nobody types between the two signs that end a line.
    let here = if text[..here].ends_with('\r') && text[here..].starts_with('\n') { here - 1 } else { here };
    let near = |length: usize| {
        let mut end = (here + length).min(text.len());
        while !text.is_char_boundary(end) || text[..end].ends_with('\r') && text[end..].starts_with('\n') {
            end += 1;
        }
        end
    };
    match random.below(4) {
        0 | 1 => (here..here, TYPED[random.below(TYPED.len())].to_owned()),
        2 => (here..near(1 + random.below(12)), String::new()),
        _ => {
            let (one, other) = (at(random), at(random));
            let pasted = &text[one.min(other)..one.max(other)];
            let mut end = pasted.len().min(200);
            while !pasted.is_char_boundary(end) {
                end -= 1;
            }
            (here..near(random.below(3)), pasted[..end].to_owned())
        }
    }
}

#[test]
fn what_is_typed_is_found_as_check_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    let (home, beside) = (folder.path().join("home"), folder.path().join("beside"));
    fs::create_dir(&home).unwrap();
    fs::create_dir(&beside).unwrap();
    let seeds = seeds();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for columns in [Columns::Utf16, Columns::Utf8] {
        let encoding = if columns == Columns::Utf16 { "utf-16" } else { "utf-8" };
        let (mut client, answer) = Client::with(&home, capabilities(&[encoding]));
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        let mut seen: Vec<(String, Vec<Value>)> = Vec::new();
        for number in 0..size::cases(500) {
            let address = uri(&home.join(format!("{number}.yaml")));
            let mut text = seeds[random.below(seeds.len())].clone();
            client.open(&address, &text);
            let (mut version, mut before) = (1, Vec::new());
            for _ in 0..1 + random.below(3) {
                // Several changes in one message count one behind the other.
                let mut changes = Vec::new();
                for _ in 0..1 + random.below(3) {
                    let (part, typed) = match before.pop() {
                        Some(undone) if random.below(4) == 0 => (0..text.len(), undone),
                        _ => edit(&text, &mut random),
                    };
                    before.push(text.clone());
                    changes.push(json!({"range": range(&text, part.clone(), columns), "text": typed}));
                    text.replace_range(part, &typed);
                }
                version += 1;
                client.edit(&address, version, Value::Array(changes));
            }
            // However few are looked at, one of them is right in the end.
            if number == 0 {
                version += 1;
                let whole = range(&text, 0..text.len(), columns);
                client.edit(&address, version, json!([{"range": whole, "text": seeds[0]}]));
                text.clone_from(&seeds[0]);
            }
            seen.push((text, client.settled(&address, version).0));
            client.tell("textDocument/didClose", json!({"textDocument": {"uri": address}}));
        }
        client.end();
        for (number, (text, _)) in seen.iter().enumerate() {
            fs::write(beside.join(format!("{number}.yaml")), text).unwrap();
        }
        let mut checked_files = check(&beside);
        let (mut found, mut clean) = (0, 0);
        for (number, (text, diagnostics)) in seen.iter().enumerate() {
            let wanted = checked_files.remove(&beside.join(format!("{number}.yaml"))).unwrap_or_default();
            let wanted: Vec<Finding> =
                wanted.iter().map(|one| checked(text, one, columns, &|_| text.clone())).collect();
            let told: Vec<Finding> = diagnostics.iter().map(told).collect();
            assert_eq!(told, wanted, "left: the server; right: check; in\n{text}");
            found += told.len();
            clean += usize::from(told.is_empty());
        }
        assert!(checked_files.is_empty(), "{:?}", checked_files.keys());
        assert!(found > seen.len() / 2 && clean > 0, "{found} found in {}, {clean} of them without", seen.len());
        fs::remove_dir_all(&beside).unwrap();
        fs::create_dir(&beside).unwrap();
    }
}

/// The same for walk files, which are read beside their tree as it stands in the editor.
#[test]
fn a_walk_file_is_read_beside_the_tree_as_it_stands_in_the_editor() {
    let folder = tempfile::tempdir().unwrap();
    let (tree, walks) = (folder.path().join("t.yaml"), folder.path().join("t.walks.yaml"));
    let old = "title: T\nquestions:\n  q: {ask: Q?, answers: {yes: o, no: o}}\noutcomes:\n  o: {title: O}\n";
    let walked = "tree: t.yaml\nwalks:\n  - {answers: {q: maybe}, outcome: o}\n  - {answers: {r: 1}, outcome: p}\n";
    fs::write(&tree, old).unwrap();
    fs::write(&walks, walked).unwrap();
    let mut client = Client::new(folder.path());
    let compare = |found: &[Value], texts: &dyn Fn(&str) -> String| {
        // By itself: beside its tree, `check` tells what is wrong with that there alone.
        let checked_files = check(&walks);
        let wanted = checked_files.get(&walks).cloned().unwrap_or_default();
        let wanted: Vec<Finding> = wanted.iter().map(|one| checked(walked, one, Columns::Utf16, texts)).collect();
        assert_eq!(found.iter().map(told).collect::<Vec<_>>(), wanted);
        wanted.len()
    };
    let texts = |name: &str| fs::read_to_string(name).unwrap();
    client.open(&uri(&walks), walked);
    let found = client.settled(&uri(&walks), 1).0;
    assert!(compare(&found, &texts) >= 3);
    // The tree on the disk stays as it was.
    client.open(&uri(&tree), old);
    client.settled(&uri(&tree), 1);
    let new = old.replace("no: o", "maybe: o").replace("  o:", "  p: {title: P}\n  o:").replace("yes: o", "yes: p");
    client.change(&uri(&tree), 2, &new);
    client.settled(&uri(&tree), 2);
    let found = client.latest(&uri(&walks));
    fs::write(&tree, &new).unwrap();
    assert_eq!(compare(&found, &texts), 1, "{found:?}");
    // A tree that cannot be used, and one that is gone.
    client.change(&uri(&tree), 3, "title: T\nquestions: {\n");
    let found = client.latest(&uri(&walks));
    fs::write(&tree, "title: T\nquestions: {\n").unwrap();
    assert_eq!(compare(&found, &texts), 1);
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri(&tree)}}));
    fs::remove_file(&tree).unwrap();
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&tree), "type": 3}]}));
    let found = client.latest(&uri(&walks));
    assert_eq!(compare(&found, &texts), 1, "{found:?}");
    client.end();
}

/// A tree that is not read at every key: its questions, and the line of its only rule.
fn large() -> (String, u32) {
    let mut text = "title: T\nquestions:\n  first:\n    ask: A?\n    answers: [a, b]\n    next:\n      - when: first == \n        goto: o\n      - goto: q0\n".to_owned();
    for at in 0..800 {
        text.push_str(&format!("  q{at}: {{ask: This is question number {at}?, answers: [yes, no], next: o}}\n"));
    }
    text.push_str("outcomes:\n  o: {title: O}\n");
    (text, 6)
}

#[test]
fn what_may_follow_a_key_in_a_large_tree_is_offered_before_the_tree_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let uri = uri(&folder.path().join("t.yaml"));
    let (text, line) = large();
    client.open(&uri, &text);
    let column = "      - when: first == ".len();
    let at = |line: u32, column: usize| json!({"line": line, "character": column});
    let offered = |client: &mut Client, version: i64, change: Value, place: Value| -> Vec<String> {
        client.edit(&uri, version, json!([change]));
        let items = client.ask("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": place}));
        let text = |item: &Value| {
            assert_eq!(item["textEdit"]["range"]["end"], place, "{item}");
            item["textEdit"]["newText"].as_str().unwrap().to_owned()
        };
        items.as_array().unwrap().iter().map(text).collect()
    };
    // Letter by letter, the text is as it stands, and the names are all there.
    let word = "q79";
    for (count, letter) in word.chars().enumerate() {
        let range = json!({"start": at(line, column + count), "end": at(line, column + count)});
        let change = json!({"range": range, "text": letter.to_string()});
        let offers = offered(&mut client, count as i64 + 2, change, at(line, column + count + 1));
        assert_eq!(&offers[..2], ["a", "b"], "the answers of what it is compared with come first");
        assert!(offers.contains(&"q799".to_owned()) && offers.len() > 800, "{offers:?}");
    }
    // A name that comes in lines of its own is there at once.
    let new = "  new: {ask: New?, answers: [yes], next: o}\n";
    let change = json!({"range": {"start": at(2, 0), "end": at(2, 0)}, "text": new});
    let offers = offered(&mut client, 5, change, at(line + 1, column + word.len()));
    assert!(offers.contains(&"new".to_owned()), "{offers:?}");
    // Another line changes before anything was read: that is not passed over.
    let goto = "        goto: ".len();
    let here = at(line + 2, goto);
    let change = json!({"range": {"start": here, "end": at(line + 2, goto + 1)}, "text": ""});
    let offers = offered(&mut client, 6, change, here);
    assert!(offers.contains(&"new".to_owned()) && offers.contains(&"o".to_owned()), "{offers:?}");
    // In the end all is told of the text as it stands.
    loop {
        let message = client.next().unwrap();
        if message["method"] == "textDocument/publishDiagnostics" && message["params"]["version"] == 6 {
            let found = message["params"]["diagnostics"].as_array().unwrap();
            let told: Vec<(&Value, &Value)> =
                found.iter().map(|found| (&found["code"], &found["range"]["start"]["line"])).collect();
            assert_eq!(told, [(&json!("wrong-kind"), &json!(line + 1)), (&json!("bad-value"), &json!(line + 2))]);
            break;
        }
    }
    client.end();
}

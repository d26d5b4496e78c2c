//! The tables in the book say what the table of the format says; only their links are put in by hand.

use std::fs;

use onread::diagnostic::Code;
use onread::format::{Entries, Function, Group, Key, Part, QuestionKind, Shape};

use super::pages::{Page, book, top};

/// A text with its links as they read: `[text](#place)` is `text`.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        out.push_str(before);
        let link = behind.split_once("](").filter(|(words, _)| !words.contains(['[', ']']));
        match link.and_then(|(words, behind)| Some((words, behind.split_once(')')?.1))) {
            Some((words, behind)) => {
                out.push_str(words);
                rest = behind;
            }
            None => {
                out.push('[');
                rest = behind;
            }
        }
    }
    out + rest
}

/// A table that the page must have: its head, and its rows.
type Table = Vec<Vec<String>>;

fn code(word: &str) -> String {
    format!("`{word}`")
}

fn keys(what: &str, keys: &[&Key], help: impl Fn(&Key) -> &'static str) -> Table {
    let required = keys.iter().any(|key| key.required.is_some());
    let row = |cells: [String; 3]| cells.into_iter().take(if required { 3 } else { 2 }).collect();
    let mut table = vec![row([format!("key of {what}"), "what stands there".to_owned(), "required".to_owned()])];
    let (first, others): (Vec<&Key>, Vec<&Key>) = keys.iter().partition(|key| key.required.is_some());
    for key in first.into_iter().chain(others) {
        let yes = if key.required.is_some() { "yes" } else { "" };
        table.push(row([code(key.name), help(key).to_owned(), yes.to_owned()]));
    }
    table
}

fn of_part(part: Part) -> Table {
    let own: Vec<&Key> = part.keys().iter().filter(|key| part != Part::Question || key.kinds.is_empty()).collect();
    keys(part.what(), &own, |key| key.help)
}

fn of_kind(kind: QuestionKind) -> Table {
    let own: Vec<&Key> =
        Part::Question.keys().iter().filter(|key| !key.kinds.is_empty() && key.goes_with(kind)).collect();
    keys(&format!("kind {}", code(kind.name())), &own, |key| {
        key.kinds.iter().find(|(other, _)| *other == kind).map_or(key.help, |(_, help)| help)
    })
}

fn kinds() -> Table {
    let own = |kind: QuestionKind| {
        let keys = Part::Question.keys().iter().filter(move |key| !key.kinds.is_empty() && key.goes_with(kind));
        keys.map(|key| code(key.name)).collect::<Vec<_>>().join(", ")
    };
    let head = ["kind", "the person gives", "keys of its own"].map(str::to_owned).to_vec();
    let rows = QuestionKind::ALL.map(|kind| vec![code(kind.name()), kind.help().to_owned(), own(kind)]);
    [head].into_iter().chain(rows).collect()
}

fn functions(group: Group) -> Table {
    let own = Function::ALL.iter().map(|function| function.signature()).filter(|signature| signature.group == group);
    let head = vec!["function".to_owned(), "gives".to_owned()];
    let rows = own.flat_map(|signature| {
        let forms = std::iter::once((signature.form, signature.help)).chain(signature.also);
        forms.map(|(form, help)| vec![code(form), help.to_owned()])
    });
    [head].into_iter().chain(rows).collect()
}

fn holes() -> Table {
    let mut table = vec![["where", "keys"].map(str::to_owned).to_vec()];
    for part in Part::ALL {
        let own = part.keys().iter().filter(|key| matches!(key.shape, Shape::Text { holes: true, .. }));
        let own: Vec<String> = own.map(|key| code(key.name)).collect();
        if !own.is_empty() {
            table.push(vec![format!("in {}", part.what()), own.join(", ")]);
        }
    }
    table
}

/// What stands behind a key, in a word or two.
fn takes(shape: Shape) -> String {
    let words = match shape {
        Shape::Text { holes: false, .. } => "text",
        Shape::Text { markdown: false, .. } => "text with holes",
        Shape::Text { .. } => "Markdown with holes",
        Shape::Name => "text",
        Shape::OneOf(words) => return words.iter().map(|(word, _)| code(word)).collect::<Vec<_>>().join(", "),
        Shape::NameOrItsText => "id, or `{id: text}`",
        Shape::Names => "list",
        Shape::OneOrMore => "text or list",
        Shape::Condition => "condition",
        Shape::Expression | Shape::Limit => "expression",
        Shape::Flag => "`true`, `false`",
        Shape::Count => "number from 1",
        Shape::Amount => "number above 0",
        Shape::Date => "date",
        Shape::Language => "code",
        Shape::Target(_) => "target",
        Shape::TargetOrRules(_) => "target, or list of rules",
        Shape::TextOr(_) => "text or map",
        Shape::List(part) => return format!("list, each {}", part.what()),
        Shape::ById(Entries::Part(part)) => return format!("map, each {}", part.what()),
        Shape::ById(Entries::Answers(_)) => "map, list of ids, or a list's name",
        Shape::ById(Entries::Values) => "map, each an expression, list of rules, or table",
        Shape::ById(Entries::Lists) => "map, each a list of ids",
        Shape::ById(Entries::Amounts) => "map, each a number",
        Shape::ById(Entries::Table) => "map of maps",
        Shape::ById(Entries::Given | Entries::Anything) => "map",
        Shape::ById(Entries::GivenOrListed) => "map or list",
    };
    words.to_owned()
}

/// The first clause about a key: what follows it stands on other pages. One that begins with what is written says it.
fn first_clause(help: &str) -> &str {
    let help = help.split("; ").next().unwrap_or(help);
    if help.starts_with('`') { help } else { help.split(": ").next().unwrap_or(help) }
}

/// Every key of every part, for those who want all of them at a glance; those of a small part in a row.
fn all_keys() -> Table {
    const SMALL: usize = 4;
    let mut table = vec![["key", "takes", "what stands there"].map(str::to_owned).to_vec()];
    let name = |key: &Key| {
        if key.required.is_some() && key.kinds.is_empty() { format!("**{}**", code(key.name)) } else { code(key.name) }
    };
    let takes = |key: &Key| match key.shape {
        Shape::Text { holes: true, markdown: false } => "holes".to_owned(),
        Shape::Text { holes: true, .. } => "Markdown".to_owned(),
        shape => takes(shape),
    };
    for part in Part::ALL {
        let keys = part.keys();
        if keys.len() <= SMALL {
            let all: Vec<String> = keys.iter().map(|key| format!("{} {}", name(key), takes(key))).collect();
            table.push(vec![format!("**{}**", part.what()), all.join("; "), String::new()]);
            continue;
        }
        table.push(vec![format!("**{}**", part.what()), String::new(), String::new()]);
        for key in keys {
            let kinds = match key.kinds_in_words() {
                Some(kinds) if *part == Part::Question => format!("; kind {kinds}"),
                _ => String::new(),
            };
            // A map of parts or lists by their ids says what it is.
            let says_all = matches!(key.shape, Shape::ById(Entries::Part(_) | Entries::Lists) | Shape::Condition);
            let help = if says_all { "" } else { first_clause(key.help) };
            table.push(vec![name(key), takes(key), format!("{help}{kinds}")]);
        }
    }
    table
}

/// Whoever reads it with a model pays for every word.
#[test]
fn the_page_for_programs_is_short() {
    let page = fs::read_to_string(top().join("docs/for-programs.md")).unwrap();
    let words = page.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    assert!(words <= 2000, "{words} words");
}

/// Every function as it is written.
fn all_functions() -> Table {
    let mut table = vec![["about", "functions"].map(str::to_owned).to_vec()];
    for group in [Group::Numbers, Group::Dates, Group::Texts, Group::Sets, Group::Answered] {
        let own: Vec<String> = functions(group).into_iter().skip(1).map(|row| row[0].clone()).collect();
        let about =
            if group == Group::Answered { "what is missing".to_owned() } else { format!("{group:?}").to_lowercase() };
        table.push(vec![about, own.join(", ")]);
    }
    table
}

/// Every table, by the words of the comment that stands above it.
fn tables() -> Vec<(String, Table)> {
    let part = |part: Part| (format!("{part:?}").to_lowercase(), of_part(part));
    let kind = |kind: QuestionKind| (format!("kind {}", kind.name()), of_kind(kind));
    let group = |group: Group| (format!("functions {}", format!("{group:?}").to_lowercase()), functions(group));
    let mut all: Vec<(String, Table)> = Part::ALL.iter().copied().map(part).collect();
    all.extend(QuestionKind::ALL.map(kind));
    all.extend([Group::Numbers, Group::Dates, Group::Texts, Group::Sets, Group::Answered].map(group));
    all.extend([("kinds".to_owned(), kinds()), ("holes".to_owned(), holes()), ("codes".to_owned(), codes())]);
    all.extend([("all keys".to_owned(), all_keys()), ("all functions".to_owned(), all_functions())]);
    all
}

fn cells(line: &str) -> Vec<String> {
    line.trim().trim_start_matches('|').trim_end_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | ")).replace("|  |  |", "| | |").replace("|  |", "| |")
}

/// A page with its tables as they have to be; `seen` gets their names.
fn with_tables(page: &Page, tables: &[(String, Table)], seen: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut lines = page.text.lines().peekable();
    while let Some(text) = lines.next() {
        out.push_str(text);
        out.push('\n');
        let Some(name) = text.strip_prefix("<!-- table: ").and_then(|rest| rest.strip_suffix(" -->")) else { continue };
        let (name, table) = tables.iter().find(|(other, _)| other == name).unwrap_or_else(|| panic!("no table {name}"));
        seen.push(name.clone());
        let mut written: Vec<Vec<String>> = Vec::new();
        while let Some(row) = lines.next_if(|next| next.starts_with('|')) {
            written.push(cells(row));
        }
        for (at, row) in table.iter().enumerate() {
            // A cell that says the same with links stays.
            let same = |cell: &String| {
                let old = written
                    .iter()
                    .find(|old| without_links(&old[0]) == row[0])
                    .and_then(|old| old.iter().find(|old| without_links(old) == *cell));
                old.unwrap_or(cell).clone()
            };
            out.push_str(&line(&row.iter().map(same).collect::<Vec<_>>()));
            if at == 0 {
                out.push_str(&line(&vec!["---".to_owned(); row.len()]));
            }
        }
    }
    out
}

/// Every code, with the line about it.
fn codes() -> Table {
    let head = ["code", "weight", "what it says"].map(str::to_owned).to_vec();
    let row =
        |code: &Code| vec![format!("`{}`", code.name()), code.severity().word().to_owned(), code.summary().to_owned()];
    [head].into_iter().chain(Code::ALL.iter().map(row)).collect()
}

#[test]
fn the_reference_has_the_tables_of_the_format() {
    let tables = tables();
    let mut seen: Vec<String> = Vec::new();
    for page in book() {
        let out = with_tables(&page, &tables, &mut seen);
        if std::env::var("SNAPSHOTS").is_ok_and(|action| action == "overwrite") {
            fs::write(top().join(&page.file), &out).unwrap();
            continue;
        }
        for (have, want) in page.text.lines().zip(out.lines()) {
            assert_eq!(have, want, "{}: SNAPSHOTS=overwrite cargo test --test written format::", page.file);
        }
        assert_eq!(page.text.len(), out.len(), "{}", page.file);
    }
    // Small parts are told of in the row of the key under which they stand.
    let told_elsewhere = ["rule", "target", "pattern", "value", "kind choice"];
    for (name, _) in &tables {
        assert_eq!(
            seen.iter().filter(|other| *other == name).count(),
            usize::from(!told_elsewhere.contains(&name.as_str())),
            "{name}"
        );
    }
}

//! A whole tree, from its nodes (format: A whole tree).

use super::ast::{Cond, Entry, Name, OutcomeDef, PromiseDef, Table, TreeDef, ValueBody};
use super::fields::{
    colon_lost, condition, is_list, is_map, key_is_text, markdown, name, names, one_or_more, scalar, text, words_of,
};
use super::ids::{check_id, check_name};
use super::keys::Keys;
use super::question::{first_word, maps, question};
use super::words;
use crate::diagnostic::Diagnostics;
use crate::syntax::condition::ast::{Expr, ExprNode};
use crate::syntax::layout::not_nested::Lost;
use crate::syntax::words::near;
use crate::syntax::yaml::nodes::{Document, Node, Shape};
use crate::text::Span;

pub(crate) const KEYS: [&str; 14] = [
    "title",
    "intro",
    "start",
    "questions",
    "outcomes",
    "values",
    "lists",
    "promises",
    "format",
    "author",
    "license",
    "source",
    "language",
    "tags",
];

/// The keys of an outcome.
pub(crate) const OUTCOME: [&str; 3] = ["title", "text", "notes"];

/// A condition that could not be read and has been reported.
pub(crate) fn bad_condition<'a>(span: Span) -> Cond<'a> {
    Cond { expr: Expr { node: ExprNode::Bad, span }, quoted: false }
}

/// Reads a tree from its document; none where it is no tree at all.
pub(crate) fn tree<'a>(document: Document<'_, 'a>, out: &mut Diagnostics) -> Option<TreeDef<'a>> {
    let root = document.root()?;
    if root.shape() != Shape::Map {
        if root.shape() != Shape::Bad {
            out.push(words::not_a_map(first_word(root)));
        }
        return None;
    }
    let find = |wanted: &str| root.entries().find(|(key, _)| key.text() == wanted).map(|(key, _)| key);
    if let (Some(walks), None) = (find("walks"), find("questions")) {
        out.push(words::walks_here(walks.span()));
        return None;
    }
    let mut tree = TreeDef::default();
    let mut keys = Keys::new("a tree", &KEYS);
    let mut lost = Lost::default();
    let mut entries = root.entries().peekable();
    while let Some((key, value)) = entries.next() {
        let belongs = |key: &str| !KEYS.contains(&key) && keys.meant_by(key).is_none();
        if lost.is_passed_over(key, out, belongs) {
            continue;
        }
        let holds_ids = matches!(key.text(), "questions" | "outcomes" | "values" | "lists");
        if holds_ids && lost.nothing_under(key, value, entries.peek(), belongs) {
            tree.incomplete = true;
            continue;
        }
        match key.text() {
            "title" => tree.title = text(key, value, out),
            "intro" => tree.intro = markdown(key, value, out),
            "start" => tree.start = scalar(key, value, out),
            "author" => tree.author = words_of(key, value, out),
            "license" => tree.license = words_of(key, value, out),
            "source" => tree.source = words_of(key, value, out),
            "language" => {
                tree.language = scalar(key, value, out);
                tree.language.iter().for_each(|language| crate::syntax::yaml::language::check(*language, out));
            }
            "tags" => tree.tags = names(key, value, out).unwrap_or_default(),
            "format" => {
                if let Some(number) = scalar(key, value, out).filter(|number| number.text != "1") {
                    out.push(words::unknown_format(number.span, number.text));
                }
            }
            "questions" => questions(key, value, &mut tree, out),
            "outcomes" => outcomes(key, value, &mut tree, out),
            "values" => values(key, value, &mut tree, out),
            "lists" => lists(key, value, &mut tree, out),
            "promises" => tree.promises = promises(key, value, out),
            _ => keys.unknown(key, out),
        }
    }
    for key in ["title", "questions", "outcomes"] {
        if find(key).is_none() {
            keys.missing(first_word(root), key, out);
            tree.incomplete |= key != "title";
        }
    }
    tree.incomplete |= ["values", "lists"].iter().any(|key| find(key).is_none() && keys.is_meant(key));
    Some(tree)
}

fn questions<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, tree: &mut TreeDef<'a>, out: &mut Diagnostics) {
    if !is_map(key, node, "`id:` and under it `ask: …`", out) {
        tree.incomplete = true;
        return;
    }
    let mut lost = Lost::default();
    let belongs = |key: &str| super::question::KEYS.contains(&key);
    let mut entries = node.entries().peekable();
    tree.questions.reserve_exact(node.keys());
    while let Some((id, value)) = entries.next() {
        if lost.is_passed_over(id, out, belongs) || !key_is_text(id, out) {
            continue;
        }
        if lost.nothing_under(id, value, entries.peek(), belongs) {
            tree.questions.push(super::question::unread(id));
            continue;
        }
        check_name(name(id), "a question", out);
        tree.questions.push(question(id, value, out));
    }
    if tree.questions.is_empty() {
        out.push(words::nothing_in_it(key.span(), "questions"));
        tree.incomplete = true;
    }
}

fn outcomes<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, tree: &mut TreeDef<'a>, out: &mut Diagnostics) {
    if !is_map(key, node, "`id: {title: …, text: …}`", out) {
        tree.incomplete = true;
        return;
    }
    let mut lost = Lost::default();
    let belongs = |key: &str| OUTCOME.contains(&key);
    let mut entries = node.entries().peekable();
    while let Some((id, value)) = entries.next() {
        if lost.is_passed_over(id, out, belongs) || !key_is_text(id, out) {
            continue;
        }
        check_id(name(id), "an outcome", out);
        let mut outcome = OutcomeDef { id: name(id), title: None, text: None, notes: Vec::new() };
        if lost.nothing_under(id, value, entries.peek(), belongs) {
            tree.outcomes.push(outcome);
            continue;
        }
        if value.is_scalar() && !value.source().contains('\n') && colon_lost(value).is_none() {
            out.push(words::outcome_is_a_text(id, value));
            tree.outcomes.push(outcome);
            continue;
        }
        let example = format!("`{}: {{title: …, text: …}}`", id.text());
        if is_map(id, value, &example, out) {
            let has = |wanted: &str| value.entries().any(|(key, _)| key.text() == wanted);
            if has("ask") && !has("title") {
                out.push(words::question_here(id.span(), id.text()));
                tree.outcomes.push(outcome);
                continue;
            }
            let mut has_title = false;
            let mut keys = Keys::new("an outcome", &OUTCOME);
            for (key, value) in value.entries() {
                match key.text() {
                    "title" => (has_title, outcome.title) = (true, text(key, value, out)),
                    "text" => outcome.text = markdown(key, value, out),
                    "notes" => outcome.notes = notes(key, value, out),
                    _ => keys.unknown(key, out),
                }
            }
            if !has_title {
                keys.missing(id.span(), "title", out);
            }
        }
        tree.outcomes.push(outcome);
    }
    if tree.outcomes.is_empty() {
        out.push(words::nothing_in_it(key.span(), "outcomes"));
        tree.incomplete = true;
    }
}

type Note<'a> = (Option<Cond<'a>>, Option<super::ast::Text<'a>>, Span);

fn notes<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<Note<'a>> {
    const EXAMPLE: &str = "`- when: …` and under it `text: …`";
    if !is_list(key, node, EXAMPLE, out) {
        return Vec::new();
    }
    let mut notes = Vec::new();
    for item in maps(key, node, EXAMPLE, out) {
        let mut note: Note = (None, None, first_word(item));
        let mut has_text = false;
        let mut keys = Keys::new("a note", &["when", "text"]);
        for (key, value) in item.entries() {
            match key.text() {
                "when" => note.0 = condition(key, value, out),
                "text" => (has_text, note.1) = (true, markdown(key, value, out)),
                _ => keys.unknown(key, out),
            }
        }
        if !has_text {
            keys.missing(note.2, "text", out);
        }
        notes.push(note);
    }
    notes
}

fn values<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, tree: &mut TreeDef<'a>, out: &mut Diagnostics) {
    if !is_map(key, node, "`id: condition`", out) {
        tree.incomplete = true;
        return;
    }
    for (id, value) in node.entries() {
        if !key_is_text(id, out) {
            continue;
        }
        check_name(name(id), "a value", out);
        let body = match value.shape() {
            Shape::List => value_rules(id, value, out),
            Shape::Map => table(id, value, out),
            _ => condition(id, value, out).map_or(ValueBody::Bad, ValueBody::One),
        };
        tree.values.push((name(id), body));
    }
}

fn value_rules<'a>(id: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> ValueBody<'a> {
    let mut rules = Vec::new();
    for item in maps(id, node, "`- when: …` and under it `is: …`", out) {
        let mut rule = (None, None, first_word(item));
        let mut has_is = false;
        let mut keys = Keys::new("a rule of a value", &["when", "is"]);
        for (key, value) in item.entries() {
            match key.text() {
                "when" => {
                    rule.2 = key.span();
                    rule.0 = condition(key, value, out).or_else(|| Some(bad_condition(key.span())));
                }
                "is" => (has_is, rule.1) = (true, condition(key, value, out)),
                _ => keys.unknown(key, out),
            }
        }
        if !has_is {
            keys.missing(rule.2, "is", out);
        }
        if keys.is_meant("when") || rule.0.is_none() && keys.any_unknown() {
            rule.0 = Some(bad_condition(rule.2));
        }
        rules.push(rule);
    }
    if rules.is_empty() {
        if node.items().next().is_none() {
            out.push(words::nothing_in_it(id.span(), id.text()));
        }
        return ValueBody::Bad;
    }
    ValueBody::Rules(rules)
}

fn table<'a>(id: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> ValueBody<'a> {
    const KEYS: [&str; 3] = ["by", "table", "else"];
    if node.entries().next().is_some() && node.entries().all(|(key, _)| near(key.text(), KEYS).is_none()) {
        out.push(words::no_table(id.span(), id.text()));
        return ValueBody::Bad;
    }
    let (mut by, mut rows, mut otherwise) = (None, None, None);
    let (mut has_by, mut has_rows) = (false, false);
    let mut keys = Keys::new("a table", &KEYS);
    for (key, value) in node.entries() {
        match key.text() {
            "by" => (has_by, by) = (true, Some(one_or_more(key, value, out)).filter(|names| !names.is_empty())),
            "table" => {
                has_rows = true;
                if is_map(key, value, "`table: {key: entry}`", out) {
                    rows = Some(table_rows(value, out));
                }
            }
            "else" => otherwise = scalar(key, value, out),
            _ => keys.unknown(key, out),
        }
    }
    for (there, key) in [(has_by, "by"), (has_rows, "table")] {
        if !there {
            keys.missing(id.span(), key, out);
        }
    }
    match (by, rows) {
        (Some(by), Some(rows)) => ValueBody::Table(Box::new(Table { by, rows, otherwise })),
        _ => ValueBody::Bad,
    }
}

fn table_rows<'a>(node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<(Name<'a>, Entry<'a>)> {
    let mut rows = Vec::new();
    for (key, value) in node.entries() {
        if key_is_text(key, out) {
            let entry = match value.shape() {
                Shape::Map => Entry::Rows(table_rows(value, out)),
                _ => scalar(key, value, out).map_or(Entry::Bad, Entry::Value),
            };
            rows.push((name(key), entry));
        }
    }
    rows
}

fn lists<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, tree: &mut TreeDef<'a>, out: &mut Diagnostics) {
    if !is_map(key, node, "`id: [a, b]`", out) {
        tree.incomplete = true;
        return;
    }
    for (id, value) in node.entries() {
        if !key_is_text(id, out) {
            continue;
        }
        check_name(name(id), "a list", out);
        let items = names(id, value, out).unwrap_or_default();
        if value.shape() == Shape::List && value.items().next().is_none() {
            out.push(words::nothing_in_it(id.span(), id.text()));
        }
        let mut seen = rustc_hash::FxHashMap::default();
        for item in &items {
            check_id(*item, "an answer", out);
            if let Some(first) = seen.insert(item.text, item.span) {
                out.push(crate::syntax::words::twice_in_list(item.span, first, item.text));
            }
        }
        tree.lists.push((name(id), items));
    }
}

fn promises<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<PromiseDef<'a>> {
    const EXAMPLE: &str = "`- when: …` and under it `never: …` or `always: …`";
    const KEYS: [&str; 4] = ["name", "when", "never", "always"];
    if !is_list(key, node, EXAMPLE, out) {
        return Vec::new();
    }
    let mut promises = Vec::new();
    for item in maps(key, node, EXAMPLE, out) {
        let span = first_word(item);
        let mut promise = PromiseDef { name: None, when: None, never: Vec::new(), always: Vec::new(), span };
        let mut says = false;
        let mut keys = Keys::new("a promise", &KEYS);
        for (key, value) in item.entries() {
            match key.text() {
                "name" => promise.name = words_of(key, value, out),
                "when" => promise.when = condition(key, value, out),
                "never" => (says, promise.never) = (true, one_or_more(key, value, out)),
                "always" => (says, promise.always) = (true, one_or_more(key, value, out)),
                _ => keys.unknown(key, out),
            }
        }
        if !says && !keys.is_meant("never") && !keys.is_meant("always") {
            out.push(words::promise_says_nothing(span));
        }
        promises.push(promise);
    }
    promises
}

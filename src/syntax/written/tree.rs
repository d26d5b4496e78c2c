//! A whole tree, from its nodes (format: A whole tree).

use super::ast::{Entry, Name, OutcomeDef, PromiseDef, Table, TreeDef, ValueBody};
use super::fields::{
    colon_lost, condition, condition_of_rule, first_word, is_list, is_map, key_is_text, maps, markdown, name, names,
    one_or_more, scalar, text, words_of,
};
use super::ids::{check_id, check_item, check_name};
use super::keys::Keys;
use super::not_nested::{Lost, lines_of};
use super::notes::notes;
use super::question::question;
use super::{words, words_keys, words_targets};
use crate::diagnostic::Diagnostics;
use crate::format::{Key, OutcomeKey, Part, PromiseKey, TableKey, TreeKey, ValueKey};
use crate::syntax::words::near;
use crate::syntax::yaml::nodes::{Document, Node, Shape};
use crate::text::Span;

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
    let mut keys = Keys::of(Part::Tree);
    let (mut lost, mut elsewhere) = (Lost::default(), Vec::new());
    let mut entries = root.entries().peekable();
    while let Some((key, value)) = entries.next() {
        let belongs = |key: &str| keys.is_foreign(key);
        if lost.is_passed_over(key, out, belongs) {
            continue;
        }
        let holds_ids = Part::Tree.key(key.text()).is_some_and(Key::holds_ids);
        if holds_ids && lost.nothing_under(key, value, entries.peek(), belongs) {
            tree.incomplete = true;
            continue;
        }
        let Some(known) = TreeKey::named(key.text()) else {
            keys.unknown(key, out);
            continue;
        };
        match known {
            TreeKey::Title => tree.title = text(key, value, out),
            TreeKey::Intro => tree.intro = markdown(key, value, out),
            TreeKey::Start => tree.start = scalar(key, value, out),
            TreeKey::Author => tree.author = words_of(key, value, out),
            TreeKey::License => tree.license = words_of(key, value, out),
            TreeKey::Source => tree.source = words_of(key, value, out),
            TreeKey::Language => {
                tree.language = scalar(key, value, out);
                tree.language.iter().for_each(|language| super::language::check(*language, out));
            }
            TreeKey::Tags => tree.tags = names(key, value, out).unwrap_or_default(),
            TreeKey::Format => {
                if let Some(number) = scalar(key, value, out).filter(|number| number.text != "1") {
                    out.push(words::unknown_format(number.span, number.text));
                }
            }
            TreeKey::Questions | TreeKey::Outcomes => {
                let read = if known == TreeKey::Questions { questions } else { outcomes };
                for (inner, value) in read(key, value, root, &mut tree, out) {
                    keys.note_meant(inner.text());
                    elsewhere.push(inner.text());
                    match TreeKey::named(inner.text()).filter(|_| value.shape() != Shape::Nothing) {
                        Some(TreeKey::Outcomes) => drop(outcomes(inner, value, root, &mut tree, out)),
                        Some(TreeKey::Values) => values(inner, value, &mut tree, out),
                        Some(TreeKey::Lists) => lists(inner, value, &mut tree, out),
                        Some(TreeKey::Promises) => tree.promises = promises(inner, value, out),
                        _ => tree.incomplete = true,
                    }
                }
            }
            TreeKey::Values => values(key, value, &mut tree, out),
            TreeKey::Lists => lists(key, value, &mut tree, out),
            TreeKey::Promises => tree.promises = promises(key, value, out),
        }
    }
    keys.missing(first_word(root), root, out);
    // Where ids are missing, or stand under a misspelt key, no name can be called unknown.
    let mut absent = Part::Tree
        .keys()
        .iter()
        .filter(|key| key.holds_ids() && find(key.name).is_none() && !elsewhere.contains(&key.name));
    tree.incomplete |= absent.any(|key| key.required.is_some() || keys.is_meant(key.name));
    Some(tree)
}

/// Parts of the tree that are indented under its questions or outcomes.
struct TooFar<'d, 'a> {
    root: Node<'d, 'a>,
    /// The key that they stand under, and what it holds.
    above: (Node<'d, 'a>, Node<'d, 'a>),
    /// Keys with what stands under them.
    found: Vec<(Node<'d, 'a>, Node<'d, 'a>)>,
}

impl<'d, 'a> TooFar<'d, 'a> {
    fn new(root: Node<'d, 'a>, above: (Node<'d, 'a>, Node<'d, 'a>)) -> Self {
        Self { root, above, found: Vec::new() }
    }

    /// True for a key of the tree that it lacks; `last` if nothing follows.
    fn takes(&mut self, id: Node<'d, 'a>, value: Node<'d, 'a>, last: bool, out: &mut Diagnostics) -> bool {
        let part = Part::Tree.key(id.text()).is_some_and(|key| key.holds_ids() || key.name == "promises");
        let own = |key: &str| Part::Question.has(key) || Part::Outcome.has(key);
        let is_near = |key: &str| near(key, Part::Question.names().iter().copied()).is_some();
        let keys = || value.entries().map(|(key, _)| key.text());
        let is_part =
            part && match value.shape() {
                Shape::Map => !keys().any(own) && !keys().all(is_near),
                Shape::List => true,
                _ => false,
            } && self.is_lacking(id.text());
        if is_part {
            self.tell(id, value, last, lines_of(id), out);
        }
        is_part
    }

    fn is_lacking(&self, part: &str) -> bool {
        !self.root.entries().any(|(key, _)| key.text() == part)
    }

    fn tell(&mut self, id: Node<'d, 'a>, value: Node<'d, 'a>, last: bool, mut lines: Vec<Span>, out: &mut Diagnostics) {
        let (key, all) = self.above;
        if all.source().starts_with('{') {
            lines.clear();
        }
        out.push(words::too_far(id, key, &lines, last));
        self.found.push((id, value));
    }
}

fn questions<'d, 'a>(
    key: Node<'d, 'a>,
    node: Node<'d, 'a>,
    root: Node<'d, 'a>,
    tree: &mut TreeDef<'a>,
    out: &mut Diagnostics,
) -> Vec<(Node<'d, 'a>, Node<'d, 'a>)> {
    let mut too_far = TooFar::new(root, (key, node));
    if !is_map(key, node, "`id:` and under it `ask: …`", out) {
        tree.incomplete = true;
        return too_far.found;
    }
    let mut lost = Lost::default();
    let belongs = |key: &str| Part::Question.has(key);
    let mut entries = node.entries().peekable();
    tree.questions.reserve_exact(node.keys());
    while let Some((id, value)) = entries.next() {
        if lost.is_passed_over(id, out, belongs) || !key_is_text(id, out) {
            continue;
        }
        if too_far.takes(id, value, entries.peek().is_none(), out) {
            continue;
        }
        // Behind `outcomes:` in the column of the questions, outcomes follow.
        let title = |(_, next): &(Node, Node)| next.entries().any(|(key, _)| key.text() == "title");
        let outcomes = id.text() == "outcomes" && value.shape() == Shape::Nothing && too_far.is_lacking("outcomes");
        if outcomes && entries.peek().is_some_and(title) {
            too_far.tell(id, value, true, lines_of(id).into_iter().take(1).collect(), out);
            break;
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
    too_far.found
}

fn outcomes<'d, 'a>(
    key: Node<'d, 'a>,
    node: Node<'d, 'a>,
    root: Node<'d, 'a>,
    tree: &mut TreeDef<'a>,
    out: &mut Diagnostics,
) -> Vec<(Node<'d, 'a>, Node<'d, 'a>)> {
    let mut too_far = TooFar::new(root, (key, node));
    if !is_map(key, node, "`id: {title: …, text: …}`", out) {
        tree.incomplete = true;
        return too_far.found;
    }
    let mut lost = Lost::default();
    let belongs = |key: &str| Part::Outcome.has(key);
    let mut entries = node.entries().peekable();
    while let Some((id, value)) = entries.next() {
        if lost.is_passed_over(id, out, belongs) || !key_is_text(id, out) {
            continue;
        }
        if too_far.takes(id, value, entries.peek().is_none(), out) {
            continue;
        }
        check_id(name(id), "an outcome", out);
        let mut outcome =
            OutcomeDef { id: name(id), whole: id.with(value), title: None, text: None, notes: Vec::new() };
        if lost.nothing_under(id, value, entries.peek(), belongs) {
            tree.outcomes.push(outcome);
            continue;
        }
        if value.is_scalar() && !value.source().contains('\n') && colon_lost(value).is_none() {
            out.push(words_targets::outcome_is_a_text(id, value));
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
            let map = value;
            let mut keys = Keys::of(Part::Outcome);
            for (key, value) in map.entries() {
                match OutcomeKey::named(key.text()) {
                    Some(OutcomeKey::Title) => outcome.title = text(key, value, out),
                    Some(OutcomeKey::Text) => outcome.text = markdown(key, value, out),
                    Some(OutcomeKey::Notes) => outcome.notes = notes(key, value, out),
                    None => keys.unknown(key, out),
                }
            }
            keys.missing(id.span(), map, out);
        }
        tree.outcomes.push(outcome);
    }
    if tree.outcomes.is_empty() {
        out.push(words::nothing_in_it(key.span(), "outcomes"));
        tree.incomplete = true;
    }
    too_far.found
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
        let mut keys = Keys::of_rule(Part::Value, item);
        for (key, value) in item.entries() {
            match ValueKey::named(key.text()) {
                Some(ValueKey::When) => {
                    rule.2 = key.span();
                    rule.0 = Some(condition_of_rule(key, value, out));
                }
                Some(ValueKey::Is) => rule.1 = condition(key, value, out),
                None => keys.unknown(key, out),
            }
        }
        keys.missing(rule.2, item, out);
        keys.may_hold_when(&mut rule.0, rule.2);
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
    let known = || Part::Table.names().iter().copied();
    if node.entries().next().is_some() && node.entries().all(|(key, _)| near(key.text(), known()).is_none()) {
        out.push(words::no_table(id.span(), id.text()));
        return ValueBody::Bad;
    }
    let (mut by, mut rows, mut otherwise) = (None, None, None);
    let mut keys = Keys::of(Part::Table);
    for (key, value) in node.entries() {
        match TableKey::named(key.text()) {
            Some(TableKey::By) => by = Some(one_or_more(key, value, out)).filter(|names| !names.is_empty()),
            Some(TableKey::Table) => {
                if is_map(key, value, "`table: {key: entry}`", out) {
                    rows = Some(table_rows(value, out));
                }
            }
            Some(TableKey::Else) => otherwise = scalar(key, value, out),
            None => keys.unknown(key, out),
        }
    }
    keys.missing(id.span(), node, out);
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
        let mut nodes = value.items();
        for item in &items {
            check_item(*item, value, &mut nodes, out);
            if let Some(first) = seen.insert(item.text, item.span) {
                out.push(crate::syntax::words::twice_in_list(item.span, first, item.text));
            }
        }
        tree.lists.push((name(id), items));
    }
}

fn promises<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<PromiseDef<'a>> {
    const EXAMPLE: &str = "`- when: …` and under it `never: …` or `always: …`";
    if !is_list(key, node, EXAMPLE, out) {
        return Vec::new();
    }
    let mut promises = Vec::new();
    for item in maps(key, node, EXAMPLE, out) {
        let span = first_word(item);
        let mut promise = PromiseDef { name: None, when: None, never: Vec::new(), always: Vec::new(), span };
        let mut says = false;
        let mut keys = Keys::of_rule(Part::Promise, item);
        for (key, value) in item.entries() {
            match PromiseKey::named(key.text()) {
                Some(PromiseKey::Name) => promise.name = words_of(key, value, out),
                Some(PromiseKey::When) => promise.when = condition(key, value, out),
                Some(PromiseKey::Never) => (says, promise.never) = (true, one_or_more(key, value, out)),
                Some(PromiseKey::Always) => (says, promise.always) = (true, one_or_more(key, value, out)),
                None => keys.unknown(key, out),
            }
        }
        if !says && !keys.is_meant("never") && !keys.is_meant("always") {
            out.push(words_keys::promise_says_nothing(span));
        }
        promises.push(promise);
    }
    promises
}

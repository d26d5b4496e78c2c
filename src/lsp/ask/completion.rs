//! What may be written at a place: keys, kinds, names and functions, each where it fits.

use std::sync::Arc;

use gen_lsp_types as lsp;
use rustc_hash::FxHashSet;

use super::cursor::Cursor;
use super::fits::{Fit, Sort, fit};
use super::words;
use crate::format::{Function, Key, Part, QuestionKind, Shape, WORDS};
use crate::lsp::desk::Desk;
use crate::lsp::document::{Known, What};
use crate::lsp::protocol::refused::Refused;
use crate::references::{Declaration, References, Role, Thing, Use};
use crate::syntax::Foreign;
use crate::syntax::line::plain;
use crate::text::one_line;
use crate::tree::{Named, Type, answer_called, possible_called, score_called};

/// What may be written at a place.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn complete(
    desk: &mut Desk,
    at: lsp::TextDocumentPositionParams,
) -> Result<Vec<lsp::CompletionItem>, Refused> {
    let (known, place) = desk.key(&at)?;
    let offset = known.file.offset(place);
    let text = known.file.text();
    let Some(whole) = whole(&known) else { return Ok(Vec::new()) };
    let Some(cursor) = Cursor::at(text, offset) else { return Ok(Vec::new()) };
    let fitting = fit(&cursor, whole);
    let tree = tree_known(desk, &known);
    let good = tree.as_ref().and_then(|tree| desk.world.document(&tree.uri)?.good.clone());
    let mut writing = Writing { desk, known: &known, tree, good, cursor: &cursor, offset, items: Vec::new() };
    match fitting {
        Fit::Keys(part) => writing.keys(part),
        Fit::Names(sorts) => writing.names(&sorts),
        Fit::Kinds => writing.kinds(),
        Fit::Words(words) => words.iter().for_each(|word| writing.word(word, lsp::CompletionItemKind::Value)),
        Fit::Trees => writing.trees(),
        Fit::Expression => {
            let from = cursor.from;
            // YAML may have quotes of its own around the whole.
            let quotes = usize::from(text.get(from..offset).is_some_and(|value| value.starts_with(['\'', '"'])));
            writing.expression(from + quotes);
        }
        Fit::Holes => {
            if let Some(hole) = text.get(cursor.from..offset).and_then(words::hole) {
                writing.expression(cursor.from + hole);
            }
        }
        Fit::Nothing => {}
    }
    Ok(writing.items)
}

/// What kind of whole a file is, or may become.
pub(in crate::lsp) fn whole(known: &Known) -> Option<Part> {
    match &*known.what {
        What::Tree(_) => Some(Part::Tree),
        What::Walks(_) => Some(Part::File),
        What::Other(Foreign::Empty) => Some(Part::Tree),
        What::Other(_) => {
            let keys = known.file.text().lines().filter(|line| !line.starts_with([' ', '#', '-']) && !line.is_empty());
            let mut words = keys.map(|line| line.split(':').next().unwrap_or("").trim());
            words.all(|word| Part::Tree.names().iter().any(|name| name.starts_with(word))).then_some(Part::Tree)
        }
    }
}

/// The tree that a file is, or that it names.
pub(in crate::lsp) fn tree_known(desk: &mut Desk, known: &Arc<Known>) -> Option<Arc<Known>> {
    match &*known.what {
        What::Walks(walks) => desk.world.tree_of(walks).ok(),
        _ => Some(Arc::clone(known)),
    }
}

/// What is put together.
struct Writing<'w> {
    desk: &'w mut Desk,
    known: &'w Known,
    tree: Option<Arc<Known>>,
    /// The tree as it stood when nothing was wrong with it.
    good: Option<Arc<Known>>,
    cursor: &'w Cursor,
    offset: usize,
    items: Vec<lsp::CompletionItem>,
}

impl Writing<'_> {
    /// Adds something that is written in place of what stands before the cursor, from a byte on.
    fn add(&mut self, from: usize, new_text: String, item: lsp::CompletionItem) {
        let span = self.known.file.span_of(from..self.offset);
        let edit = lsp::TextEdit { range: self.known.range(span), new_text };
        let number = self.items.len();
        let sort_text = item.sort_text.clone().unwrap_or_else(|| format!("5{number:05}"));
        self.items.push(lsp::CompletionItem {
            text_edit: Some(edit.into()),
            sort_text: Some(sort_text),
            filter_text: item.filter_text.clone().or_else(|| Some(item.label.clone())),
            ..item
        });
    }

    fn word(&mut self, word: &str, kind: lsp::CompletionItemKind) {
        let item = lsp::CompletionItem { label: word.to_owned(), kind: Some(kind), ..Default::default() };
        self.add(self.cursor.from, word.to_owned(), item);
    }

    /// The keys of a part that are not there yet; of a question those that go with its kind.
    fn keys(&mut self, part: Part) {
        let kind = if part == Part::Question { self.kind_of_question() } else { None };
        for key in part.keys() {
            if self.cursor.beside.iter().any(|own| own == key.name) || kind.is_some_and(|kind| !key.goes_with(kind)) {
                continue;
            }
            let help =
                kind.and_then(|kind| key.kinds.iter().find(|(own, _)| *own == kind)).map_or(key.help, |(_, help)| help);
            let item = lsp::CompletionItem {
                label: key.name.to_owned(),
                kind: Some(lsp::CompletionItemKind::Property),
                detail: Some(help.to_owned()),
                documentation: Some(markdown(about_key(key))),
                sort_text: Some(format!("{}{:05}", u8::from(key.required.is_none()), self.items.len())),
                ..Default::default()
            };
            let gap = if self.cursor.flow || !starts_lines(key) { " " } else { "" };
            self.add(self.cursor.from, format!("{}:{gap}", key.name), item);
        }
    }

    /// The kind of the question around the cursor, as far as it says one.
    fn kind_of_question(&self) -> Option<QuestionKind> {
        let id = self.cursor.keys().last()?;
        let references = self.references()?;
        references.declarations().find_map(|(_, one)| match one.thing {
            Thing::Question(kind) if *one.id == *id => Some(kind),
            _ => None,
        })
    }

    fn references(&self) -> Option<&References> {
        Some(&self.tree.as_deref()?.tree()?.references)
    }

    fn kinds(&mut self) {
        for kind in QuestionKind::ALL {
            let item = lsp::CompletionItem {
                label: kind.name().to_owned(),
                kind: Some(lsp::CompletionItemKind::EnumMember),
                detail: Some(kind.help().to_owned()),
                ..Default::default()
            };
            self.add(self.cursor.from, kind.name().to_owned(), item);
        }
    }

    /// The files of trees in the folder of a walk file.
    fn trees(&mut self) {
        let folder = self.known.path.as_deref().and_then(std::path::Path::parent).map(std::path::Path::to_owned);
        let Some(folder) = folder else { return };
        for other in self.desk.world.all() {
            let within = other.path.as_deref().and_then(|path| path.strip_prefix(&folder).ok());
            if let (Some(path), Some(_)) = (within, other.tree()) {
                let name = path.to_string_lossy().replace('\\', "/");
                self.word(&name, lsp::CompletionItemKind::File);
            }
        }
    }

    /// Names of these sorts, as they stand behind keys.
    fn names(&mut self, sorts: &[Sort]) {
        let mut seen = FxHashSet::default();
        let flow = self.cursor.flow;
        // Quotes that are there stay there.
        let quoted = self.known.file.text().get(self.cursor.from..self.offset);
        let quoted = quoted.is_some_and(|written| written.starts_with(['\'', '"']));
        let (tree, good) = (self.tree.clone(), self.good.clone());
        let looked_up: Vec<Box<str>> = sorts.iter().flat_map(|sort| self.looked_up_by(sort)).collect();
        for (one, owner) in declared(tree.as_deref(), good.as_deref()) {
            let fits = sorts.iter().any(|sort| match (sort, one.thing) {
                (Sort::Questions, Thing::Question(_))
                | (Sort::Outcomes, Thing::Outcome)
                | (Sort::Values, Thing::Value)
                | (Sort::Lists, Thing::List)
                | (Sort::Scores, Thing::Score) => true,
                (Sort::AnswersOf(question), Thing::Answer(_)) => owner == Some(question),
                (Sort::EntriesOf(..), Thing::Answer(_)) => looked_up.iter().any(|question| owner == Some(question)),
                _ => false,
            });
            if fits && seen.insert(&*one.id) {
                let written = if quoted { one.id.to_string() } else { plain(one.id.to_string(), flow) };
                // A name that is a key gets its colon.
                let written =
                    if self.cursor.at_key && self.is_map() && !quoted { format!("{written}: ") } else { written };
                self.add(self.cursor.from + usize::from(quoted), written, declared_item(one, owner));
            }
        }
    }

    /// Whether names are keys where the cursor is, and not items of a list.
    fn is_map(&self) -> bool {
        !matches!(self.cursor.path.last(), Some(super::cursor::Step::Item))
    }

    /// What may stand in an expression that starts at a byte.
    fn expression(&mut self, start: usize) {
        let text = self.known.file.text();
        let Some(before) = text.get(start..self.offset) else { return };
        let written = words::written(before);
        let from = start + written.from;
        let (tree, good) = (self.tree.clone(), self.good.clone());
        let declared = declared(tree.as_deref(), good.as_deref());
        if let Some(counted) = written.counted {
            for (one, _) in declared.iter().filter(|(one, _)| one.thing == Thing::Score) {
                let whole = if counted == "score" { score_called(&one.id) } else { possible_called(&one.id) };
                let rest = whole.strip_prefix(counted).and_then(|rest| rest.strip_prefix('.'));
                if let Some(rest) = rest {
                    self.add(from, rest.to_owned(), declared_item(one, None));
                }
            }
            return;
        }
        let mut seen = FxHashSet::default();
        let owners = written.beside.map_or_else(Vec::new, |name| self.questions_of(name));
        for (one, owner) in &declared {
            let own = owner.is_some_and(|owner| owners.iter().any(|question| **question == *owner));
            if own && matches!(one.thing, Thing::Answer(_)) && seen.insert(&*one.id) {
                let called =
                    if written.quoted { one.id.to_string() } else { self.in_yaml(answer_called(&one.id), start) };
                let sort_text = Some(format!("0{:05}", self.items.len()));
                let item = lsp::CompletionItem { sort_text, ..declared_item(one, *owner) };
                self.add(from, called, item);
            }
        }
        if written.quoted {
            return;
        }
        for (one, _) in &declared {
            let named = matches!(one.thing, Thing::Question(_) | Thing::Value | Thing::List);
            if named && seen.insert(&*one.id) {
                self.add(from, one.id.to_string(), declared_item(one, None));
            }
        }
        for (one, _) in declared.iter().filter(|(one, _)| one.thing == Thing::Score) {
            let called = self.in_yaml(score_called(&one.id), start);
            let item = lsp::CompletionItem { label: called.clone(), ..declared_item(one, None) };
            self.add(from, called, item);
        }
        for function in Function::ALL {
            self.function(*function, from);
        }
        for word in WORDS.iter().filter(|word| !matches!(word.name, "score" | "possible")) {
            let kind = Some(lsp::CompletionItemKind::Keyword);
            self.add(
                from,
                word.name.to_owned(),
                lsp::CompletionItem { label: word.name.to_owned(), kind, ..Default::default() },
            );
        }
    }

    /// An expression as it may stand between the quotes that YAML has around it.
    fn in_yaml(&self, called: String, start: usize) -> String {
        let single = start.checked_sub(1).and_then(|at| self.known.file.text().get(at..start)) == Some("'");
        if single { called.replace('\'', "\"") } else { called }
    }

    /// The questions whose answers something is compared with: itself, or those of a value.
    fn questions_of(&self, name: &str) -> Vec<Box<str>> {
        let mut found: Vec<Box<str>> = vec![name.into()];
        let trees = [self.tree.as_deref(), self.good.as_deref()];
        for tree in trees.into_iter().flatten().filter_map(|known| known.tree()?.tree.as_deref()) {
            if let Some(Named::Value(id)) = tree.named(name)
                && let Type::Choice(of) | Type::Set(of) = &tree.value(id).kind
            {
                found.extend(of.iter().map(|question| tree.question(*question).id.clone()));
            }
        }
        found
    }

    /// The questions whose answers are entries of a table there.
    fn looked_up_by(&self, sort: &Sort) -> Vec<Box<str>> {
        let Sort::EntriesOf(value, depth) = sort else { return Vec::new() };
        let by = |known: &Known| -> Option<Box<str>> {
            let references = &known.tree()?.references;
            let values = || references.declarations().map(|(_, one)| one).filter(|one| one.thing == Thing::Value);
            let start = values().find(|one| *one.id == **value)?.span.start;
            let end = values().map(|one| one.span.start).filter(|other| *other > start).min().unwrap_or(u32::MAX);
            let own = |one: &&Use| one.role == Role::TableBy && (start..end).contains(&one.span.start);
            references.uses().iter().filter(own).nth(*depth).map(|one| one.id.clone())
        };
        let known = [self.tree.as_deref(), self.good.as_deref()].into_iter().flatten().find_map(by);
        known.map_or_else(Vec::new, |name| self.questions_of(&name))
    }

    fn function(&mut self, function: Function, from: usize) {
        let (name, signature) = (function.name(), function.signature());
        let rest = self.known.file.text().get(self.offset..).unwrap_or("");
        let called = rest.starts_with('(');
        let snippets = self.desk.client.snippets && !called;
        let new_text = match (called, snippets) {
            (true, _) => name.to_owned(),
            (false, true) => format!("{name}($0)"),
            (false, false) => format!("{name}("),
        };
        let item = lsp::CompletionItem {
            label: name.to_owned(),
            kind: Some(lsp::CompletionItemKind::Function),
            detail: Some(signature.form.to_owned()),
            documentation: Some(markdown(about_function(function))),
            insert_text_format: snippets.then_some(lsp::InsertTextFormat::Snippet),
            ..Default::default()
        };
        self.add(from, new_text, item);
    }
}

/// All that is declared, each with the question that it is an answer of: in the tree as it stands, and what is gone from it
/// only because it is half written.
fn declared<'t>(tree: Option<&'t Known>, good: Option<&'t Known>) -> Vec<(&'t Declaration, Option<&'t str>)> {
    let of = |known: &'t Known| {
        let references = known.tree().map(|examined| &examined.references);
        references.into_iter().flat_map(|references| {
            references.declarations().map(|(_, one)| {
                let Thing::Answer(question) = one.thing else { return (one, None) };
                (one, references.declaration(question).map(|question| &*question.id))
            })
        })
    };
    let mut all: Vec<(&Declaration, Option<&str>)> = tree.into_iter().flat_map(of).collect();
    let broken = tree.and_then(Known::tree).is_some_and(|examined| examined.tree.is_none());
    if let Some(good) = good.filter(|_| broken) {
        let seen: FxHashSet<(&str, Option<&str>)> = all.iter().map(|(one, owner)| (&*one.id, *owner)).collect();
        all.extend(of(good).filter(|(one, owner)| !seen.contains(&(&*one.id, *owner))));
    }
    all
}

/// True for keys behind which lines of their own are usual.
fn starts_lines(key: &Key) -> bool {
    matches!(key.shape, Shape::ById(_) | Shape::List(_)) && key.name != "score"
}

fn markdown(value: String) -> lsp::Documentation {
    lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value }.into()
}

fn declared_item(one: &Declaration, owner: Option<&str>) -> lsp::CompletionItem {
    let kind = match one.thing {
        Thing::Question(_) => lsp::CompletionItemKind::Variable,
        Thing::Outcome => lsp::CompletionItemKind::Event,
        Thing::Answer(_) => lsp::CompletionItemKind::EnumMember,
        Thing::Value => lsp::CompletionItemKind::Constant,
        Thing::List => lsp::CompletionItemKind::Enum,
        _ => lsp::CompletionItemKind::Field,
    };
    let title = one.title.as_deref().map_or_else(String::new, |title| format!(": {}", one_line(title)));
    let detail = match owner {
        Some(owner) => format!("an answer of `{owner}`{title}"),
        None => format!("{}{title}", thing_in_words(one.thing)),
    };
    lsp::CompletionItem { label: one_line(&one.id), kind: Some(kind), detail: Some(detail), ..Default::default() }
}

/// What something is, in words, with an article.
pub(in crate::lsp) fn thing_in_words(thing: Thing) -> String {
    match thing {
        Thing::Question(kind) => format!("a question of kind `{}`", kind.name()),
        Thing::Answer(_) => "an answer".to_owned(),
        Thing::Outcome => "an outcome".to_owned(),
        Thing::Value => "a value".to_owned(),
        Thing::List => "a list".to_owned(),
        Thing::Score => "a score".to_owned(),
        Thing::Promise => "a promise".to_owned(),
    }
}

/// What is known of a key, in Markdown.
pub(in crate::lsp) fn about_key(key: &Key) -> String {
    let mut out = format!("`{}` of {}: {}", key.name, key.part.what(), key.help);
    if let Some(kinds) = key.kinds_in_words() {
        out.push_str(&format!("\n\nOnly with {kinds}."));
    }
    if key.required.is_some() {
        out.push_str("\n\nIt must be there.");
    }
    out.push_str(&format!("\n\n```yaml\n{}\n```", key.example));
    out
}

/// What is known of a function, in Markdown.
pub(in crate::lsp) fn about_function(function: Function) -> String {
    let signature = function.signature();
    let mut out = format!("```\n{}\n```\n\n{}", signature.form, signature.help);
    if let Some((form, help)) = signature.also {
        out.push_str(&format!("\n\n```\n{form}\n```\n\n{help}"));
    }
    let (call, shown) = signature.example;
    out.push_str(&format!("\n\n`{call}` is `{shown}`"));
    out
}

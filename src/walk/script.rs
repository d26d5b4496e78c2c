//! A walk file as it is written (format: A walk file), and how it is read.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::words;
use crate::diagnostic::Diagnostics;
use crate::engine::Written;
use crate::format::{FileKey, Part, WalkKey};
use crate::syntax::written::ast::Name;
use crate::syntax::written::words::{colon_in_item, tree_here};
use crate::syntax::{Document, Keys, Node, Shape, name};
use crate::text::{Span, exact_decimal, iso_date};

/// A walk file: the tree it walks and the walks.
#[derive(Debug)]
pub(crate) struct WalkFile<'a> {
    /// Where `walks` holds an empty list.
    pub(crate) no_walks: Option<Span>,
    pub(crate) tree: Option<Name<'a>>,
    pub(crate) today: Option<NaiveDate>,
    pub(crate) walks: Vec<Script<'a>>,
}

/// One scripted walk.
#[derive(Debug, Clone)]
pub(crate) struct Script<'a> {
    /// Its name, or its first key.
    pub(crate) span: Span,
    pub(crate) name: Option<Name<'a>>,
    pub(crate) answers: Answers<'a>,
    /// Answers that were not on the walk when it was saved: nothing is asserted of them.
    pub(crate) kept: Vec<(Name<'a>, Value<'a>)>,
    pub(crate) asks: Option<Vec<Name<'a>>>,
    pub(crate) outcome: Option<Name<'a>>,
    /// A question and a part of what it must say.
    pub(crate) rejects: Option<(Name<'a>, Option<Name<'a>>)>,
    pub(crate) shows: Vec<Name<'a>>,
    pub(crate) hides: Vec<Name<'a>>,
    pub(crate) score: Vec<(Name<'a>, Decimal)>,
    pub(crate) values: Vec<(Name<'a>, Value<'a>)>,
}

/// The answers of a walk: by question, or in the order asked.
#[derive(Debug, Clone)]
pub(crate) enum Answers<'a> {
    Named(Vec<(Name<'a>, Value<'a>)>),
    Ordered(Vec<Value<'a>>),
}

/// An answer or a value as it stands in a walk file.
#[derive(Debug, Clone)]
pub(crate) enum Value<'a> {
    One(Name<'a>),
    List(Vec<Name<'a>>, Span),
    Nothing(Span),
    /// Wrong, and reported.
    Bad(Span),
}

impl Value<'_> {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::One(name) => name.span,
            Self::List(_, span) | Self::Nothing(span) | Self::Bad(span) => *span,
        }
    }

    /// What stands there, apart from its place.
    pub(crate) fn written(&self) -> Written {
        match self {
            Self::One(name) => Written::One(name.text.to_owned()),
            Self::List(names, _) => Written::List(names.iter().map(|name| name.text.to_owned()).collect()),
            Self::Nothing(_) | Self::Bad(_) => Written::Nothing,
        }
    }
}

/// True if a document looks like a walk file rather than a tree.
pub(crate) fn is_walk_file(document: Document) -> bool {
    let has = |wanted: &str| document.root().is_some_and(|root| root.entries().any(|(key, _)| key.text() == wanted));
    has("walks") && !has("questions")
}

/// Reads a walk file; none where it is no walk file at all.
pub(crate) fn read<'a>(document: Document<'_, 'a>, out: &mut Diagnostics) -> Option<WalkFile<'a>> {
    let root = document.root()?;
    if root.shape() != Shape::Map {
        if root.shape() != Shape::Bad {
            out.push(words::not_a_walk_file(start(root)));
        }
        return None;
    }
    let find = |wanted: &str| root.entries().find(|(key, _)| key.text() == wanted).map(|(key, _)| key);
    if let (Some(questions), None) = (find("questions"), find("walks")) {
        out.push(tree_here(questions.span()));
        return None;
    }
    let mut file = WalkFile { no_walks: None, tree: None, today: None, walks: Vec::new() };
    let mut keys = Keys::of(Part::File);
    for (key, value) in root.entries() {
        match FileKey::named(key.text()) {
            Some(FileKey::Tree) => file.tree = text(key, value, out),
            Some(FileKey::Today) => {
                if let Some(date) = text(key, value, out) {
                    file.today = iso_date(date.text);
                    if file.today.is_none() {
                        out.push(words::not_a_date(date.span, date.text));
                    }
                }
            }
            Some(FileKey::Walks) => {
                file.walks = walks(key, value, out);
                let empty = value.shape() == Shape::List && value.items().next().is_none();
                file.no_walks = empty.then(|| key.span());
            }
            None => keys.unknown(key, out),
        }
    }
    keys.missing(start(root), root, out);
    Some(file)
}

/// A short place at the start of a node.
fn start(node: Node) -> Span {
    match node.entries().next() {
        Some((key, _)) => key.span(),
        None if node.is_scalar() => node.span(),
        None => node.first_char(),
    }
}

fn text<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Name<'a>> {
    if node.is_scalar() {
        return Some(name(node));
    }
    let source = node.source().trim_end();
    match node.shape() {
        Shape::Bad => {}
        // `[a: b]`: an entry of a list in brackets.
        Shape::Map if !source.starts_with('{') && !source.contains('\n') => {
            let start = node.span().start as usize;
            out.push(colon_in_item(Span::new(start, start + source.len()), source));
        }
        Shape::Nothing => out.push(words::nothing_here(key.span(), key.text())),
        _ => out.push(words::text_wanted(node.shown_at(key), key.text(), source)),
    }
    None
}

fn texts<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Vec<Name<'a>>> {
    match node.shape() {
        Shape::List => Some(node.items().filter_map(|item| text(key, item, out)).collect()),
        Shape::Bad => None,
        _ => {
            out.push(words::list_wanted(node.shown_at(key), key.text(), node.text()));
            None
        }
    }
}

fn walks<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<Script<'a>> {
    if node.shape() != Shape::List {
        if node.shape() != Shape::Bad {
            out.push(words::walks_wanted(key.span()));
        }
        return Vec::new();
    }
    let mut walks = Vec::new();
    for item in node.items() {
        match item.shape() {
            Shape::Map => walks.push(script(item, out)),
            Shape::Bad => {}
            _ => out.push(words::walks_wanted(start(item))),
        }
    }
    walks
}

fn script<'a>(node: Node<'_, 'a>, out: &mut Diagnostics) -> Script<'a> {
    let mut script = Script {
        span: start(node),
        name: None,
        answers: Answers::Named(Vec::new()),
        kept: Vec::new(),
        asks: None,
        outcome: None,
        rejects: None,
        shows: Vec::new(),
        hides: Vec::new(),
        score: Vec::new(),
        values: Vec::new(),
    };
    let has = |wanted: &str| node.entries().any(|(key, _)| key.text() == wanted);
    let mut keys = Keys::of(Part::Walk);
    for (key, value) in node.entries() {
        let Some(known) = WalkKey::named(key.text()) else {
            if !has("answers") && key.text() != "answer" && keys.is_foreign(key.text()) && key.is_scalar() {
                keys.note_unknown();
                out.push(words::answer_outside(key.span(), key.text()));
            } else {
                keys.unknown(key, out);
            }
            continue;
        };
        match known {
            WalkKey::Name => {
                script.name = text(key, value, out);
                script.span = script.name.map_or(script.span, |name| name.span);
            }
            WalkKey::Answers => script.answers = answers(key, value, out),
            WalkKey::Kept if value.shape() == Shape::Nothing => {}
            WalkKey::Kept => {
                script.kept = map(key, value, out).map(|(id, node)| (name(id), self::value(id, node, out))).collect()
            }
            WalkKey::Asks => script.asks = texts(key, value, out),
            WalkKey::Outcome => script.outcome = text(key, value, out),
            WalkKey::Rejects => script.rejects = rejects(key, value, out),
            WalkKey::Shows => script.shows = texts(key, value, out).unwrap_or_default(),
            WalkKey::Hides => script.hides = texts(key, value, out).unwrap_or_default(),
            WalkKey::Score => {
                for (id, amount) in map(key, value, out) {
                    let Some(amount) = text(id, amount, out) else { continue };
                    match exact_decimal(amount.text) {
                        Some(number) => script.score.push((name(id), number)),
                        None => out.push(words::not_a_number(amount.span, amount.text)),
                    }
                }
            }
            WalkKey::Values => {
                script.values = map(key, value, out).map(|(id, node)| (name(id), self::value(id, node, out))).collect();
            }
        }
    }
    if !keys.any_unknown() {
        keys.missing(script.span, node, out);
    }
    if let (Some(outcome), Some((rejects, _))) = (script.outcome, script.rejects) {
        out.push(words::outcome_and_rejects(rejects.span, outcome.span));
    }
    script
}

fn map<'d, 'a>(
    key: Node,
    node: Node<'d, 'a>,
    out: &mut Diagnostics,
) -> impl Iterator<Item = (Node<'d, 'a>, Node<'d, 'a>)> + use<'d, 'a> {
    if !matches!(node.shape(), Shape::Map | Shape::Bad) {
        out.push(words::map_wanted(node.shown_at(key), key.text()));
    }
    node.entries()
}

fn answers<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Answers<'a> {
    if node.shape() == Shape::List {
        let mut named = Vec::new();
        let mut ordered = Vec::new();
        for item in node.items() {
            // `- question: answer` names the question, too.
            let mut entries = item.entries();
            match entries.next() {
                Some((id, answer)) => {
                    if let Some((first, _)) = named.iter().find(|(first, _): &&(Name, Value)| first.text == id.text()) {
                        out.push(words::answered_twice(id.span(), first.span, id.text()));
                    }
                    named.push((name(id), value(id, answer, out)));
                }
                None => ordered.push(value(key, item, out)),
            }
            if let Some((second, _)) = entries.next() {
                out.push(words::one_question_an_entry(second.span()));
            }
        }
        if named.is_empty() {
            return Answers::Ordered(ordered);
        }
        if let Some(bare) = ordered.first() {
            out.push(words::named_or_not(bare.span()));
        }
        return Answers::Named(named);
    }
    if node.shape() == Shape::Nothing {
        return Answers::Named(Vec::new());
    }
    if node.is_scalar() {
        out.push(words::answers_wanted(node.span()));
        return Answers::Named(Vec::new());
    }
    Answers::Named(map(key, node, out).map(|(id, answer)| (name(id), value(id, answer, out))).collect())
}

fn value<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Value<'a> {
    match node.shape() {
        Shape::List => Value::List(texts(key, node, out).unwrap_or_default(), node.span()),
        Shape::Nothing => Value::Nothing(node.span()),
        Shape::Bad | Shape::Repeated => Value::Bad(node.span()),
        Shape::Map => {
            out.push(words::answer_is_a_map(node.shown_at(key), key.text()));
            Value::Bad(key.span())
        }
        _ => Value::One(name(node)),
    }
}

fn rejects<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<(Name<'a>, Option<Name<'a>>)> {
    if node.shape() == Shape::List {
        out.push(words::one_rejected(node.shown_at(key)));
        return None;
    }
    if node.shape() != Shape::Map {
        return text(key, node, out).map(|question| (question, None));
    }
    let mut entries = node.entries();
    let (id, part) = entries.next()?;
    if let Some((second, _)) = entries.next() {
        out.push(words::one_rejection(second.span()));
    }
    Some((name(id), text(id, part, out)))
}

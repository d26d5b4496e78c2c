//! How a walk file is read (format: A walk file).

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::script::{Answers, List, More, Script, Value, Walks, Word};
use super::words;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::format::{FileKey, Part, WalkKey};
use crate::syntax::written::ast::Name;
use crate::syntax::written::words::{colon_in_item, tree_here};
use crate::syntax::{Document, Keys, Node, Shape, name};
use crate::text::{Span, exact_decimal, iso_date};

/// What is found while a walk file is read.
struct Reading<'o> {
    out: &'o mut Diagnostics,
    /// The texts so far: walks say the same few again and again, and each is kept once.
    known: FxHashSet<Arc<str>>,
    /// The file is JSON, where `null` is nothing and no id.
    is_json: bool,
}

impl Reading<'_> {
    fn push(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }

    fn word(&mut self, name: Name) -> Word {
        let text = match self.known.get(name.text) {
            Some(known) => Arc::clone(known),
            None => {
                let text: Arc<str> = name.text.into();
                self.known.insert(Arc::clone(&text));
                text
            }
        };
        Word { text, span: name.span }
    }
}

/// Reads a walk file; none where it is no walk file at all.
pub(crate) fn read(document: Document, out: &mut Diagnostics) -> Option<Walks> {
    let root = document.root()?;
    let is_json = |text: &str| text.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let out = &mut Reading { out, known: FxHashSet::default(), is_json: is_json(root.source()) };
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
    let mut file = Walks { no_walks: None, tree: None, today: None, walks: Vec::new(), list: None };
    let mut keys = Keys::of(Part::File);
    for (key, value) in root.entries() {
        match FileKey::named(key.text()) {
            Some(FileKey::Tree) => file.tree = text(key, value, out),
            Some(FileKey::Today) => {
                if let Some(date) = text(key, value, out) {
                    file.today = iso_date(&date.text);
                    if file.today.is_none() {
                        out.push(words::not_a_date(date.span, &date.text));
                    }
                }
            }
            Some(FileKey::Walks) => {
                file.walks = walks(key, value, out);
                file.list = list(value);
                file.no_walks = file.list.filter(|list| list.ends.is_none()).map(|_| key.span());
            }
            None => keys.unknown(key, out.out),
        }
    }
    keys.missing(start(root), root, out.out);
    Some(file)
}

/// Where a list stands.
fn list(node: Node) -> Option<List> {
    let mut items = node.items();
    let first = items.next().map(Node::span);
    let last = items.last().map(Node::span).or(first);
    (node.shape() == Shape::List).then(|| List { span: node.span(), ends: first.zip(last), end: end_of(node) })
}

/// Where the last that is written in a node ends: comments behind it are no part of it.
fn end_of(node: Node) -> u32 {
    let mut last = node;
    // What stands between brackets ends with them.
    while !last.source().starts_with(['[', '{']) {
        let inner = match last.shape() {
            Shape::List => last.items().last(),
            Shape::Map => {
                last.entries().last().map(|(key, value)| if value.shape() == Shape::Nothing { key } else { value })
            }
            _ => None,
        };
        match inner {
            Some(inner) => last = inner,
            None => break,
        }
    }
    last.span().end
}

/// A short place at the start of a node.
fn start(node: Node) -> Span {
    match node.entries().next() {
        Some((key, _)) => key.span(),
        None if node.is_scalar() => node.span(),
        None => node.first_char(),
    }
}

fn text(key: Node, node: Node, out: &mut Reading) -> Option<Word> {
    if node.is_scalar() {
        return Some(out.word(name(node)));
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

fn texts(key: Node, node: Node, out: &mut Reading) -> Option<Vec<Word>> {
    match node.shape() {
        Shape::List => Some(node.items().filter_map(|item| text(key, item, out)).collect()),
        Shape::Bad => None,
        _ => {
            out.push(words::list_wanted(key, node));
            None
        }
    }
}

fn walks(key: Node, node: Node, out: &mut Reading) -> Vec<Script> {
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

fn script(node: Node, out: &mut Reading) -> Script {
    let mut script = Script {
        span: start(node),
        start: node.first_char(),
        name: None,
        answers: Answers::Named(Vec::new()),
        kept: Vec::new(),
        asks: None,
        asks_at: Span::NOWHERE,
        outcome: None,
        rejects: None,
        told: Vec::new(),
        shows: Vec::new(),
        hides: Vec::new(),
        hides_at: Span::NOWHERE,
        score: Vec::new(),
        values: Vec::new(),
        about: Vec::new(),
        more: None,
    };
    let has = |wanted: &str| node.entries().any(|(key, _)| key.text() == wanted);
    let mut keys = Keys::of(Part::Walk);
    for (key, value) in node.entries() {
        script.more = script.more.or_else(|| more(key, value));
        let Some(known) = WalkKey::named(key.text()) else {
            if !has("answers") && key.text() != "answer" && keys.is_foreign(key.text()) && key.is_scalar() {
                keys.note_unknown();
                out.push(words::answer_outside(key.span(), key.text()));
            } else {
                keys.unknown(key, out.out);
            }
            continue;
        };
        match known {
            WalkKey::Name => {
                script.name = text(key, value, out);
                script.span = script.name.as_ref().map_or(script.span, |name| name.span);
            }
            WalkKey::Answers => script.answers = answers(key, value, out),
            WalkKey::Kept if value.shape() == Shape::Nothing => {}
            WalkKey::Kept => script.kept = kept(key, value, out),
            WalkKey::Asks => {
                script.asks_at = value.span();
                script.asks = texts(key, value, out);
            }
            WalkKey::Outcome => script.outcome = text(key, value, out),
            WalkKey::Rejects => script.rejects = rejects(key, value, out),
            WalkKey::Told => script.told = texts(key, value, out).unwrap_or_default(),
            WalkKey::Shows => script.shows = texts(key, value, out).unwrap_or_default(),
            WalkKey::Hides => {
                script.hides_at = value.span();
                script.hides = texts(key, value, out).unwrap_or_default();
            }
            WalkKey::Score => {
                for (id, amount) in map(key, value, out) {
                    let Some(amount) = text(id, amount, out) else { continue };
                    match exact_decimal(&amount.text) {
                        Some(number) => script.score.push((out.word(name(id)), number, amount.span)),
                        None => out.push(words::not_a_number(amount.span, &amount.text)),
                    }
                }
            }
            WalkKey::Values => script.values = values(key, value, out),
            WalkKey::About => script.about = values(key, value, out),
        }
    }
    if !keys.any_unknown() {
        keys.missing(script.span, node, out.out);
    }
    if let (Some(outcome), Some((rejects, _))) = (&script.outcome, &script.rejects) {
        out.push(words::outcome_and_rejects(rejects.span, outcome.span));
    }
    script
}

/// What of an entry of a walk no session writes; of a key that is none, that it is unknown is said elsewhere.
fn more(key: Node, value: Node) -> Option<More> {
    match WalkKey::named(key.text())? {
        WalkKey::Answers | WalkKey::Kept if !matches!(value.shape(), Shape::Map | Shape::Nothing) => {
            Some(More::Answers(value.span()))
        }
        WalkKey::Kept if !value.entries().all(|(_, answer)| is_answer(answer)) => Some(More::Answers(value.span())),
        WalkKey::Answers | WalkKey::Kept | WalkKey::Outcome => None,
        _ => Some(More::Key(key.span(), key.text().into())),
    }
}

fn map<'d, 'a>(
    key: Node,
    node: Node<'d, 'a>,
    out: &mut Reading,
) -> impl Iterator<Item = (Node<'d, 'a>, Node<'d, 'a>)> + use<'d, 'a> {
    if !matches!(node.shape(), Shape::Map | Shape::Bad) {
        out.push(words::map_wanted(node.shown_at(key), key.text()));
    }
    node.entries()
}

fn values(key: Node, node: Node, out: &mut Reading) -> Vec<(Word, Value)> {
    map(key, node, out).map(|(id, node)| (out.word(name(id)), value(id, node, out))).collect()
}

/// What was answered before: what is no answer there is passed over, as nothing of it is checked.
fn kept(key: Node, node: Node, out: &mut Reading) -> Vec<(Word, Value)> {
    let answers = map(key, node, out).filter(|(_, answer)| is_answer(*answer));
    answers.map(|(id, answer)| (out.word(name(id)), value(id, answer, out))).collect()
}

fn is_answer(node: Node) -> bool {
    match node.shape() {
        Shape::Map => false,
        Shape::List => node.items().all(Node::is_scalar),
        _ => true,
    }
}

fn answers(key: Node, node: Node, out: &mut Reading) -> Answers {
    if node.shape() == Shape::List {
        let mut named: Vec<(Word, Value)> = Vec::new();
        let mut ordered = Vec::new();
        for item in node.items() {
            // `- question: answer` names the question, too.
            let mut entries = item.entries();
            match entries.next() {
                Some((id, answer)) => {
                    if let Some((first, _)) = named.iter().find(|(first, _)| &*first.text == id.text()) {
                        out.push(words::answered_twice(id.span(), first.span, id.text()));
                    }
                    named.push((out.word(name(id)), value(id, answer, out)));
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
    Answers::Named(values(key, node, out))
}

fn value(key: Node, node: Node, out: &mut Reading) -> Value {
    match node.shape() {
        Shape::List => Value::List(texts(key, node, out).unwrap_or_default(), node.span()),
        Shape::Nothing => Value::Nothing(node.span()),
        Shape::Plain if out.is_json && node.text() == "null" => Value::Nothing(node.span()),
        Shape::Bad | Shape::Repeated => Value::Bad(node.span()),
        Shape::Map => {
            out.push(words::answer_is_a_map(node.shown_at(key), key.text()));
            Value::Bad(key.span())
        }
        _ => Value::One(out.word(name(node))),
    }
}

fn rejects(key: Node, node: Node, out: &mut Reading) -> Option<(Word, Option<Word>)> {
    if node.shape() == Shape::List {
        out.push(words::one_rejected(node.shown_at(key)));
        return None;
    }
    if node.shape() != Shape::Map {
        return text(key, node, out).map(|question| (question, None));
    }
    let mut entries = node.entries();
    let Some((id, part)) = entries.next() else {
        out.push(words::nothing_here(key.span(), key.text()));
        return None;
    };
    if let Some((second, _)) = entries.next() {
        out.push(words::one_rejection(second.span()));
    }
    Some((out.word(name(id)), text(id, part, out)))
}

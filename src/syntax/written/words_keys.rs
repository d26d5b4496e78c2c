//! How mistakes about the keys of a part are said: one that it does not know, one that is missing, one of another kind.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Key, Part, QuestionKind, kind_elsewhere};
use crate::syntax::words::{listed, near, quoted, spelled};
use crate::syntax::yaml::nodes::Node;
use crate::text::{Span, did_you_mean};

/// A key that a map of this sort does not have.
pub(crate) fn unknown_key(span: Span, key: &str, part: Part, meant: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownKey, span, format!("{} has no key {}", part.what(), quoted(key)));
    if let Some(help) = stands_elsewhere(key, part) {
        return diagnostic.help(help);
    }
    match (meant, part.names()) {
        (Some(meant), known) => {
            let found = spelled(diagnostic.help(did_you_mean(key, meant)), key, meant, known.iter().copied());
            // A word of another format may have meant something else there.
            if near(key, known.iter().copied()) == Some(meant) { found } else { found.unsure() }
        }
        (None, [one]) => diagnostic.help(format!("its only key is {}", quoted(one))),
        (None, known) => diagnostic.help(format!("its keys are {}", listed(known.iter().copied()))),
    }
}

/// `{when: a == yes, other}`: a word in braces without its key, which is one of these.
pub(crate) fn key_lost(word: Node, lacks: &[&str]) -> Diagnostic {
    let text = word.source();
    let message = format!("{} stands in braces without a key", quoted(word.text()));
    let found = Diagnostic::new(Code::MissingKey, word.span(), message);
    let ways: Vec<String> = lacks.iter().map(|key| format!("`{key}: {text}`")).collect();
    let ways = ways.join(" or ");
    match lacks {
        [key] => found.help(format!("write {ways}")).suggest(word.span(), format!("{key}: {text}")),
        _ => found.help(format!("write {ways}")),
    }
}

/// Where a key stands that is often looked for in such a part.
fn stands_elsewhere(key: &str, part: Part) -> Option<&'static str> {
    match (key, part) {
        ("feedback", Part::Rule | Part::Reject | Part::Note | Part::Outcome) => {
            Some("`feedback` stands at the answer that it is about, or beside `ask` with rules of its own")
        }
        ("goto" | "next" | "score", Part::Feedback) => {
            Some("feedback is shown and changes nothing; where a question leads is for its `next`")
        }
        _ => None,
    }
}

/// One of these keys must be there, and none is.
fn missing_one(span: Span, missing: &'static [&'static str], message: impl Into<String>) -> Diagnostic {
    Diagnostic { missing, ..Diagnostic::new(Code::MissingKey, span, message) }
}

/// A key that must be there and is not.
pub(crate) fn missing_key(span: Span, what: &str, key: &'static Key) -> Diagnostic {
    let missing = std::slice::from_ref(&key.name);
    let found = missing_one(span, missing, format!("{what} needs the key {}", quoted(key.name)));
    match key.required {
        Some(add) => found.help(format!("add {add}")),
        None => found,
    }
}

/// A question that has neither answers nor a kind, and a key that belongs to one.
pub(crate) fn kind_missing(span: Span, key: &Key) -> Diagnostic {
    let name = quoted(key.name);
    let found = missing_one(span, &["kind"], format!("a question with {name} needs the key `kind`"));
    found.help(format!("add `kind: …`; {name} goes with {}", key.kinds_in_words().unwrap_or_default()))
}

pub(crate) fn key_not_for_kind(span: Span, kind: QuestionKind, key: &Key) -> Diagnostic {
    let message = format!("a question of kind `{}` has no {}", kind.name(), quoted(key.name));
    Diagnostic::new(Code::KeyNotForKind, span, message).help(format!(
        "{} goes with kind {}",
        quoted(key.name),
        key.kinds_in_words().unwrap_or_default()
    ))
}

pub(crate) fn unknown_kind(span: Span, kind: &str) -> Diagnostic {
    let known = QuestionKind::names();
    let elsewhere = kind_elsewhere(&kind.to_lowercase()).map(QuestionKind::name);
    let found = Diagnostic::new(Code::BadValue, span, format!("there is no kind of question {}", quoted(kind)));
    match elsewhere.or_else(|| near(kind, known)) {
        Some(meant) => {
            let found = spelled(found.help(did_you_mean(kind, meant)), kind, meant, known);
            if near(kind, known) == Some(meant) { found } else { found.unsure() }
        }
        None => found.help(format!("the kinds are {}", listed(known))),
    }
}

pub(crate) fn promise_says_nothing(span: Span) -> Diagnostic {
    missing_one(span, Part::Promise.needs_one_of(), "a promise needs the key `never` or `always`")
        .help("add `never: …` or `always: …`, with an outcome or a question")
}

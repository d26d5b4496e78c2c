//! What can be said of a walk file without walking: names that the tree does not have, answers it cannot take.

use super::file::WalkFile;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::engine::{Refusal, read_answer};
use crate::text::{Span, exact, is_blank};
use crate::tree::{Named, QuestionId, Tree};
use crate::walk::running::run::with_given;
use crate::walk::written::script::{Answers, Script, Value, Walks, Word};
use crate::walk::written::{words, words_numbers};

/// Checks every name and answer of a walk file against its tree.
pub(crate) fn check(file: &WalkFile, walks: &Walks, tree: &Tree, out: &mut Diagnostics) {
    if let Some(span) = walks.no_walks {
        out.push(words::no_walks(span));
    }
    let questions: Vec<&str> = tree.questions().map(|(_, question)| &*question.id).collect();
    let outcomes: Vec<&str> = tree.outcomes().map(|(_, outcome)| &*outcome.id).collect();
    let scores: Vec<&str> = tree.scores().map(|(_, name)| name).collect();
    let values: Vec<&str> = tree.values().map(|(_, value)| &*value.id).collect();
    let known = Known { questions, outcomes, scores, values, shown: tree.is_apart_from(file.source()) };
    for script in &walks.walks {
        if out.only_counts() {
            continue;
        }
        check_script(script, tree, &known, out);
    }
}

struct Known<'t> {
    questions: Vec<&'t str>,
    outcomes: Vec<&'t str>,
    scores: Vec<&'t str>,
    values: Vec<&'t str>,
    /// The tree's file can be pointed into.
    shown: bool,
}

impl Script {
    /// Whether anything is said about what must come of the walk, besides that its answers are taken.
    pub(super) fn asserts(&self) -> bool {
        let texts = self.shows.iter().chain(&self.told).chain(&self.hides).any(|text| !is_nothing(text));
        let values = !self.score.is_empty() || !self.values.is_empty() || !self.about.is_empty();
        self.outcome.is_some() || self.rejects.is_some() || self.asks.is_some() || texts || values
    }
}

fn is_nothing(text: &Word) -> bool {
    text.text.chars().all(is_blank)
}

/// Notes what a walk says that says nothing.
pub(super) fn check_asserts(script: &Script, out: &mut Diagnostics) {
    let mut blank = |list: &[Word], key: &str| {
        for text in list.iter().filter(|text| is_nothing(text)) {
            out.push(words::blank_text(text.span, key));
        }
    };
    blank(&script.told, "told");
    blank(&script.shows, "shows");
    blank(&script.hides, "hides");
    if !script.asserts() {
        out.push(words::asserts_nothing(script.span));
    }
}

fn check_script(script: &Script, tree: &Tree, known: &Known, out: &mut Diagnostics) {
    let question = |name: &Word, out: &mut Diagnostics| {
        let found = tree.question_named(&name.text);
        if found.is_none() {
            out.push_with(|| words::unknown(name.span, "question", &name.text, known.questions.iter().copied()));
        }
        found
    };
    let refused = script.rejects.as_ref().map(|(name, _)| name);
    if let Answers::Named(list) = &script.answers {
        for (name, value) in list {
            let Some(id) = question(name, out) else { continue };
            if out.is_full() {
                break;
            }
            // An answer that the walk expects to be refused may be anything.
            if refused.is_some_and(|refused| refused.text == name.text) {
                continue;
            }
            let read = with_given(value, |given| read_answer(tree, id, given));
            if let (Err(refusal), false) = (read, matches!(value, Value::Bad(_))) {
                let found = cannot_take(tree, id, value, &refusal);
                out.push(if known.shown { found.label(tree.question(id).span, "this question") } else { found });
            }
        }
    }
    for name in script.asks.iter().flatten().chain(refused) {
        question(name, out);
    }
    if let Some(name) = script.outcome.as_ref().filter(|name| tree.outcome_named(&name.text).is_none()) {
        out.push(words::unknown(name.span, "outcome", &name.text, known.outcomes.iter().copied()));
    }
    for (name, ..) in script.score.iter().filter(|(name, ..)| tree.score_named(&name.text).is_none()) {
        out.push_with(|| no_such(tree, "score", name, &known.scores));
    }
    let values = script.values.iter().map(|one| (one, "values"));
    for ((name, wanted), key) in values.chain(script.about.iter().map(|one| (one, "about"))) {
        match tree.named(&name.text) {
            Some(Named::Value(id)) => {
                let never = words_numbers::never(tree, &tree.value(id).kind, name, wanted);
                never.into_iter().for_each(|found| out.push(found));
            }
            _ => out.push_with(|| no_such(tree, key, name, &known.values)),
        }
    }
}

/// A name under `score`, `values` or `about` that the tree does not have there.
fn no_such(tree: &Tree, key: &str, name: &Word, known: &[&str]) -> Diagnostic {
    match words_numbers::elsewhere(tree, key, &name.text) {
        Some((message, help)) => Diagnostic::new(Code::UnknownName, name.span, message).help(help),
        None => {
            let what = if key == "score" { "score" } else { "value" };
            words::unknown(name.span, what, &name.text, known.iter().copied())
        }
    }
}

/// An answer that its question cannot take.
pub(super) fn cannot_take(tree: &Tree, id: QuestionId, value: &Value, refusal: &Refusal) -> Diagnostic {
    let question = tree.question(id);
    let ids: Vec<&str> = question.kind.options().iter().map(|option| tree.symbol(option.id)).collect();
    let (span, word) = place(value, refusal);
    words::answer(span, word, &question.id, refusal, &ids)
}

/// The place of what is refused, and what is written there: of a list the one entry.
fn place<'v>(value: &'v Value, refusal: &Refusal) -> (Span, &'v str) {
    let (Value::List(names, _), Refusal::NoSuchAnswer { given, .. } | Refusal::Twice { given }) = (value, refusal)
    else {
        return (value.span(), if let Value::One(name) = value { &*name.text } else { "" });
    };
    let mut same = names.iter().filter(|name| exact(&name.text) == *given);
    let found = if matches!(refusal, Refusal::Twice { .. }) { same.nth(1) } else { same.next() };
    found.map_or((value.span(), ""), |name| (name.span, &*name.text))
}

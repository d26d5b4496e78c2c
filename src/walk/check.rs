//! What can be said of a walk file without walking: names that the tree does not have, answers it cannot take.

use super::run::with_given;
use super::script::{Answers, Script, Value, WalkFile};
use super::words;
use crate::diagnostic::Diagnostics;
use crate::engine::read_answer;
use crate::syntax::ast::Name;
use crate::tree::{Named, Tree};

/// Checks every name and answer of a walk file against its tree.
pub(crate) fn check(file: &WalkFile, tree: &Tree, out: &mut Diagnostics) {
    let questions: Vec<&str> = tree.questions().map(|(_, question)| &*question.id).collect();
    let outcomes: Vec<&str> = tree.outcomes().map(|(_, outcome)| &*outcome.id).collect();
    let scores: Vec<&str> = tree.scores().map(|(_, name)| name).collect();
    let values: Vec<&str> = tree.values().map(|(_, value)| &*value.id).collect();
    let known = Known { questions, outcomes, scores, values };
    for script in &file.walks {
        check_script(script, tree, &known, out);
    }
}

struct Known<'t> {
    questions: Vec<&'t str>,
    outcomes: Vec<&'t str>,
    scores: Vec<&'t str>,
    values: Vec<&'t str>,
}

fn check_script(script: &Script, tree: &Tree, known: &Known, out: &mut Diagnostics) {
    let question = |name: Name, out: &mut Diagnostics| {
        let found = tree.question_named(name.text);
        if found.is_none() {
            out.push(words::unknown(name.span, "question", name.text, known.questions.iter().copied()));
        }
        found
    };
    let refused = script.rejects.map(|(name, _)| name);
    if let Answers::Named(list) = &script.answers {
        for (name, value) in list {
            let Some(id) = question(*name, out) else { continue };
            // An answer that the walk expects to be refused may be anything.
            if refused.is_some_and(|refused| refused.text == name.text) {
                continue;
            }
            let read = with_given(value, |given| read_answer(tree, id, given));
            if let (Err(refusal), false) = (read, matches!(value, Value::Bad(_))) {
                out.push(words::answer(value.span(), name.text, &refusal.to_string()));
            }
        }
    }
    for name in script.asks.iter().flatten().chain(refused.as_ref()) {
        question(*name, out);
    }
    if let Some(name) = script.outcome.filter(|name| tree.outcome_named(name.text).is_none()) {
        out.push(words::unknown(name.span, "outcome", name.text, known.outcomes.iter().copied()));
    }
    for (name, _) in &script.score {
        if tree.score_named(name.text).is_none() {
            out.push(words::unknown(name.span, "score", name.text, known.scores.iter().copied()));
        }
    }
    for (name, _) in &script.values {
        if !matches!(tree.named(name.text), Some(Named::Value(_))) {
            out.push(words::unknown(name.span, "value", name.text, known.values.iter().copied()));
        }
    }
}

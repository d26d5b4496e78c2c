//! `onread play --format json`: where these answers lead, so that any program can drive a tree.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde_json::{Map, Number, Value, json};

use super::play::Wrong;
use super::{Exit, output};
use crate::LoadError;
use crate::diagnostic::to_json;
use crate::engine::{At, Fault, Offer, Prompt, Walk, Wanted, Written, plain, written};
use crate::text::SourceFile;
use crate::tree::{Answer, QuestionId, Tree};

/// Gives the answers as far as they lead, and prints the state that this comes to.
pub(super) fn run(tree: &Tree, given: &[(QuestionId, Answer)], today: NaiveDate) -> Exit {
    let mut walk = Walk::new(tree, today);
    // Of two answers to one question the first counts.
    let answers: FxHashMap<_, _> = given.iter().rev().map(|(question, answer)| (*question, answer)).collect();
    while let At::Question(question) = *walk.at() {
        let Some(answer) = answers.get(&question) else { break };
        if let Err(refusal) = walk.answer((*answer).clone()) {
            let id = &*tree.question(question).id;
            return print(&walk, given, error("refused", &refusal.to_string(), Some(id)), Exit::Findings);
        }
    }
    let stopped = |fault: Fault| {
        let id = &*tree.question(fault.question()).id;
        print(&walk, given, error(fault.code(), &fault.message(id), Some(id)), Exit::Findings)
    };
    match walk.at() {
        At::Question(_) if let Some(fault) = walk.dead_end() => stopped(fault),
        At::Question(_) => {
            let question = walk.prompt().map(|prompt| question(&prompt, &walk));
            print(&walk, given, json!({"state": "question", "question": question}), Exit::Question)
        }
        At::Outcome(..) => {
            let outcome = walk.ending().map(|ending| {
                json!({
                    "id": ending.id,
                    "title": ending.title,
                    "text": ending.text,
                    "notes": ending.notes,
                    "ranking": ending.ranking.iter().map(|rank| json!({
                        "id": &*tree.outcome(rank.outcome).id,
                        "title": rank.title,
                        "score": number(rank.score),
                    })).collect::<Vec<_>>(),
                })
            });
            print(&walk, given, json!({"state": "outcome", "outcome": outcome}), Exit::Fine)
        }
        At::Stopped(fault) => stopped(*fault),
    }
}

/// The state of a tree that cannot be loaded.
pub(super) fn broken_tree(broken: &LoadError, file: &SourceFile) -> Exit {
    let mut state = error("tree", &broken.to_string(), None);
    if let Some(state) = state.as_object_mut() {
        let diagnostics: Vec<_> = broken.diagnostics.iter().map(|found| to_json(found, file)).collect();
        state.insert("diagnostics".into(), json!(diagnostics));
    }
    with_empty_walk(state)
}

/// The state where an answer cannot even be read.
pub(super) fn wrong_answer(wrong: &Wrong) -> Exit {
    with_empty_walk(error(wrong.code, &wrong.message, wrong.question.as_deref()))
}

fn with_empty_walk(mut state: Value) -> Exit {
    if let Some(state) = state.as_object_mut() {
        state.insert("asked".into(), json!([]));
        state.insert("scores".into(), json!({}));
    }
    output::json(&state);
    Exit::Findings
}

fn error(code: &str, message: &str, question: Option<&str>) -> Value {
    json!({"state": "error", "error": {"code": code, "message": message, "question": question}})
}

fn print(walk: &Walk, given: &[(QuestionId, Answer)], mut state: Value, exit: Exit) -> Exit {
    let tree = walk.tree();
    let asked: Vec<Value> = walk
        .asked()
        .iter()
        .filter_map(|&id| Some(json!({"id": &*tree.question(id).id, "answer": answer(tree, id, walk.answer_to(id)?)})))
        .collect();
    let scores: Map<String, Value> =
        tree.scores().map(|(id, name)| (name.to_owned(), number(walk.score(id)))).collect();
    let unused: Vec<&str> =
        given.iter().filter(|(id, _)| walk.answer_to(*id).is_none()).map(|(id, _)| &*tree.question(*id).id).collect();
    if let Some(state) = state.as_object_mut() {
        state.insert("asked".into(), json!(asked));
        state.insert("scores".into(), Value::Object(scores));
        state.insert("unused".into(), json!(unused));
    }
    output::json(&state);
    exit
}

/// An exact decimal as a JSON number.
fn number(number: Decimal) -> Value {
    plain(number).parse::<Number>().map_or(Value::Null, Value::Number)
}

/// An answer: an id, a list of ids, a number, an ISO date, a text, or null where it was left empty.
fn answer(tree: &Tree, question: QuestionId, answer: &Answer) -> Value {
    match (answer, written(tree, question, answer)) {
        (Answer::Number(own), _) => number(*own),
        (_, Written::One(text)) => json!(text),
        (_, Written::List(ids)) => json!(ids),
        (_, Written::Nothing) => Value::Null,
    }
}

fn question(prompt: &Prompt, walk: &Walk) -> Value {
    let offers: Vec<Value> = prompt.wanted.offers().iter().map(offer).collect();
    let mut record = json!({
        "id": prompt.id,
        "ask": prompt.ask,
        "help": prompt.help,
        "kind": prompt.kind,
        "answers": offers,
        "default": prompt.default.as_ref().map(|default| answer(walk.tree(), prompt.question, default)),
    });
    let limits = match &prompt.wanted {
        Wanted::Choice(_) => json!({}),
        Wanted::Many { min, max, .. } => json!({"min": min.map(number), "max": max.map(number)}),
        Wanted::Number { min, max, whole, unit, optional } => {
            json!({"min": min.map(number), "max": max.map(number), "whole": whole, "unit": unit, "optional": optional})
        }
        Wanted::Date { min, max, optional } => {
            json!({"min": min.map(|date| date.to_string()), "max": max.map(|date| date.to_string()), "optional": optional})
        }
        Wanted::Text { max_length, pattern, optional } => {
            json!({"max_length": max_length, "pattern": pattern, "optional": optional})
        }
    };
    if let (Some(record), Value::Object(limits)) = (record.as_object_mut(), limits) {
        record.extend(limits);
    }
    record
}

fn offer(offer: &Offer) -> Value {
    json!({"id": offer.id, "label": offer.label, "help": offer.help, "alone": offer.alone})
}

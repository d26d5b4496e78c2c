//! `onread play --format json`: where these answers lead, so that any program can drive a tree.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde_json::{Map, Number, Value, json};

use crate::LoadError;
use crate::cli::Exit;
use crate::cli::command::play::Wrong;
use crate::cli::io::output;
use crate::diagnostic::to_json;
use crate::engine::{
    Ahead, At, Fault, Offer, Outlook, Progress, Prompt, Refusal, Walk, Wanted, Written, plain, written,
};
use crate::text::SourceFile;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::Earlier;

/// Gives the answers as far as they lead, and prints the state that this comes to. Those of `given` win over those of
/// the session, and are an error where they are refused: what does not fit of a session is asked again.
pub(crate) fn run(
    tree: &Tree,
    session: &Earlier,
    given: &[(QuestionId, Answer)],
    today: NaiveDate,
    ahead: Option<&dyn Ahead>,
) -> Exit {
    let mut walk = Walk::new(tree, today);
    let request = Request { session, given, ahead };
    // Of two answers to one question the first counts.
    let first =
        |list: &[(QuestionId, Answer)]| -> FxHashMap<QuestionId, Answer> { list.iter().rev().cloned().collect() };
    let (asked_for, resumed) = (first(given), first(&session.answers));
    let mut refused = None;
    while let At::Question(question) = *walk.at() {
        if let Some(answer) = asked_for.get(&question) {
            if let Err(refusal) = walk.answer(answer.clone()) {
                let id = &*tree.question(question).id;
                return print(&walk, &request, None, error("refused", &refusal.to_string(), Some(id)), Exit::Findings);
            }
            continue;
        }
        let Some(answer) = resumed.get(&question) else { break };
        if let Err(refusal) = walk.answer(answer.clone()) {
            refused = Some((question, refusal));
            break;
        }
    }
    let refused = refused.as_ref();
    let stopped = |fault: Fault| {
        let id = &*tree.question(fault.question()).id;
        print(&walk, &request, refused, error(fault.code(), &fault.message(id), Some(id)), Exit::Findings)
    };
    match walk.at() {
        At::Question(_) if let Some(fault) = walk.dead_end() => stopped(fault),
        At::Question(_) => {
            let question = walk.prompt().map(|prompt| question(&prompt, &walk, session));
            print(&walk, &request, refused, json!({"state": "question", "question": question}), Exit::Question)
        }
        At::Outcome(..) => {
            let outcome = walk.ending().map(|ending| {
                json!({
                    "id": ending.id,
                    "title": ending.title,
                    "text": &*ending.text,
                    "notes": ending.notes.iter().map(|note| &**note).collect::<Vec<_>>(),
                    "ranking": ending.ranking.iter().map(|rank| json!({
                        "id": &*tree.outcome(rank.outcome).id,
                        "title": rank.title,
                        "score": number(rank.score),
                    })).collect::<Vec<_>>(),
                })
            });
            print(&walk, &request, refused, json!({"state": "outcome", "outcome": outcome}), Exit::Fine)
        }
        At::Stopped(fault) => stopped(*fault),
    }
}

/// The state of a tree that cannot be loaded.
pub(crate) fn broken_tree(broken: &LoadError, file: &SourceFile) -> Exit {
    let mut state = error("tree", &broken.to_string(), None);
    if let Some(state) = state.as_object_mut() {
        let diagnostics: Vec<_> = broken.diagnostics.iter().map(|found| to_json(found, file)).collect();
        state.insert("diagnostics".into(), json!(diagnostics));
    }
    with_empty_walk(state)
}

/// The state where an answer cannot even be read.
pub(crate) fn wrong_answer(wrong: &Wrong) -> Exit {
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

/// The answers that a walk was to take, and who knows how many questions still come.
struct Request<'a> {
    session: &'a Earlier,
    given: &'a [(QuestionId, Answer)],
    ahead: Option<&'a dyn Ahead>,
}

impl Request<'_> {
    /// What of the session does not fit the tree, with the answer that its question refused.
    fn unfit(&self, tree: &Tree, refused: Option<&(QuestionId, Refusal)>) -> Vec<Value> {
        let given = |question| self.given.iter().any(|(other, _)| *other == question);
        let kept = &self.session.kept;
        let all = kept.iter().filter_map(|(id, answer)| {
            let message = match tree.question_named(id) {
                None => format!("the tree has no question `{id}`"),
                Some(question) if given(question) => return None,
                Some(question) => match (kept.read(tree, question)?, refused) {
                    (Err(refusal), _) => refusal.to_string(),
                    (Ok(_), Some((other, refusal))) if *other == question => refusal.to_string(),
                    (Ok(_), _) => return None,
                },
            };
            Some(json!({"question": id, "answer": as_written(answer), "message": message}))
        });
        all.collect()
    }
}

fn print(
    walk: &Walk,
    request: &Request,
    refused: Option<&(QuestionId, Refusal)>,
    mut state: Value,
    exit: Exit,
) -> Exit {
    let tree = walk.tree();
    let Progress { asked: count, least, most, exact } = Outlook::new(tree).of_walk(walk, request.ahead);
    let asked: Vec<Value> = walk
        .asked()
        .iter()
        .filter_map(|&id| Some(json!({"id": &*tree.question(id).id, "answer": answer(tree, id, walk.answer_to(id)?)})))
        .collect();
    let scores: Map<String, Value> =
        tree.scores().map(|(id, name)| (name.to_owned(), number(walk.score(id)))).collect();
    let given = request.given.iter().map(|(id, _)| *id);
    let resumed =
        request.session.answers.iter().map(|(id, _)| *id).filter(|id| given.clone().all(|other| other != *id));
    let unused: Vec<&str> = resumed
        .chain(given.clone())
        .filter(|id| walk.answer_to(*id).is_none())
        .map(|id| &*tree.question(id).id)
        .collect();
    if let Some(state) = state.as_object_mut() {
        state.insert("asked".into(), json!(asked));
        let progress = json!({"asked": count, "least": least, "most": most, "exact": exact});
        state.insert("progress".into(), progress);
        state.insert("scores".into(), Value::Object(scores));
        state.insert("unused".into(), json!(unused));
        state.insert("unfit".into(), json!(request.unfit(tree, refused)));
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
    match answer {
        Answer::Number(own) => number(*own),
        _ => as_written(&written(tree, question, answer)),
    }
}

/// An answer as it stands in a walk file.
fn as_written(answer: &Written) -> Value {
    match answer {
        Written::One(text) => json!(text),
        Written::List(ids) => json!(ids),
        Written::Nothing => Value::Null,
    }
}

/// The question that waits. `offered` is what a prompt would start with before it looks at the `default`.
fn question(prompt: &Prompt, walk: &Walk, session: &Earlier) -> Value {
    let kept = session.kept.read(walk.tree(), prompt.question).and_then(Result::ok);
    let meant = session.meant.iter().find(|(question, _)| *question == prompt.question).map(|(_, meant)| meant.clone());
    let taken = |answer: &Answer| walk.would_take(answer.clone()).is_ok();
    let offered = kept.filter(taken).or_else(|| meant.filter(taken));
    let offers: Vec<Value> = prompt.wanted.offers().iter().map(offer).collect();
    let mut record = json!({
        "id": prompt.id,
        "ask": prompt.ask,
        "help": prompt.help,
        "kind": prompt.kind,
        "answers": offers,
        "offered": offered.map(|offered| answer(walk.tree(), prompt.question, &offered)),
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

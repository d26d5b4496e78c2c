//! What came of the answers of a session and why, as `onread play --trace --format json` prints it.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::reply::{Reply, number};
use super::state::Asked;
use crate::engine::{Event, Known, Looked, Trace, Val, written_value};
use crate::text::SourceFile;
use crate::tree::{Read, Target, Tree};

/// What came of one answer, or of the start before the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TraceState {
    /// The question and its answer; none for the start.
    pub answered: Option<Asked>,
    /// What happened on the way to the next stop, in order.
    pub steps: Vec<TracedStep>,
    /// The scores that changed.
    #[serde(serialize_with = "by_name")]
    pub scores: Vec<Changed>,
    /// The values that changed.
    #[serde(serialize_with = "by_name")]
    pub values: Vec<Changed>,
}

/// One thing that happened; `at` is the path of the part of the tree that it happened at, such as `minutes.next.2`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "step", rename_all = "lowercase")]
#[non_exhaustive]
pub enum TracedStep {
    /// The answer says itself where it leads.
    Answer {
        /// The answer.
        at: String,
        /// A question or an outcome; the outcomes that are ranked.
        to: Reply,
    },
    /// The question leads there whatever was answered.
    Next {
        /// The question.
        at: String,
        /// As in `Answer`.
        to: Reply,
    },
    /// A rule was looked at, and its condition is not true.
    Passed {
        /// The rule.
        at: String,
        /// Its condition.
        when: String,
        /// What the condition reads.
        reads: Vec<ReadState>,
    },
    /// A rule of `score` counts.
    Counted {
        /// The rule.
        at: String,
        /// Its condition, if it has one.
        when: Option<String>,
        /// What the condition reads.
        reads: Vec<ReadState>,
        /// What it adds to which score.
        #[serde(serialize_with = "super::state::as_map")]
        add: Vec<(String, serde_json::Number)>,
    },
    /// A rule was taken.
    Rule {
        /// The rule.
        at: String,
        /// Its condition, if it has one.
        when: Option<String>,
        /// What the condition reads.
        reads: Vec<ReadState>,
        /// As in `Answer`.
        to: Reply,
    },
    /// No rule of the question is true.
    Stuck {
        /// The question.
        at: String,
    },
    /// A question is skipped: its condition is not true.
    Skipped {
        /// The question.
        at: String,
        /// Its condition.
        when: String,
        /// What the condition reads.
        reads: Vec<ReadState>,
    },
    /// Outcomes were ranked, and the first of the highest was taken.
    Ranked {
        /// All of them, each with its score.
        scores: Vec<ReadState>,
        /// The outcome.
        to: Reply,
    },
}

/// Something that a condition reads, as it was then.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReadState {
    /// What it is called in the condition.
    pub name: String,
    /// What it is; null where there is nothing.
    pub value: Value,
    /// Why there is nothing: `not asked`, `left empty` or `missing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<&'static str>,
}

/// A score or a value that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Changed {
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// What it was; null where it was missing.
    pub from: Value,
    /// What it is.
    pub to: Value,
}

impl TraceState {
    pub(super) fn new(trace: &Trace, tree: &Tree, file: Option<&SourceFile>) -> Self {
        let scores = trace.scores.iter().map(|(score, from, to)| Changed {
            name: tree.score(*score).to_owned(),
            from: Value::Number(number(*from)),
            to: Value::Number(number(*to)),
        });
        let values = trace.values.iter().map(|(id, from, to)| Changed {
            name: tree.value(*id).id.to_string(),
            from: value(tree, from),
            to: value(tree, to),
        });
        Self {
            answered: trace.answered.as_ref().map(|(question, answer)| Asked::new(tree, *question, answer)),
            steps: trace.events.iter().map(|event| step(event, tree, file)).collect(),
            scores: scores.collect(),
            values: values.collect(),
        }
    }
}

fn step(event: &Event, tree: &Tree, file: Option<&SourceFile>) -> TracedStep {
    let question = |id| tree.question(id).id.to_string();
    let when = |looked: &Looked| looked.words(tree, file);
    match event {
        Event::Answer(part, to) => TracedStep::Answer { at: part.path(tree).to_string(), to: target(tree, to) },
        Event::Next(id, to) => TracedStep::Next { at: question(*id), to: target(tree, to) },
        Event::Passed(part, looked) => {
            TracedStep::Passed { at: part.path(tree).to_string(), when: when(looked), reads: reads(looked, tree) }
        }
        Event::Counted(part, looked, add) => TracedStep::Counted {
            at: part.path(tree).to_string(),
            when: looked.as_ref().map(when),
            reads: looked.as_ref().map(|looked| reads(looked, tree)).unwrap_or_default(),
            add: add.iter().map(|(score, amount)| (tree.score(*score).to_owned(), number(*amount))).collect(),
        },
        Event::Rule(part, looked, to) => TracedStep::Rule {
            at: part.path(tree).to_string(),
            when: looked.as_ref().map(when),
            reads: looked.as_ref().map(|looked| reads(looked, tree)).unwrap_or_default(),
            to: target(tree, to),
        },
        Event::NoRule(id) => TracedStep::Stuck { at: question(*id) },
        Event::Skipped(id, looked) => {
            TracedStep::Skipped { at: question(*id), when: when(looked), reads: reads(looked, tree) }
        }
        Event::Ranked(scores, best) => {
            let score = |(id, score): &(_, _)| ReadState {
                name: tree.outcome(*id).id.to_string(),
                value: Value::Number(number(*score)),
                because: None,
            };
            let to = Reply::One(tree.outcome(*best).id.to_string());
            TracedStep::Ranked { scores: scores.iter().map(score).collect(), to }
        }
    }
}

fn target(tree: &Tree, target: &Target) -> Reply {
    match target {
        Target::Question(_) | Target::Outcome(_) => Reply::One(tree.write_target(target)),
        Target::BestOf(ids) => Reply::List(ids.iter().map(|id| tree.outcome(*id).id.to_string()).collect()),
    }
}

fn reads(looked: &Looked, tree: &Tree) -> Vec<ReadState> {
    let read = |(read, known): &(Read, Known)| {
        let name = read.name(tree);
        let (value, because) = match known {
            Known::Val(Val::Missing) => (Value::Null, Some("missing")),
            Known::Val(known) => (value(tree, known), None),
            Known::NotAsked => (Value::Null, Some("not asked")),
            Known::LeftEmpty => (Value::Null, Some("left empty")),
        };
        ReadState { name, value, because }
    };
    looked.reads.iter().map(read).collect()
}

/// A value in JSON, in the tree's ids.
fn value(tree: &Tree, value: &Val) -> Value {
    match value {
        Val::Cond(cond) => Value::Bool(*cond),
        Val::Num(exact) => Value::Number(number(*exact)),
        other => serde_json::to_value(Reply::from(written_value(tree, other))).unwrap_or(Value::Null),
    }
}

fn by_name<S: Serializer>(changed: &[Changed], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(changed.iter().map(|changed| (&changed.name, changed)))
}

//! The first pass: every id of the tree is declared once, with its answers, lists and scores.

use std::collections::hash_map::Entry;

use super::scope::{Declared, QuestionInfo, Scope, ValueState, empty};
use crate::compile::words;
use crate::diagnostic::Diagnostics;
use crate::syntax::written::ast::{Answers, Name, QuestionDef, QuestionKind, TreeDef};
use crate::tree::{OutcomeId, QuestionId, ValueId};

/// How many answers a question may have: more than anybody reads.
const ANSWERS: usize = 10_000;

/// Declares all names of a tree (format: Ids: questions, outcomes, values and lists share one namespace).
pub(crate) fn declare<'a>(written: &'a TreeDef<'a>, questions: &[QuestionDef<'a>], out: &mut Diagnostics) -> Scope<'a> {
    let mut scope = empty(written);
    scope.names.reserve(questions.len() + written.outcomes.len() + written.values.len());
    scope.question_ids.reserve_exact(questions.len());
    scope.questions.reserve_exact(questions.len());
    for (index, question) in questions.iter().enumerate() {
        add(&mut scope, question.id, Declared::Question(QuestionId::at(index)), out);
        scope.question_ids.push(question.id.text);
    }
    for (index, outcome) in written.outcomes.iter().enumerate() {
        add(&mut scope, outcome.id, Declared::Outcome(OutcomeId::at(index)), out);
        scope.outcome_ids.push(outcome.id.text);
    }
    for (index, (id, body)) in written.values.iter().enumerate() {
        add(&mut scope, *id, Declared::Value(ValueId::at(index)), out);
        scope.bodies.push((*id, body));
        scope.values.push(ValueState::Waiting);
        scope.value_rules.push(None);
    }
    for (index, (id, items)) in written.lists.iter().enumerate() {
        add(&mut scope, *id, Declared::List(index), out);
        scope.lists.push(items);
    }
    for question in questions {
        let info = answers(&mut scope, question.kind, question.answers.as_ref(), question.bad, out);
        for rule in question.limits.iter().flat_map(|limits| &limits.score) {
            scope.unread_scores |= rule.add.is_empty();
            rule.add.iter().for_each(|(name, _)| scope.declare_score(*name));
        }
        if info.answers.len() > ANSWERS {
            out.push(words::too_many_answers(question.id.span, ANSWERS));
        }
        scope.questions.push(info);
    }
    scope
}

fn add<'a>(scope: &mut Scope<'a>, id: Name<'a>, declared: Declared, out: &mut Diagnostics) {
    match scope.names.entry(id.text) {
        Entry::Occupied(first) => {
            let (first, span) = first.get();
            out.push(words::duplicate_id(id, declared.word(), first.word(), *span));
        }
        Entry::Vacant(free) => drop(free.insert((declared, id.span))),
    }
}

fn answers<'a>(
    scope: &mut Scope<'a>,
    kind: QuestionKind,
    answers: Option<&Answers<'a>>,
    bad: bool,
    out: &mut Diagnostics,
) -> QuestionInfo {
    let mut info = QuestionInfo::new(kind, bad);
    scope.unread_scores |= bad;
    match answers {
        Some(Answers::Written(written)) => {
            for answer in written {
                scope.unread_scores |= answer.unread;
                let symbol = scope.symbol(answer.id.text);
                info.answers.push(symbol);
                answer.more.iter().flat_map(|more| &more.score).for_each(|(name, _)| scope.declare_score(*name));
            }
        }
        Some(Answers::List(name)) => match scope.names.get(name.text) {
            Some((Declared::List(list), _)) => {
                let list = *list;
                let items = scope.list(list, name.span, out);
                info.answers = items.iter().map(|item| scope.symbol(item.text)).collect();
                info.unknown |= items.is_empty();
            }
            found => {
                let lists = scope.names.iter().filter(|(_, (d, _))| matches!(d, Declared::List(_))).map(|(id, _)| *id);
                if !scope.incomplete {
                    out.push_with(|| words::unknown_list(*name, found.map(|(d, span)| (d.word(), *span)), lists));
                }
                info.unknown = true;
            }
        },
        Some(Answers::Bad) => {
            info.unknown = true;
            scope.unread_scores = true;
        }
        None => {}
    }
    info.index();
    info
}

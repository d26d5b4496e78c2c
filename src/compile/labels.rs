//! Labels of answers: two of one question that look the same, and such as show themselves.

use rustc_hash::FxHashMap;

use super::names::scope::{Scope, ValueState};
use super::words;
use crate::diagnostic::Diagnostics;
use crate::text::{Span, label_from_id, looks};
use crate::tree::graph::{Exits, groups};
use crate::tree::{AnswerOption, Choice, Expr, Piece, Question, QuestionId, Set, Template, Type, ValueId};

/// Reports answers of one question that nobody who reads their labels can tell apart.
pub(crate) fn alike(scope: &Scope, options: &[AnswerOption], out: &mut Diagnostics) {
    if options.len() < 2 {
        return;
    }
    let mut seen: FxHashMap<String, &AnswerOption> = FxHashMap::default();
    for option in options {
        let id = scope.symbol_texts.get(option.id.index()).copied().unwrap_or("");
        let label = match &option.label {
            None => label_from_id(id),
            Some(Template::Plain(label)) => label.to_string(),
            // What stands in its holes is not known.
            Some(Template::Mixed(_)) => continue,
        };
        let look = looks(&label);
        let Some(first) = seen.get(&look).copied().filter(|_| !look.is_empty()) else {
            seen.insert(look, option);
            continue;
        };
        // Of two that are shown under conditions, it may always be one.
        if option.id != first.id && (option.when.is_none() || first.when.is_none()) {
            out.push(words::same_label(option.span, first.span, &label));
        }
    }
}

/// Reports labels that show the answer whose label they are, directly or by way of values and other labels.
pub(crate) fn circles(scope: &Scope, questions: &[Question], out: &mut Diagnostics) {
    let shown: Vec<Vec<(QuestionId, Span)>> = questions.iter().map(|question| shown_in(scope, question)).collect();
    if shown.iter().all(Vec::is_empty) {
        return;
    }
    // Questions whose labels show each other are on circles together, as those are that lead to each other.
    let shows = |holes: &Vec<(QuestionId, Span)>| Exits {
        questions: holes.iter().map(|(to, _)| *to).collect(),
        outcomes: Vec::new(),
    };
    let groups = groups(&shown.iter().map(shows).collect::<Vec<_>>());
    for (index, holes) in shown.iter().enumerate() {
        for (to, span) in holes.iter().filter(|(to, _)| groups.of.get(to.index()) == groups.of.get(index)) {
            let by = scope.question_ids.get(to.index()).copied().filter(|_| to.index() != index);
            out.push(words::shows_itself(*span, by));
        }
    }
}

/// The questions whose answers' labels are shown in those of a question, and where.
fn shown_in(scope: &Scope, question: &Question) -> Vec<(QuestionId, Span)> {
    let mut shown = Vec::new();
    for option in question.kind.options() {
        let Some(Template::Mixed(pieces)) = &option.label else { continue };
        for piece in pieces {
            let Piece::Hole(expr, span) = piece else { continue };
            let mut of = Vec::new();
            match expr {
                Expr::Choice(choice) => choices(scope, choice, &mut of),
                Expr::Set(set) => sets(scope, set, &mut of),
                _ => {}
            }
            shown.extend(of.into_iter().map(|question| (question, *span)));
        }
    }
    shown
}

fn choices(scope: &Scope, choice: &Choice, of: &mut Vec<QuestionId>) {
    match choice {
        Choice::Literal(answer) => of.push(answer.question),
        Choice::Answer(question) => of.push(*question),
        Choice::Value(value) => of.extend(value_of(scope, *value)),
        Choice::Default(parts) => parts.iter().for_each(|part| choices(scope, part, of)),
    }
}

fn sets(scope: &Scope, set: &Set, of: &mut Vec<QuestionId>) {
    match set {
        Set::Literal(question, _) | Set::Answer(question) => of.push(*question),
        Set::Value(value) => of.extend(value_of(scope, *value)),
        Set::Default(parts) => parts.iter().for_each(|part| sets(scope, part, of)),
    }
}

/// The questions whose answer a value may be.
fn value_of(scope: &Scope, value: ValueId) -> Vec<QuestionId> {
    match scope.values.get(value.index()) {
        Some(ValueState::Done(Some(Type::Choice(of) | Type::Set(of)))) => of.clone(),
        _ => Vec::new(),
    }
}

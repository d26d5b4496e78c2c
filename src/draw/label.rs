//! What stands in the boxes and at the arrows, in the author's words.

use super::picture::{Kind, Part, Seen};
use crate::text::{SourceFile, Span, label_from_id, one_line};
use crate::tree::{Cond, Kind as QuestionKind, Next, OutcomeId, QuestionId, Template, Tree};

/// A text of the tree in one line.
fn words(tree: &Tree, template: &Template) -> String {
    one_line(&tree.write_template(template))
}

/// A condition in the author's words; in the tree's own where the author's are spelt as YAML wants it.
fn cond(tree: &Tree, file: &SourceFile, cond: &Cond, span: Span) -> String {
    let own = file.slice(span).trim();
    match own.is_empty() || own.starts_with(['"', '\'', '|', '>']) || own.contains(['\\', '#']) {
        true => one_line(&tree.write_cond(cond)),
        false => one_line(own),
    }
}

/// A part of which nothing is said yet.
fn bare(kind: Kind, id: &str, text: String) -> Part {
    let (offers, more) = (Vec::new(), Vec::new());
    Part { kind, id: one_line(id), text, takes: None, when: None, offers, more, cut: false, seen: Seen::default() }
}

/// A question's box.
pub(super) fn question(tree: &Tree, file: &SourceFile, id: QuestionId) -> Part {
    let question = tree.question(id);
    let mut part = bare(Kind::Question, &question.id, words(tree, &question.ask));
    part.takes = match question.kind {
        QuestionKind::Choice(_) => None,
        QuestionKind::Many { .. } => Some("several answers"),
        QuestionKind::Number { .. } => Some("a number"),
        QuestionKind::Date { .. } => Some("a date"),
        QuestionKind::Text { .. } => Some("a text"),
    };
    part.when = question.when.as_ref().map(|when| cond(tree, file, when, question.when_span));
    if matches!(question.next, Next::Rules(_)) {
        let options = question.kind.options().iter().enumerate().filter(|(_, option)| option.goto.is_none());
        part.offers = options.map(|(index, _)| answer(tree, file, id, index)).collect();
    }
    part.more.extend(question.help.as_ref().map(|help| words(tree, help)));
    for reject in &question.rejects {
        let when = cond(tree, file, &reject.when, reject.when_span);
        part.more.push(format!("Refused if {when}: {}", words(tree, &reject.because)));
    }
    part
}

/// An outcome's box.
pub(super) fn outcome(tree: &Tree, id: OutcomeId) -> Part {
    let outcome = tree.outcome(id);
    let mut part = bare(Kind::Outcome, &outcome.id, words(tree, &outcome.title));
    part.more.extend(outcome.text.as_ref().map(|text| words(tree, text)));
    part
}

/// The box of a ranking.
pub(super) fn ranking(tree: &Tree, ids: &[OutcomeId]) -> Part {
    let mut part = bare(Kind::Ranking, "", "The highest score wins".to_owned());
    let ids: Vec<String> = ids.iter().map(|id| one_line(&tree.outcome(*id).id)).collect();
    part.more.push(format!("Ranked: {}", ids.join(", ")));
    part
}

/// An answer, with the condition under which it is offered.
pub(super) fn answer(tree: &Tree, file: &SourceFile, id: QuestionId, index: usize) -> String {
    let Some(option) = tree.question(id).kind.options().get(index) else { return String::new() };
    let label = match &option.label {
        Some(label) => words(tree, label),
        None => one_line(&label_from_id(tree.symbol(option.id))),
    };
    match &option.when {
        Some(when) => format!("{label} (if {})", cond(tree, file, when, option.when_span)),
        None => label,
    }
}

/// A rule of a question's `next`: its condition.
pub(super) fn rule(tree: &Tree, file: &SourceFile, id: QuestionId, index: usize) -> String {
    let Next::Rules(rules) = &tree.question(id).next else { return String::new() };
    match rules.get(index).and_then(|rule| Some((rule.when.as_ref()?, rule.when_span))) {
        Some((when, span)) => cond(tree, file, when, span),
        None => "otherwise".to_owned(),
    }
}

//! What stands in the boxes and at the arrows, in the author's words.

use super::picture::{Kind, Label, Part, Seen};
use crate::text::{SourceFile, Span, label_from_id, one_line};
use crate::tree::{
    Cell, Cond, Entry, Key, Kind as QuestionKind, Next, OutcomeId, Part as TreePart, QuestionId, Rows, Table, Template,
    Tree, ValueRule,
};

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
    let (offers, untouched, more) = (Vec::new(), Vec::new(), Vec::new());
    let (id, seen) = (one_line(id), Seen::default());
    Part { kind, of: None, id, text, takes: None, when: None, offers, untouched, more, cut: false, seen }
}

/// A question's box.
pub(super) fn question(tree: &Tree, file: &SourceFile, id: QuestionId) -> Part {
    let question = tree.question(id);
    let mut part = bare(Kind::Question, &question.id, words(tree, &question.ask));
    part.of = Some(TreePart::Question(id));
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
        part.offers = options.map(|(index, _)| label(tree, file, TreePart::Answer(id, index))).collect();
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
    part.of = Some(TreePart::Outcome(id));
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

/// An answer or a rule of which nothing is known yet.
pub(super) fn label(tree: &Tree, file: &SourceFile, part: TreePart) -> Label {
    Label { text: in_words(tree, file, part), of: Some(part), never: false, untouched: false }
}

/// A part of a tree that was read from `file`, in the author's words and in one line: what a question asks, an answer's
/// label, the condition of a rule. What walks do not touch comes as its path.
#[must_use]
pub fn in_words(tree: &Tree, file: &SourceFile, part: TreePart) -> String {
    let own = match part {
        TreePart::Question(id) => Some(words(tree, &tree.question(id).ask)),
        TreePart::Answer(id, index) => Some(answer(tree, file, id, index)),
        TreePart::Reject(id, index) => tree.question(id).rejects.get(index).map(|reject| {
            format!("{}: {}", cond(tree, file, &reject.when, reject.when_span), words(tree, &reject.because))
        }),
        TreePart::Points(id, index) => tree.question(id).points.get(index).map(|rule| {
            let when = rule.when.as_ref().map_or("otherwise".to_owned(), |when| cond(tree, file, when, rule.when_span));
            let add = rule.add.iter().map(|(score, amount)| format!("{} {amount}", one_line(tree.score(*score))));
            format!("{when}: {}", add.collect::<Vec<_>>().join(", "))
        }),
        TreePart::Rule(id, index) => Some(rule(tree, file, id, index)),
        TreePart::AnswerFeedback(id, index) => {
            let option = tree.question(id).kind.options().get(index);
            option.and_then(|option| Some(words(tree, option.feedback.as_ref()?)))
        }
        TreePart::Feedback(id, index) => tree.question(id).feedback.get(index).map(|rule| words(tree, &rule.text)),
        TreePart::Note(at, index) => tree.notes(at).get(index).map(|note| match &note.title {
            Some(title) => format!("{}: {}", words(tree, title), words(tree, &note.text)),
            None => words(tree, &note.text),
        }),
        TreePart::Outcome(id) => Some(words(tree, &tree.outcome(id).title)),
        TreePart::ValueRule(id, index) => match &tree.value(id).rule {
            ValueRule::Rules(rules) => rules.get(index).map(|(when, is)| {
                let span = tree.value(id).rules.get(index).copied().unwrap_or(Span::NOWHERE);
                let when = when.as_ref().map_or("otherwise".to_owned(), |when| cond(tree, file, when, span));
                format!("{when}: {}", one_line(&tree.write_expr(is)))
            }),
            _ => None,
        },
        TreePart::Entry(id, index) => match &tree.value(id).rule {
            ValueRule::Table(table) => entry(tree, table, index),
            _ => None,
        },
        TreePart::Else(id) => match &tree.value(id).rule {
            ValueRule::Table(table) => table.otherwise.as_ref().map(|own| format!("else: {}", cell(own))),
            _ => None,
        },
        TreePart::Title | TreePart::Intro | TreePart::Next(_) | TreePart::Value(_) | TreePart::Promise(_) => None,
    };
    own.unwrap_or_else(|| one_line(&part.path(tree).to_string()))
}

/// An entry of a table: its keys, and what stands there.
fn entry(tree: &Tree, table: &Table, index: usize) -> Option<String> {
    let (keys, _) = table.places.get(index)?;
    let own = found(&table.rows, keys)?;
    let keys: Vec<String> = keys.iter().map(|key| tree.key(key)).collect();
    Some(format!("{}: {}", keys.join(", "), cell(own)))
}

/// What stands under these keys.
fn found<'t>(rows: &'t Rows, keys: &[Key]) -> Option<&'t Cell> {
    let (first, rest) = keys.split_first()?;
    match rows.get(first)? {
        Entry::Cell(cell) => Some(cell),
        Entry::Rows(rows) => found(rows, rest),
    }
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Num(number) => number.to_string(),
        Cell::Text(text) => one_line(text),
    }
}

/// An answer, with the condition under which it is offered.
fn answer(tree: &Tree, file: &SourceFile, id: QuestionId, index: usize) -> String {
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
fn rule(tree: &Tree, file: &SourceFile, id: QuestionId, index: usize) -> String {
    let Next::Rules(rules) = &tree.question(id).next else { return String::new() };
    match rules.get(index).and_then(|rule| Some((rule.when.as_ref()?, rule.when_span))) {
        Some((when, span)) => cond(tree, file, when, span),
        None => "otherwise".to_owned(),
    }
}

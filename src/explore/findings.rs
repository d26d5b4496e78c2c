//! What follows from all walks: who gets stuck, what is never reached, which promises hold.

use super::found::{Found, TextAt};
use super::report::Witness;
use super::tally::Tally;
use crate::text::Span;
use crate::tree::{Answer, OutcomeId, QuestionId, Tree};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Somebody who answers is hurt by it.
    Error,
    /// Odd.
    Warning,
    /// Good to know.
    Note,
}

impl Weight {
    /// Its word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Something found over all walks.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its stable code: `stuck`, `asked-twice`, `never`, `needless`, `maybe-unanswered`, `tie`, `promise`.
    pub code: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// What was found, in lower case without a full stop.
    pub message: String,
    /// Where: `question`, `question.answer`, `question.next.2`, `outcome.notes.1`.
    pub at: String,
    /// Its place in the file.
    pub span: Span,
    /// Other places that matter, each with what is to be seen there.
    pub labels: Vec<(Span, String)>,
    /// How to mend it, or why it is so.
    pub help: Option<String>,
    /// A shortest walk that shows it; none for what no walk does.
    pub witness: Option<Vec<(QuestionId, Answer)>>,
}

/// All findings in the order of their places; absence is only claimed where every answer was told apart.
pub(super) fn findings(tree: &Tree, found: &Found, witness: &Witness, exact: bool) -> Vec<Finding> {
    let mut list = Vec::new();
    faults(tree, found, witness, &mut list);
    if exact {
        never(tree, found, &mut list);
    }
    for (id, tie) in &found.ties {
        let names: Vec<String> = tie.outcomes.iter().map(|id| format!("`{}`", tree.outcome(*id).id)).collect();
        let message = format!(
            "{} walks end level in the ranking behind `{}`, such as {}: the list's order decides",
            tie.tally.walks,
            tree.question(*id).id,
            names.join(" and ")
        );
        list.push(at_question(tree, *id, "tie", Weight::Note, message, witness, &tie.tally));
    }
    blanks(tree, found, witness, &mut list);
    for (promise, broken) in tree.promises().iter().zip(&found.broken) {
        if let Some(seen) = broken {
            let name = promise.name.as_deref().unwrap_or("a promise without a name");
            list.push(Finding {
                code: "promise",
                weight: Weight::Error,
                message: format!("the promise “{name}” is broken"),
                at: "promises".to_owned(),
                span: promise.span,
                labels: Vec::new(),
                help: None,
                witness: witness.of(&seen.tally),
            });
        }
    }
    list.sort_by(|left, right| {
        (left.span.start, left.weight, &left.at).cmp(&(right.span.start, right.weight, &right.at))
    });
    list
}

fn at_question(
    tree: &Tree,
    id: QuestionId,
    code: &'static str,
    weight: Weight,
    message: String,
    witness: &Witness,
    tally: &Tally,
) -> Finding {
    let question = tree.question(id);
    Finding {
        code,
        weight,
        message,
        at: (*question.id).to_owned(),
        span: question.span,
        labels: Vec::new(),
        help: None,
        witness: witness.of(tally),
    }
}

fn faults(tree: &Tree, found: &Found, witness: &Witness, list: &mut Vec<Finding>) {
    for (fault, seen) in &found.faults {
        let id = fault.question();
        let message = fault.message(&tree.question(id).id);
        list.push(at_question(tree, id, fault.code(), Weight::Error, message, witness, &seen.tally));
    }
}

/// Everything that no walk comes to. What lies behind an unreached question is not said again.
fn never(tree: &Tree, found: &Found, list: &mut Vec<Finding>) {
    let mut push = |at: String, span: Span, message: String, code: &'static str| {
        list.push(Finding {
            code,
            weight: Weight::Warning,
            message,
            at,
            span,
            labels: Vec::new(),
            help: None,
            witness: None,
        });
    };
    let is = |list: &[bool], index: usize| list.get(index).copied().unwrap_or(false);
    for (id, question) in tree.questions() {
        if !is(&found.asked, id.index()) {
            push((*question.id).into(), question.span, format!("no walk asks `{}`", question.id), "never");
            continue;
        }
        let options = question.kind.options();
        for (index, option) in options.iter().enumerate() {
            if !found.answers.get(id.index()).is_some_and(|list| is(list, index)) {
                let answer = tree.symbol(option.id);
                let message = format!("no walk can answer `{}` with `{answer}`", question.id);
                push(format!("{}.{answer}", question.id), option.span, message, "never");
            }
        }
        if let crate::tree::Next::Rules(rules) = &question.next {
            for (index, rule) in rules.iter().enumerate() {
                if !found.rules.get(id.index()).is_some_and(|list| is(list, index)) {
                    let message = format!("no walk takes rule {} of `{}`", index + 1, question.id);
                    push(format!("{}.next.{}", question.id, index + 1), rule.span, message, "never");
                }
            }
        }
        let several = options.len() != 1;
        if several && !is(&found.matters, id.index()) && !shown(tree, id) {
            let message = format!("the answer to `{}` changes nothing that is shown or reached", question.id);
            push((*question.id).into(), question.span, message, "needless");
        }
    }
    for (id, outcome) in tree.outcomes() {
        if found.ended.get(id.index()).is_none_or(|tally| tally.walks == num_bigint::BigUint::ZERO) {
            push((*outcome.id).into(), outcome.span, format!("no walk reaches `{}`", outcome.id), "never");
            continue;
        }
        for (index, note) in outcome.notes.iter().enumerate() {
            if !found.notes.get(id.index()).is_some_and(|list| is(list, index)) {
                let message = format!("no walk is shown note {} of `{}`", index + 1, outcome.id);
                push(format!("{}.notes.{}", outcome.id, index + 1), note.span, message, "never");
            }
        }
    }
}

/// Whether a text somewhere shows the answer to a question, by way of a value too.
fn shown(tree: &Tree, id: QuestionId) -> bool {
    use crate::tree::{Expr, Piece, Read, Template};
    fn reads(tree: &Tree, expr: &Expr, id: QuestionId) -> bool {
        let mut found = false;
        let mut values = Vec::new();
        expr.reads(&mut |read| match read {
            Read::Question(other) => found |= other == id,
            Read::Value(value) => values.push(value),
            // A score shown may hold what the answer adds.
            Read::Score(_) => found = true,
            Read::Today => {}
        });
        let mut seen = Vec::new();
        while let Some(value) = values.pop() {
            if seen.contains(&value) {
                continue;
            }
            seen.push(value);
            tree.value(value).rule.reads(&mut |read| match read {
                Read::Question(other) => found |= other == id,
                Read::Value(value) => values.push(value),
                Read::Score(_) => found = true,
                Read::Today => {}
            });
        }
        found
    }
    let in_text = |template: &Template| match template {
        Template::Plain(_) => false,
        Template::Mixed(pieces) => {
            pieces.iter().any(|piece| matches!(piece, Piece::Hole(expr) if reads(tree, expr, id)))
        }
    };
    let in_question =
        tree.questions().any(|(_, question)| {
            in_text(&question.ask)
                || question.help.as_ref().is_some_and(in_text)
                || question.rejects.iter().any(|reject| in_text(&reject.because))
                || question.kind.options().iter().any(|option| {
                    option.label.as_ref().is_some_and(in_text) || option.help.as_ref().is_some_and(in_text)
                })
        });
    in_question
        || tree.outcomes().any(|(_, outcome)| {
            in_text(&outcome.title)
                || outcome.text.as_ref().is_some_and(in_text)
                || outcome.notes.iter().any(|note| in_text(&note.text))
        })
}

fn blanks(tree: &Tree, found: &Found, witness: &Witness, list: &mut Vec<Finding>) {
    let outcome = |id: OutcomeId| tree.outcome(id);
    for (at, seen) in &found.blanks {
        let (at, span) = match *at {
            TextAt::Ask(id) => ((*tree.question(id).id).to_owned(), tree.question(id).span),
            TextAt::Label(id, index) => {
                let question = tree.question(id);
                let option = question.kind.options().get(index);
                let answer = option.map_or("", |option| tree.symbol(option.id));
                (format!("{}.{answer}", question.id), option.map_or(question.span, |option| option.span))
            }
            TextAt::Outcome(id) => ((*outcome(id).id).to_owned(), outcome(id).span),
            TextAt::Note(id, index) => {
                let span = outcome(id).notes.get(index).map_or(outcome(id).span, |note| note.span);
                (format!("{}.notes.{}", outcome(id).id, index + 1), span)
            }
        };
        list.push(Finding {
            code: "maybe-unanswered",
            weight: Weight::Warning,
            message: format!("a text of `{at}` shows “—” in some walks: what it inserts was not answered"),
            at,
            span,
            labels: Vec::new(),
            help: None,
            witness: witness.of(&seen.tally),
        });
    }
}

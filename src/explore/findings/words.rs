//! How findings are said, apart from where they are found.

use crate::explore::conditions::conds::CondAt;
use crate::explore::states::observed::TextAt;
use crate::text::Span;
use crate::tree::{Next, OutcomeId, QuestionId, Tree};

/// A place of the tree: its path, and where it stands in the file.
pub(crate) type At = (String, Span);

pub(crate) fn question(tree: &Tree, id: QuestionId) -> At {
    let question = tree.question(id);
    ((*question.id).to_owned(), question.span)
}

pub(crate) fn outcome(tree: &Tree, id: OutcomeId) -> At {
    let outcome = tree.outcome(id);
    ((*outcome.id).to_owned(), outcome.span)
}

pub(crate) fn answer(tree: &Tree, id: QuestionId, index: usize) -> At {
    let question = tree.question(id);
    match question.kind.options().get(index) {
        Some(option) => (format!("{}.{}", question.id, tree.symbol(option.id)), option.span),
        None => self::question(tree, id),
    }
}

/// A rule of a question; its condition is what is underlined.
pub(crate) fn rule(tree: &Tree, id: QuestionId, index: usize) -> At {
    let question = tree.question(id);
    let rules: &[crate::tree::Rule] = if let Next::Rules(rules) = &question.next { rules } else { &[] };
    let span = rules.get(index).map_or(question.span, |rule| rule.when_span);
    (format!("{}.next.{}", question.id, index + 1), span)
}

pub(crate) fn note(tree: &Tree, id: OutcomeId, index: usize) -> At {
    let outcome = tree.outcome(id);
    let span = outcome.notes.get(index).map_or(outcome.span, |note| note.when_span);
    (format!("{}.notes.{}", outcome.id, index + 1), span)
}

pub(crate) fn promise(tree: &Tree, index: usize) -> At {
    (format!("promises.{}", index + 1), tree.promises().get(index).map_or(Span::default(), |promise| promise.span))
}

pub(crate) fn cond(tree: &Tree, at: CondAt) -> At {
    match at {
        CondAt::Question(id) => (question(tree, id).0, tree.question(id).when_span),
        CondAt::Answer(id, index) => {
            let (path, span) = answer(tree, id, index);
            (path, tree.question(id).kind.options().get(index).map_or(span, |option| option.when_span))
        }
        CondAt::Reject(id, index) => {
            let question = tree.question(id);
            let span = question.rejects.get(index).map_or(question.span, |reject| reject.when_span);
            (format!("{}.reject.{}", question.id, index + 1), span)
        }
        CondAt::Rule(id, index) => rule(tree, id, index),
        CondAt::Note(id, index) => note(tree, id, index),
        CondAt::Promise(index) => promise(tree, index),
    }
}

pub(crate) fn text(tree: &Tree, at: TextAt) -> At {
    match at {
        TextAt::Title => ("title".to_owned(), Span::default()),
        TextAt::Intro => ("intro".to_owned(), Span::default()),
        TextAt::Ask(id) | TextAt::Pattern(id) => question(tree, id),
        TextAt::Label(id, index) => answer(tree, id, index),
        TextAt::Because(id, index) => cond(tree, CondAt::Reject(id, index)),
        TextAt::Outcome(id) => outcome(tree, id),
        TextAt::Note(id, index) => {
            let (path, _) = note(tree, id, index);
            (path, tree.outcome(id).notes.get(index).map_or(Span::default(), |note| note.span))
        }
    }
}

/// Names in backticks, joined for a sentence; no more than a few of many.
pub(crate) fn list<'n>(names: impl Iterator<Item = &'n str>, and: &str) -> String {
    const MOST: usize = 4;
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MOST);
    if more > 0 {
        names.truncate(MOST);
        return format!("{} and {more} more", names.join(", "));
    }
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} {and} {last}", names.join(", ")),
        None => String::new(),
    }
}

/// What a condition decides, as the subject of a sentence about it.
fn decides(tree: &Tree, at: CondAt) -> String {
    match at {
        CondAt::Question(id) => format!("the `when` of `{}`", tree.question(id).id),
        CondAt::Answer(..) => format!("the `when` of `{}`", cond(tree, at).0),
        CondAt::Reject(id, index) => format!("`reject` {} of `{}`", index + 1, tree.question(id).id),
        CondAt::Rule(id, index) => format!("rule {} of `{}`", index + 1, tree.question(id).id),
        CondAt::Note(id, index) => format!("the `when` of note {} of `{}`", index + 1, tree.outcome(id).id),
        CondAt::Promise(_) => "the `when` of this promise".to_owned(),
    }
}

pub(crate) fn never_true(tree: &Tree, at: CondAt) -> String {
    match at {
        CondAt::Promise(_) => "this promise is about nobody: its `when` is never true".to_owned(),
        _ => format!("{} is never true", decides(tree, at)),
    }
}

pub(crate) fn always_true(tree: &Tree, at: CondAt) -> (String, String) {
    let help = match at {
        CondAt::Reject(..) => "no answer is ever taken here".to_owned(),
        _ => "leave the `when` out, or say what was meant".to_owned(),
    };
    (format!("{} is always true", decides(tree, at)), help)
}

pub(crate) fn hangs(tree: &Tree, at: CondAt, id: QuestionId) -> (String, String) {
    let question = &tree.question(id).id;
    (
        format!("{} looks at `{question}`, but not everybody who gets here was asked `{question}`", decides(tree, at)),
        format!("say what that means: `answered({question}) and …`, or `default({question}, …)`"),
    )
}

pub(crate) fn text_hangs(tree: &Tree, at: TextAt, id: QuestionId) -> (String, String) {
    let question = &tree.question(id).id;
    (
        format!(
            "what `{}` shows depends on `{question}`, but not everybody who gets there was asked that",
            text(tree, at).0
        ),
        format!("say what that means: `answered({question}) and …`, or `default({question}, …)`"),
    )
}

pub(crate) fn blank(tree: &Tree, at: TextAt, unasked: Option<QuestionId>) -> (String, String) {
    let place = text(tree, at).0;
    match unasked {
        Some(id) => {
            let question = &tree.question(id).id;
            (
                format!("a text of `{place}` shows “—” in some walks: `{question}` was not asked"),
                "give it something to show instead, `default(…, …)`, or show it only to those who answered".to_owned(),
            )
        }
        None => (
            format!("a text of `{place}` shows “—” in some walks: what it inserts comes to nothing there"),
            "an optional question may have been left empty, a table may lack the entry, no rule may be true, or it is \
             divided by 0"
                .to_owned(),
        ),
    }
}

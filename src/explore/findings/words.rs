//! How findings are said, apart from where they are found.

use crate::text::Span;
use crate::tree::{Part, QuestionId, Site, Tree};

/// A place of the tree: its path, and where it stands in the file.
pub(crate) type At = (String, Span);

/// A part of the tree.
pub(crate) fn part(tree: &Tree, part: Part) -> At {
    (part.path(tree).to_string(), part.span(tree))
}

/// A part of the tree; its condition is what is underlined, where it has one.
pub(crate) fn under(tree: &Tree, part: Part) -> At {
    (part.path(tree).to_string(), part.when_span(tree))
}

pub(crate) fn question(tree: &Tree, id: QuestionId) -> At {
    part(tree, Part::Question(id))
}

/// The condition at a place.
pub(crate) fn cond(tree: &Tree, at: Site) -> At {
    under(tree, at.part())
}

/// The text at a place.
pub(crate) fn text(tree: &Tree, at: Site) -> At {
    part(tree, at.part())
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
fn decides(tree: &Tree, at: Site) -> String {
    match at {
        Site::When(id) => format!("the `when` of `{}`", tree.question(id).id),
        Site::AnswerWhen(..) => format!("the `when` of `{}`", cond(tree, at).0),
        Site::Reject(id, index) => format!("`reject` {} of `{}`", index + 1, tree.question(id).id),
        Site::Rule(id, index) => format!("rule {} of `{}`", index + 1, tree.question(id).id),
        Site::NoteWhen(id, index) => format!("the `when` of note {} of `{}`", index + 1, tree.outcome(id).id),
        Site::Promise(_) => "the `when` of this promise".to_owned(),
        other => format!("`{}`", other.part().path(tree)),
    }
}

pub(crate) fn never_true(tree: &Tree, at: Site) -> String {
    match at {
        Site::Promise(_) => "this promise is about nobody: its `when` is never true".to_owned(),
        _ => format!("{} is never true", decides(tree, at)),
    }
}

pub(crate) fn always_true(tree: &Tree, at: Site) -> (String, String) {
    let help = match at {
        Site::Reject(..) => "no answer is ever taken here".to_owned(),
        _ => "leave the `when` out, or say what was meant".to_owned(),
    };
    (format!("{} is always true", decides(tree, at)), help)
}

pub(crate) fn hangs(tree: &Tree, at: Site, id: QuestionId) -> (String, String) {
    let question = &tree.question(id).id;
    (
        format!("{} looks at `{question}`, but not everybody who gets here was asked `{question}`", decides(tree, at)),
        format!("say what that means: `answered({question}) and …`, or `default({question}, …)`"),
    )
}

pub(crate) fn text_hangs(tree: &Tree, at: Site, id: QuestionId) -> (String, String) {
    let question = &tree.question(id).id;
    (
        format!(
            "what `{}` shows depends on `{question}`, but not everybody who gets there was asked that",
            text(tree, at).0
        ),
        format!("say what that means: `answered({question}) and …`, or `default({question}, …)`"),
    )
}

pub(crate) fn blank(tree: &Tree, at: Site, unasked: Option<QuestionId>) -> (String, String) {
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

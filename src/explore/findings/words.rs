//! How findings are said, apart from where they are found.

use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use crate::tree::{OutcomeId, Part, Place, QuestionId, Site, Tree, ValueId, ValueRule};

/// A place of the tree: its path, and where it stands in the file.
pub(crate) type At = (String, Span);

/// What was found at a place.
pub(crate) fn found(code: Code, (at, span): At, message: impl Into<String>) -> Diagnostic {
    Diagnostic { at: Some(at), ..Diagnostic::new(code, span, message) }
}

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

/// The same with the path of the condition itself.
pub(crate) fn when(tree: &Tree, at: Site) -> At {
    let (path, span) = cond(tree, at);
    (format!("{path}.when"), span)
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
        Site::Points(id, index) => format!("rule {} of the score of `{}`", index + 1, tree.question(id).id),
        Site::Rule(id, index) => format!("rule {} of `{}`", index + 1, tree.question(id).id),
        Site::FeedbackWhen(id, index) => {
            format!("the `when` of feedback {} of `{}`", index + 1, tree.question(id).id)
        }
        Site::NoteWhen(at, index) => format!("the `when` of note {} of `{}`", index + 1, Part::from(at).path(tree)),
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

/// A condition hangs on a question that some were not asked.
pub(crate) fn hangs(tree: &Tree, at: Site, id: QuestionId) -> Diagnostic {
    let (question, decides) = (&tree.question(id).id, decides(tree, at));
    let message = format!("{decides} looks at `{question}`, but not everybody who gets here was asked `{question}`");
    let help = before_own_answer(at.part(), id).unwrap_or_else(|| say_what_it_means(question));
    found(Code::MaybeUnanswered, cond(tree, at), message).help(help)
}

/// What is said of a note that looks at the answer to the question that it stands at.
pub(super) fn before_own_answer(at: Part, id: QuestionId) -> Option<String> {
    let is_own = matches!(at, Part::Note(Place::Question(own), _) if own == id);
    is_own.then(|| "notes come before the answer to their question; its `feedback` sees the answer".to_owned())
}

/// What a text shows does.
pub(crate) fn text_hangs(tree: &Tree, at: Part, id: QuestionId) -> Diagnostic {
    let question = &tree.question(id).id;
    let help = before_own_answer(at, id).unwrap_or_else(|| say_what_it_means(question));
    let at = part(tree, at);
    let message =
        format!("what `{}` shows depends on `{question}`, but not everybody who gets there was asked that", at.0);
    found(Code::MaybeUnanswered, at, message).help(help)
}

fn say_what_it_means(question: &str) -> String {
    format!("say what that means: `answered({question}) and …`, or `default({question}, …)`")
}

/// A hole comes to nothing, for want of an answer to this question or for another reason.
pub(crate) fn blank(tree: &Tree, at: Part, unasked: Option<QuestionId>) -> Diagnostic {
    let own = unasked.and_then(|id| before_own_answer(at, id));
    let at = part(tree, at);
    let (why, help) = match unasked {
        Some(id) if own.is_some() => (format!("`{}` is not answered yet", tree.question(id).id), ""),
        Some(id) => (
            format!("`{}` was not asked", tree.question(id).id),
            "give it something to show instead, `default(…, …)`, or show it only to those who answered",
        ),
        None => (
            "what it inserts comes to nothing there".to_owned(),
            "an optional question may have been left empty, a table may lack the entry, no rule may be true, or it is \
             divided by 0",
        ),
    };
    let message = format!("a text of `{}` shows “—” in some walks: {why}", at.0);
    found(Code::MaybeUnanswered, at, message).help(own.as_deref().unwrap_or(help))
}

/// No walk comes to use this part of a value.
pub(crate) fn unused(tree: &Tree, id: ValueId, at: Part) -> Diagnostic {
    let value = tree.value(id);
    let message = match (at, &value.rule) {
        (Part::Entry(_, index), ValueRule::Table(table)) => {
            let keys = table.places.get(index).map_or(&[][..], |(keys, _)| keys);
            let keys: Vec<String> = keys.iter().map(|key| tree.key(key)).collect();
            format!("no walk looks up the entry {} of `{}`", keys.join(", "), value.id)
        }
        (Part::ValueRule(_, index), _) => format!("no walk takes rule {} of the value `{}`", index + 1, value.id),
        _ => format!("no walk comes to all of the value `{}`", value.id),
    };
    found(Code::Never, part(tree, at), message)
}

/// A promise is broken by walks that end there.
pub(crate) fn broken(tree: &Tree, index: usize, end: Option<OutcomeId>) -> Diagnostic {
    let name = tree.promises().get(index).and_then(|promise| promise.name.as_deref());
    let name = name.map_or_else(|| "this promise".to_owned(), |name| format!("the promise “{name}”"));
    let end = end.map_or_else(String::new, |id| format!(" by walks to `{}`", tree.outcome(id).id));
    found(Code::Promise, part(tree, Part::Promise(index)), format!("{name} is broken{end}"))
}

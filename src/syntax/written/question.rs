//! One question of a tree, from its nodes (format: Kinds of question).

use rust_decimal::Decimal;

use super::answers::answers;
use super::ast::{Answers, Default as DefaultDef, Limits, QuestionDef, QuestionKind, Reject, Target};
use super::fields::{
    condition, first_word, flag, is_list, is_map, key_is_text, maps, name, names, scalar, text, words_of,
};
use super::keys::Keys;
use super::not_nested::Lost;
use super::notes::{feedback, notes};
use super::points::points;
use super::targets::next;
use super::{words, words_keys};
use crate::diagnostic::Diagnostics;
use crate::format::{Key, Part, PatternKey, QuestionKey, RejectKey};
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::{Span, exact_decimal};

/// A question of which nothing but its id is known.
pub(crate) fn unread<'a>(id: Node<'_, 'a>) -> QuestionDef<'a> {
    QuestionDef {
        id: name(id),
        whole: id.span(),
        kind: QuestionKind::Choice,
        ask: None,
        help: None,
        answers: None,
        when: None,
        next: None,
        limits: None,
        bad: true,
    }
}

/// The keys of a question that matter before all others, wherever they stand.
#[derive(Default)]
struct First<'d, 'a> {
    title: bool,
    ask: bool,
    answers: bool,
    next: bool,
    kind: Option<(Node<'d, 'a>, Node<'d, 'a>)>,
    /// Some key is not known.
    unknown: bool,
}

impl<'d, 'a> First<'d, 'a> {
    fn of(question: Node<'d, 'a>) -> Self {
        let mut first = First::default();
        for (key, value) in question.entries() {
            match QuestionKey::named(key.text()) {
                Some(QuestionKey::Ask) => first.ask = true,
                Some(QuestionKey::Answers) => first.answers = true,
                Some(QuestionKey::Next) => first.next = true,
                Some(QuestionKey::Kind) => first.kind = Some((key, value)),
                Some(_) => {}
                None => {
                    first.unknown = true;
                    first.title |= key.text() == "title";
                }
            }
        }
        first
    }
}

/// Of a question that has neither `kind` nor `answers`, a key that goes with other kinds than a choice.
fn without_kind(node: Node) -> Option<&'static Key> {
    let mut keys = node.entries().filter_map(|(key, _)| Part::Question.key(key.text()));
    keys.find(|key| !key.goes_with(QuestionKind::Choice))
}

/// Reads the question `id` from its map.
pub(crate) fn question<'a>(id: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> QuestionDef<'a> {
    let mut question = QuestionDef { bad: false, whole: id.with(node), ..unread(id) };
    if !is_map(id, node, "`ask: …` and `answers: …`, indented under the id", out) {
        question.bad = true;
        return question;
    }
    let first = First::of(node);
    if first.title && !first.ask && !first.answers {
        out.push(words::outcome_here(id.span(), id.text()));
        question.bad = true;
        return question;
    }
    if let Some((key, value)) = first.kind {
        match scalar(key, value, out).map(|word| (word, QuestionKind::named(word.text))) {
            Some((_, Some(kind))) => question.kind = kind,
            Some((word, None)) => {
                out.push(words_keys::unknown_kind(word.span, word.text));
                question.bad = true;
            }
            None => question.bad = true,
        }
    }
    if first.kind.is_none() && first.unknown {
        // A misspelt `kind` is reported below; what it says holds for all other keys.
        let known = Keys::of(Part::Question);
        let is_meant = |key: &str| !Part::Question.has(key) && known.meant_by(key) == Some("kind");
        let meant = node.entries().find(|(key, value)| is_meant(key.text()) && value.is_scalar());
        question.kind = meant.and_then(|(_, value)| QuestionKind::named(value.text())).unwrap_or(question.kind);
    }
    if first.kind.is_none()
        && !first.answers
        && let Some(key) = without_kind(node)
    {
        // A misspelt key may be the one that is missing, and is reported as such.
        if node.entries().all(|(key, _)| Part::Question.has(key.text())) {
            out.push(words_keys::kind_missing(id.span(), key));
        }
        question.bad = true;
    }
    let mut has_answers = false;
    let mut keys = Keys::of(Part::Question);
    let mut lost = Lost::default();
    let mut entries = node.entries().peekable();
    while let Some((key, value)) = entries.next() {
        let belongs = |key: &str| keys.is_foreign(key);
        if lost.is_passed_over(key, out, belongs) || !key_is_text(key, out) {
            continue;
        }
        if key.text() == "answers" && lost.nothing_under(key, value, entries.peek(), belongs) {
            (has_answers, question.answers) = (true, Some(Answers::Bad));
            continue;
        }
        let Some(known) = QuestionKey::named(key.text()) else {
            match matches!(key.text(), "required" | "mandatory" | "obligatory" | "compulsory") && value.is_scalar() {
                true => {
                    let said = node.entries().any(|(key, _)| key.text() == "optional");
                    out.push(words::required(key, value, question.kind.name(), "optional", said));
                }
                false => keys.unknown(key, out),
            }
            continue;
        };
        if let Some(row) = Part::Question.key(key.text()).filter(|row| !row.goes_with(question.kind) && !question.bad) {
            out.push(words_keys::key_not_for_kind(key.span(), question.kind, row));
            continue;
        }
        match known {
            QuestionKey::Ask => question.ask = text(key, value, out),
            QuestionKey::Help => question.help = text(key, value, out),
            QuestionKey::Kind => {}
            QuestionKey::Answers => {
                has_answers = true;
                question.answers = Some(answers(key, value, question.kind, first.next, out));
            }
            QuestionKey::Next => {
                question.next = next(key, value, out);
                question.bad |= question.next.is_none();
            }
            QuestionKey::When => question.when = condition(key, value, out).map(|cond| Box::new((cond, key.span()))),
            QuestionKey::Default => question.limits().default = default(key, value, out),
            QuestionKey::Reject => question.limits().reject = rejects(key, value, out),
            QuestionKey::Score => question.limits().score = points(key, value, out),
            QuestionKey::Notes => question.limits().notes = notes(key, value, out),
            QuestionKey::Feedback => question.limits().feedback = feedback(key, value, out),
            QuestionKey::Min => question.limits().min = condition(key, value, out),
            QuestionKey::Max => question.limits().max = condition(key, value, out),
            QuestionKey::Whole => question.limits().whole = flag(key, value, out),
            QuestionKey::Step => question.limits().step = step(key, value, out),
            QuestionKey::Unit => question.limits().unit = words_of(key, value, out),
            QuestionKey::Optional => question.limits().optional = flag(key, value, out).then(|| key.span()),
            QuestionKey::MaxLength => question.limits().max_length = max_length(key, value, out),
            QuestionKey::Pattern => pattern(key, value, question.limits(), out),
        }
    }
    keys.missing(id.span(), node, out);
    // A misspelt key hides what the question is: then nothing is said that follows from it alone.
    question.bad |= keys.meant().any(|key| match QuestionKey::named(key) {
        Some(QuestionKey::Next) => !first.next,
        Some(QuestionKey::Answers) => !first.answers,
        Some(QuestionKey::Kind) => first.kind.is_none(),
        _ => false,
    });
    let own = Part::Question.required().find(|key| !key.kinds.is_empty() && key.goes_with(question.kind));
    if let Some(key) = own.filter(|_| !has_answers && !question.bad) {
        out.push(words_keys::missing_key(id.span(), &format!("a question of kind `{}`", question.kind.name()), key));
        question.bad = true;
    }
    let when = question.when.as_deref().map(|when| when.1);
    if let (Some(when), Some(Answers::Written(answers))) = (when, &question.answers) {
        // One message for all of them: what mends it is said about the question.
        if let Some(answer) =
            answers.iter().find(|answer| matches!(answer.goto, Some(Target::To(_) | Target::BestOf(_))))
        {
            out.push(words::goto_under_when(answer.goto_key, when));
        }
    }
    question
}

/// `step`: a number above 0.
fn step(key: Node, value: Node, out: &mut Diagnostics) -> Option<(Decimal, Span)> {
    if matches!(value.shape(), Shape::List | Shape::Map) {
        out.push(words::step_wanted(value.shown_at(key), value.source().trim_end()));
        return None;
    }
    let written = scalar(key, value, out)?;
    let step = exact_decimal(written.text).filter(|step| *step > Decimal::ZERO);
    if step.is_none() {
        out.push(words::step_wanted(written.span, written.text));
    }
    step.map(|step| (step, written.span))
}

/// `max_length`: a whole number from 1.
fn max_length(key: Node, value: Node, out: &mut Diagnostics) -> Option<u32> {
    let length = scalar(key, value, out)?;
    let most = length.text.parse().ok().filter(|most| *most > 0);
    if most.is_none() {
        out.push(words::whole_number_wanted(length.span, key.text(), length.text));
    }
    most
}

/// `default`: one answer, or a list of them.
fn default<'a>(key: Node<'_, 'a>, value: Node<'_, 'a>, out: &mut Diagnostics) -> Option<DefaultDef<'a>> {
    match value.shape() {
        Shape::List => names(key, value, out).map(|list| DefaultDef::List(list, value.span())),
        _ => scalar(key, value, out).map(DefaultDef::One),
    }
}

/// `pattern`: a regular expression, or `{regex, because}`.
fn pattern<'a>(at: Node<'_, 'a>, node: Node<'_, 'a>, limits: &mut Limits<'a>, out: &mut Diagnostics) {
    if node.shape() != Shape::Map {
        limits.pattern = scalar(at, node, out);
        return;
    }
    let mut keys = Keys::of(Part::Pattern);
    for (key, value) in node.entries() {
        match PatternKey::named(key.text()) {
            Some(PatternKey::Regex) => limits.pattern = scalar(key, value, out),
            Some(PatternKey::Because) => limits.pattern_because = text(key, value, out),
            None => keys.unknown(key, out),
        }
    }
    keys.missing(first_word(node), node, out);
}

fn rejects<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<Reject<'a>> {
    const EXAMPLE: &str = "`- when: …` and under it `because: …`";
    if !is_list(key, node, EXAMPLE, out) {
        return Vec::new();
    }
    let mut rejects = Vec::new();
    for item in maps(key, node, EXAMPLE, out) {
        let mut reject = Reject { when: None, because: None };
        let mut keys = Keys::of_rule(Part::Reject, item);
        for (key, value) in item.entries() {
            match RejectKey::named(key.text()) {
                Some(RejectKey::When) => reject.when = condition(key, value, out),
                Some(RejectKey::Because) => reject.because = text(key, value, out),
                None => keys.unknown(key, out),
            }
        }
        keys.missing(first_word(item), item, out);
        rejects.push(reject);
    }
    rejects
}

//! The answers of a question, from their nodes (format: Kinds of question; Scores, values, lists).

use rustc_hash::FxHashMap;

use super::ast::{AnswerDef, Answers, Name, QuestionKind, Target};
use super::fields::{colon_lost, condition, first_word, flag, key_is_text, markdown, name, names, text};
use super::ids::{check_id, check_item};
use super::keys::Keys;
use super::not_nested::Lost;
use super::points::amounts;
use super::targets::target;
use super::{words, words_lists, words_targets};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::format::{AnswerKey, Part};
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::Span;

/// Reads what stands under `answers`; `leads` says whether the question has a `next`.
pub(crate) fn answers<'a>(
    key: Node<'_, 'a>,
    node: Node<'_, 'a>,
    kind: QuestionKind,
    leads: bool,
    out: &mut Diagnostics,
) -> Answers<'a> {
    let many = kind == QuestionKind::Many;
    let mut answers = Vec::new();
    match node.shape() {
        Shape::Map => {
            // Where nothing else leads on, an answer without a target before these keys is always wrong.
            let own = |key: &str| Part::Answer.has(key) && !Part::Question.has(key);
            let belongs = |key: &str| (many || !leads) && own(key);
            let mut lost = Lost::default();
            let mut entries = node.entries().peekable();
            answers.reserve_exact(node.keys());
            while let Some((id, value)) = entries.next() {
                if lost.is_passed_over(id, out, belongs) || !key_is_text(id, out) {
                    continue;
                }
                if lost.nothing_under(id, value, entries.peek(), belongs) {
                    answers.push(AnswerDef { goto: Some(Target::Bad), unread: true, ..plain_answer(name(id)) });
                    continue;
                }
                answers.push(answer(id, value, many, out));
            }
            // One message for all of them: what mends it is said about the question.
            let mut said = false;
            for answer in answers.iter_mut().filter(|answer| many && answer.goto.is_some()) {
                if !said && !matches!(answer.goto, Some(Target::Bad)) {
                    out.push(words::goto_of_many(answer.goto_key));
                    said = true;
                }
                answer.goto = Some(Target::Bad);
            }
        }
        Shape::List => {
            if let Some(map) = node.items().find(|item| item.shape() == Shape::Map && !item.source().starts_with('{')) {
                out.push(words::map_in_list(first_word(map), "answers"));
                return Answers::Bad;
            }
            let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
            let ids = names(key, node, out).unwrap_or_default();
            if ids.is_empty() && node.items().next().is_some() {
                return Answers::Bad;
            }
            let mut items = node.items();
            for id in ids {
                check_item(id, node, &mut items, out);
                if let Some(first) = seen.get(id.text) {
                    out.push(crate::syntax::words::twice_in_list(id.span, *first, id.text));
                    continue;
                }
                seen.insert(id.text, id.span);
                answers.push(plain_answer(id));
            }
        }
        Shape::Nothing => {
            out.push(words::nothing_here(key.span(), "answers"));
            return Answers::Bad;
        }
        Shape::Bad | Shape::Repeated => return Answers::Bad,
        _ => {
            if let Some(found) = words_lists::dashes_glued(node) {
                out.push(found);
                return Answers::Bad;
            }
            return Answers::List(name(node));
        }
    }
    if answers.is_empty() {
        out.push(words::nothing_in_it(key.span(), "answers"));
        return Answers::Bad;
    }
    Answers::Written(answers)
}

/// An answer that is only an id.
pub(crate) fn plain_answer(id: Name) -> AnswerDef {
    let goto_key = id.span;
    AnswerDef { id, label: None, goto: None, goto_key, more: None, end: id.span.end, unread: false }
}

/// `{yes eat, no: wait}`, where it is hardly one id.
fn colon_lost_in_braces(id: Node, node: Node) -> Option<Diagnostic> {
    let nothing = node.shape() == Shape::Nothing && id.shape() == Shape::Plain;
    let (first, rest) = id.text().split_once(' ').filter(|_| nothing && !id.behind().trim_start().starts_with(':'))?;
    Some(words::colon_missing(id.span(), first, rest).unsure())
}

fn answer<'a>(id: Node<'_, 'a>, node: Node<'_, 'a>, many: bool, out: &mut Diagnostics) -> AnswerDef<'a> {
    if let Some(found) = colon_lost_in_braces(id, node) {
        out.push(found);
        return AnswerDef { goto: Some(Target::Bad), unread: true, ..plain_answer(name(id)) };
    }
    check_id(name(id), "an answer", out);
    let mut answer = AnswerDef { end: id.with(node).end, ..plain_answer(name(id)) };
    match node.shape() {
        Shape::Nothing => return answer,
        Shape::Bad | Shape::Repeated => {
            // Whatever stood there may have led somewhere, and may have had a score.
            answer.goto = (!many).then_some(Target::Bad);
            answer.unread = true;
            return answer;
        }
        Shape::Map => answer.goto_key = node.span(),
        Shape::List => {
            out.push_with(|| words_targets::answer_is_a_list(id, node));
            answer.goto = Some(Target::Bad);
            return answer;
        }
        _ => {
            if let Some(found) = Some(node).filter(|node| node.starts_its_line()).and_then(colon_lost) {
                out.push(found);
                answer.goto = (!many).then_some(Target::Bad);
                answer.unread = true;
                return answer;
            }
            answer.goto = Some(target(id, node, out));
            answer.goto_key = node.span();
        }
    }
    let mut keys = Keys::of(Part::Answer);
    for (key, value) in node.entries() {
        match AnswerKey::named(key.text()) {
            Some(AnswerKey::Label) => answer.label = text(key, value, out),
            Some(AnswerKey::Help) => answer.more.get_or_insert_default().help = text(key, value, out),
            Some(AnswerKey::Goto) => (answer.goto, answer.goto_key) = (Some(target(key, value, out)), key.span()),
            Some(AnswerKey::Score) => {
                answer.more.get_or_insert_default().score = amounts(key, value, out);
                answer.unread = value.shape() == Shape::Bad;
            }
            Some(AnswerKey::When) => answer.more.get_or_insert_default().when = condition(key, value, out),
            Some(AnswerKey::Alone) => {
                answer.more.get_or_insert_default().alone = flag(key, value, out).then_some(key.span());
            }
            Some(AnswerKey::Feedback) => answer.more.get_or_insert_default().feedback = markdown(key, value, out),
            None if Part::Target.has(key.text()) => {
                out.push_with(|| words_targets::best_of_outside(key, value, "an answer"));
                answer.goto = Some(Target::Bad);
            }
            None => keys.unknown(key, out),
        }
    }
    if keys.is_meant("goto") {
        answer.goto.get_or_insert(Target::Bad);
    }
    if let (false, Some(span)) = (many, answer.more.as_ref().and_then(|more| more.alone)) {
        out.push(words::alone_in_choice(span));
    }
    answer
}

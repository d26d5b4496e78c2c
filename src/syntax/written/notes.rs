//! Notes and feedback, from their nodes (format: Kinds of question).

use super::ast::{FeedbackDef, NoteDef};
use super::fields::{condition, condition_of_rule, first_word, is_list, maps, markdown, text};
use super::keys::Keys;
use super::words_notes;
use crate::diagnostic::Diagnostics;
use crate::format::{FeedbackKey, NoteKey, Part};
use crate::syntax::yaml::nodes::{Node, Shape};

/// What an entry must have: `when` may be left out.
const EXAMPLE: &str = "`- text: …`";

/// True if the node is a list; reports anything else that is not reported yet, with the author's text.
fn is_list_of_texts(key: Node, node: Node, out: &mut Diagnostics) -> bool {
    match node.shape() {
        Shape::Map => out.push(words_notes::rule_in_place(key, node)),
        _ if node.is_scalar() => out.push(words_notes::text_in_place(key, node)),
        _ => return is_list(key, node, EXAMPLE, out),
    }
    false
}

/// The notes of a question or an outcome.
pub(crate) fn notes<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<NoteDef<'a>> {
    if !is_list_of_texts(key, node, out) {
        return Vec::new();
    }
    let mut notes = Vec::new();
    for item in maps(key, node, EXAMPLE, out) {
        let mut note = NoteDef { when: None, title: None, text: None, span: first_word(item) };
        let mut keys = Keys::of_rule(Part::Note, item);
        for (key, value) in item.entries() {
            match NoteKey::named(key.text()) {
                Some(NoteKey::When) => note.when = condition(key, value, out),
                Some(NoteKey::Title) => note.title = text(key, value, out),
                Some(NoteKey::Text) => note.text = markdown(key, value, out),
                None => keys.unknown(key, out),
            }
        }
        keys.missing(note.span, item, out);
        notes.push(note);
    }
    notes
}

/// The rules of a question's `feedback`.
pub(crate) fn feedback<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<FeedbackDef<'a>> {
    if !is_list_of_texts(key, node, out) {
        return Vec::new();
    }
    let mut rules = Vec::new();
    for item in maps(key, node, EXAMPLE, out) {
        let mut rule = FeedbackDef { when: None, text: None, span: first_word(item) };
        let mut keys = Keys::of_rule(Part::Feedback, item);
        for (key, value) in item.entries() {
            match FeedbackKey::named(key.text()) {
                Some(FeedbackKey::When) => {
                    rule.when = Some(condition_of_rule(key, value, out));
                }
                Some(FeedbackKey::Text) => rule.text = markdown(key, value, out),
                None => keys.unknown(key, out),
            }
        }
        keys.missing(rule.span, item, out);
        keys.may_hold_when(&mut rule.when, rule.span);
        rules.push(rule);
    }
    rules
}

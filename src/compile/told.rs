//! What is told besides what is asked and what comes out: notes and feedback (format: Kinds of question).

use super::scope::Scope;
use super::{flow, template, values, words};
use crate::diagnostic::Diagnostics;
use crate::syntax::written::ast::{FeedbackDef, NoteDef};
use crate::tree::{Feedback, Note};

/// Resolves the notes of a question or an outcome.
pub(crate) fn notes(scope: &mut Scope, written: &[NoteDef], out: &mut Diagnostics) -> Box<[Note]> {
    let mut notes = Vec::new();
    for NoteDef { when, title, text, span } in written {
        let when_span = when.as_ref().map_or(*span, |when| when.expr.span);
        let when = flow::cond(scope, when.as_ref(), out);
        let title = template::optional(scope, title.as_ref(), out);
        if let Some(text) = template::optional(scope, text.as_ref(), out) {
            notes.push(Note { when, when_span, title, text, span: *span });
        }
    }
    notes.into()
}

/// Resolves the rules of a question's `feedback`.
pub(crate) fn feedback(scope: &mut Scope, written: &[FeedbackDef], out: &mut Diagnostics) -> Box<[Feedback]> {
    let (mut rules, mut catch_all) = (Vec::new(), None);
    for FeedbackDef { when, text, span } in written {
        if let Some(catch_all) = catch_all {
            out.push(words::dead_rule(*span, catch_all));
        }
        if when.is_none() {
            catch_all = Some(*span);
        }
        let when_span = when.as_ref().map_or(*span, |when| when.expr.span);
        let when = values::optional_cond(scope, when.as_ref(), out);
        if let (Some(when), Some(text)) = (when, template::optional(scope, text.as_ref(), out)) {
            rules.push(Feedback { when, when_span, text, span: *span });
        }
    }
    rules.into()
}

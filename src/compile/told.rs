//! What is told besides what is asked and what comes out: notes and feedback (format: Kinds of question).

use super::expr::lower;
use super::names::scope::Scope;
use super::template;
use crate::diagnostic::Diagnostics;
use crate::syntax::written::ast::{FeedbackDef, NoteDef};
use crate::tree::{Feedback, Note};

/// Resolves the notes of a question or an outcome.
pub(crate) fn notes(scope: &mut Scope, written: &[NoteDef], out: &mut Diagnostics) -> Box<[Note]> {
    let mut notes = Vec::new();
    for NoteDef { when, title, text, span } in written {
        let when_span = when.as_ref().map_or(*span, |when| when.expr.span);
        let when = when.as_ref().and_then(|when| lower::cond(scope, when, out));
        let title = template::optional(scope, title.as_ref(), out);
        if let Some(text) = template::optional(scope, text.as_ref(), out) {
            notes.push(Note { when, when_span, title, text, span: *span });
        }
    }
    notes.into()
}

/// Resolves the rules of a question's `feedback`.
pub(crate) fn feedback(scope: &mut Scope, written: &[FeedbackDef], out: &mut Diagnostics) -> Box<[Feedback]> {
    let (mut rules, mut conds) = (Vec::new(), lower::Rules::default());
    for FeedbackDef { when, text, span } in written {
        let when = conds.when(scope, when.as_ref(), *span, out);
        let text = template::optional(scope, text.as_ref(), out);
        if let (Some((when, when_span)), Some(text)) = (when, text) {
            rules.push(Feedback { when, when_span, text, span: *span });
        }
    }
    rules.into()
}

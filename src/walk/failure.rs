//! Where a walk left its script, and what it did instead.

use crate::engine::{At, Walk};
use crate::syntax::words::quoted;
use crate::text::Span;

/// The first place where a walk left its script.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// The place in the walk file.
    pub(crate) span: Span,
    /// What happened, in lower case without a full stop.
    pub(crate) message: String,
    pub(crate) expected: Option<String>,
    pub(crate) reached: Option<String>,
    pub(crate) help: Option<String>,
}

impl Failure {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), expected: None, reached: None, help: None }
    }

    pub(super) fn expected(mut self, expected: impl Into<String>, reached: impl Into<String>) -> Self {
        (self.expected, self.reached) = (Some(expected.into()), Some(reached.into()));
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// What comes of a look at a walk: nothing, or where it left its script.
pub(super) type Checked = Result<(), Box<Failure>>;

/// Where a walk stands, in words.
pub(crate) fn stands(walk: &Walk) -> String {
    match walk.at() {
        At::Question(id) => format!("question {}", quoted(&walk.tree().question(*id).id)),
        At::Outcome(id, _) => format!("outcome {}", quoted(&walk.tree().outcome(*id).id)),
        At::Stopped(fault) => fault.message(&walk.tree().question(fault.question()).id),
    }
}

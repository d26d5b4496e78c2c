//! Where a walk left its script, what it did instead, and what of the tree led to that.

use crate::engine::{At, Step, Walk};
use crate::syntax::words::quoted;
use crate::text::Span;
use crate::tree::{AnswerOption, Part};

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
    /// What of the tree led to it, and what is to be seen there.
    pub(crate) seen: Option<(Part, String)>,
}

impl Failure {
    pub(in crate::walk) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), expected: None, reached: None, help: None, seen: None }
    }

    pub(in crate::walk) fn expected(mut self, expected: impl Into<String>, reached: impl Into<String>) -> Self {
        (self.expected, self.reached) = (Some(expected.into()), Some(reached.into()));
        self
    }

    pub(in crate::walk) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(in crate::walk) fn seen(mut self, part: Part, text: impl Into<String>) -> Self {
        self.seen = Some((part, text.into()));
        self
    }

    /// With what led the walk to where it stands; at its start, nothing did.
    pub(in crate::walk) fn led(self, walk: &Walk) -> Self {
        match led_by(walk) {
            Some(part) => self.seen(part, format!("this leads to {}", stands(walk))),
            None => self,
        }
    }
}

/// What comes of a look at a walk: nothing, or where it left its script.
pub(in crate::walk) type Checked = Result<(), Box<Failure>>;

/// Where a walk stands, in words.
pub(crate) fn stands(walk: &Walk) -> String {
    match walk.at() {
        At::Question(id) => format!("question {}", quoted(&walk.tree().question(*id).id)),
        At::Outcome(id, _) => format!("outcome {}", quoted(&walk.tree().outcome(*id).id)),
        At::Stopped(fault) => fault.message(&walk.tree().question(fault.question()).id),
    }
}

/// What of the tree led a walk from its last answer to where it stands; none at the start.
fn led_by(walk: &Walk) -> Option<Part> {
    // The question that waits stands last, and has led nowhere yet.
    let waits = |step: &&Step| matches!(step, Step::Asked(id) if walk.answer_to(*id).is_none());
    match *walk.steps().iter().rev().find(|step| !waits(step))? {
        Step::Rule(id, index) => Some(Part::Rule(id, index)),
        Step::Skipped(id) => Some(Part::Next(id)),
        Step::Asked(id) => {
            let chosen = walk.answer_to(id)?.choice().map_or(usize::MAX, |index| index as usize);
            let leads = |option: &AnswerOption| option.goto.is_some();
            let own = walk.tree().question(id).kind.options().get(chosen).is_some_and(leads);
            Some(if own { Part::Answer(id, chosen) } else { Part::Next(id) })
        }
    }
}

//! A finding: what follows from all walks, where, how much it weighs, and a walk that shows it.

use super::words;
use crate::diagnostic::Severity;
use crate::explore::count::walks::Counts;
use crate::explore::states::round::Round;
use crate::explore::suggest::sample::Sample;
use crate::text::Span;
use crate::tree::{Answer, QuestionId};

/// Something found over all walks.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// Its stable code: `stuck`, `asked-twice`, `never`, `needless`, `maybe-unanswered`, `tie`, `promise`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found, in lower case without a full stop.
    pub message: String,
    /// Where: the path of a part, as [`Part::path`](crate::tree::Part::path) writes it; with `.when` behind it, its
    /// condition.
    pub at: String,
    /// Its place in the file.
    pub span: Span,
    /// Other places that matter, each with what is to be seen there.
    pub labels: Vec<(Span, String)>,
    /// How to mend it, or why it is so.
    pub help: Option<String>,
    /// A shortest walk that shows it; none for what no walk does.
    pub witness: Option<Vec<(QuestionId, Answer)>>,
}

impl Finding {
    pub(crate) fn new(code: &'static str, severity: Severity, (at, span): words::At, message: String) -> Self {
        Self { code, severity, message, at, span, labels: Vec::new(), help: None, witness: None }
    }

    pub(crate) fn help(mut self, help: String) -> Self {
        self.help = Some(help).filter(|help| !help.is_empty());
        self
    }

    pub(crate) fn witness(mut self, witness: Option<Vec<(QuestionId, Answer)>>) -> Self {
        self.witness = witness;
        self
    }
}

/// A round, what was counted, and what was played at random instead where there were too many states.
pub(crate) struct Seen<'r, 't> {
    pub(crate) round: &'r Round<'t>,
    pub(crate) counts: &'r Counts,
    pub(crate) sample: Option<&'r Sample>,
}

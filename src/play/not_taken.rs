//! Why what a person typed or ticked is not taken, in a sentence for them.

use super::prompter::sentence;
use crate::engine::Refusal;

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotTaken {
    /// It is read, or would be given, in vain.
    #[error("{}", sentence(.0))]
    Refused(#[from] Refusal),
    /// Several answers could be meant.
    #[error("“{typed}” could be {names} or {last}.")]
    Unclear { typed: String, names: String, last: String },
    /// No answer is called so; `near` may be meant.
    #[error("“{typed}” is not one of the answers.{}", did_you_mean(.near.as_deref()))]
    NoAnswer { typed: String, near: Option<String> },
    /// Nothing of a list fits what was typed to narrow it down.
    #[error("{0}")]
    NothingFits(String),
    /// Nobody could be asked whether it would be taken.
    #[error("This answer could not be looked at.")]
    NotLookedAt,
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(" Did you mean “{near}”?"))
}

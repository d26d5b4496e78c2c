//! Why a failing walk is left alone, said in lower case without a full stop.

use crate::engine::scalar;
use crate::syntax::words::quoted;
use crate::text::one_line;

/// Why what a walk expects cannot be written anew.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LeftAlone {
    /// It fails, whatever it expects: what is said of that.
    #[error("{0}")]
    Fails(String),
    /// It ends at a question, by id, where it expects an outcome.
    #[error("the walk has no answer for {}", quoted(.0))]
    Unanswered(String),
    /// What this question says of a refused answer is not known.
    #[error("what {} says cannot be told here", quoted(.0))]
    Untold(String),
    /// It comes to no outcome, which would have to show this text.
    #[error("the walk reaches no outcome, so {} is shown nowhere", quoted(&one_line(.0)))]
    NoOutcome(String),
    /// Nothing that is shown is much like a text that should be.
    #[error("{but} {}, nor a passage in much the same words", quoted(&one_line(.text)))]
    NotShown {
        /// Where it should be, up to the text.
        but: String,
        /// The text.
        text: String,
    },
    /// There is no score of this name.
    #[error("the tree has no score {}", quoted(.0))]
    NoScore(String),
    /// There is no value of this name.
    #[error("the tree has no value {}", quoted(.0))]
    NoValue(String),
    /// What stands under this key, or all of it, cannot be changed by itself.
    #[error("{} cannot be written anew without changing what stands beside it; change it by hand", scalar(.0))]
    Unwritable(String),
}

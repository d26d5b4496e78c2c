//! What is shown besides the prompts, as lines of a page: texts, notes, outcomes, and what a trace says.

mod bars;
pub(super) mod markdown;
pub(super) mod notes;
pub(super) mod outcome;
pub(super) mod page;
pub(super) mod trace;
pub(super) mod wrap;

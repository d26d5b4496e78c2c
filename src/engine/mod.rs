//! Walking a tree: which question comes next, whether an answer is allowed, what a text says.
//!
//! Everything here is a pure function of the tree, the answers and the date: no input, no output, no clock.

mod calendar;
mod dead_end;
mod deed;
mod expressions;
mod facts;
mod fault;
mod filled;
mod given;
mod known;
mod lead;
mod number;
mod outlook;
mod paste;
mod points;
mod prompt;
mod show;
mod sums;
mod told;
mod touched;
mod trace;
mod typed;
mod walk;

pub(crate) use calendar::{add, between};
pub(crate) use deed::Deed;
pub use facts::Val;
pub(crate) use facts::{Facts, key};
pub use fault::{Fault, Refusal};
pub use filled::{Filled, Filling};
pub use given::Given;
pub(crate) use given::Limits;
pub(crate) use lead::Lead;
pub use number::{amount, plain};
pub(crate) use number::{arithmetic, fixed, round};
pub use outlook::{Ahead, Outlook, Progress};
pub use paste::{entry, scalar, written_entry};
pub use prompt::{Ending, Offer, Prompt, Rank, Tally, Wanted};
pub use show::{MISSING, Written, written, written_value};
pub use told::Noted;
pub(crate) use touched::{Along, along};
pub use touched::{Touched, Toucher, Touches};
pub use trace::{Event, Known, Looked, Trace};
pub use walk::{At, Step, Walk, read_answer};

//! Walking a tree: which question comes next, whether an answer is allowed, what a text says.
//!
//! Everything here is a pure function of the tree, the answers and the date: no input, no output, no clock.

mod dead_end;
mod deed;
mod fault;
mod given;
mod known;
mod lead;
mod outlook;
mod said;
mod touched;
mod trace;
mod typed;
mod walk;

pub(crate) use deed::Deed;
pub use fault::{Fault, Refusal};
pub use given::Given;
pub(crate) use given::Limits;
pub(crate) use known::calendar::{add, between};
pub use known::facts::Val;
pub(crate) use known::facts::{Facts, key};
pub use known::number::{amount, plain};
pub(crate) use known::number::{arithmetic, fixed, round};
pub(crate) use lead::Lead;
pub use outlook::{Ahead, Outlook, Progress};
pub use said::filled::{Filled, Filling};
pub use said::paste::{entry, scalar, written_entry};
pub use said::prompt::{Ending, Offer, Prompt, Rank, Tally, Wanted};
pub use said::show::{MISSING, Written, written, written_value};
pub use said::told::Noted;
pub(crate) use touched::{Along, along};
pub use touched::{Touched, Toucher, Touches};
pub use trace::{Event, Known, Looked, Trace};
pub use walk::{At, Step, Walk, read_answer};

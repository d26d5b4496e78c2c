//! Every walk at once: all walks of a tree, exactly, by way of the states in which they can still differ.
//!
//! A state is where a walk stands and what of its past anything ahead still asks about: for each question a block
//! of answers that cannot be told apart any more, and the running sums of the scores that are compared ahead.
//! States are gone through in order from the first question, each once, with all walks that come to it.

pub(crate) mod arithmetic;
pub(crate) mod bound;
mod cancel;
mod cause;
mod certainty;
pub(crate) mod classes;
pub(crate) mod conditions;
pub(crate) mod count;
pub(crate) mod findings;
mod open;
mod passes;
mod random;
mod report;
mod residual;
pub(crate) mod states;
pub(crate) mod suggest;
pub(crate) mod versions;

pub use bound::{Bound, memory_for};
pub use cancel::Cancel;
pub(crate) use cause::Cause;
pub use certainty::{Certainty, Inexact};
pub(crate) use classes::domain::MOST_BOXES;
pub use conditions::literals::reads_today;
pub use count::onward::Onward;
pub use count::shortest::{Sought, shortest};
pub use count::walks::{grouped, is_rounded, short};
pub use findings::witness::record;
pub use open::{Open, open};
pub(crate) use open::{first, first_on_the_way, open_at_corners};
pub use passes::{Passes, passes};
pub use report::{Explored, Proof, Reached, explore, nearest, prove, way_to, why_not};
pub use states::round::Options;
pub use suggest::choose::{Suggested, Suggestion, Touchable, suggest};
pub use suggest::replay::End as WalkEnd;
pub use suggest::sample::Sample;
#[doc(hidden)]
pub use versions::arrivals::Arrivals;
pub use versions::diff::{Diff, Moved, Told, diff};
#[doc(hidden)]
pub use versions::equivalence::{Altered, alters, alters_memory};
#[doc(hidden)]
pub use versions::on_a_walk::only_by_values;
#[doc(hidden)]
pub use versions::partings::seen;
#[doc(hidden)]
pub use versions::seen::{Parting, Seen};
pub use versions::stands::End;

//! Every walk at once: all walks of a tree, exactly, by way of the states in which they can still differ.
//!
//! A state is where a walk stands and what of its past anything ahead still asks about: for each question a block
//! of answers that cannot be told apart any more, and the running sums of the scores that are compared ahead.
//! States are gone through in order from the first question, each once, with all walks that come to it.

mod absent;
mod ahead;
mod aims;
mod alike;
mod alters;
mod atoms;
mod bound;
mod columns;
mod conds;
mod corners;
mod count;
mod cover;
mod cuts;
mod deciding;
mod diagnose;
mod diff;
mod domain;
mod extent;
mod fewer;
mod findings;
mod firsts;
mod found;
mod inside;
mod least;
mod limits;
mod line;
mod live;
mod machine;
mod moves;
mod nobody;
mod onward;
mod order;
mod pair;
mod random;
mod rank;
mod reach;
mod refine;
mod report;
mod sayable;
mod seen;
mod shortest;
mod sites;
mod space;
mod spread;
mod state;
mod suggest;
mod suggest_words;
mod texts;
mod tie;
mod trail;
mod unused;
mod uses;
mod vanish;
mod views;
mod why;
mod words;
mod written;

pub use alters::{Altered, alters, alters_memory, only_by_values};
pub use bound::{Bound, memory_for};
pub use count::{grouped, short};
pub use diagnose::{diagnose, record};
pub use diff::{Diff, Moved, Told, diff};
pub use findings::{Finding, Weight};
pub use onward::Onward;
pub use pair::End;
pub use random::Sample;
pub use report::{Explored, Options, Proof, Reached, explore, nearest, prove, why_not};
pub use shortest::{Sought, shortest};
pub use suggest::{Suggested, Suggestion, Touchable, suggest};
pub use trail::End as WalkEnd;
pub use written::reads_today;

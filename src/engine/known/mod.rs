//! What is known in a walk so far, and what is reckoned from it: answers, scores, values, numbers and dates.

pub(super) mod calendar;
mod expressions;
pub(super) mod facts;
pub(super) mod number;
mod points;
mod sums;
mod values;

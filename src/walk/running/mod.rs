//! Scripts are run through their tree, and what they touch is counted.

pub(super) mod coverage;
pub(super) mod failure;
pub(super) mod route;
pub(super) mod run;
pub(super) mod taken;
pub(super) mod texts;

//! Sessions that are gone on with: what of them fits the tree, and nothing of the rest is lost.

pub(super) mod earlier;
pub(super) mod kept;
pub(super) mod meant;

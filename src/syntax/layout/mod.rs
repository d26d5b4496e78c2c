//! Mistakes of layout, and what would mend them.

pub(crate) mod braces;
pub(crate) mod comments;
pub(crate) mod dashes;
pub(crate) mod explain;
pub(crate) mod fits_nothing;
pub(crate) mod in_braces;
pub(crate) mod indent;
pub(crate) mod levels;
pub(crate) mod mistake;
pub(crate) mod quotes;
pub(crate) mod repair;

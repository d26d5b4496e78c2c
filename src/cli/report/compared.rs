//! Two versions of a tree, and what was found.

use std::sync::Arc;

use crate::explore::Diff;
use crate::text::SourceFile;
use crate::tree::{TextChange, Tree};

/// One version of the tree.
#[derive(Clone)]
pub(crate) struct Version {
    pub(crate) file: SourceFile,
    pub(crate) tree: Arc<Tree>,
}

/// Two versions and what was found.
pub(crate) struct Compared {
    pub(crate) old: Version,
    pub(crate) new: Version,
    pub(crate) routes: Diff,
    pub(crate) texts: Vec<TextChange>,
    /// How many joint states were allowed.
    pub(crate) most_states: usize,
}

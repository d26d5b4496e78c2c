//! The keys of one map: which are known, and which were probably meant by those that are not.

use super::nodes::Node;
use super::words_tree as words;
use crate::diagnostic::Diagnostics;
use crate::text::{Span, nearest};

/// Keeps track of a map's unknown keys, so that a key that is only misspelt is not reported missing, too.
pub(crate) struct Keys<'k> {
    what: &'k str,
    known: &'k [&'k str],
    meant: Vec<&'k str>,
}

impl<'k> Keys<'k> {
    /// For a map that is `what` (with its article) and has these keys.
    pub(crate) fn new(what: &'k str, known: &'k [&'k str]) -> Self {
        Self { what, known, meant: Vec::new() }
    }

    /// Reports a key that such a map does not have.
    pub(crate) fn unknown(&mut self, key: Node, out: &mut Diagnostics) {
        if super::fields::key_is_text(key, out) {
            self.meant.extend(nearest(key.text(), self.known.iter().copied()));
            out.push(words::unknown_key(key.span(), key.text(), self.what, self.known));
        }
    }

    /// Whether a misspelt key probably means this one.
    pub(crate) fn is_meant(&self, key: &str) -> bool {
        self.meant.contains(&key)
    }

    /// Reports a key that must be there and is not, unless it is there misspelt.
    pub(crate) fn missing(&self, span: Span, key: &str, out: &mut Diagnostics) {
        if !self.is_meant(key) {
            out.push(words::missing_key(span, self.what, key));
        }
    }
}

//! The keys of one map: which are known, and which were probably meant by those that are not.

use super::ast::Cond;
use super::fields::bad_condition;
use super::{words, words_keys};
use crate::diagnostic::Diagnostics;
use crate::format::{Part, key_elsewhere};
use crate::syntax::words::near;
use crate::syntax::yaml::nodes::Node;
use crate::text::Span;

/// Keeps track of a map's unknown keys, so that a key that is only misspelt is not reported missing, too.
pub(crate) struct Keys {
    part: Part,
    meant: Vec<&'static str>,
    unknown: bool,
    /// The keys of which one must be there, and none is.
    lacks: Vec<&'static str>,
}

impl Keys {
    /// For a map that is such a part.
    pub(crate) fn of(part: Part) -> Self {
        Self { part, meant: Vec::new(), unknown: false, lacks: Vec::new() }
    }

    /// For a rule of a list: a word that stands in its braces without a key may be what it lacks.
    pub(crate) fn of_rule(part: Part, rule: Node) -> Self {
        let keys = Self::of(part);
        // A misspelt key with its colon lacks nothing; a word without one may be anything.
        let is = |key: Node, wanted: &str| match part.has(key.text()) {
            true => key.text() == wanted,
            false => !key.has_no_colon() && keys.meant_by(key.text()) == Some(wanted),
        };
        let has = |wanted: &str| rule.entries().any(|(key, _)| is(key, wanted));
        let one_of = part.needs_one_of();
        let lacks = match one_of.is_empty() {
            true => part.required().map(|key| key.name).filter(|key| !has(key)).collect(),
            false => one_of.iter().copied().filter(|_| !one_of.iter().any(|key| has(key))).collect(),
        };
        Self { lacks, ..keys }
    }

    /// Reports a key that such a map does not have.
    pub(crate) fn unknown(&mut self, key: Node, out: &mut Diagnostics) {
        if !super::fields::key_is_text(key, out) {
            return;
        }
        self.unknown = true;
        if out.only_counts() {
            return;
        }
        let glued = key.text().split_once(':').and_then(|(first, rest)| Some((self.find(first)?, rest)));
        if let (Some((known, rest)), false) = (glued, key.is_quoted()) {
            self.meant.push(known);
            if rest.is_empty() {
                out.push(words::colon_twice(key.span(), known));
                return;
            }
            out.push(crate::syntax::words::space_missing(key.span(), known, rest));
            return;
        }
        let meant = self.meant_by(key.text());
        if meant.is_none() && self.says_which() && key.has_no_colon() {
            out.push(words_keys::key_lost(key, &self.lacks));
            self.meant.append(&mut self.lacks);
            return;
        }
        self.meant.extend(meant);
        if meant.is_none() && key.is_behind_comma() {
            out.push(words::comma_before(key.span(), key.text()));
        } else {
            out.push(words_keys::unknown_key(key.span(), key.text(), self.part, meant));
        }
    }

    fn find(&self, key: &str) -> Option<&'static str> {
        self.part.key(key).map(|key| key.name)
    }

    /// The known key that was probably meant by an unknown one.
    pub(crate) fn meant_by(&self, key: &str) -> Option<&'static str> {
        let elsewhere = key_elsewhere(&key.to_lowercase().replace(['-', ' '], "_"));
        elsewhere.iter().find_map(|ours| self.find(ours)).or_else(|| near(key, self.part.names().iter().copied()))
    }

    /// True for a key that such a map does not have, and that is none of its keys misspelt.
    pub(crate) fn is_foreign(&self, key: &str) -> bool {
        !self.part.has(key) && self.meant_by(key).is_none()
    }

    /// True if a word without a key can be told what it lacks.
    fn says_which(&self) -> bool {
        self.lacks.len() == 1 || !self.lacks.is_empty() && !self.part.needs_one_of().is_empty()
    }

    /// Notes a key that stands elsewhere, and was reported there.
    pub(crate) fn note_meant(&mut self, key: &str) {
        self.meant.extend(self.find(key));
    }

    /// Notes an unknown key that was reported elsewhere.
    pub(crate) fn note_unknown(&mut self) {
        self.unknown = true;
    }

    /// True if some key was unknown: what seems to be missing may stand there.
    pub(crate) fn any_unknown(&self) -> bool {
        self.unknown
    }

    /// The keys that misspelt ones probably mean.
    pub(crate) fn meant(&self) -> impl Iterator<Item = &'static str> {
        self.meant.iter().copied()
    }

    /// Whether a misspelt key probably means this one.
    pub(crate) fn is_meant(&self, key: &str) -> bool {
        self.meant.contains(&key)
    }

    /// Puts a condition that says nothing in place of a rule's `when` that is misspelt, or may stand under an unknown key:
    /// without it the rule would seem to catch the rest.
    pub(crate) fn may_hold_when(&self, when: &mut Option<Cond>, span: Span) {
        if self.is_meant("when") || when.is_none() && self.unknown {
            *when = Some(bad_condition(span));
        }
    }

    /// Reports the keys that every such map must have and this one has not, unless they are there misspelt.
    pub(crate) fn missing(&self, span: Span, map: Node, out: &mut Diagnostics) {
        let has = |wanted: &str| map.entries().any(|(key, _)| key.text() == wanted);
        for key in self.part.required().filter(|key| key.kinds.is_empty() && !has(key.name)) {
            if !self.is_meant(key.name) {
                out.push(words_keys::missing_key(span, self.part.what(), key));
            }
        }
    }
}

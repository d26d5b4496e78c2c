//! The keys of one map: which are known, and which were probably meant by those that are not.

use super::words;
use crate::diagnostic::Diagnostics;
use crate::syntax::words::near;
use crate::syntax::yaml::nodes::Node;
use crate::text::Span;

/// Keys that other formats have, and what they are called here, the likeliest first.
const ELSEWHERE: [(&str, &[&str]); 72] = [
    ("answer", &["answers", "label"]),
    ("begin", &["start"]),
    ("body", &["text", "because", "intro"]),
    ("choice", &["answers"]),
    ("choices", &["answers"]),
    ("cond", &["when"]),
    ("condition", &["when"]),
    ("content", &["text", "intro"]),
    ("date", &["today"]),
    ("description", &["intro", "help", "text"]),
    ("else", &["goto", "is"]),
    ("end", &["goto", "outcome"]),
    ("endings", &["outcomes"]),
    ("ends", &["outcome", "outcomes"]),
    ("entry", &["start"]),
    ("error", &["because", "rejects"]),
    ("exclusive", &["alone"]),
    ("expect", &["outcome"]),
    ("expected", &["outcome"]),
    ("explanation", &["help", "text"]),
    ("fallback", &["else"]),
    ("file", &["tree"]),
    ("first", &["start"]),
    ("go", &["goto"]),
    ("go_to", &["goto"]),
    ("goto", &["next"]),
    ("heading", &["title", "label"]),
    ("headline", &["title"]),
    ("hint", &["help"]),
    ("if", &["when"]),
    ("info", &["help", "text"]),
    ("input", &["answers"]),
    ("integer", &["whole"]),
    ("jump", &["goto"]),
    ("keywords", &["tags"]),
    ("lang", &["language"]),
    ("limit", &["max"]),
    ("link", &["source"]),
    ("maximum", &["max"]),
    ("message", &["because", "text"]),
    ("minimum", &["min"]),
    ("name", &["title", "label"]),
    ("next", &["goto"]),
    ("nodes", &["questions"]),
    ("only_if", &["when"]),
    ("option", &["answers"]),
    ("options", &["answers"]),
    ("otherwise", &["else", "goto", "is"]),
    ("outcome", &["goto", "outcomes"]),
    ("pattern", &["regex"]),
    ("points", &["score"]),
    ("prompt", &["ask"]),
    ("question", &["ask", "questions"]),
    ("reason", &["because"]),
    ("regex", &["pattern"]),
    ("regexp", &["pattern", "regex"]),
    ("result", &["outcome", "goto", "is"]),
    ("results", &["outcomes"]),
    ("returns", &["is"]),
    ("root", &["start"]),
    ("scores", &["score"]),
    ("show_if", &["when"]),
    ("steps", &["questions"]),
    ("target", &["goto"]),
    ("text", &["label", "ask", "because", "intro"]),
    ("then", &["goto", "is"]),
    ("title", &["label", "ask", "name"]),
    ("to", &["goto"]),
    ("type", &["kind"]),
    ("value", &["is"]),
    ("variables", &["values"]),
    ("visible", &["when"]),
];

/// Keeps track of a map's unknown keys, so that a key that is only misspelt is not reported missing, too.
pub(crate) struct Keys<'k> {
    what: &'k str,
    known: &'k [&'k str],
    meant: Vec<&'k str>,
    unknown: bool,
}

impl<'k> Keys<'k> {
    /// For a map that is `what` (with its article) and has these keys.
    pub(crate) fn new(what: &'k str, known: &'k [&'k str]) -> Self {
        Self { what, known, meant: Vec::new(), unknown: false }
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
            out.push(words::space_missing(key.span(), known, rest));
            return;
        }
        let meant = self.meant_by(key.text());
        self.meant.extend(meant);
        if meant.is_none() && key.is_behind_comma() {
            out.push(words::comma_before(key.span(), key.text()));
        } else {
            out.push(words::unknown_key(key.span(), key.text(), self.what, self.known, meant));
        }
    }

    fn find(&self, key: &str) -> Option<&'k str> {
        self.known.iter().copied().find(|known| *known == key)
    }

    /// The known key that was probably meant by an unknown one.
    pub(crate) fn meant_by(&self, key: &str) -> Option<&'k str> {
        let lower = key.to_lowercase().replace(['-', ' '], "_");
        let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == lower).map_or(&[][..], |(_, ours)| *ours);
        elsewhere.iter().find_map(|ours| self.find(ours)).or_else(|| near(key, self.known.iter().copied()))
    }

    /// Notes an unknown key that was reported elsewhere.
    pub(crate) fn note_unknown(&mut self) {
        self.unknown = true;
    }

    /// True if some key was unknown: what seems to be missing may stand there.
    pub(crate) fn any_unknown(&self) -> bool {
        self.unknown
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

//! Regular expressions, which a few letters can make huge: all of a tree's together have a budget.

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use super::words;
use crate::diagnostic::Diagnostics;
use crate::text::Span;
use crate::tree::Pattern;

/// How many bytes one expression may take compiled, and all of a tree together.
const MOST: usize = 1 << 20;
const MOST_IN_ALL: usize = 32 << 20;
/// The first size that is tried; it is doubled until the expression fits.
const FIRST: usize = 1 << 12;
/// How long an expression may be, in bytes, and what each byte counts for before anything is compiled.
const LONGEST: usize = 4096;
const BYTE: usize = 512;
/// How deep groups may be nested.
const DEPTH: u32 = 100;
/// How many bytes matching may put aside to be fast; without them it is only slower.
const CACHE: usize = 1 << 18;

/// The expressions compiled so far, each once, and how many bytes they were allowed to take.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    known: FxHashMap<Box<str>, Pattern>,
    spent: usize,
}

impl Patterns {
    /// An expression that must match a whole line; one that cannot be read is reported.
    pub(super) fn compile(&mut self, source: &str, span: Span, out: &mut Diagnostics) -> Option<Pattern> {
        if let Some(pattern) = self.known.get(source) {
            return Some(pattern.clone());
        }
        if source.len() > LONGEST {
            out.push(words::bad_pattern(span, "size limit"));
            return None;
        }
        self.spent += source.len() * BYTE;
        if self.spent > MOST_IN_ALL {
            out.push(words::too_many_patterns(span));
            return None;
        }
        match self.anchored(source) {
            Ok(regex) => {
                let pattern = Pattern { source: source.into(), regex };
                self.known.insert(source.into(), pattern.clone());
                Some(pattern)
            }
            Err(error) => {
                out.push(words::bad_pattern(span, &error));
                None
            }
        }
    }

    fn anchored(&mut self, source: &str) -> Result<Regex, String> {
        // On its own first, so that a message is about what the author wrote.
        let parse = |pattern: &str, depth| {
            regex_syntax::ParserBuilder::new().nest_limit(depth).build().parse(pattern).map_err(Box::new)
        };
        parse(source, DEPTH).map_err(|error| error.to_string())?;
        // A comment at the end of a verbose pattern must not swallow the parenthesis.
        let whole = format!("\\A(?:{source})\\z");
        let whole = if parse(&whole, DEPTH + 1).is_ok() { whole } else { format!("\\A(?:{source}\n)\\z") };
        let mut size = FIRST;
        loop {
            let built = RegexBuilder::new(&whole).size_limit(size).dfa_size_limit(CACHE).nest_limit(DEPTH + 1).build();
            match built {
                Err(regex::Error::CompiledTooBig(_)) if size < MOST => size *= 2,
                built => {
                    self.spent += size;
                    return built.map_err(|error| error.to_string());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(patterns: &mut Patterns, source: &str) -> Result<Pattern, String> {
        let mut out = Diagnostics::default();
        let pattern = patterns.compile(source, Span::default(), &mut out);
        pattern.ok_or_else(|| out.into_sorted().into_iter().map(|found| found.message).collect())
    }

    #[test]
    fn the_whole_line_must_fit() {
        let patterns = &mut Patterns::default();
        for (source, text, fits) in [
            ("a|b", "ab", false),
            ("a|b", "b", true),
            ("(?x) a # a comment", "a", true),
            ("a\\", "a", false),
            ("^a$", "a", true),
        ] {
            assert_eq!(compile(patterns, source).is_ok_and(|pattern| pattern.matches(text)), fits, "{source}");
        }
        assert!(compile(patterns, "a)(b").is_err());
    }

    #[test]
    fn size_is_bounded_for_one_and_for_all_together() {
        let patterns = &mut Patterns::default();
        let large = "this pattern would grow too large";
        assert_eq!(compile(patterns, "(a{1000}){1000}").err().as_deref(), Some(large));
        assert_eq!(compile(patterns, &"a".repeat(5000)).err().as_deref(), Some(large));
        assert!((0..100).all(|_| compile(patterns, r"\w{12}").is_ok()), "the same is compiled once");
        let refused = (1..200).find(|most| compile(patterns, &format!("\\w{{12}}{most}")).is_err());
        assert!(refused.is_some_and(|count| count > 20), "{refused:?}");
        assert!(compile(patterns, r"\w{12}").is_ok());
    }
}

//! Regular expressions, which a few letters can make huge: all of a tree's together have a budget.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};
use rustc_hash::FxHashMap;

use crate::compile::words;
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
pub(crate) struct Patterns {
    known: FxHashMap<Box<str>, Pattern>,
    spent: usize,
}

/// Why an expression cannot be used.
#[derive(Debug, thiserror::Error)]
enum Unreadable {
    #[error(transparent)]
    Written(#[from] Box<regex_syntax::Error>),
    #[error(transparent)]
    Built(#[from] regex::Error),
}

impl Patterns {
    /// An expression that must match a whole line; one that cannot be read is reported.
    pub(crate) fn compile(&mut self, source: &str, span: Span, out: &mut Diagnostics) -> Option<Pattern> {
        if let Some(pattern) = self.known.get(source) {
            return Some(pattern.clone());
        }
        if source.len() > LONGEST {
            out.push(words::huge_pattern(span));
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
                out.push(match error {
                    Unreadable::Built(regex::Error::CompiledTooBig(_)) => words::huge_pattern(span),
                    error => words::bad_pattern(span, &error.to_string()),
                });
                None
            }
        }
    }

    fn anchored(&mut self, source: &str) -> Result<Regex, Unreadable> {
        // On its own first, so that a message is about what the author wrote.
        let parse = |pattern: &str, depth| {
            regex_syntax::ParserBuilder::new().nest_limit(depth).build().parse(pattern).map_err(Box::new)
        };
        parse(source, DEPTH)?;
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
                    return Ok(built?);
                }
            }
        }
    }
}

/// How many characters the texts have that a pattern fits.
pub(crate) struct Lengths {
    /// At least so many; none where it fits no text at all.
    pub(crate) least: Option<u64>,
    /// At most so many; none where there is no end.
    pub(crate) most: Option<u64>,
}

impl Lengths {
    /// Those of a pattern; none where it cannot be read.
    pub(crate) fn of(source: &str) -> Option<Self> {
        let parser = &mut regex_syntax::ParserBuilder::new().nest_limit(DEPTH).build();
        parser.parse(source).ok().map(|pattern| Self::of_hir(&pattern))
    }

    fn exactly(count: u64) -> Self {
        Self { least: Some(count), most: Some(count) }
    }

    fn of_hir(pattern: &Hir) -> Self {
        match pattern.kind() {
            // What looks around takes no character, and may only rule more out.
            HirKind::Empty | HirKind::Look(_) => Self::exactly(0),
            HirKind::Literal(literal) => {
                Self::exactly(std::str::from_utf8(&literal.0).map_or(0, |text| text.chars().count() as u64))
            }
            HirKind::Class(class) if class.is_empty() => Self { least: None, most: Some(0) },
            HirKind::Class(_) => Self::exactly(1),
            HirKind::Repetition(many) => {
                let one = Self::of_hir(&many.sub);
                let times = u64::from(many.min);
                let least = if times == 0 { Some(0) } else { one.least.map(|least| least.saturating_mul(times)) };
                let most = one.most.and_then(|most| match (most, many.max) {
                    (0, _) => Some(0),
                    (most, times) => Some(most.saturating_mul(u64::from(times?))),
                });
                Self { least, most }
            }
            HirKind::Capture(group) => Self::of_hir(&group.sub),
            HirKind::Concat(parts) => parts.iter().map(Self::of_hir).fold(Self::exactly(0), |all, part| Self {
                least: all.least.zip(part.least).map(|(all, part)| all.saturating_add(part)),
                most: all.most.zip(part.most).map(|(all, part)| all.saturating_add(part)),
            }),
            HirKind::Alternation(parts) => {
                let parts: Vec<Self> = parts.iter().map(Self::of_hir).filter(|part| part.least.is_some()).collect();
                Self {
                    least: parts.iter().filter_map(|part| part.least).min(),
                    most: parts.iter().try_fold(0, |all, part| part.most.map(|most| most.max(all))),
                }
            }
        }
    }
}

/// Whether all that stands in a pattern is white space, so that no answer fits it.
pub(crate) fn is_blank_only(source: &str) -> bool {
    let parser = &mut regex_syntax::ParserBuilder::new().nest_limit(DEPTH).build();
    parser.parse(source).is_ok_and(|pattern| shows_nothing(&pattern))
}

fn shows_nothing(pattern: &Hir) -> bool {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(|text| text.trim().is_empty()),
        HirKind::Class(Class::Unicode(class)) => {
            // The widest range of white space is shorter.
            class
                .ranges()
                .iter()
                .all(|range| range.len() < 30 && (range.start()..=range.end()).all(char::is_whitespace))
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(many) => shows_nothing(&many.sub),
        HirKind::Capture(group) => shows_nothing(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(shows_nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(patterns: &mut Patterns, source: &str) -> Result<Pattern, String> {
        let mut out = Diagnostics::default();
        let pattern = patterns.compile(source, Span::NOWHERE, &mut out);
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
    fn lengths_are_those_of_what_fits() {
        for (source, least, most) in [
            ("[A-Z]{2}[0-9]{4}", Some(6), Some(6)),
            ("a|bcd", Some(1), Some(3)),
            ("é+", Some(1), None),
            ("(ab){2,3}c?", Some(4), Some(7)),
            ("", Some(0), Some(0)),
            ("^$", Some(0), Some(0)),
            ("[^\\s\\S]", None, Some(0)),
            ("a|[^\\s\\S]b", Some(1), Some(1)),
            ("[^\\s\\S]*", Some(0), Some(0)),
            ("(?:a{1000}){1000}", Some(1_000_000), Some(1_000_000)),
        ] {
            let found = Lengths::of(source).map(|lengths| (lengths.least, lengths.most));
            assert_eq!(found, Some((least, most)), "{source}");
        }
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

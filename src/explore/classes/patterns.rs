//! Which of several patterns a text can fit at once: shortest texts for every way there is, or nothing where these are too
//! many to be sure.
//!
//! All patterns are followed together, letter by letter. Of letters that no pattern tells apart as many as texts are wanted
//! stand for all, and each place is come to so often at most: so that is finite, a way that is not among them is none, and
//! one with fewer texts has no more.

use std::collections::VecDeque;

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use rustc_hash::FxHashMap;

/// How many letters are put behind places, and how many steps a pattern may have.
const MOST_STEPS_TAKEN: usize = 200_000;
const MOST_STEPS: usize = 4_000;

/// A step within a pattern.
#[derive(Debug)]
enum Step {
    /// A letter of these, and on.
    Letter(Box<[(char, char)]>, usize),
    /// On to each of these.
    Either(Vec<usize>),
    /// The pattern fits where the text ends here.
    End,
}

/// A pattern as steps, from the last to the first.
#[derive(Debug, Default)]
struct Steps {
    list: Vec<Step>,
    first: usize,
}

impl Steps {
    /// None where a pattern looks at more than letters, or is too long.
    fn of(hir: &Hir) -> Option<Self> {
        let mut steps = Self::default();
        let end = steps.add(Step::End)?;
        steps.first = steps.before(hir, end)?;
        Some(steps)
    }

    fn add(&mut self, step: Step) -> Option<usize> {
        self.list.push(step);
        (self.list.len() <= MOST_STEPS).then(|| self.list.len() - 1)
    }

    /// What stands before a step.
    fn before(&mut self, hir: &Hir, next: usize) -> Option<usize> {
        match hir.kind() {
            // The whole text must fit in any case: what stands at its ends says no more.
            HirKind::Empty => Some(next),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                text.chars().rev().try_fold(next, |next, c| self.add(Step::Letter([(c, c)].into(), next)))
            }
            HirKind::Class(Class::Unicode(class)) => {
                let letters = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
                self.add(Step::Letter(letters, next))
            }
            HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) => None,
            HirKind::Capture(capture) => self.before(&capture.sub, next),
            HirKind::Concat(parts) => {
                let (mut parts, ends) = (parts.as_slice(), |hir: &Hir| matches!(hir.kind(), HirKind::Look(_)));
                if let [first, rest @ ..] = parts
                    && matches!(first.kind(), HirKind::Look(Look::Start))
                    && matches!(self.list.get(next), Some(Step::End))
                {
                    parts = rest;
                }
                if let [rest @ .., last] = parts
                    && matches!(last.kind(), HirKind::Look(Look::End))
                    && matches!(self.list.get(next), Some(Step::End))
                {
                    parts = rest;
                }
                if parts.iter().any(ends) {
                    return None;
                }
                parts.iter().rev().try_fold(next, |next, part| self.before(part, next))
            }
            HirKind::Alternation(parts) => {
                let ways = parts.iter().map(|part| self.before(part, next)).collect::<Option<Vec<usize>>>()?;
                self.add(Step::Either(ways))
            }
            HirKind::Repetition(repetition) => {
                let mut at = match repetition.max {
                    None => {
                        let again = self.add(Step::Either(vec![next]))?;
                        let inner = self.before(&repetition.sub, again)?;
                        if let Some(Step::Either(ways)) = self.list.get_mut(again) {
                            ways.push(inner);
                        }
                        again
                    }
                    Some(most) => {
                        let mut at = next;
                        for _ in repetition.min..most {
                            let inner = self.before(&repetition.sub, at)?;
                            at = self.add(Step::Either(vec![inner, next]))?;
                        }
                        at
                    }
                };
                for _ in 0..repetition.min {
                    at = self.before(&repetition.sub, at)?;
                }
                Some(at)
            }
        }
    }

    /// The letters and ends that are come to from these without a letter, ascending.
    fn without_letter(&self, from: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let (mut waiting, mut seen): (Vec<usize>, Vec<usize>) = (from.into_iter().collect(), Vec::new());
        while let Some(at) = waiting.pop() {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            if let Some(Step::Either(ways)) = self.list.get(at) {
                waiting.extend(ways);
            }
        }
        seen.retain(|at| !matches!(self.list.get(*at), Some(Step::Either(_))));
        seen.sort_unstable();
        seen
    }

    fn after(&self, at: &[usize], letter: char) -> Vec<usize> {
        let next = at.iter().filter_map(|at| match self.list.get(*at) {
            Some(Step::Letter(letters, next)) if letters.iter().any(|(a, z)| (*a..=*z).contains(&letter)) => {
                Some(*next)
            }
            _ => None,
        });
        self.without_letter(next)
    }

    fn fits(&self, at: &[usize]) -> bool {
        at.iter().any(|at| matches!(self.list.get(*at), Some(Step::End)))
    }
}

/// What ends a line, and stands in no answer.
const LINES: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Letters for each that patterns tell apart, the most readable first: so many, or all there are.
fn letters(all: &[Steps], count: usize) -> Vec<char> {
    let classes: Vec<&[(char, char)]> = (all.iter().flat_map(|steps| &steps.list))
        .filter_map(|step| if let Step::Letter(letters, _) = step { Some(&**letters) } else { None })
        .collect();
    let next = |last: char| (last..=char::MAX).nth(1);
    let mut starts: Vec<char> = LINES.into_iter().flat_map(|c| [Some(c), next(c)]).flatten().chain(['\0']).collect();
    for (first, last) in classes.iter().copied().flatten() {
        starts.extend([Some(*first), next(*last)].into_iter().flatten());
    }
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().copied().skip(1).map(Some).chain([None]);
    let some = |(first, end): (char, Option<char>)| {
        let within = |c: &char| first <= *c && end.is_none_or(|end| *c < end);
        let all = || (first..=char::MAX).take_while(within).take(100 + count);
        let liked = ['a', 'A', '0', '-', 'ä'].into_iter().filter(within).chain(all().filter(|c| !c.is_control()));
        let mut found: Vec<char> = Vec::new();
        for c in liked.chain(all()) {
            if found.len() == count {
                break;
            }
            found.extend((!found.contains(&c)).then_some(c));
        }
        found
    };
    let mut found: Vec<char> = starts.iter().copied().zip(ends).flat_map(some).filter(|c| !LINES.contains(c)).collect();
    found.sort_by_key(|c| !c.is_ascii_alphanumeric());
    let mut seen: FxHashMap<Vec<bool>, usize> = FxHashMap::default();
    let is_in = |c: char, class: &[(char, char)]| class.iter().any(|(first, last)| (*first..=*last).contains(&c));
    found.retain(|c| {
        let own = seen.entry(classes.iter().map(|class| is_in(*c, class)).collect()).or_default();
        *own += 1;
        *own <= count
    });
    found
}

/// A shortest text for every way in which texts fit these and do not; none if there may be others. Texts have so many
/// letters at most, and one at least.
pub(crate) fn overlaps(patterns: &[Hir], longest: Option<u32>) -> Option<Vec<String>> {
    Some(ways(patterns, longest, 1)?.concat())
}

/// For every way in which texts fit these and do not so many shortest texts, or all there are; none if there may be others.
pub(crate) fn ways(patterns: &[Hir], longest: Option<u32>, count: usize) -> Option<Vec<Vec<String>>> {
    // What is blank is no answer.
    let blank = regex_syntax::parse(r"\s*").ok()?;
    let all = patterns.iter().chain([&blank]).map(Steps::of).collect::<Option<Vec<Steps>>>()?;
    let letters = letters(&all, count);
    let first: Vec<Vec<usize>> = all.iter().map(|steps| steps.without_letter([steps.first])).collect();
    let mut found: FxHashMap<Vec<bool>, Vec<String>> = FxHashMap::default();
    let mut seen: FxHashMap<Vec<Vec<usize>>, usize> = FxHashMap::default();
    let mut left = MOST_STEPS_TAKEN / letters.len().max(1);
    let mut waiting = VecDeque::from([(first, String::new())]);
    while let Some((place, text)) = waiting.pop_front() {
        if !text.is_empty() {
            let fits = all.iter().zip(&place).map(|(steps, at)| steps.fits(at)).collect();
            let texts = found.entry(fits).or_default();
            texts.extend((texts.len() < count).then(|| text.clone()));
        }
        if longest.is_some_and(|longest| text.chars().count() >= longest as usize) {
            continue;
        }
        for letter in &letters {
            let next: Vec<Vec<usize>> = all.iter().zip(&place).map(|(steps, at)| steps.after(at, *letter)).collect();
            let often = seen.entry(next.clone()).or_default();
            if *often < count {
                *often += 1;
                left = left.checked_sub(1)?;
                waiting.push_back((next, format!("{text}{letter}")));
            }
        }
    }
    let mut ways: Vec<Vec<String>> = found.into_values().collect();
    ways.sort_by_cached_key(|texts| texts.first().map(|text| (text.len(), text.clone())));
    Some(ways)
}

/// A text that is written out, as a pattern.
pub(crate) fn literal(text: &str) -> Hir {
    Hir::literal(text.as_bytes().to_vec())
}

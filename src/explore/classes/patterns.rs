//! Which of several patterns a text can fit at once: a shortest text for every way there is, or nothing where these are
//! too many to be sure.
//!
//! All patterns are followed together, letter by letter. Of letters that no pattern tells apart one stands for all, so the
//! places that are come to are finitely many, and a way that is not among them is none.

use std::collections::VecDeque;

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use rustc_hash::{FxHashMap, FxHashSet};

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

/// One letter for each that patterns tell apart, the most readable first.
fn letters(all: &[Steps]) -> Vec<char> {
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
    let one = |(first, end): (char, Option<char>)| {
        let within = |c: &char| first <= *c && end.is_none_or(|end| *c < end);
        let shown = || (first..=char::MAX).take(100).take_while(within).find(|c| !c.is_control());
        ['a', 'A', '0', '-', 'ä'].into_iter().find(within).or_else(shown).unwrap_or(first)
    };
    let mut found: Vec<char> = starts.iter().copied().zip(ends).map(one).filter(|c| !LINES.contains(c)).collect();
    found.sort_by_key(|c| !c.is_ascii_alphanumeric());
    let mut seen = FxHashSet::default();
    let is_in = |c: char, class: &[(char, char)]| class.iter().any(|(first, last)| (*first..=*last).contains(&c));
    found.retain(|c| seen.insert(classes.iter().map(|class| is_in(*c, class)).collect::<Vec<bool>>()));
    found
}

/// A shortest text for every way in which texts fit these and do not; none if there may be others. Texts have so many
/// letters at most, and one at least.
pub(crate) fn overlaps(patterns: &[Hir], longest: Option<u32>) -> Option<Vec<String>> {
    // What is blank is no answer.
    let blank = regex_syntax::parse(r"\s*").ok()?;
    let all = patterns.iter().chain([&blank]).map(Steps::of).collect::<Option<Vec<Steps>>>()?;
    let letters = letters(&all);
    let first: Vec<Vec<usize>> = all.iter().map(|steps| steps.without_letter([steps.first])).collect();
    let mut found: FxHashMap<Vec<bool>, String> = FxHashMap::default();
    let mut seen: FxHashSet<Vec<Vec<usize>>> = FxHashSet::default();
    let most = MOST_STEPS_TAKEN / letters.len().max(1);
    let mut waiting = VecDeque::from([(first, String::new())]);
    while let Some((place, text)) = waiting.pop_front() {
        if !text.is_empty() {
            let fits = all.iter().zip(&place).map(|(steps, at)| steps.fits(at)).collect();
            found.entry(fits).or_insert_with(|| text.clone());
        }
        if longest.is_some_and(|longest| text.chars().count() >= longest as usize) {
            continue;
        }
        for letter in &letters {
            let next: Vec<Vec<usize>> = all.iter().zip(&place).map(|(steps, at)| steps.after(at, *letter)).collect();
            if seen.len() >= most {
                return None;
            }
            if seen.insert(next.clone()) {
                waiting.push_back((next, format!("{text}{letter}")));
            }
        }
    }
    let mut texts: Vec<String> = found.into_values().collect();
    texts.sort_by(|left, right| (left.len(), left).cmp(&(right.len(), right)));
    Some(texts)
}

/// A text that is written out, as a pattern.
pub(crate) fn literal(text: &str) -> Hir {
    Hir::literal(text.as_bytes().to_vec())
}

//! Thousands of small generated trees, against all their walks one by one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use onread::engine::{At, Walk};
use onread::explore::{Options, Suggested, Touchable, WalkEnd, suggest};
use onread::text::SourceFile;
use onread::tree::{Answer, Kind, QuestionId, Tree};
use onread::walk::{NewWalk, WalkFile, append, new_file, run_file};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::small_trees::write_tree;

type Steps = Vec<(QuestionId, Answer)>;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

/// More walks than this are not gone through one by one.
const MOST_WALKS: usize = 2_000;

/// All walks that end at an outcome, with a refused answer, or where every answer leads nowhere; none where there are
/// too many.
fn all_walks(tree: &Tree, touchable: &Touchable) -> Option<Vec<Steps>> {
    fn go(walk: &Walk, steps: &mut Steps, touchable: &Touchable, found: &mut Vec<Steps>) -> bool {
        if found.len() > MOST_WALKS {
            return false;
        }
        match walk.at() {
            At::Outcome(..) => found.push(steps.clone()),
            At::Question(id) => {
                let before = found.len();
                for answer in answers(walk.tree(), *id, touchable) {
                    let mut next = walk.clone();
                    steps.push((*id, answer.clone()));
                    let taken = next.answer(answer).is_ok();
                    if !taken {
                        found.push(steps.clone());
                    }
                    let fits = !taken || go(&next, steps, touchable, found);
                    steps.pop();
                    if !fits {
                        return false;
                    }
                }
                if found.len() == before {
                    found.push(steps.clone());
                }
            }
            At::Stopped(_) => {}
        }
        true
    }
    let mut found = Vec::new();
    go(&Walk::new(tree, today()), &mut Vec::new(), touchable, &mut found).then_some(found)
}

/// Every id, every set; of numbers those beside limits, and one between them and on either side.
fn answers(tree: &Tree, id: QuestionId, touchable: &Touchable) -> Vec<Answer> {
    let question = tree.question(id);
    let mut list: Vec<Answer> = match &question.kind {
        Kind::Choice(options) => (0..options.len() as u32).map(Answer::Choice).collect(),
        Kind::Many { options, .. } => (0..1_u32 << options.len())
            .map(|bits| Answer::Many((0..options.len() as u32).filter(|i| bits & (1 << i) != 0).collect()))
            .collect(),
        Kind::Number { .. } => {
            let mut list = touchable.answers(id);
            for number in [0, 3, 7].map(|n| Answer::Number(n.into())) {
                if !list.contains(&number) {
                    list.push(number);
                }
            }
            list
        }
        _ => Vec::new(),
    };
    list.extend(question.optional.then_some(Answer::Empty));
    list
}

fn union(touchable: &Touchable, walks: &[Steps]) -> BTreeSet<usize> {
    walks.iter().flat_map(|steps| touchable.by(steps).expect("a walk that the tree takes")).collect()
}

fn steps(suggested: &Suggested) -> Vec<Steps> {
    suggested.walks.iter().map(|walk| walk.steps.clone()).collect()
}

fn suggested(tree: &Tree, covered: &[Steps]) -> Suggested {
    suggest(tree, today(), covered, &[], &Options { most_states: 200_000, ..Options::default() })
}

/// The sets of what walks touch, without those that another holds.
fn largest(sets: impl Iterator<Item = BTreeSet<usize>>) -> Vec<BTreeSet<usize>> {
    let mut sets: Vec<BTreeSet<usize>> = sets.collect::<BTreeSet<_>>().into_iter().collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.len()));
    let mut kept: Vec<BTreeSet<usize>> = Vec::new();
    for set in sets {
        if !kept.iter().any(|other| set.is_subset(other)) {
            kept.push(set);
        }
    }
    kept
}

/// Sets of things as bits, the things that the fewest sets hold first.
struct Bits {
    sets: Vec<u128>,
    steps: usize,
}

impl Bits {
    fn new(left: &BTreeSet<usize>, sets: &[BTreeSet<usize>]) -> Self {
        let mut order: Vec<usize> = left.iter().copied().collect();
        order.sort_by_key(|thing| sets.iter().filter(|set| set.contains(thing)).count());
        let bits = |set: &BTreeSet<usize>| {
            (0..).zip(&order).filter(|(_, thing)| set.contains(thing)).fold(0, |bits, (at, _)| bits | 1_u128 << at)
        };
        Self { sets: sets.iter().map(bits).collect::<BTreeSet<_>>().into_iter().collect(), steps: 0 }
    }

    /// Whether so many of the sets hold all that is left; none if that takes too long to find out.
    fn cover(&mut self, left: u128, most: usize) -> Option<bool> {
        self.steps += 1;
        if left == 0 {
            return Some(true);
        }
        if most == 0 {
            return Some(false);
        }
        if self.steps > 50_000 {
            return None;
        }
        // The first thing left has to be in one of them.
        let first = left & left.wrapping_neg();
        for at in 0..self.sets.len() {
            let set = self.sets[at];
            if set & first != 0 && self.cover(left & !set, most - 1)? {
                return Some(true);
            }
        }
        Some(false)
    }
}

/// Whether fewer than so many of the sets hold all of these things; none if that takes too long to find out.
fn fewer_cover(left: &BTreeSet<usize>, sets: &[BTreeSet<usize>], count: usize) -> Option<bool> {
    if count == 0 || left.len() > 127 {
        return (count == 0).then_some(false);
    }
    Bits::new(left, sets).cover((1 << left.len()) - 1, count - 1)
}

fn written<'s>(tree: &'s Tree, suggested: &'s Suggested) -> Vec<NewWalk<'s>> {
    let end = |end| match end {
        WalkEnd::Outcome(id) => Some(("outcome", &*tree.outcome(id).id)),
        WalkEnd::Refused(id) => Some(("rejects", &*tree.question(id).id)),
        WalkEnd::Open => None,
    };
    suggested.walks.iter().map(|w| NewWalk { name: &w.name, steps: &w.steps, asks: None, end: end(w.end) }).collect()
}

/// How often each thing happened that the test is for.
type Counts = BTreeMap<&'static str, usize>;

fn check(tree: &Tree, text: &str, counts: &mut Counts) -> Result<(), TestCaseError> {
    let touchable = Touchable::new(tree, today());
    let first = suggested(tree, &[]);
    prop_assert!(first.certainty.is_complete());
    let by_first = union(&touchable, &steps(&first));
    // The same is touched where walks are looked for before states are gone through.
    let climbed = suggest(tree, today(), &[], &[], &Options { at_once: 0, ..Options::default() });
    prop_assert_eq!(&union(&touchable, &steps(&climbed)), &by_first, "{}", text);
    if climbed.states == 0 {
        prop_assert!(climbed.minimal && climbed.left.is_empty() && climbed.left_limits.is_empty(), "{}", text);
        *counts.entry("without states").or_default() += 1;
    }
    let again = suggested(tree, &steps(&first));
    prop_assert!(again.walks.is_empty(), "{:?} in {}", again, text);
    // Half of them being there, the rest is found.
    let half: Vec<Steps> = steps(&first).into_iter().step_by(2).collect();
    let rest = suggested(tree, &half);
    let together: Vec<Steps> = half.iter().cloned().chain(steps(&rest)).collect();
    prop_assert_eq!(&union(&touchable, &together), &by_first, "{}", text);
    // All pass, in a new file and in one that has walks already.
    let fresh = new_file(tree, "t.yaml", Some(today()), &written(tree, &first));
    let base = new_file(tree, "t.yaml", Some(today()), &written(tree, &first)[..first.walks.len().min(2)]);
    let flow = SourceFile::new("t.walks.yaml", format!("tree: t.yaml\ntoday: {}\nwalks: []\n", today()));
    let appended = append(&WalkFile::read(SourceFile::new("t.walks.yaml", base)), tree, &written(tree, &rest));
    let brackets = append(&WalkFile::read(flow), tree, &written(tree, &first));
    if first.walks.is_empty() {
        *counts.entry("nothing to touch").or_default() += 1;
    } else {
        for text in [fresh, appended.unwrap().0, brackets.unwrap().0] {
            let file = SourceFile::new("t.walks.yaml", text);
            let report = run_file(&WalkFile::read(file.clone()), Ok(tree), today(), &|_| true, false);
            prop_assert!(report.diagnostics.is_empty(), "{:?}\n{}", report.diagnostics, file.text());
            let failed: Vec<_> = report.walks.iter().filter(|walk| walk.failure.is_some()).collect();
            prop_assert!(failed.is_empty(), "{:?}\n{}\n{}", failed, file.text(), text_of(tree));
        }
    }
    let claims = [(&first, BTreeSet::new()), (&rest, union(&touchable, &half)), (&climbed, BTreeSet::new())];
    for (suggested, _) in &claims {
        let key = if suggested.minimal { "claimed minimal" } else { "not claimed" };
        *counts.entry(key).or_default() += 1;
    }
    let Some(walks) = all_walks(tree, &touchable) else {
        *counts.entry("too many walks").or_default() += 1;
        return Ok(());
    };
    let by_walk: Vec<BTreeSet<usize>> =
        walks.iter().map(|steps| touchable.by(steps).unwrap().into_iter().collect()).collect();
    let all: BTreeSet<usize> = by_walk.iter().flatten().copied().collect();
    prop_assert!(by_first.is_subset(&all), "{}", text);
    let missing: Vec<String> = all.difference(&by_first).map(|number| touchable.name(*number)).collect();
    prop_assert!(missing.is_empty(), "{:?} are not touched in {}", missing, text);
    prop_assert_eq!(first.left.len() + first.left_limits.len(), touchable.count() - by_first.len(), "{}", text);
    *counts.entry("against all walks").or_default() += 1;
    let sets = largest(by_walk.into_iter());
    for (suggested, covered) in claims {
        let left: BTreeSet<usize> = by_first.difference(&covered).copied().collect();
        let count = suggested.walks.len();
        let fewer = fewer_cover(&left, &sets, count);
        if suggested.minimal {
            prop_assert_ne!(fewer, Some(true), "{} walks are not the fewest for {}", count, text);
        }
        let key = match (suggested.minimal, fewer) {
            (true, Some(false)) => "claimed and true",
            (false, Some(false)) => "true and not claimed",
            (_, Some(true)) => "not the fewest",
            (_, None) => "too long to tell",
        };
        *counts.entry(key).or_default() += 1;
    }
    Ok(())
}

fn text_of(tree: &Tree) -> String {
    tree.questions().map(|(_, question)| format!("{} ", question.id)).collect()
}

#[test]
fn suggested_walks_touch_all_that_walks_can_touch() {
    let counts = RefCell::new(Counts::new());
    let config = ProptestConfig {
        cases: super::size::cases(1500) as u32,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_131),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let seeds = proptest::collection::vec(any::<u8>(), 8..60);
    let done = TestRunner::new(config).run(&seeds, |seeds| {
        // In every second tree the numbers have limits of their own.
        let mut text = write_tree(&seeds);
        if seeds[0] % 2 == 0 {
            text = text.replace("    whole: true\n", "    whole: true\n    min: 1\n    max: 6\n");
        }
        // In two of three there are values with rules and tables, of which one reads the other.
        if seeds[1] % 3 > 0 {
            text = text
                .replace("values:\n", "values:\n  r: [{when: 'v and answered(q1)', is: 1}, {when: answered(q2), is: 2}, {is: 3}]\n  t: {by: [v, w], table: {true: {true: 1, false: 2}, false: {true: 3}}, else: 4}\n  w: r == 2 or answered(q4)\n")
                .replace("title: O1\n", "title: 'O1 {{ t }}'\n")
                .replace("because: No.", "because: 'No {{ r }}'");
        }
        match onread::load_str("generated", &text) {
            Ok(tree) => check(&tree, &text, &mut counts.borrow_mut()),
            Err(_) => Ok(()),
        }
    });
    let counts = counts.into_inner();
    done.unwrap_or_else(|error| panic!("{error}\n{counts:?}"));
    let least = |what: &str, least: usize| {
        assert!(counts.get(what).is_some_and(|c| *c > super::size::share(least)), "{what}: {counts:?}")
    };
    least("against all walks", 1200);
    least("claimed minimal", 2000);
    least("claimed and true", 2000);
}

#[test]
fn walks_that_are_found_without_going_through_states_are_the_fewest() {
    let (mut counts, mut seed) = (Counts::new(), 0x9E37_79B9_7F4A_7C15_u64);
    let mut below = |end: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 32) % end
    };
    for _ in 0..crate::size::cases(800) {
        let questions = 3 + below(4);
        let (mut asked, mut shown) = (String::new(), String::new());
        for at in 0..questions {
            let when = if at > 0 && below(4) == 0 { format!(", when: q{} == a", below(at)) } else { String::new() };
            let answers = if below(3) == 0 { "a, b, c" } else { "a, b" };
            let next = if at + 1 == questions { ", next: end" } else { "" };
            asked.push_str(&format!("  q{at}: {{ask: Q?, answers: [{answers}]{when}{next}}}\n"));
            let more = if below(4) == 0 { format!(" and q{} == b", below(questions)) } else { String::new() };
            shown.push_str(&format!("      - {{when: q{at} == a{more}, text: N}}\n"));
        }
        let text = format!("title: T\nquestions:\n{asked}outcomes:\n  end:\n    title: E\n    notes:\n{shown}");
        let tree = onread::load_str("generated", &text).unwrap();
        check(&tree, &text, &mut counts).unwrap_or_else(|error| panic!("{error}"));
    }
    for (what, least) in [("without states", 150), ("claimed and true", 2000)] {
        assert!(counts.get(what).is_some_and(|c| *c > crate::size::share(least)), "{what}: {counts:?}");
    }
}

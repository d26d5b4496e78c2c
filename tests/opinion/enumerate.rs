//! All walks of a tree, one by one, by the engine; numbers, dates and texts on a dense grid.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use chrono::{Days, NaiveDate};
use onread::engine::{At, Fault, Step, Toucher, Touches, Walk, Wanted};
use onread::tree::{Answer, Kind, OutcomeId, Place, Question, QuestionId, Tree};
use onread::walk::Coverage;
use rust_decimal::Decimal;

use super::seen::{Seen, answer_path, chosen};

pub(crate) type Steps = Vec<(QuestionId, Answer)>;

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

/// Walks that come to the same.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    pub(crate) walks: u64,
    pub(crate) likely: f64,
    pub(crate) weighted: f64,
    /// How many questions they ask.
    pub(crate) lengths: Vec<usize>,
}

impl Tally {
    pub(crate) fn shortest(&self) -> usize {
        self.lengths.iter().min().copied().unwrap_or(0)
    }

    fn add(&mut self, length: usize, chances: [f64; 2]) {
        self.walks += 1;
        self.likely += chances[0];
        self.weighted += chances[1];
        self.lengths.push(length);
    }
}

/// What all walks come to.
#[derive(Debug, Default)]
pub(crate) struct All {
    pub(crate) seen: Seen,
    pub(crate) ends: BTreeMap<OutcomeId, Tally>,
    pub(crate) faults: BTreeMap<String, (QuestionId, &'static str, Tally)>,
    /// By promise: the walks that break it.
    pub(crate) broken: BTreeMap<usize, Tally>,
    /// By question behind which a ranking stands, and the outcomes that it leaves level.
    pub(crate) level: BTreeMap<QuestionId, BTreeMap<Vec<OutcomeId>, Tally>>,
    /// Questions two of whose answers can be told apart by what follows.
    pub(crate) matters: BTreeSet<QuestionId>,
    /// The walks that reach an outcome.
    pub(crate) walks: Vec<(OutcomeId, Steps)>,
    /// How many places were looked at.
    pub(crate) places: usize,
    /// What coverage says that all walks touch together.
    pub(crate) covered: BTreeSet<String>,
}

/// Too many walks to go through.
pub(crate) struct TooMany;

pub(crate) struct Enumerate<'a, 't> {
    /// What coverage says that walks touch.
    toucher: Toucher<'a, 't>,
    coverage: Coverage,
    pub(crate) tree: &'t Tree,
    pub(crate) weights: Vec<(QuestionId, u32, f64)>,
    pub(crate) most: usize,
    pub(crate) found: All,
}

/// A walk, and the same in a tree without `reject` that shows what a refused answer comes to.
#[derive(Clone)]
pub(crate) struct Pair<'t> {
    pub(crate) walk: Walk<'t>,
    pub(crate) probe: Walk<'t>,
}

impl<'t> Pair<'t> {
    pub(crate) fn new(tree: &'t Tree, probe: &'t Tree) -> Self {
        Self { walk: Walk::new(tree, today()), probe: Walk::new(probe, today()) }
    }

    /// Gives an answer that was found to be allowed.
    pub(crate) fn answer(&mut self, answer: &Answer) {
        self.walk.answer(answer.clone()).unwrap();
        self.probe.answer(answer.clone()).unwrap();
    }
}

/// Tries an answer; what the person is told if it is refused by the author, nothing if it is by its kind.
pub(crate) fn tried(pair: &Pair, id: QuestionId, answer: &Answer, seen: &mut Seen) -> Result<(), Option<String>> {
    let tree = pair.walk.tree();
    if tree.question(id).rejects.is_empty() {
        return pair.walk.would_take(answer.clone()).map_err(|_| None);
    }
    let mut probe = pair.probe.clone();
    if probe.answer(answer.clone()).is_err() {
        return Err(None);
    }
    let refused = seen.tried(&probe, tree, id);
    assert_eq!(refused.is_some(), pair.walk.would_take(answer.clone()).is_err());
    refused.map_or(Ok(()), |told| Err(Some(told)))
}

/// Every answer to a question, or for typed kinds so many that each range is met.
pub(crate) fn grid(question: &Question) -> Vec<Answer> {
    let mut list: Vec<Answer> = match &question.kind {
        Kind::Choice(options) => (0..options.len() as u32).map(Answer::Choice).collect(),
        Kind::Many { options, .. } => (0..1_u32 << options.len())
            .map(|bits| Answer::Many((0..options.len() as u32).filter(|i| bits & (1 << i) != 0).collect()))
            .collect(),
        Kind::Number { whole, .. } => (-14..=26)
            .chain([-400, 400])
            .map(|quarters| Decimal::new(quarters * 25, 2))
            .filter(|number| !whole || number.is_integer())
            .map(Answer::Number)
            .collect(),
        Kind::Date { .. } => {
            let days = |from: &str, count: u64| {
                let from: NaiveDate = from.parse().unwrap();
                (0..count).map(move |day| Answer::Date(from + Days::new(day)))
            };
            // To the ends of the calendar, beyond which nothing can be added.
            let far = ["0001-01-01", "2000-01-01", "2035-01-01", "9999-12-20", "9999-12-30", "9999-12-31"];
            let far = far.into_iter().flat_map(|day| days(day, 1));
            far.chain(days("2008-01-28", 5))
                .chain(days("2025-12-29", 8))
                .chain(days("2026-01-26", 11))
                .chain(days("2026-02-26", 4))
                .collect()
        }
        // Also one for each way in which the patterns of generated trees overlap.
        Kind::Text { .. } => "red blue x1 x xyz zz 7 12 Red! we abcd é xe x2 abc xez wet x1e 1e"
            .split(' ')
            .chain(["a b"])
            .map(|text| Answer::Text(text.into()))
            .collect(),
        other => panic!("a kind that nobody answers here: {other:?}"),
    };
    if question.optional {
        list.push(Answer::Empty);
    }
    list
}

/// The same where a walk has come to: also what its limits leave beyond the ends of the numbers that are met.
pub(crate) fn grid_at(walk: &Walk, question: &Question) -> Vec<Answer> {
    let mut list = grid(question);
    if let Some(Wanted::Number { min, max, .. }) = walk.prompt().map(|prompt| prompt.wanted) {
        // A multiple of each step that a tree has.
        let three = Decimal::from(3);
        let ends = [min.map(|min| (min / three).ceil() * three), max.map(|max| (max / three).floor() * three)];
        let far = ends.into_iter().flatten().filter(|number| number.abs() > Decimal::from(400));
        list.extend(far.map(Answer::Number));
    }
    list
}

/// The questions of a walk, each with its answer.
pub(crate) fn steps_of(walk: &Walk) -> Steps {
    walk.asked().iter().map(|id| (*id, walk.answer_to(*id).unwrap().clone())).collect()
}

/// The outcomes that a ranking leaves level: more than one, or the best alone.
pub(crate) fn best(walk: &Walk, ranked: &[OutcomeId]) -> Vec<OutcomeId> {
    let most = ranked.iter().map(|id| walk.score_of(*id)).max().unwrap();
    ranked.iter().copied().filter(|id| walk.score_of(*id) == most).collect()
}

pub(crate) fn breaks(walk: &Walk, outcome: OutcomeId, index: usize) -> bool {
    let promise = &walk.tree().promises()[index];
    let came_to = |place: &Place| match place {
        Place::Outcome(other) => *other == outcome,
        Place::Question(question) => walk.asked().contains(question),
    };
    let kept = !promise.never.iter().any(came_to) && (promise.always.is_empty() || promise.always.iter().any(came_to));
    promise.when.as_ref().is_none_or(|when| walk.holds(when)) && !kept
}

pub(crate) fn hash(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

impl<'t> Enumerate<'_, 't> {
    /// Goes on from where a walk stands, and says what can be seen from there on.
    pub(crate) fn go(&mut self, pair: &Pair<'t>, last: Option<QuestionId>, chances: [f64; 2]) -> Result<u64, TooMany> {
        self.found.places += 1;
        if self.found.places > self.most {
            return Err(TooMany);
        }
        let walk = &pair.walk;
        match walk.at() {
            At::Question(id) => self.ask(pair, *id, chances),
            At::Outcome(id, ranked) => {
                self.coverage.add(&mut self.toucher, walk, None);
                self.end(walk, *id, ranked.as_deref(), last, chances);
                Ok(hash(format!("{:?}", walk.ending())))
            }
            At::Stopped(fault) => {
                self.coverage.add(&mut self.toucher, walk, None);
                self.fault(*fault, walk.asked().len(), chances);
                Ok(hash(format!("{fault:?}")))
            }
        }
    }

    fn fault(&mut self, fault: Fault, length: usize, chances: [f64; 2]) {
        let question = fault.question();
        let message = fault.message(&self.tree.question(question).id);
        let entry = self.found.faults.entry(message).or_insert((question, fault.code().name(), Tally::default()));
        entry.2.add(length, chances);
    }

    fn ask(&mut self, pair: &Pair<'t>, id: QuestionId, chances: [f64; 2]) -> Result<u64, TooMany> {
        let (walk, question) = (&pair.walk, self.tree.question(id));
        let (mut allowed, mut refusals) = (Vec::new(), Vec::new());
        for answer in grid_at(walk, question) {
            match tried(pair, id, &answer, &mut self.found.seen) {
                Ok(()) => allowed.push(answer),
                Err(Some(told)) => {
                    refusals.push((format!("{answer:?}"), told));
                    self.coverage.add(&mut self.toucher, walk, Some(&(id, answer)));
                }
                Err(None) => {}
            }
        }
        if allowed.is_empty() {
            self.coverage.add(&mut self.toucher, walk, None);
            // That nobody gets on from here is said by itself, whatever people are told.
            let fault = super::seen::unanswerable(walk, id, &grid_at(walk, question));
            self.fault(fault, walk.asked().len(), chances);
            return Ok(hash(format!("{fault:?}")));
        }
        let weight = |answer: &Answer| {
            let said = self.weights.iter().find(|(other, index, _)| *other == id && *answer == Answer::Choice(*index));
            said.map_or(1.0, |(_, _, weight)| *weight)
        };
        let weights: Vec<f64> = allowed.iter().map(weight).collect();
        let sum: f64 = weights.iter().sum();
        let mut ways = Vec::new();
        for (answer, weight) in allowed.iter().zip(weights) {
            let paths = chosen(Some(answer)).iter().map(|index| answer_path(self.tree, id, *index as usize));
            self.found.seen.touched.extend(paths);
            let before = walk.steps().len();
            let mut next = pair.clone();
            next.answer(answer);
            self.found.seen.moved(&next.walk, Some(id), before);
            let skipped = skipped_last(&next.walk, before);
            let chances = [chances[0] / allowed.len() as f64, chances[1] * weight / sum];
            let feedback = format!("{:?}", next.walk.feedback());
            ways.push((format!("{answer:?}"), hash((feedback, self.go(&next, skipped.or(Some(id)), chances)?))));
        }
        if ways.windows(2).any(|pair| pair[0].1 != pair[1].1) {
            self.found.matters.insert(id);
        }
        Ok(hash((format!("{:?}", walk.prompt()), refusals, ways)))
    }

    fn end(
        &mut self,
        walk: &Walk,
        id: OutcomeId,
        ranked: Option<&[OutcomeId]>,
        last: Option<QuestionId>,
        chances: [f64; 2],
    ) {
        let length = walk.asked().len();
        self.found.ends.entry(id).or_default().add(length, chances);
        self.found.walks.push((id, steps_of(walk)));
        if let Some(ranked) = ranked {
            let best = best(walk, ranked);
            if best.len() > 1 {
                let levels = self.found.level.entry(last.unwrap()).or_default();
                levels.entry(best).or_default().add(length, chances);
            }
        }
        for index in 0..self.tree.promises().len() {
            if breaks(walk, id, index) {
                self.found.broken.entry(index).or_default().add(length, chances);
            }
        }
    }
}

/// The last question that was skipped since there were so many steps.
pub(crate) fn skipped_last(walk: &Walk, before: usize) -> Option<QuestionId> {
    walk.steps()[before..].iter().rev().find_map(|step| match step {
        Step::Skipped(id) => Some(*id),
        Step::Asked(_) | Step::Rule(..) => None,
    })
}

/// Goes through all walks.
pub(crate) fn enumerate<'t>(
    tree: &'t Tree,
    probe: &'t Tree,
    weights: Vec<(QuestionId, u32, f64)>,
    most: usize,
) -> Result<All, TooMany> {
    let touches = Touches::of(tree);
    let (toucher, coverage) = (Toucher::new(&touches, today()), Coverage::new(&touches));
    let mut all = Enumerate { toucher, coverage, tree, weights, most, found: All::default() };
    all.found.seen.parts = super::parts::Parts::of(tree);
    let pair = Pair::new(tree, probe);
    all.found.seen.moved(&pair.walk, None, 0);
    let skipped = skipped_last(&pair.walk, 0);
    all.go(&pair, skipped, [1.0, 1.0])?;
    let left: BTreeSet<String> = all.coverage.untouched(tree).into_iter().map(|item| item.path).collect();
    let parts = touches.parts().list().iter().map(|part| part.path(tree).to_string());
    all.found.covered = parts.filter(|path| !left.contains(path)).collect();
    Ok(all.found)
}

/// The text of the same tree without any `reject`; what a score could have come to is counted as before, even if only a
/// `reject` asks for it.
pub(crate) fn without_rejects(text: &str) -> String {
    let asked: BTreeSet<&str> = text
        .match_indices("possible.")
        .filter_map(|(at, _)| text[at..].split(|c: char| !(c.is_alphanumeric() || c == '.')).next())
        .collect();
    let asked: String = asked.iter().map(|asked| format!("{{{{ {asked} }}}}")).collect();
    let text = &text.replacen("title: T", &format!("title: \"T{asked}\""), 1);
    let kept = text.lines().filter(|line| !line.contains(", because: ") && line.trim() != "reject:");
    kept.map(|line| format!("{line}\n")).collect()
}

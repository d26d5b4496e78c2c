//! The door to suggesting: a small set of walks that touches what other walks leave untouched.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::aims::{Aim, Aims};
use super::cover::Ground;
use super::fewer::{Few, counts, drop_idle, few};
use super::machine::Machine;
use super::report::Options;
use super::seen::Seen;
use super::space::Space;
use super::suggest_words as words;
use super::trail::{End, Trail, follow};
use crate::tree::{Answer, QuestionId, Tree};

/// A walk worth adding to a walk file.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// What it is for, in words; no two are alike.
    pub name: String,
    /// Its answers in the order asked; where it is refused, the last one is.
    pub steps: Vec<(QuestionId, Answer)>,
    /// Where it ends.
    pub end: End,
    /// All that it touches and no walk that was there.
    pub touches: Vec<String>,
}

/// What is worth adding to the walks that are there.
#[derive(Debug, Clone, Default)]
pub struct Suggested {
    /// The walks, in the order of their answers.
    pub walks: Vec<Suggestion>,
    /// True if it is proved that fewer walks cannot touch as much.
    pub minimal: bool,
    /// False if there were more states than allowed: then walks were tried at random.
    pub complete: bool,
    /// Parts of the tree that no walk touches, as coverage names them.
    pub left: Vec<String>,
    /// Answers beside limits that are never given where the limit decides.
    pub left_limits: Vec<String>,
    /// How many limits hang on scores or on more than one answer, and have no walks suggested for them.
    pub other_limits: usize,
}

/// What walks can touch, as suggesting sees it: all that coverage counts, and both sides of every limit.
pub struct Touchable<'t>(Aims<'t>);

impl<'t> Touchable<'t> {
    /// All that walks of a tree can touch; `today` is what the tree calls `today`.
    #[must_use]
    pub fn new(tree: &'t Tree, today: NaiveDate) -> Self {
        Self(Aims::of(tree, today))
    }

    /// How many things there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.list.len()
    }

    /// The numbers of the things that a walk touches, the last answer of which may be refused; none if these are not
    /// answers to what the tree asks.
    #[must_use]
    pub fn by(&self, steps: &[(QuestionId, Answer)]) -> Option<Vec<usize>> {
        follow(&self.0, steps).map(|trail| trail.met)
    }

    /// The answers to a question that are beside a limit.
    #[must_use]
    pub fn answers(&self, question: QuestionId) -> Vec<Answer> {
        let typed = (0..self.count()).filter_map(|aim| self.0.typed(aim));
        let mut answers: Vec<Answer> = Vec::new();
        for (_, answer) in typed.filter(|(id, _)| *id == question) {
            if !answers.contains(answer) {
                answers.push(answer.clone());
            }
        }
        answers
    }

    /// One of the things in words.
    #[must_use]
    pub fn name(&self, number: usize) -> String {
        words::aim(&self.0, number)
    }
}

/// Suggests walks that touch what `covered` leaves untouched; none of them is called by a name that is `taken`.
#[must_use]
pub fn suggest(
    tree: &Tree,
    today: NaiveDate,
    covered: &[Vec<(QuestionId, Answer)>],
    taken: &[&str],
    options: &Options,
) -> Suggested {
    let aims = Aims::of(tree, today);
    let mut done = vec![false; aims.list.len()];
    for aim in covered.iter().filter_map(|steps| follow(&aims, steps)).flat_map(|trail| trail.met) {
        if let Some(slot) = done.get_mut(aim) {
            *slot = true;
        }
    }
    let Some(mut machine) = Machine::new(tree, today, true) else { return Suggested::default() };
    for aim in (0..aims.list.len()).filter(|aim| done.get(*aim) == Some(&false)) {
        if let Some((id, answer)) = aims.typed(aim)
            && let Some(domain) = machine.domains.get_mut(id.index())
        {
            domain.class_of(answer);
        }
    }
    machine.lay_out();
    let mut seen = Seen::new(&aims, &done);
    let space = Space::of(&mut machine, &FxHashMap::default(), options.bounds(), &mut seen);
    seen.flush();
    let wanted: Vec<bool> = done.iter().map(|done| !done).collect();
    let domains = &machine.domains;
    let Few { mut trails, unmet, least } = if space.complete() {
        let ground = Ground { aims: &aims, space: &space, seen: &seen, domains, salt: 0, spent: Cell::new(0) };
        few(&ground, &wanted, machine.is_exact())
    } else {
        let mut unmet = wanted.clone();
        let mut trails = super::random::reaching(&aims, domains, &mut unmet);
        drop_idle(&mut trails, &wanted);
        Few { trails, unmet, least: false }
    };
    trails.sort_by(|left, right| in_order(&left.steps, &right.steps));
    let (mut left, mut left_limits) = (Vec::new(), Vec::new());
    for (aim, _) in unmet.iter().enumerate().filter(|(_, unmet)| **unmet) {
        let is_limit = matches!(aims.list.get(aim), Some(Aim::Near(..) | Aim::Edge(..) | Aim::Outside(..)));
        if is_limit { &mut left_limits } else { &mut left }.push(words::path(&aims, aim));
    }
    let walks = named(&aims, trails, &wanted, taken);
    Suggested { walks, minimal: least, complete: space.complete(), left, left_limits, other_limits: aims.others }
}

fn named(aims: &Aims, trails: Vec<Trail>, wanted: &[bool], taken: &[&str]) -> Vec<Suggestion> {
    let mut names: BTreeSet<String> = taken.iter().map(|name| (*name).to_owned()).collect();
    let count = counts(&trails, wanted);
    let mut walks = Vec::new();
    for trail in trails {
        let new: Vec<usize> = trail.met.iter().copied().filter(|aim| wanted.get(*aim) == Some(&true)).collect();
        let own: Vec<usize> = new.iter().copied().filter(|aim| count.get(*aim) == Some(&1)).collect();
        let name = words::walk(aims, &trail, &own);
        let again = (2..).map(|time| format!("{name} ({time})"));
        let name = std::iter::once(name.clone()).chain(again).find(|name| !names.contains(name)).unwrap_or(name);
        names.insert(name.clone());
        let touches = new.into_iter().map(|aim| words::aim(aims, aim)).collect();
        walks.push(Suggestion { name, steps: trail.steps, end: trail.end, touches });
    }
    walks
}

fn in_order(left: &[(QuestionId, Answer)], right: &[(QuestionId, Answer)]) -> Ordering {
    let answers = |(left, right): (&(QuestionId, Answer), &(QuestionId, Answer))| {
        left.0.cmp(&right.0).then_with(|| answer_order(&left.1, &right.1))
    };
    let first = left.iter().zip(right).map(answers).find(|order| order.is_ne());
    first.unwrap_or_else(|| left.len().cmp(&right.len()))
}

fn answer_order(left: &Answer, right: &Answer) -> Ordering {
    let kind = |answer: &Answer| match answer {
        Answer::Choice(_) => 0,
        Answer::Many(_) => 1,
        Answer::Number(_) => 2,
        Answer::Date(_) => 3,
        Answer::Text(_) => 4,
        Answer::Empty => 5,
    };
    match (left, right) {
        (Answer::Choice(left), Answer::Choice(right)) => left.cmp(right),
        (Answer::Many(left), Answer::Many(right)) => left.cmp(right),
        (Answer::Number(left), Answer::Number(right)) => left.cmp(right),
        (Answer::Date(left), Answer::Date(right)) => left.cmp(right),
        (Answer::Text(left), Answer::Text(right)) => left.cmp(right),
        _ => kind(left).cmp(&kind(right)),
    }
}

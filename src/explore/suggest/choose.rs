//! The door to suggesting: a small set of walks that touches what other walks leave untouched.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::climb::{climbing, enough};
use super::goals::{Aim, Aims};
use super::goals_by_state::Seen;
use super::ground::Ground;
use super::minimize::{Few, drop_idle, few};
use super::replay::{End, Trail, counts, follow};
use super::sample::reaching;
use super::words;
use crate::explore::bound::Bound;
use crate::explore::certainty::{Certainty, Inexact};
use crate::explore::classes::class::one;
use crate::explore::conditions::reads::Sight;
use crate::explore::states::round::Options;
use crate::explore::states::space::Space;
use crate::explore::states::transitions::{Classes, Machine};
use crate::tree::{Answer, Part, QuestionId, Tree, ValueId};

/// A walk worth adding to a walk file.
#[derive(Debug, Clone)]
#[non_exhaustive]
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
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Suggested {
    /// The walks, in the order of their answers.
    pub walks: Vec<Suggestion>,
    /// True if it is proved that fewer walks cannot touch as much.
    pub minimal: bool,
    /// How sure it is that no walk touches what is left; where it is not complete, walks were tried at random.
    pub certainty: Certainty,
    /// How many states were visited.
    pub states: usize,
    /// How many things no walk was found for when all work allowed was done.
    pub unfinished: usize,
    /// How many comparisons were not looked at for that reason.
    pub unlooked: usize,
    /// Parts of the tree that no walk was found to touch, as coverage names them.
    pub left: Vec<String>,
    /// Answers beside limits that are not given where the limit decides.
    pub left_limits: Vec<String>,
    /// How many limits hang on scores or on more than one answer, and have no walks suggested for them.
    pub other_limits: usize,
}

impl Suggested {
    /// Where nothing is known.
    fn none(bound: Bound) -> Self {
        Self {
            walks: Vec::new(),
            minimal: false,
            certainty: Certainty::new(Some(bound), Vec::new()),
            states: 0,
            unfinished: 0,
            unlooked: 0,
            left: Vec::new(),
            left_limits: Vec::new(),
            other_limits: 0,
        }
    }
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

/// How much work, in answers and places looked at, is allowed for each state that is.
const WORK: usize = 10;
/// So much work is always allowed.
const LEAST_WORK: usize = 1_000_000;
/// So many states for each question are gone through before it is tried without them.
const OF_EACH: usize = 4;

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
    let (all, done) = (done.clone(), without_echoes(&aims, done));
    let open: Vec<bool> = tree.values().map(|(id, _)| aims.is_open(id, &done)).collect();
    let is_open = |value: ValueId| open.get(value.index()).copied().unwrap_or(false);
    let parts = Sight::Parts { touches: &aims.touches, of: &is_open, texts: true };
    let wanted: Vec<bool> = done.iter().map(|done| !done).collect();
    // Where there are many states, walks that surely are as few as can be may be found without them.
    let size = tree.questions().len().saturating_mul(OF_EACH);
    let few_states = if options.at_once == 0 { 0 } else { options.at_once.max(size).min(options.most_states) };
    let mut found = survey(&aims, &done, parts, &Options { most_states: few_states, ..options.clone() });
    let mut climbed = None;
    if let Some((machine, _, space)) = &found
        && !space.complete()
        && few_states < options.most_states
        && !options.cancel.is_cancelled()
    {
        climbed = enough(&aims, &machine.domains, &wanted, &options.cancel);
        if climbed.is_none() {
            found = survey(&aims, &done, parts, options);
        }
    }
    // Where all that values come from is too much to tell apart, the rest may still be told.
    let values_apart =
        climbed.is_some() || !open.contains(&true) || found.as_ref().is_some_and(|(_, _, space)| space.complete());
    if !values_apart && !options.cancel.is_cancelled() {
        found = survey(&aims, &done, Sight::Texts, options);
    }
    let Some((machine, seen, space)) = found else {
        return Suggested::none(Bound::Tree);
    };
    let is_exact = values_apart && machine.inexact().is_empty();
    let domains = &machine.domains;
    let most_work = options.most_states.saturating_mul(WORK).max(LEAST_WORK);
    // Of what all is reached of, nothing is told that hangs on all walks.
    let (bound, tried) = if climbed.is_some() { (None, Vec::new()) } else { (space.bound, machine.inexact()) };
    let Few { mut trails, unmet, least, complete } = if let Some(few) = climbed {
        few
    } else if space.complete() {
        let spent = Cell::new(0);
        let ground = Ground {
            aims: &aims,
            space: &space,
            seen: &seen,
            domains,
            salt: 0,
            spent,
            most_work,
            cancel: &options.cancel,
        };
        few(&ground, &wanted, is_exact)
    } else {
        let mut unmet = wanted.clone();
        let mut trails = climbing(&aims, domains, &mut unmet, usize::MAX, &options.cancel);
        trails.extend(reaching(&aims, domains, &mut unmet, &options.cancel));
        drop_idle(&mut trails, &wanted);
        Few { trails, unmet, least: false, complete: true }
    };
    crate::text::sort_by(&mut trails, |left, right| in_order(&left.steps, &right.steps));
    let (mut left, mut left_limits) = (Vec::new(), Vec::new());
    let cancelled = options.cancel.is_cancelled();
    let complete = complete && !cancelled;
    let unfinished = if complete { 0 } else { unmet.iter().filter(|unmet| **unmet).count() };
    for (aim, _) in unmet.iter().enumerate().filter(|(_, unmet)| **unmet && complete) {
        let is_limit = matches!(aims.list.get(aim), Some(Aim::Near(..) | Aim::Edge(..) | Aim::Outside(..)));
        if is_limit { &mut left_limits } else { &mut left }.push(words::path(&aims, aim));
    }
    let echoes = echoes(&aims).filter(|(answer, _)| complete && unmet.get(*answer) == Some(&true));
    left.extend(echoes.map(|(_, feedback)| words::path(&aims, feedback)));
    let walks = named(&aims, trails, (&wanted, &all), taken);
    let unlooked = aims.limits.unlooked;
    let certainty = match cancelled {
        true => Certainty::new(Some(Bound::Cancelled), Vec::new()),
        false => Certainty::new(bound, tried),
    };
    let worked = !cancelled && (unfinished + unlooked > 0 || !values_apart);
    let certainty = if worked { certainty.and(Inexact::Work) } else { certainty };
    Suggested {
        walks,
        minimal: least && unlooked == 0 && !cancelled,
        certainty,
        states: space.order.len(),
        unfinished,
        unlooked,
        left,
        left_limits,
        other_limits: aims.others,
    }
}

/// The aims that an answer is given, each with that of its feedback, which is shown to all who give it.
fn echoes<'a>(aims: &'a Aims) -> impl Iterator<Item = (usize, usize)> + use<'a> {
    aims.list.iter().enumerate().filter_map(|(number, aim)| match aim {
        Aim::Part(Part::AnswerFeedback(id, index)) => Some((aims.answer(*id, u32::try_from(*index).ok()?), number)),
        _ => None,
    })
}

/// What is still to be looked for: feedback of an answer comes with it.
fn without_echoes(aims: &Aims, mut done: Vec<bool>) -> Vec<bool> {
    echoes(aims).for_each(|(_, feedback)| done.get_mut(feedback).into_iter().for_each(|slot| *slot = true));
    done
}

/// All states of a tree, with all that they and the answers given there reach; none if no machine can be made of it.
fn survey<'a, 't>(
    aims: &'a Aims<'t>,
    done: &'a [bool],
    sight: Sight,
    options: &Options,
) -> Option<(Machine<'t>, Seen<'a, 't>, Space)> {
    let mut machine = Machine::looking(aims.tree, aims.today, sight, Classes::Beside(&[]))?;
    let mut known: FxHashMap<QuestionId, FxHashSet<Answer>> = FxHashMap::default();
    for aim in (0..aims.list.len()).filter(|aim| done.get(*aim) == Some(&false)) {
        if let Some((id, answer)) = aims.typed(aim)
            && let Some(domain) = machine.domains.get_mut(id.index())
        {
            let all = || domain.classes.iter().map(|class| class.answer.clone()).collect();
            if known.entry(id).or_insert_with(all).insert(answer.clone()) {
                domain.classes.push(one(answer.clone()));
            }
        }
    }
    machine.lay_out();
    let mut seen = Seen::new(aims, done);
    let space = Space::of(&mut machine, &FxHashMap::default(), options.bounds(), &mut seen);
    seen.flush();
    Some((machine, seen, space))
}

fn named(aims: &Aims, trails: Vec<Trail>, (wanted, done): (&[bool], &[bool]), taken: &[&str]) -> Vec<Suggestion> {
    let mut names: BTreeSet<String> = taken.iter().map(|name| (*name).to_owned()).collect();
    let mut times: FxHashMap<String, usize> = FxHashMap::default();
    let count = counts(&trails, wanted);
    let mut walks = Vec::new();
    for trail in trails {
        let new: Vec<usize> = trail.met.iter().copied().filter(|aim| done.get(*aim) == Some(&false)).collect();
        let own: Vec<usize> = new.iter().copied().filter(|aim| count.get(*aim) == Some(&1)).collect();
        let name = words::walk(aims, &trail, &own);
        let time = times.entry(name.clone()).or_insert(1);
        let mut own = name.clone();
        while !names.insert(own.clone()) {
            *time += 1;
            own = format!("{name} ({time})");
        }
        let name = own;
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

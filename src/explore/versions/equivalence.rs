//! Whether a small change of a tree alters the result of any walk: both versions gone through side by side.
//!
//! They are at the same question after the same answers, or a walk already tells them apart; so as long as they
//! stand together, only the changed place and what reads it can make a difference, and nothing that lies behind
//! the last such place has to be looked at.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::affected::{Ahead, differing};
use super::common_classes::refine;
use super::on_a_walk::{Scores, differ, same_scores};
use crate::engine::Facts;
use crate::explore::bound::{Bound, ENTRY, HEAP, Memory, memory_for};
use crate::explore::cancel::Cancel;
use crate::explore::conditions::reads::{Differing, Sight};
use crate::explore::states::keeping::state::State;
use crate::explore::states::round::Options;
use crate::explore::states::telling::rankings::Rank;
use crate::explore::states::telling::sayable::{self, Same};
use crate::explore::states::transitions::{Classes, Machine, Step, Watch, Way};
use crate::tree::{Answer, Changed, OutcomeId, Place, QuestionId, Shown, Tree};

/// What a change does to the walks of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Altered {
    /// Nothing, which is proved: all walks ask the same questions, end at the same outcomes and show the same.
    No,
    /// These answers come to something else: a shortest walk, unless there are very many states. The last answer may
    /// be one that a version refuses.
    Yes(Vec<(QuestionId, Answer)>),
    /// No such walk was found among the answers tried, which are not all; those to these questions, as far as it is
    /// known which.
    Tried(Vec<QuestionId>),
    /// This bound was met.
    TooMany(Bound),
}

/// How many bytes are taken at most where so many pairs of states are allowed.
#[must_use]
pub fn alters_memory(most_states: usize) -> usize {
    // A pair is two states.
    memory_for(most_states).saturating_mul(2)
}

/// How many pairs of states are looked at nearest first, for a shortest walk. Most differences show at the end of long
/// walks if not at once, so beyond that one walk after another is gone to its end.
const NEAR: usize = 2_000;

/// Whether any walk of `tree` has another result on `other`, which is the same tree with one change made at `by`.
///
/// The result of a walk is all that a walk file can say of it: which questions it asks, in order, which of their
/// answers they take, and what they tell whose answer they refuse; the outcome, its texts and notes as they are shown;
/// how the outcomes of a ranking scored; and wherever it stops, what values and scores come to. All walks that are
/// stopped by the tree come to the same. The states of `options` are pairs.
#[must_use]
pub fn alters(tree: &Tree, other: &Tree, by: Changed, today: NaiveDate, options: &Options) -> Altered {
    let mut differing = differing(tree, other, by);
    // A walk that shows it by where it leads says more than one that has to name a value.
    let shown = judge([tree, other], by, &differing, today, options);
    if matches!(shown, Altered::Yes(_)) || differing.reads.is_empty() {
        return shown;
    }
    differing.alone = true;
    judge([tree, other], by, &differing, today, options)
}

fn judge(trees: [&Tree; 2], by: Changed, differing: &Differing, today: NaiveDate, options: &Options) -> Altered {
    let [tree, other] = trees;
    let ahead = Ahead::new(tree, other, by, differing);
    let start = Place::Question(tree.start());
    // A value may be another before anything was answered.
    if !ahead.matters(start) && !differing.alone {
        return Altered::No;
    }
    let sight = Sight::Differing(differing);
    let (Some(own), Some(changed)) = (
        Machine::looking(tree, today, sight, Classes::Beside(&[])),
        Machine::looking(other, today, sight, Classes::Beside(&[])),
    ) else {
        return Altered::TooMany(Bound::Tree);
    };
    let mut machines = [own, changed];
    let twins: Vec<(QuestionId, QuestionId)> = tree.questions().map(|(id, _)| (id, id)).collect();
    refine(&mut machines, &twins);
    machines.iter_mut().for_each(Machine::lay_out);
    let (links, memory, cancel) = (Vec::new(), Memory::default(), &options.cancel);
    let mut sides = Sides { machines, differing, ahead, exact: true, tried: BTreeSet::new(), links, memory, cancel };
    let mut found = sides.go(options.most_states.min(NEAR), false);
    if matches!(found, ComesTo::TooMany(bound) if bound != Bound::Cancelled) && options.most_states > NEAR {
        found = sides.go(options.most_states, true);
    }
    let (exact, tried) = (sides.exact, sides.tried.iter().copied().collect());
    match found {
        ComesTo::Difference(link, last) => match sides.walk(link, last) {
            Some(walk) if differ(tree, other, today, &walk) => Altered::Yes(walk),
            // A walk that the engine does not take, or on which it sees no difference, proves nothing.
            _ => Altered::Tried(tried),
        },
        ComesTo::None if exact => Altered::No,
        ComesTo::None => Altered::Tried(tried),
        ComesTo::TooMany(bound) => Altered::TooMany(bound),
    }
}

/// One version in the state that a walk brings it to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Stand {
    place: Place,
    state: State,
    /// How a ranking that led here came out.
    scores: Scores,
}

/// Both versions in the states that one walk brings them to.
type Pair = [Stand; 2];

/// What a pair takes that was come to.
fn bytes(pair: &Pair) -> usize {
    let stand = |stand: &Stand| size_of_val(&*stand.state) + size_of_val(&*stand.scores) + 2 * HEAP;
    size_of::<Pair>() + pair.iter().map(stand).sum::<usize>() + 2 * ENTRY + size_of::<Link>()
}

/// What one version comes to before anybody has to answer again.
enum Stop {
    Asks(QuestionId, State, Vec<Way>),
    Ends(OutcomeId, Stand),
    Stops,
}

/// Notes whether the question is asked at all.
struct Asked(bool);

impl<'t> Watch<'t> for Asked {
    fn asks(&mut self, _id: QuestionId, _facts: &Facts<'t>) {
        self.0 = true;
    }
}

/// What going through both versions comes to.
enum ComesTo {
    None,
    /// They differ at the end of these steps, and perhaps only with one more answer to this question.
    Difference(u32, Option<(QuestionId, Answer)>),
    TooMany(Bound),
}

/// The step before, the question, the class of its answers that was given.
type Link = (u32, QuestionId, u32);

const START: u32 = u32::MAX;

struct Sides<'d, 't> {
    machines: [Machine<'t>; 2],
    differing: &'d Differing,
    ahead: Ahead,
    /// False as soon as a question was answered that may have other answers than its classes tell.
    exact: bool,
    /// Those that have others.
    tried: BTreeSet<QuestionId>,
    links: Vec<Link>,
    memory: Memory,
    cancel: &'d Cancel,
}

impl Sides<'_, '_> {
    /// Goes through the pairs of states until the versions differ: nearest first, or one walk after another.
    fn go(&mut self, most: usize, deep: bool) -> ComesTo {
        let start = |machine: &Machine| {
            let (id, state) = machine.start();
            Stand { place: Place::Question(id), state, scores: Scores::default() }
        };
        self.links.clear();
        let kept = self.machines.iter().map(Machine::bytes).sum();
        self.memory = Memory { most: alters_memory(most), kept, ..Memory::default() };
        let mut seen: FxHashSet<Rc<Pair>> = FxHashSet::default();
        let first = Rc::new(self.machines.each_ref().map(start));
        let mut waiting: VecDeque<(Rc<Pair>, u32)> = VecDeque::from([(first, START)]);
        while let Some((pair, link)) = if deep { waiting.pop_back() } else { waiting.pop_front() } {
            if self.cancel.is_cancelled() {
                return ComesTo::TooMany(Bound::Cancelled);
            }
            // Both may look at the ways on from here at once.
            let Some(room) = self.memory.left(0) else { return ComesTo::TooMany(Bound::Memory) };
            self.machines.iter_mut().for_each(|machine| machine.room = room / 2);
            let found = self.visit((*pair).clone(), link, &mut seen, &mut waiting);
            if self.machines.iter().any(Machine::is_full) {
                return ComesTo::TooMany(Bound::Memory);
            }
            if let Some(found) = found {
                return found;
            }
            if seen.len() > most {
                return ComesTo::TooMany(Bound::States);
            }
        }
        ComesTo::None
    }

    fn visit(
        &mut self,
        [own, other]: Pair,
        link: u32,
        seen: &mut FxHashSet<Rc<Pair>>,
        next: &mut VecDeque<(Rc<Pair>, u32)>,
    ) -> Option<ComesTo> {
        let [first, second] = &mut self.machines;
        let (own, other) = (settle(first, own), settle(second, other));
        let differ = Some(ComesTo::Difference(link, None));
        let (id, states, ways, other_ways) = match (own, other) {
            (Stop::Asks(id, state, ways), Stop::Asks(other, other_state, other_ways)) if id == other => {
                (id, [state, other_state], ways, other_ways)
            }
            (Stop::Ends(id, own), Stop::Ends(other_id, other)) if id == other_id => {
                let alike = same_scores(&own.scores, &other.scores) && self.shows_same(id, &own.state, &other.state);
                let states = [&own.state, &other.state];
                return if alike && self.comes_to_same(link, Place::Outcome(id), states) { None } else { differ };
            }
            (Stop::Stops, Stop::Stops) => return None,
            _ => return differ,
        };
        let place = Place::Question(id);
        if !self.comes_to_same(link, place, states.each_ref()) {
            return differ;
        }
        // Only looked at for what the last answer brings apart by itself.
        if self.differing.alone && !self.still_matters(place) {
            return None;
        }
        if self.ahead.tells(id) && !sayable::same_notes(&mut self.machines, self.differing, id, states.each_ref()) {
            return differ;
        }
        if !first_exact(&self.machines, id) {
            self.exact = false;
            self.tried.insert(id);
        }
        let mut others: FxHashMap<u32, Way> =
            other_ways.into_iter().filter_map(|way| way.class.map(|class| (class, way))).collect();
        if self.ahead.tells(id) {
            let both: Vec<u32> =
                ways.iter().filter_map(|way| way.class).filter(|class| others.contains_key(class)).collect();
            let states = states.each_ref();
            if let Some(class) = sayable::other_feedback(&mut self.machines, self.differing, id, states, &both) {
                return Some(ComesTo::Difference(link, self.answer(id, class)));
            }
        }
        for way in ways {
            let Some(class) = way.class else { continue };
            let [first, second] = &self.machines;
            let pair: Pair = match others.remove(&class).map(|other| (way.to, other.to)) {
                Some((Ok(own), Ok(other))) => [stand(own, first), stand(other, second)],
                Some((Err(_), Err(_))) => continue,
                _ => return Some(ComesTo::Difference(link, self.answer(id, class))),
            };
            let [own, other] = &pair;
            let level = own.place == other.place && same_scores(&own.scores, &other.scores);
            if level && !self.still_matters(own.place) && !self.ahead.is_source(id) {
                continue;
            }
            let pair = Rc::new(pair);
            let fresh = seen.insert(pair.clone());
            if fresh {
                self.memory.kept += bytes(&pair);
            }
            if fresh || self.adds_otherwise((id, class)) {
                let number = u32::try_from(self.links.len()).unwrap_or(START);
                self.links.push((link, id, class));
                next.push_back((pair, number));
            }
        }
        // What is left, the other version takes alone.
        if let Some(class) = others.into_keys().min() {
            return Some(ComesTo::Difference(link, self.answer(id, class)));
        }
        if self.ahead.is_own(id) {
            match sayable::refusals(&mut self.machines, id, states.each_ref()) {
                Same::Yes => {}
                Same::No(answer) => return Some(ComesTo::Difference(link, answer.map(|answer| (id, answer)))),
                Same::Unsure => {
                    self.exact = false;
                    self.tried.insert(id);
                }
            }
        }
        None
    }

    /// Whether values and scores come to the same where a walk stops, if they are looked at by themselves.
    fn comes_to_same(&mut self, link: u32, place: Place, states: [&State; 2]) -> bool {
        if !self.differing.alone {
            return true;
        }
        if self.links.get(link as usize).is_some_and(|(_, id, class)| self.adds_otherwise((*id, *class))) {
            return false;
        }
        let same = sayable::values(&mut self.machines, self.differing, place, states);
        self.exact &= same != Same::Unsure;
        !matches!(same, Same::No(_))
    }

    /// Whether an answer adds to a score what it does not add in the other version.
    fn adds_otherwise(&self, (id, class): (QuestionId, u32)) -> bool {
        let Some((question, options)) = self.differing.amounts.as_ref().filter(|_| self.differing.alone) else {
            return false;
        };
        let [own, _] = &self.machines;
        let class = own.domains.get(id.index()).and_then(|domain| domain.classes.get(class as usize));
        id == *question && class.is_some_and(|class| class.options().iter().any(|index| options.contains(index)))
    }

    /// The answer that stands for a class.
    fn answer(&self, id: QuestionId, class: u32) -> Option<(QuestionId, Answer)> {
        let domain = self.machines.first()?.domains.get(id.index())?;
        Some((id, domain.classes.get(class as usize)?.answer.clone()))
    }

    /// Whether versions that come to one place together may still come to differ.
    fn still_matters(&self, place: Place) -> bool {
        let circle = match place {
            // Which questions of the circle were skipped before may differ.
            Place::Question(id) => self.machines.iter().any(|machine| machine.is_circle(id)),
            Place::Outcome(_) => false,
        };
        circle || self.ahead.matters(place)
    }

    /// Whether an outcome shows the same notes and the same in its holes, as far as they may differ.
    fn shows_same(&mut self, id: OutcomeId, own: &State, other: &State) -> bool {
        if !self.ahead.matters(Place::Outcome(id)) {
            return true;
        }
        let differing = self.differing;
        let [first, second] = &mut self.machines;
        let mut shown = Vec::new();
        for (machine, state) in [(first, own), (second, other)] {
            machine.load(state, Place::Outcome(id));
            let facts = &machine.facts;
            let texts = machine.tree.outcome(id).shows(id).map(|Shown { text, when, .. }| {
                let visible = !differing.shows(Place::Outcome(id), when) || facts.holds(when);
                let holes = text.holes().filter(|(expr, _)| visible && differing.hole(expr));
                (visible, holes.map(|(expr, _)| facts.expr(expr)).collect::<Vec<_>>())
            });
            shown.push(texts.collect::<Vec<_>>());
            machine.unload(Place::Outcome(id));
        }
        matches!(&shown[..], [own, other] if own == other)
    }

    /// The answers of some steps and one more.
    fn walk(&self, mut link: u32, last: Option<(QuestionId, Answer)>) -> Option<Vec<(QuestionId, Answer)>> {
        let mut steps: Vec<(QuestionId, Answer)> = last.into_iter().collect();
        while link != START {
            let &(before, question, class) = self.links.get(link as usize)?;
            steps.push(self.answer(question, class)?);
            link = before;
        }
        steps.reverse();
        Some(steps)
    }
}

fn first_exact(machines: &[Machine; 2], id: QuestionId) -> bool {
    machines.iter().all(|machine| machine.domains.get(id.index()).is_some_and(|domain| domain.exact))
}

/// Where a step leads; the scores of a ranking without the scale in which a machine keeps them.
fn stand(step: Step, machine: &Machine) -> Stand {
    let amount = |score: &i64| Decimal::from_i128_with_scale(i128::from(*score), machine.scale).normalize();
    let scores = |rank: Rank| rank.outcomes.iter().zip(&rank.scores).map(|(id, score)| (*id, amount(score))).collect();
    Stand { place: step.place, state: step.state, scores: step.rank.map(scores).unwrap_or_default() }
}

/// Comes past questions that are skipped to the next stop.
fn settle(machine: &mut Machine, mut stand: Stand) -> Stop {
    loop {
        let id = match stand.place {
            Place::Outcome(id) => return Stop::Ends(id, stand),
            Place::Question(id) => id,
        };
        let (mut ways, mut asked) = (Vec::new(), Asked(false));
        let done = machine.expand(id, &stand.state, &mut asked, &mut ways);
        match ways.pop_if(|way| way.class.is_none()).map(|way| way.to) {
            Some(Ok(step)) => stand = self::stand(step, machine),
            Some(Err(_)) => return Stop::Stops,
            // Asked, whether or not there is an answer that it takes.
            None if asked.0 => return Stop::Asks(id, stand.state, ways),
            None => {
                debug_assert!(done.is_err(), "a question is asked, skipped or stopped at");
                return Stop::Stops;
            }
        }
    }
}

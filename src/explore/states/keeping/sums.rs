//! Scores that are only compared ahead: of them a state keeps how far each comparison still is from being decided.
//!
//! `score.e >= score.i` hangs on what the one is ahead of the other, and on nothing once no answer that may still come
//! can turn it.

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::followed::Parts;
use super::state::{Layout, scaled};
use crate::explore::conditions::atoms::{Ask, AtomId};
use crate::explore::conditions::liveness::{Live, Liveness};
use crate::tree::{
    Arithmetic, Cond, DEEPEST, Expr, Num, Order, OutcomeId, Question, QuestionId, ScoreId, Tree, ValueId, ValueRule,
};

/// Scores, each so many times, and a number, compared with 0.
#[derive(Debug)]
struct Sum {
    order: Order,
    number: i64,
    scores: Vec<(ScoreId, i64)>,
}

/// What may still be added to a sum: at least, and at most.
type Ahead = (i64, i64);

/// What is compared of the scores at one place.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// The positions of those that are kept as they are, among the scores of the layout.
    whole: Box<[u32]>,
    sums: Box<[Open]>,
}

/// A comparison that is looked at from a place on.
#[derive(Debug)]
struct Open {
    order: Order,
    number: i64,
    /// The positions of its scores, each so many times.
    scores: Box<[(u32, i64)]>,
    ahead: Ahead,
}

/// The comparisons of a tree.
pub(crate) struct Sums {
    of: FxHashMap<AtomId, Sum>,
    /// By question, and then by outcome: what may be added to those that are looked at from there on.
    places: Vec<FxHashMap<AtomId, Ahead>>,
    questions: usize,
}

/// So many comparisons are followed at all places together; of more, scores are kept as they are.
const MOST: usize = 4_000_000;
/// The most that a sum may come to, by a wide margin.
const LARGEST: i64 = i64::MAX / 8;
/// Scores and numbers of how many places are compared.
const MOST_PLACES: u32 = 9;
/// How many terms an expression may have.
const MOST_TERMS: usize = 1_000;

impl Sums {
    /// The comparisons that are looked at somewhere; none where there are none.
    pub(crate) fn new(parts: &Parts, live: &Liveness, scale: u32) -> Option<Self> {
        let mut of = FxHashMap::default();
        for (number, atom) in (0..).zip(&parts.atoms.list) {
            if let Ask::Holds(Cond::Numbers(order, sides)) = atom.ask
                && atom.questions.is_empty()
                && !atom.scores.is_empty()
                && let Some(sum) = Sum::of(parts.tree, *order, sides, scale)
            {
                of.insert(number, sum);
            }
        }
        let places = live.questions.iter().chain(&live.outcomes);
        let all: usize = places.map(|live| live.atoms.iter().filter(|atom| of.contains_key(atom)).count()).sum();
        if of.is_empty() || all > MOST {
            return None;
        }
        let count = live.questions.len() + live.outcomes.len();
        let mut sums = Self { of, places: vec![FxHashMap::default(); count], questions: live.questions.len() };
        sums.look_ahead(parts, live, scale)?;
        Some(sums)
    }

    /// Walks backwards from the outcomes, behind which nothing is added.
    fn look_ahead(&mut self, parts: &Parts, live: &Liveness, scale: u32) -> Option<()> {
        for (at, live) in live.outcomes.iter().enumerate() {
            let own = live.atoms.iter().filter(|atom| self.of.contains_key(atom)).map(|atom| (*atom, (0, 0))).collect();
            if let Some(slot) = self.places.get_mut(self.questions + at) {
                *slot = own;
            }
        }
        for members in &parts.groups.members {
            let own: FxHashSet<QuestionId> = members.iter().copied().collect();
            let outside = members.iter().filter_map(|id| parts.exits.get(id.index())).flat_map(|exits| {
                let questions = exits.questions.iter().filter(|id| !own.contains(id)).map(|id| id.index());
                questions.chain(exits.outcomes.iter().map(|id| self.questions + OutcomeId::index(*id)))
            });
            let outside: Vec<usize> = outside.collect();
            let mut known: FxHashMap<AtomId, Ahead> = FxHashMap::default();
            for id in members {
                let live = live.questions.get(id.index()).map_or(&[][..], |live| &live.atoms);
                let mut all = FxHashMap::default();
                for atom in live.iter().filter(|atom| self.of.contains_key(atom)) {
                    let ahead = match known.get(atom) {
                        Some(ahead) => *ahead,
                        None => {
                            let ahead = self.ahead(parts.tree, *atom, members, &outside, scale)?;
                            known.insert(*atom, ahead);
                            ahead
                        }
                    };
                    all.insert(*atom, ahead);
                }
                if let Some(slot) = self.places.get_mut(id.index()) {
                    *slot = all;
                }
            }
        }
        Some(())
    }

    /// What the answers to these questions may add to a sum, and those behind them.
    fn ahead(&self, tree: &Tree, atom: AtomId, members: &[QuestionId], outside: &[usize], scale: u32) -> Option<Ahead> {
        let sum = self.of.get(&atom)?;
        let (mut low, mut high) = (0, 0);
        for place in outside {
            let (least, most) = self.places.get(*place).and_then(|known| known.get(&atom)).copied().unwrap_or((0, 0));
            (low, high) = (low.min(least), high.max(most));
        }
        for id in members {
            let (least, most) = sum.added(tree.question(*id), scale)?;
            (low, high) = (low.checked_add(least)?, high.checked_add(most)?);
        }
        (low > -LARGEST && high < LARGEST).then_some((low, high))
    }

    /// What is compared at a place; none where all scores are kept as they are.
    pub(crate) fn at(
        &self,
        place: Option<QuestionId>,
        outcome: usize,
        live: &Live,
        layout: &Layout,
        parts: &Parts,
    ) -> Option<Compared> {
        let known = self.places.get(place.map_or(self.questions + outcome, QuestionId::index))?;
        let mut whole: FxHashSet<ScoreId> = live.ranked.iter().copied().collect();
        for id in &live.atoms {
            let scores = parts.atoms.list.get(*id as usize).map_or(&[][..], |atom| &atom.scores);
            if !known.contains_key(id) {
                whole.extend(scores);
            }
        }
        if layout.scores.iter().all(|score| whole.contains(score)) {
            return None;
        }
        let position = |score: &ScoreId| u32::try_from(layout.scores.binary_search(score).ok()?).ok();
        let mut sums = Vec::new();
        for id in &live.atoms {
            let (Some(sum), Some(ahead)) = (self.of.get(id), known.get(id)) else { continue };
            // What is known as it is need not be compared.
            if sum.scores.iter().all(|(score, _)| whole.contains(score)) {
                continue;
            }
            let scores = sum.scores.iter().map(|(score, times)| Some((position(score)?, *times)));
            sums.push(Open {
                order: sum.order,
                number: sum.number,
                scores: scores.collect::<Option<_>>()?,
                ahead: *ahead,
            });
        }
        let whole = layout.scores.iter().filter(|score| whole.contains(score)).filter_map(position).collect();
        Some(Compared { whole, sums: sums.into() })
    }
}

impl Compared {
    /// Adds what tells these scores from others.
    pub(crate) fn key(&self, scores: &[u64], key: &mut Vec<u64>) {
        let score = |at: &u32| scores.get(*at as usize).copied().unwrap_or(0);
        key.extend(self.whole.iter().map(score));
        for open in &self.sums {
            let add = |sum: i64, (at, times): &(u32, i64)| sum + i64::from_ne_bytes(score(at).to_ne_bytes()) * times;
            let sum = open.scores.iter().fold(open.number, add);
            key.push(u64::from_ne_bytes(open.left(sum).to_ne_bytes()));
        }
    }
}

impl Open {
    /// The sum itself, or one number for all that surely are true in the end, and one for all that are not.
    fn left(&self, sum: i64) -> i64 {
        let (low, high) = (sum + self.ahead.0, sum + self.ahead.1);
        let holds = |sum: i64| self.order.holds(sum.cmp(&0));
        let open = match self.order {
            Order::Equal | Order::Unequal => low <= 0 && high >= 0 && low != high,
            _ => holds(low) != holds(high),
        };
        match open {
            true => sum,
            false if holds(low) => i64::MAX,
            false => i64::MIN,
        }
    }
}

impl Sum {
    fn of(tree: &Tree, order: Order, sides: &[Num; 2], scale: u32) -> Option<Self> {
        let [left, right] = sides;
        let mut reading = Reading { tree, scores: FxHashMap::default(), number: Decimal::ZERO, left: MOST_TERMS };
        reading.add(left, 1)?;
        reading.add(right, -1)?;
        // What a sum is compared with may have more places than the scores.
        let places = reading.number.normalize().scale().max(scale);
        let factor = 10_i64.checked_pow(places - scale).filter(|_| places <= MOST_PLACES)?;
        let mut scores = Vec::new();
        let mut size = i64::try_from(scaled(reading.number, places)?).ok()?.checked_abs()?;
        for (score, times) in reading.scores.into_iter().filter(|(_, times)| *times != 0) {
            if tree.is_possible(score) {
                return None;
            }
            let times = times.checked_mul(factor)?;
            size = size.checked_add(times.checked_abs()?.checked_mul(most(tree, score, scale)?)?)?;
            scores.push((score, times));
        }
        scores.sort_unstable();
        let number = i64::try_from(scaled(reading.number, places)?).ok()?;
        (size < LARGEST).then_some(Self { order, number, scores })
    }

    /// What an answer to a question may add, and not.
    fn added(&self, question: &Question, scale: u32) -> Option<Ahead> {
        let of = |amounts: &[(ScoreId, Decimal)]| -> Option<i64> {
            let mut all = 0_i64;
            for (score, amount) in amounts {
                if let Ok(at) = self.scores.binary_search_by_key(score, |(own, _)| *own) {
                    let amount = i64::try_from(scaled(*amount, scale)?).ok()?;
                    all = all.checked_add(amount.checked_mul(self.scores.get(at)?.1)?)?;
                }
            }
            Some(all)
        };
        let several = matches!(question.kind, crate::tree::Kind::Many { .. });
        let mut all = (0_i64, 0_i64);
        for option in question.kind.options() {
            let own = of(&option.scores)?;
            all = match several {
                true => (all.0.checked_add(own.min(0))?, all.1.checked_add(own.max(0))?),
                false => (all.0.min(own), all.1.max(own)),
            };
        }
        let mut rules = (0, 0);
        for rule in &question.points {
            let own = of(&rule.add)?;
            rules = (rules.0.min(own), rules.1.max(own));
        }
        Some((all.0.checked_add(rules.0)?, all.1.checked_add(rules.1)?))
    }
}

/// The most that a score can be, above or below 0.
fn most(tree: &Tree, score: ScoreId, scale: u32) -> Option<i64> {
    let amounts = tree.questions().flat_map(|(_, question)| question.amounts()).filter(|(own, _)| *own == score);
    let sizes = amounts.map(|(_, amount)| i64::try_from(scaled(amount, scale)?).ok()?.checked_abs());
    sizes.sum()
}

/// An expression as a sum of scores.
struct Reading<'t> {
    tree: &'t Tree,
    scores: FxHashMap<ScoreId, i64>,
    number: Decimal,
    /// How many more parts may come.
    left: usize,
}

impl Reading<'_> {
    fn add(&mut self, num: &Num, times: i64) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        match num {
            Num::Literal(number) => {
                let own = number.checked_mul(Decimal::from(times))?;
                self.number = self.number.checked_add(own)?;
            }
            Num::Score(score) => {
                let all = self.scores.entry(*score).or_default();
                *all = all.checked_add(times)?;
            }
            Num::Minus(inner) => self.add(inner, times.checked_neg()?)?,
            Num::Sum(Arithmetic::Plus, sides) => sides.iter().try_for_each(|side| self.add(side, times))?,
            Num::Sum(Arithmetic::Minus, sides) => {
                let [left, right] = &**sides;
                self.add(left, times)?;
                self.add(right, times.checked_neg()?)?;
            }
            Num::Sum(Arithmetic::Times, sides) => match &**sides {
                [Num::Literal(by), other] | [other, Num::Literal(by)] => {
                    let by = i64::try_from(scaled(*by, 0)?).ok()?;
                    self.add(other, times.checked_mul(by)?)?;
                }
                _ => return None,
            },
            Num::Value(id) => self.add(value(self.tree, *id)?, times)?,
            _ => return None,
        }
        Some(())
    }
}

fn value(tree: &Tree, id: ValueId) -> Option<&Num> {
    let value = tree.value(id);
    match &value.rule {
        ValueRule::One(Expr::Num(inner)) if value.depth <= DEEPEST => Some(inner),
        _ => None,
    }
}

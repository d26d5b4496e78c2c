//! How many walks there are, exactly, and how likely and how long: one sweep over the graph of all states.
//!
//! Counts have as many digits as walks have questions, so they are kept small: wherever all walks still under way
//! stand at one single state, counting starts again at 1, and the count so far becomes a factor of the result.

use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use crate::engine::Fault;
use crate::explore::cancel::Cancel;
use crate::explore::states::space::{Edge, Space, Stand};
use crate::tree::{OutcomeId, QuestionId};

/// What walks are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    /// All that reach an outcome.
    All,
    /// Those that reach this one.
    Outcome(OutcomeId),
    /// Those that a fault stops.
    Stopped(Fault),
    /// Those that this ranking ends level; the question behind which it stands, and which ranking it is.
    Level(QuestionId, u32),
}

/// How many walks come to an outcome or a fault, how likely and how long they are.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flow {
    size: Size,
    /// The average number of questions asked.
    pub(crate) mean: f64,
    /// How likely they are together, if every answer that is allowed is as likely as every other.
    pub(crate) likely: f64,
    /// The same under the weights that were asked for.
    pub(crate) weighted: f64,
    /// The fewest and the most questions.
    pub(crate) shortest: u32,
    pub(crate) longest: u32,
}

impl Flow {
    /// Adds walks that come to the same place.
    fn add(&mut self, other: Self) {
        if self.size.fraction == 0.0 {
            *self = other;
            return;
        }
        let size = self.size.plus(other.size);
        self.mean += (other.mean - self.mean) * other.size.over(size);
        self.size = size;
        self.likely += other.likely;
        self.weighted += other.weighted;
        self.shortest = self.shortest.min(other.shortest);
        self.longest = self.longest.max(other.longest);
    }

    /// The part that these walks are of others.
    pub(crate) fn share_of(&self, all: &Self) -> f64 {
        if all.size.fraction == 0.0 { 0.0 } else { self.size.over(all.size) }
    }
}

/// A number of any size, near enough for ratios: fraction × 2^exponent.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    fraction: f64,
    exponent: i64,
}

impl Size {
    fn new(fraction: f64, exponent: i64) -> Self {
        if fraction == 0.0 || (1e-100..1e100).contains(&fraction) {
            return Self { fraction, exponent };
        }
        let shift = fraction.log2().floor();
        Self { fraction: fraction / shift.exp2(), exponent: exponent + shift as i64 }
    }

    fn times(self, factor: f64) -> Self {
        Self::new(self.fraction * factor, self.exponent)
    }

    fn plus(self, other: Self) -> Self {
        let (big, small) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let shift = small.exponent - big.exponent;
        Self::new(big.fraction + small.fraction * power(shift), big.exponent)
    }

    fn over(self, other: Self) -> f64 {
        self.fraction / other.fraction * power(self.exponent - other.exponent)
    }
}

fn power(exponent: i64) -> f64 {
    (exponent as f64).exp2()
}

/// What a class set comes to: how many answers, and how likely one of them is beside the others.
#[derive(Debug, Clone)]
struct Worth {
    ways: BigUint,
    float: f64,
    weight: f64,
}

/// All counts.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) walks: FxHashMap<Of, BigUint>,
    pub(crate) flows: FxHashMap<Of, Flow>,
}

impl Counts {
    /// The same, where rankings have the numbers that they have among other states of the tree.
    pub(crate) fn ranked_as(self, from: &Space, to: &Space) -> Self {
        if std::ptr::eq(from, to) {
            return self;
        }
        let number = |of: Of| match of {
            Of::Level(question, number) => {
                let rank = from.ranks.get(number as usize);
                let other = to.ranks.iter().position(|other| Some(other) == rank);
                Of::Level(question, other.and_then(|other| u32::try_from(other).ok()).unwrap_or(number))
            }
            of => of,
        };
        let walks = self.walks.into_iter().map(|(of, walks)| (number(of), walks)).collect();
        Self { walks, flows: self.flows.into_iter().map(|(of, flow)| (number(of), flow)).collect() }
    }
}

/// What one sweep is about.
pub(crate) struct Wanted<'w> {
    /// How many answers a class of a question has.
    pub(crate) ways: &'w dyn Fn(QuestionId, u32) -> BigUint,
    /// How likely an answer of a class is beside another, 1 if nothing is said.
    pub(crate) weight: &'w dyn Fn(QuestionId, u32) -> f64,
    /// Whether the exact count of every single outcome is wanted, or only that of all together.
    pub(crate) by_outcome: bool,
    /// Ends it; then the counts are worth nothing.
    pub(crate) cancel: &'w Cancel,
}

/// Counts all walks of a complete graph.
pub(crate) fn count(space: &Space, wanted: &Wanted) -> Counts {
    let worths: Vec<Worth> = space.classes.iter().map(|classes| worth(classes, wanted)).collect();
    let mut sweep = Sweep {
        space,
        worths,
        wanted,
        walks: vec![None; space.nodes.len()],
        flows: vec![Flow::default(); space.nodes.len()],
        found: Counts::default(),
        parts: Vec::new(),
        part: FxHashMap::default(),
    };
    sweep.run();
    sweep.found
}

fn worth(classes: &crate::explore::states::space::Classes, wanted: &Wanted) -> Worth {
    let ways = |number: &u32| (wanted.ways)(classes.question, *number);
    let weight = |number: &u32| to_f64(&ways(number)) * (wanted.weight)(classes.question, *number);
    let all: BigUint = classes.numbers.iter().map(ways).sum();
    Worth { float: to_f64(&all), ways: all, weight: classes.numbers.iter().map(weight).sum() }
}

/// The counts between two single states: those of walks that ended, and the factor by which all behind it count.
struct Part {
    factor: BigUint,
    ended: FxHashMap<Of, BigUint>,
}

struct Sweep<'s> {
    space: &'s Space,
    worths: Vec<Worth>,
    wanted: &'s Wanted<'s>,
    walks: Vec<Option<BigUint>>,
    flows: Vec<Flow>,
    found: Counts,
    parts: Vec<Part>,
    /// The walks that ended since the last single state.
    part: FxHashMap<Of, BigUint>,
}

impl Sweep<'_> {
    fn run(&mut self) {
        let mut place = vec![0_usize; self.space.nodes.len()];
        for (position, node) in self.space.order.iter().enumerate() {
            if let Some(slot) = place.get_mut(*node as usize) {
                *slot = position;
            }
        }
        let place = |node: u32| place.get(node as usize).copied().unwrap_or(0);
        if let (Some(walks), Some(flow)) = (self.walks.first_mut(), self.flows.first_mut()) {
            *walks = Some(BigUint::from(1_u8));
            let size = Size { fraction: 1.0, exponent: 0 };
            *flow = Flow { size, likely: 1.0, weighted: 1.0, ..Flow::default() };
        }
        let mut furthest = 0;
        for (position, &id) in self.space.order.iter().enumerate() {
            if self.wanted.cancel.is_cancelled() {
                return;
            }
            let Some(node) = self.space.node(id) else { continue };
            let Some(mut walks) = self.walks.get_mut(id as usize).and_then(Option::take) else { continue };
            let flow = self.flows.get(id as usize).copied().unwrap_or_default();
            if furthest == position {
                let factor = std::mem::replace(&mut walks, BigUint::from(1_u8));
                self.parts.push(Part { factor, ended: std::mem::take(&mut self.part) });
            }
            if let Stand::Stopped(fault) = node.stand {
                self.tally(Of::Stopped(fault), walks, flow);
                continue;
            }
            let edges = self.space.edges_of(node);
            for edge in edges {
                if !self.is_end(edge) {
                    furthest = furthest.max(place(edge.to));
                }
            }
            self.leave(edges, walks, flow);
        }
        self.parts.push(Part { factor: BigUint::from(1_u8), ended: std::mem::take(&mut self.part) });
        self.found.walks = combine(&mut self.parts).1;
    }

    fn is_end(&self, edge: &Edge) -> bool {
        self.space.node(edge.to).is_some_and(|node| matches!(node.stand, Stand::Ended(..) | Stand::NoWay(_)))
    }

    /// Goes along the edges of a state.
    fn leave(&mut self, edges: &[Edge], walks: BigUint, flow: Flow) {
        let worth = |edge: &Edge| self.worths.get(edge.classes as usize);
        let all: f64 = edges.iter().filter_map(worth).map(|worth| worth.float).sum();
        let weights: f64 = edges.iter().filter_map(worth).map(|worth| worth.weight).sum();
        let mut walks = Some(walks);
        for (index, edge) in edges.iter().enumerate() {
            let now = if index + 1 == edges.len() { walks.take() } else { walks.clone() };
            let Some(mut now) = now else { continue };
            let mut next = flow;
            if let Some(worth) = self.worths.get(edge.classes as usize) {
                if worth.float > 1.0 {
                    now *= &worth.ways;
                }
                next.size = next.size.times(worth.float);
                next.likely *= worth.float / all;
                next.weighted *= if weights > 0.0 { worth.weight / weights } else { 0.0 };
                next.mean += 1.0;
                next.shortest += 1;
                next.longest += 1;
            }
            self.arrive(edge, now, next);
        }
    }

    fn arrive(&mut self, edge: &Edge, walks: BigUint, flow: Flow) {
        let Some(node) = self.space.node(edge.to) else { return };
        if let Some(rank) = self.space.ranks.get(edge.rank as usize)
            && rank.best().nth(1).is_some()
            && let Some(question) = self.space.node(edge.from).and_then(|from| from.stand.question())
        {
            self.tally(Of::Level(question, edge.rank), walks.clone(), flow);
        }
        match node.stand {
            Stand::Ended(id, _) => {
                if self.wanted.by_outcome {
                    self.tally(Of::Outcome(id), walks.clone(), flow);
                } else {
                    self.found.flows.entry(Of::Outcome(id)).or_default().add(flow);
                }
                self.tally(Of::All, walks, flow);
            }
            Stand::NoWay(fault) => self.tally(Of::Stopped(fault), walks, flow),
            _ => {
                if let Some(slot) = self.walks.get_mut(edge.to as usize) {
                    match slot {
                        Some(known) => *known += walks,
                        None => *slot = Some(walks),
                    }
                }
                if let Some(slot) = self.flows.get_mut(edge.to as usize) {
                    slot.add(flow);
                }
            }
        }
    }

    fn tally(&mut self, of: Of, walks: BigUint, flow: Flow) {
        *self.part.entry(of).or_default() += walks;
        self.found.flows.entry(of).or_default().add(flow);
    }
}

/// The product of all factors, and the sums of all that ended, each times the factors before it.
fn combine(parts: &mut [Part]) -> (BigUint, FxHashMap<Of, BigUint>) {
    if let [part] = parts {
        // The factor counts for what comes behind the state, and for what ended before it those before do.
        let ended = std::mem::take(&mut part.ended);
        return (std::mem::take(&mut part.factor), ended);
    }
    let (left, right) = parts.split_at_mut(parts.len() / 2);
    if right.is_empty() {
        return (BigUint::from(1_u8), FxHashMap::default());
    }
    let (factor, mut sums) = combine(left);
    let (right_factor, right_sums) = combine(right);
    for (of, sum) in right_sums {
        *sums.entry(of).or_default() += &factor * sum;
    }
    (factor * right_factor, sums)
}

/// A number of any size as a float, as near as floats come.
pub(crate) fn to_f64(number: &BigUint) -> f64 {
    let float = |digits: &[u64]| digits.iter().rev().fold(0.0, |sum, digit| sum * TWO_TO_64 + *digit as f64);
    let bits = number.bits();
    if bits <= 900 {
        return float(&number.to_u64_digits());
    }
    let shift = bits - 64;
    float(&(number >> shift).to_u64_digits()) * 2.0_f64.powi(i32::try_from(shift).unwrap_or(i32::MAX))
}

const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

/// A count as it fits a line: exact with commas while it is short, rounded beyond that.
#[must_use]
pub fn short(count: &BigUint) -> String {
    if is_rounded(count) {
        let shift = count.bits() - 64;
        let log = to_f64(&(count >> shift)).log10() + shift as f64 * std::f64::consts::LOG10_2;
        return format!("about {:.1} × 10^{}", 10.0_f64.powf(log.fract()), log.trunc());
    }
    grouped(&count.to_string())
}

/// Whether [`short`] rounds a count.
#[must_use]
pub fn is_rounded(count: &BigUint) -> bool {
    count.bits() > 66
}

/// Digits in groups of three: 1,234,567.
#[must_use]
pub fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

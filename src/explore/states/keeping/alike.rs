//! Which states are alike: from each, the same answers lead to the same questions and outcomes, shown in the same
//! way. A question all of whose answers lead to states that are alike changes nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::explore::classes::class::Domain;
use crate::explore::states::hanging::relations::{Relations, Truth};
use crate::explore::states::space::{Edge, SKIP, Space, Stand};
use crate::tree::{OutcomeId, QuestionId};

/// What a state is like: states with equal ones cannot be told apart by anybody who answers.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Like {
    Ended(OutcomeId, u32),
    Stopped(crate::engine::Fault),
    /// The question, what it offers, and by classes of its answers what the state behind them is like and how its ranking came out.
    Asked(QuestionId, u32, Box<[(u32, u32, u32)]>),
}

/// Numbers for what states are like, the same for the same.
#[derive(Default)]
struct Numbers {
    known: FxHashMap<Like, u32>,
    next: u32,
}

impl Numbers {
    fn of(&mut self, like: Like) -> u32 {
        let number = *self.known.entry(like).or_insert(self.next);
        self.next += u32::from(number == self.next);
        number
    }

    /// A number for what nothing else is like.
    fn next(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }
}

/// By question: true if two of its answers ever lead to states that are not alike, or choose what other answers meet in
/// where something hangs on that.
pub(crate) fn mattering(space: &Space, domains: &[Domain], relations: &Relations) -> Vec<bool> {
    let mut matters = vec![false; domains.len()];
    let mut decide = relations.limiting.clone();
    let (mut numbers, mut together) = (Numbers::default(), Together::default());
    // By question: how many states ask it.
    let mut states = vec![0_u32; domains.len()];
    for node in space.order.iter().filter_map(|node| space.node(*node)) {
        if let Stand::Asked(id) = node.stand {
            states.get_mut(id.index()).into_iter().for_each(|count| *count += 1);
        }
    }
    // By node: what it is like, and how the ranking came out that a walk passes on its way from there, if it asks
    // nothing first.
    let mut like = vec![(SKIP, SKIP); space.nodes.len()];
    for (node, slot) in space.nodes.iter().zip(&mut like) {
        match node.stand {
            Stand::Ended(id, shown) => *slot = (numbers.of(Like::Ended(id, shown)), SKIP),
            Stand::Stopped(fault) | Stand::NoWay(fault) => *slot = (numbers.of(Like::Stopped(fault)), SKIP),
            _ => {}
        }
    }
    for &id in space.order.iter().rev() {
        let Some(node) = space.node(id) else { continue };
        let behind = |edge: &Edge| {
            let (behind, rank) = like.get(edge.to as usize).copied().unwrap_or((SKIP, SKIP));
            (behind, if edge.rank == SKIP { rank } else { edge.rank })
        };
        let own = match node.stand {
            // Nothing is like the only state of a question.
            Stand::Asked(question) if relations.is_empty() && states.get(question.index()) == Some(&1) => {
                let mut ways = space.edges_of(node).iter().map(behind);
                let first = ways.next();
                if ways.any(|way| Some(way) != first) {
                    matters.get_mut(question.index()).into_iter().for_each(|matters| *matters = true);
                }
                (numbers.next(), SKIP)
            }
            Stand::Asked(question) => {
                let mut ways: Vec<(u32, u32, u32)> = Vec::new();
                for edge in space.edges_of(node) {
                    let (behind, rank) = behind(edge);
                    ways.push((behind, rank, edge.classes));
                }
                ways.sort_unstable();
                let differ = ways.windows(2).any(|pair| matches!(pair, [a, b] if (a.0, a.1) != (b.0, b.1)));
                if differ
                    && !relations.is_empty()
                    && let Some(domain) = domains.get(question.index())
                {
                    deciding(&ways, &truths(space, &ways, domain, relations), &mut decide);
                }
                // States that are told apart for other reasons may be alike: all classes that lead to such are one way.
                if ways.windows(2).any(|pair| matches!(pair, [a, b] if (a.0, a.1) == (b.0, b.1))) {
                    together.join(space, question, &mut ways);
                }
                if differ && let Some(slot) = matters.get_mut(question.index()) {
                    *slot = true;
                }
                (numbers.of(Like::Asked(question, node.offer, ways.into())), SKIP)
            }
            // Nobody sees a question that is skipped.
            Stand::Skipped(_) => match space.edges_of(node) {
                [edge] => behind(edge),
                _ => continue,
            },
            _ => continue,
        };
        if let Some(slot) = like.get_mut(id as usize) {
            *slot = own;
        }
    }
    // Behind each answer to a choice the same may be true and false, and of other answers.
    for number in decide {
        let chosen_by = relations.get(number).map_or(&[][..], |relation| &relation.others);
        chosen_by.iter().for_each(|id| matters.get_mut(id.index()).into_iter().for_each(|matters| *matters = true));
    }
    matters
}

/// By way: its classes of answers, each with what it decides of relations.
fn truths<'r>(
    space: &Space,
    ways: &[(u32, u32, u32)],
    domain: &Domain,
    relations: &'r Relations,
) -> Vec<Vec<(u32, &'r [Truth])>> {
    let count = domain.classes.len();
    let of = |(_, _, classes): &(u32, u32, u32)| {
        let numbers = space.classes.get(*classes as usize).map_or(&[][..], |classes| &classes.numbers);
        numbers.iter().map(|number| (domain.alone(*number), relations.truths(*number, count))).collect()
    };
    ways.iter().map(of).collect()
}

/// Takes note of the relations by which alone answers of one class lead to what is not alike.
fn deciding(ways: &[(u32, u32, u32)], truths: &[Vec<(u32, &[Truth])>], decide: &mut FxHashSet<u32>) {
    for (at, (way, own)) in ways.iter().zip(truths).enumerate() {
        for (other, others) in ways.iter().zip(truths).skip(at + 1) {
            if (way.0, way.1) == (other.0, other.1) {
                continue;
            }
            for (class, truth) in own {
                for (_, more) in others.iter().filter(|(other, _)| other == class) {
                    decide.extend(truth.iter().filter(|one| !more.contains(one)).map(|(number, _)| *number));
                    decide.extend(more.iter().filter(|one| !truth.contains(one)).map(|(number, _)| *number));
                }
            }
        }
    }
}

/// Classes put together, by a number for the same ones of the same question, beside those of [`Space::classes`].
#[derive(Default)]
struct Together {
    numbers: FxHashMap<(QuestionId, Box<[u32]>), u32>,
}

impl Together {
    /// Makes one of all ways that lead to what is alike.
    fn join(&mut self, space: &Space, question: QuestionId, ways: &mut Vec<(u32, u32, u32)>) {
        if self.numbers.is_empty() {
            let known = (0_u32..).zip(&space.classes);
            self.numbers = known.map(|(number, own)| ((own.question, own.numbers.clone()), number)).collect();
        }
        let mut joined: Vec<(u32, u32, u32)> = Vec::new();
        for group in ways.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let [(behind, rank, first), more @ ..] = group else { continue };
            let mut number = *first;
            if !more.is_empty() {
                let classes = group.iter().filter_map(|(_, _, classes)| space.classes.get(*classes as usize));
                let mut all: Vec<u32> = classes.flat_map(|classes| classes.numbers.iter().copied()).collect();
                all.sort_unstable();
                let next = u32::try_from(self.numbers.len()).unwrap_or(SKIP);
                number = *self.numbers.entry((question, all.into())).or_insert(next);
            }
            joined.push((*behind, *rank, number));
        }
        *ways = joined;
    }
}

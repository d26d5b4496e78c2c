//! In which order questions are gone through. Where some are asked in any case, one after another, it is all one which
//! comes first, so those that are looked at together come together, and what they come to is known before the next.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::explore::classes::class::Domain;
use crate::explore::conditions::atoms::Atoms;
use crate::explore::states::keeping::followed::Parts;
use crate::tree::graph::{Exits, Groups, edges};
use crate::tree::{Date, Kind, Look, Num, Question, QuestionId, Read, ScoreId, Target, Tree};

/// Where questions lead instead; nowhere else, where it is the author's order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Order {
    /// Of a question in a row: the next.
    next: FxHashMap<QuestionId, QuestionId>,
    /// Of a question that begins a row: the one that comes first of it.
    first: FxHashMap<QuestionId, QuestionId>,
}

/// In more rows than this, or longer ones, each two questions are not held against each other.
const MOST_PAIRS: usize = 4_000_000;

impl Order {
    /// True if it is the author's.
    pub(crate) fn is_given(&self) -> bool {
        self.next.is_empty()
    }

    /// Where walks begin.
    pub(crate) fn start(&self, tree: &Tree) -> QuestionId {
        let start = tree.start();
        self.first.get(&start).copied().unwrap_or(start)
    }

    /// Where a question that leads to another leads instead.
    pub(crate) fn to(&self, from: QuestionId, to: QuestionId) -> QuestionId {
        let next = self.next.get(&from).or_else(|| self.first.get(&to));
        next.copied().unwrap_or(to)
    }

    /// Where questions lead, conditions aside, so far as the tree says.
    pub(crate) fn exits(&self, exits: &mut [Exits]) {
        if self.is_given() {
            return;
        }
        for (from, exits) in (0..).map(QuestionId::at).zip(exits) {
            exits.questions.iter_mut().for_each(|to| *to = self.to(from, *to));
            exits.questions.sort_unstable();
            exits.questions.dedup();
        }
    }

    /// Whether a question stands in a row.
    pub(crate) fn moves(&self, id: QuestionId) -> bool {
        self.next.contains_key(&id)
    }

    /// Whether some questions that are looked at together stand between others that are.
    pub(crate) fn may_help(parts: &Parts) -> bool {
        let Parts { tree, atoms, exits, groups, domains, .. } = *parts;
        rows(tree, exits, groups, domains).iter().any(|row| {
            let (inside, _) = row.split_at(row.len().saturating_sub(1));
            is_mixed(&together(tree, atoms, inside))
        })
    }

    /// The order that brings together what is looked at together; none where that is the author's.
    pub(crate) fn of(parts: &Parts) -> Option<Self> {
        let Parts { tree, atoms, exits, groups, domains, .. } = *parts;
        let mut pairs = MOST_PAIRS;
        let mut order = Self::default();
        for row in rows(tree, exits, groups, domains) {
            let (inside, end) = row.split_at(row.len().saturating_sub(1));
            let of = together(tree, atoms, inside);
            if !is_mixed(&of) {
                continue;
            }
            pairs = pairs.checked_sub(inside.len().saturating_mul(inside.len()))?;
            let (Some(moved), Some(head), Some(end)) =
                (sorted(tree, domains, inside, &of), inside.first(), end.first())
            else {
                continue;
            };
            order.first.extend(moved.first().map(|first| (*head, *first)));
            order.next.extend(moved.iter().copied().zip(moved.iter().skip(1).copied().chain([*end])));
        }
        (!order.is_given()).then_some(order)
    }
}

/// Questions each of which leads to nothing but the next, which nothing else leads to; the last leads anywhere.
pub(crate) fn rows(tree: &Tree, exits: &[Exits], groups: &Groups, domains: &[Domain]) -> Vec<Vec<QuestionId>> {
    let mut entries = vec![0_usize; exits.len()];
    for to in exits.iter().flat_map(|exits| &exits.questions) {
        entries.get_mut(to.index()).into_iter().for_each(|count| *count += 1);
    }
    let alone = |id: QuestionId| {
        let group = groups.of.get(id.index()).and_then(|group| groups.members.get(*group));
        group.is_some_and(|members| members.len() == 1)
    };
    let some = |id: QuestionId| domains.get(id.index()).is_some_and(|domain| !domain.classes.is_empty());
    let next = |id: QuestionId| match exits.get(id.index()) {
        Some(Exits { questions, outcomes })
            if outcomes.is_empty() && passes(tree.question(id)) && some(id) && alone(id) =>
        {
            let [to] = questions[..] else { return None };
            let only = entries.get(to.index()) == Some(&1) && to != tree.start() && to != id;
            only.then_some(to)
        }
        _ => None,
    };
    let inside: FxHashSet<QuestionId> = tree.questions().filter_map(|(id, _)| next(id)).collect();
    let heads = tree.questions().map(|(id, _)| id).filter(|id| !inside.contains(id));
    let row = |head| std::iter::successors(Some(head), |id| next(*id)).collect::<Vec<_>>();
    heads.map(row).filter(|row| row.len() > 1).collect()
}

/// Whether everybody who comes to a question goes on from it.
fn passes(question: &Question) -> bool {
    let written = |limit: &Option<Num>| matches!(limit, None | Some(Num::Literal(_)));
    question.rejects.is_empty()
        && match &question.kind {
            Kind::Choice(options) => options.iter().any(|option| option.when.is_none()),
            Kind::Many { options, min, max } => {
                let offered = |option: &crate::tree::AnswerOption| option.when.is_none() && !option.alone;
                min.is_none() && written(max) && options.iter().all(offered)
            }
            Kind::Number { min, max, .. } => written(min) && written(max),
            Kind::Date { min, max, .. } => {
                [min, max].into_iter().all(|limit| matches!(limit, None | Some(Date::Literal(_) | Date::Today)))
            }
            Kind::Text { .. } => true,
        }
}

/// By question of a row: the least number of one with which it is looked at, by way of others too.
fn together(tree: &Tree, atoms: &Atoms, row: &[QuestionId]) -> Vec<usize> {
    let place: FxHashMap<QuestionId, usize> = row.iter().copied().zip(0..).collect();
    let mut adding: FxHashMap<ScoreId, Vec<usize>> = FxHashMap::default();
    for (at, id) in row.iter().enumerate() {
        for (score, _) in tree.question(*id).amounts() {
            adding.entry(score).or_default().push(at);
        }
    }
    let mut of: Vec<usize> = (0..row.len()).collect();
    fn root(of: &mut [usize], mut at: usize) -> usize {
        while let Some(up) = of.get(at).copied().filter(|up| *up != at) {
            let next = of.get(up).copied().unwrap_or(up);
            of.get_mut(at).into_iter().for_each(|slot| *slot = next);
            at = next;
        }
        at
    }
    let mut ranked: FxHashSet<ScoreId> = FxHashSet::default();
    for edge in tree.questions().flat_map(|(id, _)| edges(tree, id)) {
        if let Target::BestOf(ids) = edge.to {
            ranked.extend(ids.iter().filter_map(|id| tree.score_of(*id)));
        }
    }
    let ranked: (&[QuestionId], Vec<ScoreId>) = (&[], ranked.into_iter().collect());
    let looks = atoms.list.iter().map(|atom| (&*atom.questions, &*atom.scores));
    for (questions, scores) in looks.chain([(ranked.0, &*ranked.1)]) {
        let own = questions.iter().filter_map(|id| place.get(id)).copied();
        let scores = scores.iter().filter_map(|score| adding.get(&tree.counted(*score))).flatten().copied();
        let members: Vec<usize> = own.chain(scores).collect();
        for pair in members.windows(2) {
            let [left, right] = [0, 1].map(|at| root(&mut of, pair.get(at).copied().unwrap_or(0)));
            of.get_mut(left.max(right)).into_iter().for_each(|slot| *slot = left.min(right));
        }
    }
    (0..row.len()).map(|at| root(&mut of, at)).collect()
}

/// Whether some that belong together stand between others that do.
fn is_mixed(of: &[usize]) -> bool {
    let mut count = vec![0_usize; of.len()];
    of.iter().for_each(|group| count.get_mut(*group).into_iter().for_each(|count| *count += 1));
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    let several = of.iter().filter(|group| count.get(**group).is_some_and(|count| *count > 1));
    let mut last = None;
    for group in several {
        if last != Some(group) && !seen.insert(*group) {
            return true;
        }
        last = Some(group);
    }
    false
}

/// The questions of a row with those together that are looked at together; of two of which one reads the other the first
/// stays the first. None where nothing moves.
fn sorted(tree: &Tree, domains: &[Domain], row: &[QuestionId], of: &[usize]) -> Option<Vec<QuestionId>> {
    let before = stay(tree, domains, row);
    let mut left: Vec<usize> = vec![0; row.len()];
    before.iter().flatten().for_each(|then| left.get_mut(*then).into_iter().for_each(|count| *count += 1));
    let group = |at: usize| of.get(at).copied().unwrap_or(at);
    let mut ready: BinaryHeap<Reverse<(usize, usize)>> = BinaryHeap::new();
    let free = (0..row.len()).filter(|at| left.get(*at) == Some(&0));
    ready.extend(free.map(|at| Reverse((group(at), at))));
    let mut sorted = Vec::with_capacity(row.len());
    while let Some(Reverse((_, at))) = ready.pop() {
        sorted.push(*row.get(at)?);
        for then in before.get(at).into_iter().flatten() {
            let count = left.get_mut(*then)?;
            *count -= 1;
            if *count == 0 {
                ready.push(Reverse((group(*then), *then)));
            }
        }
    }
    (sorted != row).then_some(sorted)
}

/// By question of a row: the later ones that must stay behind it.
fn stay(tree: &Tree, domains: &[Domain], row: &[QuestionId]) -> Vec<Vec<usize>> {
    struct Own {
        reads: FxHashSet<Read>,
        adds: FxHashSet<ScoreId>,
        looks: bool,
        skips: bool,
    }
    let own = |id: &QuestionId| {
        let question = tree.question(*id);
        let mut own = Own {
            reads: FxHashSet::default(),
            adds: question.amounts().map(|(score, _)| score).collect(),
            looks: false,
            skips: question.when.is_some(),
        };
        question.looks(*id, &mut |_, look: Look| {
            tree.all_reads(|see| look.reads(tree, see), &mut |read| {
                own.reads.insert(read);
            });
        });
        own.reads.retain(|read| match read {
            Read::Question(other) => other != id,
            Read::Score(_) => true,
            Read::Value(_) | Read::Today => false,
        });
        own.looks = !own.reads.is_empty();
        // Of two that are compared, each is cut by the other.
        let compared = domains.get(id.index()).map_or(&[][..], |domain| &domain.compared);
        own.reads.extend(compared.iter().map(|id| Read::Question(*id)));
        own
    };
    let all: Vec<Own> = row.iter().map(own).collect();
    let reads = |own: &Own, id: QuestionId, other: &Own| {
        own.reads.contains(&Read::Question(id))
            || own.reads.iter().any(|read| match read {
                Read::Score(score) => tree.is_possible(*score) || other.adds.contains(score),
                _ => false,
            })
    };
    let behind = |at: usize| {
        let (Some(own), Some(id)) = (all.get(at), row.get(at)) else { return Vec::new() };
        let later = all.iter().zip(row).enumerate().skip(at + 1);
        // A walk that shows something of a question is as short as it was only if those before it are as many.
        let stays = |(_, (other, other_id)): &(usize, (&Own, &QuestionId))| {
            reads(own, **other_id, other)
                || reads(other, *id, own)
                || own.looks && other.skips
                || own.skips && other.looks
        };
        later.filter(stays).map(|(at, _)| at).collect()
    };
    (0..row.len()).map(behind).collect()
}

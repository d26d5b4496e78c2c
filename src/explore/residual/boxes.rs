//! Sets of many boxes: those that leave the same of every condition are one class. Box by box, ticked and not, what is
//! left of the conditions is put together, so that not all sets are gone through.
//!
//! Sets of several questions that are looked at together are put together so, too: what they come to is told with the
//! answer to the last of them, whose classes have the answers to the others with them.

use std::sync::Arc;

use num_bigint::BigUint;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::build::{Build, How, Made};
use super::leaves::{Answers, Leaves};
use super::put::Residuals;
use super::term::TermId;
use crate::engine::Facts;
use crate::explore::classes::class::{Class, Domain, Ways, one};
use crate::explore::conditions::atoms::{Ask, Atoms, Form};
use crate::tree::{Answer, AnswerOption, Expr, Kind, Next, Num, Order, Question, QuestionId, Set, Tree};

/// More classes than this are not told apart.
const MOST: usize = 1 << 12;
/// How often something is put into a condition, for all questions of a tree.
const MOST_PUT: usize = 10_000_000;
/// In so many combinations sets are looked at one after another.
const FEW: usize = 1 << 18;

/// Sets that leave the same of all conditions.
struct Alike {
    /// How many they are.
    ways: BigUint,
    /// One of them, by boxes of all questions.
    ticked: Vec<u32>,
    /// By box: whether one of them has it ticked.
    any: Vec<u64>,
}

/// Puts sets together, for the questions whose sets were only tried, and for those that are looked at together; `rows`
/// are questions that are asked in any case, one after another.
pub(crate) fn put_together<'t>(
    tree: &'t Tree,
    rows: &[Vec<QuestionId>],
    atoms: &mut Atoms<'t>,
    facts: &Facts<'t>,
    domains: &mut [Domain],
) {
    let mut to_put = MOST_PUT;
    let groups: Vec<Vec<QuestionId>> = rows.iter().flat_map(|row| groups(tree, row, atoms, domains)).collect();
    for group in groups {
        let Some((last, others)) = group.split_last() else { continue };
        let Some(classes) = classes(tree, &group, atoms, facts, &mut to_put) else { continue };
        atoms.put_together(others, *last);
        for id in others {
            let boxes = (0_u32..).zip(tree.question(*id).kind.options()).map(|(at, _)| at).collect();
            let any = Class { also: boxes, ..one(Answer::Many(Arc::default())) };
            set(domains, *id, vec![any]);
        }
        set(domains, *last, classes);
    }
    for (id, question) in tree.questions() {
        if domains.get(id.index()).is_none_or(|domain| domain.exact) {
            continue;
        }
        if let Some(mut classes) = classes(tree, &[id], atoms, facts, &mut to_put) {
            classes.extend(question.optional.then(|| one(Answer::Empty)));
            set(domains, id, classes);
        }
    }
}

fn set(domains: &mut [Domain], id: QuestionId, classes: Vec<Class>) {
    if let Some(domain) = domains.get_mut(id.index()) {
        *domain = Domain { classes, exact: true, ..Domain::default() };
    }
}

/// The sets of a row that some condition looks at together in too many combinations; each group in the order of the row.
fn groups(tree: &Tree, row: &[QuestionId], atoms: &Atoms, domains: &[Domain]) -> Vec<Vec<QuestionId>> {
    let is_set = |id: &QuestionId| {
        let question = tree.question(*id);
        matches!(question.kind, Kind::Many { .. })
            && question.when.is_none()
            && !question.optional
            && is_plain(question)
    };
    let sets: Vec<QuestionId> = row.iter().copied().filter(is_set).collect();
    if sets.len() < 2 {
        return Vec::new();
    }
    let mut groups: Vec<Vec<QuestionId>> = sets.iter().map(|id| vec![*id]).collect();
    for formula in &atoms.formulas {
        let reads = |group: &Vec<QuestionId>| group.iter().any(|id| formula.questions.binary_search(id).is_ok());
        let (together, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(reads);
        groups = apart;
        let together: Vec<QuestionId> = together.into_iter().flatten().collect();
        groups.extend((!together.is_empty()).then_some(together));
    }
    let place = |id: &QuestionId| row.iter().position(|other| other == id);
    groups.iter_mut().for_each(|group| group.sort_by_key(place));
    let count = |id: &QuestionId| {
        let domain = domains.get(id.index());
        domain.filter(|domain| domain.exact).map_or(usize::MAX, |domain| domain.classes.len())
    };
    groups.retain(|group| {
        let all = group.iter().map(count).fold(1_usize, usize::saturating_mul);
        group.len() > 1 && all > FEW && !is_read_before_the_last(tree, row, group)
    });
    groups.sort_unstable();
    groups
}

/// Whether something looks at one of these before the last of them is answered.
fn is_read_before_the_last(tree: &Tree, row: &[QuestionId], group: &[QuestionId]) -> bool {
    let Some((last, others)) = group.split_last() else { return true };
    let reads = |id: &QuestionId, behind: bool| {
        let mut found = false;
        tree.question(*id).looks(*id, &mut |at, look| {
            let before = behind || !matches!(at.moment(), crate::tree::Moment::After(_));
            let read = tree.questions_read(|see| look.reads(tree, see));
            found = found || before && others.iter().any(|other| read.contains(other));
        });
        found
    };
    let inside = row.iter().take_while(|id| *id != last);
    inside.into_iter().any(|id| reads(id, true)) || reads(last, false)
}

/// Whether which boxes are ticked is all that is to be known of an answer.
fn is_plain(question: &Question) -> bool {
    let counts = |option: &AnswerOption| option.when.is_some() || option.alone || !option.scores.is_empty();
    !question.kind.options().iter().any(counts) && question.points.is_empty()
}

/// The classes of the sets that are allowed, where all that is asked about them is which boxes are ticked, and how many;
/// those of the last question, with the answers to the others. None where they are too many, or something else is asked.
fn classes<'t>(
    tree: &'t Tree,
    ids: &[QuestionId],
    atoms: &Atoms<'t>,
    facts: &Facts<'t>,
    to_put: &mut usize,
) -> Option<Vec<Class>> {
    let leaves = Leaves::new(tree, facts.clone()).of_boxes(ids);
    let mut of = Residuals::new(tree, leaves, Vec::new());
    let answers = Answers { domains: &[], own: None };
    let mut build = Build { of: &mut of, answers, hangs: None, values: &mut Made::default() };
    let mut all: Vec<TermId> = Vec::new();
    for id in ids {
        let question = tree.question(*id);
        let Kind::Many { min, max, .. } = &question.kind else { return None };
        if !is_plain(question) {
            return None;
        }
        for (order, limit) in [(Order::AtLeast, min), (Order::AtMost, max)] {
            match limit {
                Some(Num::Literal(limit)) => all.push(build.counted(*id, order, *limit)),
                Some(_) => return None,
                None => all.push(build.of.terms.cond(true)),
            }
        }
    }
    let limits = all.len();
    for (id, atom) in ids.iter().flat_map(|id| atoms.of.get(id.index()).into_iter().flatten().map(move |at| (id, at))) {
        match atoms.list.get(*atom as usize)?.ask {
            // Those are parts of formulas.
            Ask::Holds(_) | Ask::Asked => {}
            Ask::Known(Expr::Set(Set::Answer(_))) => all.push(build.counted(*id, Order::AtLeast, Decimal::ONE)),
            _ => return None,
        }
    }
    let reads = |questions: &[QuestionId]| ids.iter().any(|id| questions.binary_search(id).is_ok());
    for formula in atoms.formulas.iter().filter(|formula| reads(&formula.questions)) {
        all.push(match &formula.form {
            // On what it hangs follows from what is left of it.
            Form::Plain(cond) | Form::Judged(cond) => build.cond(cond, How::Plain),
            Form::Chain(id, apart) => match &tree.question(*id).next {
                Next::Rules(rules) => build.chain(rules, apart.as_deref()),
                Next::Always(_) | Next::Nowhere => continue,
            },
        });
    }
    if of.leaves.is_read() {
        return None;
    }
    let boxes: Vec<QuestionId> = ids.iter().filter_map(|id| of.leaves.boxes(*id)).flatten().collect();
    let mut order = Vec::new();
    if ids.len() > 1 {
        // Those that are looked at together come together.
        of.first_seen(all.get(limits..).unwrap_or_default(), &mut order);
    }
    let seen: rustc_hash::FxHashSet<QuestionId> = order.iter().copied().collect();
    order.extend(boxes.iter().copied().filter(|at| !seen.contains(at)));
    let never = of.terms.cond(false);
    let (limited, rest) = all.split_at(limits);
    let mut rest = rest.to_vec();
    rest.sort_unstable();
    rest.dedup();
    let start = limited.iter().copied().chain(rest).collect();
    let nothing = Alike { ways: BigUint::from(1_u8), ticked: Vec::new(), any: vec![0; boxes.len().div_ceil(64)] };
    let mut states: Vec<(Vec<TermId>, Alike)> = vec![(start, nothing)];
    for question in order {
        let at = u32::try_from(question.index()).ok()?;
        let mut numbers: FxHashMap<Vec<TermId>, usize> = FxHashMap::default();
        let mut next: Vec<(Vec<TermId>, Alike)> = Vec::new();
        for (left, alike) in &states {
            *to_put = to_put.checked_sub(2 * left.len())?;
            for class in 0..2_u32 {
                let left: Vec<TermId> = left.iter().map(|term| of.put(*term, question, class, answers)).collect();
                if left.iter().take(limits).any(|limit| *limit == never) {
                    continue;
                }
                let mut any = alike.any.clone();
                if class == 1
                    && let Some(word) = any.get_mut(at as usize / 64)
                {
                    *word |= 1 << (at % 64);
                }
                if let Some((_, known)) = numbers.get(&left).and_then(|number| next.get_mut(*number)) {
                    known.ways += &alike.ways;
                    known.any.iter_mut().zip(any).for_each(|(known, any)| *known |= any);
                    continue;
                }
                let ticked = alike.ticked.iter().copied().chain((class == 1).then_some(at)).collect();
                numbers.insert(left.clone(), next.len());
                next.push((left, Alike { ways: alike.ways.clone(), ticked, any }));
            }
            if next.len() > MOST {
                return None;
            }
        }
        states = next;
    }
    let first = |id: &QuestionId| {
        of.leaves.boxes(*id).into_iter().flatten().next().and_then(|at| u32::try_from(at.index()).ok())
    };
    let firsts = ids.iter().map(first).collect::<Option<Vec<u32>>>()?;
    Some(states.into_iter().map(|(_, alike)| class(ids, &firsts, alike)).collect())
}

/// A class of the last of these questions, with the answers to those before it; the boxes of each begin at `firsts`.
fn class(ids: &[QuestionId], firsts: &[u32], alike: Alike) -> Class {
    let Alike { ways, mut ticked, any } = alike;
    ticked.sort_unstable();
    let own = |at: usize, list: &[u32]| -> Arc<[u32]> {
        let (first, end) = (firsts.get(at).copied().unwrap_or(0), firsts.get(at + 1).copied().unwrap_or(u32::MAX));
        list.iter().filter(|one| (first..end).contains(one)).map(|one| one - first).collect()
    };
    let last = ids.len().saturating_sub(1);
    let with = ids.iter().take(last).enumerate().map(|(at, id)| (*id, Answer::Many(own(at, &ticked))));
    let boxes = (0_u32..).zip(any.iter().flat_map(|word| (0..64).map(move |bit| word & (1 << bit) != 0)));
    let others: Vec<u32> =
        boxes.filter(|(at, any)| *any && ticked.binary_search(at).is_err()).map(|(at, _)| at).collect();
    let ways = Ways::of(ways);
    Class { answer: Answer::Many(own(last, &ticked)), ways, also: own(last, &others), with: with.collect() }
}

//! Two trees that ask one question: its answers in the classes that either of the two can tell apart.

use std::collections::BTreeSet;

use crate::explore::classes::class::{Class, Cut, Domain, one};
use crate::explore::classes::domain::{MOST_TICKS, combined, may_combine};
use crate::explore::classes::truths::truths;
use crate::explore::states::transitions::Machine;
use crate::tree::{Answer, Kind, QuestionId};

/// An answer that a tree does not have; it refuses it.
const FOREIGN: u32 = u32::MAX;

/// A class of answers as one tree names them and as the other does.
type Joint = [Class; 2];

/// Gives both machines, which must not be laid out yet, the same classes for each question that both ask: the class
/// with a number holds the same answers in both. An answer that a tree does not have is one that it refuses.
pub(crate) fn refine(machines: &mut [Machine; 2], twins: &[(QuestionId, QuestionId)]) {
    let [old, new] = machines;
    let mut left = MOST_TICKS;
    for &(first, second) in twins {
        let (Some(one), Some(other)) = (domain(old, first), domain(new, second)) else { continue };
        // What is compared with another answer was cut together with that: other cuts on one side are a try.
        let cut_alike = one.cut.as_deref().map(Cut::shape) == other.cut.as_deref().map(Cut::shape);
        let exact = one.exact && other.exact && (cut_alike || one.compared.is_empty() && other.compared.is_empty());
        let (mut joint, exact) = match &old.tree.question(first).kind {
            Kind::Choice(_) => (choices(&ids(old, first, new, second)), exact),
            Kind::Many { .. } => sets(&ids(old, first, new, second), [&one, &other], exact, &mut left),
            Kind::Number { .. } | Kind::Date { .. } => {
                match ranges([(old, first, &one), (new, second, &other)]) {
                    Some(joint) => (joint, exact),
                    // Two lines that cannot be put on one.
                    None => (each(&one).chain(each(&other)).collect(), false),
                }
            }
            Kind::Text { .. } => texts([(old, first, &one), (new, second, &other)]),
        };
        if old.tree.question(first).optional || new.tree.question(second).optional {
            joint.push([self::one(Answer::Empty), self::one(Answer::Empty)]);
        }
        let (own, others): (Vec<Class>, Vec<Class>) = joint.into_iter().map(|[own, other]| (own, other)).unzip();
        for (machine, id, classes) in [(&mut *old, first, own), (&mut *new, second, others)] {
            if let Some(slot) = machine.domains.get_mut(id.index()) {
                (slot.classes, slot.exact) = (classes, exact);
                slot.alike.clear();
            }
        }
    }
}

fn domain(machine: &Machine, id: QuestionId) -> Option<Domain> {
    machine.domains.get(id.index()).cloned()
}

/// The answers of two questions, matched by their ids: the positions in each.
fn ids(old: &Machine, first: QuestionId, new: &Machine, second: QuestionId) -> Vec<[u32; 2]> {
    let (own, others) = (old.tree.question(first).kind.options(), new.tree.question(second).kind.options());
    let others: Vec<&str> = others.iter().map(|option| new.tree.symbol(option.id)).collect();
    let own: Vec<&str> = own.iter().map(|option| old.tree.symbol(option.id)).collect();
    let position = |list: &[&str], id: &str| {
        list.iter().position(|other| *other == id).and_then(|at| u32::try_from(at).ok()).unwrap_or(FOREIGN)
    };
    let mut pairs: Vec<[u32; 2]> = (0..).zip(&own).map(|(at, id)| [at, position(&others, id)]).collect();
    pairs.extend((0..).zip(&others).filter(|(_, id)| !own.contains(id)).map(|(at, _)| [FOREIGN, at]));
    pairs
}

fn choices(ids: &[[u32; 2]]) -> Vec<Joint> {
    ids.iter().map(|pair| pair.map(|index| one(Answer::Choice(index)))).collect()
}

fn sets(ids: &[[u32; 2]], domains: [&Domain; 2], exact: bool, left: &mut usize) -> (Vec<Joint>, bool) {
    // The boxes that a tree does not look at one by one are those that stand for each other in its classes.
    let rests = domains.map(|domain| domain.classes.iter().flat_map(|class| class.also.iter().copied()).collect());
    let [rest_of_old, rest_of_new]: &[BTreeSet<u32>; 2] = &rests;
    let counted = |domain: &Domain, rest: &BTreeSet<u32>| {
        domain.classes.iter().any(|class| class.options().iter().filter(|index| rest.contains(index)).count() > 1)
    };
    let counts = rests.iter().zip(domains).any(|(rest, domain)| rest.len() < 2 || counted(domain, rest));
    let (mut named, mut rest) = (Vec::new(), Vec::new());
    for (position, [old, new]) in (0_u32..).zip(ids) {
        let unnamed = rest_of_old.contains(old) && rest_of_new.contains(new);
        if unnamed { rest.push(position) } else { named.push(position) }
    }
    let side = |class: &Class, side: usize| {
        let index = |position: &u32| ids.get(*position as usize).and_then(|pair| pair.get(side)).copied();
        let mut chosen: Vec<u32> = class.options().iter().map(|position| index(position).unwrap_or(FOREIGN)).collect();
        chosen.sort_unstable();
        Class { ways: class.ways.clone(), ..one(Answer::Many(chosen.into())) }
    };
    let (classes, exact) = if exact && may_combine(named.len(), rest.len(), counts, left) {
        (combined(&named, &rest, counts), true)
    } else {
        let all: Vec<u32> = (0..).zip(ids).map(|(position, _)| position).collect();
        let some = all.iter().map(|position| vec![*position]).chain([Vec::new(), all.clone()]);
        (some.map(|chosen| one(Answer::Many(chosen.into()))).collect(), false)
    };
    (classes.iter().map(|class| [side(class, 0), side(class, 1)]).collect(), exact)
}

/// One of two trees, its question, and how it cuts the answers by itself.
type Side<'s, 't> = (&'s mut Machine<'t>, QuestionId, &'s Domain);

/// What stands for the classes of one tree, for both.
fn each(domain: &Domain) -> impl Iterator<Item = Joint> {
    domain.classes.iter().map(|class| [one(class.answer.clone()), one(class.answer.clone())])
}

/// Numbers and dates in the ranges of both; none where these cannot be put on one line.
fn ranges([old, new]: [Side; 2]) -> Option<Vec<Joint>> {
    let (Some(own), Some(other)) = (&old.2.cut, &new.2.cut) else { return Some(Vec::new()) };
    let merged = own.merged && other.merged;
    let (grid, factors) = own.line.grid.with(other.line.grid)?;
    let lines = [finer(own, factors[0])?, finer(other, factors[1])?];
    let ends = || lines.iter().map(|(_, last)| *last);
    let mut starts: Vec<i128> =
        lines.iter().flat_map(|(starts, last)| starts.iter().copied().chain([last + 1])).collect();
    let last = ends().max().unwrap_or(0);
    starts.retain(|start| *start <= last);
    starts.sort_unstable();
    starts.dedup();
    let mut line = own.line.clone();
    (line.first, line.last, line.grid) = (starts.first().copied().unwrap_or(0), last, grid);
    line.fine |= other.line.fine;
    line.grids.extend(&other.line.grids);
    // Where only one tree takes numbers between others, a range is one of those that both take and one of others.
    let sides = [own, other].into_iter().zip(factors);
    line.units = sides.filter(|(cut, _)| !cut.line.fine).map(|(_, factor)| factor).collect();
    let (ways, units) = (line.ways(), line.told_apart());
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(last, |next| next - 1);
        for point in line.points(&ways, start, end) {
            let Some(answer) = line.answer(point) else { continue };
            let within = |(starts, last): &(Vec<i128>, i128)| {
                starts.first().is_some_and(|first| *first <= point) && point <= *last
            };
            let on: Vec<bool> = units.iter().map(|unit| point % unit == 0).collect();
            let key = (
                truths(&answer, old.1, &old.0.atoms, &mut old.0.facts),
                truths(&answer, new.1, &new.0.atoms, &mut new.0.facts),
                lines.each_ref().map(within),
                on,
            );
            if seen.insert(key) || !merged {
                found.push([one(answer.clone()), one(answer)]);
            }
        }
    }
    Some(found)
}

/// A line's cuts on a finer grid: where its ranges begin, and where the last ends.
fn finer(cut: &Cut, factor: i128) -> Option<(Vec<i128>, i128)> {
    let starts = cut.starts.iter().map(|start| start.checked_mul(factor)).collect::<Option<_>>()?;
    Some((starts, cut.line.last.checked_mul(factor)?))
}

fn texts([old, new]: [Side; 2]) -> (Vec<Joint>, bool) {
    let (Some(own), Some(other)) = (&old.2.texts, &new.2.texts) else { return (Vec::new(), false) };
    let mut see = |answer: &Answer| {
        let taken = [old.0.facts.check(old.1, answer).is_ok(), new.0.facts.check(new.1, answer).is_ok()];
        let truths = |side: &mut Machine, id| truths(answer, id, &side.atoms, &mut side.facts);
        (taken != [false, false]).then(|| (taken, truths(old.0, old.1), truths(new.0, new.1)))
    };
    let (standing, exact) = own.both(other).standing(&mut see);
    (standing.into_iter().map(|answer| [one(answer.clone()), one(answer)]).collect(), exact)
}

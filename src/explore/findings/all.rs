//! What follows from all walks: who gets stuck, what is never reached, what hangs in the air, which promises hold.

use super::dead_entries::uses;
use super::seen::Seen;
use super::unreachable::absent;
use super::unused::{shown, unused};
use super::witness::witness;
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::Fault;
use crate::explore::count::walks::Of;
use crate::explore::states::round::{Marked, Round};
use crate::explore::states::space::Stand;
use crate::explore::states::telling::observed::Mark;
use crate::tree::{Kind, Part, QuestionId};

/// Adds findings of one sort.
type Find = fn(&Seen, &mut Vec<Diagnostic>);

/// What is known only once all walks were gone through.
const OF_ALL_WALKS: [Find; 6] = [
    |seen, list| absent(seen.round, list),
    |seen, list| needless(seen.round, list),
    |seen, list| unused(seen.round.tree, list),
    |seen, list| uses(seen.round, list),
    |seen, list| super::vacuous_promise::nobody(seen.round, list),
    ties,
];

/// All findings in the order of their places. Of absence only what was proved is said.
pub(crate) fn findings(seen: &Seen) -> Vec<Diagnostic> {
    let mut list = by_walks(seen);
    if seen.round.complete() {
        let going_on = |_: &&Find| !seen.round.is_cancelled();
        OF_ALL_WALKS.iter().take_while(going_on).for_each(|find| find(seen, &mut list));
    }
    in_order(list)
}

/// The findings that a walk shows, in the order of their places: they hold however many walks were not looked at.
pub(crate) fn by_walks(seen: &Seen) -> Vec<Diagnostic> {
    let mut list = Vec::new();
    faults(seen, &mut list);
    marks(seen, &mut list);
    in_order(list)
}

fn in_order(mut list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    crate::text::sort_by(&mut list, |left, right| {
        (left.span.start, left.severity, &left.at).cmp(&(right.span.start, right.severity, &right.at))
    });
    list
}

fn faults(seen: &Seen, list: &mut Vec<Diagnostic>) {
    let round = seen.round;
    let mut nodes: Vec<(Fault, u64, u32)> = Vec::new();
    for (number, node) in (0..).zip(&round.space.nodes) {
        let (Stand::Stopped(fault) | Stand::NoWay(fault)) = node.stand else { continue };
        match nodes.iter_mut().find(|(other, ..)| *other == fault) {
            Some((_, cost, _)) if *cost <= node.cost => {}
            Some(known) => *known = (fault, node.cost, number),
            None => nodes.push((fault, node.cost, number)),
        }
    }
    let mut push = |fault: Fault, steps: Option<Vec<_>>| {
        let question = &round.tree.question(fault.question()).id;
        let mut message = fault.message(question);
        if let Some(walks) = seen.counts.walks.get(&Of::Stopped(fault)).filter(|walks| walks.bits() > 1) {
            message.push_str(&format!(" ({} walks)", crate::explore::count::walks::short(walks)));
        }
        let at = words::question(round.tree, fault.question());
        let witness = steps.map(|steps| witness(round.tree, &steps));
        list.push(Diagnostic { witness, ..words::found(fault.code(), at, message) });
    };
    for (fault, _, node) in &nodes {
        push(*fault, round.witness(*node, None));
    }
    for (fault, steps) in seen.sample.into_iter().flat_map(|sample| sample.stopped.clone()) {
        if !nodes.iter().any(|(other, ..)| *other == fault) {
            push(fault, Some(steps));
        }
    }
}

fn marks(seen: &Seen, list: &mut Vec<Diagnostic>) {
    let (round, tree) = (seen.round, seen.round.tree);
    let blank: rustc_hash::FxHashSet<Part> = round
        .marks
        .iter()
        .filter_map(|marked| if let Mark::Blank(at, _) = marked.mark { Some(at) } else { None })
        .collect();
    for Marked { mark, hole, end, walk } in &round.marks {
        // A hole that is empty says enough about its text.
        if matches!(mark, Mark::TextHangs(at, _) if blank.contains(at)) {
            continue;
        }
        let found = match *mark {
            Mark::Blank(at, unasked) => words::blank(tree, at, unasked),
            Mark::TextHangs(at, question) => words::text_hangs(tree, at, question),
            Mark::Hangs(at, question) => words::hangs(tree, at, question),
            Mark::Broken(index) => words::broken(tree, index, *end),
        };
        let found = match hole {
            Some(hole) => found.label(*hole, "here"),
            None => found,
        };
        let witness = walk.as_ref().map(|steps| witness(tree, steps));
        list.push(Diagnostic { witness, ..found });
    }
}

fn needless(round: &Round, list: &mut Vec<Diagnostic>) {
    let tree = round.tree;
    let shown = shown(tree);
    let certain = round.tells_apart(&round.machine);
    let is = |list: &[bool], id: QuestionId| list.get(id.index()).copied().unwrap_or(false);
    for (id, question) in tree.questions() {
        let several = question.kind.options().len() != 1 || matches!(question.kind, Kind::Many { .. });
        // An answer may tell those to a later question apart that is compared with it, even where no range does.
        let compared = round.machine.domains.get(id.index()).map_or(&[][..], |domain| &domain.compared);
        let meets = round.machine.relations.reads(tree, id) || round.machine.texts.compare(id);
        let alone = !meets && !compared.iter().any(|other| round.machine.remembers(*other, id));
        if certain
            && alone
            && several
            && round.found.is_touched(Part::Question(id))
            && !is(&round.matters, id)
            && !is(&shown, id)
        {
            let message = format!("the answer to `{}` changes nothing that is shown or reached", question.id);
            list.push(words::found(Code::Needless, words::question(tree, id), message));
        }
    }
}

fn ties(seen: &Seen, list: &mut Vec<Diagnostic>) {
    let (space, tree) = (&seen.round.space, seen.round.tree);
    // By question: the ways its ranking comes out level, each with how often and a cheapest edge.
    let mut level: Vec<(QuestionId, Vec<super::ties::Level>)> = Vec::new();
    super::ties::collect(seen, &mut level);
    for (id, levels) in level {
        let all: num_bigint::BigUint = levels.iter().map(|level| &level.walks).sum();
        let count = crate::explore::count::walks::short(&all);
        let sets: Vec<String> = levels
            .iter()
            .take(3)
            .map(|level| {
                let names = level.outcomes.iter().map(|id| &*tree.outcome(*id).id);
                format!("{} ({})", words::list(names, "and"), crate::explore::count::walks::short(&level.walks))
            })
            .collect();
        let more =
            if levels.len() > 3 { format!(" and {} more combinations", levels.len() - 3) } else { String::new() };
        let walks = if count == "1" { "1 walk ends" } else { &*format!("{count} walks end") };
        let message =
            format!("{walks} level in the ranking after `{}`: {}{more}", tree.question(id).id, sets.join(", "));
        let help = "the first in the list wins; put first the one that should";
        let cheapest = levels.iter().min_by_key(|level| level.cost);
        let steps = cheapest.and_then(|level| {
            let edge = space.edges.get(level.edge as usize)?;
            let more = space.classes.get(edge.classes as usize).map(|classes| (classes.question, classes.cheapest));
            seen.round.witness(edge.from, more)
        });
        let witness = steps.map(|steps| witness(tree, &steps));
        let found = words::found(Code::Tie, words::question(tree, id), message).help(help);
        list.push(Diagnostic { witness, ..found });
    }
}

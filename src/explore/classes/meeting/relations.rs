//! Comparisons in which several typed answers meet, such as `a + b > 100`: no range of one of them decides such a
//! relation, so ranges are not cut for it. Whether it is true is decided once all of its questions are asked.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::comparisons::is_of_two;
use super::flowing::{Flow, flowing, is_on_a_line};
use super::leaves::{Leaf, Leaves};
use super::left::left;
use super::members::{Members, members};
use super::missing::is_zero;
use super::reach::known_but_for_zero;
use crate::engine::Facts;
use crate::explore::classes::cuts::extent::Extent;
use crate::explore::classes::cuts::number_line::Line;
use crate::explore::classes::cuts::sources::Sources;
use crate::explore::classes::cuts::spread::Spread;
use crate::explore::classes::limits::{is_short, line, own_limits, spread as spread_of};
use crate::explore::conditions::atoms::{Ask, AtomId, Atoms};
use crate::tree::{Cond, Date, Expr, Num, Order, QuestionId, Tree};

/// One relation.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) cond: Cond,
    /// The comparison, as it is written, that it decides alone or together with others.
    of: Cond,
    /// The questions whose numbers or dates it reads, ascending.
    pub(crate) vars: Box<[QuestionId]>,
    /// Those of them that do not meet in it, but choose between what does, by rules and tables.
    pub(crate) choosing: Box<[QuestionId]>,
    /// What else it reads: choices, sets, texts.
    pub(crate) others: Box<[QuestionId]>,
    /// What asks for it.
    pub(crate) atoms: Vec<AtomId>,
    /// It is a limit, or whether there is one.
    pub(crate) limit: bool,
}

/// The relations that are decided.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decided {
    pub(crate) list: Vec<Relation>,
    /// The comparisons that they decide, those of limits aside; and whether with all that these read.
    conds: FxHashMap<Cond, bool>,
    /// The questions that meet in them.
    vars: FxHashSet<QuestionId>,
}

/// How many combinations of numbers are looked at one by one: those of questions that hang together, where each has few.
const MOST_COMBINATIONS: i128 = 200_000;
/// A number with no more digits than this can be typed.
const LONGEST: u128 = 10_u128.pow(28);

impl Decided {
    pub(crate) fn decides(&self, cond: &Cond) -> bool {
        self.conds.contains_key(cond)
    }

    /// The same, where that includes all that chooses between what is compared.
    pub(crate) fn decides_all_of(&self, cond: &Cond) -> bool {
        self.conds.get(cond).copied().unwrap_or(false)
    }

    /// Whether a limit is.
    pub(crate) fn is_limit(&self, cond: &Cond) -> bool {
        self.list.iter().any(|one| one.limit && one.of == *cond)
    }

    /// Whether the answer to a question meets others in one of them.
    pub(crate) fn meets(&self, id: QuestionId) -> bool {
        self.vars.contains(&id)
    }

    /// Those of a tree; `together` are those that are cut together with others that they are compared with.
    pub(crate) fn of<'t>(
        (atoms, sources, flow): (&Atoms<'t>, &Sources<'_, 't>, &crate::explore::classes::cuts::flow::Flow<'t>),
        extent: Extent,
        facts: &mut Facts<'t>,
        together: &FxHashSet<QuestionId>,
    ) -> Self {
        let tree = atoms.tree;
        let spread = Spread { tree, id: None, flow, sets: &sources.sets };
        let found = candidates(tree, (atoms, sources), extent, &spread, facts);
        let line = |id: &QuestionId| Some((*id, line(tree, *id, extent, facts)?));
        let lines: FxHashMap<QuestionId, Line> = found.iter().flat_map(Candidate::vars).filter_map(line).collect();
        let mut decided = Self::default();
        for group in groups(&found) {
            let members = || group.iter().filter_map(|at| found.get(*at));
            let meeting = members().flat_map(|one| one.relations.iter().flat_map(Relation::meeting));
            let vars: FxHashSet<QuestionId> = meeting.collect();
            let pairs = members().all(|one| is_of_two(tree, &one.of, extent));
            let few = vars.iter().try_fold(1_i128, |all, id| {
                let line = lines.get(id).filter(|line| is_short(line))?;
                all.checked_mul(line.last - line.first + 1).filter(|all| *all <= MOST_COMBINATIONS)
            });
            if pairs && vars.is_subset(together) || few.is_some() {
                continue;
            }
            let fits = |id: &QuestionId| {
                lines
                    .get(id)
                    .is_some_and(|line| line.first.unsigned_abs() < LONGEST && line.last.unsigned_abs() < LONGEST)
            };
            for one in members().filter(|one| one.clear && one.vars().all(fits)) {
                decided.vars.extend(one.relations.iter().flat_map(Relation::meeting));
                decided.conds.extend((!one.limit).then(|| (one.of.clone(), !one.chosen)));
                decided.list.extend(one.relations.iter().cloned());
            }
        }
        decided
    }
}

/// The same relations for other atoms of their tree, those that some of these come down to.
pub(crate) fn asked_by(relations: &[Relation], atoms: &Atoms) -> Vec<Relation> {
    let tree = atoms.tree;
    let of = |cond: &Cond| -> Vec<usize> {
        let is = |(_, one): &(usize, &Relation)| one.is_of(cond);
        relations.iter().enumerate().filter(is).map(|(at, _)| at).collect()
    };
    let mut asked = vec![Vec::new(); relations.len()];
    let mut ask = |at: usize, number: AtomId| {
        asked.get_mut(at).into_iter().for_each(|list: &mut Vec<AtomId>| {
            if list.last() != Some(&number) {
                list.push(number);
            }
        });
    };
    for (number, atom) in (0..).zip(&atoms.list) {
        if let Ask::Limit(id) = atom.ask {
            let own: Vec<Cond> = own_limits(tree, id).into_iter().chain(spread_of(tree, id)).collect();
            let is = |one: &&Relation| one.limit && own.contains(&one.of);
            relations.iter().enumerate().filter(|(_, one)| is(one)).for_each(|(at, _)| ask(at, number));
            continue;
        }
        let leaves = Leaves::of_ask(tree, atom.ask);
        let conds = leaves.iter().filter_map(|leaf| Some(of(&*compared(leaf)?)));
        conds.flatten().for_each(|at| ask(at, number));
    }
    let of_these = relations.iter().zip(asked).filter(|(_, atoms)| !atoms.is_empty());
    of_these.map(|(one, atoms)| Relation { atoms, ..one.clone() }).collect()
}

/// By comparison: its position among the candidates, if it is one.
#[derive(Default)]
struct Seen<'t> {
    at: FxHashMap<Cow<'t, Cond>, Option<usize>>,
}

/// A comparison, and what decides it.
struct Candidate {
    of: Cond,
    relations: Vec<Relation>,
    limit: bool,
    /// It may be decided.
    clear: bool,
    /// By what is known besides, too.
    chosen: bool,
}

impl Candidate {
    /// Decides also whether something is left between two ends, of which it refuses what lies beyond one.
    fn leaves(&mut self, tree: &Tree, pair: &Cond, extent: Extent, spread: &Spread, facts: &mut Facts) {
        let atoms = self.relations.first().map_or_else(Vec::new, |one| one.atoms.clone());
        let conds = there(tree, pair, extent, facts).into_iter().chain([pair.clone()]);
        for cond in conds.collect::<Vec<Cond>>() {
            let Some(Members { list, .. }) = members(&cond, spread, facts) else { return self.clear = false };
            for member in list {
                let Some(flow) = flowing(tree, &member).filter(|flow| !flow.read().is_empty()) else { continue };
                self.clear &= flow.clear && flow.meets(&member);
                self.relations.push(Relation { atoms: atoms.clone(), ..relation(&flow, member, &self.of, false) });
            }
        }
    }

    /// The questions whose numbers or dates it reads.
    fn vars(&self) -> impl Iterator<Item = &QuestionId> {
        self.relations.iter().flat_map(|one| one.vars.iter())
    }
}

impl Relation {
    /// Whether it decides a comparison as it is written, which is no limit.
    pub(crate) fn is_of(&self, cond: &Cond) -> bool {
        !self.limit && self.of == *cond
    }

    /// All questions that it reads.
    pub(crate) fn reads(&self) -> impl Iterator<Item = &QuestionId> {
        self.vars.iter().chain(&self.others)
    }

    /// The questions whose answers meet; where they all choose, too, those.
    fn meeting(&self) -> impl Iterator<Item = QuestionId> {
        let own = self.vars.iter().copied();
        let all = self.vars.len() == self.choosing.len();
        own.filter(move |id| all || !self.choosing.contains(id))
    }
}

fn candidates<'t>(
    tree: &'t Tree,
    (atoms, sources): (&Atoms<'t>, &Sources<'_, 't>),
    extent: Extent,
    spread: &Spread,
    facts: &mut Facts<'t>,
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    // What a condition comes down to is looked at by all that read it.
    let mut known = Seen::default();
    let mut limits: FxHashMap<QuestionId, Vec<AtomId>> = FxHashMap::default();
    for (number, atom) in (0..).zip(&atoms.list) {
        match atom.ask {
            Ask::Limit(of) => limits.entry(of).or_default().push(number),
            _ => {
                for leaf in sources.leaves(atoms, number) {
                    let Some(cond) = compared(leaf) else { continue };
                    let at = match known.at.get(&*cond) {
                        Some(at) => *at,
                        None => {
                            let at = candidate(tree, &cond, spread, facts).map(|one| {
                                found.push(one);
                                found.len() - 1
                            });
                            known.at.insert(cond, at);
                            at
                        }
                    };
                    let one = at.and_then(|at| found.get_mut(at));
                    let relations = one.into_iter().flat_map(|one| &mut one.relations);
                    relations.for_each(|one| one.atoms.push(number));
                }
            }
        }
    }
    for (id, _) in tree.questions() {
        let left = left(tree, id);
        let at = left.as_ref().and_then(|left| *known.at.get(left.decided_with(tree)?)?);
        if let (Some(left), Some(one)) = (&left, at.and_then(|at| found.get_mut(at))) {
            left.pairs.iter().for_each(|pair| one.leaves(tree, pair, extent, spread, facts));
        }
        let atoms = limits.get(&id).cloned().unwrap_or_default();
        for limit in own_limits(tree, id).into_iter().chain(spread_of(tree, id)) {
            found.extend(limit_candidate(tree, &limit, id, &atoms, extent, facts));
        }
    }
    found
}

/// The comparison that something comes down to.
fn compared<'t>(leaf: &Leaf<'t>) -> Option<Cow<'t, Cond>> {
    match leaf {
        Leaf::Cond(cond) => Some(Cow::Borrowed(cond)),
        Leaf::Zero(num) => Some(Cow::Owned(is_zero(num))),
        _ => None,
    }
}

fn candidate(tree: &Tree, cond: &Cond, spread: &Spread, facts: &mut Facts) -> Option<Candidate> {
    let own = flowing(tree, cond)?;
    if own.typed() < 2 {
        return None;
    }
    let found = members(cond, spread, facts);
    let chosen = found.as_ref().is_some_and(|members| members.chosen);
    let list = found.map_or_else(Vec::new, |members| members.list);
    let mut clear = !list.is_empty();
    let mut relations = Vec::new();
    for member in list {
        let Some(flow) = flowing(tree, &member) else { continue };
        // What hangs on no answer itself is known where that is known by which it is chosen.
        if chosen && flow.vars.is_empty() {
            continue;
        }
        clear &= flow.clear && flow.meets(&member);
        relations.push(relation(&flow, member, cond, false));
    }
    // One that is not clear still hangs together with others by the answers in it.
    if relations.is_empty() {
        relations.push(relation(&own, cond.clone(), cond, false));
    }
    Some(Candidate { of: cond.clone(), relations, limit: false, clear, chosen })
}

/// That the sides of a comparison come to something, where they may come to nothing though all answers are there.
fn there(tree: &Tree, cond: &Cond, extent: Extent, facts: &Facts) -> Vec<Cond> {
    let may_vanish = |expr: &Expr| {
        let own = matches!(expr, Expr::Num(Num::Answer(_) | Num::Literal(_)) | Expr::Date(Date::Answer(_)));
        !own && !known_but_for_zero((tree, extent), expr, facts, true).is_some_and(|by| by.is_empty())
    };
    match cond {
        Cond::Numbers(_, sides) => {
            let level = |side: &Num| Cond::Numbers(Order::Equal, Box::new([side.clone(), side.clone()]));
            sides.iter().filter(|side| may_vanish(&Expr::Num((*side).clone()))).map(level).collect()
        }
        Cond::Dates(_, sides) => {
            let level = |side: &Date| Cond::Dates(Order::Equal, Box::new([side.clone(), side.clone()]));
            sides.iter().filter(|side| may_vanish(&Expr::Date((*side).clone()))).map(level).collect()
        }
        _ => Vec::new(),
    }
}

/// The same of a limit: it is none where it comes to nothing.
fn limit_candidate(
    tree: &Tree,
    cond: &Cond,
    id: QuestionId,
    atoms: &[AtomId],
    extent: Extent,
    facts: &Facts,
) -> Option<Candidate> {
    let flow = flowing(tree, cond)?;
    if flow.typed() < 2 {
        return None;
    }
    let clear = flow.chosen_by.iter().all(|id| is_on_a_line(tree, *id))
        && !tree.reads_score(|see| cond.reads(see))
        && !reads_itself(tree, cond, id);
    // Of two answers, ranges of the one are cut where the limit is none.
    let cut = flow.typed() == 2 && flow.vars.contains(&id);
    let mut conds = if cut || !clear { Vec::new() } else { there(tree, cond, extent, facts) };
    conds.push(cond.clone());
    let flows = conds.into_iter().filter_map(|one| Some((flowing(tree, &one)?, one)));
    let flows: Vec<(Flow, Cond)> = flows.filter(|(flow, _)| !flow.read().is_empty()).collect();
    let clear = clear && flows.iter().all(|(flow, one)| flow.clear && flow.meets(one));
    let mut relations: Vec<Relation> = flows.into_iter().map(|(flow, one)| relation(&flow, one, cond, true)).collect();
    relations.iter_mut().for_each(|one| one.atoms = atoms.to_vec());
    Some(Candidate { of: cond.clone(), relations, limit: true, clear, chosen: false })
}

/// Whether a limit of a question hangs on that question, whose answer is not there when the limit is looked at.
fn reads_itself(tree: &Tree, cond: &Cond, id: QuestionId) -> bool {
    let itself = |questions: Box<[QuestionId]>, is_answer: bool| !is_answer && questions.contains(&id);
    match cond {
        Cond::Numbers(_, sides) => sides.iter().any(|side| {
            itself(tree.questions_read(|see| side.reads(see)), matches!(side, Num::Answer(own) if *own == id))
        }),
        Cond::Dates(_, sides) => sides.iter().any(|side| {
            itself(tree.questions_read(|see| side.reads(see)), matches!(side, Date::Answer(own) if *own == id))
        }),
        _ => false,
    }
}

fn relation(flow: &Flow, cond: Cond, of: &Cond, limit: bool) -> Relation {
    let (tree, solved) = (flow.tree, flow.read());
    let read = tree.questions_read(|see| cond.reads(see));
    let those = |is: &dyn Fn(&QuestionId) -> bool| read.iter().copied().filter(|id| is(id)).collect();
    Relation {
        vars: those(&|id| solved.contains(id)),
        choosing: those(&|id| solved.contains(id) && !flow.vars.contains(id)),
        others: those(&|id| !solved.contains(id)),
        atoms: Vec::new(),
        of: of.clone(),
        cond,
        limit,
    }
}

/// The relations that hang together by questions, by their positions.
fn groups(found: &[Candidate]) -> Vec<Vec<usize>> {
    let mut of: FxHashMap<QuestionId, Vec<usize>> = FxHashMap::default();
    for (at, one) in found.iter().enumerate() {
        one.vars().for_each(|id| of.entry(*id).or_default().push(at));
    }
    let mut seen = vec![false; found.len()];
    let mut groups = Vec::new();
    for first in 0..found.len() {
        let (mut group, mut waiting) = (Vec::new(), vec![first]);
        while let Some(at) = waiting.pop() {
            let Some(slot) = seen.get_mut(at).filter(|slot| !**slot) else { continue };
            *slot = true;
            group.push(at);
            let typed = found.get(at).into_iter().flat_map(Candidate::vars);
            waiting.extend(typed.filter_map(|id| of.get(id)).flatten());
        }
        if !group.is_empty() {
            group.sort_unstable();
            groups.push(group);
        }
    }
    groups
}

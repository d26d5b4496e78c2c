//! Comparisons in which several typed answers meet, such as `a + b > 100`: no range of one of them decides such a
//! relation, so ranges are not cut for it. Whether it is true is decided once all of its questions are asked.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::comparisons::is_of_two;
use super::extent::Extent;
use super::leaves::{Leaf, Leaves};
use super::limits::{is_short, own_limits, spread};
use super::missing::is_zero;
use super::number_line::Line;
use super::sources::Sources;
use crate::explore::conditions::atoms::{Ask, AtomId, Atoms};
use crate::tree::{Cond, DEEPEST, Date, Expr, Kind, Num, QuestionId, Tree, ValueId, ValueRule};

/// One relation.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) cond: Cond,
    /// The questions whose numbers or dates it reads, ascending.
    pub(crate) vars: Box<[QuestionId]>,
    /// Those of them that do not meet in it, but choose between what does, by rules and tables.
    pub(crate) choosing: Box<[QuestionId]>,
    /// What else it reads: choices, sets, texts.
    pub(crate) others: Box<[QuestionId]>,
    /// What asks for it.
    pub(crate) atoms: Vec<AtomId>,
    /// It is a limit, which is none where it comes to nothing.
    pub(crate) limit: bool,
}

/// The relations that are decided.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decided {
    pub(crate) list: Vec<Relation>,
    /// Their conditions, those of limits aside.
    conds: FxHashSet<Cond>,
    /// The questions that meet in them.
    vars: FxHashSet<QuestionId>,
}

/// How many combinations of numbers are looked at one by one: those of questions that hang together, where each has few.
const MOST_COMBINATIONS: i128 = 200_000;
/// A number with no more digits than this can be typed.
const LONGEST: u128 = 10_u128.pow(28);

impl Decided {
    pub(crate) fn decides(&self, cond: &Cond) -> bool {
        self.conds.contains(cond)
    }

    /// Whether a limit is.
    pub(crate) fn is_limit(&self, cond: &Cond) -> bool {
        self.list.iter().any(|one| one.limit && one.cond == *cond)
    }

    /// Whether the answer to a question meets others in one of them.
    pub(crate) fn meets(&self, id: QuestionId) -> bool {
        self.vars.contains(&id)
    }

    /// Those of a tree; `line` is that of a question, and `together` are those that are cut together with others that
    /// they are compared with.
    pub(crate) fn of<'t>(
        (atoms, sources): (&Atoms<'t>, &Sources<'_, 't>),
        extent: Extent,
        line: &dyn Fn(QuestionId) -> Option<Line>,
        together: &FxHashSet<QuestionId>,
    ) -> Self {
        let tree = atoms.tree;
        let found = candidates(tree, atoms, sources);
        let lines: FxHashMap<QuestionId, Line> =
            (found.iter().flat_map(|one| one.relation.vars.iter())).filter_map(|id| Some((*id, line(*id)?))).collect();
        let mut decided = Self::default();
        for group in groups(&found) {
            let members = || group.iter().filter_map(|at| found.get(*at));
            let vars: FxHashSet<QuestionId> = members().flat_map(|one| one.relation.meeting()).collect();
            let pairs = members().all(|one| is_of_two(tree, &one.relation.cond, extent));
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
            for one in members().filter(|one| one.clear && one.relation.vars.iter().all(fits)) {
                decided.vars.extend(one.relation.meeting());
                decided.conds.extend((!one.relation.limit).then(|| one.relation.cond.clone()));
                decided.list.push(one.relation.clone());
            }
        }
        decided
    }
}

/// The same relations for other atoms of their tree, those that some of these come down to.
pub(crate) fn asked_by(relations: &[Relation], atoms: &Atoms) -> Vec<Relation> {
    let tree = atoms.tree;
    let of = |cond: &Cond| relations.iter().position(|one| !one.limit && one.cond == *cond);
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
            let own: Vec<Cond> = own_limits(tree, id).into_iter().chain(spread(tree, id)).collect();
            let is = |one: &&Relation| one.limit && own.contains(&one.cond);
            relations.iter().enumerate().filter(|(_, one)| is(one)).for_each(|(at, _)| ask(at, number));
            continue;
        }
        let leaves = Leaves::of_ask(tree, atom.ask);
        let conds = leaves.iter().filter_map(|leaf| of(&*compared(leaf)?));
        conds.for_each(|at| ask(at, number));
    }
    let of_these = relations.iter().zip(asked).filter(|(_, atoms)| !atoms.is_empty());
    of_these.map(|(one, atoms)| Relation { atoms, ..one.clone() }).collect()
}

/// By comparison: its position among the candidates, if it is one.
#[derive(Default)]
struct Seen<'t> {
    at: FxHashMap<Cow<'t, Cond>, Option<usize>>,
}

/// A relation, and whether it may be decided.
struct Candidate {
    relation: Relation,
    clear: bool,
}

impl Relation {
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

fn candidates<'t>(tree: &'t Tree, atoms: &Atoms<'t>, sources: &Sources<'_, 't>) -> Vec<Candidate> {
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
                            let at = candidate(tree, &cond, Vec::new(), false).map(|one| {
                                found.push(one);
                                found.len() - 1
                            });
                            known.at.insert(cond, at);
                            at
                        }
                    };
                    let one = at.and_then(|at| found.get_mut(at));
                    one.into_iter().for_each(|one| one.relation.atoms.push(number));
                }
            }
        }
    }
    for (id, _) in tree.questions() {
        let atoms = limits.get(&id).cloned().unwrap_or_default();
        let own = own_limits(tree, id);
        found.extend(own.iter().filter_map(|limit| candidate(tree, limit, atoms.clone(), true)));
        found.extend(spread(tree, id).and_then(|cond| candidate(tree, &cond, atoms, true)));
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

/// How many typed questions a condition reads.
pub(crate) fn typed(tree: &Tree, cond: &Cond) -> usize {
    tree.questions_read(|see| cond.reads(see)).iter().filter(|id| is_typed(tree, **id)).count()
}

/// Whether its answers are numbers or days.
fn is_on_a_line(tree: &Tree, id: QuestionId) -> bool {
    matches!(tree.question(id).kind, Kind::Number { .. } | Kind::Date { .. })
}

fn is_typed(tree: &Tree, id: QuestionId) -> bool {
    !matches!(tree.question(id).kind, Kind::Choice(_) | Kind::Many { .. })
}

fn candidate(tree: &Tree, cond: &Cond, atoms: Vec<AtomId>, limit: bool) -> Option<Candidate> {
    let (vars, chosen_by, seen) = (FxHashSet::default(), FxHashSet::default(), FxHashSet::default());
    let mut flow = Flow { tree, vars, chosen_by, counts: true, seen, clear: true };
    match cond {
        Cond::Numbers(_, sides) => sides.iter().for_each(|side| flow.number(side)),
        Cond::Dates(_, sides) => sides.iter().for_each(|side| flow.day(side)),
        _ => return None,
    }
    let Flow { vars, chosen_by, counts, clear, .. } = flow;
    if vars.union(&chosen_by).count() < 2 {
        return None;
    }
    let read = tree.questions_read(|see| cond.reads(see));
    let solved = |id: &QuestionId| (vars.contains(id) || chosen_by.contains(id)) && is_on_a_line(tree, *id);
    let of =
        |is: &dyn Fn(&QuestionId) -> bool| -> Box<[QuestionId]> { read.iter().copied().filter(|id| is(id)).collect() };
    let (all, others) = (of(&solved), of(&|id| !solved(id)));
    let choosing = of(&|id| solved(id) && !vars.contains(id));
    // A count alone is a sum of what it counts, and so are points that rules give by comparisons: each of these counts.
    let meet = !all.is_empty() && (!vars.is_empty() || !counts && !chooses_by_comparisons(tree, cond));
    // A limit by which something is chosen may be none.
    let known = meet && !tree.reads_score(|see| cond.reads(see)) && (!limit || chosen_by.is_empty());
    let relation = Relation { cond: cond.clone(), vars: all, others, choosing, atoms, limit };
    Some(Candidate { relation, clear: clear && known })
}

/// Whether all that chooses in a comparison are comparisons of numbers and days, or read one typed answer.
fn chooses_by_comparisons(tree: &Tree, cond: &Cond) -> bool {
    Leaves::of_cond(tree, cond).iter().all(|leaf| match leaf {
        Leaf::Cond(Cond::Numbers(..) | Cond::Dates(..)) => true,
        Leaf::Cond(inner) => typed(tree, inner) < 2,
        Leaf::Key(expr, _) => {
            matches!(expr, Expr::Text(_) | Expr::Choice(_))
                || tree.questions_read(|see| expr.reads(see)).iter().filter(|id| is_typed(tree, **id)).count() < 2
        }
        Leaf::Known(_) | Leaf::Zero(_) | Leaf::Amount(_) | Leaf::Deep(_) => false,
    })
}

/// Whose numbers flow into an expression.
struct Flow<'t> {
    tree: &'t Tree,
    vars: FxHashSet<QuestionId>,
    /// Typed answers by which is chosen.
    chosen_by: FxHashSet<QuestionId>,
    /// Nothing but counts chooses.
    counts: bool,
    /// The values looked into so far.
    seen: FxHashSet<ValueId>,
    /// All that they come into is looked into.
    clear: bool,
}

impl Flow<'_> {
    /// What chooses between numbers reads these.
    fn choose(&mut self, reads: impl FnOnce(&mut dyn FnMut(crate::tree::Read))) {
        self.counts = false;
        self.count(reads);
    }

    fn count(&mut self, reads: impl FnOnce(&mut dyn FnMut(crate::tree::Read))) {
        let read = self.tree.questions_read(reads);
        self.chosen_by.extend(read.iter().filter(|id| is_typed(self.tree, **id)));
    }

    fn number(&mut self, num: &Num) {
        match num {
            Num::Answer(id) => {
                self.vars.insert(*id);
            }
            Num::Value(id) => self.value(*id),
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.number(inner),
            Num::Sum(_, sides) => sides.iter().for_each(|side| self.number(side)),
            Num::Round(sides) => {
                let [number, places] = &**sides;
                self.number(number);
                self.choose(|see| places.reads(see));
            }
            Num::Least(parts) | Num::Greatest(parts) => parts.iter().for_each(|part| self.number(part)),
            Num::HowMany(_) => self.count(|see| num.reads(see)),
            Num::Default(parts) => {
                self.choose(|see| num.reads(see));
                parts.iter().for_each(|part| self.number(part));
            }
            Num::Between(_, sides) => sides.iter().for_each(|side| self.day(side)),
            Num::Literal(_) | Num::Score(_) | Num::Count(_) => {}
        }
    }

    fn day(&mut self, date: &Date) {
        match date {
            Date::Answer(id) => {
                self.vars.insert(*id);
            }
            Date::Value(id) => self.value(*id),
            Date::Add(_, inner, count) => {
                self.day(inner);
                self.number(count);
            }
            Date::Default(parts) => {
                self.choose(|see| date.reads(see));
                parts.iter().for_each(|part| self.day(part));
            }
            Date::Literal(_) | Date::Today => {}
        }
    }

    fn value(&mut self, id: ValueId) {
        if !self.seen.insert(id) {
            return;
        }
        let value = self.tree.value(id);
        let expr = |flow: &mut Self, expr: &Expr| match expr {
            Expr::Num(inner) => flow.number(inner),
            Expr::Date(inner) => flow.day(inner),
            _ => {}
        };
        match &value.rule {
            _ if value.depth > DEEPEST => self.clear = false,
            ValueRule::One(one) => expr(self, one),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    when.iter().for_each(|when| self.choose(|see| when.reads(see)));
                    expr(self, is);
                }
            }
            rule @ ValueRule::Table(_) => self.choose(|see| rule.reads(see)),
        }
    }
}

/// The relations that hang together by questions, by their positions.
fn groups(found: &[Candidate]) -> Vec<Vec<usize>> {
    let mut of: FxHashMap<QuestionId, Vec<usize>> = FxHashMap::default();
    for (at, one) in found.iter().enumerate() {
        one.relation.vars.iter().for_each(|id| of.entry(*id).or_default().push(at));
    }
    let mut seen = vec![false; found.len()];
    let mut groups = Vec::new();
    for first in 0..found.len() {
        let (mut group, mut waiting) = (Vec::new(), vec![first]);
        while let Some(at) = waiting.pop() {
            let Some(slot) = seen.get_mut(at).filter(|slot| !**slot) else { continue };
            *slot = true;
            group.push(at);
            let typed = found.get(at).into_iter().flat_map(|one| one.relation.vars.iter());
            waiting.extend(typed.filter_map(|id| of.get(id)).flatten());
        }
        if !group.is_empty() {
            group.sort_unstable();
            groups.push(group);
        }
    }
    groups
}

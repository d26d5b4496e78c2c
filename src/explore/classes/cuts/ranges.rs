//! Numbers and dates, cut into the ranges that conditions can tell apart.
//!
//! A comparison that only ever rises or falls with the answer has one threshold, found by halving; the ranges
//! between all thresholds are then exact. Where values choose between rules, the line is first cut where the choice
//! changes. Where a condition reads other answers that are finitely many, it is cut for each of them. Anything else
//! is tried at its corners, and said to be a try.

use chrono::Datelike;
use rustc_hash::{FxHashMap, FxHashSet};

use super::extent::Extent;
use super::flow::Flow;
use super::monotone::{Moves, Moving};
use super::number_line::{Laid, Line};
use super::sources::Sources;
use crate::engine::Facts;
use crate::explore::classes::class::{Class, Cut, Domain, one};
use crate::explore::classes::columns::Columns;
use crate::explore::classes::limits::{far, is_short, line, own_limits, spread};
use crate::explore::classes::meeting::flowing::typed;
use crate::explore::classes::meeting::leaves::Leaves;
use crate::explore::classes::meeting::missing::may_vanish;
use crate::explore::classes::meeting::reach::known_but_for_zero;
use crate::explore::classes::meeting::relations::Decided;
use crate::explore::conditions::atoms::{Ask, Atom, Atoms};
use crate::explore::conditions::corners::{Point, grid, literals};
use crate::tree::{Answer, Cond, Date, Kind, Num, Order, QuestionId, Read, Text, Tree, ValueId};

/// How many combinations of other answers a condition is cut for.
const MOST_OTHERS: usize = 2_000;
/// How many ranges are looked at to halve them, for one line.
const MOST_HALVES: usize = 50_000;
/// How many ranges a line is cut into at most.
const MOST_RANGES: usize = 25_000;

/// What questions are cut on: their tree, what is asked about them, the domains of those that are not typed.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'g, 't> {
    pub(crate) tree: &'g Tree,
    pub(crate) atoms: &'g Atoms<'t>,
    pub(crate) others: &'g [Domain],
    pub(crate) extent: Extent,
    pub(crate) flow: &'g Flow<'t>,
    /// Where an answer also counts by the comparisons that it comes into.
    pub(crate) sources: Option<&'g Sources<'g, 't>>,
    /// What no line is cut for.
    pub(crate) decided: &'g Decided,
}

/// The classes of a number or date question that is cut by itself; what is `given` is a class of its own where it meets
/// other answers in a relation.
pub(crate) fn alone<'t>(
    ground: &Ground<'_, 't>,
    id: QuestionId,
    facts: &mut Facts<'t>,
    given: &[(QuestionId, Answer)],
) -> Domain {
    let Some(mut laid) = lay(ground, id, facts, false) else { return Domain::default() };
    if ground.decided.meets(id) {
        let of_it = given.iter().filter(|(other, _)| *other == id);
        let at: Vec<i128> = of_it.filter_map(|(_, answer)| laid.position(answer)).collect();
        laid.exact &= laid.can_be_compared() || laid.line.first > laid.line.last;
        laid.exact &= laid.cut(at.into_iter().flat_map(|at| [at, at + 1]).collect(), MOST_RANGES).is_some();
    }
    classes(ground, id, facts, laid)
}

/// Cuts the line of a number or date question. `compared`: comparisons with one other typed answer are left out.
pub(crate) fn lay<'t>(ground: &Ground<'_, 't>, id: QuestionId, facts: &mut Facts<'t>, compared: bool) -> Option<Laid> {
    let Ground { tree, atoms, extent, decided, .. } = *ground;
    let limits = own_limits(tree, id);
    let line = line(tree, id, extent, facts)?;
    let rough = is_rough(&line, extent)
        || line.grid != crate::explore::classes::limits::grid(&tree.question(id).kind, extent).0 && !line.dates;
    if line.first > line.last {
        let exact = limits.is_empty() && !rough;
        return Some(Laid { starts: vec![line.first], line, exact, merged: limits.is_empty() });
    }
    let of_two = |cond: &Cond| compared && crate::explore::classes::meeting::comparisons::is_of_two(tree, cond, extent);
    let (starts, values) = (Vec::new(), FxHashMap::default());
    let (exact, halves) = (!rough, MOST_HALVES);
    let of_two: &dyn Fn(&Cond) -> bool = &of_two;
    let mut cuts = Cuts { tree, ground, id, facts, of_two, starts, exact, line, values, halving: false, halves };
    // What reads this answer alone tells its classes apart by itself; otherwise every range is a class.
    let mut merged = limits.is_empty();
    for number in atoms.of.get(id.index()).into_iter().flatten() {
        let Some(atom) = atoms.list.get(*number as usize) else { continue };
        merged &= atom.single().is_some() || matches!(atom.ask, Ask::Asked);
        let leaves = || ground.sources.map(|sources| sources.leaves(atoms, *number));
        match atom.ask {
            Ask::Known(expr) if !may_vanish(tree, id, expr, extent) => {}
            Ask::Holds(_) | Ask::Known(_) | Ask::Part(_) if cuts.aside(atom, *number) => {}
            Ask::Holds(cond) if of_two(cond) => cuts.sides(cond),
            Ask::Holds(cond) => {
                cuts.exactly(leaves, &mut |cuts| cuts.with_others(atom, &mut |cuts| cuts.cond(cond), Some(cond)));
            }
            Ask::Known(expr) => match known_but_for_zero((tree, extent), expr, cuts.facts, false) {
                Some(by) => cuts.starts.extend(by.contains(&id).then_some([0, 1]).into_iter().flatten()),
                None => cuts.exactly(leaves, &mut |cuts| cuts.with_others(atom, &mut |cuts| cuts.known(expr), None)),
            },
            Ask::Part(value) => {
                cuts.exactly(leaves, &mut |cuts| cuts.with_others(atom, &mut |cuts| cuts.value(value), None));
            }
            Ask::Limit(other) => {
                let mut limits = own_limits(tree, other);
                limits.retain(|limit| cuts.reads(|see| limit.reads(see)));
                if !limits.is_empty() && limits.iter().all(of_two) {
                    limits.iter().for_each(|limit| cuts.sides(limit));
                    continue;
                }
                let spread = spread(tree, other).filter(|cond| cuts.reads(|see| cond.reads(see)));
                if !limits.is_empty()
                    && limits.iter().all(|limit| decided.is_limit(limit))
                    && spread.as_ref().is_none_or(|cond| decided.is_limit(cond) || typed(tree, cond) == 1)
                {
                    // Where one comes to nothing, there is none.
                    limits.iter().filter(|limit| typed(tree, limit) == 2).for_each(|limit| cuts.sides(limit));
                    // Where nothing is left between the limits, nobody can answer.
                    if let Some(cond) = spread.filter(|cond| !decided.is_limit(cond)) {
                        let leaves = || ground.sources.map(|_| Leaves::of_cond(tree, &cond));
                        cuts.exactly(leaves, &mut |cuts| {
                            cuts.with_others(atom, &mut |cuts| cuts.cond(&cond), Some(&cond));
                        });
                    }
                    continue;
                }
                let leaves = || {
                    let mut leaves = Leaves::of_counts(tree, other);
                    leaves.extend(limits.iter().flat_map(|limit| Leaves::of_cond(tree, limit)));
                    leaves
                };
                cuts.exactly(|| ground.sources.map(|_| leaves()), &mut |cuts| cuts.try_corners(None));
            }
            Ask::Whole => cuts.try_corners(None),
            Ask::Asked => {}
        }
    }
    for limit in limits.iter().filter(|limit| !decided.is_limit(limit)) {
        if of_two(limit) {
            cuts.sides(limit);
            continue;
        }
        let leaves = || ground.sources.map(|_| Leaves::of_cond(tree, limit));
        if tree.reads_score(|see| limit.reads(see)) {
            cuts.exactly(leaves, &mut |cuts| cuts.try_corners(Some(limit)));
            continue;
        }
        let questions = tree.questions_read(|see| limit.reads(see));
        let atom = Atom { ask: Ask::Holds(limit), questions, scores: Box::default(), several: false };
        cuts.exactly(leaves, &mut |cuts| cuts.with_others(&atom, &mut |cuts| cuts.cond(limit), Some(limit)));
    }
    let Cuts { mut starts, mut exact, line, .. } = cuts;
    if !exact && is_short(&line) {
        // Few enough to look at every one of them: then nothing is left to try.
        starts.extend(line.first..=line.last);
        exact = true;
    }
    let mut laid = Laid { line, starts, exact, merged };
    laid.tidy();
    if laid.starts.len() > MOST_RANGES {
        laid.starts.truncate(MOST_RANGES);
        laid.exact = false;
    }
    Some(laid)
}

/// Whether more answers can be given than stand on a line.
fn is_rough(line: &Line, extent: Extent) -> bool {
    let far = far(line.grid, line.fine, extent);
    let open = line.first <= -far || line.last >= far;
    // A grid that is too fine for numbers as large as the tree names.
    let near = !line.fine && far < extent.far.saturating_mul(10_i128.pow(line.grid.places)) / line.grid.step;
    !line.dates && (extent.coarse && line.fine || (extent.short || near) && open || !line.can_be_typed())
}

/// The classes that a line was cut into.
pub(crate) fn classes(ground: &Ground, id: QuestionId, facts: &mut Facts, mut laid: Laid) -> Domain {
    let atoms = ground.atoms.of.get(id.index()).map_or(0, Vec::len);
    laid.merged &= crate::explore::classes::columns::may_hold(atoms, laid.starts.len());
    let mut classes: Vec<Class> = Vec::new();
    if laid.line.first <= laid.line.last {
        let answers: Vec<Answer> = laid.points().into_iter().filter_map(|point| laid.line.answer(point)).collect();
        let shown: Vec<&Answer> = answers.iter().collect();
        let of = Columns::new(ground.tree, id, shown.iter().copied());
        let columns = if laid.merged {
            crate::explore::classes::columns::columns(&of, &shown, id, ground.atoms, facts)
        } else {
            Vec::new()
        };
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        for (answer, group) in shown.iter().zip(of.groups(&columns.iter().collect::<Vec<_>>())) {
            if !laid.merged || seen.insert(group) {
                classes.push(one((*answer).clone()));
            }
        }
    }
    let Laid { line, starts, exact, merged } = laid;
    Domain { classes, exact, cut: Some(Box::new(Cut { starts, line, merged })), ..Domain::default() }
}

/// The line of one question's answers while it is cut.
pub(crate) struct Cuts<'c, 't> {
    pub(crate) tree: &'c Tree,
    pub(crate) ground: &'c Ground<'c, 't>,
    pub(crate) id: QuestionId,
    pub(crate) facts: &'c mut Facts<'t>,
    /// Comparisons with one other typed answer that are left out.
    pub(crate) of_two: &'c dyn Fn(&Cond) -> bool,
    pub(crate) line: Line,
    /// Where a new range begins.
    pub(crate) starts: Vec<i128>,
    pub(crate) exact: bool,
    /// Where the line is cut for each value, with the other answers as they are.
    pub(crate) values: FxHashMap<ValueId, Vec<i128>>,
    /// Where nothing else is exact, ranges are halved; and how many may still be looked at for that.
    pub(in crate::explore::classes) halving: bool,
    pub(in crate::explore::classes) halves: usize,
}

impl Cuts<'_, '_> {
    /// Cuts for something that reads this answer and perhaps others: for each combination of those, if they are
    /// finitely many; a question may also not have been asked.
    fn with_others(&mut self, atom: &Atom, cut: &mut dyn FnMut(&mut Self), corners: Option<&Cond>) {
        let others: Vec<QuestionId> = atom.questions.iter().copied().filter(|id| *id != self.id).collect();
        let answers = |id: &QuestionId| {
            let domain = self.ground.others.get(id.index()).filter(|domain| domain.exact)?;
            let finite = matches!(self.tree.question(*id).kind, Kind::Choice(_) | Kind::Many { .. });
            let known = domain.classes.iter().map(|class| Some(class.answer.clone()));
            finite.then(|| known.chain([None]).collect::<Vec<Option<Answer>>>())
        };
        let lists: Option<Vec<Vec<Option<Answer>>>> = others.iter().map(answers).collect();
        let lists = lists.filter(|_| atom.scores.is_empty());
        let count = |lists: &Vec<Vec<_>>| lists.iter().try_fold(1_usize, |all, list| all.checked_mul(list.len()));
        let count = lists.as_ref().and_then(count).filter(|count| *count <= MOST_OTHERS);
        let (Some(lists), Some(count)) = (lists, count) else { return self.try_corners(corners) };
        for mut number in 0..count {
            for (id, list) in others.iter().zip(&lists) {
                self.facts.put(*id, list.get(number % list.len()).cloned().flatten());
                number /= list.len();
            }
            self.facts.changed();
            self.values.clear();
            cut(self);
        }
        others.iter().for_each(|id| self.facts.put(*id, None));
        self.facts.changed();
    }

    /// What an expression of the facts comes to with the answer at a point of the line.
    pub(crate) fn at<R>(&mut self, point: i128, see: &dyn Fn(&Facts) -> R) -> R {
        self.facts.put(self.id, self.line.answer(point));
        self.facts.changed();
        let found = see(self.facts);
        self.facts.put(self.id, None);
        self.facts.changed();
        found
    }

    /// How something moves from a point of the line on.
    pub(crate) fn moving<R>(&mut self, point: i128, see: impl FnOnce(&Moving) -> R) -> R {
        self.facts.put(self.id, self.line.answer(point));
        self.facts.changed();
        let found = see(&Moving::new(self.tree, self.id, &self.line, self.facts));
        self.facts.put(self.id, None);
        self.facts.changed();
        found
    }

    /// Cuts where something changes that changes at most once between two points.
    pub(crate) fn threshold(&mut self, (mut low, mut high): (i128, i128), see: &dyn Fn(&Facts) -> bool) {
        let before = self.at(low, see);
        if before == self.at(high, see) {
            return;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.at(middle, see) == before { low = middle } else { high = middle }
        }
        self.starts.push(high);
    }

    /// The ranges that the line is cut into by what was found since there were so many cuts.
    pub(crate) fn ranges_since(&mut self, mark: usize) -> Vec<(i128, i128)> {
        let (first, last) = (self.line.first, self.line.last);
        let mut starts = self.starts.get(mark..).unwrap_or(&[]).to_vec();
        starts.retain(|start| first < *start && *start <= last);
        starts.sort_unstable();
        starts.dedup();
        if starts.len() > MOST_RANGES {
            self.exact = false;
            return vec![(first, last)];
        }
        let ends: Vec<i128> = starts.iter().map(|start| start - 1).chain([last]).collect();
        std::iter::once(first).chain(starts).zip(ends).collect()
    }

    /// Cuts for a condition.
    pub(crate) fn cond(&mut self, cond: &Cond) {
        let by_leaves = self.ground.sources.is_some();
        match cond {
            Cond::Numbers(order, sides) => self.numbers(*order, sides),
            Cond::Dates(order, sides) => self.dates(*order, sides),
            Cond::NumberIn(number, among, _) => {
                among.iter().for_each(|other| self.numbers(Order::Equal, &[(**number).clone(), other.clone()]));
            }
            Cond::DateIn(date, among, _) => {
                among.iter().for_each(|other| self.dates(Order::Equal, &[(**date).clone(), other.clone()]));
            }
            Cond::Answered(expr) => self.known(expr),
            Cond::Not(inner) => self.cond(inner),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.cond(side)),
            Cond::Value(id) => self.value(*id),
            // Short ranges stay looked at one by one where that is enough for all of the tree.
            Cond::Texts(sides, _) if by_leaves => {
                let [left, right] = &**sides;
                self.texts(left, right);
            }
            Cond::TextIn(text, among, _) if by_leaves => among.iter().for_each(|other| self.texts(text, other)),
            Cond::Const(_) => {}
            other if !self.reads(|see| other.reads(see)) => {}
            other => self.try_corners(Some(other)),
        }
    }

    /// Cuts where the sides of a comparison begin or cease to come to anything.
    pub(crate) fn sides(&mut self, cond: &Cond) {
        match cond {
            Cond::Numbers(_, sides) => sides.iter().for_each(|side| self.inside_num(side)),
            Cond::Dates(_, sides) => sides.iter().for_each(|side| self.inside_date(side)),
            _ => {}
        }
    }

    /// Cuts where two texts of which one is written out begin or cease to be equal.
    fn texts(&mut self, left: &Text, right: &Text) {
        match (left, right) {
            (text, Text::Literal(other)) | (Text::Literal(other), text) => self.text_is(text, other),
            _ if [left, right].iter().any(|side| self.reads(|see| side.reads(see))) => self.try_corners(None),
            _ => {}
        }
    }

    /// Whether something reads the answer, by way of values too.
    pub(crate) fn reads(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        self.tree.questions_read(reads).contains(&self.id)
    }

    pub(crate) fn numbers(&mut self, order: Order, sides: &[Num; 2]) {
        if let Some(places) = grid(self.id, sides)
            && matches!(order, Order::Equal | Order::Unequal)
        {
            if self.line.unit(places) > 1 {
                self.line.grids.push(places);
                return;
            }
            // All numbers that can be given are as short.
            if !self.line.fine {
                return;
            }
        }
        let mark = self.starts.len();
        sides.iter().for_each(|side| self.inside_num(side));
        let [left, right] = sides;
        let moves = |moving: &Moving| moving.num(left).with(moving.num(right).flip());
        let cond = |order| Cond::Numbers(order, Box::new(sides.clone()));
        self.compare(order, mark, &moves, &cond);
    }

    pub(crate) fn dates(&mut self, order: Order, sides: &[Date; 2]) {
        let mark = self.starts.len();
        sides.iter().for_each(|side| self.inside_date(side));
        let [left, right] = sides;
        let moves = |moving: &Moving| moving.date(left).with(moving.date(right).flip());
        let cond = |order| Cond::Dates(order, Box::new(sides.clone()));
        self.compare(order, mark, &moves, &cond);
    }

    /// Cuts each range at the threshold that a comparison has there.
    fn compare(&mut self, order: Order, mark: usize, moves: &dyn Fn(&Moving) -> Moves, cond: &dyn Fn(Order) -> Cond) {
        let mut unknown = false;
        for range in self.ranges_since(mark) {
            match self.moving(range.0, moves) {
                Moves::Not => {}
                Moves::Unknown => unknown |= !self.halve(range, &cond(order)),
                _ => {
                    for order in thresholds(order) {
                        let cond = cond(order);
                        self.threshold(range, &|facts| facts.cond(&cond));
                    }
                }
            }
        }
        if unknown {
            self.try_corners(Some(&cond(order)));
        }
    }

    /// Not cut but tried: at every number and date written in a condition, just before and just after, at the ends
    /// of the line, and around what is usual.
    pub(crate) fn try_corners(&mut self, cond: Option<&Cond>) {
        self.exact = false;
        let mut points = Vec::new();
        cond.iter().for_each(|cond| literals(cond, &mut points));
        for point in points {
            let at = match point {
                Point::Number(number) => self.line.grid.position(number, true),
                Point::Date(date) => Some(i128::from(date.num_days_from_ce())),
            };
            self.starts.extend(at.into_iter().flat_map(|at| [at, at + 1]));
        }
        let (unit, usual) = (self.line.unit(0), self.line.usual);
        for at in [usual - unit, usual, usual + unit, usual + 10 * unit, usual + 100 * unit, self.line.last] {
            self.starts.extend([at, at + 1]);
        }
        self.starts.push(self.line.first + 1);
    }
}

/// The comparisons with one threshold each that an order comes to.
fn thresholds(order: Order) -> Vec<Order> {
    match order {
        Order::Equal | Order::Unequal => vec![Order::AtLeast, Order::More],
        other => vec![other],
    }
}

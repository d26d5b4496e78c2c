//! Limits in conditions: for each comparison of one number, date or count of ticked boxes, where it turns, and beside
//! that.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::engine::Facts;
use crate::explore::conditions::conds::Sites;
use crate::explore::conditions::deciding::{comparisons, deciding, own_comparisons};
use crate::explore::conditions::literals::{Literals, counts_only};
use crate::tree::Grid;
use crate::tree::{Answer, Cond, Date, Expr, Kind, Num, Order, QuestionId, Site, Tree, ValueRule};

/// On which side of a limit an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Near {
    /// One step below.
    Below,
    /// The limit itself.
    At,
    /// One step above.
    Above,
}

/// What the answer to a question has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Point {
    /// This one.
    Answer(Answer),
    /// Any with so many boxes ticked.
    Ticked(usize),
}

impl Point {
    /// Whether an answer is such a one.
    pub(crate) fn is(&self, answer: &Answer) -> bool {
        match (self, answer) {
            (Self::Answer(own), answer) => own == answer,
            (Self::Ticked(count), Answer::Many(chosen)) => chosen.len() == *count,
            (Self::Ticked(_), _) => false,
        }
    }
}

/// One comparison that the answer to one question alone decides.
pub(crate) struct Limit {
    pub(crate) question: QuestionId,
    /// The answers on both sides of where it turns; empty where it never does.
    pub(crate) points: Vec<(Near, Point)>,
    /// True where no condition of a question, an answer, a rule or a note looks at it: any walk will do.
    pub(crate) anywhere: bool,
}

/// All limits of a tree.
pub(crate) struct Limits<'t> {
    pub(crate) sites: Sites<'t>,
    pub(crate) list: Vec<Limit>,
    /// By position in the list of sites: the limits in its condition.
    pub(crate) uses: Vec<Vec<usize>>,
    /// By a comparison's own place in memory.
    numbers: FxHashMap<usize, usize>,
    /// Comparisons of numbers or dates that more than one answer decides, or a score, or which boxes are ticked.
    pub(crate) others: usize,
    /// Comparisons that were not looked at, for all work allowed was done.
    pub(crate) unlooked: usize,
}

impl<'t> Limits<'t> {
    pub(crate) fn of(tree: &'t Tree, facts: &mut Facts<'t>) -> Self {
        let sites = Sites::of(tree);
        let mut uses: Vec<Vec<usize>> = Vec::new();
        let mut found = Gathered { tree, known: FxHashMap::default(), comparisons: Vec::new(), others: 0 };
        for site in &sites.list {
            let mut here = Vec::new();
            // What a promise says is proved over all walks, and needs none of its own.
            if !matches!(site.at, Site::Promise(_)) {
                comparisons(tree, site.cond, &mut |comparison| here.extend(found.comparison(comparison, false)));
                here.sort_unstable();
                here.dedup();
            }
            uses.push(here);
        }
        for (_, value) in tree.values() {
            let mut see = |cond: &'t Cond| {
                own_comparisons(tree, cond, &mut |comparison| _ = found.comparison(comparison, true));
            };
            match &value.rule {
                ValueRule::One(Expr::Cond(cond)) => see(cond),
                ValueRule::Rules(rules) => rules.iter().filter_map(|(when, _)| when.as_ref()).for_each(see),
                _ => {}
            }
        }
        let Gathered { comparisons, others, known, .. } = found;
        let numbers = known.into_iter().filter_map(|(place, limit)| Some((place, limit?))).collect();
        let none = Literals::default();
        let mut literals = vec![Literals::default(); tree.questions().len()];
        for (comparison, limit) in &comparisons {
            if let Some(slot) = literals.get_mut(limit.question.index()) {
                slot.cond(comparison, tree);
            }
        }
        let (mut list, mut unlooked, mut left) = (Vec::new(), 0, MOST_TRIED);
        let mut lines: FxHashMap<QuestionId, (Line, Vec<i128>)> = FxHashMap::default();
        for (comparison, mut limit) in comparisons {
            let of = literals.get(limit.question.index());
            let (grid, samples) =
                lines.entry(limit.question).or_insert_with(|| line(tree, limit.question, of.unwrap_or(&none)));
            let mut turns = Turns { facts, question: limit.question, grid: *grid, samples, left: &mut left };
            match turns.points(comparison) {
                Some(points) => limit.points = points,
                None => unlooked += 1,
            }
            list.push(limit);
        }
        Self { sites, list, uses, numbers, others, unlooked }
    }

    /// Calls `see` with each limit that decides the condition at a site just then.
    pub(crate) fn deciding(
        &self,
        tree: &'t Tree,
        site: usize,
        holds: &dyn Fn(&Cond) -> bool,
        see: &mut dyn FnMut(usize),
    ) {
        if self.uses.get(site).is_none_or(Vec::is_empty) {
            return;
        }
        let Some(site) = self.sites.list.get(site) else { return };
        deciding(tree, site.cond, holds, &mut |comparison| {
            self.numbers.get(&place(comparison)).into_iter().for_each(|limit| see(*limit));
        });
    }
}

struct Gathered<'t> {
    tree: &'t Tree,
    /// By the comparison's own place in memory: one that stands in a value is one, wherever the value is read.
    known: FxHashMap<usize, Option<usize>>,
    comparisons: Vec<(&'t Cond, Limit)>,
    others: usize,
}

impl<'t> Gathered<'t> {
    /// Whether one question's answer is all that a comparison looks at.
    fn is_decided_by(&self, question: QuestionId, cond: &Cond) -> bool {
        match self.tree.question(question).kind {
            Kind::Number { .. } | Kind::Date { .. } => !self.tree.reads_score(|see| cond.reads(see)),
            Kind::Many { .. } => counts_only(self.tree, cond),
            _ => false,
        }
    }

    fn comparison(&mut self, cond: &'t Cond, anywhere: bool) -> Option<usize> {
        let key = place(cond);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let questions = self.tree.questions_read(|see| cond.reads(see));
        let number = match *questions {
            [question] if self.is_decided_by(question, cond) => {
                self.comparisons.push((cond, Limit { question, points: Vec::new(), anywhere }));
                Some(self.comparisons.len() - 1)
            }
            _ => {
                self.others += 1;
                None
            }
        };
        self.known.insert(key, number);
        number
    }
}

/// Where a condition stands in memory, for as long as its tree is there.
fn place(cond: &Cond) -> usize {
    std::ptr::from_ref(cond) as usize
}

/// How many answers are tried at most to find where comparisons turn.
const MOST_TRIED: usize = 2_000_000;

/// What the answers on a line are.
#[derive(Debug, Clone, Copy)]
enum Line {
    /// Numbers on a grid.
    Numbers(Grid),
    Days,
    /// So many boxes at most are ticked.
    Ticks(usize),
}

/// The line of a question's answers, and where to look for turns on it.
fn line(tree: &Tree, question: QuestionId, literals: &Literals) -> (Line, Vec<i128>) {
    let grid = match (&tree.question(question).kind, grid_of(tree, question, literals)) {
        (Kind::Many { options, .. }, _) => Line::Ticks(options.len()),
        (_, Some(grid)) => Line::Numbers(grid),
        (_, None) => Line::Days,
    };
    let mut samples: Vec<i128> = match grid {
        Line::Ticks(most) => (0..).take(most + 1).collect(),
        Line::Numbers(grid) => {
            let unit = grid.position(Decimal::ONE, true).unwrap_or(1);
            let powers = [0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 1_000_000_000, 1_000_000_000_000];
            let near = literals.numbers.iter().filter_map(|number| grid.position(*number, false));
            let powers = powers.iter().filter_map(|power: &i128| power.checked_mul(unit));
            powers.flat_map(|at| [at, -at]).chain(near.flat_map(around)).collect()
        }
        Line::Days => {
            let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|date| i128::from(date.num_days_from_ce()));
            let near = literals.dates.iter().map(|date| i128::from(date.num_days_from_ce()));
            (1000..=3000).step_by(25).filter_map(day).chain(near.flat_map(around)).collect()
        }
    };
    samples.sort_unstable();
    samples.dedup();
    (grid, samples)
}

/// A line of answers to one question, on which a comparison turns here and there.
pub(crate) struct Turns<'f, 't> {
    facts: &'f mut Facts<'t>,
    question: QuestionId,
    grid: Line,
    samples: &'f [i128],
    /// How many answers may still be tried.
    left: &'f mut usize,
}

impl Turns<'_, '_> {
    /// The answer at a point of the line.
    fn answer(&self, at: i128) -> Option<Answer> {
        match self.grid {
            Line::Numbers(grid) => grid.number(at).map(Answer::Number),
            Line::Days => NaiveDate::from_num_days_from_ce_opt(i32::try_from(at).ok()?).map(Answer::Date),
            Line::Ticks(most) => {
                let count = u32::try_from(at).ok().filter(|count| *count as usize <= most)?;
                Some(Answer::Many((0..count).collect()))
            }
        }
    }

    /// The next answer below or above another, or above or below a limit.
    pub(crate) fn beside(answer: &Answer, grid: Option<Grid>, below: bool) -> Option<Answer> {
        match answer {
            Answer::Number(number) => {
                let grid = grid.unwrap_or(Grid::fine(0));
                let at = grid.position(*number, below)?;
                grid.number(if below { at - 1 } else { at + 1 }).map(Answer::Number)
            }
            Answer::Date(date) => if below { date.pred_opt() } else { date.succ_opt() }.map(Answer::Date),
            _ => None,
        }
    }

    fn holds(&mut self, cond: &Cond, at: i128) -> bool {
        *self.left = self.left.saturating_sub(1);
        let answer = self.answer(at);
        self.facts.put(self.question, answer);
        self.facts.changed();
        let holds = self.facts.cond(cond);
        self.facts.put(self.question, None);
        self.facts.changed();
        holds
    }

    /// Where it turns; none if too many answers would have to be tried.
    fn points(&mut self, comparison: &Cond) -> Option<Vec<(Near, Point)>> {
        let mut found: Vec<(Near, i128)> = Vec::new();
        for (turning, equal) in turnings(comparison) {
            if let Some(at) = self.plain(&turning) {
                found.extend([(Near::Below, at - 1), (Near::At, at), (Near::Above, at + 1)]);
                continue;
            }
            let mut before = None;
            for pair in self.samples.windows(2) {
                (*self.left > 0).then_some(())?;
                let &[mut low, mut high] = pair else { continue };
                let first = before.unwrap_or_else(|| self.holds(&turning, low));
                let last = self.holds(&turning, high);
                before = Some(last);
                if first == last {
                    continue;
                }
                while high - low > 1 {
                    let middle = low + (high - low) / 2;
                    if self.holds(&turning, middle) == first { low = middle } else { high = middle }
                }
                match [low, high].into_iter().find(|at| self.holds(&equal, *at)) {
                    Some(at) => found.extend([(Near::Below, at - 1), (Near::At, at), (Near::Above, at + 1)]),
                    None => found.extend([(Near::Below, low), (Near::Above, high)]),
                }
            }
        }
        // An answer that is the limit itself of one of several is called so.
        crate::text::sort_by_key(&mut found, |(near, at)| (*at, *near != Near::At));
        found.dedup_by_key(|(_, at)| *at);
        let point = |answer| match answer {
            Answer::Many(chosen) => Point::Ticked(chosen.len()),
            answer => Point::Answer(answer),
        };
        Some(found.into_iter().filter_map(|(near, at)| Some((near, point(self.answer(at)?)))).collect())
    }

    /// The limit itself, where the answer is compared with something written out: there it turns, and nowhere else.
    fn plain(&self, turning: &Cond) -> Option<i128> {
        let own = |id: &QuestionId| *id == self.question;
        let at = match (turning, self.grid) {
            (Cond::Numbers(_, sides), Line::Numbers(grid)) => match &**sides {
                [Num::Answer(id), Num::Literal(limit)] | [Num::Literal(limit), Num::Answer(id)] if own(id) => {
                    grid.exactly(*limit)?
                }
                _ => return None,
            },
            (Cond::Dates(_, sides), Line::Days) => match &**sides {
                [Date::Answer(id), Date::Literal(limit)] | [Date::Literal(limit), Date::Answer(id)] if own(id) => {
                    i128::from(limit.num_days_from_ce())
                }
                _ => return None,
            },
            _ => return None,
        };
        // Only between answers that can be given does it turn.
        let (first, last) = (self.samples.first()?, self.samples.last()?);
        (first < &at && &at < last).then_some(at)
    }
}

fn around(at: i128) -> [i128; 3] {
    [at - 1, at, at + 1]
}

/// The grid on which a number question is looked at: its own, or that of the numbers it is compared with.
pub(crate) fn grid_of(tree: &Tree, question: QuestionId, literals: &Literals) -> Option<Grid> {
    match &tree.question(question).kind {
        Kind::Number { min, max, .. } => {
            if let Some(step) = tree.question(question).kind.step() {
                return Some(Grid::of(step));
            }
            let mut all = literals.clone();
            [min, max].into_iter().flatten().for_each(|limit| all.num(limit, tree));
            let scales = all.numbers.iter().map(|number| number.normalize().scale());
            Some(Grid::fine(scales.max().unwrap_or(0).min(9)))
        }
        _ => None,
    }
}

/// The comparisons that turn once where one turns, and the one that is true at the limit itself.
fn turnings(comparison: &Cond) -> Vec<(Cond, Cond)> {
    let orders = |order: Order| match order {
        Order::Equal | Order::Unequal => vec![Order::AtLeast, Order::More],
        other => vec![other],
    };
    match comparison {
        Cond::Numbers(order, sides) => orders(*order)
            .into_iter()
            .map(|order| (Cond::Numbers(order, sides.clone()), Cond::Numbers(Order::Equal, sides.clone())))
            .collect(),
        Cond::Dates(order, sides) => orders(*order)
            .into_iter()
            .map(|order| (Cond::Dates(order, sides.clone()), Cond::Dates(Order::Equal, sides.clone())))
            .collect(),
        Cond::NumberIn(number, among, _) => among
            .iter()
            .flat_map(|other| turnings(&Cond::Numbers(Order::Equal, Box::new([(**number).clone(), other.clone()]))))
            .collect(),
        Cond::DateIn(date, among, _) => among
            .iter()
            .flat_map(|other| turnings(&Cond::Dates(Order::Equal, Box::new([(**date).clone(), other.clone()]))))
            .collect(),
        _ => Vec::new(),
    }
}

//! Numbers and dates, cut into the ranges that conditions can tell apart.
//!
//! A comparison that only ever rises or falls with the answer has one threshold, found by halving; the ranges
//! between all thresholds are then exact. Anything else is tried at its corners and said to be a try.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::atoms::{Ask, Atoms};
use super::domain::{Class, Cut, Domain, one};
use crate::engine::Facts;
use crate::tree::{Answer, Arithmetic, Cond, Date, Expr, Kind, Num, Order, QuestionId, Tree, ValueRule};

/// Numbers are cut on a grid this fine where they need not be whole.
const PLACES: u32 = 9;
/// Without a limit, numbers are looked at up to this size.
const FAR: i128 = 1_000_000_000_000;

/// A line of answers: positions on a grid, and the answer at each.
struct Line {
    first: i128,
    last: i128,
    answer: fn(i128, &Line) -> Option<Answer>,
    places: u32,
    /// Where ranges without any threshold are represented, if that is among the answers.
    usual: i128,
}

/// The classes of a number question.
pub(super) fn numbers(
    tree: &Tree,
    id: QuestionId,
    atoms: &Atoms,
    facts: &mut Facts,
    moving: bool,
    _others: &[Domain],
) -> Domain {
    let Kind::Number { min, max, whole, .. } = &tree.question(id).kind else { return Domain::default() };
    let places = if *whole { 0 } else { PLACES };
    let unit = 10_i128.pow(places);
    let limit = |num: &Option<Num>, up: bool, far: i128| {
        let number = num.as_ref().filter(|_| !moving).and_then(|num| facts.num(num));
        number.and_then(|number| on_grid(number, places, up)).unwrap_or(far * unit)
    };
    let (first, last) = (limit(min, true, -FAR), limit(max, false, FAR));
    let line = Line { first, last, answer: number_at, places, usual: 0 };
    classes(tree, id, atoms, facts, moving, &line)
}

/// The classes of a date question.
pub(super) fn dates(
    tree: &Tree,
    id: QuestionId,
    atoms: &Atoms,
    facts: &mut Facts,
    moving: bool,
    _others: &[Domain],
) -> Domain {
    let Kind::Date { min, max, .. } = &tree.question(id).kind else { return Domain::default() };
    let limit = |date: &Option<Date>| {
        let date = date.as_ref().filter(|_| !moving).and_then(|date| facts.date(date));
        date.map(|date| i128::from(date.num_days_from_ce()))
    };
    let (first, last) = (limit(min).unwrap_or(1), limit(max).unwrap_or(3_652_059)); // the year 9999 ends there
    let usual = facts.date(&Date::Today).map_or(first, |today| i128::from(today.num_days_from_ce()));
    let line = Line { first, last, answer: date_at, places: 0, usual };
    classes(tree, id, atoms, facts, moving, &line)
}

fn number_at(at: i128, line: &Line) -> Option<Answer> {
    Decimal::try_from_i128_with_scale(at, line.places).ok().map(|number| Answer::Number(number.normalize()))
}

fn date_at(at: i128, _: &Line) -> Option<Answer> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(at).ok()?).map(Answer::Date)
}

/// A number on the grid; rounded up or down to the next point.
fn on_grid(number: Decimal, places: u32, up: bool) -> Option<i128> {
    let scaled = number.checked_mul(Decimal::from(10_u64.pow(places)))?;
    if up { scaled.ceil() } else { scaled.floor() }.to_i128()
}

fn classes(tree: &Tree, id: QuestionId, atoms: &Atoms, facts: &mut Facts, moving: bool, line: &Line) -> Domain {
    let mut cuts = Cuts { tree, id, facts, line, starts: Vec::new(), exact: !moving };
    if line.first > line.last {
        let cut = Cut { starts: vec![line.first], last: line.last, places: line.places, merged: !moving };
        return Domain { exact: !moving, cut, ..Domain::default() };
    }
    let mut several = false;
    for atom in atoms.of.get(id.index()).into_iter().flatten().filter_map(|atom| atoms.list.get(*atom as usize)) {
        match atom.ask {
            Ask::Holds(cond) if atom.single().is_some() => cuts.cond(cond),
            Ask::Holds(cond) => {
                several = true;
                cuts.corners(cond);
            }
            Ask::Whole => several = true,
            Ask::Known(_) | Ask::Asked => {}
        }
    }
    if several || moving {
        cuts.exact = false;
        cuts.common_corners();
    }
    let Cuts { mut starts, exact, .. } = cuts;
    starts.retain(|start| line.first < *start && *start <= line.last);
    starts.push(line.first);
    starts.sort_unstable();
    starts.dedup();
    let mut classes: Vec<Class> = Vec::new();
    let mut seen: Vec<Vec<bool>> = Vec::new();
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(line.last, |next| next - 1);
        let Some(answer) = (line.answer)(simplest(start, end, line), line) else { continue };
        let truths = super::views::truths(&answer, id, atoms, facts);
        if several || moving || !seen.contains(&truths) {
            seen.push(truths);
            classes.push(one(answer));
        }
    }
    let cut = Cut { starts, last: line.last, places: line.places, merged: !several && !moving };
    Domain { classes, exact, cut, ..Domain::default() }
}

/// The plainest answer of a range: the usual one, a whole number, or one with few places.
fn simplest(start: i128, end: i128, line: &Line) -> i128 {
    if start <= line.usual && line.usual <= end {
        return line.usual;
    }
    // Ranges without an end of their own are represented where they begin.
    let from_end = start == line.first && end != line.last;
    for places in 0..=line.places {
        let step = 10_i128.pow(line.places - places);
        let point = if from_end { end.div_euclid(step) * step } else { -((-start).div_euclid(step)) * step };
        if start <= point && point <= end {
            return point;
        }
    }
    if from_end { end } else { start }
}

/// How an expression moves with the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moves {
    Not,
    Up,
    Down,
    Unknown,
}

impl Moves {
    fn flip(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            other => other,
        }
    }

    /// How a sum of two moves.
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Not, moves) | (moves, Self::Not) => moves,
            (left, right) if left == right => left,
            _ => Self::Unknown,
        }
    }
}

struct Cuts<'c, 'f, 't> {
    tree: &'c Tree,
    id: QuestionId,
    facts: &'c mut Facts<'t>,
    line: &'f Line,
    /// Where a new range begins.
    starts: Vec<i128>,
    exact: bool,
}

impl Cuts<'_, '_, '_> {
    /// Whether a condition is true with the answer at a point of the line.
    fn at(&mut self, cond: &Cond, point: i128) -> bool {
        self.facts.put(self.id, (self.line.answer)(point, self.line));
        self.facts.changed();
        let holds = self.facts.cond(cond);
        self.facts.put(self.id, None);
        holds
    }

    /// Cuts where a condition that only rises or falls changes.
    fn threshold(&mut self, cond: &Cond) {
        let (mut low, mut high) = (self.line.first, self.line.last);
        let before = self.at(cond, low);
        if before == self.at(cond, high) {
            return;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.at(cond, middle) == before { low = middle } else { high = middle }
        }
        self.starts.push(high);
    }

    fn numbers(&mut self, order: Order, left: &Num, right: &Num) {
        if self.num(left).with(self.num(right).flip()) == Moves::Unknown {
            self.exact = false;
            return self.corners(&Cond::Numbers(order, Box::new([left.clone(), right.clone()])));
        }
        for order in thresholds(order) {
            self.threshold(&Cond::Numbers(order, Box::new([left.clone(), right.clone()])));
        }
    }

    fn dates(&mut self, order: Order, left: &Date, right: &Date) {
        if self.date(left).with(self.date(right).flip()) == Moves::Unknown {
            self.exact = false;
            return self.corners(&Cond::Dates(order, Box::new([left.clone(), right.clone()])));
        }
        for order in thresholds(order) {
            self.threshold(&Cond::Dates(order, Box::new([left.clone(), right.clone()])));
        }
    }

    /// Cuts for a condition about this question alone.
    fn cond(&mut self, cond: &Cond) {
        match cond {
            Cond::Numbers(order, sides) => {
                let [left, right] = &**sides;
                self.numbers(*order, left, right);
            }
            Cond::Dates(order, sides) => {
                let [left, right] = &**sides;
                self.dates(*order, left, right);
            }
            Cond::NumberIn(number, among, _) => {
                among.iter().for_each(|other| self.numbers(Order::Equal, number, other))
            }
            Cond::DateIn(date, among, _) => among.iter().for_each(|other| self.dates(Order::Equal, date, other)),
            Cond::Answered(_) => {}
            Cond::Not(inner) => self.cond(inner),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Value(_) | Cond::Const(_) => {}
            _ => {
                self.exact = false;
                self.corners(cond);
            }
        }
    }

    fn num(&mut self, num: &Num) -> Moves {
        match num {
            Num::Literal(_) | Num::Score(_) | Num::Count(_) => Moves::Not,
            Num::Answer(id) => {
                if *id == self.id {
                    Moves::Up
                } else {
                    Moves::Not
                }
            }
            Num::Value(id) => match &self.tree.value(*id).rule {
                ValueRule::One(Expr::Num(inner)) => self.num(inner),
                rule => self.still(rule),
            },
            Num::Minus(inner) => self.num(inner).flip(),
            Num::Floor(inner) | Num::Ceil(inner) => self.num(inner),
            Num::Abs(inner) => {
                if self.num(inner) == Moves::Not {
                    Moves::Not
                } else {
                    Moves::Unknown
                }
            }
            Num::Round(sides) => {
                let [number, places] = &**sides;
                if self.num(places) == Moves::Not { self.num(number) } else { Moves::Unknown }
            }
            Num::Least(parts) | Num::Greatest(parts) => {
                parts.iter().fold(Moves::Not, |moves, part| moves.with(self.num(part)))
            }
            // With the answer there, the first part that reads it decides; others must stand still.
            Num::Default(parts) => parts.iter().fold(Moves::Not, |moves, part| moves.with(self.num(part))),
            Num::Between(_, sides) => {
                let [from, to] = &**sides;
                self.date(from).flip().with(self.date(to))
            }
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let (left_moves, right_moves) = (self.num(left), self.num(right));
                match operation {
                    Arithmetic::Plus => left_moves.with(right_moves),
                    Arithmetic::Minus => left_moves.with(right_moves.flip()),
                    Arithmetic::Times | Arithmetic::Over => match (left_moves, right_moves) {
                        (Moves::Not, Moves::Not) => Moves::Not,
                        (moves, Moves::Not) => self.scaled(moves, right),
                        (Moves::Not, moves) if *operation == Arithmetic::Times => self.scaled(moves, left),
                        _ => Moves::Unknown,
                    },
                }
            }
        }
    }

    /// How something moves once it is multiplied by something that stands still.
    fn scaled(&mut self, moves: Moves, by: &Num) -> Moves {
        match self.facts.num(by) {
            Some(factor) if factor.is_zero() => Moves::Not,
            Some(factor) => {
                if factor.is_sign_negative() {
                    moves.flip()
                } else {
                    moves
                }
            }
            None => Moves::Not,
        }
    }

    fn date(&mut self, date: &Date) -> Moves {
        match date {
            Date::Literal(_) | Date::Today => Moves::Not,
            Date::Answer(id) => {
                if *id == self.id {
                    Moves::Up
                } else {
                    Moves::Not
                }
            }
            Date::Value(id) => match &self.tree.value(*id).rule {
                ValueRule::One(Expr::Date(inner)) => self.date(inner),
                rule => self.still(rule),
            },
            Date::Add(_, date, number) => self.date(date).with(self.num(number)),
            Date::Default(parts) => parts.iter().fold(Moves::Not, |moves, part| moves.with(self.date(part))),
        }
    }

    /// A value with rules or a table stands still where it does not read the question.
    fn still(&mut self, rule: &ValueRule) -> Moves {
        let mut reads = false;
        rule.reads(&mut |read| {
            reads |= matches!(read, crate::tree::Read::Value(_)) || read == crate::tree::Read::Question(self.id);
        });
        if reads { Moves::Unknown } else { Moves::Not }
    }

    /// Cuts at every number and date written in a condition, just before it and just after it.
    fn corners(&mut self, cond: &Cond) {
        let mut points = Vec::new();
        literals(cond, &mut points);
        for point in points {
            let at = match point {
                Point::Number(number) => on_grid(number, self.line.places, true),
                Point::Date(date) => Some(i128::from(date.num_days_from_ce())),
            };
            self.starts.extend(at.into_iter().flat_map(|at| [at, at + 1]));
        }
    }

    /// Corners for conditions that read several answers: the ends of the line and what is usual.
    fn common_corners(&mut self) {
        let unit = 10_i128.pow(self.line.places);
        let usual = self.line.usual;
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

enum Point {
    Number(Decimal),
    Date(NaiveDate),
}

fn literals(cond: &Cond, found: &mut Vec<Point>) {
    match cond {
        Cond::Numbers(_, sides) => sides.iter().for_each(|side| number_literals(side, found)),
        Cond::Dates(_, sides) => sides.iter().for_each(|side| date_literals(side, found)),
        Cond::NumberIn(number, among, _) => {
            number_literals(number, found);
            among.iter().for_each(|other| number_literals(other, found));
        }
        Cond::DateIn(date, among, _) => {
            date_literals(date, found);
            among.iter().for_each(|other| date_literals(other, found));
        }
        _ => {}
    }
}

fn number_literals(num: &Num, found: &mut Vec<Point>) {
    match num {
        Num::Literal(number) => found.push(Point::Number(*number)),
        Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => number_literals(inner, found),
        Num::Sum(_, sides) | Num::Round(sides) => sides.iter().for_each(|side| number_literals(side, found)),
        Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
            parts.iter().for_each(|part| number_literals(part, found));
        }
        Num::Between(_, sides) => sides.iter().for_each(|side| date_literals(side, found)),
        Num::Answer(_) | Num::Value(_) | Num::Score(_) | Num::Count(_) => {}
    }
}

fn date_literals(date: &Date, found: &mut Vec<Point>) {
    match date {
        Date::Literal(date) => found.push(Point::Date(*date)),
        Date::Add(_, date, number) => {
            date_literals(date, found);
            number_literals(number, found);
        }
        Date::Default(parts) => parts.iter().for_each(|part| date_literals(part, found)),
        Date::Today | Date::Answer(_) | Date::Value(_) => {}
    }
}

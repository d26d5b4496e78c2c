//! What a set of walks is to touch: all that coverage counts, and the answers on both sides of every limit.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::boundaries::{Limits, Near, Point, Turns, grid_of};
use crate::engine::{Facts, Touches};
use crate::explore::conditions::literals::Literals;
use crate::tree::{Answer, Kind, Part, QuestionId, Read, Tree, ValueId};

/// One thing that a walk may touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Aim {
    /// What coverage counts is touched.
    Part(Part),
    /// This answer is given, and then the comparison with this number decides a condition.
    Near(usize, Near, QuestionId, Point),
    /// This answer, the least or the most that is allowed, is given.
    Edge(QuestionId, bool, Answer),
    /// This answer, just less or just more than is allowed, is refused.
    Outside(QuestionId, bool, Answer),
}

/// All things to touch, numbered.
pub(crate) struct Aims<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) today: NaiveDate,
    pub(crate) limits: Limits<'t>,
    /// The first aims are its parts, under the same numbers.
    pub(crate) touches: Touches<'t>,
    pub(crate) list: Vec<Aim>,
    /// By limit: its aims.
    near: Vec<Vec<usize>>,
    /// The aim of a limit that an answer is for, and that of so many boxes ticked.
    at: FxHashMap<(usize, Answer), usize>,
    ticked: FxHashMap<(usize, usize), usize>,
    /// The aims that hang on nothing but an answer, and those that just hang on how many boxes are ticked.
    given: FxHashMap<QuestionId, FxHashMap<Answer, Vec<usize>>>,
    given_ticks: FxHashMap<QuestionId, FxHashMap<usize, Vec<usize>>>,
    /// By question: the aims that an answer of it is refused.
    outside: Vec<Vec<usize>>,
    /// Limits that hang on scores or on more than one answer, and for which nothing is suggested.
    pub(crate) others: usize,
}

impl<'t> Aims<'t> {
    pub(crate) fn of(tree: &'t Tree, today: NaiveDate) -> Self {
        let mut facts = Facts::new(tree, today);
        let limits = Limits::of(tree, &mut facts);
        let touches = Touches::of(tree);
        let mut aims = Self {
            tree,
            today,
            list: touches.parts().list().iter().copied().map(Aim::Part).collect(),
            touches,
            near: Vec::new(),
            at: FxHashMap::default(),
            ticked: FxHashMap::default(),
            given: FxHashMap::default(),
            given_ticks: FxHashMap::default(),
            outside: vec![Vec::new(); tree.questions().len()],
            others: limits.others,
            limits,
        };
        aims.edges(&mut facts);
        let limits = std::mem::take(&mut aims.limits.list);
        for (index, limit) in limits.iter().enumerate() {
            let mut here = Vec::new();
            for (near, point) in &limit.points {
                // What the question never takes is a matter of its own limits.
                if let Point::Answer(answer) = point
                    && aims.fixed(limit.question)
                    && facts.check(limit.question, answer).is_err()
                {
                    continue;
                }
                let aim = aims.list.len();
                here.push(aim);
                match point {
                    Point::Answer(answer) => drop(aims.at.entry((index, answer.clone())).or_insert(aim)),
                    Point::Ticked(count) => drop(aims.ticked.entry((index, *count)).or_insert(aim)),
                }
                aims.list.push(Aim::Near(index, *near, limit.question, point.clone()));
                if limit.anywhere {
                    aims.add_given(limit.question, aim, point);
                }
            }
            aims.near.push(here);
        }
        aims.limits.list = limits;
        aims
    }

    /// The least and the most of numbers and dates, where these are the same in every walk.
    fn edges(&mut self, facts: &mut Facts<'t>) {
        let tree = self.tree;
        let mut written: FxHashMap<QuestionId, Vec<Decimal>> = FxHashMap::default();
        for limit in &self.limits.list {
            let numbers = limit.points.iter().filter_map(|(_, point)| match point {
                Point::Answer(Answer::Number(number)) => Some(*number),
                _ => None,
            });
            written.entry(limit.question).or_default().extend(numbers);
        }
        for (id, question) in tree.questions() {
            let (low, high) = match &question.kind {
                Kind::Number { min, max, whole, .. } => {
                    let limit = |num: &Option<_>, up: bool| {
                        let number = facts.num(num.as_ref()?)?;
                        let number = if !whole {
                            number
                        } else if up {
                            number.ceil()
                        } else {
                            number.floor()
                        };
                        Some(Answer::Number(number.normalize()))
                    };
                    (limit(min, true), limit(max, false))
                }
                Kind::Date { min, max, .. } => {
                    let limit = |date: &Option<_>| facts.date(date.as_ref()?).map(Answer::Date);
                    (limit(min), limit(max))
                }
                _ => continue,
            };
            if !self.fixed(id) {
                self.others += 1;
                continue;
            }
            let literals = Literals { numbers: written.remove(&id).unwrap_or_default(), ..Literals::default() };
            let grid = grid_of(tree, id, &literals);
            for (is_low, limit) in [(true, low), (false, high)] {
                let Some(limit) = limit else { continue };
                if facts.check(id, &limit).is_ok() {
                    self.add_given(id, self.list.len(), &Point::Answer(limit.clone()));
                    self.list.push(Aim::Edge(id, is_low, limit.clone()));
                }
                let beyond = Turns::beside(&limit, grid, is_low);
                if let Some(answer) = beyond.filter(|answer| facts.check(id, answer).is_err()) {
                    if let Some(outside) = self.outside.get_mut(id.index()) {
                        outside.push(self.list.len());
                    }
                    self.list.push(Aim::Outside(id, is_low, answer));
                }
            }
        }
    }

    fn add_given(&mut self, id: QuestionId, aim: usize, point: &Point) {
        let list = match point {
            Point::Answer(answer) => self.given.entry(id).or_default().entry(answer.clone()).or_default(),
            Point::Ticked(count) => self.given_ticks.entry(id).or_default().entry(*count).or_default(),
        };
        list.push(aim);
    }

    /// True if a question's limits are the same in every walk.
    fn fixed(&self, id: QuestionId) -> bool {
        let moves = |read| matches!(read, Read::Question(_) | Read::Score(_));
        let tree = self.tree;
        match &tree.question(id).kind {
            Kind::Number { min, max, .. } => {
                ![min, max].into_iter().flatten().any(|num| tree.any_read(|see| num.reads(see), moves))
            }
            Kind::Date { min, max, .. } => {
                ![min, max].into_iter().flatten().any(|date| tree.any_read(|see| date.reads(see), moves))
            }
            _ => true,
        }
    }

    /// The aim that an answer is given.
    pub(crate) fn answer(&self, id: QuestionId, index: u32) -> usize {
        self.touches.parts().number(Part::Answer(id, index as usize)).unwrap_or(usize::MAX)
    }

    /// Whether a part of a value is still to be touched.
    pub(crate) fn is_open(&self, value: ValueId, done: &[bool]) -> bool {
        let parts = self.touches.parts();
        parts.of_value(value).any(|number| done.get(number) == Some(&false))
    }

    /// The aim of a limit that an answer is for.
    pub(crate) fn near(&self, limit: usize, answer: &Answer) -> Option<usize> {
        let ticked = || if let Answer::Many(chosen) = answer { self.ticked.get(&(limit, chosen.len())) } else { None };
        self.at.get(&(limit, answer.clone())).or_else(ticked).copied()
    }

    /// All aims of a limit.
    pub(crate) fn of_limit(&self, limit: usize) -> &[usize] {
        self.near.get(limit).map_or(&[], Vec::as_slice)
    }

    /// The aims that an answer reaches by being given.
    pub(crate) fn given(&self, id: QuestionId, answer: &Answer) -> impl Iterator<Item = usize> {
        let ticks = if let Answer::Many(chosen) = answer { Some(chosen.len()) } else { None };
        let ticked = ticks.and_then(|count| self.given_ticks.get(&id)?.get(&count));
        let given = self.given.get(&id).and_then(|given| given.get(answer));
        given.into_iter().chain(ticked).flatten().copied()
    }

    /// The aims that an answer reaches by being less or more than allowed.
    pub(crate) fn refused(&self, id: QuestionId, answer: &Answer) -> impl Iterator<Item = usize> {
        self.outside_of(id).iter().copied().filter(|aim| self.is_for(*aim, answer))
    }

    /// The aims that an answer of a question is less or more than allowed.
    pub(crate) fn outside_of(&self, id: QuestionId) -> &[usize] {
        self.outside.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The typed answer that an aim is about.
    pub(crate) fn typed(&self, aim: usize) -> Option<(QuestionId, &Answer)> {
        match self.list.get(aim)? {
            Aim::Near(_, _, id, Point::Answer(answer)) | Aim::Edge(id, _, answer) | Aim::Outside(id, _, answer) => {
                Some((*id, answer))
            }
            _ => None,
        }
    }

    fn is_for(&self, aim: usize, answer: &Answer) -> bool {
        self.typed(aim).is_some_and(|(_, own)| own == answer)
    }
}

//! What else a part of an expression might have said: the other side of a limit, the opposite, a list less an item.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::nodes::{Node, NodeMut};
use crate::tree::expr::{Cond, Date, Num, Order};

/// Finds the changes of an expression, part by part.
pub(super) struct Shifts {
    /// The position of the part that comes next.
    at: usize,
    /// The sides of a comparison that have been dealt with together with it, by the order they come in.
    done: Vec<usize>,
    /// Both directions are wanted of a literal that is the whole: it is a limit, of numbers that may be so far apart.
    limit: Option<Option<Decimal>>,
    pub(super) found: Vec<(usize, Node)>,
}

/// The next greater and the next lesser number with the same places, or so far from it.
fn steps(number: Decimal, apart: Option<Decimal>) -> [Option<Decimal>; 2] {
    let step = apart.unwrap_or(Decimal::new(1, number.scale()));
    [number.checked_add(step), number.checked_sub(step)]
}

fn days(date: NaiveDate) -> [Option<NaiveDate>; 2] {
    [date.succ_opt(), date.pred_opt()]
}

impl Shifts {
    pub(super) fn new(limit: Option<Option<Decimal>>) -> Self {
        Self { at: 0, done: Vec::new(), limit, found: Vec::new() }
    }

    /// Looks at the next part, a whole before what it is made of.
    pub(super) fn see(&mut self, part: &NodeMut) {
        match part {
            NodeMut::Cond(cond) => self.cond(cond),
            NodeMut::Num(Num::Literal(number)) => {
                let apart = self.limit.flatten().filter(|_| self.at == 0);
                self.literal(steps(*number, apart).map(|n| n.map(|n| Node::Num(Num::Literal(n)))))
            }
            NodeMut::Date(Date::Literal(date)) => {
                self.literal(days(*date).map(|d| d.map(|d| Node::Date(Date::Literal(d)))))
            }
            NodeMut::Num(_) | NodeMut::Date(_) => {}
        }
        self.at += 1;
    }

    fn add(&mut self, cond: Cond) {
        self.found.push((self.at, Node::Cond(cond)));
    }

    fn literal(&mut self, [up, down]: [Option<Node>; 2]) {
        if self.done.contains(&self.at) {
            return;
        }
        let wanted = if self.limit.is_some() && self.at == 0 { [up, down] } else { [up, None] };
        self.found.extend(wanted.into_iter().flatten().map(|part| (self.at, part)));
    }

    fn cond(&mut self, cond: &Cond) {
        match cond {
            Cond::Const(_) => {}
            Cond::Not(inner) => self.add((**inner).clone()),
            Cond::All(parts) => {
                self.opposite(cond);
                self.add(Cond::Any(parts.clone()));
            }
            Cond::Any(parts) => {
                self.opposite(cond);
                self.add(Cond::All(parts.clone()));
            }
            Cond::Value(_) | Cond::Answered(_) | Cond::Matches(..) => self.add(Cond::Not(Box::new(cond.clone()))),
            Cond::Same(sides, unequal) => self.add(Cond::Same(sides.clone(), !unequal)),
            Cond::Texts(sides, unequal) => self.add(Cond::Texts(sides.clone(), !unequal)),
            Cond::Choices(sides, unequal) => self.add(Cond::Choices(sides.clone(), !unequal)),
            Cond::InSet(choice, set, not) => self.add(Cond::InSet(choice.clone(), set.clone(), !not)),
            Cond::Numbers(order, sides) => {
                self.opposite(cond);
                self.add(Cond::Numbers(shifted(*order), sides.clone()));
                self.numbers(*order, sides);
            }
            Cond::Dates(order, sides) => {
                self.opposite(cond);
                self.add(Cond::Dates(shifted(*order), sides.clone()));
                self.dates(*order, sides);
            }
            Cond::ChoiceIn(choice, ids, not) => {
                self.add(Cond::ChoiceIn(choice.clone(), ids.clone(), !not));
                self.less(ids, |ids| Cond::ChoiceIn(choice.clone(), ids, *not));
            }
            Cond::NumberIn(number, list, not) => {
                self.add(Cond::NumberIn(number.clone(), list.clone(), !not));
                self.less(list, |list| Cond::NumberIn(number.clone(), list, *not));
            }
            Cond::DateIn(date, list, not) => {
                self.add(Cond::DateIn(date.clone(), list.clone(), !not));
                self.less(list, |list| Cond::DateIn(date.clone(), list, *not));
            }
            Cond::TextIn(text, list, not) => {
                self.add(Cond::TextIn(text.clone(), list.clone(), !not));
                self.less(list, |list| Cond::TextIn(text.clone(), list, *not));
            }
            Cond::AnyOf(set, ids) => {
                self.opposite(cond);
                self.less(ids, |ids| Cond::AnyOf(set.clone(), ids));
            }
            Cond::AllOf(set, ids) => {
                self.opposite(cond);
                self.less(ids, |ids| Cond::AllOf(set.clone(), ids));
            }
            Cond::OnlyOf(set, ids) => {
                self.opposite(cond);
                self.less(ids, |ids| Cond::OnlyOf(set.clone(), ids));
            }
        }
    }

    /// A whole condition negated; parts of one have their own changes.
    fn opposite(&mut self, cond: &Cond) {
        if self.at == 0 {
            self.add(Cond::Not(Box::new(cond.clone())));
        }
    }

    /// A list less its first item, and less its last.
    fn less<T: Clone>(&mut self, list: &[T], make: impl Fn(Box<[T]>) -> Cond) {
        if let [first, middle @ .., last] = list {
            let without_first: Box<[T]> = middle.iter().chain([last]).cloned().collect();
            let without_last: Box<[T]> = [first].into_iter().chain(middle).cloned().collect();
            self.add(make(without_first));
            self.add(make(without_last));
        }
    }

    /// A number written out on one side of a comparison, a step further the way its sign does not already go.
    fn numbers(&mut self, order: Order, sides: &[Num; 2]) {
        let size = size_of(&sides[0]);
        for (side, literal) in sides.iter().enumerate() {
            let Num::Literal(number) = literal else { continue };
            self.done.push(self.at + 1 + side * size);
            let Some(moved) = pick(order, side, steps(*number, None)) else { continue };
            let mut sides = sides.clone();
            if let Some(own) = sides.get_mut(side) {
                *own = Num::Literal(moved);
            }
            self.add(Cond::Numbers(order, Box::new(sides)));
        }
    }

    fn dates(&mut self, order: Order, sides: &[Date; 2]) {
        let size = size_of_date(&sides[0]);
        for (side, literal) in sides.iter().enumerate() {
            let Date::Literal(date) = literal else { continue };
            self.done.push(self.at + 1 + side * size);
            let Some(moved) = pick(order, side, days(*date)) else { continue };
            let mut sides = sides.clone();
            if let Some(own) = sides.get_mut(side) {
                *own = Date::Literal(moved);
            }
            self.add(Cond::Dates(order, Box::new(sides)));
        }
    }
}

/// The sign that treats the limit itself otherwise.
fn shifted(order: Order) -> Order {
    match order {
        Order::Equal => Order::Unequal,
        Order::Unequal => Order::Equal,
        Order::Less => Order::AtMost,
        Order::AtMost => Order::Less,
        Order::More => Order::AtLeast,
        Order::AtLeast => Order::More,
    }
}

/// Which way to move a limit: where `<` becomes `<=` it has moved up already, so down, and the other way round.
fn pick<T>(order: Order, side: usize, [up, down]: [Option<T>; 2]) -> Option<T> {
    let goes_down = match order {
        Order::Less | Order::AtLeast => side == 1,
        Order::AtMost | Order::More => side == 0,
        Order::Equal | Order::Unequal => false,
    };
    if goes_down { down } else { up }
}

fn size_of(num: &Num) -> usize {
    let mut count = 0;
    super::in_num(&mut num.clone(), &mut |_| count += 1);
    count
}

fn size_of_date(date: &Date) -> usize {
    let mut count = 0;
    super::in_date(&mut date.clone(), &mut |_| count += 1);
    count
}

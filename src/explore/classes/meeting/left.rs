//! What `reject` leaves of a question between its limits: where its rules refuse what lies below and above something that
//! earlier answers come to, an answer is left wherever each lower end lies below each upper one.

use rust_decimal::Decimal;

use super::comparisons::plain;
use super::flowing::flowing;
use crate::explore::arithmetic::terms::term::{DAYS, day};
use crate::explore::classes::limits::in_steps;
use crate::tree::{
    Arithmetic, Cond, DEEPEST, Date, DateUnit, Expr, Kind, Num, Order, QuestionId, Read, Reads, Tree, ValueRule,
};

/// What is left of a question.
pub(crate) struct Left {
    /// The comparisons that refuse answers, as they are written.
    pub(crate) refusing: Vec<Cond>,
    /// What is true where something is left, as far as that hangs on each pair of ends.
    pub(crate) pairs: Vec<Cond>,
}

impl Left {
    /// The comparison with which the pairs are decided, the first in which several typed answers meet; none if there is
    /// none, and they are not.
    pub(crate) fn decided_with(&self, tree: &Tree) -> Option<&Cond> {
        self.refusing.iter().find(|cond| flowing(tree, cond).is_some_and(|flow| flow.typed() > 1))
    }
}

/// So many pairs of ends are looked at for one question.
const MOST_PAIRS: usize = 16;

/// What is multiplied by a number of so many places is not rounded.
const MOST_PLACES: u32 = 4;

/// An end of what is left, and whether it is itself refused.
type End<T> = (T, bool);

/// The ends of what is left.
struct Ends<'t, T> {
    tree: &'t Tree,
    id: QuestionId,
    lower: Vec<End<T>>,
    upper: Vec<End<T>>,
    refusing: Vec<Cond>,
}

/// What is left of a question with `reject`; none where its rules refuse in another way, or where it has none. Days end
/// with those that can be written, numbers do not: some can be typed beyond all that they are compared with.
pub(crate) fn left(tree: &Tree, id: QuestionId) -> Option<Left> {
    let question = tree.question(id);
    if question.rejects.is_empty() || question.optional {
        return None;
    }
    match &question.kind {
        kind @ Kind::Number { min, max, .. } => {
            ends(tree, id, [min, max])?.pairs(&is_short, &|low, high| numbers(tree, kind.step(), low, high))
        }
        Kind::Date { min, max, .. } => {
            let mut ends = ends(tree, id, [min, max])?;
            let end = |at| Some((Date::Literal(day(at)?), false));
            let is_refused = |ends: &[End<Date>]| ends.iter().any(|(_, refused)| *refused);
            // Beside other ends as well, which may come to nothing.
            let [below, above] = [is_refused(&ends.lower), is_refused(&ends.upper)];
            ends.lower.extend(end(DAYS.0).filter(|_| above));
            ends.upper.extend(end(DAYS.1).filter(|_| below));
            ends.pairs(&is_short_day, &dates)
        }
        _ => None,
    }
}

/// The ends by limits, and by what is refused.
fn ends<'t, T: Side>(tree: &'t Tree, id: QuestionId, limits: [&Option<T>; 2]) -> Option<Ends<'t, T>> {
    let [lower, upper] = limits.map(|end| end.iter().map(|end| (end.clone(), false)).collect());
    let mut ends = Ends { tree, id, lower, upper, refusing: Vec::new() };
    tree.question(id).rejects.iter().try_for_each(|reject| ends.cond(&reject.when))?;
    Some(ends)
}

/// Whether a number lies between two ends.
fn numbers(tree: &Tree, step: Option<Decimal>, (low, above): &End<Num>, (high, below): &End<Num>) -> Cond {
    let one_is_on_none = |step: &Decimal| !is_on(tree, low, *step) || !is_on(tree, high, *step);
    let Some(step) = step.filter(one_is_on_none) else {
        let order = if *above || *below { Order::Less } else { Order::AtMost };
        let next = |step| Num::Sum(Arithmetic::Plus, Box::new([low.clone(), Num::Literal(step)]));
        let low = step.filter(|_| *above && *below).map_or(low.clone(), next);
        return Cond::Numbers(order, Box::new([low, high.clone()]));
    };
    let (low, high) = (in_steps(low.clone(), step), in_steps(high.clone(), step));
    let next = |operation, number| Num::Sum(operation, Box::new([number, Num::Literal(Decimal::ONE)]));
    let low = if *above { next(Arithmetic::Plus, Num::Floor(low.into())) } else { Num::Ceil(low.into()) };
    let high = if *below { next(Arithmetic::Minus, Num::Ceil(high.into())) } else { Num::Floor(high.into()) };
    Cond::Numbers(Order::AtMost, Box::new([low, high]))
}

/// Whether a day does.
fn dates((low, above): &End<Date>, (high, below): &End<Date>) -> Cond {
    let next = || Date::Add(DateUnit::Days, low.clone().into(), Num::Literal(Decimal::ONE).into());
    let (low, order) = match (above, below) {
        (false, false) => (low.clone(), Order::AtMost),
        (true, true) => (next(), Order::Less),
        _ => (low.clone(), Order::Less),
    };
    Cond::Dates(order, Box::new([low, high.clone()]))
}

impl<T: Clone> Ends<'_, T> {
    fn reads(&self, reads: impl Reads) -> bool {
        self.tree.questions_read(reads).contains(&self.id)
    }

    fn pairs(self, is_short: &dyn Fn(&Tree, &T) -> bool, make: &dyn Fn(&End<T>, &End<T>) -> Cond) -> Option<Left> {
        let count = self.lower.len().checked_mul(self.upper.len())?;
        let pairs = self.lower.iter().flat_map(|low| self.upper.iter().map(move |high| make(low, high)));
        let mut all = self.lower.iter().chain(&self.upper);
        (count <= MOST_PAIRS && all.all(|(end, _)| is_short(self.tree, end)))
            .then(|| Left { pairs: pairs.collect(), refusing: self.refusing })
    }

    /// Answers on one side of something are refused.
    fn refuse(&mut self, order: Order, other: T) -> Option<()> {
        match order {
            Order::Less => self.lower.push((other, false)),
            Order::AtMost => self.lower.push((other, true)),
            Order::More => self.upper.push((other, false)),
            Order::AtLeast => self.upper.push((other, true)),
            // All but one are.
            Order::Unequal => {
                self.lower.push((other.clone(), false));
                self.upper.push((other, false));
            }
            Order::Equal => return None,
        }
        Some(())
    }
}

/// The side of a comparison that is the answer itself.
trait Side: Sized + Clone {
    /// The order and what the answer is compared with.
    fn of(ends: &Ends<'_, Self>, order: Order, sides: &[Self; 2]) -> Option<(Order, Self)>;
    /// A comparison of two.
    fn compared(cond: &Cond) -> Option<(Order, &[Self; 2])>;
}

impl<T: Side> Ends<'_, T> {
    /// What is refused by a condition.
    fn cond(&mut self, cond: &Cond) -> Option<()> {
        if !self.reads(|see: &mut dyn FnMut(Read)| cond.reads(see)) {
            return Some(());
        }
        match cond {
            Cond::Any(parts) => parts.iter().try_for_each(|part| self.cond(part)),
            // By one part, where the others are true.
            Cond::All(parts) => {
                let own = |part: &&Cond| self.reads(|see: &mut dyn FnMut(Read)| part.reads(see));
                let own: Vec<&Cond> = parts.iter().filter(own).collect();
                if let [one] = own[..] { self.cond(one) } else { None }
            }
            Cond::Value(id) => match plain(self.tree, *id)? {
                Expr::Cond(inner) => self.cond(inner),
                _ => None,
            },
            _ => {
                let (order, sides) = T::compared(cond)?;
                let (order, other) = T::of(self, order, sides)?;
                self.refusing.push(cond.clone());
                self.refuse(order, other)
            }
        }
    }
}

impl Side for Num {
    fn compared(cond: &Cond) -> Option<(Order, &[Self; 2])> {
        if let Cond::Numbers(order, sides) = cond { Some((*order, sides)) } else { None }
    }

    fn of(ends: &Ends<'_, Self>, order: Order, sides: &[Self; 2]) -> Option<(Order, Self)> {
        let [left, right] = sides;
        let in_it = |num: &Self| ends.reads(|see: &mut dyn FnMut(Read)| num.reads(see));
        let (mut own, mut other, mut order) = match [in_it(left), in_it(right)] {
            [true, false] => (left.clone(), right.clone(), order),
            [false, true] => (right.clone(), left.clone(), order.flipped()),
            _ => return None,
        };
        // What is added to it is taken away on the other side, where nothing on the way is rounded.
        let exact = is_plain(ends.tree, &own) && is_plain(ends.tree, &other);
        let sum = |operation, left: Self, right: Self| Self::Sum(operation, Box::new([left, right]));
        loop {
            own = match own {
                Self::Answer(id) if id == ends.id => return Some((order, other)),
                Self::Value(id) => match plain(ends.tree, id)? {
                    Expr::Num(inner) => inner.clone(),
                    _ => return None,
                },
                _ if !exact => return None,
                Self::Minus(inner) => {
                    (order, other) = (order.flipped(), Self::Minus(other.into()));
                    *inner
                }
                Self::Sum(operation, sides) => {
                    let [left, right] = *sides;
                    match (operation, in_it(&left), in_it(&right)) {
                        (Arithmetic::Plus, true, false) => {
                            other = sum(Arithmetic::Minus, other, right);
                            left
                        }
                        (Arithmetic::Plus, false, true) => {
                            other = sum(Arithmetic::Minus, other, left);
                            right
                        }
                        (Arithmetic::Minus, true, false) => {
                            other = sum(Arithmetic::Plus, other, right);
                            left
                        }
                        (Arithmetic::Minus, false, true) => {
                            (order, other) = (order.flipped(), sum(Arithmetic::Minus, left, other));
                            right
                        }
                        _ => return None,
                    }
                }
                _ => return None,
            };
        }
    }
}

/// Whether a sum surely is a number of steps.
fn is_on(tree: &Tree, num: &Num, step: Decimal) -> bool {
    let is_some = |number: &Decimal| number.checked_rem(step).is_some_and(|rest| rest.is_zero());
    match num {
        Num::Literal(number) => is_some(number),
        Num::Answer(id) => tree.question(*id).kind.step().is_some_and(|step| is_some(&step)),
        Num::Count(_) => is_some(&Decimal::ONE),
        Num::Minus(inner) => is_on(tree, inner, step),
        Num::Sum(Arithmetic::Plus | Arithmetic::Minus, sides) => sides.iter().all(|side| is_on(tree, side, step)),
        Num::Sum(Arithmetic::Times, sides) => match &**sides {
            [Num::Literal(by), other] | [other, Num::Literal(by)] => by.is_integer() && is_on(tree, other, step),
            _ => false,
        },
        Num::Value(id) => matches!(plain(tree, *id), Some(Expr::Num(inner)) if is_on(tree, inner, step)),
        _ => false,
    }
}

/// Whether something is such a sum, or one of several: with more, it may take long to decide what is left.
fn is_short(tree: &Tree, num: &Num) -> bool {
    match num {
        Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => parts.iter().all(|part| is_short(tree, part)),
        Num::Value(id) => match &tree.value(*id).rule {
            _ if tree.value(*id).depth > DEEPEST => false,
            ValueRule::One(Expr::Num(inner)) => is_short(tree, inner),
            ValueRule::Rules(rules) => {
                rules.iter().all(|(_, is)| if let Expr::Num(inner) = is { is_short(tree, inner) } else { false })
            }
            ValueRule::Table(_) => true,
            ValueRule::One(_) => false,
        },
        num => is_plain(tree, num),
    }
}

/// Whether a day is another, or one that is some days or a fixed time away from it.
fn is_short_day(tree: &Tree, date: &Date) -> bool {
    match date {
        Date::Literal(_) | Date::Today | Date::Answer(_) => true,
        Date::Add(DateUnit::Days, inner, count) => is_short_day(tree, inner) && is_plain(tree, count),
        Date::Add(_, inner, count) => matches!(**count, Num::Literal(_)) && is_short_day(tree, inner),
        Date::Value(id) => matches!(plain(tree, *id), Some(Expr::Date(inner)) if is_short_day(tree, inner)),
        Date::Default(_) => false,
    }
}

/// Whether something is a sum of answers, scores and numbers, each so many times.
fn is_plain(tree: &Tree, num: &Num) -> bool {
    match num {
        Num::Answer(_) | Num::Literal(_) | Num::Score(_) | Num::Count(_) => true,
        Num::Minus(inner) => is_plain(tree, inner),
        Num::Sum(Arithmetic::Plus | Arithmetic::Minus, sides) => sides.iter().all(|side| is_plain(tree, side)),
        Num::Sum(Arithmetic::Times, sides) => match &**sides {
            [Num::Literal(by), other] | [other, Num::Literal(by)] => by.scale() <= MOST_PLACES && is_plain(tree, other),
            _ => false,
        },
        Num::Value(id) => matches!(plain(tree, *id), Some(Expr::Num(inner)) if is_plain(tree, inner)),
        _ => false,
    }
}

impl Side for Date {
    fn compared(cond: &Cond) -> Option<(Order, &[Self; 2])> {
        if let Cond::Dates(order, sides) = cond { Some((*order, sides)) } else { None }
    }

    fn of(ends: &Ends<'_, Self>, order: Order, sides: &[Self; 2]) -> Option<(Order, Self)> {
        let in_it = |date: &Self| ends.reads(|see: &mut dyn FnMut(Read)| date.reads(see));
        match sides {
            [Self::Answer(id), other] if *id == ends.id && !in_it(other) => Some((order, other.clone())),
            [other, Self::Answer(id)] if *id == ends.id && !in_it(other) => Some((order.flipped(), other.clone())),
            _ => None,
        }
    }
}

//! What is wanted of each quantity that is compared: the same one compared several times is wanted once.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::explore::arithmetic::terms::term::{Compared, Day, Term, position};
use crate::tree::Order;

/// A comparison, and whether it is to be true.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Wanted {
    pub(crate) compared: Compared,
    pub(crate) truth: bool,
}

/// What is compared with what is written out, or with 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Quantity {
    Number(Term),
    Day(Day),
    /// How the one stands to the other: -1, 0 or 1.
    Numbers(Term, Term),
    Days(Day, Day),
}

impl Quantity {
    /// Tells what is compared.
    pub(super) fn ends<'q>(&'q self, number: &mut dyn FnMut(&'q Term), day: &mut dyn FnMut(&'q Day)) {
        match self {
            Self::Number(term) => number(term),
            Self::Day(term) => day(term),
            Self::Numbers(left, right) => [left, right].into_iter().for_each(number),
            Self::Days(left, right) => [left, right].into_iter().for_each(day),
        }
    }

    /// The same, and all that has to come to something for that.
    pub(super) fn sides<'q>(&'q self, number: &mut dyn FnMut(&'q Term), day: &mut dyn FnMut(&'q Day)) {
        self.ends(&mut |term| term.walk(number), &mut |term| term.inner(day));
    }
}

/// Bounds that a quantity must lie between, and what it must not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Want {
    /// The bound, and whether it is itself left out.
    pub(crate) low: Option<(Decimal, bool)>,
    pub(crate) high: Option<(Decimal, bool)>,
    pub(crate) not: Vec<Decimal>,
    /// It must come to something.
    pub(crate) known: bool,
}

/// How many of the values between two bounds are as they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    All,
    Some,
    None,
}

impl Want {
    /// Each bound, with whether it is the lower one.
    pub(crate) fn limits(&self) -> impl Iterator<Item = ((Decimal, bool), bool)> + use<> {
        [self.low.map(|limit| (limit, true)), self.high.map(|limit| (limit, false))].into_iter().flatten()
    }

    fn add(&mut self, order: Order, limit: Decimal, truth: bool) {
        self.known |= truth;
        let order = if truth { order } else { other(order) };
        if matches!(order, Order::More | Order::AtLeast | Order::Equal) {
            let bound = (limit, order == Order::More);
            self.low = Some(self.low.map_or(bound, |known| known.max(bound)));
        }
        if matches!(order, Order::Less | Order::AtMost | Order::Equal) {
            let bound = (limit, order == Order::Less);
            let nearer = |known: (Decimal, bool)| {
                if bound.0 < known.0 || bound.0 == known.0 && bound.1 { bound } else { known }
            };
            self.high = Some(self.high.map_or(bound, nearer));
        }
        if order == Order::Unequal {
            self.not.push(limit);
        }
    }

    /// It must come to something, or to nothing: then no value is as it should be.
    fn there(&mut self, truth: bool) {
        self.known |= truth;
        if !truth {
            (self.low, self.high) = (Some((Decimal::MAX, true)), Some((Decimal::MIN, true)));
        }
    }

    /// Whether a value is not too low.
    pub(crate) fn above(&self, value: Decimal) -> bool {
        self.low.is_none_or(|(low, strict)| value > low || value == low && !strict)
    }

    /// Whether a value is not too high.
    pub(crate) fn below(&self, value: Decimal) -> bool {
        self.high.is_none_or(|(high, strict)| value < high || value == high && !strict)
    }

    /// True if nothing that the quantity may come to is as it should be.
    pub(crate) fn is_empty(&self) -> bool {
        let (Some((low, open)), Some((high, shut))) = (self.low, self.high) else { return false };
        low > high || low == high && (open || shut || self.not.contains(&low))
    }

    /// How many of the values between two are as they should be.
    pub(crate) fn fit(&self, low: Decimal, high: Decimal) -> Fit {
        if !self.below(low) || !self.above(high) || low == high && self.not.contains(&low) {
            return Fit::None;
        }
        let apart = self.not.iter().all(|not| *not < low || high < *not);
        if self.above(low) && self.below(high) && apart { Fit::All } else { Fit::Some }
    }
}

/// The order that holds where this one does not.
fn other(order: Order) -> Order {
    match order {
        Order::Equal => Order::Unequal,
        Order::Unequal => Order::Equal,
        Order::Less => Order::AtLeast,
        Order::AtLeast => Order::Less,
        Order::More => Order::AtMost,
        Order::AtMost => Order::More,
    }
}

/// What is wanted of each quantity; none where that cannot be.
pub(crate) fn quantities(wanted: &[Wanted]) -> Option<Vec<(Quantity, Want)>> {
    let mut found: Vec<(Quantity, Want)> = Vec::new();
    for Wanted { compared, truth } in wanted {
        let (quantity, order, limit) = match compared {
            Compared::Never if *truth => return None,
            Compared::Never => continue,
            Compared::Numbers(order, [Term::Fixed(left), Term::Fixed(right)]) => {
                (order.holds(left.cmp(right)) == *truth).then_some(())?;
                continue;
            }
            Compared::Numbers(order, [left, Term::Fixed(limit)]) => (Quantity::Number(left.clone()), *order, *limit),
            Compared::Numbers(order, [Term::Fixed(limit), right]) => {
                (Quantity::Number(right.clone()), order.flipped(), *limit)
            }
            // Level with itself is what comes to anything.
            Compared::Numbers(Order::Equal, [left, right]) if left == right => {
                add(&mut found, Quantity::Number(left.clone()), |want| want.there(*truth));
                continue;
            }
            Compared::Days(Order::Equal, [left, right]) if left == right => {
                add(&mut found, Quantity::Day(left.clone()), |want| want.there(*truth));
                continue;
            }
            Compared::Numbers(order, [left, right]) => {
                let swapped = right < left;
                let (one, two) = if swapped { (right, left) } else { (left, right) };
                let order = if swapped { order.flipped() } else { *order };
                (Quantity::Numbers(one.clone(), two.clone()), order, Decimal::ZERO)
            }
            Compared::Days(order, [Day::Fixed(left), Day::Fixed(right)]) => {
                (order.holds(left.cmp(right)) == *truth).then_some(())?;
                continue;
            }
            Compared::Days(order, [left, Day::Fixed(limit)]) => {
                (Quantity::Day(left.clone()), *order, number(position(*limit)))
            }
            Compared::Days(order, [Day::Fixed(limit), right]) => {
                (Quantity::Day(right.clone()), order.flipped(), number(position(*limit)))
            }
            Compared::Days(order, [left, right]) => {
                let swapped = right < left;
                let (one, two) = if swapped { (right, left) } else { (left, right) };
                let order = if swapped { order.flipped() } else { *order };
                (Quantity::Days(one.clone(), two.clone()), order, Decimal::ZERO)
            }
        };
        add(&mut found, quantity, |want| want.add(order, limit, *truth));
    }
    let possible = found.iter().all(|(_, want)| !(want.known && want.is_empty()));
    possible.then_some(found)
}

/// Adds to what is wanted of a quantity.
fn add(found: &mut Vec<(Quantity, Want)>, quantity: Quantity, see: impl FnOnce(&mut Want)) {
    match found.iter_mut().find(|(other, _)| *other == quantity) {
        Some((_, want)) => see(want),
        None => {
            let mut want = Want::default();
            see(&mut want);
            found.push((quantity, want));
        }
    }
}

/// A position of a day as a number.
pub(crate) fn number(at: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(at, 0).unwrap_or(Decimal::MAX)
}

/// -1, 0 or 1.
pub(crate) fn sign(ordering: Ordering) -> Decimal {
    match ordering {
        Ordering::Less => Decimal::NEGATIVE_ONE,
        Ordering::Equal => Decimal::ZERO,
        Ordering::Greater => Decimal::ONE,
    }
}

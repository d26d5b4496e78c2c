//! What is wanted of each quantity that is compared: the same one compared several times is wanted once.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::explore::arithmetic::terms::term::{Compared, Day, Term, position};
use crate::tree::{DateUnit, Elapsed, Order};

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

    /// Whether something is added to a day in it.
    fn adds(&self) -> bool {
        match self {
            Self::Day(day) => matches!(day, Day::Add(..)),
            Self::Days(left, right) => [left, right].iter().any(|day| matches!(day, Day::Add(..))),
            Self::Number(_) | Self::Numbers(..) => false,
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
    wanted.iter().try_for_each(|one| see(&mut found, one))?;
    // What is counted in years is compared with a day to which years are added as one day is with another.
    if found.iter().any(|(quantity, _)| quantity.adds()) {
        let implied: Vec<Wanted> = found.iter().flat_map(|(quantity, want)| in_days(quantity, want)).collect();
        implied.iter().try_for_each(|one| see(&mut found, one))?;
    }
    let possible = found.iter().all(|(_, want)| !(want.known && want.is_empty()));
    possible.then_some(found)
}

/// Adds what is wanted of two sides; none where that cannot be.
fn see(found: &mut Vec<(Quantity, Want)>, Wanted { compared, truth }: &Wanted) -> Option<()> {
    let (quantity, order, limit) = match compared {
        Compared::Never if *truth => return None,
        Compared::Never => return Some(()),
        Compared::Numbers(order, [Term::Fixed(left), Term::Fixed(right)]) => {
            (order.holds(left.cmp(right)) == *truth).then_some(())?;
            return Some(());
        }
        Compared::Numbers(order, [left, Term::Fixed(limit)]) => (Quantity::Number(left.clone()), *order, *limit),
        Compared::Numbers(order, [Term::Fixed(limit), right]) => {
            (Quantity::Number(right.clone()), order.flipped(), *limit)
        }
        // Level with itself is what comes to anything.
        Compared::Numbers(Order::Equal, [left, right]) if left == right => {
            add(found, Quantity::Number(left.clone()), |want| want.there(*truth));
            return Some(());
        }
        Compared::Days(Order::Equal, [left, right]) if left == right => {
            add(found, Quantity::Day(left.clone()), |want| want.there(*truth));
            return Some(());
        }
        Compared::Numbers(order, [left, right]) => {
            let swapped = right < left;
            let (one, two) = if swapped { (right, left) } else { (left, right) };
            let order = if swapped { order.flipped() } else { *order };
            (Quantity::Numbers(one.clone(), two.clone()), order, Decimal::ZERO)
        }
        Compared::Days(order, [Day::Fixed(left), Day::Fixed(right)]) => {
            (order.holds(left.cmp(right)) == *truth).then_some(())?;
            return Some(());
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
    add(found, quantity, |want| want.add(order, limit, *truth));
    Some(())
}

/// What bounds of whole years or months between two days say of the days themselves: so many have passed where as many,
/// added to the first, come no later than the second.
fn in_days(quantity: &Quantity, want: &Want) -> Vec<Wanted> {
    let Quantity::Number(Term::Between(elapsed, sides)) = quantity else { return Vec::new() };
    let [from, to] = &**sides;
    let have_passed = |count: Decimal, truth: bool| {
        let unit = if let Elapsed::Units(unit) = elapsed { *unit } else { DateUnit::Years };
        let with = |(unit, count): (DateUnit, Decimal)| {
            let add = |day: &Day, count| Day::Add(unit, day.clone().into(), Term::Fixed(count).into());
            let sides = match elapsed {
                Elapsed::Units(_) => [add(from, count), to.clone()],
                Elapsed::Birthdays => [from.clone(), add(to, -count)],
            };
            Wanted { compared: Compared::Days(Order::AtMost, sides), truth }
        };
        // Below 1 they are counted the other way round.
        let counts = (count >= Decimal::ONE).then_some((unit, count)).into_iter();
        counts.flat_map(|(unit, count)| [Some((unit, count)), other_unit(unit, count)]).flatten().map(with).collect()
    };
    let next = |number: Decimal| number.checked_add(Decimal::ONE);
    let least = want.low.filter(|_| want.known);
    let least = least.and_then(|(low, strict)| if strict { next(low.floor()) } else { Some(low.ceil()) });
    let beyond = want.high.and_then(|(high, strict)| if strict { Some(high.ceil()) } else { next(high.floor()) });
    let told = [least.map(|count| (count, true)), beyond.map(|count| (count, false))];
    told.into_iter().flatten().flat_map(|(count, truth)| -> Vec<Wanted> { have_passed(count, truth) }).collect()
}

/// A year is twelve months.
fn other_unit(unit: DateUnit, count: Decimal) -> Option<(DateUnit, Decimal)> {
    match unit {
        DateUnit::Years => Some((DateUnit::Months, count.checked_mul(Decimal::from(12))?)),
        DateUnit::Months => {
            let years = count.checked_div(Decimal::from(12))?;
            years.is_integer().then_some((DateUnit::Years, years))
        }
        DateUnit::Days => None,
    }
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

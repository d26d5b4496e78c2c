//! Comparisons of several typed answers, taken apart: one for each member of a list, and one for each number that scores
//! can leave. What of these is true decides them.

use rustc_hash::FxHashSet;

use crate::engine::Facts;
use crate::explore::classes::cuts::spread::Spread;
use crate::tree::{Cond, Date, Num, Order};

/// Into so many comparisons one is taken apart at most.
const MOST_MEMBERS: usize = 32;

/// What a comparison comes down to.
pub(crate) struct Members {
    pub(crate) list: Vec<Cond>,
    /// It hangs on scores and on conditions besides which of them it is.
    pub(crate) chosen: bool,
}

/// Those of a comparison; none if they may be too many.
pub(crate) fn members(cond: &Cond, spread: &Spread, facts: &mut Facts) -> Option<Members> {
    let listed = match cond {
        Cond::Numbers(..) | Cond::Dates(..) => vec![cond.clone()],
        Cond::NumberIn(number, among, not) => {
            let written = among.iter().all(|other| matches!(other, Num::Literal(_)));
            one_by_one(&**number, among, (*not, written), &|order, sides| Cond::Numbers(order, sides.into()))
        }
        Cond::DateIn(date, among, not) => {
            let written = among.iter().all(|other| matches!(other, Date::Literal(_)));
            one_by_one(&**date, among, (*not, written), &|order, sides| Cond::Dates(order, sides.into()))
        }
        _ => return None,
    };
    let chosen = spread.tree.reads_score(|see| cond.reads(see));
    let (mut list, mut seen) = (Vec::new(), FxHashSet::default());
    for cond in listed {
        let ways = if chosen { of_ways(&cond, spread, facts)? } else { vec![cond] };
        list.extend(ways.into_iter().filter(|way| seen.insert(way.clone())));
    }
    (list.len() <= MOST_MEMBERS).then_some(Members { list, chosen })
}

/// The comparisons that decide whether something is among others. What comes to nothing is neither among them nor not, and
/// what may come to nothing among them is equal to nothing.
fn one_by_one<T: Clone>(
    one: &T,
    among: &[T],
    (not, written): (bool, bool),
    make: &dyn Fn(Order, [T; 2]) -> Cond,
) -> Vec<Cond> {
    let order = if not && written { Order::Unequal } else { Order::Equal };
    let known = (not && !written).then(|| make(Order::Equal, [one.clone(), one.clone()]));
    known.into_iter().chain(among.iter().map(|other| make(order, [one.clone(), other.clone()]))).collect()
}

/// A comparison for all that scores can leave of its sides; with nothing, nothing is true.
fn of_ways(cond: &Cond, spread: &Spread, facts: &mut Facts) -> Option<Vec<Cond>> {
    let found = match cond {
        Cond::Numbers(order, sides) => {
            let [left, right] = &**sides;
            // One that is held against itself is asked whether it is there.
            let ways = spread.num(left, facts)?;
            if left == right {
                ways.map(|way| Cond::Numbers(*order, Box::new([way.clone(), way])))?
            } else {
                ways.with(&spread.num(right, facts)?, |left, right| Cond::Numbers(*order, Box::new([left, right])))?
            }
        }
        Cond::Dates(order, sides) => {
            let [left, right] = &**sides;
            let ways = spread.date(left, facts)?;
            if left == right {
                ways.map(|way| Cond::Dates(*order, Box::new([way.clone(), way])))?
            } else {
                ways.with(&spread.date(right, facts)?, |left, right| Cond::Dates(*order, Box::new([left, right])))?
            }
        }
        _ => return None,
    };
    Some(found.list.into_iter().flatten().collect())
}

//! Answers with which comparisons are true and false as wanted, or that there are none.

use rust_decimal::Decimal;

use super::wanted::{Quantity, Want, Wanted, quantities};
use super::work::Work;
use crate::explore::arithmetic::solving::bisect::Pieces;
use crate::explore::arithmetic::solving::enclose::Within;
use crate::explore::arithmetic::solving::linear::row;
use crate::explore::arithmetic::solving::nearly::{Bounds, Near};
use crate::explore::arithmetic::solving::quotient::{Signs, bounds as shares, open_signs, sign_row};
use crate::explore::arithmetic::solving::relaxed::cannot_be;
use crate::explore::arithmetic::solving::simplex::{Row, Verdict, whole};
use crate::explore::arithmetic::terms::term::Var;

/// So many sums of which the sign is open are looked at on either side of 0.
const MOST_SIGNS: usize = 3;

/// Looks for positions of the variables; `near` are those to begin with, of as many variables as are known.
///
/// What is done is taken from `work`. That there are none is exact for what the engine works out.
pub(crate) fn solve(vars: &[Var], wanted: &[Wanted], near: &[i128], work: &Work) -> Verdict {
    let Some(found) = sought(vars, wanted) else { return Verdict::Impossible };
    let mut open = open_signs(found.iter().map(|(quantity, _)| quantity), vars);
    open.truncate(MOST_SIGNS);
    let (mut cases, mut sure) = (vec![Vec::new()], true);
    for sum in open {
        let with = |case: &Vec<(Near, i128)>, sign| case.iter().cloned().chain([(sum.clone(), sign)]).collect();
        cases = cases.iter().flat_map(|case| [1, -1, 0].map(|sign| with(case, sign))).collect();
    }
    for signs in cases {
        match solve_with(vars, &found, &signs, near, work) {
            Verdict::Impossible => {}
            Verdict::Unknown => sure = false,
            model => return model,
        }
    }
    if sure { Verdict::Impossible } else { Verdict::Unknown }
}

/// The same where the signs of some sums are these.
fn solve_with(vars: &[Var], found: &[(Quantity, Want)], signs: &Signs, near: &[i128], work: &Work) -> Verdict {
    let (mut rows, mut rest): (Vec<Row>, Vec<_>) = (Vec::new(), Vec::new());
    rows.extend(signs.iter().map(|(sum, sign)| sign_row(sum, *sign)));
    for (quantity, want) in found {
        let own = row(quantity, want, vars).map(|row| vec![row]);
        // Those that are the same with room to spare are exact.
        let exact = |bounds: Vec<Bounds>| {
            let exact = bounds.iter().all(|bounds| bounds.inner == bounds.outer);
            exact.then(|| bounds.into_iter().map(|bounds| bounds.inner).collect())
        };
        match own.or_else(|| shares(quantity, want, vars, signs).and_then(exact)) {
            Some(own) => rows.extend(own),
            None => rest.push((quantity.clone(), want.clone())),
        }
    }
    let ends: Vec<(i128, i128)> = vars.iter().map(|var| (var.low, var.high)).collect();
    let pieces = Pieces { vars, rows: &rows, rest: &rest, signs, work };
    let sums = whole(&ends, &rows, near, work);
    let near = match sums {
        Verdict::Model(model) if pieces.holds(&model) => return Verdict::Model(model),
        Verdict::Impossible => return Verdict::Impossible,
        _ if rest.is_empty() => return Verdict::Unknown,
        Verdict::Model(model) => model,
        Verdict::Unknown => near.to_vec(),
    };
    pieces.search(&near)
}

/// Whether there surely are none, as far as sums tell.
pub(crate) fn is_impossible(vars: &[Var], wanted: &[Wanted], work: &Work) -> bool {
    let Some(found) = sought(vars, wanted) else { return true };
    let (mut rows, mut rest) = (Vec::new(), Vec::new());
    for (quantity, want) in found {
        match row(&quantity, &want, vars) {
            Some(row) => rows.push(row),
            None => rest.push((quantity, want)),
        }
    }
    cannot_be(vars, (&rows, &rest, &[]), work)
}

/// What is wanted of each quantity; none where that cannot be.
fn sought(vars: &[Var], wanted: &[Wanted]) -> Option<Vec<(Quantity, Want)>> {
    let mut found = quantities(wanted)?;
    let (mut numbers, mut days) = (Vec::new(), Vec::new());
    for (quantity, _) in found.iter().filter(|(_, want)| want.known) {
        quantity.sides(&mut |number| numbers.push(number.clone()), &mut |day| days.push(day.clone()));
    }
    for (quantity, want) in found.iter_mut().filter(|(_, want)| !want.known) {
        // What is there in one comparison is there in all.
        let mut there = true;
        Within::all(vars, |within| {
            let (all, also) = (std::cell::Cell::new(true), std::cell::Cell::new(true));
            quantity.ends(
                &mut |number| all.set(all.get() && (numbers.contains(number) || !within.number(number).missing)),
                &mut |day| also.set(also.get() && (days.contains(day) || !within.day(day).missing)),
            );
            there = all.get() && also.get();
        });
        want.known = there;
        (!want.known || !want.is_empty()).then_some(())?;
    }
    (!goes_round(&found)).then_some(found)
}

/// Whether numbers, or days, are to stand in an order in which one would be less than itself.
fn goes_round(found: &[(Quantity, Want)]) -> bool {
    let (mut numbers, mut days, mut orders) = (Vec::new(), Vec::new(), Vec::new());
    for (quantity, want) in found.iter().filter(|(_, want)| want.known) {
        let (one, other) = match quantity {
            Quantity::Numbers(left, right) => (at(&mut numbers, left) * 2, at(&mut numbers, right) * 2),
            Quantity::Days(left, right) => (at(&mut days, left) * 2 + 1, at(&mut days, right) * 2 + 1),
            Quantity::Number(_) | Quantity::Day(_) => continue,
        };
        // How the one stands to the other is -1, 0 or 1.
        if !want.above(Decimal::ZERO) {
            orders.push((other, one, true));
        } else if !want.above(Decimal::NEGATIVE_ONE) {
            orders.push((other, one, false));
        }
        if !want.below(Decimal::ZERO) {
            orders.push((one, other, true));
        } else if !want.below(Decimal::ONE) {
            orders.push((one, other, false));
        }
    }
    // From each that is less than another on, as far as orders lead.
    orders.iter().filter(|(_, _, strict)| *strict).any(|(least, more, _)| {
        let mut met = vec![*more];
        let mut next = 0;
        while let Some(one) = met.get(next).copied() {
            next += 1;
            for (_, above, _) in orders.iter().filter(|(below, ..)| *below == one) {
                if !met.contains(above) {
                    met.push(*above);
                }
            }
        }
        met.contains(least)
    })
}

/// The place of something in a list that has everything once.
fn at<'f, T: PartialEq>(list: &mut Vec<&'f T>, sought: &'f T) -> usize {
    list.iter().position(|one| *one == sought).unwrap_or_else(|| {
        list.push(sought);
        list.len() - 1
    })
}

/// The same answers with fewer places and rounder, as far as all stays as wanted.
pub(crate) fn plainer(vars: &[Var], holds: &dyn Fn(&[i128]) -> bool, model: &mut [i128]) {
    for (at, var) in vars.iter().enumerate().filter(|(_, var)| !var.dates) {
        let finest = i32::try_from(var.grid.places).unwrap_or(0);
        for unit in (-3..finest).map(|places| var.grid.unit(places)) {
            let Some(own) = model.get(at).copied() else { return };
            let below = own.div_euclid(unit) * unit;
            let fits = |to: &i128| {
                let mut moved = model.to_vec();
                moved.get_mut(at).into_iter().for_each(|slot| *slot = *to);
                (var.low..=var.high).contains(to) && holds(&moved)
            };
            if let Some(rounder) = [below, below + unit].into_iter().find(fits) {
                model.get_mut(at).into_iter().for_each(|slot| *slot = rounder);
                break;
            }
        }
    }
}

//! Answers with which comparisons are true and false as wanted, or that there are none.

use super::bisect::Pieces;
use super::linear::row;
use super::loose::cannot_be;
use super::simplex::{Row, Verdict, whole};
use super::term::Var;
use super::wanted::{Quantity, Want, Wanted, quantities};
use super::work::Work;

/// Looks for positions of the variables; `near` are those to begin with, of as many variables as are known.
///
/// What is done is taken from `work`. That there are none is exact for what the engine works out.
pub(crate) fn solve(vars: &[Var], wanted: &[Wanted], near: &[i128], work: &Work) -> Verdict {
    let Some((rows, rest)) = apart(vars, wanted) else { return Verdict::Impossible };
    let ends: Vec<(i128, i128)> = vars.iter().map(|var| (var.low, var.high)).collect();
    let pieces = Pieces { vars, rows: &rows, rest: &rest, work };
    let sums = whole(&ends, &rows, near, work);
    match sums {
        Verdict::Model(model) if pieces.holds(&model) => Verdict::Model(model),
        Verdict::Impossible => Verdict::Impossible,
        _ if rest.is_empty() => Verdict::Unknown,
        _ if cannot_be(vars, &rows, &rest, work) => Verdict::Impossible,
        Verdict::Model(model) => pieces.search(&model),
        Verdict::Unknown => pieces.search(near),
    }
}

/// Whether there surely are none, whatever is open besides, as far as so many pieces tell.
pub(crate) fn is_impossible(vars: &[Var], wanted: &[Wanted], pieces: usize, work: &Work) -> bool {
    let Some((rows, rest)) = apart(vars, wanted) else { return true };
    let ends: Vec<(i128, i128)> = vars.iter().map(|var| (var.low, var.high)).collect();
    let near: Vec<i128> = vars.iter().map(|var| var.low).collect();
    whole(&ends, &rows, &near, work) == Verdict::Impossible
        || cannot_be(vars, &rows, &rest, work)
        || Pieces { vars, rows: &rows, rest: &rest, work }.is_impossible(pieces)
}

/// What is wanted of sums, and the rest.
type Apart = (Vec<Row>, Vec<(Quantity, Want)>);

/// None where that cannot be.
fn apart(vars: &[Var], wanted: &[Wanted]) -> Option<Apart> {
    let (mut rows, mut rest) = (Vec::new(), Vec::new());
    for (quantity, want) in quantities(wanted)? {
        match row(&quantity, &want, vars) {
            Some(row) => rows.push(row),
            None => rest.push((quantity, want)),
        }
    }
    Some((rows, rest))
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

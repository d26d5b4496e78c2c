//! Looking among sums near what is none: where even these cannot be as wanted, nothing can, and what is found among those
//! with room to spare is tried.

use super::nearly::{Bounds, Nearing};
use super::quotient::{Signs, bounds as shares};
use super::simplex::{Row, Verdict, whole};
use crate::explore::arithmetic::terms::term::Var;
use crate::explore::arithmetic::wanted::{Quantity, Want};
use crate::explore::arithmetic::work::Work;

/// What is wanted of sums, of what is none, and what is known of the signs of some.
type Sought<'s> = (&'s [Row], &'s [(Quantity, Want)], &'s Signs);

/// The bounds of sums that are near; nothing of what is near none.
fn bounds<'v>(mut nearing: Nearing<'v>, vars: &'v [Var], (_, rest, signs): Sought) -> (Vec<Bounds>, Vec<(i128, i128)>) {
    let mut found = Vec::new();
    for (quantity, want) in rest {
        let own = shares(quantity, want, vars, signs);
        found.extend(own.or_else(|| nearing.bounds(quantity, want)).into_iter().flatten());
    }
    (found, nearing.ends())
}

fn look(
    (rows, vars): (&[Row], usize),
    ends: &[(i128, i128)],
    bounds: impl Iterator<Item = Row>,
    near: &[i128],
    work: &Work,
) -> Verdict {
    let rows: Vec<Row> = rows.iter().cloned().chain(bounds).collect();
    match whole(ends, &rows, near, work) {
        Verdict::Model(mut model) => {
            model.truncate(vars);
            Verdict::Model(model)
        }
        other => other,
    }
}

/// Looks for positions with which all `holds`.
pub(in crate::explore::arithmetic) fn relaxed(
    vars: &[Var],
    sought: Sought,
    near: &[i128],
    holds: &dyn Fn(&[i128]) -> bool,
    work: &Work,
) -> Verdict {
    let look = |nearing: Nearing, of: fn(&Bounds) -> &Row| {
        let (bounds, ends) = bounds(nearing, vars, sought);
        match look((sought.0, vars.len()), &ends, bounds.iter().map(of).cloned(), near, work) {
            Verdict::Model(model) if !holds(&model) => Verdict::Unknown,
            other => other,
        }
    };
    match look(Nearing::new(vars).by_steps(sought.1), |bounds| &bounds.outer) {
        Verdict::Unknown => match look(Nearing::new(vars), |bounds| &bounds.inner) {
            // What has no room to spare may still be there.
            Verdict::Impossible => Verdict::Unknown,
            other => other,
        },
        known => known,
    }
}

/// Whether there surely are none.
pub(in crate::explore::arithmetic) fn cannot_be(vars: &[Var], sought: Sought, work: &Work) -> bool {
    let (bounds, ends) = bounds(Nearing::new(vars).by_steps(sought.1), vars, sought);
    look((sought.0, vars.len()), &ends, bounds.into_iter().map(|bounds| bounds.outer), &[], work) == Verdict::Impossible
}

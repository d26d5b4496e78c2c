//! What is no sum leaves less of each variable than its bounds; and once some variables stand still, little of the others.

use super::bisect::{Ended, Ends, Pieces};
use crate::explore::arithmetic::wanted::Fit;

/// So often bounds are narrowed one after the other before the next variable stands still.
const MOST_ROUNDS: usize = 4;
/// The part of what a variable may be that is worth leaving out.
const LITTLE: i128 = 4096;
/// More variables are not looked at.
const MOST_VARS: usize = 12;

impl Pieces<'_> {
    /// Looks for a point by letting one variable after the other stand still, those with few values first, as near as can
    /// be to this one.
    pub(super) fn dive(&self, mut ends: Ends, near: &[i128]) -> Option<Vec<i128>> {
        let open = |ends: &Ends| {
            let open = ends.iter().enumerate().filter(|(_, (low, high))| low < high);
            open.min_by_key(|(_, (low, high))| high - low).map(|(var, _)| var)
        };
        while let Some(var) = open(&ends) {
            let (own, near) = (ends.get_mut(var)?, near.get(var)?);
            let at = (*near).clamp(own.0, own.1);
            *own = (at, at);
            self.narrow(&mut ends).ok()?;
        }
        let point: Vec<i128> = ends.iter().map(|(low, _)| *low).collect();
        self.holds(&point).then_some(point)
    }

    /// Leaves out from both ends of each variable what is not as wanted whatever the others are.
    pub(super) fn narrow(&self, ends: &mut Ends) -> Result<(), Ended> {
        if ends.len() > MOST_VARS {
            return Err(Ended::Unknown);
        }
        for _ in 0..MOST_ROUNDS {
            let before = ends.clone();
            for var in 0..ends.len() {
                let Some((low, high)) = ends.get(var).copied().filter(|(low, high)| low < high) else { continue };
                let first = self.end(ends, var, (low, high), false)?;
                let last = self.end(ends, var, (first, high), true)?;
                ends.get_mut(var).into_iter().for_each(|own| *own = (first, last));
            }
            if *ends == before {
                break;
            }
        }
        Ok(())
    }

    /// The first position that may be as wanted; the last if it is looked for from above.
    fn end(&self, ends: &mut Ends, var: usize, (mut low, mut high): (i128, i128), above: bool) -> Result<i128, Ended> {
        // Where not even this little can be left out, it is not worth to look for how much.
        let little = (high - low) / LITTLE;
        if !self.is_none(ends, var, if above { (high - little, high) } else { (low, low + little) })? {
            return Ok(if above { high } else { low });
        }
        if self.is_none(ends, var, (low, high))? {
            return Err(Ended::Empty);
        }
        while low < high {
            let middle = low + (high - low) / 2;
            let (out, left, right) = match above {
                false => (self.is_none(ends, var, (low, middle))?, middle, middle + 1),
                true => (!self.is_none(ends, var, (middle + 1, high))?, middle, middle + 1),
            };
            (low, high) = if out { (right, high) } else { (low, left) };
        }
        Ok(low)
    }

    /// Whether nothing is as wanted where a variable lies between these; the ends are afterwards as they were.
    fn is_none(&self, ends: &mut Ends, var: usize, within: (i128, i128)) -> Result<bool, Ended> {
        self.take().ok_or(Ended::Unknown)?;
        let Some(before) = ends.get_mut(var).map(|own| std::mem::replace(own, within)) else { return Ok(false) };
        let fit = self.fit(ends, &mut vec![false; ends.len()]);
        ends.get_mut(var).into_iter().for_each(|own| *own = before);
        Ok(fit == Fit::None)
    }
}

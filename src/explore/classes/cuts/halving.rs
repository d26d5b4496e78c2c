//! Cutting for what neither rises nor falls with the answer: where bounds do not tell what it comes to, a range is halved.

use super::ranges::Cuts;
use crate::explore::arithmetic::solve::is_impossible;
use crate::explore::arithmetic::terms::reading::Reading;
use crate::explore::arithmetic::terms::term::{Compared, Day, Term, Var};
use crate::explore::arithmetic::wanted::Wanted;
use crate::explore::arithmetic::work::Work;
use crate::explore::classes::limits::is_short;
use crate::tree::Cond;

/// How many ranges are looked at for one condition.
const MOST_AT_ONCE: usize = 4_000;
/// How much is worked out for one of them.
const WORK: u64 = 1_000;

impl Cuts<'_, '_> {
    /// Cuts a range wherever a condition, which reads no other typed answer, begins or ceases to be true; false if that
    /// takes too much, and nothing is cut then.
    pub(in crate::explore::classes) fn halve(&mut self, range: (i128, i128), cond: &Cond) -> bool {
        // Few numbers are looked at one by one.
        if !self.halving || is_short(&self.line) {
            return false;
        }
        // What cannot be read even of one answer, such as too long a chain of values, is known of no range.
        if self.read(range.0, range.0, cond).is_none() {
            return false;
        }
        let mark = self.starts.len();
        let (mut waiting, mut before, mut looks) = (vec![range], None, 0);
        while let Some((low, high)) = waiting.pop() {
            looks += 1;
            if looks > MOST_AT_ONCE.min(self.halves) {
                self.starts.truncate(mark);
                self.halves = self.halves.saturating_sub(looks);
                return false;
            }
            match self.truth_between(low, high, cond) {
                Some(truth) => {
                    if before.is_some_and(|before| before != truth) {
                        self.starts.push(low);
                    }
                    before = Some(truth);
                }
                None => {
                    let middle = low + (high - low) / 2;
                    waiting.extend([(middle + 1, high), (low, middle)]);
                }
            }
        }
        self.halves = self.halves.saturating_sub(looks);
        true
    }

    /// Whether a condition is true for all answers of a range.
    fn truth_between(&mut self, low: i128, high: i128, cond: &Cond) -> Option<bool> {
        if low == high {
            return Some(self.at(low, &|facts| facts.cond(cond)));
        }
        self.read(low, high, cond)
    }

    fn read(&self, low: i128, high: i128, cond: &Cond) -> Option<bool> {
        let lines = [Var { low, high, grid: self.line.grid, dates: self.line.dates }];
        let vars = [self.id];
        let reading = Reading::new(self.tree, self.facts, &vars, &lines);
        reading.truth(cond).or_else(|| {
            // What moves on both sides of a comparison is known together where it is not known of each.
            let (compared, work) = (reading.compared(cond)?, Work::of(WORK));
            let both_move = match &compared {
                Compared::Numbers(_, sides) => !sides.iter().any(|side| matches!(side, Term::Fixed(_))),
                Compared::Days(_, sides) => !sides.iter().any(|side| matches!(side, Day::Fixed(_))),
                Compared::Never => false,
            };
            both_move.then_some(())?;
            let is_impossible = |truth| {
                let wanted = Wanted { compared: compared.clone(), truth };
                is_impossible(&lines, &[wanted], &work)
            };
            [true, false].into_iter().find(|truth| is_impossible(!truth))
        })
    }
}

//! Promises about nobody: whether some walk ends so that a promise speaks of it, in a round over all states of its own.
//!
//! The round that tells whether promises are kept looks at a promise only where it may be broken.

use rustc_hash::FxHashMap;

use super::conds::CondAt;
use super::findings::{Finding, Weight};
use super::found::Mark;
use super::machine::{Machine, Watch};
use super::report::Round;
use super::sites::Sight;
use super::space::{Bounds, Look, Space};
use super::why::Why;
use super::words;
use crate::engine::{Facts, Walk};
use crate::tree::{Cond, OutcomeId};

/// How many states all these rounds together may visit: what is left out is not claimed.
const STATES: usize = 1_000_000;

/// Sees whether a condition is true at the end of some walk.
struct Speaks<'t> {
    when: &'t Cond,
    found: bool,
}

impl<'t> Watch<'t> for Speaks<'t> {}

impl<'t> Look<'t> for Speaks<'t> {
    fn comes_to(&mut self, _node: u32, _cost: u64) {}

    fn ends(&mut self, _id: OutcomeId, facts: &Facts<'t>) -> u32 {
        self.found = self.found || facts.cond(self.when);
        0
    }
}

/// Adds a finding for each promise that is proved to speak of no walk.
pub(super) fn nobody(round: &Round, list: &mut Vec<Finding>) {
    let tree = round.tree;
    let mut left = STATES;
    for (index, promise) in tree.promises().iter().enumerate() {
        let Some(when) = &promise.when else { continue };
        // Of one that is broken, or that a shortest walk to somewhere is about, all is known.
        let about = |end: &u32| {
            let steps = round.witness(*end, None)?;
            let mut walk = Walk::new(tree, round.today);
            steps.into_iter().try_for_each(|(_, answer)| walk.answer(answer).ok())?;
            walk.holds(when).then_some(())
        };
        let broken = round.found.marks.contains_key(&Mark::Broken(index));
        if broken || round.ends.iter().flatten().any(|end| about(end).is_some()) {
            continue;
        }
        let Some(mut machine) = Machine::looking(tree, round.today, Sight::Promise(index), &[]) else { return };
        machine.lay_out();
        let mut speaks = Speaks { when, found: false };
        let bounds = Bounds { most_states: left, progress: None };
        let space = Space::of(&mut machine, &FxHashMap::default(), bounds, &mut speaks);
        left = left.saturating_sub(space.order.len());
        if !space.complete
            || !round.tells_apart(&machine)
            || speaks.found
            || round.ends.iter().flatten().next().is_none()
        {
            continue;
        }
        let at = CondAt::Promise(index);
        let (labels, help) = Why::new(round).never(at);
        let (path, span) = words::cond(tree, at);
        let mut finding =
            Finding::new("never", Weight::Warning, (format!("{path}.when"), span), words::never_true(tree, at));
        finding.labels.extend(labels);
        list.push(finding.help(help));
    }
}

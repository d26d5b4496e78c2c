//! Promises about nobody: whether some walk ends so that a promise speaks of it, in a round over all states of its own.
//!
//! The round that tells whether promises are kept looks at a promise only where it may be broken.

use super::why::{Reason, Why};
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Facts, Walk};
use crate::explore::conditions::reads::Sight;
use crate::explore::states::round::Round;
use crate::explore::states::space::Look;
use crate::explore::states::telling::observed::Mark;
use crate::explore::states::transitions::Watch;
use crate::tree::{OutcomeId, Site, Tree};

/// How many states all these rounds together may visit: what is left out is not claimed.
const STATES: usize = 1_000_000;

/// Sees which promises speak of some walk.
struct Speaks<'t> {
    tree: &'t Tree,
    /// Those of which that is not known.
    open: Vec<usize>,
}

impl<'t> Watch<'t> for Speaks<'t> {}

impl<'t> Look<'t> for Speaks<'t> {
    fn comes_to(&mut self, _node: u32, _cost: u64) {}

    fn ends(&mut self, _id: OutcomeId, facts: &Facts<'t>) -> u32 {
        let promises = self.tree.promises();
        self.open.retain(|index| !promises.get(*index).is_some_and(|promise| facts.holds(promise.when.as_ref())));
        0
    }

    fn is_done(&self) -> bool {
        self.open.is_empty()
    }
}

/// Adds a finding for each promise that is proved to speak of no walk.
pub(crate) fn nobody(round: &Round, list: &mut Vec<Diagnostic>) {
    let tree = round.tree;
    if tree.promises().iter().all(|promise| promise.when.is_none()) {
        return;
    }
    // The shortest walks to all outcomes: what some promise speaks of, most often.
    let walk = |end: &u32| {
        let mut walk = Walk::new(tree, round.today);
        round.witness(*end, None)?.into_iter().try_for_each(|(_, answer)| walk.answer(answer).ok())?;
        Some(walk)
    };
    let shortest: Vec<Walk> = round.ends.iter().flatten().filter_map(walk).collect();
    if shortest.is_empty() {
        return;
    }
    // Of one that is broken, or that one of those walks is about, all is known.
    let is_open = |index: &usize| {
        let when = tree.promises().get(*index).and_then(|promise| promise.when.as_ref());
        let broken = round.marks.iter().any(|marked| marked.mark == Mark::Broken(*index));
        when.is_some_and(|when| !broken && !shortest.iter().any(|walk| walk.holds(when)))
    };
    let open: Vec<usize> = (0..tree.promises().len()).filter(is_open).collect();
    let mut speaks = Speaks { tree, open: open.clone() };
    if !round.some_walks(Sight::Promises(&open), open.len(), &mut speaks) {
        speaks.open = open;
    }
    let mut left = STATES;
    for index in speaks.open {
        let mut speaks = Speaks { tree, open: vec![index] };
        let Some(all) = round.once_more(Sight::Promises(&[index]), &mut left, &mut speaks) else { return };
        if !all || speaks.is_done() {
            continue;
        }
        let at = Site::Promise(index);
        let Reason { labels, help } = Why::new(round).never(at);
        let found = words::found(Code::Never, words::when(tree, at), words::never_true(tree, at));
        list.push(Diagnostic { labels, help, ..found });
    }
}

//! Rules of values and entries of tables that no walk comes to use: one round over all states for each such value.

use rustc_hash::FxHashSet;

use super::words;
use crate::diagnostic::Diagnostic;
use crate::engine::{Facts, Touches};
use crate::explore::conditions::reads::Sight;
use crate::explore::states::round::Round;
use crate::explore::states::space::Look;
use crate::explore::states::transitions::Watch;
use crate::tree::{DEEPEST, OutcomeId, Part, QuestionId, ValueId, ValueRule};

/// How many states all these rounds together may visit: what is left out is not claimed.
const STATES: usize = 1_000_000;

/// Sees which parts of values come into use.
struct Uses<'r, 't> {
    values: &'r [ValueId],
    touches: &'r Touches<'t>,
    /// Those that no walk was seen to use.
    open: FxHashSet<Part>,
}

impl Uses<'_, '_> {
    fn look(&mut self, values: &[ValueId], facts: &Facts) {
        for id in self.values {
            if values.binary_search(id).is_ok()
                && let Some(part) = self.touches.part_of(*id, facts)
            {
                self.open.remove(&part);
            }
        }
    }
}

impl<'t> Watch<'t> for Uses<'_, 't> {
    fn arrives(&mut self, id: QuestionId, facts: &Facts<'t>) {
        self.look(self.touches.before(id), facts);
        if facts.is_skipped(id) {
            self.look(self.touches.after(id), facts);
        }
    }

    fn refuses(&mut self, id: QuestionId, facts: &Facts<'t>) -> bool {
        self.look(self.touches.after(id), facts);
        facts.refusal(id).is_some()
    }
}

impl<'t> Look<'t> for Uses<'_, 't> {
    fn comes_to(&mut self, _node: u32, _cost: u64) {}

    fn ends(&mut self, id: OutcomeId, facts: &Facts<'t>) -> u32 {
        self.look(self.touches.ends(id), facts);
        0
    }

    fn is_done(&self) -> bool {
        self.open.is_empty()
    }
}

/// Leaves those parts of values that no walks at random use: most often none, and no look at all walks is needed.
fn not_at_random<'t>(
    round: &Round<'t>,
    touches: &Touches<'t>,
    values: &[ValueId],
    open: FxHashSet<Part>,
) -> FxHashSet<Part> {
    let mut seen = Uses { values, touches, open: open.clone() };
    let sight = Sight::Parts { touches, of: &|value| values.contains(&value), texts: false };
    if round.some_walks(sight, values.len(), &mut seen) { seen.open } else { open }
}

/// Adds a finding for each rule and each entry that is proved never to be used. Values that nothing reads are left to
/// those who say so.
pub(crate) fn uses(round: &Round, list: &mut Vec<Diagnostic>) {
    let tree = round.tree;
    let touches = Touches::of(tree);
    let parts = touches.parts();
    let mut left = STATES;
    let chosen = tree.values().filter(|(id, value)| {
        !matches!(value.rule, ValueRule::One(_)) && value.depth <= DEEPEST && touches.looks_at(*id)
    });
    let values: Vec<ValueId> = chosen.map(|(id, _)| id).collect();
    // An `else` is what an author says in case: that it is for nobody is no mistake.
    let of = |id: ValueId| {
        let own = parts.of_value(id).filter_map(|number| parts.list().get(number));
        own.copied().filter(|part| !matches!(part, Part::Else(_)))
    };
    let open = not_at_random(round, &touches, &values, values.iter().flat_map(|id| of(*id)).collect());
    for id in values {
        let own: FxHashSet<Part> = of(id).filter(|part| open.contains(part)).collect();
        if own.is_empty() {
            continue;
        }
        let mut seen = Uses { values: &[id], touches: &touches, open: own };
        let sight = Sight::Parts { touches: &touches, of: &|value| value == id, texts: false };
        let Some(all) = round.once_more(sight, &mut left, &mut seen) else { return };
        let idle = of(id).filter(|part| all && seen.open.contains(part));
        list.extend(idle.map(|part| words::unused(tree, id, part)));
    }
}

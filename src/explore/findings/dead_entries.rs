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

/// Sees which parts of a value come into use.
struct Uses<'r, 't> {
    value: ValueId,
    touches: &'r Touches<'t>,
    used: FxHashSet<Part>,
}

impl Uses<'_, '_> {
    fn look(&mut self, values: &[ValueId], facts: &Facts) {
        if values.binary_search(&self.value).is_ok()
            && let Some(part) = self.touches.part_of(self.value, facts)
        {
            self.used.insert(part);
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
}

/// Adds a finding for each rule and each entry that is proved never to be used. Values that nothing reads are left to
/// those who say so.
pub(crate) fn uses(round: &Round, list: &mut Vec<Diagnostic>) {
    let tree = round.tree;
    let touches = Touches::of(tree);
    let parts = touches.parts();
    let mut left = STATES;
    for (id, value) in tree.values() {
        if matches!(value.rule, ValueRule::One(_)) || value.depth > DEEPEST || !touches.looks_at(id) {
            continue;
        }
        let mut seen = Uses { value: id, touches: &touches, used: FxHashSet::default() };
        let sight = Sight::Parts { touches: &touches, of: &|value| value == id, texts: false };
        let Some(all) = round.once_more(sight, &mut left, &mut seen) else { return };
        if !all {
            continue;
        }
        let own = parts.of_value(id).filter_map(|number| parts.list().get(number));
        // An `else` is what an author says in case: that it is for nobody is no mistake.
        let own = own.filter(|part| !matches!(part, Part::Else(_)));
        list.extend(own.filter(|part| !seen.used.contains(part)).map(|part| words::unused(tree, id, *part)));
    }
}

//! Rules of values and entries of tables that no walk comes to use: one round over all states for each such value.

use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Facts, Touches};
use crate::explore::conditions::reads::Sight;
use crate::explore::states::round::Round;
use crate::explore::states::space::Look;
use crate::explore::states::transitions::Watch;
use crate::tree::{DEEPEST, OutcomeId, Part, QuestionId, Tree, ValueId, ValueRule};

/// How many states all these rounds together may visit: what is left out is not claimed.
const STATES: usize = 1_000_000;

/// Sees which parts of a value come into use.
struct Uses<'r, 't> {
    value: ValueId,
    touches: &'r Touches<'t>,
    /// By position of a rule or an entry.
    used: Vec<bool>,
}

impl Uses<'_, '_> {
    fn look(&mut self, values: &[ValueId], facts: &Facts) {
        if values.binary_search(&self.value).is_ok()
            && let Some(Part::ValueRule(_, index) | Part::Entry(_, index)) = self.touches.part_of(self.value, facts)
            && let Some(slot) = self.used.get_mut(index)
        {
            *slot = true;
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
    let mut left = STATES;
    for (id, value) in tree.values() {
        let parts = match &value.rule {
            ValueRule::One(_) => continue,
            ValueRule::Rules(rules) => rules.len(),
            ValueRule::Table(table) => table.places.len(),
        };
        if value.depth > DEEPEST || !touches.looks_at(id) {
            continue;
        }
        let mut seen = Uses { value: id, touches: &touches, used: vec![false; parts] };
        let sight = Sight::Parts { touches: &touches, of: &|value| value == id, texts: false };
        let Some(all) = round.once_more(sight, &mut left, &mut seen) else { return };
        if !all {
            continue;
        }
        for (index, _) in seen.used.iter().enumerate().filter(|(_, used)| !**used) {
            list.push(unused_part(tree, id, index));
        }
    }
}

fn unused_part(tree: &Tree, id: ValueId, index: usize) -> Diagnostic {
    let value = tree.value(id);
    let (part, message) = match &value.rule {
        ValueRule::Table(table) => {
            let keys = table.places.get(index).map_or(&[][..], |(keys, _)| keys);
            let keys: Vec<String> = keys.iter().map(|key| tree.key(key)).collect();
            (Part::Entry(id, index), format!("no walk looks up the entry {} of `{}`", keys.join(", "), value.id))
        }
        _ => (Part::ValueRule(id, index), format!("no walk takes rule {} of the value `{}`", index + 1, value.id)),
    };
    words::found(Code::Never, words::part(tree, part), message)
}

//! Rules of values and entries of tables that no walk comes to use: one round over all states for each such value.

use rustc_hash::FxHashMap;

use super::finding::{Finding, Weight};
use crate::engine::Facts;
use crate::explore::conditions::atoms::Atoms;
use crate::explore::conditions::conds::DEEPEST;
use crate::explore::conditions::reads::{Sight, Site, all_holes, limits, shown_exprs};
use crate::explore::states::round::Round;
use crate::explore::states::space::Look;
use crate::explore::states::transitions::Watch;
use crate::tree::{Key, Next, OutcomeId, QuestionId, Read, Table, Tree, ValueId, ValueRule};

/// How many states all these rounds together may visit: what is left out is not claimed.
const STATES: usize = 1_000_000;

/// Where something reads a value, by way of other values too.
#[derive(Debug, Default)]
pub(crate) struct Readers {
    value: Option<ValueId>,
    /// By question: before it is answered, and once it is.
    before: Vec<bool>,
    after: Vec<bool>,
    outcomes: Vec<bool>,
}

/// Calls its argument with all that something reads.
type Reads<'r> = &'r dyn Fn(&mut dyn FnMut(Read));

impl Readers {
    fn of(tree: &Tree, value: ValueId) -> Self {
        // Values stand behind those that they read.
        let mut reading = vec![false; tree.values().len()];
        for id in tree.value_order() {
            let reads = tree.value(*id).reads.iter().any(|read| reading.get(read.index()).copied().unwrap_or(false));
            if let Some(slot) = reading.get_mut(id.index()) {
                *slot = reads || *id == value;
            }
        }
        let is_read = |reads: Reads| {
            let mut found = false;
            reads(&mut |read| {
                found |= matches!(read, Read::Value(id) if reading.get(id.index()).copied().unwrap_or(false));
            });
            found
        };
        let mut readers = Self { value: Some(value), ..Self::default() };
        for (_, question) in tree.questions() {
            let options = question.kind.options();
            let whens =
                question.when.as_deref().into_iter().chain(options.iter().filter_map(|option| option.when.as_deref()));
            let texts = [Some(&question.ask), question.help.as_ref()].into_iter();
            let labels = options.iter().flat_map(|option| [option.label.as_ref(), option.help.as_ref()]);
            let holes = texts.chain(labels).flat_map(all_holes);
            let before = whens.into_iter().any(|when| is_read(&|see| when.reads(see)))
                || holes.into_iter().any(|expr| is_read(&|see| expr.reads(see)))
                || limits(&question.kind).iter().any(|limit| is_read(&|see| limit.reads(see)));
            let rules: &[crate::tree::Rule] = if let Next::Rules(rules) = &question.next { rules } else { &[] };
            let after = rules.iter().filter_map(|rule| rule.when.as_ref()).any(|when| is_read(&|see| when.reads(see)))
                || question.rejects.iter().any(|reject| is_read(&|see| reject.when.reads(see)))
                || question
                    .becauses()
                    .flat_map(|text| all_holes(Some(text)))
                    .any(|expr| is_read(&|see| expr.reads(see)));
            readers.before.push(before);
            readers.after.push(after);
        }
        // What a promise speaks of is judged at the end of every walk.
        let promises = tree.promises().iter().filter_map(|promise| promise.when.as_ref());
        let promised = promises.into_iter().any(|when| is_read(&|see| when.reads(see)));
        for (_, outcome) in tree.outcomes() {
            let noted = outcome.notes.iter().filter_map(|note| note.when.as_ref());
            let read = promised
                || noted.into_iter().any(|when| is_read(&|see| when.reads(see)))
                || shown_exprs(outcome).any(|expr| is_read(&|see| expr.reads(see)));
            readers.outcomes.push(read);
        }
        readers
    }

    /// Adds that it is looked at, to the places where it is.
    pub(crate) fn add<'t>(&self, tree: &'t Tree, atoms: &mut Atoms<'t>, questions: &mut [Site], outcomes: &mut [Site]) {
        let Some(value) = self.value else { return };
        let mut found = Vec::new();
        match &tree.value(value).rule {
            // Which rule it is hangs on the truth of their conditions alone.
            ValueRule::Rules(rules) => {
                rules.iter().filter_map(|(when, _)| when.as_ref()).for_each(|when| atoms.of_cond(when, &mut found));
            }
            _ => found.push(atoms.part(value)),
        }
        for (site, (before, after)) in questions.iter_mut().zip(self.before.iter().zip(&self.after)) {
            site.before.extend(before.then_some(&found).into_iter().flatten());
            site.after.extend(after.then_some(&found).into_iter().flatten());
        }
        for (site, reads) in outcomes.iter_mut().zip(&self.outcomes) {
            site.before.extend(reads.then_some(&found).into_iter().flatten());
        }
    }
}

/// Sees which parts of a value come into use.
struct Uses<'r> {
    value: ValueId,
    table: Option<&'r Table>,
    /// By keys: the position of a table's entry.
    entries: FxHashMap<&'r [Key], usize>,
    readers: &'r Readers,
    used: Vec<bool>,
}

impl<'r> Uses<'r> {
    fn new(tree: &'r Tree, value: ValueId, readers: &'r Readers) -> Option<Self> {
        let (table, parts) = match &tree.value(value).rule {
            ValueRule::One(_) => return None,
            ValueRule::Rules(rules) => (None, rules.len()),
            ValueRule::Table(table) => (Some(&**table), table.places.len()),
        };
        let places = table.map_or(&[][..], |table| &table.places);
        let entries = places.iter().enumerate().map(|(index, (keys, _))| (&**keys, index)).collect();
        Some(Self { value, table, entries, readers, used: vec![false; parts] })
    }

    fn look(&mut self, here: Option<&bool>, facts: &Facts) {
        if here != Some(&true) {
            return;
        }
        let part = match self.table {
            Some(table) => facts.keys_of(table).and_then(|keys| self.entries.get(&*keys).copied()),
            None => facts.rule_of(self.value),
        };
        if let Some(slot) = part.and_then(|part| self.used.get_mut(part)) {
            *slot = true;
        }
    }
}

impl<'t> Watch<'t> for Uses<'_> {
    fn arrives(&mut self, id: QuestionId, facts: &Facts<'t>) {
        self.look(self.readers.before.get(id.index()), facts);
        if facts.is_skipped(id) {
            self.look(self.readers.after.get(id.index()), facts);
        }
    }

    fn refuses(&mut self, id: QuestionId, facts: &Facts<'t>) -> bool {
        self.look(self.readers.after.get(id.index()), facts);
        facts.refusal(id).is_some()
    }
}

impl<'t> Look<'t> for Uses<'_> {
    fn comes_to(&mut self, _node: u32, _cost: u64) {}

    fn ends(&mut self, id: OutcomeId, facts: &Facts<'t>) -> u32 {
        self.look(self.readers.outcomes.get(id.index()), facts);
        0
    }
}

/// Adds a finding for each rule and each entry that is proved never to be used. Values that nothing reads are left to
/// those who say so.
pub(crate) fn uses(round: &Round, list: &mut Vec<Finding>) {
    let tree = round.tree;
    let mut left = STATES;
    for (id, value) in tree.values() {
        if matches!(value.rule, ValueRule::One(_)) || value.depth > DEEPEST {
            continue;
        }
        let readers = Readers::of(tree, id);
        let is_read = readers.before.iter().chain(&readers.after).chain(&readers.outcomes).any(|read| *read);
        if !is_read {
            continue;
        }
        let Some(mut seen) = Uses::new(tree, id, &readers) else { continue };
        let Some(all) = round.once_more(Sight::Part(&readers), &mut left, &mut seen) else { return };
        if !all {
            continue;
        }
        for (index, _) in seen.used.iter().enumerate().filter(|(_, used)| !**used) {
            list.push(unused_part(tree, id, index));
        }
    }
}

fn unused_part(tree: &Tree, id: ValueId, index: usize) -> Finding {
    let value = tree.value(id);
    if let ValueRule::Table(table) = &value.rule
        && let Some((keys, span)) = table.places.get(index)
    {
        let keys: Vec<String> = keys.iter().map(|key| key_in_words(tree, key)).collect();
        let at = format!("{}.{}", value.id, keys.join("."));
        let message = format!("no walk looks up the entry {} of `{}`", keys.join(", "), value.id);
        return Finding::new("never", Weight::Warning, (at, *span), message);
    }
    let span = value.rules.get(index).copied().unwrap_or(value.span);
    let at = (format!("{}.{}", value.id, index + 1), span);
    Finding::new("never", Weight::Warning, at, format!("no walk takes rule {} of the value `{}`", index + 1, value.id))
}

fn key_in_words(tree: &Tree, key: &Key) -> String {
    match key {
        Key::Id(symbol) => tree.symbol(*symbol).to_owned(),
        Key::Num(number) => crate::engine::plain(*number),
        Key::Text(text) => text.to_string(),
        Key::Cond(cond) => cond.to_string(),
    }
}

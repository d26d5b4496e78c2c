//! Which aims the states of a tree and the answers given there reach, noted while the graph of all states grows.

use rustc_hash::FxHashMap;

use super::goals::Aims;
use crate::engine::Facts;
use crate::explore::bound::{ENTRY, HEAP};
use crate::explore::classes::class::Class;
use crate::explore::states::space::{Look, SKIP};
use crate::explore::states::transitions::Watch;
use crate::tree::{Answer, OutcomeId, QuestionId, Site};

/// What happens at a place: aims reached, and limits that decide there, which reach their aims if the answer to
/// their question was the right one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Label {
    pub(crate) aims: Vec<u32>,
    pub(crate) decides: Vec<u32>,
}

impl Label {
    fn tidy(&mut self) {
        for list in [&mut self.aims, &mut self.decides] {
            list.sort_unstable();
            list.dedup();
        }
    }
}

/// Everything noted.
pub(crate) struct Seen<'a, 't> {
    aims: &'a Aims<'t>,
    /// Aims that need not be looked for.
    done: &'a [bool],
    /// By limit: whether it has other aims.
    open: Vec<bool>,
    /// How many bytes what is noted takes.
    held: usize,
    pub(crate) labels: Vec<Label>,
    numbers: FxHashMap<Label, u32>,
    /// By node: the label of coming there.
    nodes: Vec<u32>,
    /// By node: the labels of the classes of answers, as a number of `given`.
    by_class: Vec<u32>,
    given: Vec<Box<[(u32, u32)]>>,
    given_numbers: FxHashMap<Box<[(u32, u32)]>, u32>,
    /// By aim: where an answer that reaches it is refused.
    pub(crate) refused: FxHashMap<usize, Vec<(u32, Answer)>>,
    /// By limit of an earlier answer: where it decides that an answer is refused.
    pub(crate) refused_later: FxHashMap<usize, Vec<(u32, Answer)>>,
    /// By node: a question waits for its answer there.
    waits: Vec<bool>,
    node: usize,
    here: Label,
    /// What the answer at hand reaches by being tried.
    tried: Label,
    classes: Vec<(u32, u32)>,
}

impl<'a, 't> Seen<'a, 't> {
    pub(crate) fn new(aims: &'a Aims<'t>, done: &'a [bool]) -> Self {
        let undone = |limit: usize| aims.of_limit(limit).iter().any(|aim| done.get(*aim) != Some(&true));
        Self {
            aims,
            done,
            open: (0..aims.limits.list.len()).map(undone).collect(),
            held: 0,
            labels: Vec::new(),
            numbers: FxHashMap::default(),
            nodes: Vec::new(),
            by_class: Vec::new(),
            given: Vec::new(),
            given_numbers: FxHashMap::default(),
            refused: FxHashMap::default(),
            refused_later: FxHashMap::default(),
            waits: Vec::new(),
            node: 0,
            here: Label::default(),
            tried: Label::default(),
            classes: Vec::new(),
        }
    }

    /// What coming to a node reaches.
    pub(crate) fn at(&self, node: u32) -> Option<&Label> {
        self.labels.get(*self.nodes.get(node as usize)? as usize)
    }

    /// The labels of the classes given at a node, by class ascending.
    pub(crate) fn given(&self, node: u32) -> &[(u32, u32)] {
        let number = self.by_class.get(node as usize).copied().unwrap_or(SKIP);
        self.given.get(number as usize).map_or(&[], |list| list)
    }

    /// Whether a question waits for its answer at a node, even if it takes none.
    pub(crate) fn waits(&self, node: u32) -> bool {
        self.waits.get(node as usize) == Some(&true)
    }

    /// Ends what belongs to the node at hand.
    pub(crate) fn flush(&mut self) {
        let label = std::mem::take(&mut self.here);
        let number = self.number(label);
        let classes = std::mem::take(&mut self.classes).into_boxed_slice();
        let next = u32::try_from(self.given.len()).unwrap_or(SKIP);
        let given = *self.given_numbers.entry(classes.clone()).or_insert(next);
        self.held += 2 * size_of::<u32>();
        if given == next {
            self.held += 2 * (size_of_val(&*classes) + HEAP + ENTRY);
            self.given.push(classes);
        }
        for (list, value) in [(&mut self.nodes, number), (&mut self.by_class, given)] {
            if list.len() <= self.node {
                list.resize(self.node + 1, SKIP);
            }
            if let Some(slot) = list.get_mut(self.node) {
                *slot = value;
            }
        }
    }

    fn number(&mut self, mut label: Label) -> u32 {
        label.tidy();
        if let Some(number) = self.numbers.get(&label) {
            return *number;
        }
        let next = u32::try_from(self.labels.len()).unwrap_or(SKIP);
        let lists = size_of_val(&*label.aims) + size_of_val(&*label.decides);
        self.held += 2 * (lists + size_of::<Label>() + ENTRY);
        self.labels.push(label.clone());
        self.numbers.insert(label, next);
        next
    }

    fn aim(&self, aim: usize, label: &mut Label) {
        if self.done.get(aim) == Some(&false) {
            label.aims.extend(u32::try_from(aim));
        }
    }

    /// Limits that decide at a site; those about the question at hand reach their aims at once.
    fn decides(&self, site: usize, own: Option<QuestionId>, facts: &Facts, label: &mut Label) {
        let limits = &self.aims.limits;
        let wanted = |limit: usize| self.open.get(limit) == Some(&true);
        if !limits.uses.get(site).into_iter().flatten().any(|limit| wanted(*limit)) {
            return;
        }
        limits.deciding(self.aims.tree, site, &|cond| facts.cond(cond), &mut |number| {
            let Some(limit) = limits.list.get(number).filter(|_| wanted(number)) else { return };
            if own != Some(limit.question) {
                return label.decides.extend(u32::try_from(number));
            }
            if let Some(aim) = facts.answer(limit.question).and_then(|answer| self.aims.near(number, answer)) {
                self.aim(aim, label);
            }
        });
    }

    fn rules(&self, id: QuestionId, own: bool, taken: Option<usize>, facts: &Facts, label: &mut Label) {
        let Some(taken) = taken else { return };
        self.aims.touches.leads(id, taken, &mut |aim| self.aim(aim, label));
        for index in self.aims.limits.sites.after(id) {
            let at = self.aims.limits.sites.list.get(index).map(|site| site.at);
            if matches!(at, Some(Site::Rule(_, rule)) if rule <= taken) {
                self.decides(index, own.then_some(id), facts, label);
            }
        }
    }
}

impl<'t> Watch<'t> for Seen<'_, 't> {
    fn arrives(&mut self, id: QuestionId, facts: &Facts<'t>) {
        let mut label = std::mem::take(&mut self.here);
        self.aims.touches.arrives(id, facts, &mut |aim| self.aim(aim, &mut label));
        let sites = &self.aims.limits.sites;
        let skipped = facts.is_skipped(id);
        for index in sites.before(id) {
            // The answers of a question that is skipped are not looked at.
            let first = matches!(sites.list.get(index).map(|site| site.at), Some(Site::When(_)));
            if first || !skipped {
                self.decides(index, None, facts, &mut label);
            }
        }
        if skipped {
            let taken = facts.lead(id, None).and_then(|lead| lead.rule);
            self.rules(id, false, taken, facts, &mut label);
        }
        self.here = label;
    }

    fn asks(&mut self, id: QuestionId, _: &Facts<'t>) {
        if self.waits.len() <= self.node {
            self.waits.resize(self.node + 1, false);
        }
        if let Some(slot) = self.waits.get_mut(self.node) {
            *slot = true;
        }
        let mut label = std::mem::take(&mut self.here);
        self.aims.touches.asks(id, &mut |aim| self.aim(aim, &mut label));
        self.here = label;
    }

    fn refuses(&mut self, id: QuestionId, facts: &Facts<'t>) -> bool {
        let mut label = Label::default();
        let Some(last) = self.aims.touches.tries(id, facts, &mut |aim| self.aim(aim, &mut label)) else {
            self.tried = label;
            return false;
        };
        for index in self.aims.limits.sites.after(id) {
            let at = self.aims.limits.sites.list.get(index).map(|site| site.at);
            if matches!(at, Some(Site::Reject(_, reject)) if reject <= last) {
                self.decides(index, Some(id), facts, &mut label);
            }
        }
        label.tidy();
        let node = u32::try_from(self.node).unwrap_or(SKIP);
        if let Some(answer) = facts.answer(id) {
            for (list, places) in [(label.aims, &mut self.refused), (label.decides, &mut self.refused_later)] {
                for number in list {
                    places.entry(number as usize).or_default().push((node, answer.clone()));
                    self.held += 2 * size_of::<(u32, Answer)>();
                }
            }
        }
        true
    }

    fn answers(&mut self, id: QuestionId, number: u32, class: &Class, facts: &Facts<'t>) {
        let mut label = std::mem::take(&mut self.tried);
        for index in self.aims.limits.sites.after(id) {
            if matches!(self.aims.limits.sites.list.get(index).map(|site| site.at), Some(Site::Reject(..))) {
                self.decides(index, Some(id), facts, &mut label);
            }
        }
        let taken = facts.lead(id, class.chosen()).and_then(|lead| lead.rule);
        self.rules(id, true, taken, facts, &mut label);
        self.aims.given(id, &class.answer).for_each(|aim| self.aim(aim, &mut label));
        if label != Label::default() {
            let label = self.number(label);
            self.classes.push((number, label));
        }
    }
}

impl<'t> Look<'t> for Seen<'_, 't> {
    fn comes_to(&mut self, node: u32, _cost: u64) {
        if node as usize != self.node {
            self.flush();
        }
        self.node = node as usize;
    }

    fn ends(&mut self, id: OutcomeId, facts: &Facts<'t>) -> u32 {
        let mut label = std::mem::take(&mut self.here);
        self.aims.touches.reaches(id, facts, &mut |aim| self.aim(aim, &mut label));
        for index in self.aims.limits.sites.notes(id) {
            self.decides(index, None, facts, &mut label);
        }
        self.here = label;
        0
    }

    fn held(&self) -> usize {
        self.held
    }
}

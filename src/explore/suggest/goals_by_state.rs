//! Which aims the states of a tree and the answers given there reach, noted while the graph of all states grows.

use rustc_hash::FxHashMap;

use super::goals::Aims;
use super::reached::Label;
use crate::engine::Facts;
use crate::explore::bound::{ENTRY, HEAP};
use crate::explore::classes::class::Class;
use crate::explore::states::space::{Look, SKIP};
use crate::explore::states::transitions::Watch;
use crate::tree::{Answer, OutcomeId, QuestionId};

/// Everything noted.
pub(crate) struct Seen<'a, 't> {
    aims: &'a Aims<'t>,
    /// Aims that need not be looked for.
    done: &'a [bool],
    /// By limit: whether it has other aims.
    undone: Vec<bool>,
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
            undone: (0..aims.limits.list.len()).map(undone).collect(),
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
        self.labels.get(self.number_at(node) as usize)
    }

    /// The number of that label.
    pub(crate) fn number_at(&self, node: u32) -> u32 {
        self.nodes.get(node as usize).copied().unwrap_or(SKIP)
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
        let label = self.open(label);
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

    fn number(&mut self, label: Label) -> u32 {
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

    /// Without the aims that need not be looked for.
    fn open(&self, mut label: Label) -> Label {
        label.aims.retain(|aim| self.done.get(*aim as usize) == Some(&false));
        label.tidy();
        label
    }
}

impl<'t> Watch<'t> for Seen<'_, 't> {
    fn arrives(&mut self, id: QuestionId, facts: &Facts<'t>) {
        self.aims.arrives(id, facts, &|limit| self.undone.get(limit) == Some(&true), &mut self.here);
    }

    fn asks(&mut self, id: QuestionId, facts: &Facts<'t>) {
        if self.waits.len() <= self.node {
            self.waits.resize(self.node + 1, false);
        }
        if let Some(slot) = self.waits.get_mut(self.node) {
            *slot = true;
        }
        self.aims.asks(id, facts, &|limit| self.undone.get(limit) == Some(&true), &mut self.here);
    }

    fn refuses(&mut self, id: QuestionId, facts: &Facts<'t>) -> bool {
        let mut label = Label::default();
        let refused = self.aims.tries(id, facts, &|limit| self.undone.get(limit) == Some(&true), &mut label);
        if refused.is_none() {
            self.tried = label;
            return false;
        }
        let label = self.open(label);
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
        let wanted = |limit: usize| self.undone.get(limit) == Some(&true);
        self.aims.takes(id, class.answer.choice(), &class.answer, facts, &wanted, &mut label);
        let label = self.open(label);
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
        self.aims.ends(id, facts, &|limit| self.undone.get(limit) == Some(&true), &mut self.here);
        0
    }

    fn held(&self) -> usize {
        self.held
    }
}

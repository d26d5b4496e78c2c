//! The atoms of a tree: the smallest conditions that anything ahead of a walk can ask about its past.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::tree::{Cond, DEEPEST, Expr, QuestionId, Read, ScoreId, Tree, ValueId, ValueRule};

/// What an atom asks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ask<'t> {
    /// Whether a condition without `and`, `or`, `not` is true.
    Holds(&'t Cond),
    /// Whether an expression comes to anything.
    Known(&'t Expr),
    /// Whether a question was asked.
    Asked,
    /// Exactly what the answers are.
    Whole,
    /// The same, for a limit of this question.
    Limit(QuestionId),
    /// Which of its parts a value comes from.
    Part(ValueId),
}

/// One atom: what it asks, and of which questions and scores.
#[derive(Debug)]
pub(crate) struct Atom<'t> {
    pub(crate) ask: Ask<'t>,
    /// The questions it reads, ascending.
    pub(crate) questions: Box<[QuestionId]>,
    /// The scores it reads.
    pub(crate) scores: Box<[ScoreId]>,
}

impl Atom<'_> {
    /// The question, where the atom reads just one and no score.
    pub(crate) fn single(&self) -> Option<QuestionId> {
        match self.questions[..] {
            [one] if self.scores.is_empty() && !matches!(self.ask, Ask::Whole | Ask::Limit(_) | Ask::Part(_)) => {
                Some(one)
            }
            _ => None,
        }
    }
}

/// An atom by its position in [`Atoms::list`].
pub(crate) type AtomId = u32;

/// All atoms that were asked for so far.
pub(crate) struct Atoms<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) list: Vec<Atom<'t>>,
    /// By question: the atoms that read it.
    pub(crate) of: Vec<Vec<AtomId>>,
    /// By what they ask: conditions that are written alike are one atom.
    conds: FxHashMap<&'t Cond, AtomId>,
    exprs: FxHashMap<&'t Expr, AtomId>,
    asked: FxHashMap<QuestionId, AtomId>,
}

impl<'t> Atoms<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            list: Vec::new(),
            of: vec![Vec::new(); tree.questions().len()],
            conds: FxHashMap::default(),
            exprs: FxHashMap::default(),
            asked: FxHashMap::default(),
        }
    }

    /// Adds the atoms of a condition to `found`.
    pub(crate) fn of_cond(&mut self, cond: &'t Cond, found: &mut Vec<AtomId>) {
        self.parts_of(cond, found, &mut FxHashSet::default());
    }

    /// The same, looking into each value once.
    fn parts_of(&mut self, cond: &'t Cond, found: &mut Vec<AtomId>, seen: &mut FxHashSet<ValueId>) {
        match cond {
            Cond::Const(_) => {}
            Cond::Not(inner) => self.parts_of(inner, found, seen),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.parts_of(part, found, seen)),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.parts_of(side, found, seen)),
            Cond::Value(id) if self.tree.value(*id).depth <= DEEPEST => self.of_value(*id, found, seen),
            leaf => {
                let id = match self.conds.get(leaf) {
                    Some(id) => *id,
                    None => {
                        let id = self.add(Ask::Holds(leaf), |see| leaf.reads(see));
                        self.conds.insert(leaf, id);
                        id
                    }
                };
                found.push(id);
            }
        }
    }

    /// The atoms of a value that is a condition: those of its parts, in whichever form it comes.
    fn of_value(&mut self, id: ValueId, found: &mut Vec<AtomId>, seen: &mut FxHashSet<ValueId>) {
        if !seen.insert(id) {
            return;
        }
        match &self.tree.value(id).rule {
            ValueRule::One(Expr::Cond(cond)) => self.parts_of(cond, found, seen),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    if let Some(when) = when {
                        self.parts_of(when, found, seen);
                    }
                    if let Expr::Cond(cond) = is {
                        self.parts_of(cond, found, seen);
                    }
                }
            }
            // A condition comes neither from another kind of expression nor from a table.
            _ => {}
        }
    }

    /// The atom that asks whether an expression comes to anything.
    pub(crate) fn known(&mut self, expr: &'t Expr) -> AtomId {
        if let Some(id) = self.exprs.get(expr) {
            return *id;
        }
        let id = self.add(Ask::Known(expr), |see| expr.reads(see));
        self.exprs.insert(expr, id);
        id
    }

    /// The atom that asks whether a question was asked.
    pub(crate) fn asked(&mut self, question: QuestionId) -> AtomId {
        if let Some(id) = self.asked.get(&question) {
            return *id;
        }
        let id = self.add(Ask::Asked, |see| see(Read::Question(question)));
        self.asked.insert(question, id);
        id
    }

    /// An atom that asks which of its parts a value comes from.
    pub(crate) fn part(&mut self, value: ValueId) -> AtomId {
        self.add(Ask::Part(value), |see| see(Read::Value(value)))
    }

    /// An atom that asks exactly what the answers are that something reads.
    pub(crate) fn whole(&mut self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> AtomId {
        self.add(Ask::Whole, reads)
    }

    /// An atom that asks what the answers are that a question's limit reads.
    pub(crate) fn limit(&mut self, of: QuestionId, reads: impl FnOnce(&mut dyn FnMut(Read))) -> AtomId {
        self.add(Ask::Limit(of), reads)
    }

    fn add(&mut self, ask: Ask<'t>, reads: impl FnOnce(&mut dyn FnMut(Read))) -> AtomId {
        let (mut questions, mut scores) = (Vec::new(), Vec::new());
        self.tree.all_reads(reads, &mut |read| match read {
            Read::Question(id) => questions.push(id),
            Read::Score(id) => scores.push(id),
            Read::Value(_) | Read::Today => {}
        });
        questions.sort_unstable();
        questions.dedup();
        scores.sort_unstable();
        scores.dedup();
        let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        for question in &questions {
            if let Some(list) = self.of.get_mut(question.index()) {
                list.push(id);
            }
        }
        self.list.push(Atom { ask, questions: questions.into(), scores: scores.into() });
        id
    }
}

//! The atoms of a tree: the smallest conditions that anything ahead of a walk can ask about its past.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::tree::{Cond, DEEPEST, Expr, Next, Place, QuestionId, Read, ScoreId, Tree, ValueId, ValueRule};

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
    /// Of its questions one stands for others, see [`Atoms::put_together`].
    pub(crate) several: bool,
}

impl Atom<'_> {
    /// The question, where the atom reads just one and no score.
    pub(crate) fn single(&self) -> Option<QuestionId> {
        match self.questions[..] {
            [one]
                if !self.several
                    && self.scores.is_empty()
                    && !matches!(self.ask, Ask::Whole | Ask::Limit(_) | Ask::Part(_)) =>
            {
                Some(one)
            }
            _ => None,
        }
    }
}

/// An atom by its position in [`Atoms::list`], or a formula by that in [`Atoms::formulas`] and [`FORMULA`].
pub(crate) type AtomId = u32;

/// The bit that tells formulas from atoms.
pub(crate) const FORMULA: AtomId = 1 << 31;

/// How a condition is looked at as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Form<'t> {
    /// Whether it is true.
    Plain(&'t Cond),
    /// The same, or on which unasked question that hangs.
    Judged(&'t Cond),
    /// Which of a question's rules leads on; all but these with the same target are one, if some are named.
    Chain(QuestionId, Option<Rc<[usize]>>),
}

/// Where it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) at: Place,
    /// Of a question: behind its answer, and not before.
    pub(crate) answered: bool,
}

/// A condition, or several, as a whole: what is left of it tells states apart.
#[derive(Debug)]
pub(crate) struct Formula<'t> {
    pub(crate) form: Form<'t>,
    /// Where it is judged.
    pub(crate) places: Vec<Judged>,
    /// The questions it reads, ascending.
    pub(crate) questions: Box<[QuestionId]>,
    /// Whether it reads a score.
    pub(crate) scores: bool,
}

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
    pub(crate) formulas: Vec<Formula<'t>>,
    forms: FxHashMap<Form<'t>, AtomId>,
    /// By question: a later one with whose answer its own is told.
    pub(crate) told_with: FxHashMap<QuestionId, QuestionId>,
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
            formulas: Vec::new(),
            forms: FxHashMap::default(),
            told_with: FxHashMap::default(),
        }
    }

    /// Adds the atoms of a condition to `found`, and itself, as it is looked at there.
    pub(crate) fn of_cond(&mut self, cond: &'t Cond, found: &mut Vec<AtomId>) {
        self.parts_of(cond, found, &mut FxHashSet::default());
        found.push(self.formula(Form::Plain(cond), None, |see| cond.reads(see)));
    }

    /// The same, where somebody also wants to know on which unasked question it hangs.
    pub(crate) fn judged(&mut self, cond: &'t Cond, at: Judged, found: &mut Vec<AtomId>) {
        self.of_cond(cond, found);
        found.push(self.formula(Form::Judged(cond), Some(at), |see| cond.reads(see)));
    }

    /// Adds the atoms of a question's rules, of which only that which leads on is of interest.
    pub(crate) fn chain(&mut self, id: QuestionId, apart: Option<Rc<[usize]>>, found: &mut Vec<AtomId>) {
        let tree = self.tree;
        let Next::Rules(rules) = &tree.question(id).next else { return };
        let whens = || rules.iter().filter_map(|rule| rule.when.as_ref());
        whens().for_each(|when| self.parts_of(when, found, &mut FxHashSet::default()));
        let form = Form::Chain(id, apart);
        found.push(self.formula(form, None, |see| whens().for_each(|when| when.reads(see))));
    }

    fn formula(&mut self, form: Form<'t>, at: Option<Judged>, reads: impl FnOnce(&mut dyn FnMut(Read))) -> AtomId {
        let id = self.forms.get(&form).copied().unwrap_or_else(|| {
            let (questions, scores) = self.read(reads);
            let id = u32::try_from(self.formulas.len()).unwrap_or(u32::MAX) | FORMULA;
            self.formulas.push(Formula {
                form: form.clone(),
                places: Vec::new(),
                questions,
                scores: !scores.is_empty(),
            });
            self.forms.insert(form, id);
            id
        });
        if let Some(formula) = self.formulas.get_mut((id ^ FORMULA) as usize) {
            formula.places.extend(at.filter(|at| formula.places.last() != Some(at)));
        }
        id
    }

    /// The questions that an atom or a formula reads, ascending, and whether it reads a score.
    pub(crate) fn reads(&self, id: AtomId) -> (&[QuestionId], bool) {
        if id & FORMULA != 0 {
            let formula = self.formulas.get((id ^ FORMULA) as usize);
            return formula.map_or((&[], false), |formula| (&formula.questions, formula.scores));
        }
        self.list.get(id as usize).map_or((&[], false), |atom| (&atom.questions, !atom.scores.is_empty()))
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

    /// From now on the answers to some questions are told with that to a later one: what reads them reads that.
    pub(crate) fn put_together(&mut self, with: &[QuestionId], last: QuestionId) {
        let of = |questions: &[QuestionId]| -> Option<Box<[QuestionId]>> {
            let own = questions.iter().any(|id| with.contains(id));
            own.then(|| {
                let mut all: Vec<QuestionId> = questions.iter().copied().filter(|id| !with.contains(id)).collect();
                all.push(last);
                all.sort_unstable();
                all.dedup();
                all.into()
            })
        };
        for atom in &mut self.list {
            let one = atom.questions.contains(&last);
            if let Some(questions) = of(&atom.questions) {
                atom.questions = questions;
                atom.several = true;
            }
            atom.several |= one;
        }
        for formula in &mut self.formulas {
            if let Some(questions) = of(&formula.questions) {
                formula.questions = questions;
            }
        }
        for id in with {
            self.told_with.insert(*id, last);
            let moved = self.of.get_mut(id.index()).map(std::mem::take).unwrap_or_default();
            if let Some(list) = self.of.get_mut(last.index()) {
                list.extend(moved);
                list.sort_unstable();
                list.dedup();
            }
        }
    }

    fn read(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> (Box<[QuestionId]>, Box<[ScoreId]>) {
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
        (questions.into(), scores.into())
    }

    fn add(&mut self, ask: Ask<'t>, reads: impl FnOnce(&mut dyn FnMut(Read))) -> AtomId {
        let (questions, scores) = self.read(reads);
        let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        for question in &*questions {
            if let Some(list) = self.of.get_mut(question.index()) {
                list.push(id);
            }
        }
        self.list.push(Atom { ask, questions, scores, several: false });
        id
    }
}

//! Formulas as terms, made when they are first looked at, and how each cuts the answers to one question: those that
//! leave the same of it are one block.

use rustc_hash::FxHashMap;

use super::build::{Build, How, Made};
use super::leaves::Answers;
use super::put::Residuals;
use super::term::TermId;
use crate::explore::classes::class::{Domain, MISSING};
use crate::explore::conditions::atoms::{AtomId, Atoms, FORMULA, Form};
use crate::explore::conditions::hangs::Hangs;
use crate::tree::{Next, QuestionId};

/// A cut by its position among those that were made.
pub(crate) type CutId = u32;

/// How the answers to a question are cut.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Cut {
    pub(crate) question: QuestionId,
    /// By class, and last for who was not asked: its block; empty where each is one.
    blocks: Box<[u32]>,
}

impl Cut {
    /// The block of a class, see [`MISSING`].
    pub(crate) fn block(&self, class: u32) -> u32 {
        let at = if class == MISSING { self.blocks.len().checked_sub(1) } else { usize::try_from(class).ok() };
        at.and_then(|at| self.blocks.get(at)).copied().unwrap_or(class)
    }
}

/// The formulas of a tree as terms, and how they cut answers.
pub(crate) struct Cuts<'c, 't> {
    pub(crate) of: Residuals<'t>,
    atoms: &'c Atoms<'t>,
    domains: &'c [Domain],
    hangs: Hangs<'t>,
    values: Made,
    /// By formula: the term of a walk that was asked nothing.
    whole: Vec<Option<TermId>>,
    list: Vec<Cut>,
    numbers: FxHashMap<Cut, CutId>,
    /// How formulas cut answers, those aside that take them all alike.
    known: FxHashMap<(AtomId, QuestionId), Option<CutId>>,
    /// How many answers may still be put into formulas.
    left: usize,
}

/// How many answers are put into formulas to see what each leaves, for the whole tree.
const MOST_PUT: usize = 2_000_000;

impl<'c, 't> Cuts<'c, 't> {
    pub(crate) fn new(of: Residuals<'t>, hangs: Hangs<'t>, atoms: &'c Atoms<'t>, domains: &'c [Domain]) -> Self {
        Self {
            of,
            atoms,
            domains,
            hangs,
            values: Made::default(),
            whole: vec![None; atoms.formulas.len()],
            list: Vec::new(),
            numbers: FxHashMap::default(),
            known: FxHashMap::default(),
            left: MOST_PUT,
        }
    }

    pub(crate) fn get(&self, id: CutId) -> Option<&Cut> {
        self.list.get(id as usize)
    }

    /// The term of a formula of which nothing is known.
    pub(crate) fn whole(&mut self, id: AtomId) -> TermId {
        let number = (id ^ FORMULA) as usize;
        if let Some(Some(known)) = self.whole.get(number) {
            return *known;
        }
        let made = self.made(number).unwrap_or(0);
        self.whole.get_mut(number).into_iter().for_each(|slot| *slot = Some(made));
        made
    }

    fn made(&mut self, number: usize) -> Option<TermId> {
        let formula = self.atoms.formulas.get(number)?;
        self.hangs.stand(&formula.places);
        let tree = self.of.tree;
        let answers = Answers { domains: self.domains, own: None };
        self.values.elsewhere();
        let mut build = Build { of: &mut self.of, answers, hangs: Some(&self.hangs), values: &mut self.values };
        Some(match &formula.form {
            Form::Plain(cond) => build.cond(cond, How::Plain),
            Form::Judged(cond) => build.cond(cond, How::Judged(false)),
            Form::Chain(id, apart) => match &tree.question(*id).next {
                Next::Rules(rules) => build.chain(rules, apart.as_deref()),
                Next::Always(_) | Next::Nowhere => return None,
            },
        })
    }

    /// How a formula cuts the answers to a question; none if it takes them all alike.
    pub(crate) fn cut(&mut self, formula: AtomId, question: QuestionId) -> Option<CutId> {
        if let Some(known) = self.known.get(&(formula, question)) {
            return *known;
        }
        let classes = self.domains.get(question.index()).map_or(0, |domain| domain.classes.len());
        let left = self.left.checked_sub(classes + 1);
        self.left = left.unwrap_or(self.left);
        let mut blocks: Vec<u32> = Vec::new();
        if left.is_some() {
            let whole = self.whole(formula);
            let answers = Answers { domains: self.domains, own: None };
            let mut numbers: FxHashMap<TermId, u32> = FxHashMap::default();
            for class in (0_u32..).take(classes).chain([MISSING]) {
                let term = self.of.put(whole, question, class, answers);
                let next = u32::try_from(numbers.len()).unwrap_or(MISSING);
                blocks.push(*numbers.entry(term).or_insert(next));
            }
        }
        let cuts = blocks.is_empty() || blocks.iter().any(|block| *block != 0);
        let cut = cuts.then(|| self.number(Cut { question, blocks: blocks.into() }));
        self.known.insert((formula, question), cut);
        cut
    }

    fn number(&mut self, cut: Cut) -> CutId {
        let next = u32::try_from(self.list.len()).unwrap_or(CutId::MAX);
        let number = *self.numbers.entry(cut.clone()).or_insert(next);
        if number == next {
            self.list.push(cut);
        }
        number
    }
}

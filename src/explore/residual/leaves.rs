//! Leaves: conditions and expressions that are looked at as a whole, and what the engine makes of them with given
//! classes of answers.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::term::{Known, Range};
use crate::engine::{Facts, Val};
use crate::explore::classes::class::{Class, Domain, MISSING};
use crate::explore::conditions::conds::Judge;

use crate::tree::{Cond, Expr, Num, QuestionId, Read, Tree};

/// The answers of all classes.
#[derive(Clone, Copy)]
pub(crate) struct Answers<'a> {
    pub(crate) domains: &'a [Domain],
    /// The question at hand and the class of its answer: its classes are in other hands meanwhile.
    pub(crate) own: Option<(QuestionId, &'a Class)>,
}

impl<'a> Answers<'a> {
    fn of(self, question: QuestionId, class: u32) -> Option<&'a Class> {
        match self.own {
            _ if class == MISSING => None,
            Some((own, class)) if own == question => Some(class),
            _ => self.domains.get(question.index())?.classes.get(class as usize),
        }
    }
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Ask<'t> {
    /// Whether a condition is true.
    Cond(&'t Cond),
    /// The same, or on which unasked question that hangs; the flag says that it stands under `not`.
    Judged(&'t Cond, bool),
    /// What a number comes to.
    Num(&'t Num),
    /// What an expression comes to.
    Expr(&'t Expr),
    /// Whether this box is ticked, see [`Leaves::of_boxes`].
    Box(QuestionId),
    /// 1 if it is, and 0 if not.
    Tick(QuestionId),
}

/// One leaf.
#[derive(Debug)]
pub(crate) struct Leaf<'t> {
    ask: Ask<'t>,
    /// The questions that it reads, ascending.
    pub(crate) questions: Box<[QuestionId]>,
    /// Whether it reads a score, or other answers than boxes: then nothing is known of it before it is looked at.
    pub(crate) scores: bool,
    /// Whether it reads others than the boxes that are answered.
    others: bool,
    /// What it may come to, once that was asked for.
    range: Option<Option<Range>>,
}

impl Leaf<'_> {
    /// Whether it may hang on a question that was not asked.
    pub(crate) fn is_judged(&self) -> bool {
        matches!(self.ask, Ask::Judged(..)) || self.others
    }
}

/// All leaves of a tree's conditions.
pub(crate) struct Leaves<'t> {
    tree: &'t Tree,
    list: Vec<Leaf<'t>>,
    numbers: FxHashMap<Ask<'t>, u32>,
    /// Facts of their own: none but the answers that are tried.
    facts: Facts<'t>,
    /// The questions whose boxes are answered one by one; the first box of each is numbered behind those before it.
    of: Vec<(QuestionId, usize)>,
    /// By question: a later one with whose answer its own is told.
    told_with: FxHashMap<QuestionId, QuestionId>,
    /// Whether something reads it otherwise than box by box.
    is_read: bool,
}

impl<'t> Leaves<'t> {
    pub(crate) fn new(tree: &'t Tree, facts: Facts<'t>) -> Self {
        let (numbers, told_with) = (FxHashMap::default(), FxHashMap::default());
        Self { tree, list: Vec::new(), numbers, facts, of: Vec::new(), told_with, is_read: false }
    }

    /// Where the answers to some questions are told with those to later ones.
    pub(crate) fn told_with(self, told_with: FxHashMap<QuestionId, QuestionId>) -> Self {
        Self { told_with, ..self }
    }

    /// Where each box of some questions is answered by itself, as if it were a question, numbered one after another, by 0
    /// if it is not ticked and by 1 if it is; of all other questions nothing is answered.
    pub(crate) fn of_boxes(self, questions: &[QuestionId]) -> Self {
        let mut next = 0;
        let of = questions.iter().map(|id| {
            let first = next;
            next += self.tree.question(*id).kind.options().len();
            (*id, first)
        });
        Self { of: of.collect(), ..self }
    }

    /// The boxes of a question, as questions, if they are answered.
    pub(crate) fn boxes(&self, question: QuestionId) -> Option<impl Iterator<Item = QuestionId> + Clone + use<>> {
        let (_, first) = self.of.iter().find(|(id, _)| *id == question)?;
        let count = self.tree.question(question).kind.options().len();
        Some((*first..first + count).map(QuestionId::at))
    }

    /// Whether something reads one of these questions otherwise than box by box.
    pub(crate) fn is_read(&self) -> bool {
        self.is_read
    }

    pub(crate) fn leaf(&self, number: u32) -> Option<&Leaf<'t>> {
        self.list.get(number as usize)
    }

    /// The number of a leaf.
    pub(crate) fn number(&mut self, ask: Ask<'t>) -> u32 {
        if let Some(number) = self.numbers.get(&ask) {
            return *number;
        }
        let (mut questions, mut scores) = (Vec::new(), false);
        let reads = |see: &mut dyn FnMut(Read)| match ask {
            Ask::Cond(cond) | Ask::Judged(cond, _) => cond.reads(see),
            Ask::Num(num) => num.reads(see),
            Ask::Expr(expr) => expr.reads(see),
            Ask::Box(_) | Ask::Tick(_) => {}
        };
        self.tree.all_reads(reads, &mut |read| match read {
            Read::Question(id) => questions.push(id),
            Read::Score(_) => scores = true,
            Read::Value(_) | Read::Today => {}
        });
        let mut others = false;
        for question in &mut questions {
            *question = self.told_with.get(question).copied().unwrap_or(*question);
        }
        if !self.of.is_empty() {
            self.is_read |= self.of.iter().any(|(of, _)| questions.contains(of));
            // Of the others nothing is answered.
            others = scores || !questions.is_empty();
            scores = others;
            questions.clear();
            if let Ask::Box(at) | Ask::Tick(at) = ask {
                questions.push(at);
            }
        }
        questions.sort_unstable();
        questions.dedup();
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(Leaf { ask, questions: questions.into(), scores, others, range: None });
        self.numbers.insert(ask, number);
        number
    }

    /// What a leaf comes to with these answers, which are all that it reads; [`MISSING`] was not asked.
    pub(crate) fn known(&mut self, number: u32, given: &[(QuestionId, u32)], answers: Answers) -> Known {
        let Some(leaf) = self.list.get(number as usize) else { return Known::Val(Val::Missing) };
        let is_ticked = given.iter().any(|(_, class)| *class == 1);
        match leaf.ask {
            Ask::Box(_) => return Known::Val(Val::Cond(is_ticked)),
            Ask::Tick(_) => return Known::Val(Val::Num(u8::from(is_ticked).into())),
            _ => {}
        }
        for &(question, class) in given {
            let class = answers.of(question, class);
            self.facts.put(question, class.map(|class| class.answer.clone()));
            let with = class.into_iter().flat_map(|class| &*class.with);
            with.for_each(|(other, answer)| self.facts.put(*other, Some(answer.clone())));
        }
        self.facts.changed();
        let known = match leaf.ask {
            Ask::Cond(cond) => Known::Val(Val::Cond(self.facts.cond(cond))),
            Ask::Judged(cond, under_not) => match Judge::new(self.tree, &self.facts).cond(cond, under_not) {
                Ok(truth) => Known::Val(Val::Cond(truth)),
                Err(question) => Known::Hangs(question),
            },
            Ask::Num(num) => Known::Val(self.facts.num(num).map_or(Val::Missing, Val::Num)),
            Ask::Expr(expr) => Known::Val(self.facts.expr(expr)),
            Ask::Box(_) | Ask::Tick(_) => Known::Val(Val::Missing),
        };
        for &(question, class) in given {
            self.facts.put(question, None);
            let with = answers.of(question, class).into_iter().flat_map(|class| &*class.with);
            with.for_each(|(other, _)| self.facts.put(*other, None));
        }
        known
    }

    /// What a number that reads one question may come to, unasked too; none where that is no number.
    pub(crate) fn range(&mut self, number: u32, answers: Answers) -> Option<Range> {
        let leaf = self.leaf(number)?;
        if let Some(range) = leaf.range {
            return range;
        }
        if let Ask::Tick(_) = leaf.ask {
            return Some(Range { least: Decimal::ZERO, most: Decimal::ONE, missing: false });
        }
        let question = match (leaf.ask, &leaf.questions[..]) {
            (Ask::Num(_) | Ask::Expr(Expr::Num(_)), [one]) if !leaf.scores => Some(*one),
            _ => None,
        };
        let range = question.and_then(|question| self.range_of(number, question, answers));
        self.list.get_mut(number as usize)?.range = Some(range);
        range
    }

    fn range_of(&mut self, number: u32, question: QuestionId, answers: Answers) -> Option<Range> {
        let classes = u32::try_from(answers.domains.get(question.index())?.classes.len()).ok()?;
        let (mut all, mut missing): (Option<Range>, bool) = (None, false);
        for class in (0..classes).chain([MISSING]) {
            match self.known(number, &[(question, class)], answers) {
                Known::Val(Val::Num(number)) => {
                    let one = Range::of(number);
                    all = Some(all.map_or(one, |all| all.or(one)));
                }
                Known::Val(Val::Missing) => missing = true,
                _ => return None,
            }
        }
        all.map(|all| Range { missing, ..all })
    }
}

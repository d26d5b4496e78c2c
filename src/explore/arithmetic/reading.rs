//! What an expression of the tree comes to while some answers are variables and everything else is known.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::enclose::Within;
use super::term::{Compared, Day, Term, Var};
use crate::engine::{Facts, between};
use crate::tree::{Cond, Date, Expr, Num, QuestionId, Read, Text, Tree, ValueId, ValueRule};

/// How many sides of 0 are looked at for all that something is divided by.
const MOST_SIDES: usize = 64;
/// How many parts what is read may have: values that are read twice by one that is read twice are many.
const MOST_PARTS: usize = 20_000;
/// So many values are kept as they were read.
const MOST_KEPT: usize = 10_000;

/// Why there is no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// It comes to nothing.
    Missing,
    /// What it comes to hangs on the variables by more than a sum of theirs.
    Unclear,
}

/// What was read of values, for all readings of one tree.
#[derive(Default)]
pub(crate) struct Kept {
    /// By value: the questions that it reads.
    questions: Rc<RefCell<FxHashMap<ValueId, Rc<[QuestionId]>>>>,
    /// By value, and the classes of the answers that it reads.
    terms: RefCell<FxHashMap<Of, Made>>,
    /// The same of those of which it is open by which rule they come about: each has a number.
    pub(super) open: RefCell<FxHashMap<Of, u32>>,
}

/// A value where the answers that it reads are of these classes, and conditions are true and false as said.
pub(super) type Of = (ValueId, Box<[u32]>);

/// What was read, and whether that hangs on what is said of conditions.
type Made = (Result<Term, Gap>, bool);

/// What is said of a condition, which has a number.
#[derive(Clone, Copy)]
pub(crate) struct Said<'r> {
    pub(crate) number: u32,
    pub(crate) cond: &'r Cond,
    pub(crate) truth: bool,
}

impl Kept {
    /// For readings where variables lie elsewhere.
    pub(crate) fn apart(&self) -> Self {
        Self { questions: self.questions.clone(), ..Self::default() }
    }

    pub(super) fn questions(&self, tree: &Tree, id: ValueId) -> Rc<[QuestionId]> {
        let find = || tree.questions_read(|see| see(Read::Value(id))).into();
        self.questions.borrow_mut().entry(id).or_insert_with(find).clone()
    }
}

/// Answers that are variables, among the facts of a walk.
pub(crate) struct Reading<'r, 't> {
    pub(super) tree: &'t Tree,
    pub(super) facts: &'r Facts<'t>,
    /// The questions whose answers are, by the number of the variable; they ascend.
    pub(super) vars: &'r [QuestionId],
    /// Where each lies, as far as that is known; one that lies nowhere is no variable.
    pub(super) lines: &'r [Var],
    pub(super) kept: &'r Kept,
    /// The classes of all answers, which say all that is known of them: then what is read of a value is kept, and one of
    /// which it is open by which rule it comes about stands for itself.
    pub(super) classes: Option<&'r FxHashMap<QuestionId, u32>>,
    /// Conditions that are to be true or false, whatever they are with the facts.
    pub(super) said: &'r [Said<'r>],
    /// What is read hangs on what is said of them.
    pub(super) heeded: Cell<bool>,
    /// What was read of values with these facts.
    pub(super) made: RefCell<FxHashMap<ValueId, Made>>,
    /// How many parts may still be read.
    pub(super) left: Cell<usize>,
}

impl<'r, 't> Reading<'r, 't> {
    pub(crate) fn new(tree: &'t Tree, facts: &'r Facts<'t>, vars: &'r [QuestionId], kept: &'r Kept) -> Self {
        let (made, heeded, left) = (RefCell::default(), Cell::new(false), Cell::new(MOST_PARTS));
        Self { tree, facts, vars, lines: &[], kept, classes: None, said: &[], heeded, made, left }
    }

    /// The variables lie there, and so do the answers to their questions among the facts.
    pub(crate) fn on(self, lines: &'r [Var]) -> Self {
        Self { lines, ..self }
    }

    /// These conditions are to be true or false.
    pub(crate) fn where_said(self, said: &'r [Said<'r>]) -> Self {
        Self { said, ..self }
    }

    /// All answers are of these classes.
    pub(crate) fn of(self, classes: &'r FxHashMap<QuestionId, u32>) -> Self {
        Self { classes: Some(classes), ..self }
    }

    /// The two sides of a comparison; none where one is unclear.
    pub(crate) fn compared(&self, cond: &Cond) -> Option<Compared> {
        let found = match cond {
            Cond::Numbers(order, sides) => {
                let [left, right] = &**sides;
                self.number(left).and_then(|left| Ok(Compared::Numbers(*order, [left, self.number(right)?])))
            }
            Cond::Dates(order, sides) => {
                let [left, right] = &**sides;
                self.day(left).and_then(|left| Ok(Compared::Days(*order, [left, self.day(right)?])))
            }
            _ => return None,
        };
        match found {
            Ok(compared) => Some(compared),
            Err(Gap::Missing) => Some(Compared::Never),
            Err(Gap::Unclear) => None,
        }
    }

    /// The variables that an expression is divided by, if it surely comes to something wherever the variables stand
    /// between their ends and none of these is 0; none if it may come to nothing otherwise.
    pub(crate) fn known_but_for_zero(&self, expr: &Expr, vars: &[Var]) -> Option<Vec<QuestionId>> {
        let term = match expr {
            Expr::Num(num) => self.number(num),
            // To so many places, rounding makes no number too large.
            Expr::Text(Text::Fixed(sides) | Text::Grouped(sides)) => match &**sides {
                [number, Num::Literal(places)] if !places.is_sign_negative() => self.number(number),
                _ => return None,
            },
            Expr::Date(date) => return self.is_known_day(date, vars).then(Vec::new),
            Expr::Text(Text::Long(date)) => return self.is_known_day(date, vars).then(Vec::new),
            _ => return None,
        };
        let term = term.ok()?;
        let mut by = Vec::new();
        term.divided_by(&mut by);
        by.sort_unstable();
        by.dedup();
        // On either side of 0, for each of them.
        for sides in 0..1_usize.checked_shl(u32::try_from(by.len()).ok()?).filter(|sides| *sides <= MOST_SIDES)? {
            let mut vars = vars.to_vec();
            for (bit, var) in by.iter().enumerate() {
                let var = vars.get_mut(*var)?;
                if sides & (1 << bit) == 0 {
                    var.low = var.low.max(1);
                } else {
                    var.high = var.high.min(-1);
                }
            }
            let empty = vars.iter().any(|var| var.low > var.high);
            if !empty && Within::all(&vars, |within| within.number(&term).missing) {
                return None;
            }
        }
        by.iter().map(|var| self.vars.get(*var).copied()).collect()
    }

    fn is_known_day(&self, date: &Date, vars: &[Var]) -> bool {
        self.day(date).is_ok_and(|term| !Within::all(vars, |within| within.day(&term).missing))
    }

    pub(super) fn var(&self, id: QuestionId) -> Option<usize> {
        let at = self.vars.binary_search(&id).ok()?;
        self.lines.get(at).is_none_or(|line| line.low <= line.high).then_some(at)
    }

    /// Whether something hangs on variables, by way of values too.
    pub(super) fn hangs(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        let mut found = false;
        reads(&mut |read| {
            found = found
                || match read {
                    Read::Question(id) => self.var(id).is_some(),
                    Read::Value(id) => self.value_hangs(id),
                    Read::Score(_) | Read::Today => false,
                }
        });
        found
    }

    pub(super) fn value_hangs(&self, id: ValueId) -> bool {
        self.kept.questions(self.tree, id).iter().any(|question| self.var(*question).is_some())
    }

    pub(crate) fn number(&self, num: &Num) -> Result<Term, Gap> {
        self.take(1)?;
        let all = |parts: &[Num]| parts.iter().map(|part| self.number(part)).collect::<Result<Vec<Term>, Gap>>();
        match num {
            Num::Answer(id) if let Some(var) = self.var(*id) => Ok(Term::Var(var)),
            Num::Value(id) if self.value_hangs(*id) => self.value(*id),
            Num::Literal(_) | Num::Answer(_) | Num::Score(_) | Num::Value(_) => self.known(num),
            Num::HowMany(parts) if self.hangs(|see| num.reads(see)) => {
                let truths = parts.iter().map(|part| self.truth(part)).collect::<Option<Vec<bool>>>();
                let count = truths.map(|truths| truths.into_iter().filter(|truth| *truth).count());
                count.map(|count| Term::Fixed(count.into())).ok_or(Gap::Unclear)
            }
            Num::Count(_) | Num::Default(_) if self.hangs(|see| num.reads(see)) => Err(Gap::Unclear),
            Num::Count(_) | Num::HowMany(_) | Num::Default(_) => self.known(num),
            Num::Minus(inner) => self.number(inner).map(Term::minus),
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                Term::sum(*operation, self.number(left)?, self.number(right)?).ok_or(Gap::Missing)
            }
            Num::Least(parts) => all(parts).map(Term::least),
            Num::Greatest(parts) => all(parts).map(Term::greatest),
            Num::Round(sides) => {
                let [number, places] = &**sides;
                let Term::Fixed(places) = self.number(places)? else { return Err(Gap::Unclear) };
                Term::rounded(self.number(number)?, places).ok_or(Gap::Missing)
            }
            Num::Floor(inner) => self.number(inner).map(|inner| inner.each(Decimal::floor, Term::Floor)),
            Num::Ceil(inner) => self.number(inner).map(|inner| inner.each(Decimal::ceil, Term::Ceil)),
            Num::Abs(inner) => self.number(inner).map(|inner| inner.each(Decimal::abs, Term::Abs)),
            Num::Between(elapsed, sides) => {
                let [from, to] = &**sides;
                Ok(match [self.day(from)?, self.day(to)?] {
                    [Day::Fixed(from), Day::Fixed(to)] => Term::Fixed(between(*elapsed, from, to).into()),
                    days => Term::Between(*elapsed, Box::new(days)),
                })
            }
        }
    }

    /// What hangs on no variable.
    fn known(&self, num: &Num) -> Result<Term, Gap> {
        self.facts.num(num).map(Term::Fixed).ok_or(Gap::Missing)
    }

    fn take(&self, parts: usize) -> Result<(), Gap> {
        self.left.set(self.left.get().checked_sub(parts).ok_or(Gap::Unclear)?);
        Ok(())
    }

    pub(crate) fn day(&self, date: &Date) -> Result<Day, Gap> {
        if let Date::Answer(id) = date
            && let Some(var) = self.var(*id)
        {
            return Ok(Day::Var(var));
        }
        if !self.hangs(|see| date.reads(see)) {
            return self.facts.date(date).map(Day::Fixed).ok_or(Gap::Missing);
        }
        match date {
            Date::Value(id) => match self.chosen(*id) {
                Ok(Some(Expr::Date(inner))) => self.day(inner),
                Ok(None) => Err(Gap::Missing),
                _ => Err(Gap::Unclear),
            },
            Date::Add(unit, inner, count) => {
                Day::later(*unit, self.day(inner)?, self.number(count)?).ok_or(Gap::Missing)
            }
            Date::Literal(_) | Date::Today | Date::Answer(_) | Date::Default(_) => Err(Gap::Unclear),
        }
    }

    /// A number that a value comes to, which hangs on variables; read once.
    fn value(&self, id: ValueId) -> Result<Term, Gap> {
        let known = match self.of_classes(id) {
            Some(of) => self.kept.terms.borrow().get(&of).cloned(),
            None => self.made.borrow().get(&id).cloned(),
        };
        if let Some((known, heeds)) = known {
            self.heeded.set(self.heeded.get() || heeds);
            known.iter().try_for_each(|term| self.take(term.parts()))?;
            return known;
        }
        let before = self.heeded.replace(false);
        let found = match (self.chosen(id), &self.tree.value(id).rule) {
            (Ok(Some(Expr::Num(inner))), _) => self.number(inner),
            (Ok(Some(_)), _) => Err(Gap::Unclear),
            (Ok(None), ValueRule::Table(_)) => self.known(&Num::Value(id)),
            (Ok(None), _) => Err(Gap::Missing),
            (Err(Open), _) => self.open(id),
        };
        let heeds = self.heeded.replace(before || self.heeded.get());
        match self.of_classes(id) {
            Some(of) => {
                let mut terms = self.kept.terms.borrow_mut();
                if terms.len() >= MOST_KEPT {
                    terms.clear();
                }
                terms.insert(of, (found.clone(), heeds));
            }
            None => drop(self.made.borrow_mut().insert(id, (found.clone(), heeds))),
        }
        found
    }

    pub(super) fn of_classes(&self, id: ValueId) -> Option<Of> {
        let classes = self.classes?;
        let questions = self.kept.questions(self.tree, id);
        let classes = questions.iter().map(|id| classes.get(id).copied().unwrap_or(u32::MAX));
        Some((id, classes.chain(self.said.iter().map(|one| one.number * 2 + u32::from(one.truth))).collect()))
    }
}

/// It is open by which rule a value comes about.
pub(super) struct Open;

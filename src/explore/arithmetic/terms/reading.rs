//! What an expression of the tree comes to while some answers are variables and everything else is known.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::kept::Kept;
use super::term::{Any, Compared, Day, Gap, Term, Var};
use crate::engine::Facts;
use crate::explore::arithmetic::solving::enclose::{Enclosed, Within};
use crate::explore::arithmetic::solving::nearly::sum;
use crate::explore::arithmetic::solving::quotient::is_share;
use crate::tree::{Cond, DEEPEST, Date, Expr, Num, Order, QuestionId, Read, Text, Tree, ValueId, ValueRule};

/// How many sides of 0 are looked at for all that something is divided by.
const MOST_SIDES: usize = 64;

/// How many values are written out at most for one comparison.
const MOST_VALUES: u32 = 4_096;

/// Comparisons that are taken to be true or false.
pub(crate) type Assumed = [(Cond, bool)];

/// Answers that are variables, among the facts of a walk.
pub(crate) struct Reading<'r, 't> {
    pub(in crate::explore::arithmetic) tree: &'t Tree,
    pub(in crate::explore::arithmetic) facts: &'r Facts<'t>,
    /// The questions whose answers are, by the number of the variable.
    vars: &'r [QuestionId],
    /// Where each variable lies.
    pub(in crate::explore::arithmetic) lines: &'r [Var],
    /// None where nothing is to be taken so.
    pub(in crate::explore::arithmetic) assumed: Option<&'r Assumed>,
    /// What it hangs on by which rule or entry a value comes about may come to any of them.
    pub(in crate::explore::arithmetic) loose: bool,
    /// Values that are no plain sums are not looked into; what was read of them is kept there.
    pub(in crate::explore::arithmetic) kept: Option<&'r Kept>,
    /// How many values may still be written out: one that is read twice is, each time.
    left: Cell<u32>,
    /// Whether a value hangs on variables, once that was asked.
    hanging: RefCell<FxHashMap<ValueId, bool>>,
    /// The first comparison met that is not among these, where it hangs on the variables what something comes from.
    pub(in crate::explore::arithmetic) open: RefCell<Option<Cond>>,
}

impl<'r, 't> Reading<'r, 't> {
    pub(crate) fn new(tree: &'t Tree, facts: &'r Facts<'t>, vars: &'r [QuestionId], lines: &'r [Var]) -> Self {
        Self {
            tree,
            facts,
            vars,
            lines,
            assumed: None,
            loose: false,
            kept: None,
            left: Cell::new(MOST_VALUES),
            hanging: RefCell::default(),
            open: RefCell::default(),
        }
    }

    pub(crate) fn assuming(self, assumed: &'r Assumed) -> Self {
        Self { assumed: Some(assumed), ..self }
    }

    /// Whatever values are chosen by: they may come from each of their rules and entries.
    pub(crate) fn loosely(self) -> Self {
        Self { loose: true, ..self }
    }

    /// Values that are no plain sums stand for themselves, where all answers are of the classes that `kept` is for.
    pub(crate) fn keeping(self, kept: &'r Kept) -> Self {
        Self { kept: Some(kept), ..self }
    }

    /// The comparison on which it hangs what was read, where something was unclear; none where it is not that.
    pub(crate) fn open(self) -> Option<Cond> {
        self.open.into_inner()
    }

    /// The two sides of a comparison; none where one is unclear.
    pub(crate) fn compared(&self, cond: &Cond) -> Option<Compared> {
        let found = match cond {
            // What comes to something is level with itself.
            Cond::Answered(expr) => match &**expr {
                Expr::Num(num) => self.number(num).map(|term| Compared::Numbers(Order::Equal, [term.clone(), term])),
                Expr::Date(date) => self.day(date).map(|term| Compared::Days(Order::Equal, [term.clone(), term])),
                _ => return None,
            },
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
    pub(crate) fn known_but_for_zero(&self, expr: &Expr) -> Option<Vec<QuestionId>> {
        let term = match expr {
            Expr::Num(num) => self.number(num),
            // To so many places, rounding makes no number too large.
            Expr::Text(Text::Fixed(sides) | Text::Grouped(sides)) => match &**sides {
                [number, Num::Literal(places)] if !places.is_sign_negative() => self.number(number),
                _ => return None,
            },
            Expr::Date(date) => return self.is_known_day(date).then(Vec::new),
            Expr::Text(Text::Long(date)) => return self.is_known_day(date).then(Vec::new),
            _ => return None,
        };
        let term = term.ok()?;
        let mut by = Vec::new();
        term.divided_by(&mut by);
        by.sort_unstable();
        by.dedup();
        // On either side of 0, for each of them.
        for sides in 0..1_usize.checked_shl(u32::try_from(by.len()).ok()?).filter(|sides| *sides <= MOST_SIDES)? {
            let mut vars = self.lines.to_vec();
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

    fn is_known_day(&self, date: &Date) -> bool {
        !self.any_day_of(date).missing
    }

    /// Whether something hangs on variables, by way of values too.
    pub(in crate::explore::arithmetic) fn hangs(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        let mut hangs = false;
        reads(&mut |read| {
            hangs = hangs
                || match read {
                    Read::Question(id) => self.var(id).is_some(),
                    Read::Value(id) => self.value_hangs(id),
                    Read::Score(_) | Read::Today => false,
                }
        });
        hangs
    }

    fn value_hangs(&self, id: ValueId) -> bool {
        if let Some(known) = self.hanging.borrow().get(&id) {
            return *known;
        }
        let hangs = self.read_by(&Num::Value(id)).iter().any(|id| self.var(*id).is_some());
        self.hanging.borrow_mut().insert(id, hangs);
        hangs
    }

    /// The questions that a number reads, by way of values too.
    pub(in crate::explore::arithmetic) fn read_by(&self, num: &Num) -> Rc<[QuestionId]> {
        let find = || self.tree.questions_read(|see| num.reads(see)).into();
        match self.kept {
            Some(kept) => kept.questions(num, find),
            None => find(),
        }
    }

    pub(in crate::explore::arithmetic) fn var(&self, id: QuestionId) -> Option<usize> {
        let at = self.vars.iter().position(|var| *var == id)?;
        self.lines.get(at).is_none_or(|line| line.low <= line.high).then_some(at)
    }

    pub(crate) fn number(&self, num: &Num) -> Result<Term, Gap> {
        if let Num::Answer(id) = num
            && let Some(var) = self.var(*id)
        {
            return Ok(Term::Var(var));
        }
        if self.loose
            && let Some(Enclosed { span, missing }) = self.any_of(num)
        {
            return Ok(Term::Any(Any { of: 0, vars: Box::default(), span, missing }));
        }
        if !self.hangs(|see| num.reads(see)) {
            return self.facts.num(num).map(Term::Fixed).ok_or(Gap::Missing);
        }
        match self.kept {
            Some(kept) if matches!(num, Num::Value(_) | Num::Default(_) | Num::HowMany(_)) => self.standing(kept, num),
            _ => self.looked_into(num),
        }
    }

    /// The same of what hangs on variables.
    pub(super) fn looked_into(&self, num: &Num) -> Result<Term, Gap> {
        let all = |parts: &[Num]| parts.iter().map(|part| self.number(part)).collect::<Result<Vec<Term>, Gap>>();
        match num {
            Num::Value(id) => match &*self.chosen(*id)? {
                Expr::Num(inner) => self.number(inner),
                _ => Err(Gap::Unclear),
            },
            Num::Minus(inner) => self.number(inner).map(Term::minus),
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                Term::sum(*operation, self.number(left)?, self.number(right)?).ok_or(Gap::Missing)
            }
            Num::Least(parts) => self.extreme(parts, Order::AtMost).unwrap_or_else(|| all(parts).map(Term::Least)),
            Num::Greatest(parts) => {
                self.extreme(parts, Order::AtLeast).unwrap_or_else(|| all(parts).map(Term::Greatest))
            }
            Num::Round(sides) => {
                let [number, places] = &**sides;
                let Term::Fixed(places) = self.number(places)? else { return Err(Gap::Unclear) };
                Term::rounded(self.number(number)?, places).ok_or(Gap::Missing)
            }
            Num::Floor(inner) => self.number(inner).map(|inner| Term::Floor(Box::new(inner))),
            Num::Ceil(inner) => self.number(inner).map(|inner| Term::Ceil(Box::new(inner))),
            Num::Abs(inner) => {
                // Of two that are divided neither is taken.
                let both = [(**inner).clone(), Num::Minus(inner.clone())];
                self.extreme(&both, Order::AtLeast)
                    .unwrap_or_else(|| self.number(inner).map(|inner| Term::Abs(Box::new(inner))))
            }
            Num::Between(elapsed, sides) => {
                let [from, to] = &**sides;
                Ok(Term::Between(*elapsed, Box::new([self.day(from)?, self.day(to)?])))
            }
            Num::Default(parts) => {
                let there = |part: &Num| self.truth(&Cond::Answered(Box::new(Expr::Num(part.clone()))));
                first(parts, |part| self.number(part), there)
            }
            Num::HowMany(parts) => {
                let count = parts.iter().try_fold(0_u64, |count, part| Some(count + u64::from(self.truth(part)?)));
                count.map(|count| Term::Fixed(count.into())).ok_or(Gap::Unclear)
            }
            Num::Literal(_) | Num::Answer(_) | Num::Score(_) | Num::Count(_) => Err(Gap::Unclear),
        }
    }

    /// The first of several numbers that stands so to the others; none where they are more than sums, which are taken as
    /// they are.
    fn extreme(&self, parts: &[Num], order: Order) -> Option<Result<Term, Gap>> {
        self.assumed?;
        let (mut sums, mut shares) = (Vec::new(), Vec::new());
        for part in parts {
            match self.number(part) {
                Ok(term) if sum(&term, self.lines).is_some() => sums.push(part),
                Ok(term) if is_share(&term, self.lines) => shares.push(part),
                Err(Gap::Unclear) => return Some(Err(Gap::Unclear)),
                _ => return None,
            }
        }
        // What is divided by 0 is nothing, and so is the whole then: it comes last, where it is taken if nothing before it
        // stands so.
        let mut all = sums.into_iter().chain((shares.len() < 2).then_some(shares)?);
        let first = all.next()?;
        let best = all.try_fold(first, |best, next| {
            let stands = self.truth(&Cond::Numbers(order, Box::new([best.clone(), next.clone()])))?;
            Some(if stands { best } else { next })
        });
        Some(best.ok_or(Gap::Unclear).and_then(|best| self.number(best)))
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
            Date::Value(id) => match &*self.chosen(*id)? {
                Expr::Date(inner) => self.day(inner),
                _ => Err(Gap::Unclear),
            },
            Date::Add(unit, inner, count) => {
                Day::later(*unit, self.day(inner)?, self.number(count)?).ok_or(Gap::Missing)
            }
            Date::Default(parts) => {
                let there = |part: &Date| self.truth(&Cond::Answered(Box::new(Expr::Date(part.clone()))));
                first(parts, |part| self.day(part), there)
            }
            Date::Literal(_) | Date::Today | Date::Answer(_) => Err(Gap::Unclear),
        }
    }

    /// What a value comes from, where it is known by which of its rules or entries.
    pub(in crate::explore::arithmetic) fn chosen(&self, id: ValueId) -> Result<Cow<'t, Expr>, Gap> {
        let value = self.tree.value(id);
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        match &value.rule {
            _ if value.depth > DEEPEST || left == 0 => Err(Gap::Unclear),
            ValueRule::One(expr) => Ok(Cow::Borrowed(expr)),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    if when.as_ref().map_or(Some(true), |when| self.truth(when)).ok_or(Gap::Unclear)? {
                        return Ok(Cow::Borrowed(is));
                    }
                }
                Err(Gap::Missing)
            }
            ValueRule::Table(table) => self.entry(table).map(Cow::Owned),
        }
    }
}

/// The first that surely comes to something, where it is known of those before that they do not.
fn first<P, T>(parts: &[P], read: impl Fn(&P) -> Result<T, Gap>, there: impl Fn(&P) -> Option<bool>) -> Result<T, Gap> {
    for part in parts {
        match there(part) {
            Some(true) => return read(part),
            Some(false) => {}
            None => return Err(Gap::Unclear),
        }
    }
    Err(Gap::Missing)
}

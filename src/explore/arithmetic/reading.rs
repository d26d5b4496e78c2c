//! What an expression of the tree comes to while some answers are variables and everything else is known.

use super::enclose::Within;
use super::term::{Compared, Day, Term, Var};
use crate::engine::Facts;
use crate::tree::{Cond, DEEPEST, Date, Expr, Num, QuestionId, Read, Text, Tree, ValueId, ValueRule};

/// How many sides of 0 are looked at for all that something is divided by.
const MOST_SIDES: usize = 64;

/// Why there is no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// It comes to nothing.
    Missing,
    /// What it comes to hangs on the variables by more than a sum of theirs.
    Unclear,
}

/// Answers that are variables, among the facts of a walk.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'r, 't> {
    pub(crate) tree: &'t Tree,
    pub(crate) facts: &'r Facts<'t>,
    /// The questions whose answers are, by the number of the variable.
    pub(crate) vars: &'r [QuestionId],
}

impl Reading<'_, '_> {
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

    fn hangs(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        let read = self.tree.questions_read(reads);
        self.vars.iter().any(|var| read.contains(var))
    }

    fn var(&self, id: QuestionId) -> Option<usize> {
        self.vars.iter().position(|var| *var == id)
    }

    pub(crate) fn number(&self, num: &Num) -> Result<Term, Gap> {
        if let Num::Answer(id) = num
            && let Some(var) = self.var(*id)
        {
            return Ok(Term::Var(var));
        }
        if !self.hangs(|see| num.reads(see)) {
            return self.facts.num(num).map(Term::Fixed).ok_or(Gap::Missing);
        }
        let all = |parts: &[Num]| parts.iter().map(|part| self.number(part)).collect::<Result<Vec<Term>, Gap>>();
        match num {
            Num::Value(id) => match self.chosen(*id)? {
                Expr::Num(inner) => self.number(inner),
                _ => Err(Gap::Unclear),
            },
            Num::Minus(inner) => self.number(inner).map(Term::minus),
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                Term::sum(*operation, self.number(left)?, self.number(right)?).ok_or(Gap::Missing)
            }
            Num::Least(parts) => all(parts).map(Term::Least),
            Num::Greatest(parts) => all(parts).map(Term::Greatest),
            Num::Round(sides) => {
                let [number, places] = &**sides;
                let Term::Fixed(places) = self.number(places)? else { return Err(Gap::Unclear) };
                Term::rounded(self.number(number)?, places).ok_or(Gap::Missing)
            }
            Num::Floor(inner) => self.number(inner).map(|inner| Term::Floor(Box::new(inner))),
            Num::Ceil(inner) => self.number(inner).map(|inner| Term::Ceil(Box::new(inner))),
            Num::Abs(inner) => self.number(inner).map(|inner| Term::Abs(Box::new(inner))),
            Num::Between(elapsed, sides) => {
                let [from, to] = &**sides;
                Ok(Term::Between(*elapsed, Box::new([self.day(from)?, self.day(to)?])))
            }
            Num::Literal(_) | Num::Answer(_) | Num::Score(_) => Err(Gap::Unclear),
            Num::Count(_) | Num::HowMany(_) | Num::Default(_) => Err(Gap::Unclear),
        }
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
            Date::Value(id) => match self.chosen(*id)? {
                Expr::Date(inner) => self.day(inner),
                _ => Err(Gap::Unclear),
            },
            Date::Add(unit, inner, count) => {
                Day::later(*unit, self.day(inner)?, self.number(count)?).ok_or(Gap::Missing)
            }
            Date::Literal(_) | Date::Today | Date::Answer(_) | Date::Default(_) => Err(Gap::Unclear),
        }
    }

    /// What a value comes from, where the choice between its rules does not hang on the variables.
    fn chosen(&self, id: ValueId) -> Result<&Expr, Gap> {
        let value = self.tree.value(id);
        match &value.rule {
            _ if value.depth > DEEPEST => Err(Gap::Unclear),
            ValueRule::One(expr) => Ok(expr),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    let Some(when) = when else { return Ok(is) };
                    if self.hangs(|see| when.reads(see)) {
                        return Err(Gap::Unclear);
                    }
                    if self.facts.cond(when) {
                        return Ok(is);
                    }
                }
                Err(Gap::Missing)
            }
            ValueRule::Table(_) => Err(Gap::Unclear),
        }
    }
}

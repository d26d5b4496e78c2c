//! By which of its rules a value comes about, where that does not hang on where the variables stand; else it is open.

use rust_decimal::Decimal;

use super::enclose::{Enclosed, Within};
use super::reading::{Gap, Open, Reading};
use super::term::{Chosen, Term};
use crate::tree::{Cell, Cond, DEEPEST, Expr, Read, Table, ValueId, ValueRule};

impl<'t> Reading<'_, 't> {
    /// What a value comes from, where the choice between its rules does not hang on where the variables stand; nothing
    /// where no rule is true, and where it is looked up.
    pub(super) fn chosen(&self, id: ValueId) -> Result<Option<&'t Expr>, Open> {
        let value = self.tree.value(id);
        match &value.rule {
            _ if value.depth > DEEPEST => Err(Open),
            ValueRule::One(expr) => Ok(Some(expr)),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    match when.as_ref().map_or(Some(true), |when| self.truth(when)) {
                        Some(true) => return Ok(Some(is)),
                        Some(false) => {}
                        None => return Err(Open),
                    }
                }
                Ok(None)
            }
            ValueRule::Table(table) => {
                if self.is_steady_key(table) {
                    Ok(None)
                } else {
                    Err(Open)
                }
            }
        }
    }

    fn is_steady_key(&self, table: &Table) -> bool {
        self.as_it_is(|| {
            table.by.iter().all(|by| match by {
                Expr::Cond(cond) => self.truth(cond).is_some(),
                Expr::Num(num) => matches!(self.number(num), Ok(Term::Fixed(_)) | Err(Gap::Missing)),
                other => self.is_steady(all_read(|see| other.reads(see))),
            })
        })
    }

    /// Whether something is so without what is said of conditions: then it is with the facts, too.
    fn as_it_is(&self, is: impl FnOnce() -> bool) -> bool {
        let before = self.heeded.replace(false);
        let is = is();
        let heeded = self.heeded.replace(before || self.heeded.get());
        is && !heeded
    }

    /// A value of which it is open by which rule it comes about.
    pub(super) fn open(&self, id: ValueId) -> Result<Term, Gap> {
        let of = self.of_classes(id).ok_or(Gap::Unclear)?;
        let value = self.tree.value(id);
        let mut all: Option<Enclosed<Decimal>> = None;
        let mut may_be = |one: Enclosed<Decimal>| all = Some(all.map_or(one, |all| all.or(one)));
        let entered = |cell: &Cell| if let Cell::Num(number) = cell { Enclosed::is(*number) } else { Enclosed::ANY };
        match &value.rule {
            _ if value.depth > DEEPEST => return Err(Gap::Unclear),
            ValueRule::One(_) => return Err(Gap::Unclear),
            ValueRule::Rules(rules) => {
                let mut ends = false;
                for (when, is) in rules {
                    let truth = when.as_ref().map_or(Some(true), |when| self.truth(when));
                    if truth != Some(false) {
                        may_be(self.enclosed(is));
                    }
                    ends = truth == Some(true);
                    if ends {
                        break;
                    }
                }
                if !ends {
                    may_be(Enclosed::nothing());
                }
            }
            ValueRule::Table(table) => {
                table.cells(&mut |cell| may_be(entered(cell)));
                may_be(table.otherwise.as_ref().map_or_else(Enclosed::nothing, entered));
                // A key that is missing has no entry.
                may_be(Enclosed::nothing());
            }
        }
        let Enclosed { span, missing } = all.unwrap_or_else(Enclosed::nothing);
        let questions = self.kept.questions(self.tree, id);
        let vars = questions.iter().filter_map(|question| self.var(*question)).collect();
        let mut numbers = self.kept.open.borrow_mut();
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let number = *numbers.entry(of).or_insert(next);
        Ok(Term::Chosen(Chosen { number, vars, span, missing }))
    }

    /// Between what a part of a value lies.
    fn enclosed(&self, expr: &Expr) -> Enclosed<Decimal> {
        let Expr::Num(num) = expr else { return Enclosed::ANY };
        match self.number(num) {
            Ok(term) => Within::all(self.lines, |within| within.number(&term)),
            Err(Gap::Missing) => Enclosed::nothing(),
            Err(Gap::Unclear) => Enclosed::ANY,
        }
    }

    /// Whether a condition is true, where that does not hang on where the variables stand.
    pub(super) fn truth(&self, cond: &Cond) -> Option<bool> {
        if let Some(said) = self.said.iter().find(|said| said.cond == cond) {
            self.heeded.set(true);
            return Some(said.truth);
        }
        if !self.hangs(|see| cond.reads(see)) {
            return Some(self.facts.cond(cond));
        }
        let several = |parts: &[Cond], decides: bool| {
            let mut all = Some(!decides);
            for part in parts {
                match self.truth(part) {
                    Some(truth) if truth == decides => return Some(decides),
                    Some(_) => {}
                    None => all = None,
                }
            }
            all
        };
        match cond {
            Cond::Not(inner) => self.truth(inner).map(|truth| !truth),
            Cond::All(parts) => several(parts, false),
            Cond::Any(parts) => several(parts, true),
            Cond::Same(sides, unequal) => {
                let [left, right] = &**sides;
                Some((self.truth(left)? == self.truth(right)?) != *unequal)
            }
            Cond::Value(id) => match self.chosen(*id).ok()? {
                Some(Expr::Cond(inner)) => self.truth(inner),
                // Where no rule is true, a condition is false.
                _ => Some(false),
            },
            Cond::Numbers(..) | Cond::Dates(..) => {
                let compared = self.compared(cond)?;
                Within::all(self.lines, |within| within.truth(&compared))
            }
            other => {
                let is_steady = self.as_it_is(|| self.is_steady(all_read(|see| other.reads(see))));
                is_steady.then(|| self.facts.cond(other))
            }
        }
    }

    /// Whether all that something reads is the same wherever the variables stand.
    fn is_steady(&self, reads: Vec<Read>) -> bool {
        reads.into_iter().all(|read| match read {
            Read::Question(id) => self.var(id).is_none(),
            Read::Value(id) if self.value_hangs(id) => match self.chosen(id) {
                Ok(Some(Expr::Num(num))) => matches!(self.number(num), Ok(Term::Fixed(_)) | Err(Gap::Missing)),
                Ok(Some(expr)) => self.is_steady(all_read(|see| expr.reads(see))),
                Ok(None) => true,
                Err(Open) => false,
            },
            Read::Value(_) | Read::Score(_) | Read::Today => true,
        })
    }
}

fn all_read(reads: impl FnOnce(&mut dyn FnMut(Read))) -> Vec<Read> {
    let mut list = Vec::new();
    reads(&mut |read| list.push(read));
    list
}

//! Which rule or entry something comes from while some answers are variables: by comparisons that are true, or false,
//! wherever the variables stand, and by those that are taken to be so. The first on which it still hangs is named.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::reading::Reading;
use super::term::{Gap, Term, position};
use crate::engine::key;
use crate::explore::arithmetic::solving::enclose::{Enclosed, Within, added, any_day, since};
use crate::tree::{Cell, Choice, Cond, DEEPEST, Date, Expr, Grid, Key, Num, Order, Table, Text, ValueId, ValueRule};

impl Reading<'_, '_> {
    /// Whether a condition is true; none where that is not known.
    pub(crate) fn truth(&self, cond: &Cond) -> Option<bool> {
        if !self.hangs(|see| cond.reads(see)) {
            return Some(self.facts.cond(cond));
        }
        match cond {
            Cond::Not(inner) => self.truth(inner).map(|truth| !truth),
            Cond::All(parts) => self.several(parts, false),
            Cond::Any(parts) => self.several(parts, true),
            Cond::Same(sides, unequal) => {
                let [left, right] = &**sides;
                Some((self.truth(left)? == self.truth(right)?) != *unequal)
            }
            // Where no rule is true, a condition is false.
            Cond::Value(id) => {
                self.of_value(*id, false, |expr| if let Expr::Cond(inner) = expr { self.truth(inner) } else { None })
            }
            Cond::Numbers(..) | Cond::Dates(..) | Cond::Answered(_) => self.comparison(cond),
            Cond::NumberIn(number, among, not) => {
                let equal = |other: &Num| Cond::Numbers(Order::Equal, Box::new([(**number).clone(), other.clone()]));
                self.is_among(Expr::Num((**number).clone()), among.iter().map(equal), *not)
            }
            Cond::DateIn(date, among, not) => {
                let equal = |other: &Date| Cond::Dates(Order::Equal, Box::new([(**date).clone(), other.clone()]));
                self.is_among(Expr::Date((**date).clone()), among.iter().map(equal), *not)
            }
            Cond::Texts(sides, unequal) => {
                let [left, right] = &**sides;
                let sides = [self.text(left)?, self.text(right)?];
                Some(self.facts.cond(&Cond::Texts(Box::new(sides), *unequal)))
            }
            Cond::TextIn(text, among, not) => {
                let among = among.iter().map(|other| self.text(other)).collect::<Option<_>>()?;
                Some(self.facts.cond(&Cond::TextIn(Box::new(self.text(text)?), among, *not)))
            }
            Cond::Matches(text, pattern) => {
                Some(self.facts.cond(&Cond::Matches(Box::new(self.text(text)?), pattern.clone())))
            }
            Cond::Choices(sides, unequal) => {
                let [left, right] = &**sides;
                let sides = [self.choice(left)?, self.choice(right)?];
                Some(self.facts.cond(&Cond::Choices(Box::new(sides), *unequal)))
            }
            Cond::ChoiceIn(choice, ids, not) => {
                Some(self.facts.cond(&Cond::ChoiceIn(Box::new(self.choice(choice)?), ids.clone(), *not)))
            }
            _ => None,
        }
    }

    /// What `of` makes of that which a value comes from; `nothing` where it comes to nothing, and none where that is not
    /// known.
    fn of_value<T>(&self, id: ValueId, nothing: T, of: impl FnOnce(&Expr) -> Option<T>) -> Option<T> {
        match self.chosen(id) {
            Ok(expr) => of(&expr),
            Err(Gap::Missing) => Some(nothing),
            Err(Gap::Unclear) => None,
        }
    }

    /// The same of parts of which one decides that is as said.
    fn several(&self, parts: &[Cond], decides: bool) -> Option<bool> {
        let mut all = Some(!decides);
        for part in parts {
            match self.truth(part) {
                Some(truth) if truth == decides => return Some(decides),
                Some(_) => {}
                None => all = None,
            }
        }
        all
    }

    fn is_among(&self, whose: Expr, mut equal: impl Iterator<Item = Cond>, not: bool) -> Option<bool> {
        if !self.truth(&Cond::Answered(Box::new(whose)))? {
            return Some(false);
        }
        let found = equal.try_fold(false, |found, equal| Some(found || self.truth(&equal)?))?;
        Some(found != not)
    }

    fn comparison(&self, cond: &Cond) -> Option<bool> {
        if let Some((_, truth)) = self.assumed.iter().copied().flatten().find(|(other, _)| other == cond) {
            return Some(*truth);
        }
        let compared = self.compared(cond)?;
        let truth = Within::all(self.lines, |within| match cond {
            Cond::Answered(_) if !within.may_vanish(&compared) => Some(true),
            _ => within.truth(&compared),
        });
        if truth.is_none() {
            self.open.borrow_mut().get_or_insert_with(|| cond.clone());
        }
        truth
    }

    /// What may be any of several numbers, whichever it is: that one of them is chosen at all is looked at elsewhere.
    pub(super) fn any_of(&self, num: &Num) -> Option<Enclosed<Decimal>> {
        let all = |parts: Vec<Enclosed<Decimal>>| parts.into_iter().reduce(Enclosed::or);
        let of = |num: &Num| match self.number(num) {
            Ok(term) => Within::all(self.lines, |within| within.number(&term)),
            Err(Gap::Missing) => Enclosed::NOTHING,
            Err(Gap::Unclear) => Enclosed::ANY,
        };
        let cell = |cell: &Cell| if let Cell::Num(number) = cell { Enclosed::is(*number) } else { Enclosed::NOTHING };
        match num {
            Num::Value(id) => match &self.tree.value(*id).rule {
                ValueRule::One(_) => None,
                ValueRule::Rules(rules) => {
                    let part = |is: &Expr| if let Expr::Num(num) = is { of(num) } else { Enclosed::NOTHING };
                    all(rules.iter().map(|(_, is)| part(is)).collect())
                }
                ValueRule::Table(table) => {
                    let mut parts: Vec<Enclosed<Decimal>> = table.otherwise.as_ref().map(cell).into_iter().collect();
                    table.cells(&mut |entry| parts.push(cell(entry)));
                    all(parts)
                }
            },
            Num::Default(parts) => {
                let parts: Vec<Enclosed<Decimal>> = parts.iter().map(of).collect();
                let missing = parts.iter().all(|part| part.missing);
                all(parts).map(|all| Enclosed { missing, ..all })
            }
            Num::Between(elapsed, sides) => {
                Some(since(*elapsed, (**sides).each_ref().map(|side| self.any_day_of(side))))
            }
            Num::Score(_) | Num::Count(_) | Num::HowMany(_) => Some(Enclosed::ANY),
            _ => None,
        }
    }

    /// The same of a day.
    pub(super) fn any_day_of(&self, date: &Date) -> Enclosed<NaiveDate> {
        let all = |parts: Vec<Enclosed<NaiveDate>>| parts.into_iter().reduce(Enclosed::or).unwrap_or(Enclosed::NOTHING);
        let part = |is: &Expr| if let Expr::Date(date) = is { self.any_day_of(date) } else { Enclosed::NOTHING };
        match date {
            Date::Value(id) if self.loose => match &self.tree.value(*id).rule {
                _ if self.tree.value(*id).depth > DEEPEST => any_day(),
                ValueRule::One(is) => part(is),
                ValueRule::Rules(rules) => all(rules.iter().map(|(_, is)| part(is)).collect()),
                ValueRule::Table(_) => any_day(),
            },
            Date::Default(parts) if self.loose => {
                let parts: Vec<Enclosed<NaiveDate>> = parts.iter().map(|part| self.any_day_of(part)).collect();
                let missing = parts.iter().all(|part| part.missing);
                Enclosed { missing, ..all(parts) }
            }
            Date::Add(unit, inner, count) if self.loose => {
                let count = match self.number(count) {
                    Ok(term) => Within::all(self.lines, |within| within.number(&term)),
                    Err(Gap::Missing) => Enclosed::NOTHING,
                    Err(Gap::Unclear) => Enclosed::ANY,
                };
                added(*unit, self.any_day_of(inner), count)
            }
            _ => match self.day(date) {
                Ok(term) => Within::all(self.lines, |within| within.day(&term)),
                Err(Gap::Missing) => Enclosed::NOTHING,
                Err(Gap::Unclear) => any_day(),
            },
        }
    }

    /// The positions between which a day lies, if it surely comes to something.
    pub(crate) fn days_of(&self, date: &Date) -> Option<(i128, i128)> {
        let Enclosed { span, missing } = self.any_day_of(date);
        let (first, last) = span.filter(|_| !missing)?;
        Some((position(first), position(last)))
    }

    /// The same of a number, on a grid.
    pub(crate) fn numbers_of(&self, number: &Num, grid: Grid) -> Option<(i128, i128)> {
        let term = self.number(number).ok()?;
        let Enclosed { span, missing } = Within::all(self.lines, |within| within.number(&term));
        let (low, high) = span.filter(|_| !missing)?;
        Some((grid.position(low, true)?, grid.position(high, false)?))
    }

    /// A text that hangs on no variable and is the same.
    fn text(&self, text: &Text) -> Option<Text> {
        if !self.hangs(|see| text.reads(see)) {
            return Some(text.clone());
        }
        match text {
            Text::Value(id) => self.of_value(*id, Text::Default(Box::default()), |expr| {
                if let Expr::Text(inner) = expr { self.text(inner) } else { None }
            }),
            Text::Default(parts) => parts.iter().map(|part| self.text(part)).collect::<Option<_>>().map(Text::Default),
            _ => None,
        }
    }

    /// The same of an answer.
    fn choice(&self, choice: &Choice) -> Option<Choice> {
        if !self.hangs(|see| choice.reads(see)) {
            return Some(choice.clone());
        }
        match choice {
            Choice::Value(id) => self.of_value(*id, Choice::Default(Box::default()), |expr| {
                if let Expr::Choice(inner) = expr { self.choice(inner) } else { None }
            }),
            Choice::Default(parts) => {
                parts.iter().map(|part| self.choice(part)).collect::<Option<_>>().map(Choice::Default)
            }
            _ => None,
        }
    }

    /// The entry at which a table is looked up.
    pub(in crate::explore::arithmetic) fn entry(&self, table: &Table) -> Result<Expr, Gap> {
        let mut keys = Vec::new();
        for (at, by) in table.by.iter().enumerate() {
            let key = self.key(table, at, by)?;
            let ends = key.is_none();
            keys.push(key);
            // Nothing is looked at behind what is missing, or behind an entry.
            if ends || table.entry(keys.iter().cloned()).is_some() {
                break;
            }
        }
        match table.entry(keys).or(table.otherwise.as_ref()) {
            Some(Cell::Num(number)) => Ok(Expr::Num(Num::Literal(*number))),
            Some(Cell::Text(text)) => Ok(Expr::Text(Text::Literal(text.clone()))),
            None => Err(Gap::Missing),
        }
    }

    /// What one place of the keys comes to; none where it is nothing that any entry has.
    fn key(&self, table: &Table, at: usize, by: &Expr) -> Result<Option<Key>, Gap> {
        if !self.hangs(|see| by.reads(see)) {
            return Ok(key(self.tree, &self.facts.expr(by)));
        }
        match by {
            Expr::Cond(cond) => self.truth(cond).map(|truth| Some(Key::Cond(truth))).ok_or(Gap::Unclear),
            Expr::Num(num) => match self.number(num) {
                Ok(Term::Fixed(number)) => Ok(Some(Key::Num(number.normalize()))),
                Ok(_) => {
                    let here =
                        |keys: &[Key]| if let Some(Key::Num(number)) = keys.get(at) { Some(*number) } else { None };
                    let mut numbers: Vec<Decimal> = table.places.iter().filter_map(|(keys, _)| here(keys)).collect();
                    numbers.sort_unstable();
                    numbers.dedup();
                    for number in numbers {
                        let equal = Cond::Numbers(Order::Equal, Box::new([num.clone(), Num::Literal(number)]));
                        if self.truth(&equal).ok_or(Gap::Unclear)? {
                            return Ok(Some(Key::Num(number)));
                        }
                    }
                    Ok(None)
                }
                Err(Gap::Missing) => Ok(None),
                Err(Gap::Unclear) => Err(Gap::Unclear),
            },
            Expr::Text(text) => {
                let text = self.text(text).ok_or(Gap::Unclear)?;
                Ok(key(self.tree, &self.facts.expr(&Expr::Text(text))))
            }
            Expr::Choice(choice) => {
                let choice = self.choice(choice).ok_or(Gap::Unclear)?;
                Ok(key(self.tree, &self.facts.expr(&Expr::Choice(choice))))
            }
            Expr::Date(_) | Expr::Set(_) => Err(Gap::Unclear),
        }
    }
}

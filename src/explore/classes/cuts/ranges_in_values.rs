//! Cutting inside expressions: where values choose other rules or entries, where something comes to nothing.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::ranges::Cuts;
use crate::engine::Facts;
use crate::explore::conditions::corners::{number_keys, text_keys};
use crate::tree::{Arithmetic, Cond, DEEPEST, Date, Expr, Num, Order, Read, Text, Value, ValueId, ValueRule};

/// A text that is no longer than this can be read as a number if it was written from one.
const LONG: usize = 28;

impl Cuts<'_, '_> {
    /// Cuts where an expression begins or ceases to come to anything.
    pub(crate) fn known(&mut self, expr: &Expr) {
        match expr {
            Expr::Num(num) => self.inside_num(num),
            Expr::Date(date) => self.inside_date(date),
            Expr::Text(text) => self.inside_text(text),
            Expr::Cond(_) => {}
            Expr::Choice(_) | Expr::Set(_) => {
                let mut values = Vec::new();
                expr.reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
                values.into_iter().for_each(|id| self.value(id));
            }
        }
    }

    fn inside_text(&mut self, text: &Text) {
        match text {
            Text::Literal(_) | Text::Answer(_) => {}
            Text::Value(id) => self.value(*id),
            Text::Fixed(sides) | Text::Grouped(sides) => {
                let mark = self.starts.len();
                sides.iter().for_each(|side| self.inside_num(side));
                let known = |facts: &Facts| sides.iter().all(|side| facts.num(side).is_some());
                self.known_between(mark, &|facts| facts.text(text).is_some(), &known);
            }
            Text::Long(date) => self.inside_date(date),
            Text::Default(parts) => parts.iter().for_each(|part| self.inside_text(part)),
        }
    }

    /// Cuts where a text begins or ceases to be another that is written out: where what is written in it does.
    pub(crate) fn text_is(&mut self, text: &Text, other: &str) {
        if !self.comes_into(text) {
            return self.inside_text(text);
        }
        match text {
            Text::Literal(_) | Text::Answer(_) => {}
            Text::Value(id) => {
                self.value(*id);
                let is_text = |expr: &Expr| if let Expr::Text(text) = expr { Some(text.clone()) } else { None };
                let parts: Vec<Text> = match &self.tree.value(*id).rule {
                    _ if self.tree.value(*id).depth > DEEPEST => Vec::new(),
                    ValueRule::One(expr) => is_text(expr).into_iter().collect(),
                    ValueRule::Rules(rules) => rules.iter().filter_map(|(_, is)| is_text(is)).collect(),
                    ValueRule::Table(_) => Vec::new(),
                };
                parts.iter().for_each(|part| self.text_is(part, other));
            }
            Text::Default(parts) => parts.iter().for_each(|part| self.text_is(part, other)),
            Text::Fixed(sides) | Text::Grouped(sides) => {
                self.inside_text(text);
                let [_, places] = &**sides;
                if self.reads(|see| places.reads(see)) {
                    return self.try_corners(None);
                }
                match other.replace(',', "").parse() {
                    Ok(number) => {
                        let number = Num::Literal(number);
                        let written = Box::new([number.clone(), places.clone()]);
                        let is_grouped = matches!(text, Text::Grouped(_));
                        let written = if is_grouped { Text::Grouped(written) } else { Text::Fixed(written) };
                        if self.facts.text(&written).is_some_and(|written| *written == *other) {
                            self.numbers(Order::Equal, &[Num::Round(sides.clone()), number]);
                        }
                    }
                    // Too long to be read, not too long to be written.
                    Err(_) if other.len() > LONG => self.try_corners(None),
                    Err(_) => {}
                }
            }
            Text::Long(date) => {
                self.inside_text(text);
                if let Ok(day) = NaiveDate::parse_from_str(other, "%d %B %Y") {
                    self.dates(Order::Equal, &[(**date).clone(), Date::Literal(day)]);
                }
            }
        }
    }

    /// Cuts where a value begins to come from another rule or entry.
    pub(crate) fn value(&mut self, id: ValueId) {
        let value = self.tree.value(id);
        if let Some(known) = self.values.get(&id) {
            return self.starts.extend(known);
        }
        if !self.reads(|see| see(Read::Value(id))) {
            return;
        }
        if value.depth > DEEPEST {
            return self.try_corners(None);
        }
        let mark = self.starts.len();
        self.inside_value(value);
        let mut own = self.starts.split_off(mark);
        own.sort_unstable();
        own.dedup();
        self.starts.extend(&own);
        self.values.insert(id, own);
    }

    fn inside_value(&mut self, value: &Value) {
        match &value.rule {
            ValueRule::One(Expr::Cond(cond)) => self.cond(cond),
            ValueRule::One(expr) => self.known(expr),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    when.iter().for_each(|when| self.cond(when));
                    if let Expr::Cond(cond) = is { self.cond(cond) } else { self.known(is) }
                }
            }
            ValueRule::Table(table) => {
                let (mut keys, mut texts) = (Vec::new(), Vec::new());
                number_keys(&table.rows, &mut keys);
                text_keys(&table.rows, &mut texts);
                for by in &table.by {
                    match by {
                        Expr::Num(num) => {
                            keys.iter().for_each(|key| self.numbers(Order::Equal, &[num.clone(), Num::Literal(*key)]))
                        }
                        Expr::Cond(cond) => self.cond(cond),
                        Expr::Text(text) => {
                            self.inside_text(text);
                            texts.iter().for_each(|key| self.text_is(text, key));
                        }
                        other => self.known(other),
                    }
                }
            }
        }
    }

    /// Cuts inside a number, so that in each range it moves one way.
    pub(crate) fn inside_num(&mut self, num: &Num) {
        match num {
            Num::Value(id) => self.value(*id),
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) => self.inside_num(inner),
            Num::Abs(inner) => self.numbers(Order::Less, &[(**inner).clone(), Num::Literal(Decimal::ZERO)]),
            Num::Sum(operation, sides) => {
                let mark = self.starts.len();
                sides.iter().for_each(|side| self.inside_num(side));
                let [_, right] = &**sides;
                if *operation == Arithmetic::Over && self.reads(|see| right.reads(see)) {
                    // Nothing can be divided by 0.
                    self.numbers(Order::Equal, &[right.clone(), Num::Literal(Decimal::ZERO)]);
                }
                if self.reads(|see| num.reads(see)) {
                    let known = |facts: &Facts| {
                        let by_zero = *operation == Arithmetic::Over && facts.num(right).is_some_and(|by| by.is_zero());
                        sides.iter().all(|side| facts.num(side).is_some()) && !by_zero
                    };
                    self.known_between(mark, &|facts| facts.num(num).is_some(), &known);
                    self.known_throughout(mark, num);
                }
            }
            Num::Round(sides) => {
                let mark = self.starts.len();
                sides.iter().for_each(|side| self.inside_num(side));
                let [_, places] = &**sides;
                // To tens and hundreds, rounding may make a number too large.
                let to_tens = !matches!(places, Num::Literal(places) if !places.is_sign_negative());
                if to_tens && self.reads(|see| num.reads(see)) {
                    let known = |facts: &Facts| sides.iter().all(|side| facts.num(side).is_some());
                    self.known_between(mark, &|facts| facts.num(num).is_some(), &known);
                }
            }
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
                parts.iter().for_each(|part| self.inside_num(part));
            }
            Num::HowMany(parts) => parts.iter().for_each(|part| self.cond(part)),
            Num::Between(_, sides) => sides.iter().for_each(|side| self.inside_date(side)),
            Num::Literal(_) | Num::Answer(_) | Num::Score(_) | Num::Count(_) => {}
        }
    }

    /// Cuts where something comes to nothing towards either end of a range: too large a number, the calendar's end.
    /// `sides` tells whether all is there that it is made of.
    fn known_between(&mut self, mark: usize, known: &dyn Fn(&Facts) -> bool, sides: &dyn Fn(&Facts) -> bool) {
        for (low, high) in self.ranges_since(mark) {
            let middle = self.line.usual.clamp(low, high);
            self.threshold((low, middle), known);
            self.threshold((middle, high), known);
            // It may come to something on a stretch between, which no halving would find.
            let at = |cuts: &mut Self, point: i128| cuts.at(point, &|facts| sides(facts) && !known(facts));
            if low < high && at(self, middle) && (middle == low || at(self, low)) && (middle == high || at(self, high))
            {
                self.try_corners(None);
            }
        }
    }

    /// A number that rises and falls may be too large between two points where it is not.
    fn known_throughout(&mut self, mark: usize, num: &Num) {
        let known = Cond::Answered(Box::new(Expr::Num(num.clone())));
        for range in self.ranges_since(mark) {
            if self.moving(range.0, |moving| moving.may_swell(num)) && !self.halve(range, &known) {
                self.try_corners(None);
            }
        }
    }

    /// Cuts inside a date, and where it would leave the calendar.
    pub(crate) fn inside_date(&mut self, date: &Date) {
        match date {
            Date::Value(id) => self.value(*id),
            Date::Default(parts) => parts.iter().for_each(|part| self.inside_date(part)),
            Date::Add(_, inner, number) => {
                let mark = self.starts.len();
                self.inside_date(inner);
                self.inside_num(number);
                if self.reads(|see| date.reads(see)) {
                    let known = |facts: &Facts| facts.date(inner).is_some() && facts.num(number).is_some();
                    self.known_between(mark, &|facts| facts.date(date).is_some(), &known);
                }
            }
            Date::Literal(_) | Date::Today | Date::Answer(_) => {}
        }
    }
}

//! Whether an expression may come to nothing because of what an answer is, and not only for want of it.

use std::cell::RefCell;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::explore::classes::cuts::extent::Extent;
use crate::tree::{
    Arithmetic, Cell, Cond, DEEPEST, Date, Expr, Kind, Num, Order, QuestionId, Read, Text, Tree, ValueId, ValueRule,
};

/// Whether it hangs on the answer itself to this question that an expression comes to anything: by a division, the end
/// of the calendar, the choice between rules, a table.
pub(crate) fn may_vanish(tree: &Tree, id: QuestionId, expr: &Expr, extent: Extent) -> bool {
    Vanish::new(tree, id, extent, false).expr(expr)
}

/// The same, the choice between rules and entries aside.
pub(crate) fn may_vanish_itself(tree: &Tree, id: QuestionId, expr: &Expr, extent: Extent) -> bool {
    Vanish::new(tree, id, extent, true).expr(expr)
}

/// The same where nothing is divided by 0.
pub(crate) fn may_vanish_elsewhere(tree: &Tree, id: QuestionId, expr: &Expr, extent: Extent) -> bool {
    Vanish { zero: true, ..Vanish::new(tree, id, extent, true) }.expr(expr)
}

/// The condition that something is 0.
pub(crate) fn is_zero(num: &Num) -> Cond {
    Cond::Numbers(Order::Equal, Box::new([num.clone(), Num::Literal(Decimal::ZERO)]))
}

/// What an expression is divided by, by way of values too, factor by factor; nothing where these are all answers by which
/// it is divided in any case.
pub(crate) fn divided_by<'t>(tree: &'t Tree, expr: &'t Expr) -> Vec<&'t Num> {
    let mut found = Divisors { tree, list: Vec::new(), seen: FxHashSet::default(), chosen: false };
    found.expr(expr);
    let is_plain = |num: &&Num| matches!(num, Num::Answer(_) | Num::Literal(_));
    if !found.chosen && found.list.iter().all(is_plain) { Vec::new() } else { found.list }
}

struct Divisors<'t> {
    tree: &'t Tree,
    list: Vec<&'t Num>,
    /// The values looked into so far.
    seen: FxHashSet<ValueId>,
    /// Something is divided where rules choose that.
    chosen: bool,
}

impl<'t> Divisors<'t> {
    fn expr(&mut self, expr: &'t Expr) {
        match expr {
            Expr::Num(num) => self.num(num),
            Expr::Text(Text::Fixed(sides) | Text::Grouped(sides)) => sides.iter().for_each(|side| self.num(side)),
            _ => {}
        }
    }

    fn num(&mut self, num: &'t Num) {
        match num {
            Num::Value(id) => {
                let value = self.tree.value(*id);
                if value.depth <= DEEPEST && self.seen.insert(*id) {
                    match &value.rule {
                        ValueRule::One(expr) => self.expr(expr),
                        ValueRule::Rules(rules) => {
                            let before = self.list.len();
                            rules.iter().for_each(|(_, is)| self.expr(is));
                            self.chosen |= self.list.len() > before;
                        }
                        ValueRule::Table(_) => {}
                    }
                }
            }
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.num(inner),
            Num::Sum(operation, sides) => {
                let [_, right] = &**sides;
                if *operation == Arithmetic::Over {
                    self.factors(right);
                }
                sides.iter().for_each(|side| self.num(side));
            }
            Num::Round(sides) => sides.iter().for_each(|side| self.num(side)),
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
                parts.iter().for_each(|part| self.num(part));
            }
            Num::Literal(_) | Num::Answer(_) | Num::Score(_) | Num::Count(_) | Num::HowMany(_) | Num::Between(..) => {}
        }
    }

    fn factors(&mut self, num: &'t Num) {
        match num {
            Num::Literal(_) => {}
            Num::Minus(inner) => self.factors(inner),
            Num::Sum(Arithmetic::Times, sides) => sides.iter().for_each(|side| self.factors(side)),
            Num::Sum(Arithmetic::Over, sides) if matches!(&**sides, [_, Num::Literal(_)]) => {
                sides.iter().take(1).for_each(|side| self.factors(side));
            }
            Num::Value(id) => match &self.tree.value(*id).rule {
                ValueRule::One(Expr::Num(inner)) if self.tree.value(*id).depth <= DEEPEST => self.factors(inner),
                _ => self.list.push(num),
            },
            num => self.list.push(num),
        }
    }
}

struct Vanish<'t> {
    tree: &'t Tree,
    id: QuestionId,
    /// The values looked into so far.
    seen: RefCell<FxHashSet<ValueId>>,
    sizes: RefCell<FxHashMap<ValueId, f64>>,
    /// How many digits an answer may have before its point.
    far: f64,
    /// What chooses between rules and entries is looked at elsewhere.
    chosen: bool,
    /// So is whether something that is divided by is 0.
    zero: bool,
    /// How many places an answer may have.
    places: f64,
}

/// Larger numbers come to nothing.
const DIGITS: f64 = 28.0;

impl<'t> Vanish<'t> {
    fn new(tree: &'t Tree, id: QuestionId, extent: Extent, chosen: bool) -> Self {
        let far = f64::from(extent.far.ilog10());
        let (seen, sizes, places) = (RefCell::default(), RefCell::default(), f64::from(extent.places));
        Self { tree, id, seen, sizes, far, chosen, zero: false, places }
    }

    fn reads(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        self.tree.questions_read(reads).contains(&self.id)
    }

    fn expr(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Cond(_) => false,
            Expr::Num(num) => self.num(num),
            Expr::Date(date) => self.date(date),
            Expr::Text(text) => self.text(text),
            Expr::Choice(_) | Expr::Set(_) => {
                let mut values = Vec::new();
                expr.reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
                values.into_iter().any(|id| self.value(id))
            }
        }
    }

    fn value(&self, id: ValueId) -> bool {
        if !self.seen.borrow_mut().insert(id) {
            return false;
        }
        let value = self.tree.value(id);
        match &value.rule {
            _ if value.depth > DEEPEST => self.reads(|see| see(Read::Value(id))),
            ValueRule::One(expr) => self.expr(expr),
            ValueRule::Rules(rules) if self.chosen => rules.iter().any(|(_, is)| self.expr(is)),
            ValueRule::Table(_) if self.chosen => false,
            rule => self.reads(|see| rule.reads(see)),
        }
    }

    fn num(&self, num: &Num) -> bool {
        match num {
            Num::Literal(_) | Num::Answer(_) | Num::Score(_) | Num::Count(_) | Num::HowMany(_) => false,
            Num::Value(id) => self.value(*id),
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.num(inner),
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let divides = *operation == Arithmetic::Over && !self.zero && self.reads(|see| right.reads(see));
                let large = self.digits(num) > DIGITS && self.reads(|see| num.reads(see));
                divides || large || self.num(left) || self.num(right)
            }
            Num::Round(sides) => {
                let [number, places] = &**sides;
                self.num(number) || self.reads(|see| places.reads(see))
            }
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => parts.iter().any(|part| self.num(part)),
            Num::Between(_, sides) => sides.iter().any(|side| self.date(side)),
        }
    }

    /// How many digits a number may have before its point, at the most.
    fn digits(&self, num: &Num) -> f64 {
        let of = |number: &Decimal| number.abs().to_f64().map_or(DIGITS, |size| size.max(1e-30).log10().ceil());
        match num {
            Num::Literal(number) => of(number),
            // Between limits that are written out; one that is worked out may come to nothing, and then there is none.
            Num::Answer(id) => match &self.tree.question(*id).kind {
                Kind::Number { min: Some(Num::Literal(min)), max: Some(Num::Literal(max)), .. } => {
                    of(min).max(of(max)).min(self.far)
                }
                _ => self.far,
            },
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                match (operation, right) {
                    (Arithmetic::Plus | Arithmetic::Minus, _) => self.digits(left).max(self.digits(right)) + 0.31,
                    (Arithmetic::Times, _) => self.digits(left) + self.digits(right),
                    (Arithmetic::Over, Num::Literal(number)) => self.digits(left) - of(number) + 1.0,
                    // What is not 0 is no less than a unit of its last place.
                    (Arithmetic::Over, by) if self.zero || !self.reads(|see| by.reads(see)) => {
                        self.digits(left) + self.finest(by, false)
                    }
                    (Arithmetic::Over, _) => f64::INFINITY,
                }
            }
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.digits(inner),
            Num::Round(sides) => sides.iter().next().map_or(DIGITS, |number| self.digits(number)),
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
                parts.iter().map(|part| self.digits(part)).fold(0.0, f64::max)
            }
            Num::Between(..) | Num::Count(_) | Num::HowMany(_) => 7.0,
            Num::Score(_) => 19.0,
            Num::Value(id) => self.digits_of(*id),
        }
    }

    /// How near to 0 a number may be that is not 0, in places; where it is a part of a sum or a product, how many places
    /// it has at the most: what is divided is rounded, and what is left of a sum may be no more than that.
    fn finest(&self, num: &Num, part: bool) -> f64 {
        let most = |parts: &[Num], part| parts.iter().map(|one| self.finest(one, part)).fold(0.0, f64::max);
        match num {
            Num::Literal(number) => f64::from(number.normalize().scale()),
            Num::Answer(id) => {
                self.tree.question(*id).kind.step().map_or(self.places, |step| f64::from(step.normalize().scale()))
            }
            Num::Minus(inner) | Num::Abs(inner) => self.finest(inner, part),
            Num::Floor(_) | Num::Ceil(_) | Num::Between(..) | Num::Count(_) | Num::HowMany(_) => 0.0,
            Num::Sum(Arithmetic::Times, sides) => sides.iter().map(|side| self.finest(side, true)).sum(),
            Num::Sum(Arithmetic::Over, sides) => match &**sides {
                [left, by @ Num::Literal(_)] if !part => self.finest(left, false) + self.digits(by) + 1.0,
                _ => f64::INFINITY,
            },
            Num::Sum(_, sides) => most(&**sides, true),
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => most(parts, part),
            Num::Value(id) => match &self.tree.value(*id).rule {
                _ if self.tree.value(*id).depth > DEEPEST => f64::INFINITY,
                ValueRule::One(Expr::Num(inner)) => self.finest(inner, part),
                ValueRule::Rules(rules) => {
                    let of = |is: &Expr| if let Expr::Num(inner) = is { self.finest(inner, part) } else { 0.0 };
                    rules.iter().map(|(_, is)| of(is)).fold(0.0, f64::max)
                }
                ValueRule::Table(table) => {
                    let mut most = 0;
                    let mut see = |cell: &Cell| {
                        if let Cell::Num(number) = cell {
                            most = number.normalize().scale().max(most);
                        }
                    };
                    table.cells(&mut see);
                    table.otherwise.iter().for_each(see);
                    f64::from(most)
                }
                ValueRule::One(_) => f64::INFINITY,
            },
            Num::Round(sides) => match &**sides {
                [_, Num::Literal(places)] => places.to_f64().map_or(f64::INFINITY, |places| places.max(0.0)),
                _ => f64::INFINITY,
            },
            Num::Score(_) => f64::INFINITY,
        }
    }

    fn digits_of(&self, id: ValueId) -> f64 {
        if let Some(known) = self.sizes.borrow().get(&id) {
            return *known;
        }
        let value = self.tree.value(id);
        let of = |expr: &Expr| if let Expr::Num(num) = expr { self.digits(num) } else { 0.0 };
        let found = match &value.rule {
            _ if value.depth > DEEPEST => f64::INFINITY,
            ValueRule::One(expr) => of(expr),
            ValueRule::Rules(rules) => rules.iter().map(|(_, is)| of(is)).fold(0.0, f64::max),
            // The line of numbers goes beyond all that the tree names.
            ValueRule::Table(_) => self.far,
        };
        self.sizes.borrow_mut().insert(id, found);
        found
    }

    fn date(&self, date: &Date) -> bool {
        match date {
            Date::Literal(_) | Date::Today | Date::Answer(_) => false,
            Date::Value(id) => self.value(*id),
            Date::Add(..) => self.reads(|see| date.reads(see)),
            Date::Default(parts) => parts.iter().any(|part| self.date(part)),
        }
    }

    fn text(&self, text: &Text) -> bool {
        match text {
            Text::Literal(_) | Text::Answer(_) => false,
            Text::Value(id) => self.value(*id),
            Text::Fixed(sides) | Text::Grouped(sides) => {
                let [number, places] = &**sides;
                self.num(number) || self.reads(|see| places.reads(see))
            }
            Text::Long(date) => self.date(date),
            Text::Default(parts) => parts.iter().any(|part| self.text(part)),
        }
    }
}

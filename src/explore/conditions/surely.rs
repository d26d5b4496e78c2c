//! What texts show in any case, such as points that rules give whatever was answered: nothing has to be known of a walk
//! for that.

use std::cell::{OnceCell, RefCell};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rustc_hash::FxHashMap;

use super::atoms::Judged;
use super::hangs::Hangs;
use crate::tree::graph::{all_exits, groups};
use crate::tree::{Arithmetic, Cell, DEEPEST, Date, Expr, Moment, Num, Place, Site, Text, Tree, ValueId, ValueRule};

/// Larger numbers come to nothing.
const LARGEST: f64 = 1e27;
/// How many values are looked into.
const MOST_VALUES: usize = 1_000;

/// The holes of texts that are never empty, and hang on no question that was not asked.
pub(crate) struct Surely<'t> {
    tree: &'t Tree,
    /// Made once something asks.
    hangs: OnceCell<Hangs<'t>>,
    known: RefCell<FxHashMap<(Site, &'t Expr), bool>>,
}

impl<'t> Surely<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        Self { tree, hangs: OnceCell::new(), known: RefCell::default() }
    }

    /// Whether a hole is one of them.
    pub(crate) fn shows(&self, at: Site, expr: &'t Expr) -> bool {
        if let Some(known) = self.known.borrow().get(&(at, expr)) {
            return *known;
        }
        let is_there = Looking { tree: self.tree, left: MOST_VALUES }.expr(expr).is_some();
        let found = is_there && self.is_asked(at, expr);
        self.known.borrow_mut().insert((at, expr), found);
        found
    }

    /// Whether everybody who sees it was asked all that it reads.
    fn is_asked(&self, at: Site, expr: &Expr) -> bool {
        let judged = match at.moment() {
            Moment::Before(id) => Judged { at: Place::Question(id), answered: false },
            Moment::After(id) => Judged { at: Place::Question(id), answered: true },
            Moment::End(id) => Judged { at: Place::Outcome(id), answered: true },
            Moment::Start | Moment::AnyEnd | Moment::Value(_) => return false,
        };
        let hangs = self.hangs.get_or_init(|| {
            let exits = all_exits(self.tree);
            Hangs::new(self.tree, self.tree.start(), &exits, &groups(&exits))
        });
        hangs.stand(&[judged]);
        !hangs.lacks(|see| expr.reads(see))
    }
}

struct Looking<'t> {
    tree: &'t Tree,
    left: usize,
}

/// How large a number is at most, where it is surely one; of what is no number that it is there.
type Size = Option<f64>;

impl Looking<'_> {
    fn expr(&mut self, expr: &Expr) -> Size {
        match expr {
            Expr::Num(num) => self.num(num),
            Expr::Text(text) => self.text(text),
            Expr::Date(date) => self.date(date),
            Expr::Cond(_) => Some(1.0),
            Expr::Choice(_) | Expr::Set(_) => None,
        }
    }

    fn value(&mut self, id: ValueId) -> Size {
        self.left = self.left.checked_sub(1)?;
        let value = self.tree.value(id);
        match &value.rule {
            _ if value.depth > DEEPEST => None,
            ValueRule::One(expr) => self.expr(expr),
            ValueRule::Rules(rules) => {
                let until = rules.iter().position(|(when, _)| when.is_none())?;
                self.most(rules.iter().take(until + 1), |looking, (_, is)| looking.expr(is))
            }
            ValueRule::Table(table) => {
                let cell = |cell: &Cell| if let Cell::Num(number) = cell { size(*number) } else { Some(1.0) };
                let mut all = cell(table.otherwise.as_ref()?);
                table.cells(&mut |one| all = all.zip(cell(one)).map(|(all, one)| all.max(one)));
                all
            }
        }
    }

    fn most<P>(&mut self, parts: impl IntoIterator<Item = P>, of: impl Fn(&mut Self, P) -> Size) -> Size {
        parts.into_iter().try_fold(0.0, |all: f64, part| Some(all.max(of(self, part)?)))
    }

    fn num(&mut self, num: &Num) -> Size {
        let found = match num {
            Num::Literal(number) => size(*number)?,
            Num::Value(id) => self.value(*id)?,
            Num::HowMany(_) => 1e9,
            Num::Minus(inner) | Num::Abs(inner) => self.num(inner)?,
            Num::Floor(inner) | Num::Ceil(inner) => self.num(inner)? + 1.0,
            Num::Round(sides) => match &**sides {
                [number, Num::Literal(places)] if !places.is_sign_negative() => self.num(number)? + 1.0,
                _ => return None,
            },
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let own = self.num(left)?;
                match (operation, right) {
                    (Arithmetic::Plus | Arithmetic::Minus, _) => own + self.num(right)?,
                    (Arithmetic::Times, _) => own * self.num(right)?,
                    (Arithmetic::Over, Num::Literal(by)) if !by.is_zero() => own / size(*by)?,
                    (Arithmetic::Over, _) => return None,
                }
            }
            Num::Least(parts) | Num::Greatest(parts) => self.most(parts, Self::num)?,
            Num::Answer(_) | Num::Score(_) | Num::Count(_) | Num::Between(..) | Num::Default(_) => return None,
        };
        (found < LARGEST).then_some(found)
    }

    fn text(&mut self, text: &Text) -> Size {
        match text {
            Text::Literal(_) => Some(1.0),
            Text::Value(id) => self.value(*id),
            Text::Fixed(sides) | Text::Grouped(sides) => match &**sides {
                [number, Num::Literal(places)] if !places.is_sign_negative() => self.num(number),
                _ => None,
            },
            Text::Long(date) => self.date(date),
            Text::Default(parts) => parts.iter().find_map(|part| self.text(part)),
            Text::Answer(_) => None,
        }
    }

    fn date(&mut self, date: &Date) -> Size {
        match date {
            Date::Literal(_) | Date::Today => Some(1.0),
            Date::Value(id) => self.value(*id),
            Date::Default(parts) => parts.iter().find_map(|part| self.date(part)),
            Date::Answer(_) | Date::Add(..) => None,
        }
    }
}

fn size(number: Decimal) -> Size {
    number.abs().to_f64()
}

//! From conditions to terms.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::leaves::{Answers, Ask};
use super::put::Residuals;
use super::term::{Known, Range, TermId};
use crate::engine::Val;
use crate::explore::conditions::hangs::Hangs;
use crate::tree::{
    Arithmetic, Cell, Choice, Cond, DEEPEST, Expr, Num, Order, QuestionId, Rule, Set, Symbol, ValueId, ValueRule,
};

/// How a condition is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum How {
    /// Whether it is true.
    Plain,
    /// The same, or on which unasked question that hangs; the flag says that it stands under `not`.
    Judged(bool),
}

impl How {
    /// Under one more `not`.
    fn not(self) -> Self {
        if let Self::Judged(under_not) = self { Self::Judged(!under_not) } else { self }
    }

    /// As it is where an unasked question tells more than it seems to.
    fn strict(self) -> Self {
        if self == Self::Plain { self } else { Self::Judged(true) }
    }
}

/// The most parts that a sum may have for its order not to matter.
const MOST_PARTS: usize = 1_000;

/// Makes terms of a tree's conditions.
pub(crate) struct Build<'b, 't> {
    pub(crate) of: &'b mut Residuals<'t>,
    pub(crate) answers: Answers<'b>,
    /// Which questions may not have been asked where the conditions stand; none where only their truth is asked for.
    pub(crate) hangs: Option<&'b Hangs<'t>>,
    /// The values made so far.
    pub(crate) values: &'b mut Made,
}

/// Values as terms.
#[derive(Debug, Default)]
pub(crate) struct Made {
    plain: FxHashMap<ValueId, TermId>,
    /// What may hang is another at another place.
    judged: FxHashMap<(ValueId, bool), TermId>,
}

impl Made {
    /// From now on conditions stand elsewhere.
    pub(crate) fn elsewhere(&mut self) {
        if !self.judged.is_empty() {
            self.judged.clear();
        }
    }

    fn get(&self, id: ValueId, how: How) -> Option<TermId> {
        match how {
            How::Plain => self.plain.get(&id),
            How::Judged(under_not) => self.judged.get(&(id, under_not)),
        }
        .copied()
    }

    fn insert(&mut self, id: ValueId, how: How, made: TermId) {
        match how {
            How::Plain => self.plain.insert(id, made),
            How::Judged(under_not) => self.judged.insert((id, under_not), made),
        };
    }
}

impl<'t> Build<'_, 't> {
    pub(crate) fn cond(&mut self, cond: &'t Cond, how: How) -> TermId {
        match cond {
            Cond::Const(truth) => self.of.terms.cond(*truth),
            Cond::Not(inner) => {
                let inner = self.cond(inner, how.not());
                self.of.terms.not(inner)
            }
            Cond::All(parts) => self.several(parts, how, false),
            Cond::Any(parts) => self.several(parts, how, true),
            Cond::Same(sides, unequal) => {
                let [left, right] = &**sides;
                let sides = [left, right].map(|side| self.cond(side, how.strict()));
                self.of.terms.same(sides, *unequal)
            }
            Cond::Value(id) if self.of.tree.value(*id).depth <= DEEPEST => self.value(*id, how),
            leaf => self.leaf(leaf, how),
        }
    }

    fn several(&mut self, parts: &'t [Cond], how: How, decides: bool) -> TermId {
        let parts = parts.iter().map(|part| self.cond(part, how)).collect();
        self.of.terms.several(decides, parts)
    }

    fn leaf(&mut self, leaf: &'t Cond, how: How) -> TermId {
        if let Some(made) = self.boxes(leaf) {
            return made;
        }
        match how {
            How::Judged(under_not) if self.hangs.is_some_and(|hangs| hangs.leaf(leaf, under_not)) => {
                self.look(Ask::Judged(leaf, under_not))
            }
            _ => {
                let compared = if let Cond::Numbers(order, sides) = leaf { self.compared(*order, sides) } else { None };
                compared.unwrap_or_else(|| self.look(Ask::Cond(leaf)))
            }
        }
    }

    /// What looks at the boxes that are answered one by one, see [`Leaves::of_boxes`](super::leaves::Leaves::of_boxes).
    fn boxes(&mut self, leaf: &Cond) -> Option<TermId> {
        let (Cond::InSet(_, set, _) | Cond::AnyOf(set, _) | Cond::AllOf(set, _) | Cond::OnlyOf(set, _)) = leaf else {
            return None;
        };
        let Set::Answer(of) = **set else { return None };
        let boxes = self.of.leaves.boxes(of)?;
        let options = self.of.tree.question(of).kind.options();
        let at = |id: &Symbol| boxes.clone().nth(options.iter().position(|option| option.id == *id)?);
        let ticked = |ids: &[Symbol]| ids.iter().map(&at).collect::<Option<Vec<QuestionId>>>();
        let all = |build: &mut Self, boxes: Vec<QuestionId>, decides: bool| {
            let parts = boxes.into_iter().map(|at| build.look(Ask::Box(at))).collect();
            build.of.terms.several(decides, parts)
        };
        match leaf {
            Cond::InSet(choice, _, not) => {
                let Choice::Literal(answer) = &**choice else { return None };
                let at = at(&self.of.tree.option(*answer)?.id)?;
                let ticked = self.look(Ask::Box(at));
                Some(if *not { self.of.terms.not(ticked) } else { ticked })
            }
            Cond::AnyOf(_, ids) => Some(all(self, ticked(ids)?, true)),
            Cond::AllOf(_, ids) => Some(all(self, ticked(ids)?, false)),
            Cond::OnlyOf(_, ids) => {
                let (own, others): (Vec<_>, Vec<_>) = {
                    let own = ticked(ids)?;
                    boxes.clone().partition(|at| own.contains(at))
                };
                let (some, more) = (all(self, own, true), all(self, others, true));
                let none = self.of.terms.not(more);
                Some(self.of.terms.several(false, vec![some, none]))
            }
            _ => None,
        }
    }

    /// Each box that is answered, as 1 if it is ticked, where all of them are counted.
    fn ticks(&mut self, num: &Num) -> Option<Vec<TermId>> {
        let Num::Count(set) = num else { return None };
        let Set::Answer(of) = **set else { return None };
        Some(self.of.leaves.boxes(of)?.map(|at| self.look(Ask::Tick(at))).collect())
    }

    /// How many boxes of a question are ticked, compared with a number.
    pub(crate) fn counted(&mut self, of: QuestionId, order: Order, number: Decimal) -> TermId {
        let boxes = self.of.leaves.boxes(of);
        let parts = boxes.into_iter().flatten().map(|at| (self.look(Ask::Tick(at)), false)).collect();
        self.of.terms.compare_parts(order, -number, parts)
    }

    fn look(&mut self, ask: Ask<'t>) -> TermId {
        let number = self.of.leaves.number(ask);
        self.of.leaf(number, Vec::new(), self.answers)
    }

    /// A value: a condition, or a number, a text, an answer that a table may be looked up by.
    fn value(&mut self, id: ValueId, how: How) -> TermId {
        if let Some(known) = self.values.get(id, how) {
            return known;
        }
        let value = self.of.tree.value(id);
        let is_cond = value.kind == crate::tree::Type::Cond;
        let made = match &value.rule {
            ValueRule::One(expr) => self.expr(expr, how),
            ValueRule::Rules(rules) => {
                let parts = rules.iter().filter_map(|(when, is)| Some((when.as_ref()?, is)));
                let parts = parts.map(|(when, is)| (self.cond(when, how.strict()), self.expr(is, how))).collect();
                let last = rules.iter().find(|(when, _)| when.is_none()).map(|(_, is)| self.expr(is, how));
                let nothing = if is_cond { Val::Cond(false) } else { Val::Missing };
                let last = last.unwrap_or_else(|| self.of.terms.constant(Known::Val(nothing)));
                self.of.terms.case(parts, last)
            }
            ValueRule::Table(table) => {
                let keys: Vec<TermId> = table.by.iter().map(|by| self.expr(by, How::Plain)).collect();
                let mut range = table.otherwise.as_ref().map_or(Some(None), |cell| cell_range(cell).map(Some));
                table.cells(&mut |cell| {
                    let one = cell_range(cell);
                    range = range.zip(one).map(|(all, one)| Some(all.map_or(one, |all: Range| all.or(one))));
                });
                let range = range.flatten().map(|range| Range { missing: true, ..range });
                self.of.entry(id, &keys).unwrap_or_else(|| self.of.terms.table(id, keys, range))
            }
        };
        self.values.insert(id, how, made);
        made
    }

    fn expr(&mut self, expr: &'t Expr, how: How) -> TermId {
        match expr {
            Expr::Cond(cond) => self.cond(cond, how),
            Expr::Num(Num::Value(id))
            | Expr::Date(crate::tree::Date::Value(id))
            | Expr::Text(crate::tree::Text::Value(id))
            | Expr::Choice(crate::tree::Choice::Value(id))
                if self.of.tree.value(*id).depth <= DEEPEST =>
            {
                self.value(*id, How::Plain)
            }
            other => self.look(Ask::Expr(other)),
        }
    }

    /// Two numbers compared, as one sum compared with 0; none where that could be rounded, or not all of it is known
    /// to be numbers of a size.
    fn compared(&mut self, order: Order, sides: &'t [Num; 2]) -> Option<TermId> {
        let [left, right] = sides;
        let (mut sum, mut parts) = (Decimal::ZERO, Vec::new());
        self.add(left, false, &mut sum, &mut parts)?;
        self.add(right, true, &mut sum, &mut parts)?;
        let is_kept = |part: &(TermId, bool)| self.of.terms.about(part.0).range.is_some_and(Range::is_kept);
        let fits = parts.len() <= MOST_PARTS && parts.iter().all(is_kept) && Range::of(sum).is_kept();
        // What reads one question is as well looked at as a whole.
        (fits && parts.len() > 1).then(|| self.of.terms.compare_parts(order, sum, parts))
    }

    fn add(&mut self, num: &'t Num, minus: bool, sum: &mut Decimal, parts: &mut Vec<(TermId, bool)>) -> Option<()> {
        if parts.len() > MOST_PARTS {
            return None;
        }
        match num {
            Num::Literal(number) => {
                *sum = if minus { sum.checked_sub(*number)? } else { sum.checked_add(*number)? };
            }
            Num::Minus(inner) => self.add(inner, !minus, sum, parts)?,
            Num::Sum(operation @ (Arithmetic::Plus | Arithmetic::Minus), sides) => {
                let [left, right] = &**sides;
                self.add(left, minus, sum, parts)?;
                self.add(right, minus != (*operation == Arithmetic::Minus), sum, parts)?;
            }
            Num::HowMany(conds) => {
                let [one, nothing] = [Decimal::ONE, Decimal::ZERO].map(|number| self.constant(number));
                for cond in conds {
                    let when = self.cond(cond, How::Plain);
                    parts.push((self.of.terms.case(vec![(when, one)], nothing), minus));
                }
            }
            Num::Value(id) if self.of.tree.value(*id).depth <= DEEPEST => match &self.of.tree.value(*id).rule {
                ValueRule::One(Expr::Num(inner)) => self.add(inner, minus, sum, parts)?,
                _ => parts.push((self.value(*id, How::Plain), minus)),
            },
            other => match self.ticks(other) {
                Some(ticks) => parts.extend(ticks.into_iter().map(|tick| (tick, minus))),
                None => parts.push((self.look(Ask::Num(other)), minus)),
            },
        }
        Some(())
    }

    fn constant(&mut self, number: Decimal) -> TermId {
        self.of.terms.constant(Known::Val(Val::Num(number)))
    }

    /// Which of a question's rules leads on; all but those that are kept `apart` are one where their target is the same,
    /// unless none are named.
    pub(crate) fn chain(&mut self, rules: &'t [Rule], apart: Option<&[usize]>) -> TermId {
        let number = |at: usize| {
            let alike = |rule: &Rule| rules.get(at).is_some_and(|own| own.goto == rule.goto);
            let first = || rules.iter().position(alike).unwrap_or(at);
            // Those that are apart are numbered behind all others.
            let number = match apart {
                Some(apart) if apart.contains(&at) => rules.len() + at,
                Some(_) => first(),
                None => at,
            };
            u32::try_from(number).unwrap_or(u32::MAX)
        };
        let mut parts = Vec::new();
        for (at, rule) in rules.iter().enumerate() {
            let is = self.of.terms.constant(Known::Rule(number(at)));
            match &rule.when {
                Some(when) => parts.push((self.cond(when, How::Plain), is)),
                None => return self.of.terms.case(parts, is),
            }
        }
        let nothing = self.of.terms.constant(Known::Val(Val::Missing));
        self.of.terms.case(parts, nothing)
    }
}

fn cell_range(cell: &Cell) -> Option<Range> {
    if let Cell::Num(number) = cell { Some(Range::of(*number)) } else { None }
}

//! Which comparisons in a condition decide it just then: taken the other way round, they alone would turn it.

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use crate::tree::{Cond, DEEPEST, Expr, Num, Tree, ValueId, ValueRule};

/// Calls `see` with each comparison of numbers or dates in a condition, that of a value once.
pub(crate) fn comparisons<'t>(tree: &'t Tree, cond: &'t Cond, see: &mut dyn FnMut(&'t Cond)) {
    Comparisons { tree, holds: None, values: Some(FxHashSet::default()), see }.cond(cond);
}

/// The same without what stands in values.
pub(crate) fn own_comparisons<'t>(tree: &'t Tree, cond: &'t Cond, see: &mut dyn FnMut(&'t Cond)) {
    Comparisons { tree, holds: None, values: None, see }.cond(cond);
}

/// Calls `see` with those that decide, where `holds` tells whether a part of the condition is true.
pub(crate) fn deciding<'t>(
    tree: &'t Tree,
    cond: &'t Cond,
    holds: &dyn Fn(&Cond) -> bool,
    see: &mut dyn FnMut(&'t Cond),
) {
    Comparisons { tree, holds: Some(holds), values: Some(FxHashSet::default()), see }.cond(cond);
}

struct Comparisons<'c, 't> {
    tree: &'t Tree,
    holds: Option<&'c dyn Fn(&Cond) -> bool>,
    /// The values looked into so far; none if none is to be.
    values: Option<FxHashSet<ValueId>>,
    see: &'c mut dyn FnMut(&'t Cond),
}

impl<'t> Comparisons<'_, 't> {
    fn cond(&mut self, cond: &'t Cond) {
        match cond {
            Cond::Not(inner) => self.cond(inner),
            Cond::All(parts) => self.several(parts, false),
            Cond::Any(parts) => self.several(parts, true),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.cond(side)),
            Cond::Value(id) => {
                let value = self.tree.value(*id);
                let mut is_new = || self.values.as_mut().is_some_and(|values| values.insert(*id));
                if let ValueRule::One(Expr::Cond(inner)) = &value.rule
                    && value.depth <= DEEPEST
                    && is_new()
                {
                    self.cond(inner);
                }
            }
            Cond::Numbers(..) | Cond::Dates(..) | Cond::NumberIn(..) | Cond::DateIn(..) => {
                (self.see)(cond);
                self.counted(cond);
            }
            _ => {}
        }
    }

    /// The conditions that a comparison counts: all of them, or those of which one more or one less would turn it; that
    /// is known where the count is compared with a number as it is.
    fn counted(&mut self, cond: &'t Cond) {
        let Some(holds) = self.holds else { return cond.counted(&mut |part| self.cond(part)) };
        let Cond::Numbers(order, sides) = cond else { return };
        let (parts, limit, turned) = match &**sides {
            [Num::HowMany(parts), Num::Literal(limit)] => (parts, *limit, false),
            [Num::Literal(limit), Num::HowMany(parts)] => (parts, *limit, true),
            _ => return,
        };
        let compare = |count: Decimal| order.holds(if turned { limit.cmp(&count) } else { count.cmp(&limit) });
        let count = Decimal::from(parts.iter().filter(|part| holds(part)).count());
        for part in parts {
            let other = if holds(part) { count - Decimal::ONE } else { count + Decimal::ONE };
            if compare(other) != compare(count) {
                self.cond(part);
            }
        }
    }

    /// Parts of which one decides alone if it is `strong` and the others are not: all of them where none is, just that
    /// one where one is.
    fn several(&mut self, parts: &'t [Cond], strong: bool) {
        let Some(holds) = self.holds else { return parts.iter().for_each(|part| self.cond(part)) };
        let mut decided = parts.iter().filter(|part| holds(part) == strong);
        match (decided.next(), decided.next()) {
            (None, _) => parts.iter().for_each(|part| self.cond(part)),
            (Some(one), None) => self.cond(one),
            _ => {}
        }
    }
}

//! Which comparisons in a condition decide it just then: taken the other way round, they alone would turn it.

use rustc_hash::FxHashSet;

use crate::tree::{Cond, Expr, Tree, ValueId, ValueRule};

/// Values in values deeper than this are not looked into.
const DEEPEST: u32 = 50;

/// Calls `see` with each comparison of numbers or dates in a condition, that of a value once.
pub(crate) fn comparisons<'t>(tree: &'t Tree, cond: &'t Cond, see: &mut dyn FnMut(&'t Cond)) {
    Comparisons { tree, holds: None, seen: FxHashSet::default(), see }.cond(cond, 0);
}

/// The same without what stands in values.
pub(crate) fn own_comparisons<'t>(tree: &'t Tree, cond: &'t Cond, see: &mut dyn FnMut(&'t Cond)) {
    Comparisons { tree, holds: None, seen: FxHashSet::default(), see }.cond(cond, DEEPEST);
}

/// Calls `see` with those that decide, where `holds` tells whether a part of the condition is true.
pub(crate) fn deciding<'t>(
    tree: &'t Tree,
    cond: &'t Cond,
    holds: &dyn Fn(&Cond) -> bool,
    see: &mut dyn FnMut(&'t Cond),
) {
    Comparisons { tree, holds: Some(holds), seen: FxHashSet::default(), see }.cond(cond, 0);
}

struct Comparisons<'c, 't> {
    tree: &'t Tree,
    holds: Option<&'c dyn Fn(&Cond) -> bool>,
    seen: FxHashSet<ValueId>,
    see: &'c mut dyn FnMut(&'t Cond),
}

impl<'t> Comparisons<'_, 't> {
    fn cond(&mut self, cond: &'t Cond, depth: u32) {
        match cond {
            Cond::Not(inner) => self.cond(inner, depth),
            Cond::All(parts) => self.several(parts, false, depth),
            Cond::Any(parts) => self.several(parts, true, depth),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.cond(side, depth)),
            Cond::Value(id) if depth < DEEPEST && self.seen.insert(*id) => {
                if let ValueRule::One(Expr::Cond(inner)) = &self.tree.value(*id).rule {
                    self.cond(inner, depth + 1);
                }
            }
            Cond::Numbers(..) | Cond::Dates(..) | Cond::NumberIn(..) | Cond::DateIn(..) => (self.see)(cond),
            _ => {}
        }
    }

    /// Parts of which one decides alone if it is `strong` and the others are not: all of them where none is, just that
    /// one where one is.
    fn several(&mut self, parts: &'t [Cond], strong: bool, depth: u32) {
        let Some(holds) = self.holds else { return parts.iter().for_each(|part| self.cond(part, depth)) };
        let mut decided = parts.iter().filter(|part| holds(part) == strong);
        match (decided.next(), decided.next()) {
            (None, _) => parts.iter().for_each(|part| self.cond(part, depth)),
            (Some(one), None) => self.cond(one, depth),
            _ => {}
        }
    }
}

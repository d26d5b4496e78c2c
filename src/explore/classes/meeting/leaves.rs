//! What the truth of a condition comes down to: comparisons, those that choose between the rules of values too, and
//! what tables are looked up by. An answer counts by those alone that it comes into.

use rustc_hash::FxHashSet;

use super::missing::divided_by;
use crate::explore::conditions::atoms::Ask;
use crate::tree::{Cond, DEEPEST, Expr, Kind, Num, QuestionId, Read, Rows, Tree, ValueId, ValueRule};

/// One thing that a condition comes down to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Leaf<'t> {
    /// A condition without `and`, `or`, `not`.
    Cond(&'t Cond),
    /// Whether an expression comes to anything.
    Known(&'t Expr),
    /// Whether a number is 0, by which something is divided.
    Zero(&'t Num),
    /// What a table is looked up by, and its entries.
    Key(&'t Expr, &'t Rows),
    /// Exactly what a number comes to.
    Amount(&'t Num),
    /// A value that is not looked into, at the end of too long a chain.
    Deep(ValueId),
}

impl Leaf<'_> {
    /// Whether it is the same, at the same place.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Cond(one), Self::Cond(other)) => std::ptr::eq(*one, *other),
            (Self::Known(one), Self::Known(other)) => std::ptr::eq(*one, *other),
            (Self::Key(one, _), Self::Key(other, _)) => std::ptr::eq(*one, *other),
            (Self::Amount(one), Self::Amount(other)) | (Self::Zero(one), Self::Zero(other)) => {
                std::ptr::eq(*one, *other)
            }
            (Self::Deep(one), Self::Deep(other)) => one == other,
            _ => false,
        }
    }
}

/// What something comes down to.
pub(crate) struct Leaves<'b, 't> {
    tree: &'t Tree,
    list: Vec<Leaf<'t>>,
    /// The values looked into so far.
    seen: FxHashSet<ValueId>,
    /// Whether a comparison is left out with all that it reads.
    but: &'b dyn Fn(&Cond) -> bool,
}

impl<'b, 't> Leaves<'b, 't> {
    fn gather(tree: &'t Tree, but: &'b dyn Fn(&Cond) -> bool, see: impl FnOnce(&mut Self)) -> Vec<Leaf<'t>> {
        let mut leaves = Self { tree, list: Vec::new(), seen: FxHashSet::default(), but };
        see(&mut leaves);
        leaves.list
    }

    /// What a condition comes down to.
    pub(crate) fn of_cond(tree: &'t Tree, cond: &'t Cond) -> Vec<Leaf<'t>> {
        Self::gather(tree, &|_| false, |leaves| leaves.cond(cond))
    }

    /// What an atom comes down to; nothing for those that ask for the answers themselves.
    pub(crate) fn of_ask(tree: &'t Tree, ask: Ask<'t>) -> Vec<Leaf<'t>> {
        Self::of_ask_but(tree, ask, &|_| false)
    }

    /// The same, leaving out some comparisons with all that these read.
    pub(crate) fn of_ask_but(tree: &'t Tree, ask: Ask<'t>, but: &'b dyn Fn(&Cond) -> bool) -> Vec<Leaf<'t>> {
        Self::gather(tree, but, |leaves| match ask {
            Ask::Holds(cond) => leaves.cond(cond),
            Ask::Known(expr) => leaves.known(expr),
            Ask::Part(value) => leaves.value(value),
            Ask::Asked | Ask::Whole | Ask::Limit(_) => {}
        })
    }

    /// What decides how many boxes of a question may be ticked.
    pub(crate) fn of_counts(tree: &'t Tree, id: QuestionId) -> Vec<Leaf<'t>> {
        Self::gather(tree, &|_| false, |leaves| {
            if let Kind::Many { min, max, .. } = &tree.question(id).kind {
                for num in min.iter().chain(max) {
                    leaves.list.push(Leaf::Amount(num));
                    leaves.inside(|see| num.reads(see));
                    num.counted(&mut |cond| leaves.cond(cond));
                }
            }
        })
    }

    fn cond(&mut self, cond: &'t Cond) {
        match cond {
            Cond::Const(_) => {}
            Cond::Not(inner) => self.cond(inner),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.cond(side)),
            Cond::Value(id) => self.value(*id),
            Cond::Answered(expr) => self.known(expr),
            leaf if (self.but)(leaf) => {}
            leaf => {
                self.list.push(Leaf::Cond(leaf));
                self.inside(|see| leaf.reads(see));
                leaf.counted(&mut |cond| self.cond(cond));
            }
        }
    }

    fn known(&mut self, expr: &'t Expr) {
        if !matches!(expr, Expr::Cond(_)) {
            self.list.push(Leaf::Known(expr));
            self.list.extend(divided_by(self.tree, expr).into_iter().map(Leaf::Zero));
        }
        self.expr(expr);
    }

    fn expr(&mut self, expr: &'t Expr) {
        if let Expr::Cond(cond) = expr {
            return self.cond(cond);
        }
        self.inside(|see| expr.reads(see));
        expr.counted(&mut |cond| self.cond(cond));
    }

    /// Looks into the values that something reads.
    fn inside(&mut self, reads: impl FnOnce(&mut dyn FnMut(Read))) {
        let mut values = Vec::new();
        reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
        values.into_iter().for_each(|id| self.value(id));
    }

    fn value(&mut self, id: ValueId) {
        if !self.seen.insert(id) {
            return;
        }
        let value = self.tree.value(id);
        if value.depth > DEEPEST {
            return self.list.push(Leaf::Deep(id));
        }
        match &value.rule {
            ValueRule::One(expr) => self.expr(expr),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    when.iter().for_each(|when| self.cond(when));
                    self.expr(is);
                }
            }
            ValueRule::Table(table) => {
                for by in &table.by {
                    if !matches!(by, Expr::Cond(_)) {
                        self.list.push(Leaf::Key(by, &table.rows));
                    }
                    self.expr(by);
                }
            }
        }
    }
}

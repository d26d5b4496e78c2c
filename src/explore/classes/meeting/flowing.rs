//! Whose numbers and days flow into a comparison, and by which typed answers it is chosen between them.

use rustc_hash::FxHashSet;

use super::leaves::{Leaf, Leaves};
use crate::tree::{Cond, DEEPEST, Date, Expr, Kind, Num, QuestionId, Tree, ValueId, ValueRule};

/// How many typed questions a condition reads.
pub(crate) fn typed(tree: &Tree, cond: &Cond) -> usize {
    tree.questions_read(|see| cond.reads(see)).iter().filter(|id| is_typed(tree, **id)).count()
}

/// Whether its answers are numbers or days.
pub(in crate::explore::classes) fn is_on_a_line(tree: &Tree, id: QuestionId) -> bool {
    matches!(tree.question(id).kind, Kind::Number { .. } | Kind::Date { .. })
}

fn is_typed(tree: &Tree, id: QuestionId) -> bool {
    !matches!(tree.question(id).kind, Kind::Choice(_) | Kind::Many { .. })
}

/// Whether all that chooses in a comparison are comparisons of numbers and days, or read one typed answer.
fn chooses_by_comparisons(tree: &Tree, cond: &Cond) -> bool {
    Leaves::of_cond(tree, cond).iter().all(|leaf| match leaf {
        Leaf::Cond(Cond::Numbers(..) | Cond::Dates(..)) => true,
        Leaf::Cond(inner) => typed(tree, inner) < 2,
        Leaf::Key(expr, _) => {
            matches!(expr, Expr::Text(_) | Expr::Choice(_))
                || tree.questions_read(|see| expr.reads(see)).iter().filter(|id| is_typed(tree, **id)).count() < 2
        }
        Leaf::Known(_) | Leaf::Zero(_) | Leaf::Amount(_) | Leaf::Deep(_) => false,
    })
}

/// Whose numbers flow into a comparison.
pub(in crate::explore::classes) fn flowing<'t>(tree: &'t Tree, cond: &Cond) -> Option<Flow<'t>> {
    let mut flow = Flow {
        tree,
        vars: FxHashSet::default(),
        chosen_by: FxHashSet::default(),
        counts: true,
        seen: FxHashSet::default(),
        clear: true,
    };
    match cond {
        Cond::Numbers(_, sides) => sides.iter().for_each(|side| flow.number(side)),
        Cond::Dates(_, sides) => sides.iter().for_each(|side| flow.day(side)),
        Cond::NumberIn(number, among, _) => among.iter().chain([&**number]).for_each(|side| flow.number(side)),
        Cond::DateIn(date, among, _) => among.iter().chain([&**date]).for_each(|side| flow.day(side)),
        _ => return None,
    }
    Some(flow)
}

/// Whose numbers flow into an expression.
pub(in crate::explore::classes) struct Flow<'t> {
    pub(in crate::explore::classes) tree: &'t Tree,
    pub(in crate::explore::classes) vars: FxHashSet<QuestionId>,
    /// Typed answers by which is chosen.
    pub(in crate::explore::classes) chosen_by: FxHashSet<QuestionId>,
    /// Nothing but counts chooses.
    counts: bool,
    /// The values looked into so far.
    seen: FxHashSet<ValueId>,
    /// All that they come into is looked into.
    pub(in crate::explore::classes) clear: bool,
}

impl Flow<'_> {
    /// How many typed answers come into it, or choose.
    pub(in crate::explore::classes) fn typed(&self) -> usize {
        self.vars.union(&self.chosen_by).count()
    }

    /// The numbers and days that come into it, and by which is chosen.
    pub(in crate::explore::classes) fn read(&self) -> FxHashSet<QuestionId> {
        self.vars.union(&self.chosen_by).copied().filter(|id| is_on_a_line(self.tree, *id)).collect()
    }

    /// Whether answers meet in what it is the flow of. A count alone is a sum of what it counts, and so are points that
    /// rules give by comparisons: each of these counts.
    pub(in crate::explore::classes) fn meets(&self, cond: &Cond) -> bool {
        let chosen = || !self.counts && !chooses_by_comparisons(self.tree, cond);
        !self.read().is_empty() && (!self.vars.is_empty() || chosen())
    }

    /// What chooses between numbers reads these.
    fn choose(&mut self, reads: impl FnOnce(&mut dyn FnMut(crate::tree::Read))) {
        self.counts = false;
        self.count(reads);
    }

    fn count(&mut self, reads: impl FnOnce(&mut dyn FnMut(crate::tree::Read))) {
        let read = self.tree.questions_read(reads);
        self.chosen_by.extend(read.iter().filter(|id| is_typed(self.tree, **id)));
    }

    fn number(&mut self, num: &Num) {
        match num {
            Num::Answer(id) => {
                self.vars.insert(*id);
            }
            Num::Value(id) => self.value(*id),
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.number(inner),
            Num::Sum(_, sides) => sides.iter().for_each(|side| self.number(side)),
            Num::Round(sides) => {
                let [number, places] = &**sides;
                self.number(number);
                self.choose(|see| places.reads(see));
            }
            Num::Least(parts) | Num::Greatest(parts) => parts.iter().for_each(|part| self.number(part)),
            Num::HowMany(_) => self.count(|see| num.reads(see)),
            Num::Default(parts) => {
                self.choose(|see| num.reads(see));
                parts.iter().for_each(|part| self.number(part));
            }
            Num::Between(_, sides) => sides.iter().for_each(|side| self.day(side)),
            Num::Literal(_) | Num::Score(_) | Num::Count(_) => {}
        }
    }

    fn day(&mut self, date: &Date) {
        match date {
            Date::Answer(id) => {
                self.vars.insert(*id);
            }
            Date::Value(id) => self.value(*id),
            Date::Add(_, inner, count) => {
                self.day(inner);
                self.number(count);
            }
            Date::Default(parts) => {
                self.choose(|see| date.reads(see));
                parts.iter().for_each(|part| self.day(part));
            }
            Date::Literal(_) | Date::Today => {}
        }
    }

    fn value(&mut self, id: ValueId) {
        if !self.seen.insert(id) {
            return;
        }
        let value = self.tree.value(id);
        let expr = |flow: &mut Self, expr: &Expr| match expr {
            Expr::Num(inner) => flow.number(inner),
            Expr::Date(inner) => flow.day(inner),
            _ => {}
        };
        match &value.rule {
            _ if value.depth > DEEPEST => self.clear = false,
            ValueRule::One(one) => expr(self, one),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    when.iter().for_each(|when| self.choose(|see| when.reads(see)));
                    expr(self, is);
                }
            }
            rule @ ValueRule::Table(_) => self.choose(|see| rule.reads(see)),
        }
    }
}

//! Cutting at the comparisons that a condition comes down to, each by itself: an answer counts by those that it comes
//! into, whatever other answers the condition reads; and there it is compared with each value that the rest can take.

use rust_decimal::Decimal;

use super::ranges::{Cuts, Ground};
use super::spread::{Spread, Ways};
use super::value_sets::MOST_VALUES;
use crate::explore::classes::meeting::leaves::{Leaf, Leaves};
use crate::explore::classes::meeting::missing::{divided_by, is_zero, may_vanish_elsewhere, may_vanish_itself};
use crate::explore::classes::meeting::reach::known_but_for_zero;
use crate::explore::conditions::atoms::{Atom, AtomId};
use crate::explore::conditions::corners::number_keys;
use crate::tree::{Cond, Date, Expr, Num, Order, Read, Text};

impl<'c, 't> Cuts<'c, 't> {
    /// Cuts in the first way that is exact: for the whole of it, or for each thing that it comes down to; then by halving,
    /// too; where none is, as the first does.
    pub(crate) fn exactly<'l, L: AsRef<[Leaf<'l>]>>(
        &mut self,
        leaves: impl FnOnce() -> Option<L>,
        whole: &mut dyn FnMut(&mut Self),
    ) {
        let (before, starts, grids) = (self.exact, self.starts.len(), self.line.grids.len());
        self.exact = true;
        whole(self);
        if !self.exact
            && let Some(leaves) = leaves()
        {
            let back = |cuts: &mut Self| {
                cuts.starts.truncate(starts);
                cuts.line.grids.truncate(grids);
                cuts.values.clear();
            };
            for (halving, whole_of_it) in [(false, false), (true, true), (true, false)] {
                if !self.exact {
                    back(self);
                    (self.exact, self.halving) = (true, halving);
                    if whole_of_it { whole(self) } else { leaves.as_ref().iter().for_each(|leaf| self.leaf(leaf)) }
                }
            }
            self.halving = false;
            if !self.exact {
                back(self);
                whole(self);
            }
        }
        self.exact &= before;
    }

    /// Cuts for one thing that a condition comes down to; not exact where others come into it in too many ways.
    fn leaf(&mut self, leaf: &Leaf) {
        match leaf {
            _ if !self.exact => {}
            Leaf::Cond(cond) if (self.of_two)(cond) => self.sides(cond),
            Leaf::Cond(cond) => self.comparison(cond),
            Leaf::Known(expr) => self.known_in_all_ways(expr),
            Leaf::Zero(num) => self.numbers_in_all_ways(Order::Equal, num, &Num::Literal(Decimal::ZERO)),
            Leaf::Key(Expr::Num(num), rows) => {
                let mut keys = Vec::new();
                number_keys(rows, &mut keys);
                keys.into_iter().for_each(|key| self.numbers_in_all_ways(Order::Equal, num, &Num::Literal(key)));
            }
            Leaf::Key(Expr::Text(text), _) => self.exact &= !self.comes_into(text),
            Leaf::Key(..) => {}
            Leaf::Amount(num) => self.exact &= !self.ground.flow.reaches_num(self.id, num),
            Leaf::Deep(value) => self.exact &= !self.reads(|see| see(Read::Value(*value))),
        }
    }

    fn comparison(&mut self, cond: &Cond) {
        match cond {
            Cond::Numbers(order, sides) => {
                let [left, right] = &**sides;
                self.numbers_in_all_ways(*order, left, right);
            }
            Cond::Dates(order, sides) => {
                let [left, right] = &**sides;
                self.dates_in_all_ways(*order, left, right);
            }
            Cond::NumberIn(number, among, _) => {
                self.known_in_all_ways(&Expr::Num((**number).clone()));
                among.iter().for_each(|other| self.numbers_in_all_ways(Order::Equal, number, other));
            }
            Cond::DateIn(date, among, _) => {
                self.known_in_all_ways(&Expr::Date((**date).clone()));
                among.iter().for_each(|other| self.dates_in_all_ways(Order::Equal, date, other));
            }
            Cond::Texts(sides, _) => self.exact &= !sides.iter().any(|side| self.comes_into(side)),
            Cond::TextIn(text, among, _) => {
                self.exact &= !among.iter().chain([&**text]).any(|side| self.comes_into(side));
            }
            Cond::Matches(text, _) => self.exact &= !self.comes_into(text),
            // Answers that are listed are not made of numbers or dates.
            _ => {}
        }
    }

    /// Whether the answer itself stands in a text.
    pub(crate) fn comes_into(&self, text: &Text) -> bool {
        self.ground.flow.reaches_text(self.id, text)
    }

    fn spread(&self) -> Option<Spread<'c, 't>> {
        let sources = self.ground.sources?;
        let (flow, sets) = (self.ground.flow, &sources.sets);
        Some(Spread { tree: self.ground.atoms.tree, id: Some(self.id), flow, sets })
    }

    fn num_ways(&mut self, num: &Num) -> Option<Ways<Num>> {
        self.spread()?.num(num, self.facts)
    }

    fn date_ways(&mut self, date: &Date) -> Option<Ways<Date>> {
        self.spread()?.date(date, self.facts)
    }

    fn numbers_in_all_ways(&mut self, order: Order, left: &Num, right: &Num) {
        if ![left, right].iter().any(|side| self.ground.flow.reaches_num(self.id, side)) {
            return;
        }
        let ways = (self.num_ways(left), self.num_ways(right));
        self.in_all_ways(ways, &mut |cuts, sides| cuts.numbers(order, &sides));
    }

    fn dates_in_all_ways(&mut self, order: Order, left: &Date, right: &Date) {
        if ![left, right].iter().any(|side| self.ground.flow.reaches_date(self.id, side)) {
            return;
        }
        let ways = (self.date_ways(left), self.date_ways(right));
        self.in_all_ways(ways, &mut |cuts, sides| cuts.dates(order, &sides));
    }

    /// Cuts for each way of two sides; with nothing, nothing is true.
    fn in_all_ways<T: Clone>(
        &mut self,
        (left, right): (Option<Ways<T>>, Option<Ways<T>>),
        cut: &mut dyn FnMut(&mut Self, [T; 2]),
    ) {
        let (Some(left), Some(right)) = (left, right) else { return self.exact = false };
        if left.list.len().saturating_mul(right.list.len()) > MOST_VALUES {
            return self.exact = false;
        }
        for left in left.list.iter().flatten() {
            for right in right.list.iter().flatten() {
                if self.exact {
                    cut(self, [left.clone(), right.clone()]);
                }
            }
        }
    }

    /// Cuts where an expression begins or ceases to come to anything, by what the answer itself is in it.
    fn known_in_all_ways(&mut self, expr: &Expr) {
        let comes_in = match expr {
            Expr::Num(num) => self.ground.flow.reaches_num(self.id, num),
            Expr::Date(date) => self.ground.flow.reaches_date(self.id, date),
            Expr::Text(text) => self.comes_into(text),
            Expr::Cond(_) | Expr::Choice(_) | Expr::Set(_) => false,
        };
        if !comes_in || !may_vanish_itself(self.tree, self.id, expr, self.ground.extent) {
            return;
        }
        let (tree, extent) = (self.tree, self.ground.extent);
        if !divided_by(tree, expr).is_empty() && !may_vanish_elsewhere(tree, self.id, expr, extent) {
            return;
        }
        if let Some(by) = known_but_for_zero((tree, extent), expr, self.facts, true) {
            return self.starts.extend(by.contains(&self.id).then_some([0, 1]).into_iter().flatten());
        }
        match expr {
            Expr::Num(num) => match self.num_ways(num) {
                Some(ways) => ways.list.iter().flatten().for_each(|way| self.inside_num(way)),
                None => self.exact = false,
            },
            Expr::Date(date) => match self.date_ways(date) {
                Some(ways) => ways.list.iter().flatten().for_each(|way| self.inside_date(way)),
                None => self.exact = false,
            },
            _ => self.exact = false,
        }
    }

    /// Cuts for what an atom comes down to beside relations that are decided; false if it comes down to none.
    pub(in crate::explore::classes) fn aside(&mut self, atom: &Atom<'t>, number: AtomId) -> bool {
        let Ground { atoms, sources: Some(sources), decided, .. } = *self.ground else { return false };
        let is_decided = |leaf: &&Leaf| match leaf {
            Leaf::Cond(cond) => decided.decides(cond),
            Leaf::Zero(num) => decided.decides(&is_zero(num)),
            _ => false,
        };
        let all = sources.leaves(atoms, number);
        if decided.list.is_empty() || !all.iter().any(|leaf| is_decided(&leaf)) {
            return false;
        }
        let but = |cond: &Cond| decided.decides_all_of(cond);
        let mut own = Leaves::of_ask_but(atoms.tree, atom.ask, &but);
        own.retain(|leaf| !is_decided(&leaf));
        self.exactly(|| Some(&own), &mut |cuts| cuts.exact = false);
        // By what chooses between the numbers in relations, as far as that can be.
        for leaf in all.iter().filter(|leaf| !is_decided(leaf) && !own.iter().any(|other| other.is(leaf))) {
            let before = (self.exact, self.starts.len(), self.line.grids.len());
            self.exact = true;
            self.leaf(leaf);
            if !self.exact {
                self.starts.truncate(before.1);
                self.line.grids.truncate(before.2);
                self.values.clear();
            }
            self.exact = before.0;
        }
        true
    }
}

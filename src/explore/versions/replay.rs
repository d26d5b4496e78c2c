//! Walks of a tree that are gone again one after another, beside a changed one: what two of them have in common is gone
//! once.

use chrono::NaiveDate;

use super::arrivals::Arrivals;
use super::on_a_walk::{part, part_behind};
use super::seen::Parting;
use crate::engine::Walk;
use crate::tree::Tree;

/// Two walks with the same answers, of which one goes on to a changed tree and comes back.
pub(super) struct Replay<'t> {
    comes: &'t Arrivals,
    tree: &'t Tree,
    today: NaiveDate,
    /// Not there while one of them is elsewhere.
    walks: Option<[Walk<'t>; 2]>,
    /// Which walks the answers are those of, each the one before and an answer more.
    way: Vec<u32>,
}

impl<'t> Replay<'t> {
    /// Two walks of a tree that have no answer yet.
    pub(super) fn new(comes: &'t Arrivals, tree: &'t Tree, today: NaiveDate) -> Self {
        Self { comes, tree, today, walks: None, way: Vec::new() }
    }

    /// Whether the engine sees the tree and a changed one, in which nothing but a question does something else, part where
    /// they are said to.
    pub(super) fn parts(&mut self, other: &Tree, parting: &Parting) -> bool {
        let (node, steps) = self.comes.to_parting(parting);
        match self.go(node) {
            Some([own, there]) if !own.has_passed(parting.at) => {
                let mut walks = [own, there.on(other)];
                let parts = part_behind(&mut walks, &steps);
                self.walks = Some(walks.map(|walk| walk.on(self.tree)));
                parts
            }
            // It does something else before any answer.
            _ => {
                self.way.clear();
                part(self.tree, other, self.today, &self.comes.walk(parting))
            }
        }
    }

    /// Both walks at a node; none if an answer on the way is not taken.
    fn go(&mut self, node: u32) -> Option<[Walk<'t>; 2]> {
        let new = || {
            let walk = || Walk::new(self.tree, self.today);
            [walk(), walk()]
        };
        let comes = self.comes;
        let mut walks = self.walks.take().unwrap_or_else(new);
        let known = |node: &u32| comes.depth(*node).checked_sub(1).and_then(|at| self.way.get(at)) == Some(node);
        let ahead: Vec<u32> = comes.back(node).take_while(|node| !known(node)).collect();
        let common = comes.depth(node) - ahead.len();
        for walk in &mut walks {
            (common..self.way.len()).for_each(|_| {
                walk.back();
            });
        }
        self.way.truncate(common);
        for node in ahead.into_iter().rev() {
            let (_, answer) = comes.answer(node)?;
            for walk in &mut walks {
                walk.answer(answer.clone()).ok()?;
            }
            self.way.push(node);
        }
        Some(walks)
    }
}

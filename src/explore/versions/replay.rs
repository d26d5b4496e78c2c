//! Walks of a tree that are gone again one after another, beside a changed one: what two of them have in common is gone
//! once.

use chrono::NaiveDate;

use super::on_a_walk::{part, part_behind};
use crate::engine::{Facts, Walk};
use crate::tree::{Answer, QuestionId, Tree};

/// Two walks with the same answers, of which one goes on to a changed tree and comes back.
pub struct Replay<'t> {
    tree: &'t Tree,
    today: NaiveDate,
    /// Not there while one of them is elsewhere.
    walks: Option<[Walk<'t>; 2]>,
    /// Which walks the answers are those of, each the one before and an answer more.
    way: Vec<u32>,
    facts: Option<[Facts<'t>; 2]>,
}

impl<'t> Replay<'t> {
    /// Two walks of a tree that have no answer yet.
    #[must_use]
    pub fn new(tree: &'t Tree, today: NaiveDate) -> Self {
        let facts = || Facts::new(tree, today);
        Self { tree, today, walks: None, way: Vec::new(), facts: Some([facts(), facts()]) }
    }

    /// Whether the tree and a changed one, in which nothing but a question does something else, part on a walk; `way`
    /// are the walks to it, which come to the question no sooner than with the answer that is next.
    pub(super) fn parts(
        &mut self,
        other: &Tree,
        id: QuestionId,
        (way, walk): (&[u32], &[(QuestionId, Answer)]),
    ) -> bool {
        match self.go(way, walk) {
            Some([own, there]) if !own.has_passed(id) => {
                let mut walks = [own, there.on(other)];
                let parts = part_behind(&mut walks, walk.get(way.len()..).unwrap_or_default());
                self.walks = Some(walks.map(|walk| walk.on(self.tree)));
                parts
            }
            // It does something else before any answer.
            _ => {
                self.way.clear();
                part(self.tree, other, self.today, walk)
            }
        }
    }

    /// Both walks after as many answers as there are in `way`; none if one is not taken.
    fn go(&mut self, way: &[u32], walk: &[(QuestionId, Answer)]) -> Option<[Walk<'t>; 2]> {
        let new = || {
            let walk = || Walk::new(self.tree, self.today);
            [walk(), walk()]
        };
        let mut walks = self.walks.take().unwrap_or_else(new);
        let common = self.way.iter().zip(way).take_while(|(own, other)| own == other).count();
        for walk in &mut walks {
            (common..self.way.len()).for_each(|_| {
                walk.back();
            });
        }
        self.way.truncate(common);
        for (node, (_, answer)) in way.iter().zip(walk).skip(common) {
            for walk in &mut walks {
                walk.answer(answer.clone()).ok()?;
            }
            self.way.push(*node);
        }
        Some(walks)
    }

    /// Looks at facts of which nothing is known, in the tree and in another version, and is left with such facts.
    pub(super) fn with_facts<T>(&mut self, other: &Tree, look: impl FnOnce(&mut [Facts; 2]) -> T) -> Option<T> {
        let [own, there] = self.facts.take()?;
        let mut facts = [own, there.on(other)];
        let found = look(&mut facts);
        self.facts = Some(facts.map(|facts| facts.on(self.tree)));
        Some(found)
    }
}

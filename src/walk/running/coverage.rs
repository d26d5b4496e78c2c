//! What walks have touched of a tree.

use crate::engine::{Toucher, Touches, Walk};
use crate::text::Span;
use crate::tree::{Answer, Part, Parts, QuestionId, Touch, Tree};

/// One thing that walks may touch.
#[derive(Debug, Clone)]
pub struct Item {
    /// The part of the tree.
    pub part: Part,
    /// What touches it.
    pub touch: Touch,
    /// Its path, as [`Part::path`] writes it.
    pub path: String,
    /// Its place in the tree's file.
    pub span: Span,
}

/// Which parts of one tree have been touched.
#[derive(Debug, Clone)]
pub struct Coverage {
    parts: Parts,
    /// By number of a part.
    touched: Vec<bool>,
}

impl Coverage {
    /// Nothing of the tree has been touched.
    #[must_use]
    pub fn new(touches: &Touches) -> Self {
        let parts = touches.parts().clone();
        Self { touched: vec![false; parts.list().len()], parts }
    }

    /// Adds what a walk of this tree has touched, and the last answer, if that was refused.
    pub fn add(&mut self, seen: &mut Toucher, walk: &Walk, refused: Option<&(QuestionId, Answer)>) {
        seen.by(walk, refused, &mut |number| {
            self.touched.get_mut(number).into_iter().for_each(|slot| *slot = true);
        });
    }

    /// Adds what another coverage of the same tree has touched.
    pub fn merge(&mut self, other: &Self) {
        self.touched.iter_mut().zip(&other.touched).for_each(|(own, other)| *own |= other);
    }

    fn all(&self) -> impl Iterator<Item = (Part, bool)> {
        self.parts.list().iter().copied().zip(self.touched.iter().copied())
    }

    /// How many parts of a sort were touched, and how many there are.
    #[must_use]
    pub fn count(&self, touch: Touch) -> (usize, usize) {
        let own = self.all().filter(|(part, _)| part.touch() == Some(touch));
        own.fold((0, 0), |(touched, all), (_, is)| (touched + usize::from(is), all + 1))
    }

    /// The same over all parts.
    #[must_use]
    pub fn total(&self) -> (usize, usize) {
        (self.touched.iter().filter(|touched| **touched).count(), self.touched.len())
    }

    /// Everything that was not touched, sort by sort in the order of the file.
    #[must_use]
    pub fn untouched(&self, tree: &Tree) -> Vec<Item> {
        let left = self.all().filter(|(_, touched)| !touched);
        left.filter_map(|(part, _)| {
            Some(Item { part, touch: part.touch()?, path: part.path(tree).to_string(), span: part.span(tree) })
        })
        .collect()
    }
}

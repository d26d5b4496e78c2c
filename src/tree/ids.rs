//! Small numbers instead of names: what the parts of a tree are called inside the program.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// Only means something together with the [`Tree`](super::Tree) that it came from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The id with this position in the order of the file.
            pub(crate) fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The position in the order of the file, from 0.
            #[must_use]
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A question of a tree.
    QuestionId
    /// An outcome of a tree.
    OutcomeId
    /// A derived value of a tree.
    ValueId
    /// A score of a tree, or the most that one could have come to: see [`Tree::possible`](super::Tree::possible).
    ScoreId
    /// The text of an answer's id: two answers with the same id, of whichever questions, share it.
    Symbol
}

/// One answer of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AnswerRef {
    /// The question it belongs to.
    pub question: QuestionId,
    /// Its position among the question's answers, from 0.
    pub index: u32,
}

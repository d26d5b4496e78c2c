//! The kinds of question (format: Questions).

/// What a person gives to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuestionKind {
    /// One of the answers.
    Choice,
    /// Any of the answers.
    Many,
    /// An exact decimal number.
    Number,
    /// A day.
    Date,
    /// One line of text.
    Text,
}

impl QuestionKind {
    /// Every kind, the one first that a question has if it names none.
    pub const ALL: [Self; 5] = [Self::Choice, Self::Many, Self::Number, Self::Date, Self::Text];

    /// How each is written, and what the person gives.
    pub(super) const ROWS: [(&str, &str); 5] =
        [Self::Choice.row(), Self::Many.row(), Self::Number.row(), Self::Date.row(), Self::Text.row()];

    /// How it is written, and what the person gives.
    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Choice => ("choice", "one of the answers; this is the kind if you write none"),
            Self::Many => ("many", "as many of the answers as fit, or none"),
            Self::Number => ("number", "an exact decimal number"),
            Self::Date => ("date", "a day"),
            Self::Text => ("text", "one line of text"),
        }
    }

    /// How it is written behind `kind:`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// What the person gives, in a line.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.row().1
    }

    /// The kind that is written so.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == word)
    }

    /// How all of them are written.
    #[must_use]
    pub fn names() -> [&'static str; 5] {
        Self::ALL.map(Self::name)
    }
}

//! What can go wrong in a walk: an answer that is refused, and a tree that leaves somebody stuck.

use chrono::NaiveDate;

use crate::diagnostic::Code;
use crate::text::written_date;
use crate::tree::QuestionId;

/// Why an answer is refused, in a sentence for the person who gave it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such answer.
    #[error("{}", self.with_help())]
    NoSuchAnswer {
        /// What was given.
        given: String,
        /// Which answer was probably meant, as a question.
        near: Option<String>,
    },
    /// The answer is hidden at this place.
    #[error("`{given}` cannot be chosen here")]
    Hidden {
        /// What was given.
        given: String,
    },
    /// One answer is wanted, and several were given.
    #[error("one answer is wanted here, not a list")]
    OneWanted,
    /// A list is wanted, and one text was given.
    #[error("a list of answers is wanted here, such as [{given}]")]
    ListWanted {
        /// What was given.
        given: String,
    },
    /// One answer was given twice.
    #[error("`{given}` is there twice")]
    Twice {
        /// What was given.
        given: String,
    },
    /// Too few answers were chosen.
    #[error("choose at least {least}")]
    TooFew {
        /// How many are wanted.
        least: String,
    },
    /// Too many answers were chosen.
    #[error("choose at most {most}")]
    TooMany {
        /// How many are allowed.
        most: String,
    },
    /// An answer that excludes the others was chosen together with others.
    #[error("“{label}” cannot be chosen together with others")]
    Alone {
        /// The answer's label.
        label: String,
    },
    /// Nothing was given.
    #[error("an answer is needed here")]
    Empty,
    /// Not a number.
    #[error("{}", self.with_help())]
    NotANumber {
        /// What was given.
        given: String,
        /// How to write it.
        hint: &'static str,
    },
    /// Not a whole number.
    #[error("a whole number is wanted here")]
    NotWhole,
    /// Between two multiples of what its numbers are counted in.
    #[error("{}", self.with_help())]
    OffStep {
        /// What it must be a multiple of, with its unit.
        step: String,
        /// Which of them are the nearest, as a sentence.
        near: Option<String>,
    },
    /// Too small.
    #[error("the least possible is {least}")]
    TooSmall {
        /// The least allowed, with its unit.
        least: String,
    },
    /// Too large.
    #[error("the most possible is {most}")]
    TooLarge {
        /// The most allowed, with its unit.
        most: String,
    },
    /// Not a date.
    #[error("{}", self.with_help())]
    NotADate {
        /// What was given.
        given: String,
    },
    /// Too early.
    #[error("the first possible date is {}", written_date(*.first))]
    TooEarly {
        /// The first allowed.
        first: NaiveDate,
    },
    /// Too late.
    #[error("the last possible date is {}", written_date(*.last))]
    TooLate {
        /// The last allowed.
        last: NaiveDate,
    },
    /// Too long.
    #[error("that is {given} characters long, and {most} is the most")]
    TooLong {
        /// How many characters there are.
        given: usize,
        /// How many are allowed.
        most: u32,
    },
    /// More than one line.
    #[error("one line of text is wanted here")]
    Lines,
    /// Does not match the pattern.
    #[error("that does not have the form that is wanted here")]
    Form,
    /// Refused by the author.
    #[error("{0}")]
    Because(String),
    /// An answer of another kind than the question.
    #[error("the question takes another kind of answer")]
    WrongKind,
    /// There is no question to answer.
    #[error("there is no question to answer")]
    NothingAsked,
}

impl Refusal {
    /// Why it is refused, without what helps.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::NoSuchAnswer { given, .. } => format!("`{given}` is not one of the answers"),
            Self::NotANumber { given, .. } => format!("`{given}` is not a number"),
            Self::NotADate { given } => format!("`{given}` is not a date"),
            Self::OffStep { step, .. } => format!("a multiple of {step} is wanted here"),
            other => other.to_string(),
        }
    }

    /// What helps: which answer was probably meant, or how to write it.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::NoSuchAnswer { near, .. } | Self::OffStep { near, .. } => near.as_deref(),
            Self::NotANumber { hint, .. } => Some(*hint).filter(|hint| !hint.is_empty()),
            Self::NotADate { .. } => Some("write it as year-month-day, such as 2024-02-29"),
            _ => None,
        }
    }

    fn with_help(&self) -> String {
        let help = self.help().map_or_else(String::new, |help| format!("; {help}"));
        self.reason() + &help
    }
}

/// A mistake of the tree that a walk ran into: nobody who answers can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// No rule of the question's `next` is true.
    NoRule(QuestionId),
    /// All answers of the question are hidden.
    AllHidden(QuestionId),
    /// The question's limits leave no answer.
    NoAnswerAllowed(QuestionId),
    /// The question's `reject` refuses every answer that its limits leave.
    AllRefused(QuestionId),
    /// The walk comes to the question a second time.
    AskedTwice(QuestionId),
}

impl Fault {
    /// The question where the walk stopped.
    #[must_use]
    pub fn question(self) -> QuestionId {
        match self {
            Self::NoRule(id)
            | Self::AllHidden(id)
            | Self::NoAnswerAllowed(id)
            | Self::AllRefused(id)
            | Self::AskedTwice(id) => id,
        }
    }

    /// Which mistake of the tree it is.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::AskedTwice(_) => Code::AskedTwice,
            _ => Code::Stuck,
        }
    }

    /// What happened, given the question's id, in lower case without a full stop.
    #[must_use]
    pub fn message(self, question: &str) -> String {
        match self {
            Self::NoRule(_) => format!("the walk is stuck after `{question}`: no rule of its `next` is true"),
            Self::AllHidden(_) => format!("the walk is stuck at `{question}`: all its answers are hidden"),
            Self::NoAnswerAllowed(_) => format!("the walk is stuck at `{question}`: its limits leave no answer"),
            Self::AllRefused(_) => format!("the walk is stuck at `{question}`: its `reject` refuses every answer"),
            Self::AskedTwice(_) => format!("the walk comes to `{question}` a second time"),
        }
    }
}

//! Conditions with every name resolved and every kind checked (format: Conditions).
//!
//! One type a kind, so what does not go together cannot be built. Evaluation is in `engine`.

use std::sync::Arc;

use chrono::NaiveDate;
use regex::Regex;
use rust_decimal::Decimal;

use super::ids::{AnswerRef, QuestionId, ScoreId, Symbol, ValueId};

/// Something true or false; never missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cond {
    /// `true` or `false`.
    Const(bool),
    /// A value that is a condition.
    Value(ValueId),
    /// `not`
    Not(Box<Cond>),
    /// `and`, of two or more.
    All(Box<[Cond]>),
    /// `or`, of two or more.
    Any(Box<[Cond]>),
    /// `==` (or, the flag being set, `!=`) of two conditions.
    Same(Box<[Cond; 2]>, bool),
    /// Two numbers compared.
    Numbers(Order, Box<[Num; 2]>),
    /// Two dates compared.
    Dates(Order, Box<[Date; 2]>),
    /// Two texts compared: `==`, or `!=` where the flag is set.
    Texts(Box<[Text; 2]>, bool),
    /// Two choices compared: `==`, or `!=` where the flag is set.
    Choices(Box<[Choice; 2]>, bool),
    /// A choice is (or, the flag being set, is answered but not) one of these ids, which are sorted.
    ChoiceIn(Box<Choice>, Box<[Symbol]>, bool),
    /// A number is one of these; the flag means `not in`.
    NumberIn(Box<Num>, Box<[Num]>, bool),
    /// A date is one of these; the flag means `not in`.
    DateIn(Box<Date>, Box<[Date]>, bool),
    /// A text is one of these; the flag means `not in`.
    TextIn(Box<Text>, Box<[Text]>, bool),
    /// An answer is in a set; the flag means `not in`.
    InSet(Box<Choice>, Box<Set>, bool),
    /// `any`: one of these ids at least is in the set.
    AnyOf(Box<Set>, Box<[Symbol]>),
    /// `all`: every one of these ids is in the set.
    AllOf(Box<Set>, Box<[Symbol]>),
    /// `only`: the set is not empty and holds nothing but these.
    OnlyOf(Box<Set>, Box<[Symbol]>),
    /// `answered`: not missing.
    Answered(Box<Expr>),
    /// `matches`: the whole text fits the pattern.
    Matches(Box<Text>, Pattern),
}

/// How two numbers or dates are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Order {
    /// Whether two things that stand so to each other fit.
    #[must_use]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Unequal => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::More => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }

    /// The same with the sides exchanged.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::More => Self::Less,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}

/// A number, or missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Num {
    /// Written out.
    Literal(Decimal),
    /// The answer to a question of kind `number`.
    Answer(QuestionId),
    /// A value that is a number.
    Value(ValueId),
    /// A score; 0 where no answer added to it.
    Score(ScoreId),
    /// `-x`
    Minus(Box<Num>),
    /// `+ - * /`
    Sum(Arithmetic, Box<[Num; 2]>),
    /// `count`: how many are in the set.
    Count(Box<Set>),
    /// `count`, of two or more conditions: how many of them are true; never missing.
    HowMany(Box<[Cond]>),
    /// `min`: the least.
    Least(Box<[Num]>),
    /// `max`: the greatest.
    Greatest(Box<[Num]>),
    /// `round`: half away from zero, to so many places.
    Round(Box<[Num; 2]>),
    /// `floor`
    Floor(Box<Num>),
    /// `ceil`
    Ceil(Box<Num>),
    /// `abs`
    Abs(Box<Num>),
    /// `days`, `months`, `years`, `age`: whole ones elapsed from the first date to the second.
    Between(Elapsed, Box<[Date; 2]>),
    /// `default`: the first that is not missing.
    Default(Box<[Num]>),
}

/// The four operations on numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arithmetic {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// What dates are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateUnit {
    /// Days.
    Days,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

/// What is counted from one date to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Elapsed {
    /// `days`, `months`, `years`: whole ones; what [`Date::Add`] adds is counted back.
    Units(DateUnit),
    /// `age`: birthdays passed.
    Birthdays,
}

/// A calendar date, or missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Date {
    /// Written out.
    Literal(NaiveDate),
    /// `today`
    Today,
    /// The answer to a question of kind `date`.
    Answer(QuestionId),
    /// A value that is a date.
    Value(ValueId),
    /// `add_days`, `add_months`, `add_years`
    Add(DateUnit, Box<Date>, Box<Num>),
    /// `default`: the first that is not missing.
    Default(Box<[Date]>),
}

/// A text, or missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Text {
    /// Written out.
    Literal(Arc<str>),
    /// The answer to a question of kind `text`.
    Answer(QuestionId),
    /// A value that is a text.
    Value(ValueId),
    /// `fixed`: a number with so many places.
    Fixed(Box<[Num; 2]>),
    /// `grouped`: the same with commas between thousands.
    Grouped(Box<[Num; 2]>),
    /// `long`: a date in words.
    Long(Box<Date>),
    /// `default`: the first that is not missing.
    Default(Box<[Text]>),
}

/// One answer of a choice, or missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Written out.
    Literal(AnswerRef),
    /// The answer to a question of kind `choice`.
    Answer(QuestionId),
    /// A value that is a choice.
    Value(ValueId),
    /// `default`: the first that is not missing.
    Default(Box<[Choice]>),
}

/// A set of answers, or missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Set {
    /// Written out: answers of one question, in its order.
    Literal(QuestionId, Arc<[u32]>),
    /// The answer to a question of kind `many`.
    Answer(QuestionId),
    /// A value that is a set.
    Value(ValueId),
    /// `default`: the first that is not missing.
    Default(Box<[Set]>),
}

/// An expression of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr {
    /// Something true or false.
    Cond(Cond),
    /// A number.
    Num(Num),
    /// A date.
    Date(Date),
    /// A text.
    Text(Text),
    /// An answer.
    Choice(Choice),
    /// A set of answers.
    Set(Set),
}

/// A regular expression that must match a whole line.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As the author wrote it.
    pub source: Arc<str>,
    pub(crate) regex: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Pattern {}

impl std::hash::Hash for Pattern {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.source.hash(state);
    }
}

impl Pattern {
    /// True if the whole text fits.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

//! An answer as programs write it: in JSON, with the ids of the tree.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Number, Value};

use crate::engine::{Given, Refusal, Written, plain, read_answer, written};
use crate::tree::{Answer, QuestionId, Tree};

/// An answer as a program gives and gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Reply {
    /// An exact number, as it is written.
    Number(Number),
    /// An answer's id, a date as year-month-day, a line of text, or a number in quotes.
    One(String),
    /// The ids of several answers.
    List(Vec<String>),
    /// Left empty.
    Nothing,
}

/// A JSON value that is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an answer is a text, a number, a list of ids, or null where it is left empty")]
pub struct NoReply;

impl Reply {
    /// An answer of a tree.
    #[must_use]
    pub fn of(tree: &Tree, question: QuestionId, answer: &Answer) -> Self {
        match answer {
            Answer::Number(number) => Self::from(*number),
            _ => written(tree, question, answer).into(),
        }
    }

    /// As an answer to a question, whatever its limits.
    ///
    /// # Errors
    /// If it cannot be read as an answer of the question's kind.
    pub fn read(&self, tree: &Tree, question: QuestionId) -> Result<Answer, Refusal> {
        match self {
            Self::Number(number) => read_answer(tree, question, Given::One(number.as_str())),
            Self::One(text) => read_answer(tree, question, Given::One(text)),
            Self::List(ids) => {
                read_answer(tree, question, Given::List(&ids.iter().map(String::as_str).collect::<Vec<_>>()))
            }
            Self::Nothing => read_answer(tree, question, Given::Nothing),
        }
    }
}

/// An exact decimal as a JSON number.
pub(super) fn number(number: Decimal) -> Number {
    plain(number).parse().unwrap_or_else(|_| Number::from(0))
}

impl TryFrom<Value> for Reply {
    type Error = NoReply;

    fn try_from(value: Value) -> Result<Self, NoReply> {
        match value {
            Value::Null => Ok(Self::Nothing),
            Value::Number(number) => Ok(Self::Number(number)),
            Value::String(text) => Ok(Self::One(text)),
            Value::Array(list) => {
                let id = |value| if let Value::String(id) = value { Ok(id) } else { Err(NoReply) };
                list.into_iter().map(id).collect::<Result<_, _>>().map(Self::List)
            }
            Value::Bool(_) | Value::Object(_) => Err(NoReply),
        }
    }
}

impl<'de> Deserialize<'de> for Reply {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl From<Decimal> for Reply {
    fn from(exact: Decimal) -> Self {
        Self::Number(number(exact))
    }
}

impl From<&str> for Reply {
    fn from(text: &str) -> Self {
        Self::One(text.to_owned())
    }
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self::One(text)
    }
}

impl From<Vec<String>> for Reply {
    fn from(ids: Vec<String>) -> Self {
        Self::List(ids)
    }
}

impl<const N: usize> From<[&str; N]> for Reply {
    fn from(ids: [&str; N]) -> Self {
        Self::List(ids.map(str::to_owned).into())
    }
}

impl From<Written> for Reply {
    /// As it stands in a walk file.
    fn from(written: Written) -> Self {
        match written {
            Written::One(text) => Self::One(text),
            Written::List(ids) => Self::List(ids),
            Written::Nothing => Self::Nothing,
        }
    }
}

impl From<Reply> for Written {
    fn from(reply: Reply) -> Self {
        match reply {
            Reply::Number(number) => Self::One(number.to_string()),
            Reply::One(text) => Self::One(text),
            Reply::List(ids) => Self::List(ids),
            Reply::Nothing => Self::Nothing,
        }
    }
}

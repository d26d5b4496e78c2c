//! Conditions as they are written: names not yet looked up, kinds not yet checked.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::text::Span;

/// A part of a condition and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expr<'a> {
    pub(crate) node: ExprNode<'a>,
    pub(crate) span: Span,
}

/// What a condition is made of (format: Conditions).
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ExprNode<'a> {
    Number(Decimal),
    Date(NaiveDate),
    /// A quoted text.
    Text(Cow<'a, str>),
    /// A bare word: a name, an answer, `true`, `false` or `today`.
    Word(Cow<'a, str>),
    /// `score.name` or `score['name']`, or the same of `possible`; the span is that of the name.
    Score(Counted, Cow<'a, str>, Span),
    List(Vec<Expr<'a>>),
    Not(Box<Expr<'a>>),
    Minus(Box<Expr<'a>>),
    /// Two or more operands joined by `and`, or by `or`.
    Chain(Operator, Vec<Expr<'a>>),
    /// Two operands and the operator's place; neither `and` nor `or`.
    Binary(Operator, Box<[Expr<'a>; 2]>, Span),
    /// A function's name, its place, and what it is given.
    Call(Cow<'a, str>, Span, Vec<Expr<'a>>),
    /// Could not be read, and has been reported.
    Bad,
}

/// What is counted of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// What answers have added.
    Score,
    /// The most that they could have added.
    Possible,
}

impl Counted {
    /// How it is written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Possible => "possible",
        }
    }
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    In,
    NotIn,
    Plus,
    Minus,
    Times,
    Over,
}

impl Operator {
    /// How it is written.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::In => "in",
            Self::NotIn => "not in",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
        }
    }

    /// How tightly it binds: `or` least, `*` most.
    pub(crate) fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Plus | Self::Minus => 5,
            Self::Times | Self::Over => 6,
            _ => COMPARISON,
        }
    }
}

/// The strength of `not`, between `and` and the comparisons.
pub(crate) const NOT: u8 = 3;
/// The strength of every comparison; they cannot be chained.
pub(crate) const COMPARISON: u8 = 4;
/// The strength of the minus sign before an operand.
pub(crate) const SIGN: u8 = 7;

impl fmt::Display for Expr<'_> {
    /// Writes the condition with no more parentheses than it needs; reading that again gives the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_expr(self, 0, f)
    }
}

fn strength(expr: &Expr) -> u8 {
    match &expr.node {
        ExprNode::Not(_) => NOT,
        ExprNode::Chain(operator, _) | ExprNode::Binary(operator, ..) => operator.strength(),
        ExprNode::Minus(_) => SIGN,
        ExprNode::Number(number) if number.is_sign_negative() => SIGN,
        _ => u8::MAX,
    }
}

fn write_expr(expr: &Expr, least: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if strength(expr) < least {
        f.write_str("(")?;
        write_expr(expr, 0, f)?;
        return f.write_str(")");
    }
    match &expr.node {
        ExprNode::Number(number) => write!(f, "{number}"),
        ExprNode::Date(date) => write!(f, "{date}"),
        ExprNode::Text(text) => write_text(text, f),
        ExprNode::Word(word) => f.write_str(word),
        ExprNode::Score(counted, name, _) => {
            write!(f, "{}[", counted.name())?;
            write_text(name, f)?;
            f.write_str("]")
        }
        ExprNode::List(items) => {
            f.write_str("[")?;
            write_items(items, f)?;
            f.write_str("]")
        }
        ExprNode::Not(inner) => {
            f.write_str("not ")?;
            write_expr(inner, NOT, f)
        }
        ExprNode::Minus(inner) => {
            f.write_str("-")?;
            write_expr(inner, SIGN, f)
        }
        ExprNode::Chain(operator, operands) => {
            for (index, operand) in operands.iter().enumerate() {
                if index > 0 {
                    write!(f, " {} ", operator.sign())?;
                }
                write_expr(operand, operator.strength() + 1, f)?;
            }
            Ok(())
        }
        ExprNode::Binary(operator, sides, _) => {
            let [left, right] = &**sides;
            let own = operator.strength();
            // Comparisons do not chain, everything else groups to the left.
            let left_least = if own == COMPARISON { own + 1 } else { own };
            write_expr(left, left_least, f)?;
            write!(f, " {} ", operator.sign())?;
            write_expr(right, own + 1, f)
        }
        ExprNode::Call(name, _, arguments) => {
            write!(f, "{name}(")?;
            write_items(arguments, f)?;
            f.write_str(")")
        }
        ExprNode::Bad => f.write_str("…"),
    }
}

fn write_items(items: &[Expr], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write_expr(item, 0, f)?;
    }
    Ok(())
}

/// A quoted text; a quote of the same sort inside is doubled.
fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "'{}'", text.replace('\'', "''"))
}

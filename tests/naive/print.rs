//! Conditions and texts as an author would write them, in varying ways that mean the same.

use super::model::{Expr, Piece};
use super::tape::Tape;
use super::words::is_word;

/// How tightly an expression holds together, as the format lists it from `or` to calls.
fn rank(expr: &Expr) -> u8 {
    match expr {
        Expr::Two("or", ..) => 1,
        Expr::Two("and", ..) => 2,
        Expr::Not(_) => 3,
        Expr::Two("+" | "-", ..) => 5,
        Expr::Two("*" | "/", ..) => 6,
        Expr::Two(..) => 4,
        Expr::Neg(_) => 7,
        _ => 8,
    }
}

/// An expression that may stand where at least `least` is wanted; parentheses where it must, and sometimes where it need not.
pub(crate) fn expr(expr: &Expr, least: u8, style: &mut Tape) -> String {
    let text = bare(expr, style);
    // A word or list that is answers beside a choice would be an expression of its own in parentheses.
    let optional = !matches!(expr, Expr::Word(_) | Expr::Text(_) | Expr::List(_)) && style.chance(8);
    if rank(expr) < least || optional { format!("({text})") } else { text }
}

fn bare(whole: &Expr, style: &mut Tape) -> String {
    match whole {
        Expr::Num(number) => number.to_string(),
        Expr::Date(date) => date.to_string(),
        Expr::Text(text) => quoted(text, style),
        Expr::Word(word) => word.clone(),
        Expr::Score(name) if is_word(name) => format!("score.{name}"),
        Expr::Score(name) => format!("score[{}]", quoted(name, style)),
        Expr::Possible(name) if is_word(name) => format!("possible.{name}"),
        Expr::Possible(name) => format!("possible[{}]", quoted(name, style)),
        Expr::List(items) => format!("[{}]", several(items, style)),
        Expr::Not(inner) => format!("not {}", expr(inner, 3, style)),
        Expr::Neg(inner) if matches!(**inner, Expr::Neg(_)) => format!("-({})", expr(inner, 0, style)),
        Expr::Neg(inner) => format!("-{}", expr(inner, 7, style)),
        Expr::Two(sign, left, right) => {
            let (left_rank, right_rank) = match rank(whole) {
                4 => (5, 5),
                rank => (rank, rank + 1),
            };
            let (left, right) = (expr(left, left_rank, style), expr(right, right_rank, style));
            format!("{left} {sign} {right}")
        }
        Expr::Call(function, args) => format!("{function}({})", several(args, style)),
    }
}

fn several(items: &[Expr], style: &mut Tape) -> String {
    let items: Vec<String> = items.iter().map(|item| expr(item, 0, style)).collect();
    items.join(if style.chance(20) { "," } else { ", " })
}

fn quoted(text: &str, style: &mut Tape) -> String {
    let quote = if text.contains('\'') || style.chance(30) && !text.contains('"') { '"' } else { '\'' };
    format!("{quote}{text}{quote}")
}

/// A text with its holes; `{{` in the text itself gets its backslash.
pub(crate) fn text(pieces: &[Piece], style: &mut Tape) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => out.push_str(&literal.replace("{{", "\\{{")),
            Piece::Hole(hole) => {
                let space = if style.chance(20) { "" } else { " " };
                out.push_str(&format!("{{{{{space}{}{space}}}}}", expr(hole, 0, style)));
            }
        }
    }
    out
}

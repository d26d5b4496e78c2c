//! What is said about what is counted: what stands in `count`, and scores.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::condition::ast::{Expr as Ast, ExprNode};
use crate::syntax::words::quoted;
use crate::text::{Span, one_line};

/// One condition alone.
pub(crate) fn alone(ast: &Ast) -> Diagnostic {
    let text = one_line(&ast.to_string());
    Diagnostic::new(Code::WrongArguments, ast.span, "`count` counts two or more conditions, and this is one")
        .help(format!("one condition is true or it is not: say `{text}` by itself, or count it with others"))
}

/// A set of answers among conditions.
pub(crate) fn set(ast: &Ast, answer: Option<&str>) -> Diagnostic {
    let text = one_line(&ast.to_string());
    let found = Diagnostic::new(
        Code::WrongArguments,
        ast.span,
        "a condition is wanted here, and this is a set of answers: `count` takes one set, or several conditions",
    );
    let by_itself = format!("how many of it were ticked is `count({text})` by itself");
    match answer {
        Some(answer) => found.help(format!("{by_itself}; whether one of them was is `{answer} in {text}`")),
        None => found.help(by_itself),
    }
}

/// A list, alone or among conditions.
pub(crate) fn list(ast: &Ast, items: &[Ast]) -> Diagnostic {
    let found = Diagnostic::new(Code::WrongArguments, ast.span, "`count` takes no list");
    let inside = items.iter().map(|item| one_line(&item.to_string())).collect::<Vec<_>>().join(", ");
    match items {
        [] => found.help("name what to count: `count(question)`, or two or more conditions"),
        _ => found.help("leave out the brackets").suggest(ast.span, inside),
    }
}

/// `possible(right)`, as if it were a function.
pub(crate) fn called(span: Span, name: &str, arguments: &[Ast], whole: Span) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownFunction, span, format!("{} is no function", quoted(name)));
    let part = match arguments {
        [one] => match &one.node {
            ExprNode::Word(word) => Some(format!("{name}.{word}")),
            ExprNode::Text(_) => Some(format!("{name}[{one}]")),
            _ => None,
        },
        _ => None,
    };
    match part {
        Some(part) => found.help(format!("write `{}`", one_line(&part))).suggest(whole, part),
        None => found.help(format!("the name of the score stands behind a point: `{name}.…`")),
    }
}

//! Texts with holes.

use super::names::scope::Scope;
use super::words;
use crate::compile::expr::lower;
use crate::diagnostic::Diagnostics;
use crate::references::Role;
use crate::syntax::written::ast::{Part, Text};
use crate::tree::{Piece, Template};

/// A text with its holes resolved; a hole that cannot be is reported and left out.
pub(crate) fn resolve(scope: &mut Scope, text: &Text, role: Role, out: &mut Diagnostics) -> Template {
    let parts = match text {
        Text::Plain(text) => return Template::Plain((*text).into()),
        Text::Mixed(parts) => parts,
    };
    let mut pieces: Vec<Piece> = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::Literal(text) => pieces.push(Piece::Literal((**text).into())),
            Part::Hole(ast) => {
                let expr = lower::noted(scope, ast, words::Place::Anywhere, role, out, |lower| lower.expr(ast, None));
                pieces.extend(expr.map(|expr| Piece::Hole(expr, ast.span)));
            }
        }
    }
    Template::Mixed(pieces.into())
}

/// The same for a text that may be missing.
pub(crate) fn optional(scope: &mut Scope, text: Option<&Text>, out: &mut Diagnostics) -> Option<Template> {
    text.map(|text| resolve(scope, text, Role::Text, out))
}

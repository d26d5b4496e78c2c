//! What answers add to scores, and the rules by which questions do (format: Scores, values, lists).

use rust_decimal::Decimal;

use super::expr::lower;
use super::names::scope::Scope;
use super::words;
use crate::diagnostic::Diagnostics;
use crate::references::Role;
use crate::syntax::written::ast::{Name, Points as Written};
use crate::tree::{Points, Question, ScoreId, Tree};

/// What is added to which scores.
pub(crate) fn amounts(scope: &mut Scope, written: &[(Name, Decimal)]) -> Box<[(ScoreId, Decimal)]> {
    let amount = |(name, amount): &(Name, Decimal)| {
        scope.note_score(*name, Role::Adds);
        Some((*scope.scores.get(name.text)?, *amount))
    };
    written.iter().filter_map(amount).collect()
}

/// The rules of a question's `score`.
pub(crate) fn rules<'a>(scope: &mut Scope<'a>, written: &[Written<'a>], out: &mut Diagnostics) -> Box<[Points]> {
    let (mut rules, mut conds) = (Vec::new(), lower::Rules::default());
    for rule in written {
        let when = conds.when(scope, rule.when.as_ref(), rule.span, out);
        let add = amounts(scope, &rule.add);
        if let Some((when, when_span)) = when {
            rules.push(Points { when, when_span, add, span: rule.span });
        }
    }
    rules.into()
}

/// Reports rules whose conditions read a score: they would hang on the order in which others count.
pub(crate) fn check(tree: &Tree, out: &mut Diagnostics) {
    let rules = tree.questions().flat_map(|(_, Question { points, .. })| points);
    for (rule, when) in rules.filter_map(|rule| Some((rule, rule.when.as_ref()?))) {
        if tree.reads_score(|see| when.reads(see)) {
            let mut direct = false;
            when.reads(&mut |read| direct |= matches!(read, crate::tree::Read::Score(_)));
            out.push(words::points_read_score(rule.when_span, direct));
        }
    }
}

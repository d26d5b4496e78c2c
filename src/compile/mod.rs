//! A written tree becomes a [`Tree`]: names are looked up, kinds are checked, in ordered passes.
//!
//! Nothing stops at a first mistake: every pass goes through the whole tree and reports what it finds.

mod call;
mod compare;
mod flow;
mod lower;
mod names;
mod outcomes;
mod questions;
mod scope;
mod template;
mod values;
mod words;

use crate::diagnostic::Diagnostics;
use crate::syntax;
use crate::text::SourceFile;
use crate::tree::Tree;

/// Reads a tree from a file's text; mistakes and oddities go to `out`.
///
/// A tree comes back only if there was no error.
pub(crate) fn compile(file: &SourceFile, out: &mut Diagnostics) -> Option<Tree> {
    let document = syntax::read(file, out);
    let written = syntax::tree(&document, out)?;

    let mut scope = names::declare(&written, out); // ids, answers, lists, scores
    let values = values::resolve(&mut scope, &written, out); // in the order in which they need each other
    let questions = questions::resolve(&mut scope, &written, out); // prompts, answers, limits
    let next = flow::resolve(&mut scope, &written, out); // where each question leads
    let outcomes = outcomes::resolve(&mut scope, &written, out); // texts and notes
    let promises = outcomes::promises(&mut scope, &written, out);
    let (about, start) = (outcomes::about(&mut scope, &written, out), flow::start(&scope, &written, out));

    if out.has_errors() {
        return None;
    }
    let questions = questions.into_iter().zip(next).map(|(question, next)| flow::lead(question, next)).collect();
    Some(scope.into_tree(about?, start?, questions, outcomes, values, promises))
}

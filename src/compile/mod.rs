//! A written tree becomes a [`Tree`]: names are looked up, kinds are checked, in ordered passes.
//!
//! Nothing stops at a first mistake: every pass goes through the whole tree and reports what it finds.

pub(crate) mod expr;
mod flow;
mod labels;
mod limits;
mod names;
mod outcomes;
mod points;
mod questions;
mod template;
mod told;
mod values;
mod words;

use names::record::Record;

use crate::diagnostic::Diagnostics;
use crate::references::References;
use crate::syntax;
use crate::syntax::{Document, Tape};
use crate::text::SourceFile;
use crate::tree::Tree;

/// Makes a tree of what was read of a file; mistakes and oddities go to `out`.
///
/// A tree comes back only if there was no error; `references` are found out for those who ask, and also where there were
/// errors.
pub(crate) fn compile(
    file: &SourceFile,
    tape: Tape,
    references: Option<&mut References>,
    out: &mut Diagnostics,
) -> Option<Tree> {
    let tree = passes(file, tape, references, out);
    out.drop_names_of_bad_ids(file);
    syntax::settle(file, out); // what mends the mistakes, as it must stand in the file
    tree
}

fn passes(file: &SourceFile, tape: Tape, references: Option<&mut References>, out: &mut Diagnostics) -> Option<Tree> {
    let (nodes, texts) = tape.into_parts();
    let written = syntax::tree(Document::new(file, &nodes, &texts), out);
    out.drop_echoes(file);
    let mut written = written?;
    drop(nodes);
    let questions = std::mem::take(&mut written.questions);

    let mut scope = names::declare(&written, &questions, out); // ids, answers, lists, scores
    scope.record = references.is_some().then(|| Record::new(&scope, &written, &questions)).map(Box::new);
    let values = values::resolve(&mut scope, &written, out); // in the order in which they need each other
    let questions = questions::resolve(&mut scope, questions, out); // prompts, answers, limits, targets
    labels::circles(&scope, &questions, out);
    let outcomes = outcomes::resolve(&mut scope, &written, out); // texts and notes
    let promises = outcomes::promises(&mut scope, &written, out);
    let (about, start) = (outcomes::about(&mut scope, &written, out), flow::start(&mut scope, &written, out));

    if let (Some(references), Some(record)) = (references, scope.record.take()) {
        *references = record.finish(&scope, file);
    }
    if out.has_errors() {
        return None;
    }
    let idle_lists = scope.idle_lists(&written);
    let tree = scope.into_tree(about?, start?, questions, outcomes, values, promises);
    points::check(&tree, out); // only now is known what values read
    (!out.has_errors()).then_some(Tree { file: file.span(), idle_lists, ..tree })
}
